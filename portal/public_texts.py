"""The first German texts of the public pages; afterwards they are edited in the desk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from portal.glossary_terms import TERMS

Block = dict[str, Any]

START_LEAD = (
    "Lenkwerk ist das gemeinsame Arbeitswerkzeug der Gremien im Kommunalen Integrationsmanagement (KIM) in "
    "Nordrhein-Westfalen. Es führt von einzelnen ausgewerteten Fällen zu einem Beschluss und weiter bis zur "
    "geänderten Praxis in der Verwaltung, und es hält jeden Schritt nachvollziehbar fest."
)
START_POINTS = (
    (
        "Beschlüsse bewegen den Vorgang",
        "Ein Vorgang kommt nur durch einen festgehaltenen Beschluss weiter: mit Beschlussfähigkeit, Abstimmung und "
        "Wortlaut.",
    ),
    (
        "Jeder Schritt erklärt sich",
        "Was noch nicht möglich ist, nennt seinen Grund: was fehlt, wer es ergänzen kann und wo.",
    ),
    (
        "Fälle bleiben geschützt",
        "Lenkwerk speichert keine Namen von Klientinnen und Klienten. Fälle tragen nur eine Kennung, und nur "
        "Koordination und Case Management sehen sie.",
    ),
)


@dataclass(frozen=True)
class PublicText:
    """A page with its fixed address, title and blocks; `model` names its page type, `fields` hold more of it."""

    slug: str
    title: str
    body: tuple[Block, ...] = ()
    model: str = "PublicPage"
    fields: dict[str, Any] = field(default_factory=dict)


def heading(text: str) -> Block:
    """Return a heading."""
    return {"type": "heading", "value": text}


def text(*paragraphs: str) -> Block:
    """Return paragraphs of plain text."""
    return {"type": "text", "value": "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)}


def gap(what: str) -> Block:
    """Return a marked place for what only the Kreis can say."""
    return {"type": "gap", "value": what}


HELP = PublicText(
    "hilfe",
    "Hilfe",
    (
        heading("Zugang"),
        text(
            "Zugang erhalten Sie durch eine Einladung der Koordinierenden Stelle Ihres Kreises. Sie kommt per E-Mail. "
            "Mit dem Link darin setzen Sie Ihr Passwort.",
            "Für Koordination und Administration ist ein zweiter Faktor Pflicht: eine App, die Codes zeigt, oder ein "
            "Passkey. Allen anderen wird er empfohlen. Sie richten ihn unter „Konto“ ein.",
        ),
        heading("Passwort vergessen"),
        text(
            "Auf der Seite „Anmelden“ führt „Passwort vergessen?“ zu einem neuen. Der Link in der E-Mail gilt "
            "24 Stunden. Haben Sie Ihren zweiten Faktor verloren, setzt ihn die Administration zurück."
        ),
        heading("Einladungen zu Sitzungen"),
        text(
            "Einladungen kommen per E-Mail mit einem Kalendereintrag. Zu- oder absagen können Sie im Portal oder mit "
            "den Links in der E-Mail. Eine Zusage ist keine Anwesenheit und keine Stimme."
        ),
        heading("Abstimmen"),
        text(
            "Ist eine Abstimmung offen, zeigt jede Seite oben einen Hinweis. Ihre Stimme ist erst abgegeben, wenn die "
            "Seite sie bestätigt. Ob sie gespeichert ist, können Sie jederzeit nachsehen."
        ),
        heading("E-Mails"),
        text(
            "Wie oft E-Mails kommen, stellen Sie unter „Konto“, „Benachrichtigungen“ ein. Einladungen, Abstimmungen, "
            "Niederschriften und Bitten um eine Antwort kommen immer sofort."
        ),
        heading("Begriffe und Kontakt"),
        text(
            'Die Wörter des Kommunalen Integrationsmanagements erklärt das <a href="/glossar/">Glossar</a>. '
            'Fragen stellen Sie über das <a href="/kontakt/">Kontaktformular</a>.'
        ),
    ),
)
ACCESSIBILITY = PublicText(
    "barrierefreiheit",
    "Erklärung zur Barrierefreiheit",
    model="StatementPage",
    fields={
        "scope": "Diese Erklärung gilt für Lenkwerk mit allen Seiten des Portals, der Werkstatt und den Dokumenten, "
        "die "
        "daraus entstehen.",
        "conformity": "partly",
        "conformity_note": "Lenkwerk ist darauf ausgelegt, die Anforderungen und darüber hinaus die WCAG 2.2, Stufe "
        "AA, "
        "zu erfüllen. Weil noch keine unabhängige Stelle geprüft hat, nennen wir es teilweise vereinbar.",
        "method": "self",
        "method_note": "Die Seiten werden mit automatischen Prüfungen getestet, hell und dunkel, am großen und am "
        "kleinen "
        "Bildschirm, auch mit Fehlern in den Formularen. Alle Aufgaben werden mit der Tastatur ausprobiert.",
    },
)
PRIVACY = PublicText(
    "datenschutz",
    "Datenschutz",
    (
        heading("Was gespeichert wird"),
        text(
            "Zu Ihrem Konto: Name, E-Mail-Adresse, Passwort als Prüfwert und, wenn eingerichtet, der zweite Faktor. "
            "Zu Ihrer Mitarbeit: Sitze, Vertretungen, Einladungen, Antworten, Anwesenheit, Stimmen in offenen "
            "Abstimmungen und was Sie schreiben.",
            "Lenkwerk speichert keine Namen von Klientinnen und Klienten. Fälle tragen eine Kennung; freie Texte "
            "werden auf Namen und andere persönliche Angaben geprüft.",
        ),
        heading("Anmeldung und Cookies"),
        text(
            "Es gibt nur technisch notwendige Cookies: für die Anmeldung, für den Schutz der Formulare und für die "
            "gewählte Sprache. Ihre Anmeldung endet nach einer Stunde ohne Aktivität, spätestens nach acht Stunden. "
            "Es werden keine Inhalte von anderen Servern geladen, und es gibt keine Auswertung Ihres Verhaltens."
        ),
        heading("Protokoll"),
        text(
            "Wer was geändert hat, wird festgehalten. Dieses Protokoll lässt sich nicht nachträglich ändern und "
            "enthält keine vertraulichen Texte."
        ),
        heading("Kontaktformular"),
        text(
            "Wer das Kontaktformular benutzt, gibt an: Anliegen, Nachricht, auf Wunsch die Seite und eine "
            "E-Mail-Adresse "
            "für die Antwort. Die Nachricht geht per E-Mail an den gewählten Kreis und steht im Portal nur für dessen "
            "Koordination. Die Adresse für die Antwort steht nur im Portal. Nach der Bearbeitung wird die Nachricht "
            "gelöscht. Gegen Missbrauch wird für einen Tag gezählt, wie viele Nachrichten von einer Adresse des Netzes "
            "kommen; andere Stellen sind nicht beteiligt."
        ),
        heading("E-Mails"),
        text(
            "Ihre Auswahl, wie oft E-Mails kommen, wird bei Ihrer Person gespeichert. Betreffzeilen nennen keine "
            "Personen. Was für eine Sammel-E-Mail wartet, wird mit ihrem Versand gelöscht."
        ),
        heading("Veröffentlichte Beschlüsse"),
        text(
            "Veröffentlicht wird ein Beschluss nur nach Zustimmung des Vorsitzes: Nummer, Gegenstand, Wortlaut, "
            "Ergebnis "
            "in Zahlen und eine Zusammenfassung. Namen von Abstimmenden werden nie veröffentlicht."
        ),
        heading("Ihre Rechte"),
        text(
            "Sie können Auskunft, Berichtigung, Löschung und Einschränkung der Verarbeitung verlangen, der "
            "Verarbeitung "
            "widersprechen und sich bei der Landesbeauftragten für Datenschutz und Informationsfreiheit "
            "Nordrhein-Westfalen beschweren."
        ),
        heading("Verantwortlich"),
        text("Verantwortlich ist die Stelle, die im Impressum steht."),
        gap("Rechtsgrundlagen der Verarbeitung"),
        gap("Löschfristen der Stelle"),
        gap("Anschrift, Telefon und E-Mail-Adresse der oder des Datenschutzbeauftragten"),
    ),
)
IMPRINT = PublicText(
    "impressum",
    "Impressum",
    (
        text("Herausgeber ist die Stelle, die diese Installation von Lenkwerk betreibt."),
        gap("Name der Behörde und wer sie vertritt"),
        gap("Postanschrift"),
        gap("Telefon und E-Mail-Adresse"),
        gap("Umsatzsteuer-Identifikationsnummer, wenn vorhanden"),
        gap("wer für den Inhalt verantwortlich ist"),
        heading("Software"),
        text("Lenkwerk ist freie Software unter der European Union Public Licence (EUPL), Version 1.2."),
    ),
)
CONTACT = PublicText(
    "kontakt",
    "Kontakt",
    (
        text(
            "Schreiben Sie uns, wenn Sie eine Frage haben oder auf eine Barriere stoßen. Eine Anmeldung ist nicht "
            "nötig. "
            "Wenn Sie eine Antwort möchten, geben Sie eine E-Mail-Adresse an."
        ),
        gap("Postanschrift, Telefon und Sprechzeiten der Koordinierenden Stelle"),
    ),
    model="ContactPage",
    fields={
        "thanks": "Vielen Dank. Ihre Nachricht ist angekommen und wird an die Koordinierende Stelle weitergegeben. "
        "Wenn "
        "Sie eine Adresse angegeben haben, erhalten Sie eine Antwort."
    },
)
KIM = PublicText(
    "was-ist-kim",
    "Was ist Kommunales Integrationsmanagement?",
    (
        text(
            "Kommunales Integrationsmanagement (KIM) ist ein Programm des Landes Nordrhein-Westfalen. Es hat drei "
            "Bausteine: strategische Koordination, Case Management und zusätzliche Stellen in Ausländer- und "
            "Einbürgerungsbehörden.",
            "Der Gedanke dahinter: Was im Einzelfall immer wieder hakt, liegt oft nicht am Einzelfall, sondern daran, "
            "wie Stellen zusammenarbeiten. Deshalb werden abgeschlossene Fälle gemeinsam ausgewertet. Was sich "
            "wiederholt, wird zum Thema für das Lenkungsgremium.",
        ),
        heading("Der Weg in sechs Phasen"),
        text(
            "Fallrekonstruktion, generatives Thema, Beschluss des Lenkungsgremiums, Projektarbeitsgruppe, Vorschlag "
            "und zweiter Beschluss, Umsetzung mit Wirkungsprüfung. Danach kommen die nächsten Fälle."
        ),
        heading("Wo das Case Management dazugehört"),
        {
            "type": "text",
            "value": "<p>Das Case Management begleitet einzelne Menschen. Für den Weg bringt es bei, was nur dort zu "
            "sehen ist:</p><ol>"
            "<li>Es benennt Fälle, die weitgehend abgeschlossen und typisch sind.</li>"
            "<li>Es stellt sie ohne Namen dar und wertet sie mit anderen zusammen aus.</li>"
            "<li>Wiederholt sich ein Hindernis, schlägt die Koordinierende Stelle es als Thema vor.</li>"
            "<li>Nach dem Beschluss arbeitet eine Projektarbeitsgruppe daran, oft mit jemandem aus dem Case "
            "Management.</li>"
            "<li>Das Case Management erfährt, was beschlossen wurde, und wendet es an.</li>"
            "<li>An neuen Fällen zeigt sich, ob die Änderung wirkt.</li></ol>",
        },
    ),
)
GLOSSARY = PublicText(
    "glossar",
    "Glossar",
    model="GlossaryPage",
    fields={
        "lead": "Die Wörter des Kommunalen Integrationsmanagements, kurz erklärt. Die Namen der Gremien können in "
        "Ihrem "
        "Kreis anders lauten.",
        "terms": [
            {"type": "term", "value": {"term": term, "short": short, "meaning": meaning}}
            for term, short, meaning in TERMS
        ],
    },
)

PUBLIC_TEXTS = (KIM, HELP, GLOSSARY, CONTACT, ACCESSIBILITY, PRIVACY, IMPRINT)
