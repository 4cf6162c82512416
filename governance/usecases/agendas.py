"""Building agendas: items, their order, papers and guests; late items after dispatch (meetings.md,
Agenda)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import F, Max

from governance.access.agendas import may_build_agenda, visible_items
from governance.access.viewer import Viewer
from governance.models import AgendaItem, DecisionPaper, ItemGuest, ItemKind, Meeting, PaperVersion, Person
from governance.queries.agendas import has_item_of_kind, published_items
from governance.rules.characters import clean_line, clean_lines
from governance.rules.lifecycles import ItemState, MeetingState, PaperState
from governance.rules.outcomes import Outcome
from governance.rules.text import Message, mark
from governance.usecases import papers
from governance.usecases.foundation import (
    Forbidden,
    Refused,
    advance,
    check_version,
    lock,
    record,
    save,
    use_case,
)
from governance.usecases.meetings import locked_meeting, reason_from

LONGEST_ITEM = 600
MOST_ITEMS = 200
FROZEN = mark("The agenda has been sent out and is fixed. Add a late item instead.")
WHY_LATE = mark("Say why the item comes late.")
WHY_REMOVED = mark("Say why the item is taken off.")


@dataclass(frozen=True, kw_only=True)
class ItemFacts:
    """What a person types about an item; `paper_id` is the public id of a released paper of the body, or
    empty."""

    title: str = ""
    kind: str = ItemKind.REPORT
    public: bool = True
    minutes_planned: int = 15
    presenter: str = ""
    note: str = ""
    paper_id: str = ""


@use_case("agenda.add")
def add_item(*, by: Viewer, meeting_id: str, facts: ItemFacts) -> AgendaItem:
    """Put an item at the end of the agenda of a planned meeting; its paper is scheduled.

    Raises `Refused` once the agenda is sent out (then `add_late_item`), or for impossible facts.
    """
    meeting = locked_meeting(by, meeting_id)
    _must_be_open(meeting)
    item = _new_item(meeting, facts)
    item.save()
    _write_order(_with_miscellaneous_last(meeting))
    record(by, "agenda.item_added", item)
    return item


@use_case("agenda.add_late")
def add_late_item(*, by: Viewer, meeting_id: str, facts: ItemFacts, reason: str) -> AgendaItem:
    """Add a numbered late item (Nachtrag) to an agenda that was sent out; its paper is pinned at once.

    Items that were added since the last message are one supplement. Raises `Refused` without a reason.
    """
    meeting = locked_meeting(by, meeting_id)
    if meeting.state not in {MeetingState.INVITED, MeetingState.IN_SESSION}:
        raise Refused(Message(mark("Late items belong to an agenda that has been sent out.")))
    item = _new_item(meeting, facts)
    item.late_reason = reason_from(reason, missing=WHY_LATE)[:300]
    item.supplement = _supplement(meeting)
    item.number = str(_highest_number(meeting) + 1)
    pin(item)
    item.save()
    record(by, "agenda.late_item_added", item, {"supplement": item.supplement})
    return item


def _supplement(meeting: Meeting) -> int:
    """Return the number of the supplement that is still open, or the next one."""
    told = published_items(meeting)
    latest = meeting.items.filter(supplement__gt=0).order_by("-supplement").first()
    if latest is None:
        return 1
    number: int = latest.supplement
    return number if latest.public_id not in told else number + 1


def _highest_number(meeting: Meeting) -> int:
    numbers = [item.number for item in meeting.items.all() if item.number.isdigit()]
    return max((int(number) for number in numbers), default=0)


@use_case("agenda.add_usual")
def add_usual_items(*, by: Viewer, meeting_id: str) -> tuple[AgendaItem, ...]:
    """Put the items that every session has on a planned agenda, those that are missing."""
    meeting = locked_meeting(by, meeting_id)
    _must_be_open(meeting)
    usual = (
        (ItemKind.FORMALITY, "Eröffnung, Ladung und Beschlussfähigkeit", 10),
        (ItemKind.MISCELLANEOUS, "Verschiedenes", 15),
    )
    added = []
    for kind, title, minutes in usual:
        if not has_item_of_kind(meeting, kind):
            item = _new_item(meeting, ItemFacts(title=title, kind=kind, minutes_planned=minutes))
            if kind is ItemKind.FORMALITY:
                meeting.items.update(order=F("order") + 1)
                item.order = 0
            item.save()
            added.append(item)
    renumber(meeting)
    record(by, "agenda.usual_items_added", meeting, {"count": len(added)})
    return tuple(added)


def new_report(meeting: Meeting, title: str, *, minutes: int, note: str) -> AgendaItem:
    """Put a report item on the planned agenda of a locked meeting, before the miscellaneous; return it."""
    item = _new_item(meeting, ItemFacts(title=title, kind=ItemKind.REPORT, minutes_planned=minutes, note=note))
    item.save()
    _write_order(_with_miscellaneous_last(meeting))
    item.refresh_from_db()
    return item


def _with_miscellaneous_last(meeting: Meeting) -> list[AgendaItem]:
    """Return the items in their order after one was added; miscellaneous stays the last item."""
    rows = list(meeting.items.order_by("order", "pk"))
    if len(rows) > 1 and rows[-2].kind == ItemKind.MISCELLANEOUS != rows[-1].kind:
        rows[-2:] = reversed(rows[-2:])
    return rows


@use_case("agenda.edit")
def edit_item(*, by: Viewer, item_id: str, facts: ItemFacts, version: int | None = None) -> AgendaItem:
    """Change an item, of a planned agenda or of a supplement nobody was told of yet. Raises `Stale`,
    `Refused`."""
    item = _locked_item(by, item_id)
    check_version(item, version)
    for name, value in _checked(facts, item.meeting, current=item.paper).items():
        setattr(item, name, value)
    wanted = _paper(item.meeting, facts.paper_id, current=item.paper)
    if wanted != item.paper:
        _give_back(item.paper)
        item.paper = _take(wanted)
        item.paper_version = None
    if item.supplement:
        pin(item)
    save(item)
    record(by, "agenda.item_changed", item)
    return item


@use_case("agenda.move")
def move_item(*, by: Viewer, item_id: str, direction: Literal["up", "down"]) -> AgendaItem:
    """Let an item change places with its neighbour; at the end of the agenda nothing happens."""
    item = _locked_item(by, item_id)
    _must_be_open(item.meeting)
    rows = list(item.meeting.items.order_by("order", "pk"))
    place = next(index for index, row in enumerate(rows) if row.pk == item.pk)
    other = place + (-1 if direction == "up" else 1)
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    _write_order(rows)
    item.refresh_from_db()
    record(by, "agenda.item_moved", item, {"direction": direction})
    return item


@use_case("agenda.remove")
def remove_item(*, by: Viewer, item_id: str, reason: str = "") -> Meeting:
    """Take an item off; its paper is free again. After dispatch it stays on the page as removed, with a
    reason."""
    item = _locked_item(by, item_id, also_frozen=True)
    meeting = item.meeting
    if item.state != ItemState.PLANNED:
        raise Refused(Message(mark("An item that was called is concluded in the session.")))
    _give_back(item.paper)
    record(by, "agenda.item_removed", item)
    if meeting.state == MeetingState.PLANNED or item.public_id not in published_items(meeting):
        item.delete()
        if meeting.state == MeetingState.PLANNED:
            renumber(meeting)
        return meeting
    item.outcome_reason = reason_from(reason, missing=WHY_REMOVED)
    item.outcome = Outcome.REMOVED
    advance(item, "remove")
    save(item)
    return meeting


@use_case("agenda.add_guest")
def add_guest(*, by: Viewer, item_id: str, person_id: str) -> ItemGuest:
    """Invite a guest to an item; after dispatch `send_update` sends the invitation."""
    item = _locked_item(by, item_id, also_frozen=True)
    person = Person.objects.filter(authority=by.authority, is_active=True, public_id=person_id).first()
    if person is None:
        raise Refused(Message(mark("This person is not known.")))
    guest, _created = ItemGuest.objects.get_or_create(item=item, person=person)
    record(by, "agenda.guest_added", item, {"person": person.public_id})
    return guest


@use_case("agenda.remove_guest")
def remove_guest(*, by: Viewer, item_id: str, person_id: str) -> AgendaItem:
    """Take a guest off an item; after dispatch `send_update` takes the invitation back."""
    item = _locked_item(by, item_id, also_frozen=True)
    item.guests.filter(person__public_id=person_id).delete()
    record(by, "agenda.guest_removed", item, {"person": person_id[:16]})
    return item


def pin(item: AgendaItem) -> None:
    """Pin the paper of an item to its newest version; the caller saves the item."""
    if item.paper is not None:
        item.paper_version = PaperVersion.objects.filter(paper=item.paper).order_by("-ordinal").first()


def release_items(meeting: Meeting, *, reason: str) -> None:
    """Postpone every pending item of a locked meeting and free its paper: the meeting does not take place."""
    for item in meeting.items.pending().select_for_update(of=("self",)):
        _give_back(item.paper)
        item.outcome = Outcome.POSTPONED
        item.outcome_reason = reason
        advance(item, "postpone")
        save(item)


def copy_items(source: Meeting, target: Meeting) -> None:
    """Put the items of a cancelled meeting on the planned `target`, with papers that are free and with
    guests."""
    for old in source.items.exclude(state=ItemState.REMOVED).order_by("order", "pk"):
        item = AgendaItem(
            meeting=target, order=old.order, title=old.title, kind=old.kind, public=old.public,
            minutes_planned=old.minutes_planned, presenter=old.presenter, note=old.note,
        )  # fmt: skip
        if old.paper is not None and old.paper.state == PaperState.RELEASED:
            item.paper = _take(old.paper)
        item.save()
        ItemGuest.objects.bulk_create(ItemGuest(item=item, person=guest.person) for guest in old.guests.all())
    renumber(target)


def renumber(meeting: Meeting) -> None:
    """Number the items of a planned meeting 1, 2, 3 … in their order."""
    _write_order(list(meeting.items.order_by("order", "pk")))


def _write_order(rows: list[AgendaItem]) -> None:
    for place, row in enumerate(rows):
        if row.order != place or row.number != str(place + 1):
            AgendaItem.objects.filter(pk=row.pk).update(order=place, number=str(place + 1))


def _locked_item(by: Viewer, item_id: str, *, also_frozen: bool = False) -> AgendaItem:
    """Lock meeting and item, in this order; refuse if the item is fixed, unless `also_frozen`."""
    known = visible_items(by).select_related("meeting__body").get(public_id=item_id)
    if not may_build_agenda(by, known.meeting):
        raise Forbidden(by, known)
    meeting = locked_meeting(by, known.meeting.public_id)
    item: AgendaItem = lock(AgendaItem.objects.filter(meeting=meeting), public_id=item_id)
    item.meeting = meeting
    if meeting.state in {MeetingState.CLOSED, MeetingState.CANCELLED}:
        raise Refused(Message(mark("The meeting is over; its agenda is fixed.")))
    fixed = meeting.state != MeetingState.PLANNED and item.public_id in published_items(meeting)
    if fixed and not also_frozen:
        raise Refused(Message(FROZEN))
    return item


def _must_be_open(meeting: Meeting) -> None:
    if meeting.state != MeetingState.PLANNED:
        raise Refused(Message(FROZEN))


def _new_item(meeting: Meeting, facts: ItemFacts) -> AgendaItem:
    if meeting.items.count() >= MOST_ITEMS:
        raise Refused(Message(mark("An agenda has at most %(count)s items."), {"count": MOST_ITEMS}))
    paper = _paper(meeting, facts.paper_id)
    last = meeting.items.aggregate(last=Max("order"))["last"]
    return AgendaItem(
        meeting=meeting,
        order=0 if last is None else last + 1,
        paper=_take(paper),
        **_checked(facts, meeting, current=paper),
    )


def _checked(facts: ItemFacts, meeting: Meeting, *, current: DecisionPaper | None) -> Mapping[str, Any]:
    """Return the facts as they are stored; an item without a title takes that of its paper."""
    paper = _paper(meeting, facts.paper_id, current=current)
    title = clean_line(facts.title)[:200] or (paper.title if paper else "")
    if not title:
        raise Refused(Message(mark("The item needs a title.")))
    if facts.kind not in ItemKind.values:
        raise Refused(Message(mark("This kind of item is not known.")))
    if not 0 < facts.minutes_planned <= LONGEST_ITEM:
        raise Refused(Message(mark("Plan between 1 and %(count)s minutes for an item."), {"count": LONGEST_ITEM}))
    return {
        "title": title,
        "kind": ItemKind.PAPER if paper else facts.kind,
        "public": facts.public,
        "minutes_planned": facts.minutes_planned,
        "presenter": clean_line(facts.presenter)[:160],
        "note": clean_lines(facts.note)[:2000],
    }


def _paper(meeting: Meeting, paper_id: str, current: DecisionPaper | None = None) -> DecisionPaper | None:
    """Return the paper of the body with this public id; only a released one, or the one that lies here
    already."""
    if not paper_id:
        return None
    if current is not None and current.public_id == paper_id:
        return current
    paper: DecisionPaper | None = DecisionPaper.objects.filter(body=meeting.body_id, public_id=paper_id).first()
    if paper is None or paper.state != PaperState.RELEASED:
        raise Refused(Message(mark("Only a released paper of this body can be put on the agenda.")))
    return paper


def _take(paper: DecisionPaper | None) -> DecisionPaper | None:
    """Lock a released paper and schedule it; two agendas never get the same one."""
    if paper is None:
        return None
    locked: DecisionPaper = lock(DecisionPaper.objects.all(), pk=paper.pk)
    papers.schedule(locked)
    return locked


def _give_back(paper: DecisionPaper | None) -> None:
    """Free the paper of an item that is taken off or postponed."""
    if paper is not None:
        locked = lock(DecisionPaper.objects.all(), pk=paper.pk)
        if locked.state == PaperState.SCHEDULED:
            papers.unschedule(locked)
