"""Why something cannot be done in the session now: said where its button would stand (interface.md, Habits)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.models import VoteMode
from governance.queries.sessions import LiveSession, SessionItem
from governance.rules.lifecycles import MeetingState, VoteState
from governance.rules.wording import quorum_sentence
from portal.views.base import PortalRequest


def head_reasons(request: PortalRequest, live: LiveSession) -> tuple[str, ...]:
    """Say who leads to whoever does not, and to leaders what the session still waits for."""
    if live.room is None or live.meeting.state not in {MeetingState.INVITED, MeetingState.IN_SESSION}:
        return ()
    if not live.may_lead:
        return (_who_leads(request, live),)
    if not live.running_now:
        return ()
    if live.voting:
        return (_("A vote is open. Interrupting and closing are possible once it is closed or aborted."),)
    pending = len(live.open_items) + (live.called is not None)
    if not pending:
        return ()
    text = ngettext(
        "The session can be closed once %(count)s item is concluded or postponed.",
        "The session can be closed once %(count)s items are concluded or postponed.",
        pending,
    )
    return (text % {"count": pending},)


def _who_leads(request: PortalRequest, live: LiveSession) -> str:
    if live.meeting.body_id in request.viewer.chaired and live.called:
        return _("You are recused from item %(number)s. The deputy chair or the secretariat leads it.") % {
            "number": live.called.item.number
        }
    if live.meeting.body_id in request.viewer.deputy_chaired and live.running_now:
        return _("The chair is here and leads. You lead when the chair is absent or recused.")
    return _("Chair or secretariat open the session, call the items and take the votes.")


def item_reasons(live: LiveSession, entry: SessionItem) -> tuple[str, ...]:
    """Say to whom it concerns why the called item cannot be concluded, its vote not be closed, nobody be recused."""
    found = []
    running = live.running
    if running is not None and live.may_lead:
        uncounted = running.vote.mode == VoteMode.SHOW_OF_HANDS and running.count is None
        if live.voting and uncounted:
            found.append(_("The vote can be closed once the secretariat has stored the counted votes."))
        found.append(_("The item can be concluded once its vote is closed, aborted or discarded."))
    if entry.recusals_frozen and (live.may_record or sits_here(live)):
        found.append(_("Recusals can no longer be entered: the matter has been put to the vote."))
    return tuple(found)


def opening_fault(live: LiveSession) -> str:
    """Say why the prepared vote cannot be opened; empty where it can."""
    running = live.running
    if running is None or running.vote.state != VoteState.PREPARED:
        return ""
    if live.quorum is None:
        return _("The vote cannot be opened: no rules of procedure are in force on the day of the session.")
    if not live.quorum.met:
        return _("The vote cannot be opened. %(sentence)s") % {"sentence": quorum_sentence(live.quorum)}
    return ""


def sits_here(live: LiveSession) -> bool:
    """Whether the viewer holds or represents a seat of the body."""
    return live.room is not None and any(place.seat.pk in live.own_seats for place in live.room.seats)
