"""Two people pressing at once on one process: one wins, the other is told, nothing is written twice.

On PostgreSQL the locked rows protect, on SQLite the immediate transaction. Each test was seen to fail on PostgreSQL
with `foundation.lock` reading without `FOR UPDATE` and `mandates.lock_mandates` doing nothing; the late answer fails
already without the latter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from governance.models import (
    AgendaItem,
    GoalSystemVersion,
    MandateAdoption,
    Measure,
    Membership,
    Nomination,
    ProcessEffect,
    Register,
    ServiceChainVersion,
)
from governance.queries.verification import check_register
from governance.usecases.chain_versions import freeze_chain
from governance.usecases.foundation import Refused
from governance.usecases.goal_versions import freeze_goal_system
from governance.usecases.measure_reports import accept_measure, move_measure
from governance.usecases.node_outcomes import NodeChoice, save_node_outcomes
from governance.usecases.nominations import decline_nomination, name_member
from governance.usecases.process_effects import release_effect
from governance.usecases.process_steps import take_step
from governance.usecases.sessions import conclude_item
from tests import factories as make
from tests.cast import Cast
from tests.concurrency.at_once import at_once, refusals
from tests.driven import REASON, Driven, open_world
from tests.driven_needs import chain_of, commission_of, goals, mandate, proposed, provide, with_group

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4


@pytest.fixture
def world(transactional_db: None) -> Iterator[Driven]:
    yield open_world()
    assert [check_register(register) for register in Register.objects.all()] in ([], [None])


def pressing(driven: Driven, step: str, person: Any, version: int | None) -> Callable[[], Any]:
    by, key = driven.cast.viewer(person), driven.process.public_id
    return lambda: take_step(by=by, process_id=key, transition=step, reason=REASON, version=version)


@pytest.mark.parametrize("told", ["with the version that both have seen", "without it"])
@pytest.mark.parametrize("step", ["collect_more_cases", "withdraw"])
def test_two_coordinators_take_the_same_step_once(world: Driven, step: str, told: str) -> None:
    for _round in range(ROUNDS):
        driven = world.at("topic_draft")
        version = driven.row.version if told.startswith("with ") else None
        people = (driven.cast.coordinator, driven.cast.secretariat)
        answers = at_once([pressing(driven, step, person, version) for person in people])
        assert len(refusals(answers)) == 1
        assert driven.history() == [step]


def test_two_coordinators_taking_different_steps_take_one(world: Driven) -> None:
    for _round in range(ROUNDS):
        driven = world.at("topic_draft")
        version = driven.row.version
        acts = [
            pressing(driven, "collect_more_cases", driven.cast.coordinator, version),
            pressing(driven, "withdraw", driven.cast.secretariat, version),
        ]
        assert len(refusals(at_once(acts))) == 1
        assert len(driven.history()) == 1


def put_to_vote(driven: Driven, subject: str, **facts: Any) -> AgendaItem:
    """Return an item of a session of its own that is decided and waits for its conclusion."""
    cast = driven.cast
    item = driven.lay(subject)
    driven.vote(item, **facts)
    meeting = make.MeetingFactory(body=cast.body, in_session=True)
    AgendaItem.objects.filter(pk=item.pk).update(meeting=meeting)
    return item


def concluding(driven: Driven, item: AgendaItem) -> Callable[[], Any]:
    by = driven.secretariat
    return lambda: conclude_item(by=by, item_id=item.public_id)


def test_two_sessions_amending_one_mandate_make_one_version(world: Driven) -> None:
    """Both steps lead to the stage at which the process stands, so no stage holds the second one up."""
    for number in range(1, ROUNDS + 1):
        driven = world.at("group_working")
        provide(driven, "amend_mandate")
        items = [put_to_vote(driven, "amend_mandate") for _number in range(2)]
        assert refusals(at_once([concluding(driven, item) for item in items])) == []
        states = sorted(ProcessEffect.objects.filter(process=driven.process).values_list("state", flat=True))
        assert (states, driven.history()) == (["done", "waiting"], ["amend_mandate"])
        assert MandateAdoption.objects.count() == number


def test_a_waiting_effect_is_released_once(world: Driven) -> None:
    driven = world.at("established")
    resolution = driven.resolve("adopt_mandate")
    mandate(driven)
    act = partial(release_effect, by=driven.secretariat, resolution_id=resolution.public_id)
    assert len(refusals(at_once([act, act]))) == 1
    assert (driven.history(), MandateAdoption.objects.count()) == (["adopt_mandate"], 1)


def test_two_sessions_discontinuing_and_adopting_do_one_of_both(world: Driven) -> None:
    driven = world.at("proposal_decision")
    proposed(driven)
    items = [put_to_vote(driven, "adopt_proposal"), put_to_vote(driven, "discontinue")]
    at_once([concluding(driven, item) for item in items])
    # The end may follow the adoption; an adoption after the end waits.
    assert driven.stage == "discontinued"
    assert driven.history() in (["discontinue"], ["adopt_proposal", "discontinue"])
    assert not Measure.objects.filter(process=driven.process).exclude(state="dropped").exists()


def colleague(cast: Cast) -> Any:
    """Return a second contact of the contact's organisation."""
    person = make.PersonFactory(authority=cast.authority, organisation=cast.contact.organisation)
    make.RoleFactory(person=person, role="contact")
    return person


