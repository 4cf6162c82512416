"""Pages of Zielsysteme: who reaches them, what they show, what happens to typed text, without a script."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import GoalNode, GoalSystem, GoalSystemVersion, IndicatorValue, StepRecord
from governance.rules import clock
from governance.rules.goals import NodeDecision
from governance.usecases.goal_versions import adopt_goal_version
from governance.usecases.goals import remove_goal_node, word_goal_node
from portal.forms.goals import NumberField
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted
from tests.goaled import Goals, build_goals
from tests.portal.conftest import Login

HOSTILE = "<script>alert(1)</script>{{ 7*7 }}"


def url(name: str, *parts: str) -> str:
    return reverse(f"portal:{name}", args=["hoexter", *parts])


@pytest.fixture
def goals(cast: Cast) -> Goals:
    """The Zielsystem of the cast's group, which is at work."""
    return build_goals(cast)


@pytest.fixture
def member(goals: Goals, login: Login) -> Client:
    """A member of the group."""
    return login(goals.cast.group_member)


def at(goals: Goals, name: str, number: str = "") -> str:
    parts = [goals.system.public_id, *([goals.nodes[number].public_id] if number else [])]
    return url(name, *parts)


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_navigation_names_goal_systems_to_those_who_have_to_do_with_them(goals: Goals, login: Login) -> None:
    named = {
        role
        for role, user in goals.cast.roles().items()
        if user is not None and "Zielsysteme und Ketten" in login(user).get("/hoexter/").content.decode()
    }
    assert named == {"coordinator", "secretariat", "group_lead", "group_member"}
    assert "Es gibt noch kein Zielsystem." in text_of(login(goals.cast.member), url("goal_systems"))


def test_a_member_begins_the_goal_system_of_its_group_from_the_list(cast: Cast, login: Login) -> None:
    process = make.ProcessFactory(body=cast.body, group=cast.project_group, stage="group_working")
    client = login(cast.group_member)
    assert url("goal_begin", process.public_id) in text_of(client, url("goal_systems"))
    answer = client.post(
        url("goal_begin", process.public_id), {"title": "Kurs und Kind", "principle_goal": "Eltern nehmen teil."}
    )
    system = GoalSystem.objects.get()
    assert answer.headers["Location"] == url("goal_system", system.public_id)
    page = text_of(client, answer.headers["Location"])
    assert "Eltern nehmen teil." in page
    assert "noch kein Rahmenziel" in page


def test_the_empty_tree_leads_to_the_principle_goal(cast: Cast, login: Login) -> None:
    process = make.ProcessFactory(body=cast.body, group=cast.project_group, stage="group_working")
    system = make.GoalSystemFactory(process=process)
    client = login(cast.group_member)
    add = url("goal_node_add", system.public_id)
    assert f'href="{add}"' in text_of(client, url("goal_system", system.public_id))
    client.post(add, {"text": "Eltern nehmen rechtzeitig teil."})
    node = GoalNode.objects.get()
    assert (node.level, node.text) == ("principle_goal", "Eltern nehmen rechtzeitig teil.")


def test_the_tree_and_its_table_say_the_same(goals: Goals, member: Client) -> None:
    tree = text_of(member, at(goals, "goal_system"))
    table = text_of(member, f"{at(goals, 'goal_system')}?ansicht=tabelle")
    for number in goals.nodes:
        assert f"Wortlaut {number}" in tree
        assert f"Wortlaut {number}" in table
    for words in ("Jobcenter", "ohne Termin", "niemand zuständig"):
        assert words in tree
        assert words in table
    assert "<table" in table


def test_the_tools_stand_at_the_chosen_place_only_and_only_for_writers(goals: Goals, login: Login) -> None:
    key = goals.nodes["1.1"].public_id
    address = f"{at(goals, 'goal_system')}?punkt={key}"
    page = text_of(login(goals.cast.group_member), address)
    assert page.count("data-goal-edit") == 1
    assert "Aktivität darunter" in page
    assert "Ergebnisziel daneben" in page
    make.AssistanceFactory(member=goals.cast.group_member, assistant=goals.cast.assistant)
    reading = text_of(login(goals.cast.assistant), address)
    assert "data-goal-edit" not in reading
    assert "data-goal-writes" not in reading
    assert "Wartezeit bis Kursbeginn" in reading


