"""Searching the work on topics: each finds what the own pages show, and never a word of a working copy of others."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from governance.models import ChainStep, GoalNode, GoalSystem, ServiceChain
from governance.queries.search import search
from governance.usecases.chain_versions import freeze_chain
from tests import factories as make
from tests.cast import Cast
from tests.chained import chained
from tests.commissioned import drafted, with_contact
from tests.conftest import queries_counted
from tests.goaled import Goals, build_goals
from tests.measured import practice
from tests.portal.conftest import Login

WORD = "Zwetschge"


def found(cast: Cast, role: str, kind: str, text: str = WORD) -> list[str]:
    viewer = cast.viewer(getattr(cast, role))
    return [hit.title for group in search(viewer, text) if group.kind == kind for hit in group.hits]


@pytest.fixture
def goals(cast: Cast) -> Goals:
    """A Zielsystem with the word in one goal."""
    built = build_goals(cast)
    GoalNode.objects.filter(pk=built.nodes["1.1"].pk).update(text=f"Übergang {WORD} ist gesichert.")
    return built


def test_a_goal_is_found_in_the_working_copy_by_the_group_and_by_nobody_else(goals: Goals, login: Login) -> None:
    wording = f"Übergang {WORD} ist gesichert."
    for role in ("group_member", "coordinator"):
        assert found(goals.cast, role, "goals") == [wording]
        assert found(goals.cast, role, "goals", "übergang") == [wording]
    for role in ("member", "contact", "case_manager", "plain_person", "other_coordinator"):
        assert found(goals.cast, role, "goals") == []
    page = login(goals.cast.group_member).get("/hoexter/suche/", {"q": WORD})
    (link,) = BeautifulSoup(page.content, "html.parser").select("#g-goals ~ .lw-hits a, .lw-hits a[href*=zielsysteme]")
    assert str(link["href"]).endswith(f"/zielsysteme/{goals.system.public_id}/?punkt={goals.nodes['1.1'].public_id}")


def test_the_body_finds_what_was_frozen_and_not_what_was_written_since(goals: Goals, login: Login) -> None:
    goals.freeze()
    goals.show()
    assert found(goals.cast, "member", "goals") == [f"Übergang {WORD} ist gesichert."]
    assert found(goals.cast, "member", "goals", "gesichert übergang") == [f"Übergang {WORD} ist gesichert."]
    GoalNode.objects.filter(pk=goals.nodes["1.2"].pk).update(text="Ganz neu: Mirabelle.")
    GoalSystem.objects.filter(pk=goals.system.pk).update(title="Mirabellensystem")
    assert found(goals.cast, "member", "goals", "Mirabelle") == []
    assert len(found(goals.cast, "group_member", "goals", "Mirabelle")) == 2
    client = login(goals.cast.member)
    page = BeautifulSoup(client.get("/hoexter/suche/", {"q": WORD}).content, "html.parser")
    for link in page.select(".lw-hits a"):
        assert client.get(str(link["href"])).status_code == 200


def test_a_removed_goal_is_not_found(goals: Goals) -> None:
    GoalNode.objects.filter(pk=goals.nodes["1.1"].pk).update(removed_at=goals.process.started_at)
    assert found(goals.cast, "coordinator", "goals") == []


def test_a_chain_is_found_by_title_and_step_once_and_by_the_organisation_asked(cast: Cast) -> None:
    work = chained(cast)
    chain = work.sound(title=f"Kette {WORD}")
    ChainStep.objects.filter(chain=chain, order=0).update(label=f"{WORD} klären")
    assert found(cast, "group_member", "chains") == [f"Kette {WORD}"]
    assert found(cast, "contact", "chains") == []
    freeze_chain(by=work.lead, chain_id=chain.public_id, open_reason="", version=None)
    for role in ("contact", "member"):
        assert found(cast, role, "chains") == found(cast, role, "chains", f"{WORD} klären") == [f"Kette {WORD}"]
    assert found(cast, "plain_person", "chains") == []


def test_a_mandate_is_found_by_what_it_tells_the_group_once_it_is_adopted(cast: Cast) -> None:
    commission = with_contact(drafted(cast))
    type(commission.version).objects.update(objective=f"Ein Weg zur {WORD}")
    assert found(cast, "coordinator", "mandates") == [commission.mandate.group_name]
    assert found(cast, "member", "mandates") == []
    commission.adopt()
    for role in ("member", "contact", "coordinator"):
        assert found(cast, role, "mandates") == [commission.mandate.group_name]
    assert found(cast, "plain_person", "mandates") == []


def test_measures_follow_ups_and_notices_are_found_by_whom_they_concern(cast: Cast) -> None:
    at = practice(cast)
    at.measure(title=f"Maßnahme {WORD}", asked_on=cast.viewer(cast.contact).day)
    at.measure(title=f"Noch nicht gefragt {WORD}", asked_on=None)
    at.follow_up(task=f"Aufgabe {WORD}")
    notice = make.NoticeFactory(authority=cast.authority, subject=f"Mitteilung {WORD}", sent_by=cast.coordinator)
    notice.receipts.create(person=cast.case_manager)
    assert found(cast, "contact", "measures") == [f"Maßnahme {WORD}"]
    assert set(found(cast, "coordinator", "measures")) == {f"Maßnahme {WORD}", f"Noch nicht gefragt {WORD}"}
    assert found(cast, "contact", "follow_ups") == [f"Aufgabe {WORD}"]
    assert found(cast, "case_manager", "notices") == found(cast, "coordinator", "notices") == [f"Mitteilung {WORD}"]
    assert found(cast, "contact", "notices") == []
    for kind in ("measures", "follow_ups", "notices"):
        assert found(cast, "plain_person", kind) == found(cast, "other_coordinator", kind) == []


@pytest.mark.parametrize("role", ["coordinator", "member"])
def test_more_of_everything_costs_no_more_queries(cast: Cast, role: str) -> None:
    at = practice(cast)

    def add() -> None:
        built = build_goals(cast)
        GoalNode.objects.filter(pk=built.nodes["1.1"].pk).update(text=f"Ziel {WORD}")
        built.freeze()
        built.show()
        chain = ServiceChain.objects.create(process=built.process, title=f"Kette {WORD}")
        content = {"title": chain.title, "steps": []}
        chain.versions.create(ordinal=1, content=content, content_hash="0" * 64, created_by=cast.coordinator)
        at.measure(title=f"Maßnahme {WORD}")
        at.follow_up(task=f"Aufgabe {WORD}")

    add()
    with queries_counted() as few:
        search(cast.viewer(getattr(cast, role)), WORD)
    for _time in range(3):
        add()
    with queries_counted() as many:
        search(cast.viewer(getattr(cast, role)), WORD)
    assert len(many) == len(few)
