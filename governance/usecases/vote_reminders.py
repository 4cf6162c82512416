"""Reminding those who have not voted yet (interface.md, Loomio: the link of the mail leads to the ballot)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from governance.access.viewer import Viewer
from governance.models import Elector, Person, Vote, VoteMode
from governance.notifications import mail_text
from governance.rules import clock
from governance.rules.lifecycles import VoteState
from governance.rules.text import Message, mark
from governance.usecases.foundation import Refused, record, use_case
from governance.usecases.letters import write_letter
from governance.usecases.votes import lead, locked_vote

PAUSE: Final = timedelta(minutes=5)


@dataclass(frozen=True)
class Reminded:
    """Who got a mail, and who has no login or no address and is spoken to in the room."""

    vote: Vote
    reached: tuple[Person, ...]
    unreached: tuple[Person, ...]


@use_case("vote.remind")
def remind_undecided(*, by: Viewer, vote_id: str) -> Reminded:
    """Send one mail to each person of the frozen electorate whose seat has not voted; return whom it reaches.

    Raises `Forbidden` unless the viewer leads the item, and `Refused` unless the vote is open by name, when it was
    reminded of in the last five minutes, and when nobody is missing or nobody can be reached.
    """
    vote = locked_vote(by, vote_id)
    lead(by, vote.item)
    if vote.state != VoteState.OPEN:
        raise Refused(Message(mark("The vote is not open. Nobody is reminded.")))
    if vote.mode != VoteMode.BY_NAME:
        raise Refused(Message(mark("This vote is taken by show of hands in the room.")))
    now = clock.now()
    if vote.reminded_at is not None and now < vote.reminded_at + PAUSE:
        at = f"{vote.reminded_at.astimezone(clock.BERLIN):%H:%M}"
        raise Refused(Message(mark("Those missing were reminded at %(time)s. Wait five minutes."), {"time": at}))
    missing = _missing(vote)
    if not missing:
        raise Refused(Message(mark("Every seat has voted. Nobody is to be reminded.")))
    reached = tuple(person for person in missing if _remind(vote, person))
    unreached = tuple(person for person in missing if person not in reached)
    if not reached:
        names = ", ".join(str(person) for person in unreached)
        raise Refused(Message(mark("Nobody can be reached by mail. Speak to: %(names)s"), {"names": names}))
    vote.reminded_at = now
    vote.save(update_fields=["reminded_at"])
    record(by, "vote.reminded", vote, {"people": len(reached), "no_mail": len(unreached)})
    return Reminded(vote, reached, unreached)


def _missing(vote: Vote) -> tuple[Person, ...]:
    """Return who votes for a seat that has not voted, each person once however many seats wait."""
    waiting = Elector.objects.filter(vote=vote, recused=False, used_at__isnull=True)
    people = Person.objects.filter(pk__in=waiting.values("person")).select_related("user")
    return tuple(people.order_by("pk"))


def _remind(vote: Vote, person: Person) -> bool:
    """Put the mail to one person into the outbox; return False where no mail would let the person vote."""
    if person.user is None or not person.user.is_active:
        return False
    meeting = vote.item.meeting
    words = mail_text.ballot_missing(meeting.body.name, vote.item.number)
    return write_letter(
        meeting.body.authority, person, words, matter=f"vote.{vote.public_id}", page="vote", parts=(vote.public_id,)
    )
