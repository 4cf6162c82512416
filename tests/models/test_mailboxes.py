"""The functional mailbox is sender and organizer of every invitation and never invited itself."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from governance.checks import functional_mailboxes
from governance.models import Authority, Person
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority() -> Authority:
    return make.AuthorityFactory(mailbox="kim@kreis.example")


def found() -> list[str | None]:
    return [message.id for message in functional_mailboxes(databases=["default"])]


def test_a_plain_mailbox_of_nobody_passes(authority: Authority) -> None:
    make.PersonFactory(authority=authority, email="kim2@kreis.example")
    assert found() == []


@pytest.mark.parametrize("mailbox", ["", "kim@höxter.example", "kim", "kim@kreis.example, b@c.example"])
def test_a_mailbox_that_can_be_no_sender_is_refused(authority: Authority, mailbox: str) -> None:
    Authority.objects.filter(pk=authority.pk).update(mailbox=mailbox)
    assert found() == ["lenkwerk.E008"]
    with pytest.raises(SystemCheckError):
        call_command("check", databases=["default"])


def test_a_person_with_the_address_of_the_mailbox_is_refused(authority: Authority) -> None:
    make.PersonFactory(authority=make.AuthorityFactory(), email=authority.mailbox)  # another authority's affair
    assert found() == []
    make.PersonFactory(authority=authority, email=authority.mailbox.upper(), user=None)
    assert found() == ["lenkwerk.E009"]


def test_neither_can_be_entered(authority: Authority) -> None:
    person: Person = make.PersonFactory(authority=authority, email="rolf@kreis.example")
    for mailbox in ("Rolf@kreis.example", "kim@höxter.example"):
        authority.mailbox = mailbox
        with pytest.raises(ValidationError) as refusal:
            authority.full_clean()
        assert set(refusal.value.message_dict) == {"mailbox"}
    authority.refresh_from_db()
    for address in ("KIM@kreis.example", "rolf@höxter.example"):
        person.authority, person.email = authority, address
        with pytest.raises(ValidationError) as refusal:
            person.full_clean()
        assert set(refusal.value.message_dict) == {"email"}
