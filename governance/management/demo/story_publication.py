"""Resolutions that are published after the chair's yes, and one that still waits for it."""

from __future__ import annotations

from governance.management.demo.people import Kreis
from governance.management.demo.scenes import Timetable, standing_at
from governance.models import ItemKind, Meeting, Publication, Resolution
from governance.usecases.publications import PublicText, agree_to_publication, propose_publication

SUMMARY = (
    "Eltern mit kleinen Kindern können viele Deutschkurse nicht besuchen, weil zur Kurszeit die Betreuung fehlt. Das "
    "Gremium hat das als gemeinsames Problem festgestellt und will es mit allen beteiligten Stellen lösen."
)


def propose(kreis: Kreis, plan: Timetable, meeting: Meeting, *, days: int, summary: str = "") -> Publication:
    """Propose the publication of the resolution on the paper of a session."""
    resolution = Resolution.objects.filter(item__meeting=meeting, item__kind=ItemKind.PAPER).earliest("decided_at")
    with standing_at(plan.moment(days, 9)):
        return propose_publication(
            by=kreis.viewer(kreis.coordinator), resolution_id=resolution.public_id, text=PublicText(summary=summary)
        )


def publish(kreis: Kreis, plan: Timetable, meeting: Meeting, *, days: int) -> None:
    """Propose it, and let the chair agree the day after."""
    row = propose(kreis, plan, meeting, days=days, summary=SUMMARY)
    with standing_at(plan.moment(days + 1, 11)):
        agree_to_publication(by=kreis.viewer(kreis.chair), publication_id=row.public_id, version=row.version)
