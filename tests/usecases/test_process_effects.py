"""What a resolution does to a real process: every step through a concluded session, and every pair of the table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from governance.models import (
    AgendaItem,
    GoalSystem,
    Mandate,
    MandateAdoption,
    MandateVersion,
    Measure,
    PlanningProcess,
    ProcessEffect,
    Resolution,
    ServiceChainVersion,
    StateReport,
)
from governance.queries.mandates import mandate_facts
from governance.queries.verification import check_register, unregistered
from governance.rules import clock
from governance.rules.effects import EFFECTS
from governance.rules.outcomes import Outcome, PaperSubject, ReferBackTarget
from governance.rules.stages import ENDED_STAGES, Stage
from governance.rules.transitions import TRANSITIONS
from governance.usecases.decisions import Effect
from governance.usecases.foundation import Refused
from governance.usecases.goal_versions import freeze_goal_system
from governance.usecases.node_outcomes import NodeChoice
from governance.usecases.process_effects import plan_effect, release_effect
from governance.usecases.sessions import call_item
from tests import factories as make
from tests.driven import DECISIONS, REASON, WORDING, Driven, undone
from tests.driven_needs import (
    commission_of,
    goals,
    mandate,
    measure,
    open_places,
    proposed,
    provide,
    with_group,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_register_verifies(session: Driven, db: None) -> Iterator[None]:
    yield
    registers = session.cast.body.registers.all()
    assert [check_register(register) for register in registers] == [None] * len(registers)
    assert list(unregistered()) == []


def effect_of(resolution: Resolution) -> ProcessEffect:
    return ProcessEffect.objects.get(resolution=resolution)


def missing(resolution: Resolution) -> set[str]:
    return {str(row["guard"]) for row in effect_of(resolution).missing}


STEPS = [(step, source) for step in DECISIONS for source in TRANSITIONS[step].sources]


@pytest.mark.parametrize(("step", "source"), STEPS, ids=[f"{step}-{source}" for step, source in STEPS])
def test_a_session_takes_each_step_from_each_of_its_stages(session: Driven, step: str, source: Stage) -> None:
    driven = session.at(source.value)
    provide(driven, step)
    resolution = driven.resolve(step)
    effect = effect_of(resolution)
    assert (effect.state, effect.transitions) == ("done", [step])
    assert driven.stage == TRANSITIONS[step].target
    entry = driven.last()
    assert (entry.transition, entry.source, entry.target) == (step, source, TRANSITIONS[step].target)
    assert [row.pk for row in effect.steps.all()] == [entry.pk]
    assert driven.process.shown_to_body


@pytest.mark.parametrize(
    ("step", "source", "guards"),
    [
        ("report_to_state", "topic_decision", {"addressee_named"}),
        ("decide_solution", "topic_decision", {"solution_at_once_allowed", "measures_assigned"}),
        ("adopt_mandate", "established", {"mandate_complete"}),
        ("adopt_mandate", "evaluation", {"mandate_complete"}),
        ("amend_mandate", "group_working", {"mandate_complete"}),
        ("rework_proposal", "evaluation", {"group_with_mandate"}),
        ("establish_topic", "topic_draft", {"stage"}),
        ("discontinue", "topic_decision", {"stage"}),
    ],
)
def test_what_a_guard_misses_lets_the_vote_stand_and_the_effect_wait(
    session: Driven, step: str, source: str, guards: set[str]
) -> None:
    driven = session.at(source)
    resolution = driven.resolve(step)
    assert (resolution.outcome, effect_of(resolution).state) == ("adopted", "waiting")
    assert missing(resolution) == guards
    assert (driven.stage, driven.history()) == (source, [])
    assert not MandateAdoption.objects.exists()


# Establishing and commissioning


def test_one_resolution_establishes_and_commissions(session: Driven) -> None:
    driven = session.at("topic_decision")
    version = mandate(driven).version
    resolution = driven.decide("establish_and_commission")
    assert (driven.stage, driven.history()) == ("commissioned", ["establish_topic", "adopt_mandate"])
    assert effect_of(resolution).steps.count() == 2
    adoption = MandateAdoption.objects.get()
    assert (adoption.resolution, adoption.mandate_version) == (resolution, version)
    assert adoption.mandate_version.adopted_at == resolution.decided_at


def test_without_a_mandate_neither_of_both_steps_is_taken(session: Driven) -> None:
    driven = session.at("topic_decision")
    resolution = driven.decide("establish_and_commission")
    assert (driven.stage, driven.history(), missing(resolution)) == ("topic_decision", [], {"mandate_complete"})
    mandate(driven)
    assert release(driven, resolution) == "done"
    assert driven.history() == ["establish_topic", "adopt_mandate"]


def release(driven: Driven, resolution: Resolution) -> str:
    return str(release_effect(by=driven.secretariat, resolution_id=resolution.public_id).state)


# Mandate


def test_an_adopted_mandate_asks_its_organisations(session: Driven) -> None:
    driven = session.at("established")
    mandate(driven)
    driven.resolve("adopt_mandate")
    row = Mandate.objects.get(processes=driven.process)
    assert (row.state, row.versions.get().state, len(open_places(driven))) == ("adopted", "adopted", 3)


def reworded(driven: Driven, text: str = "Etwas anderes") -> str:
    """Change the draft of the mandate behind its released paper; return what it said."""
    version = MandateVersion.objects.get(mandate__processes=driven.process, state="draft")
    before, version.objective = version.objective, text
    version.save()
    return str(before)


def test_a_mandate_changed_after_its_release_waits_until_it_is_restored(session: Driven) -> None:
    driven = session.at("established")
    mandate(driven)
    item = driven.lay("mandate")
    laid = reworded(driven)
    driven.vote(item)
    resolution = driven.conclude(item)
    assert resolution is not None
    assert (resolution.outcome, driven.stage, missing(resolution)) == ("adopted", "established", {"mandate_as_laid"})
    assert release(driven, resolution) == "waiting"
    reworded(driven, laid)
    assert mandate_facts(driven.row).as_laid
    assert release(driven, resolution) == "done"
    adoption = MandateAdoption.objects.get()
    assert (adoption.resolution, adoption.mandate_version.objective, driven.stage) == (resolution, laid, "commissioned")
    with pytest.raises(Refused):
        release(driven, resolution)


def test_a_mandate_that_the_body_has_changed_is_adopted_as_it_stands_now(session: Driven) -> None:
    driven = session.at("established")
    mandate(driven)
    item = driven.lay("mandate")
    reworded(driven, "Binnen sechs Wochen")
    driven.vote(item, wording=WORDING)
    resolution = driven.conclude(item)
    assert resolution is not None
    assert (resolution.outcome, driven.stage) == ("adopted_with_changes", "commissioned")
    assert MandateAdoption.objects.get().mandate_version.objective == "Binnen sechs Wochen"


@pytest.mark.parametrize("how", ["rejected", "postponed", "noted", "withdrawn"])
def test_a_mandate_that_is_not_adopted_leaves_the_topic_established(session: Driven, how: str) -> None:
    driven = session.at("established")
    mandate(driven)
    item = driven.lay("mandate")
    if how == "rejected":
        driven.vote(item, carried=False)
        driven.conclude(item)
    else:
        call_item(by=driven.secretariat, item_id=item.public_id)
        assert driven.conclude(item, outcome=how, reason="Zu spät") is None
    item.refresh_from_db()
    settled = {"rejected": "decided", "withdrawn": "withdrawn"}.get(how, "released")
    assert (item.outcome, item.paper.state) == (how, settled)
    assert (driven.stage, driven.history()) == ("established", [])
    assert (Mandate.objects.get().state, MandateAdoption.objects.count()) == ("draft", 0)


def test_a_mandate_may_come_again_after_a_no(session: Driven) -> None:
    driven = session.at("established")
    mandate(driven)
    driven.decide("mandate", carried=False)
    driven.resolve("adopt_mandate")
    assert driven.stage == "commissioned"


def test_after_a_solution_decided_at_once_a_mandate_is_adopted_from_the_check_of_the_effect(session: Driven) -> None:
    driven = session.at("evaluation")
    mandate(driven)
    driven.resolve("adopt_mandate")
    assert driven.stage == "commissioned"


def test_an_amendment_is_a_new_version_and_asks_and_releases(session: Driven) -> None:
    driven = session.at("group_working")
    provide(driven, "amend_mandate")
    commission = commission_of(driven)
    new = make.OrganisationFactory(authority=driven.cast.authority, name="Volkshochschule")
    draft = commission.version
    draft.places.filter(organisation=commission.welfare).delete()
    make.MandatePlaceFactory(version=draft, order=9, organisation=new)
    resolution = driven.resolve("amend_mandate")
    assert driven.stage == "group_working"
    assert [row.organisation for row in open_places(driven)] == [new]
    assert commission.nomination(commission.welfare).state == "released"
    assert MandateAdoption.objects.get(resolution=resolution).mandate_version.ordinal == 2


def test_a_rejected_amendment_changes_nothing(session: Driven) -> None:
    driven = session.at("group_working")
    provide(driven, "amend_mandate")
    driven.decide("amend_mandate", carried=False)
    assert (driven.stage, driven.history()) == ("group_working", [])
    assert sorted(commission_of(driven).mandate.versions.values_list("state", flat=True)) == ["adopted", "draft"]


# Proposal


@pytest.fixture
def proposal(session: Driven) -> Driven:
    driven = session.at("proposal_decision")
    proposed(driven)
    return driven


def key(driven: Driven, text: str) -> str:
    return str(driven.process.goal_system.nodes.get(text=f"Wortlaut {text}").public_id)


def decided(driven: Driven, *choices: tuple[str, str, str]) -> Resolution:
    """Lay the proposal, record what is decided on single goals, vote, conclude."""
    item = driven.lay("adopt_proposal")
    rows = [NodeChoice(key(driven, number), decision, text) for number, decision, text in choices]
    driven.choose(item, rows, driven.later())
    driven.vote(item)
    resolution = driven.conclude(item)
    assert resolution is not None
    return resolution


def versions(driven: Driven) -> list[tuple[int, str]]:
    system = GoalSystem.objects.get(process=driven.process)
    return list(system.versions.order_by("ordinal").values_list("ordinal", "state"))


def ordered(driven: Driven) -> set[str]:
    return set(Measure.objects.filter(process=driven.process).values_list("title", flat=True))


def test_a_proposal_adopted_as_it_is_puts_its_version_in_force_and_orders_every_activity(proposal: Driven) -> None:
    resolution = proposal.resolve("adopt_proposal")
    assert (proposal.stage, versions(proposal)) == ("implementation", [(1, "adopted")])
    assert ordered(proposal) == {"Wortlaut 1.1.1", "Wortlaut 2.1.1"}
    first = Measure.objects.filter(process=proposal.process).first()
    assert (first.state, first.resolution, first.asked_on) == ("open", resolution, clock.today())
    assert Mandate.objects.get().state == "fulfilled"
    assert not PlanningProcess.objects.filter(predecessor=proposal.process).exists()


def test_a_goal_with_another_wording_is_a_further_version(proposal: Driven) -> None:
    resolution = decided(proposal, ("1.1.1", "changed", "Plätze jede Woche melden."))
    assert (resolution.outcome, proposal.stage) == ("adopted_with_changes", "implementation")
    assert versions(proposal) == [(1, "superseded"), (2, "adopted")]
    assert ordered(proposal) == {"Plätze jede Woche melden.", "Wortlaut 2.1.1"}
    assert "Plätze jede Woche melden." in resolution.wording
    assert Mandate.objects.get().state == "fulfilled"


def test_what_is_returned_goes_on_as_a_process_of_its_own(proposal: Driven) -> None:
    """Edge case 11 of process.md: some adopted, one returned, one rejected."""
    resolution = decided(proposal, ("1.2", "rejected", ""), ("2.1", "returned", ""))
    assert (resolution.outcome, proposal.stage) == ("adopted_in_part", "implementation")
    assert ordered(proposal) == {"Wortlaut 1.1.1"}
    rest = PlanningProcess.objects.get(predecessor=proposal.process)
    assert (rest.stage, rest.group, rest.body, rest.due_back_on) == (
        "group_working", proposal.process.group, proposal.process.body, proposal.later(),
    )  # fmt: skip
    assert rest.topic.statement == proposal.process.topic.statement
    texts = rest.goal_system.nodes.order_by("pk").values_list("text", flat=True)
    assert list(texts) == ["Wortlaut G", "Wortlaut 2", "Wortlaut 2.1", "Wortlaut 2.1.1"]
    row = Mandate.objects.get()
    assert (row.state, set(row.processes.all())) == ("adopted", {proposal.process, rest})
    effect = effect_of(resolution)
    assert effect.transitions == ["adopt_proposal", "split_remainder"]
    assert [(step.transition, step.process_id) for step in effect.steps.order_by("pk")] == [
        ("adopt_proposal", proposal.process.pk), ("split_remainder", rest.pk),
    ]  # fmt: skip


def test_the_remainder_comes_to_its_own_decision_and_fulfils_the_mandate(proposal: Driven) -> None:
    decided(proposal, ("2.1", "returned", ""))
    rest = Driven(proposal.cast, PlanningProcess.objects.get(predecessor=proposal.process))
    freeze_goal_system(by=rest.coordinator, system_id=rest.process.goal_system.public_id, open_reason="Später.")
    rest.put("proposal_decision").resolve("adopt_proposal")
    assert (rest.stage, Mandate.objects.get().state) == ("implementation", "fulfilled")
    assert ordered(rest) == {"Wortlaut 2.1.1"}


@pytest.mark.parametrize("step", ["discontinue", "reject_proposal"])
def test_when_only_the_remainder_ends_the_mandate_is_fulfilled_by_what_was_adopted(proposal: Driven, step: str) -> None:
    """Nobody works under it any more, so it is neither overdue nor lost for another look at what was adopted."""
    decided(proposal, ("2.1", "returned", ""))
    rest = Driven(proposal.cast, PlanningProcess.objects.get(predecessor=proposal.process))
    rest.put("proposal_decision").resolve(step)
    assert (rest.stage in ENDED_STAGES, Mandate.objects.get().state) == (True, "fulfilled")
    proposal.put("evaluation").resolve("rework_proposal")
    assert (proposal.stage, Mandate.objects.get().state) == ("group_working", "adopted")


def test_a_partial_adoption_with_rejections_only_splits_nothing_off(proposal: Driven) -> None:
    resolution = decided(proposal, ("2", "rejected", ""))
    assert (resolution.outcome, proposal.stage) == ("adopted_in_part", "implementation")
    assert effect_of(resolution).transitions == ["adopt_proposal"]
    assert not PlanningProcess.objects.filter(predecessor=proposal.process).exists()
    assert (ordered(proposal), Mandate.objects.get().state) == ({"Wortlaut 1.1.1"}, "fulfilled")


def test_a_rejected_proposal_ends_process_and_mandate_and_orders_nothing(proposal: Driven) -> None:
    proposal.resolve("reject_proposal")
    row = Mandate.objects.get()
    assert (proposal.stage, row.state, row.ended_on) == ("rejected", "ended", clock.today())
    assert (versions(proposal), ordered(proposal)) == ([(1, "proposed")], set())


def test_a_proposal_that_is_referred_back_comes_again_by_a_day(proposal: Driven) -> None:
    proposal.resolve("refer_back_proposal")
    row = proposal.row
    assert (row.stage, row.due_back_on, proposal.last().reason) == ("group_working", proposal.later(), REASON)
    assert Mandate.objects.get().state == "adopted"


def test_handing_in_again_takes_the_day_away(proposal: Driven) -> None:
    proposal.resolve("refer_back_proposal")
    provide(proposal, "submit_proposal")
    proposal.take("submit_proposal")
    assert (proposal.stage, proposal.row.due_back_on) == ("proposal_decision", None)


def test_a_referral_back_that_waited_sets_its_day_when_it_is_released(proposal: Driven) -> None:
    item = proposal.lay("adopt_proposal")
    proposal.vote(item, refer_target="group_working", refer_until=proposal.later())
    proposal.put("implementation")
    resolution = proposal.conclude(item)
    assert resolution is not None
    assert (missing(resolution), proposal.row.due_back_on) == ({"stage"}, None)
    proposal.put("proposal_decision")
    assert release(proposal, resolution) == "done"
    assert (proposal.stage, proposal.row.due_back_on) == ("group_working", proposal.later())


def test_an_activity_without_organisation_holds_the_adoption_up_until_it_has_one(session: Driven) -> None:
    driven = session.at("proposal_decision")
    with_group(driven)
    driven.put("group_working")
    found = goals(driven)
    activity = found.nodes["2.1.1"]
    activity.organisation = None
    activity.save()
    found.freeze()
    driven.put("proposal_decision")
    resolution = driven.resolve("adopt_proposal")
    assert (resolution.outcome, driven.stage, missing(resolution)) == (
        "adopted", "proposal_decision", {"elements_assigned"},
    )  # fmt: skip
    assert (ordered(driven), versions(driven), Mandate.objects.get().state) == (set(), [(1, "proposed")], "adopted")


def test_what_is_rejected_or_returned_needs_no_organisation(session: Driven) -> None:
    driven = session.at("proposal_decision")
    with_group(driven)
    driven.put("group_working")
    found = goals(driven)
    found.nodes["2.1.1"].organisation = None
    found.nodes["2.1.1"].save()
    found.freeze()
    driven.put("proposal_decision")
    decided(driven, ("2.1", "returned", ""))
    assert driven.stage == "implementation"


def test_a_chain_is_adopted_with_the_proposal(session: Driven) -> None:
    driven = session.at("group_working")
    provide(driven, "submit_proposal")
    driven.put("proposal_decision").resolve("adopt_proposal")
    assert [row.state for row in ServiceChainVersion.objects.filter(chain__process=driven.process)] == ["adopted"]


# Deciding at once, reporting, ending


def test_a_solution_decided_at_once_binds_what_was_planned(session: Driven) -> None:
    driven = session.at("topic_decision").profile(decides_solution=True)
    planned = measure(driven)
    resolution = driven.resolve("decide_solution")
    planned.refresh_from_db()
    assert (driven.stage, planned.resolution, planned.asked_on) == ("implementation", resolution, clock.today())


def test_a_measure_without_a_date_holds_the_solution_up(session: Driven) -> None:
    driven = session.at("topic_decision").profile(decides_solution=True)
    measure(driven, due_on=None)
    resolution = driven.resolve("decide_solution")
    assert missing(resolution) == {"measures_assigned"}


def test_a_rejected_solution_drops_what_was_planned_and_asks_nobody(session: Driven) -> None:
    driven = session.at("topic_decision").profile(decides_solution=True)
    planned = measure(driven)
    driven.decide("decide_solution", carried=False)
    planned.refresh_from_db()
    assert (driven.stage, planned.state, planned.asked_on) == ("rejected", "dropped", None)


def test_a_rejected_topic_ends_the_draft_of_its_mandate(session: Driven) -> None:
    driven = session.at("topic_decision")
    mandate(driven)
    driven.decide("establish_and_commission", carried=False)
    assert (driven.stage, Mandate.objects.get().state) == ("rejected", "ended")


def test_another_look_puts_the_mandate_in_force_again(session: Driven) -> None:
    driven = session.at("evaluation")
    with_group(driven)
    Mandate.objects.update(state="fulfilled")
    driven.resolve("rework_proposal")
    assert (driven.stage, Mandate.objects.get().state) == ("group_working", "adopted")


@pytest.mark.parametrize("source", [stage.value for stage in TRANSITIONS["discontinue"].sources])
def test_discontinuing_ends_mandate_and_measures_and_says_why(session: Driven, source: str) -> None:
    driven = session.at(source)
    with_group(driven)
    kept = make.MeasureFactory(process=driven.process, state="done")
    dropped = make.MeasureFactory(process=driven.process, state="in_progress")
    driven.decide("discontinue", wording=WORDING)
    row = Mandate.objects.get()
    assert (driven.stage, row.state, row.end_reason) == ("discontinued", "ended", WORDING)
    states = [Measure.objects.get(pk=row.pk).state for row in (kept, dropped)]
    assert (states, driven.last().reason) == (["done", "dropped"], WORDING)


def test_a_long_wording_does_not_keep_a_process_from_being_discontinued(session: Driven) -> None:
    driven = session.at("implementation")
    with_group(driven)
    make.MeasureFactory(process=driven.process)
    driven.decide("discontinue", wording="Der Vorgang wird eingestellt. " * 300)
    assert (driven.stage, Mandate.objects.get().state) == ("discontinued", "ended")
    assert len(driven.last().reason) > 8000


def test_a_report_to_the_state_is_sent_on_the_day_of_the_decision(session: Driven) -> None:
    driven = session.at("topic_decision")
    provide(driven, "report_to_state")
    driven.resolve("report_to_state")
    report = StateReport.objects.get(process=driven.process)
    assert (driven.stage, report.reported_on, report.closed_on) == ("reported_to_state", clock.today(), None)


def test_a_report_that_is_refused_leaves_the_topic_before_the_body(session: Driven) -> None:
    driven = session.at("topic_decision")
    provide(driven, "report_to_state")
    driven.decide("report_to_state", carried=False)
    assert (driven.stage, StateReport.objects.get().reported_on) == ("topic_decision", None)


@pytest.mark.parametrize("target", [ReferBackTarget.TOPIC_DRAFT, ReferBackTarget.CASE_RECONSTRUCTION])
def test_a_topic_is_not_referred_back_without_conditions(session: Driven, target: ReferBackTarget) -> None:
    driven = session.at("topic_decision")
    effect = referred(driven, "establish_topic", target, conditions=" ")
    assert [finding.guard for finding in effect.findings] == ["conditions_recorded"]
    assert driven.stage == "topic_decision"


@pytest.mark.parametrize(("lacking", "guard"), [("conditions", "conditions_recorded"), ("until", "date_set")])
def test_a_proposal_is_not_referred_back_without_conditions_and_a_day(
    session: Driven, lacking: str, guard: str
) -> None:
    driven = session.at("proposal_decision")
    effect = referred(driven, "adopt_proposal", ReferBackTarget.GROUP_WORKING, **{lacking: None})
    assert [finding.guard for finding in effect.findings] == [guard]
    assert driven.stage == "proposal_decision"


def referred(driven: Driven, subject: str, target: ReferBackTarget, **facts: Any) -> Effect:
    given = {"conditions": REASON, "until": driven.later(), **facts}
    effect = plan_effect(
        item=driven.lay(subject), outcome=Outcome.REFERRED_BACK, target=target, wording=WORDING, actor=None,
        until=given["until"], conditions=given["conditions"] or "",
    )  # fmt: skip
    assert effect is not None
    return effect


# Every pair of the table

STAYS = ""
MOVED: dict[PaperSubject, tuple[Stage, dict[tuple[Outcome, ReferBackTarget | None], Stage]]] = {}


def _rows(
    subject: PaperSubject,
    start: Stage,
    adopted: Stage | None = None,
    rejected: Stage | None = None,
    in_part: Stage | None = None,
    back: tuple[ReferBackTarget, ...] = (),
) -> None:
    found: dict[tuple[Outcome, ReferBackTarget | None], Stage] = {}
    if adopted:
        found |= {(Outcome.ADOPTED, None): adopted, (Outcome.ADOPTED_WITH_CHANGES, None): adopted}
        found[Outcome.ADOPTED_IN_PART, None] = in_part or adopted
    if rejected:
        found[Outcome.REJECTED, None] = rejected
    found |= {(Outcome.REFERRED_BACK, target): Stage(target.value) for target in back}
    MOVED[subject] = (start, found)


_DRAFTS = (ReferBackTarget.TOPIC_DRAFT, ReferBackTarget.CASE_RECONSTRUCTION)
_rows(PaperSubject.ESTABLISH_TOPIC, Stage.TOPIC_DECISION, Stage.ESTABLISHED, Stage.REJECTED, back=_DRAFTS)
_rows(
    PaperSubject.ESTABLISH_AND_COMMISSION,
    Stage.TOPIC_DECISION,
    Stage.COMMISSIONED,
    Stage.REJECTED,
    Stage.ESTABLISHED,
    _DRAFTS,
)
_rows(PaperSubject.MANDATE, Stage.ESTABLISHED, Stage.COMMISSIONED)
_rows(PaperSubject.AMEND_MANDATE, Stage.GROUP_WORKING, Stage.GROUP_WORKING)
_rows(
    PaperSubject.ADOPT_PROPOSAL,
    Stage.PROPOSAL_DECISION,
    Stage.IMPLEMENTATION,
    Stage.REJECTED,
    back=(ReferBackTarget.GROUP_WORKING,),
)
_rows(PaperSubject.DECIDE_SOLUTION, Stage.TOPIC_DECISION, Stage.IMPLEMENTATION, Stage.REJECTED, back=_DRAFTS)
_rows(PaperSubject.REWORK_PROPOSAL, Stage.EVALUATION, Stage.GROUP_WORKING)
_rows(PaperSubject.DISCONTINUE, Stage.IMPLEMENTATION, Stage.DISCONTINUED)
_rows(PaperSubject.REPORT_TO_STATE, Stage.TOPIC_DECISION, Stage.REPORTED_TO_STATE, back=_DRAFTS)
for _other in set(PaperSubject) - set(MOVED):
    _rows(_other, Stage.GROUP_WORKING)

READY = {
    PaperSubject.ESTABLISH_AND_COMMISSION: "adopt_mandate",
    PaperSubject.MANDATE: "adopt_mandate",
    PaperSubject.AMEND_MANDATE: "amend_mandate",
    PaperSubject.ADOPT_PROPOSAL: "adopt_proposal",
    PaperSubject.DECIDE_SOLUTION: "decide_solution",
    PaperSubject.REWORK_PROPOSAL: "rework_proposal",
    PaperSubject.REPORT_TO_STATE: "report_to_state",
}


@pytest.mark.parametrize("subject", list(PaperSubject))
def test_every_pair_of_the_table_does_to_a_real_process_what_it_says(session: Driven, subject: PaperSubject) -> None:
    start, moved = MOVED[subject]
    driven = session.at(start.value)
    if subject in READY:
        provide(driven, READY[subject])
    item = driven.lay(subject.value)
    for _subject, outcome, target in [row for row in EFFECTS if row[0] is subject]:
        with undone():
            if subject is PaperSubject.ADOPT_PROPOSAL and outcome is Outcome.ADOPTED_IN_PART:
                driven.choose(item, [NodeChoice(key(driven, "2.1"), "returned")], driven.later())
            effect = plan_effect(
                item=AgendaItem.objects.get(pk=item.pk), outcome=outcome, target=target, conditions=REASON,
                wording=WORDING, until=driven.later(), actor=None,
            )  # fmt: skip
            assert effect is not None
            assert (outcome, target, effect.findings) == (outcome, target, ())
            assert (outcome, target, driven.stage) == (outcome, target, moved.get((outcome, target), start))
            known = {(outcome, None): None, (outcome, target): None}
            assert bool(effect.steps) is bool(moved.keys() & known)


def test_an_amendment_changed_after_its_release_waits(session: Driven) -> None:
    driven = session.at("group_working")
    provide(driven, "amend_mandate")
    item = driven.lay("amend_mandate")
    laid = reworded(driven)
    driven.vote(item)
    resolution = driven.conclude(item)
    assert missing(resolution) == {"mandate_as_laid"}
    reworded(driven, laid)
    assert release(driven, resolution) == "done"
