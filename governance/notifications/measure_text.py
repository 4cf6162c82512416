"""The German sentences of the mails on measures, follow-ups and notices. No subject names a person or a matter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from governance.notifications.mail_text import Wording
from governance.rules.characters import clean_line
from governance.rules.lifecycles import MeasureState
from governance.rules.measures import Occasion
from governance.rules.notifications import NotificationKind

OPEN_MEASURE: Final = "Maßnahme öffnen"

_TOLD: Final = {
    MeasureState.ACCEPTED: ("Maßnahme angenommen", "hat die Maßnahme angenommen"),
    MeasureState.DECLINED: ("Maßnahme abgelehnt", "hat die Maßnahme abgelehnt"),
    MeasureState.INFEASIBLE: ("Maßnahme nicht umsetzbar", "meldet, dass die Maßnahme nicht umsetzbar ist"),
    MeasureState.DONE: ("Maßnahme erledigt", "meldet, dass die Maßnahme erledigt ist"),
    MeasureState.DEFERRED: ("Maßnahme zurückgestellt", "hat die Maßnahme zurückgestellt"),
}


def measure_asked(number: str, title: str, until: date | None) -> Wording:
    """Return the words that ask the contact of an organisation to accept or decline a measure."""
    day = f" Sie soll bis {until:%d.%m.%Y} umgesetzt sein." if until else ""
    return Wording(
        kind=NotificationKind.REQUEST,
        subject=f"Bitte annehmen oder ablehnen: Maßnahme zum Vorgang {clean_line(number)}",
        paragraphs=(
            f"Ihre Organisation ist für diese Maßnahme vorgesehen: {clean_line(title)}.{day}",
            "Bitte nehmen Sie die Maßnahme an und nennen Sie eine verantwortliche Person, oder lehnen Sie sie mit "
            "Grund ab. Niemand nimmt sie an Ihrer Stelle an.",
        ),
        link=OPEN_MEASURE,
    )


def measure_answered(number: str, organisation: str, title: str, state: MeasureState) -> Wording:
    """Return the words that tell the coordination what an organisation has answered or reported."""
    subject, told = _TOLD[state]
    return Wording(
        kind=NotificationKind.REPORTS,
        subject=f"{subject}: Vorgang {clean_line(number)}",
        paragraphs=(f"{clean_line(organisation)} {told}: {clean_line(title)}.",),
        link=OPEN_MEASURE,
        line=f"{clean_line(organisation)} {told}: {clean_line(title)}",
    )


def measure_withdrawn(number: str, title: str) -> Wording:
    """Return the words that tell an organisation that a measure is not expected of it any more."""
    return Wording(
        kind=NotificationKind.REPORTS,
        subject=f"Maßnahme nicht mehr bei Ihnen: Vorgang {clean_line(number)}",
        paragraphs=(
            f"diese Maßnahme wird von Ihrer Organisation nicht mehr erwartet: {clean_line(title)}.",
            "Der Grund steht im Verlauf der Maßnahme. Bei Fragen hilft die Koordination.",
        ),
        link=OPEN_MEASURE,
        line=f"Maßnahme nicht mehr erwartet: {clean_line(title)}",
    )


@dataclass(frozen=True)
class Reminder:
    """One matter in a mail that reminds: what it is called, its date, why it is named."""

    title: str
    until: date | None
    occasion: Occasion


_OCCASIONS: Final = {
    Occasion.UNANSWERED: "noch nicht beantwortet",
    Occasion.SOON: "bald fällig",
    Occasion.OVERDUE: "überfällig",
}


def reminder(rows: Iterable[Reminder], *, unreachable: bool = False) -> Wording:
    """Return the words of the mail that reminds one person of everything that waits for them.

    `unreachable`: it goes to the coordination, because nobody of the organisations can be reached.
    """
    lines = tuple(
        f"{clean_line(row.title)}: {_OCCASIONS[row.occasion]}{f' (bis {row.until:%d.%m.%Y})' if row.until else ''}"
        for row in rows
    )
    opening = "diese Maßnahmen und Aufgaben aus Beschlüssen warten auf Sie:"
    if unreachable:
        opening = "für diese Maßnahmen und Aufgaben ist bei der Organisation niemand per E-Mail erreichbar:"
    return Wording(
        kind=NotificationKind.REMINDERS,
        subject="Erinnerung: Maßnahmen und Beschlusskontrolle",
        paragraphs=(opening, *lines),
        link="Meine Aufgaben öffnen",
        line="; ".join(lines),
    )


def follow_up_asked(number: str, task: str, until: date) -> Wording:
    """Return the words that ask the owner of a follow-up to accept or decline."""
    return Wording(
        kind=NotificationKind.REQUEST,
        subject=f"Bitte annehmen oder ablehnen: Aufgabe aus Beschluss {clean_line(number)}",
        paragraphs=(
            f"aus dem Beschluss {clean_line(number)} folgt eine Aufgabe für Sie: {clean_line(task)}. "
            f"Sie soll bis {until:%d.%m.%Y} erledigt sein.",
            "Bitte nehmen Sie die Aufgabe an oder lehnen Sie sie mit Grund ab.",
        ),
        link="Aufgabe öffnen",
    )


def follow_up_told(number: str, what: str) -> Wording:
    """Return the words that tell the coordination what the owner of a follow-up has answered or reported."""
    return Wording(
        kind=NotificationKind.REPORTS,
        subject=f"Beschlusskontrolle: Meldung zu Beschluss {clean_line(number)}",
        paragraphs=(f"zum Beschluss {clean_line(number)} gibt es eine Meldung: {clean_line(what)}.",),
        link="Beschlusskontrolle öffnen",
        line=f"Beschluss {clean_line(number)}: {clean_line(what)}",
    )


def notice_sent(*, again: bool = False) -> Wording:
    """Return the words of the mail that leads to a notice; what it says is read in the portal only."""
    return Wording(
        kind=NotificationKind.NOTICES,
        subject=f"{'Erinnerung: ' if again else ''}Mitteilung der Koordination zum Lesen",
        paragraphs=(
            "die Koordination teilt Ihnen mit, was aus einem Thema oder einem Beschluss geworden ist.",
            "Bitte lesen Sie die Mitteilung im Portal und bestätigen Sie dort, dass Sie sie gelesen haben.",
        ),
        link="Mitteilung lesen",
    )
