"""The annexes of a paper: those of its working copy, those of a frozen version, what of them a viewer may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from governance.access.papers import may_see_paper, may_write_paper, visible_annexes
from governance.access.viewer import Viewer
from governance.documents.content import Annex
from governance.models import DecisionPaper, PaperAnnex


def draft_annexes(paper: DecisionPaper) -> list[PaperAnnex]:
    """Return the annexes of the working copy in their order, with their files."""
    rows = PaperAnnex.objects.filter(paper=paper, in_draft=True)
    return list(rows.select_related("file").order_by("order", "pk"))


def annex_content(rows: Iterable[PaperAnnex]) -> tuple[Annex, ...]:
    """Return annexes as a document keeps them: with the checksum of the file, so that a version is bound to it."""
    return tuple(
        Annex(
            key=row.public_id,
            title=row.title,
            file_name=row.file.name,
            size=row.file.size,
            sha256=row.file.sha256,
            confidential=row.confidential,
        )
        for row in rows
    )


def seen_annexes(viewer: Viewer, paper: DecisionPaper, annexes: Collection[Annex]) -> tuple[Annex, ...]:
    """Return those of `annexes` that the viewer may see; a confidential one is not even named to others."""
    if not annexes:
        return ()
    rows = visible_annexes(viewer).filter(paper=paper, public_id__in=[annex.key for annex in annexes])
    seen = set(rows.values_list("public_id", flat=True))
    return tuple(annex for annex in annexes if annex.key in seen)


def annex_of(viewer: Viewer, paper_id: str, annex_id: str) -> PaperAnnex:
    """Return an annex with its file; raises `PaperAnnex.DoesNotExist` for those who do not see it."""
    rows = visible_annexes(viewer).select_related("file", "paper__body")
    found: PaperAnnex = rows.get(public_id=annex_id, paper__public_id=paper_id)
    return found


def written_annex(viewer: Viewer, paper_id: str, annex_id: str) -> PaperAnnex:
    """Return an annex of the working copy for whoever writes the paper; raises `PaperAnnex.DoesNotExist`."""
    annex = annex_of(viewer, paper_id, annex_id)
    if not (annex.in_draft and may_write_paper(viewer, annex.paper)):
        raise PaperAnnex.DoesNotExist
    return annex


def attachable_paper(viewer: Viewer, paper_id: str) -> DecisionPaper:
    """Return a draft to which the viewer may attach files; raises `DecisionPaper.DoesNotExist`."""
    paper: DecisionPaper = DecisionPaper.objects.select_related("body").get(public_id=paper_id)
    if not (may_see_paper(viewer, paper) and may_write_paper(viewer, paper)):
        raise DecisionPaper.DoesNotExist
    return paper


def titles_by_paper(viewer: Viewer, versions: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return the titles of the annexes that the viewer sees, by the key of the version; one query."""
    found: dict[int, list[str]] = {}
    rows = visible_annexes(viewer).filter(version_links__version__in=versions).order_by("order", "pk")
    for version, title in rows.values_list("version_links__version", "title"):
        if version in versions:
            found.setdefault(version, []).append(title)
    return {version: tuple(titles) for version, titles in found.items()}
