"""Files that are on record, for tests that need one and not its upload."""

from __future__ import annotations

from hashlib import sha256

from django.db import connection

from governance import vault
from governance.models import DecisionPaper, PaperAnnex, PaperVersion, Person, StoredFile, VersionAnnex, append_only


def stored(
    by: Person, *, name: str = "anlage.txt", content: bytes = b"Text", media_type: str = "text/plain"
) -> StoredFile:
    """Return a file of the authority of `by`, with its bytes."""
    file = StoredFile.objects.create(
        authority=by.authority,
        name=name,
        media_type=media_type,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        uploaded_by=by,
    )
    vault.put(file.public_id, content)
    return file


def annex(
    paper: DecisionPaper,
    by: Person,
    *,
    version: PaperVersion | None = None,
    confidential: bool = False,
    title: str = "",
    content: bytes = b"Text",
) -> PaperAnnex:
    """Return an annex of the working copy, and of a frozen version if one is given."""
    order = paper.annexes.count()
    made = PaperAnnex.objects.create(
        paper=paper, file=stored(by, content=content), title=title or "Anlage", confidential=confidential, order=order
    )
    if version is not None:
        VersionAnnex.objects.create(version=version, annex=made)
    return made


def print_annexes(version: PaperVersion) -> None:
    """Let the sample document of a frozen version list the annexes that the version has in the database."""
    rows = PaperAnnex.objects.filter(version_links__version=version).order_by("pk")
    listed = [
        {"key": row.public_id, "title": row.title, "file_name": row.file.name, "confidential": row.confidential}
        for row in rows
    ]
    with append_only.lifted(connection):
        PaperVersion.objects.filter(pk=version.pk).update(content={**version.content, "annexes": listed})
