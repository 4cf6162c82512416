"""Notification choices and digests, through a real mail server and Python's own parser."""

from __future__ import annotations

from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import StringIO

import pytest
from django.core.management import call_command

from governance.models import DigestEntry, NotificationChoice, OutboxMessage, Person, StepRecord
from governance.notifications import measure_text
from governance.notifications.mail_text import Wording
from governance.notifications.outbox import deliver_due
from governance.rules import clock
from governance.rules.lifecycles import MeasureState
from governance.rules.notifications import DUTIES, NotificationKind, Pace, paces_of
from governance.usecases.digests import write_digests
from governance.usecases.foundation import Forbidden, Refused
from governance.usecases.letters import write_letters
from governance.usecases.notification_choices import choose_notifications
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted
from tests.notifications.conftest import Inbox

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime.fromisoformat("2027-05-12T09:00:00+02:00")
HOSTILE = 'Kurs\r\nBcc: alle@example.org <script>alert(1)</script> "quoted" =?utf-8?q?x?= \u202e'


def choose(person: Person, kind: NotificationKind, pace: Pace, cast: Cast) -> None:
    choose_notifications(by=cast.viewer(person), choices={kind: pace})


def tell(cast: Cast, person: Person, title: str = "Kursorte", words: Wording | None = None) -> int:
    said = words or measure_text.measure_answered("HX-V-2027-01", "Jugendamt", title, MeasureState.DONE)
    return write_letters(cast.authority, [person], said, matter="measure.x", page="measure", parts=("abc",))


def parsed(inbox: Inbox) -> list[EmailMessage]:
    return [
        message_from_bytes(envelope.content, policy=policy.default, _class=EmailMessage)  # type: ignore[arg-type]
        for envelope in inbox.envelopes
    ]


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_one_mail_in_the_morning_holds_what_has_waited_each_line_with_its_link(cast: Cast, inbox: Inbox) -> None:
    with clock.travel(WEDNESDAY):
        choose(cast.coordinator, NotificationKind.REPORTS, Pace.DAILY, cast)
        assert tell(cast, cast.coordinator, HOSTILE) + tell(cast, cast.coordinator, "Zweites") == 2
        assert deliver_due().sent == 0
        assert write_digests(clock.now()) == 0  # the day is not over
        clock.advance(timedelta(days=1))
        assert write_digests(clock.now()) == 1
        assert write_digests(clock.now()) == 0
        assert deliver_due().sent == 1
    (mail,) = parsed(inbox)
    assert mail["To"].addresses[0].addr_spec == cast.coordinator.email
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Ihr Tagesüberblick aus Lenkwerk"
    assert mail["List-Unsubscribe"].endswith("/hoexter/benachrichtigungen/>")
    assert mail["List-Unsubscribe-Post"] is None
    plain, html = body(mail, "plain"), body(mail, "html")
    assert "sind 2 Meldungen für Sie dazugekommen" in plain
    assert "Antworten und Meldungen:" in plain
    assert plain.count("/hoexter/massnahmen/abc/") == 2
    assert "/hoexter/benachrichtigungen/" in plain
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "<h2" in html
    assert not DigestEntry.objects.exists()


def test_the_week_comes_on_monday_even_when_the_timer_was_late(cast: Cast, inbox: Inbox) -> None:
    with clock.travel(WEDNESDAY):
        choose(cast.coordinator, NotificationKind.REPORTS, Pace.WEEKLY, cast)
        tell(cast, cast.coordinator)
        for _day in range(4):  # Thursday to Sunday
            clock.advance(timedelta(days=1))
            assert write_digests(clock.now()) == 0
        clock.advance(timedelta(days=2))  # Tuesday: Monday's run was missed
        assert write_digests(clock.now()) == 1
        deliver_due()
    assert [mail["Subject"] for mail in parsed(inbox)] == ["Ihr Wochenüberblick aus Lenkwerk"]


def test_whoever_wants_no_mail_counts_as_reached_and_gets_none(cast: Cast) -> None:
    choose(cast.coordinator, NotificationKind.REPORTS, Pace.NONE, cast)
    assert tell(cast, cast.coordinator) == 1
    assert not OutboxMessage.objects.exists()
    assert not DigestEntry.objects.exists()


@pytest.mark.parametrize("kind", DUTIES)
def test_a_duty_is_sent_at_once_whatever_is_stored_and_cannot_be_chosen(cast: Cast, kind: NotificationKind) -> None:
    NotificationChoice.objects.create(person=cast.member, kind=kind, pace=Pace.NONE)
    words = Wording(kind=kind, subject="Betreff", paragraphs=("Text.",), link="Öffnen")
    assert tell(cast, cast.member, words=words) == 1
    mail = OutboxMessage.objects.get()
    assert b"List-Unsubscribe" not in bytes(mail.content)
    with pytest.raises(Refused, match="duty"):
        choose(cast.member, kind, Pace.DAILY, cast)


