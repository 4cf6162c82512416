"""Reading notices: what practice was told, who has confirmed reading, and a first text for a new one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from governance.access.decisions import may_see_resolution, visible_resolutions
from governance.access.notices import own_receipts, sends_notices, visible_notices
from governance.access.planning import may_see_process
from governance.access.viewer import Viewer
from governance.models import Body, Evaluation, Measure, Notice, NoticeReceipt, PlanningProcess, Resolution
from governance.rules import clock
from governance.rules.evaluation import ReachedEffect
from governance.rules.lifecycles import MeasureState


def notice_rows(viewer: Viewer) -> QuerySet[Notice]:
    """Return the visible notices, newest first, with `told` and `confirmed` in numbers and the viewer's own receipt."""
    return (
        visible_notices(viewer)
        .annotate(told=Count("receipts"), confirmed=Count("receipts", filter=Q(receipts__read_at__isnull=False)))
        .select_related("process", "resolution", "sent_by")
        .prefetch_related(Prefetch("receipts", own_receipts(viewer), to_attr="own"))
        .order_by("-sent_at", "-pk")
    )


def unread_notices(viewer: Viewer, *, limit: int) -> tuple[Notice, ...]:
    """Return the notices that the viewer has not confirmed yet, oldest first."""
    unread = own_receipts(viewer).filter(read_at__isnull=True)
    rows = visible_notices(viewer).filter(pk__in=unread.values("notice"))
    return tuple(rows.order_by("sent_at", "pk")[:limit])


@dataclass(frozen=True)
class NoticePage:
    """A notice; `receipts` are shown to the coordination only, `receipt` is the viewer's own or None."""

    notice: Notice
    receipt: NoticeReceipt | None
    receipts: tuple[NoticeReceipt, ...]
    may_remind: bool
    reminded_today: bool
    sees_process: bool
    sees_resolution: bool

    @property
    def confirmed(self) -> int:
        """How many recipients have confirmed reading."""
        return sum(row.read_at is not None for row in self.receipts)


def notice_page(viewer: Viewer, notice_id: str) -> NoticePage:
    """Return one notice; raises `Notice.DoesNotExist` where the viewer may not see it."""
    notice = (
        visible_notices(viewer)
        .select_related("process", "resolution__register__body", "sent_by")
        .get(public_id=notice_id)
    )
    keeps = sends_notices(viewer)
    rows = tuple(notice.receipts.select_related("person__organisation", "recorded_by")) if keeps else ()
    return NoticePage(
        notice=notice,
        receipt=own_receipts(viewer).filter(notice=notice).first(),
        receipts=rows,
        may_remind=any(row.read_at is None for row in rows),
        reminded_today=notice.reminded_on == clock.today(),
        sees_process=notice.process is not None and may_see_process(viewer, notice.process),
        sees_resolution=notice.resolution is not None and may_see_resolution(viewer, notice.resolution),
    )


@dataclass(frozen=True)
class Suggestion:
    """A first subject and text of a notice: German, because notices are records sent out; the sender edits both."""

    subject: str
    text: str


def suggestion_for_resolution(resolution: Resolution) -> Suggestion:
    """Return subject and text that say what was decided."""
    day = clock.local_date(resolution.decided_at)
    body = resolution.register.body.name
    text = (
        f"{body} hat am {day:%d.%m.%Y} beschlossen (Beschluss {resolution.number}):\n\n{resolution.wording}\n\n"
        f"{resolution.short_sentence}"
    )
    return Suggestion(f"Beschluss {resolution.number}: {resolution.title}"[:200], text)


def suggestion_for_process(process: PlanningProcess) -> Suggestion:
    """Return subject and text that say what became of the topic: decision, measures, effect."""
    topic = getattr(process, "topic", None)
    parts = [f"Das Thema „{topic.statement if topic else process.title}“ ist weitergekommen."]
    decided = Resolution.objects.filter(effect__process=process).order_by("-decided_at").first()
    if decided is not None:
        day = clock.local_date(decided.decided_at)
        parts.append(f"Zuletzt beschlossen am {day:%d.%m.%Y} ({decided.number}): {decided.title}.")
    done = Measure.objects.filter(process=process, state=MeasureState.DONE).select_related("organisation")
    if rows := [f"- {row.title} ({row.organisation})" if row.organisation else f"- {row.title}" for row in done]:
        parts.append("Umgesetzt ist:\n" + "\n".join(rows))
    checked = Evaluation.objects.filter(process=process).exclude(reached="").first()
    if checked is not None:
        parts.append(f"{_REACHED[ReachedEffect(checked.reached)]} {checked.summary}".strip())
    return Suggestion(f"Was wurde aus unserem Thema? {process.title}"[:200], "\n\n".join(parts))


_REACHED = {
    ReachedEffect.YES: "Die Wirkung ist erreicht.",
    ReachedEffect.PARTLY: "Die Wirkung ist zum Teil erreicht.",
    ReachedEffect.NO: "Die Wirkung ist nicht erreicht.",
}


def bodies_to_tell(viewer: Viewer) -> QuerySet[Body]:
    """Return the bodies whose members the coordination may choose as recipients."""
    rows = Body.objects.filter(authority=viewer.authority).order_by("name")
    return rows if sends_notices(viewer) else rows.none()


def find_resolution(viewer: Viewer, resolution_id: str) -> Resolution:
    """Return a resolution; raises `Resolution.DoesNotExist` where the viewer may not see it."""
    return visible_resolutions(viewer).select_related("register__body", "item__meeting").get(public_id=resolution_id)


def notices_about(viewer: Viewer, resolution: Resolution) -> QuerySet[Notice]:
    """Return the visible notices about a resolution, with their numbers."""
    return notice_rows(viewer).filter(resolution=resolution)
