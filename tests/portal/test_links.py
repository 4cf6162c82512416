"""From each page of the work on a topic to the next: what is there is linked, what can be begun is offered."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from governance.models import GoalSystem, MandateAdoption, Membership, NodeOutcome, ProcessEffect
from governance.queries.goals import working_tree
from governance.rules import clock
from governance.rules.goal_tree import to_data
from governance.usecases.goal_versions import freeze_goal_system
from tests import factories as make
from tests.cast import Cast
from tests.chained import chained
from tests.commissioned import drafted
from tests.goaled import build_goals
from tests.measured import practice
from tests.portal.conftest import Login


def url(name: str, *parts: str) -> str:
    return reverse(f"portal:{name}", args=["hoexter", *parts])


def links(client: Client, address: str, where: str = "main") -> set[str]:
    page = client.get(address)
    assert page.status_code == 200, address
    return {str(link["href"]) for link in BeautifulSoup(page.content, "html.parser").select(f"{where} a[href]")}


@pytest.mark.parametrize(
    ("role", "stage", "offered"),
    [
        ("coordinator", "topic_draft", set()),
        ("coordinator", "established", {"process_mandate"}),
        ("coordinator", "commissioned", {"goal_begin", "chain_begin"}),
        ("coordinator", "group_working", {"goal_begin", "chain_begin", "process_statement"}),
        ("group_member", "group_working", {"goal_begin", "chain_begin", "process_statement"}),
        ("member", "group_working", set()),
        ("case_manager", "group_working", set()),
        ("group_member", "implementation", set()),
    ],
)
def test_the_page_of_a_process_offers_to_begin_what_is_not_there_at_its_stage(
    cast: Cast, login: Login, role: str, stage: str, offered: set[str]
) -> None:
    process = make.ProcessFactory(body=cast.body, group=cast.project_group, stage=stage, shown_to_body=True)
    known = {
        url(name, process.public_id): name
        for name in ("process_mandate", "goal_begin", "chain_begin", "process_statement")
    }
    found = links(login(getattr(cast, role)), url("process", process.public_id), "[aria-labelledby=around]")
    assert {known[address] for address in found if address in known} == offered


def test_what_has_been_begun_is_linked_and_not_offered_again(cast: Cast, login: Login) -> None:
    work = chained(cast)
    chain = work.sound()
    found = links(login(cast.group_member), url("process", work.process.public_id), "[aria-labelledby=around]")
    system = GoalSystem.objects.get(process=work.process)
    assert {url("goal_system", system.public_id), url("chain", chain.public_id)} <= found
    assert not found & {url("goal_begin", work.process.public_id), url("chain_begin", work.process.public_id)}


def test_the_page_of_a_group_leads_to_its_work_and_to_planning_a_meeting(cast: Cast, login: Login) -> None:
    work = chained(cast, stage="implementation")
    measure = make.MeasureFactory(process=work.process, title="Kursorte abstimmen")
    system = GoalSystem.objects.get(process=work.process)
    address, plan = url("body_group", cast.project_group.public_id), url("meeting_plan")
    found = links(login(cast.group_member), address)
    assert {url("goal_system", system.public_id), url("measure", measure.public_id)} <= found
    assert not [link for link in found if link.startswith(plan)]
    assert f"{plan}?gremium={cast.project_group.public_id}" in links(login(cast.coordinator), address)
    body = links(login(cast.member), address)
    assert url("goal_system", system.public_id) not in body  # nothing was laid before them


def test_the_page_of_goal_systems_lists_chains_too_each_with_its_process(cast: Cast, login: Login) -> None:
    work = chained(cast)
    chain = work.sound()
    client = login(cast.group_member)
    found = links(client, url("goal_systems"))
    assert {url("chain", chain.public_id), url("process", work.process.public_id), url("chains")} <= found
    version = work.freeze(chain)
    contact = login(cast.contact)
    assert "Zielsysteme und Ketten" in contact.get("/hoexter/").content.decode()
    found = links(contact, url("goal_systems"))
    assert url("chain_version", version.public_id) in found
    assert url("process", work.process.public_id) not in found


def test_a_resolution_shows_what_followed_to_those_who_may_see_it(cast: Cast, login: Login) -> None:
    goals = build_goals(cast, stage="implementation")
    version = goals.system.versions.create(
        ordinal=1, content=_content(goals.system), content_hash="0" * 64, created_by=cast.coordinator
    )
    process = goals.process
    type(process).objects.filter(pk=process.pk).update(shown_to_body=True)
    resolution = make.ResolutionFactory(body=cast.body, subject="adopt_proposal")
    effect = ProcessEffect.objects.create(resolution=resolution, process=process, state="done")
    remainder = make.ProcessFactory(body=cast.body, shown_to_body=True, predecessor=process, title="Rest")
    step = remainder.steps.create(transition="split_remainder", target="group_working", at=clock.now())
    effect.steps.add(step)
    measure = make.MeasureFactory(process=process, resolution=resolution, title="Kursorte abstimmen")
    NodeOutcome.objects.create(
        item=resolution.item, goal_version=version, node=goals.nodes["1.1"], decision="returned",
        note="Wege klären", resolution=resolution,
    )  # fmt: skip
    page = login(cast.coordinator).get(url("resolution", resolution.public_id)).content.decode()
    assert "Entscheidungen zu einzelnen Zielen" in page
    assert "Ergebnisziel 1.1" in page
    assert "Wege klären" in page
    # What stands below a returned goal is returned with it.
    assert "Die 6 übrigen Ziele und Aktivitäten wurden wie vorgeschlagen beschlossen." in page
    found = links(login(cast.coordinator), url("resolution", resolution.public_id), "[aria-labelledby=folgen]")
    assert found == {
        url("goal_system", goals.system.public_id), url("process", remainder.public_id),
        url("measure", measure.public_id),
    }  # fmt: skip


def _content(system: GoalSystem) -> dict[str, object]:
    return to_data(working_tree(system))


def test_a_resolution_leads_to_the_version_of_the_mandate_that_it_adopted(cast: Cast, login: Login) -> None:
    commission = drafted(cast).adopt()
    resolution = make.ResolutionFactory(body=cast.body, subject="mandate")
    MandateAdoption.objects.create(resolution=resolution, mandate_version=commission.version)
    found = links(login(cast.coordinator), url("resolution", resolution.public_id))
    assert f"{url('mandate', commission.mandate.public_id)}?fassung=1" in found


def test_a_measure_leads_back_to_the_cases_for_those_who_see_its_process(cast: Cast, login: Login) -> None:
    at = practice(cast)
    measure = at.measure(title="Kursorte abstimmen")
    back = f"{url('process_red_thread', at.process.public_id)}?massnahme={measure.public_id}"
    assert back in links(login(cast.coordinator), url("measure", measure.public_id))
    assert back not in links(login(cast.contact), url("measure", measure.public_id))
    assert login(cast.coordinator).get(back).status_code == 200


def test_the_navigation_names_measures_to_those_who_answer_for_some(cast: Cast, login: Login) -> None:
    at = practice(cast)
    named = url("measures")
    assert named in links(login(cast.contact), "/hoexter/", "header")
    assert named not in links(login(cast.member), "/hoexter/", "header")
    at.measure(person=cast.member, state="accepted")
    assert named in links(login(cast.member), "/hoexter/", "header")
    page = BeautifulSoup(login(cast.contact).get(named).content, "html.parser")
    marked = [link.get_text(strip=True) for link in page.select("header nav a[aria-current]")]
    assert set(marked) == {"Maßnahmen"}
    assert url("notices") in links(login(cast.contact), named)


def test_a_paper_on_a_proposal_shows_what_the_group_hands_in(cast: Cast, login: Login) -> None:
    work = chained(cast)
    work.freeze(work.sound())
    system = GoalSystem.objects.get(process=work.process)
    freeze_goal_system(by=work.lead, system_id=system.public_id, open_reason="Folgt.")
    paper = make.PaperFactory(
        body=cast.body, process=work.process, subject="adopt_proposal", author=cast.coordinator, title="Vorschlag"
    )
    client = login(cast.coordinator)
    page = client.get(url("paper", paper.public_id)).content.decode()
    for text in ("Kurs und Betreuung sind abgestimmt.", "Kursplatz anbieten", "Zielsystem (Fassung 1)"):
        assert text in page
    assert url("goal_system", system.public_id) in links(client, url("paper", paper.public_id))


def test_stages_before_a_body_name_it_as_the_authority_does(cast: Cast, login: Login) -> None:
    process = make.ProcessFactory(body=cast.body, stage="topic_decision", shown_to_body=True)
    make.ProcessFactory(body=cast.body, stage="proposal_decision", shown_to_body=True)
    client = login(cast.member)
    told = f"Liegt zum Beschluss vor: {cast.body.name}"
    for address in (url("process", process.public_id), url("processes"), f"{url('processes')}?ansicht=liste"):
        assert told in client.get(address).content.decode()
    assert f"Vorschlag liegt zum Beschluss vor: {cast.body.name}" in client.get(url("processes")).content.decode()


def test_a_group_member_finds_every_link_of_the_group_page_open(cast: Cast, login: Login) -> None:
    work = chained(cast)
    work.freeze(work.sound())
    assert Membership.objects.filter(person=cast.group_member).exists()
    client = login(cast.group_member)
    for address in links(client, url("body_group", cast.project_group.public_id)):
        if address.startswith("/"):
            assert client.get(address).status_code == 200, address
