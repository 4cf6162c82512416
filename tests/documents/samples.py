"""Example documents of the story of Kreis Höxter (design/kreise.md, story A). Every person is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from governance.documents.content import (
    Absentee,
    ActionItem,
    AgendaEntry,
    Amount,
    AmountSection,
    Annex,
    Attendee,
    CaseFacts,
    ChoiceSection,
    Criterion,
    Deviation,
    InvitationDocument,
    Justification,
    Letterhead,
    ListSection,
    MandateContent,
    MandateDocument,
    MandatePlace,
    MinutesDocument,
    MinutesItem,
    MinutesStatus,
    NamedVote,
    Objection,
    PaperDocument,
    PaperReference,
    Presence,
    Recipient,
    Recusal,
    ResolutionPoint,
    RichSection,
    ShortSection,
    SignOff,
    Station,
    VoteFigures,
    VoteRecord,
)
from governance.documents.richtext import parse
from governance.rules.word_diff import DiffKind, DiffPart

ZONE = ZoneInfo("Europe/Berlin")
HASH = "9f2c1a7be04d5583c6e1f0a94b7d28e35160cc9b8a2f47d1e3b5960718fa4cd2"
REGISTER_HASH = "41d08f6a92be7c35d1e64f0b8a7729c3550e1fb6d84a93c27e60b51f9ad3c8e4"
BODY = "Lenkungsgremium KIM"

LETTERHEAD = Letterhead(
    authority_name="Kreis Höxter",
    unit="Kommunales Integrationszentrum, Koordinierende Stelle KIM",
    address_lines=("Beispielstraße 1", "37671 Höxter"),
    contact_lines=("Mara Feldkamp", "kim@kreis-hoexter.example"),
    notice="Beispieldaten, alle Personen erfunden",
)


def at(hour: int, minute: int = 0) -> datetime:
    """Return a moment of the example session."""
    return datetime(2027, 5, 12, hour, minute, tzinfo=ZONE)


PAPER = PaperDocument(
    letterhead=LETTERHEAD,
    number="LG/2027/03",
    version_number=1,
    title="Feststellung eines generativen Themas: Sprachkurszugang und Kinderbetreuung",
    subject_label="Generatives Thema feststellen",
    body_name=BODY,
    on=date(2027, 4, 23),
    status_line="Freigegeben am 23. April 2027",
    process_number="HX-2027-01 Zugang zu Sprachkursen bei fehlender Kinderbetreuung",
    author="Mara Feldkamp",
    stations=(
        Station(
            body_name="Arbeitsgruppe Fallrekonstruktion",
            role="Vorberatung",
            on=date(2027, 4, 21),
            outcome="empfohlen",
        ),
        Station(body_name=BODY, role="Entscheidung", on=date(2027, 5, 12)),
        Station(body_name="Ausschuss für Soziales", role="Kenntnisnahme"),
    ),
    summary=parse(
        "<p>Eltern im Kreis Höxter können oft keinen Sprachkurs besuchen, weil in der "
        "Kurszeit niemand ihr Kind "
        "betreut. Das Lenkungsgremium soll feststellen, dass dies ein <b>gemeinsames "
        "Thema</b> aller Beteiligten ist.</p>"
    ),
    resolution_lead="Das Lenkungsgremium beschließt:",
    resolution_points=(
        ResolutionPoint(
            number="1",
            text=parse(
                "<p>Das Thema „Eltern mit Betreuungspflichten erreichen den passenden Sprachkurs "
                "nicht rechtzeitig“ "
                "wird als generatives Thema festgestellt.</p>"
            ),
        ),
        ResolutionPoint(
            number="2",
            text=parse(
                "<p>Die Koordinierende Stelle bereitet einen Arbeitsauftrag vor.</p><ul><li>mit Zeitplan</li></ul>"
            ),
        ),
    ),
    sections=(
        RichSection(
            label="Sachverhalt",
            content=parse(
                "<h2>Ausgangslage</h2><p>In vier Fallrekonstruktionen zeigte sich dieselbe "
                "Einschränkung. Näheres im "
                '<a href="https://www.kim.nrw/">Landesprogramm</a>.</p>'
                "<h4>Beteiligte "
                "Rechtskreise</h4><ul><li>Bildung<ul><li>Integrationskurse</li><li>Kita-Recht</li></ul>"
                "</li><li>SGB II</li><li>Aufenthalt</li></ul>"
                "<h2>Verlauf</h2><ol><li>Anmeldung beim Kursträger</li><li>Warten auf einen "
                "Betreuungsplatz</li>"
                "<li>Verfall der Berechtigung</li></ol>"
                "<table><tr><th>Ort</th><th>Kurse</th><th>mit "
                "Betreuung</th></tr><tr><td>Höxter</td><td>6</td><td>1</td></tr>"
                "<tr><td>Warburg</td><td>4</td><td>0</td></tr></table>"
            ),
        ),
        ShortSection(label="Zeitbedarf in der Sitzung", text="30 Minuten"),
        ListSection(label="Beteiligte Stellen", items=("Jobcenter", "Jugendamt")),
        AmountSection(
            label="Finanzierung",
            rows=(
                Amount(year="2027", purpose="Fachkraft", source="Landesförderung", amount="55.000,00 €", posts="0,5"),
                Amount(year="2027", purpose="Sachkosten", source="Kreis", amount="1.500,00 €"),
            ),
            remark=parse("<p>Vorbehaltlich des Bescheids.</p>"),
        ),
        ChoiceSection(
            label="Finanzielle Auswirkungen",
            choice="keine",
            comment=parse(
                "<p>Der Personalaufwand von acht Stunden je Quartal und Organisation wird aus dem Bestand gedeckt.</p>"
            ),
        ),
    ),
    case_facts=CaseFacts(
        total=4,
        minimum=4,
        criteria=(
            Criterion(label="mittlerer Schwierigkeitsgrad", met=4, total=4),
            Criterion(label="typisch für das Netzwerk", met=4, total=4),
            Criterion(label="mehrere Problemkreise", met=4, total=4),
            Criterion(label="verschiedene Rechtskreise", met=4, total=4),
            Criterion(label="seit mindestens acht Wochen im Case Management", met=3, total=4),
        ),
        deviations=(
            Deviation(label="HX-F4: sieben statt acht Wochen", reason="Die Hilfeplanung war bereits abgeschlossen."),
        ),
        legal_areas=("Bildung", "SGB II", "Aufenthalt", "Kita"),
        restrictions=(
            "Kurszeiten liegen außerhalb der Betreuungszeiten.",
            "Freie Plätze werden nicht gemeinsam erfasst.",
            "Die Berechtigung verfällt während der Wartezeit.",
        ),
    ),
    justifications=(
        Justification(
            finding="Ein Fall erfüllt nicht alle fünf Kriterien.",
            text="Der Fall HX-F4 ist für das Netzwerk typisch und wurde vollständig rekonstruiert.",
            author="Mara Feldkamp",
            on=date(2027, 4, 22),
        ),
    ),
    annexes=(
        Annex(key="a1", title="Themenblatt „Kurs und Kind“", file_name="themenblatt.pdf", size=1000, sha256="0" * 64),
        Annex(key="a2", title="Kosten", file_name="kosten.xlsx", sha256="1" * 64, confidential=True),
    ),
    content_hash=HASH,
)

DRAFT_PAPER = replace(
    PAPER, number=None, version_number=None, content_hash="", status_line="Entwurf, nicht freigegeben"
)

MANDATE_TEXT = MandateContent(
    group_name="PAG „Kurs und Kind“",
    subject="Zugang zu Sprachkursen bei fehlender Kinderbetreuung",
    objective="Eltern mit Betreuungspflichten erreichen innerhalb von acht Wochen einen passenden Kurs.",
    places=(
        MandatePlace(organisation="Jobcenter Kreis Höxter", seat="Geschäftsführung", lead=True),
        MandatePlace(organisation="Bundesamt für Migration und Flüchtlinge", seat="Regionalkoordination"),
        MandatePlace(organisation="Caritasverband"),
    ),
    working_form="Vier Termine zu höchstens drei Stunden",
    result_form="Zielsystem und Dienstleistungskette (Soll), dazu eine Schätzung der Kosten",
    results=("Zielsystem", "Dienstleistungskette"),
    special_conditions="Keine neue Doppelstruktur.",
    report_back="in der Sitzung am 10.11.2027",
    ends_on=date(2027, 12, 31),
    content_hash=HASH,
)

MANDATE = MandateDocument(
    letterhead=LETTERHEAD,
    mandate=MANDATE_TEXT,
    body_name=BODY,
    on=date(2027, 5, 12),
    status_line="Verabschiedet am 12.05.2027",
    process_number=PAPER.process_number,
    resolution="LG-2027-008",
    adopted_on=date(2027, 5, 12),
)

MANDATE_PAPER = replace(PAPER, subject_label="Arbeitsauftrag einer Projektgruppe", mandate=MANDATE_TEXT)

ITEMS = (
    AgendaEntry(number="1", title="Eröffnung, Ladung und Beschlussfähigkeit", presenter="Henrik Aldinger", minutes=10),
    AgendaEntry(number="2", title="Niederschrift der Sitzung vom 11.11.2026", minutes=5),
    AgendaEntry(number="3", title="Bericht der Koordinierenden Stelle", presenter="Mara Feldkamp", minutes=15),
    AgendaEntry(
        number="4",
        title=PAPER.title,
        presenter="Mara Feldkamp",
        minutes=30,
        paper=PaperReference(number="LG/2027/03", version_number=1),
        guests=("Samira Hadad",),
    ),
    AgendaEntry(
        number="5",
        title="Auftrag an die Projektarbeitsgruppe „Kurs und Kind“",
        presenter="Mara Feldkamp",
        minutes=30,
        paper=PaperReference(number="LG/2027/04", version_number=3),
        is_public=False,
    ),
    AgendaEntry(number="6", title="Verschiedenes, nächste Sitzung am 10.11.2027", minutes=15),
)

INVITATION = InvitationDocument(
    letterhead=LETTERHEAD,
    recipient=Recipient(
        lines=("Jobcenter Kreis Höxter", "Frau Anke Dreesmann", "Beispielweg 2", "37671 Höxter"),
        salutation="Sehr geehrte Frau Dreesmann,",
    ),
    body_name=BODY,
    body_short_name="LG",
    starts_at=at(14),
    ends_at=at(17),
    sent_on=date(2027, 4, 28),
    chair="Henrik Aldinger",
    place="Kreishaus Höxter, Großer Sitzungssaal",
    online_url="https://konferenz.kreis-hoexter.example/lg-2027-05-12",
    online_note="Einwahl 05271 000000, Kennung 4711",
    items=ITEMS,
    notice_statement="Die Ladungsfrist von zehn Tagen (§ 3 Abs. 2 Geschäftsordnung) ist gewahrt.",
    notes=parse(
        "<p>Bitte antworten Sie bis zum <b>5. Mai 2027</b>. Bei Verhinderung geben Sie die Einladung bitte weiter.</p>"
    ),
    author="Mara Feldkamp",
    content_hash=HASH,
)

WHOLE = (Presence(starts_at=at(14), ends_at=at(16, 40)),)

VOTING = (
    Attendee(seat="Kreisdirektor", person="Henrik Aldinger", presences=WHOLE, remark="Vorsitz"),
    Attendee(seat="FBL Sicherheit und Ordnung", person="Petra Moorkamp", presences=WHOLE),
    Attendee(seat="FBL Familie, Jugend und Soziales", person="Rolf Eickendorf", presences=WHOLE),
    Attendee(
        seat="FBL Bildung und Kreisentwicklung",
        person="Tim Kerber",
        deputy_for="Sabine Uhlhorn",
        presences=WHOLE,
    ),
    Attendee(seat="GF Jobcenter", person="Anke Dreesmann", presences=WHOLE),
    Attendee(
        seat="Operative GF Agentur für Arbeit",
        person="Volker Gehrling",
        presences=(Presence(starts_at=at(14), ends_at=at(16, 10)),),
    ),
    Attendee(
        seat="Sozialdezernat Nordkreis",
        person="Karin Wessolek",
        presences=(Presence(starts_at=at(14, 20)),),
        remark="online",
    ),
    Attendee(seat="AG Freie Wohlfahrt", person="Doris Kettler", presences=WHOLE, remark="zu TOP 5 befangen"),
    Attendee(seat="Koordinierende Stelle KIM", person="Mara Feldkamp", presences=WHOLE),
)

MINUTES = MinutesDocument(
    letterhead=LETTERHEAD,
    body_name=BODY,
    body_short_name="LG",
    starts_at=at(14, 2),
    ends_at=at(16, 40),
    chair="Henrik Aldinger",
    minute_taker="Mara Feldkamp",
    status=MinutesStatus.SIGNED_OFF,
    version_number=2,
    on=date(2027, 5, 20),
    place="Kreishaus Höxter, Großer Sitzungssaal",
    breaks=(Presence(starts_at=at(15), ends_at=at(15, 10)),),
    summons="Zur Sitzung wurde am 28. April 2027 ordnungsgemäß eingeladen.",
    quorum=(
        "Das Gremium ist beschlussfähig: 14 von 17 Sitzen sind anwesend, nötig sind 9 (§ 4 Abs. 1 Geschäftsordnung)."
    ),
    voting=VOTING,
    advisory=(Attendee(seat="CM-Vertretung", person="Jonas Brinkmann", presences=WHOLE),),
    guests=(
        Attendee(
            seat="",
            person="Samira Hadad",
            presences=(Presence(starts_at=at(14, 30), ends_at=at(15)),),
            remark="zu TOP 4",
        ),
    ),
    absent=(
        Absentee(seat="FBL Gesundheit und Veterinärwesen", person="Dr. Ines Talbach", state="entschuldigt"),
        Absentee(seat="Bürgermeister Südkreis", person="Georg Pallmann", state="entschuldigt"),
        Absentee(seat="Bezirksregierung Detmold", person="Ute Rosental", state="nicht anwesend"),
    ),
    items=(
        MinutesItem(
            number="3",
            title="Bericht der Koordinierenden Stelle",
            outcome="zur Kenntnis genommen",
            report=parse(
                "<p>Mara Feldkamp berichtet aus den 2-Wochen-Berichten. Die Nachfrage nach Kursen steigt.</p>"
            ),
            action_items=(
                ActionItem(
                    text="Übersicht der Kursorte mit Betreuungsmöglichkeit vorlegen",
                    owner="Mara Feldkamp",
                    due_on=date(2027, 6, 30),
                ),
            ),
        ),
        MinutesItem(
            number="4",
            title=PAPER.title,
            outcome="ungeändert beschlossen",
            paper=PaperReference(number="LG/2027/03", version_number=1),
            guests=("Samira Hadad",),
            discussion=parse("<p>Samira Hadad schildert Erfahrungen. Das Gremium begrüßt die Vorlage.</p>"),
            proposal=parse("<p>Das Lenkungsgremium stellt das Thema als generatives Thema fest.</p>"),
            decided=parse("<p>Das Lenkungsgremium stellt das Thema als generatives Thema fest.</p>"),
            quorum="14 von 17 Sitzen anwesend, nötig sind 9.",
            votes=(
                VoteRecord(
                    verdict="Einstimmig angenommen.",
                    figures=VoteFigures(yes=14, no=0, abstentions=0),
                    rule="§ 6 Abs. 1 Geschäftsordnung: mehr Ja- als Nein-Stimmen",
                ),
            ),
            resolution_number="LG-2027-003",
            effect="Der Vorgang HX-2027-01 steht auf „Thema festgestellt“.",
        ),
        MinutesItem(
            number="5",
            title="Auftrag an die Projektarbeitsgruppe „Kurs und Kind“",
            outcome="geändert beschlossen",
            paper=PaperReference(number="LG/2027/04", version_number=3),
            is_public=False,
            proposal=parse("<p>Das Lenkungsgremium beauftragt die Gruppe. Sie berichtet regelmäßig.</p>"),
            decided=parse(
                "<p>Das Lenkungsgremium beauftragt die Gruppe. Sie berichtet in der Sitzung am 10.11.2027.</p>"
            ),
            diff=(
                DiffPart(kind=DiffKind.SAME, text="Das Lenkungsgremium beauftragt die Gruppe. Sie berichtet "),
                DiffPart(kind=DiffKind.REMOVED, text="regelmäßig"),
                DiffPart(kind=DiffKind.ADDED, text="in der Sitzung am 10.11.2027"),
                DiffPart(kind=DiffKind.SAME, text="."),
            ),
            quorum="13 von 17 Sitzen anwesend und nicht befangen, nötig sind 9.",
            recusals=(
                Recusal(seat="AG Freie Wohlfahrt", person="Doris Kettler", ground="im Auftrag als Träger genannt"),
            ),
            votes=(
                VoteRecord(
                    verdict="Mehrheitlich angenommen (11 Ja, 1 Nein, 1 Enthaltung).",
                    figures=VoteFigures(yes=11, no=1, abstentions=1, recused=1),
                    rule=("§ 6 Abs. 1 Geschäftsordnung: mehr Ja- als Nein-Stimmen, Enthaltungen zählen nicht mit"),
                    named_votes=(
                        NamedVote(seat="Kreisdirektor", person="Henrik Aldinger", choice="Ja"),
                        NamedVote(seat="FBL Sicherheit und Ordnung", person="Petra Moorkamp", choice="Nein"),
                        NamedVote(seat="GF Jobcenter", person="Anke Dreesmann", choice="Enthaltung"),
                    ),
                ),
            ),
            resolution_number="LG-2027-004",
        ),
    ),
    objections=(
        Objection(
            person="Karin Wessolek",
            on=date(2027, 5, 18),
            text="Zu TOP 3 fehlt der Hinweis auf den Nordkreis.",
            state="übernommen",
            answer="Der Bericht wurde ergänzt.",
        ),
    ),
    sign_offs=(
        SignOff(role="Vorsitz", name="Henrik Aldinger", signed_at=datetime(2027, 5, 20, 9, 15, tzinfo=ZONE)),
        SignOff(role="Niederschrift", name="Mara Feldkamp"),
    ),
    content_hash=HASH,
    register_head_hash=REGISTER_HASH,
)


def long_minutes(count: int) -> MinutesDocument:
    """Return minutes of `count` items, each decided by name with report, discussion and action item."""
    text = parse(
        "<p>" + "Das Gremium berät die Vorlage eingehend und fragt nach Fristen und Zuständigkeiten. " * 5 + "</p>"
    )
    template = replace(MINUTES.items[2], report=text, discussion=text, action_items=MINUTES.items[0].action_items)
    items = tuple(
        replace(
            template,
            number=str(number),
            title=f"Gegenstand {number}",
            resolution_number=f"LG-2027-{number:03}",
        )
        for number in range(1, count + 1)
    )
    return replace(MINUTES, items=items)
