"""A chain that a project group has written: people, process, goal system, two organisations, three steps."""

from __future__ import annotations

from dataclasses import dataclass

from governance.access.viewer import Viewer
from governance.models import (
    ChainLink,
    ChainStep,
    GoalNode,
    Organisation,
    PlanningProcess,
    ServiceChain,
    ServiceChainVersion,
)
from governance.rules.goals import GoalLevel
from governance.rules.service_chains import Transfer
from governance.usecases.chain_links import edit_link
from governance.usecases.chain_parts import ActorFacts, StepFacts, add_actor, add_step
from governance.usecases.chain_versions import freeze_chain
from governance.usecases.chains import ChainFacts, begin_chain
from tests import factories as make
from tests.cast import Cast

TRANSFER = Transfer(
    preconditions="Der Bedarf ist geklärt, die Einstufung liegt vor.",
    follow_ups="Der Kursträger meldet den Beginn binnen einer Woche.",
    documents="Einstufungsbogen",
    deadline_days=5,
)


@dataclass(frozen=True)
class Chained:
    """The cast with a process at work in its project group; the contact answers for `provider`."""

    cast: Cast
    process: PlanningProcess
    goal: GoalNode
    activity: GoalNode
    agency: Organisation
    provider: Organisation

    @property
    def member(self) -> Viewer:
        """The group member, freshly loaded."""
        return self.cast.viewer(self.cast.group_member)

    @property
    def lead(self) -> Viewer:
        """The lead of the group."""
        return self.cast.viewer(self.cast.group_lead)

    @property
    def contact(self) -> Viewer:
        """The contact of the provider."""
        return self.cast.viewer(self.cast.contact)

    def begin(self, **values: str) -> ServiceChain:
        """Begin an empty chain."""
        facts = ChainFacts(**{"title": "Vom Bedarf zum Kursplatz", "goal_id": self.goal.public_id, **values})
        return begin_chain(by=self.lead, process_id=self.process.public_id, facts=facts)

    def sound(self, **values: str) -> ServiceChain:
        """Write a chain that passes every check: agency, provider, provider."""
        chain = self.begin(**values)
        by, key = self.member, chain.public_id
        for organisation in (self.agency, self.provider):
            add_actor(by=by, chain_id=key, facts=ActorFacts(organisation_id=organisation.public_id))
        agency, provider = chain.actors.order_by("order")
        first = add_step(by=by, chain_id=key, facts=self.step("Bedarf klären", agency.public_id, max_days=3))
        second = add_step(
            by=by, chain_id=key, after_id=first.public_id,
            facts=self.step("Kursplatz anbieten", provider.public_id, max_days=10),
        )  # fmt: skip
        add_step(
            by=by, chain_id=key, after_id=second.public_id,
            facts=self.step("Kurs beginnen", provider.public_id, max_days=1, ending="Kurs begonnen"),
        )  # fmt: skip
        link = ChainLink.objects.get(source=first)
        edit_link(by=by, chain_id=key, link_id=link.public_id, condition="", transfer=TRANSFER, version=None)
        return ServiceChain.objects.get(pk=chain.pk)

    def step(self, label: str, actor_id: str, **values: object) -> StepFacts:
        """Return a step that carries out the activity."""
        return StepFacts(label, actor_id, activity_id=self.activity.public_id, **values)  # type: ignore[arg-type]

    def freeze(self, chain: ServiceChain, reason: str = "") -> ServiceChainVersion:
        """Freeze the chain as the lead."""
        return freeze_chain(by=self.lead, chain_id=chain.public_id, open_reason=reason, version=None)


def chained(cast: Cast, *, stage: str = "group_working") -> Chained:
    """Return a process of the cast's bodies with a goal system; the cast's contact answers for the provider."""
    agency, provider = (
        cast.authority.organisations.get_or_create(name=name)[0] for name in ("Jobcenter", "Kursträger Nord")
    )
    if cast.contact.organisation is None:
        cast.contact.organisation = provider
        cast.contact.save()
    provider = cast.contact.organisation
    process = make.ProcessFactory(
        body=cast.body, group=cast.project_group, stage=stage, shown_to_body=True, coordinator=cast.coordinator
    )
    system = make.GoalSystemFactory(process=process)
    parent = None
    nodes = {}
    for level, text in (
        (GoalLevel.PRINCIPLE_GOAL, "Eltern nehmen an Sprachkursen teil."),
        (GoalLevel.FRAMEWORK_GOAL, "Die Betreuung ist gesichert."),
        (GoalLevel.RESULT_GOAL, "Kurs und Betreuung sind abgestimmt."),
        (GoalLevel.ACTIVITY, "Kursplätze vermitteln."),
    ):
        parent = nodes[level] = GoalNode.objects.create(system=system, parent=parent, level=level.value, text=text)
    return Chained(cast, process, nodes[GoalLevel.RESULT_GOAL], nodes[GoalLevel.ACTIVITY], agency, provider)


def steps_of(chain: ServiceChain) -> list[ChainStep]:
    """Return the steps in the order of the table."""
    return list(ChainStep.objects.filter(chain=chain).order_by("order", "pk"))
