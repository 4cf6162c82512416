"""The page of a process at each of its stages: who sees it, what comes next, which button leads to the fix."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.models import PlanningProcess, StepRecord
from governance.queries.process_steps import AHEAD
from governance.rules import clock
from governance.rules.stages import ENDED_STAGES, Phase, Stage, phase_of
from governance.rules.transitions import TRANSITIONS
from tests import factories as make
from tests.conftest import queries_counted
from tests.driven import Driven
from tests.driven_needs import provide, with_group
from tests.portal.conftest import Login

pytestmark = pytest.mark.django_db

CASE_WORKERS = {"coordinator", "secretariat", "case_manager"}
BODY = {"chair", "member", "deputy", "advisory_member", "assistant"}
GROUP = {"group_lead", "group_member"}
EARLY = {Stage.CASE_RECONSTRUCTION, Stage.TOPIC_DRAFT, Stage.SCOPE_CHECK, Stage.LOCAL_SOLUTION}
WITH_GROUP = {
    Stage.LOCAL_SOLUTION, Stage.COMMISSIONED, Stage.GROUP_WORKING, Stage.PROPOSAL_DECISION, Stage.IMPLEMENTATION,
    Stage.EVALUATION,
}  # fmt: skip
ROLES = sorted(CASE_WORKERS | BODY | GROUP | {"contact", "guest", "plain_person", "other_coordinator"})


def url(name: str, *parts: str) -> str:
    return reverse(f"portal:{name}", args=["hoexter", *parts])


def standing(session: Driven, stage: Stage) -> Driven:
    """Return a process as it comes to a stage: with its group where one works."""
    group = session.cast.project_group if stage in WITH_GROUP else None
    driven = session.at(stage.value, group=group)
    if stage in ENDED_STAGES:
        left = "topic_decision"
        StepRecord.objects.create(
            process=driven.process, transition="withdraw", source=left, target=stage.value, at=clock.now()
        )
    if stage in {Stage.SCOPE_CHECK, Stage.LOCAL_SOLUTION}:
        driven.profile(has_scope_check=True, solves_locally=True)
    return driven


@pytest.mark.parametrize("stage", list(Stage))
def test_each_role_sees_it_from_the_stage_that_the_concept_says(session: Driven, login: Login, stage: Stage) -> None:
    driven = standing(session, stage)
    seen = {
        role
        for role in ROLES
        if login(getattr(driven.cast, role)).get(url("process", driven.process.public_id)).status_code == 200
    }
    expected = set(CASE_WORKERS)
    expected |= set() if stage in EARLY else BODY
    expected |= GROUP if stage in WITH_GROUP else set()
    assert seen == expected


@pytest.mark.parametrize("stage", list(Stage))
def test_the_track_stands_in_its_phase_and_the_next_step_is_named(session: Driven, login: Login, stage: Stage) -> None:
    driven = standing(session, stage)
    answer = login(driven.cast.coordinator).get(url("process", driven.process.public_id))
    context, parts = answer.context["page"], answer.context["parts"]
    page = answer.content.decode()
    last = Stage.TOPIC_DECISION if stage in ENDED_STAGES else None
    assert context.phase is phase_of(stage, last)
    reached = context.phase if stage in ENDED_STAGES else max(Phase)
    assert [phase.number for phase in parts.track.phases] == list(range(1, reached + 1))
    if stage in ENDED_STAGES:
        assert parts.ahead is None
        assert "Nächster Schritt:" not in page
        return
    assert parts.ahead is not None
    assert parts.ahead.step.name in AHEAD[stage]
    assert f"Nächster Schritt: {parts.ahead_label}" in page
    button = f'action="{url("process_step", driven.process.public_id, parts.ahead.step.name)}"'
    assert (button in page) is (parts.ahead.possible and not parts.ahead.step.by_resolution)


FIXES: dict[Stage, tuple[str, ...]] = {
    Stage.CASE_RECONSTRUCTION: ("topic",),
    Stage.TOPIC_DRAFT: ("paper_create",),
    Stage.SCOPE_CHECK: ("process_scope", "paper_create"),
    Stage.LOCAL_SOLUTION: ("process_documents",),
    Stage.ESTABLISHED: ("process_mandate",),
    Stage.GROUP_WORKING: ("goal_begin", "chain_begin", "process_statement", "paper_create"),
    Stage.IMPLEMENTATION: ("measure_plan",),
    Stage.EVALUATION: ("evaluation_edit", "process_notice"),
    Stage.REPORTED_TO_STATE: ("process_state",),
}
"""Where the coordination mends what holds the next step up, when nothing is there yet."""


def address(driven: Driven, name: str) -> str:
    if name == "paper_create":
        return f"{url(name)}?process={driven.process.public_id}"
    return url(name, driven.process.public_id)


@pytest.mark.parametrize("stage", FIXES)
def test_what_is_missing_has_a_button_for_the_coordination_and_none_for_readers(
    session: Driven, login: Login, stage: Stage
) -> None:
    driven = standing(session, stage)
    if stage is Stage.GROUP_WORKING:
        with_group(driven)
    page = login(driven.cast.coordinator).get(url("process", driven.process.public_id)).content.decode()
    findings = page[page.index("Nächster Schritt:") :]
    for name in FIXES[stage]:
        assert f'href="{address(driven, name)}' in findings
        assert login(driven.cast.coordinator).get(address(driven, name)).status_code == 200
    reader = "case_manager" if stage in EARLY else "member"
    read = login(getattr(driven.cast, reader)).get(url("process", driven.process.public_id)).content.decode()
    for name in set(FIXES[stage]) - {"process_documents", "process_scope", "process_state"}:
        assert f'href="{address(driven, name)}' not in read


@pytest.mark.parametrize("role", ["group_lead", "group_member"])
def test_the_group_reaches_what_it_has_to_deliver(session: Driven, login: Login, role: str) -> None:
    driven = standing(session, Stage.GROUP_WORKING)
    with_group(driven)
    page = login(getattr(driven.cast, role)).get(url("process", driven.process.public_id)).content.decode()
    for name in ("goal_begin", "chain_begin", "process_statement"):
        assert f'href="{address(driven, name)}' in page
    assert address(driven, "paper_create") not in page, "the paper is the coordination's"


def test_the_lead_hands_in_with_one_click_and_a_member_does_not(session: Driven, login: Login) -> None:
    driven = standing(session, Stage.GROUP_WORKING)
    provide(driven, "submit_proposal")
    step = url("process_step", driven.process.public_id, "submit_proposal")
    pages = {
        role: login(getattr(driven.cast, role)).get(url("process", driven.process.public_id)).content.decode()
        for role in ("group_lead", "group_member", "coordinator", "member")
    }
    assert {role for role, page in pages.items() if f'action="{step}"' in page} == {"group_lead", "coordinator"}
    version = str(driven.row.version)
    assert login(driven.cast.group_member).post(step, {"version": version}).status_code == 404
    assert login(driven.cast.group_lead).post(step, {"version": version}).status_code == 303
    assert driven.stage == "proposal_decision"


@pytest.mark.parametrize("step", [name for name, row in TRANSITIONS.items() if row.sources and not row.by_resolution])
def test_each_step_has_a_page_that_takes_it(session: Driven, login: Login, step: str) -> None:
    source = TRANSITIONS[step].sources[0]
    driven = standing(session, source)
    if source in ENDED_STAGES:
        driven.process.steps.create(
            transition="document_solution", source="local_solution", target="completed", at=clock.now()
        )
    provide(driven, step)
    client = login(driven.cast.coordinator)
    place = url("process_step", driven.process.public_id, step)
    assert client.get(place).status_code == 200
    sent = {"version": str(driven.row.version), "reason": "Der Südkreis fehlt."}
    assert client.post(place, sent).status_code == 303
    assert driven.stage == TRANSITIONS[step].target
    assert client.post(place, sent).status_code == 409, "the page was overtaken"
    assert client.get(url("process", driven.process.public_id)).status_code == 200


@pytest.mark.parametrize(("days", "told"), [(-1, "überfällig seit"), (1, "wieder vorzulegen bis")])
def test_a_proposal_that_does_not_come_again_in_time_is_overdue(
    session: Driven, login: Login, days: int, told: str
) -> None:
    driven = standing(session, Stage.GROUP_WORKING)
    day = clock.today() + timedelta(days=days)
    PlanningProcess.objects.filter(pk=driven.process.pk).update(due_back_on=day)
    for role in ("coordinator", "member", "group_lead"):
        page = login(getattr(driven.cast, role)).get(url("process", driven.process.public_id)).content.decode()
        assert told in page


@pytest.mark.parametrize("stage", list(Stage))
def test_it_takes_as_many_queries_with_forty_steps_as_with_one_and_few_at_all(
    session: Driven, login: Login, stage: Stage
) -> None:
    driven = standing(session, stage)
    client = login(driven.cast.coordinator)
    counts = []
    for steps in (1, 40):
        for _number in range(steps):
            entry = driven.process.steps.create(
                transition="derive_topic", source="case_reconstruction", target="topic_draft", at=clock.now(),
                actor=driven.cast.coordinator,
            )  # fmt: skip
            driven.process.justifications.create(
                finding="series_size", text="Begründet", author=driven.cast.coordinator, consumed_by=entry
            )
            driven.process.documents.create(
                role="decision_text", title="Text", dated_on=clock.today(), added_by=driven.cast.coordinator
            )
            make.MeasureFactory(process=driven.process)
        client.get(url("process", driven.process.public_id))
        with queries_counted() as queries:
            client.get(url("process", driven.process.public_id))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 32
