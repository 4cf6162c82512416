"""Reading mandates: what a version says, what the guards ask, and which are overdue.

Dates are local dates; the number of queries does not depend on the number of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from governance.access.mandates import (
    visible_mandates,
    watched_mandates,
)
from governance.access.planning import visible_processes
from governance.access.viewer import Viewer
from governance.models import (
    Body,
    DecisionPaper,
    EffectState,
    Mandate,
    MandatePlace,
    MandateVersion,
    Nomination,
    PaperVersion,
    PlanningProcess,
    StepRecord,
)
from governance.rules import clock
from governance.rules.facts import RELEASED_STATES
from governance.rules.lifecycles import MandateState, MandateVersionState, MeetingState, NominationState, PaperState
from governance.rules.mandates import (
    MandateDates,
    MandateText,
    Place,
    mandate_hash,
    missing_parts,
)
from governance.rules.outcomes import MANDATE_SUBJECTS
from governance.rules.routes import ResultType
from governance.rules.solution_facts import MandateFacts, NominationFacts
from governance.rules.stages import Stage

DRAFT, ADOPTED = MandateVersionState.DRAFT, MandateVersionState.ADOPTED
AT_WORK = frozenset({Stage.COMMISSIONED, Stage.GROUP_WORKING})


def with_text(versions: QuerySet[MandateVersion]) -> QuerySet[MandateVersion]:
    """Load versions with everything that `mandate_text` reads; two queries."""
    places = MandatePlace.objects.select_related("organisation").order_by("order", "pk")
    return versions.select_related("mandate__authority", "report_back_meeting", "author").prefetch_related(
        Prefetch("places", places)
    )


def mandate_text(version: MandateVersion) -> MandateText:
    """Return what a version says as the rules know it."""
    meeting = version.report_back_meeting
    return MandateText(
        group=version.mandate.group_name,
        subject=version.subject,
        objective=version.objective,
        composition=tuple(
            Place(place.organisation.public_id, place.seat_name, place.lead) for place in version.places.all()
        ),
        working_form=version.working_form,
        result_form=version.result_form,
        result_types=tuple(ResultType(kind) for kind in version.result_types),
        special_conditions=version.special_conditions,
        report_back_meeting=meeting.public_id if meeting else "",
        report_back_on=version.report_back_on,
        ends_on=version.ends_on,
    )


def report_day(version: MandateVersion) -> date | None:
    """Return the local day on which the group reports back: that of the meeting, or the day that was set."""
    if version.report_back_meeting is not None:
        return clock.local_date(version.report_back_meeting.starts_at)
    return version.report_back_on


def proposed_results(process: PlanningProcess) -> list[str]:
    """Return what groups deliver by the profile of the authority: the proposal for a new mandate."""
    return list(process.authority.profile.result_types)


def current_mandate(process: PlanningProcess) -> Mandate | None:
    """Return the mandate of a process that has not ended, or None."""
    found: Mandate | None = (
        Mandate.objects.filter(processes=process).exclude(state=MandateState.ENDED).order_by("-pk").first()
    )
    return found


def visible_mandate_of(viewer: Viewer, process: PlanningProcess) -> Mandate | None:
    """Return the mandate of a process that the viewer sees, the living one before ended ones, or None."""
    rows = sorted(
        visible_mandates(viewer).filter(processes=process).distinct(),
        key=lambda row: (row.state == MandateState.ENDED, -row.pk),
    )
    return rows[0] if rows else None


def draft_of(process: PlanningProcess) -> MandateVersion | None:
    """Return the draft that a paper of `process` lays before the body: of the mandate or of its amendment."""
    mandate = current_mandate(process)
    if mandate is None:
        return None
    return with_text(MandateVersion.objects.filter(mandate=mandate, state=DRAFT)).first()


def mandate_facts(process: PlanningProcess) -> MandateFacts:
    """Return what the guards ask about the mandate of `process`; five queries at most.

    `as_laid` compares the draft with what the newest released version of the paper prints. A decided paper counts as
    long as its effect waits: what was voted on stays what is adopted.
    """
    mandate = current_mandate(process)
    if mandate is None:
        return MandateFacts()
    draft = with_text(MandateVersion.objects.filter(mandate=mandate, state=DRAFT)).first()
    nominations = tuple(
        NominationFacts(place_name(row), NominationState(row.state), row.lead)
        for row in mandate.nominations.select_related("organisation").order_by("pk")
    )
    facts = MandateFacts(
        exists=True,
        state=MandateState(mandate.state),
        has_group=mandate.group_id is not None,
        nominations=nominations,
    )
    if draft is None:
        return facts
    return with_draft(facts, mandate_text(draft), laid_hash(process))


def with_draft(facts: MandateFacts, text: MandateText, laid: str) -> MandateFacts:
    """Return `facts` with what the draft says; `laid` is the hash that the released paper prints, or empty."""
    return MandateFacts(
        exists=facts.exists,
        state=facts.state,
        has_group=facts.has_group,
        nominations=facts.nominations,
        has_draft=True,
        missing=missing_parts(text),
        has_lead=text.has_lead,
        has_report_back=text.has_report_back,
        has_end=text.ends_on is not None,
        as_laid=not laid or laid == mandate_hash(text),
    )


def laid_hash(process: PlanningProcess) -> str:
    """Return the hash of the mandate that the released paper of `process` prints; empty where none is released."""
    waiting = Q(
        state=PaperState.DECIDED,
        agenda_items__resolution__effect__state=EffectState.WAITING,
        agenda_items__resolution__effect__process=process,
    )
    papers = DecisionPaper.objects.filter(
        Q(state__in=[state.value for state in RELEASED_STATES]) | waiting,
        process=process,
        subject__in=[subject.value for subject in MANDATE_SUBJECTS],
    )
    printed = (
        PaperVersion.objects.filter(paper__in=papers.values("pk"))
        .order_by("-paper", "-ordinal")
        .values_list("content__mandate", flat=True)
        .first()
    )
    return str(printed.get("content_hash", "")) if isinstance(printed, dict) else ""


def place_name(row: Nomination | MandatePlace) -> str:
    """Return organisation and seat of a place."""
    return f"{row.organisation.name}, {row.seat_name}" if row.seat_name else row.organisation.name


@dataclass(frozen=True)
class MandateRow:
    """A mandate in a list, by its version in force: what it keeps, who leads, how many have answered."""

    mandate: Mandate
    version: MandateVersion
    dates: MandateDates
    processes: tuple[PlanningProcess, ...]
    open_answers: int
    report_cancelled: bool


def rows_of(mandates: Iterable[Mandate], known: Sequence[int] | None = None) -> tuple[MandateRow, ...]:
    """Return rows of mandates of which a version was adopted; five queries whatever their number.

    `known` are the keys of the processes that may be named; None names all.
    """
    found = list(mandates)
    keys = [mandate.pk for mandate in found]
    in_force: dict[int, MandateVersion] = {}
    for version in with_text(MandateVersion.objects.filter(mandate__in=keys, state=ADOPTED)).order_by("ordinal"):
        in_force[version.mandate_id] = version
    worked = _processes(keys)
    reported = _reported({process.pk for rows in worked.values() for process in rows})
    waiting: dict[int, int] = {}
    for row in Nomination.objects.filter(mandate__in=keys, state=NominationState.OPEN):
        waiting[row.mandate_id] = waiting.get(row.mandate_id, 0) + 1
    return tuple(
        MandateRow(
            mandate=mandate,
            version=in_force[mandate.pk],
            dates=_dates(mandate, in_force[mandate.pk], worked.get(mandate.pk, []), reported),
            processes=tuple(row for row in worked.get(mandate.pk, []) if known is None or row.pk in known),
            open_answers=waiting.get(mandate.pk, 0),
            report_cancelled=is_cancelled(in_force[mandate.pk]),
        )
        for mandate in found
        if mandate.pk in in_force
    )


def is_cancelled(version: MandateVersion) -> bool:
    """Tell whether the meeting of the report back does not take place."""
    meeting = version.report_back_meeting
    return meeting is not None and meeting.state == MeetingState.CANCELLED


def _processes(mandates: Sequence[int]) -> dict[int, list[PlanningProcess]]:
    links = Mandate.processes.through.objects.filter(mandate__in=mandates)
    worked: dict[int, list[PlanningProcess]] = {}
    for link in links.select_related("planningprocess__body").order_by("planningprocess"):
        worked.setdefault(link.mandate_id, []).append(link.planningprocess)
    return worked


def _reported(processes: Iterable[int]) -> set[int]:
    """Return the processes whose last word on a proposal is that it was handed in, not that it was recalled."""
    last: dict[int, str] = {}
    steps = StepRecord.objects.filter(process__in=processes, transition__in=["submit_proposal", "recall_proposal"])
    for step in steps.order_by("at", "pk").only("process", "transition"):
        last[step.process_id] = step.transition
    return {process for process, step in last.items() if step == "submit_proposal"}


def _dates(
    mandate: Mandate, version: MandateVersion, processes: Sequence[PlanningProcess], reported: set[int]
) -> MandateDates:
    owed = [row for row in processes if row.stage in AT_WORK and row.pk not in reported]
    return MandateDates(
        today=clock.today(),
        report_back=_next_report(version, owed),
        ends_on=version.ends_on,
        in_force=mandate.state == MandateState.ADOPTED,
        reported=not owed,
    )


def _next_report(version: MandateVersion, owed: Sequence[PlanningProcess]) -> date | None:
    """Return the day of the next report: what the body gave back comes by the date that it has set for it."""
    again = [row.due_back_on for row in owed if row.due_back_on is not None]
    return min(again) if again and len(again) == len(owed) else report_day(version)


def overdue_mandates(viewer: Viewer) -> tuple[MandateRow, ...]:
    """Return the mandates in force that the viewer watches over and that missed their report back or their end.

    For coordinators those of the authority, for members of a deciding body those that it has given; most urgent first.
    """
    rows = [row for row in named_rows(viewer, watched_mandates(viewer)) if row.dates.needs_attention]
    return tuple(sorted(rows, key=_urgency))


def _urgency(row: MandateRow) -> int:
    return min(days for days in (row.dates.days_to_report, row.dates.days_to_end) if days is not None)


def commissioned_by(viewer: Viewer, body: Body) -> tuple[MandateRow, ...]:
    """Return the mandates that `body` has given and the viewer may see: in force before others, overdue ones first."""
    mandates = visible_mandates(viewer).filter(processes__body=body, versions__state=ADOPTED).distinct()
    rows = named_rows(viewer, mandates)
    return tuple(
        sorted(rows, key=lambda row: (not row.dates.in_force, not row.dates.needs_attention, row.mandate.group_name))
    )


def mandates_of_group(viewer: Viewer, body: Body) -> tuple[MandateRow, ...]:
    """Return what `body` was told to do, as far as the viewer may see it: what is in force first, then the newest."""
    rows = named_rows(viewer, visible_mandates(viewer).filter(group=body, versions__state=ADOPTED).distinct())
    return tuple(sorted(rows, key=lambda row: (row.mandate.state != MandateState.ADOPTED, -row.mandate.pk)))


def named_rows(viewer: Viewer, mandates: QuerySet[Mandate]) -> tuple[MandateRow, ...]:
    """Return the rows of mandates, naming the processes that the viewer may see."""
    found = list(mandates.select_related("group", "authority"))
    named = visible_processes(viewer).filter(mandates__in=found).values_list("pk", flat=True)
    return rows_of(found, list(named))
