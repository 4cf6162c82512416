"""Pages of Dienstleistungsketten: writing by form, what two editors see, checks with their places, consent."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import ChainLink, ChainStep, Handover, PlanningProcess, ServiceChain
from governance.usecases.chain_parts import remove_step
from governance.usecases.chain_versions import adopt_chain_versions
from tests.cast import Cast
from tests.chained import Chained, chained, steps_of
from tests.conftest import queries_counted
from tests.portal.conftest import Login

HOSTILE = "<script>alert(1)</script>{{ 7*7 }}{% debug %}"


def url(name: str, *parts: str) -> str:
    return reverse(f"portal:{name}", args=["hoexter", *parts])


@pytest.fixture
def work(cast: Cast) -> Chained:
    return chained(cast)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def form_of(step: ChainStep, **values: object) -> dict[str, object]:
    return {"label": step.label, "actor": step.actor.public_id, "version": step.version, **values}


def test_a_member_writes_a_chain_from_nothing_step_after_step(work: Chained, login: Login) -> None:
    client = login(work.cast.group_member)
    begun = client.post(
        url("chain_begin", work.process.public_id),
        {"title": "Vom Bedarf zum Kurs", "kind": "to_be", "goal": work.goal.public_id},
    )
    chain = ServiceChain.objects.get()
    assert begun.headers["Location"].startswith(url("chain", chain.public_id))
    page = client.get(begun.headers["Location"]).content.decode()
    assert "autofocus" in page, "the cursor stands in the first field"
    added = client.post(url("chain_step_add", chain.public_id), {"label": "Bedarf klären", "new_actor": "Jobcenter"})
    first = ChainStep.objects.get()
    assert added.headers["Location"].endswith(f"?weiter=1&nach={first.public_id}")
    page = client.get(added.headers["Location"]).content.decode()
    assert re.search(rf'<option value="{first.public_id}" selected>1 Bedarf klären', page)
    client.post(
        url("chain_step_add", chain.public_id),
        {"label": "Kurs beginnen", "new_actor": "Volkshochschule", "after": first.public_id, "ending": "Kurs begonnen"},
    )
    link = ChainLink.objects.get()
    shown = text_of(client, url("chain", chain.public_id))
    assert "Jobcenter → Volkshochschule" in shown
    assert "1 Übergabe ist nicht vollständig beschrieben." in shown
    client.post(
        url("chain_link_edit", chain.public_id, link.public_id),
        {"preconditions": "Bedarf ist klar", "follow_ups": "Rückmeldung", "version": link.version},
    )
    assert Handover.objects.get().follow_ups == "Rückmeldung"
    assert "Jede Übergabe nennt Vorarbeiten und Folgearbeiten." in text_of(client, url("chain", chain.public_id))


def test_a_step_without_words_comes_back_with_everything_typed(work: Chained, login: Login) -> None:
    chain = work.sound()
    answer = login(work.cast.group_member).post(
        url("chain_step_add", chain.public_id), {"label": "", "in_charge": "Fachbereich", "max_days": "-1"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Fachbereich"' in page
    assert "Wählen Sie den Akteur des Schritts oder schreiben Sie, wer es ist." in page


def test_the_second_editor_sees_both_texts_and_saves_knowingly(work: Chained, login: Login) -> None:
    chain = work.sound()
    step = steps_of(chain)[0]
    address = url("chain_step_edit", chain.public_id, step.public_id)
    member, lead = login(work.cast.group_member), login(work.cast.group_lead)
    assert member.post(address, form_of(step, label="Bedarf erfragen")).status_code == 303
    answer = lead.post(address, form_of(step, label="Bedarf aufnehmen"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Bedarf erfragen" in page
    assert "Bedarf aufnehmen" in page
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    assert lead.post(address, form_of(step, label="Bedarf aufnehmen", version=version[1])).status_code == 303
    step.refresh_from_db()
    assert step.label == "Bedarf aufnehmen"


def test_text_for_a_step_that_somebody_has_removed_is_not_lost(work: Chained, login: Login) -> None:
    chain = work.sound()
    step = steps_of(chain)[1]
    remove_step(by=work.lead, chain_id=chain.public_id, step_id=step.public_id)
    client = login(work.cast.group_member)
    address = url("chain_step_edit", chain.public_id, step.public_id)
    answer = client.post(address, form_of(step, standard="Ein langer Text"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ein langer Text" in page
    assert "inzwischen von jemand anderem entfernt" in page
    assert client.get(address).status_code == 404


def test_moving_from_an_outdated_page_is_told(work: Chained, login: Login) -> None:
    chain = work.sound()
    step = steps_of(chain)[2]
    client = login(work.cast.group_member)
    address = url("chain_step_move", chain.public_id, step.public_id)
    assert client.post(address, {"direction": "up", "version": chain.version}).status_code == 303
    assert client.post(address, {"direction": "up", "version": chain.version}).status_code == 409
    assert client.post(address, {"direction": "up", "version": "9" * 40}).status_code == 303


def test_a_check_leads_writers_to_the_form_and_readers_to_the_row(work: Chained, login: Login) -> None:
    chain = work.sound()
    step = steps_of(chain)[2]
    ChainStep.objects.filter(pk=step.pk).update(ending="")
    frozen = work.freeze(chain, "Das Ende ist offen.")
    form = url("chain_step_edit", chain.public_id, step.public_id)
    page = login(work.cast.group_member).get(url("chain", chain.public_id)).content.decode()
    assert f'<a href="{form}">Schritt 3</a>' in page
    read = login(work.cast.member).get(url("chain_version", frozen.public_id)).content.decode()
    assert f'<a href="#schritt-{step.public_id}">Schritt 3</a>' in read
    assert f'id="schritt-{step.public_id}"' in read
    assert form not in read


def test_the_freezing_page_names_the_failed_checks_and_asks_for_a_reason(work: Chained, login: Login) -> None:
    chain = work.sound()
    ChainStep.objects.filter(chain=chain).update(ending="")
    client = login(work.cast.group_lead)
    address = url("chain_freeze", chain.public_id)
    assert "1 Ende ist nicht benannt." in text_of(client, address)
    assert client.post(address, {"version": chain.version, "reason": ""}).status_code == 422
    answer = client.post(address, {"version": chain.version, "reason": "Klärt die nächste Sitzung."})
    version = chain.versions.get()
    assert answer.headers["Location"] == url("chain_version", version.public_id)
    assert "Klärt die nächste Sitzung." in text_of(client, answer.headers["Location"])


def test_freezing_what_changed_under_the_reader_is_told(work: Chained, login: Login) -> None:
    chain = work.sound()
    answer = login(work.cast.group_lead).post(url("chain_freeze", chain.public_id), {"version": chain.version - 1})
    assert answer.status_code == 409
    assert not chain.versions.exists()


def test_an_inactive_organisation_keeps_its_part_and_gets_no_new_one(work: Chained, login: Login) -> None:
    chain, client = work.sound(), login(work.cast.group_member)
    actor = chain.actors.get(organisation=work.provider)
    work.provider.is_active = False
    work.provider.save()
    facts = {
        "organisation": work.provider.public_id,
        "name": "Bildungsträger",
        "part": "actor",
        "version": actor.version,
    }
    assert client.post(url("chain_actor_edit", chain.public_id, actor.public_id), facts).status_code == 303
    actor.refresh_from_db()
    assert (actor.name, actor.organisation) == ("Bildungsträger", work.provider)
    assert client.post(url("chain_actor_add", chain.public_id), facts).status_code == 422
    assert chain.actors.count() == 2


def test_an_organisation_answers_and_the_page_says_who_is_bound(work: Chained, login: Login) -> None:
    frozen = work.freeze(work.sound())
    consent = frozen.consents.get(organisation=work.provider)
    client = login(work.cast.contact)
    listed = client.get(url("chains")).content.decode()
    address = url("chain_consent", consent.public_id)
    assert address in listed
    asked = text_of(client, address)
    assert "Kursplatz anbieten" in asked
    assert "Bedarf klären" not in asked, "only what concerns the organisation"
    assert client.post(address, {"answer": "decline", "version": consent.version}).status_code == 422
    assert client.post(address, {"answer": "agree", "version": consent.version}).status_code == 303
    assert "Noch ist niemand gebunden" in text_of(client, url("chain_version", frozen.public_id))
    adopt_chain_versions(work.process)
    assert "Sie bindet: Kursträger Nord ." in text_of(client, url("chain_version", frozen.public_id))
    assert login(work.cast.coordinator).get(address).status_code == 404


def test_a_contact_finds_the_version_but_neither_working_copy_nor_process(work: Chained, login: Login) -> None:
    chain = work.sound()
    frozen = work.freeze(chain)
    ServiceChain.objects.filter(pk=chain.pk).update(title="Geheimer Arbeitstitel")
    client = login(work.cast.contact)
    page = client.get(url("chains")).content.decode()
    assert url("chain_version", frozen.public_id) in page
    assert url("chain", chain.public_id) not in page
    assert "Geheimer Arbeitstitel" not in page
    version = client.get(url("chain_version", frozen.public_id)).content.decode()
    assert "Geheimer Arbeitstitel" not in version
    assert url("process", work.process.public_id) not in version
    assert client.get(url("chain", chain.public_id)).status_code == 404


def test_two_versions_are_compared_in_words(work: Chained, login: Login) -> None:
    chain = work.sound()
    first = work.freeze(chain)
    client = login(work.cast.group_lead)
    step = steps_of(chain)[0]
    changed = form_of(step, label="Bedarf gemeinsam klären", activity=work.activity.public_id, max_days="3")
    client.post(url("chain_step_edit", chain.public_id, step.public_id), changed)
    second = work.freeze(chain)
    page = client.get(url("chain_compare", second.public_id)).content.decode()
    assert '<ins><span class="kern-sr-only">neu: </span>gemeinsam' in page
    back = client.get(url("chain_compare", first.public_id) + f"?mit={second.public_id}").content.decode()
    assert "Was Fassung 2 gegenüber Fassung 1 ändert" in back


def test_a_chain_that_lies_still_is_read_and_says_why(work: Chained, login: Login) -> None:
    chain = work.sound()
    PlanningProcess.objects.filter(pk=work.process.pk).update(stage="implementation")
    client = login(work.cast.group_member)
    page = text_of(client, url("chain", chain.public_id))
    assert "Die Kette ruht" in page
    assert "Nächster Schritt" not in page
    step = steps_of(chain)[0]
    typed = form_of(step, standard="Ein langer Text")
    answer = client.post(url("chain_step_edit", chain.public_id, step.public_id), typed)
    assert answer.status_code == 422
    assert "Ein langer Text" in answer.content.decode(), "what was typed while the stage changed is not lost"


@pytest.mark.parametrize(("role", "target"), [("group_member", "chain"), ("member", "chain_version")])
def test_the_page_of_the_process_leads_to_what_the_viewer_may_read(
    work: Chained, login: Login, role: str, target: str
) -> None:
    client, process = login(getattr(work.cast, role)), work.process.public_id
    begin = url("chain_begin", process)
    assert (begin in client.get(url("process", process)).content.decode()) is (role == "group_member")
    chain = work.sound()
    ids = {"chain": chain.public_id, "chain_version": work.freeze(chain).public_id}
    page = client.get(url("process", process)).content.decode()
    assert f'href="{url(target, ids[target])}"' in page
    assert begin not in page


def test_typed_text_is_never_markup(work: Chained, login: Login) -> None:
    chain = work.sound()
    step, link = steps_of(chain)[0], ChainLink.objects.get(handover__isnull=False)
    ServiceChain.objects.filter(pk=chain.pk).update(title=HOSTILE)
    ChainStep.objects.filter(pk=step.pk).update(label=HOSTILE, standard=HOSTILE, in_charge=HOSTILE)
    ChainLink.objects.filter(pk=link.pk).update(condition=HOSTILE)
    Handover.objects.filter(link=link).update(preconditions=HOSTILE, documents=HOSTILE)
    frozen = work.freeze(chain)
    client = login(work.cast.group_lead)
    for address in (
        url("chain", chain.public_id),
        url("chain_version", frozen.public_id),
        url("chain_link_edit", chain.public_id, link.public_id),
        url("chains"),
    ):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "{{ 7*7 }}" in page, address


def test_the_page_of_a_chain_takes_as_many_queries_for_many_steps(work: Chained, login: Login) -> None:
    chain = work.sound()
    client = login(work.cast.group_lead)
    address = url("chain", chain.public_id)

    def count() -> int:
        with queries_counted() as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    count()
    few = count()
    actor = steps_of(chain)[0].actor
    for number in range(15):
        ChainStep.objects.create(chain=chain, actor=actor, order=number + 3, label=f"Schritt {number}")
    assert count() == few
