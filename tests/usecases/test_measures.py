"""Measures: planned and asked, accepted or declined by their organisation only, reported, deferred, dropped."""

from __future__ import annotations

from datetime import timedelta

import pytest

from governance.models import (
    AuditEntry,
    GoalNode,
    GoalSystem,
    Measure,
    MeasureReport,
    OutboxMessage,
    Person,
    PlanningProcess,
    ProcessProfile,
)
from governance.queries.measures import OwnerChoices, owner_choices
from governance.rules import clock
from governance.usecases.foundation import Forbidden, Refused, Stale
from governance.usecases.measure_reports import accept_measure, move_measure, report_progress
from governance.usecases.measures import (
    MeasureText,
    bind_planned_measures,
    create_measures,
    drop_measure,
    drop_open_measures,
    edit_measure,
    plan_measure,
    reassign_measure,
)
from tests import factories as make
from tests.cast import Cast
from tests.measured import Practice, practice

pytestmark = pytest.mark.django_db
OUTSIDERS = ["chair", "member", "group_lead", "group_member", "case_manager", "plain_person", "auditor"]


@pytest.fixture
def at(cast: Cast) -> Practice:
    return practice(cast)


def recipients() -> list[str]:
    return list(OutboxMessage.objects.order_by("pk").values_list("recipient", flat=True))


def course(measure: Measure) -> list[tuple[str, str]]:
    return list(MeasureReport.objects.filter(measure=measure).order_by("pk").values_list("move", "target"))


def text(at: Practice, **values: object) -> MeasureText:
    given = {
        "title": "Kursorte abstimmen",
        "organisation_id": at.organisation.public_id,
        "due_on": clock.today() + timedelta(days=60),
        **values,
    }
    return MeasureText(**given)  # type: ignore[arg-type]


def accepted(at: Practice, **values: object) -> Measure:
    measure = at.measure(**values)
    return accept_measure(by=at.contact, measure_id=measure.public_id, person_id=at.colleague.public_id)


def test_a_measure_planned_while_it_is_carried_out_is_asked_for_at_once(at: Practice) -> None:
    measure = plan_measure(by=at.coordinator, process_id=at.process.public_id, text=text(at))
    assert measure.asked_on == clock.today()
    assert recipients() == [at.cast.contact.email]
    mail = OutboxMessage.objects.get()
    assert at.process.number in mail.subject
    assert measure.title not in mail.subject
    assert course(measure) == [("plan", "open"), ("ask", "open")]


def test_it_needs_organisation_and_date_then(at: Practice) -> None:
    for missing in ({"organisation_id": ""}, {"due_on": None}):
        with pytest.raises(Refused):
            plan_measure(by=at.coordinator, process_id=at.process.public_id, text=text(at, **missing))
    assert not Measure.objects.exists()


def test_for_a_solution_to_be_decided_at_once_it_waits_for_the_resolution(cast: Cast) -> None:
    ProcessProfile.objects.filter(authority=cast.authority).update(decides_solution=True)
    at = practice(cast, stage="topic_decision")
    measure = plan_measure(by=at.coordinator, process_id=at.process.public_id, text=text(at, due_on=None))
    assert measure.asked_on is None
    assert recipients() == []
    resolution = make.ResolutionFactory(body=cast.body)
    assert bind_planned_measures(at.process, resolution) == [measure]
    measure.refresh_from_db()
    assert (measure.resolution, measure.asked_on) == (resolution, clock.today())
    assert recipients() == [cast.contact.email]
    assert bind_planned_measures(at.process, resolution) == []


def test_nothing_is_planned_at_another_stage_or_without_the_profile(cast: Cast) -> None:
    at = practice(cast, stage="topic_decision")
    with pytest.raises(Refused):
        plan_measure(by=at.coordinator, process_id=at.process.public_id, text=text(at))
    PlanningProcess.objects.filter(pk=at.process.pk).update(stage="group_working")
    with pytest.raises(Refused):
        plan_measure(by=at.coordinator, process_id=at.process.public_id, text=text(at))


@pytest.mark.parametrize("role", [*OUTSIDERS, "contact"])
def test_only_the_coordination_plans(at: Practice, role: str) -> None:
    with pytest.raises((Forbidden, PlanningProcess.DoesNotExist)):
        plan_measure(by=at.cast.viewer(getattr(at.cast, role)), process_id=at.process.public_id, text=text(at))


def test_the_contact_accepts_and_names_who_is_responsible(at: Practice) -> None:
    measure = accepted(at)
    assert (measure.state, measure.person) == ("accepted", at.colleague)
    assert course(measure) == [("accept", "accepted")]
    assert recipients() == [at.cast.coordinator.email]
    assert AuditEntry.objects.get(action="measure.moved").data == {"move": "accept", "state": "accepted"}


