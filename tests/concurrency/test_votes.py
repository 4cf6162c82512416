"""Many at once, with real connections: no ballot lost, none double, one verdict, one resolution, no gap in the numbers.

On PostgreSQL the locked vote row protects, on SQLite the immediate transaction (decisions.md, Voting).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from governance import audit
from governance.models import (
    AgendaItem,
    Attendance,
    AuditChain,
    Ballot,
    Elector,
    Meeting,
    Minutes,
    OwnNote,
    Register,
    Resolution,
    Vote,
)
from governance.queries.verification import check_register
from governance.usecases.attendance import record_room
from governance.usecases.ballots import AlreadyCast, cast_ballot
from governance.usecases.foundation import Refused
from governance.usecases.notes import save_note
from governance.usecases.sessions import call_item, conclude_item, open_session
from governance.usecases.votes import close_vote, open_vote, prepare_vote
from tests import factories as make
from tests.cast import Cast
from tests.chamber import Chamber, chamber, pinned_paper
from tests.concurrency.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def casting(room: Chamber, vote: Vote, index: int, choice: str) -> Callable[[], Any]:
    person, seat = room.voters[index]
    viewer = room.viewer(person)
    return lambda: cast_ballot(by=viewer, vote_id=vote.public_id, seat_id=seat.public_id, choice=choice)


def audited(cast: Cast) -> bool:
    return audit.verify(AuditChain.objects.get(scope=cast.authority.public_id)) is None


def test_one_seat_posting_thirty_two_times_has_exactly_one_ballot(cast: Cast) -> None:
    room = chamber(cast)
    vote = room.open()
    answers = at_once([casting(room, vote, 0, "yes") for _number in range(32)])
    assert [answer.repeated for answer in answers].count(False) == 1
    assert Ballot.objects.filter(vote=vote).count() == 1
    assert Elector.objects.filter(vote=vote, used_at__isnull=False).count() == 1
    assert audited(cast)


def test_one_seat_with_two_choices_at_once_stores_one_and_shows_it_to_the_other(cast: Cast) -> None:
    room = chamber(cast)
    vote = room.open()
    answers = at_once([casting(room, vote, 0, "yes" if number % 2 else "no") for number in range(16)])
    stored = Ballot.objects.get(vote=vote)
    for number, answer in enumerate(answers):
        if ("yes" if number % 2 else "no") == stored.choice:
            assert answer.ballot == stored
        else:
            assert isinstance(answer, AlreadyCast)
            assert answer.stored == stored


def test_twenty_voters_at_once_twice_each_are_all_stored_and_none_double(cast: Cast) -> None:
    room = chamber(cast, more=17)
    vote = room.open()
    answers = at_once([casting(room, vote, index % 20, "yes") for index in range(40)])
    assert [answer.repeated for answer in answers].count(False) == 20
    assert Ballot.objects.filter(vote=vote).values("seat").distinct().count() == 20
    assert Ballot.objects.filter(vote=vote).count() == 20
    assert close_vote(by=room.secretariat, vote_id=vote.public_id).verdict["yes"] == 20
    assert audited(cast)


def test_closing_while_voting_counts_exactly_what_was_confirmed(cast: Cast) -> None:
    room = chamber(cast, more=5)
    for _round in range(10):
        vote = room.open()
        secretariat, vote_id = room.secretariat, vote.public_id
        acts = [casting(room, vote, index, "yes") for index in range(8)]
        acts.insert(4, lambda by=secretariat, key=vote_id: close_vote(by=by, vote_id=key))
        answers = at_once(acts)
        confirmed = [answer for answer in answers if not isinstance(answer, (Refused, Vote))]
        vote.refresh_from_db()
        assert vote.state == "closed"
        assert len(confirmed) == Ballot.objects.filter(vote=vote).count() == vote.verdict["yes"]
        assert Elector.objects.filter(vote=vote, used_at__isnull=False).count() == len(confirmed)


def test_a_vote_is_opened_once_with_one_electorate_when_two_operators_open_it(cast: Cast) -> None:
    room = chamber(cast)
    call_item(by=room.secretariat, item_id=room.item.public_id)
    vote = prepare_vote(by=room.secretariat, item_id=room.item.public_id)
    by = (room.secretariat, room.viewer(cast.chair)) * 4
    answers = at_once([lambda who=who: open_vote(by=who, vote_id=vote.public_id) for who in by])
    assert sorted(isinstance(answer, Refused) for answer in answers) == [False] + [True] * 7
    assert Elector.objects.filter(vote=vote).count() == 5


def test_one_vote_is_prepared_when_two_operators_prepare_it(cast: Cast) -> None:
    room = chamber(cast)
    by = (room.secretariat, room.viewer(cast.chair)) * 4
    answers = at_once([lambda who=who: prepare_vote(by=who, item_id=room.item.public_id) for who in by])
    assert sorted(isinstance(answer, Refused) for answer in answers) == [False] + [True] * 7
    assert Vote.objects.count() == 1


def test_a_session_is_opened_once_with_one_set_of_minutes(cast: Cast) -> None:
    by = (cast.viewer(cast.secretariat), cast.viewer(cast.chair)) * 4
    answers = at_once([lambda who=who: open_session(by=who, meeting_id=cast.meeting.public_id) for who in by])
    assert sorted(isinstance(answer, Refused) for answer in answers) == [False] + [True] * 7
    assert Minutes.objects.filter(meeting=cast.meeting).count() == 1


def test_one_seat_is_taken_once_when_two_operators_enter_different_people(cast: Cast) -> None:
    room = chamber(cast, present=False)
    seat = cast.seats[2]
    acts = [
        lambda who=who: record_room(
            by=room.secretariat,
            meeting_id=room.meeting.public_id,
            occupants={seat.public_id: who.public_id},
            seen={seat.public_id: ""},
        )
        for who in (cast.member, cast.deputy)
    ]
    answers = at_once(acts)
    assert sorted(isinstance(answer, Refused) for answer in answers) == [False, True]
    assert Attendance.objects.filter(meeting=room.meeting, seat=seat).count() == 1


def test_a_note_is_kept_once_when_it_is_stored_twice_at_once(cast: Cast) -> None:
    room = chamber(cast)
    by = room.viewer(cast.member)
    answers = at_once([lambda: save_note(by=by, item_id=room.item.public_id, text="x", version=0) for _n in range(8)])
    assert [isinstance(answer, Refused) for answer in answers].count(False) >= 1
    assert OwnNote.objects.count() == 1


def test_a_vote_is_closed_once_when_two_operators_close_it(cast: Cast) -> None:
    room = chamber(cast)
    vote = room.open()
    by = (room.secretariat, room.viewer(cast.chair))
    answers = at_once([lambda who=who: close_vote(by=who, vote_id=vote.public_id) for who in by])
    assert sorted(isinstance(answer, Refused) for answer in answers) == [False, True]


def test_two_operators_concluding_an_item_make_one_resolution(cast: Cast) -> None:
    room = chamber(cast)
    room.take("yyyyy")
    by = (room.secretariat, room.viewer(cast.chair))
    answers = at_once([lambda who=who: conclude_item(by=who, item_id=room.item.public_id) for who in by])
    assert sorted(isinstance(answer, Refused) for answer in answers) == [False, True]
    assert Resolution.objects.count() == 1
    assert room.process is not None
    assert room.process.steps.count() == 1


def test_two_operators_calling_two_items_call_one(cast: Cast) -> None:
    room = chamber(cast)
    items = (room.item, cast.guest_item)
    by = (room.secretariat, room.viewer(cast.chair))
    acts = [
        lambda who=who, item=item: call_item(by=who, item_id=item.public_id)
        for who, item in zip(by, items, strict=True)
    ]
    answers = at_once(acts)
    assert sorted(isinstance(answer, Refused) for answer in answers) == [False, True]
    assert AgendaItem.objects.filter(meeting=room.meeting, state="called").count() == 1


def decided_item(cast: Cast) -> AgendaItem:
    """Return an item of a session of its own whose vote is closed and that waits for its conclusion."""
    by = cast.viewer(cast.secretariat)
    meeting: Meeting = make.MeetingFactory(body=cast.body, invited=True)
    paper, version = pinned_paper(cast, subject="other")
    item: AgendaItem = make.AgendaItemFactory(meeting=meeting, kind="paper", paper=paper, paper_version=version)
    open_session(by=by, meeting_id=meeting.public_id)
    people = zip(cast.seats[:3], (cast.chair, cast.deputy_chair, cast.member), strict=True)
    record_room(
        by=by, meeting_id=meeting.public_id, occupants={seat.public_id: person.public_id for seat, person in people}
    )
    call_item(by=by, item_id=item.public_id)
    vote = open_vote(by=by, vote_id=prepare_vote(by=by, item_id=item.public_id).public_id)
    for seat, person in zip(cast.seats[:3], (cast.chair, cast.deputy_chair, cast.member), strict=True):
        cast_ballot(by=cast.viewer(person), vote_id=vote.public_id, seat_id=seat.public_id, choice="yes")
    close_vote(by=by, vote_id=vote.public_id)
    return item


def test_eight_sessions_deciding_at_once_number_without_gaps(cast: Cast) -> None:
    items = [decided_item(cast) for _number in range(8)]
    by = cast.viewer(cast.secretariat)
    at_once([lambda item=item: conclude_item(by=by, item_id=item.public_id) for item in items])
    register = Register.objects.get()
    assert sorted(register.resolutions.values_list("sequence", flat=True)) == list(range(1, 9))
    assert register.last == 8
    assert check_register(register) is None
    assert audited(cast)
