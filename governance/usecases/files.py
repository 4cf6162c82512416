"""Files: keeping and removing them within the quota, the letterhead, how much an authority may store.

`keep_file` and `drop_file` are the two hands of every use case that takes an upload; the object that a file belongs to
is locked and its access decided before.
"""

from __future__ import annotations

from hashlib import sha256

from governance import vault
from governance.access.files import may_keep_letterhead, may_set_quota, visible_spaces
from governance.access.viewer import Viewer
from governance.documents.letterhead import NoLetterhead, check_letterhead
from governance.inspection.examine import Upload
from governance.models import Authority, FileSpace, StoredFile
from governance.models.files import MEGABYTE
from governance.queries.files import used_bytes
from governance.rules import clock
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, check_version, fill, lock, record, save, use_case


def locked_space(authority: Authority) -> FileSpace:
    """Return the locked space of an authority, made on first use."""
    FileSpace.objects.get_or_create(authority=authority)
    return lock(FileSpace.objects.all(), authority=authority)


def keep_file(by: Viewer, upload: Upload) -> StoredFile:
    """Store an inspected file in the transaction of the caller; raises `Refused` beyond the quota."""
    space = locked_space(by.authority)
    free = space.quota_bytes - used_bytes(by.authority)
    if len(upload.content) > free:
        full = mark(
            "The space for files is used up: %(free)s of %(quota)s MB are free. Remove files that are no longer "
            "needed, or ask the administration for more space."
        )
        raise Refused(Message(full, {"free": max(free, 0) // MEGABYTE, "quota": space.quota}))
    file = StoredFile(
        authority=by.authority,
        name=upload.name,
        media_type=upload.media_type,
        size=len(upload.content),
        sha256=sha256(upload.content).hexdigest(),
        uploaded_by=by.acting_person,
        uploaded_at=clock.now(),
    )
    file.save()
    vault.put(file.public_id, upload.content)
    return file


def drop_file(file: StoredFile) -> None:
    """Remove a file that nothing points at any more; its bytes go after the commit."""
    file.delete()
    vault.remove_after_commit(file.public_id)


@use_case("files.edit_space")
def edit_space(
    *, by: Viewer, space_id: int, version: int | None, upload: Upload | None = None, quota: int | None = None
) -> FileSpace:
    """Take a Word file as the authority's letterhead, or say how many megabytes the authority may store.

    Raises `Refused` with the list of missing styles. Less space than is used stops uploads, nothing is removed.
    """
    space: FileSpace = lock(visible_spaces(by).select_related("authority", "letterhead"), pk=space_id)
    if (upload is not None and not may_keep_letterhead(by)) or (quota is not None and not may_set_quota(by)):
        raise Forbidden(by, space)
    check_version(space, version)
    before = space.letterhead
    if upload is not None:
        try:
            check_letterhead(upload.content)
        except NoLetterhead as refusal:
            raise Refused(refusal.message) from refusal
        space.letterhead = keep_file(by, upload)
    if quota is not None:
        fill(space, {"quota": quota})
    save(space)
    if upload is not None and before is not None:
        drop_file(before)
    file = space.letterhead
    record(
        by, "files.space_edited", space.authority, {"quota": space.quota, "letterhead": file.public_id if file else ""}
    )
    return space


@use_case("letterhead.remove")
def remove_letterhead(*, by: Viewer) -> FileSpace:
    """Go back to the layout that the product brings."""
    space = locked_space(by.authority)
    if not may_keep_letterhead(by):
        raise Forbidden(by, space)
    before = space.letterhead
    if before is None:
        raise Refused(Message(mark("There is no letterhead that could be removed.")))
    space.letterhead = None
    save(space)
    drop_file(before)
    record(by, "letterhead.removed", by.authority, {"file": before.public_id})
    return space
