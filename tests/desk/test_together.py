"""Bulk actions: what will happen is said before, every record goes through its use case, all of it or nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from governance.models import AuditEntry, Organisation, OutboxMessage
from governance.rules import clock
from governance.rules.text import Message
from governance.usecases.foundation import Refused
from governance.usecases.seats import end_membership
from governance.usecases.together import carry_out_together, tried
from tests import factories as make
from tests.cast import Cast
from tests.desk.samples import freshly
from tests.portal.conftest import Login

TODAY = clock.today()
END = reverse("desk_memberships:gemeinsam-beenden")


def test_several_memberships_end_and_the_page_says_which_cannot(login: Login, cast: Cast) -> None:
    far = TODAY - timedelta(days=90)
    body = make.BodyFactory(authority=cast.authority, name="Arbeitsgruppe", code="AG")
    first, second, ended = (
        make.MembershipFactory(
            seat=make.SeatFactory(body=body, name=f"Sitz {number}", valid_from=far), person=person, valid_from=far
        )
        for number, person in enumerate((cast.chair, cast.member, cast.plain_person))
    )
    ended.valid_until = TODAY - timedelta(days=1)
    ended.save()
    client = login(cast.coordinator)
    chosen = {"auswahl": [row.public_id for row in (first, second, ended)], "last_day": f"{TODAY:%d.%m.%Y}"}
    page = client.get(END, chosen).content.decode()
    will, stays = page.split('id="geht-nicht"')
    assert str(first) in will
    assert str(ended) in stays
    assert f"{ended.valid_until:%d.%m.%Y}" in stays
    first.refresh_from_db()
    assert first.valid_until is None, "the trial leaves nothing behind"
    assert not AuditEntry.objects.filter(action="membership.ended").exists()
    assert client.post(END, chosen).status_code == 302
    for row in (first, second):
        row.refresh_from_db()
        assert row.valid_until == TODAY
        assert AuditEntry.objects.filter(action="membership.ended", data__period=row.public_id).exists()


def test_one_foreign_record_among_own_ones_stops_everything(login: Login, cast: Cast) -> None:
    own = cast.seats[0].memberships.get()
    foreign = make.MembershipFactory(
        seat=make.SeatFactory(body=make.BodyFactory(authority=cast.other_authority)), person=cast.other_coordinator
    )
    chosen = {"auswahl": [own.public_id, foreign.public_id], "last_day": TODAY.isoformat()}
    client = login(cast.coordinator)
    assert client.get(END, chosen).status_code == 404
    assert client.post(END, chosen).status_code == 404
    own.refresh_from_db()
    assert own.valid_until is None


@pytest.mark.parametrize("last_day", ["", "gestern", "31.02.2027"])
def test_a_wrong_day_comes_back_with_the_chosen_records(login: Login, cast: Cast, last_day: str) -> None:
    own = cast.seats[0].memberships.get()
    response = login(cast.coordinator).post(END, {"auswahl": [own.public_id], "last_day": last_day})
    assert response.status_code == 422
    assert f'value="{own.public_id}"' in response.content.decode()


def test_without_a_choice_the_list_says_so(login: Login, cast: Cast) -> None:
    page = login(cast.coordinator).get(END, follow=True).content.decode()
    assert "Wählen Sie zuerst Zeilen" in page


def test_a_refusal_in_between_undoes_everything(cast: Cast) -> None:
    by, row = cast.viewer(cast.coordinator), cast.seats[0].memberships.get()

    def refuse() -> None:
        raise Refused(Message("no"))

    acts: list[Any] = [
        lambda: end_membership(by=by, membership_id=row.public_id, last_day=TODAY, version=None),
        refuse,
    ]
    assert [bool(refusal) for refusal in tried(acts)] == [False, True]
    with pytest.raises(Refused):
        carry_out_together(acts)
    row.refresh_from_db()
    assert row.valid_until is None
    assert not AuditEntry.objects.filter(action="membership.ended").exists()


def test_several_people_are_invited_and_those_without_address_are_named(login: Login, cast: Cast) -> None:
    waiting = make.PersonFactory(authority=cast.authority, user=None, email="neu@example.org", last_name="Wartend")
    silent = make.PersonFactory(authority=cast.authority, user=None, email="", last_name="Ohneadresse")
    url, client = reverse("desk_people:gemeinsam-einladen"), login(cast.coordinator)
    chosen = {"auswahl": [waiting.public_id, silent.public_id, cast.member.public_id]}
    stays = client.get(url, chosen).content.decode().split('id="geht-nicht"')[1]
    assert "Ohneadresse" in stays
    assert "Es fehlt eine E-Mail-Adresse" in stays
    assert "kann sich schon anmelden" in stays
    assert cast.member.last_name in stays
    assert not OutboxMessage.objects.exists()
    assert client.post(url, chosen).status_code == 302
    assert [mail.recipient for mail in OutboxMessage.objects.all()] == ["neu@example.org"]


def test_an_organisation_that_owns_a_seat_stays_active(login: Login, cast: Cast) -> None:
    free = make.OrganisationFactory(authority=cast.authority, name="Frei")
    seated = make.OrganisationFactory(authority=cast.authority, name="Mit Sitz")
    make.SeatFactory(body=cast.body, organisation=seated)
    url, client = reverse("desk_organisations:gemeinsam-deaktivieren"), login(cast.coordinator)
    chosen = {"auswahl": [free.public_id, seated.public_id]}
    assert "gehört ein Sitz" in client.get(url, chosen).content.decode()
    assert client.post(url, chosen).status_code == 302
    assert dict(Organisation.objects.filter(name__in=["Frei", "Mit Sitz"]).values_list("name", "is_active")) == {
        "Frei": False,
        "Mit Sitz": True,
    }
    add = freshly(client).get(reverse("desk_seats:add")).content.decode()
    assert "Mit Sitz" in add
    assert ">Frei<" not in add


def test_the_list_has_a_box_for_each_row_with_a_name(login: Login, cast: Cast) -> None:
    page = login(cast.coordinator).get(reverse("desk_memberships:index")).content.decode()
    row = cast.seats[0].memberships.get()
    assert f'name="auswahl" value="{row.public_id}" form="gemeinsam"' in page
    assert f'formaction="{END}"' in page
