"""Template tags of the look: each prints one view dataclass (docs/development/components.md)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.components import assets, dates, fields
from portal.components import diff as differ
from portal.components.actions import Action, Badge
from portal.components.agenda import AgendaRow, TimeBudget
from portal.components.findings import Findings
from portal.components.people import PeopleGroup
from portal.components.sorting import PARAMETER, Sorting
from portal.components.text import Text
from portal.components.thread import ThreadEntry
from portal.components.todo import TodoGroup
from portal.components.track import Track, mini_segments, phase_name
from portal.components.vote import VoteCard, VoteProgress, VoteResult

register = template.Library()
Moment = dt.date | dt.datetime


@register.simple_tag
def stylesheets() -> SafeString:
    """Every style sheet of the portal as a link, in its order."""
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(path),) for path in assets.STYLESHEETS))


@register.simple_tag
def head_scripts() -> SafeString:
    """Scripts that must run before the first paint."""
    return format_html_join("\n", '<script src="{}"></script>', ((static(path),) for path in assets.HEAD_SCRIPTS))


@register.simple_tag
def page_scripts() -> SafeString:
    """Scripts that improve the page once it is there."""
    return format_html_join("\n", '<script src="{}" defer></script>', ((static(p),) for p in assets.PAGE_SCRIPTS))


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """A KERN icon, hidden from screen readers; the word stands beside it. `size`: none, small or large."""
    extra = f" kern-icon--{size}" if size else ""
    return format_html('<span class="kern-icon kern-icon--{}{}" aria-hidden="true"></span>', name, extra)


@register.simple_tag
def flag(text: Text, kind: str = "warn", *, small: bool = False) -> SafeString:
    """A sentence with its icon: `ok`, `warn` or `bad`. Colour is never alone."""
    names = {"ok": "success", "warn": "warning", "bad": "danger"}
    css = f"lw-flag--{kind}{' lw-small' if small else ''}"
    return format_html('<span class="lw-flag {}">{}<span>{}</span></span>', css, icon(names[kind]), text)


@register.inclusion_tag("components/badge.html")
def status_badge(badge: Badge | Text, kind: str = "plain", icon: str = "") -> dict[str, object]:
    """A status badge, from a `Badge` or from label, kind and icon."""
    shown = badge if isinstance(badge, Badge) else Badge(badge, kind, icon)  # type: ignore[arg-type]
    return {"badge": shown}


@register.inclusion_tag("components/action.html", takes_context=True)
def action(context: Context, action: Action, size: str = "x-small") -> dict[str, object]:
    """One button: a link, or a form with a CSRF token. `size`: `x-small` in rows, `default`, or `big`."""
    return {"action": action, "size": size, "csrf_token": context.get("csrf_token", "")}


@register.inclusion_tag("components/track.html")
def track(track: Track, level: str = "h2") -> dict[str, object]:
    """The six-phase track with its hidden heading; put it into a panel."""
    return {"track": track, "level": level}


@register.inclusion_tag("components/mini_track.html")
def mini_track(current: int, *, over: bool = False, text: Text | None = None) -> dict[str, object]:
    """The short form of the track. `text` is the word beside it (default: name of the phase; empty: none)."""
    name = phase_name(current)
    return {
        "current": current,
        "name": name,
        "segments": mini_segments(current, over=over),
        "text": name if text is None else text,
    }


@register.inclusion_tag("components/findings.html", takes_context=True)
def findings(context: Context, findings: Findings) -> dict[str, object]:
    """The list of findings, each with its fix."""
    return {"findings": findings, "csrf_token": context.get("csrf_token", "")}


@register.inclusion_tag("components/findings_summary.html")
def findings_summary(findings: Findings) -> dict[str, object]:
    """The counts for the head of the panel."""
    return {"summary": findings.summary}


@register.inclusion_tag("components/thread.html")
def thread(entries: tuple[ThreadEntry, ...]) -> dict[str, object]:
    """The red thread of a process."""
    return {"entries": entries}


@register.simple_block_tag(takes_context=True)
def agenda_row(context: Context, content: str, row: AgendaRow) -> SafeString:
    """One row of the agenda; what stands between the tags opens in place below it (the current item)."""
    # The content is rendered and therefore already escaped; stripping alone would lose that mark.
    more = SafeString(content.strip())
    return SafeString(render_to_string("components/agenda_row.html", {"row": row, "more": more}))


@register.inclusion_tag("components/time_budget.html")
def time_budget(budget: TimeBudget) -> dict[str, object]:
    """The time of the session: bar and words."""
    return {"budget": budget}


@register.inclusion_tag("components/people.html")
def people(group: PeopleGroup, level: str = "h3") -> dict[str, object]:
    """A group of seats with its count."""
    return {"group": group, "level": level}


@register.inclusion_tag("components/vote_card.html", takes_context=True)
def vote_card(context: Context, vote: VoteCard) -> dict[str, object]:
    """A running vote inside the agenda."""
    return {"vote": vote, "csrf_token": context.get("csrf_token", "")}


@register.inclusion_tag("components/vote_progress.html")
def vote_progress(progress: VoteProgress) -> dict[str, object]:
    """`9 von 13 haben abgestimmt`, one mark per seat, who is missing."""
    return {"progress": progress}


@register.inclusion_tag("components/vote_result.html")
def vote_result(result: VoteResult) -> dict[str, object]:
    """The figures of a closed vote: bar and numbers."""
    return {"result": result}


@register.inclusion_tag("components/todo.html", takes_context=True)
def todo(context: Context, groups: tuple[TodoGroup, ...]) -> dict[str, object]:
    """Tasks grouped by date, one verb each."""
    return {"groups": groups, "csrf_token": context.get("csrf_token", "")}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField) -> dict[str, object]:
    """A form field with label, help, error and their ties."""
    return {"field": fields.field_view(bound)}


@register.inclusion_tag("components/form_errors.html")
def form_errors(*forms_: forms.BaseForm) -> dict[str, object]:
    """The summary of all errors above a form, focused when the page opens; nothing when there are none."""
    return {"errors": fields.error_summary(*forms_)}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], parameter: str = "seite") -> dict[str, object]:
    """Pages of a list; the other parameters of the address stay. Nothing when there is one page only."""
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "links": [(n, _address(context, parameter, n) if isinstance(n, int) else "") for n in shown],
        "previous": _address(context, parameter, page.number - 1) if page.has_previous() else "",
        "next": _address(context, parameter, page.number + 1) if page.has_next() else "",
    }


def _address(context: Context, parameter: str, number: int) -> str:
    """Return the query string of page `number`, keeping the other parameters of the request."""
    query = context["request"].GET.copy()
    query[parameter] = str(number)
    return f"?{query.urlencode()}"


@register.inclusion_tag("components/sorting.html")
def sort_choice(sorting: Sorting, total: int) -> dict[str, object]:
    """The orders of a list of `total` rows as links; nothing where there is nothing to sort."""
    return {"sorting": sorting, "total": total}


@register.simple_tag
def sort_state(sorting: Sorting, column: str) -> SafeString:
    """The attribute of the column head that the shown order marks; nothing for the other columns."""
    if column != sorting.column:
        return SafeString()
    return format_html(' aria-sort="{}"', sorting.direction)


@register.simple_tag
def sort_kept(sorting: Sorting) -> SafeString:
    """The hidden field with which a filter form keeps the order."""
    if not sorting.kept:
        return SafeString()
    return format_html('<input type="hidden" name="{}" value="{}">', PARAMETER, sorting.kept)


@register.inclusion_tag("components/empty_state.html", takes_context=True)
def empty_state(context: Context, title: Text, text: Text = "", action: Action | None = None) -> dict[str, object]:
    """What belongs here, and the next step."""
    return {"title": title, "text": text, "action": action, "csrf_token": context.get("csrf_token", "")}


@register.simple_tag
def diff(old: str, new: str) -> SafeString:
    """Word by word comparison of two plain texts."""
    return differ.diff(old, new)


@register.simple_tag
def due(value: Moment, today: dt.date | None = None) -> SafeString:
    """Absolute date with the relative word below it, for table cells."""
    return format_html(
        '<time datetime="{}">{}</time><br><span class="lw-small lw-muted">{}</span>',
        dates.local_day(value).isoformat(),
        dates.day(value),
        dates.relative_day(value, today),
    )


@register.simple_tag
def date_leaf(value: Moment) -> SafeString:
    """The calendar leaf of a meeting."""
    date = dates.local_day(value)
    return format_html(
        '<time class="lw-date" datetime="{}"><span>{}</span><b>{}</b></time>',
        date.isoformat(),
        dates.month_abbr(date),
        date.day,
    )


def _optional(function: Any) -> Any:
    """Let a date filter answer an empty value with nothing, as templates expect."""

    def shown(value: Any, *args: Any) -> str:
        return function(value, *args) if value else ""

    return shown


for _name, _function in {
    "day": dates.day,
    "short_day": dates.short_day,
    "week_day": dates.week_day,
    "long_day": dates.long_day,
    "clock": dates.clock,
    "daytime": dates.day_time,
    "relative_day": dates.relative_day,
}.items():
    register.filter(_name, _optional(_function))


@register.filter
def until(start: dt.datetime, end: dt.datetime) -> str:
    """`{{ meeting.starts_at|until:meeting.ends_at }}`: 14:00 bis 17:00 Uhr."""
    return dates.span(start, end)
