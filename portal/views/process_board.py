"""The board of processes and the counts above it, as components (prototype `vorgaenge.html`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from governance.access.planning import coordinates_processes
from governance.queries.process_list import ENDED, LIVE, MINE, STUCK, VIEWS, ProcessFilter, ProcessRow
from governance.rules.stages import Phase
from portal.components.sorting import PARAMETER
from portal.components.text import Text
from portal.components.track import GATES, PHASE_NAMES
from portal.views.addresses import to
from portal.views.base import PortalRequest

# A column shows the most urgent ones; the list has them all.
COLUMN_LENGTH = 12

VIEW_NAMES: Mapping[str, Text] = {
    LIVE: _("Running"),
    STUCK: _("Stuck"),
    MINE: _("Coordinated by me"),
    ENDED: _("Ended"),
}


@dataclass(frozen=True)
class Chip:
    """A view of the list with its count."""

    label: Text
    url: str
    count: int
    current: bool


@dataclass(frozen=True)
class Column:
    """One phase of the board. `more` says how many processes the list has beyond `rows`."""

    number: int
    name: Text
    gate: bool
    rows: tuple[ProcessRow, ...]
    count: int

    @property
    def more(self) -> int:
        """How many processes of the phase are not shown."""
        return self.count - len(self.rows)


def chips(request: PortalRequest, chosen: ProcessFilter, counts: Mapping[str, int]) -> tuple[Chip, ...]:
    """Return the views with their counts; the other parts of the filter stay."""
    kept = {
        "q": chosen.words,
        "zustaendig": chosen.coordinator,
        "rechtskreis": chosen.legal_area,
        "ansicht": request.GET.get("ansicht", ""),
        PARAMETER: request.GET.get(PARAMETER, ""),
    }
    names = [name for name in VIEWS if name != MINE or coordinates_processes(request.viewer)]
    found = []
    for name in names:
        query = urlencode({**{key: value for key, value in kept.items() if value}, "stand": name})
        url = f"{to(request, 'processes')}?{query}"
        found.append(Chip(VIEW_NAMES[name], url, counts[name], name == chosen.view))
    return tuple(found)


def board(rows: tuple[ProcessRow, ...]) -> tuple[Column, ...]:
    """Return the six columns, the most urgent process of each phase first."""
    columns = []
    for phase in Phase:
        own = tuple(row for row in rows if row.phase is phase)
        columns.append(
            Column(
                number=phase.value,
                name=PHASE_NAMES[phase.value - 1],
                gate=phase.value in GATES,
                rows=own[:COLUMN_LENGTH],
                count=len(own),
            )
        )
    return tuple(columns)
