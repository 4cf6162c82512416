"""Which kind of file a table is, by its content and never by its name."""

from __future__ import annotations

from django.utils.translation import gettext as _

from governance.exchange.csv_file import read_csv
from governance.exchange.table import MOST_BYTES, Table, UnreadableTable
from governance.exchange.xlsx_file import locked, read_xlsx

_ARCHIVE = b"PK\x03\x04"
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_FOREIGN = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"MZ", b"\x7fELF")


def read_table(content: bytes) -> Table:
    """Return the table in a file; raises `UnreadableTable` with a sentence for whatever cannot be read."""
    if len(content) > MOST_BYTES:
        raise UnreadableTable(_("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 1024 // 1024})
    if not content.strip():
        raise UnreadableTable(_("The file is empty. The first row holds the headings of the columns."))
    if content.startswith(_OLD_OFFICE):
        raise UnreadableTable(locked())
    if content.startswith(_ARCHIVE):
        return read_xlsx(content)
    if content.startswith(_FOREIGN) or content.lstrip()[:5].lower() in {b"<html", b"<!doc", b"<?xml"}:
        raise UnreadableTable(_("This is neither an Excel workbook (.xlsx) nor a CSV file."))
    return read_csv(content)
