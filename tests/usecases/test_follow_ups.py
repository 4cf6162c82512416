"""The follow-up of resolutions: opened, answered by its owner, reported in a meeting, lifted by a later resolution."""

from __future__ import annotations

from datetime import timedelta

import pytest

from governance.models import FollowUp, FollowUpReport, OutboxMessage, Resolution
from governance.rules import clock
from governance.usecases.agendas import ItemFacts, add_item, edit_item
from governance.usecases.follow_up_items import add_usual_items, propose_reports
from governance.usecases.follow_up_reports import move_follow_up, report_follow_up
from governance.usecases.follow_ups import (
    FollowUpText,
    accept_follow_up,
    decline_follow_up,
    edit_follow_up,
    lift_follow_up,
    open_follow_up,
)
from governance.usecases.foundation import Forbidden, Refused, Stale
from tests import factories as make
from tests.cast import Cast
from tests.measured import Practice, practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(cast: Cast) -> Practice:
    return practice(cast)


def text(at: Practice, **values: object) -> FollowUpText:
    given = {
        "task": "Über die Kursorte berichten",
        "due_on": clock.today() + timedelta(days=40),
        "organisation_id": at.organisation.public_id,
        **values,
    }
    return FollowUpText(**given)  # type: ignore[arg-type]


def opened(at: Practice, **values: object) -> FollowUp:
    resolution = make.ResolutionFactory(body=at.cast.body)
    return open_follow_up(by=at.coordinator, resolution_id=resolution.public_id, text=text(at, **values))


def test_opening_asks_the_owner_once_for_each_resolution(at: Practice) -> None:
    row = opened(at)
    assert [mail.recipient for mail in OutboxMessage.objects.all()] == [at.cast.contact.email]
    with pytest.raises(Refused):
        open_follow_up(by=at.coordinator, resolution_id=row.resolution.public_id, text=text(at))


def test_it_needs_an_owner_and_a_task(at: Practice) -> None:
    for missing in ({"organisation_id": ""}, {"task": "  "}):
        with pytest.raises(Refused):
            opened(at, **missing)
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize("role", ["chair", "member", "contact", "case_manager", "group_lead", "auditor"])
def test_only_the_coordination_opens_it(at: Practice, role: str) -> None:
    resolution = make.ResolutionFactory(body=at.cast.body)
    with pytest.raises((Forbidden, Resolution.DoesNotExist)):
        open_follow_up(by=at.cast.viewer(getattr(at.cast, role)), resolution_id=resolution.public_id, text=text(at))


@pytest.mark.parametrize("role", ["coordinator", "secretariat", "chair", "member", "plain_person"])
def test_nobody_answers_for_the_owner(at: Practice, role: str) -> None:
    row = opened(at)
    by = at.cast.viewer(getattr(at.cast, role))
    for act in (
        lambda: accept_follow_up(by=by, follow_up_id=row.public_id),
        lambda: decline_follow_up(by=by, follow_up_id=row.public_id, reason="Nein"),
        lambda: report_follow_up(by=by, follow_up_id=row.public_id, text="Läuft"),
    ):
        with pytest.raises((Forbidden, FollowUp.DoesNotExist)):
            act()


def test_whoever_enters_themselves_has_accepted(at: Practice) -> None:
    row = opened(at, organisation_id="", person_id=at.cast.coordinator.public_id)
    assert row.accepted_at is not None
    assert not OutboxMessage.objects.exists()


def test_the_owner_reports_only_after_accepting(at: Practice) -> None:
    row = opened(at)
    with pytest.raises(Refused):
        move_follow_up(by=at.contact, follow_up_id=row.public_id, move="begin")
    with pytest.raises(Refused):
        report_follow_up(by=at.contact, follow_up_id=row.public_id, text="Läuft")
    accept_follow_up(by=at.contact, follow_up_id=row.public_id)
    with pytest.raises(Refused):
        decline_follow_up(by=at.contact, follow_up_id=row.public_id, reason="Doch nicht")
    row = move_follow_up(by=at.contact, follow_up_id=row.public_id, move="begin")
    assert row.state == "in_progress"
    report_follow_up(by=at.contact, follow_up_id=row.public_id, text="Läuft")
    moves = FollowUpReport.objects.filter(follow_up=row).order_by("pk").values_list("move", flat=True)
    assert list(moves) == ["open", "accept", "begin", "report"]


def test_every_state_is_reached_with_what_it_needs(at: Practice) -> None:
    row = opened(at)
    accept_follow_up(by=at.contact, follow_up_id=row.public_id)
    later = clock.today() + timedelta(days=90)

    def move(name: str, **values: object) -> FollowUp:
        return move_follow_up(by=at.contact, follow_up_id=row.public_id, move=name, **values)  # type: ignore[arg-type]

    for wrong in ({"text": "Umbau"}, {"until": later}, {"text": "Umbau", "until": clock.today()}):
        with pytest.raises(Refused):
            move("delay", **wrong)
    delayed = move("delay", text="Umbau", until=later)
    assert (delayed.state, delayed.reason, delayed.ends_on) == ("delayed", "Umbau", later)
    assert move("keep_going", until=later + timedelta(days=90)).state == "continuing"
    with pytest.raises(Refused):
        move("report_done")
    assert move("report_done", text="Alle Orte stehen.").state == "done"
    with pytest.raises(Forbidden):
        move("reopen", text="Doch nicht")
    again = move_follow_up(by=at.coordinator, follow_up_id=row.public_id, move="reopen", text="Ort fehlt")
    assert again.state == "open"


