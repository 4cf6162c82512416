"""Where a printed line must not break: between a sign and its number, and between a number and its unit.

„§ 90 Abs. 1“, „TOP 4“, „12. Mai“, „14:00 Uhr“ and „16.400,00 €“ get no-break spaces where Word and PDF print a text.
What is stored keeps plain spaces, so that it is found and compared as it was typed.
"""

from __future__ import annotations

import re

_SIGNS = ("§", "Abs.", "Art.", "Nr.", "Satz", "TOP", "Fassung", "Ja:", "Nein:", "Enthaltungen:", "Befangen:")
_UNITS = ("Uhr", "€", "%", "Minuten?", "Stunden?", "(?:Kalender|Werk|Arbeits)?(?:tag|Tag)e?n?")
_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_GAPS = re.compile(
    "|".join(
        (
            *(rf"(?<=(?<!\w){re.escape(sign)}) (?=\d)" for sign in _SIGNS),
            rf"(?<=\d) (?=(?:{'|'.join(_UNITS)})(?!\w))",
            rf"(?<=\d\.) (?=(?:{_MONTHS})(?!\w))",
        )
    )
)


def unbroken(text: str) -> str:
    """Return `text` with no-break spaces at these places; nothing else is changed."""
    return _GAPS.sub("\u00a0", text)
