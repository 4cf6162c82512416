"""Where the bytes of files lie: a folder of the installation that no web server delivers, by public id.

A file that was written in a transaction that failed has no row; `manage.py files` finds and removes such leftovers.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction

ALIAS = "files"


class BytesMissing(LookupError):
    """The record is there, its bytes are not: restored without its folder, or removed by hand."""


def _place() -> Storage:
    return storages[ALIAS]


def _path(public_id: str) -> str:
    return f"{public_id[:2]}/{public_id}"


def put(public_id: str, content: bytes) -> None:
    """Store the bytes of a new file; raises `FileExistsError` for an id that has some already."""
    if _place().exists(_path(public_id)):
        raise FileExistsError(public_id)
    _place().save(_path(public_id), ContentFile(content))


def get(public_id: str) -> bytes:
    """Return the bytes of a file; raises `BytesMissing`."""
    try:
        with _place().open(_path(public_id), "rb") as stored:
            content: bytes = stored.read()
    except OSError as error:
        raise BytesMissing(public_id) from error
    return content


def remove_after_commit(public_id: str) -> None:
    """Remove the bytes as soon as the removal of the record is committed."""
    transaction.on_commit(lambda: remove(public_id))


def remove(public_id: str) -> None:
    """Remove the bytes now; nothing happens where there are none."""
    _place().delete(_path(public_id))


def stored() -> Iterator[str]:
    """Return the public ids of everything that lies in the folder."""
    try:
        folders, _files = _place().listdir("")
    except FileNotFoundError:
        return
    for folder in folders:
        _folders, names = _place().listdir(folder)
        yield from names
