"""An authority's own letterhead under every kind of document; without one, our layout."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from governance.documents.letterhead import NEEDED, NoLetterhead, check_letterhead, letterhead_template
from governance.documents.rendering import kind_of, render, sheet_of
from governance.documents.sample import sample_paper
from governance.documents.word_template import template
from governance.inspection.examine import examine
from tests.documents import samples
from tests.documents.reading import word_text
from tests.inspection.files import word_file

ALL = [samples.PAPER, samples.INVITATION, samples.MINUTES]
IDS = ["paper", "invitation", "minutes"]


def letterhead(*, german_ids: bool = False, without: str = "", numbering: bool = True) -> bytes:
    """Return a letterhead with header, footer, wide margins and text of its own."""
    document = docx.Document()
    section = document.sections[0]
    section.left_margin, section.page_width, section.page_height = Mm(40), Mm(210), Mm(297)
    section.header.paragraphs[0].text = "Kreis Muster, Die Landrätin"
    section.footer.paragraphs[0].text = "Sparkasse Muster"
    document.add_paragraph("Ein alter Brief", style="List Bullet")
    document.core_properties.author, document.core_properties.comments = "Frau Muster", "geheim"
    styles = document.styles.element
    for style in list(styles.findall(qn("w:style"))):
        name = style.find(qn("w:name")).get(qn("w:val"))
        if name.casefold() == without:
            styles.remove(style)
        elif german_ids and name.casefold().startswith("heading"):
            style.set(qn("w:styleId"), f"berschrift{name[-1]}")
    if not numbering:
        rels = document.part.rels
        for key in [key for key, relation in rels.items() if relation.reltype.endswith("/numbering")]:
            del rels[key]
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def printed(document: Any, content: bytes) -> bytes:
    return render(kind_of(document), document, "docx", letterhead=content)


@pytest.mark.parametrize("document", ALL, ids=IDS)
@pytest.mark.parametrize("made", [letterhead(), letterhead(german_ids=True), letterhead(numbering=False)])
def test_a_document_takes_frame_and_styles_and_keeps_its_text(document: Any, made: bytes) -> None:
    check_letterhead(made)
    out = docx.Document(io.BytesIO(printed(document, made)))
    section = out.sections[0]
    assert (section.header.paragraphs[0].text, section.footer.paragraphs[0].text) == (
        "Kreis Muster, Die Landrätin", "Sparkasse Muster",
    )  # fmt: skip
    assert round(section.left_margin.mm) == 40
    names = {paragraph.style.name for paragraph in out.paragraphs}
    assert "Heading 1" in names
    known = {style.style_id for style in out.styles}
    used = {element.get(qn("w:val")) for element in out.element.iter(qn("w:pStyle"), qn("w:tblStyle"), qn("w:rStyle"))}
    assert used <= known
    text = word_text(printed(document, made))
    assert "Ein alter Brief" not in text
    assert sheet_of(document).title in text
    assert out.core_properties.language == "de-DE"
    assert (out.core_properties.comments, "Muster" in out.core_properties.author) == ("", False)


def test_the_checksum_stands_at_the_end_because_the_footer_is_theirs() -> None:
    out = docx.Document(io.BytesIO(printed(samples.PAPER, letterhead())))
    assert out.paragraphs[-1].text.endswith(f"Prüfsumme {sheet_of(samples.PAPER).content_hash}")


def test_lists_begin_at_their_own_one_beside_the_lists_of_the_letterhead() -> None:
    out = docx.Document(io.BytesIO(printed(sample_paper("Kreis", samples.PAPER.on), letterhead())))
    numbering = out.part.numbering_part.element
    abstract = [row.get(qn("w:abstractNumId")) for row in numbering.findall(qn("w:abstractNum"))]
    assert abstract[:2] == ["0", "1"]
    assert len(set(abstract)) == len(abstract)
    order = [child.tag for child in numbering]
    assert order.index(qn("w:num")) > max(i for i, tag in enumerate(order) if tag == qn("w:abstractNum"))


@pytest.mark.parametrize("document", ALL, ids=IDS)
def test_the_same_content_gives_the_same_bytes(document: Any) -> None:
    made = letterhead()
    first = printed(document, made)
    letterhead_template.cache_clear()
    assert printed(document, made) == first
    assert render(kind_of(document), document, "docx") == render(kind_of(document), document, "docx", letterhead=None)


@pytest.mark.parametrize("name", [name for name in NEEDED if name != "normal"])
def test_a_letterhead_without_a_style_is_refused_with_its_name(name: str) -> None:
    with pytest.raises(NoLetterhead) as refusal:
        check_letterhead(letterhead(without=name))
    assert refusal.value.message.values == {"styles": NEEDED[name]}


def test_our_own_template_and_a_file_of_python_docx_are_letterheads() -> None:
    check_letterhead(template())
    check_letterhead(word_file())


def test_what_is_no_word_file_is_refused() -> None:
    with pytest.raises(NoLetterhead):
        check_letterhead(b"PK")


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice")
def test_libreoffice_opens_it_and_shows_header_text_and_lists(tmp_path: Path) -> None:
    path = tmp_path / "muster.docx"
    path.write_bytes(printed(sample_paper("Kreis Muster", samples.PAPER.on), letterhead(german_ids=True)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)
    for name in ("muster.docx", "muster.pdf"):
        assert examine(name, (tmp_path / name).read_bytes(), largest=10**7).findings == ()
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "muster.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    for expected in ("Kreis Muster, Die Landrätin", "Sparkasse Muster", "Überschrift im Text", "1.", "2028"):
        assert expected in text
