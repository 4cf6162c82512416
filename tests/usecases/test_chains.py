"""Writing chains: who may, when, what happens to what hangs on a part, and what two editors at once are told."""

from __future__ import annotations

import pytest

from governance.models import AuditEntry, ChainActor, ChainLink, ChainStep, Handover, ServiceChain
from governance.queries.chains import chain_page
from governance.rules.service_chains import Transfer
from governance.usecases.chain_links import add_link, edit_link, remove_link
from governance.usecases.chain_parts import (
    ActorFacts,
    StepFacts,
    add_actor,
    add_step,
    edit_actor,
    edit_step,
    move_step,
    remove_actor,
    remove_step,
)
from governance.usecases.chains import ChainFacts, begin_chain, edit_chain, remove_chain
from governance.usecases.foundation import Forbidden, Invalid, Refused, Stale
from tests import factories as make
from tests.cast import Cast
from tests.chained import TRANSFER, Chained, chained, steps_of


@pytest.fixture
def work(cast: Cast) -> Chained:
    return chained(cast)


def last_action() -> str:
    return str(AuditEntry.objects.order_by("-pk").values_list("action", flat=True).first())


def test_a_member_begins_a_chain_with_its_result_goal(work: Chained) -> None:
    facts = ChainFacts("Vom Bedarf zum Kursplatz", goal_id=work.goal.public_id)
    chain = begin_chain(by=work.member, process_id=work.process.public_id, facts=facts)
    assert (chain.kind, chain.goal, chain.version) == ("to_be", work.goal, 1)
    assert last_action() == "chain.begun"


def test_a_chain_reaches_only_a_result_goal_of_its_own_process(work: Chained) -> None:
    with pytest.raises(Refused):
        work.begin(goal_id=work.activity.public_id)


@pytest.mark.parametrize(
    ("role", "stage", "error"),
    [
        ("group_lead", "group_working", None),
        ("coordinator", "group_working", None),
        ("coordinator", "commissioned", None),
        ("group_member", "commissioned", Refused),
        ("coordinator", "implementation", Refused),
        ("coordinator", "established", Refused),
        ("case_manager", "group_working", Forbidden),
        ("member", "group_working", Forbidden),
    ],
)
def test_who_begins_a_chain_and_when(cast: Cast, role: str, stage: str, error: type[Exception] | None) -> None:
    work = chained(cast, stage=stage)
    by = cast.viewer(getattr(cast, role))

    def begin() -> ServiceChain:
        return begin_chain(by=by, process_id=work.process.public_id, facts=ChainFacts("Kette"))

    if error is None:
        assert begin().pk
    else:
        with pytest.raises(error):
            begin()


@pytest.mark.parametrize("role", ["member", "chair", "case_manager", "contact", "plain_person", "other_coordinator"])
def test_the_working_copy_is_unknown_to_everybody_else(work: Chained, role: str) -> None:
    chain = work.sound()
    person = getattr(work.cast, role)
    by = work.cast.viewer(person, person.authority)
    with pytest.raises(ServiceChain.DoesNotExist):
        chain_page(by, chain.public_id)
    with pytest.raises(ServiceChain.DoesNotExist):
        add_actor(by=by, chain_id=chain.public_id, facts=ActorFacts("Amt"))


def test_an_assistant_of_a_group_member_reads_and_does_not_write(work: Chained) -> None:
    chain = work.sound()
    assistant = make.PersonFactory(authority=work.cast.authority)
    make.AssistanceFactory(member=work.cast.group_member, assistant=assistant)
    by = work.cast.viewer(assistant)
    assert not chain_page(by, chain.public_id).rights.writes
    with pytest.raises(Forbidden):
        add_actor(by=by, chain_id=chain.public_id, facts=ActorFacts("Amt"))


def test_every_change_of_a_part_counts_the_chain_up_and_names_who(work: Chained) -> None:
    chain = work.begin()
    add_step(by=work.member, chain_id=chain.public_id, facts=StepFacts("Beraten", new_actor="Beratungsstelle"))
    chain.refresh_from_db()
    assert (chain.version, chain.changed_by) == (2, work.cast.group_member)


def test_a_further_branch_is_added_with_its_actor_at_the_end_of_the_table(work: Chained) -> None:
    chain = work.sound()
    first = steps_of(chain)[0]
    add_step(
        by=work.member, chain_id=chain.public_id, after_id=first.public_id, condition="Betreuung fehlt",
        facts=StepFacts("Betreuung suchen", new_actor="Jugendamt"),
    )  # fmt: skip
    assert [step.label for step in steps_of(chain)] == [
        "Bedarf klären",
        "Kursplatz anbieten",
        "Kurs beginnen",
        "Betreuung suchen",
    ]
    link = ChainLink.objects.get(source=first, target__label="Betreuung suchen")
    assert (link.condition, link.target.actor.name) == ("Betreuung fehlt", "Jugendamt")


