"""The page of one mandate: a version, what it changes, who was asked, and what its form offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from governance.access.decisions import visible_resolutions
from governance.access.mandates import (
    may_write_mandate,
    possible_groups,
    report_meetings,
    visible_mandate_versions,
    visible_mandates,
)
from governance.access.organisations import choosable_organisations, contacts_of
from governance.access.planning import visible_processes
from governance.access.viewer import Viewer
from governance.models import (
    Body,
    DecisionPaper,
    Mandate,
    MandatePlace,
    MandateVersion,
    Meeting,
    Nomination,
    Organisation,
    PlanningProcess,
    Resolution,
)
from governance.queries.mandates import (
    ADOPTED,
    DRAFT,
    is_cancelled,
    laid_hash,
    mandate_text,
    rows_of,
    with_draft,
    with_text,
)
from governance.rules import clock
from governance.rules.facts import StepFacts
from governance.rules.guards import GUARDS, Finding
from governance.rules.lifecycles import MandateState, MeetingState, NominationState
from governance.rules.mandates import MandateDates, MandateField, MandateText, differences
from governance.rules.outcomes import MANDATE_SUBJECTS
from governance.rules.solution_facts import MandateFacts
from governance.rules.stages import Stage


@dataclass(frozen=True)
class MandatePage:
    """One mandate in one version. `compared` is the version before it among those that the viewer may read.

    `findings` concern a draft; `unreachable` are, for coordinators, organisations asked that no mail has reached.
    """

    mandate: Mandate
    version: MandateVersion
    text: MandateText
    places: tuple[MandatePlace, ...]
    compared: MandateVersion | None
    changed: tuple[MandateField, ...]
    versions: tuple[MandateVersion, ...]
    draft: MandateVersion | None
    dates: MandateDates
    report_cancelled: bool
    nominations: tuple[Nomination, ...]
    unreachable: frozenset[int]
    processes: tuple[PlanningProcess, ...]
    resolution: Resolution | None
    findings: tuple[Finding, ...]
    may_write: bool
    may_amend: bool
    paper: DecisionPaper | None

    @property
    def is_draft(self) -> bool:
        """Whether the shown version is a draft."""
        return bool(self.version.state == DRAFT)

    @property
    def in_force(self) -> bool:
        """Whether the shown version is the one that the group works by."""
        adopted = [row for row in self.versions if row.state == ADOPTED]
        return adopted[-1:] == [self.version] and bool(self.mandate.state == MandateState.ADOPTED)


def mandate_page(viewer: Viewer, mandate_id: str, *, ordinal: int | None = None) -> MandatePage:
    """Return a mandate in version `ordinal`, by default the newest that the viewer may read.

    Raises `DoesNotExist` where the viewer sees no mandate or no such version.
    """
    mandate: Mandate = visible_mandates(viewer).select_related("group", "authority").get(public_id=mandate_id)
    rows = with_text(visible_mandate_versions(viewer).filter(mandate=mandate)).order_by("ordinal")
    versions = tuple(rows.distinct())
    shown = _chosen(versions, ordinal)
    shown.mandate = mandate
    before = [row for row in versions if row.ordinal < shown.ordinal]
    compared = before[-1] if before else None
    text = mandate_text(shown)
    processes = tuple(visible_processes(viewer).filter(mandates=mandate).select_related("body").order_by("pk"))
    (summary,) = rows_of([mandate]) or (None,)
    may_write = may_write_mandate(viewer, mandate)
    nominations = tuple(
        mandate.nominations.select_related("organisation", "person", "answered_by").order_by("-lead", "pk")
    )
    draft = next((row for row in versions if row.state == DRAFT), None)
    return MandatePage(
        mandate=mandate,
        version=shown,
        text=text,
        places=tuple(shown.places.all()),
        compared=compared,
        changed=differences(mandate_text(compared), text) if compared else (),
        versions=versions,
        draft=draft,
        dates=summary.dates if summary else MandateDates(clock.today(), in_force=False),
        report_cancelled=is_cancelled(shown),
        nominations=nominations,
        unreachable=_unreachable(nominations) if may_write else frozenset(),
        processes=processes,
        resolution=visible_resolutions(viewer).filter(mandate_adoption__mandate_version=shown).first(),
        findings=_findings(shown, text, processes) if may_write else (),
        may_write=may_write,
        may_amend=may_write and draft is None and _amendable(mandate, processes),
        paper=_paper_of(processes) if may_write and draft else None,
    )


def _unreachable(nominations: Sequence[Nomination]) -> frozenset[int]:
    asked = {row.organisation_id for row in nominations if row.state == NominationState.OPEN}
    return frozenset(asked - {person.organisation_id for person in contacts_of(*asked).exclude(email="")})


def _chosen(versions: Sequence[MandateVersion], ordinal: int | None) -> MandateVersion:
    found = [row for row in versions if ordinal is None or row.ordinal == ordinal]
    if not found:
        raise MandateVersion.DoesNotExist
    return found[-1]


def _findings(version: MandateVersion, text: MandateText, processes: Sequence[PlanningProcess]) -> tuple[Finding, ...]:
    """Return what a draft still lacks before the body can adopt it."""
    if version.state != DRAFT or not processes:
        return ()
    facts = StepFacts(mandate=with_draft(MandateFacts(exists=True), text, laid_hash(processes[0])))
    laid = GUARDS["mandate_as_laid"](facts)
    return (*GUARDS["mandate_complete"](facts), *(found for found in laid if not found.fulfilled))


def _amendable(mandate: Mandate, processes: Sequence[PlanningProcess]) -> bool:
    return mandate.state == MandateState.ADOPTED and any(row.stage == Stage.GROUP_WORKING for row in processes)


def _paper_of(processes: Sequence[PlanningProcess]) -> DecisionPaper | None:
    """Return the open paper that carries the draft, for coordinators."""
    subjects = [subject.value for subject in MANDATE_SUBJECTS]
    papers = DecisionPaper.objects.open().filter(process__in=processes, subject__in=subjects)
    found: DecisionPaper | None = papers.order_by("-pk").first()
    return found


@dataclass(frozen=True)
class MandateChoices:
    """What the form of a mandate offers."""

    organisations: tuple[Organisation, ...]
    groups: tuple[Body, ...]
    meetings: tuple[Meeting, ...]


def mandate_choices(viewer: Viewer, process: PlanningProcess, version: MandateVersion) -> MandateChoices:
    """Return organisations, bodies and coming meetings for the draft `version`; what it names stays on offer."""
    ahead = Q(starts_at__gte=clock.now(), state__in=[MeetingState.PLANNED, MeetingState.INVITED])
    chosen = Q(pk=version.report_back_meeting_id)
    return MandateChoices(
        organisations=tuple(choosable_organisations(viewer, version.places.values_list("organisation", flat=True))),
        groups=tuple(possible_groups(viewer, process).order_by("name")),
        meetings=tuple(report_meetings(process).filter(ahead | chosen).order_by("starts_at")),
    )
