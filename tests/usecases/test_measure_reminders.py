"""Reminders of measures and follow-ups: one mail a day and person, the coordination if nobody is reached."""

from __future__ import annotations

import email
from datetime import timedelta
from email import policy

import pytest
from django.core.management import call_command

from governance.models import OutboxMessage, Person
from governance.rules import clock
from governance.usecases.follow_ups import accept_follow_up
from governance.usecases.measure_reminders import remind_due
from governance.usecases.measure_reports import accept_measure
from tests.cast import Cast
from tests.measured import Practice, practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(cast: Cast) -> Practice:
    return practice(cast)


def run() -> list[OutboxMessage]:
    """Return the mails of one daily run."""
    before = OutboxMessage.objects.count()
    count = remind_due(clock.now())
    mails = list(OutboxMessage.objects.order_by("pk")[before:])
    assert len(mails) == count
    return mails


def body(mail: OutboxMessage) -> str:
    part = email.message_from_bytes(bytes(mail.content), policy=policy.default).get_body(("plain",))
    assert part is not None
    return " ".join(part.get_content().split())


def in_days(count: int) -> object:
    return clock.travel(clock.now() + timedelta(days=count))


def test_one_mail_names_everything_that_waits_for_a_person_and_comes_once_a_day(at: Practice) -> None:
    first, second = at.measure(title="Orte abstimmen"), at.measure(title="Träger fragen")
    follow_up = at.follow_up(task="Bericht erstatten")
    assert run() == []
    with in_days(14):
        (mail,) = run()
        assert mail.recipient == at.cast.contact.email
        assert mail.subject == "Erinnerung: Maßnahmen und Beschlusskontrolle"
        assert all(title in body(mail) for title in (first.title, second.title, follow_up.task))
        assert run() == []
    with in_days(15):
        assert run() == []


def test_what_is_accepted_is_reminded_of_to_the_named_person_before_and_after_its_date(at: Practice) -> None:
    measure = at.measure(due_on=clock.today() + timedelta(days=30))
    accept_measure(by=at.contact, measure_id=measure.public_id, person_id=at.colleague.public_id)
    follow_up = at.follow_up(due_on=clock.today() + timedelta(days=30))
    accept_follow_up(by=at.contact, follow_up_id=follow_up.public_id)
    with in_days(15):
        assert run() == []
    with in_days(16):
        assert {mail.recipient for mail in run()} == {at.colleague.email, at.cast.contact.email}
    with in_days(31):
        mails = run()
        assert {mail.recipient for mail in mails} == {at.colleague.email, at.cast.contact.email}
        assert all("überfällig" in body(mail) for mail in mails)
    with in_days(32):
        assert run() == []
    with in_days(38):
        assert len(run()) == 2


def test_the_coordination_is_told_where_nobody_of_the_organisation_can_be_reached(at: Practice) -> None:
    measure = at.measure()
    Person.objects.filter(pk=at.cast.contact.pk).update(email="")
    with in_days(14):
        (mail,) = run()
    assert mail.recipient == at.cast.coordinator.email
    assert measure.title in body(mail)
    assert "niemand per E-Mail erreichbar" in body(mail)


def test_planned_and_finished_measures_are_reminded_of_to_nobody(at: Practice) -> None:
    at.measure(planned=True)
    at.measure(state="declined")
    at.measure(state="done", due_on=clock.today() - timedelta(days=3))
    with in_days(100):
        assert run() == []


def test_the_command_writes_the_reminders_of_the_day(at: Practice, capsys: pytest.CaptureFixture[str]) -> None:
    at.measure(asked_on=clock.today() - timedelta(days=20))
    call_command("remind")
    assert capsys.readouterr().out == "reminders: 1\n"
    call_command("remind")
    assert capsys.readouterr().out == "reminders: 0\n"


def test_nobody_is_reminded_of_a_measure_on_which_nobody_can_act_any_more(at: Practice) -> None:
    """A process may be completed although a measure planned in the check of its effect is open."""
    at.measure(due_on=clock.today() + timedelta(days=30))
    at.process.stage = "completed"
    at.process.save()
    for days in (15, 31, 60):
        with in_days(days):
            assert run() == []
