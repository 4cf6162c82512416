"""Chains as plain data: their graph, the checks, the longest way, the comparison of two contents."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, permutations, product

from hypothesis import given
from hypothesis import strategies as st

from governance.rules import chain_graph as graph
from governance.rules.chain import content_hash
from governance.rules.chain_checks import ChainCheck, check_chain, open_checks
from governance.rules.chain_diff import Change, Section, compare
from governance.rules.chain_table import table_of
from governance.rules.service_chains import (
    Actor,
    ActorPart,
    Chain,
    ChainEdge,
    ChainKind,
    Step,
    Transfer,
    from_data,
    same_content,
)

JOBCENTER = Actor("jc", "Jobcenter", organisation="o1", organisation_name="Jobcenter")
TRAEGER = Actor("kt", "Kursträger", organisation="o2", organisation_name="Kursträger Nord")
SERVED = Actor("np", "Eltern", ActorPart.SERVED)
FULL = Transfer("Einstufung liegt vor.", "Rückmeldung binnen einer Woche.", deadline_days=5)


def step(key: str, actor: str = "jc", days: int | None = 1, **values: object) -> Step:
    return Step(key, actor, f"Schritt {key}", max_days=days, activity="a1", activity_text="Beraten", **values)  # type: ignore[arg-type]


def link(source: str, target: str, transfer: Transfer | None = None, condition: str = "") -> ChainEdge:
    return ChainEdge(f"{source}{target}", source, target, condition, transfer)


def chain(*steps: Step, links: tuple[ChainEdge, ...] = (), **values: object) -> Chain:
    return Chain("Vom Bedarf zum Kurs", actors=(JOBCENTER, TRAEGER, SERVED), steps=steps, links=links, **values)  # type: ignore[arg-type]


SOUND = chain(
    step("a"),
    step("b", "kt", 10),
    step("c", "kt", None, ending="Kurs begonnen"),
    links=(link("a", "b", FULL), link("b", "c")),
)


def failed(content: Chain) -> dict[ChainCheck, tuple[str, ...]]:
    return {row.check: tuple(place.key for place in row.places) for row in open_checks(content)}


def test_a_sound_chain_passes_every_check() -> None:
    assert failed(SOUND) == {}
    assert {row.check for row in check_chain(SOUND)} == set(ChainCheck) - {ChainCheck.STEPS}


def test_a_chain_without_steps_says_only_that() -> None:
    assert failed(chain()) == {ChainCheck.STEPS: ()}
    assert len(check_chain(chain())) == 1


def test_a_step_of_nobody_is_named() -> None:
    assert failed(replace(SOUND, actors=(TRAEGER,))) == {ChainCheck.ACTORS: ("a",)}


def test_a_link_between_two_actors_needs_vorarbeiten_and_folgearbeiten() -> None:
    for transfer in (None, Transfer("Einstufung"), Transfer(follow_ups="Rückmeldung"), Transfer("  ", " \n")):
        content = replace(SOUND, links=(link("a", "b", transfer), link("b", "c")))
        assert failed(content) == {ChainCheck.HANDOVERS: ("ab",)}
    place = open_checks(replace(SOUND, links=(link("a", "b", Transfer("x")), link("b", "c"))))[0].places[0]
    assert place.note is not None
    assert place.note.text == "Folgearbeiten are missing"


def test_a_link_inside_one_actor_needs_no_hand_over() -> None:
    assert ChainCheck.HANDOVERS not in failed(replace(SOUND, links=(link("a", "b", FULL), link("b", "c", None))))


def test_a_consent_that_is_needed_has_a_name() -> None:
    needing = replace(FULL, needs_consent=True)
    content = replace(SOUND, links=(link("a", "b", needing), link("b", "c")))
    assert failed(content) == {ChainCheck.CONSENTS: ("ab",)}
    named = replace(needing, consent="Einwilligung zur Weitergabe der Einstufung")
    assert failed(replace(SOUND, links=(link("a", "b", named), link("b", "c")))) == {}


def test_a_hand_over_that_is_none_any_more_is_asked_for_nothing() -> None:
    inside = Transfer("x", "y", needs_consent=True)
    assert failed(replace(SOUND, links=(link("a", "b", FULL), link("b", "c", inside)))) == {}


def test_places_come_in_the_order_of_the_table() -> None:
    content = chain(step("a"), step("b", "kt"), step("c", ending="Ende"), links=(link("b", "c"), link("a", "b")))
    assert failed(content)[ChainCheck.HANDOVERS] == ("ab", "bc")


def test_a_lonely_step_and_a_circle_beside_the_way_are_not_reached() -> None:
    lonely = step("d", ending="Ende")
    content = chain(*SOUND.steps, lonely, links=SOUND.links)
    assert failed(content) == {ChainCheck.REACHED: ("d",)}
    beside = chain(*SOUND.steps, step("d"), step("e"), links=(*SOUND.links, link("d", "e"), link("e", "d")))
    assert failed(beside)[ChainCheck.REACHED] == ("d", "e")


def test_a_second_beginning_is_reached() -> None:
    content = chain(*SOUND.steps, step("d"), links=(*SOUND.links, link("d", "c")))
    assert graph.starts(content) == ("a", "d")
    assert ChainCheck.REACHED not in failed(content)


def test_a_circle_without_a_way_out_is_dead_and_one_with_a_way_out_is_not() -> None:
    dead = chain(step("a"), step("b"), links=(link("a", "b"), link("b", "a")))
    assert failed(dead) == {ChainCheck.CIRCLES: ("a", "b")}
    alive = chain(
        step("a"),
        step("b"),
        step("c", ending="Ende"),
        links=(link("a", "b"), link("b", "a", condition="Unterlagen fehlen"), link("b", "c", condition="vollständig")),
    )
    assert failed(alive) == {}


def test_every_branch_of_a_split_has_a_condition() -> None:
    content = chain(
        step("a"),
        step("b", ending="Kurs"),
        step("c", ending="Warteliste"),
        links=(link("a", "b", condition="Platz frei"), link("a", "c")),
    )
    assert failed(content) == {ChainCheck.CONDITIONS: ("ac",)}


def test_ends_are_named() -> None:
    assert failed(chain(step("a"))) == {ChainCheck.ENDS: ("a",)}


def test_steps_trace_to_an_activity_unless_the_person_served_or_the_present_is_shown() -> None:
    loose = replace(SOUND.steps[0], activity="", activity_text="")
    content = replace(SOUND, steps=(loose, *SOUND.steps[1:]))
    assert failed(content) == {ChainCheck.ACTIVITIES: ("a",)}
    assert failed(replace(content, kind=ChainKind.AS_IS)) == {}
    served = replace(SOUND.steps[0], actor="np", activity="")
    assert failed(replace(SOUND, steps=(served, *SOUND.steps[1:]))) == {}


def test_the_longest_way_adds_days_and_deadlines_and_names_what_is_missing() -> None:
    found = graph.duration(SOUND)
    assert (found.days, found.steps, found.without) == (16, ("a", "b", "c"), ("c",))
    assert graph.duration(chain()).days == 0


def test_a_deadline_counts_only_between_two_actors() -> None:
    content = chain(step("a"), step("b"), links=(link("a", "b", FULL),))
    assert graph.duration(content).days == 2


def test_a_way_back_counts_as_not_taken() -> None:
    links = (link("a", "b"), link("b", "a"), link("b", "c"))
    content = chain(step("a", days=2), step("b", days=3), step("c", days=4), links=links)
    assert graph.ways_back(content) == {("b", "a")}
    assert graph.duration(content).days == 9


KEYS = "abcdef"


@st.composite
def contents(draw: st.DrawFn) -> Chain:
    """Any small chain, with circles, parallel ways and lonely steps."""
    keys = KEYS[: draw(st.integers(1, 6))]
    days = st.one_of(st.none(), st.integers(0, 30))
    steps = tuple(step(key, draw(st.sampled_from(["jc", "kt"])), draw(days)) for key in keys)
    pairs = [(one, other) for one, other in permutations(keys, 2)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=10)) if pairs else []
    waits = st.one_of(st.none(), st.builds(Transfer, deadline_days=st.one_of(st.none(), st.integers(0, 30))))
    return chain(*steps, links=tuple(link(one, other, draw(waits)) for one, other in chosen))


def every_way(content: Chain) -> list[tuple[str, ...]]:
    """All ways that take no way back, by trying."""
    back = graph.ways_back(content)
    allowed = {(row.source, row.target) for row in content.links} - back
    ways = [(row.key,) for row in content.steps]
    found = list(ways)
    while ways:
        ways = [(*way, target) for way in ways for source, target in allowed if source == way[-1]]
        found += ways
        assert len(found) < 100_000, "a circle was left"
    return found


def length(content: Chain, way: tuple[str, ...]) -> int:
    days = {row.key: row.max_days or 0 for row in content.steps}
    doing = {row.key: row.actor for row in content.steps}
    waits = {(row.source, row.target): row.transfer.deadline_days or 0 for row in content.links if row.transfer}
    return sum(days[key] for key in way) + sum(
        waits.get((one, other), 0) for one, other in pairwise(way) if doing[one] != doing[other]
    )


@given(contents())
def test_the_longest_way_is_the_longest_of_all(content: Chain) -> None:
    found = graph.duration(content)
    assert found.days == max(length(content, way) for way in every_way(content))
    assert found.days == length(content, found.steps)


def brute_reach(content: Chain, begin: str) -> set[str]:
    seen = {begin}
    for _round in content.steps:
        seen |= {row.target for row in content.links if row.source in seen}
    return seen


@given(contents())
def test_reached_and_dead_steps_are_those_found_by_trying(content: Chain) -> None:
    reach = {row.key: brute_reach(content, row.key) for row in content.steps}
    known = set().union(*(reach[key] for key in graph.starts(content)))
    assert set(graph.unreached(content)) == set(reach) - known
    ends = {key for key in reach if not any(row.source == key for row in content.links)}
    assert set(graph.ends(content)) == ends
    assert set(graph.without_end(content)) == {key for key in reach if not reach[key] & ends}


@given(contents())
def test_two_steps_are_in_one_circle_if_each_leads_to_the_other(content: Chain) -> None:
    circle = graph.circles(graph.following(content))
    reach = {row.key: brute_reach(content, row.key) for row in content.steps}
    for (one, ahead), (other, back) in product(reach.items(), repeat=2):
        assert (circle[one] == circle[other]) == (other in ahead and one in back)


@given(contents())
def test_what_is_stored_is_read_back_and_differs_in_nothing(content: Chain) -> None:
    back = from_data(content.to_data())
    assert back == content
    assert content_hash(back.to_data()) == content_hash(content.to_data())
    assert compare(content, back) == ()


@given(contents(), contents())
def test_a_comparison_turned_round_swaps_new_and_left_out(one: Chain, other: Chain) -> None:
    ahead, back = compare(one, other), compare(other, one)
    added = {(row.section, row.title) for row in ahead if row.change is Change.ADDED}
    removed = {(row.section, row.title) for row in back if row.change is Change.REMOVED}
    assert added == removed
    assert bool(ahead) == bool(back)


def test_a_comparison_names_field_old_and_new() -> None:
    longer = replace(SOUND, steps=(SOUND.steps[0], replace(SOUND.steps[1], max_days=20), SOUND.steps[2]))
    (found,) = compare(SOUND, longer)
    assert (found.section, found.change, found.title) == (Section.STEPS, Change.CHANGED, "Schritt b")
    assert [(row.name, row.old, row.new) for row in found.fields] == [("Longest duration in days", "10", "20")]


def test_another_order_is_one_change_of_the_whole() -> None:
    turned = replace(SOUND, steps=(SOUND.steps[1], SOUND.steps[0], SOUND.steps[2]))
    (found,) = compare(SOUND, turned)
    assert (found.section, [row.name for row in found.fields]) == (Section.CHAIN, ["Order of the steps"])


def test_a_goal_worded_anew_does_not_make_a_version_old() -> None:
    renamed = replace(SOUND, steps=tuple(replace(row, activity_text="Anders beraten") for row in SOUND.steps))
    assert same_content(SOUND, renamed)
    assert not same_content(SOUND, replace(SOUND, title="Anders"))


def test_the_table_has_a_row_for_each_hand_over_described_or_not() -> None:
    content = chain(step("a"), step("b", "kt"), step("c"), links=(link("b", "c"), link("a", "b", FULL), link("c", "a")))
    table = table_of(content)
    assert [(row.source.number, row.target.number, row.described) for row in table.transfers] == [
        (1, 2, True),
        (2, 3, False),
    ]
    assert [(entry.number, entry.back) for entry in table.steps[2].following] == [(1, True)]
    assert [row.steps for row in table.actors] == [2, 1, 0]
