"""Who sees what practice was told, and who tells it (access.md, row "resolution": communicate, read receipt)."""

from __future__ import annotations

from django.db.models import QuerySet

from governance.access.viewer import Viewer
from governance.models import Notice, NoticeReceipt


def may_see_notice(viewer: Viewer, notice: Notice) -> bool:
    """A notice is seen by the coordinators and by each of its recipients."""
    if notice.authority_id != viewer.authority.pk or viewer.person is None:
        return False
    return viewer.is_coordinator or notice.receipts.filter(person=viewer.person).exists()


def visible_notices(viewer: Viewer) -> QuerySet[Notice]:
    """Return the notices that `may_see_notice` allows."""
    rows: QuerySet[Notice] = Notice.objects.filter(authority=viewer.authority)
    if viewer.person is None:
        return rows.none()
    if viewer.is_coordinator:
        return rows
    return rows.filter(pk__in=NoticeReceipt.objects.filter(person=viewer.person).values("notice"))


def own_receipts(viewer: Viewer) -> QuerySet[NoticeReceipt]:
    """Return the receipts of the viewer; each recipient confirms for themselves only."""
    rows: QuerySet[NoticeReceipt] = NoticeReceipt.objects.filter(notice__authority=viewer.authority)
    return rows.filter(person=viewer.person) if viewer.person is not None else rows.none()


def may_confirm_for(viewer: Viewer, receipt: NoticeReceipt) -> bool:
    """Coordinators enter that somebody without a login has read; whoever can log in confirms alone."""
    return sends_notices(viewer) and receipt.person.user_id is None


def sends_notices(viewer: Viewer) -> bool:
    """Coordinators tell practice, see who has read it, and remind."""
    return viewer.is_coordinator
