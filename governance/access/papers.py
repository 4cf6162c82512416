"""Who may see and write papers (access.md, rows “paper”).

A paper has two sides: the working copy, which coordinators and its author read, and frozen versions, which members
read once a version lies on a dispatched agenda. What was once visible stays visible when the paper is recalled. Who
runs the meetings of the body (`meetings.runs_meetings_of`) releases its papers.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from governance.access.viewer import Viewer
from governance.models import Body, DecisionPaper, PaperAnnex, PaperTemplate, PaperVersion, TextModule
from governance.rules.lifecycles import PaperState


def reads_every_draft(viewer: Viewer) -> bool:
    """Coordinators read the working copy of every paper of their authority."""
    return viewer.is_coordinator


def may_read_draft(viewer: Viewer, paper: DecisionPaper) -> bool:
    """Coordinators of the authority and the author read the working copy."""
    if viewer.authority.pk != paper.body.authority_id or viewer.person is None:
        return False
    return reads_every_draft(viewer) or paper.author_id == viewer.person.pk


def readable_drafts(viewer: Viewer) -> QuerySet[DecisionPaper]:
    """Return the papers whose working copy `viewer` may read."""
    return DecisionPaper.objects.filter(_reads_draft(viewer))


def _reads_draft(viewer: Viewer) -> Q:
    if viewer.person is None:
        return Q(pk__in=[])
    own = Q(body__authority=viewer.authority)
    return own if reads_every_draft(viewer) else own & Q(author=viewer.person)


def may_see_version(viewer: Viewer, version: PaperVersion) -> bool:
    """Readers of the draft see every version; members, assistants and guests those laid before them."""
    return visible_versions(viewer).filter(pk=version.pk).exists()


def visible_versions(viewer: Viewer) -> QuerySet[PaperVersion]:
    """Return the versions that `viewer` may read."""
    if viewer.person is None:
        return PaperVersion.objects.none()
    if viewer.is_coordinator:
        return PaperVersion.objects.filter(paper__body__authority=viewer.authority)
    laid = PaperVersion.objects.filter(_laid_before(viewer, "agenda_items__"))
    return PaperVersion.objects.filter(Q(paper__author=viewer.person) | Q(pk__in=laid.values("pk")))


def _laid_before(viewer: Viewer, item: str) -> Q:
    """Return the condition that an agenda item, reached by `item`, pins the version and was sent to the viewer."""
    sent = Q(**{f"{item}meeting__dispatched_at__isnull": False})
    reader = Q(**{f"{item}meeting__body__in": viewer.reading_bodies}) | Q(**{f"{item}guests__person": viewer.person})
    return sent & reader


def may_see_paper(viewer: Viewer, paper: DecisionPaper) -> bool:
    """A paper is seen by readers of its draft and by those before whom a version of it was laid."""
    return visible_papers(viewer).filter(pk=paper.pk).exists()


def visible_papers(viewer: Viewer) -> QuerySet[DecisionPaper]:
    """Return the papers that `viewer` may see, in whatever version."""
    if viewer.person is None:
        return DecisionPaper.objects.none()
    if viewer.is_coordinator:
        return DecisionPaper.objects.filter(body__authority=viewer.authority)
    laid = PaperVersion.objects.filter(_laid_before(viewer, "agenda_items__"))
    return DecisionPaper.objects.filter(
        Q(body__authority=viewer.authority), _reads_draft(viewer) | Q(pk__in=laid.values("paper"))
    )


def may_begin_papers(viewer: Viewer) -> bool:
    """Coordinators begin papers and write them, for any body of their authority."""
    return viewer.is_coordinator


def may_write_papers(viewer: Viewer, body: Body) -> bool:
    """Papers for a body are written by the coordinators of its authority."""
    return may_begin_papers(viewer) and body.authority_id == viewer.authority.pk


def paper_bodies(viewer: Viewer) -> QuerySet[Body]:
    """Return the bodies for which `viewer` may write papers."""
    found = Body.objects.filter(authority=viewer.authority)
    return found if may_begin_papers(viewer) else found.none()


def may_write_paper(viewer: Viewer, paper: DecisionPaper) -> bool:
    """The working copy is written by coordinators, and only as long as the paper is a draft."""
    return may_write_papers(viewer, paper.body) and paper.state == PaperState.DRAFT


def writable_papers(viewer: Viewer) -> QuerySet[DecisionPaper]:
    """Return the papers whose working copy `viewer` may write."""
    found = DecisionPaper.objects.filter(body__authority=viewer.authority, state=PaperState.DRAFT)
    return found if may_begin_papers(viewer) else found.none()


def may_keep_templates(viewer: Viewer, template: PaperTemplate) -> bool:
    """Coordinators keep the templates of their authority."""
    return viewer.is_coordinator and template.authority_id == viewer.authority.pk


def kept_templates(viewer: Viewer) -> QuerySet[PaperTemplate]:
    """Return the templates that `viewer` keeps and writes from."""
    found = PaperTemplate.objects.filter(authority=viewer.authority)
    return found if viewer.is_coordinator else found.none()


def may_see_annex(viewer: Viewer, annex: PaperAnnex) -> bool:
    """An annex is seen as its paper; a confidential one not by assistants and guests (access.md, row "annex")."""
    return visible_annexes(viewer).filter(pk=annex.pk).exists()


def visible_annexes(viewer: Viewer) -> QuerySet[PaperAnnex]:
    """Return the annexes that `viewer` may see: of every paper whose draft they read, and of what was laid before them.

    Of a version laid before them, members get all annexes, their assistants and guests of the item the public ones.
    """
    if viewer.person is None:
        return PaperAnnex.objects.none()
    laid = PaperVersion.objects.filter(_laid_before(viewer, "agenda_items__"))
    as_member = Q(
        agenda_items__meeting__dispatched_at__isnull=False, agenda_items__meeting__body__in=viewer.member_bodies
    )
    laid_before_member = PaperVersion.objects.filter(as_member)
    return PaperAnnex.objects.filter(
        Q(paper__in=readable_drafts(viewer).values("pk"))
        | Q(version_links__version__in=laid_before_member.values("pk"))
        | Q(confidential=False, version_links__version__in=laid.values("pk")),
        paper__body__authority=viewer.authority,
    ).distinct()


def may_keep_module(viewer: Viewer, module: TextModule) -> bool:
    """Coordinators keep the text modules of their authority."""
    return viewer.is_coordinator and module.authority_id == viewer.authority.pk


def kept_modules(viewer: Viewer) -> QuerySet[TextModule]:
    """Return the text modules that `viewer` keeps and writes from."""
    found = TextModule.objects.filter(authority=viewer.authority)
    return found if viewer.is_coordinator else found.none()
