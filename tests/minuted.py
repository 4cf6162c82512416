"""Sessions that have ended: minutes in every state of their life, reached through the use cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from governance.access.viewer import Viewer
from governance.models import Minutes, MinutesVersion, Objection, Person
from governance.rules import clock
from governance.usecases import minutes as write
from governance.usecases.attendance import record_arrival, record_departure
from governance.usecases.minutes_circulation import circulate
from governance.usecases.sessions import call_item, close_session, conclude_item
from tests.cast import Cast
from tests.chamber import Chamber, chamber


@dataclass(frozen=True)
class Minuted:
    """A closed session with its minutes. Every act needs a clock that stands still."""

    room: Chamber

    @property
    def cast(self) -> Cast:
        return self.room.cast

    @property
    def minutes(self) -> Minutes:
        return Minutes.objects.select_related("meeting__body__authority").get(meeting=self.room.meeting)

    @property
    def id(self) -> str:
        return self.minutes.public_id

    @property
    def secretariat(self) -> Viewer:
        return self.room.secretariat

    def viewer(self, person: Person) -> Viewer:
        return self.cast.viewer(person)

    def write(self, **texts: str) -> Minutes:
        return write.save_minutes(by=self.secretariat, minutes_id=self.id, **texts)

    def sign(self, person: Person | None = None) -> MinutesVersion:
        return write.sign_off(by=self.viewer(person or self.cast.chair), minutes_id=self.id)

    def circulate(self) -> Minutes:
        self.sign()
        clock.advance(timedelta(hours=1))
        return circulate(by=self.secretariat, minutes_id=self.id)

    def object(self, text: str = "Zu meinem Bericht fehlt der Nordkreis.", item_id: str = "") -> Objection:
        return write.object_to(by=self.viewer(self.cast.member), minutes_id=self.id, text=text, item_id=item_id)

    def answer(self, objection: Objection, *, accept: bool) -> Objection:
        return write.answer_objection(
            by=self.secretariat, objection_id=objection.public_id, accept=accept, answer="Wird ergänzt."
        )


def closed_session(cast: Cast, *, choices: str = "yyyyy", chair: bool = True) -> Minuted:
    """Play a session with a guest item and a paper that is voted on, and close it; the clock stands still.

    The chair, or without them the deputy chair, leads; the advisory member is there, the member comes through the
    deputy after half an hour.
    """
    room = chamber(cast, present=False)
    people = [pair for pair in room.voters if chair or pair[0] != cast.chair]
    for person, seat in [pair for pair in people if pair[0] != cast.member]:
        arrive(room, person, seat.public_id)
    arrive(room, cast.advisory_member, cast.seats[3].public_id)
    call_item(by=room.secretariat, item_id=cast.guest_item.public_id)
    clock.advance(timedelta(minutes=10))
    guest = record_arrival(by=room.secretariat, meeting_id=room.meeting.public_id, person_id=cast.guest.public_id)
    clock.advance(timedelta(minutes=20))
    record_departure(by=room.secretariat, meeting_id=room.meeting.public_id, attendance_id=guest.public_id)
    conclude_item(by=room.secretariat, item_id=cast.guest_item.public_id, outcome="noted")
    arrive(room, cast.deputy, cast.seats[2].public_id)
    clock.advance(timedelta(minutes=5))
    arrive(room, cast.member, cast.seats[2].public_id)
    room.take(choices if chair else f".{choices[1:]}")
    clock.advance(timedelta(minutes=15))
    conclude_item(by=room.secretariat, item_id=room.item.public_id)
    close_session(by=room.secretariat, meeting_id=room.meeting.public_id)
    clock.advance(timedelta(days=1))
    return Minuted(room)


def arrive(room: Chamber, person: Person, seat_id: str) -> None:
    """Let one person take a seat."""
    record_arrival(
        by=room.secretariat,
        meeting_id=room.meeting.public_id,
        person_id=person.public_id,
        seat_id=seat_id,
    )
