"""What the session page shows, as components: state, agenda with the open item, the vote, the room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.models import EffectState, Motion, Vote, VoteMode
from governance.queries.agendas import laid_on_the_table
from governance.queries.goal_decisions import has_goals_to_decide
from governance.queries.sessions import LiveSession, RunningVote, SessionItem
from governance.rules.lifecycles import ItemState, VoteState
from governance.rules.outcomes import DECIDING_OUTCOMES
from governance.rules.stages import STAGE_LABELS
from governance.rules.transitions import TRANSITIONS
from portal.components import dates
from portal.components.actions import Action, Link
from portal.components.agenda import AgendaRow, BudgetPart, TimeBudget, Verdict
from portal.components.text import Text
from portal.components.vote import VoteCard, VoteProgress, VoteResult
from portal.views.addresses import to
from portal.views.base import PortalRequest
from portal.views.notes import NoteLine, note_line
from portal.views.session_reasons import item_reasons, opening_fault, sits_here


@dataclass(frozen=True)
class Row:
    """One row of the agenda with what opens in place below it."""

    row: AgendaRow
    actions: tuple[Action, ...] = ()
    card: VoteCard | None = None
    prepared: RunningVote | None = None
    result: VoteResult | None = None
    result_heading: Text = ""
    result_sentence: Text = ""
    recusals: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    opening_fault: str = ""
    note: NoteLine | None = None


def rows(request: PortalRequest, live: LiveSession) -> tuple[Row, ...]:
    """Return items and breaks in the order in which they happened or are planned."""
    found: list[Row] = []
    pauses = list(live.breaks)
    for entry in live.items:
        while pauses and entry.item.called_at and pauses[0].started_at <= entry.item.called_at:
            found.append(_break(pauses.pop(0)))
        found.append(_row(request, live, entry))
    position = next((i for i, row in enumerate(found) if row.row.state == "open"), len(found))
    found[position:position] = [_break(pause) for pause in pauses]
    return tuple(found)


def _break(pause: object) -> Row:
    start, end = pause.started_at, pause.ended_at  # type: ignore[attr-defined]
    if end is None:
        text = _("Break since %(time)s") % {"time": dates.clock(start)}
    else:
        text = _("Break %(span)s") % {"span": dates.span(start, end)}
    return Row(AgendaRow("", text, state="break"))


def _row(request: PortalRequest, live: LiveSession, entry: SessionItem) -> Row:
    item = entry.item
    called = item.state == ItemState.CALLED
    state = "now" if called else "open" if item.state == ItemState.PLANNED else "done"
    row = AgendaRow(
        number=item.number,
        title=item.title,
        state=state,  # type: ignore[arg-type]
        verdict=_verdict(request, entry),
        meta=_meta(request, entry),
        facts=_facts(live, entry) + _waits(live, entry),
        actual=_("%(count)s min.") % {"count": entry.minutes} if item.called_at else "",
        planned=_("planned %(count)s min.") % {"count": item.minutes_planned},
        anchor=f"top-{item.public_id}",
    )
    note = note_line(request, live.notes, item.public_id, item.title)
    if called:
        return _called(request, live, entry, row, note)
    recusals = _recusals(live, entry) if state == "open" else ()
    return Row(row, actions=_waiting_actions(request, live, entry), recusals=recusals, note=note)


def _recusals(live: LiveSession, entry: SessionItem) -> tuple[str, ...]:
    """Name who takes no part, with the ground; a guest is not told, as they do not see the room."""
    if live.room is None:
        return ()
    return tuple(
        _("%(seat)s, %(person)s. Ground: %(ground)s")
        % {"seat": recusal.seat.name, "person": recusal.person, "ground": recusal.ground}
        for recusal in entry.recusals
    )


def _called(request: PortalRequest, live: LiveSession, entry: SessionItem, row: AgendaRow, note: NoteLine) -> Row:
    running, last = live.running, entry.last_vote
    card = _card(request, live, running) if running and running.vote.state == VoteState.OPEN else None
    prepared = running if running and running.vote.state == VoteState.PREPARED else None
    closed = last is not None and last.state == VoteState.CLOSED and running is None
    verdict = entry.result if closed else None
    return Row(
        row,
        actions=_called_actions(request, live, entry),
        card=card,
        prepared=prepared if live.may_lead else None,
        result=VoteResult(verdict["yes"], verdict["no"], verdict["abstain"], verdict["recused"], verdict["not_voting"])
        if verdict
        else None,
        result_heading=verdict["short"] if verdict else "",
        result_sentence=verdict["sentence"] if verdict else "",
        recusals=_recusals(live, entry),
        reasons=item_reasons(live, entry),
        opening_fault=opening_fault(live),
        note=note,
    )


def _verdict(request: PortalRequest, entry: SessionItem) -> Verdict | None:
    item = entry.item
    if item.state in {ItemState.PLANNED, ItemState.CALLED}:
        return None
    verdict = (entry.deciding.verdict or {}) if entry.deciding else {}
    if entry.resolution:
        link = Link(entry.resolution.number, to(request, "resolution", entry.resolution.public_id))
        return Verdict(entry.resolution.short_sentence, verdict.get("figures", ""), link, gate=True)
    if verdict and item.outcome in DECIDING_OUTCOMES:
        return Verdict(verdict["short"], verdict["figures"])
    if item.outcome:
        return Verdict(item.get_outcome_display(), item.outcome_reason)
    return None


def _meta(request: PortalRequest, entry: SessionItem) -> tuple[Link, ...]:
    item, found = entry.item, []
    if item.state == ItemState.CALLED and item.called_at:
        found.append(Link(_("called at %(time)s") % {"time": dates.clock(item.called_at)}))
    if item.presenter:
        found.append(Link(_("Presented by %(name)s") % {"name": item.presenter}))
    if item.paper and item.paper_version:
        label = _("Paper %(name)s, version %(version)s") % {
            "name": item.paper_version.number,
            "version": item.paper_version.ordinal,
        }
        found.append(Link(label, to(request, "paper", item.paper.public_id)))
    if entry.guests:
        names = ", ".join(entry.guests)
        found.append(Link(ngettext("Guest: %(names)s", "Guests: %(names)s", len(entry.guests)) % {"names": names}))
    return tuple(found)


def _facts(live: LiveSession, entry: SessionItem) -> tuple[Text, ...]:
    found = []
    if entry.item.supplement:
        values = {"number": entry.item.supplement, "reason": entry.item.late_reason}
        found.append(_("Supplement %(number)s: %(reason)s") % values)
    if laid_on_the_table(entry.item, live.meeting):
        found.append(_("paper laid on the table"))
    if entry.effect:
        effect = effect_sentence(entry.effect.state, entry.effect.process.title, entry.effect.transitions)
        found.append(_("Effect: %(sentence)s") % {"sentence": effect} if effect else "")
    if entry.actions:
        found.append(
            ngettext("%(count)s action item given", "%(count)s action items given", entry.actions)
            % {"count": entry.actions}
        )
    return tuple(fact for fact in found if fact)


def _waits(live: LiveSession, entry: SessionItem) -> tuple[Text, ...]:
    """Say to leaders why an item cannot be called yet."""
    if live.called is None or not live.may_lead or entry.item.state != ItemState.PLANNED:
        return ()
    return (_("can be called as soon as item %(number)s is concluded") % {"number": live.called.item.number},)


def effect_sentence(state: str, process: str, transitions: list[str]) -> str:
    """Say what a resolution does to its process, in one sentence; empty where there is no effect."""
    if state == EffectState.NONE or not transitions:
        return ""
    if state == EffectState.WAITING:
        return _("It waits, because something is missing in the process “%(process)s”.") % {"process": process}
    moved = [TRANSITIONS[name] for name in transitions if TRANSITIONS[name].sources]
    stage = moved[-1].target
    return _("The process “%(process)s” stands at “%(stage)s”.") % {
        "process": process,
        "stage": _(STAGE_LABELS[stage]),
    }


def _waiting_actions(request: PortalRequest, live: LiveSession, entry: SessionItem) -> tuple[Action, ...]:
    """Return what leaders do with an item that was not called yet; nothing while another one is called."""
    if entry.item.state != ItemState.PLANNED or not live.running_now or not live.may_lead or live.called:
        return ()
    meeting, item = live.meeting.public_id, entry.item.public_id
    return (
        Action(_("Call"), to(request, "session_item", meeting, item, "aufrufen"), post=True, context=entry.item.title),
        Action(
            _("Do not discuss"),
            to(request, "session_conclude", meeting, item),
            weight="tertiary",
            context=entry.item.title,
        ),
    )


def _called_actions(request: PortalRequest, live: LiveSession, entry: SessionItem) -> tuple[Action, ...]:
    meeting, item, last = live.meeting.public_id, entry.item.public_id, entry.last_vote
    recusal = to(request, "session_recusal", meeting, item)
    if not live.may_lead:
        may = sits_here(live) and not entry.recusals_frozen
        return (Action(_("I am recused"), recusal, weight="tertiary"),) if may else ()
    found: list[Action] = []
    if live.running is None:
        again = _("Take another vote") if last else _("Prepare a vote")
        vote = Action(again, to(request, "vote_prepare", item))
        if entry.deciding:
            state = to(request, "session_item", meeting, item, "feststellen")
            found += [Action(_("Conclude item"), state, post=True, weight="primary"), vote]
        else:
            found += [vote, Action(_("Conclude item"), to(request, "session_conclude", meeting, item))]
        found.append(
            Action(
                _("Put back"), to(request, "session_item", meeting, item, "zuruecklegen"), post=True, weight="tertiary"
            )
        )
    if not entry.recusals_frozen and (live.may_record or sits_here(live)):
        label = _("Enter a recusal") if live.may_record else _("I am recused")
        found.append(Action(label, recusal, weight="tertiary"))
    if live.may_record and not entry.recusals_frozen and has_goals_to_decide(entry.item):
        found.append(Action(_("Decide on single goals"), to(request, "session_nodes", meeting, item)))
    if live.may_record:
        found.append(Action(_("Add action item"), to(request, "session_action", meeting, item), weight="tertiary"))
    return tuple(found)


def vote_heading(vote: Vote) -> str:
    """Return what is put to the vote, as a heading."""
    headings = {
        Motion.PROPOSAL: _("Vote on the proposal"),
        Motion.REFER_BACK: _("Vote on referring back"),
        Motion.POSTPONE: _("Vote on postponing"),
    }
    return headings[Motion(vote.motion)]


def _card(request: PortalRequest, live: LiveSession, running: RunningVote) -> VoteCard:
    vote = running.vote
    since = dates.clock(vote.opened_at) if vote.opened_at else ""
    actions: list[Action] = []
    by_name = vote.mode == VoteMode.BY_NAME
    if live.may_record and not by_name and running.count is None:
        actions.append(
            Action(_("Enter the counted votes"), to(request, "vote_count", vote.public_id), weight="primary")
        )
    if live.may_lead and (by_name or running.count is not None):
        close = to(request, "vote_close", live.meeting.public_id, vote.public_id)
        actions.append(Action(_("Close the vote"), close, post=True, weight="primary"))
    progress = running.progress
    if live.may_lead and progress and progress.missing:
        actions.append(Action(_("Remind those missing"), to(request, "vote_remind", vote.public_id), post=True))
    if live.may_lead:
        actions.append(Action(_("Abort"), to(request, "vote_abort", vote.public_id), weight="tertiary"))
    actions.insert(1 if actions else 0, Action(_("To the ballot"), to(request, "vote", vote.public_id)))
    rule = f"{running.rule} " + _("The result appears after closing; no ballot counts after that.")
    if live.may_lead and vote.reminded_at:
        rule += " " + _("Those missing were reminded at %(time)s.") % {"time": dates.clock(vote.reminded_at)}
    return VoteCard(
        key=f"abst-{vote.public_id}",
        heading=_("%(vote)s, running since %(time)s") % {"vote": vote_heading(vote), "time": since},
        mode=vote.get_mode_display(),
        wording=paragraphs(vote.wording),
        progress=VoteProgress(progress.cast, progress.entitled, progress.missing if live.may_lead else ())
        if progress
        else VoteProgress(0, 0),
        rule=rule,
        actions=tuple(actions),
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a plain text."""
    return tuple(line for line in text.split("\n") if line.strip())


