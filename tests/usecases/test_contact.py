"""Messages of the public: received without a login, handed on without the sender, seen and deleted by coordinators."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest

from governance.models import AuditEntry, ContactMessage, OutboxMessage, OutboxState
from governance.notifications.outbox import deliver_due
from governance.usecases.contact import delete_message, finish_message, receive_message
from governance.usecases.foundation import Invalid, Refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db
HOSTILE = "Hallo\r\nBcc: alle@example.org\r\n\r\n<img src=x onerror=alert(1)>\x00{{ 7*7 }}=cmd()"


def written(cast: Cast, **facts: str) -> ContactMessage:
    known = {"topic": "accessibility", "text": "Der Kontrast reicht nicht.", "page": "/hilfe/", "reply_to": ""}
    return receive_message(authority=cast.authority, **{**known, **facts})


def test_the_mail_goes_to_the_configured_address_without_the_senders(cast: Cast) -> None:
    written(cast, reply_to="buergerin@example.org")
    cast.authority.contact_email = "barrierefrei@hoexter.example"
    cast.authority.save()
    written(cast, reply_to="buergerin@example.org")
    mails = OutboxMessage.objects.order_by("pk")
    assert [mail.recipient for mail in mails] == ["kim@hoexter.example", "barrierefrei@hoexter.example"]
    for mail in mails:
        assert b"buergerin" not in bytes(mail.content)
        assert mail.subject == "Nachricht über das Kontaktformular: Barriere gemeldet"


def test_hostile_words_change_no_header(cast: Cast) -> None:
    written(cast, text=HOSTILE, page="x\r\nBcc: y@example.org")
    mail = message_from_bytes(bytes(OutboxMessage.objects.get().content), policy=policy.default)
    assert mail["Bcc"] is None
    assert mail["To"].addresses[0].addr_spec == "kim@hoexter.example"
    html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert "<img" not in html


@pytest.mark.parametrize("address", ["kein@", "a@b.example\nBcc: c@d.example", "ü@example.org", "x" * 300 + "@a.de"])
def test_an_address_that_cannot_be_written_to_is_refused(cast: Cast, address: str) -> None:
    with pytest.raises((Invalid, Refused)):
        written(cast, reply_to=address)
    assert not ContactMessage.objects.exists()


@pytest.mark.parametrize("facts", [{"topic": "anderes"}, {"text": ""}, {"page": "x" * 301}])
def test_what_the_form_would_not_let_through_is_refused(cast: Cast, facts: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        written(cast, **facts)
    assert not OutboxMessage.objects.exists()


def test_nothing_of_the_words_is_kept_in_the_outbox_once_they_have_left(cast: Cast) -> None:
    written(cast)
    assert deliver_due().sent == 1
    assert bytes(OutboxMessage.objects.get().content) == b""


@pytest.mark.parametrize("role", ["chair", "member", "case_manager", "auditor", "other_coordinator", "administrator"])
def test_nobody_but_coordinators_handles_them(cast: Cast, role: str) -> None:
    row = written(cast)
    viewer = cast.viewer(getattr(cast, role))
    for act in (finish_message, delete_message):
        with pytest.raises(ContactMessage.DoesNotExist):
            act(by=viewer, message_id=row.public_id)


def test_handled_and_deleted_with_the_mail_that_has_not_left(cast: Cast) -> None:
    row = written(cast, text="Geheimes Wort")
    by = cast.viewer(cast.coordinator)
    assert finish_message(by=by, message_id=row.public_id).done_by == cast.coordinator
    finish_message(by=by, message_id=row.public_id)
    assert AuditEntry.objects.filter(action="contact.finished").count() == 1
    delete_message(by=by, message_id=row.public_id)
    assert not ContactMessage.objects.exists()
    mail = OutboxMessage.objects.get()
    assert (mail.state, bytes(mail.content)) == (OutboxState.SETTLED, b"")
    assert "Geheimes" not in str(list(AuditEntry.objects.values_list("data", flat=True)))
