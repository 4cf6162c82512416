"""What is left of typed text: nothing that turns a line, and nothing that shows nothing."""

from __future__ import annotations

import pytest

from governance.rules.characters import clean_line, clean_lines


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u200b", ""),
        (" \u00ad\n\u3164 \u2060", ""),
        ("\u202e\ufeff\u200d", ""),
        ("\u200bAnna\u00a0Maria\u200b", "Anna Maria"),
        ("Inte\u00adgration\u00ad", "Inte\u00adgration"),
        ("\U0001f469\u200d\U0001f4bb", "\U0001f469\u200d\U0001f4bb"),
    ],
)
def test_a_text_that_shows_nothing_is_empty_and_nothing_invisible_stands_at_its_ends(typed: str, kept: str) -> None:
    assert clean_line(typed) == kept


def test_lines_stay_lines() -> None:
    assert clean_lines("\n\u200bErste\r\nZweite\u2060 ") == "Erste\nZweite"
