"""The pages of imports in the desk: handing in, preview, confirmation, background work, export, invitations."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from governance.exchange import progress, runs
from governance.models import AuditEntry, ImportRun, Organisation, OutboxMessage, Person, Role
from governance.rules import clock
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted
from tests.exchange.handing_in import tried
from tests.exchange.workbooks import workbook
from tests.portal.conftest import Login

pytestmark = pytest.mark.django_db
GOOD = "Name;Art\nNeues Amt;Stelle des Kreises\n<b>Zweites</b>;Kommune\n"


@pytest.fixture
def client(login: Login, cast: Cast) -> Client:
    return login(cast.coordinator)


def hand_in(client: Client, kind: str, content: bytes, name: str = "tabelle.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("desk_imports:add"), {"kind": kind, "file": file})


def page_of(client: Client, run: ImportRun, query: str = "") -> str:
    response = client.get(reverse("desk_imports:edit", args=[run.public_id]) + query)
    assert response.status_code == 200
    return response.content.decode()


def shown_in(page: str) -> str:
    found = re.search(r'name="shown" value="(\w*)"', page)
    assert found
    return found[1]


def confirm(client: Client, run: ImportRun, shown: str) -> Any:
    return client.post(reverse("desk_imports:edit", args=[run.public_id]), {"shown": shown, "version": "1"})


def test_from_the_file_over_the_preview_to_the_records(client: Client, cast: Cast) -> None:
    response = hand_in(client, "organisations", GOOD.encode(), "C:\\x\\ämter<i>.csv")
    run = ImportRun.objects.get()
    assert response["Location"] == reverse("desk_imports:edit", args=[run.public_id])
    page = page_of(client, run)
    assert "Übernehmen: 2 neu, 0 geändert" in page
    assert "&lt;b&gt;Zweites&lt;/b&gt;" in page
    assert "<b>Zweites" not in page
    assert not Organisation.objects.filter(name="Neues Amt").exists()
    assert confirm(client, run, shown_in(page)).status_code == 302
    assert Organisation.objects.filter(authority=cast.authority, name="Neues Amt").exists()
    done = page_of(client, run)
    assert "Diese Tabelle wurde übernommen" in done
    assert "Neues Amt" not in done
    listed = client.get(reverse("desk_imports:index")).content.decode()
    assert "ämter&lt;i&gt;.csv" in listed
    assert "2 neu, 0 geändert" in listed
    assert confirm(client, run, run.digest).status_code == 422
    assert ImportRun.objects.get().table == {}


def test_errors_come_first_and_offer_no_confirmation(client: Client) -> None:
    hand_in(client, "organisations", b"Name;Art\nGut;Kommune\nSchlecht;Verein\n")
    run = ImportRun.objects.get()
    page = page_of(client, run)
    assert "Solange Zeilen Fehler haben, wird nichts übernommen" in page
    assert "Mit Fehlern: <strong>1</strong>" in page
    assert "„Verein“ ist hier nicht bekannt" in page
    assert "Gut · Kommune" not in page
    assert "Übernehmen:" not in page
    assert "Gut · Kommune" in page_of(client, run, "?zeige=neu")
    assert confirm(client, run, run.digest).status_code == 422
    assert not Organisation.objects.filter(name="Gut").exists()


def test_who_is_on_record_is_neither_deactivated_nor_brought_back_by_a_table(client: Client, cast: Cast) -> None:
    heading = "Vorname;Nachname;E-Mail-Adresse;Aktiv"
    gone = make.PersonFactory(authority=cast.authority, is_active=False)
    for person, active in ((cast.member, "nein"), (gone, "ja")):
        line = f"{person.first_name};{person.last_name};{person.email};{active}"
        hand_in(client, "people", f"{heading}\n{line}\n".encode())
        page = page_of(client, ImportRun.objects.latest("pk"))
        assert "Ob jemand aktiv ist, ändern Sie mit „Deaktivieren“" in page
        assert "Übernehmen:" not in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7", "Das ist weder eine Excel-Arbeitsmappe"),
        (b"Name;Farbe\nA;rot\n", "Unbekannte Spalten: „Farbe“"),
        (b"", "Die Datei ist leer"),
        (b"x" * (6 * 1024 * 1024), "Die Datei ist größer als 5 MB"),
    ],
)
def test_a_file_that_is_no_table_is_answered_with_a_sentence(client: Client, content: bytes, sentence: str) -> None:
    response = hand_in(client, "organisations", content)
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert '<option value="organisations" selected' in page
    assert not ImportRun.objects.exists()


def test_two_tabs_confirm_only_what_each_has_shown(client: Client, cast: Cast) -> None:
    run = tried(cast.viewer(cast.coordinator), "organisations", GOOD)
    old = shown_in(page_of(client, run))
    make.OrganisationFactory(authority=cast.authority, name="Neues Amt", kind="agency")
    first = client.post(reverse("desk_imports:edit", args=[run.public_id]), {"shown": old, "version": "1"}, follow=True)
    page = first.content.decode()
    assert "hat sich seit der Vorschau geändert" in page
    assert "<del>Behörde oder Agentur</del>" in page
    assert "Übernehmen: 1 neu, 1 geändert" in page
    late = confirm(client, run, old)
    assert late.status_code == 422
    assert "Die Vorschau wurde inzwischen erneuert" in late.content.decode()
    assert confirm(client, run, shown_in(page)).status_code == 302
    assert Organisation.objects.get(authority=cast.authority, name="Neues Amt").kind == "county"


def test_an_import_is_discarded_with_its_table(client: Client, cast: Cast) -> None:
    run = tried(cast.viewer(cast.coordinator), "organisations", GOOD)
    url = reverse("desk_imports:verwerfen", args=[run.public_id])
    assert "Die Tabelle wird gelöscht" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    run.refresh_from_db()
    assert (str(run.step), run.table, run.preview) == ("discarded", {}, [])
    assert "Dieser Import wurde verworfen" in page_of(client, run)
    assert client.get(url).status_code == 404


class TestInTheBackground:
    @pytest.fixture(autouse=True)
    def _from_three_rows_on(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(runs, "IN_BACKGROUND", 1)

    def test_the_page_shows_progress_until_the_task_is_done(
        self, client: Client, cast: Cast, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks() as callbacks:
            hand_in(client, "organisations", GOOD.encode())
        run = ImportRun.objects.get()
        page = page_of(client, run)
        assert "2 Zeilen warten darauf" in page
        assert 'href=""' in page
        progress.tell(run.public_id, 20, 60)
        assert '<progress id="fortschritt" class="desk-progress" value="20" max="60">' in page_of(client, run)
        assert "Übernehmen" not in page
        for callback in callbacks:
            callback()
        page = page_of(client, run)
        assert "Übernehmen: 2 neu" in page
        with django_capture_on_commit_callbacks() as callbacks:
            confirm(client, run, shown_in(page))
        assert "Die Tabelle wird übernommen" in page_of(client, run)
        assert not Organisation.objects.filter(name="Neues Amt").exists()
        for callback in callbacks:
            callback()
        assert Organisation.objects.filter(name="Neues Amt").exists()
        assert "Diese Tabelle wurde übernommen" in page_of(client, run)

    def test_a_discarded_one_is_not_written_by_the_late_task(
        self, client: Client, cast: Cast, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks() as callbacks:
            hand_in(client, "organisations", GOOD.encode())
        run = ImportRun.objects.get()
        client.post(reverse("desk_imports:verwerfen", args=[run.public_id]))
        for callback in callbacks:
            callback()
        run.refresh_from_db()
        assert (str(run.step), run.checked_at) == ("discarded", None)

    def test_a_role_that_has_ended_in_the_meantime_ends_the_import(
        self, client: Client, cast: Cast, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks() as callbacks:
            hand_in(client, "organisations", GOOD.encode())
        cast.coordinator.roles.filter(role=Role.COORDINATOR).update(valid_until=make.LONG_AGO)
        for callback in callbacks:
            callback()
        run = ImportRun.objects.get()
        assert str(run.step) == "failed"
        assert "nichts übernommen" in run.note


def test_templates_and_exports_are_downloads_and_exports_are_on_record(client: Client, cast: Cast) -> None:
    for pk in ("people-xlsx", "topics-csv"):
        response = client.get(reverse("desk_imports:template", args=[pk]))
        assert response.status_code == 200
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
    for pk in ("people-ods", "anything", "people"):
        assert client.get(reverse("desk_imports:template", args=[pk])).status_code == 404
    url = reverse("desk_imports:export")
    response = client.post(url, {"kind": "people", "form": "csv"})
    assert response["Content-Disposition"] == 'attachment; filename="personen-hoexter.csv"'
    assert "Aldinger" in response.content.decode("utf-8-sig")
    assert AuditEntry.objects.filter(action="export.made").get().data == {"kind": "people", "rows": 17 - 1}
    assert client.post(url, {"kind": "people", "form": "exe"}).status_code == 302
    assert client.post(url, {"kind": "people", "form": "csv", "kreis": "warendorf"}).status_code == 404


def test_the_new_people_of_an_import_are_invited_and_nobody_twice(client: Client, cast: Cast) -> None:
    make.PersonFactory(authority=cast.authority, user=None, last_name="Bestand", email="bestand@x.example")
    text = "Vorname;Nachname;E-Mail-Adresse\nAda;Neu;ada@x.example\nUdo;Ohne;\n"
    hand_in(client, "people", text.encode())
    run = ImportRun.objects.get()
    confirm(client, run, run.digest)
    assert f"?import={run.public_id}" in page_of(client, run)
    url = reverse("desk_imports:invitations") + f"?import={run.public_id}"
    page = client.get(url).content.decode()
    ada = Person.objects.get(last_name="Neu")
    assert f'value="{ada.public_id}" checked' in page
    assert "Ohne" in page
    assert "Bestand" not in page
    before = OutboxMessage.objects.count()
    answered = client.post(url, {"person": [ada.public_id, cast.other_coordinator.public_id]}, follow=True)
    assert "Ada Neu" in answered.content.decode()
    client.post(url, {"person": [ada.public_id]})
    assert OutboxMessage.objects.count() == before + 1
    assert "Bestand" in client.get(reverse("desk_imports:invitations")).content.decode()
    assert client.post(url, {}).status_code == 302
    assert client.get(reverse("desk_imports:invitations") + "?import=unbekannt1").status_code == 404


def test_an_unconfirmed_table_is_deleted_after_a_week(client: Client, cast: Cast) -> None:
    by = cast.viewer(cast.coordinator)
    old = tried(by, "organisations", GOOD)
    ImportRun.objects.update(begun_at=clock.now() - runs.UNCONFIRMED_KEPT * 2)
    tried(by, "organisations", GOOD)
    old.refresh_from_db()
    assert (str(old.step), old.table, old.preview) == ("discarded", {}, [])


def test_a_long_preview_has_pages_and_costs_no_more(client: Client, cast: Cast) -> None:
    by = cast.viewer(cast.coordinator)
    few = tried(by, "organisations", GOOD)
    rows = [["Name", "Art"], *([f"Amt {number}", "Kommune"] for number in range(120))]
    many = tried(by, "organisations", workbook(rows))
    page = page_of(client, many, "?seite=2")
    assert "Seite 2 von 3" in page
    assert "Amt 60" in page
    counts = []
    for run in (few, many):
        page_of(client, run)
        with queries_counted() as captured:
            page_of(client, run)
        counts.append(len(captured))
    assert counts[0] == counts[1]
