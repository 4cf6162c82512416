"""The German sentences of the mails on publications, messages of the public, and digests. No subject names a person."""

from __future__ import annotations

from typing import Final

from governance.notifications.mail_text import Wording
from governance.rules.characters import clean_line, clean_lines
from governance.rules.notifications import NotificationKind, Pace

OPEN_OVERVIEW: Final = "Übersicht im Portal öffnen"

_TOPICS: Final = {
    "accessibility": "Barriere gemeldet",
    "question": "Frage zum Kommunalen Integrationsmanagement",
    "portal": "Frage zum Portal",
    "privacy": "Frage zum Datenschutz",
}
_HEADINGS: Final = {
    NotificationKind.REPORTS: "Antworten und Meldungen",
    NotificationKind.REMINDERS: "Erinnerungen",
    NotificationKind.NOTICES: "Mitteilungen",
    NotificationKind.NEWS: "Neues aus Gremien und Vorgängen",
}


def publication_asked(number: str) -> Wording:
    """Return the words that ask the chair to agree to the publication of a resolution."""
    return Wording(
        kind=NotificationKind.REQUEST,
        subject=f"Bitte um Zustimmung: Veröffentlichung des Beschlusses {clean_line(number)}",
        paragraphs=(
            f"die Geschäftsführung schlägt vor, den Beschluss {clean_line(number)} zu veröffentlichen.",
            "Im Portal sehen Sie, was öffentlich zu lesen sein wird. Dort stimmen Sie zu oder lehnen mit Grund ab.",
        ),
        link="Vorschlag ansehen",
    )


def message_received(topic: str, text: str, page: str, *, can_answer: bool) -> Wording:
    """Return the words of the mail that hands on a message of the public, without the sender's address."""
    answer = (
        "Die Absenderin oder der Absender wünscht eine Antwort. Die Adresse steht im Portal."
        if can_answer
        else "Eine Adresse für eine Antwort ist nicht angegeben."
    )
    about = (f"Es geht um diese Seite: {clean_line(page)}",) if page else ()
    return Wording(
        kind=NotificationKind.REQUEST,
        subject=f"Nachricht über das Kontaktformular: {_TOPICS[topic]}",
        paragraphs=("über das Kontaktformular ist diese Nachricht eingegangen:", clean_lines(text), *about, answer),
        link="Nachricht im Portal bearbeiten",
    )


def digest_subject(pace: Pace) -> str:
    """Return the subject of a digest."""
    return "Ihr Wochenüberblick aus Lenkwerk" if pace is Pace.WEEKLY else "Ihr Tagesüberblick aus Lenkwerk"


def digest_opening(pace: Pace, count: int) -> str:
    """Return the first sentence of a digest of `count` lines; it continues the salutation."""
    since = "seit dem letzten Wochenüberblick" if pace is Pace.WEEKLY else "seit dem letzten Tagesüberblick"
    told = "ist eine Meldung" if count == 1 else f"sind {count} Meldungen"
    return f"{since} {told} für Sie dazugekommen."


def digest_heading(kind: NotificationKind) -> str:
    """Return the heading above the lines of a kind."""
    return _HEADINGS[kind]


def digest_more(count: int) -> str:
    """Return the sentence about lines that are left out."""
    return f"{count} weitere Meldungen stehen im Portal."
