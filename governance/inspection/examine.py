"""The one door for uploaded files: name and bytes in, findings and what may be stored out."""

from __future__ import annotations

from dataclasses import dataclass

from governance.inspection.findings import Rejected
from governance.inspection.images import plain_picture
from governance.inspection.kinds import BY_EXTENSION, UNKNOWN, Kind, marked_as, refused_by_magic
from governance.inspection.office import office_kind
from governance.inspection.pdf import check_pdf
from governance.inspection.texts import plain_text
from governance.rules.file_names import extension_of, safe_name
from governance.rules.text import Message, mark

MEGABYTE = 1024 * 1024
EMPTY = Message(mark("The file is empty. Choose another one."))


@dataclass(frozen=True)
class Upload:
    """A file that has passed: its safe name, the media type found by content, and the bytes to be stored.

    Only `examine` makes one; the use cases take nothing else.
    """

    name: str
    media_type: str
    content: bytes

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Examined:
    """What was found: either an upload, or the sentences that say what is wrong and what to do."""

    findings: tuple[Message, ...]
    upload: Upload | None = None


def examine(name: str, content: bytes, *, largest: int, only: frozenset[str] = frozenset()) -> Examined:
    """Check a file by its content.

    Args:
        name: as the person's machine calls it; only a safe form of it is kept.
        content: the bytes. Pictures lose their metadata, texts become UTF-8.
        largest: how many bytes one file may have.
        only: extensions to which the choice is narrowed; empty for every kind that is taken.
    """
    try:
        return Examined((), _checked(safe_name(name), content, largest, only))
    except Rejected as refusal:
        return Examined((refusal.message,))


def _checked(name: str, content: bytes, largest: int, only: frozenset[str]) -> Upload:
    if not content:
        raise Rejected(EMPTY)
    if len(content) > largest:
        too_large = mark("The file is larger than %(count)s MB. Make it smaller or split it.")
        raise Rejected(Message(too_large, {"count": largest // MEGABYTE}))
    refused = refused_by_magic(content)
    if refused is not None:
        raise Rejected(refused)
    extension = extension_of(name)
    kind = BY_EXTENSION.get(extension)
    if kind is None:
        if marked_as(content) == "zip":
            office_kind(content)  # says of an archive or of macros what they are
        raise Rejected(UNKNOWN)
    if only and kind.extension not in only:
        wanted = mark("Only files of this kind are accepted here: %(kinds)s.")
        raise Rejected(Message(wanted, {"kinds": ", ".join(f".{one}" for one in sorted(only))}))
    return Upload(name, kind.media_type, _content_of(kind, content, extension))


def _content_of(kind: Kind, content: bytes, extension: str) -> bytes:
    """Return what is stored of a file of `kind`; raises `Rejected` where name and content disagree."""
    found = marked_as(content)
    if found == "zip":
        actual = office_kind(content)
        _agree(actual is kind, extension)
        return content
    _agree(found == kind.extension if kind.family != "text" else not found, extension)
    if kind.family == "pdf":
        check_pdf(content)
        return content
    return plain_picture(content, kind) if kind.family == "image" else plain_text(content)


def _agree(agrees: bool, extension: str) -> None:
    if not agrees:
        wrong = mark(
            "The content of the file does not fit its name: it is no .%(extension)s file. Save it under its kind."
        )
        raise Rejected(Message(wrong, {"extension": extension}))
