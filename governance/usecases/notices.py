"""Telling practice what became of a topic or a resolution, with a receipt of each recipient (decisions.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from governance.access.decisions import visible_resolutions
from governance.access.measures import case_managers_of
from governance.access.notices import may_confirm_for, own_receipts, sends_notices, visible_notices
from governance.access.planning import visible_processes
from governance.access.viewer import Viewer
from governance.models import (
    Deputyship,
    Membership,
    Notice,
    NoticeReceipt,
    Person,
    PlanningProcess,
    ProcessEffect,
    Resolution,
)
from governance.models.base import in_force
from governance.notifications import measure_text
from governance.rules import clock
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, fill, lock, record, use_case
from governance.usecases.letters import write_letters


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Who is told: the case managers of the authority, members of bodies, single people (public ids)."""

    case_managers: bool = True
    body_ids: tuple[str, ...] = ()
    person_ids: tuple[str, ...] = ()


@use_case("notice.send")
def send_notice(
    *, by: Viewer, subject: str, text: str, audience: Audience, process_id: str = "", resolution_id: str = ""
) -> Notice:
    """Tell the audience what became of a process or of a resolution; each of them gets a mail with the link.

    A resolution belongs to the process on which it has its effect. What is communicated is seen by the recipients
    (access.md, "resolution"). Raises `Refused` where the audience is empty.
    """
    if not sends_notices(by):
        raise Forbidden(by, by.authority)
    process: PlanningProcess | None = None
    resolution: Resolution | None = None
    if resolution_id:
        resolution = visible_resolutions(by).get(public_id=resolution_id)
        effect = ProcessEffect.objects.filter(resolution=resolution).select_related("process").first()
        process = effect.process if effect else None
    else:
        process = visible_processes(by).get(public_id=process_id)
    people = list(recipients(by, audience))
    if not people:
        raise Refused(Message(mark("Choose at least one recipient.")))
    notice = Notice(authority=by.authority, process=process, resolution=resolution, sent_by=by.acting_person)
    notice.sent_at = clock.now()
    fill(notice, {"subject": subject, "text": text})
    notice.save()
    NoticeReceipt.objects.bulk_create(NoticeReceipt(notice=notice, person=person) for person in people)
    reached = _mail(notice, people)
    record(by, "notice.sent", notice, {"people": len(people), "no_mail": len(people) - reached})
    return notice


def recipients(by: Viewer, audience: Audience) -> QuerySet[Person]:
    """Return everybody of the audience once: active people of the authority."""
    seated = in_force(by.day) & in_force(by.day, "seat__")
    bodies = {"seat__body__authority": by.authority, "seat__body__public_id__in": audience.body_ids}
    chosen = Q(public_id__in=audience.person_ids)
    chosen |= Q(pk__in=Membership.objects.filter(seated, **bodies).values("person"))
    chosen |= Q(pk__in=Deputyship.objects.filter(seated, **bodies).values("person"))
    if audience.case_managers:
        chosen |= Q(pk__in=case_managers_of(by).values("pk"))
    return Person.objects.filter(chosen, authority=by.authority, is_active=True).order_by("pk")


@use_case("notice.confirm")
def confirm_reading(*, by: Viewer, notice_id: str) -> Notice:
    """Confirm that one has read a notice; each recipient for themselves. Confirming again changes nothing."""
    notice = visible_notices(by).get(public_id=notice_id)
    receipt = own_receipts(by).select_for_update(of=("self",)).filter(notice=notice).first()
    if receipt is None:
        raise Forbidden(by, notice)
    if receipt.read_at is None:
        receipt.read_at = clock.now()
        receipt.save(update_fields=["read_at"])
        record(by, "notice.read", notice)
    return notice


@use_case("notice.confirm_for")
def confirm_reading_for(*, by: Viewer, notice_id: str, person_id: str) -> Notice:
    """Enter that somebody without a login has read a notice, as they told it; recorded with who entered it.

    Entering it again changes nothing. Raises `Forbidden` for whoever can log in: they confirm for themselves.
    """
    notice = visible_notices(by).get(public_id=notice_id)
    rows = NoticeReceipt.objects.filter(notice=notice).select_related("person")
    receipt: NoticeReceipt = lock(rows, person__public_id=person_id)
    if not may_confirm_for(by, receipt):
        raise Forbidden(by, notice)
    if receipt.read_at is None:
        receipt.read_at, receipt.recorded_by = clock.now(), by.acting_person
        receipt.save(update_fields=["read_at", "recorded_by"])
        record(by, "notice.read_entered", notice, {"person": receipt.person.public_id})
    return notice


@use_case("notice.remind")
def remind_unread(*, by: Viewer, notice_id: str) -> int:
    """Write once more to those who have not confirmed, once a day; return to how many."""
    notice = lock(visible_notices(by).select_related("authority"), public_id=notice_id)
    if not sends_notices(by):
        raise Forbidden(by, notice)
    if notice.reminded_on == clock.today():
        raise Refused(Message(mark("They were reminded today.")))
    open_ones = NoticeReceipt.objects.filter(notice=notice, read_at__isnull=True)
    unread = Person.objects.filter(is_active=True, pk__in=open_ones.values("person"))
    reached = _mail(notice, unread.order_by("pk"), again=True)
    if not reached:
        raise Refused(Message(mark("Nobody is to be reminded: all have confirmed or have no mail address.")))
    notice.reminded_on = clock.today()
    notice.save(update_fields=["reminded_on"])
    record(by, "notice.reminded", notice, {"people": reached})
    return reached


def _mail(notice: Notice, people: Iterable[Person], *, again: bool = False) -> int:
    return write_letters(
        notice.authority,
        people,
        measure_text.notice_sent(again=again),
        matter=f"notice.{notice.public_id}",
        page="notice",
        parts=(notice.public_id,),
    )
