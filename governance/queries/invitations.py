"""Reading invitations: who is to be invited, what is not yet told, who comes, whether that is a quorum, the
ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from governance.access.invitations import answerable_invitations, may_answer
from governance.access.viewer import Viewer
from governance.models import (
    AgendaItem,
    Answer,
    Invitation,
    InvitationRole,
    Meeting,
    Person,
    Seat,
)
from governance.queries.agendas import published_items
from governance.queries.meetings import place_of
from governance.queries.procedure import rules_on
from governance.queries.seating import SeatHolding, holdings_on, seats_held_on
from governance.rules import clock
from governance.rules.lifecycles import ItemState, MeetingState
from governance.rules.quorum import Electorate, QuorumResult, SeatFact, quorum
from governance.rules.text import Message, mark


@dataclass(frozen=True)
class Invitee:
    """Somebody who is to be invited, or is and no longer should be (`wanted` False)."""

    person: Person
    role: InvitationRole
    seat: Seat | None
    invitation: Invitation | None
    wanted: bool = True

    @property
    def is_new(self) -> bool:
        """Whether the person has not been invited yet, or was and is invited again."""
        return self.wanted and not self.is_invited

    @property
    def is_invited(self) -> bool:
        """Whether an invitation stands."""
        return self.invitation is not None and self.invitation.removed_at is None

    @property
    def is_to_go(self) -> bool:
        """Whether the invitation is to be taken back."""
        return not self.wanted and self.is_invited


@dataclass(frozen=True)
class InvitationPlan:
    """Who gets what. `vacant` seats have no holder on the day, `as_needed` seats are not invited by
    themselves."""

    invitees: tuple[Invitee, ...]
    vacant: tuple[Seat, ...]
    as_needed: tuple[Seat, ...]
    seats: tuple[SeatHolding, ...]

    @property
    def wanted(self) -> tuple[Invitee, ...]:
        """Those who are to be invited."""
        return tuple(row for row in self.invitees if row.wanted)

    @property
    def unreachable(self) -> tuple[Invitee, ...]:
        """Those without an e-mail address, who get the invitation on paper."""
        return tuple(row for row in self.wanted if not row.person.email)


def plan_of(meeting: Meeting, guests: Iterable[Person] | None = None) -> InvitationPlan:
    """Return who is to be invited to `meeting`: holders on its day, invited deputies, guests of its items.

    `guests` that were read already save a query.
    """
    day = clock.local_date(meeting.starts_at)
    seats = holdings_on(meeting.body_id, day)
    known = {
        row.person_id: row
        for row in Invitation.objects.filter(meeting=meeting).select_related("person", "seat", "meeting")
    }
    found: dict[int, Invitee] = {}

    def add(person: Person, role: InvitationRole, seat: Seat | None) -> None:
        if person.is_active and person.pk not in found:
            found[person.pk] = Invitee(person, role, seat, known.get(person.pk))

    vacant, as_needed = [], []
    for row in sorted(seats, key=lambda one: not one.chairs):
        if row.seat.as_needed and not row.seat.voting:
            as_needed.append(row.seat)
        elif row.holder is None:
            vacant.append(row.seat)
        else:
            add(row.holder, _role(row), row.seat)
    for row in seats:
        for deputy in row.deputies:
            invited = known.get(deputy.pk)
            if invited is not None and invited.seat_id == row.seat.pk and _stands_in(invited):
                add(deputy, InvitationRole.DEPUTY, row.seat)
    for guest in _guests(meeting) if guests is None else guests:
        add(guest, InvitationRole.GUEST, None)
    gone = [
        Invitee(row.person, InvitationRole(row.role), row.seat, row, wanted=False)
        for key, row in known.items()
        if key not in found
    ]
    return InvitationPlan((*found.values(), *gone), tuple(vacant), tuple(as_needed), seats)


def _stands_in(invitation: Invitation) -> bool:
    return invitation.role == InvitationRole.DEPUTY and invitation.removed_at is None


def _role(row: SeatHolding) -> InvitationRole:
    if row.chairs:
        return InvitationRole.CHAIR
    return InvitationRole.MEMBER if row.seat.voting else InvitationRole.ADVISORY


def _guests(meeting: Meeting) -> Iterable[Person]:
    items = AgendaItem.objects.filter(meeting=meeting).exclude(state=ItemState.REMOVED)
    return Person.objects.filter(guest_items__item__in=items).distinct().order_by("last_name", "pk")


@dataclass(frozen=True)
class Untold:
    """What differs from what the invited people were last told. Times are aware, places have lines.

    `begins_anew`: the meeting begins at another time, so its notice period is checked again.
    """

    old_time: tuple[datetime, datetime] | None = None
    old_place: str | None = None
    added: tuple[AgendaItem, ...] = ()
    removed: tuple[AgendaItem, ...] = ()
    joining: tuple[Invitee, ...] = ()
    leaving: tuple[Invitee, ...] = ()
    begins_anew: bool = False

    def concerns(self, row: Invitee) -> bool:
        """Whether somebody who is invited has to be told: guests of their own items and of nothing else."""
        if self.old_time or self.old_place is not None:
            return True
        items = (*self.added, *self.removed)
        if row.role != InvitationRole.GUEST:
            return bool(items)
        return any(guest.person_id == row.person.pk for item in items for guest in item.guests.all())

    def __bool__(self) -> bool:
        return bool(
            self.old_time or self.old_place is not None or self.added or self.removed or self.joining or self.leaving
        )


def untold(meeting: Meeting, plan: InvitationPlan) -> Untold:
    """Return what has to be told by an update; nothing while the meeting is not sent out or is over."""
    stored = meeting.published
    if not stored or meeting.state not in {MeetingState.INVITED, MeetingState.IN_SESSION}:
        return Untold()
    old_time = (datetime.fromisoformat(stored["starts_at"]), datetime.fromisoformat(stored["ends_at"]))
    told = published_items(meeting)
    rows = AgendaItem.objects.filter(meeting=meeting).select_related("paper").prefetch_related("guests")
    items = list(rows.order_by("order", "pk"))
    on_agenda = [item for item in items if item.state != ItemState.REMOVED]
    still = {item.public_id for item in on_agenda}
    return Untold(
        old_time=old_time if old_time != (meeting.starts_at, meeting.ends_at) else None,
        old_place=stored["place"] if stored["place"] != place_of(meeting) else None,
        added=tuple(item for item in on_agenda if item.public_id not in told),
        removed=tuple(item for item in items if item.public_id in told and item.public_id not in still),
        joining=tuple(row for row in plan.invitees if row.is_new),
        leaving=tuple(row for row in plan.invitees if row.is_to_go),
        begins_anew=old_time[0] != meeting.starts_at,
    )


def differs_from_told(meeting: Meeting) -> bool:
    """Tell whether time or place of an invited meeting were changed and the message about it is still to
    come."""
    stored = meeting.published
    if not stored or meeting.state != MeetingState.INVITED:
        return False
    told = (datetime.fromisoformat(stored["starts_at"]), datetime.fromisoformat(stored["ends_at"]))
    return told != (meeting.starts_at, meeting.ends_at) or stored["place"] != place_of(meeting)


def own_invitations(viewer: Viewer, meeting: Meeting, plan: InvitationPlan | None = None) -> tuple[Invitation, ...]:
    """Return the invitations to `meeting` that the viewer may answer: the own one first, then those of
    members.

    A `plan` that was read already saves the query.
    """
    if plan is None:
        rows = list(answerable_invitations(viewer).filter(meeting=meeting).select_related("person", "seat"))
    else:
        rows = [row.invitation for row in plan.invitees if row.invitation is not None]
    for row in rows:
        row.meeting = meeting
    mine = viewer.person.pk if viewer.person else 0
    return tuple(sorted((row for row in rows if may_answer(viewer, row)), key=lambda row: row.person_id != mine))


def own_seats(meeting: Meeting, own: tuple[Invitation, ...]) -> list[tuple[Invitation, str]]:
    """Return each invitation with the names of all seats that the person holds: one invitation, one answer for all."""
    day = clock.local_date(meeting.starts_at)
    held = seats_held_on(meeting.body_id, day, [row.person_id for row in own]) if own else {}
    return [(row, ", ".join(held.get(row.person_id, ())) or (row.seat.name if row.seat else "")) for row in own]


def forecast(meeting: Meeting, plan: InvitationPlan) -> QuorumResult | None:
    """Return the quorum with the present answers: a seat counts if its holder or an invited deputy accepted.

    None where no rules of procedure say what a quorum is.
    """
    rules = rules_on(meeting.body_id, clock.local_date(meeting.starts_at))
    if rules is None:
        return None
    answers = {
        row.person.pk: (row, row.invitation.current_answer if row.invitation else Answer.NONE) for row in plan.wanted
    }

    def comes(seat: SeatHolding) -> bool:
        """Whether the holder, of however many seats, or a deputy invited for this one accepted."""
        holder = bool(seat.holder and seat.holder.pk in answers and answers[seat.holder.pk][1] == Answer.ACCEPTED)
        return holder or any(
            row.role == InvitationRole.DEPUTY and row.seat == seat.seat and given == Answer.ACCEPTED
            for row, given in answers.values()
        )

    facts = tuple(
        SeatFact(
            seat=row.seat.public_id,
            voting=row.seat.voting,
            filled=row.filled,
            present=comes(row),
        )
        for row in plan.seats
    )
    return quorum(rules, Electorate(facts))


def unanswered(plan: InvitationPlan) -> tuple[Invitation, ...]:
    """Return the invitations of the plan without an answer to the meeting as it was last told."""
    return tuple(
        row.invitation
        for row in plan.wanted
        if row.invitation is not None and not row.is_new and row.invitation.current_answer == Answer.NONE
    )


def was_reminded_today(invitation: Invitation) -> bool:
    """Tell whether the person was reminded of their answer on this local day."""
    return invitation.reminded_at is not None and clock.local_date(invitation.reminded_at) == clock.today()


def obstacles(meeting: Meeting, plan: InvitationPlan) -> tuple[Message, ...]:
    """Return what stands against sending invitations out; empty if they can go."""
    found = []
    if meeting.starts_at <= clock.now():
        found.append(Message(mark("The meeting has begun already. Move it first.")))
    if not place_of(meeting):
        found.append(Message(mark("Place and link are missing. Say where the meeting takes place.")))
    if not AgendaItem.objects.on_agenda().filter(meeting=meeting).exists():
        found.append(Message(mark("The agenda is empty. Put at least one item on it.")))
    if not any(row.role != InvitationRole.GUEST for row in plan.wanted):
        found.append(Message(mark("No seat of the body is filled on that day. Nobody would be invited.")))
    mailbox = meeting.body.authority.mailbox.casefold()
    if any(row.person.email.casefold() == mailbox for row in plan.wanted):
        # Exchange drops an invitation whose organizer is invited (meetings.md, Invitations, row "sender").
        found.append(
            Message(
                mark("The functional mailbox %(mailbox)s is the address of an invited person. It only sends."),
                {"mailbox": meeting.body.authority.mailbox},
            )
        )
    return tuple(found)


def closed_for_answers(meeting: Meeting) -> Message | None:
    """Return why nobody can answer any more, or None."""
    if meeting.state == MeetingState.CANCELLED:
        return Message(mark("The meeting is cancelled. You need not answer."))
    if meeting.state == MeetingState.PLANNED:
        return Message(mark("The invitations have not been sent yet."))
    if meeting.state != MeetingState.INVITED or meeting.ends_at <= clock.now():
        return Message(mark("The meeting has begun or is over. It cannot be answered any more."))
    return None
