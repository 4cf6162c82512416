"""Amounts as people type them in German and as papers print them."""

from __future__ import annotations

import pytest

from governance.rules.amounts import money, parsed, posts


@pytest.mark.parametrize(
    ("typed", "stored", "printed"),
    [
        ("55.000,00", "55000.00", "55.000,00 €"),
        ("16.400 €", "16400", "16.400,00 €"),
        ("1.500", "1500", "1.500,00 €"),
        ("0,5", "0.5", "0,50 €"),
        ("12.34", "12.34", "12,34 €"),
        ("1 234 567,8", "1234567.8", "1.234.567,80 €"),
        ("-3", "-3", "-3,00 €"),
        ("", "", ""),
    ],
)
def test_a_german_number_is_stored_as_a_decimal_and_printed_as_an_amount(typed: str, stored: str, printed: str) -> None:
    assert parsed(typed) == stored
    assert money(stored) == printed
    assert parsed(stored) == stored


@pytest.mark.parametrize("typed", ["viel", "1,234", "1.23.4", "=1+1", "٣", "1e9", "NaN", "1" * 13, "1,2,3", "1.5000"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parsed(typed)


def test_a_share_of_posts_is_printed_without_needless_digits() -> None:
    assert [posts(value) for value in ("0.50", "1", "10", "0.44")] == ["0,5", "1", "10", "0,44"]
