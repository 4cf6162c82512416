from __future__ import annotations

import io
import itertools
import zipfile
from datetime import datetime

import pytest
from docx.oxml.ns import qn

from governance.documents.rendering import kind_of, render
from tests.documents import samples
from tests.documents.reading import plain, word_document

ALL = [
    samples.PAPER,
    samples.DRAFT_PAPER,
    samples.MANDATE_PAPER,
    samples.MANDATE,
    samples.INVITATION,
    samples.MINUTES,
]


def rendered(document) -> bytes:
    return render(kind_of(document), document, "docx")


@pytest.mark.parametrize("document", ALL)
def test_the_same_document_gives_the_same_bytes(document):
    assert rendered(document) == rendered(document)


def test_headings_are_real_heading_styles():
    paragraphs = word_document(rendered(samples.PAPER)).paragraphs
    styles = {paragraph.text: paragraph.style.name for paragraph in paragraphs}

    assert styles[samples.PAPER.title] == "Title"
    assert styles["Sachverhalt"] == "Heading 1"
    assert styles["Ausgangslage"] == "Heading 2"
    assert styles["Beteiligte Rechtskreise"] == "Heading 3"


def test_the_language_is_german_everywhere():
    document = word_document(rendered(samples.MINUTES))

    assert document.core_properties.language == "de-DE"
    languages = {node.get(qn("w:val")) for node in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"de-DE"}
    with zipfile.ZipFile(io.BytesIO(rendered(samples.MINUTES))) as archive:
        assert all(b"en-US" not in archive.read(name) for name in archive.namelist())


def test_the_face_is_sans_serif():
    fonts = next(word_document(rendered(samples.PAPER)).styles.element.iter(qn("w:rFonts")))

    assert {fonts.get(qn(f"w:{part}")) for part in ("ascii", "hAnsi", "cs")} == {"Arial"}


def test_properties_hold_title_author_and_the_documents_own_date():
    properties = word_document(rendered(samples.MINUTES)).core_properties

    assert properties.title == "Niederschrift: Lenkungsgremium KIM, Sitzung am Mittwoch, 12. Mai 2027"
    assert properties.author == "Mara Feldkamp"
    assert properties.created.replace(tzinfo=None) == datetime(2027, 5, 20)  # noqa: DTZ001
    assert properties.modified == properties.created


def test_header_rows_repeat_and_only_tables_with_a_header_row_claim_one():
    for table in word_document(rendered(samples.MINUTES)).tables:
        rows = table._tbl.tr_lst
        marked = [row.trPr.find(qn("w:tblHeader")) is not None for row in rows]
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        assert not any(marked[1:])
        assert marked[0] == (look.get(qn("w:firstRow")) == "1")
        assert marked[0] != (look.get(qn("w:firstColumn")) == "1")


def test_page_numbers_are_fields_and_the_footer_has_number_and_hash():
    section = word_document(rendered(samples.PAPER)).sections[0]

    for footer in (section.footer, section.first_page_footer):
        fields = [node.get(qn("w:instr")).strip() for node in footer._element.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE", "NUMPAGES"]
        text = plain("\n".join(paragraph.text for paragraph in footer.paragraphs))
        assert "Beschlussvorlage LG/2027/03, Fassung 1" in text
        assert samples.HASH in text


def test_each_ordered_list_begins_at_one_and_entries_are_real_list_entries():
    document = word_document(rendered(samples.PAPER))
    entries = {
        paragraph.text: paragraph._p.pPr.numPr
        for paragraph in document.paragraphs
        if paragraph._p.pPr.numPr is not None
    }

    assert entries["Bildung"].ilvl.val == 0
    assert entries["Integrationskurse"].ilvl.val == 1
    number = entries["Anmeldung beim Kursträger"].numId.val
    numbering = document.part.numbering_part.element
    restarted = numbering.num_having_numId(number).lvlOverride_lst[0].find(qn("w:startOverride"))
    assert restarted.get(qn("w:val")) == "1"


def test_changes_of_wording_are_struck_out_and_underlined():
    paragraph = next(
        paragraph
        for paragraph in word_document(rendered(samples.MINUTES)).paragraphs
        if "regelmäßig in der Sitzung" in paragraph.text
    )
    assert [run.text for run in paragraph.runs if run.font.strike] == ["regelmäßig"]
    assert [run.text for run in paragraph.runs if run.font.underline] == ["in der Sitzung am 10.11.2027"]


def test_links_are_real_links():
    document = word_document(rendered(samples.PAPER))
    links = [link for paragraph in document.paragraphs for link in paragraph.hyperlinks]

    assert [(link.text, link.address) for link in links] == [("Landesprogramm", "https://www.kim.nrw/")]


def test_two_tables_never_touch():
    body = word_document(rendered(samples.PAPER)).element.body
    kinds = [child.tag for child in body]

    assert all((one, two) != (qn("w:tbl"), qn("w:tbl")) for one, two in itertools.pairwise(kinds))
    assert kinds[-2] == qn("w:p")


def test_a_signature_is_never_parted_from_its_line_by_the_end_of_a_page():
    document = word_document(rendered(samples.MINUTES))

    (signed,) = [found for found in document.paragraphs if found.text.startswith("elektronisch unterzeichnet")]
    assert signed.paragraph_format.keep_with_next
