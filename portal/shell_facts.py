"""What the frame around a page knows about its viewer."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from governance.access.bodies import may_see_bodies
from governance.access.cases import may_see_cases
from governance.access.chains import sees_chains
from governance.access.desk import uses_desk
from governance.access.goals import sees_goals
from governance.access.measures import answers_for_measures
from governance.access.viewer import Viewer
from governance.queries.votes import open_calls
from portal.components.shell import Call, ShellFacts


def shell_facts(viewer: Viewer) -> ShellFacts:
    """Return the facts of the frame: name, which areas are shown, open votes that wait for the viewer."""
    return ShellFacts(
        person=str(viewer.person or ""),
        sees_cases=may_see_cases(viewer),
        sees_bodies=may_see_bodies(viewer),
        sees_goals=sees_goals(viewer) or sees_chains(viewer),
        has_measures=answers_for_measures(viewer),
        uses_desk=uses_desk(viewer),
        calls=calls(viewer),
    )


def calls(viewer: Viewer) -> tuple[Call, ...]:
    """Return the strip "Vote now" for every open vote that waits for one of the viewer's seats, with one query."""
    return tuple(
        Call(
            lead=_("The vote on item %(number)s is running.") % {"number": row.item_number},
            text=_("Your vote for the seat %(seat)s is still missing.") % {"seat": row.seat},
            url=reverse("portal:vote", args=[viewer.authority.slug, row.vote_id]),
        )
        for row in open_calls(viewer)
    )
