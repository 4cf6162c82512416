"""Territories: municipalities and what groups them. Conventions as in `usecases.organisations`."""

from __future__ import annotations

from collections.abc import Sequence

from governance.access.organisations import managed_territories, may_manage_people
from governance.access.viewer import Viewer
from governance.models import Territory, TerritoryKind
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, check_version, fill, lock, record, save, use_case


@use_case("territory.saved")
def save_territory(
    *,
    by: Viewer,
    territory_id: str | None,
    version: int | None,
    name: str,
    kind: str,
    groupings: Sequence[Territory] | None = None,
) -> Territory:
    """Create or edit a territory; `groupings` are those it belongs to, None leaves them as they are.

    A municipality groups nothing, and no territory belongs to itself by any way round.
    """
    if not may_manage_people(by):
        raise Forbidden(by, by.authority)
    territory = (
        lock(managed_territories(by), public_id=territory_id) if territory_id else Territory(authority=by.authority)
    )
    check_version(territory, version)
    fill(territory, {"name": name, "kind": kind})
    if territory.pk and kind == TerritoryKind.MUNICIPALITY and territory.parts.exists():
        raise Refused(Message(mark("Other territories belong to this one. A municipality groups nothing.")))
    wanted = None if groupings is None else tuple(groupings)
    _refuse(by, territory, wanted or ())
    save(territory)
    if wanted is not None:
        territory.groupings.set(wanted)
    record(by, "territory.saved", territory)
    return territory


def _refuse(by: Viewer, territory: Territory, groupings: Sequence[Territory]) -> None:
    for grouping in groupings:
        if grouping.authority_id != by.authority.pk:
            raise Forbidden(by, grouping)
        if grouping.kind == TerritoryKind.MUNICIPALITY:
            raise Refused(Message(mark("%(name)s is a municipality, nothing belongs to it."), {"name": grouping.name}))
    if territory.pk is not None and territory.pk in _above(groupings):
        raise Refused(Message(mark("A territory cannot belong to itself, by no way round.")))


def _above(groupings: Sequence[Territory]) -> set[int]:
    """Return the keys of `groupings` and of everything that they belong to; one question for each level."""
    found: set[int] = set()
    level = {grouping.pk for grouping in groupings}
    while level - found:
        found |= level
        level = set(
            Territory.groupings.through.objects.filter(from_territory__in=level).values_list("to_territory", flat=True)
        )
    return found
