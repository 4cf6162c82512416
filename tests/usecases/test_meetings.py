"""Planning and moving meetings; the two nights of the clock change; days that warn."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from governance.models import Meeting
from governance.queries.meetings import date_warnings, meetings_of
from governance.queries.notice import notice_for
from governance.rules import clock, special_days
from governance.rules.local_time import AmbiguousTime, ImpossibleTime, moment_of
from governance.usecases.foundation import Forbidden, Refused, Stale
from governance.usecases.meetings import change_meeting, plan_meeting
from tests import factories as make
from tests.cast import Cast

NOW = datetime.fromisoformat("2027-04-12T09:00:00+02:00")
START = datetime.fromisoformat("2027-05-12T14:00:00+02:00")
HOURS = timedelta(hours=3)


def plan(cast: Cast, **words: object) -> Meeting:
    facts = {"body_id": cast.body.public_id, "starts_at": START, "ends_at": START + HOURS, **words}
    with clock.travel(NOW):
        return plan_meeting(by=cast.viewer(cast.secretariat), **facts)  # type: ignore[arg-type]


def test_the_spring_night_has_no_half_past_two() -> None:
    with pytest.raises(ImpossibleTime):
        moment_of(date(2027, 3, 28), time(2, 30))


def test_the_autumn_night_asks_which_half_past_two() -> None:
    night = date(2027, 10, 31)
    with pytest.raises(AmbiguousTime):
        moment_of(night, time(2, 30))
    first, second = (moment_of(night, time(2, 30), second=later) for later in (False, True))
    assert second - first == timedelta(hours=1)


def test_any_other_time_means_the_wall_clock() -> None:
    assert moment_of(date(2027, 5, 12), time(14, 0)) == START


def test_holidays_weekends_and_school_holidays_warn_and_offer_free_days() -> None:
    whit_monday = date(2027, 5, 17)
    assert special_days.warnings_for(whit_monday)[0].values == {"name": "Pfingstmontag"}
    assert special_days.warnings_for(date(2027, 5, 15))
    assert len(special_days.warnings_for(date(2027, 7, 21))) == 1
    assert special_days.warnings_for(date(2027, 5, 12)) == ()
    free = special_days.alternatives(whit_monday)
    assert len(free) == 3
    assert all(day > whit_monday and not special_days.warnings_for(day) for day in free)


def test_another_meeting_of_the_members_warns(cast: Cast) -> None:
    meeting = plan(cast)
    make.MembershipFactory(seat__body=cast.project_group, person=cast.member)
    make.MeetingFactory(body=cast.project_group, starts_at=START + timedelta(hours=1))
    with clock.travel(NOW):
        (warning,) = date_warnings(cast.body, START, START + HOURS, without=meeting)
        assert warning.values == {"body": cast.project_group.name, "count": 1}
        assert date_warnings(cast.body, START - timedelta(days=1), START - timedelta(hours=20)) == ()


@pytest.mark.parametrize(
    "words",
    [
        {"ends_at": START},
        {"ends_at": START + timedelta(hours=13)},
        {"starts_at": NOW - timedelta(days=1), "ends_at": NOW},
        {"online_url": "javascript:alert(1)"},
        {"online_url": "https://a.example/\r\nBcc: x@example.org"},
        {"online_url": "https://a.example/\u202egro.esobs"},
        {"starts_at": START + timedelta(days=4000), "ends_at": START + timedelta(days=4000, hours=1)},
        {"minute_taker_id": "nobody"},
    ],
)
def test_impossible_facts_are_refused(cast: Cast, words: dict[str, object]) -> None:
    before = Meeting.objects.count()
    with pytest.raises(Refused):
        plan(cast, **words)
    assert Meeting.objects.count() == before


def test_text_is_cleaned_of_control_characters(cast: Cast) -> None:
    assert plan(cast, location="Kreis\x00haus\r\n\u202eSaal").location == "Kreishaus Saal"


@pytest.mark.parametrize("role", ["coordinator", "chair", "member", "assistant", "case_manager", "guest"])
def test_only_the_secretariat_plans(cast: Cast, role: str) -> None:
    with clock.travel(NOW), pytest.raises(Forbidden):
        plan_meeting(
            by=cast.viewer(getattr(cast, role)), body_id=cast.body.public_id, starts_at=START, ends_at=START + HOURS
        )


def test_a_body_without_secretariat_is_planned_by_any_coordinator(cast: Cast) -> None:
    with clock.travel(NOW):
        meeting = plan_meeting(
            by=cast.viewer(cast.coordinator),
            body_id=cast.project_group.public_id,
            starts_at=START,
            ends_at=START + HOURS,
        )
    assert meeting.state == "planned"


def test_a_stale_form_changes_nothing(cast: Cast) -> None:
    meeting = plan(cast)
    by = cast.viewer(cast.secretariat)
    facts = {"by": by, "meeting_id": meeting.public_id, "starts_at": START, "ends_at": START + HOURS, "version": 1}
    with clock.travel(NOW):
        change_meeting(**facts, location="Stadthalle")  # type: ignore[arg-type]
        with pytest.raises(Stale):
            change_meeting(**facts, location="Rathaus")  # type: ignore[arg-type]
    meeting.refresh_from_db()
    assert meeting.location == "Stadthalle"


def test_a_meeting_that_has_begun_cannot_be_moved(cast: Cast) -> None:
    meeting = make.MeetingFactory(body=cast.body, in_session=True)
    with pytest.raises(Refused):
        change_meeting(
            by=cast.viewer(cast.secretariat), meeting_id=meeting.public_id, starts_at=START, ends_at=START + HOURS
        )


def test_moving_recomputes_the_notice_period(cast: Cast) -> None:
    meeting = plan(cast)
    with clock.travel(NOW):
        before = notice_for(meeting, clock.today())
        later = START + timedelta(days=7)
        moved = change_meeting(
            by=cast.viewer(cast.secretariat), meeting_id=meeting.public_id, starts_at=later, ends_at=later + HOURS
        )
        after = notice_for(moved, clock.today())
    assert before is not None
    assert after is not None
    assert after.latest_dispatch - before.latest_dispatch == timedelta(days=7)


def test_lists_part_what_is_to_come_from_what_is_over(cast: Cast) -> None:
    coming, over = plan(cast), make.MeetingFactory(body=cast.body, closed=True)
    viewer = cast.viewer(cast.member)
    with clock.travel(NOW):
        assert coming in meetings_of(viewer)
        assert coming not in meetings_of(viewer, past=True)
    assert over in meetings_of(viewer, past=True)
    assert not meetings_of(cast.viewer(cast.group_member), past=True).filter(pk=over.pk).exists()
