"""A called item voted on by show of hands, and concluded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from governance.management.demo.people import Kreis
from governance.models import AgendaItem, VoteMode
from governance.rules import clock
from governance.usecases import ballots, sessions, votes


def decide(kreis: Kreis, item: AgendaItem, *, minutes: int, no: int = 0, abstain: int = 0, **motion: Any) -> None:
    """Put a called item to the vote, count after `minutes`, close and conclude; `motion` as in `prepare_vote`."""
    chair, secretariat = kreis.viewer(kreis.chair), kreis.viewer(kreis.coordinator)
    vote = votes.prepare_vote(by=secretariat, item_id=item.public_id, mode=VoteMode.SHOW_OF_HANDS, **motion)
    votes.open_vote(by=chair, vote_id=vote.public_id)
    entitled = vote.electors.filter(recused=False).count()
    clock.advance(timedelta(minutes=minutes))
    ballots.enter_count(by=secretariat, vote_id=vote.public_id, yes=entitled - no - abstain, no=no, abstain=abstain)
    votes.close_vote(by=chair, vote_id=vote.public_id)
    sessions.conclude_item(by=chair, item_id=item.public_id)
