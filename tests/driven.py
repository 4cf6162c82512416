"""A process that is driven from stage to stage: what a step needs is provided, then a person or a session takes it.

The steps go through the use cases of the product; what they need is made as cheaply as possible.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from governance.access.viewer import Viewer
from governance.models import (
    AgendaItem,
    DecisionPaper,
    ItemKind,
    Person,
    PlanningProcess,
    ProcessProfile,
    Resolution,
    StepRecord,
    User,
    Vote,
)
from governance.rules import clock
from governance.rules.outcomes import PaperSubject, ReferBackTarget
from governance.rules.stages import EARLY_STAGES, SHOWN_TO_GROUP, Stage
from governance.rules.transitions import TRANSITIONS
from governance.usecases.ballots import enter_count
from governance.usecases.node_outcomes import NodeChoice, save_node_outcomes
from governance.usecases.process_steps import take_step
from governance.usecases.sessions import call_item, conclude_item
from governance.usecases.votes import close_vote, open_vote, prepare_vote
from tests import factories as make
from tests.cast import Cast, build_cast
from tests.chamber import chamber, pinned_paper, printed_version

REASON = "Der Südkreis fehlt."
WORDING = "Das Lenkungsgremium beschließt es mit Auflagen."


@dataclass(frozen=True)
class Decision:
    """Which paper a session decides how, so that a step follows."""

    subject: PaperSubject
    carried: bool = True
    target: ReferBackTarget | None = None


DECISIONS: dict[str, Decision] = {
    "establish_topic": Decision(PaperSubject.ESTABLISH_TOPIC),
    "reject_topic": Decision(PaperSubject.ESTABLISH_TOPIC, carried=False),
    "refer_back_to_draft": Decision(PaperSubject.ESTABLISH_TOPIC, target=ReferBackTarget.TOPIC_DRAFT),
    "refer_back_to_cases": Decision(PaperSubject.ESTABLISH_TOPIC, target=ReferBackTarget.CASE_RECONSTRUCTION),
    "report_to_state": Decision(PaperSubject.REPORT_TO_STATE),
    "decide_solution": Decision(PaperSubject.DECIDE_SOLUTION),
    "adopt_mandate": Decision(PaperSubject.MANDATE),
    "amend_mandate": Decision(PaperSubject.AMEND_MANDATE),
    "refer_back_proposal": Decision(PaperSubject.ADOPT_PROPOSAL, target=ReferBackTarget.GROUP_WORKING),
    "adopt_proposal": Decision(PaperSubject.ADOPT_PROPOSAL),
    "reject_proposal": Decision(PaperSubject.ADOPT_PROPOSAL, carried=False),
    "rework_proposal": Decision(PaperSubject.REWORK_PROPOSAL),
    "discontinue": Decision(PaperSubject.DISCONTINUE),
}
"""The steps of a resolution; `split_remainder` comes along with a partial adoption."""


@dataclass
class Driven:
    """A cast in a session that runs, and the process that is driven."""

    cast: Cast
    process: PlanningProcess = field(default_factory=PlanningProcess)

    def at(self, stage: str, **values: Any) -> Driven:
        """Return the same session with a process that stands at `stage`, with its topic, and nothing else."""
        process = make.ProcessFactory(
            body=self.cast.body,
            coordinator=self.cast.coordinator,
            stage=stage,
            shown_to_body=Stage(stage) not in EARLY_STAGES,
            **values,
        )
        make.TopicFactory(process=process)
        return Driven(self.cast, process)

    def put(self, stage: str) -> Driven:
        """Put the process at another stage, as if it had come there."""
        shown = Stage(stage) in SHOWN_TO_GROUP or self.process.shown_to_group
        PlanningProcess.objects.filter(pk=self.process.pk).update(
            stage=stage, shown_to_group=shown, shown_to_body=Stage(stage) not in EARLY_STAGES
        )
        return self

    @property
    def row(self) -> PlanningProcess:
        """The process, freshly loaded."""
        self.process = PlanningProcess.objects.select_related("authority", "body", "group").get(pk=self.process.pk)
        return self.process

    @property
    def stage(self) -> str:
        return str(self.row.stage)

    @property
    def coordinator(self) -> Viewer:
        return self.cast.viewer(self.cast.coordinator)

    @property
    def secretariat(self) -> Viewer:
        return self.cast.viewer(self.cast.secretariat)

    def profile(self, **values: object) -> Driven:
        """Change the process profile."""
        ProcessProfile.objects.filter(authority=self.cast.authority).update(**values)
        return self

    def history(self) -> list[str]:
        return list(self.process.steps.order_by("pk").values_list("transition", flat=True))

    def last(self) -> StepRecord:
        return StepRecord.objects.filter(process=self.process).latest("pk")

    # Steps of people

    def take(self, step: str, *, by: Person | User | str | None = "coordinator", **values: Any) -> StepRecord:
        """Take a step as the coordinator, or as somebody else: a role, a person, a user, None for nobody."""
        who = getattr(self.cast, by) if isinstance(by, str) else by
        if "reason" not in values:
            values["reason"] = REASON if TRANSITIONS[step].needs_reason else ""
        return take_step(
            by=self.cast.viewer(who),
            process_id=self.process.public_id,
            transition=step,
            version=values.pop("version", None),
            **values,
        )

    # Steps of a resolution

    def lay(self, subject: str) -> AgendaItem:
        """Lay the open paper of that subject, or a new one, before the session."""
        paper = DecisionPaper.objects.open().filter(process=self.process, subject=subject).first()
        if paper is None:
            paper, version = pinned_paper(self.cast, subject=subject, process=self.row)
        else:
            version = paper.versions.order_by("-ordinal").first() or printed_version(self.cast, paper)
            DecisionPaper.objects.filter(pk=paper.pk).update(state="scheduled")
        order = self.cast.meeting.items.count()
        item: AgendaItem = make.AgendaItemFactory(
            meeting=self.cast.meeting, order=order, title=paper.title, kind=ItemKind.PAPER, paper=paper,
            paper_version=version,
        )  # fmt: skip
        return item

    def vote(self, item: AgendaItem, *, carried: bool = True, **facts: Any) -> Vote:
        """Call the item if needed and take a vote by show of hands."""
        if AgendaItem.objects.get(pk=item.pk).state == "planned":
            call_item(by=self.secretariat, item_id=item.public_id)
        if "refer_target" in facts:
            facts = {"motion": "refer_back", "conditions": REASON, **facts}
        vote = prepare_vote(by=self.secretariat, item_id=item.public_id, mode="show_of_hands", **facts)
        vote = open_vote(by=self.secretariat, vote_id=vote.public_id)
        yes, no = (3, 0) if carried else (0, 3)
        enter_count(by=self.secretariat, vote_id=vote.public_id, yes=yes, no=no, abstain=0)
        return close_vote(by=self.secretariat, vote_id=vote.public_id)

    def conclude(self, item: AgendaItem, **values: str) -> Resolution | None:
        return conclude_item(by=self.secretariat, item_id=item.public_id, **values)

    def decide(self, subject: str, **facts: Any) -> Resolution:
        """Lay a paper before the session, vote on it, conclude the item; the resolution it became."""
        item = self.lay(subject)
        self.vote(item, **facts)
        resolution = self.conclude(item)
        assert resolution is not None
        return resolution

    def resolve(self, step: str) -> Resolution:
        """Take a step of a resolution."""
        found = DECISIONS[step]
        facts: dict[str, Any] = {"carried": found.carried}
        if found.target is not None:
            facts["refer_target"] = found.target.value
            if found.target is ReferBackTarget.GROUP_WORKING:
                facts["refer_until"] = self.later()
        return self.decide(found.subject.value, **facts)

    def choose(self, item: AgendaItem, choices: Sequence[NodeChoice], due_on: date | None = None) -> AgendaItem:
        """Record what is decided on single goals."""
        return save_node_outcomes(
            by=self.secretariat, item_id=item.public_id, choices=choices, due_on=due_on, version=None
        )

    @staticmethod
    def later() -> date:
        """A day after the session."""
        return clock.today() + timedelta(days=90)


def open_world() -> Driven:
    """Return a cast whose steering group sits in its session; the contact answers for the Jobcenter."""
    cast = build_cast()
    contact = cast.contact
    contact.organisation = make.OrganisationFactory(authority=cast.authority, name="Jobcenter")
    contact.save()
    chamber(cast, more=0, subject="other")
    return Driven(cast)


@contextmanager
def undone() -> Iterator[None]:
    """Undo what the block has written."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
