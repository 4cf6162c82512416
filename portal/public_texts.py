"""The first German texts of the public pages; afterwards they are edited in the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
    """A page with its fixed address, title and blocks."""

    slug: str
    title: str
    body: tuple[Block, ...]


def heading(text: str) -> Block:
    """Return a heading."""
    return {"type": "heading", "value": text}


def text(*paragraphs: str) -> Block:
    """Return paragraphs of plain text."""
    return {"type": "text", "value": "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)}


def terms(*pairs: tuple[str, str]) -> Block:
    """Return a list of words and their meaning."""
    return {"type": "terms", "value": [{"term": term, "meaning": meaning} for term, meaning in pairs]}


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
    ),
)
ACCESSIBILITY = PublicText(
    "barrierefreiheit",
    "Erklärung zur Barrierefreiheit",
    (
        text(
            "Diese Erklärung gilt für Lenkwerk. Grundlage ist die Barrierefreie-Informationstechnik-Verordnung "
            "Nordrhein-Westfalen (BITVNRW), die auf die Norm EN 301 549 und damit auf die WCAG 2.1, Stufe AA, verweist."
        ),
        heading("Stand der Vereinbarkeit"),
        text(
            "Lenkwerk ist darauf ausgelegt, diese Anforderungen und die WCAG 2.2, Stufe AA, zu erfüllen. Die Seiten "
            "werden mit automatischen Prüfungen getestet, hell und dunkel, am großen und am kleinen Bildschirm. Eine "
            "Prüfung durch eine unabhängige Stelle hat noch nicht stattgefunden."
        ),
        heading("Barrieren melden"),
        text(
            "Fällt Ihnen eine Barriere auf, schreiben Sie der Koordinierenden Stelle Ihres Kreises oder der Stelle, "
            "die im Impressum steht. Nennen Sie die Seite und was Sie tun wollten."
        ),
        heading("Ombudsstelle"),
        text(
            "Erhalten Sie keine zufriedenstellende Antwort, können Sie sich an die Ombudsstelle für barrierefreie "
            "Informationstechnik des Landes Nordrhein-Westfalen wenden."
        ),
    ),
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
        heading("Verantwortlich"),
        text(
            "Verantwortlich ist die Stelle, die im Impressum steht. Sie ergänzt hier Rechtsgrundlagen, Löschfristen "
            "und die Anschrift der oder des Datenschutzbeauftragten."
        ),
    ),
)
IMPRINT = PublicText(
    "impressum",
    "Impressum",
    (
        text(
            "Herausgeber ist die Stelle, die diese Installation von Lenkwerk betreibt. Sie trägt hier Anschrift, "
            "Vertretung, Telefon und E-Mail-Adresse ein."
        ),
        heading("Software"),
        text("Lenkwerk ist freie Software unter der European Union Public Licence (EUPL), Version 1.2."),
    ),
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
    ),
)
GLOSSARY = PublicText(
    "glossar",
    "Glossar",
    (
        terms(
            ("Arbeitsauftrag", "Der schriftliche Auftrag des Lenkungsgremiums an eine Projektarbeitsgruppe."),
            ("Befangenheit", "Wer an einer Sache ein eigenes Interesse hat, berät und stimmt bei ihr nicht mit."),
            ("Beratend", "Ein beratender Sitz nimmt teil und spricht mit, stimmt aber nicht ab."),
            ("Beschluss", "Der Wortlaut, über den ein Gremium entschieden hat, mit seinem Ergebnis."),
            ("Beschlussfähigkeit", "Ob genug Sitze anwesend sind, damit das Gremium entscheiden kann."),
            ("Beschlussvorlage", "Der Text, der einem Gremium zur Entscheidung vorgelegt wird, kurz: Vorlage."),
            ("Case Management", "Die Begleitung einzelner Menschen über die Grenzen von Stellen hinweg."),
            ("Dienstleistungskette", "Die vereinbarte Reihenfolge, in der mehrere Stellen an einer Sache arbeiten."),
            (
                "Fallrekonstruktion",
                "Die gemeinsame Auswertung eines weitgehend abgeschlossenen, typischen Falls, um Hindernisse im "
                "System zu finden.",
            ),
            ("Fallserie", "Fälle, die gemeinsam rekonstruiert werden, in der Regel mindestens vier."),
            (
                "Generatives Thema",
                "Ein Problem, das sich in mehreren Fällen wiederholt und das das Lenkungsgremium als Thema feststellt.",
            ),
            ("Geschäftsordnung", "Die Regeln, nach denen ein Gremium einlädt, berät und entscheidet."),
            ("Geschäftsstelle", "Wer ein Gremium organisiert: einlädt, Vorlagen verteilt, Niederschriften schreibt."),
            ("Koordinierende Stelle", "Die strategische Koordination des KIM im Kreis."),
            ("Ladungsfrist", "Wie viele Tage zwischen Einladung und Sitzung mindestens liegen."),
            ("Lenkungsgremium", "Das oberste Gremium des KIM im Kreis, mancherorts Lenkungsgruppe. Es entscheidet."),
            ("Niederschrift", "Das genehmigte Protokoll einer Sitzung."),
            ("Projektarbeitsgruppe", "Eine Gruppe, die zu einem Thema einen Arbeitsauftrag hat."),
            ("Sitz", "Der Platz einer Stelle in einem Gremium. Menschen wechseln, der Sitz bleibt."),
            ("Stellvertretung", "Wer einen Sitz einnimmt, wenn die Person, die ihn innehat, nicht da ist."),
            ("Tagesordnungspunkt (TOP)", "Ein Punkt auf der Tagesordnung einer Sitzung."),
            ("Vorgang", "Der Weg eines Themas von den Fällen über Beschlüsse bis zur geänderten Praxis."),
            ("Zielsystem", "Ein Baum von Zielen, vom Grundsatz bis zur einzelnen Aktivität."),
        ),
    ),
)

PUBLIC_TEXTS = (KIM, HELP, GLOSSARY, ACCESSIBILITY, PRIVACY, IMPRINT)
