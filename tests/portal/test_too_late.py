"""A form that is sent when its step is no longer possible, or a second time: the reason, and what was typed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import Measure, PlanningProcess
from governance.rules import clock
from governance.usecases.follow_ups import accept_follow_up
from governance.usecases.measure_reports import accept_measure
from governance.usecases.profiles import edit_profile, shipped_profile
from tests import factories as make
from tests.cast import Cast
from tests.commissioned import drafted
from tests.measured import Practice, practice
from tests.portal.conftest import Login

pytestmark = pytest.mark.django_db

TYPED = "Das habe ich lange geschrieben."
TODAY = clock.today().isoformat()
LATER = (clock.today() + timedelta(days=60)).isoformat()
ENDED = "Der Vorgang ist beendet."
FINISHED = "Die Beschlusskontrolle ist abgeschlossen."


def url(name: str, *parts: str) -> str:
    return reverse(f"portal:{name}", args=["hoexter", *parts])


def refused(client: Client, address: str, values: dict[str, Any], reason: str, *, status: int = 422) -> None:
    answer = client.post(address, values)
    page = answer.content.decode()
    assert answer.status_code == status, page
    assert reason in page
    assert TYPED in page


@pytest.fixture
def at(cast: Cast) -> Practice:
    return practice(cast)


def ended(process: PlanningProcess, stage: str = "completed") -> None:
    PlanningProcess.objects.filter(pk=process.pk).update(stage=stage)


def under_way(at: Practice) -> Measure:
    row = at.measure()
    accept_measure(by=at.contact, measure_id=row.public_id, person_id=at.colleague.public_id)
    return row


def test_what_is_written_about_a_measure_comes_back_when_the_process_has_ended(at: Practice, login: Login) -> None:
    waiting, running = at.measure(), under_way(at)
    ended(at.process)
    office, contact = login(at.cast.coordinator), login(at.cast.contact)
    other = {"organisation": at.organisation.public_id, "due_on": LATER}
    refused(contact, url("measure_report", running.public_id), {"text": TYPED}, "solange die Maßnahme läuft")
    refused(contact, url("measure_move", running.public_id, "defer"), {"text": TYPED, "until": LATER}, ENDED)
    refused(contact, url("measure_move", waiting.public_id, "decline"), {"text": TYPED}, ENDED)
    answer = {"person": at.colleague.public_id, "text": TYPED}
    refused(contact, url("measure_accept", waiting.public_id), answer, ENDED)
    refused(office, url("measure_reassign", waiting.public_id), {**other, "reason": TYPED}, ENDED)
    refused(office, url("measure_edit", waiting.public_id), {"title": TYPED, "due_on": LATER}, "abgeschlossen")
    plan = {**other, "title": TYPED}
    refused(office, url("measure_plan", at.process.public_id), plan, "Maßnahmen werden für eine Lösung geplant")
    summary = {"summary": TYPED, "version": "0"}
    refused(office, url("evaluation_edit", at.process.public_id), summary, "Die Wirkung wird in der Umsetzung")


def test_a_second_answer_to_a_measure_says_that_it_is_answered(at: Practice, login: Login) -> None:
    row = under_way(at)
    values = {"person": at.colleague.public_id, "text": TYPED}
    refused(login(at.cast.contact), url("measure_accept", row.public_id), values, "im jetzigen Stand nicht möglich")


def test_a_follow_up_that_was_lifted_or_answered_takes_no_text_and_keeps_it(at: Practice, login: Login) -> None:
    row = at.follow_up()
    accept_follow_up(by=at.contact, follow_up_id=row.public_id)
    office, contact = login(at.cast.coordinator), login(at.cast.contact)
    refused(contact, url("follow_up_decline", row.public_id), {"text": TYPED}, "schon beantwortet")
    values = {"task": TYPED, "organisation": at.organisation.public_id, "due_on": LATER}
    refused(office, url("follow_up_open", row.resolution.public_id), values, "läuft schon eine Beschlusskontrolle")
    type(row).objects.filter(pk=row.pk).update(state="lifted", lifted_by=row.resolution)
    refused(contact, url("follow_up_report", row.public_id), {"text": TYPED}, FINISHED)
    refused(contact, url("follow_up_move", row.public_id, "delay"), {"text": TYPED, "until": LATER}, "nicht möglich")
    refused(office, url("follow_up_edit", row.public_id), values, FINISHED)


def test_a_step_that_somebody_else_has_overtaken_keeps_its_reason(cast: Cast, login: Login) -> None:
    process = make.ProcessFactory(body=cast.body, stage="topic_draft", coordinator=cast.coordinator)
    address = url("process_step", process.public_id, "withdraw")
    client = login(cast.coordinator)
    assert "Abbrechen" in client.get(address).content.decode()
    ended(process, "established")
    refused(client, address, {"reason": TYPED}, "an einer anderen Stelle")
    assert "<textarea" not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("name", "values", "reason"),
    [
        (
            "process_document_add",
            {"role": "cooperation_agreement", "title": TYPED, "dated_on": TODAY},
            "nachdem der Vorgang beendet",
        ),
        ("process_origin_edit", {"note": TYPED}, "nicht mehr ändern"),
        ("process_state", {"addressee": TYPED, "version": "0"}, "im jetzigen Stand nicht möglich"),
        ("process_state_answer", {"title": TYPED, "dated_on": TODAY, "version": "0"}, "im jetzigen Stand nicht"),
        ("topic", {"statement": TYPED, "version": "0"}, "das Thema nicht mehr ändern"),
    ],
)
def test_what_is_written_about_a_process_comes_back_when_it_has_ended(
    cast: Cast, login: Login, name: str, values: dict[str, str], reason: str
) -> None:
    process = make.ProcessFactory(body=cast.body, stage="withdrawn", coordinator=cast.coordinator)
    sent = {"text": "Wortlaut", **values}
    refused(login(cast.coordinator), url(name, process.public_id), sent, reason)


def test_an_earlier_decision_and_the_title_come_back_when_the_process_has_ended(cast: Cast, login: Login) -> None:
    process = make.ProcessFactory(body=cast.body, stage="withdrawn", coordinator=cast.coordinator)
    series = make.SeriesFactory(authority=cast.authority)
    client = login(cast.coordinator)
    decision = {"body_name": "Kreistag", "decided_on": TODAY, "wording": TYPED, "source": "Vorlage 12"}
    refused(client, url("process_decision_add", process.public_id), decision, ENDED)
    named = {"title": TYPED, "series": series.public_id, "coordinator": cast.coordinator.public_id}
    refused(client, url("process_edit", process.public_id), named, ENDED)


def test_the_answers_on_the_scope_come_back_when_the_topic_has_gone_on(cast: Cast, login: Login) -> None:
    edit_profile(by=cast.viewer(cast.coordinator), version=None, **shipped_profile("warendorf")["values"])
    process = make.ProcessFactory(body=cast.body, stage="topic_decision", coordinator=cast.coordinator)
    triggers = dict.fromkeys(("county_wide", "principle", "binding_cooperation", "changed_conditions"), "no")
    values = {**triggers, "reason": TYPED, "version": "0"}
    refused(login(cast.coordinator), url("process_scope", process.public_id), values, "nicht geprüft")


def test_the_statement_comes_back_when_the_proposal_was_handed_in_meanwhile(cast: Cast, login: Login) -> None:
    commission = drafted(cast).adopt().at_work()
    commission.put("proposal_decision")
    values = {"answer_subject": TYPED, "version": "0"}
    address = url("process_statement", commission.process.public_id)
    refused(login(cast.group_member), address, values, "während die Gruppe arbeitet")


def test_the_text_of_a_mandate_comes_back_when_the_body_has_adopted_it_meanwhile(cast: Cast, login: Login) -> None:
    commission = drafted(cast)
    stale = str(commission.version.version)
    commission.adopt()
    commission.version.refresh_from_db()
    address = url("mandate_edit", commission.mandate.public_id)
    client = login(cast.coordinator)
    refused(client, address, {"subject": TYPED, "version": stale}, "inzwischen geändert", status=409)
    now = str(commission.version.version)
    refused(client, address, {"subject": TYPED, "version": now}, "Ein verabschiedeter Auftrag bleibt")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("version", ["9" * 5000, "٣", "-1", "1e9", "", "abc"])
def test_a_draft_is_not_discarded_with_a_version_that_is_none(cast: Cast, login: Login, version: str) -> None:
    commission = drafted(cast).adopt().at_work()
    client = login(cast.coordinator)
    assert client.post(url("mandate_amend", commission.mandate.public_id)).status_code == 303
    address = url("mandate_discard", commission.mandate.public_id)
    assert client.post(address, {"version": version}).status_code == 409
    assert commission.mandate.versions.count() == 2
