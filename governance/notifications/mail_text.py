"""The German sentences of the mails. They are records sent out, so they are not translated.

Every function returns plain text; `governance.notifications.mail_body` makes it a mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from babel.dates import format_date

from governance.notifications.mails import InvitationMail, MailKind, PaperLink
from governance.rules.characters import clean_line
from governance.rules.clock import BERLIN
from governance.rules.wording import public_title

TIME: Final = "Termin"
PLACE: Final = "Ort"
MEETING: Final = "Sitzung"
PAPERS: Final = "Unterlagen"
ANSWER: Final = "Ihre Antwort"
CHANGES: Final = "Das hat sich geändert"
OPEN_MEETING: Final = "Sitzung im Portal öffnen"
NOT_STATED: Final = "keine Angabe"
BEFORE: Final = "bisher"
NOW: Final = "jetzt"

_SUBJECT_MEETING_MAX: Final = 120

_SUBJECTS: Final = {
    MailKind.REQUEST: "Einladung",
    MailKind.UPDATE: "Geänderte Einladung",
    MailKind.CANCEL: "Absage",
    MailKind.REMOVAL: "Einladung aufgehoben",
}
_HEADINGS: Final = {
    MailKind.REQUEST: "Einladung zur Sitzung",
    MailKind.UPDATE: "Geänderte Einladung zur Sitzung",
    MailKind.CANCEL: "Absage der Sitzung",
    MailKind.REMOVAL: "Einladung aufgehoben",
}
_OPENINGS: Final = {
    MailKind.REQUEST: "wir laden Sie zu folgender Sitzung ein.",
    MailKind.UPDATE: "zu dieser Sitzung sind Sie eingeladen. Die Einladung hat sich geändert.",
    MailKind.CANCEL: "diese Sitzung ist abgesagt. Sie findet nicht statt.",
    MailKind.REMOVAL: "Ihre Einladung zu dieser Sitzung ist aufgehoben. Die Sitzung selbst findet statt.",
}
_CALENDAR_NOTES: Final = {
    MailKind.REQUEST: "Der Kalendereintrag liegt dieser E-Mail bei.",
    MailKind.UPDATE: "Der geänderte Kalendereintrag liegt dieser E-Mail bei. Er ersetzt den bisherigen.",
    MailKind.CANCEL: "Sie brauchen nicht zu antworten. Bitte entfernen Sie die Sitzung aus Ihrem Kalender, "
    "wenn das nicht von selbst geschieht.",
    MailKind.REMOVAL: "Sie brauchen nicht zu antworten. Bitte entfernen Sie die Sitzung aus Ihrem Kalender, "
    "wenn das nicht von selbst geschieht.",
}


def subject(kind: MailKind, meeting: str, starts_at: datetime) -> str:
    """Return the subject: kind, name of the meeting (shortened), date in Europe/Berlin; no person."""
    name = clean_line(meeting)
    if len(name) > _SUBJECT_MEETING_MAX:
        name = name[: _SUBJECT_MEETING_MAX - 1].rstrip() + "…"
    return f"{_SUBJECTS[kind]}: {name} am {starts_at.astimezone(BERLIN):%d.%m.%Y}"


def when(starts_at: datetime, ends_at: datetime) -> str:
    """Return "Mittwoch, 12. Mai 2027, 14:00 bis 17:00 Uhr" in Europe/Berlin, for aware moments."""
    start, end = starts_at.astimezone(BERLIN), ends_at.astimezone(BERLIN)
    last = f"{end:%H:%M}" if start.date() == end.date() else f"{_day(end.date())}, {end:%H:%M}"
    return f"{_day(start.date())}, {start:%H:%M} bis {last} Uhr"


def greeting(name: str) -> str:
    """Return the salutation, without a guess at the person's sex."""
    person = clean_line(name)
    return f"Guten Tag {person}," if person else "Guten Tag,"


def heading(kind: MailKind) -> str:
    """Return the heading of the HTML body: without the date, which is named once, among the facts."""
    return _HEADINGS[kind]


def opening(kind: MailKind) -> str:
    """Return the sentence after the salutation."""
    return _OPENINGS[kind]


def calendar_note(kind: MailKind) -> str:
    """Return the sentence about the calendar file."""
    return _CALENDAR_NOTES[kind]


def facts(mail: InvitationMail) -> tuple[tuple[str, str], ...]:
    """Return label and value of meeting, time and place; what is listed as changed is not said twice."""
    changed = {change.label for change in mail.changes} if mail.kind is MailKind.UPDATE else set()
    rows = (
        (MEETING, mail.meeting),
        (TIME, when(mail.starts_at, mail.ends_at)),
        (PLACE, mail.place if mail.kind.method == "REQUEST" else ""),
    )
    return tuple((label, value) for label, value in rows if value.strip() and label not in changed)


def paper_label(paper: PaperLink) -> str:
    """Return the text of a link to a paper; without the title if the item is not public."""
    title = public_title(clean_line(paper.title), public=paper.public)
    number = clean_line(paper.number)
    return f"{number}: {title}" if number else title


