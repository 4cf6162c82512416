"""The zip archive behind an office file, read without trusting a word of it.

Directory, local headers and actual data must agree; nothing is unpacked further than the limits allow, so that a
bomb costs no more than they do. Source: trust.md, Uploads (unpacked size and entry count).
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from governance.inspection.findings import Rejected
from governance.rules.text import Message, mark

MOST_ENTRIES = 3000
LARGEST_DIRECTORY = 1024 * 1024
MOST_UNPACKED = 64 * 1024 * 1024
HIGHEST_RATIO = 200
RATIO_FROM = 1024 * 1024
"""Smaller parts may shrink as they like: an empty table compresses better than any bomb of its size."""

STEP = 256 * 1024
_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
_ENCRYPTED, _UTF8 = 0x1, 0x800

DAMAGED = Message(mark("The file is damaged or incomplete. Open it in its program, save it again and upload the copy."))
BOMB = Message(mark("The file would become far too large when unpacked. Save it again or split it into several files."))
LYING = Message(
    mark("The file contradicts itself and cannot be checked. Open it in its program, save it anew and upload the copy.")
)
LOCKED = Message(mark("The file is protected by a password. Remove the password and upload it again."))
_TRAVERSAL = re.compile(r"(^|/)\.\.?(/|$)|^[/~]|\\|^[A-Za-z]:|[\x00-\x1f\x7f]|//")


class Budget:
    """How many bytes may still be unpacked, for an archive and those inside it together."""

    def __init__(self, left: int = MOST_UNPACKED) -> None:
        self.left = left

    def spend(self, size: int) -> None:
        """Take `size` bytes off; raises `Rejected` when nothing is left."""
        self.left -= size
        if self.left < 0:
            raise Rejected(BOMB)


class Archive:
    """An archive whose directory and headers have been checked. Raises `Rejected` for one that is not sound."""

    def __init__(self, content: bytes, budget: Budget | None = None) -> None:
        self.content = content
        self.budget = budget or Budget()
        self.start_of_directory = _checked_end(content)
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                self.entries = archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, UnicodeError) as error:
            raise Rejected(DAMAGED) from error
        self._places = self._checked_headers()
        self._check_sizes()

    def parts(self) -> Iterator[zipfile.ZipInfo]:
        """Return the entries that are files, in the order of the directory."""
        return (entry for entry in self.entries if not entry.is_dir())

    def read(self, entry: zipfile.ZipInfo, most: int) -> bytes:
        """Unpack `entry` whole and return its first `most` bytes.

        Raises `Rejected` when it holds more or less than it says, or the budget is spent.
        """
        start = self._places[entry.header_offset]
        packed = memoryview(self.content)[start : start + entry.compress_size]
        if entry.compress_type == zipfile.ZIP_STORED:
            self.budget.spend(len(packed))
            if entry.file_size != len(packed):
                raise Rejected(LYING)
            return bytes(packed[:most])
        return self._inflate(packed, entry.file_size, most)

    def _inflate(self, packed: memoryview, announced: int, most: int) -> bytes:
        inflator = zlib.decompressobj(-zlib.MAX_WBITS)
        kept, size, rest = bytearray(), 0, bytes(packed)
        try:
            while not inflator.eof:
                piece = inflator.decompress(rest, STEP)
                rest = inflator.unconsumed_tail
                if not piece and not rest and not inflator.eof:
                    raise Rejected(DAMAGED)
                size += len(piece)
                self.budget.spend(len(piece))
                if size > announced:
                    raise Rejected(LYING)
                if len(kept) < most:
                    kept += piece[: most - len(kept)]
        except zlib.error as error:
            raise Rejected(DAMAGED) from error
        if size != announced or inflator.unused_data:
            raise Rejected(LYING)
        return bytes(kept)

    def _checked_headers(self) -> dict[int, int]:
        """Return where the data of each entry begins, by the place of its header; no two may overlap."""
        places: dict[int, int] = {}
        names: set[str] = set()
        end_before = 0
        for entry in sorted(self.entries, key=lambda found: found.header_offset):
            name = entry.orig_filename
            if _TRAVERSAL.search(name) or name.casefold() in names:
                raise Rejected(LYING)
            names.add(name.casefold())
            start = self._start_of(entry)
            if entry.header_offset < end_before or start + entry.compress_size > self.start_of_directory:
                raise Rejected(LYING)
            end_before = start + entry.compress_size
            places[entry.header_offset] = start
        return places

    def _start_of(self, entry: zipfile.ZipInfo) -> int:
        """Return where the data of `entry` begins, after its local header, which must say what the directory says."""
        head = self.content[entry.header_offset : entry.header_offset + _LOCAL.size]
        if len(head) < _LOCAL.size:
            raise Rejected(DAMAGED)
        magic, _need, flags, method, *_rest, name_length, extra_length = _LOCAL.unpack(head)
        begin = entry.header_offset + _LOCAL.size
        name = self.content[begin : begin + name_length]
        written = entry.orig_filename.encode("utf-8" if entry.flag_bits & _UTF8 else "cp437", "replace")
        if (flags | entry.flag_bits) & _ENCRYPTED:
            raise Rejected(LOCKED)
        if magic != b"PK\x03\x04" or name != written or method != entry.compress_type:
            raise Rejected(LYING)
        if method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Rejected(DAMAGED)
        return int(begin + name_length + extra_length)

    def _check_sizes(self) -> None:
        """Refuse what is too large by its own account, before anything is unpacked."""
        if sum(entry.file_size for entry in self.entries) > self.budget.left:
            raise Rejected(BOMB)
        for entry in self.entries:
            if entry.file_size > RATIO_FROM and entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1):
                raise Rejected(BOMB)


def _checked_end(content: bytes) -> int:
    """Return where the directory begins; it must be small, whole, at the very end, and in front of nothing else."""
    end = len(content) - _END.size
    if end < 0 or not content.startswith(b"PK\x03\x04"):
        raise Rejected(DAMAGED)
    magic, disk, first_disk, here, entries, size, start, comment = _END.unpack(content[end:])
    if magic != b"PK\x05\x06" or comment:
        raise Rejected(DAMAGED)
    if entries > MOST_ENTRIES or size > LARGEST_DIRECTORY:
        raise Rejected(BOMB)
    if disk or first_disk or here != entries or start + size != end:
        raise Rejected(LYING)
    return int(start)