def test_two_contacts_answering_one_measure_give_one_answer(world: Driven) -> None:
    cast, second = world.cast, colleague(world.cast)
    for _round in range(ROUNDS):
        driven = world.at("implementation")
        row = make.MeasureFactory(process=driven.process, organisation=cast.contact.organisation)
        yes, no, key = cast.viewer(cast.contact), cast.viewer(second), row.public_id
        answers = at_once(
            [
                partial(accept_measure, by=yes, measure_id=key, person_id=cast.contact.public_id),
                partial(move_measure, by=no, measure_id=key, move="decline", text="Keine Zeit"),
            ]
        )
        assert len(refusals(answers)) == 1
        row.refresh_from_db()
        assert row.reports.count() == 1
        assert row.state == row.reports.get().target


def test_two_contacts_answering_one_nomination_give_one_answer(world: Driven) -> None:
    cast, second = world.cast, colleague(world.cast)
    for _round in range(ROUNDS):
        driven = world.at("commissioned")
        mandate(driven).adopt()
        row = Nomination.objects.get(mandate__processes=driven.process, organisation=cast.contact.organisation)
        yes, no, key, seen = cast.viewer(cast.contact), cast.viewer(second), row.public_id, row.version
        person = cast.group_member.public_id
        answers = at_once(
            [
                partial(name_member, by=yes, nomination_id=key, person_id=person, version=seen),
                partial(decline_nomination, by=no, nomination_id=key, reason="Keine Zeit", version=seen),
            ]
        )
        assert len(refusals(answers)) == 1
        row.refresh_from_db()
        assert (row.state, row.version) in (("named", seen + 1), ("declined", seen + 1))


def test_two_freezing_a_goal_system_freeze_one_version(world: Driven) -> None:
    for _round in range(ROUNDS):
        driven = world.at("group_working")
        with_group(driven)
        system = goals(driven).system
        people = (driven.cast.group_lead, driven.cast.coordinator)
        act = partial(freeze_goal_system, system_id=system.public_id, open_reason="Folgt.")
        acts = [partial(act, by=driven.cast.viewer(person)) for person in people]
        assert len(refusals(at_once(acts))) == 1
        assert GoalSystemVersion.objects.filter(system=system).count() == 1


def test_two_freezing_a_chain_freeze_one_version(world: Driven) -> None:
    for _round in range(ROUNDS):
        driven = world.at("group_working")
        with_group(driven)
        goals(driven)
        chain = chain_of(driven).sound()
        people = (driven.cast.group_lead, driven.cast.coordinator)
        act = partial(freeze_chain, chain_id=chain.public_id, open_reason="", version=None)
        acts = [partial(act, by=driven.cast.viewer(person)) for person in people]
        assert len(refusals(at_once(acts))) == 1
        assert ServiceChainVersion.objects.filter(chain=chain).count() == 1


def test_a_late_answer_and_the_constitution_of_the_group_never_cross(world: Driven) -> None:
    """A group begins with its lead, and whoever is named in the end is who sits there."""
    cast = world.cast
    for number in range(2 * ROUNDS):
        driven = world.at("commissioned")
        row_of = commission_of(driven) if mandate(driven).adopt() else None
        assert row_of is not None
        row_of.name_all()
        lead = Nomination.objects.get(mandate__processes=driven.process, lead=True)
        by, key = cast.viewer(cast.coordinator), lead.public_id
        other = make.PersonFactory(authority=cast.authority).public_id
        late = (
            partial(decline_nomination, by=by, nomination_id=key, reason="Doch nicht", version=None)
            if number % 2
            else partial(name_member, by=by, nomination_id=key, person_id=other, version=None)
        )
        answers = at_once([pressing(driven, "constitute_group", cast.secretariat, None), late])
        assert not isinstance(answers[1], Refused)
        lead.refresh_from_db()
        constituted = driven.stage == "group_working"
        assert constituted is not isinstance(answers[0], Refused)
        if lead.state == "declined" and constituted:  # it was named when the group began, and has left it since
            assert lead.seat is not None
        sitting = Membership.objects.filter(seat__nominations=lead, valid_until=None)
        assert [member.person_id for member in sitting] == ([lead.person_id] if constituted and lead.person_id else [])


def test_two_recording_what_is_decided_on_goals_lose_nothing(world: Driven) -> None:
    driven = world.at("proposal_decision")
    proposed(driven)
    item = driven.lay("adopt_proposal")
    node = driven.process.goal_system.nodes.filter(level="result_goal").earliest("pk").public_id
    for number in range(2 * ROUNDS):
        seen = AgendaItem.objects.get(pk=item.pk).version
        act = partial(save_node_outcomes, by=driven.secretariat, item_id=item.public_id, version=seen)
        acts = [partial(act, choices=[NodeChoice(node, "changed", f"{word} {number}")]) for word in ("Erst", "Dann")]
        assert len(refusals(at_once(acts))) == 1
        assert item.node_outcomes.count() == 1
