"""Who takes part: arrival, departure, deputies, corrections, recusals (process.md, edge cases 5 to 8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db.models import Q

from governance.access.attendance import may_record, may_recuse
from governance.access.viewer import Viewer
from governance.models import (
    AgendaItem,
    Attendance,
    Elector,
    ItemGuest,
    Meeting,
    Motion,
    Person,
    Recusal,
    Seat,
    Vote,
)
from governance.queries.attendance import Room, SeatInRoom, interval_of, load_room
from governance.rules import clock
from governance.rules.characters import clean_line
from governance.rules.lifecycles import ItemState, MeetingState, VoteState
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, check_version, lock, record, save, use_case

MAX_GROUND = 300
EARLIEST_ARRIVAL = timedelta(hours=12)
"""People come before the session is opened, but not the day before."""


def locked_session(by: Viewer, meeting_id: str, allowed: Callable[[Viewer, Meeting], bool]) -> Meeting:
    """Lock a meeting of the viewer's authority; raises `DoesNotExist`, `Forbidden` unless `allowed`, and `Refused`
    unless it is in session. Access comes first: whoever may not act does not learn the state.
    """
    meeting: Meeting = lock(
        Meeting.objects.filter(body__authority=by.authority).select_related("body"), public_id=meeting_id
    )
    if not allowed(by, meeting):
        raise Forbidden(by, meeting)
    if meeting.state != MeetingState.IN_SESSION:
        raise Refused(Message(mark("The session is not running.")))
    return meeting


def _recording(by: Viewer, meeting_id: str) -> Meeting:
    return locked_session(by, meeting_id, may_record)


def _checked(meeting: Meeting, at: datetime | None) -> datetime:
    """Return the moment of an arrival or departure; raises `Refused` for one outside the session."""
    moment = at or clock.now()
    start = (meeting.opened_at or meeting.starts_at) - EARLIEST_ARRIVAL
    if moment > clock.now() + timedelta(minutes=1):
        raise Refused(Message(mark("The time lies in the future.")))
    if moment < start:
        raise Refused(Message(mark("The time lies long before the session.")))
    return moment


def _place(room: Room, seat_id: str) -> SeatInRoom:
    for place in room.seats:
        if place.seat.public_id == seat_id:
            return place
    raise Seat.DoesNotExist


@use_case("attendance.arrive")
def record_arrival(
    *,
    by: Viewer,
    meeting_id: str,
    person_id: str,
    seat_id: str = "",
    at: datetime | None = None,
    remote: bool = False,
) -> Attendance:
    """Record that a person came: as holder or deputy of a seat, or without a seat as guest of an item.

    `at` is an aware moment, now by default. A deputy sits only while the holder is away; when the holder
    comes, the deputy yields. Raises `Refused` when the person is there already or may not sit in the seat.
    """
    meeting = _recording(by, meeting_id)
    moment = _checked(meeting, at)
    person = Person.objects.get(authority=by.authority, public_id=person_id)
    if seat_id:
        stay = _take_seat(meeting, _place(load_room(meeting), seat_id), person, moment, remote=remote)
    else:
        stay = _come_as_guest(meeting, person, moment, remote=remote)
    record(by, "attendance.arrived", meeting, {"person": person.public_id, "seat": seat_id})
    return stay


def _take_seat(meeting: Meeting, place: SeatInRoom, person: Person, moment: datetime, *, remote: bool) -> Attendance:
    if person.pk not in {other.pk for other in place.people}:
        raise Refused(
            Message(mark("%(person)s neither holds nor represents the seat %(seat)s."), _names(person, place))
        )
    as_deputy = _is_deputy(place, person)
    present = next((stay for stay in place.stays if stay.left_at is None), None)
    if present is not None and present.person_id == person.pk:
        raise Refused(Message(mark("%(person)s is entered as present already."), {"person": str(person)}))
    if present is not None and (as_deputy and not present.as_deputy):
        raise Refused(
            Message(
                mark("The seat %(seat)s is taken by its holder; a deputy sits there only while the holder is away."),
                _names(person, place),
            )
        )
    return _enter(meeting, place, person, moment, remote=remote)


def _enter(meeting: Meeting, place: SeatInRoom, person: Person, moment: datetime, *, remote: bool) -> Attendance:
    """Let a person sit down; whoever sits there leaves at that moment."""
    _rise(place, moment)
    stay = Attendance(
        meeting=meeting, seat=place.seat, person=person, as_deputy=_is_deputy(place, person), remote=remote,
        arrived_at=moment,
    )  # fmt: skip
    _refuse_overlap(stay)
    stay.save()
    return stay


def _rise(place: SeatInRoom, moment: datetime) -> None:
    for stay in place.stays:
        if stay.left_at is None:
            stay.left_at = max(moment, stay.arrived_at)
            save(stay)


def _is_deputy(place: SeatInRoom, person: Person) -> bool:
    return place.holder is None or person.pk != place.holder.pk


def _refuse_overlap(stay: Attendance) -> None:
    """Raise `Refused` if another stay in the same seat shares a moment with `stay`."""
    others = Attendance.objects.filter(meeting=stay.meeting_id, seat=stay.seat_id, seat__isnull=False)
    for other in others.exclude(pk=stay.pk).select_related("person"):
        if interval_of(stay).overlaps(interval_of(other)):
            raise Refused(Message(mark("At that time the seat is taken by %(person)s."), {"person": str(other.person)}))


def _names(person: Person, place: SeatInRoom) -> dict[str, object]:
    return {"person": str(person), "seat": place.seat.name}


def _come_as_guest(meeting: Meeting, person: Person, moment: datetime, *, remote: bool) -> Attendance:
    if not ItemGuest.objects.filter(item__meeting=meeting, person=person).exists():
        raise Refused(Message(mark("%(person)s is not invited to any item of this session."), {"person": str(person)}))
    if Attendance.objects.filter(meeting=meeting, seat=None, person=person, left_at=None).exists():
        raise Refused(Message(mark("%(person)s is entered as present already."), {"person": str(person)}))
    return Attendance.objects.create(meeting=meeting, person=person, remote=remote, arrived_at=moment)


@use_case("attendance.leave")
def record_departure(*, by: Viewer, meeting_id: str, attendance_id: str, at: datetime | None = None) -> Attendance:
    """Record that somebody left; `at` is an aware moment, now by default."""
    meeting = _recording(by, meeting_id)
    stay = lock(Attendance.objects.filter(meeting=meeting), public_id=attendance_id)
    if stay.left_at is not None:
        raise Refused(Message(mark("The departure is entered already.")))
    stay.left_at = _checked(meeting, at)
    if stay.left_at < stay.arrived_at:
        raise Refused(Message(mark("Nobody leaves before having arrived.")))
    save(stay)
    record(by, "attendance.left", meeting, {"attendance": stay.public_id})
    return stay


@use_case("attendance.room")
def record_room(
    *,
    by: Viewer,
    meeting_id: str,
    occupants: Mapping[str, str],
    remote: frozenset[str] = frozenset(),
    at: datetime | None = None,
    seen: Mapping[str, str] | None = None,
) -> int:
    """Enter the whole room at once; return how many seats changed.

    `occupants` maps a seat's public id to the public id of who sits there, or to "" for nobody; seats that
    are not named stay as they are. `remote` names the seats that take part online. Whoever is entered already
    stays entered. `seen` says in the same way who sat there when the page was loaded; raises `Refused` where
    somebody else has changed such a seat since.
    """
    meeting = _recording(by, meeting_id)
    moment = _checked(meeting, at)
    room = load_room(meeting)
    changed = 0
    for seat_id, person_id in occupants.items():
        place = _place(room, seat_id)
        if seen is not None:
            _refuse_unseen(place, wanted=person_id, seen=seen.get(seat_id, ""))
        changed += _occupy(meeting, place, person_id, moment, remote=seat_id in remote)
    if changed:
        record(by, "attendance.room_entered", meeting, {"seats": changed})
    return changed


def _refuse_unseen(place: SeatInRoom, *, wanted: str, seen: str) -> None:
    """Raise `Refused` if the seat is neither as the operator saw it nor as they want it."""
    present = next((stay.person for stay in place.stays if stay.left_at is None), None)
    if (present.public_id if present else "") in {wanted, seen}:
        return
    if present is None:
        text = mark("Somebody else has changed the seat %(seat)s: nobody sits there now. Load the page again.")
    else:
        text = mark("Somebody else has changed the seat %(seat)s: %(person)s sits there now. Load the page again.")
    raise Refused(Message(text, {"seat": place.seat.name, "person": str(present or "")}))


def _occupy(meeting: Meeting, place: SeatInRoom, person_id: str, moment: datetime, *, remote: bool) -> bool:
    """Bring one seat to the wanted state; return whether something changed."""
    present = next((stay for stay in place.stays if stay.left_at is None), None)
    if present is not None and present.person.public_id == person_id:
        if present.remote == remote:
            return False
        present.remote = remote
        save(present)
        return True
    if present is None and not person_id:
        return False
    if not person_id:
        _rise(place, moment)
    else:
        person = next((other for other in place.people if other.public_id == person_id), None)
        if person is None:
            raise Refused(
                Message(
                    mark("Somebody was chosen who cannot sit in the seat %(seat)s."),
                    {"seat": place.seat.name},
                )
            )
        _enter(meeting, place, person, moment, remote=remote)
    return True


@use_case("attendance.correct")
def correct_attendance(
    *,
    by: Viewer,
    meeting_id: str,
    attendance_id: str,
    arrived_at: datetime,
    left_at: datetime | None,
    remote: bool,
    version: int | None,
) -> Attendance:
    """Correct the times of a stay while the session runs. Raises `Refused` where two stays in a seat would
    overlap.
    """
    meeting = _recording(by, meeting_id)
    stay = lock(Attendance.objects.filter(meeting=meeting), public_id=attendance_id)
    check_version(stay, version)
    stay.arrived_at = _checked(meeting, arrived_at)
    stay.left_at = _checked(meeting, left_at) if left_at else None
    stay.remote = remote
    if stay.left_at and stay.left_at < stay.arrived_at:
        raise Refused(Message(mark("Nobody leaves before having arrived.")))
    _refuse_overlap(stay)
    save(stay)
    record(by, "attendance.corrected", meeting, {"attendance": stay.public_id})
    return stay


@use_case("attendance.remove")
def remove_attendance(*, by: Viewer, meeting_id: str, attendance_id: str) -> None:
    """Take back an entry made by mistake. Raises `Refused` when the person stands in the electorate of a
    vote.
    """
    meeting = _recording(by, meeting_id)
    stay = lock(Attendance.objects.filter(meeting=meeting), public_id=attendance_id)
    if Elector.objects.filter(vote__item__meeting=meeting, seat=stay.seat, person=stay.person).exists():
        raise Refused(
            Message(mark("The person belongs to the electorate of a vote in this session; correct the times instead."))
        )
    stay.delete()
    record(by, "attendance.removed", meeting, {"attendance": attendance_id})


@use_case("recusal.record")
def recuse(*, by: Viewer, item_id: str, seat_id: str, ground: str) -> Recusal:
    """Record that a seat takes no part in deliberation and vote of one item, with the ground.

    A member does it for the own seat, the secretariat for any. Raises `Refused` once the matter has been put
    to the vote, because the electorate is frozen.
    """
    item, seat = _item_and_seat(by, item_id, seat_id)
    text = clean_line(ground)
    if not text:
        raise Refused(Message(mark("Please state the ground.")))
    if len(text) > MAX_GROUND:
        raise Refused(Message(mark("The ground is too long.")))
    if Recusal.objects.filter(item=item, seat=seat).exists():
        raise Refused(Message(mark("The seat %(seat)s is recused from this item already."), {"seat": seat.name}))
    place = _place(load_room(item.meeting), seat_id)
    sitting = place.sitting(clock.now())
    person = sitting.person if sitting else (place.people[0] if place.people else None)
    if person is None:
        raise Refused(Message(mark("The seat %(seat)s is vacant."), {"seat": seat.name}))
    if person != by.person and not may_record(by, item.meeting):
        raise Forbidden(by, item, "sits in another seat")
    recusal = Recusal.objects.create(
        item=item,
        seat=seat,
        person=person,
        ground=text,
        recorded_by=by.acting_person,
        recorded_at=clock.now(),
    )
    record(by, "recusal.recorded", item, {"seat": seat.public_id})
    return recusal


@use_case("recusal.lift")
def lift_recusal(*, by: Viewer, item_id: str, seat_id: str) -> None:
    """Take a recusal back; raises `Refused` once the matter has been put to the vote."""
    item, seat = _item_and_seat(by, item_id, seat_id)
    recusal = Recusal.objects.filter(item=item, seat=seat).first()
    if recusal is None:
        raise Refused(Message(mark("The seat %(seat)s is not recused from this item."), {"seat": seat.name}))
    if recusal.recorded_by != by.person and not may_record(by, item.meeting):
        raise Forbidden(by, item, "recorded by somebody else")
    recusal.delete()
    record(by, "recusal.lifted", item, {"seat": seat.public_id})


def _item_and_seat(by: Viewer, item_id: str, seat_id: str) -> tuple[AgendaItem, Seat]:
    items = AgendaItem.objects.filter(meeting__body__authority=by.authority).select_related("meeting__body")
    item = lock(items, public_id=item_id)
    seat = Seat.objects.get(body=item.meeting.body_id, public_id=seat_id)
    if not may_recuse(by, item.meeting, seat):
        raise Forbidden(by, item)
    if item.meeting.state != MeetingState.IN_SESSION:
        raise Refused(Message(mark("The session is not running.")))
    if item.state not in {ItemState.PLANNED, ItemState.CALLED}:
        raise Refused(Message(mark("The item is finished.")))
    votes = Vote.objects.filter(item=item)
    if votes.filter(Q(state=VoteState.OPEN) | Q(state=VoteState.CLOSED, motion=Motion.PROPOSAL)).exists():
        raise Refused(Message(mark("The electorate of this item is frozen: it has been put to the vote already.")))
    return item, seat
