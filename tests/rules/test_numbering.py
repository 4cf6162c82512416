"""Numbers as the design prints them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from governance.rules.numbering import paper_number, process_number, resolution_number, series_number

FORMATS = [paper_number, resolution_number, process_number, series_number]


def test_numbers_read_as_in_the_design() -> None:
    assert paper_number("LG", 2026, 3) == "LG/2026/03"
    assert resolution_number("LG", 2026, 7) == "LG-2026-007"
    assert process_number("HX", 2027, 2) == "HX-V-2027-02"
    assert series_number("HX", 2026, 1) == "HX-2026-1"


def test_numbers_grow_beyond_their_width() -> None:
    assert paper_number("LG", 2026, 100) == "LG/2026/100"
    assert resolution_number("LG", 2026, 1000) == "LG-2026-1000"


@pytest.mark.parametrize("number", FORMATS)
@pytest.mark.parametrize("values", [("", 2026, 1), ("LG", 26, 1), ("LG", 2026, 0)])
def test_a_number_without_name_year_or_count_is_an_error(
    number: Callable[[str, int, int], str], values: tuple[str, int, int]
) -> None:
    with pytest.raises(ValueError, match=r"number|year"):
        number(*values)
