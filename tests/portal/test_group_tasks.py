"""The overview around project groups: nominations, consents, reports that are due, what was given back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from governance.models import GoalSystem, PlanningProcess
from governance.queries.mandates import overdue_mandates
from governance.queries.overview import overview
from governance.queries.tasks import Task, TaskKind
from governance.rules import clock
from tests import factories as make
from tests.cast import Cast
from tests.chained import chained
from tests.commissioned import Commission, drafted, with_contact
from tests.conftest import queries_counted
from tests.portal.conftest import Login


def tasks(cast: Cast, role: str, *kinds: TaskKind) -> list[Task]:
    viewer = cast.viewer(getattr(cast, role))
    return [task for task in overview(viewer).tasks if task.kind in kinds]


def at_work(cast: Cast, *, days: int) -> Commission:
    """A group at work that reports back in `days`."""
    commission = drafted(cast, report=clock.today() + timedelta(days=days), group=cast.project_group).adopt()
    return commission.at_work()


def give_back(process: PlanningProcess, *, days: int) -> None:
    PlanningProcess.objects.filter(pk=process.pk).update(due_back_on=clock.today() + timedelta(days=days))


def test_a_place_to_be_filled_waits_for_the_contact_of_its_organisation(cast: Cast, login: Login) -> None:
    commission = with_contact(drafted(cast)).adopt()
    (task,) = tasks(cast, "contact", TaskKind.NOMINATE)
    assert task.target == commission.nomination(commission.agency).public_id
    assert tasks(cast, "coordinator", TaskKind.NOMINATE) == tasks(cast, "member", TaskKind.NOMINATE) == []
    page = login(cast.contact).get("/hoexter/").content.decode()
    assert f"Mitglied benennen: {commission.mandate.group_name}" in page
    commission.name_all()
    assert tasks(cast, "contact", TaskKind.NOMINATE) == []


def test_a_frozen_chain_waits_for_the_consent_of_the_organisations_in_it(cast: Cast) -> None:
    work = chained(cast)
    version = work.freeze(work.sound())
    (task,) = tasks(cast, "contact", TaskKind.CONSENT)
    assert (task.subject, task.target) == ("Vom Bedarf zum Kursplatz", task.target)
    assert version.consents.get(public_id=task.target).organisation == work.provider
    assert tasks(cast, "coordinator", TaskKind.CONSENT) == []


def test_a_missed_report_and_an_expired_mandate_are_tasks_of_body_and_coordination(cast: Cast) -> None:
    commission = at_work(cast, days=-3)
    for role in ("member", "coordinator"):
        (task,) = tasks(cast, role, TaskKind.REPORT_BACK, TaskKind.EXPIRED)
        assert (task.kind, task.target) == (TaskKind.REPORT_BACK, commission.mandate.public_id)
    assert tasks(cast, "contact", TaskKind.REPORT_BACK) == tasks(cast, "group_member", TaskKind.REPORT_BACK) == []


def test_what_was_given_back_is_due_by_the_date_of_the_body_for_lead_and_coordinator(cast: Cast) -> None:
    commission = at_work(cast, days=-3)
    give_back(commission.process, days=40)
    for role in ("group_lead", "coordinator"):
        (task,) = tasks(cast, role, TaskKind.GIVEN_BACK)
        assert task.due == clock.today() + timedelta(days=40)
    assert tasks(cast, "group_member", TaskKind.GIVEN_BACK) == tasks(cast, "secretariat", TaskKind.GIVEN_BACK) == []
    # The date of the body takes the place of the first report.
    assert overdue_mandates(cast.viewer(cast.coordinator)) == ()
    commission.put("proposal_decision")
    assert tasks(cast, "group_lead", TaskKind.GIVEN_BACK) == []


def test_a_goal_system_is_to_be_frozen_in_the_month_before_the_report(cast: Cast) -> None:
    commission = at_work(cast, days=20)
    (task,) = tasks(cast, "group_lead", TaskKind.BEGIN_GOALS, TaskKind.FREEZE_GOALS)
    assert (task.kind, task.target) == (TaskKind.BEGIN_GOALS, commission.process.public_id)
    system = GoalSystem.objects.create(process=commission.process, title="Kurs und Kind")
    for role in ("group_lead", "coordinator"):
        (task,) = tasks(cast, role, TaskKind.BEGIN_GOALS, TaskKind.FREEZE_GOALS)
        assert (task.kind, task.target, task.due) == (
            TaskKind.FREEZE_GOALS, system.public_id, clock.today() + timedelta(days=20),
        )  # fmt: skip
    assert tasks(cast, "group_member", TaskKind.FREEZE_GOALS) == []
    system.versions.create(ordinal=1, content={}, content_hash="0" * 64, created_by=cast.group_lead)
    assert tasks(cast, "group_lead", TaskKind.FREEZE_GOALS) == []
    GoalSystem.objects.filter(pk=system.pk).update(changed_at=clock.now() + timedelta(hours=1))
    assert len(tasks(cast, "group_lead", TaskKind.FREEZE_GOALS)) == 1


def test_a_report_far_away_asks_for_nothing_yet(cast: Cast) -> None:
    at_work(cast, days=60)
    assert tasks(cast, "group_lead", TaskKind.BEGIN_GOALS, TaskKind.FREEZE_GOALS) == []


def test_every_task_opens_the_page_that_carries_it_out(cast: Cast, login: Login) -> None:
    commission = with_contact(at_work(cast, days=20))
    give_back(commission.process, days=10)
    at_work(cast, days=-3)
    GoalSystem.objects.create(process=commission.process, title="Kurs und Kind")
    work = chained(cast)
    work.freeze(work.sound())
    with_contact(drafted(cast)).adopt()
    for role in ("contact", "group_lead", "coordinator", "member"):
        client = login(getattr(cast, role))
        links = BeautifulSoup(client.get("/hoexter/").content, "html.parser").select(".lw-todo a")
        assert links, role
        for link in links:
            assert client.get(str(link["href"])).status_code == 200, (role, link["href"])


@pytest.mark.parametrize("role", ["group_lead", "coordinator", "member", "contact"])
def test_more_groups_cost_no_more_queries(cast: Cast, role: str) -> None:
    def add() -> None:
        commission = with_contact(at_work(cast, days=-3))
        give_back(commission.process, days=10)
        GoalSystem.objects.create(process=commission.process, title="Kurs und Kind")
        with_contact(drafted(cast)).adopt()

    add()
    overview(cast.viewer(getattr(cast, role)))
    with queries_counted() as few:
        overview(cast.viewer(getattr(cast, role)))
    for _time in range(4):
        add()
    with queries_counted() as many:
        overview(cast.viewer(getattr(cast, role)))
    assert len(many) == len(few)


def test_somebody_without_groups_and_organisation_is_asked_few_questions_more(cast: Cast) -> None:
    at_work(cast, days=20)
    assert tasks(cast, "plain_person", *TaskKind) == []
    make.ProcessFactory(body=cast.body)
    assert tasks(cast, "case_manager", *TaskKind) == []
