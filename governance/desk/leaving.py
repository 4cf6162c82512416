"""Deactivating a person in the desk: the page says what ends, what stays under the name, and what speaks against it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.access.organisations import may_assign_role
from governance.access.viewer import Viewer
from governance.desk.parts import Consequences, DeskAction, period_text
from governance.models import Person
from governance.queries.leaving import RunningPeriod, leaving_of
from governance.queries.wording import say
from governance.usecases.deactivation import deactivate_person, reactivate_person


def consequences(viewer: Viewer, person: Person) -> Sequence[Consequences]:
    """Return what a deactivation ends and leaves behind."""
    found = leaving_of(viewer, person)
    return (
        Consequences(_("Ends today"), [_line(running) for running in found.periods]),
        Consequences(_("Stays under this name until somebody takes it over"), [say(one) for one in found.stays]),
    )


def _line(running: RunningPeriod) -> str:
    row = running.row
    kind = capfirst(str(row._meta.verbose_name))
    name = f"{running.body}: {row}" if running.body else str(row)
    return f"{kind}: {name}, {period_text(row)}"


def refusals(viewer: Viewer, person: Person) -> Sequence[str]:
    """Return why the person cannot be deactivated now."""
    found = leaving_of(viewer, person)
    said = [say(obstacle) for obstacle in found.obstacles]
    if any(not may_assign_role(viewer, role) for role in found.roles):
        said.append(_("The role of a coordinator is ended by the administration only."))
    return said


LEAVING_ACTIONS = (
    DeskAction(
        name="deaktivieren",
        label=gettext_lazy("Deactivate"),
        question=gettext_lazy(
            "“%(object)s” sees nothing of this Kreis any more from the next request on: no page, no answer by mail. "
            "What was done, decided and voted stays as it is. A login for other Kreise stays open."
        ),
        done=gettext_lazy("“%(object)s” is no longer active."),
        carry_out=lambda viewer, person: deactivate_person(
            by=viewer, person_id=person.public_id, version=person.version
        ),
        offered=lambda _viewer, person: person.is_active,
        consequences=consequences,
        refused=refusals,
        icon="minus",
        fresh_login=True,
    ),
    DeskAction(
        name="aktivieren",
        label=gettext_lazy("Activate again"),
        question=gettext_lazy(
            "“%(object)s” can take part again. Roles and seats that ended do not come back by themselves; give "
            "them anew."
        ),
        done=gettext_lazy("“%(object)s” is active again."),
        carry_out=lambda viewer, person: reactivate_person(
            by=viewer, person_id=person.public_id, version=person.version
        ),
        offered=lambda _viewer, person: not person.is_active,
        icon="undo",
    ),
)
