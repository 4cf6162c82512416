"""What the screening of free text must find, and what it must leave alone."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules.screening import HitKind, screen
from governance.rules.screening_words import FIRST_NAMES

K = HitKind


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("Frau Yılmaz wartet auf einen Kursplatz.", K.NAME, "Frau Yılmaz"),
        ("Termin mit Herrn Dr. von Berg am Montag", K.NAME, "Herrn Dr. von Berg"),
        ("die Familie Petrenko zieht um", K.NAME, "Familie Petrenko"),
        ("Eheleute Al-Hariri", K.NAME, "Eheleute Al-Hariri"),
        ("FRAU ÖZTÜRK", K.NAME, "FRAU ÖZTÜRK"),
        ("Frau\u00a0Meier", K.NAME, "Frau\u00a0Meier"),
        ("überwiesen von Dr. Talbach", K.NAME, "Dr. Talbach"),
        ("Das Kind heißt Timur und ist fünf.", K.NAME, "Timur"),
        ("ein Junge namens Levan", K.NAME, "Levan"),
        ("Nachname: Wessolek", K.NAME, "Wessolek"),
        ("Mustafa kommt nicht zum Kurs", K.NAME, "Mustafa"),
        ("mit Anna Wessolek gesprochen", K.NAME, "Anna Wessolek"),
        ("geb. am 3.4.1987", K.BIRTH_DATE, "3.4.1987"),
        ("geboren 1987 in Aleppo", K.BIRTH_DATE, "1987"),
        ("Geburtsdatum: 03.04.21", K.BIRTH_DATE, "03.04.21"),
        ("geboren am 3. April 2021", K.BIRTH_DATE, "3. April 2021"),
        ("Mutter (* 12.01.1990)", K.BIRTH_DATE, "12.01.1990"),
        ("eingereist am 14.09.2015", K.BIRTH_DATE, "14.09.2015"),
        ("erreichbar unter 05271 965-0", K.PHONE, "05271 965-0"),
        ("Handy 0171/1234567", K.PHONE, "0171/1234567"),
        ("+49 5271 965123", K.PHONE, "+49 5271 965123"),
        ("(05271) 96 51 23", K.PHONE, "(05271) 96 51 23"),
        ("Tel.: 96512", K.PHONE, "96512"),
        ("Az. 36/2024-17", K.FILE_NUMBER, "36/2024-17"),
        ("Aktenzeichen: 5 K 1234/26", K.FILE_NUMBER, "5 K 1234/26"),
        ("BG-Nummer 36702//0012345", K.FILE_NUMBER, "36702//0012345"),
        ("Bescheid 36702//0012345 vom Mai", K.FILE_NUMBER, "36702//0012345"),
        ("Kundennummer 367A123456", K.FILE_NUMBER, "367A123456"),
        ("beim BAMF unter 7123456-423", K.FILE_NUMBER, "7123456-423"),
        ("Schreiben an a.kunde+kim@example.org", K.EMAIL, "a.kunde+kim@example.org"),
        ("Konto DE89 3704 0044 0532 0130 00", K.IBAN, "DE89 3704 0044 0532 0130 00"),
        ("DE89370400440532013000", K.IBAN, "DE89370400440532013000"),
        ("Bahnhofstraße 12a", K.STREET, "Bahnhofstraße 12a"),
        ("Corveyer Allee 7", K.STREET, "Corveyer Allee 7"),
        ("Lindenweg 3", K.STREET, "Lindenweg 3"),
        ("Marktstr. 5", K.STREET, "Marktstr. 5"),
        ("Lange Straße 5", K.STREET, "Lange Straße 5"),
        ("wohnt Am Bahnhof 3", K.STREET, "Am Bahnhof 3"),
        ("zieht nach 37671 Höxter", K.TOWN, "37671 Höxter"),
        ("Gespräch mit frau müller am Montag", K.NAME, "frau müller"),
        ("Herr schmidt rief an", K.NAME, "Herr schmidt"),
        ("Hr Schmidt rief an", K.NAME, "Hr Schmidt"),
        ("Herr M. Müller", K.NAME, "Herr M. Müller"),
        ("Frau Bürgermeisterin Brandt", K.NAME, "Frau Bürgermeisterin Brandt"),
        ("Herr Hofmeister wartet", K.NAME, "Herr Hofmeister"),
        ("Dipl.-Ing. Köster", K.NAME, "Dipl.-Ing. Köster"),
        ("die Klientin Petrova", K.NAME, "Petrova"),
        ("ihr Bruder Nurlan hilft", K.NAME, "Nurlan"),
        ("Müller, Karl", K.NAME, "Karl"),
        ("geb.: 03/04/1987", K.BIRTH_DATE, "03/04/1987"),
        ("geb. am 3-4-87", K.BIRTH_DATE, "3-4-87"),
        ("geb. 3. Apr. 1987", K.BIRTH_DATE, "3. Apr. 1987"),
        ("geb. im März 2019", K.BIRTH_DATE, "März 2019"),
        ("geboren am dritten April 2019", K.BIRTH_DATE, "dritten April 2019"),
        ("Jahrgang 1987", K.BIRTH_DATE, "1987"),
        ("am 03.04.2021 in Höxter geboren", K.BIRTH_DATE, "03.04.2021"),
        ("Geb.-Dat. 03.04.2021", K.BIRTH_DATE, "03.04.2021"),
        ("05271.965123", K.PHONE, "05271.965123"),
        ("Durchwahl -1234", K.PHONE, "-1234"),
        ("Personalausweisnummer L01X00T471", K.FILE_NUMBER, "L01X00T471"),
        ("Krankenversichertennummer A123456789", K.FILE_NUMBER, "A123456789"),
        ("a.b (at) example.org", K.EMAIL, "a.b (at) example.org"),
        ("Hauptstr.12", K.STREET, "Hauptstr.12"),
        ("Straße des Friedens 3", K.STREET, "Straße des Friedens 3"),
    ],
)
def test_what_could_name_a_person_is_found_at_its_place(text: str, kind: HitKind, place: str) -> None:
    assert [(hit.kind, hit.text) for hit in screen(text)] == [(kind, place)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Kein Anspruch nach § 16a SGB II, wohl aber nach § 24 AufenthG und § 3 Abs. 2 AsylbLG.",
        "Seit 8 Wochen im Case Management, Beginn 2026, Kurs bis 2027.",
        "Rekonstruktion am Mittwoch, 21.04.2027, um 9:00 Uhr.",
        "Am Dienstag 14 Uhr, jeden Freitag und am Montag",
        "Jobcenter Höxter, Agentur für Arbeit, Ausländerbehörde, Bezirksregierung Detmold, Jugendamt",
        "FB Familie, Jugend und Soziales",
        "Fachbereich Familie und Bildung",
        "Das heißt Wartezeiten entstehen; das Programm heißt Rucksack.",
        "Das Verfahren heißt KIM.",
        "Frau Bürgermeisterin und Herr Landrat sind informiert.",
        "Die Frau hat zwei Kinder, der Herr arbeitet Schicht.",
        "Paul-Gerhardt-Schule und St. Maria in Brakel",
        "Vorlage LG/2027/03, Beschluss LG-2027-004, Reihe HX-2026-1, Fall HX-F4",
        "10000 Euro für 12000 Menschen, 25500 Euro im Jahr, 30000 Anfragen",
        "Sprachkursplatz 12 von 20, Kitaplatz 3, Ausbildungsplatz 1",
        "Nur wenige Plätze im August, im April und im Mai",
        "3 Problemkreise, 4 Rechtskreise, 0,5 Stelle, 1.500 Personen",
        "von 08:00 bis 12:30 Uhr in Raum 012",
        "Stichtage 01-02-2027 und 2027-02-01",
        "B1-Kurs, SGB VIII, Baustein 2, TOP 5, 20 %",
        "Das Jobcenter in der Corveyer Allee 7 ist mit dem Bus nicht erreichbar.",
        "Die Ausländerbehörde, Moltkestraße 12, 37671 Höxter, hat nur vormittags geöffnet.",
        "Rathaus Brakel, Am Markt 12; Rathaus, 33034 Brakel",
        "frau und kind sind versorgt, die Frau sucht Arbeit, der Herr arbeitet nachts, Frau aus Eritrea",
        "Frau Dezernentin, Herr Abteilungsleiter, Frau Amtsleiterin",
        "Mutter Vollzeit, Sohn Grundschüler, Klientin Mitte 30",
        "Die Frau Mitte dreißig, der Herr der Lage",
        "Frau K. und Herr M. sind Bezeichnungen dieser Karte",
        "Es heißt Warten",
        "Gesetz vom 30.07.2004, Erlass vom 12.12.2012, Sitzung am 01.02.2019",
        "Rettungsweg 2, Platz 3 der Warteliste, Kein Platz 2026, Der Weg 1",
        "12500 Geflüchtete, 15100 Zugewanderte",
        "Geburtsurkunde fehlt, geboren in Syrien, Jahrgang 5 der Gesamtschule",
        "Az. fehlt, Fallnummer verwechselt, Notruf 112",
    ],
)
def test_everyday_text_of_a_case_card_is_left_alone(text: str) -> None:
    assert screen(text) == ()


def test_hits_come_in_order_without_overlap_and_quote_the_text() -> None:
    text = "Frau Demir, geb. 03.04.1987, Bahnhofstraße 12, 37671 Höxter, Tel. 05271 96512, Az. 36/2024-17"
    hits = screen(text)
    assert [hit.kind for hit in hits] == [K.NAME, K.BIRTH_DATE, K.STREET, K.TOWN, K.PHONE, K.FILE_NUMBER]
    assert all(text[hit.start : hit.end] == hit.text for hit in hits)
    assert all(one.end <= other.start for one, other in pairwise(hits))


@given(st.text(alphabet="AaÄ äFrau.Dr-/@0123456789§\n", max_size=200))
def test_any_text_is_screened_and_every_hit_lies_inside(text: str) -> None:
    for hit in screen(text):
        assert text[hit.start : hit.end] == hit.text != ""


@pytest.mark.parametrize(
    "piece",
    [
        "A.",
        "a@",
        "0 ",
        "Dr. ",
        "DE12 ",
        "Frau ",
        "frau x",
        "Klient ",
        "heißt ",
        "12.",
        "A-",
        "Tel. 0",
        "Rathaus, A 1 ",
        "aA",
    ],
)
def test_hostile_length_does_not_stall_the_screening(piece: str) -> None:
    begin = time.process_time()
    screen(piece * 5000)
    assert time.process_time() - begin < 2


def test_months_and_everyday_words_are_not_in_the_list_of_first_names() -> None:
    assert not FIRST_NAMES & {"April", "August", "Mai", "Jan", "Nur", "Ernst", "Rose", "Ahlen"}
    assert FIRST_NAMES
