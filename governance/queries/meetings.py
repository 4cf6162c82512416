"""Reading meetings: lists, one meeting, what speaks against a date, the printed invitation."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import translation

from governance.access.agendas import visible_items
from governance.access.meetings import bodies_run_by, visible_meetings
from governance.access.organisations import choosable_people
from governance.access.viewer import Viewer
from governance.documents.content import (
    AgendaEntry,
    InvitationDocument,
    Letterhead,
    PaperReference,
    Recipient,
)
from governance.models import (
    AgendaItem,
    Authority,
    Body,
    BodyKind,
    Invitation,
    Meeting,
    Membership,
    Person,
    Secretariat,
    SummonsObjection,
)
from governance.queries.notice import notice_statement
from governance.queries.paper_annexes import titles_by_paper
from governance.queries.seating import chair_of
from governance.rules import clock, special_days
from governance.rules.text import Message, mark, mark_plural


def find_meeting(viewer: Viewer, public_id: str) -> Meeting:
    """Return one meeting with its body; `objected` and `has_secretariat` tell whether there is such a row.

    Raises `Meeting.DoesNotExist` for unknown and forbidden alike.
    """
    meeting: Meeting = (
        visible_meetings(viewer)
        .select_related("body__authority", "minute_taker", "minutes")
        .annotate(
            objected=Exists(SummonsObjection.objects.filter(meeting=OuterRef("pk"))),
            has_secretariat=Exists(Secretariat.objects.on(viewer.day).filter(body=OuterRef("body"))),
        )
        .get(public_id=public_id)
    )
    return meeting


def meetings_of(viewer: Viewer, *, past: bool = False, body_id: str = "") -> QuerySet[Meeting]:
    """Return the viewer's meetings, those to come in order, past ones newest first; `body_id` narrows."""
    rows = visible_meetings(viewer).select_related("body", "minutes")
    if body_id:
        rows = rows.filter(body__public_id=body_id)
    moment = clock.now()
    if past:
        return rows.past(moment).order_by("-starts_at", "pk")  # type: ignore[attr-defined,no-any-return]
    return rows.upcoming(moment).order_by("starts_at", "pk")  # type: ignore[attr-defined,no-any-return]


def bodies_with_meetings(viewer: Viewer) -> QuerySet[Body]:
    """Return the bodies of which the viewer sees meetings, for the filter of the list."""
    return Body.objects.filter(pk__in=visible_meetings(viewer).values("body")).order_by("name")


def bodies_to_plan(viewer: Viewer) -> QuerySet[Body]:
    """Return the bodies for which the viewer plans; external bodies plan for themselves."""
    return bodies_run_by(viewer).exclude(kind=BodyKind.EXTERNAL).order_by("name")


def people_to_choose(viewer: Viewer) -> QuerySet[Person]:
    """Return the people whom the viewer may make minute taker, guest or responsible, with their organisation."""
    return choosable_people(viewer).select_related("organisation")


def date_warnings(
    body: Body, starts_at: datetime, ends_at: datetime, *, without: Meeting | None = None
) -> tuple[Message, ...]:
    """Return what speaks against a date: holidays, and members who have another meeting at the time."""
    day = clock.local_date(starts_at)
    found = list(special_days.warnings_for(day))
    if found:
        free = ", ".join(f"{other:%d.%m.%Y}" for other in special_days.alternatives(day))
        found.append(Message(mark("Free days instead: %(days)s."), {"days": free}))
    members = Membership.objects.on(day).filter(seat__body=body).values("person")
    others = (
        Meeting.objects.upcoming(clock.now())
        .filter(
            body__authority=body.authority_id,
            starts_at__lt=ends_at,
            ends_at__gt=starts_at,
            body__seats__memberships__in=Membership.objects.on(day).filter(person__in=members),
        )
        .annotate(people=Count("body__seats__memberships__person", distinct=True))
        .select_related("body")
    )
    for other in others.exclude(pk=without.pk if without else None):
        singular, plural = mark_plural(
            "At the same time: %(body)s, with %(count)s member of this body.",
            "At the same time: %(body)s, with %(count)s members of this body.",
        )
        found.append(Message(singular, {"body": other.body.name, "count": other.people}, plural))
    return tuple(found)


def place_of(meeting: Meeting) -> str:
    """Return room, link and dial-in, one line each."""
    return "\n".join(part for part in (meeting.location, meeting.online_url, meeting.dial_in) if part)


def letterhead_of(authority: Authority) -> Letterhead:
    """Return the sender of the authority's documents, in German as documents are."""
    return Letterhead(
        authority_name=authority.name,
        unit=authority.unit,
        address_lines=tuple(line for line in authority.address.splitlines() if line.strip()),
        contact_lines=(authority.mailbox,),
        notice="Beispieldaten, alle Personen erfunden" if authority.is_example else "",
    )


def invitation_document(meeting: Meeting, viewer: Viewer) -> InvitationDocument:
    """Return the printed invitation as `viewer` may see it, addressed to them if they are invited."""
    with translation.override("de"):
        day = clock.local_date(meeting.starts_at)
        chair = chair_of(meeting.body, day)
        items = (
            visible_items(viewer)
            .filter(meeting=meeting)
            .on_agenda()  # type: ignore[attr-defined]
            .select_related("paper", "paper_version")
            .prefetch_related("guests__person")
            .order_by("order", "pk")
        )
        authority = meeting.body.authority
        return InvitationDocument(
            letterhead=letterhead_of(authority),
            recipient=_recipient(meeting, viewer),
            body_name=meeting.body.name,
            body_short_name=meeting.body.code,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            sent_on=clock.local_date(meeting.dispatched_at or clock.now()),
            chair=str(chair or ""),
            heading=_heading(meeting),
            place=meeting.location,
            online_url=meeting.online_url,
            online_note=meeting.dial_in,
            items=_entries(viewer, list(items)),
            notice_statement=notice_statement(meeting),
            author=f"{authority.unit}, {authority.name}",
            content_hash=meeting.agenda_hash,
        )


def _heading(meeting: Meeting) -> str:
    return "Einladung" if meeting.dispatched_at else "Entwurf der Einladung"


def _recipient(meeting: Meeting, viewer: Viewer) -> Recipient | None:
    own = (
        Invitation.objects.standing()
        .filter(meeting=meeting, person=viewer.person)
        .select_related("person__organisation", "seat")
        .first()
    )
    if own is None:
        return None
    person = own.person
    office = (person.function, person.organisation.name if person.organisation else "")
    lines = (str(person), *office, *person.address.splitlines())
    return Recipient(lines=tuple(line for line in lines if line.strip()), salutation=f"Guten Tag {person},")


def _entries(viewer: Viewer, items: list[AgendaItem]) -> tuple[AgendaEntry, ...]:
    annexes = titles_by_paper(viewer, {item.paper_version_id for item in items if item.paper_version_id})
    return tuple(_entry(item, annexes.get(item.paper_version_id or 0, ())) for item in items)


def _entry(item: AgendaItem, annexes: tuple[str, ...]) -> AgendaEntry:
    paper = None
    if item.paper:
        version = item.paper_version.ordinal if item.paper_version else None
        paper = PaperReference(
            number=item.paper.number, title=item.paper.title, version_number=version, annexes=annexes
        )
    return AgendaEntry(
        number=item.number,
        title=item.title,
        presenter=item.presenter,
        minutes=item.minutes_planned,
        paper=paper,
        is_public=item.public,
        guests=tuple(str(guest.person) for guest in item.guests.all()),
        is_late=item.supplement > 0,
        note=item.note,
    )
