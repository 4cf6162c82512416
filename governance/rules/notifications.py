"""How people are told: kinds of mails, which are duties, how often the others come (meetings.md, Reminders).

A duty has a legal effect or waits for an answer that nobody else can give; it is always sent at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from governance.rules.text import mark


class NotificationKind(StrEnum):
    """Kinds of mails, duties first."""

    INVITATION = "invitation"
    VOTE = "vote"
    MINUTES = "minutes"
    REQUEST = "request"
    LOGIN = "login"
    REPORTS = "reports"
    REMINDERS = "reminders"
    NOTICES = "notices"
    NEWS = "news"


class Pace(StrEnum):
    """How often mails of a kind come; `NONE` leaves them to the portal."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NONE = "none"


KIND_LABELS: Final[Mapping[NotificationKind, str]] = {
    NotificationKind.INVITATION: mark("Invitations to meetings"),
    NotificationKind.VOTE: mark("Open votes"),
    NotificationKind.MINUTES: mark("Minutes to check"),
    NotificationKind.REQUEST: mark("Requests to you or your organisation"),
    NotificationKind.LOGIN: mark("Login and password"),
    NotificationKind.REPORTS: mark("Answers and reports on measures and tasks"),
    NotificationKind.REMINDERS: mark("Reminders of measures and tasks"),
    NotificationKind.NOTICES: mark("Notices of the coordination"),
    NotificationKind.NEWS: mark("News of bodies and processes"),
}
PACE_LABELS: Final[Mapping[Pace, str]] = {
    Pace.AT_ONCE: mark("at once"),
    Pace.DAILY: mark("once a day, together"),
    Pace.WEEKLY: mark("once a week, together"),
    Pace.NONE: mark("no mail, only in the portal"),
}
DUTIES: Final[Mapping[NotificationKind, str]] = {
    NotificationKind.INVITATION: mark("The invitation keeps the notice period. Changes must reach you."),
    NotificationKind.VOTE: mark("A vote is open for a short time only."),
    NotificationKind.MINUTES: mark("With this mail the period for objections begins."),
    NotificationKind.REQUEST: mark("Nobody answers in your place: mandates, nominations, measures, publications."),
    NotificationKind.LOGIN: mark("These mails protect your login."),
}
"""The kinds that cannot be switched off, with the reason."""

EXPLANATIONS: Final[Mapping[NotificationKind, str]] = {
    NotificationKind.REPORTS: mark("An organisation has accepted, declined or reported."),
    NotificationKind.REMINDERS: mark("Something is due soon or overdue."),
    NotificationKind.NOTICES: mark("What became of a topic or a resolution. You confirm reading in the portal."),
    NotificationKind.NEWS: mark("New resolutions and steps of processes that you may see."),
}
CHOOSABLE: Final = tuple(kind for kind in NotificationKind if kind not in DUTIES)


def usual_pace(kind: NotificationKind) -> Pace:
    """Return the pace that holds without a choice."""
    return Pace.NONE if kind is NotificationKind.NEWS else Pace.AT_ONCE


def paces_of(kind: NotificationKind) -> tuple[Pace, ...]:
    """Return the paces that can be chosen; only one for a duty. News are collected, so they never come at once."""
    if kind in DUTIES:
        return (Pace.AT_ONCE,)
    return tuple(pace for pace in Pace if kind is not NotificationKind.NEWS or pace is not Pace.AT_ONCE)


def covered_before(pace: Pace, today: date) -> date:
    """Return the first local day that a digest written on `today` leaves out: today, or the Monday of the week.

    So a second run on the same day, or in the same week, finds nothing new. Raises `ValueError` for other paces.
    """
    if pace is Pace.DAILY:
        return today
    if pace is Pace.WEEKLY:
        return today - timedelta(days=today.weekday())
    raise ValueError(f"{pace} has no digest")
