"""Reading the questions for consent that wait for an organisation."""

from __future__ import annotations

from django.db.models import QuerySet

from governance.access.chains import answerable_consents
from governance.access.viewer import Viewer
from governance.models import ActorConsent
from governance.rules.lifecycles import ConsentState, FrozenState


def open_consents(viewer: Viewer) -> QuerySet[ActorConsent]:
    """Return the questions that wait for the viewer's organisation, the oldest first; for the overview.

    Each row has `chain_version.chain`, `chain_version.content["title"]` and `organisation` at hand.
    """
    return (
        answerable_consents(viewer)
        .filter(state=ConsentState.OPEN.value)
        .exclude(chain_version__state=FrozenState.SUPERSEDED.value)
        .select_related("chain_version__chain", "organisation")
        .order_by("chain_version__created_at", "pk")
    )
