"""PDF files: passwords, programs, embedded files. Read object by object; nothing is drawn, no page is decoded.

Source: trust.md, Uploads.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader, apply_configuration
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from governance.inspection.archives import DAMAGED, LOCKED
from governance.inspection.findings import Rejected
from governance.rules.text import Message, mark

MOST_OBJECTS = 40_000
MOST_VALUES = 1_500_000
LARGEST_STREAM = 16 * 1024 * 1024
MOST_IN_STREAMS = 32 * 1024 * 1024

SCRIPTED = Message(
    mark(
        "The PDF file contains a program (JavaScript) or an active form. Print it into a new PDF file and upload that."
    )
)
LAUNCHING = Message(
    mark("The PDF file starts other programs or sends data. Print it into a new PDF file and upload that.")
)
ATTACHED = Message(mark("Other files are embedded in the PDF file. Upload them one by one, and the PDF without them."))
TOO_COMPLEX = Message(mark("The PDF file has too many parts to be checked. Print it into a new PDF file or split it."))

_SCRIPT_KEYS = {"/JS", "/JavaScript", "/XFA"}
_EMBEDDING_KEYS = {"/EmbeddedFiles", "/EF", "/RichMediaContent", "/Collection"}
_EMBEDDING_TYPES = {"/EmbeddedFile", "/FileAttachment", "/RichMedia", "/3D", "/Movie", "/Sound"}
_SCRIPT_ACTIONS = {"/JavaScript"}
_LAUNCH_ACTIONS = {"/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/RichMediaExecute"}
# What a broken table of objects hides stands in the file all the same; other readers rebuild the table.
_PLAIN = ((re.compile(rb"/(JavaScript|XFA)\b"), SCRIPTED), (re.compile(rb"/(Launch|SubmitForm)\b"), LAUNCHING))

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings quote the file


def check_pdf(content: bytes) -> None:
    """Raise `Rejected` for what a PDF must not hold."""
    for pattern, message in _PLAIN:
        if pattern.search(content):
            raise Rejected(message)
    if content.count(b" obj") > MOST_OBJECTS:  # the library would rebuild a broken table of them for seconds
        raise Rejected(TOO_COMPLEX)
    try:
        with apply_configuration(
            disable_legacy_handling=True,
            zlib_maximum_output_length=LARGEST_STREAM,
            lzw_maximum_output_length=LARGEST_STREAM,
            run_length_maximum_output_length=LARGEST_STREAM,
            array_based_stream_maximum_output_length=LARGEST_STREAM,
        ):
            _check_objects(PdfReader(io.BytesIO(content), strict=False))
    except Rejected:
        raise
    except Exception as error:  # whatever a hostile file makes the library raise, the answer is a sentence
        raise Rejected(DAMAGED) from error


def _check_objects(reader: PdfReader) -> None:
    if reader.is_encrypted:
        raise Rejected(LOCKED)
    if not reader.pages:
        raise Rejected(DAMAGED)
    _check_object_streams(reader)
    budget = MOST_VALUES
    _check_dictionary(reader.trailer)
    for reference in _references(reader):
        for value in _values(reader.get_object(reference)):
            budget -= 1
            if budget < 0:
                raise Rejected(TOO_COMPLEX)
            if isinstance(value, DictionaryObject):
                _check_dictionary(value)


def _check_object_streams(reader: PdfReader) -> None:
    """Unpack the streams that hold objects, all of them together within one budget; the library keeps them."""
    left = MOST_IN_STREAMS
    for number in {stream for stream, _place in reader.xref_objStm.values()}:
        stream = reader.get_object(IndirectObject(number, 0, reader))
        left -= len(stream.get_data()) if isinstance(stream, StreamObject) else 0
        if left < 0:
            raise Rejected(TOO_COMPLEX)


def _references(reader: PdfReader) -> Iterator[IndirectObject]:
    known = {number for numbers in reader.xref.values() for number in numbers} | set(reader.xref_objStm)
    if len(known) > MOST_OBJECTS:
        raise Rejected(TOO_COMPLEX)
    for generation, numbers in reader.xref.items():
        for number in numbers:
            if number:
                yield IndirectObject(number, 0 if generation >= 65535 else generation, reader)
    for number in reader.xref_objStm:
        yield IndirectObject(number, 0, reader)


def _values(value: Any) -> Iterator[Any]:
    """Return a value and everything directly inside it; references are objects of their own."""
    waiting = [value]
    while waiting:
        found = waiting.pop()
        yield found
        if isinstance(found, DictionaryObject):
            waiting += [inner for inner in dict.values(found) if isinstance(inner, DictionaryObject | ArrayObject)]
        elif isinstance(found, ArrayObject):
            waiting += [inner for inner in list.__iter__(found) if isinstance(inner, DictionaryObject | ArrayObject)]


def _check_dictionary(value: DictionaryObject) -> None:
    keys = set(dict.keys(value))
    named = {str(dict.get(value, key)) for key in ("/S", "/Type", "/Subtype")}
    if keys & _SCRIPT_KEYS or named & _SCRIPT_ACTIONS:
        raise Rejected(SCRIPTED)
    if keys & _EMBEDDING_KEYS or named & _EMBEDDING_TYPES:
        raise Rejected(ATTACHED)
    if named & _LAUNCH_ACTIONS:
        raise Rejected(LAUNCHING)
