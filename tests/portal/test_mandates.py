"""Pages of mandates, nominations, statements and groups: a day's work of the coordination, an organisation, a group."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from governance.models import DecisionPaper, MandateVersion, ProposalStatement
from governance.queries.mandates import mandate_facts, mandate_text
from governance.rules import clock
from governance.rules.mandates import mandate_hash
from tests import factories as make
from tests.cast import Cast
from tests.commissioned import Commission, drafted, with_contact
from tests.portal.conftest import Login

pytestmark = pytest.mark.django_db
BASE = "/hoexter"


def text_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(BASE + path)
    assert response.status_code == status, path
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def form_of(client: Client, path: str) -> dict[str, Any]:
    """Return what the form of a page would send unchanged."""
    page = BeautifulSoup(client.get(BASE + path).content, "html.parser")
    form = page.select_one("main form[method=post].lw-form")
    assert form is not None
    sent: dict[str, Any] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(field["name"]), field.get("type")
        if kind in {"checkbox", "radio"} and not field.has_attr("checked"):
            continue
        if kind == "checkbox":
            sent.setdefault(name, []).append(str(field.get("value", "on")))
        elif field.name == "select":
            chosen = field.select_one("option[selected]")
            sent[name] = str(chosen["value"]) if chosen else ""
        else:
            sent[name] = field.get_text().strip() if field.name == "textarea" else str(field.get("value", ""))
    sent.pop("csrfmiddlewaretoken", None)
    return sent


@pytest.fixture
def office(cast: Cast, login: Login) -> Client:
    return login(cast.coordinator)


def test_a_coordinator_begins_a_mandate_from_its_process_and_writes_it(cast: Cast, office: Client) -> None:
    process = make.ProcessFactory(body=cast.body, stage="established", shown_to_body=True)
    make.TopicFactory(process=process)
    jobcenter = make.OrganisationFactory(authority=cast.authority, name="Jobcenter")
    begin = f"/vorgaenge/{process.public_id}/auftrag/"
    assert "Name der Projektgruppe" in text_of(office, begin)
    response = office.post(BASE + begin, {"group_name": "PAG Kurs"})
    version = MandateVersion.objects.get()
    edit = f"/arbeitsauftraege/{version.mandate.public_id}/bearbeiten/"
    assert response["Location"] == BASE + edit
    sent = form_of(office, edit) | {
        "objective": "Kürzere Wege",
        "result_form": "Zielsystem",
        "organisation_1": jobcenter.public_id,
        "lead_1": "on",
        "report_back_on": (clock.today() + timedelta(days=60)).isoformat(),
        "ends_on": (clock.today() + timedelta(days=90)).isoformat(),
    }
    assert office.post(BASE + edit, sent).status_code == 303
    page = text_of(office, f"/arbeitsauftraege/{version.mandate.public_id}/")
    assert "Jobcenter (leitet die Gruppe)" in page
    assert "Der Entwurf ist vollständig" in page
    assert office.get(BASE + begin)["Location"].endswith(f"/arbeitsauftraege/{version.mandate.public_id}/")


def test_what_is_missing_stands_in_its_place(cast: Cast, office: Client) -> None:
    commission = drafted(cast)
    type(commission.version).objects.update(objective="", ends_on=None)
    page = text_of(office, f"/arbeitsauftraege/{commission.mandate.public_id}/")
    assert page.count("Hier steht noch nichts. Der Teil ist Pflicht.") == 2


def test_more_places_keep_what_was_typed(cast: Cast, office: Client) -> None:
    path = f"/arbeitsauftraege/{drafted(cast).mandate.public_id}/bearbeiten/"
    sent = form_of(office, path) | {"objective": "Noch nicht gespeichert", "more": "1"}
    page = BeautifulSoup(office.post(BASE + path, sent).content, "html.parser")
    assert len(page.select("select[name^=organisation_]")) == 7
    assert page.select_one("textarea[name=objective]").get_text().strip() == "Noch nicht gespeichert"  # type: ignore[union-attr]
    assert len(page.select("select[name^=organisation_] option[selected][value]:not([value=''])")) == 3
    assert MandateVersion.objects.get().objective != "Noch nicht gespeichert"


def test_inactive_organisations_stay_where_they_stand_and_are_not_offered_anew(cast: Cast, office: Client) -> None:
    path = f"/arbeitsauftraege/{drafted(cast).mandate.public_id}/bearbeiten/"
    closed = make.OrganisationFactory(authority=cast.authority, name="Aufgelöster Verein", is_active=False)
    cast.authority.organisations.update(is_active=False)
    sent = form_of(office, path) | {"subject": "Neu gefasst"}
    named = [sent[f"organisation_{number}"] for number in (1, 2, 3)]
    assert all(named)
    assert closed.public_id not in office.get(BASE + path).content.decode()
    assert office.post(BASE + path, sent).status_code == 303
    assert MandateVersion.objects.get().subject == "Neu gefasst"
    refused = office.post(BASE + path, form_of(office, path) | {"organisation_1": closed.public_id})
    assert refused.status_code == 422
    assert MandateVersion.objects.get().places.get(order=1).organisation.public_id == named[0]


def test_a_wrong_entry_is_said_at_its_place(cast: Cast, office: Client) -> None:
    path = f"/arbeitsauftraege/{drafted(cast).mandate.public_id}/bearbeiten/"
    response = office.post(BASE + path, form_of(office, path) | {"seat_5": "Leitung", "group_name": ""})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Wählen Sie die Organisation dieses Platzes." in page
    assert "Geben Sie der Projektgruppe einen Namen." in page


def test_the_second_editor_sees_both_texts_and_saves_knowingly(cast: Cast, office: Client) -> None:
    path = f"/arbeitsauftraege/{drafted(cast).mandate.public_id}/bearbeiten/"
    first, second = form_of(office, path), form_of(office, path)
    office.post(BASE + path, first | {"objective": "Erste Fassung", "seat_1": "Leitung"})
    response = office.post(BASE + path, second | {"objective": "Zweite Fassung"})
    assert response.status_code == 409
    page = BeautifulSoup(response.content, "html.parser")
    conflict = page.select_one("[aria-labelledby=conflict]")
    assert conflict is not None
    assert all(text in conflict.get_text() for text in ("Erste Fassung", "Zweite Fassung", "Platz 1: Sitz"))
    again = second | {"objective": "Zweite Fassung", "version": page.select_one("input[name=version]")["value"]}  # type: ignore[index]
    assert office.post(BASE + path, again).status_code == 303


def test_versions_are_compared_and_downloaded(cast: Cast, office: Client, login: Login) -> None:
    commission = drafted(cast, group=cast.project_group).adopt().at_work()
    path = f"/arbeitsauftraege/{commission.mandate.public_id}/"
    edit = office.post(f"{BASE}{path}aendern/")["Location"].removeprefix(BASE)
    office.post(BASE + edit, form_of(office, edit) | {"objective": "Innerhalb von sechs Wochen"})
    page = BeautifulSoup(office.get(BASE + path).content, "html.parser")
    assert "sechs" in " ".join(tag.get_text() for tag in page.select("ins"))
    assert "1 Teil geändert" in page.get_text()
    assert "sechs" not in text_of(login(cast.member), path), "the body reads what it has adopted"
    for kind, start in (("docx", b"PK"), ("pdf", b"%PDF")):
        answer = login(cast.group_member).get(f"{BASE}{path}dokument/{kind}/")
        assert answer.content.startswith(start)
    assert login(cast.member).get(f"{BASE}{path}?fassung=2").status_code == 404
    discard = f"{BASE}{path}verwerfen/"
    version = MandateVersion.objects.get(ordinal=2).version
    assert office.post(discard, {"version": version}).status_code == 303
    assert MandateVersion.objects.count() == 1


def test_the_contact_of_an_organisation_names_its_member_in_two_steps(cast: Cast, login: Login) -> None:
    commission = with_contact(drafted(cast)).adopt()
    contact = login(cast.contact)
    colleague = make.PersonFactory(authority=cast.authority, organisation=commission.agency, last_name="Zander")
    row = commission.nomination(commission.agency)
    page = BeautifulSoup(contact.get(f"{BASE}/benennungen/").content, "html.parser")
    links = [str(link["href"]) for link in page.select("main table a")]
    assert links == [f"{BASE}/benennungen/{row.public_id}/"]
    place = BeautifulSoup(contact.get(links[0]).content, "html.parser")
    names = [option.get_text() for option in place.select("select[name=person] option")]
    own = [name for name in names if commission.agency.name in name]
    assert names[1 : len(own) + 1] == own, "own people stand first"
    assert commission.version.subject in place.get_text()
    assert contact.post(links[0], {"person": colleague.public_id, "version": row.version}).status_code == 303
    assert str(colleague) in text_of(contact, f"/benennungen/{row.public_id}/")


def test_declining_needs_a_reason_and_the_coordination_asks_again(cast: Cast, login: Login, office: Client) -> None:
    commission = with_contact(drafted(cast)).adopt()
    row = commission.nomination(commission.agency)
    path = f"{BASE}/benennungen/{row.public_id}/"
    contact = login(cast.contact)
    assert contact.post(f"{path}absagen/", {"reason": ""}).status_code == 422
    assert contact.post(f"{path}absagen/", {"reason": "Keine Vertretung", "version": row.version}).status_code == 303
    assert "Keine Vertretung" in text_of(office, f"/arbeitsauftraege/{commission.mandate.public_id}/")
    assert office.post(f"{path}nachfragen/").status_code == 303
    assert commission.nomination(commission.agency).state == "open"


def test_the_coordination_sees_whom_no_mail_has_reached(cast: Cast, login: Login, office: Client) -> None:
    commission = with_contact(drafted(cast, group=cast.project_group)).adopt()
    path = f"/arbeitsauftraege/{commission.mandate.public_id}/"
    assert text_of(office, path).count("Keine Ansprechperson ist per E-Mail erreichbar") == 2
    assert "Keine Ansprechperson" not in text_of(login(cast.group_lead), path)


def test_an_answer_entered_by_the_coordination_says_so(cast: Cast, office: Client) -> None:
    commission = drafted(cast).adopt()
    row = commission.nomination(commission.office)
    path = f"/benennungen/{row.public_id}/"
    assert "Sie tragen ein, was die Organisation Ihnen mitgeteilt hat" in text_of(office, path)
    office.post(BASE + path, {"person": cast.group_lead.public_id, "version": row.version})
    assert f"eingetragen von {cast.coordinator} auf Auskunft der Organisation" in text_of(office, path)


def test_the_group_writes_its_statement_and_two_members_are_told(cast: Cast, login: Login) -> None:
    commission = drafted(cast, group=cast.project_group).adopt().at_work()
    path = f"/vorgaenge/{commission.process.public_id}/stellungnahme/"
    lead, member = login(cast.group_lead), login(cast.group_member)
    first, second = form_of(lead, path), form_of(member, path)
    assert lead.post(BASE + path, first | {"answer_subject": "Vom Vorsitz"}).status_code == 303
    response = member.post(BASE + path, second | {"answer_subject": "Vom Mitglied"})
    assert response.status_code == 409
    assert all(text in response.content.decode() for text in ("Vom Vorsitz", "Vom Mitglied"))
    commission.put("proposal_decision")
    assert "Vom Vorsitz" in text_of(lead, path)
    assert lead.post(BASE + path, first).status_code == 422
    assert ProposalStatement.objects.count() == 1


def test_the_page_of_the_group_begins_with_its_order(cast: Cast, login: Login) -> None:
    commission = drafted(cast, group=cast.project_group, report=clock.today() - timedelta(days=2)).adopt().at_work()
    page = BeautifulSoup(
        login(cast.group_member).get(f"{BASE}/gruppen/{cast.project_group.public_id}/").content, "html.parser"
    )
    assert page.select_one("main h2").get_text() == "Was ist unser Auftrag?"  # type: ignore[union-attr]
    text = page.get_text(" ", strip=True)
    for part in (commission.version.objective, "Rückmeldung seit 2 Tagen überfällig", "Noch kein Zielsystem."):
        assert part in text
    assert "Noch keine Maßnahme" in text
    assert commission.process.title in text


def test_a_group_without_a_mandate_says_so_and_the_body_that_decides_has_no_such_page(cast: Cast, login: Login) -> None:
    client = login(cast.group_member)
    assert "Noch kein Auftrag" in text_of(client, f"/gruppen/{cast.project_group.public_id}/")
    assert client.get(f"{BASE}/gruppen/{cast.body.public_id}/").status_code == 404
    assert login(cast.case_manager).get(f"{BASE}/gruppen/{cast.project_group.public_id}/").status_code == 404


def test_the_steering_group_sees_on_its_page_which_group_is_overdue(cast: Cast, login: Login) -> None:
    drafted(cast, group=cast.project_group, report=clock.today() - timedelta(days=1)).adopt().at_work()
    text = text_of(login(cast.member), f"/gremien/{cast.body.public_id}/")
    assert "Arbeitsgruppen in unserem Auftrag" in text
    assert "Rückmeldung seit 1 Tag überfällig" in text
    assert "Arbeitsgruppen in unserem Auftrag" not in text_of(
        login(cast.member), f"/gremien/{cast.project_group.public_id}/"
    )


def test_the_list_names_groups_and_what_is_not_constituted_yet(cast: Cast, login: Login) -> None:
    drafted(cast, group=cast.project_group).adopt().at_work()
    waiting = drafted(cast).adopt()
    text = text_of(login(cast.member), "/gruppen/")
    assert cast.project_group.name in text
    assert f"Beauftragt, noch nicht gebildet {waiting.mandate.group_name}" in text
    assert "3 Organisationen haben noch nicht geantwortet" in text


def released(cast: Cast, commission: Commission, login: Login) -> DecisionPaper:
    paper = make.PaperFactory(
        body=cast.body,
        template=make.TemplateFactory(authority=cast.authority, sections=None),
        process=commission.process,
        subject="mandate",
        title="Auftrag an eine Projektgruppe",
        author=cast.secretariat,
    )
    paper.template.sections.all().update(mandatory=False)
    paper.points.create(order=1, text="Der Auftrag wird verabschiedet.")
    login(cast.secretariat).post(f"{BASE}/vorlagen/{paper.public_id}/freigeben/", {"version": paper.version})
    paper.refresh_from_db()
    return paper


def test_the_paper_prints_the_mandate_and_its_adoption_knows_it_again(cast: Cast, login: Login, office: Client) -> None:
    commission = drafted(cast)
    paper = released(cast, commission, login)
    assert paper.state == "released"
    assert paper.versions.get().content["mandate"]["content_hash"] == mandate_hash(mandate_text(commission.version))
    text = text_of(office, f"/vorlagen/{paper.public_id}/")
    assert commission.version.objective in text
    assert mandate_facts(commission.process).as_laid
    edit = f"/arbeitsauftraege/{commission.mandate.public_id}/bearbeiten/"
    office.post(BASE + edit, form_of(office, edit) | {"objective": "Etwas anderes"})
    assert not mandate_facts(commission.process).as_laid
    assert commission.version.objective in text_of(office, f"/vorlagen/{paper.public_id}/"), "frozen"


def test_a_paper_on_a_mandate_waits_for_its_draft_and_says_where_it_is_written(
    cast: Cast, login: Login, office: Client
) -> None:
    commission = drafted(cast)
    type(commission.version).objects.update(objective="")
    paper = released(cast, commission, login)
    assert paper.state == "draft"
    page = BeautifulSoup(office.get(f"{BASE}/vorlagen/{paper.public_id}/").content, "html.parser")
    links = [str(link["href"]) for link in page.select("[aria-labelledby=freigabe] a")]
    assert f"{BASE}/vorgaenge/{commission.process.public_id}/auftrag/" in links
