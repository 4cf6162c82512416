"""Resolutions and the register: what decided an item, the list with its filters, one resolution with its
effect.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from governance.access.decisions import may_release_effect, visible_resolutions
from governance.access.viewer import Viewer
from governance.access.votes import may_see_vote
from governance.models import AgendaItem, Body, Motion, ProcessEffect, Resolution, Vote
from governance.queries.ordering import Order, Orders, in_order
from governance.rules.lifecycles import VoteState
from governance.rules.outcomes import DECIDING_OUTCOMES, Outcome
from governance.rules.text import Message


def deciding_vote(item: AgendaItem) -> Vote | None:
    """Return the closed vote that decides the item; None without one."""
    return deciding_of(Vote.objects.filter(item=item).order_by("closed_at", "pk"))


def deciding_of(votes: Iterable[Vote]) -> Vote | None:
    """Return which of an item's votes decides it: the last closed one on the proposal, or an adopted procedural
    motion after it. `votes` are in the order of their closing.
    """
    found = None
    for vote in votes:
        if vote.state == VoteState.CLOSED and (vote.motion == Motion.PROPOSAL or (vote.verdict or {}).get("adopted")):
            found = vote
    return found


def outcome_of(vote: Vote, proposal: str) -> Outcome:
    """Return the outcome that follows from a deciding vote; `proposal` is the unchanged one of the paper."""
    if vote.motion == Motion.REFER_BACK:
        return Outcome.REFERRED_BACK
    if vote.motion == Motion.POSTPONE:
        return Outcome.POSTPONED
    if not (vote.verdict or {}).get("adopted"):
        return Outcome.REJECTED
    changed = bool(proposal) and vote.wording != proposal
    return Outcome.ADOPTED_WITH_CHANGES if changed else Outcome.ADOPTED


REGISTER_ORDERS: Orders = {
    "neueste": Order(("-decided_at", "-sequence", "-pk"), "number", "descending"),
    "aelteste": Order(("decided_at", "sequence", "pk"), "number", "ascending"),
    "nummer": Order(("register__body__code", "register__year", "sequence", "pk"), "number", "ascending"),
    "gremium": Order(("register__body__name", "-decided_at", "-sequence", "-pk"), "number", "other"),
}
"""By day, number and body. Number and day stand in one column; numbers begin with the short name of the body."""


def resolutions(
    viewer: Viewer,
    *,
    search: str = "",
    body_id: str = "",
    year: int | None = None,
    outcome: str = "",
    order: str = "",
) -> QuerySet[Resolution]:
    """Return the resolutions the viewer may see, narrowed by words, body, year and outcome.

    `order` is one of `REGISTER_ORDERS`, by default the newest first. `search` looks in number, title, wording and
    the process; every word must occur.
    """
    found = visible_resolutions(viewer).select_related(
        "register__body", "item__meeting", "effect__process", "paper_version"
    )
    for word in search.split()[:8]:
        found = found.filter(
            Q(number__icontains=word)
            | Q(title__icontains=word)
            | Q(wording__icontains=word)
            | Q(effect__process__title__icontains=word)
            | Q(effect__process__number__icontains=word)
        )
    if body_id:
        found = found.filter(register__body__public_id=body_id)
    if year is not None:
        found = found.filter(register__year=year)
    if outcome:
        found = found.filter(outcome=outcome)
    return in_order(found, REGISTER_ORDERS, order)


@dataclass(frozen=True)
class RegisterFilters:
    """What the register can be narrowed by for this viewer."""

    bodies: tuple[Body, ...]
    years: tuple[int, ...]
    outcomes: tuple[Outcome, ...]


def register_filters(viewer: Viewer) -> RegisterFilters:
    """Return bodies and years that have resolutions the viewer may see, with two queries."""
    visible = visible_resolutions(viewer)
    bodies = Body.objects.filter(pk__in=visible.values("register__body"))
    years = visible.order_by("-register__year").values_list("register__year", flat=True).distinct()
    return RegisterFilters(
        bodies=tuple(bodies),
        years=tuple(years),
        outcomes=tuple(outcome for outcome in Outcome if outcome in DECIDING_OUTCOMES),
    )


@dataclass(frozen=True)
class ResolutionPage:
    """One resolution. `missing` says what a waiting effect waits for; `vote_id` is empty where the vote is
    not seen.
    """

    resolution: Resolution
    effect: ProcessEffect | None
    missing: tuple[Message, ...]
    may_release: bool
    vote_id: str

    @property
    def changed(self) -> bool:
        """Whether the decided wording differs from the proposal."""
        return bool(self.resolution.proposal) and self.resolution.outcome == Outcome.ADOPTED_WITH_CHANGES


def resolution_page(viewer: Viewer, resolution_id: str) -> ResolutionPage:
    """Return one resolution; raises `Resolution.DoesNotExist` for one the viewer may not see."""
    resolution = (
        visible_resolutions(viewer)
        .select_related(
            "register__body",
            "item__meeting__body",
            "item__paper",
            "vote__item__meeting__body",
            "paper_version__paper",
            "effect__process",
        )
        .get(public_id=resolution_id)
    )
    effect = getattr(resolution, "effect", None)
    return ResolutionPage(
        resolution=resolution,
        effect=effect,
        missing=tuple(stored_message(row) for row in effect.missing if not row["fulfilled"]) if effect else (),
        may_release=may_release_effect(viewer, resolution),
        vote_id=resolution.vote.public_id if resolution.vote and may_see_vote(viewer, resolution.vote) else "",
    )


def stored_message(row: dict[str, object]) -> Message:
    """Return the sentence of a finding stored as data."""
    values = row.get("values")
    plural = row.get("plural")
    return Message(
        str(row["text"]),
        {name: _stored_value(value) for name, value in values.items()} if isinstance(values, dict) else {},
        plural=str(plural) if plural else None,
    )


def _stored_value(value: object) -> object:
    """Return a value of a stored sentence: a sentence in it, a local date, or what it is."""
    if isinstance(value, dict):
        return date.fromisoformat(value["date"]) if "date" in value else stored_message(value)
    return value
