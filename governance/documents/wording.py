"""German dates, times and formulas as documents print them.

Documents are German in every interface language, so nothing here is translated.
"""

from __future__ import annotations

from datetime import date, datetime

from governance.documents.content import PaperReference, Presence, VoteFigures
from governance.rules.clock import BERLIN

_MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
_WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


def local(moment: datetime) -> datetime:
    """Return the aware `moment` on the clock of Europe/Berlin, without seconds."""
    return moment.astimezone(BERLIN).replace(second=0, microsecond=0)


def long_date(day: date) -> str:
    """„12. Mai 2027“."""
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


def full_date(day: date) -> str:
    """„Mittwoch, 12. Mai 2027“."""
    return f"{_WEEKDAYS[day.weekday()]}, {long_date(day)}"


def short_date(day: date) -> str:
    """„12.05.2027“."""
    return f"{day.day:02}.{day.month:02}.{day.year}"


def clock(moment: datetime) -> str:
    """„14:00“ on the clock of Europe/Berlin."""
    return f"{local(moment):%H:%M}"


def moment_words(moment: datetime) -> str:
    """„12.05.2027, 14:00 Uhr“."""
    return f"{short_date(local(moment).date())}, {clock(moment)} Uhr"


def span_words(start: datetime, end: datetime | None) -> str:
    """„Mittwoch, 12. Mai 2027, 14:00 bis 17:00 Uhr“; a session past midnight names both days."""
    words = f"{full_date(local(start).date())}, {clock(start)}"
    if end is None:
        return f"{words} Uhr"
    if local(end).date() != local(start).date():
        return f"{words} Uhr bis {full_date(local(end).date())}, {clock(end)} Uhr"
    return f"{words} bis {clock(end)} Uhr"


def presence_words(presences: tuple[Presence, ...], start: datetime, end: datetime | None) -> str:
    """Say when somebody was there in a session from `start` to `end` (PR-14).

    „ganze Sitzung“, „ab 14:30 Uhr“, „bis 16:10 Uhr“, „14:30 bis 15:00 Uhr“; several stays joined by commas.
    """
    words = []
    for presence in presences:
        late = local(presence.starts_at) > local(start)
        early = presence.ends_at is not None and (end is None or local(presence.ends_at) < local(end))
        if presence.ends_at is not None and early:
            until = clock(presence.ends_at)
            words.append(f"{clock(presence.starts_at)} bis {until} Uhr" if late else f"bis {until} Uhr")
        elif late:
            words.append(f"ab {clock(presence.starts_at)} Uhr")
    if words:
        return ", ".join(words)
    return "ganze Sitzung" if presences else ""


def duration_words(minutes: int) -> str:
    """„45 Minuten“, „1 Stunde“, „1 Stunde 45 Minuten“."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append("1 Stunde" if hours == 1 else f"{hours} Stunden")
    if rest or not hours:
        parts.append("1 Minute" if rest == 1 else f"{rest} Minuten")
    return " ".join(parts)


def figures_words(figures: VoteFigures, outcome: str) -> str:
    """„ungeändert beschlossen; Ja: 9, Nein: 0, Enthaltungen: 0, Befangen: 0“ (PR-13)."""
    counts = f"Ja: {figures.yes}, Nein: {figures.no}, Enthaltungen: {figures.abstentions}"
    counts += f", Befangen: {figures.recused}"
    if figures.not_voting:
        counts += f", nicht abgestimmt: {figures.not_voting}"
    return f"{outcome}; {counts}" if outcome else counts


def paper_words(paper: PaperReference) -> str:
    """„Vorlage LG/2027/03, Fassung 1“."""
    words = f"Vorlage {paper.number}" if paper.number else "Vorlage"
    return words if paper.version_number is None else f"{words}, Fassung {paper.version_number}"
