"""The items of minutes as they went: texts of people beside the facts of the session, votes with their stored verdict.

Verdict sentences, figures and rule are those stored at the closing of the vote; nothing is counted again here.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext

from governance.documents.content import (
    ActionItem,
    MinutesItem,
    NamedVote,
    PaperReference,
    Recusal,
    VoteFigures,
    VoteRecord,
)
from governance.documents.richtext import from_plain
from governance.models import (
    AgendaItem,
    EffectState,
    Elector,
    ItemKind,
    Meeting,
    Motion,
    ProcessEffect,
    Resolution,
    Vote,
    VoteMode,
)
from governance.queries.attendance import Room
from governance.queries.minutes_attendance import guests_during
from governance.queries.votes import NamedBallot, named_ballots
from governance.rules.lifecycles import ItemState, VoteState
from governance.rules.outcomes import Outcome
from governance.rules.stages import STAGE_LABELS, Stage
from governance.rules.verdict import Choice, VerdictKind
from governance.rules.word_diff import DiffPart, word_diff
from governance.rules.wording import FORMULAS, quorum_figures

_CHOICES = {Choice.YES: "Ja", Choice.NO: "Nein", Choice.ABSTAIN: "Enthaltung"}
_MATTERS = {Motion.REFER_BACK: "Zurückverweisung", Motion.POSTPONE: "Vertagung"}


def minuted_items(meeting: Meeting) -> QuerySet[AgendaItem]:
    """Return the items that the minutes print, in order, with everything they need; a fixed number of queries.

    An item taken off before the session is no part of it; one taken off in session is, with its reason.
    """
    votes = Vote.objects.filter(state=VoteState.CLOSED).order_by("closed_at", "pk")
    votes = votes.prefetch_related(
        Prefetch("electors", Elector.objects.select_related("seat", "person").order_by("seat__order", "pk")),
        "ballots",
    )
    found: QuerySet[AgendaItem] = (
        AgendaItem.objects.filter(meeting=meeting)
        .filter(~Q(state=ItemState.REMOVED) | Q(done_at__isnull=False))
        .select_related(
            "minutes_item", "paper", "paper_version", "resolution__effect__process", "approval__minutes__meeting"
        )
        .prefetch_related(
            Prefetch("votes", votes, to_attr="closed_votes"),
            "action_items__responsible",
            "guests__person",
            "resolution__effect__steps",
        )
        .order_by("order", "pk")
    )
    return found


def minutes_item(item: AgendaItem, room: Room) -> MinutesItem:
    """Return how `item` (from `minuted_items`) went. The caller has German active."""
    written = getattr(item, "minutes_item", None)
    votes: list[Vote] = item.closed_votes
    resolution: Resolution | None = getattr(item, "resolution", None)
    proposal, decided, diff = _wordings(item, votes, resolution)
    return MinutesItem(
        number=item.number,
        title=item.title,
        outcome=FORMULAS[Outcome(item.outcome)] if item.outcome else "",
        paper=_paper(item),
        is_public=item.public,
        called_at=item.called_at,
        done_at=item.done_at if item.called_at else None,
        planned_minutes=item.minutes_planned,
        guests=guests_during(room, item),
        report=from_plain(written.report if written else ""),
        discussion=from_plain(written.discussion if written else ""),
        proposal=from_plain(proposal),
        decided=from_plain(decided),
        diff=diff,
        quorum=_quorum(item, votes, room),
        recusals=tuple(
            Recusal(seat=row.seat.name, person=str(row.person), ground=row.ground)
            for row in room.recused(item.pk).values()
        ),
        votes=tuple(_vote(vote, several=len(votes) > 1) for vote in votes),
        reason=item.outcome_reason,
        resolution_number=resolution.number if resolution else "",
        effect=_effect(getattr(resolution, "effect", None)),
        action_items=tuple(
            ActionItem(text=action.text, owner=str(action.responsible), due_on=action.due_on)
            for action in item.action_items.all()
        ),
    )


def _paper(item: AgendaItem) -> PaperReference | None:
    if item.paper is None:
        return None
    version = item.paper_version
    number = version.number if version else item.paper.number
    return PaperReference(number=number, title=item.paper.title, version_number=version.ordinal if version else None)


def _wordings(
    item: AgendaItem, votes: list[Vote], resolution: Resolution | None
) -> tuple[str, str, tuple[DiffPart, ...]]:
    """Return proposal, decided wording, and what was changed between them."""
    if resolution is None:
        last = next((vote for vote in reversed(votes) if vote.motion == Motion.PROPOSAL), None)
        return (last.wording if last else ""), "", ()
    if resolution.outcome == Outcome.REJECTED:
        return resolution.wording, "", ()
    changed = resolution.outcome == Outcome.ADOPTED_WITH_CHANGES and bool(resolution.proposal)
    diff = word_diff(resolution.proposal, resolution.wording) if changed else ()
    return resolution.proposal or resolution.wording, resolution.wording, diff


def _quorum(item: AgendaItem, votes: list[Vote], room: Room) -> str:
    """Return the quorum of the item: that of its vote as stored, else as it was when the item was called."""
    stored = (votes[-1].verdict or {}).get("quorum_figures", "") if votes else ""
    if stored:
        return f"{stored}."
    decides = item.paper_id is not None or item.kind == ItemKind.APPROVAL
    if item.called_at is None or not decides:
        return ""
    result = room.quorum(item.pk, item.called_at)
    return f"{quorum_figures(result)}." if result else ""


def _vote(vote: Vote, *, several: bool) -> VoteRecord:
    verdict: dict[str, Any] = vote.verdict or {}
    labels = [_MATTERS.get(Motion(vote.motion), "Beschlussvorschlag")] if several else []
    labels += ["wiederholte Abstimmung"] if vote.repeats_id else []
    counted = verdict.get("kind") not in {None, VerdictKind.INQUORATE.value}
    by_name = vote.mode == VoteMode.BY_NAME
    ballots = named_ballots(list(vote.electors.all()), list(vote.ballots.all())) if by_name else ()
    return VoteRecord(
        verdict=verdict.get("sentence", ""),
        figures=_figures(verdict) if counted else None,
        label=", ".join(labels),
        rule=_rule(verdict),
        named_votes=tuple(_named(ballot) for ballot in ballots),
    )


def _figures(verdict: dict[str, Any]) -> VoteFigures:
    return VoteFigures(
        yes=verdict["yes"],
        no=verdict["no"],
        abstentions=verdict["abstain"],
        recused=verdict["recused"],
        not_voting=verdict["not_voting"],
    )


def _rule(verdict: dict[str, Any]) -> str:
    return ": ".join(part for part in (verdict.get("paragraph", ""), verdict.get("majority", "")) if part)


def _named(ballot: NamedBallot) -> NamedVote:
    cast = _CHOICES[ballot.choice] if ballot.choice else "keine Stimme"
    choice = "befangen" if ballot.recused else cast
    person = f"{ballot.person} (in Vertretung)" if ballot.as_deputy else ballot.person
    return NamedVote(seat=ballot.seat, person=person, choice=choice)


def _effect(effect: ProcessEffect | None) -> str:
    """Return what the resolution set in motion, or that it still waits."""
    if effect is None or effect.state == EffectState.NONE:
        return ""
    if effect.state == EffectState.WAITING:
        return f"Die Wirkung auf den Vorgang {effect.process.number} steht noch aus."
    steps = list(effect.steps.all())
    if not steps:
        return ""
    label = gettext(STAGE_LABELS[Stage(steps[-1].target)])
    return f"Der Vorgang {effect.process.number} steht auf „{label}“."
