"""A new authority is set up in the desk: steps left and resumed, a body from a pattern, its people and rules."""

from __future__ import annotations

from playwright.sync_api import expect

from governance.management.demo.people import PASSWORD
from governance.models import Authority, Body, Membership
from tests.journeys.conftest import Hands, Visit, first_coordinator
from tests.journeys.visitor import Visitor


def state_of(eva: Visitor, step: str) -> None:
    """Open a step by the list of steps."""
    eva.page.get_by_role("navigation", name="Schritte der Einrichtung").get_by_role("link", name=step).click()


def test_a_new_authority_gets_its_body_its_people_and_its_rules(
    hands: Hands, transactional_db: None, visit: Visit
) -> None:
    eva = visit(first_coordinator(), factor=True)
    eva.go("/werkstatt/")
    eva.press("Einrichtung: 0 von 7")
    eva.press("Weiter mit: Name und Bezeichnungen")
    eva.page.get_by_label("Lenkungsgremium", exact=True).fill("Lenkungskreis")
    eva.press("Speichern und weiter")
    eva.page.get_by_role("radio", name="Kreis Warendorf").check()
    eva.press("Dieses Profil übernehmen")
    eva.press("Kreis Warendorf")
    expect(eva.page.get_by_label("Name", exact=True).first).to_have_value("Lenkungskreis")
    eva.page.get_by_label("Sitz 15", exact=True).first.fill("")
    for number in (1, 2, 3):
        eva.page.get_by_label("Dieses Gremium anlegen").nth(number).uncheck()
    eva.look("setup_bodies")
    eva.press("Diese Gremien anlegen")
    eva.page.get_by_label("Vorname 1", exact=True).fill("Hilde")
    eva.press("Diese Personen eintragen")
    expect(eva.page.get_by_label("Vorname 1", exact=True)).to_have_value("Hilde")
    eva.page.get_by_label("Nachname 1", exact=True).fill("Vornholt")
    eva.press("Diese Personen eintragen")
    eva.press("Testmail an mich senden")
    eva.sees("Letzte Testmail")
    eva.press("Es ist richtig so")
    eva.press("Diesen Schritt auslassen")
    eva.page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    eva.press("Bestätigen")
    eva.page.get_by_label("Lenkungskreis").select_option("county_order")
    eva.press("Diese Geschäftsordnung gelten lassen")
    eva.sees("13 Sitze", "noch keine Sitzung geplant")
    eva.look("setup_done")
    authority = Authority.objects.get()
    body = Body.objects.get()
    assert (body.name, body.seats.count(), body.rules.count()) == ("Lenkungskreis", 14, 1)
    assert Membership.objects.get().person.last_name == "Vornholt"
    assert authority.profile.solves_locally
    state_of(eva, "Gremien und Sitze")
    eva.sees("Vorhandene Gremien")
    eva.go("/werkstatt/")
    expect(eva.page.get_by_text("von 7")).to_have_count(0)
