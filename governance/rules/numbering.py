"""How numbers are printed. The counters, gapless and never reused, live in the use cases (design
`papers.md`).
"""

from __future__ import annotations


def _checked(prefix: str, year: int, number: int) -> None:
    if not prefix:
        raise ValueError("a number needs the short name it begins with")
    if not 1000 <= year <= 9999:
        raise ValueError("a year has four digits")
    if number < 1:
        raise ValueError("numbers begin with 1")


def paper_number(body: str, year: int, number: int) -> str:
    """Return "LG/2026/03": short name of the body, year of release, running number. Raises `ValueError`."""
    _checked(body, year, number)
    return f"{body}/{year}/{number:02d}"


def resolution_number(body: str, year: int, number: int) -> str:
    """Return "LG-2026-007": short name of the body, year of the decision, running number. Raises
    `ValueError`.
    """
    _checked(body, year, number)
    return f"{body}-{year}-{number:03d}"


def process_number(authority: str, year: int, number: int) -> str:
    """Return "HX-V-2027-02": short name of the authority, year of the start, running number. Raises
    `ValueError`.
    """
    _checked(authority, year, number)
    return f"{authority}-V-{year}-{number:02d}"


def series_number(authority: str, year: int, number: int) -> str:
    """Return "HX-2026-1": short name of the authority, year, running number of the series. Raises
    `ValueError`.
    """
    _checked(authority, year, number)
    return f"{authority}-{year}-{number}"