def test_a_step_that_follows_a_loose_end_stands_behind_it(work: Chained) -> None:
    chain = work.begin()
    first, _other = (
        add_step(by=work.member, chain_id=chain.public_id, facts=StepFacts(label, new_actor="Amt"))
        for label in ("Erster Anfang", "Zweiter Anfang")
    )
    add_step(
        by=work.member, chain_id=chain.public_id, after_id=first.public_id, facts=StepFacts("Weiter", new_actor="Amt")
    )
    assert [step.label for step in steps_of(chain)] == ["Erster Anfang", "Weiter", "Zweiter Anfang"]


def test_an_actor_typed_anew_is_the_one_of_that_name_or_the_organisation(work: Chained) -> None:
    chain = work.begin()
    for label in ("Bedarf klären", "Einladen"):
        add_step(by=work.member, chain_id=chain.public_id, facts=StepFacts(label, new_actor="jobcenter"))
    actor = ChainActor.objects.get(chain=chain)
    assert actor.organisation == work.agency
    assert actor.steps.count() == 2


@pytest.mark.parametrize(
    "facts",
    [
        StepFacts("", new_actor="Amt"),
        StepFacts("Beraten"),
        StepFacts("Beraten", actor_id="gone"),
        StepFacts("Beraten", new_actor="Amt", activity_id="gone"),
    ],
)
def test_a_step_without_words_actor_or_known_activity_is_refused_and_leaves_nothing(
    work: Chained, facts: StepFacts
) -> None:
    chain = work.begin()
    with pytest.raises(Refused):
        add_step(by=work.member, chain_id=chain.public_id, facts=facts)
    assert not ChainStep.objects.exists()
    assert not ChainActor.objects.exists()


def test_the_second_editor_of_a_step_is_told(work: Chained) -> None:
    chain = work.sound()
    step = steps_of(chain)[0]
    facts = work.step("Bedarf gemeinsam klären", step.actor.public_id)
    edit_step(by=work.member, chain_id=chain.public_id, step_id=step.public_id, facts=facts, version=step.version)
    with pytest.raises(Stale) as stale:
        edit_step(by=work.lead, chain_id=chain.public_id, step_id=step.public_id, facts=facts, version=step.version)
    assert getattr(stale.value.current, "label", "") == "Bedarf gemeinsam klären"


def test_two_people_who_write_different_steps_do_not_disturb_each_other(work: Chained) -> None:
    chain = work.sound()
    first, second, last = steps_of(chain)
    for by, step in ((work.member, first), (work.lead, second)):
        facts = work.step(f"{step.label}, neu", step.actor.public_id)
        edit_step(by=by, chain_id=chain.public_id, step_id=step.public_id, facts=facts, version=step.version)
    assert [step.label for step in steps_of(chain)] == [f"{first.label}, neu", f"{second.label}, neu", last.label]


def test_steps_move_and_stay_at_the_edge(work: Chained) -> None:
    chain = work.sound()
    last = steps_of(chain)[2]
    for _time in range(4):
        move_step(by=work.member, chain_id=chain.public_id, step_id=last.public_id, direction="up")
    assert [step.label for step in steps_of(chain)] == ["Kurs beginnen", "Bedarf klären", "Kursplatz anbieten"]
    with pytest.raises(Stale):
        move_step(by=work.member, chain_id=chain.public_id, step_id=last.public_id, direction="down", version=1)


def test_a_step_taken_out_of_the_middle_leaves_its_neighbours_linked(work: Chained) -> None:
    chain = work.sound()
    first, middle, last = steps_of(chain)
    remove_step(by=work.member, chain_id=chain.public_id, step_id=middle.public_id, version=middle.version)
    link = ChainLink.objects.get(chain=chain)
    assert (link.source, link.target) == (first, last)
    assert not Handover.objects.exists()


def test_a_step_at_a_fork_takes_only_its_own_links_along(work: Chained) -> None:
    chain = work.sound()
    first, middle, last = steps_of(chain)
    add_link(by=work.member, chain_id=chain.public_id, source_id=middle.public_id, target_id=first.public_id)
    remove_step(by=work.member, chain_id=chain.public_id, step_id=middle.public_id)
    assert not ChainLink.objects.exists()
    assert steps_of(chain) == [first, last]


