"""A walk through the whole process for each shipped profile: to its end, and to an end without success."""

from __future__ import annotations

import pytest

from governance.models import PlanningProcess, ProcessProfile
from governance.queries.cases import profile_facts
from governance.queries.verification import check_register
from governance.rules.facts import ProfileFacts
from governance.rules.stages import ENDED_STAGES
from governance.rules.steps import Switch
from governance.rules.transitions import TRANSITIONS
from governance.usecases.beginnings import start_next_cycle, start_process
from governance.usecases.intake import direct_intake
from governance.usecases.profiles import edit_profile, shipped_profile, shipped_profiles
from tests import factories as make
from tests.driven import Driven
from tests.driven_needs import go

pytestmark = pytest.mark.django_db

CHECKED = ("check_scope", "escalate")
SUBMITTED = ("submit_topic",)
COMMISSIONED = ("establish_topic", "adopt_mandate", "constitute_group")
DELIVERED = ("submit_proposal", "adopt_proposal")
LOOKED_BACK = ("start_evaluation", "complete")


def ways(facts: ProfileFacts) -> dict[str, tuple[str, ...]]:
    """Return the ways through the graph that a profile has; the first step creates the process."""
    before = CHECKED if Switch.SCOPE_CHECK in facts.switches else SUBMITTED
    begun = ("start", "derive_topic", *before)
    found = {
        "to the end": (*begun, *COMMISSIONED, *DELIVERED, *LOOKED_BACK),
        "over every turn": (
            *begun, "recall_topic", *before, "refer_back_to_cases", "derive_topic", *before, *COMMISSIONED,
            "amend_mandate", "submit_proposal", "recall_proposal", "submit_proposal", "refer_back_proposal",
            *DELIVERED, "start_evaluation", "resume_implementation", "start_evaluation", "rework_proposal",
            "discontinue",
        ),
        "answered by the state": (*begun, "report_to_state", "state_answered"),
        "unanswered by the state": (*begun, "report_to_state", "close_unanswered"),
        "rejected": ("direct_intake", *before, "reject_topic"),
        "withdrawn": ("direct_intake", "withdraw"),
        "discontinued": (*begun, *COMMISSIONED, "discontinue"),
        "rejected as a proposal": (*begun, *COMMISSIONED, "submit_proposal", "reject_proposal"),
    }  # fmt: skip
    if Switch.LOCAL_SOLUTION in facts.switches:
        found["solved locally"] = ("direct_intake", "check_scope", "solve_locally", "document_solution")
    if Switch.SOLUTION_AT_ONCE in facts.switches:
        found["decided at once"] = ("direct_intake", *before, "decide_solution", *LOOKED_BACK)
        found["decided at once, then by a group"] = (
            *begun, "decide_solution", "start_evaluation", "adopt_mandate", "constitute_group", *DELIVERED,
            *LOOKED_BACK,
        )  # fmt: skip
    return found


PROFILES = {
    name: ProfileFacts(
        has_scope_check=values["has_scope_check"],
        solves_locally=values["solves_locally"],
        decides_solution=values["decides_solution"],
        intake_sources=frozenset(values["intake_sources"]),
    )
    for name, _label in shipped_profiles()
    if (values := shipped_profile(name)["values"])
}
EACH = {"to the end", "rejected"}
"""The ways that are walked under every profile, because its numbers and results count there; others once."""


def walks() -> list[tuple[str, str]]:
    """Return profile and way of every walk."""
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    for name, facts in PROFILES.items():
        for way, steps in ways(facts).items():
            found.setdefault((name, way) if way in EACH else steps, (name, way))
    return list(found.values())


WALKS = walks()


def begun(session: Driven, name: str, first: str) -> Driven:
    """Begin a process under a shipped profile."""
    version = ProcessProfile.objects.get(authority=session.cast.authority).version
    edit_profile(by=session.coordinator, version=version, **shipped_profile(name)["values"])
    body = session.cast.body.public_id
    if first == "start":
        series = make.SeriesFactory(authority=session.cast.authority)
        process = start_process(
            by=session.coordinator, title="Sprachkurszugang", body_id=body, series_ids=[series.public_id]
        )
    else:
        source = min(profile_facts(session.cast.authority).intake_sources)
        process = direct_intake(
            by=session.coordinator, title="Sprachkurszugang", body_id=body, source=source, note="Beschluss vom Mai",
            statement="Eltern finden keinen Kurs zur passenden Zeit.", like_cases=9, interviews=3,
        )  # fmt: skip
    return Driven(session.cast, process)


@pytest.mark.parametrize(("name", "way"), WALKS, ids=[f"{name}-{way}" for name, way in WALKS])
def test_a_process_comes_to_its_end_under_each_shipped_profile(session: Driven, name: str, way: str) -> None:
    steps = ways(PROFILES[name])[way]
    driven = begun(session, name, steps[0])
    go(driven, *steps[1:])
    assert driven.history() == list(steps)
    assert driven.stage in ENDED_STAGES
    assert driven.process.stage == TRANSITIONS[steps[-1]].target
    for register in driven.cast.body.registers.all():
        assert check_register(register) is None


@pytest.mark.parametrize("name", PROFILES)
def test_the_walks_take_every_step_that_a_profile_has(name: str) -> None:
    """But what begins or splits a process by itself, and what is taken up again after a local solution."""
    walked = {step for way in ways(PROFILES[name]).values() for step in way}
    offered = {
        step.name for step in TRANSITIONS.values() if step.switch is None or step.switch in PROFILES[name].switches
    }
    needs_check = set() if PROFILES[name].has_scope_check else {"clear_scope", "escalate", "document_solution"}
    apart = {"take_over", "split_remainder", "start_next_cycle", "reopen_local", "clear_scope"} | needs_check
    turns = {"collect_more_cases", "refer_back_to_draft", "state_refers_back"}
    assert offered - apart - turns == walked - turns


def test_the_next_cycle_begins_where_the_last_was_completed(session: Driven) -> None:
    driven = session.at("completed")
    series = make.SeriesFactory(authority=driven.cast.authority)
    after = start_next_cycle(
        by=driven.coordinator, process_id=driven.process.public_id, title="Zweiter Zyklus",
        series_ids=[series.public_id],
    )  # fmt: skip
    go(Driven(driven.cast, after), "derive_topic", "submit_topic", "establish_topic")
    row = PlanningProcess.objects.get(pk=after.pk)
    assert (row.stage, row.predecessor) == ("established", driven.process)
