"""The Zielsystem as plain values: numbers, places, open branches, decisions, comparison, standing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules.chain import canonical_json
from governance.rules.goal_branches import Gap, branches, open_branches
from governance.rules.goal_diff import ChangeKind, tree_diff
from governance.rules.goal_standing import Standing, activity_standing, indicator_standing, rolled_up, worst
from governance.rules.goal_tree import (
    GoalTree,
    Place,
    TreeAssumption,
    TreeIndicator,
    TreeNode,
    decided,
    decimal_text,
    from_data,
    grown,
    may_stand_below,
    moved,
    other_parents,
    place_beside,
    taken_out,
    to_data,
)
from governance.rules.goals import Direction, GoalLevel, NodeDecision
from governance.rules.lifecycles import MeasureState

P, F, R, A = GoalLevel
TODAY = date(2028, 3, 14)


def node(key: str, level: GoalLevel, parent: str = "", **values: object) -> TreeNode:
    return TreeNode(key, level, f"Wortlaut {key}", parent, **values)  # type: ignore[arg-type]


def tree() -> GoalTree:
    """Two framework goals; the first with two result goals, the second with one."""
    return grown(
        "Kurs und Kind",
        [
            node("g", P),
            node("f1", F, "g"),
            node("f2", F, "g"),
            node("r1", R, "f1", indicators=(TreeIndicator("i1", "Wartezeit", "Tage", "down", "62", "15"),)),
            node("r2", R, "f1"),
            node("r3", R, "f2"),
            node("a1", A, "r1", organisation="Jobcenter", organisation_key="jc", due_on="2028-06-30"),
            node("a2", A, "r1"),
            node("a3", A, "r3", organisation="Jobcenter", organisation_key="jc"),
        ],
    )


@st.composite
def trees(draw: st.DrawFn) -> GoalTree:
    rows = [node("g", P)]
    for level, above in ((F, P), (R, F), (A, R)):
        parents = [row.key for row in rows if row.level is above]
        count = draw(st.integers(0, 6)) if parents else 0
        rows += [node(f"{level.value}{n}", level, draw(st.sampled_from(parents))) for n in range(count)]
    return grown("Ein Zielsystem", draw(st.permutations(rows)))


def test_nodes_are_numbered_by_their_place() -> None:
    assert tree().numbers == {
        "g": "G", "f1": "1", "r1": "1.1", "a1": "1.1.1", "a2": "1.1.2", "r2": "1.2", "f2": "2", "r3": "2.1",
        "a3": "2.1.1",
    }  # fmt: skip


def test_each_level_stands_below_the_one_before() -> None:
    assert may_stand_below(P, None)
    assert [may_stand_below(level, above) for level, above in ((F, P), (R, F), (A, R))] == [True] * 3
    assert not any(may_stand_below(level, above) for level, above in ((F, None), (A, F), (P, P), (A, A), (F, R)))


@given(trees())
def test_a_tree_keeps_every_node_below_its_parent_and_numbers_it_once(found: GoalTree) -> None:
    seen: set[str] = set()
    for row in found.nodes:
        assert not row.parent or row.parent in seen
        seen.add(row.key)
    assert len(set(found.numbers.values())) == len(found.nodes)
    assert from_data(to_data(found)) == found
    assert canonical_json(to_data(found)) == canonical_json(to_data(from_data(to_data(found))))


@given(trees(), st.data())
def test_a_step_and_its_way_back_lead_to_the_same_tree(found: GoalTree, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from([row.key for row in found.nodes]))
    up = data.draw(st.booleans())
    place = place_beside(found, key, up=up)
    if place is None:
        return
    there = moved(found, key, place)
    assert {row.key for row in there.nodes} == {row.key for row in found.nodes}
    back = place_beside(there, key, up=not up)
    assert back is not None
    assert moved(there, key, back) == found


def test_at_the_end_of_its_row_a_node_moves_over_to_the_next_parent() -> None:
    found = tree()
    assert place_beside(found, "r1", up=False) == Place("f1", 1)
    assert place_beside(found, "r2", up=False) == Place("f2", 0)
    assert place_beside(found, "r3", up=True) == Place("f1", 2)
    assert place_beside(found, "f1", up=True) is None
    assert place_beside(found, "g", up=False) is None


def test_a_moved_node_takes_what_is_below_it_along() -> None:
    there = moved(tree(), "r1", Place("f2", 1))
    assert there.numbers["r1"] == "2.2"
    assert there.numbers["a1"] == "2.2.1"


def test_other_parents_are_of_the_right_level() -> None:
    assert [row.key for row in other_parents(tree(), "a1")] == ["r2", "r3"]
    assert [row.key for row in other_parents(tree(), "g")] == []


def test_open_branches_are_named_and_a_missing_indicator_is_a_hint() -> None:
    found = {(branch.gap, branch.key) for branch in branches(tree())}
    assert found == {
        (Gap.NO_ORGANISATION, "a2"), (Gap.NO_DATE, "a2"), (Gap.NO_DATE, "a3"), (Gap.NO_ACTIVITY, "r2"),
        (Gap.NO_INDICATOR, "r2"), (Gap.NO_INDICATOR, "r3"),
    }  # fmt: skip
    assert len(open_branches(tree())) == 4
    assert open_branches(tree())[0].message.values == {"number": "1.1.2", "text": "Wortlaut a2"}


@pytest.mark.parametrize(
    ("nodes", "gap"),
    [
        ([], Gap.NO_PRINCIPLE_GOAL),
        ([node("g", P)], Gap.NO_FRAMEWORK_GOAL),
        ([node("g", P), node("f", F, "g")], Gap.NO_RESULT_GOAL),
    ],
)
def test_a_draft_says_what_comes_next(nodes: list[TreeNode], gap: Gap) -> None:
    assert [branch.gap for branch in open_branches(grown("", nodes))] == [gap]


def test_what_is_returned_or_rejected_goes_with_everything_below_it() -> None:
    decisions = {
        "r1": (NodeDecision.RETURNED, ""),
        "a1": (NodeDecision.CHANGED, "egal"),
        "f2": (NodeDecision.CHANGED, "Die Wohnsituation ist gesichert."),
        "a3": (NodeDecision.REJECTED, ""),
    }
    found = decided(tree(), decisions)
    assert [row.key for row in found.nodes] == ["g", "f1", "r2", "f2", "r3"]
    assert found.by_key["f2"].text == "Die Wohnsituation ist gesichert."
    assert taken_out(tree(), decisions) == {"r1", "a1", "a2", "a3"}
    assert decided(tree(), {"g": (NodeDecision.REJECTED, "")}).nodes == ()
    assert decided(tree(), {}) == tree()


def test_the_tree_of_some_nodes_is_reached_from_above() -> None:
    found = tree()
    assert found.only(found.above(["r3"]) | found.below(["r3"])).numbers == {
        "g": "G", "f2": "1", "r3": "1.1", "a3": "1.1.1",
    }  # fmt: skip
    assert found.only({"r3"}).nodes == ()


def kinds(old: GoalTree, new: GoalTree) -> dict[str, tuple[ChangeKind, ...]]:
    return {change.node.key: change.kinds for change in tree_diff(old, new).changes}


def with_node(found: GoalTree, key: str, **values: object) -> GoalTree:
    return grown(found.title, [replace(row, **values) if row.key == key else row for row in found.nodes])


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"text": "Anders"}, ChangeKind.WORDING),
        ({"note": "Warum"}, ChangeKind.NOTE),
        ({"organisation_key": "bamf"}, ChangeKind.RESPONSIBLE),
        ({"person_key": "x"}, ChangeKind.RESPONSIBLE),
        ({"due_on": "2029-01-01"}, ChangeKind.DUE),
        ({"indicators": ()}, ChangeKind.INDICATORS),
        ({"assumptions": (TreeAssumption("x", "Kursträger melden."),)}, ChangeKind.ASSUMPTIONS),
        ({"restrictions": ("Bedarf unbekannt",)}, ChangeKind.RESTRICTIONS),
    ],
)
def test_a_comparison_says_what_changed_in_a_node(values: dict[str, object], kind: ChangeKind) -> None:
    assert kinds(tree(), with_node(tree(), "r1", **values)) == {"r1": (kind,)}


def test_a_renamed_organisation_is_no_change() -> None:
    assert not tree_diff(tree(), with_node(tree(), "a1", organisation="Jobcenter Kreis Höxter"))


def test_a_comparison_names_what_came_and_went_and_moved() -> None:
    new = grown(tree().title, [row for row in tree().nodes if row.key != "a2"] + [node("a9", A, "r2")])
    assert kinds(tree(), new) == {"a9": (ChangeKind.ADDED,), "a2": (ChangeKind.REMOVED,)}
    assert kinds(tree(), moved(tree(), "r1", Place("f2", 0))) == {"r1": (ChangeKind.MOVED,)}


def test_one_node_that_jumps_over_many_is_the_only_one_that_moved() -> None:
    wide = grown("", [node("g", P), *(node(f"f{n}", F, "g") for n in range(6))])
    assert kinds(wide, moved(wide, "f0", Place("g", 5))) == {"f0": (ChangeKind.MOVED,)}


@given(trees(), trees())
def test_equal_trees_are_the_only_ones_without_a_difference(old: GoalTree, new: GoalTree) -> None:
    assert bool(tree_diff(old, new)) == (old != new)


@pytest.mark.parametrize(
    ("state", "due", "standing"),
    [
        (None, date(2028, 1, 1), Standing.UNKNOWN),
        (MeasureState.OPEN, None, Standing.UNKNOWN),
        (MeasureState.OPEN, date(2028, 3, 13), Standing.OVERDUE),
        (MeasureState.IN_PROGRESS, TODAY, Standing.RUNNING),
        (MeasureState.DECLINED, None, Standing.TROUBLED),
        (MeasureState.DONE, date(2028, 1, 1), Standing.DONE),
        (MeasureState.DROPPED, date(2028, 1, 1), Standing.TROUBLED),
    ],
)
def test_an_activity_stands_as_its_measure_does(
    state: MeasureState | None, due: date | None, standing: Standing
) -> None:
    assert activity_standing(state, due, TODAY) is standing


@pytest.mark.parametrize(
    ("way", "target", "on", "value", "standing"),
    [
        ("down", "15", None, "41", Standing.RUNNING),
        ("down", "15", date(2028, 3, 13), "41", Standing.OVERDUE),
        ("down", "15", None, "15", Standing.DONE),
        ("up", "95", None, "71", Standing.RUNNING),
        ("up", "95", None, "95.5", Standing.DONE),
        ("up", "95", date(2020, 1, 1), None, Standing.UNKNOWN),
        ("up", None, None, "71", Standing.UNKNOWN),
    ],
)
def test_an_indicator_stands_by_target_and_latest_value(
    way: str, target: str | None, on: date | None, value: str | None, standing: Standing
) -> None:
    numbers = [Decimal(text) if text else None for text in (target, value)]
    assert indicator_standing(Direction(way), numbers[0], on, numbers[1], TODAY) is standing


@given(st.lists(st.sampled_from(Standing)))
def test_done_is_said_only_when_everything_is_done(found: list[Standing]) -> None:
    assert (worst(found) is Standing.DONE) == (bool(found) and set(found) == {Standing.DONE})
    assert (worst(found) is Standing.OVERDUE) == (Standing.OVERDUE in found)


def test_goals_roll_up_by_their_worst_child_with_counts() -> None:
    activities = {"a1": Standing.DONE, "a2": Standing.OVERDUE, "a3": Standing.DONE}
    found = rolled_up(tree(), activities, {"r1": (Standing.RUNNING,)})
    assert (found["g"].standing, found["g"].activities, found["g"].done, found["g"].overdue) == (
        Standing.OVERDUE, 3, 2, 1,
    )  # fmt: skip
    assert found["r3"].standing is Standing.DONE
    assert found["r2"].standing is Standing.UNKNOWN


def test_a_goal_without_a_value_is_grey_although_its_activities_are_done() -> None:
    done = dict.fromkeys(("a1", "a2", "a3"), Standing.DONE)
    assert rolled_up(tree(), done, {"r1": (Standing.UNKNOWN,)})["r1"].standing is Standing.UNKNOWN
    assert rolled_up(tree(), done, {"r1": (Standing.DONE, Standing.RUNNING)})["r1"].standing is Standing.RUNNING
    assert rolled_up(tree(), done, {"r1": (Standing.DONE,)})["r1"].standing is Standing.DONE


@pytest.mark.parametrize(
    ("value", "text"),
    [("12.50", "12.5"), ("100.00", "100"), ("0.00", "0"), ("-0.00", "0"), ("1E+2", "100"), ("41", "41")],
)
def test_a_number_has_one_spelling(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text
