"""The annexes of a paper: attaching, naming, removing them, and freezing them with a version (papers.md).

What lies in a frozen version never changes: there, editing makes a new row with the same file, and removing only takes
the annex out of the working copy.
"""

from __future__ import annotations

from governance.access.papers import may_write_papers, visible_papers
from governance.access.viewer import Viewer
from governance.inspection.examine import Upload
from governance.models import DecisionPaper, PaperAnnex, PaperVersion, StoredFile, VersionAnnex
from governance.queries.paper_annexes import draft_annexes
from governance.rules.lifecycles import PaperState
from governance.rules.text import Message, mark
from governance.usecases.files import drop_file, keep_file
from governance.usecases.foundation import Forbidden, Refused, check_version, fill, lock, record, save, use_case

MOST_ANNEXES = 30


@use_case("paper.attach")
def attach_annex(
    *, by: Viewer, paper_id: str, upload: Upload, title: str = "", confidential: bool = False
) -> PaperAnnex:
    """Attach a file to a draft; without a title it is called as its file."""
    paper = _draft(by, paper_id)
    rows = draft_annexes(paper)
    if len(rows) >= MOST_ANNEXES:
        raise Refused(Message(mark("A paper has at most %(count)s annexes."), {"count": MOST_ANNEXES}))
    order = rows[-1].order + 1 if rows else 0
    annex = PaperAnnex(paper=paper, file=keep_file(by, upload), order=order, version=0)
    _name(annex, title, confidential)
    record(by, "paper.annex_added", paper, {"annex": annex.public_id, "hash": annex.file.sha256})
    return annex


@use_case("paper.edit_annex")
def edit_annex(
    *,
    by: Viewer,
    paper_id: str,
    annex_id: str,
    title: str,
    confidential: bool,
    version: int | None,
    upload: Upload | None = None,
) -> PaperAnnex:
    """Name an annex of the draft anew, or put another file in its place."""
    paper, annex = _annex(by, paper_id, annex_id)
    check_version(annex, version)
    old_file = annex.file
    if _is_frozen(annex):
        annex = _successor(annex)
    if upload is not None:
        annex.file = keep_file(by, upload)
    _name(annex, title, confidential)
    _drop_unused(old_file)
    record(by, "paper.annex_edited", paper, {"annex": annex.public_id, "hash": annex.file.sha256})
    return annex


@use_case("paper.remove_annex")
def remove_annex(*, by: Viewer, paper_id: str, annex_id: str, version: int | None) -> DecisionPaper:
    """Take an annex out of the working copy; versions that have it keep it."""
    paper, annex = _annex(by, paper_id, annex_id)
    check_version(annex, version)
    key, file = annex.public_id, annex.file
    if _is_frozen(annex):
        annex.in_draft = False
        save(annex)
    else:
        annex.delete()
        _drop_unused(file)
    record(by, "paper.annex_removed", paper, {"annex": key})
    return paper


def freeze_annexes(version: PaperVersion, rows: list[PaperAnnex]) -> None:
    """Bind `rows`, the annexes of the working copy, to a version that is being frozen."""
    VersionAnnex.objects.bulk_create(VersionAnnex(version=version, annex=row) for row in rows)


def _draft(by: Viewer, paper_id: str) -> DecisionPaper:
    paper: DecisionPaper = lock(visible_papers(by).select_related("body__authority"), public_id=paper_id)
    if not may_write_papers(by, paper.body):
        raise Forbidden(by, paper)
    if paper.state != PaperState.DRAFT:
        raise Refused(Message(mark("Only a draft can be edited. Recall the paper first.")))
    return paper


def _annex(by: Viewer, paper_id: str, annex_id: str) -> tuple[DecisionPaper, PaperAnnex]:
    paper = _draft(by, paper_id)
    annex: PaperAnnex = lock(PaperAnnex.objects.select_related("file"), paper=paper, public_id=annex_id, in_draft=True)
    return paper, annex


def _is_frozen(annex: PaperAnnex) -> bool:
    return VersionAnnex.objects.filter(annex=annex).exists()


def _successor(annex: PaperAnnex) -> PaperAnnex:
    """Return an unsaved annex for the working copy in the place of a frozen one, which stays with its versions."""
    annex.in_draft = False
    save(annex)
    return PaperAnnex(paper=annex.paper, file=annex.file, order=annex.order, version=annex.version)


def _name(annex: PaperAnnex, title: str, confidential: bool) -> None:
    stem = annex.file.name.rpartition(".")[0] or annex.file.name
    fill(annex, {"title": title.strip() or stem, "confidential": confidential})
    save(annex)


def _drop_unused(file: StoredFile) -> None:
    if not PaperAnnex.objects.filter(file=file).exists():
        drop_file(file)
