"""Prints a sheet as an accessible PDF (PDF/UA-1) with Typst.

The template is the file `typst/document.typ`; a sheet reaches it as JSON through `sys.inputs`, so no text of
a person is ever read as Typst. System fonts are never used: the fonts inside the typst wheel, or those of a
folder that the installation names, so that the same sheet gives the same bytes on every machine.
Source: design/papers.md (Documents, PDF), design/architecture.md (typst).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path

import typst

from governance.documents.pdf_data import sheet_data
from governance.documents.sheet import Sheet

STANDARD: typst.PDFStandard = "ua-1"
_TEMPLATE = Path(__file__).parent / "typst" / "document.typ"
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_ROUNDS = 5


@dataclass(frozen=True)
class PdfFonts:
    """A folder of font files and the family of the text; the default is what the typst wheel brings."""

    folder: Path | None = None
    family: str = "Libertinus Serif"


class PdfError(Exception):
    """The PDF could not be made; the message holds no text of the document."""


def pdf_bytes(sheet: Sheet, fonts: PdfFonts | None = None) -> bytes:
    """Return `sheet` as the bytes of a PDF/UA-1 file.

    A character that no font can show (PDF/UA-1 forbids empty boxes) is printed as its code point:
    „[U+1F642]“.

    Raises:
        PdfError: Typst refused the sheet.
    """
    chosen = fonts or PdfFonts()
    data = json.dumps(sheet_data(sheet, family=chosen.family), ensure_ascii=False)
    for _ in range(_ROUNDS):
        try:
            return _compile(data, sheet, chosen)
        except typst.TypstError as error:
            readable = _with_code_points(data, error)
            if readable == data:
                raise PdfError("Typst refused the document") from error
            data = readable
    raise PdfError("no font shows these characters")


def _compile(data: str, sheet: Sheet, fonts: PdfFonts) -> bytes:
    return typst.compile(
        _TEMPLATE,
        font_paths=_fonts(fonts.folder),
        sys_inputs={"sheet": data},
        pdf_standards=STANDARD,
        timestamp=datetime.combine(sheet.on, time(), tzinfo=UTC),
    )


@cache
def _fonts(folder: Path | None) -> typst.Fonts:
    """Read the fonts once for each process."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(folder)] if folder else [],
    )


def _with_code_points(data: str, error: typst.TypstError) -> str:
    """Return `data` with the clusters that Typst names in `error` spelled out; ASCII signs in them stay."""
    for named in set(_MISSING.findall(error.diagnostic)):
        cluster = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), named)
        data = data.replace(cluster, "".join(sign if sign.isascii() else _code_point(sign) for sign in cluster))
    return data


def _code_point(sign: str) -> str:
    return f"[U+{ord(sign):04X}]"
