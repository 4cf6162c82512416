"""Telling practice: who is told, what becomes visible, receipts, reminding; and the check of the effect."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from governance.access.decisions import may_see_resolution
from governance.models import (
    GoalNode,
    GoalSystem,
    Indicator,
    IndicatorValue,
    Notice,
    NoticeReceipt,
    OutboxMessage,
    PlanningProcess,
    StepRecord,
)
from governance.queries.evaluations import effect_facts
from governance.queries.measures import measure_facts
from governance.rules import clock
from governance.rules.evaluation import ReachedEffect
from governance.usecases.evaluations import write_evaluation
from governance.usecases.foundation import Forbidden, Refused, Stale
from governance.usecases.notices import Audience, confirm_reading, confirm_reading_for, remind_unread, send_notice
from tests import factories as make
from tests.cast import Cast
from tests.measured import Practice, practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(cast: Cast) -> Practice:
    return practice(cast, stage="evaluation")


def sent(at: Practice, **audience: object) -> Notice:
    return send_notice(
        by=at.coordinator,
        process_id=at.process.public_id,
        subject="Was wurde aus unserem Thema?",
        text="Die Kursorte stehen.",
        audience=Audience(**audience),  # type: ignore[arg-type]
    )


def told(notice: Notice) -> set[str]:
    return set(NoticeReceipt.objects.filter(notice=notice).values_list("person__public_id", flat=True))


def test_case_managers_members_and_chosen_people_are_told_once_each_by_mail(at: Practice) -> None:
    cast = at.cast
    notice = sent(at, body_ids=(cast.project_group.public_id,), person_ids=(cast.group_lead.public_id,))
    people = {cast.case_manager, cast.group_lead, cast.group_member}
    assert told(notice) == {person.public_id for person in people}
    mails = OutboxMessage.objects.all()
    assert {mail.recipient for mail in mails} == {person.email for person in people}
    assert {mail.subject for mail in mails} == {"Mitteilung der Koordination zum Lesen"}


def test_somebody_must_be_told(at: Practice) -> None:
    with pytest.raises(Refused):
        sent(at, case_managers=False)
    assert not Notice.objects.exists()


def test_nobody_of_another_authority_is_told(at: Practice) -> None:
    with pytest.raises(Refused):
        sent(at, case_managers=False, person_ids=(at.cast.other_coordinator.public_id,))


@pytest.mark.parametrize("role", ["case_manager", "chair", "contact", "group_lead"])
def test_only_the_coordination_tells(at: Practice, role: str) -> None:
    with pytest.raises(Forbidden):
        send_notice(
            by=at.cast.viewer(getattr(at.cast, role)),
            process_id=at.process.public_id,
            subject="Thema",
            text="Text",
            audience=Audience(),
        )


def test_a_resolution_is_seen_by_those_to_whom_it_was_communicated(at: Practice) -> None:
    resolution = make.ResolutionFactory(body=at.cast.body)
    reader = at.cast.viewer(at.cast.case_manager)
    assert not may_see_resolution(reader, resolution)
    send_notice(
        by=at.coordinator,
        resolution_id=resolution.public_id,
        subject=resolution.title,
        text=resolution.wording,
        audience=Audience(),
    )
    assert may_see_resolution(reader, resolution)
    assert not may_see_resolution(at.cast.viewer(at.cast.plain_person), resolution)


def test_each_recipient_confirms_for_themselves(at: Practice) -> None:
    notice = sent(at, person_ids=(at.cast.member.public_id,))
    with pytest.raises(Forbidden):
        confirm_reading(by=at.coordinator, notice_id=notice.public_id)
    with pytest.raises(Notice.DoesNotExist):
        confirm_reading(by=at.cast.viewer(at.cast.chair), notice_id=notice.public_id)
    confirm_reading(by=at.cast.viewer(at.cast.case_manager), notice_id=notice.public_id)
    first = NoticeReceipt.objects.get(notice=notice, person=at.cast.case_manager).read_at
    confirm_reading(by=at.cast.viewer(at.cast.case_manager), notice_id=notice.public_id)
    assert NoticeReceipt.objects.get(notice=notice, person=at.cast.case_manager).read_at == first
    assert NoticeReceipt.objects.get(notice=notice, person=at.cast.member).read_at is None


def test_only_those_who_have_not_confirmed_are_reminded_once_a_day(at: Practice) -> None:
    notice = sent(at, person_ids=(at.cast.member.public_id,))
    confirm_reading(by=at.cast.viewer(at.cast.case_manager), notice_id=notice.public_id)
    OutboxMessage.objects.all().delete()
    assert remind_unread(by=at.coordinator, notice_id=notice.public_id) == 1
    assert OutboxMessage.objects.get().recipient == at.cast.member.email
    with pytest.raises(Refused):
        remind_unread(by=at.coordinator, notice_id=notice.public_id)
    with pytest.raises(Forbidden):
        remind_unread(by=at.cast.viewer(at.cast.case_manager), notice_id=notice.public_id)


def evaluate(at: Practice, **values: object) -> None:
    given = {"reached": "partly", "summary": "Mehr Plätze.", "no_values_reason": "", "version": 0, **values}
    write_evaluation(by=at.coordinator, process_id=at.process.public_id, **given)  # type: ignore[arg-type]


def test_the_check_of_the_effect_is_written_with_a_version(at: Practice) -> None:
    evaluate(at)
    with pytest.raises(Stale):
        evaluate(at)
    evaluate(at, version=1, reached="yes")
    facts = effect_facts(at.process)
    assert (facts.reached, facts.summary) == (ReachedEffect.YES, "Mehr Plätze.")


def test_it_is_written_by_the_coordination_while_the_measures_are_carried_out_and_afterwards(at: Practice) -> None:
    with pytest.raises(Refused):
        evaluate(at, reached="vielleicht")
    with pytest.raises(Forbidden):
        write_evaluation(
            by=at.cast.viewer(at.cast.case_manager),
            process_id=at.process.public_id,
            reached="yes",
            summary="",
            no_values_reason="",
            version=0,
        )
    PlanningProcess.objects.filter(pk=at.process.pk).update(stage="completed")
    with pytest.raises(Refused):
        evaluate(at)


def test_values_count_from_the_implementation_on_and_receipts_of_case_managers_only(at: Practice) -> None:
    system = GoalSystem.objects.create(process=at.process, title="Zielsystem")
    node = GoalNode.objects.create(system=system, level="principle_goal", text="Alle nehmen teil.")
    indicator = Indicator.objects.create(node=node, name="Plätze")
    entered = clock.now() - timedelta(days=100)
    StepRecord.objects.create(
        process=at.process, transition="adopt_proposal", source="proposal_decision", target="implementation", at=entered
    )
    for days in (200, 50, 10):
        IndicatorValue.objects.create(
            indicator=indicator,
            value=Decimal(days),
            on=clock.today(),
            recorded_by=at.cast.coordinator,
            recorded_at=clock.now() - timedelta(days=days),
        )
    notice = sent(at, person_ids=(at.cast.member.public_id,))
    confirm_reading(by=at.cast.viewer(at.cast.member), notice_id=notice.public_id)
    facts = effect_facts(at.process)
    assert (facts.values, facts.case_managers, facts.informed, facts.confirmed) == (2, 1, 1, 0)
    confirm_reading(by=at.cast.viewer(at.cast.case_manager), notice_id=notice.public_id)
    sent(at)
    assert effect_facts(at.process).confirmed == 1


def test_a_measure_without_organisation_or_date_is_not_assigned(at: Practice) -> None:
    at.measure()
    at.measure(planned=True, due_on=None)
    at.measure(planned=True, organisation=None)
    assert [row.assigned for row in measure_facts(at.process)] == [True, False, False]


def test_the_coordination_enters_the_reading_of_whoever_has_no_login_and_of_nobody_else(at: Practice) -> None:
    cast = at.cast
    cast.case_manager.user = None
    cast.case_manager.save()
    notice = sent(at, person_ids=(cast.group_lead.public_id,))
    confirm_reading_for(by=at.coordinator, notice_id=notice.public_id, person_id=cast.case_manager.public_id)
    receipt = NoticeReceipt.objects.get(notice=notice, person=cast.case_manager)
    assert receipt.read_at is not None
    assert receipt.recorded_by == at.coordinator.person
    with pytest.raises(Forbidden):
        confirm_reading_for(by=at.coordinator, notice_id=notice.public_id, person_id=cast.group_lead.public_id)
    with pytest.raises(Forbidden):
        confirm_reading_for(
            by=cast.viewer(cast.group_lead), notice_id=notice.public_id, person_id=cast.case_manager.public_id
        )
    assert NoticeReceipt.objects.get(notice=notice, person=cast.group_lead).read_at is None