def test_an_actor_with_steps_stays(work: Chained) -> None:
    chain = work.sound()
    actor = chain.actors.first()
    assert actor is not None
    with pytest.raises(Refused):
        remove_actor(by=work.member, chain_id=chain.public_id, actor_id=actor.public_id)
    spare = add_actor(by=work.member, chain_id=chain.public_id, facts=ActorFacts("Eltern", part="served"))
    remove_actor(by=work.member, chain_id=chain.public_id, actor_id=spare.public_id, version=spare.version)
    assert chain.actors.count() == 2


def test_an_actor_is_named_once_and_by_somebody_of_the_own_authority(work: Chained) -> None:
    chain = work.sound()
    with pytest.raises(Invalid):
        add_actor(by=work.member, chain_id=chain.public_id, facts=ActorFacts("Jobcenter"))
    with pytest.raises(Refused):
        add_actor(by=work.member, chain_id=chain.public_id, facts=ActorFacts("Fremd", organisation_id="gone"))
    actor = chain.actors.get(name="Jobcenter")
    changed = edit_actor(
        by=work.member, chain_id=chain.public_id, actor_id=actor.public_id, version=actor.version,
        facts=ActorFacts("Jobcenter, Team Markt", organisation_id=work.agency.public_id, part="partner"),
    )  # fmt: skip
    assert (changed.part, changed.version) == ("partner", 2)


def test_links_are_refused_twice_and_onto_themselves(work: Chained) -> None:
    chain = work.sound()
    first, middle, _last = (step.public_id for step in steps_of(chain))
    for source, target in ((first, middle), (first, first), (first, "gone")):
        with pytest.raises(Refused):
            add_link(by=work.member, chain_id=chain.public_id, source_id=source, target_id=target)


def test_condition_and_hand_over_share_one_counter(work: Chained) -> None:
    chain = work.sound()
    link = ChainLink.objects.get(handover__isnull=False)
    values = {"by": work.member, "chain_id": chain.public_id, "link_id": link.public_id, "condition": "Platz frei"}
    edit_link(**values, transfer=Transfer("Neu", "Neu"), version=link.version)
    with pytest.raises(Stale):
        edit_link(**values, transfer=TRANSFER, version=link.version)
    edit_link(**values, transfer=None, version=None)
    assert Handover.objects.get(link=link).preconditions == "Neu"
    edit_link(**values, transfer=Transfer(), version=None)
    assert not Handover.objects.exists()


def test_a_consent_that_is_named_counts_as_needed(work: Chained) -> None:
    chain = work.sound()
    link = ChainLink.objects.get(handover__isnull=False)
    edit_link(
        by=work.member, chain_id=chain.public_id, link_id=link.public_id, condition="", version=None,
        transfer=Transfer("x", "y", consent="Schweigepflichtentbindung"),
    )  # fmt: skip
    assert Handover.objects.get(link=link).needs_consent


def test_a_link_is_removed_with_its_hand_over(work: Chained) -> None:
    chain = work.sound()
    link = ChainLink.objects.get(handover__isnull=False)
    remove_link(by=work.member, chain_id=chain.public_id, link_id=link.public_id, version=link.version)
    assert not Handover.objects.exists()


def test_a_part_of_another_chain_is_unknown(work: Chained) -> None:
    chain, other = work.sound(), work.sound(title="Zweite Kette")
    foreign = steps_of(other)[0]
    with pytest.raises(ChainStep.DoesNotExist):
        remove_step(by=work.member, chain_id=chain.public_id, step_id=foreign.public_id)
    with pytest.raises(ChainStep.DoesNotExist):
        add_step(
            by=work.member, chain_id=chain.public_id, after_id=foreign.public_id,
            facts=StepFacts("Beraten", new_actor="Amt"),
        )  # fmt: skip


def test_a_chain_is_renamed_and_removed_as_long_as_no_version_is_frozen(work: Chained) -> None:
    chain = work.sound()
    facts = ChainFacts("Wie es heute läuft", kind="as_is")
    renamed = edit_chain(by=work.member, chain_id=chain.public_id, facts=facts, version=chain.version)
    assert (renamed.title, renamed.kind, renamed.goal) == ("Wie es heute läuft", "as_is", None)
    with pytest.raises(Stale):
        edit_chain(by=work.lead, chain_id=chain.public_id, facts=facts, version=chain.version)
    remove_chain(by=work.member, chain_id=chain.public_id)
    assert not ServiceChain.objects.exists()
    kept = work.sound()
    work.freeze(kept)
    with pytest.raises(Refused):
        remove_chain(by=work.lead, chain_id=kept.public_id)
