"""The project work on the page of a process: what is there, where it is read, and what can be begun now."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from governance.access.goals import may_begin_goals, writes_now
from governance.access.mandates import may_write_statement, writes_mandates
from governance.queries.chains import ChainRow
from governance.queries.process_page import ProcessPage
from governance.rules.lifecycles import MandateState
from governance.rules.mandates import DRAFTED_AT
from governance.rules.stages import Stage
from portal.components.actions import Action
from portal.views.addresses import to
from portal.views.base import PortalRequest
from portal.views.chain_shown import chain_url


@dataclass(frozen=True)
class ProjectWork:
    """The chains with their addresses, and the buttons for what is not there yet."""

    chains: tuple[tuple[ChainRow, str], ...]
    begin: tuple[Action, ...]


def work_on(request: PortalRequest, page: ProcessPage) -> ProjectWork:
    """Return the project work of the process on `page`; it asks the database nothing."""
    chains = tuple((row, chain_url(request, row)) for row in page.around.chains.rows)
    return ProjectWork(chains, tuple(_begin(request, page)))


def _begin(request: PortalRequest, page: ProcessPage) -> list[Action]:
    """Return what the viewer can begin at this stage: mandate, Zielsystem, chain, statement, each only once."""
    viewer, process, around = request.viewer, page.process, page.around
    found = []
    over = around.mandate is None or around.mandate.state == MandateState.ENDED
    if over and writes_mandates(viewer) and process.stage in DRAFTED_AT and page.stage not in BEFORE_A_MANDATE:
        found.append((_("Write mandate"), "process_mandate"))
    if around.goal_system is None and may_begin_goals(viewer, process) and writes_now(viewer, process):
        found.append((_("Begin Zielsystem"), "goal_begin"))
    if not around.chains.rows and around.chains.may_begin:
        found.append((_("Begin chain"), "chain_begin"))
    if around.statement is None and may_write_statement(viewer, process):
        found.append((_("Write statement"), "process_statement"))
    return [Action(label, to(request, name, process.public_id)) for label, name in found]


# A mandate may be drafted as early as the topic; as long as nobody has decided on that, it is not offered (it is
# begun from the paper that lays both before the body).
BEFORE_A_MANDATE = frozenset({Stage.TOPIC_DRAFT, Stage.SCOPE_CHECK, Stage.LOCAL_SOLUTION})
