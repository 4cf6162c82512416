"""Files made for the tests: whole ones of every kind, and the hostile ones. Nothing is read from the disk."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from functools import cache
from typing import Any

import docx
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

_TYPES = "application/vnd.openxmlformats-officedocument"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}


def zipped(parts: Mapping[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of `parts`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            archive.writestr(info, content)
    return buffer.getvalue()


def ooxml_parts(kind: str = "docx", *, main_type: str = "") -> dict[str, bytes | str]:
    """Return the parts of a small office file."""
    path, ending = MAIN[kind]
    return {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/{path}" ContentType="{main_type or f"{_TYPES}.{ending}"}"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
            f'Target="{path}"/></Relationships>'
        ),
        path: "<document>Text</document>",
    }


def ooxml(kind: str = "docx", extra: Mapping[str, bytes | str] | None = None, **changes: Any) -> bytes:
    """Return a small office file with further parts."""
    return zipped({**ooxml_parts(kind, **changes), **(extra or {})})


def relations(kind: str, target: str) -> str:
    """Return a list of relationships with one that leads outside."""
    return (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_OFFICE}/{kind}" Target="{target}" '
        'TargetMode="External"/></Relationships>'
    )


_ODF = 'xmlns:office="urn:o" xmlns:draw="urn:d" xmlns:text="urn:t" xmlns:xlink="http://www.w3.org/1999/xlink"'


def odf(
    kind: str = "text", body: str = "", extra: Mapping[str, bytes | str] | None = None, manifest: str = ""
) -> bytes:
    """Return a small OpenDocument file; `body` stands in its content."""
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document {_ODF}>{body}</office:document>",
            "META-INF/manifest.xml": f'<manifest xmlns="urn:m">{manifest}</manifest>',
            **(extra or {}),
        }
    )


@cache
def word_file(*styles: str) -> bytes:
    """Return what python-docx writes, with a paragraph in each of `styles`; the same bytes for the same styles."""
    document = docx.Document()
    document.add_paragraph("Guten Tag")
    for style in styles:
        document.add_paragraph("Text", style=style)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf(writer: PdfWriter | None = None) -> bytes:
    """Return a PDF of one page, or what `writer` holds."""
    writer = writer or blank_pdf()
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def blank_pdf() -> PdfWriter:
    """Return a writer with an empty page."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    return writer


def pdf_with_action(kind: str, **values: str) -> bytes:
    """Return a PDF that carries out an action when it is opened."""
    writer = blank_pdf()
    action = DictionaryObject({NameObject("/S"): NameObject(f"/{kind}")})
    action.update({NameObject(f"/{key}"): TextStringObject(value) for key, value in values.items()})
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)
    return pdf(writer)


def hidden_in_object_stream(name: bytes) -> bytes:
    """Return a PDF whose action stands only in a compressed stream of objects, its name written in hexadecimal."""
    spelled = b"/" + b"".join(b"#%02x" % letter for letter in name)
    return _with_object_streams([b"5 0 << /S " + spelled + b" >>"], opens=True)


def inflating_pdf(count: int, megabytes: int) -> bytes:
    """Return a small PDF with `count` streams of objects that become `megabytes` large each."""
    return _with_object_streams([b"4 0 << >>" + b" " * (megabytes * 1024 * 1024)] * count)


def _with_object_streams(streams: list[bytes], *, opens: bool = False) -> bytes:
    """Return a PDF of one page whose further objects stand in compressed streams, one in each."""
    action = b" /OpenAction %d 0 R" % (4 + len(streams)) if opens else b""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R%s >>" % action,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    ]
    for inner in streams:
        packed = zlib.compress(inner, 9)
        head = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >> stream\n" % len(packed)
        bodies.append(head + packed + b"\nendstream")
    out, rows = b"%PDF-1.5\n", [struct.pack(">BIH", 0, 0, 0)]
    for number, body in enumerate(bodies, start=1):
        rows.append(struct.pack(">BIH", 1, len(out), 0))
        out += b"%d 0 obj %s endobj\n" % (number, body)
    rows += [struct.pack(">BIH", 2, 4 + place, 0) for place in range(len(streams))]
    table = zlib.compress(b"".join(rows))
    return out + (
        b"%d 0 obj << /Type /XRef /Size %d /W [1 4 2] /Root 1 0 R /Filter /FlateDecode /Length %d >> stream\n%s\n"
        b"endstream endobj\nstartxref\n%d\n%%%%EOF" % (len(rows), len(rows), len(table), table, len(out))
    )


def picture(kind: str = "PNG", size: tuple[int, int] = (4, 2), **extra: Any) -> bytes:
    """Return a picture of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", size, "navy").save(buffer, kind, **extra)
    return buffer.getvalue()


def photograph() -> bytes:
    """Return a JPEG as a telephone takes it: lying on its side, with place and device."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Telefon"
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", exif=exif, comment=b"Frau Muster")


def huge_png(width: int = 60_000, height: int = 60_000) -> bytes:
    """Return a PNG of a few bytes that says it is huge."""
    content = bytearray(picture())
    content[16:24] = struct.pack(">II", width, height)
    content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    return bytes(content)


def bomb(megabytes: int = 100) -> bytes:
    """Return an office file that becomes `megabytes` large when it is unpacked; its headers say so."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = b"\0" * (1024 * 1024)
    packed = b"".join(compressor.compress(block) for _count in range(megabytes)) + compressor.flush()
    return raw_archive(packed, megabytes * len(block))


def lying_bomb(megabytes: int = 100) -> bytes:
    """Return an office file that becomes as large, while its headers say that it is small."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = b"\0" * (1024 * 1024)
    packed = b"".join(compressor.compress(block) for _count in range(megabytes)) + compressor.flush()
    return raw_archive(packed, 30 * len(packed))


def raw_archive(packed: bytes, announced: int) -> bytes:
    """Return an archive of the office parts and one more, whose packed bytes and announced size are given."""
    name = b"word/media/image1.bin"
    base = ooxml("docx")
    end = base.rindex(b"PK\x05\x06")
    count, size, start = struct.unpack("<HLL", base[end + 10 : end + 20])
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(packed), announced, len(name), 0) + name
    central = (
        struct.pack(
            "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(packed), announced, len(name), 0, 0, 0, 0, 0, start
        )
        + name
    )
    directory = base[start : start + size] + central
    place = start + len(local) + len(packed)
    ending = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count + 1, count + 1, len(directory), place, 0)
    return base[:start] + local + packed + directory + ending


def overlapping() -> bytes:
    """Return an archive in which two entries of the directory share the same bytes."""
    base = ooxml("docx", {"word/media/a.bin": b"x" * 500})
    end = base.rindex(b"PK\x05\x06")
    count, size, start = struct.unpack("<HLL", base[end + 10 : end + 20])
    directory = base[start : start + size]
    last = directory.rindex(b"PK\x01\x02")
    double = directory[last:].replace(b"word/media/a.bin", b"word/media/b.bin")
    ending = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count + 1, count + 1, size + len(double), start, 0)
    return base[:end] + double + ending
