"""The eight tables: what a row finds, changes and refuses; all or nothing; the same file twice; nothing foreign."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import override

from governance.access.viewer import Viewer, viewer_of
from governance.exchange.files import TableFormat, export, template
from governance.exchange.kinds import RESOURCES
from governance.exchange.outcome import RowOutcome
from governance.exchange.runs import begin_import, confirm_import, export_table
from governance.models import (
    AuditEntry,
    Body,
    Deputyship,
    EarlierDecision,
    ImportKind,
    Membership,
    Organisation,
    Person,
    PlanningProcess,
    Seat,
    Territory,
)
from governance.usecases.foundation import Forbidden, Refused
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted
from tests.exchange.handing_in import effects, faults, imported, tried
from tests.exchange.workbooks import cells_of, kinds_of

pytestmark = pytest.mark.django_db
FOLDER = settings.BASE_DIR / "fixtures" / "tables"
KINDS = [kind for kind in ImportKind if kind != ImportKind.TOPICS]
TOPICS = """Titel;Thema in einem Satz;Entscheidendes Gremium;Stand;Seit;Was bisher geschehen ist;Beschluss 1: Gremium;Beschluss 1: Tag;Beschluss 1: Wortlaut;Beschluss 1: Quelle
Kursorte;Kursorte sind nicht erreichbar.;LG;Thema festgestellt;01.03.2026;Handakte;Lenkungsgremium;12.11.2025;Das Thema wird festgestellt.;Niederschrift
Wohnen;Wohnraum fehlt.;LG;Themenentwurf;;Handakte;;;;
"""  # noqa: E501


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    with override("de"):
        yield


@pytest.fixture
def by(cast: Cast) -> Viewer:
    return cast.viewer(cast.coordinator)


def fresh(slug: str) -> Viewer:
    """Return the coordinator of an authority in which nothing is on record."""
    person = make.PersonFactory(authority=make.AuthorityFactory(slug=slug), user=None, email="koordination@x.example")
    make.RoleFactory(person=person)
    return viewer_of(person=person)


def counted(by: Viewer) -> list[int]:
    paths = {Territory: "", Organisation: "", Person: "", Body: "", Seat: "body__", Membership: "seat__body__"}
    return [
        model._default_manager.filter(**{f"{path}authority": by.authority}).count() for model, path in paths.items()
    ]


# ---- whole Kreise ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["hoexter", "warendorf"])
def test_the_tables_of_a_kreis_are_imported_once_and_their_export_changes_nothing(slug: str) -> None:
    by = fresh(f"{slug}-neu")
    for kind in KINDS:
        imported(by, kind, (FOLDER / slug / f"{kind}.csv").read_bytes())
    have = counted(by)
    assert min(have) > 0
    logged = AuditEntry.objects.count()
    for kind in KINDS:
        again = tried(by, kind, (FOLDER / slug / f"{kind}.csv").read_bytes())
        assert (again.new, again.changed, again.faulty) == (0, 0, 0), kind
        assert set(effects(again)) == {"unchanged"}
        with pytest.raises(Refused, match=r"on record already"):
            confirm_import(by=by, import_id=again.public_id, shown=again.digest)
        for form in TableFormat:
            out = export(by, kind, form)
            back = tried(by, kind, out.content)
            assert (back.new, back.changed, back.faulty, back.unchanged) == (0, 0, 0, out.rows), (kind, faults(back))
    assert counted(by) == have
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)[logged:]
    assert set(actions) == {"import.begun"}


def test_hoexter_has_its_seventeen_voting_seats_and_ten_towns_in_two_kinds_of_groupings() -> None:
    by = fresh("hoexter-neu")
    for kind in KINDS:
        imported(by, kind, (FOLDER / "hoexter" / f"{kind}.csv").read_bytes())
    seats = Seat.objects.filter(body__authority=by.authority)
    assert (seats.filter(voting=True).count(), seats.filter(voting=False).count()) == (17, 1)
    towns = Territory.objects.filter(authority=by.authority, kind="municipality")
    assert towns.count() == 10
    for town in towns:
        assert sorted(town.groupings.values_list("kind", flat=True)) == ["body_cluster", "cluster"]
    assert (
        Territory.objects.get(authority=by.authority, name="Südkreis").organisations.get().name == "Kommunen Südkreis"
    )


# ---- cells -----------------------------------------------------------------------------------------------------------

CASES: dict[str, tuple[str, str, list[tuple[int, str, str]]]] = {
    "a kind that is none": ("organisations", "Name;Art\nA;Verein\n", [(2, "Art", "Möglich sind")]),
    "an empty cell": ("organisations", "Name;Art\n;Kommune\n", [(2, "Name", "darf nicht leer sein")]),
    "too long a name": ("organisations", f"Name;Art\n{'x' * 300};Kommune\n", [(2, "Name", "200")]),
    "the same twice": ("organisations", "Name;Art\nA;Kommune\na ;Kommune\n", [(3, "", "Zeile 2")]),
    "two errors in a row": (
        "organisations",
        "Name;Art;Gebiet\n;Verein;Nirgends\n",
        [(2, "Name", "leer"), (2, "Art", "Möglich"), (2, "Gebiet", "gibt es nicht")],
    ),
    "every cell of a row": (
        "people",
        "Vorname;Nachname;E-Mail-Adresse;Organisation;Aktiv\n;B;ab;Nirgends;vielleicht\n",
        [
            (2, "Vorname", "leer"),
            (2, "E-Mail-Adresse", "keine"),
            (2, "Organisation", "gibt es nicht"),
            (2, "Aktiv", "nein"),
        ],
    ),
    "an unknown organisation": (
        "people",
        "Vorname;Nachname;Organisation\nA;B;Nirgends\n",
        [(2, "Organisation", "importieren Sie vorher")],
    ),
    "an address that is none": ("people", "Vorname;Nachname;E-Mail-Adresse\nA;B;ab\n", [(2, "E-Mail-Adresse", "")]),
    "the functional mailbox": (
        "people",
        "Vorname;Nachname;E-Mail-Adresse\nA;B;KIM@hoexter.example\n",
        [(2, "E-Mail-Adresse", "Funktionspostfach")],
    ),
    "neither ja nor nein": ("people", "Vorname;Nachname;Aktiv\nA;B;vielleicht\n", [(2, "Aktiv", "„ja“ oder „nein“")]),
    "a day that is none": (
        "seats",
        "Gremium;Sitz;Ab\nLG;Neu;31.02.2026\nLG;Neu 2;46023\nLG;Neu 3;3/1/26\n",
        [(2, "Ab", "Kalender"), (3, "Ab", "kein Datum"), (4, "Ab", "kein Datum")],
    ),
    "a number that is none": (
        "seats",
        "Gremium;Sitz;Ab;Reihenfolge\nLG;Neu;1.1.2026;-1\n",
        [(2, "Reihenfolge", "ganze Zahl")],
    ),
    "a period that ends first": ("seats", "Gremium;Sitz;Ab;Bis\nLG;Neu;1.1.2026;1.1.2025\n", [(2, "", "endet")]),
    "a vote that would change": (
        "seats",
        "Gremium;Sitz;Stimmberechtigt;Ab\nLG;Jobcenter;nein;01.01.2020\n",
        [(2, "", "stimmberechtigt")],
    ),
    "a seat that is none": (
        "memberships",
        "Gremium;Sitz;Person;Ab\nLG;Nirgends;Ute Rosental;1.1.2026\n",
        [(2, "Sitz", "Sitz")],
    ),
    "a person who is none": (
        "memberships",
        "Gremium;Sitz;Person;Ab\nLG;Jobcenter;Niemand Da;1.1.2026\n",
        [(2, "Person", "gibt es nicht")],
    ),
    "another person's address": (
        "memberships",
        "Gremium;Sitz;Person;E-Mail-Adresse;Ab\nLG;Jobcenter;Ute Rosental;anke.dreesmann@example.org;1.1.2026\n",
        [(2, "Person", "Anke Dreesmann")],
    ),
    "an order of deputies that would change": (
        "deputies",
        "Gremium;Sitz;Person;Reihenfolge;Ab\nLG;Familie, Jugend und Soziales;Tim Kerber;2;01.01.2020\n",
        [(2, "Reihenfolge", "bleibt")],
    ),
    "a municipality that groups": (
        "territories",
        "Name;Art;Gehört zu\nA;Kommune;\nB;Kommune;A\n",
        [(3, "", "A ist eine Kommune")],
    ),
    "a row that lost a cell": ("organisations", "Name;Art;Gebiet\nA;Kommune\n", [(2, "", "2 Zellen")]),
    "a formula": ("organisations", "Name;Art\n=1+1;Kommune\n", [(2, "Name", "Formel")]),
    "half a decision": (
        "topics",
        "Titel;Thema in einem Satz;Entscheidendes Gremium;Stand;Was bisher geschehen ist;Beschluss 1: Gremium\n"
        "A;B fehlt.;LG;Themenentwurf;Akte;Kreistag\n",
        [(2, "Beschluss 1: Tag", "leer"), (2, "Beschluss 1: Wortlaut", "leer"), (2, "Beschluss 1: Quelle", "leer")],
    ),
    "a decided topic without its decision": (
        "topics",
        "Titel;Thema in einem Satz;Entscheidendes Gremium;Stand;Was bisher geschehen ist\n"
        "A;B fehlt.;LG;Umsetzung;Akte\n",
        [(2, "", "Beschluss")],
    ),
    "a name in a topic": (
        "topics",
        "Titel;Thema in einem Satz;Entscheidendes Gremium;Stand;Was bisher geschehen ist\n"
        "A;Frau Meier, geb. 01.02.1980, hat keinen Kurs.;LG;Themenentwurf;Akte\n",
        [(2, "", "")],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_wrong_cell_gets_its_sentence_and_nothing_is_written(by: Viewer, case: str) -> None:
    kind, text, expected = CASES[case]
    before = counted(by)
    run = tried(by, kind, text)
    found = faults(run)
    assert [(row, heading) for row, heading, _ in found] == [(row, heading) for row, heading, _ in expected], found
    for (_row, _heading, sentence), (_r, _h, part) in zip(found, expected, strict=True):
        assert sentence
        assert part in sentence
    assert counted(by) == before
    with pytest.raises(Refused, match=r"have errors"):
        confirm_import(by=by, import_id=run.public_id, shown=run.digest)


HEADINGS: dict[str, tuple[str, str]] = {
    "unknown": ("Name;Art;Farbe\nA;Kommune;rot\n", "Unbekannte Spalten: „Farbe“"),
    "ours to give": ("Name;Art;ID\nA;Kommune;7\n", "nicht importieren: „ID“"),
    "a state": ("Name;Art;Status\nA;Kommune;x\n", "nicht importieren: „Status“"),
    "doubled": ("Name;Art;name\nA;Kommune;B\n", "Doppelte Spalten: „Name“"),
    "missing": ("Name;Gebiet\nA;\n", "Fehlende Spalten: „Art“"),
    "of another table": ("Vorname;Nachname;E-Mail-Adresse\nA;B;\n", "Überschriften einer anderen Tabelle: Personen"),
    "without a name": ("Name;;Art\nA;x;Kommune\n", "Spalte 2 hat keine Überschrift"),
    "the example only": ("Name;Art\nBeispiel – A;Kommune\n", "nur das Beispiel"),
}


@pytest.mark.parametrize("case", HEADINGS)
def test_wrong_headings_are_named_before_anything_is_tried(by: Viewer, case: str) -> None:
    text, sentence = HEADINGS[case]
    with pytest.raises(Refused) as refusal:
        tried(by, "organisations", text)
    assert sentence in str(refusal.value.message.values["sentence"])
    assert not by.authority.imports.exists()


# ---- all or nothing --------------------------------------------------------------------------------------------------


def test_one_wrong_row_keeps_every_other_from_being_written(by: Viewer) -> None:
    run = tried(by, "organisations", "Name;Art\nGut;Kommune\nSchlecht;Verein\nAuch gut;Kommune\n")
    assert effects(run) == ["new", "faulty", "new"]
    with pytest.raises(Refused):
        confirm_import(by=by, import_id=run.public_id, shown=run.digest)
    assert not Organisation.objects.filter(name__contains="gut").exists()


def test_a_change_shows_old_and_new_and_an_empty_cell_clears(by: Viewer, cast: Cast) -> None:
    make.OrganisationFactory(authority=by.authority, name="Amt", short_name="A", kind="county")
    make.OrganisationFactory(authority=by.authority, name="Bleibt", short_name="B", kind="county")
    text = "Name;Kurzname;Art\nAmt;;Kommune\nbleibt;B;Stelle des Kreises\nNeu;N;Kommune\n"
    run = tried(by, "organisations", text)
    assert effects(run) == ["changed", "changed", "new"]
    cells = [(cell.heading, cell.old, cell.new) for cell in RowOutcome.from_data(run.preview[0]).cells]
    assert cells == [("Kurzname", "A", ""), ("Art", "Stelle des Kreises", "Kommune")]
    confirm_import(by=by, import_id=run.public_id, shown=run.digest)
    stored = Organisation.objects.get(authority=by.authority, name="Amt")
    assert (stored.short_name, stored.kind) == ("", "municipality")
    left_out = imported(by, "organisations", "Name;Art\nNeu;Wohlfahrtsverband\n")
    assert (left_out.changed, Organisation.objects.get(authority=by.authority, name="Neu").short_name) == (1, "N")


def test_what_has_changed_since_the_preview_is_shown_again_and_not_written(by: Viewer) -> None:
    run = tried(by, "organisations", "Name;Art\nAmt;Kommune\n")
    make.OrganisationFactory(authority=by.authority, name="Amt", kind="county")
    shown = run.digest
    again = confirm_import(by=by, import_id=run.public_id, shown=shown)
    assert (str(again.step), again.new, again.changed) == ("checked", 0, 1)
    assert "hat sich seit der Vorschau geändert" in again.note
    assert Organisation.objects.get(authority=by.authority, name="Amt").kind == "county"
    with pytest.raises(Refused, match=r"renewed"):
        confirm_import(by=by, import_id=run.public_id, shown=shown)
    done = confirm_import(by=by, import_id=run.public_id, shown=again.digest)
    assert (str(done.step), done.table, done.preview) == ("done", {}, [])
    with pytest.raises(Refused, match=r"no longer waiting"):
        confirm_import(by=by, import_id=run.public_id, shown=again.digest)


# ---- people and seats ------------------------------------------------------------------------------------------------


def test_a_person_is_found_by_the_address_else_by_name_and_organisation(by: Viewer) -> None:
    here = make.OrganisationFactory(authority=by.authority, name="Amt")
    known: Person = make.PersonFactory(
        authority=by.authority, user=None, first_name="Ada", last_name="Alt", email="ada@example.org", organisation=here
    )
    plain: Person = make.PersonFactory(
        authority=by.authority, user=None, first_name="Udo", last_name="Ohne", email="", organisation=here
    )
    head = "Vorname;Nachname;E-Mail-Adresse;Organisation\n"
    run = imported(by, "people", f"{head}Ada;Neu;ADA@example.org;Amt\nUdo;Ohne;udo@example.org;Amt\nUdo;Ohne;;\n")
    assert (run.new, run.changed) == (1, 2)
    known.refresh_from_db()
    plain.refresh_from_db()
    assert (known.last_name, plain.email) == ("Neu", "udo@example.org")
    assert len(run.made) == 1
    make.PersonFactory(authority=by.authority, user=None, first_name="Udo", last_name="Ohne", email="udo@example.org")
    assert "passen mehrere" in faults(tried(by, "people", f"{head}Udo;Ohne;udo@example.org;Amt\n"))[0][2]


def test_a_new_holder_ends_the_one_before_and_a_last_day_ends_an_entry(by: Viewer, cast: Cast) -> None:
    rows = "Gremium;Sitz;Person;Ab;Bis\nLG;Jobcenter;Ute Rosental;01.09.2026;\n"
    imported(by, "memberships", rows)
    before = Membership.objects.get(seat=cast.seats[1], person=cast.deputy_chair)
    assert f"{before.valid_until}" == "2026-08-31"
    again = tried(by, "memberships", rows + "LG;Jobcenter;Anke Dreesmann;01.01.2020;31.08.2026\n")
    assert effects(again) == ["unchanged", "unchanged"]
    imported(by, "memberships", "Gremium;Sitz;Person;Ab;Bis\nLG;Jobcenter;Rosental, Ute;1.9.2026;31.12.2026\n")
    now = Membership.objects.get(seat=cast.seats[1], person=cast.plain_person)
    assert f"{now.valid_until}" == "2026-12-31"
    imported(by, "deputies", "Gremium;Sitz;Person;Ab\nLG;CM-Vertretung;Imke Sandvoss;01.09.2026\n")
    assert Deputyship.objects.filter(seat=cast.seats[3], person=cast.case_manager, order=1).exists()


def test_running_topics_come_with_their_decisions_and_stay_as_they_are_afterwards(by: Viewer, cast: Cast) -> None:
    run = imported(by, "topics", TOPICS)
    assert run.new == 2
    taken = PlanningProcess.objects.get(authority=by.authority, title="Kursorte")
    assert (taken.stage, taken.taken_over, taken.coordinator) == ("established", True, cast.coordinator)
    decision = EarlierDecision.objects.get(process=taken)
    assert (decision.body_name, f"{decision.decided_on}", decision.source) == (
        "Lenkungsgremium",
        "2025-11-12",
        "Niederschrift",
    )
    assert effects(tried(by, "topics", TOPICS.replace("Das Thema wird festgestellt", "Anders"))) == ["unchanged"] * 2
    for form in TableFormat:
        assert effects(tried(by, "topics", export(by, "topics", form).content)) == ["unchanged"] * 2


# ---- who, and what they reach ----------------------------------------------------------------------------------------


def test_nothing_of_another_authority_is_reached_by_its_name(by: Viewer, cast: Cast) -> None:
    there = cast.other_authority
    make.OrganisationFactory(authority=there, name="Fremdamt", kind="county")
    body = make.BodyFactory(authority=there, name="Fremdgremium", code="FG")
    seat = make.SeatFactory(body=body, name="Fremdsitz")
    make.TerritoryFactory(authority=there, name="Fremdgebiet", kind="district")
    tables = {
        "organisations": "Name;Art;Gebiet\nX;Kommune;Fremdgebiet\n",
        "territories": "Name;Art;Gehört zu\nX;Kommune;Fremdgebiet\n",
        "people": "Vorname;Nachname;Organisation\nA;B;Fremdamt\n",
        "seats": "Gremium;Sitz;Organisation;Ab\nFG;Fremdsitz;Fremdamt;1.1.2026\n",
        "memberships": "Gremium;Sitz;Person;Ab\nLG;Jobcenter;Hilde Vornholt;1.1.2026\nFG;Fremdsitz;Ute Rosental;1.1.2026\n",  # noqa: E501
        "deputies": "Gremium;Sitz;Person;Ab\nFG;Fremdsitz;Ute Rosental;1.1.2026\n",
        "topics": TOPICS.replace(";LG;", ";FG;"),
    }
    for kind, text in tables.items():
        run = tried(by, kind, text)
        assert run.faulty == run.rows, kind
        assert all("gibt es nicht" in sentence for _row, _heading, sentence in faults(run)), (kind, faults(run))
    assert effects(tried(by, "organisations", "Name;Art\nFremdamt;Kommune\n")) == ["new"]
    assert effects(tried(by, "bodies", "Name;Kurzzeichen für Nummern;Art\nX;FG;Lenkungsgremium\n")) == ["new"]
    assert not seat.memberships.exists()
    for kind in ImportKind:
        assert b"Fremd" not in export(by, kind, TableFormat.CSV).content


def test_only_coordinators_import_confirm_and_export(by: Viewer, cast: Cast) -> None:
    run = tried(by, "organisations", "Name;Art\nAmt;Kommune\n")
    for who in (cast.member, cast.case_manager, cast.auditor, cast.administrator):
        other = cast.viewer(who)
        with pytest.raises(Forbidden):
            begin_import(by=other, kind="people", file_name="x.csv", content=b"")
        with pytest.raises(Forbidden):
            export_table(by=other, kind="people", form=TableFormat.CSV)
        with pytest.raises(run.DoesNotExist):
            confirm_import(by=other, import_id=run.public_id, shown=run.digest)
    neighbour = cast.viewer(cast.other_coordinator, cast.other_authority)
    with pytest.raises(run.DoesNotExist):
        confirm_import(by=neighbour, import_id=run.public_id, shown=run.digest)


# ---- formulas --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["=HYPERLINK(\"x\")", "+1", "-1", "@SUM(1)", "'=1", "\t=1"])  # fmt: skip
def test_no_cell_of_an_export_is_computed_and_it_comes_back_unchanged(by: Viewer, text: str) -> None:
    stored: Organisation = make.OrganisationFactory(authority=by.authority, name=text.strip(), short_name=text.strip())
    book = export(by, "organisations", TableFormat.XLSX).content
    assert kinds_of(book) == {"s"}
    assert not [cell for row in cells_of(book) for cell in row if str(cell or "")[:1] in {"=", "+", "-", "@", "\t"}]
    plain = export(by, "organisations", TableFormat.CSV).content
    assert plain.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(plain.decode("utf-8-sig")), delimiter=";"))
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@", "\t"}]
    for content in (book, plain):
        run = tried(by, "organisations", content)
        assert (run.new, run.changed, run.faulty) == (0, 0, 0)
    assert Organisation.objects.get(pk=stored.pk).name == text.strip()


@pytest.mark.parametrize("kind", list(ImportKind))
def test_templates_hold_headings_hints_and_an_example_that_is_left_out(by: Viewer, kind: str) -> None:
    for form in TableFormat:
        empty = template(by, kind, form)
        with pytest.raises(Refused) as refusal:
            tried(by, kind, empty.content)
        assert "nur das Beispiel" in str(refusal.value.message.values["sentence"])
    hints = RESOURCES[kind](by).own_columns()
    assert all(str(column.label) for column in hints)


# ---- cost ------------------------------------------------------------------------------------------------------------


def people(first: int, count: int) -> str:
    rows = [f"A{number};B{number};p{number}@example.org;Amt\n" for number in range(first, first + count)]
    return "Vorname;Nachname;E-Mail-Adresse;Organisation\n" + "".join(rows)


def test_a_row_costs_the_same_number_of_questions_however_many_there_are(by: Viewer) -> None:
    make.OrganisationFactory(authority=by.authority, name="Amt")

    def cost(first: int, count: int) -> int:
        run = tried(by, "people", people(first, count))
        with queries_counted() as captured:
            confirm_import(by=by, import_id=run.public_id, shown=run.digest)
        return len(captured)

    cost(0, 1)
    few, many = cost(100, 3), cost(200, 33)
    per_row = (many - few) / 30
    assert per_row == int(per_row)
    assert per_row <= 12
    with queries_counted() as captured:
        tried(by, "people", people(200, 33))
    unchanged = len(captured)
    with queries_counted() as captured:
        tried(by, "people", people(200, 3))
    assert unchanged - len(captured) == 2 * 30  # the savepoint of each row


def test_hostile_text_in_every_column_is_kept_as_text_or_refused(by: Viewer) -> None:
    hostile = "<script>alert(1)</script>{{ 7*7 }}'; DROP TABLE x;--\u202e%(x)s"
    for kind, resource in RESOURCES.items():
        columns: Any = resource(by).own_columns()
        written = io.StringIO()
        writer = csv.writer(written, delimiter=";")
        writer.writerow([column.heading for column in columns])
        writer.writerow([hostile] * len(columns))
        run = tried(by, kind, written.getvalue())
        assert run.rows == 1, kind
        assert "\u202e" not in str(run.preview), kind
