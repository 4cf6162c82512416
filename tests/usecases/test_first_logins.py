"""Many invitations at once: nobody twice, those without address named, one refusal holds nobody else up."""

from __future__ import annotations

import pytest

from governance.models import LoginInvitation, OutboxMessage, Person
from governance.queries.first_logins import first_logins
from governance.usecases.accounts import invite_person
from governance.usecases.first_logins import invite_people
from governance.usecases.foundation import Forbidden
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def someone(cast: Cast, name: str, email: str = "", *, active: bool = True) -> Person:
    person: Person = make.PersonFactory(
        authority=cast.authority, user=None, first_name="Ada", last_name=name, email=email, is_active=active
    )
    return person


def test_everybody_gets_one_mail_however_often_the_form_is_sent(cast: Cast) -> None:
    by = cast.viewer(cast.coordinator)
    one, two, known = someone(cast, "Eins", "eins@x.example"), someone(cast, "Zwei", "zwei@x.example"), cast.member
    bare, gone = someone(cast, "Ohne"), someone(cast, "Weg", "weg@x.example", active=False)
    lists = first_logins(by)
    assert (list(lists.ready), list(lists.waiting), list(lists.without_address)) == ([one, two], [], [bare])
    keys = [person.public_id for person in (one, two, known, bare, gone)]
    done = invite_people(by=by, person_ids=[*keys, one.public_id])
    assert {person.pk for person in done.sent} == {one.pk, two.pk}
    assert {person.pk for person in done.left_out} == {known.pk}
    assert {person.pk for person, _message in done.refused} == {bare.pk, gone.pk}
    assert OutboxMessage.objects.count() == 2
    again = invite_people(by=by, person_ids=keys)
    assert (again.sent, OutboxMessage.objects.count()) == ([], 2)
    assert list(first_logins(by).waiting) == [one, two]
    LoginInvitation.objects.update(expires_at=make.LONG_AGO.isoformat() + "T00:00:00Z")
    assert list(first_logins(by).ready) == [one, two]


def test_an_address_that_is_somebody_elses_login_is_named_and_the_rest_goes_out(cast: Cast) -> None:
    by = cast.viewer(cast.coordinator)
    first, second = someone(cast, "Eins", "gleich@x.example"), someone(cast, "Zwei", "gleich@x.example")
    done = invite_people(by=by, person_ids=[first.public_id, second.public_id])
    assert len(done.sent) == len(done.refused) == 1
    assert OutboxMessage.objects.count() == 1


def test_nobody_of_another_authority_is_invited_and_members_invite_nobody(cast: Cast) -> None:
    foreign: Person = make.PersonFactory(authority=cast.other_authority, user=None)
    with pytest.raises(Person.DoesNotExist):
        invite_people(by=cast.viewer(cast.coordinator), person_ids=[foreign.public_id])
    with pytest.raises(Forbidden):
        invite_people(by=cast.viewer(cast.member), person_ids=[])
    with pytest.raises(Forbidden):
        invite_person(by=cast.viewer(cast.member), person_id=cast.guest.public_id)
    assert not OutboxMessage.objects.exists()
