"""Reading agendas: items with papers and guests, the running clock, what could still be put on. Constant
queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from governance.access.agendas import may_build_agenda, may_see_agenda, visible_items
from governance.access.viewer import Viewer
from governance.models import AgendaItem, DecisionPaper, ItemGuest, ItemKind, Meeting, Person
from governance.rules.lifecycles import ItemState
from governance.rules.text import Message
from governance.rules.time_budget import Slot, budget_of


@dataclass(frozen=True)
class Guest:
    """A guest of an item."""

    public_id: str
    name: str


@dataclass(frozen=True)
class PaperLine:
    """The paper of an item, pinned to a version once the agenda is sent out."""

    public_id: str
    number: str
    title: str
    version: int | None


@dataclass(frozen=True)
class ItemLine:
    """One item with its place on the running clock; moments are aware, `starts_at` is None off the agenda."""

    public_id: str
    version: int
    number: str
    title: str
    kind: str
    public: bool
    minutes: int
    presenter: str
    note: str
    paper: PaperLine | None
    guests: tuple[Guest, ...]
    state: str
    outcome: str
    outcome_reason: str
    supplement: int
    late_reason: str
    published: bool
    on_the_table: bool = False
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    too_long: bool = False
    past_the_end: bool = False

    @property
    def late(self) -> bool:
        """Whether the item came after the dispatch (Nachtrag)."""
        return self.supplement > 0

    @property
    def on_agenda(self) -> bool:
        """Whether the item was not taken off."""
        return self.state != ItemState.REMOVED

    @property
    def done(self) -> bool:
        """Whether the item has been dealt with."""
        return self.state in {ItemState.DONE, ItemState.POSTPONED}


@dataclass(frozen=True)
class AgendaView:
    """The agenda as the viewer may see it. `complete` is False for a guest, who sees single items.

    `guests` are the people invited to the items shown that are on the agenda.
    """

    items: tuple[ItemLine, ...]
    planned: int
    available: int
    overruns: tuple[Message, ...]
    complete: bool
    supplements: int
    guests: tuple[Person, ...] = ()

    @property
    def on_agenda(self) -> tuple[ItemLine, ...]:
        """The items without those taken off."""
        return tuple(item for item in self.items if item.on_agenda)


def published_items(meeting: Meeting) -> frozenset[str]:
    """Return the public ids of the items that the invited people were told of."""
    return frozenset(row[0] for row in (meeting.published or {}).get("items", ()))


def laid_on_the_table(item: AgendaItem, meeting: Meeting) -> bool:
    """Tell whether the paper of an item reached nobody before the session (Tischvorlage)."""
    is_late_paper = item.supplement > 0 and item.paper_id is not None
    return meeting.opened_at is not None and is_late_paper and item.public_id not in published_items(meeting)


def agenda_of(viewer: Viewer, meeting: Meeting) -> AgendaView:
    """Return the agenda of `meeting` with two queries, whatever its length."""
    rows = list(
        visible_items(viewer)
        .filter(meeting=meeting)
        .select_related("paper", "paper_version")
        .prefetch_related(Prefetch("guests", ItemGuest.objects.select_related("person").order_by("pk")))
        .order_by("order", "pk")
    )
    complete = may_see_agenda(viewer, meeting)
    running = [row for row in rows if row.state != ItemState.REMOVED]
    # The clock of single items would betray the length of those a guest may not see.
    budget = budget_of(
        kind=meeting.body.kind,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        items=[(row.number, row.minutes_planned) for row in running] if complete else [],
    )
    slots = dict(zip((row.pk for row in running), budget.slots, strict=False))
    known = published_items(meeting)
    return AgendaView(
        items=tuple(_line(row, slots, known, laid_on_the_table(row, meeting)) for row in rows),
        planned=budget.planned,
        available=budget.available,
        overruns=budget.overruns,
        complete=complete,
        supplements=max((row.supplement for row in rows), default=0),
        guests=tuple({guest.person_id: guest.person for row in running for guest in row.guests.all()}.values()),
    )


def _line(row: AgendaItem, slots: Mapping[int, Slot], known: frozenset[str], on_the_table: bool) -> ItemLine:
    slot = slots.get(row.pk)
    return ItemLine(
        public_id=row.public_id,
        version=row.version,
        number=row.number,
        title=row.title,
        kind=row.kind,
        public=row.public,
        minutes=row.minutes_planned,
        presenter=row.presenter,
        note=row.note,
        paper=_paper(row),
        guests=tuple(Guest(guest.person.public_id, str(guest.person)) for guest in row.guests.all()),
        state=row.state,
        outcome=row.get_outcome_display() if row.outcome else "",
        outcome_reason=row.outcome_reason,
        supplement=row.supplement,
        late_reason=row.late_reason,
        published=row.public_id in known,
        on_the_table=on_the_table,
        starts_at=slot.starts_at if slot else None,
        ends_at=slot.ends_at if slot else None,
        too_long=bool(slot and slot.too_long),
        past_the_end=bool(slot and slot.past_the_end),
    )


def _paper(row: AgendaItem) -> PaperLine | None:
    if row.paper is None:
        return None
    version = row.paper_version.ordinal if row.paper_version else None
    return PaperLine(row.paper.public_id, row.paper.number, row.paper.title, version)


def find_item(viewer: Viewer, public_id: str) -> AgendaItem:
    """Return one item with its meeting; raises `AgendaItem.DoesNotExist` for unknown and forbidden alike."""
    item: AgendaItem = (
        visible_items(viewer)
        .select_related("meeting__body__authority", "paper", "paper_version")
        .prefetch_related("guests__person")
        .get(public_id=public_id)
    )
    return item


def papers_waiting(viewer: Viewer, meeting: Meeting) -> QuerySet[DecisionPaper]:
    """Return the released papers of the body that lie on no agenda, for whoever builds this one."""
    if not may_build_agenda(viewer, meeting):
        return DecisionPaper.objects.none()
    return DecisionPaper.objects.awaiting_meeting().filter(body=meeting.body).order_by("number", "pk")


def has_item_of_kind(meeting: Meeting, kind: ItemKind) -> bool:
    """Tell whether an item of `kind` stands on the agenda."""
    return AgendaItem.objects.on_agenda().filter(meeting=meeting, kind=kind).exists()