def test_another_owner_is_asked_anew_and_a_stale_form_is_refused(at: Practice) -> None:
    row = opened(at)
    decline_follow_up(by=at.contact, follow_up_id=row.public_id, reason="Nicht zuständig.")
    person = at.cast.member
    row.refresh_from_db()
    row = edit_follow_up(
        by=at.coordinator,
        follow_up_id=row.public_id,
        text=text(at, organisation_id="", person_id=person.public_id),
        version=row.version,
    )
    assert (row.declined_reason, row.accepted_at, row.organisation) == ("", None, None)
    assert OutboxMessage.objects.order_by("-pk")[0].recipient == person.email
    accept_follow_up(by=at.cast.viewer(person), follow_up_id=row.public_id)
    with pytest.raises(Stale):
        edit_follow_up(by=at.coordinator, follow_up_id=row.public_id, text=text(at), version=1)


def test_only_a_later_resolution_of_the_same_body_lifts_it(at: Practice) -> None:
    row = opened(at)
    earlier = make.ResolutionFactory(body=at.cast.body, decided_at=clock.now() - timedelta(days=200))
    foreign = make.ResolutionFactory(body=make.BodyFactory(authority=at.cast.authority))
    for wrong in (row.resolution, earlier, foreign):
        with pytest.raises(Refused):
            lift_follow_up(by=at.coordinator, follow_up_id=row.public_id, resolution_id=wrong.public_id)
    later = make.ResolutionFactory(body=at.cast.body, decided_at=clock.now())
    row = lift_follow_up(by=at.coordinator, follow_up_id=row.public_id, resolution_id=later.public_id)
    assert (row.state, row.lifted_by) == ("lifted", later)


def test_the_report_stands_on_the_agenda_of_its_meeting_and_its_list_is_kept_up_to_date(at: Practice) -> None:
    meeting = make.MeetingFactory(body=at.cast.body)
    by = at.cast.viewer(at.cast.secretariat)
    add_item(by=by, meeting_id=meeting.public_id, facts=ItemFacts(title="Verschiedenes", kind="miscellaneous"))
    first = opened(at, meeting_id=meeting.public_id)
    second = opened(at, meeting_id=meeting.public_id, task="Träger benennen")
    item = meeting.items.get(kind="report")
    assert set(item.follow_ups.all()) == {first, second}
    assert item.note.count("\n") == 1
    assert f"{first.resolution.number}: {first.task} – {at.organisation}, bis {first.due_on:%d.%m.%Y}" in item.note
    assert [row.kind for row in meeting.items.order_by("order")] == ["report", "miscellaneous"]
    accept_follow_up(by=at.contact, follow_up_id=first.public_id)
    move_follow_up(by=at.contact, follow_up_id=first.public_id, move="begin")
    item.refresh_from_db()
    assert "in Arbeit" in item.note
    edit_item(by=by, item_id=item.public_id, facts=ItemFacts(title="Berichte", note=f"Nur kurz.\n{item.note}"))
    report_follow_up(by=at.contact, follow_up_id=first.public_id, text="Läuft")
    decline_follow_up(by=at.contact, follow_up_id=second.public_id, reason="Nicht zuständig.")
    propose_reports(by=by, meeting_id=meeting.public_id)
    item.refresh_from_db()
    assert item.note.startswith("Nur kurz.\nLG-")
    add_usual_items(by=by, meeting_id=meeting.public_id)
    propose_reports(by=by, meeting_id=meeting.public_id)
    assert meeting.items.filter(kind="report").count() == 1


def test_the_item_goes_when_nothing_is_left_to_report(at: Practice) -> None:
    meeting = make.MeetingFactory(body=at.cast.body)
    row = opened(at, meeting_id=meeting.public_id)
    assert meeting.items.count() == 1
    later = clock.local_date(meeting.starts_at) + timedelta(days=9)
    edit_follow_up(by=at.coordinator, follow_up_id=row.public_id, text=text(at, due_on=later), version=None)
    assert not meeting.items.exists()


def test_what_is_due_without_a_meeting_comes_with_the_usual_items(at: Practice) -> None:
    meeting = make.MeetingFactory(body=at.cast.body)
    by = at.cast.viewer(at.cast.secretariat)
    opened(at, due_on=clock.local_date(meeting.starts_at) + timedelta(days=1))
    add_usual_items(by=by, meeting_id=meeting.public_id)
    assert not meeting.items.filter(kind="report").exists()
    with pytest.raises(Refused):
        propose_reports(by=by, meeting_id=meeting.public_id)
    due = opened(at, due_on=clock.local_date(meeting.starts_at))
    other = make.FollowUpFactory(body=make.BodyFactory(authority=at.cast.authority), due_on=clock.today())
    add_usual_items(by=by, meeting_id=meeting.public_id)
    assert list(meeting.items.get(kind="report").follow_ups.all()) == [due]
    assert other.report_items.count() == 0


def test_an_agenda_that_is_sent_out_stays_as_it_is(at: Practice) -> None:
    with pytest.raises(Refused):
        propose_reports(by=at.cast.viewer(at.cast.secretariat), meeting_id=at.cast.meeting.public_id)
    opened(at, meeting_id=at.cast.meeting.public_id)
    assert not at.cast.meeting.items.filter(follow_ups__isnull=False).exists()


def test_only_the_secretariat_puts_reports_on_the_agenda(at: Practice) -> None:
    meeting = make.MeetingFactory(body=at.cast.body)
    opened(at, due_on=clock.today())
    with pytest.raises(Forbidden):
        propose_reports(by=at.cast.viewer(at.cast.member), meeting_id=meeting.public_id)