@pytest.mark.parametrize("role", [*OUTSIDERS, "coordinator", "secretariat"])
def test_nobody_accepts_or_declines_for_the_organisation(at: Practice, role: str) -> None:
    measure = at.measure()
    by = at.cast.viewer(getattr(at.cast, role))
    for act in (
        lambda: accept_measure(by=by, measure_id=measure.public_id, person_id=at.colleague.public_id),
        lambda: move_measure(by=by, measure_id=measure.public_id, move="decline", text="Keine Zeit"),
    ):
        with pytest.raises((Forbidden, Measure.DoesNotExist)):
            act()
    measure.refresh_from_db()
    assert measure.state == "open"


def test_the_contact_of_another_organisation_does_not_see_the_measure(at: Practice) -> None:
    other = at.measure(organisation=make.OrganisationFactory(authority=at.cast.authority))
    with pytest.raises(Measure.DoesNotExist):
        accept_measure(by=at.contact, measure_id=other.public_id, person_id=at.colleague.public_id)


def test_the_responsible_person_belongs_to_the_organisation(at: Practice) -> None:
    measure = at.measure()
    with pytest.raises(Refused):
        accept_measure(by=at.contact, measure_id=measure.public_id, person_id=at.cast.member.public_id)


def test_a_colleague_who_is_only_suggested_neither_answers_nor_reports(at: Practice) -> None:
    measure = at.measure(person=at.colleague)
    with pytest.raises(Forbidden):
        accept_measure(by=at.worker, measure_id=measure.public_id, person_id=at.colleague.public_id)
    with pytest.raises(Forbidden):
        move_measure(by=at.worker, measure_id=measure.public_id, move="begin")


def test_the_named_person_reports_from_the_acceptance_on(at: Practice) -> None:
    measure = accepted(at)
    OutboxMessage.objects.all().delete()
    move_measure(by=at.worker, measure_id=measure.public_id, move="begin")
    report_progress(by=at.worker, measure_id=measure.public_id, text="Zwei von drei Orten stehen.")
    measure = move_measure(by=at.worker, measure_id=measure.public_id, move="finish", text="Alle Orte stehen.")
    assert (measure.state, measure.done_on) == ("done", clock.today())
    assert course(measure)[1:] == [("begin", "in_progress"), ("report", "in_progress"), ("finish", "done")]
    assert recipients() == [at.cast.coordinator.email]


def test_declining_needs_a_reason_and_tells_the_coordination(at: Practice) -> None:
    measure = at.measure()
    with pytest.raises(Refused):
        move_measure(by=at.contact, measure_id=measure.public_id, move="decline", text="  ")
    measure = move_measure(by=at.contact, measure_id=measure.public_id, move="decline", text="Nicht zuständig.")
    assert (measure.state, measure.state_reason) == ("declined", "Nicht zuständig.")
    assert recipients() == [at.cast.coordinator.email]


def test_a_declined_measure_goes_to_another_organisation_which_is_asked(at: Practice) -> None:
    measure = at.measure()
    move_measure(by=at.contact, measure_id=measure.public_id, move="decline", text="Nicht zuständig.")
    OutboxMessage.objects.all().delete()
    other = make.OrganisationFactory(authority=at.cast.authority)
    person = make.PersonFactory(authority=at.cast.authority, organisation=other)
    make.RoleFactory(person=person, role="contact")
    measure = reassign_measure(
        by=at.coordinator,
        measure_id=measure.public_id,
        organisation_id=other.public_id,
        reason="Zuständig",
        version=None,
    )
    assert (measure.state, measure.organisation, measure.person) == ("open", other, None)
    assert set(recipients()) == {person.email, at.cast.contact.email}
    assert at.contact.contact_of != measure.organisation_id
    accept_measure(by=at.cast.viewer(person), measure_id=measure.public_id, person_id=person.public_id)
    with pytest.raises(Measure.DoesNotExist):
        move_measure(by=at.contact, measure_id=measure.public_id, move="begin")


def test_deferring_needs_reason_and_a_later_date_which_then_counts(at: Practice) -> None:
    measure = accepted(at, due_on=clock.today() - timedelta(days=1))
    assert Measure.objects.all().overdue(clock.today()).count() == 1
    later = clock.today() + timedelta(days=30)
    for wrong in (
        {"text": "", "until": later},
        {"text": "Umbau", "until": None},
        {"text": "Umbau", "until": clock.today()},
    ):
        with pytest.raises(Refused):
            move_measure(by=at.contact, measure_id=measure.public_id, move="defer", **wrong)
    measure = move_measure(by=at.contact, measure_id=measure.public_id, move="defer", text="Umbau", until=later)
    assert (measure.state, measure.ends_on) == ("deferred", later)
    assert not Measure.objects.all().overdue(clock.today()).exists()
    measure = edit_measure(
        by=at.coordinator, measure_id=measure.public_id, text=text(at, due_on=later + timedelta(days=9)), version=None
    )
    assert measure.ends_on == later + timedelta(days=9)


