"""The paper that carries a process at its stage, as the guards judge it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from governance.models import AgendaItem, DecisionPaper, PlanningProcess
from governance.rules.facts import RELEASED_STATES, PaperFacts
from governance.rules.lifecycles import MeetingState, PaperState
from governance.rules.outcomes import TOPIC_SUBJECTS, PaperSubject
from governance.rules.stages import EARLY_STAGES, Stage

SENT_OUT = (MeetingState.INVITED, MeetingState.IN_SESSION)


def carrying_subjects(stage: Stage) -> frozenset[PaperSubject]:
    """Return which subjects carry a process on from `stage`: topic, mandate, proposal, or another look."""
    if stage in EARLY_STAGES or stage is Stage.TOPIC_DECISION:
        return TOPIC_SUBJECTS
    by_stage = {
        Stage.ESTABLISHED: {PaperSubject.MANDATE},
        Stage.GROUP_WORKING: {PaperSubject.ADOPT_PROPOSAL},
        Stage.PROPOSAL_DECISION: {PaperSubject.ADOPT_PROPOSAL},
        Stage.EVALUATION: {PaperSubject.REWORK_PROPOSAL, PaperSubject.MANDATE},
    }
    return frozenset(by_stage.get(stage, ()))


def open_papers(process: PlanningProcess) -> QuerySet[DecisionPaper]:
    """Return the papers of `process` that are neither decided nor withdrawn, with `dispatched`.

    `dispatched`: a pending item of an agenda that has been sent out carries the paper.
    """
    pending = AgendaItem.objects.pending().filter(paper=OuterRef("pk"), meeting__state__in=SENT_OUT)
    papers: QuerySet[DecisionPaper] = DecisionPaper.objects.open().filter(process=process)
    return papers.annotate(dispatched=Exists(pending))


def paper_facts(process: PlanningProcess, *, with_text: bool = False) -> PaperFacts:
    """Return the paper that carries `process`: one of a fitting subject before others, the newest first.

    What its released version prints is looked up `with_text` only.
    """
    fitting = carrying_subjects(Stage(process.stage))
    papers = sorted(
        open_papers(process).order_by("-pk"),
        key=lambda paper: (paper.subject not in fitting, paper.state == PaperState.DRAFT),
    )
    if not papers:
        return PaperFacts()
    paper = papers[0]
    return PaperFacts(
        exists=True,
        state=PaperState(paper.state),
        on_dispatched_agenda=any(row.dispatched for row in papers),
        subject=PaperSubject(paper.subject),
        printed=_printed(paper) if with_text and paper.state in RELEASED_STATES else frozenset(),
    )


def _printed(paper: DecisionPaper) -> frozenset[str]:
    version = paper.versions.order_by("-ordinal").values_list("content__justifications", flat=True).first()
    return frozenset(row["text"] for row in version or ())
