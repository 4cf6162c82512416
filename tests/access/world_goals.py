"""Zielsysteme in every situation of the authorisation concept, and one in the other authority."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governance.models import Meeting
from governance.usecases.goal_versions import adopt_goal_version
from governance.usecases.goals import remove_goal_node
from portal.access_concept.table import At
from tests import factories as make
from tests.chamber import pinned_paper
from tests.goaled import Goals, build_goals

if TYPE_CHECKING:
    from tests.access.world import World


def build_goal_systems(world: World) -> None:
    """Build them; the contact's organisation is responsible for an activity of each."""
    cast = world.cast
    copy = _goals(world)
    world.places[At.GOALS_COPY] = _params(copy)
    removed = _goals(world)
    gone = remove_goal_node(by=removed.lead, system_id=removed.system.public_id, node_id=removed.nodes["1.2"].public_id)
    world.places[At.GOALS_REMOVED] = {**_params(removed), "node_id": gone.public_id}
    proposed = _goals(world)
    version = proposed.freeze()
    proposed.show()
    world.places[At.GOALS_PROPOSED] = {**_params(proposed), "version_id": version.public_id}
    _lay(world, proposed)
    adopted = _goals(world)
    version = adopt_goal_version(adopted.freeze(), {})
    adopted.show("implementation")
    world.places[At.GOALS_ADOPTED] = {**_params(adopted), "version_id": version.public_id}
    empty = make.ProcessFactory(body=cast.body, group=cast.project_group, stage="group_working")
    world.places[At.GOALS_TO_BEGIN] = {"process_id": empty.public_id}
    make.GoalSystemFactory(process__body__authority=cast.other_authority)


def _lay(world: World, goals: Goals) -> None:
    """Put the proposal on the agenda of the session that runs."""
    meeting = Meeting.objects.get(public_id=world.places[At.MEETING_IN_SESSION]["meeting_id"])
    paper, version = pinned_paper(world.cast, subject="adopt_proposal", process=goals.process)
    item = make.AgendaItemFactory(meeting=meeting, order=7, kind="paper", paper=paper, paper_version=version)
    world.places[At.ITEM_OF_PROPOSAL] = {"meeting_id": meeting.public_id, "item_id": item.public_id}


def _goals(world: World) -> Goals:
    goals = build_goals(world.cast)
    goals.nodes["1.1"].assumptions.create(text="Kursträger melden freie Plätze.")
    return goals


def _params(goals: Goals) -> dict[str, str]:
    node = goals.nodes["1.1"]
    return {
        "process_id": goals.process.public_id,
        "system_id": goals.system.public_id,
        "node_id": node.public_id,
        "indicator_id": node.indicators.get().public_id,
        "assumption_id": node.assumptions.get().public_id,
    }
