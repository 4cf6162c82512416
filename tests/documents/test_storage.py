"""Documents as data: what is frozen comes back the same, and can be hashed."""

from __future__ import annotations

import json

import pytest

from governance.documents.content import InvitationDocument, MandateDocument, MinutesDocument, PaperDocument
from governance.documents.richtext import plain_text
from governance.documents.storage import from_data, to_data
from governance.documents.streams import clean_stream, stream_tree, text_block
from governance.rules.chain import content_hash
from tests.documents import samples

KINDS = (PaperDocument, MinutesDocument, InvitationDocument, MandateDocument)
DOCUMENTS = [found for found in vars(samples).values() if isinstance(found, KINDS)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda found: f"{type(found).__name__}")
def test_a_document_comes_back_as_it_was_stored(document: PaperDocument | MinutesDocument | InvitationDocument) -> None:
    data = to_data(document)
    assert from_data(type(document), json.loads(json.dumps(data))) == document
    assert content_hash(data) == content_hash(json.loads(json.dumps(data)))


def test_keys_of_a_later_program_are_ignored() -> None:
    data = {**to_data(samples.PAPER), "annex_from_the_future": 1}
    assert from_data(PaperDocument, data) == samples.PAPER


def test_a_paper_that_was_frozen_before_mandates_were_printed_still_loads() -> None:
    old = {key: value for key, value in to_data(samples.MANDATE_PAPER).items() if key != "mandate"}
    assert from_data(PaperDocument, old).mandate is None
    assert "mandate" not in to_data(samples.PAPER), "and its hash is the one it had"


def test_a_stream_keeps_text_and_tables_only() -> None:
    stream = [
        text_block("<p onclick=x>Text<script>1</script></p>"),
        {"type": "raw_html", "value": "<b>x</b>"},
        {"type": "table", "value": {"data": [["Jahr", "Betrag"], ["2027", None]], "first_row_is_table_header": True}},
        {"type": "table", "value": {"data": [["", None]]}},
        {"type": "table", "value": "no table"},
        text_block("   "),
    ]
    cleaned = clean_stream(stream)
    assert [block["type"] for block in cleaned] == ["text", "table"]
    assert cleaned[0]["value"] == "<p>Text</p>"
    assert clean_stream(cleaned) == cleaned
    assert plain_text(stream_tree(stream)) == "Text\nJahr | Betrag\n2027 | "


def test_rows_of_different_length_become_a_table_all_the_same() -> None:
    value = {"data": [["a"], ["b", "c", "d"]], "first_row_is_table_header": False}
    (table,) = stream_tree([{"type": "table", "value": value}])
    assert {len(row) for row in table.rows} == {3}  # type: ignore[union-attr]
