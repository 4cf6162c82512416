"""Processes on their ways around the steering group, for the matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governance.models import ProcessProfile
from governance.rules import clock
from portal.access_concept.table import At
from tests import factories as make

if TYPE_CHECKING:
    from tests.access.world import World


def build_routes(world: World) -> None:
    """Give the world a process in each situation; the profile takes topics in from a focus of the group."""
    cast, places = world.cast, world.places
    ProcessProfile.objects.filter(authority=cast.authority).update(intake_sources=["focus"])
    made = {"body": cast.body, "coordinator": cast.coordinator}
    scope = make.ProcessFactory(stage="scope_check", **made)
    local = make.ProcessFactory(stage="local_solution", group=cast.project_group, **made)
    state = make.ProcessFactory(stage="reported_to_state", shown_to_body=True, **made)
    completed = make.ProcessFactory(stage="completed", shown_to_body=True, **made)
    state.state_reports.create(addressee="Ministerium", reported_on=clock.today())
    state.earlier_decisions.create(
        body_name="Kreistag",
        decided_on=clock.today(),
        wording="Förderung",
        source="Vorlage",
        entered_by=cast.coordinator,
    )
    document = local.documents.create(
        role="interface_concept", title="Schnittstellenkonzept", text="Wortlaut", dated_on=clock.today(),
        added_by=cast.coordinator,
    )  # fmt: skip
    other = make.ProcessFactory(stage="topic_draft", **made)
    places[At.ANY] |= {"document_id": document.public_id, "other_draft": other.public_id}
    places[At.PROCESS_SCOPE] = {"process_id": scope.public_id}
    places[At.PROCESS_LOCAL] = {"process_id": local.public_id}
    places[At.PROCESS_AT_STATE] = {"process_id": state.public_id}
    places[At.PROCESS_COMPLETED] = {"process_id": completed.public_id}
