"""The steps that people take: taken where everything is there, refused by role, stage, guard and profile."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from django.core.exceptions import ObjectDoesNotExist

from governance.models import (
    AuditEntry,
    GoalNode,
    Mandate,
    Measure,
    NoticeReceipt,
    PlanningProcess,
    ProposalStatement,
    ScopeCheck,
    Seat,
    StateReport,
    Topic,
)
from governance.queries.planning import evidence
from governance.queries.step_facts import step_facts
from governance.rules import clock
from governance.rules.guards import check, unmet
from governance.rules.routes import Trigger
from governance.rules.stages import LIVE_STAGES, Stage
from governance.rules.steps import Actor
from governance.rules.transitions import TRANSITIONS, transitions_from
from governance.usecases.cases import Screened
from governance.usecases.foundation import Forbidden, Refused, Stale, Unmet
from governance.usecases.goal_versions import freeze_goal_system
from governance.usecases.papers import recall_paper, release_paper
from governance.usecases.process_effects import release_effect
from tests import factories as make
from tests.driven import REASON, Driven, undone
from tests.driven_needs import (
    assess,
    evaluated,
    go,
    mandate,
    measure,
    provide,
    released,
    results,
    statement,
    with_group,
)

pytestmark = pytest.mark.django_db

TAKEN = [name for name, step in TRANSITIONS.items() if step.sources and not step.by_resolution]
FROM = [(name, source) for name in TAKEN for source in TRANSITIONS[name].sources]


def ready(session: Driven, step: str, source: Stage | None = None) -> Driven:
    """Return a process at which the step can be taken."""
    driven = session.at((source or TRANSITIONS[step].sources[0]).value)
    if driven.process.stage in {"scope_check", "local_solution"}:
        driven.profile(has_scope_check=True, solves_locally=True)
    provide(driven, step)
    return driven


@pytest.mark.parametrize(("step", "source"), FROM, ids=[f"{step}-{source}" for step, source in FROM])
def test_a_coordinator_takes_each_step_from_each_of_its_stages(session: Driven, step: str, source: Stage) -> None:
    driven = ready(session, step, source)
    version = driven.row.version
    entry = driven.take(step, version=version)
    assert (entry.transition, entry.source, entry.target) == (step, source, TRANSITIONS[step].target)
    assert (driven.stage, entry.actor) == (TRANSITIONS[step].target, driven.cast.coordinator)
    assert entry.reason == (REASON if TRANSITIONS[step].needs_reason else "")
    assert entry.findings or not TRANSITIONS[step].guards
    logged = AuditEntry.objects.get(action=f"process.{step}", object_id=driven.process.public_id)
    assert logged.data == {"from": source.value, "to": TRANSITIONS[step].target.value}
    with pytest.raises(Stale):
        driven.take(step, version=version)


@pytest.mark.parametrize("step", TAKEN)
def test_nobody_takes_a_step_but_the_actors_of_the_table(session: Driven, step: str) -> None:
    driven = ready(session, step)
    PlanningProcess.objects.filter(pk=driven.process.pk).update(
        group=driven.cast.project_group, shown_to_body=True, shown_to_group=True
    )
    actors = TRANSITIONS[step].actors
    entitled = {"coordinator", "secretariat"} | ({"group_lead"} if Actor.GROUP_LEAD in actors else set())
    taken = set()
    for role, user in driven.cast.roles().items():
        with undone():
            try:
                driven.take(step, by=user)
                taken.add(role)
            except (Forbidden, ObjectDoesNotExist):
                pass
    assert taken == entitled


def test_a_lead_hands_in_for_the_own_group_only(session: Driven) -> None:
    driven = ready(session, "submit_proposal")
    other = make.BodyFactory(authority=driven.cast.authority, kind="project_group", decides=False)
    PlanningProcess.objects.filter(pk=driven.process.pk).update(group=other)
    with pytest.raises(PlanningProcess.DoesNotExist):
        driven.take("submit_proposal", by=driven.cast.group_lead)


@pytest.mark.parametrize("step", TAKEN)
def test_a_step_is_taken_at_its_stages_only(session: Driven, step: str) -> None:
    driven = ready(session, step)
    for stage in set(Stage) - set(TRANSITIONS[step].sources):
        with undone():
            driven.put(stage.value)
            with pytest.raises(Refused) as refused:
                driven.take(step)
            assert not isinstance(refused.value, Unmet)
            assert (stage, driven.stage) == (stage, stage)


# Guards: what makes the step possible is taken away again


def _topic(**values: object) -> Callable[[Driven], object]:
    return lambda driven: Topic.objects.filter(process=driven.process).update(**values)


def _fewer_cases(driven: Driven) -> None:
    for link in driven.process.topic.case_links.all()[2:]:
        link.delete()


def _cards(**values: object) -> Callable[[Driven], object]:
    return lambda driven: driven.process.series.get().cards.update(**values)


def _profile(**values: object) -> Callable[[Driven], object]:
    return lambda driven: driven.profile(**values)


def _papers(**values: object) -> Callable[[Driven], object]:
    return lambda driven: driven.process.papers.update(**values)


def _report(**values: object) -> Callable[[Driven], object]:
    return lambda driven: StateReport.objects.filter(process=driven.process).update(**values)


def _dispatched(driven: Driven) -> None:
    """Put a paper of the process on the agenda of the session, which was invited to."""
    driven.lay("report" if driven.stage == "group_working" else "establish_topic")


def _places(lead: bool, **values: object) -> Callable[[Driven], object]:
    return lambda driven: Mandate.objects.get().nominations.filter(lead=lead).update(**values)


def _statement(**values: object) -> Callable[[Driven], object]:
    return lambda driven: ProposalStatement.objects.filter(process=driven.process).update(**values)


def _goal_changed(driven: Driven) -> None:
    GoalNode.objects.filter(system__process=driven.process, level="result_goal").update(text="Inzwischen anders")


def _thawed(driven: Driven) -> None:
    driven.process.goal_system.versions.update(state="superseded")


def _printed_otherwise(driven: Driven) -> None:
    paper = driven.process.papers.get(subject="adopt_proposal")
    paper.versions.create(
        ordinal=1, number=paper.number, content={"proposal": {"goals_version": 7}},
        content_hash="0" * 64, created_by=driven.cast.coordinator, created_at=clock.now(),
    )  # fmt: skip


def _measures(**values: object) -> Callable[[Driven], object]:
    return lambda driven: Measure.objects.filter(process=driven.process).update(**values)


def _not_evaluated(driven: Driven) -> None:
    driven.process.evaluation.delete()


def _another_manager(driven: Driven) -> None:
    person = make.PersonFactory(authority=driven.cast.authority)
    make.RoleFactory(person=person, role="case_manager")


LIKE = _profile(evidence_basis="like_cases", like_cases_strictness="blocking")
MISSING: list[tuple[str, str, Callable[[Driven], object]]] = [
    ("derive_topic", "topic_statement", _topic(statement=" ")),
    ("derive_topic", "topic_cases", _fewer_cases),
    ("derive_topic", "series_size", _profile(min_series_cases=9)),
    ("derive_topic", "case_criteria", _cards(typical=False)),
    ("derive_topic", "withdrawn_cases", lambda driven: driven.process.series.get().cards.filter(
        pk=driven.process.series.get().cards.earliest("pk").pk).update(state="withdrawn")),
    ("derive_topic", "small_group", _profile(small_group_limit=9)),
    ("derive_topic", "like_cases", LIKE),
    ("check_scope", "topic_statement", _topic(statement="")),
    ("check_scope", "scope_check_in_use", _profile(has_scope_check=False, solves_locally=False)),
    ("solve_locally", "local_solution_in_use", _profile(solves_locally=False)),
    ("solve_locally", "scope_assessed", lambda driven: ScopeCheck.objects.all().delete()),
    ("solve_locally", "no_trigger", lambda driven: assess(driven, Trigger.PRINCIPLE)),
    ("solve_locally", "group_chosen", lambda driven: PlanningProcess.objects.update(group=None)),
    ("document_solution", "agreement_attached", lambda driven: driven.process.documents.all().delete()),
    ("document_solution", "agreement_attached", lambda driven: driven.process.documents.update(role="decision_text")),
    ("reopen_local", "ended_locally", lambda driven: driven.process.steps.create(
        transition="complete", source="evaluation", target="completed", at=clock.now())),
    ("escalate", "scope_assessed", lambda driven: ScopeCheck.objects.all().delete()),
    ("escalate", "trigger_holds", assess),
    ("escalate", "released_paper", _papers(state="draft")),
    ("submit_topic", "no_scope_check", _profile(has_scope_check=True)),
    ("submit_topic", "topic_cases", _fewer_cases),
    ("submit_topic", "released_paper", _papers(state="draft")),
    ("submit_topic", "released_paper", _papers(subject="other")),
    ("submit_topic", "released_paper", _papers(state="withdrawn")),
    ("recall_topic", "paper_not_dispatched", _dispatched),
    ("withdraw", "paper_not_dispatched", _dispatched),
    ("state_answered", "answer_attached", _report(answer=None)),
    ("state_refers_back", "answer_attached", _report(answer=None)),
    ("close_unanswered", "waiting_time_over", _report(reported_on=clock.today())),
    ("close_unanswered", "waiting_time_over", _report(reported_on=None)),
    ("constitute_group", "nominations_answered", _places(False, state="open")),
    ("constitute_group", "lead_set", _places(True, state="declined")),
    ("submit_proposal", "results_frozen", _goal_changed),
    ("submit_proposal", "results_frozen", _thawed),
    ("submit_proposal", "results_checked", _profile(result_checks_strictness="blocking")),
    ("submit_proposal", "mandate_answered", _statement(answers={"subject": "Ja"})),
    ("submit_proposal", "group_agreed", _statement(agreed_on=None)),
    ("submit_proposal", "released_proposal", _papers(state="draft")),
    ("submit_proposal", "released_proposal", _papers(subject="report")),
    ("submit_proposal", "proposal_as_laid", _printed_otherwise),
    ("recall_proposal", "paper_not_dispatched", _dispatched),
    ("start_evaluation", "measures_settled", _measures(state="in_progress")),
    ("start_evaluation", "measures_settled", measure),
    ("complete", "effect_known", _not_evaluated),
    ("complete", "effect_known", lambda driven: type(driven.process.evaluation).objects.update(no_values_reason="")),
    ("complete", "practice_informed", lambda driven: NoticeReceipt.objects.all().delete()),
    ("complete", "practice_informed", _another_manager),
    ("resume_implementation", "effect_not_reached", lambda driven: evaluated(driven, "yes")),
    ("resume_implementation", "new_measures", _measures(state="done")),
]  # fmt: skip


# The evidence is judged again, as of now, when the topic is submitted.
MISSING += [
    ("submit_topic", guard, act)
    for step, guard, act in MISSING
    if step == "derive_topic" and ("submit_topic", guard) not in {(step, guard) for step, guard, _act in MISSING}
]


@pytest.mark.parametrize(
    ("step", "guard", "take_away"), MISSING, ids=[f"{step}-{guard}-{n}" for n, (step, guard, _) in enumerate(MISSING)]
)
def test_a_guard_refuses_the_step_and_says_what_is_missing(
    session: Driven, step: str, guard: str, take_away: Callable[[Driven], object]
) -> None:
    driven = ready(session, step)
    stage = driven.stage
    take_away(driven)
    with pytest.raises(Unmet) as refused:
        driven.take(step)
    assert guard in {finding.guard for finding in refused.value.findings}
    assert (driven.stage, step in driven.history()[1:]) == (stage, False)


def test_every_guard_of_these_steps_is_taken_away_above() -> None:
    shown = {(step, guard) for step, guard, _act in MISSING}
    reasons = {(step, "reason_given") for step in TAKEN}
    elsewhere = {("submit_topic", "justification_printed")}  # tests/usecases/test_planning.py
    wanted = {(step, guard) for step in TAKEN for guard in TRANSITIONS[step].guards}
    assert wanted - shown - reasons - elsewhere == set()


@pytest.mark.parametrize("step", ["collect_more_cases", "reopen_local", "recall_topic", "withdraw", "recall_proposal"])
def test_a_step_that_undoes_something_needs_a_reason_that_names_nobody(session: Driven, step: str) -> None:
    driven = ready(session, step)
    with pytest.raises(Unmet) as refused:
        driven.take(step, reason="  ")
    assert [finding.guard for finding in refused.value.findings] == ["reason_given"]
    with pytest.raises(Screened):
        driven.take(step, reason="Frau Yıldırım ist umgezogen.")


# What follows from a step


@pytest.mark.parametrize("source", [stage.value for stage in TRANSITIONS["withdraw"].sources])
def test_withdrawing_ends_what_was_prepared(session: Driven, source: str) -> None:
    driven = session.at(source)
    paper = released(driven, "establish_topic")
    draft = make.PaperFactory(body=driven.cast.body, process=driven.process)
    planned = make.MeasureFactory(process=driven.process, planned=True)
    mandate(driven)
    later = make.MeetingFactory(body=driven.cast.body)
    type(paper).objects.filter(pk=paper.pk).update(state="scheduled")
    item = make.AgendaItemFactory(meeting=later, kind="paper", paper=paper)
    driven.take("withdraw")
    for row in (paper, draft, planned, item):
        row.refresh_from_db()
    assert (driven.stage, paper.state, draft.state, item.state) == ("withdrawn", "withdrawn", "withdrawn", "removed")
    row = Mandate.objects.get()
    assert (planned.state, planned.state_reason, row.state, row.end_reason) == ("dropped", REASON, "ended", REASON)


def test_a_withdrawn_process_leaves_the_papers_of_others_alone(session: Driven) -> None:
    other = released(session.at("topic_decision"), "establish_topic")
    session.at("topic_decision").take("withdraw")
    other.refresh_from_db()
    assert other.state == "released"


def test_constituting_gives_the_named_their_seats(session: Driven) -> None:
    driven = ready(session, "constitute_group")
    driven.take("constitute_group")
    seats = Seat.objects.filter(body=driven.row.group, nominations__isnull=False)
    assert {seat.memberships.get(valid_until=None).person for seat in seats} == {
        driven.cast.group_lead, driven.cast.group_member,
    }  # fmt: skip
    assert (driven.process.group, driven.process.shown_to_group) == (driven.cast.project_group, True)


@pytest.mark.parametrize("step", ["state_answered", "state_refers_back", "close_unanswered"])
def test_what_ends_the_waiting_for_the_state_closes_the_report(session: Driven, step: str) -> None:
    driven = ready(session, step)
    driven.take(step)
    assert StateReport.objects.get(process=driven.process).closed_on == clock.today()


def test_a_topic_that_the_state_gave_back_may_be_reported_again(session: Driven) -> None:
    driven = session.at("topic_decision")
    go(driven, "report_to_state", "state_refers_back", "submit_topic", "report_to_state")
    assert (driven.stage, StateReport.objects.filter(process=driven.process).count()) == ("reported_to_state", 2)


def test_a_local_solution_that_reaches_further_goes_on_with_its_history(session: Driven) -> None:
    """Edge case 16 of process.md."""
    driven = session.at("topic_draft").profile(has_scope_check=True, solves_locally=True)
    steps = ["check_scope", "solve_locally", "document_solution", "reopen_local", "escalate", "establish_topic"]
    go(driven, *steps)
    assert (driven.stage, driven.history()) == ("established", steps)


def test_implementation_goes_on_until_the_effect_is_reached(session: Driven) -> None:
    driven = session.at("implementation")
    go(driven, "start_evaluation", "resume_implementation", "start_evaluation", "complete")
    assert driven.stage == "completed"


def test_a_proposal_is_recalled_reworked_and_handed_in_again(session: Driven) -> None:
    driven = session.at("group_working")
    go(driven, "submit_proposal", "recall_proposal")
    goal = goals_of(driven)[0]
    goal.text = "Neuer Wortlaut"
    goal.save()
    with pytest.raises(Unmet):
        driven.take("submit_proposal")
    freeze_goal_system(by=driven.coordinator, system_id=driven.process.goal_system.public_id, open_reason="Später.")
    driven.take("submit_proposal")
    assert driven.stage == "proposal_decision"


@pytest.mark.parametrize("what", ["goals", "statement"])
def test_what_the_paper_prints_is_what_is_handed_in(session: Driven, what: str) -> None:
    driven = session.at("group_working")
    with_group(driven)
    results(driven)
    statement(driven)
    paper = make.PaperFactory(
        body=driven.cast.body, process=driven.row, author=driven.cast.coordinator, subject="adopt_proposal",
        number="LG/2026/90",
    )  # fmt: skip
    paper.points.create(text="Der Vorschlag wird angenommen.")
    paper.template.sections.update(mandatory=False)
    release_paper(by=driven.secretariat, paper_id=paper.public_id)
    if what == "goals":
        _goal_changed(driven)
        freeze_goal_system(by=driven.coordinator, system_id=driven.process.goal_system.public_id, open_reason="Später.")
    else:
        ProposalStatement.objects.update(minority_opinion="Die Fahrtkosten fehlen.")
    with pytest.raises(Unmet) as refused:
        driven.take("submit_proposal")
    assert [finding.guard for finding in refused.value.findings] == ["proposal_as_laid"]
    recall_paper(by=driven.secretariat, paper_id=paper.public_id)
    release_paper(by=driven.secretariat, paper_id=paper.public_id)
    driven.take("submit_proposal")
    assert driven.stage == "proposal_decision"


def goals_of(driven: Driven) -> list[GoalNode]:
    return list(GoalNode.objects.filter(system__process=driven.process, level="result_goal"))


# Profiles that change in between

CHOICES = [
    {"has_scope_check": check, "solves_locally": locally, "decides_solution": at_once}
    for check, locally, at_once in product((False, True), repeat=3)
    if check or not locally
]


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage in LIVE_STAGES])
def test_wherever_a_process_stands_each_profile_lets_it_go_on(session: Driven, stage: Stage) -> None:
    """Some step that leads away has no guard that only the profile could fulfil."""
    driven = session.at(stage.value)
    for values in CHOICES:
        driven.profile(**values)
        known = evidence(driven.row)
        steps = transitions_from(stage, known.facts.profile.switches)
        shut = {
            step.name
            for step in steps
            for finding in unmet(check(step.name, step_facts(driven.process, known, (step,))))
            if finding.link == "profile"
        }
        assert {step.name for step in steps if step.target is not stage} - shut, values


def test_a_check_that_the_profile_drops_is_left_and_the_topic_goes_on(session: Driven) -> None:
    driven = session.at("topic_draft").profile(has_scope_check=True, solves_locally=True)
    go(driven, "check_scope")
    driven.profile(has_scope_check=False, solves_locally=False)
    go(driven, "clear_scope", "submit_topic", "establish_topic")
    assert driven.stage == "established"


@pytest.mark.parametrize("last", ["document_solution", "escalate"])
def test_a_local_solution_under_way_ends_although_the_profile_drops_it(session: Driven, last: str) -> None:
    driven = session.at("topic_draft").profile(has_scope_check=True, solves_locally=True)
    go(driven, "check_scope", "solve_locally")
    driven.profile(has_scope_check=False, solves_locally=False)
    go(driven, last)
    assert driven.stage == TRANSITIONS[last].target


def test_a_draft_is_checked_first_when_the_profile_brings_the_check(session: Driven) -> None:
    driven = session.at("topic_draft")
    provide(driven, "submit_topic")
    driven.profile(has_scope_check=True)
    with pytest.raises(Unmet):
        driven.take("submit_topic")
    go(driven, "check_scope", "escalate", "establish_topic")
    assert driven.stage == "established"


def test_a_topic_that_rested_on_like_cases_goes_back_for_reconstructions(session: Driven) -> None:
    driven = session.at("case_reconstruction").profile(evidence_basis="like_cases")
    PlanningProcess.objects.filter(pk=driven.process.pk).update(like_cases=9, interviews=3)
    driven.take("derive_topic")
    driven.profile(evidence_basis="reconstructions")
    released(driven, "establish_topic")
    with pytest.raises(Unmet):
        driven.take("submit_topic")
    go(driven, "collect_more_cases", "derive_topic", "submit_topic")
    assert driven.stage == "topic_decision"


def test_a_solution_that_the_profile_no_longer_allows_waits_and_the_topic_can_still_be_decided(
    session: Driven,
) -> None:
    driven = session.at("topic_decision")
    provide(driven, "decide_solution")
    item = driven.lay("decide_solution")
    driven.profile(decides_solution=False)
    driven.vote(item)
    resolution = driven.conclude(item)
    assert resolution is not None
    assert driven.stage == "topic_decision"
    with undone():
        go(driven, "establish_topic", "adopt_mandate")
        assert driven.stage == "commissioned"
    driven.profile(decides_solution=True)
    assert release_effect(by=driven.secretariat, resolution_id=resolution.public_id).state == "done"
    assert driven.stage == "implementation"


def test_a_group_delivers_what_its_mandate_asks_whatever_the_profile_asks_by_now(session: Driven) -> None:
    driven = session.at("group_working")
    provide(driven, "submit_proposal")
    driven.profile(result_types=["decision_text"])
    driven.take("submit_proposal")
    assert driven.stage == "proposal_decision"
