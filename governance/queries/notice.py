"""The notice period of a meeting and of its late items: checked, said, recorded, read back.

Rules of procedure know a normal period, a shorter one for urgent matters with a reason, and late items, for which
the shorter one counts (decisions.md, "Rules of procedure", row "notice period").
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from governance.models import Meeting
from governance.queries.procedure import rules_on
from governance.queries.wording import say
from governance.rules import clock
from governance.rules.deadlines import NoticeCheck, check_notice, check_summons
from governance.rules.procedure import DayKind
from governance.rules.text import Message, mark, mark_plural

Sentences = tuple[Mapping[DayKind, str], tuple[str, str]]

_NORMAL: Sentences = (
    {
        DayKind.CALENDAR: mark("The notice period of %(needed)s calendar days is kept: %(given)s days%(rule)s."),
        DayKind.WORKING: mark("The notice period of %(needed)s working days is kept: %(given)s days%(rule)s."),
    },
    mark_plural(
        "The notice period of %(needed)s days is short by %(count)s day%(rule)s.",
        "The notice period of %(needed)s days is short by %(count)s days%(rule)s.",
    ),
)
_URGENT: Sentences = (
    {
        DayKind.CALENDAR: mark(
            "The shortened notice period of %(needed)s calendar days for urgent matters is kept: "
            "%(given)s days%(rule)s."
        ),
        DayKind.WORKING: mark(
            "The shortened notice period of %(needed)s working days for urgent matters is kept: %(given)s days%(rule)s."
        ),
    },
    mark_plural(
        "The shortened notice period of %(needed)s days for urgent matters is short by %(count)s day as well%(rule)s.",
        "The shortened notice period of %(needed)s days for urgent matters is short by %(count)s days as well%(rule)s.",
    ),
)
_LATE: Sentences = (
    {
        DayKind.CALENDAR: mark(
            "The shortened notice period of %(needed)s calendar days for late items is kept: %(given)s days%(rule)s."
        ),
        DayKind.WORKING: mark(
            "The shortened notice period of %(needed)s working days for late items is kept: %(given)s days%(rule)s."
        ),
    },
    mark_plural(
        "The shortened notice period of %(needed)s days for late items is short by %(count)s day%(rule)s.",
        "The shortened notice period of %(needed)s days for late items is short by %(count)s days%(rule)s.",
    ),
)


def notice_for(meeting: Meeting, on: date) -> NoticeCheck | None:
    """Check the notice period for a dispatch on the local date `on`; None where no rules say anything."""
    day = clock.local_date(meeting.starts_at)
    rules = rules_on(meeting.body_id, day)
    return check_summons(rules, on, day) if rules else None


def late_notice_for(meeting: Meeting, on: date) -> NoticeCheck | None:
    """Check the notice period of late items told on the local date `on`; None where no rules say anything."""
    day = clock.local_date(meeting.starts_at)
    rules = rules_on(meeting.body_id, day)
    return check_notice(rules, on, day, urgent=True) if rules else None


def notice_text(check: NoticeCheck) -> str:
    """Return the result of the check of a summons in words, with its paragraphs."""
    sentences = [_sentence(check, _NORMAL)]
    if check.shortened is not None:
        sentences.append(_sentence(check.shortened, _URGENT))
    return " ".join(say(sentence) for sentence in sentences)


def late_notice_text(check: NoticeCheck) -> str:
    """Return the result of the check of late items in words, with its paragraph."""
    return say(_sentence(check, _LATE))


def _sentence(check: NoticeCheck, sentences: Sentences) -> Message:
    kept, (singular, plural) = sentences
    values = {
        "needed": check.days_needed,
        "given": check.days_given,
        "count": check.short_by,
        "rule": f" ({check.paragraph})" if check.paragraph else "",
    }
    return Message(kept[check.kind], values) if check.in_time else Message(singular, values, plural)


def notice_record(check: NoticeCheck) -> dict[str, Any]:
    """Return the check as it is recorded with what was published, dated today."""
    record = {
        "on": clock.today().isoformat(),
        "given": check.days_given,
        "needed": check.days_needed,
        "short_by": check.short_by,
        "latest": check.latest_dispatch.isoformat(),
        "kind": check.kind.value,
        "paragraph": check.paragraph,
    }
    return record | ({"shortened": notice_record(check.shortened)} if check.shortened else {})


def _recorded(stored: Mapping[str, Any]) -> NoticeCheck:
    return NoticeCheck(
        days_given=stored["given"],
        days_needed=stored["needed"],
        short_by=stored["short_by"],
        latest_dispatch=date.fromisoformat(stored["latest"]),
        kind=DayKind(stored["kind"]),
        paragraph=stored["paragraph"],
        shortened=_recorded(stored["shortened"]) if "shortened" in stored else None,
    )


def told_notice(meeting: Meeting) -> NoticeCheck | None:
    """Return the check recorded at the last dispatch or move; None before, and without rules."""
    stored = (meeting.published or {}).get("notice")
    return _recorded(stored) if stored else None


def _told_supplements(meeting: Meeting) -> list[tuple[str, Mapping[str, Any], NoticeCheck]]:
    """Return number, record and check of each supplement that was told, in order."""
    stored = (meeting.published or {}).get("supplements", {})
    return [(number, stored[number], _recorded(stored[number])) for number in sorted(stored, key=int)]


def notice_statement(meeting: Meeting) -> str:
    """Return what was recorded about the notice periods of summons and supplements, with the reasons for
    shortfalls."""
    parts = []
    if (check := told_notice(meeting)) is not None:
        parts.append(notice_text(check))
        if not check.in_time and meeting.notice_reason:
            parts.append(_("Reason: %(reason)s") % {"reason": meeting.notice_reason})
    for number, record, check in _told_supplements(meeting):
        values = {"number": number, "items": ", ".join(record["items"]), "sentence": late_notice_text(check)}
        parts.append(_("Supplement %(number)s (item %(items)s): %(sentence)s") % values)
        if not check.in_time and record["reason"]:
            parts.append(_("Reason: %(reason)s") % {"reason": record["reason"]})
    return " ".join(parts)


def is_summoned_late(meeting: Meeting) -> bool:
    """Tell whether summons or a supplement kept neither the normal period nor the one for urgent matters."""
    check = told_notice(meeting)
    return bool(check and check.is_late) or any(not late.in_time for _no, _record, late in _told_supplements(meeting))
