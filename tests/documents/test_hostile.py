"""Whatever a person types: it is printed as typed or cleaned, never interpreted, never an exception."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from enum import Enum

import pytest

from governance.documents.rendering import file_name, kind_of, render, sheet_of
from governance.documents.richtext import Paragraph, Run, from_plain, parse
from tests.documents import samples
from tests.documents.reading import pdf_reader, pdf_text, squeezed, word_document, word_text

A4_WIDTH = 595
ALL = [
    samples.PAPER,
    samples.DRAFT_PAPER,
    samples.MANDATE_PAPER,
    samples.MANDATE,
    samples.INVITATION,
    samples.MINUTES,
]

TEXTS = {
    "typst code": '#import "@preview/x:1.0.0": * #{ 7 * 7 } $ x^2 $ \\u{41} <label> @ref',
    "template code": "{{ 7*7 }} {% include 'x' %}",
    "markup": "<script>alert(1)</script><b>fett</b> &amp; &#x41;",
    "formula": "=cmd()|' /C calc'!A0",
    "control characters": "a\x00b\x0bc\x1b[31md\r\ne\x7f\x85f\ud800",
    "directions": "\u202eelipmi\u202c \u200fRTL\u200e \u2066x\u2069",
    "foreign scripts": "مرحبا שלום Ґ 漢字 🙂 1\ufe0f\u20e3 👨\u200d👩\u200d👧 e\u0323\u0301",
    "json": '"}],"blocks":[{"type":"heading"}]} \\ \\" \\n',
    "word fields": '{ INCLUDETEXT "x" } DDEAUTO c:\\x',
    "blanks": " \t\n \u00a0\u3000",
    "nothing": "",
}


def poisoned(value: object, text: str) -> object:
    """Return `value` with every string replaced by `text` and every rich text made of it."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        if value and type(value[0]).__module__ == "governance.documents.richtree":
            return (*parse(text), *from_plain(text), Paragraph((Run(text, href=text),)))
        return tuple(poisoned(entry, text) for entry in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: poisoned(getattr(value, field.name), text) for field in fields(value)})
    return value


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("document", ALL, ids=lambda document: type(document).__name__)
def test_hostile_text_in_every_field_gives_valid_files(document, name):
    hostile = poisoned(document, TEXTS[name])

    word = render(kind_of(hostile), hostile, "docx")
    pdf = render(kind_of(hostile), hostile, "pdf")

    assert word_document(word).paragraphs
    assert pdf_reader(pdf).pages
    assert file_name(hostile, "pdf").isascii()


@pytest.mark.parametrize("name", ["typst code", "template code", "markup", "formula", "json", "word fields"])
def test_code_is_printed_as_it_was_typed(name):
    text = TEXTS[name]
    minutes = replace(samples.MINUTES, summons=text, quorum=text)

    assert word_text(render("minutes", minutes, "docx")).count(text) == 2
    assert squeezed(pdf_text(render("minutes", minutes, "pdf"))).count(squeezed(text)) == 2


def test_no_field_reaches_word_as_an_instruction_and_no_address_but_the_allowed():
    hostile = poisoned(samples.PAPER, TEXTS["word fields"])
    document = word_document(render("paper", hostile, "docx"))
    unsafe = replace(samples.PAPER, summary=(Paragraph((Run("Text", href="javascript:alert(1)"),)),), sections=())

    assert b"instrText" not in document.part.blob
    assert not [rel for rel in document.part.rels.values() if rel.is_external]
    assert b"javascript" not in word_document(render("paper", unsafe, "docx")).part.blob
    pdf = pdf_reader(render("paper", unsafe, "pdf"))
    assert not [note for page in pdf.pages for note in page.get("/Annots", [])]


def test_characters_without_a_glyph_are_spelled_out():
    text = pdf_text(render("minutes", replace(samples.MINUTES, summons="Gruß 🙂 von 漢 1\ufe0f\u20e3"), "pdf"))

    assert "Gruß [U+1F642] von [U+6F22] 1[U+FE0F][U+20E3]" in " ".join(text.split())
    assert "Seite 1 von" in text


def test_thousands_of_unknown_characters_do_not_exhaust_the_rounds():
    signs = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 3000))

    text = pdf_text(render("minutes", replace(samples.MINUTES, summons=signs), "pdf"))

    assert squeezed(f"[U+{0x4E00 + 2999:04X}]") in squeezed(text)


def test_ten_thousand_characters_without_blank_stay_on_the_page():
    word = "x" * 10_000
    seat = replace(samples.MINUTES.voting[0], seat="y" * 1_000)
    item = replace(samples.MINUTES.items[0], title="z" * 1_000)
    minutes = replace(samples.MINUTES, summons=word, voting=(seat,), advisory=(), items=(item,))
    texts: list[str] = []
    ends: list[float] = []

    def read(text: str, _cm: object, tm: list[float], _font: object, size: float) -> None:
        texts.append(text)
        ends.append(tm[4] + 0.3 * size * len(text.strip()))

    for page in pdf_reader(render("minutes", minutes, "pdf")).pages:
        page.extract_text(visitor_text=read)

    printed = squeezed("".join(texts))
    assert printed.count("x") >= 10_000
    assert min(printed.count("y"), printed.count("z")) >= 1_000
    assert max(ends) < A4_WIDTH
    assert word in word_text(render("minutes", minutes, "docx"))


def test_a_title_of_ten_thousand_characters_is_shortened_where_word_takes_no_more():
    minutes = replace(samples.MINUTES, body_name="x" * 10_000)

    assert len(word_document(render("minutes", minutes, "docx")).core_properties.title) == 255
    assert len(sheet_of(minutes).running_title) == 100
