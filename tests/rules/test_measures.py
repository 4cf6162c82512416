"""Measures and follow-ups without a database: open moves, dates, reminders, counts, the printed list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from governance.rules import follow_ups
from governance.rules.lifecycles import FOLLOW_UP, MEASURE, SETTLED_MEASURES, FollowUpState, MeasureState
from governance.rules.measures import (
    ENTRY_LABELS,
    MOVES,
    Occasion,
    Side,
    Standing,
    Timing,
    may_edit,
    may_report,
    occasion,
    open_moves,
    roll_up,
    timing,
    waits_for,
)

TODAY = date(2027, 10, 18)
ORGANISATION = frozenset({Side.RESPONSIBLE})
COORDINATION = frozenset({Side.COORDINATION})


def moves(state: MeasureState, sides: frozenset[Side], **values: bool) -> set[str]:
    return {rule.name for rule in open_moves(Standing(state, **values), sides)}


def test_every_move_of_the_lifecycle_has_a_side_and_a_name_in_the_course() -> None:
    assert set(MOVES) == set(MEASURE)
    assert set(MOVES) <= set(ENTRY_LABELS)
    assert set(follow_ups.MOVES) == set(FOLLOW_UP)
    assert set(follow_ups.MOVES) <= set(follow_ups.ENTRY_LABELS)


@pytest.mark.parametrize(
    ("state", "own", "coordination"),
    [
        ("open", {"accept", "decline"}, {"reassign", "drop"}),
        ("accepted", {"begin", "finish", "defer", "find_infeasible"}, {"reassign", "drop"}),
        ("in_progress", {"finish", "defer", "find_infeasible"}, {"reassign", "drop"}),
        ("deferred", {"begin", "finish", "defer", "find_infeasible"}, {"reassign", "drop"}),
        ("declined", set(), {"reassign", "drop"}),
        ("infeasible", {"reopen"}, {"reassign", "drop"}),
        ("done", {"reopen"}, set()),
        ("dropped", set(), set()),
    ],
)
def test_each_state_leaves_each_side_its_moves(state: str, own: set[str], coordination: set[str]) -> None:
    assert moves(MeasureState(state), ORGANISATION) == own
    assert moves(MeasureState(state), COORDINATION) == coordination


@pytest.mark.parametrize("state", list(MeasureState))
def test_nobody_accepts_or_declines_for_the_organisation(state: MeasureState) -> None:
    assert not {"accept", "decline"} & moves(state, COORDINATION)


def test_a_measure_that_is_only_planned_asks_nothing_of_its_organisation() -> None:
    assert moves(MeasureState.OPEN, ORGANISATION, asked=False) == set()
    assert moves(MeasureState.OPEN, COORDINATION, asked=False) == {"reassign", "drop"}


@pytest.mark.parametrize("state", list(MeasureState))
def test_nothing_moves_once_the_process_has_ended(state: MeasureState) -> None:
    both = ORGANISATION | COORDINATION
    standing = Standing(state, ended=True)
    assert open_moves(standing, both) == ()
    assert not may_report(standing)
    assert not may_edit(standing)


def test_every_state_says_who_is_to_act_next() -> None:
    said = {waits_for(Standing(state)).text for state in MeasureState}
    assert len(said) == len(MeasureState)
    words = {
        waits_for(Standing(MeasureState.OPEN, **values)).text
        for values in ({}, {"asked": False}, {"reachable": False}, {"asked": False, "assigned": False})
    }
    assert len(words) == 4


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (date(2027, 10, 17), Timing.OVERDUE),
        (date(2027, 10, 18), Timing.SOON),
        (date(2027, 11, 1), Timing.SOON),
        (date(2027, 11, 2), Timing.CALM),
        (None, Timing.CALM),
    ],
)
def test_a_date_is_overdue_from_the_day_after_it_and_near_for_two_weeks_before(
    until: date | None, expected: Timing
) -> None:
    assert timing(MeasureState.IN_PROGRESS, until, TODAY) is expected


def test_what_is_settled_is_never_overdue() -> None:
    assert {timing(state, date(2020, 1, 1), TODAY) for state in SETTLED_MEASURES} == {Timing.CALM}


def reminded(
    state: MeasureState, until: date, start: date, days: int, asked_on: date = date(2027, 1, 1)
) -> list[tuple[int, Occasion]]:
    """Return on which days after `start` a daily run reminds, and of what."""
    last, found = None, []
    for number in range(days):
        today = start + timedelta(days=number)
        why = occasion(state, asked_on=asked_on, until=until, reminded_on=last, today=today)
        if why is not None:
            found.append((number, why))
            last = today
    return found


def test_a_daily_run_reminds_once_before_the_date_and_weekly_after_it() -> None:
    due = date(2027, 10, 18)
    found = reminded(MeasureState.IN_PROGRESS, due, due - timedelta(days=30), 60)
    assert found == [
        (16, Occasion.SOON),
        (31, Occasion.OVERDUE),
        (38, Occasion.OVERDUE),
        (45, Occasion.OVERDUE),
        (52, Occasion.OVERDUE),
        (59, Occasion.OVERDUE),
    ]


def test_an_unanswered_measure_is_reminded_of_after_fourteen_days_and_then_weekly() -> None:
    asked = date(2027, 10, 1)
    found = reminded(MeasureState.OPEN, date(2028, 6, 1), asked, 30, asked_on=asked)
    assert found == [(14, Occasion.UNANSWERED), (21, Occasion.UNANSWERED), (28, Occasion.UNANSWERED)]


@pytest.mark.parametrize("state", ["declined", "infeasible", "done", "dropped"])
def test_nobody_is_reminded_of_what_does_not_wait_for_the_organisation(state: str) -> None:
    assert reminded(MeasureState(state), date(2027, 10, 1), date(2027, 9, 1), 60) == []


def test_a_planned_measure_is_not_reminded_of() -> None:
    values = {"until": date(2027, 10, 1), "reminded_on": None, "today": TODAY}
    assert occasion(MeasureState.OPEN, asked_on=None, **values) is None


def test_measures_are_rolled_up_with_the_worst_in_sight() -> None:
    past, far = date(2027, 10, 1), date(2028, 1, 1)
    counts = roll_up(
        [
            (MeasureState.DONE, past),
            (MeasureState.IN_PROGRESS, past),
            (MeasureState.ACCEPTED, far),
            (MeasureState.OPEN, None),
            (MeasureState.DECLINED, far),
            (MeasureState.INFEASIBLE, far),
            (MeasureState.DROPPED, past),
        ],
        TODAY,
    )
    assert (counts.total, counts.done, counts.under_way, counts.unanswered) == (6, 1, 2, 1)
    assert (counts.stuck, counts.dropped, counts.overdue, counts.settled) == (2, 1, 1, False)
    assert roll_up([(MeasureState.DONE, past), (MeasureState.DROPPED, past)], TODAY).settled
    assert not roll_up([], TODAY).settled


def follow_moves(state: FollowUpState, sides: frozenset[Side], *, accepted: bool = True) -> set[str]:
    return {rule.name for rule in follow_ups.open_moves(follow_ups.Standing(state, accepted=accepted), sides)}


@pytest.mark.parametrize("state", list(FollowUpState))
def test_an_owner_reports_only_after_accepting(state: FollowUpState) -> None:
    assert follow_moves(state, ORGANISATION, accepted=False) == set()


def test_the_coordination_lifts_and_takes_up_again_but_reports_nothing_for_the_owner() -> None:
    assert follow_moves(FollowUpState.OPEN, COORDINATION) == {"lift"}
    assert follow_moves(FollowUpState.DONE, COORDINATION) == {"lift", "reopen"}
    assert follow_moves(FollowUpState.LIFTED, COORDINATION | ORGANISATION) == set()
    assert follow_moves(FollowUpState.DELAYED, ORGANISATION) == {"begin", "delay", "keep_going", "report_done"}


def test_the_list_of_a_report_item_counts_what_does_not_fit() -> None:
    lines = [follow_ups.ReportLine(f"LG-2027-{n:03d}", "Berichten", "Jobcenter", TODAY, "in Arbeit") for n in range(60)]
    note = follow_ups.report_note(lines)
    assert len(note) <= follow_ups.LONGEST_NOTE
    shown = note.count("\n")
    assert note.endswith(f"… und {60 - shown} weitere, siehe Beschlusskontrolle")
    assert follow_ups.report_note(lines[:2], note).count("\n") == 1
    assert follow_ups.report_note(lines[:1], f"Bitte kurz halten.\n{note}").startswith(
        "Bitte kurz halten.\nLG-2027-000"
    )
    assert follow_ups.report_note(lines[:1]) == "LG-2027-000: Berichten – Jobcenter, bis 18.10.2027, in Arbeit"