def test_a_place_is_added_without_a_script_and_the_next_one_at_once(goals: Goals, member: Client) -> None:
    add, key = url("goal_node_add", goals.system.public_id), goals.nodes["1.2"].public_id
    form = text_of(member, f"{add}?unter={key}")
    assert "Anlegen: Aktivität" in form
    assert "Unter Ergebnisziel 1.2" in form
    answer = member.post(add, {"unter": key, "text": "Plätze melden.", "weiter": "1"})
    first = GoalNode.objects.get(text="Plätze melden.")
    assert answer.headers["Location"] == f"{add}?nach={first.public_id}"
    answer = member.post(add, {"nach": first.public_id, "text": "Wege vereinbaren."})
    second = GoalNode.objects.get(text="Wege vereinbaren.")
    assert answer.headers["Location"].endswith(f"?punkt={second.public_id}#p-{second.public_id}")
    assert goals.numbers()["1.2.2"] == "Wege vereinbaren."


def test_a_wrong_entry_keeps_what_was_typed(goals: Goals, member: Client) -> None:
    answer = member.post(at(goals, "goal_node_edit", "2.1.1"), {"text": "", "note": "Weil es fehlt", "version": "1"})
    assert answer.status_code == 422
    assert "Weil es fehlt" in answer.content.decode()
    answer = member.post(at(goals, "goal_node_word", "2.1.1"), {"text": "x" * 501, "version": "1"})
    assert answer.status_code == 422