def budget(live: LiveSession) -> TimeBudget:
    """Return planned against actual time; words carry the facts, the bar only pictures them."""
    parts, behind, left = [], 0, 0
    for entry in live.items:
        item, planned = entry.item, entry.item.minutes_planned
        if item.state in {ItemState.REMOVED, ItemState.POSTPONED}:
            continue
        if item.state == ItemState.DONE:
            parts.append(BudgetPart(item.number, planned, "done"))
            behind += entry.minutes - planned
        elif item.state == ItemState.CALLED:
            share = min(100, round(entry.minutes * 100 / planned)) if planned else 100
            parts.append(BudgetPart(item.number, planned, "now", share))
            behind += max(0, entry.minutes - planned)
            left += max(0, planned - entry.minutes)
        else:
            parts.append(BudgetPart(item.number, planned))
            left += planned
    free = int(live.meeting.length.total_seconds() // 60) - live.planned_minutes
    if free > 0:
        parts.append(BudgetPart("", free, "free"))
    called = live.called
    return TimeBudget(
        parts=tuple(parts),
        headline=_behind(behind),
        outlook=_outlook(live, left),
        detail=_("Item %(number)s: %(actual)s of %(planned)s minutes")
        % {"number": called.item.number, "actual": called.minutes, "planned": called.item.minutes_planned}
        if called
        else "",
    )


def _behind(minutes: int) -> str:
    if minutes > 0:
        return ngettext("%(count)s minute over plan", "%(count)s minutes over plan", minutes) % {"count": minutes}
    if minutes < 0:
        return ngettext("%(count)s minute under plan", "%(count)s minutes under plan", -minutes) % {"count": -minutes}
    return _("on time")


def _outlook(live: LiveSession, left: int) -> str:
    if not live.running_now or live.room is None:
        return ""
    from_now = datetime.fromtimestamp(live.moment.timestamp() + left * 60, tz=live.moment.tzinfo)
    return _("expected end %(time)s, planned until %(until)s") % {
        "time": dates.clock(from_now),
        "until": dates.clock(live.meeting.ends_at),
    }
