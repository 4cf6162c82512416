"""Storing and restoring frozen documents: the same document comes back, the same files are printed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from governance.documents.content import InvitationDocument, MinutesDocument, PaperDocument
from governance.documents.rendering import DocumentFormat, kind_of, render
from governance.documents.richtext import from_plain, parse
from governance.documents.storage import from_data, to_data
from governance.rules.chain import content_hash
from tests.documents.samples import INVITATION, MINUTES, PAPER

EVERY = [(PaperDocument, PAPER), (InvitationDocument, INVITATION), (MinutesDocument, MINUTES)]


def stored(document: Any) -> dict[str, Any]:
    """Return the data as they come back from a database."""
    data: dict[str, Any] = json.loads(json.dumps(to_data(document)))
    return data


@pytest.mark.parametrize(("kind", "document"), EVERY)
def test_a_restored_document_equals_the_frozen_one(kind: type[Any], document: Any) -> None:
    assert from_data(kind, stored(document)) == document


@pytest.mark.parametrize(("kind", "document"), EVERY)
def test_a_restored_document_prints_the_same_word_and_pdf(kind: type[Any], document: Any) -> None:
    again = from_data(kind, stored(document))
    for document_format in DocumentFormat:
        first = render(kind_of(document), document, document_format)
        assert render(kind_of(document), again, document_format) == first


@pytest.mark.parametrize(
    "rich",
    [
        parse(
            "<h2>Lage</h2><p>Ein <b>Text</b> mit <a href='https://example.org/'>Verweis</a></p>"
            "<ol><li>eins<ul><li>innen</li></ul></li></ol><table><tr><th>A</th></tr><tr><td>B</td></tr></table>"
        ),
        from_plain("Erste Zeile\nzweite Zeile\n\nAbsatz mit <b>Klammern</b> & „Zeichen“"),
    ],
)
def test_rich_text_survives(rich: Any) -> None:
    minutes = replace(MINUTES, items=(replace(MINUTES.items[0], report=rich),))
    assert from_data(MinutesDocument, stored(minutes)).items[0].report == rich


def test_stored_data_can_be_hashed_and_the_hash_covers_the_text() -> None:
    assert content_hash(stored(MINUTES)) == content_hash(to_data(MINUTES))
    assert content_hash(to_data(replace(MINUTES, summons="anders"))) != content_hash(to_data(MINUTES))
