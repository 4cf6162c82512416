"""Composes what goes out about a meeting: one mail with one calendar file per recipient, and its ledger
entry.

Source: design, meetings.md "Invitations"; docs/development/invitations.md. Internal to the use cases of
invitations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage

from governance.access.invitations import link_key
from governance.calendars import invitation as calendar_file
from governance.calendars.description import AgendaLine, describe
from governance.calendars.event import CalendarPerson, MeetingEvent, PartStat, Role, Status
from governance.calendars.text import InvalidCalendarText
from governance.calendars.versions import next_dtstamp
from governance.models import (
    AgendaItem,
    Answer,
    Authority,
    Dispatch,
    Invitation,
    InvitationRole,
    Meeting,
    Person,
)
from governance.notifications import mail_text, outbox
from governance.notifications.links import installation_link, portal_link
from governance.notifications.message import (
    Change,
    InvalidMailError,
    InvitationMail,
    Link,
    Mailbox,
    MailKind,
    PaperLink,
    build,
)
from governance.queries.agendas import published_items
from governance.queries.invitations import Untold
from governance.queries.meetings import place_of
from governance.rules import clock
from governance.rules.lifecycles import ItemState, MeetingState
from governance.rules.text import Message, mark
from governance.rules.wording import public_title
from governance.usecases.foundation import Refused
from governance.usecases.letters import sender_name

_ROLES = {
    InvitationRole.CHAIR: Role.CHAIR,
    InvitationRole.MEMBER: Role.REQ,
    InvitationRole.ADVISORY: Role.REQ,
    InvitationRole.DEPUTY: Role.REQ,
    InvitationRole.GUEST: Role.OPT,
}
_PARTSTAT = {
    Answer.NONE: PartStat.NEEDS_ACTION,
    Answer.ACCEPTED: PartStat.ACCEPTED,
    Answer.DECLINED: PartStat.DECLINED,
    Answer.TENTATIVE: PartStat.TENTATIVE,
}
_ANSWER_LABELS = (
    (Answer.ACCEPTED, "Zusagen"),
    (Answer.TENTATIVE, "Vielleicht"),
    (Answer.DECLINED, "Absagen"),
)


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """What one round of mails says about the meeting; times aware, `place` with lines."""

    meeting: Meeting
    starts_at: datetime
    ends_at: datetime
    place: str
    sequence: int
    items: tuple[AgendaItem, ...] = ()
    attendees: tuple[Invitation, ...] = ()
    untold: Untold = field(default_factory=Untold)
    paragraphs: tuple[str, ...] = ()

    @property
    def authority(self) -> Authority:
        """Whose functional mailbox sends and organises."""
        return self.meeting.body.authority


def occasion_as_planned(meeting: Meeting, *, sequence: int) -> Occasion:
    """Return the meeting as it is stored now."""
    return Occasion(
        meeting=meeting,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=place_of(meeting),
        sequence=sequence,
        items=items_of(meeting),
    )


def occasion_as_told(meeting: Meeting, *, sequence: int) -> Occasion:
    """Return the meeting as the invited people were last told, whatever was changed since."""
    stored = meeting.published or {}
    return Occasion(
        meeting=meeting,
        starts_at=datetime.fromisoformat(stored["starts_at"]),
        ends_at=datetime.fromisoformat(stored["ends_at"]),
        place=stored["place"],
        sequence=sequence,
        items=tuple(
            item for item in items_of(meeting, also_removed=True) if item.public_id in published_items(meeting)
        ),
    )


def items_of(meeting: Meeting, *, also_removed: bool = False) -> tuple[AgendaItem, ...]:
    """Return the items on the agenda with papers and guests, those taken off only if asked for."""
    rows = meeting.items.select_related("paper").prefetch_related("guests")
    if not also_removed:
        rows = rows.exclude(state=ItemState.REMOVED)
    return tuple(rows.order_by("order", "pk"))


def post(occasion: Occasion, invitation: Invitation, kind: MailKind) -> Dispatch | None:
    """Put one mail into the outbox and enter it in the ledger; None for somebody without an address.

    Raises `Refused` with the person's name if the address cannot be used.
    """
    if not invitation.person.email:
        return None
    last = invitation.dispatches.order_by("-stamped_at").first()
    stamp = next_dtstamp(clock.now(), last.stamped_at if last else None)
    try:
        message = _message(occasion, invitation, kind, stamp, previous=last)
    except (InvalidMailError, InvalidCalendarText) as error:
        raise unusable_address(error, invitation.person) from error
    mail = outbox.enqueue(
        scope=occasion.authority.public_id,
        lane=lane_of(occasion.meeting, invitation),
        message=message,
    )
    return Dispatch.objects.create(
        invitation=invitation,
        method=kind.method,
        sequence=occasion.sequence,
        stamped_at=stamp,
        mail=mail,
        created_at=clock.now(),
    )


def unusable_address(error: InvalidMailError | InvalidCalendarText, person: Person) -> Refused:
    """Return the refusal for a mail that cannot be written: the address of the mailbox or of `person` is none."""
    if error.field in {"From", "organizer"}:
        return Refused(Message(mark("The functional mailbox of the authority cannot be used as a sender.")))
    return Refused(
        Message(mark("The e-mail address of %(person)s cannot be used. Correct it first."), {"person": str(person)})
    )


def lane_of(meeting: Meeting, invitation: Invitation) -> str:
    """Return the lane of the outbox in which everything about one invitation is sent in order."""
    return f"meeting:{meeting.public_id}:{invitation.public_id}"


def _message(
    occasion: Occasion, invitation: Invitation, kind: MailKind, stamp: datetime, *, previous: Dispatch | None
) -> EmailMessage:
    authority = occasion.authority
    seen = _seen_by(occasion.items, invitation)
    page = portal_link(authority, "meeting", occasion.meeting.public_id)
    event = _event(occasion, invitation, stamp, seen, page)
    write = calendar_file.cancel if kind.method == "CANCEL" else calendar_file.request
    before = message_id(occasion, invitation, stamp_mark(previous.stamped_at)) if previous else ""
    return build(
        InvitationMail(
            sender=Mailbox(name=sender_name(authority), address=authority.mailbox),
            recipient=Mailbox(name=str(invitation.person), address=invitation.person.email),
            kind=kind,
            subject=mail_text.subject(kind, occasion.meeting.body.name, occasion.starts_at),
            meeting=occasion.meeting.body.name,
            starts_at=occasion.starts_at,
            ends_at=occasion.ends_at,
            place=occasion.place,
            paragraphs=(*occasion.paragraphs, *_agenda(seen)) if kind.method == "REQUEST" else occasion.paragraphs,
            changes=changes_in_words(occasion, invitation) if kind is MailKind.UPDATE else (),
            papers=_papers(authority, seen) if kind.method == "REQUEST" else (),
            answers=answer_links(invitation) if kind.method == "REQUEST" else (),
            portal_url=page,
            calendar=write(event),
            message_id=message_id(occasion, invitation, stamp_mark(stamp)),
            date=clock.now(),
            in_reply_to=before,
            references=(before,) if before else (),
        )
    )


def message_id(occasion: Occasion, invitation: Invitation, which: str) -> str:
    """Return the Message-ID of a mail about an invitation; `which` tells it from the others."""
    domain = occasion.authority.mailbox.rsplit("@", 1)[-1]
    return f"<{occasion.meeting.uid}.{invitation.public_id}.{which}@{domain}>"


def stamp_mark(stamp: datetime) -> str:
    """Return what tells the mail with this DTSTAMP (aware) from the others of its recipient."""
    return str(int(stamp.timestamp()))


def _seen_by(items: Sequence[AgendaItem], invitation: Invitation) -> tuple[AgendaItem, ...]:
    """A guest is told of the items they are invited to and of no other."""
    if invitation.role != InvitationRole.GUEST:
        return tuple(items)
    return tuple(item for item in items if any(guest.person_id == invitation.person_id for guest in item.guests.all()))


def _event(
    occasion: Occasion,
    invitation: Invitation,
    stamp: datetime,
    seen: tuple[AgendaItem, ...],
    page: str,
) -> MeetingEvent:
    # A taken-back invitation names nobody else: clients would take the meeting from them, too (RFC 5546, 3.2.5).
    shows_others = occasion.meeting.body.shows_attendees and invitation.removed_at is None
    listed = occasion.attendees if shows_others else ()
    others = [row for row in listed if row.pk != invitation.pk and row.person.email]
    return MeetingEvent(
        uid=occasion.meeting.uid,
        sequence=occasion.sequence,
        dtstamp=stamp,
        starts_at=occasion.starts_at,
        ends_at=occasion.ends_at,
        summary=occasion.meeting.body.name,
        description=describe(_agenda_lines(seen), access=_access(occasion.place), portal_url=page),
        location=_location(occasion.place),
        url=page,
        organizer=(sender_name(occasion.authority), occasion.authority.mailbox),
        attendees=tuple(_attendee(row, occasion.sequence) for row in (invitation, *others)),
    )


def _attendee(row: Invitation, sequence: int) -> CalendarPerson:
    current = row.answered_sequence is not None and row.answered_sequence >= sequence
    return CalendarPerson(
        name=str(row.person),
        email=row.person.email,
        role=_ROLES[InvitationRole(row.role)],
        partstat=_PARTSTAT[Answer(row.answer)] if current else PartStat.NEEDS_ACTION,
    )


def _agenda_lines(items: Sequence[AgendaItem]) -> tuple[AgendaLine, ...]:
    return tuple(AgendaLine(number=item.number, title=item.title, public=item.public) for item in items)


def _agenda(items: Sequence[AgendaItem]) -> tuple[str, ...]:
    """Return the agenda as one paragraph."""
    return (describe(_agenda_lines(items)),) if items else ()


def _location(place: str) -> str:
    """Return the room, or "online" where there is none."""
    first = place.partition("\n")[0]
    return "online" if first.startswith(("http://", "https://")) else first


def _access(place: str) -> str:
    """Return link and dial-in."""
    lines = place.split("\n")
    return " ".join(lines if _location(place) == "online" else lines[1:])


def _papers(authority: Authority, items: Sequence[AgendaItem]) -> tuple[PaperLink, ...]:
    return tuple(
        PaperLink(
            number=f"TOP {item.number}",
            title=item.paper.title,
            url=portal_link(authority, "paper", item.paper.public_id),
            public=item.public,
        )
        for item in items
        if item.paper is not None
    )


def answer_links(invitation: Invitation) -> tuple[Link, ...]:
    """Return the links of a mail that show the answer page; nothing is answered by opening them."""
    address = installation_link("answer_link", link_key(invitation))
    return tuple(Link(label=label, url=f"{address}?antwort={answer}") for answer, label in _ANSWER_LABELS)


def changes_in_words(occasion: Occasion, invitation: Invitation) -> tuple[Change, ...]:
    """Return what changed for this recipient, old → new, in German; non-public titles stay unsaid."""
    untold, found = occasion.untold, []
    if untold.old_time:
        found.append(
            Change(
                label=mail_text.TIME,
                old=mail_text.when(*untold.old_time),
                new=mail_text.when(occasion.starts_at, occasion.ends_at),
            )
        )
    if untold.old_place is not None:
        found.append(Change(label=mail_text.PLACE, old=untold.old_place, new=occasion.place))
    for item in _seen_by(untold.removed, invitation):
        found.append(Change(label=f"TOP {item.number}", old=_title(item), new="abgesetzt"))
    for item in _seen_by(untold.added, invitation):
        found.append(Change(label=f"Nachtrag, TOP {item.number}", old="", new=_title(item)))
    return tuple(found)


def _title(item: AgendaItem) -> str:
    return public_title(item.title, public=item.public)


def download_event(meeting: Meeting, items: Sequence[AgendaItem]) -> MeetingEvent:
    """Return the event of a download with the items its reader may see: same UID, nobody listed."""
    page = portal_link(meeting.body.authority, "meeting", meeting.public_id)
    cancelled = meeting.state == MeetingState.CANCELLED
    return MeetingEvent(
        uid=meeting.uid,
        sequence=meeting.sequence,
        dtstamp=clock.now(),
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        summary=meeting.body.name,
        description=describe(_agenda_lines(items), access=_access(place_of(meeting)), portal_url=page),
        location=_location(place_of(meeting)),
        url=page,
        organizer=(sender_name(meeting.body.authority), meeting.body.authority.mailbox),
        status=Status.CANCELLED if cancelled else Status.CONFIRMED,
    )
