"""Territories: a municipality in several groupings, never in itself, never of another authority."""

from __future__ import annotations

import pytest

from governance.models import Territory
from governance.usecases.foundation import Forbidden, Invalid, Refused, Stale
from governance.usecases.organisations import save_organisation
from governance.usecases.territories import save_territory
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_municipality_lies_in_several_groupings_and_none_lies_in_itself(cast: Cast) -> None:
    by = cast.viewer(cast.coordinator)
    facts = {"by": by, "territory_id": None, "version": None}
    outer = save_territory(**facts, name="Nordkreis", kind="body_cluster")
    inner = save_territory(**facts, name="Cluster Nord", kind="cluster", groupings=[outer])
    town = save_territory(**facts, name="Nieheim", kind="municipality", groupings=[outer, inner])
    assert set(town.groupings.all()) == {outer, inner}
    same = {"by": by, "name": "Nordkreis", "kind": "body_cluster"}
    with pytest.raises(Refused, match=r"belong to itself"):
        save_territory(**same, territory_id=outer.public_id, version=None, groupings=[inner])
    with pytest.raises(Refused, match=r"nothing belongs to it"):
        save_territory(**facts, name="Ortsteil", kind="other", groupings=[town])
    with pytest.raises(Refused, match=r"groups nothing"):
        save_territory(by=by, territory_id=outer.public_id, version=None, name="Nordkreis", kind="municipality")
    with pytest.raises(Invalid):
        save_territory(**facts, name="Nieheim", kind="other")
    save_territory(by=by, territory_id=town.public_id, version=town.version, name="Nieheim", kind="municipality")
    assert town.groupings.count() == 2
    with pytest.raises(Stale):
        save_territory(by=by, territory_id=town.public_id, version=town.version, name="x", kind="municipality")


def test_territories_of_another_authority_are_nobodys_business(cast: Cast) -> None:
    foreign: Territory = make.TerritoryFactory(authority=cast.other_authority, kind="district")
    by = cast.viewer(cast.coordinator)
    with pytest.raises(Forbidden):
        save_territory(by=by, territory_id=None, version=None, name="x", kind="municipality", groupings=[foreign])
    with pytest.raises(Forbidden):
        save_organisation(by=by, organisation_id=None, version=None, name="x", kind="agency", territory=foreign)
    with pytest.raises(Territory.DoesNotExist):
        save_territory(by=by, territory_id=foreign.public_id, version=None, name="x", kind="district")
    with pytest.raises(Forbidden):
        save_territory(by=cast.viewer(cast.member), territory_id=None, version=None, name="x", kind="district")
