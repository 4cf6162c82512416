"""What coordinators do with mails that have not left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from governance.models import AuditEntry, OutboxMessage, OutboxState
from governance.notifications.outbox import deliver_due, due
from governance.queries.outbox import MailStand, mail_list, mail_rows, outbox
from governance.rules import clock
from governance.usecases.foundation import Refused
from governance.usecases.outbox import retry_all, retry_mail, settle_mail
from tests.cast import Cast
from tests.conftest import queries_counted

pytestmark = pytest.mark.django_db
Put = Callable[..., OutboxMessage]


@pytest.fixture
def put(cast: Cast) -> Put:
    def make(**facts: object) -> OutboxMessage:
        number = OutboxMessage.objects.count()
        known: dict[str, object] = {
            "scope": cast.authority.public_id,
            "lane": f"lane:{number}",
            "recipient": "rolf@hoexter.example",
            "sender": "kim@hoexter.example",
            "subject": f"Nr. {number}",
            "content": b"Subject: x\r\n\r\nvertraulich\r\n",
            "next_attempt_at": clock.now() + timedelta(hours=1),
        }
        return OutboxMessage.objects.create(**{**known, **facts})

    return make


def stands(cast: Cast) -> dict[str, MailStand]:
    viewer = cast.viewer(cast.coordinator)
    every = [mail for stand in MailStand for mail in mail_list(viewer, stand=stand)]
    return {row.public_id: row.stand for row in mail_rows(viewer, every)}


def test_each_mail_stands_in_one_place_and_is_counted_there(cast: Cast, put: Put) -> None:
    late = clock.now() - timedelta(hours=2)
    made = {
        MailStand.WAITING: put(),
        MailStand.LATE: put(created_at=late),
        MailStand.REFUSED: put(state="held", last_error="SMTPRecipientsRefused 550", created_at=late),
        MailStand.UNCLEAR: put(state="held", last_error="unclear"),
        MailStand.SENT: put(state="sent", created_at=late),
        MailStand.SETTLED: put(state="settled"),
    }
    put(scope=cast.other_authority.public_id)
    assert stands(cast) == {mail.public_id: stand for stand, mail in made.items()}
    counted = outbox(cast.viewer(cast.coordinator))
    assert set(counted.counts.values()) == {1}
    assert (counted.unsent, counted.needs_care) == (4, 3)


@pytest.mark.parametrize("role", ["chair", "member", "auditor", "other_coordinator", "administrator", "plain_person"])
def test_only_coordinators_of_the_authority_see_and_act(cast: Cast, put: Put, role: str) -> None:
    mail = put()
    viewer = cast.viewer(getattr(cast, role))
    assert outbox(viewer).unsent == 0
    for act in (retry_mail, settle_mail):
        facts = {"reason": "x"} if act is settle_mail else {}
        with pytest.raises(OutboxMessage.DoesNotExist):
            act(by=viewer, mail_id=mail.public_id, **facts)


def test_everything_is_tried_again_but_the_unclear_and_what_was_never_tried(cast: Cast, put: Put) -> None:
    refused = put(state="held", last_error="SMTPRecipientsRefused 550", attempts=1)
    waiting = put(attempts=3)
    unclear = put(state="held", last_error="unclear", attempts=1)
    foreign = put(scope=cast.other_authority.public_id, attempts=3)
    assert retry_all(by=cast.viewer(cast.coordinator)) == 2
    assert set(due(clock.now())) == {refused, waiting}
    for mail in (unclear, foreign):
        before = mail.next_attempt_at
        mail.refresh_from_db()
        assert mail.next_attempt_at == before
    OutboxMessage.objects.all().delete()
    with pytest.raises(Refused):
        retry_all(by=cast.viewer(cast.coordinator))


def test_a_settled_mail_is_not_sent_and_lets_later_ones_pass(cast: Cast, put: Put) -> None:
    by = cast.viewer(cast.coordinator)
    first = put(lane="a", state="held", last_error="SMTPRecipientsRefused 550")
    second = put(lane="a", next_attempt_at=clock.now())
    assert not due(clock.now()).exists()
    with pytest.raises(Refused, match="how the person was told"):
        settle_mail(by=by, mail_id=first.public_id, reason="  ")
    settle_mail(by=by, mail_id=first.public_id, reason="Am Telefon\r\nBcc: x")
    first.refresh_from_db()
    assert (first.state, first.settled_reason) == (OutboxState.SETTLED, "Am Telefon Bcc: x")
    assert list(due(clock.now())) == [second]
    assert deliver_due().sent == 1
    for act in (
        lambda: retry_mail(by=by, mail_id=first.public_id),
        lambda: retry_mail(by=by, mail_id=second.public_id),
    ):
        with pytest.raises(Refused):
            act()
    entry = AuditEntry.objects.get(action="outbox.settled")
    assert "Telefon" not in str(entry.data)


def test_rows_cost_the_same_for_three_and_for_many(cast: Cast, put: Put) -> None:
    viewer = cast.viewer(cast.coordinator)

    def cost() -> int:
        with queries_counted() as counted:
            mail_rows(viewer, mail_list(viewer))
        return len(counted)

    for _n in range(3):
        put()
    few = cost()
    for _n in range(30):
        put()
    assert cost() == few
