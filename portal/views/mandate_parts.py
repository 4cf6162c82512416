"""The wording of a mandate as pages show it: part by part, with gaps, compared with the version before."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.documents.content import MandateContent, MandatePlace
from governance.queries.mandates import MandateRow
from governance.rules.mandates import MANDATORY_PARTS, MandateDates, MandateField
from portal.components import dates
from portal.components.diff import diff

MANDATORY = frozenset(
    {*(MandateField(part.value) for part in MANDATORY_PARTS), MandateField.REPORT_BACK, MandateField.END}
)


@dataclass(frozen=True, slots=True)
class PartText:
    """One part: its text by lines, or the comparison with the version before; `missing`: mandatory and empty."""

    label: str
    lines: tuple[str, ...]
    listed: bool = False
    missing: bool = False
    changed: bool = False
    comparison: SafeString | None = None


def mandate_parts(new: MandateContent, old: MandateContent | None = None) -> tuple[PartText, ...]:
    """Return the parts in the order of the mandate; with `old`, changed parts show what was added and struck."""
    before = dict(_texts(old)) if old else {}
    parts = []
    for field, lines in _texts(new):
        earlier = before.get(field, lines)
        changed = earlier != lines
        parts.append(
            PartText(
                label=_(field.label),
                lines=lines,
                listed=field in {MandateField.COMPOSITION, MandateField.RESULT_TYPES},
                missing=not lines and field in MANDATORY,
                changed=changed,
                comparison=diff("\n".join(earlier), "\n".join(lines)) if changed else None,
            )
        )
    return tuple(parts)


def _texts(content: MandateContent) -> list[tuple[MandateField, tuple[str, ...]]]:
    return [
        (MandateField.SUBJECT, _lines(content.subject)),
        (MandateField.OBJECTIVE, _lines(content.objective)),
        (MandateField.COMPOSITION, tuple(_place(place) for place in content.places)),
        (MandateField.WORKING_FORM, _lines(content.working_form)),
        (MandateField.RESULT_FORM, _lines(content.result_form)),
        (MandateField.RESULT_TYPES, content.results),
        (MandateField.SPECIAL_CONDITIONS, _lines(content.special_conditions)),
        (MandateField.REPORT_BACK, _lines(content.report_back)),
        (MandateField.END, (dates.day(content.ends_on),) if content.ends_on else ()),
    ]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.splitlines())


def _place(place: MandatePlace) -> str:
    name = f"{place.organisation}, {place.seat}" if place.seat else place.organisation
    return _("%(place)s (leads the group)") % {"place": name} if place.lead else name


@dataclass(frozen=True, slots=True)
class Clock:
    """A day of a mandate with how far away it is; `kind` is that of a flag, empty for none."""

    text: str
    kind: str = ""


SOON = 14


def report_clock(days: MandateDates, *, cancelled: bool = False) -> Clock | None:
    """Return how long the group has until it reports back; None where it owes no report."""
    left = days.days_to_report
    if left is None:
        return None
    if left < 0:
        text = ngettext("Report back overdue for %(count)s day", "Report back overdue for %(count)s days", -left)
        return Clock(text % {"count": -left}, "bad")
    if cancelled:
        return Clock(_("The meeting of the report back is cancelled. A new date is needed."), "warn")
    if left == 0:
        return Clock(_("Report back is today"), "warn")
    text = ngettext("Report back in %(count)s day", "Report back in %(count)s days", left) % {"count": left}
    return Clock(text, "warn" if left <= SOON else "")


def end_clock(days: MandateDates) -> Clock | None:
    """Return how long the mandate lasts; None where it has ended otherwise or has no end."""
    left = days.days_to_end
    if left is None:
        return None
    if left < 0:
        text = ngettext("Mandate expired %(count)s day ago", "Mandate expired %(count)s days ago", -left)
        return Clock(text % {"count": -left}, "bad")
    if left == 0:
        return Clock(_("The mandate ends today"), "warn")
    text = ngettext("Mandate lasts %(count)s more day", "Mandate lasts %(count)s more days", left) % {"count": left}
    return Clock(text, "warn" if left <= SOON else "")


def clocks(row: MandateRow) -> tuple[Clock, ...]:
    """Return both clocks of a mandate, the report back first; a mandate that is not in force has none."""
    found = (report_clock(row.dates, cancelled=row.report_cancelled), end_clock(row.dates))
    return tuple(clock for clock in found if clock is not None)
