"""Pages of the ways into and around the steering group: forms that keep what was typed, hints, the profile in words."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import PlanningProcess, ProcessDocument, ProcessProfile, ScopeCheck
from governance.rules import clock
from governance.usecases.profiles import edit_profile, shipped_profile
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted
from tests.portal.conftest import Login

STATEMENT = "Eltern mit Betreuungspflichten erreichen den Sprachkurs nicht rechtzeitig."
TODAY = clock.today().isoformat()


def url(name: str, *parts: str) -> str:
    return reverse(f"portal:{name}", args=["hoexter", *parts])


def profile_of(cast: Cast, name: str) -> None:
    edit_profile(by=cast.viewer(cast.coordinator), version=None, **shipped_profile(name)["values"])


def draft(cast: Cast, statement: str = "", **values: object) -> PlanningProcess:
    values = {"stage": "topic_draft", "coordinator": cast.coordinator, **values}
    process = make.ProcessFactory(body=cast.body, **values)
    if statement:
        make.TopicFactory(process=process, statement=statement)
    return process


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def intake(cast: Cast, **changes: object) -> dict[str, Any]:
    return {
        "title": "Rückmeldung", "source": "focus", "note": "Sitzung vom Februar", "body": cast.body.public_id,
        "coordinator": cast.coordinator.public_id, **changes,
    }  # fmt: skip


# The profile in words


@pytest.mark.parametrize("name", ["hoexter", "warendorf", "rheinisch-bergisch", "steinfurt", "mettmann", "land-muster"])
def test_everybody_reads_how_a_process_goes_here(cast: Cast, login: Login, name: str) -> None:
    profile_of(cast, name)
    page = text(login(cast.plain_person), url("process_profile"))
    assert ("Zuerst prüft die Koordination" in page) is (name == "warendorf")
    assert ("ohne Projektarbeitsgruppe, mit Maßnahmen" in page) is (name in {"rheinisch-bergisch", "mettmann"})
    assert "schriftlich begründet werden kann" in page
    assert "%(" not in page
    assert "In der Werkstatt ändern" not in page


def test_coordinators_are_led_to_the_desk(cast: Cast, login: Login) -> None:
    page = text(login(cast.coordinator), url("process_profile"))
    assert reverse("desk_profiles:edit", args=[cast.authority.public_id]) in page


# Beginning


def test_the_list_offers_the_ways_that_the_profile_allows(cast: Cast, login: Login) -> None:
    client = login(cast.coordinator)
    page = text(client, url("processes"))
    assert url("process_take_over") in page
    assert url("process_take_in") not in page
    assert client.get(url("process_take_in")).status_code == 404
    profile_of(cast, "land-muster")
    assert url("process_take_in") in text(client, url("processes"))
    manager = text(login(cast.case_manager), url("processes"))
    assert url("process_start") in manager
    assert url("process_take_over") not in manager


def test_a_topic_is_taken_in_and_the_form_offers_only_sources_of_the_profile(cast: Cast, login: Login) -> None:
    profile_of(cast, "warendorf")
    client = login(cast.coordinator)
    page = text(client, url("process_take_in"))
    assert 'value="focus"' in page
    assert 'value="participation"' not in page
    response = client.post(url("process_take_in"), intake(cast))
    process = PlanningProcess.objects.get()
    assert response.headers["Location"] == url("process", process.public_id)
    assert client.post(url("process_take_in"), intake(cast, source="participation")).status_code == 422


def test_a_wrong_entry_stands_at_its_field_and_nothing_typed_is_lost(cast: Cast, login: Login) -> None:
    profile_of(cast, "warendorf")
    client = login(cast.coordinator)
    response = client.post(url("process_take_in"), intake(cast, note="", like_cases="viele"))
    assert response.status_code == 422
    page = response.content.decode()
    assert "id_note_error" in page
    assert "id_like_cases_error" in page
    assert 'value="Rückmeldung"' in page
    named = client.post(url("process_take_in"), intake(cast, statement="Frau Petra Müller wartet."))
    assert named.status_code == 422
    assert "<mark>" in named.content.decode()
    assert not PlanningProcess.objects.exists()


def over(cast: Cast, *decisions: dict[str, str], **changes: object) -> dict[str, Any]:
    rows = {f"decisions-{place}-{name}": value for place, row in enumerate(decisions) for name, value in row.items()}
    return {
        "title": "Rückmeldung", "statement": STATEMENT, "note": "Handakte", "stage": "established", "since": TODAY,
        "body": cast.body.public_id, "coordinator": cast.coordinator.public_id,
        "decisions-TOTAL_FORMS": str(max(1, len(decisions))), "decisions-INITIAL_FORMS": "0", **rows, **changes,
    }  # fmt: skip


DECISION = {"body_name": "Lenkungsgruppe", "decided_on": "2024-02-24", "wording": "Festgestellt.", "source": "TOP 3"}


def test_a_running_topic_is_taken_over_with_its_decisions(cast: Cast, login: Login) -> None:
    client = login(cast.coordinator)
    response = client.post(url("process_take_over"), over(cast, DECISION, {**DECISION, "wording": "Bestätigt."}))
    process = PlanningProcess.objects.get()
    assert response.status_code == 303
    assert process.earlier_decisions.count() == 2
    page = text(client, url("process_origin", process.public_id))
    assert "übernommen" in page or "taken over" in page
    assert "Bestätigt." in page


def test_another_decision_is_added_without_losing_what_was_typed(cast: Cast, login: Login) -> None:
    client = login(cast.coordinator)
    half = {**DECISION, "decided_on": "im Februar"}
    response = client.post(url("process_take_over"), over(cast, half, weitere="1", title="Halb getippt"))
    page = response.content.decode()
    assert response.status_code == 200
    assert 'name="decisions-1-wording"' in page
    assert "Halb getippt" in page
    assert "im Februar" in page
    assert 'class="kern-error"' not in page
    grown = over(cast, DECISION, {}, **{"decisions-TOTAL_FORMS": "2", "decisions-INITIAL_FORMS": "1"})
    assert client.post(url("process_take_over"), grown).status_code == 303


def test_a_topic_that_is_further_asks_for_its_decision_at_the_field(cast: Cast, login: Login) -> None:
    client = login(cast.coordinator)
    response = client.post(url("process_take_over"), over(cast))
    assert response.status_code == 422
    assert "id_decisions-0-wording_error" in response.content.decode()
    waiting = client.post(url("process_take_over"), over(cast, DECISION, stage="reported_to_state"))
    assert "id_addressee_error" in waiting.content.decode()
    broken = over(cast, DECISION, **{"decisions-TOTAL_FORMS": "x"})
    assert client.post(url("process_take_over"), broken).status_code == 422
    assert not PlanningProcess.objects.exists()


def test_a_successor_begins_from_the_rejected_process(cast: Cast, login: Login) -> None:
    client = login(cast.coordinator)
    rejected = draft(cast, stage="rejected", shown_to_body=True)
    assert f"{url('process_start')}?nachfolge={rejected.public_id}" in text(client, url("process", rejected.public_id))
    page = text(client, f"{url('process_start')}?nachfolge={rejected.public_id}")
    assert f'value="{rejected.public_id}" selected' in page
    series = make.SeriesFactory(authority=cast.authority)
    client.post(
        url("process_start"),
        {
            "title": "Zweiter Anlauf", "body": cast.body.public_id, "series": series.public_id,
            "coordinator": cast.coordinator.public_id, "predecessor": rejected.public_id,
        },
    )  # fmt: skip
    assert PlanningProcess.objects.exclude(pk=rejected.pk).get().predecessor == rejected


def test_the_next_cycle_begins_from_the_completed_process(cast: Cast, login: Login) -> None:
    client = login(cast.coordinator)
    done = draft(cast, stage="completed", shown_to_body=True)
    series = make.SeriesFactory(authority=cast.authority)
    body = {"title": "Zyklus 2", "series": series.public_id, "coordinator": cast.coordinator.public_id}
    assert client.post(url("process_next_cycle", done.public_id), {**body, "series": ""}).status_code == 422
    client.post(url("process_next_cycle", done.public_id), body)
    assert done.successors.get().stage == "case_reconstruction"
    assert client.get(url("process_next_cycle", draft(cast).public_id)).status_code == 404


# Hints and merging


def test_a_similar_draft_leads_to_merging_and_a_similar_rejected_topic_to_naming_it(cast: Cast, login: Login) -> None:
    client = login(cast.coordinator)
    process = draft(cast, STATEMENT)
    twin, rejected = draft(cast, STATEMENT), draft(cast, STATEMENT, stage="rejected")
    for page in ("process", "topic"):
        shown = text(client, url(page, process.public_id))
        assert f"{url('process_merge', process.public_id)}?mit={twin.public_id}" in shown
        assert f"{url('process_origin_edit', process.public_id)}?nachfolge={rejected.public_id}" in shown
    form = text(client, f"{url('process_origin_edit', process.public_id)}?nachfolge={rejected.public_id}")
    assert f'value="{rejected.public_id}" selected' in form
    manager = text(login(cast.case_manager), url("process", process.public_id))
    assert url("process_merge", process.public_id) not in manager


def test_two_drafts_are_compared_and_merged(cast: Cast, login: Login) -> None:
    client = login(cast.coordinator)
    first, second = draft(cast, STATEMENT), draft(cast, "Der Kurs erreicht die Eltern nicht.")
    assert second.title in text(client, url("process_merge", first.public_id))
    address = f"{url('process_merge', first.public_id)}?mit={second.public_id}"
    page = text(client, address)
    assert STATEMENT in page
    assert "Der Kurs erreicht die Eltern nicht." in page
    body = {"mit": second.public_id, "stays": second.public_id, "version": "1", "other_version": "1"}
    assert client.post(url("process_merge", first.public_id), {**body, "stays": ""}).status_code == 422
    stale = client.post(url("process_merge", first.public_id), {**body, "other_version": "7"})
    assert stale.status_code == 409
    assert client.post(url("process_merge", first.public_id), body).status_code == 303
    first.refresh_from_db()
    assert (first.stage, first.merged_into) == ("withdrawn", second)
    assert second.number in text(client, url("process_origin", first.public_id))


def test_without_another_draft_the_page_says_what_can_be_merged(cast: Cast, login: Login) -> None:
    client = login(cast.coordinator)
    process = draft(cast)
    assert "keinen anderen Entwurf" in text(client, url("process_merge", process.public_id))
    assert client.post(url("process_merge", process.public_id), {"mit": "unbekannt"}).status_code == 404


# Scope, documents, state


ANSWERS = {"county_wide": "no", "principle": "no", "binding_cooperation": "no", "changed_conditions": "no"}


def test_the_scope_is_answered_and_the_page_says_what_follows(cast: Cast, login: Login) -> None:
    profile_of(cast, "warendorf")
    client = login(cast.coordinator)
    process = draft(cast, STATEMENT, stage="scope_check")
    address = url("process_scope", process.public_id)
    missing = client.post(address, {**ANSWERS, "principle": "", "reason": "Nur zwei Orte", "version": "0"})
    assert missing.status_code == 422
    assert "Nur zwei Orte" in missing.content.decode()
    client.post(address, {**ANSWERS, "reason": "Nur zwei Orte", "version": "0"})
    assert "Eine Projektgruppe kann das Thema lösen." in text(client, address)
    second = client.post(address, {**ANSWERS, "county_wide": "yes", "reason": "Nordkreis auch", "version": "0"})
    assert second.status_code == 409
    assert "Nordkreis auch" in second.content.decode()
    client.post(address, {**ANSWERS, "county_wide": "yes", "reason": "Nordkreis auch", "version": "1"})
    assert ScopeCheck.objects.get().triggers == ["county_wide"]
    page = text(login(cast.case_manager), address)
    assert "Nordkreis auch" in page
    assert "Das Thema ist Sache des entscheidenden Gremiums." in page
    assert "<form method" not in page.split("<main")[1]


def test_the_group_for_a_local_solution_is_chosen_on_a_page(cast: Cast, login: Login) -> None:
    profile_of(cast, "warendorf")
    client = login(cast.coordinator)
    process = draft(cast, stage="scope_check")
    address = url("process_scope_group", process.public_id)
    assert client.post(address, {"body": "", "version": "1"}).status_code == 422
    client.post(address, {"body": cast.project_group.public_id, "version": "1"})
    process.refresh_from_db()
    assert process.group == cast.project_group
    assert cast.project_group.name in text(client, url("process_scope", process.public_id))


def test_a_document_is_put_on_record_changed_and_removed(cast: Cast, login: Login) -> None:
    client = login(cast.group_lead)
    process = draft(cast, stage="local_solution", group=cast.project_group)
    body = {"role": "interface_concept", "title": "Konzept", "dated_on": TODAY, "text": "", "reference": ""}
    empty = client.post(url("process_document_add", process.public_id), body)
    assert empty.status_code == 422
    assert "id_text_error" in empty.content.decode()
    client.post(url("process_document_add", process.public_id), {**body, "text": "Jede Stelle\nmeldet zurück."})
    document = ProcessDocument.objects.get()
    keys = (process.public_id, document.public_id)
    assert "meldet zurück." in text(client, url("process_document", *keys))
    change = {"title": "Konzept 2", "dated_on": TODAY, "text": "Neu", "reference": "Akte 7", "version": "1"}
    client.post(url("process_document_edit", *keys), change)
    again = client.post(url("process_document_edit", *keys), {**change, "title": "Konzept 3"})
    assert again.status_code == 409
    assert "Konzept 2" in again.content.decode()
    assert "Konzept 2" in text(client, url("process_documents", process.public_id))
    client.post(url("process_document_remove", *keys), {"version": "2"})
    assert not ProcessDocument.objects.exists()


def test_a_document_that_was_used_offers_no_change(cast: Cast, login: Login) -> None:
    client = login(cast.coordinator)
    process = draft(cast, stage="scope_check")
    document = process.documents.create(
        role="interface_concept", title="Konzept", text="Wortlaut", dated_on=clock.today(), added_by=cast.coordinator
    )
    process.steps.create(transition="document_solution", source="local_solution", target="completed", at=clock.now())
    keys = (process.public_id, document.public_id)
    assert "Sie bleibt, wie sie ist." in text(client, url("process_document", *keys))
    assert client.get(url("process_document_edit", *keys)).status_code == 404
    assert client.post(url("process_document_remove", *keys), {"version": "1"}).status_code == 404


def test_a_topic_is_reported_and_answered(cast: Cast, login: Login) -> None:
    client = login(cast.coordinator)
    process = draft(cast, stage="topic_decision", shown_to_body=True)
    address = url("process_state", process.public_id)
    assert client.post(address, {"addressee": "", "matter": "Bleibt", "version": "0"}).status_code == 422
    client.post(address, {"addressee": "Ministerium", "matter": "Förderlücke", "version": "0"})
    assert "Förderlücke" in text(client, address)
    waiting = draft(cast, stage="reported_to_state", shown_to_body=True)
    waiting.state_reports.create(addressee="Ministerium", reported_on=clock.today())
    client.post(
        url("process_state_answer", waiting.public_id),
        {"title": "Erlass", "dated_on": TODAY, "text": "Geprüft.", "version": "0"},
    )
    page = text(login(cast.member), url("process_state", waiting.public_id))
    assert "Erlass" in page
    assert "Antwort berichtigen" not in page


def test_hostile_text_is_shown_as_text(cast: Cast, login: Login) -> None:
    hostile = "<script>alert(1)</script>{{ 7*7 }}"
    process = draft(cast, stage="local_solution", source_note=hostile)
    process.documents.create(
        role="decision_text", title=hostile[:200], text=hostile, dated_on=clock.today(), added_by=cast.coordinator
    )
    client = login(cast.coordinator)
    keys = (process.public_id, process.documents.get().public_id)
    for address in (url("process_origin", keys[0]), url("process_documents", keys[0]), url("process_document", *keys)):
        page = text(client, address)
        assert "<script>alert(1)" not in page
        assert "{{ 7*7 }}" in page


def test_the_process_page_costs_the_same_with_many_documents(cast: Cast, login: Login) -> None:
    client = login(cast.coordinator)
    process = draft(cast, STATEMENT)
    counts = []
    for rows in (3, 12):
        for _row in range(rows):
            process.documents.create(
                role="decision_text", title="Text", text="x", dated_on=clock.today(), added_by=cast.coordinator
            )
        text(client, url("process", process.public_id))
        with queries_counted() as counted:
            text(client, url("process", process.public_id))
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_the_desk_edits_the_whole_profile_and_says_what_does_not_fit(cast: Cast, login: Login) -> None:
    client = login(cast.coordinator)
    address = reverse("desk_profiles:edit", args=[cast.authority.public_id])
    values = {name: value for name, value in shipped_profile("warendorf")["values"].items() if value is not None}
    data = {name: value for name, value in values.items() if value is not False} | {"version": "1"}
    no_check = {name: value for name, value in data.items() if name != "has_scope_check"}
    refused = client.post(address, no_check)
    assert refused.status_code == 422
    assert "zuerst die Zuständigkeit" in refused.content.decode()
    assert client.post(address, {**data, "result_types": []}).status_code == 422
    assert client.post(address, data).status_code == 302
    profile = ProcessProfile.objects.get(authority=cast.authority)
    assert (profile.has_scope_check, profile.intake_sources) == (True, ["focus", "like_cases"])
    stale = client.post(address, data | {"intake_sources": ["participation"]})
    assert stale.status_code == 409
    assert ProcessProfile.objects.get(authority=cast.authority).intake_sources == ["focus", "like_cases"]