def test_the_second_of_two_sees_both_texts(goals: Goals, member: Client) -> None:
    address = at(goals, "goal_node_word", "1.1")
    word_goal_node(
        by=goals.lead, system_id=goals.system.public_id, node_id=goals.nodes["1.1"].public_id, text="Erste", version=1
    )
    answer = member.post(address, {"text": "Zweite", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Erste" in page
    assert "Zweite" in page
    assert member.post(address, {"text": "Zweite", "version": "2"}).status_code == 303
    assert goals.numbers()["1.1"] == "Zweite"


@pytest.mark.parametrize("name", ["goal_node_word", "goal_node_edit"])
def test_a_text_for_a_place_that_is_gone_is_not_lost(goals: Goals, member: Client, name: str) -> None:
    remove_goal_node(by=goals.lead, system_id=goals.system.public_id, node_id=goals.nodes["1.1"].public_id)
    answer = member.post(at(goals, name, "1.1"), {"text": "Mühsam geschrieben", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Mühsam geschrieben" in page
    assert "inzwischen entfernt" in page
    add = url("goal_node_add", goals.system.public_id)
    answer = member.post(add, {"unter": goals.nodes["1.1"].public_id, "text": "Auch mühsam"})
    assert answer.status_code == 422
    assert "Auch mühsam" in answer.content.decode()


def test_a_place_is_moved_up_and_put_elsewhere(goals: Goals, member: Client) -> None:
    member.post(at(goals, "goal_node_move", "1.2"), {"richtung": "hoch"})
    assert goals.numbers()["1.1"] == "Wortlaut 1.2"
    place = at(goals, "goal_node_place", "1.2")
    assert "2 Wortlaut 2" in text_of(member, place)
    answer = member.post(place, {"parent": goals.nodes["2"].public_id})
    assert answer.status_code == 303
    assert goals.numbers()["2.2"] == "Wortlaut 1.2"
    assert member.post(place, {"parent": goals.nodes["G"].public_id}).status_code == 422


def test_a_step_into_nowhere_says_so(goals: Goals, member: Client) -> None:
    answer = member.post(at(goals, "goal_node_move", "1"), {"richtung": "hoch"}, follow=True)
    assert "Darüber ist kein Platz" in answer.content.decode()


def test_removing_is_undone_where_it_is_announced(goals: Goals, member: Client) -> None:
    answer = member.post(at(goals, "goal_node_remove", "1.1"), {"version": "1"}, follow=True)
    page = answer.content.decode()
    assert "Entfernt, mit allem darunter: „Wortlaut 1.1“" in page
    assert at(goals, "goal_node_restore", "1.1") in page
    member.post(at(goals, "goal_node_restore", "1.1"))
    assert goals.numbers()["1.1.1"] == "Wortlaut 1.1.1"


def test_removing_what_somebody_else_has_changed_is_stopped(goals: Goals, member: Client) -> None:
    word_goal_node(
        by=goals.lead, system_id=goals.system.public_id, node_id=goals.nodes["1.1"].public_id, text="Neu", version=1
    )
    assert member.post(at(goals, "goal_node_remove", "1.1"), {"version": "1"}).status_code == 409


def test_an_activity_is_assigned(goals: Goals, member: Client) -> None:
    address = at(goals, "goal_node_edit", "2.1.1")
    assert "Jobcenter" in text_of(member, address)
    values = {
        "text": "Kursplan abgleichen.", "organisation": goals.organisation.public_id,
        "person": goals.cast.contact.public_id, "due_on": "2028-06-30", "version": "1",
    }  # fmt: skip
    assert member.post(address, values).status_code == 303
    page = text_of(member, f"{at(goals, 'goal_system')}?punkt={goals.nodes['2.1.1'].public_id}")
    assert "Doris Kettler" in page
    assert "bis 30.06.2028" in page


def test_an_indicator_is_added_and_a_value_recorded(goals: Goals, login: Login) -> None:
    lead = login(goals.cast.group_lead)
    values = {"name": "Anteil", "unit": "%", "direction": "up", "baseline": "1.200", "target": "95,5"}
    assert lead.post(at(goals, "goal_indicator_add", "2.1"), values).status_code == 303
    indicator = goals.nodes["2.1"].indicators.get()
    assert (indicator.baseline, indicator.target) == (Decimal(1200), Decimal("95.5"))
    address = url("goal_value", goals.system.public_id, indicator.public_id)
    assert lead.post(address, {"value": "71,25", "on": clock.today().isoformat()}).status_code == 303
    assert lead.post(address, {"value": "71", "on": "2099-01-01"}).status_code == 422
    assert lead.post(address, {"value": "viel", "on": clock.today().isoformat()}).status_code == 422
    assert IndicatorValue.objects.get().value == Decimal("71.25")
    page = text_of(lead, f"{at(goals, 'goal_system')}?punkt={goals.nodes['2.1'].public_id}")
    assert "71,25 %, Ziel 95,5" in page
    assert login(goals.cast.group_member).get(address).status_code == 404


def test_an_assumption_is_written_and_checked(goals: Goals, login: Login) -> None:
    lead = login(goals.cast.group_lead)
    lead.post(at(goals, "goal_assumption_add", "1.1"), {"text": "Kursträger melden freie Plätze."})
    row = goals.nodes["1.1"].assumptions.get()
    address = url("goal_assumption_judge", goals.system.public_id, row.public_id)
    lead.post(address, {"holds": "no", "since": "2026-03-01", "version": "1"})
    page = text_of(lead, f"{at(goals, 'goal_system')}?punkt={goals.nodes['1.1'].public_id}")
    assert "fraglich" in page
    assert "seit 01.03.2026" in page
    lead.post(url("goal_assumption_edit", goals.system.public_id, row.public_id), {"text": "Neu", "version": "2"})
    lead.post(url("goal_assumption_remove", goals.system.public_id, row.public_id))
    assert not goals.nodes["1.1"].assumptions.exists()


def test_freezing_names_the_open_branches_and_asks_for_the_reason(goals: Goals, login: Login) -> None:
    lead = login(goals.cast.group_lead)
    address = at(goals, "goal_freeze")
    page = text_of(lead, address)
    assert "3 Zweige sind noch offen" in page
    assert "Für Aktivität 2.1.1 ist niemand zuständig: „Wortlaut 2.1.1“" in page
    assert lead.post(address, {"version": "1"}).status_code == 422
    answer = lead.post(address, {"version": "1", "open_reason": "Die Mittel folgen."})
    version = GoalSystemVersion.objects.get()
    assert answer.headers["Location"] == url("goal_version", goals.system.public_id, version.public_id)
    assert "Die Mittel folgen." in text_of(lead, answer.headers["Location"])
    assert login(goals.cast.group_member).get(address).status_code == 404


def test_whoever_freezes_an_older_state_is_told(goals: Goals, login: Login) -> None:
    word_goal_node(
        by=goals.member, system_id=goals.system.public_id, node_id=goals.nodes["1"].public_id, text="Neu", version=1
    )
    answer = login(goals.cast.group_lead).post(at(goals, "goal_freeze"), {"version": "1", "open_reason": "Folgt."})
    assert answer.status_code == 409


def test_the_body_reads_the_proposal_and_what_it_has_changed(goals: Goals, login: Login) -> None:
    chair = login(goals.cast.chair)
    proposal = goals.freeze()
    assert chair.get(at(goals, "goal_system")).status_code == 404
    goals.show()
    StepRecord.objects.create(
        process=goals.process, transition="submit_proposal", target="proposal_decision", at=clock.now()
    )
    assert "Wortlaut 2.1.1" in text_of(chair, at(goals, "goal_system"))
    adopted = adopt_goal_version(
        proposal,
        {
            goals.nodes["1"].public_id: (NodeDecision.CHANGED, "Wortlaut des Gremiums"),
            goals.nodes["2.1"].public_id: (NodeDecision.RETURNED, ""),
        },
    )
    page = text_of(chair, at(goals, "goal_system"))
    assert "Was hat das Gremium „Lenkungsgremium KIM“ geändert?" in page
    assert "Arbeitskopie" not in page
    assert "Wortlaut 2.1.1" not in page
    compared = text_of(chair, f"{at(goals, 'goal_compare')}?von={proposal.public_id}&bis={adopted.public_id}")
    assert "3 Stellen unterscheiden sich" in compared
    assert "<ins>" in compared
    assert "gestrichen" in compared
    assert chair.get(f"{at(goals, 'goal_compare')}?von=arbeitskopie").status_code == 404


def test_an_inactive_organisation_stays_responsible_and_becomes_so_nowhere_else(goals: Goals, login: Login) -> None:
    lead, sent = login(goals.cast.group_lead), {"text": "Anders", "organisation": goals.organisation.public_id}
    assert lead.post(at(goals, "goal_node_edit", "2.1.1"), sent | {"version": "1"}).status_code == 303
    goals.organisation.is_active = False
    goals.organisation.save()
    assert lead.post(at(goals, "goal_node_edit", "2.1.1"), sent | {"version": "2"}).status_code == 303
    assert lead.post(at(goals, "goal_node_edit", "2.1"), sent | {"version": "1"}).status_code == 422


def test_every_kind_of_difference_is_printed(goals: Goals, login: Login) -> None:
    goals.freeze()
    lead = login(goals.cast.group_lead)
    lead.post(at(goals, "goal_node_edit", "2.1.1"), {
        "text": "Anders", "note": "Weil", "organisation": goals.organisation.public_id, "due_on": "2028-06-30",
        "version": "1",
    })  # fmt: skip
    lead.post(at(goals, "goal_node_move", "1.2"), {"richtung": "hoch"})
    lead.post(at(goals, "goal_indicator_add", "2.1"), {"name": "Anteil", "direction": "up", "target": "95"})
    lead.post(url("goal_title", goals.system.public_id), {"title": "Kurs mit Kind", "version": ""})
    page = text_of(lead, at(goals, "goal_compare"))
    for words in (
        "Wortlaut geändert",
        "Zuständigkeit geändert",
        "Termin geändert",
        "verschoben",
        "Indikatoren geändert",
    ):
        assert words in page
    assert "Ziel 95" in page
    same = text_of(lead, f"{at(goals, 'goal_compare')}?von=arbeitskopie&bis=arbeitskopie")
    assert "Beide sind gleich." in same


def test_typed_text_is_shown_as_text(goals: Goals, member: Client) -> None:
    member.post(at(goals, "goal_node_word", "1.1"), {"text": HOSTILE, "version": "1"})
    for address in (at(goals, "goal_system"), f"{at(goals, 'goal_system')}?ansicht=tabelle", at(goals, "goal_freeze")):
        page = text_of(member, address) if "festschreiben" not in address else ""
        assert "<script>alert(1)" not in page
    assert "{{ 7*7 }}" in text_of(member, at(goals, "goal_system"))


def test_odd_addresses_are_not_found(goals: Goals, member: Client) -> None:
    for part in ("0", "x" * 40):
        assert member.get(url("goal_system", part)).status_code == 404
        assert member.get(url("goal_node_edit", goals.system.public_id, part)).status_code == 404
        assert member.post(url("goal_node_move", goals.system.public_id, part)).status_code == 404
    assert member.get(f"{at(goals, 'goal_system')}?punkt=%00").status_code == 200


def test_a_page_takes_as_many_queries_for_many_places_as_for_few(goals: Goals, member: Client) -> None:
    address = f"{at(goals, 'goal_system')}?punkt={goals.nodes['1.1'].public_id}"
    member.get(address)
    counts = []
    for _round in range(2):
        with queries_counted() as queries:
            member.get(address)
        counts.append(len(queries))
        for _number in range(60):
            make.GoalNodeFactory(system=goals.system, parent=goals.nodes["2.1"], level="activity")
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1.200", "1200"), ("1.200,5", "1200.5"), ("12,5", "12.5"), ("12.5", "12.5"), ("-3", "-3"), ("1 200", "1200")],
)
def test_numbers_are_read_as_they_are_written_here(typed: str, value: str) -> None:
    assert NumberField().clean(typed) == Decimal(value)
