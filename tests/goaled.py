"""A process whose group writes a Zielsystem, for the tests of goals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from governance.access.viewer import Viewer
from governance.models import Body, GoalNode, GoalSystem, GoalSystemVersion, Organisation, PlanningProcess
from governance.queries.goals import working_tree
from governance.usecases.goal_versions import freeze_goal_system
from tests import factories as make
from tests.cast import Cast

DUE = date(2028, 6, 30)


@dataclass
class Goals:
    """The Zielsystem "Kurs und Kind": G, 1, 1.1 (indicator), 1.1.1 (Jobcenter), 1.2, 2, 2.1, 2.1.1 (nobody)."""

    cast: Cast
    process: PlanningProcess
    system: GoalSystem
    organisation: Organisation
    nodes: dict[str, GoalNode] = field(default_factory=dict)

    @property
    def lead(self) -> Viewer:
        """The lead of the group."""
        return self.cast.viewer(self.cast.group_lead)

    @property
    def member(self) -> Viewer:
        """A member of the group."""
        return self.cast.viewer(self.cast.group_member)

    def numbers(self) -> dict[str, str]:
        """Return the wording of the working copy by number."""
        tree = working_tree(self.system)
        return {tree.numbers[node.key]: node.text for node in tree.nodes}

    def freeze(self) -> GoalSystemVersion:
        """Freeze it; its branches are open."""
        return freeze_goal_system(by=self.lead, system_id=self.system.public_id, open_reason="Folgt mit 2028.")

    def show(self, stage: str = "proposal_decision") -> None:
        """Lay the proposal before the body."""
        PlanningProcess.objects.filter(pk=self.process.pk).update(stage=stage, shown_to_body=True)


def build_goals(
    cast: Cast,
    *,
    stage: str = "group_working",
    group: Body | None = None,
    process: PlanningProcess | None = None,
) -> Goals:
    """Build the Zielsystem of a process, of one of the cast's group unless it is given; the contact answers for its
    Jobcenter.
    """
    process = process or make.ProcessFactory(
        body=cast.body, group=group or cast.project_group, stage=stage, coordinator=cast.coordinator
    )
    jobcenter = cast.contact.organisation or make.OrganisationFactory(authority=cast.authority, name="Jobcenter")
    cast.contact.organisation = jobcenter
    cast.contact.save()
    goals = Goals(cast, process, make.GoalSystemFactory(process=process), jobcenter)
    for number, above, level, values in (
        ("G", "", "principle_goal", {}),
        ("1", "G", "framework_goal", {}),
        ("2", "G", "framework_goal", {}),
        ("1.1", "1", "result_goal", {}),
        ("1.2", "1", "result_goal", {}),
        ("2.1", "2", "result_goal", {}),
        ("1.1.1", "1.1", "activity", {"organisation": jobcenter, "due_on": DUE}),
        ("2.1.1", "2.1", "activity", {}),
    ):
        goals.nodes[number] = make.GoalNodeFactory(
            system=goals.system,
            parent=goals.nodes.get(above),
            level=level,
            text=f"Wortlaut {number}",
            order=int(number[-1]) if number != "G" else 0,
            **values,
        )
    make.IndicatorFactory(node=goals.nodes["1.1"])
    return goals
