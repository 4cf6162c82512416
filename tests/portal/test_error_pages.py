"""The error pages stand alone: no context, no user, no database."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.utils import translation

STATUSES = (400, 403, 404, 409, 413, 429, 500, 503)


@pytest.mark.parametrize("status", STATUSES)
def test_an_error_page_needs_neither_context_nor_database(status: int) -> None:
    # Without the database mark of pytest-django, any query fails this test.
    with translation.override("de"):
        soup = BeautifulSoup(render_to_string(f"{status}.html"), "html.parser")
    assert soup.html is not None
    assert soup.html["lang"] == "de"
    assert len(soup.select("h1")) == 1
    assert str(status) in soup.select_one(".lw-error-page__no").text  # type: ignore[union-attr]
    assert len(soup.select("main p")) >= 3
    assert soup.select_one("main a[href='/']") is not None
    assert "Vorfallnummer:" not in soup.text


def test_the_incident_number_is_shown_when_there_is_one() -> None:
    with translation.override("de"):
        text = render_to_string("500.html", {"incident": "ab12cd34"})
    assert "Vorfallnummer:" in text
    assert "ab12cd34" in text
