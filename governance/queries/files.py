"""Reading files: their bytes, how much an authority has stored, its letterhead.

Access is decided by whoever asks for the bytes: they come with the object that a file belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Sum
from django.utils.functional import lazy
from django.utils.translation import gettext

from governance import vault
from governance.access.files import may_keep_letterhead
from governance.access.viewer import Viewer
from governance.documents.content import PaperDocument
from governance.documents.sample import sample_paper
from governance.inspection.examine import Examined, examine
from governance.inspection.kinds import OFFERED
from governance.models import Authority, FileSpace, StoredFile
from governance.models.files import MEGABYTE
from governance.rules import clock
from governance.vault import BytesMissing

__all__ = [
    "SIZE_HINT",
    "BytesMissing",
    "SpaceFacts",
    "examined",
    "file_bytes",
    "letterhead_bytes",
    "letterhead_file",
    "letterhead_sample",
    "space_facts",
    "used_bytes",
]


def _size_hint() -> str:
    text = gettext("%(kinds)s, at most %(count)s MB. Without macros, passwords and embedded files.")
    return text % {"kinds": OFFERED, "count": settings.LARGEST_FILE // MEGABYTE}


SIZE_HINT = lazy(_size_hint, str)()
"""What may be uploaded, in the reader's language."""


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


def examined(sent: UploadedFile[Any], *, only: frozenset[str] = frozenset()) -> Examined:
    """Inspect a file that a form was sent with; no more of it is read than one file may have."""
    largest = int(settings.LARGEST_FILE)
    return examine(sent.name or "", sent.read(largest + 1), largest=largest, only=only)


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


def letterhead_file(viewer: Viewer) -> StoredFile:
    """Return the letterhead of the viewer's authority; raises `StoredFile.DoesNotExist` where there is none to see."""
    space = FileSpace.objects.filter(authority=viewer.authority).select_related("letterhead").first()
    if space is None or space.letterhead is None or not may_keep_letterhead(viewer):
        raise StoredFile.DoesNotExist
    return space.letterhead


def letterhead_sample(viewer: Viewer) -> PaperDocument:
    """Return the sample by which a letterhead is judged; raises `StoredFile.DoesNotExist` for those who keep none."""
    if not may_keep_letterhead(viewer):
        raise StoredFile.DoesNotExist
    return sample_paper(viewer.authority.name, clock.today())
