"""Invitation, first login, second factor, sessions: what the use cases allow and refuse."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes, policy
from io import StringIO
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.core.management.base import CommandError

from governance.models import AuditEntry, LoginInvitation, OutboxMessage, User
from governance.notifications.outbox import deliver_due, due
from governance.queries.accounts import live_sessions
from governance.rules import clock
from governance.usecases import accounts
from governance.usecases.foundation import Forbidden, Refused
from tests import factories as make
from tests.cast import Cast

PASSWORD = "Ein langer Satz als Passwort"


def token_in_mail(address: str) -> str:
    """The one-time token from the newest mail to `address`."""
    stored = OutboxMessage.objects.filter(recipient=address).latest("pk")
    body = message_from_bytes(bytes(stored.content), policy=policy.default).get_body(("plain",))
    assert body is not None
    found = re.search(r"/konto/einladung/([\w-]+)/", body.get_content())
    assert found, body.get_content()
    return found[1]


def invited(cast: Cast) -> User:
    person = make.PersonFactory(authority=cast.authority, user=None, email="neu@example.org")
    return accounts.invite_person(by=cast.viewer(cast.coordinator), person_id=person.public_id)


def test_an_invited_person_sets_a_password_with_the_link_of_the_mail(cast: Cast) -> None:
    user = invited(cast)
    assert not user.has_usable_password()
    accepted = accounts.accept_invitation(token=token_in_mail("neu@example.org"), password=PASSWORD)
    assert accepted.pk == user.pk
    assert accepted.check_password(PASSWORD)


def test_the_database_does_not_hold_the_token(cast: Cast) -> None:
    invited(cast)
    token = token_in_mail("neu@example.org")
    assert token not in LoginInvitation.objects.get().token_hash


def test_the_mail_names_the_configured_address_and_the_authority(cast: Cast) -> None:
    invited(cast)
    mail = message_from_bytes(bytes(OutboxMessage.objects.latest("pk").content), policy=policy.default)
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "http://localhost:8000/konto/einladung/" in text
    assert cast.authority.name in text
    assert cast.authority.mailbox in str(mail["From"])


def test_a_link_works_once(cast: Cast) -> None:
    invited(cast)
    token = token_in_mail("neu@example.org")
    accounts.accept_invitation(token=token, password=PASSWORD)
    with pytest.raises(Refused, match="used already"):
        accounts.accept_invitation(token=token, password="Ein anderer langer Satz")


def test_a_link_expires_after_fourteen_days(cast: Cast) -> None:
    invited(cast)
    token = token_in_mail("neu@example.org")
    with clock.travel(clock.now() + timedelta(days=14, minutes=1)), pytest.raises(Refused, match="expired"):
        accounts.open_invitation(token)


def test_a_second_invitation_closes_the_first_when_it_is_accepted(cast: Cast) -> None:
    user = invited(cast)
    first = token_in_mail("neu@example.org")
    person = user.persons.get()
    accounts.invite_person(by=cast.viewer(cast.coordinator), person_id=person.public_id)
    accounts.accept_invitation(token=token_in_mail("neu@example.org"), password=PASSWORD)
    with pytest.raises(Refused, match="used already"):
        accounts.open_invitation(first)


def test_an_unknown_token_is_unknown(cast: Cast) -> None:
    with pytest.raises(LoginInvitation.DoesNotExist):
        accounts.open_invitation("geraten")


def test_a_weak_password_is_refused_and_the_link_stays_open(cast: Cast) -> None:
    invited(cast)
    token = token_in_mail("neu@example.org")
    with pytest.raises(Refused, match="easy to guess"):
        accounts.accept_invitation(token=token, password="passwort")
    assert accounts.open_invitation(token)


@pytest.mark.parametrize("role", ["member", "chair", "case_manager", "assistant", "auditor", "other_coordinator"])
def test_only_coordinators_of_the_authority_and_administrators_invite(cast: Cast, role: str) -> None:
    person = make.PersonFactory(authority=cast.authority, user=None, email="neu@example.org")
    with pytest.raises(Forbidden):
        accounts.invite_person(by=cast.viewer(getattr(cast, role)), person_id=person.public_id)
    assert not User.objects.filter(email="neu@example.org").exists()
    assert AuditEntry.objects.filter(action="login.invited.refused").exists()


def test_a_login_from_another_authority_is_joined_and_keeps_its_password(cast: Cast) -> None:
    elsewhere = cast.other_coordinator.user
    assert elsewhere is not None
    person = make.PersonFactory(authority=cast.authority, user=None, email=elsewhere.email.upper())
    user = accounts.invite_person(by=cast.viewer(cast.coordinator), person_id=person.public_id)
    assert user.pk == elsewhere.pk
    assert user.has_usable_password()
    assert not LoginInvitation.objects.exists()
    assert user.persons.count() == 2


def test_an_address_that_belongs_to_somebody_else_here_is_refused(cast: Cast) -> None:
    person = make.PersonFactory(authority=cast.authority, user=None, email=cast.member.email)
    with pytest.raises(Refused, match="Another person"):
        accounts.invite_person(by=cast.viewer(cast.coordinator), person_id=person.public_id)


def test_a_person_without_an_address_cannot_be_invited(cast: Cast) -> None:
    person = make.PersonFactory(authority=cast.authority, user=None, email="")
    with pytest.raises(Refused, match="e-mail address first"):
        accounts.invite_person(by=cast.viewer(cast.coordinator), person_id=person.public_id)


def test_the_command_invites_the_first_administrator(db: None) -> None:
    call_command("invite_admin", "erste@example.org", "Erste Administration")
    user = User.objects.get(email="erste@example.org")
    assert user.is_administrator
    assert not user.is_superuser
    accounts.accept_invitation(token=token_in_mail("erste@example.org"), password=PASSWORD)
    assert AuditEntry.objects.filter(action="login.administrator_invited").exists()


def test_the_command_refuses_an_address_that_is_none(db: None) -> None:
    with pytest.raises(CommandError):
        call_command("invite_admin", "keine Adresse", "Name")


def test_an_administrator_resets_the_second_factor_and_ends_the_sessions(cast: Cast) -> None:
    user = cast.coordinator.user
    assert user is not None
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session.create()
    accounts.reset_second_factor(by=cast.administrator, user_id=user.public_id)
    assert not Authenticator.objects.filter(user=user).exists()
    assert live_sessions(user) == ()
    assert AuditEntry.objects.get(action="login.second_factor_reset").actor == cast.administrator.public_id
    assert OutboxMessage.objects.filter(recipient=user.email).exists()


@pytest.mark.parametrize("role", ["coordinator", "member", "auditor"])
def test_nobody_else_resets_a_second_factor(cast: Cast, role: str) -> None:
    with pytest.raises(Forbidden):
        accounts.reset_second_factor(by=getattr(cast, role).user, user_id=cast.chair.user.public_id)  # type: ignore[union-attr]
    assert AuditEntry.objects.filter(action="login.second_factor_reset.refused").exists()


def test_administrators_do_not_reset_their_own_second_factor(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        accounts.reset_second_factor(by=cast.administrator, user_id=cast.administrator.public_id)


def test_ending_other_sessions_keeps_the_current_one_and_those_of_others(cast: Cast) -> None:
    keys = []
    for user in (cast.member.user, cast.member.user, cast.chair.user):
        session = SessionStore()
        session["_auth_user_id"] = str(user.pk)  # type: ignore[union-attr]
        session.create()
        keys.append(session.session_key)
    assert accounts.end_sessions(user=cast.member.user, keep=str(keys[0])) == 1  # type: ignore[arg-type]
    assert [s.row.session_key for s in live_sessions(cast.member.user)] == [keys[0]]  # type: ignore[arg-type]
    assert len(live_sessions(cast.chair.user)) == 1  # type: ignore[arg-type]


def test_a_language_that_does_not_exist_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        accounts.choose_language(user=cast.member.user, language="xx")  # type: ignore[arg-type]


def test_an_invitation_to_a_mistyped_address_follows_the_correction(cast: Cast) -> None:
    user = invited(cast)
    wrong = token_in_mail("neu@example.org")
    person = user.persons.get()
    person.email = "Richtig@example.org"
    person.save()
    again = accounts.invite_person(by=cast.viewer(cast.coordinator), person_id=person.public_id)
    assert again.pk == user.pk
    assert again.email == "richtig@example.org"
    with pytest.raises(LoginInvitation.DoesNotExist):
        accounts.open_invitation(wrong)
    accepted = accounts.accept_invitation(token=token_in_mail("richtig@example.org"), password=PASSWORD)
    assert accepted.pk == user.pk


def test_the_correction_may_be_the_address_of_a_login_that_exists(cast: Cast) -> None:
    user = invited(cast)
    person = user.persons.get()
    person.email = "hilde@example.org"
    person.save()
    known = make.UserFactory(email="hilde@example.org")
    again = accounts.invite_person(by=cast.viewer(cast.coordinator), person_id=person.public_id)
    assert again.pk == known.pk
    assert not User.objects.filter(pk=user.pk).exists()


def test_a_login_in_use_keeps_its_address_whatever_a_coordinator_enters(cast: Cast) -> None:
    before = cast.member.user.email
    cast.member.email = "coordinator-controlled@example.org"
    cast.member.save()
    accounts.invite_person(by=cast.viewer(cast.coordinator), person_id=cast.member.public_id)
    assert User.objects.get(pk=cast.member.user.pk).email == before
    assert OutboxMessage.objects.latest("pk").recipient == before


def test_a_closed_login_gets_no_invitation(cast: Cast) -> None:
    user = invited(cast)
    User.objects.filter(pk=user.pk).update(is_active=False)
    mails = OutboxMessage.objects.count()
    with pytest.raises(Refused, match="closed this login"):
        accounts.invite_person(by=cast.viewer(cast.coordinator), person_id=user.persons.get().public_id)
    assert OutboxMessage.objects.count() == mails


def test_a_held_mail_does_not_keep_the_next_link_from_its_owner(cast: Cast) -> None:
    OutboxMessage.objects.all().delete()
    accounts.send_password_link(user=cast.member.user, url="https://lenkwerk.example/1")
    OutboxMessage.objects.update(state="held")
    accounts.send_password_link(user=cast.member.user, url="https://lenkwerk.example/2")
    assert [mail.state for mail in due(clock.now())] == ["queued"]


def test_what_a_mail_about_a_login_said_is_forgotten_once_it_is_sent(cast: Cast, tmp_path: Path) -> None:
    invited(cast)
    assert token_in_mail("neu@example.org")
    call_command("outbox", dump=str(tmp_path / "waiting"), stdout=StringIO())
    (waiting,) = (tmp_path / "waiting").iterdir()
    assert waiting.read_bytes() == bytes(OutboxMessage.objects.get().content)
    assert deliver_due().sent == 1
    stored = OutboxMessage.objects.get()
    assert (stored.state, bytes(stored.content)) == ("sent", b"")
    call_command("outbox", dump=str(tmp_path / "left"), stdout=StringIO())
    assert list((tmp_path / "left").iterdir()) == []