@dataclass(frozen=True)
class Wording:
    """Subject, paragraphs and label of the link of a `Mail`; the first paragraph continues the salutation."""

    subject: str
    paragraphs: tuple[str, ...]
    link: str


def answer_missing(meeting: str, starts_at: datetime, ends_at: datetime) -> Wording:
    """Return the words of the mail that reminds of an answer to an invitation; aware moments."""
    name = clean_line(meeting)
    return Wording(
        subject=f"Erinnerung: Ihre Antwort zur Sitzung am {starts_at.astimezone(BERLIN):%d.%m.%Y} fehlt",
        paragraphs=(
            f"zu dieser Sitzung haben Sie noch nicht geantwortet: {name}, {when(starts_at, ends_at)}.",
            "Bitte antworten Sie mit einem der Links, auch wenn Sie nicht kommen können. "
            "Ihr Kalendereintrag bleibt, wie er ist.",
        ),
        link=OPEN_MEETING,
    )


def ballot_missing(body: str, item_number: str) -> Wording:
    """Return the words of the mail that reminds of an open vote; the subject names neither person nor matter."""
    return Wording(
        subject="Erinnerung: Ihre Stimme fehlt noch",
        paragraphs=(
            f"in der Sitzung läuft eine Abstimmung, in der Ihre Stimme noch fehlt: {clean_line(body)}, "
            f"TOP {clean_line(item_number)}.",
            "Der Link führt zum Stimmzettel. Sie stimmen ab, solange die Abstimmung offen ist.",
        ),
        link="Jetzt abstimmen",
    )


def minutes_circulated(meeting: str, objections_until: date, *, version: int = 1, register_hash: str = "") -> Wording:
    """Return the words of the mail that circulates minutes; `objections_until` is the last day, local.

    A later `version` says that the text was changed. `register_hash` is the head of the body's register, so that
    every recipient holds what a later check can be anchored to (design, decisions.md "Resolutions").
    """
    name = clean_line(meeting)[:_SUBJECT_MEETING_MAX]
    changed = version > 1
    paragraphs = [
        f"die {'geänderte ' if changed else ''}Niederschrift liegt vor: {clean_line(meeting)}"
        f"{f', Fassung {version}' if changed else ''}.",
        f"Einwendungen nehmen wir bis {_day(objections_until)}, entgegen. "
        "Gehen keine ein, wird die Niederschrift zur Genehmigung vorgelegt.",
    ]
    if register_hash:
        paragraphs.append(f"Prüfsumme des Beschlussregisters: {register_hash}")
    return Wording(
        subject=f"{'Geänderte Niederschrift' if changed else 'Niederschrift'}: {name}",
        paragraphs=tuple(paragraphs),
        link="Niederschrift lesen",
    )


def nomination_asked(group: str, places: Sequence[str]) -> Wording:
    """Return the words of the mail that asks an organisation for its members of a project group.

    `places` are the seats that wait for it; the subject names neither person nor matter.
    """
    seats = ", ".join(clean_line(place) for place in places)
    return Wording(
        subject="Bitte um Benennung für eine Projektgruppe",
        paragraphs=(
            f"ein Arbeitsauftrag ist verabschiedet. Die Projektgruppe „{clean_line(group)}“ nimmt die Arbeit auf, "
            f"sobald alle beteiligten Stellen geantwortet haben. Für Ihre Organisation ist vorgesehen: {seats}.",
            "Bitte benennen Sie im Portal, wer teilnimmt, oder sagen Sie mit einer kurzen Begründung ab. "
            "Dort lesen Sie auch den Arbeitsauftrag.",
            "Ohne Zugang zum Portal genügt eine Antwort auf diese E-Mail. Die Koordination trägt sie für Sie ein.",
        ),
        link="Mitglied benennen oder absagen",
    )


def consent_asked(number: str, chain: str) -> Wording:
    """Return the words of the mail that asks an organisation whether it agrees to a frozen version of a chain."""
    return Wording(
        subject=f"Bitte um Zustimmung: Dienstleistungskette zum Vorgang {clean_line(number)}",
        paragraphs=(
            f"die Dienstleistungskette „{clean_line(chain)}“ ist festgeschrieben. Ihre Organisation übernimmt darin "
            "Schritte.",
            "Bitte lesen Sie die Fassung und stimmen Sie zu, oder lehnen Sie mit Begründung ab. Eine Kette bindet nur, "
            "wer zugestimmt hat. Niemand stimmt an Ihrer Stelle zu.",
        ),
        link="Kette lesen und antworten",
    )


def footer(sender_name: str) -> str:
    """Return the last sentence of every mail."""
    return f"Diese E-Mail wurde automatisch versandt. Absender: {clean_line(sender_name)}"


def _day(day: date) -> str:
    return str(format_date(day, "EEEE, d. MMMM y", locale="de"))
