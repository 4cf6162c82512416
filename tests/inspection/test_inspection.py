"""What is taken and what is refused, by content alone; every refusal is a sentence (trust.md, Uploads)."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from governance.inspection import archives, images, kinds, office, pdf, texts, xml_parts
from governance.inspection.examine import EMPTY, Examined, examine
from governance.rules.file_names import LONGEST_NAME, safe_name
from governance.rules.text import Message
from tests.inspection import files as make

LARGEST = 10 * 1024 * 1024


def asked(name: str, content: bytes) -> Examined:
    return examine(name, content, largest=LARGEST)


def said(name: str, content: bytes) -> Message:
    (finding,) = asked(name, content).findings
    return finding


CHART = {"word/embeddings/Microsoft_Excel_Worksheet.xlsx": make.ooxml("xlsx")}
GOOD = {
    "a.pdf": make.pdf(),
    "a.docx": make.word_file("Heading 1"),
    "chart.docx": make.ooxml("docx", CHART),
    "link.docx": make.ooxml(
        "docx", {"word/_rels/document.xml.rels": make.relations("hyperlink", "https://example.org")}
    ),
    "a.xlsx": make.ooxml("xlsx"),
    "a.pptx": make.ooxml("pptx"),
    "a.odt": make.odf(
        body='<text:a xlink:href="https://example.org">x</text:a><draw:image xlink:href="Pictures/1.png"/>'
    ),
    "a.ods": make.odf("spreadsheet"),
    "a.png": make.picture(),
    "a.JPG": make.picture("JPEG"),
    "a.jpeg": make.picture("JPEG"),
    "a.txt": "Grüße, Straße".encode(),
    "a.csv": "Größe;Menge\n1;2\n".encode("cp1252"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_of_a_kind_that_is_taken_passes(name: str) -> None:
    found = asked(name, GOOD[name])
    assert (found.findings, found.upload is not None) == ((), True)


MANY = {f"word/{number}.xml": "<a/>" for number in range(archives.MOST_ENTRIES)}
ENTITY = '<!DOCTYPE a [<!ENTITY b "cccc">]><a>&b;</a>'
DEEP = {"word/embeddings/a.xlsx": make.ooxml("xlsx", {"xl/embeddings/b.xlsx": make.ooxml("xlsx")})}
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
FIELD = '<w:p xmlns:w="u"><w:instrText>DDE</w:instrText><w:instrText>AUTO c:\\cmd</w:instrText></w:p>'
ENCRYPTED = make.blank_pdf()
ENCRYPTED.encrypt("geheim", algorithm="RC4-128")
CARRYING = make.blank_pdf()
CARRYING.add_attachment("virus.exe", b"MZ")

BAD: tuple[tuple[str, str, bytes, Message], ...] = (
    ("nothing in it", "a.pdf", b"", EMPTY),
    ("a kind that is not taken", "a.html", b"<html>", kinds.UNKNOWN),
    ("no extension", "Anlage", b"Text", kinds.UNKNOWN),
    ("a program", "a.pdf", b"MZ\x90\x00", kinds.PROGRAM),
    ("a script", "a.txt", b"#!/bin/sh\n", kinds.PROGRAM),
    ("an old office file", "a.docx", kinds.OLE_MAGIC + b"\0" * 600, kinds.OLD_OFFICE),
    ("an archive", "a.zip", make.zipped({"a.txt": "x"}), kinds.ARCHIVE),
    ("an archive called a document", "a.docx", make.zipped({"a.txt": "x"}), kinds.ARCHIVE),
    ("a packed folder", "a.txt", b"\0" * 257 + b"ustar" + b"\0" * 300, kinds.ARCHIVE),
    ("a 7z archive", "a.pdf", b"7z\xbc\xaf\x27\x1c\0\0", kinds.ARCHIVE),
    ("binary as text", "a.txt", b"abc\0def", texts.NO_TEXT),
    ("a file with macros", "a.docm", make.ooxml("docx", main_type=MACRO_TYPE), office.MACROS),
    ("macros under another name", "a.docx", make.ooxml("docx", main_type=MACRO_TYPE), office.MACROS),
    ("a macro part", "a.docx", make.ooxml("docx", {"word/vbaProject.bin": b"x"}), office.MACROS),
    ("old macros of Excel", "a.xlsx", make.ooxml("xlsx", {"xl/macrosheets/sheet1.xml": "<a/>"}), office.MACROS),
    ("controls", "a.docx", make.ooxml("docx", {"word/activeX/activeX1.xml": "<a/>"}), office.MACROS),
    ("macros of LibreOffice", "a.odt", make.odf(extra={"Basic/Standard/Module1.xml": "<a/>"}), office.MACROS),
    ("a script of LibreOffice", "a.odt", make.odf(extra={"Scripts/python/a.py": "x"}), office.MACROS),
    ("an event of LibreOffice", "a.odt", make.odf(body='<s:event-listener xmlns:s="u"/>'), office.MACROS),
    ("a template", "a.docx", make.ooxml("docx", main_type="x.template.main+xml"), office.TEMPLATE),
    ("a program inside", "a.docx", make.ooxml("docx", {"word/media/a.png": b"MZ\x90"}), office.EMBEDDED),
    ("an object inside", "a.docx", make.ooxml("docx", {"word/embeddings/o.bin": kinds.OLE_MAGIC}), office.EMBEDDED),
    ("an archive inside", "a.docx", make.ooxml("docx", {"word/media/a.png": make.zipped({"a": "b"})}), office.EMBEDDED),
    ("archives in archives", "a.docx", make.ooxml("docx", DEEP), office.EMBEDDED),
    (
        "a template elsewhere", "a.docx",
        make.ooxml("docx", {"word/_rels/settings.xml.rels": make.relations("attachedTemplate", "file:///x.dotm")}),
        office.ATTACHED_TEMPLATE,
    ),
    (
        "a picture elsewhere", "a.docx",
        make.ooxml("docx", {"word/_rels/document.xml.rels": make.relations("image", "http://example.org/a.png")}),
        office.EXTERNAL,
    ),
    ("cells elsewhere", "a.xlsx", make.ooxml("xlsx", {"xl/externalLinks/externalLink1.xml": "<a/>"}), office.EXTERNAL),
    ("a field that starts something", "a.docx", make.ooxml("docx", {"word/document2.xml": FIELD}), office.EXTERNAL),
    (
        "a picture elsewhere, LibreOffice", "a.odt",
        make.odf(body='<draw:image xlink:href="http://example.org/a.png"/>'), office.EXTERNAL,
    ),
    ("a password of LibreOffice", "a.odt", make.odf(manifest="<encryption-data/>"), archives.LOCKED),
    ("entities", "a.docx", make.ooxml("docx", {"word/document.xml": ENTITY}), xml_parts.ENTITIES),
    ("entities in UTF-16", "a.docx", make.ooxml("docx", {"word/a.xml": ENTITY.encode("utf-16")}), xml_parts.ENTITIES),
    ("entities in relations", "a.docx", make.ooxml("docx", {"word/_rels/a.xml.rels": ENTITY}), xml_parts.ENTITIES),
    ("broken XML", "a.docx", make.ooxml("docx", {"word/a.xml": "<a"}), archives.DAMAGED),
    ("half a file", "a.docx", make.word_file()[:2000], archives.DAMAGED),
    ("something behind it", "a.docx", make.word_file() + b"<script>", archives.DAMAGED),
    ("a way out of the folder", "a.docx", make.ooxml("docx", {"../../etc/passwd": "x"}), archives.LYING),
    ("an absolute name", "a.docx", make.ooxml("docx", {"/etc/passwd": "x"}), archives.LYING),
    ("a drive", "a.docx", make.ooxml("docx", {"C:/x": "x"}), archives.LYING),
    ("two entries of a name", "a.docx", make.ooxml("docx", {"Word/Document.xml": "<a/>"}), archives.LYING),
    ("entries over each other", "a.docx", make.overlapping(), archives.LYING),
    ("too many entries", "a.docx", make.ooxml("docx", MANY), archives.BOMB),
    ("a PDF with a password", "a.pdf", make.pdf(ENCRYPTED), archives.LOCKED),
    ("a PDF with a program", "a.pdf", make.pdf_with_action("JavaScript", JS="app.alert(1)"), pdf.SCRIPTED),
    ("a PDF with a hidden program", "a.pdf", make.hidden_in_object_stream(b"JavaScript"), pdf.SCRIPTED),
    ("a PDF that starts something", "a.pdf", make.pdf_with_action("Launch", F="cmd.exe"), pdf.LAUNCHING),
    ("a PDF that starts something, hidden", "a.pdf", make.hidden_in_object_stream(b"Launch"), pdf.LAUNCHING),
    ("a PDF that sends data", "a.pdf", make.pdf_with_action("SubmitForm", F="http://example.org"), pdf.LAUNCHING),
    ("a PDF with files in it", "a.pdf", make.pdf(CARRYING), pdf.ATTACHED),
    ("a PDF of countless objects", "a.pdf", b"%PDF-1.4\n" + b"1 0 obj\n<<>>\nendobj\n" * 50_000, pdf.TOO_COMPLEX),
    ("a PDF that unpacks without end", "a.pdf", make.inflating_pdf(40, 2), pdf.TOO_COMPLEX),
    ("half a PDF", "a.pdf", b"%PDF-1.7\n1 0 obj", archives.DAMAGED),
    ("a PDF without pages", "a.pdf", b"%PDF-1.7\n%%EOF", archives.DAMAGED),
    ("too many pixels", "a.png", make.huge_png(), images.TOO_MANY_PIXELS),
    ("half a picture", "a.jpg", make.picture("JPEG", (200, 200))[:300], archives.DAMAGED),
)  # fmt: skip


@pytest.mark.parametrize(("name", "content", "message"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_file_that_is_not_taken_gets_its_sentence(name: str, content: bytes, message: Message) -> None:
    assert said(name, content) == message


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", make.picture()), ("a.png", make.picture("JPEG")), ("a.txt", make.pdf()), ("a.docx", b"Text"),
        ("a.xlsx", make.word_file()), ("a.pdf", make.word_file()), ("a.odt", make.odf("spreadsheet")),
    ],
)  # fmt: skip
def test_name_and_content_must_agree(name: str, content: bytes) -> None:
    assert said(name, content).values == {"extension": name.rpartition(".")[2]}


def test_a_file_beyond_the_limit_says_the_limit() -> None:
    assert said("a.txt", b"a" * (LARGEST + 1)).values == {"count": 10}


def test_the_choice_may_be_narrowed() -> None:
    found = examine("a.pdf", make.pdf(), largest=LARGEST, only=frozenset({"docx"}))
    assert found.findings[0].values == {"kinds": ".docx"}


BOMBS = {"a bomb": make.bomb(), "a bomb that lies": make.lying_bomb(), "zeros": make.bomb(63)}


@pytest.mark.parametrize("content", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_costs_neither_time_nor_memory(content: bytes) -> None:
    tracemalloc.start()
    start = time.process_time()
    message = said("a.docx", content)
    spent, peak = time.process_time() - start, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert message in (archives.BOMB, archives.LYING)
    assert spent < 1
    assert peak < 100 * 1024 * 1024


def test_parts_that_are_small_alone_and_large_together_are_a_bomb() -> None:
    half = {f"word/media/{number}.txt": bytes(range(256)) * 4 * 1024 * 3 for number in range(40)}
    assert said("a.docx", make.ooxml("docx", half)) == archives.BOMB


def test_an_inner_file_draws_on_the_same_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = make.ooxml("xlsx", {"xl/a.txt": bytes(range(256)) * 2000})
    content = make.ooxml("docx", {"word/embeddings/a.xlsx": inner})
    assert office.office_kind(content) is kinds.DOCX
    with pytest.raises(archives.Rejected) as refusal:
        office.office_kind(content, budget=archives.Budget(300_000))
    assert refusal.value.message == archives.BOMB


def test_a_photograph_loses_place_and_device_and_stands_upright() -> None:
    upload = asked("a.jpg", make.photograph()).upload
    assert upload is not None
    with Image.open(io.BytesIO(upload.content)) as shown:
        assert (shown.size, dict(shown.getexif()), shown.info.get("comment")) == ((2, 4), {}, None)
    assert b"Telefon" not in upload.content


def test_a_text_is_kept_in_one_encoding() -> None:
    upload = asked("a.csv", "\ufeffGröße".encode("utf-8")).upload
    windows = asked("a.csv", "Größe".encode("cp1252")).upload
    assert upload is not None
    assert windows is not None
    assert upload.content == windows.content == "Größe".encode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Daten\\Kosten 2027.pdf", "Kosten 2027.pdf"),
        ("Rechnung\u202efdp.exe", "Rechnungfdp.exe"),
        ("a\x00b\r\nc.pdf", "ab c.pdf"),
        ("Kosten\u200b\u00ad.pdf", "Kosten.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("nul.tar.pdf", "nul-tar.pdf"),
        ("Rechnung.exe.pdf", "Rechnung-exe.pdf"),
        ("Konzept 2.1.pdf", "Konzept 2.1.pdf"),
        ('a"b<c>:d|e?.pdf', "a-b-c-d-e.pdf"),
        ("...pdf", "Datei.pdf"),
        (".pdf", "Datei.pdf"),
        ("Straße ÄÖÜ 🙂.PDF", "Straße ÄÖÜ 🙂.pdf"),
        ("e\u0301.pdf", "\u00e9.pdf"),
        ("", "Datei"),
    ],
)
def test_a_name_is_made_safe(typed: str, kept: str) -> None:
    assert safe_name(typed) == kept


@given(st.text(max_size=400))
@settings(max_examples=200)
def test_no_name_is_unsafe(typed: str) -> None:
    kept = safe_name(typed)
    assert 0 < len(kept) <= LONGEST_NAME
    assert not set(kept) & set('/\\\0\r\n\t<>:"|?*')
    assert not kept.startswith(".")
    assert safe_name(kept) == kept


@given(
    st.binary(max_size=600),
    st.sampled_from(sorted(kinds.BY_EXTENSION)),
    st.sampled_from(["", "%PDF-1.4\n", "PK\x03\x04"]),
)
@settings(max_examples=200, deadline=None)
def test_whatever_is_sent_the_answer_is_no_exception(content: bytes, extension: str, start: str) -> None:
    found = asked(f"a.{extension}", start.encode("latin-1") + content)
    assert bool(found.findings) != (found.upload is not None)


def test_a_damaged_office_file_is_never_an_exception() -> None:
    whole = bytearray(make.word_file())
    for place in range(0, len(whole), 997):
        broken = bytes(whole[:place]) + bytes([whole[place] ^ 0xFF]) + bytes(whole[place + 1 :])
        found = asked("a.docx", broken)
        assert bool(found.findings) != (found.upload is not None)


def test_stored_parts_are_read_like_packed_ones() -> None:
    content = make.zipped(make.ooxml_parts("docx"), method=zipfile.ZIP_STORED)
    assert asked("a.docx", content).findings == ()
