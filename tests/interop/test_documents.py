"""Word and PDF as other programs read them: pypdf, poppler, LibreOffice."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from governance.documents.rendering import PdfFonts, kind_of, render, sheet_of
from tests.documents import samples
from tests.documents.reading import (
    outline_titles,
    pdf_reader,
    pdf_text,
    squeezed,
    structure_tags,
    word_chunks,
    word_document,
)

ALL = [samples.PAPER, samples.DRAFT_PAPER, samples.INVITATION, samples.MINUTES]
IDS = ["paper", "draft", "invitation", "minutes"]

# What Typst and Word count by themselves, and therefore only one of them has as text.
LIST_SIGNS = re.compile(r"(?:[•–]|\d\.)*")


def pdf(document) -> bytes:
    return render(kind_of(document), document, "pdf")


def without_running_lines(document, text: str) -> str:
    """Return squeezed PDF text without header and footer of the pages."""
    sheet = sheet_of(document)
    pages = squeezed(text)
    pages = re.sub(rf"{re.escape(squeezed(sheet.footer))}Seite\d+von\d+", "", pages)
    if sheet.content_hash:
        pages = pages.replace(squeezed(f"Prüfsumme {sheet.content_hash}"), "")
    first, *rest = re.split(f"(?={re.escape(squeezed(sheet.running_title))})", pages)
    return first + "".join(part.removeprefix(squeezed(sheet.running_title)) for part in rest)


@pytest.mark.parametrize("document", ALL, ids=IDS)
def test_pdf_is_tagged_german_titled_and_claims_pdf_ua(document):
    reader = pdf_reader(pdf(document))
    root = reader.trailer["/Root"]

    assert reader.metadata is not None
    assert reader.metadata.title == sheet_of(document).full_title
    assert str(root["/Lang"]).startswith("de")
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert {"/Document", "/H1", "/P", "/Table", "/TH", "/TD"} <= structure_tags(pdf(document))


@pytest.mark.parametrize("document", ALL, ids=IDS)
def test_pdf_outline_has_the_same_headings_as_word(document):
    word = word_document(render(kind_of(document), document, "docx"))
    headings = [p.text for p in word.paragraphs if p.style is not None and str(p.style.name).startswith("Heading")]

    assert outline_titles(pdf(document)) == headings


@pytest.mark.parametrize("document", [*ALL, samples.long_minutes(12)], ids=[*IDS, "long"])
def test_word_and_pdf_say_the_same_in_the_same_order(document):
    chunks = [squeezed(chunk) for chunk in word_chunks(render(kind_of(document), document, "docx"))]
    text = without_running_lines(document, pdf_text(pdf(document)))

    position, gaps = 0, []
    for chunk in filter(None, chunks):
        found = text.find(chunk, position)
        assert found >= 0, f"missing in the PDF: {chunk}"
        gaps.append(text[position:found])
        position = found + len(chunk)
    gaps.append(text[position:])

    assert [gap for gap in gaps if not LIST_SIGNS.fullmatch(gap)] == []


@pytest.mark.parametrize("document", ALL, ids=IDS)
def test_pdf_embeds_every_font(document):
    for page in pdf_reader(pdf(document)).pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_pdf_is_the_same_in_another_process(tmp_path: Path):
    code = (
        "import sys; from tests.documents import samples; from governance.documents.rendering import render;"
        "sys.stdout.buffer.write(render('minutes', samples.MINUTES, sys.argv[1]))"
    )
    for extension in ("pdf", "docx"):
        run = subprocess.run(
            [sys.executable, "-c", code, extension], capture_output=True, check=True, env=_other_env(tmp_path)
        )
        assert run.stdout == render("minutes", samples.MINUTES, extension)


def _other_env(home: Path) -> dict[str, str]:
    return {
        "HOME": str(home),
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }


def test_pdftotext_reads_the_minutes_in_order(tmp_path: Path):
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext (poppler-utils) is not installed: poppler's reading order is NOT proven here")
    source = tmp_path / "minutes.pdf"
    source.write_bytes(pdf(samples.MINUTES))

    text = subprocess.run([program, "-layout", str(source), "-"], capture_output=True, check=True).stdout.decode()

    order = [
        "Kreis Höxter",
        "Niederschrift",
        "Stimmberechtigt",
        "TOP 3:",
        "TOP 4:",
        "Ja: 14",
        "TOP 5:",
        "Unterzeichnung",
    ]
    positions = [text.index(words) for words in order]
    assert positions == sorted(positions)


@pytest.mark.parametrize("document", ALL, ids=IDS)
def test_libreoffice_opens_the_word_file_and_finds_every_text(document, tmp_path: Path):
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: that an office program opens our Word files is NOT proven here")
    source = tmp_path / "document.docx"
    data = render(kind_of(document), document, "docx")
    source.write_bytes(data)

    subprocess.run(
        [
            program,
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(source),
        ],
        capture_output=True,
        check=True,
        timeout=180,
    )

    converted = squeezed(pdf_text((tmp_path / "document.pdf").read_bytes()))
    headings = [p.text for p in word_document(data).paragraphs if str(p.style.name).startswith(("Heading", "Title"))]
    assert [heading for heading in headings if squeezed(heading) not in converted] == []


def test_fifty_items_render_in_time():
    """`make bench` holds the aim of 1,000 ms; here a bound that a busy machine keeps too."""
    minutes = samples.long_minutes(50)
    spent = {}
    for extension in ("pdf", "docx"):
        runs = []
        for _ in range(3):
            start = time.perf_counter()
            data = render("minutes", minutes, extension)
            runs.append(time.perf_counter() - start)
        spent[extension] = min(runs)
        assert len(data) > 10_000

    assert len(pdf_reader(pdf(minutes)).pages) > 20
    assert max(spent.values()) < 3


def test_an_installation_can_bring_its_own_fonts():
    folder = Path("/usr/share/fonts/truetype/dejavu")
    if not (folder / "DejaVuSans.ttf").is_file():
        pytest.skip("no DejaVu Sans on this machine: that a font folder is used is NOT proven here")

    data = render("paper", samples.PAPER, "pdf", fonts=PdfFonts(folder=folder, family="DejaVu Sans"))

    names = {str(font["/BaseFont"]) for page in pdf_reader(data).pages for font in page["/Resources"]["/Font"].values()}
    assert any("DejaVuSans" in name for name in names)
    assert not any("Libertinus" in name for name in names)
