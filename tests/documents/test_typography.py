"""Where a line must not break, in Word and in PDF; what is stored keeps its plain spaces."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from governance.documents.rendering import kind_of, render
from governance.documents.storage import to_data
from governance.documents.typography import unbroken
from tests.documents import samples
from tests.documents.reading import pdf_reader, word_document

GAP = "\u00a0"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("nach § 90 Abs. 1 Satz 2 VwVfG", f"nach §{GAP}90 Abs.{GAP}1 Satz{GAP}2 VwVfG"),
        ("§§ 88 und 93 VwVfG", f"§§{GAP}88 und 93 VwVfG"),
        ("am 12. Mai 2027, 14:00 Uhr", f"am 12.{GAP}Mai 2027, 14:00{GAP}Uhr"),
        ("TOP 4, Fassung 2", f"TOP{GAP}4, Fassung{GAP}2"),
        ("Ja: 9, Nein: 0, Enthaltungen: 1", f"Ja:{GAP}9, Nein:{GAP}0, Enthaltungen:{GAP}1"),
        ("10 Kalendertage, 19 Tage, 45 Minuten, 100 €", f"10{GAP}Kalendertage, 19{GAP}Tage, 45{GAP}Minuten, 100{GAP}€"),
        ("STOP 4, 3 Uhren, 2. Maibaum, § und Absatz", "STOP 4, 3 Uhren, 2. Maibaum, § und Absatz"),
    ],
)
def test_a_sign_stays_with_its_number_and_a_number_with_its_unit(typed: str, printed: str) -> None:
    assert unbroken(typed) == printed
    assert unbroken(printed) == printed


@pytest.mark.parametrize("document", [samples.PAPER, samples.MANDATE, samples.INVITATION, samples.MINUTES])
def test_word_prints_no_paragraph_sign_that_may_stand_alone_at_the_end_of_a_line(document) -> None:
    written = word_document(render(kind_of(document), document, "docx")).element.iter("{*}t")
    assert not [node.text for node in written if re.search(r"§ \d|\d Uhr", node.text or "")]


@pytest.mark.parametrize("filler", range(60, 90, 3))
def test_a_line_of_the_pdf_never_ends_with_a_paragraph_sign(filler: int) -> None:
    words = f"{'n' * 12} " * 20
    minutes = replace(samples.MINUTES, summons=f"{words[:filler]}{'i' * (filler % 7)} § 90 Abs. 1 VwVfG", items=())
    lines = pdf_reader(render("minutes", minutes, "pdf")).pages[0].extract_text().splitlines()
    assert not [line for line in lines if line.rstrip().endswith(("§", "Abs."))]


def test_what_is_stored_keeps_plain_spaces() -> None:
    assert GAP not in str(to_data(replace(samples.MINUTES, summons="§ 90 Abs. 1 VwVfG")))
