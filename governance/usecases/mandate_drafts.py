"""Drafting mandates and their amendments (process.md, "Mandate"; seed 004, 8.2).

What puts a draft in force is a resolution: `governance.usecases.mandates`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from governance.access.mandates import (
    may_write_mandate,
    possible_groups,
    report_meetings,
    visible_mandate_versions,
    visible_mandates,
    writes_mandates,
)
from governance.access.organisations import choosable_organisations
from governance.access.planning import visible_processes
from governance.access.viewer import Viewer
from governance.models import (
    DecisionPaper,
    Mandate,
    MandatePlace,
    MandateVersion,
    Meeting,
    PlanningProcess,
    Topic,
)
from governance.queries.mandates import proposed_results
from governance.rules import clock
from governance.rules.characters import clean_line
from governance.rules.facts import RELEASED_STATES
from governance.rules.lifecycles import MandateState, MandateVersionState
from governance.rules.mandates import DRAFTED_AT
from governance.rules.outcomes import PaperSubject
from governance.rules.routes import ResultType
from governance.rules.stages import Stage
from governance.rules.text import Message, mark
from governance.usecases.foundation import (
    Forbidden,
    Refused,
    check_version,
    fill,
    lock,
    record,
    save,
    use_case,
)

TEXTS = ("subject", "objective", "working_form", "result_form", "special_conditions")


@dataclass(frozen=True)
class PlaceDraft:
    """One row of the composition as it was entered; ids are public ids."""

    organisation_id: str
    seat_name: str = ""
    lead: bool = False


@dataclass(frozen=True)
class MandateDraft:
    """What a form says of a mandate. `group_id` names a body that exists already, otherwise `group_name` counts."""

    group_name: str = ""
    group_id: str = ""
    subject: str = ""
    objective: str = ""
    working_form: str = ""
    result_form: str = ""
    special_conditions: str = ""
    result_types: tuple[str, ...] = ()
    report_meeting_id: str = ""
    report_back_on: date | None = None
    ends_on: date | None = None
    places: tuple[PlaceDraft, ...] = ()


@use_case("mandate.begin")
def begin_mandate(*, by: Viewer, process_id: str, group_name: str) -> MandateVersion:
    """Begin the mandate of a process as a draft, with its topic as subject and the results that the profile asks for.

    Refused before a topic is drafted, while another mandate of the process lives, and once it is past the decision.
    """
    process = lock(visible_processes(by).select_related("authority"), public_id=process_id)
    if not writes_mandates(by):
        raise Forbidden(by, process)
    if process.stage not in DRAFTED_AT:
        raise Refused(Message(mark("At this stage no mandate is begun.")))
    if process.mandates.exclude(state=MandateState.ENDED).exists():
        raise Refused(Message(mark("The process has a mandate already.")))
    topic = Topic.objects.filter(process=process).first()
    mandate = Mandate(authority=process.authority)
    fill(mandate, {"group_name": _name(group_name)})
    mandate.save()
    mandate.processes.add(process)
    version = MandateVersion.objects.create(
        mandate=mandate,
        ordinal=1,
        subject=topic.statement if topic else "",
        result_types=proposed_results(process),
        author=by.acting_person,
    )
    record(by, "mandate.begun", mandate, {"process": process.public_id})
    return version


@use_case("mandate.edit")
def edit_mandate(*, by: Viewer, version_id: str, draft: MandateDraft, version: int | None) -> MandateVersion:
    """Change the draft of a mandate or of its amendment; it may stay incomplete until it is laid before the body.

    Raises `Stale` if somebody saved in between, `Refused` for an adopted version and for entries that do not fit.
    """
    row, mandate = _locked_version(by, version_id)
    if not may_write_mandate(by, mandate):
        raise Forbidden(by, row)
    check_version(row, version)
    if row.state != MandateVersionState.DRAFT:
        raise Refused(Message(mark("An adopted mandate stays as it is. Begin an amendment.")))
    process = _first_process(mandate)
    if mandate.state == MandateState.DRAFT:
        _name_group(by, mandate, process, draft)
    meeting = _meeting(process, draft.report_meeting_id)
    report_back = clock.local_date(meeting.starts_at) if meeting else draft.report_back_on
    if report_back and draft.ends_on and draft.ends_on < report_back:
        raise Refused(Message(mark("The mandate ends before the group reports back. Choose a later end.")))
    if set(draft.result_types) - {kind.value for kind in ResultType}:
        raise Refused(Message(mark("Choose from the list.")))
    values = {name: getattr(draft, name) for name in TEXTS}
    values |= {
        "result_types": [kind.value for kind in ResultType if kind.value in draft.result_types],
        "report_back_meeting": meeting,
        "report_back_on": None if meeting else draft.report_back_on,
        "ends_on": draft.ends_on,
    }
    fill(row, values)
    row.author = by.acting_person
    save(row)
    _write_places(by, row, draft.places)
    record(by, "mandate.edited", mandate, {"version": row.ordinal})
    return row


@use_case("mandate.amend")
def begin_amendment(*, by: Viewer, mandate_id: str) -> MandateVersion:
    """Begin the next version of an adopted mandate as a copy; only a resolution puts it in force.

    Refused unless a group works on it and no other amendment is being drafted.
    """
    mandate = lock(visible_mandates(by), public_id=mandate_id)
    if not may_write_mandate(by, mandate):
        raise Forbidden(by, mandate)
    if mandate.state != MandateState.ADOPTED or not mandate.processes.filter(stage=Stage.GROUP_WORKING.value).exists():
        raise Refused(Message(mark("A mandate is amended while its group works.")))
    if mandate.versions.filter(state=MandateVersionState.DRAFT).exists():
        raise Refused(Message(mark("There is a draft of an amendment already.")))
    last: MandateVersion = mandate.versions.latest("ordinal")
    values = {name: getattr(last, name) for name in (*TEXTS, "result_types", "report_back_on", "ends_on")}
    version = MandateVersion.objects.create(
        mandate=mandate,
        ordinal=last.ordinal + 1,
        report_back_meeting=last.report_back_meeting,
        author=by.acting_person,
        **values,
    )
    MandatePlace.objects.bulk_create(
        MandatePlace(
            version=version,
            order=row.order,
            organisation_id=row.organisation_id,
            seat_name=row.seat_name,
            lead=row.lead,
        )
        for row in last.places.all()
    )
    record(by, "mandate.amendment_begun", mandate, {"version": version.ordinal})
    return version


@use_case("mandate.discard")
def discard_amendment(*, by: Viewer, version_id: str, version: int | None) -> Mandate:
    """Delete the draft of an amendment; refused while a released paper lays it before the body."""
    row, mandate = _locked_version(by, version_id)
    if not may_write_mandate(by, mandate):
        raise Forbidden(by, row)
    check_version(row, version)
    if row.state != MandateVersionState.DRAFT or row.ordinal == 1:
        raise Refused(Message(mark("Only the draft of an amendment is discarded.")))
    papers = DecisionPaper.objects.filter(process__in=mandate.processes.all(), subject=PaperSubject.AMEND_MANDATE.value)
    laid = papers.filter(state__in=[state.value for state in RELEASED_STATES]).order_by("pk").first()
    if laid is not None:
        text = mark("The paper %(number)s lays this draft before the body. Recall or withdraw the paper first.")
        raise Refused(Message(text, {"number": laid.number}))
    ordinal = row.ordinal
    row.delete()
    record(by, "mandate.amendment_discarded", mandate, {"version": ordinal})
    return mandate


def _locked_version(by: Viewer, version_id: str) -> tuple[MandateVersion, Mandate]:
    """Return a version and its mandate, both locked, the mandate first: as the adoption by a resolution does."""
    found = visible_mandate_versions(by).get(public_id=version_id)
    mandate = lock(visible_mandates(by), pk=found.mandate_id)
    return lock(visible_mandate_versions(by), pk=found.pk), mandate


def _first_process(mandate: Mandate) -> PlanningProcess:
    return mandate.processes.earliest("pk")


def _name(group_name: str) -> str:
    name = clean_line(group_name)
    if not name:
        raise Refused(Message(mark("Give the project group a name.")))
    return name


def _name_group(by: Viewer, mandate: Mandate, process: PlanningProcess, draft: MandateDraft) -> None:
    """Settle who gets the mandate: a body that exists keeps its name."""
    group = possible_groups(by, process).filter(public_id=draft.group_id).first() if draft.group_id else None
    if draft.group_id and group is None:
        raise Refused(Message(mark("Choose from the list.")))
    fill(mandate, {"group": group, "group_name": group.name if group else _name(draft.group_name)})
    save(mandate)


def _meeting(process: PlanningProcess, meeting_id: str) -> Meeting | None:
    if not meeting_id:
        return None
    meeting = report_meetings(process).filter(public_id=meeting_id).first()
    if meeting is None:
        raise Refused(Message(mark("Choose a meeting of the deciding body from the list.")))
    return meeting


def _write_places(by: Viewer, version: MandateVersion, drafts: Sequence[PlaceDraft]) -> None:
    """Replace the composition: known organisations, no place twice, one lead at most."""
    wanted = {draft.organisation_id for draft in drafts}
    offered = choosable_organisations(by, version.places.values_list("organisation", flat=True))
    known = {row.public_id: row for row in offered.filter(public_id__in=wanted)}
    if wanted - known.keys():
        raise Refused(Message(mark("Choose the organisations from the list.")))
    if sum(draft.lead for draft in drafts) > 1:
        raise Refused(Message(mark("Only one place leads the group.")))
    version.places.all().delete()
    seen = set()
    for order, draft in enumerate(drafts, start=1):
        organisation, seat_name = known[draft.organisation_id], clean_line(draft.seat_name)
        row = MandatePlace(version=version, order=order, organisation=organisation)
        place = (draft.organisation_id, seat_name.casefold())
        if place in seen:
            text = mark("%(place)s stands in the composition twice. Tell the places apart by their seat.")
            raise Refused(Message(text, {"place": seat_name or str(organisation)}))
        seen.add(place)
        fill(row, {"seat_name": seat_name, "lead": draft.lead})
        row.save()
