"""A session that runs: a steering group in its chamber, a paper on the agenda, everybody in their seats."""

from __future__ import annotations

from dataclasses import dataclass, replace

from governance.access.viewer import Viewer
from governance.documents.content import ResolutionPoint
from governance.documents.richtext import parse
from governance.documents.storage import to_data
from governance.models import (
    AgendaItem,
    DecisionPaper,
    ItemKind,
    Meeting,
    PaperVersion,
    Person,
    PlanningProcess,
    RulesOfProcedure,
    Seat,
    Vote,
)
from governance.queries.mandate_documents import laid_mandate
from governance.rules import clock
from governance.rules.chain import content_hash
from governance.rules.outcomes import MANDATE_SUBJECTS
from governance.rules.procedure import ProcedureRules
from governance.usecases.attendance import record_arrival, record_room
from governance.usecases.ballots import cast_ballot
from governance.usecases.sessions import call_item, open_session
from governance.usecases.votes import close_vote, open_vote, prepare_vote
from tests import factories as make
from tests.cast import Cast
from tests.documents.samples import PAPER

PROPOSAL = "Das Lenkungsgremium stellt das Thema fest."


@dataclass(frozen=True)
class Chamber:
    """The running session. `more` are voting seats beside the cast's three, with their holders."""

    cast: Cast
    meeting: Meeting
    item: AgendaItem
    process: PlanningProcess | None
    more: tuple[tuple[Seat, Person], ...]

    @property
    def secretariat(self) -> Viewer:
        return self.cast.viewer(self.cast.secretariat)

    @property
    def voters(self) -> list[tuple[Person, Seat]]:
        """Every present voter with the seat: chair, deputy chair, member, then the others."""
        own = [self.cast.chair, self.cast.deputy_chair, self.cast.member]
        pairs = list(zip(own, self.cast.seats[:3], strict=True))
        return pairs + [(person, seat) for seat, person in self.more]

    def viewer(self, person: Person) -> Viewer:
        return self.cast.viewer(person)

    def refresh(self) -> AgendaItem:
        return AgendaItem.objects.get(pk=self.item.pk)

    def open(self, **facts: str) -> Vote:
        """Call the item if needed, prepare a vote and open it."""
        if self.refresh().state == "planned":
            call_item(by=self.secretariat, item_id=self.item.public_id)
        vote = prepare_vote(by=self.secretariat, item_id=self.item.public_id, **facts)
        return open_vote(by=self.secretariat, vote_id=vote.public_id)

    def cast_all(self, vote: Vote, choices: str) -> None:
        """Cast one ballot per voter from letters: y, n, a; a dot casts nothing."""
        names = {"y": "yes", "n": "no", "a": "abstain"}
        for (person, seat), letter in zip(self.voters, choices, strict=False):
            if letter != ".":
                cast_ballot(
                    by=self.viewer(person), vote_id=vote.public_id, seat_id=seat.public_id, choice=names[letter]
                )

    def take(self, choices: str, **facts: str) -> Vote:
        """Take a whole vote by name and close it."""
        vote = self.open(**facts)
        self.cast_all(vote, choices)
        return close_vote(by=self.secretariat, vote_id=vote.public_id)


def use_rules(cast: Cast, rules: ProcedureRules) -> None:
    """Put other rules of procedure in force."""
    RulesOfProcedure.objects.filter(body=cast.body).update(values=rules.to_data())


def pinned_paper(
    cast: Cast,
    *,
    subject: str = "establish_topic",
    proposal: str = PROPOSAL,
    process: PlanningProcess | None = None,
) -> tuple[DecisionPaper, PaperVersion]:
    """Return a paper that lies on an agenda, with its released version; a topic's paper has its process.

    The version prints the draft of the mandate that `process` has, as a released one does.
    """
    if process is None and subject == "establish_topic":
        process = make.ProcessFactory(body=cast.body, stage="topic_decision", shown_to_body=True)
        make.TopicFactory(process=process)
    paper = make.PaperFactory(
        body=cast.body,
        process=process,
        subject=subject,
        state="scheduled",
        number=f"LG/2026/{DecisionPaper.objects.count() + 1:02d}",
    )
    return paper, printed_version(cast, paper, proposal)


def printed_version(cast: Cast, paper: DecisionPaper, proposal: str = PROPOSAL) -> PaperVersion:
    """Return a released version of a paper that has none yet."""
    document = replace(
        PAPER,
        number=paper.number,
        resolution_points=(ResolutionPoint(number="1", text=parse(f"<p>{proposal}</p>")),),
        mandate=laid_mandate(paper.process) if paper.subject in MANDATE_SUBJECTS else None,
    )
    content = to_data(document)
    return PaperVersion.objects.create(
        paper=paper,
        ordinal=1,
        number=paper.number,
        content=content,
        content_hash=content_hash(content),
        created_by=cast.secretariat,
        created_at=clock.now(),
    )


def paper_item(
    cast: Cast,
    *,
    order: int = 1,
    subject: str = "establish_topic",
    title: str = "Feststellung eines generativen Themas",
) -> AgendaItem:
    """Return an agenda item with a pinned paper."""
    paper, version = pinned_paper(cast, subject=subject)
    item: AgendaItem = make.AgendaItemFactory(
        meeting=cast.meeting, order=order, title=title, kind=ItemKind.PAPER, paper=paper, paper_version=version
    )
    return item


def chamber(cast: Cast, *, more: int = 2, present: bool = True, subject: str = "establish_topic") -> Chamber:
    """Open the session of the cast's meeting; `more` further voting seats; everybody has arrived if `present`."""
    extra = []
    for number in range(more):
        seat = make.SeatFactory(body=cast.body, name=f"Sozialdezernat {number + 1}")
        person = make.PersonFactory(authority=cast.authority)
        make.MembershipFactory(seat=seat, person=person)
        extra.append((seat, person))
    item = paper_item(cast, subject=subject)
    open_session(by=cast.viewer(cast.secretariat), meeting_id=cast.meeting.public_id)
    room = Chamber(cast, cast.meeting, item, item.paper.process, tuple(extra))
    if present:
        everybody(room)
    return room


def everybody(room: Chamber) -> None:
    """Let everybody arrive, the advisory member too."""
    occupants = {seat.public_id: person.public_id for person, seat in room.voters}
    occupants[room.cast.seats[3].public_id] = room.cast.advisory_member.public_id
    record_room(by=room.secretariat, meeting_id=room.meeting.public_id, occupants=occupants)


def arrive(room: Chamber, *people: Person) -> None:
    """Let single people arrive in their seats, as holders."""
    seats = {person.pk: seat for person, seat in room.voters}
    for person in people:
        record_arrival(
            by=room.secretariat,
            meeting_id=room.meeting.public_id,
            person_id=person.public_id,
            seat_id=seats[person.pk].public_id,
        )