def test_what_is_not_feasible_is_resumed_or_dropped(at: Practice) -> None:
    measure = accepted(at)
    move_measure(by=at.contact, measure_id=measure.public_id, move="find_infeasible", text="Kein Raum.")
    measure = move_measure(by=at.contact, measure_id=measure.public_id, move="reopen", text="Raum gefunden.")
    assert measure.state == "in_progress"
    with pytest.raises(Refused):
        drop_measure(by=at.coordinator, measure_id=measure.public_id, reason="")
    measure = drop_measure(by=at.coordinator, measure_id=measure.public_id, reason="Überholt")
    assert measure.state == "dropped"
    with pytest.raises(Refused):
        edit_measure(by=at.coordinator, measure_id=measure.public_id, text=text(at), version=None)


def test_an_asked_measure_keeps_its_organisation_when_it_is_edited(at: Practice) -> None:
    measure = accepted(at)
    other = make.OrganisationFactory(authority=at.cast.authority)
    measure = edit_measure(
        by=at.coordinator,
        measure_id=measure.public_id,
        text=text(at, title="Genauer gefasst", organisation_id=other.public_id),
        version=measure.version,
    )
    assert (measure.title, measure.organisation, measure.person) == ("Genauer gefasst", at.organisation, at.colleague)
    with pytest.raises(Stale):
        edit_measure(by=at.coordinator, measure_id=measure.public_id, text=text(at), version=1)


def test_nothing_moves_in_a_process_that_has_ended(at: Practice) -> None:
    measure = accepted(at)
    PlanningProcess.objects.filter(pk=at.process.pk).update(stage="completed")
    for act in (
        lambda: move_measure(by=at.contact, measure_id=measure.public_id, move="begin"),
        lambda: report_progress(by=at.contact, measure_id=measure.public_id, text="Weiter"),
        lambda: drop_measure(by=at.coordinator, measure_id=measure.public_id, reason="Überholt"),
    ):
        with pytest.raises(Refused):
            act()


def test_a_move_that_is_none_of_the_organisations_is_unknown(at: Practice) -> None:
    measure = at.measure()
    for move in ("drop", "reassign", "accept", "state", "__init__"):
        with pytest.raises(Measure.DoesNotExist):
            move_measure(by=at.contact, measure_id=measure.public_id, move=move)


def activities(at: Practice, count: int) -> list[GoalNode]:
    system = GoalSystem.objects.create(process=at.process, title="Zielsystem")
    root = GoalNode.objects.create(system=system, level="principle_goal", text="Alle nehmen teil.")
    return [
        GoalNode.objects.create(system=system, parent=root, level="activity", order=n, text=f"Orte klären {n}")
        for n in range(count)
    ]


def test_a_resolution_makes_one_measure_for_each_adopted_activity_however_often_it_is_applied(at: Practice) -> None:
    first, second = activities(at, 2)
    resolution = make.ResolutionFactory(body=at.cast.body)
    due = clock.today() + timedelta(days=200)
    rows = [(first, "Orte klären", at.organisation, due), (second, "Träger fragen", None, None)]
    made = create_measures(at.process, resolution, rows)
    assert [row.node for row in made] == [first, second]
    assert create_measures(at.process, resolution, rows) == []
    assert [row.asked_on is not None for row in made] == [True, False]
    assert recipients() == [at.cast.contact.email]
    late = edit_measure(by=at.coordinator, measure_id=made[1].public_id, text=text(at), version=None)
    assert late.asked_on == clock.today()
    assert len(recipients()) == 2


def test_discontinuing_drops_what_is_open_and_leaves_what_is_done(at: Practice) -> None:
    open_one, done = at.measure(), accepted(at)
    move_measure(by=at.contact, measure_id=done.public_id, move="finish")
    assert drop_open_measures(at.process, "Eingestellt durch Beschluss") == [open_one]
    open_one.refresh_from_db()
    done.refresh_from_db()
    assert (open_one.state, done.state) == ("dropped", "done")
    assert MeasureReport.objects.get(measure=open_one).person is None


def test_a_person_who_has_left_is_written_to_no_more(at: Practice) -> None:
    Person.objects.filter(pk=at.cast.contact.pk).update(is_active=False)
    plan_measure(by=at.coordinator, process_id=at.process.public_id, text=text(at))
    assert recipients() == []


def test_only_the_coordination_is_offered_whom_to_charge_and_only_the_active(at: Practice) -> None:
    gone = make.OrganisationFactory(authority=at.cast.authority, name="Aufgelöst", is_active=False)
    offered = owner_choices(at.coordinator)
    assert offered.organisations
    assert offered.people
    assert gone not in offered.organisations
    for person in (at.cast.contact, at.cast.member, at.cast.former_member, at.cast.guest):
        assert owner_choices(at.cast.viewer(person)) == OwnerChoices((), ())
