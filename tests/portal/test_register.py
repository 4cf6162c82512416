"""The register: who sees it, search and filters, one resolution with its effect, constant cost."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from governance.access.decisions import may_see_resolution, visible_resolutions
from governance.access.sessions import may_see_session, visible_sessions
from governance.access.votes import may_see_ballots, may_see_vote, visible_ballots, visible_votes
from governance.models import Ballot, Meeting, Minutes, PlanningProcess, ProcessEffect, Resolution, Vote
from governance.rules import clock
from governance.usecases.sessions import conclude_item
from tests import factories as make
from tests.cast import Cast
from tests.chamber import chamber
from tests.conftest import queries_counted
from tests.portal.conftest import Login

pytestmark = pytest.mark.django_db
CHANGED = "Das Lenkungsgremium stellt das Thema mit Auflagen fest."


@pytest.fixture
def resolution(cast: Cast) -> Resolution:
    room = chamber(cast)
    room.take("yyyyn", wording=CHANGED)
    found = conclude_item(by=room.secretariat, item_id=room.item.public_id)
    assert found is not None
    return found


def register(cast: Cast) -> str:
    return reverse("portal:register", args=[cast.authority.slug])


def page_of(cast: Cast, resolution: Resolution) -> str:
    return reverse("portal:resolution", args=[cast.authority.slug, resolution.public_id])


def text(client: Client, address: str, **parameters: str) -> str:
    response = client.get(address, parameters)
    assert response.status_code == 200
    return response.content.decode()


SEES = {"secretariat", "coordinator", "chair", "deputy_chair", "member", "advisory_member", "deputy", "assistant"}
OTHERS = {"case_manager", "contact", "guest", "auditor", "former_member", "plain_person", "group_member", "group_lead"}


@pytest.mark.parametrize("role", sorted(SEES | OTHERS))
def test_members_see_resolutions_at_once_and_others_do_not(
    cast: Cast, resolution: Resolution, login: Login, role: str
) -> None:
    client = login(getattr(cast, role))
    assert (resolution.number in text(client, register(cast))) is (role in SEES)
    assert client.get(page_of(cast, resolution)).status_code == (200 if role in SEES else 404)


def test_another_authority_and_nobody_see_nothing(cast: Cast, resolution: Resolution, login: Login) -> None:
    assert login(cast.other_coordinator).get(page_of(cast, resolution)).status_code == 404
    assert login(None).get(page_of(cast, resolution)).status_code == 302


def test_a_guest_of_the_item_sees_it_with_the_circulated_minutes(cast: Cast, login: Login) -> None:
    room = chamber(cast)
    room.item.guests.create(person=cast.guest)
    room.take("yyyyy")
    found = conclude_item(by=room.secretariat, item_id=room.item.public_id)
    client = login(cast.guest)
    assert client.get(page_of(cast, found)).status_code == 404
    Minutes.objects.filter(meeting=room.meeting).update(state="circulated")
    assert client.get(page_of(cast, found)).status_code == 200


def test_the_page_shows_wording_beside_the_proposal_verdict_effect_and_hashes(
    cast: Cast, resolution: Resolution, login: Login
) -> None:
    page = text(login(cast.member), page_of(cast, resolution))
    for shown in (CHANGED, "<ins>", "Mehrheitlich angenommen", "§ 91 VwVfG", resolution.hash, "Thema festgestellt"):
        assert shown in page


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"q": "Auflagen"}, True),
        ({"q": "LG-20"}, True),
        ({"q": "Sprachkursen Auflagen"}, True),
        ({"q": "Auflagen Straßenbau"}, False),
        ({"q": "%"}, False),
        ({"q": "\x00<script>"}, False),
        ({"jahr": "YEAR"}, True),
        ({"jahr": "1999"}, False),
        ({"jahr": "²"}, True),
        ({"ergebnis": "adopted_with_changes"}, True),
        ({"ergebnis": "rejected"}, False),
        ({"gremium": "BODY"}, True),
        ({"gremium": "nichts"}, False),
        ({"seite": "999"}, True),
    ],
)
def test_search_and_filters_narrow_the_register(
    cast: Cast, resolution: Resolution, login: Login, parameters: dict[str, str], found: bool
) -> None:
    real = {"YEAR": str(clock.today().year), "BODY": cast.body.public_id}
    page = text(login(cast.member), register(cast), **{key: real.get(word, word) for key, word in parameters.items()})
    assert (resolution.number in page) is found
    assert "<script>" not in page.replace("<script src", "")


def test_a_waiting_effect_says_what_is_missing_and_can_be_tried_again(cast: Cast, login: Login) -> None:
    room = chamber(cast)
    room.take("yyyyy")
    PlanningProcess.objects.filter(pk=room.process.pk).update(stage="topic_draft")
    found = conclude_item(by=room.secretariat, item_id=room.item.public_id)
    client, address = login(cast.secretariat), page_of(cast, found)
    page = text(client, address)
    assert "Wirkung steht aus" in page
    assert "Wirkung erneut anstoßen" in page
    assert "Wirkung erneut anstoßen" not in text(login(cast.member), address)
    again = reverse("portal:resolution_effect", args=[cast.authority.slug, found.public_id])
    assert login(cast.member).post(again).status_code == 404
    assert "steht weiter aus" in client.post(again, follow=True).content.decode()
    PlanningProcess.objects.filter(pk=room.process.pk).update(stage="topic_decision")
    assert "Wirkung eingetreten" in client.post(again, follow=True).content.decode()


def copy(resolution: Resolution, numbers: range) -> None:
    """Add rows like `resolution` to its register, each with an item and an effect of its own."""
    own = {"id", "public_id", "vote_id", "item_id", "sequence", "number"}
    fields = {
        field.attname: getattr(resolution, field.attname)
        for field in Resolution._meta.concrete_fields
        if field.attname not in own
    }
    for number in numbers:
        item = make.AgendaItemFactory(meeting=resolution.item.meeting, order=number)
        row = Resolution.objects.create(**fields, sequence=number, number=f"LG-{number}", item=item)
        ProcessEffect.objects.create(
            resolution=row, process=resolution.effect.process, transitions=["establish_topic"], state="done"
        )


def test_the_register_costs_the_same_for_3_and_for_300_resolutions(
    cast: Cast, resolution: Resolution, login: Login
) -> None:
    client = login(cast.member)
    copy(resolution, range(2, 4))
    text(client, register(cast))
    with queries_counted() as few:
        text(client, register(cast))
    copy(resolution, range(4, 301))
    with queries_counted() as plenty:
        page = text(client, register(cast))
    assert Resolution.objects.count() == 300
    assert len(plenty) == len(few)
    assert "seite=2" in page


def test_predicates_and_filters_agree(cast: Cast, resolution: Resolution) -> None:
    people = [getattr(cast, role) for role in sorted(SEES | OTHERS)] + [cast.other_coordinator]
    for person in people:
        authority = cast.other_authority if person == cast.other_coordinator else cast.authority
        viewer = cast.viewer(person, authority)
        for row in Resolution.objects.all():
            assert may_see_resolution(viewer, row) == visible_resolutions(viewer).filter(pk=row.pk).exists()
        for vote in Vote.objects.all():
            assert may_see_vote(viewer, vote) == visible_votes(viewer).filter(pk=vote.pk).exists()
            ballots = Ballot.objects.filter(vote=vote).count()
            assert visible_ballots(viewer).filter(vote=vote).count() == (
                ballots if may_see_ballots(viewer, vote) else 0
            )
        for meeting in Meeting.objects.all():
            assert may_see_session(viewer, meeting) == visible_sessions(viewer).filter(pk=meeting.pk).exists()
