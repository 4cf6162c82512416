"""Reads Word and PDF files back, to compare what they say."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator

import docx
import pypdf
from docx.document import Document as WordDocument
from docx.table import Table
from docx.text.paragraph import Paragraph

_DROPPED = re.compile("[\\s\u00ad\u200b\u2010-]+")


def word_document(data: bytes) -> WordDocument:
    return docx.Document(io.BytesIO(data))


def word_chunks(data: bytes) -> Iterator[str]:
    """Yield the text of every paragraph and every table cell, in reading order, no-break spaces as plain ones."""
    for part in word_document(data).iter_inner_content():
        if isinstance(part, Paragraph):
            yield plain(part.text)
        elif isinstance(part, Table):
            for row in part.rows:
                yield from (plain(cell.text) for cell in row.cells)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def word_text(data: bytes) -> str:
    return "\n".join(word_chunks(data))


def pdf_reader(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def pdf_text(data: bytes) -> str:
    return plain("\n".join(page.extract_text() for page in pdf_reader(data).pages))


def squeezed(text: str) -> str:
    """Return `text` without blanks and hyphens, ligatures resolved: what survives line breaking."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text))


def outline_titles(data: bytes) -> list[str]:
    titles: list[str] = []

    def walk(entries: list) -> None:
        for entry in entries:
            if isinstance(entry, list):
                walk(entry)
            else:
                titles.append(str(entry.title))

    walk(pdf_reader(data).outline)
    return titles


def structure_tags(data: bytes) -> set[str]:
    """Return the names of all structure elements of a tagged PDF."""
    tags: set[str] = set()
    waiting = [pdf_reader(data).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            if "/S" in node:
                tags.add(str(node["/S"]))
            if "/K" in node:
                waiting.append(node["/K"])
    return tags
