"""Reading files: their bytes, how much an authority has stored, its letterhead.

Access is decided by whoever asks for the bytes: they come with the object that a file belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from governance import vault
from governance.access.files import visible_spaces
from governance.access.viewer import Viewer
from governance.models import Authority, FileSpace, StoredFile
from governance.vault import BytesMissing

__all__ = ["BytesMissing", "SpaceFacts", "file_bytes", "letterhead_bytes", "space_facts", "used_bytes"]


@dataclass(frozen=True)
class SpaceFacts:
    """How much an authority has stored, in bytes and files, and how much it may."""

    used: int
    allowed: int
    files: int

    @property
    def percent(self) -> int:
        """Return the used part in per cent, at most 100."""
        return min(100, self.used * 100 // max(self.allowed, 1))


def file_bytes(file: StoredFile) -> bytes:
    """Return the bytes of a file; raises `BytesMissing` where the folder has lost them."""
    return vault.get(file.public_id)


def used_bytes(authority: Authority) -> int:
    """Return how many bytes the files of an authority have together."""
    total: int | None = StoredFile.objects.filter(authority=authority).aggregate(total=Sum("size"))["total"]
    return total or 0


def space_facts(space: FileSpace) -> SpaceFacts:
    """Return what the authority of `space` has stored."""
    files = StoredFile.objects.filter(authority=space.authority_id)
    return SpaceFacts(used_bytes(space.authority), space.quota_bytes, files.count())


def letterhead_bytes(authority: Authority) -> bytes | None:
    """Return the authority's letterhead as it was uploaded; None where it has none, or its bytes are lost."""
    space = FileSpace.objects.filter(authority=authority, letterhead__isnull=False).select_related("letterhead").first()
    if space is None or space.letterhead is None:
        return None
    try:
        return file_bytes(space.letterhead)
    except BytesMissing:
        return None  # a paper must be printed all the same; the desk shows that the file is lost


def letterhead_file(viewer: Viewer, space: FileSpace) -> StoredFile:
    """Return the letterhead of a space; raises `StoredFile.DoesNotExist` where there is none to be seen."""
    found = visible_spaces(viewer).filter(pk=space.pk, letterhead__isnull=False).select_related("letterhead").first()
    if found is None or found.letterhead is None:
        raise StoredFile.DoesNotExist
    return found.letterhead