def test_a_pace_that_the_kind_does_not_have_and_a_stranger_are_refused(cast: Cast) -> None:
    assert Pace.AT_ONCE not in paces_of(NotificationKind.NEWS)
    with pytest.raises(Refused):
        choose(cast.member, NotificationKind.NEWS, Pace.AT_ONCE, cast)
    with pytest.raises(Forbidden):
        choose_notifications(by=cast.viewer(cast.administrator), choices={NotificationKind.REPORTS: Pace.NONE})


def test_a_mail_at_once_leads_to_the_settings(cast: Cast, inbox: Inbox) -> None:
    tell(cast, cast.coordinator)
    deliver_due()
    (mail,) = parsed(inbox)
    assert mail["List-Unsubscribe"].startswith("<http")
    assert "/hoexter/benachrichtigungen/" in body(mail, "plain")


def test_what_waits_follows_a_new_choice(cast: Cast) -> None:
    with clock.travel(WEDNESDAY):
        choose(cast.coordinator, NotificationKind.REPORTS, Pace.DAILY, cast)
        tell(cast, cast.coordinator)
        choose(cast.coordinator, NotificationKind.REPORTS, Pace.WEEKLY, cast)
        assert DigestEntry.objects.get().pace == Pace.WEEKLY
        choose(cast.coordinator, NotificationKind.REPORTS, Pace.AT_ONCE, cast)
        assert DigestEntry.objects.count() == 1
        choose(cast.coordinator, NotificationKind.REPORTS, Pace.NONE, cast)
        assert not DigestEntry.objects.exists()


@pytest.mark.parametrize("gone", [{"is_active": False}, {"email": ""}])
def test_whoever_has_left_loses_what_waited(cast: Cast, gone: dict[str, object]) -> None:
    with clock.travel(WEDNESDAY):
        choose(cast.coordinator, NotificationKind.REPORTS, Pace.DAILY, cast)
        tell(cast, cast.coordinator)
        Person.objects.filter(pk=cast.coordinator.pk).update(**gone)
        clock.advance(timedelta(days=1))
        assert write_digests(clock.now()) == 0
    assert not DigestEntry.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_choices_are_of_one_person_in_one_authority(cast: Cast) -> None:
    twin = make.PersonFactory(authority=cast.other_authority, user=cast.coordinator.user, email="m@warendorf.example")
    choose(cast.coordinator, NotificationKind.REPORTS, Pace.NONE, cast)
    words = measure_text.notice_sent()
    reports = measure_text.follow_up_told("LG-2027-001", "erledigt")
    assert write_letters(cast.other_authority, [twin], reports, matter="x", page="overview") == 1
    assert write_letters(cast.authority, [cast.coordinator], words, matter="y", page="overview") == 1
    assert OutboxMessage.objects.count() == 2


def test_news_tell_only_what_the_person_may_see_and_nothing_when_nothing_happened(cast: Cast, inbox: Inbox) -> None:
    people = (cast.coordinator, cast.plain_person)
    with clock.travel(WEDNESDAY):
        for person in people:
            choose(person, NotificationKind.NEWS, Pace.DAILY, cast)
        process = make.ProcessFactory(body=cast.body, stage="topic_decision", shown_to_body=True)
        StepRecord.objects.create(
            process=process, transition="submit_topic", target="topic_decision", actor=cast.coordinator, at=clock.now()
        )
        clock.advance(timedelta(days=1))
        assert write_digests(clock.now()) == 1
        clock.advance(timedelta(days=1))
        assert write_digests(clock.now()) == 0
        deliver_due()
    (mail,) = parsed(inbox)
    assert mail["To"].addresses[0].addr_spec == cast.coordinator.email
    assert process.title in body(mail, "plain")


def test_choosing_costs_the_same_for_three_and_for_many(cast: Cast) -> None:
    def cost(count: int) -> int:
        people = [make.PersonFactory(authority=cast.authority) for _n in range(count)]
        for person in people:
            NotificationChoice.objects.create(person=person, kind=NotificationKind.REPORTS, pace=Pace.NONE)
        said = measure_text.follow_up_told("LG-2027-001", "erledigt")
        with queries_counted() as counted:
            write_letters(cast.authority, people, said, matter="x", page="overview")
        return len(counted)

    assert cost(3) == cost(30)


def test_the_command_says_how_many(cast: Cast) -> None:
    said = StringIO()
    call_command("digest", stdout=said)
    assert said.getvalue().strip() == "digests: 0"
