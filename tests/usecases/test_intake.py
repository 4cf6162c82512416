"""Ways into the process: direct intake, taking over, successors and cycles, where a topic comes from."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from governance.models import EarlierDecision, PlanningProcess, ProcessProfile, StateReport, Topic
from governance.queries.intake import intake_choices, intake_facts, origin_page, ways_to_begin
from governance.queries.planning import evidence
from governance.rules import clock
from governance.rules.routes import IntakeSource
from governance.rules.stages import DECIDED_STAGES, EARLY_STAGES, LIVE_STAGES, Stage
from governance.usecases.beginnings import start_next_cycle, start_process
from governance.usecases.cases import Screened
from governance.usecases.foundation import Forbidden, Refused, Stale, Unmet
from governance.usecases.intake import EarlierFacts, add_earlier_decision, direct_intake, edit_intake, take_over
from governance.usecases.process_steps import take_step
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted

STATEMENT = "Antragstellende erfahren nicht, was aus ihrem Antrag wird."
MONTH_AGO = timedelta(days=30)
DECISION = EarlierFacts("Lenkungsgruppe", date(2024, 2, 24), "Das Thema wird festgestellt.", "Niederschrift, TOP 3")
STRANGERS = ["chair", "member", "assistant", "case_manager", "group_lead", "contact", "auditor", "guest"]


def allow(cast: Cast, *sources: str, **values: object) -> None:
    ProcessProfile.objects.filter(authority=cast.authority).update(intake_sources=list(sources), **values)


def taken_in(cast: Cast, **changes: object) -> PlanningProcess:
    values: dict[str, object] = {
        "by": cast.viewer(cast.coordinator),
        "title": "Rückmeldung an Antragstellende",
        "body_id": cast.body.public_id,
        "source": "focus",
        "note": "Sitzung vom 24. Februar",
        **changes,
    }
    return direct_intake(**values)  # type: ignore[arg-type]


def taken_over(cast: Cast, **changes: object) -> PlanningProcess:
    values: dict[str, object] = {
        "by": cast.viewer(cast.coordinator),
        "title": "Rückmeldung an Antragstellende",
        "body_id": cast.body.public_id,
        "stage": "established",
        "statement": STATEMENT,
        "note": "Handakte der Koordination",
        "decisions": [DECISION],
        "addressee": "Ministerium",
        **changes,
    }
    return take_over(**values)  # type: ignore[arg-type]


def guards_of(refused: pytest.ExceptionInfo[Unmet]) -> list[str]:
    return [found.guard for found in refused.value.findings]


def test_a_topic_comes_in_as_a_draft_with_its_source_and_history(cast: Cast) -> None:
    allow(cast, "focus")
    process = taken_in(cast, statement=STATEMENT, like_cases=6, interviews=2)
    process.refresh_from_db()
    assert (process.stage, process.source, process.like_cases, process.interviews) == ("topic_draft", "focus", 6, 2)
    assert process.number == f"HX-V-{clock.today().year}-01"
    assert (process.coordinator, process.shown_to_body, process.taken_over) == (cast.coordinator, False, False)
    assert process.topic.statement == STATEMENT
    (step,) = process.steps.all()
    assert (step.transition, step.source, step.target, step.actor) == (
        "direct_intake", "", "topic_draft", cast.coordinator,
    )  # fmt: skip
    assert {row["guard"] for row in step.findings} == {"source_allowed", "source_recorded"}


def test_a_focus_goes_on_to_the_steering_group_without_cases(cast: Cast) -> None:
    allow(cast, "focus")
    process = taken_in(cast, statement=STATEMENT)
    make.PaperFactory(body=cast.body, process=process, state="released", number="LG/1", author=cast.coordinator)
    take_step(by=cast.viewer(cast.coordinator), process_id=process.public_id, transition="submit_topic", version=None)
    process.refresh_from_db()
    assert process.stage == "topic_decision"


@pytest.mark.parametrize(
    ("changes", "guard"),
    [({"source": "participation"}, "source_allowed"), ({"note": " \n"}, "source_recorded")],
)
def test_a_source_that_the_profile_lacks_or_without_a_note_is_refused(
    cast: Cast, changes: dict[str, object], guard: str
) -> None:
    allow(cast, "focus")
    with pytest.raises(Unmet) as refused:
        taken_in(cast, **changes)
    assert guards_of(refused) == [guard]
    assert not PlanningProcess.objects.exists()


def test_what_leaves_the_cases_is_screened(cast: Cast) -> None:
    allow(cast, "focus")
    with pytest.raises(Screened):
        taken_in(cast, statement="Frau Petra Müller wartet auf ihren Bescheid.")
    with pytest.raises(Screened):
        taken_over(cast, title="Der Fall von Herrn Ali Yilmaz")
    assert not PlanningProcess.objects.exists()


@pytest.mark.parametrize("role", STRANGERS)
def test_only_coordinators_take_topics_in_or_over(cast: Cast, role: str) -> None:
    allow(cast, "focus")
    by = cast.viewer(getattr(cast, role))
    with pytest.raises(Forbidden):
        taken_in(cast, by=by)
    with pytest.raises(Forbidden):
        taken_over(cast, by=by)


@pytest.mark.parametrize("stage", sorted(LIVE_STAGES))
def test_a_running_topic_comes_in_at_every_live_stage(cast: Cast, stage: Stage) -> None:
    day = clock.today() - MONTH_AGO
    process = taken_over(cast, stage=stage.value, since=day, group_id=cast.project_group.public_id)
    process.refresh_from_db()
    assert (process.stage, process.taken_over, process.source) == (stage.value, True, "earlier_work")
    assert clock.local_date(process.stage_since) == day
    assert process.shown_to_body is (stage not in EARLY_STAGES)
    assert clock.local_date(process.started_at) == DECISION.decided_on
    (step,) = process.steps.all()
    assert (step.transition, step.target) == ("take_over", stage.value)
    works = stage in {"local_solution", "commissioned", "group_working", "proposal_decision"}
    assert process.group == (cast.project_group if works or stage in {"implementation", "evaluation"} else None)
    assert StateReport.objects.filter(process=process).exists() is (stage == "reported_to_state")


@pytest.mark.parametrize("stage", sorted(LIVE_STAGES))
def test_beyond_the_decision_on_the_topic_its_decision_comes_along(cast: Cast, stage: Stage) -> None:
    if stage in DECIDED_STAGES:
        with pytest.raises(Unmet) as refused:
            taken_over(cast, stage=stage.value, decisions=[])
        assert guards_of(refused) == ["earlier_decisions"]
    else:
        assert taken_over(cast, stage=stage.value, decisions=[]).stage == stage


def test_earlier_decisions_are_kept_as_they_were_without_figures(cast: Cast) -> None:
    process = taken_over(cast)
    (row,) = process.earlier_decisions.all()
    assert (row.body_name, row.decided_on, row.wording, row.source) == (
        DECISION.body_name, DECISION.decided_on, DECISION.wording, DECISION.source,
    )  # fmt: skip
    assert not {"yes", "no", "abstain", "votes"} & {field.name for field in EarlierDecision._meta.fields}
    facts = intake_facts(process)
    assert (facts.earlier_decisions, facts.needs_earlier_decision) == (1, True)


@pytest.mark.parametrize("stage", ["completed", "rejected", "withdrawn", "discontinued", "", "heaven"])
def test_nothing_is_taken_over_into_an_end(cast: Cast, stage: str) -> None:
    with pytest.raises(Refused):
        taken_over(cast, stage=stage)


def test_a_day_in_the_future_is_refused_everywhere(cast: Cast) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    later = EarlierFacts("Lenkungsgruppe", tomorrow, "Wortlaut", "Quelle")
    with pytest.raises(Refused):
        taken_over(cast, since=tomorrow)
    with pytest.raises(Refused):
        taken_over(cast, decisions=[later])
    assert not PlanningProcess.objects.exists()


def test_a_topic_that_waits_for_the_state_names_whom_it_was_reported_to(cast: Cast) -> None:
    with pytest.raises(Refused):
        taken_over(cast, stage="reported_to_state", addressee=" ")
    day = clock.today() - MONTH_AGO
    process = taken_over(cast, stage="reported_to_state", since=day)
    report = process.state_reports.get()
    assert (report.addressee, report.reported_on) == ("Ministerium", day)


def test_a_group_of_another_kreis_or_a_deciding_body_works_on_nothing(cast: Cast) -> None:
    other = make.BodyFactory(authority=cast.other_authority, decides=False, kind="project_group")
    for group in (other, cast.body):
        with pytest.raises(type(group).DoesNotExist):
            taken_over(cast, stage="group_working", group_id=group.public_id)


def test_a_decision_is_added_later_while_the_process_runs(cast: Cast) -> None:
    process = make.ProcessFactory(body=cast.body, stage="implementation", taken_over=True)
    add = partial(
        add_earlier_decision, process_id=process.public_id, body_name="Kreistag", decided_on=date(2023, 9, 7),
        wording="Die Förderung wird weitergeleitet.", source="Vorlage 12/2023",
    )  # fmt: skip
    add(by=cast.viewer(cast.coordinator))
    assert process.earlier_decisions.count() == 1
    for role in ("case_manager", "plain_person"):
        with pytest.raises((Forbidden, PlanningProcess.DoesNotExist)):
            add(by=cast.viewer(getattr(cast, role)))
    ended = make.ProcessFactory(body=cast.body, stage="completed")
    with pytest.raises(Refused):
        add(by=cast.viewer(cast.coordinator), process_id=ended.public_id)


# Successors and cycles


@pytest.mark.parametrize("stage", ["rejected", "completed", "discontinued", "withdrawn"])
def test_a_new_process_names_the_ended_one_that_it_follows(cast: Cast, stage: str) -> None:
    allow(cast, "focus")
    before = make.ProcessFactory(body=cast.body, stage=stage)
    assert taken_in(cast, predecessor_id=before.public_id).predecessor == before
    series = make.SeriesFactory(authority=cast.authority)
    begun = start_process(
        by=cast.viewer(cast.coordinator), title="Zweiter Anlauf", body_id=cast.body.public_id,
        series_ids=[series.public_id], predecessor_id=before.public_id,
    )  # fmt: skip
    assert begun.predecessor == before
    assert list(before.successors.order_by("pk")) == list(PlanningProcess.objects.exclude(pk=before.pk).order_by("pk"))


def test_a_running_or_merged_or_foreign_process_is_no_predecessor(cast: Cast) -> None:
    allow(cast, "focus")
    running = make.ProcessFactory(body=cast.body)
    merged = make.ProcessFactory(body=cast.body, stage="withdrawn", merged_into=running)
    for wrong in (running, merged):
        with pytest.raises(Refused):
            taken_in(cast, predecessor_id=wrong.public_id)
    foreign = make.ProcessFactory(body=make.BodyFactory(authority=cast.other_authority), stage="rejected")
    with pytest.raises(PlanningProcess.DoesNotExist):
        taken_in(cast, predecessor_id=foreign.public_id)


def test_the_next_cycle_begins_with_cases_of_the_same_body(cast: Cast) -> None:
    before = make.ProcessFactory(body=cast.body, stage="completed", shown_to_body=True)
    series = make.SeriesFactory(authority=cast.authority)
    process = start_next_cycle(
        by=cast.viewer(cast.coordinator), process_id=before.public_id, title="Zweiter Zyklus",
        series_ids=[series.public_id],
    )  # fmt: skip
    assert (process.stage, process.predecessor, process.body) == ("case_reconstruction", before, cast.body)
    assert list(process.series.all()) == [series]
    (step,) = process.steps.all()
    assert (step.transition, step.source) == ("start_next_cycle", "")


@pytest.mark.parametrize("stage", ["evaluation", "rejected", "withdrawn", "discontinued"])
def test_there_is_no_next_cycle_before_completion(cast: Cast, stage: str) -> None:
    before = make.ProcessFactory(body=cast.body, stage=stage)
    with pytest.raises(Unmet) as refused:
        start_next_cycle(by=cast.viewer(cast.coordinator), process_id=before.public_id, title="Neu", series_ids=[])
    assert guards_of(refused) == ["predecessor_completed", "series_chosen"]


def test_a_case_manager_begins_no_cycle(cast: Cast) -> None:
    before = make.ProcessFactory(body=cast.body, stage="completed")
    with pytest.raises(Forbidden):
        start_next_cycle(by=cast.viewer(cast.case_manager), process_id=before.public_id, title="Neu", series_ids=[])


# Where a topic comes from


def edited(cast: Cast, process: PlanningProcess, **changes: object) -> PlanningProcess:
    values: dict[str, object] = {
        "by": cast.viewer(cast.coordinator), "process_id": process.public_id, "note": "Fachtag", "like_cases": 7,
        "interviews": 3, "predecessor_id": None, "version": None, **changes,
    }  # fmt: skip
    return edit_intake(**values)  # type: ignore[arg-type]


def test_evidence_beside_the_cases_is_edited_in_the_draft_only(cast: Cast) -> None:
    process = make.ProcessFactory(body=cast.body, stage="topic_draft", source="like_cases", source_note="AG")
    edited(cast, process)
    process.refresh_from_db()
    assert (process.source_note, process.like_cases, process.interviews) == ("Fachtag", 7, 3)
    assert evidence(process).facts.intake.like_cases == 7
    later = make.ProcessFactory(body=cast.body, stage="established")
    with pytest.raises(Refused):
        edited(cast, later)


def test_a_topic_from_elsewhere_never_loses_its_note(cast: Cast) -> None:
    focus = make.ProcessFactory(body=cast.body, stage="topic_draft", source="focus", source_note="Sitzung")
    with pytest.raises(Unmet):
        edited(cast, focus, note="")
    cases = make.ProcessFactory(body=cast.body, stage="topic_draft")
    assert edited(cast, cases, note="").source_note == ""


def test_two_who_edit_the_origin_are_told(cast: Cast) -> None:
    process = make.ProcessFactory(body=cast.body, stage="topic_draft")
    edited(cast, process, version=process.version)
    with pytest.raises(Stale):
        edited(cast, process, version=process.version)


def test_a_draft_names_a_rejected_topic_later_but_a_cycle_keeps_its_own(cast: Cast) -> None:
    rejected = make.ProcessFactory(body=cast.body, stage="rejected")
    draft = make.ProcessFactory(body=cast.body, stage="topic_draft")
    assert edited(cast, draft, predecessor_id=rejected.public_id).predecessor == rejected
    before = make.ProcessFactory(body=cast.body, stage="completed")
    cycle = start_next_cycle(
        by=cast.viewer(cast.coordinator), process_id=before.public_id, title="Neu",
        series_ids=[make.SeriesFactory(authority=cast.authority).public_id],
    )  # fmt: skip
    with pytest.raises(Refused):
        edited(cast, cycle, predecessor_id=rejected.public_id)
    assert edited(cast, cycle, predecessor_id=before.public_id).predecessor == before


def test_the_ways_to_begin_follow_profile_and_role(cast: Cast) -> None:
    coordinator, manager, member = (cast.viewer(p) for p in (cast.coordinator, cast.case_manager, cast.member))
    assert [getattr(ways_to_begin(coordinator), way) for way in ("start", "take_in", "take_over")] == [
        True, False, True,
    ]  # fmt: skip
    allow(cast, "focus", has_scope_check=True)
    assert ways_to_begin(coordinator).take_in
    assert [ways_to_begin(manager).start, ways_to_begin(manager).several] == [True, False]
    assert not ways_to_begin(member).start
    choices = intake_choices(coordinator)
    assert choices.sources == (IntakeSource.FOCUS,)
    assert Stage.SCOPE_CHECK in choices.stages
    assert Stage.LOCAL_SOLUTION not in choices.stages
    assert choices.groups == (cast.project_group,)


def test_the_origin_costs_the_same_queries_with_three_and_many_rows(cast: Cast) -> None:
    process = taken_over(cast, stage="implementation")
    counts = []
    for rows in (3, 12):
        for _row in range(rows):
            add_earlier_decision(
                by=cast.viewer(cast.coordinator), process_id=process.public_id, body_name="Kreistag",
                decided_on=date(2023, 1, 1), wording="Beschluss", source="Akte",
            )  # fmt: skip
            make.ProcessFactory(body=cast.body, predecessor=process)
        viewer = cast.viewer(cast.coordinator)
        with queries_counted() as counted:
            page = origin_page(viewer, process.public_id)
            assert all(str(row.entered_by) for row in page.decisions)
        counts.append(len(counted))
    assert counts[0] == counts[1]
    assert len(page.successors) == 15


def test_members_see_no_draft_that_follows_the_process_they_decided(cast: Cast) -> None:
    before = make.ProcessFactory(body=cast.body, stage="rejected", shown_to_body=True)
    make.ProcessFactory(body=cast.body, predecessor=before)
    assert origin_page(cast.viewer(cast.member), before.public_id).successors == ()
    assert len(origin_page(cast.viewer(cast.case_manager), before.public_id).successors) == 1


def test_no_topic_is_written_without_a_sentence(cast: Cast) -> None:
    allow(cast, "focus")
    taken_in(cast)
    assert not Topic.objects.exists()
    with pytest.raises(Refused):
        taken_over(cast, statement=" ")
