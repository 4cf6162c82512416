"""The page on which the secretariat decides on the single goals of a proposal."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import AgendaItem, NodeOutcome
from governance.usecases.sessions import call_item
from governance.usecases.votes import open_vote, prepare_vote
from tests.driven import Driven
from tests.driven_needs import proposed
from tests.portal.conftest import Login

pytestmark = pytest.mark.django_db


@pytest.fixture
def driven(session: Driven) -> Driven:
    found = session.at("proposal_decision")
    proposed(found)
    return found


@pytest.fixture
def item(driven: Driven) -> AgendaItem:
    return driven.lay("adopt_proposal")


def url(item: AgendaItem) -> str:
    return reverse("portal:session_nodes", args=["hoexter", item.meeting.public_id, item.public_id])


def key(driven: Driven, number: str) -> str:
    return str(driven.process.goal_system.nodes.get(text=f"Wortlaut {number}").public_id)


def sent(driven: Driven, item: AgendaItem, **changes: tuple[str, str, str]) -> dict[str, str]:
    """Return what the form sends: everything adopted, but for `changes` by number."""
    found = {"version": str(AgendaItem.objects.get(pk=item.pk).version), "due_on": ""}
    for node in driven.process.goal_system.nodes.all():
        number = node.text.removeprefix("Wortlaut ")
        decision, text, note = changes.get(f"n{number.replace('.', '_')}", ("adopted", "", ""))
        found |= {
            f"decision-{node.public_id}": decision,
            f"text-{node.public_id}": text,
            f"note-{node.public_id}": note,
        }
    return found


def test_the_page_shows_each_goal_with_its_decision_and_leads_back_to_the_session(
    driven: Driven, item: AgendaItem, login: Login
) -> None:
    client = login(driven.cast.secretariat)
    page = client.get(url(item)).content.decode()
    for number in ("G", "1", "1.1", "1.1.1", "2.1.1"):
        assert f"Wortlaut {number}<" in page
    assert page.count("<fieldset>") == 8
    values = sent(driven, item, n2_1=("returned", "", "Kosten"), n1=("changed", "Neuer Wortlaut", ""))
    answer = client.post(url(item), {**values, "due_on": driven.later().isoformat()})
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"#top-{item.public_id}")
    stored = {row.node.text: (row.decision, row.text, row.note) for row in NodeOutcome.objects.filter(item=item)}
    assert stored == {
        "Wortlaut 2.1": ("returned", "", "Kosten"), "Wortlaut 1": ("changed", "Neuer Wortlaut", ""),
    }  # fmt: skip
    again = client.get(url(item)).content.decode()
    assert 'value="Neuer Wortlaut"' in again
    assert f'value="{driven.later().isoformat()}"' in again


def test_a_form_error_keeps_what_was_typed_and_says_what_is_missing(
    driven: Driven, item: AgendaItem, login: Login
) -> None:
    client = login(driven.cast.secretariat)
    values = sent(driven, item, n1_1=("changed", "", "Bitte prüfen"), n2=("rejected", "", ""))
    answer = client.post(url(item), values)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Schreiben Sie den neuen Wortlaut." in page
    assert 'value="Bitte prüfen"' in page
    assert f'id="id_text-{key(driven, "1.1")}"' in page
    assert not NodeOutcome.objects.filter(item=item).exists()


def test_returning_without_a_day_is_told_in_german(driven: Driven, item: AgendaItem, login: Login) -> None:
    answer = login(driven.cast.secretariat).post(url(item), sent(driven, item, n2_1=("returned", "", "")))
    assert answer.status_code == 422
    assert "Tag nach der Sitzung" in answer.content.decode()


@pytest.mark.parametrize("wrong", [{"due_on": "31.02.2027"}, {"version": "x"}])
def test_what_cannot_be_read_comes_back(driven: Driven, item: AgendaItem, login: Login, wrong: dict[str, str]) -> None:
    answer = login(driven.cast.secretariat).post(url(item), {**sent(driven, item), **wrong})
    assert answer.status_code == 422


def test_an_unknown_decision_is_no_choice(driven: Driven, item: AgendaItem, login: Login) -> None:
    values = sent(driven, item, n1=("postponed", "", ""))
    assert login(driven.cast.secretariat).post(url(item), values).status_code == 422


def test_the_second_of_two_is_told_and_sees_what_is_stored(driven: Driven, item: AgendaItem, login: Login) -> None:
    client = login(driven.cast.secretariat)
    values = sent(driven, item, n1=("changed", "Erster Wortlaut", ""))
    late = {**values, f"text-{key(driven, '1')}": "Zweiter Wortlaut"}
    assert client.post(url(item), values).status_code == 303
    answer = client.post(url(item), late)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="Zweiter Wortlaut"' in page
    assert NodeOutcome.objects.get(item=item).text == "Erster Wortlaut"


def test_from_the_opening_of_the_vote_on_it_is_fixed(driven: Driven, item: AgendaItem, login: Login) -> None:
    client = login(driven.cast.secretariat)
    call_item(by=driven.secretariat, item_id=item.public_id)
    vote = prepare_vote(by=driven.secretariat, item_id=item.public_id, mode="show_of_hands")
    open_vote(by=driven.secretariat, vote_id=vote.public_id)
    answer = client.post(url(item), sent(driven, item, n2=("rejected", "", "")))
    assert answer.status_code == 422
    assert "Die Entscheidungen über seine Ziele stehen fest." in answer.content.decode()
    assert url(item) not in room(client, item)


def room(client: Client, item: AgendaItem) -> str:
    return str(client.get(reverse("portal:session", args=["hoexter", item.meeting.public_id])).content.decode())


def test_the_session_leads_there_where_a_goal_system_lies_before_it(
    driven: Driven, item: AgendaItem, login: Login
) -> None:
    call_item(by=driven.secretariat, item_id=item.public_id)
    assert url(item) in room(login(driven.cast.secretariat), item)
    assert url(item) not in room(login(driven.cast.chair), item)


def test_a_proposal_without_a_goal_system_has_no_link_and_no_page(session: Driven, login: Login) -> None:
    item = session.at("proposal_decision").lay("adopt_proposal")
    call_item(by=session.secretariat, item_id=item.public_id)
    client = login(session.cast.secretariat)
    assert url(item) not in room(client, item)
    assert client.get(url(item)).status_code == 404


def test_an_item_without_a_proposal_has_no_such_page(session: Driven, login: Login) -> None:
    item = session.at("topic_decision").lay("establish_topic")
    assert login(session.cast.secretariat).get(url(item)).status_code == 404


@pytest.mark.parametrize("role", ["coordinator", "chair", "member", "group_lead", "guest", "contact", "case_manager"])
def test_nobody_but_the_secretariat_opens_it(driven: Driven, item: AgendaItem, login: Login, role: str) -> None:
    client = login(getattr(driven.cast, role))
    assert client.get(url(item)).status_code == 404
    assert client.post(url(item), sent(driven, item, n2=("rejected", "", ""))).status_code == 404
    assert not NodeOutcome.objects.filter(item=item).exists()
