"""The reading view of minutes, part by part, from the same content that Word and PDF print.

Texts of the record (outcomes, verdicts, „entschuldigt“) are German as they stand in the document; the words of the page
around them follow the reader's language.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from governance.documents.content import ActionItem, Attendee, MinutesDocument, MinutesItem, NamedVote, VoteRecord
from governance.documents.richtext import RichText, plain_text, to_html
from governance.documents.wording import paper_words, presence_words
from portal.components import dates
from portal.components.diff import diff
from portal.components.people import PeopleGroup, PersonRow
from portal.components.vote import VoteResult


@dataclass(frozen=True, slots=True)
class VoteView:
    """A vote: the stored sentence, its figures, the rule that decided, the names."""

    sentence: str
    label: str
    result: VoteResult | None
    rule: str
    names: tuple[NamedVote, ...]


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item to read. `proposal` is empty where it is what was decided; `changes` compares the two."""

    number: str
    title: str
    outcome: str
    meta: tuple[str, ...]
    report: SafeString
    discussion: SafeString
    quorum: str
    recusals: tuple[str, ...]
    proposal: SafeString
    decided: SafeString
    changes: SafeString
    votes: tuple[VoteView, ...]
    reason: str
    resolution: str
    effect: str
    actions: tuple[ActionItem, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything of the text, in the order of the page."""

    facts: tuple[tuple[str, str], ...]
    summons: str
    quorum: str
    objections: tuple[tuple[str, str], ...]
    groups: tuple[PeopleGroup, ...]
    opening: SafeString
    items: tuple[ItemView, ...]
    closing: SafeString


def reading(document: MinutesDocument) -> Reading:
    """Return the text of `document` for the page."""
    return Reading(
        facts=tuple((label, value) for label, value in _facts(document) if value),
        summons=document.summons,
        quorum=document.quorum,
        objections=tuple((label, text) for label, text in _opening_objections(document) if text),
        groups=_groups(document),
        opening=html(document.opening),
        items=tuple(_item(item) for item in document.items),
        closing=html(document.closing),
    )


def html(blocks: RichText) -> SafeString:
    """Return rich text as HTML: `to_html` prints tags of the allow-list only and escapes every text."""
    return mark_safe(to_html(blocks))


def _facts(document: MinutesDocument) -> tuple[tuple[str, str], ...]:
    pauses = ", ".join(_span(pause.starts_at, pause.ends_at) for pause in document.breaks)
    ended = dates.day_time(document.ends_at) if document.ends_at else _("not closed yet")
    return (
        (_("Place"), document.place),
        (_("Start"), dates.day_time(document.starts_at)),
        (_("End of the session"), ended),
        (_("Breaks"), pauses),
        (_("Chair"), document.chair),
        (_("Minutes taken by"), document.minute_taker),
    )


def _opening_objections(document: MinutesDocument) -> tuple[tuple[str, str], ...]:
    return (
        (_("Objections to the summons"), document.summons_objections),
        (_("Objections to the agenda"), document.agenda_objections),
    )


def _span(start: datetime, end: datetime | None) -> str:
    return dates.span(start, end) if end else _("from %(time)s") % {"time": dates.clock(start)}


def _groups(document: MinutesDocument) -> tuple[PeopleGroup, ...]:
    groups = (
        (_("With vote"), document.voting),
        (_("Advisory, without vote"), document.advisory),
        (_("Guests"), document.guests),
    )
    found = [PeopleGroup(_rows(people, document), heading=heading) for heading, people in groups if people]
    if document.absent:
        rows = tuple(PersonRow(entry.seat, entry.person, entry.state) for entry in document.absent)
        found.append(PeopleGroup(rows, heading=_("Not present")))
    return tuple(found)


def _rows(people: tuple[Attendee, ...], document: MinutesDocument) -> tuple[PersonRow, ...]:
    """Return one row for each seat, whoever sat in it, and one for each guest."""
    by_seat: dict[str, list[Attendee]] = {}
    for entry in people:
        by_seat.setdefault(entry.seat or entry.person, []).append(entry)
    return tuple(_row(seat, entries, document) for seat, entries in by_seat.items())


def _row(seat: str, entries: list[Attendee], document: MinutesDocument) -> PersonRow:
    if len(entries) == 1:
        return PersonRow(seat, _name(entries[0]) if entries[0].seat else "", _when(entries[0], document))
    return PersonRow(seat, "; ".join(f"{_name(entry)}: {_when(entry, document)}" for entry in entries))


def _name(entry: Attendee) -> str:
    return f"{entry.person}, in Vertretung für {entry.deputy_for}" if entry.deputy_for else entry.person


def _when(entry: Attendee, document: MinutesDocument) -> str:
    there = presence_words(entry.presences, document.starts_at, document.ends_at)
    return ", ".join(part for part in (there, entry.remark) if part)


def _item(item: MinutesItem) -> ItemView:
    proposal, decided = plain_text(item.proposal), plain_text(item.decided)
    return ItemView(
        number=item.number,
        title=item.title,
        outcome=item.outcome,
        meta=tuple(part for part in _meta(item) if part),
        report=html(item.report),
        discussion=html(item.discussion),
        quorum=item.quorum,
        recusals=tuple(_recusal(row.seat, row.person, row.ground) for row in item.recusals),
        proposal=html(item.proposal) if proposal != decided else SafeString(),
        decided=html(item.decided),
        changes=diff(proposal, decided) if item.diff else SafeString(),
        votes=tuple(_vote(vote) for vote in item.votes),
        reason=item.reason,
        resolution=item.resolution_number,
        effect=item.effect,
        actions=item.action_items,
    )


def _meta(item: MinutesItem) -> tuple[str, ...]:
    times = _span(item.called_at, item.done_at) if item.called_at else ""
    planned = _("planned %(count)s min.") % {"count": item.planned_minutes} if item.planned_minutes else ""
    guests = _("Guests: %(names)s") % {"names": ", ".join(item.guests)} if item.guests else ""
    return (
        times,
        planned if times else "",
        paper_words(item.paper) if item.paper else "",
        guests,
        "" if item.is_public else _("non-public"),
    )


def _recusal(seat: str, person: str, ground: str) -> str:
    who = ", ".join(part for part in (seat, person) if part)
    return f"{who}: {ground}" if ground else who


def _vote(vote: VoteRecord) -> VoteView:
    figures = vote.figures
    result = None
    if figures is not None:
        result = VoteResult(
            figures.yes, figures.no, figures.abstentions, recused=figures.recused, absent=figures.not_voting
        )
    return VoteView(vote.verdict, vote.label, result, vote.rule, vote.named_votes)
