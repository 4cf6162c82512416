"""The secretariat: a coordinator assigned to the body, or any coordinator where nobody is (access.md, Roles)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from governance.access.attendance import ChairFacts, may_lead, may_record
from governance.access.meetings import may_run_meeting, runs_meetings_of
from governance.access.viewer import Viewer
from governance.models import Meeting, RoleAssignment, Secretariat
from governance.rules import clock
from tests.cast import Cast

ACTS = {
    "plan": may_run_meeting,
    "record": may_record,
    "lead": lambda viewer, meeting: may_lead(viewer, meeting, ChairFacts(present=True)),
    "release": lambda viewer, meeting: runs_meetings_of(viewer, meeting.body),
}


def acts_of(viewer: Viewer, meeting: Meeting) -> set[str]:
    return {name for name, may in ACTS.items() if may(viewer, meeting)}


def test_the_assigned_coordinator_does_all_of_it_and_another_nothing(cast: Cast) -> None:
    assert acts_of(cast.viewer(cast.secretariat), cast.meeting) == set(ACTS)
    assert acts_of(cast.viewer(cast.coordinator), cast.meeting) == set()


def test_a_body_without_secretariat_is_run_by_any_coordinator_and_nobody_else(cast: Cast) -> None:
    Secretariat.objects.all().delete()
    assert acts_of(cast.viewer(cast.coordinator), cast.meeting) == set(ACTS)
    assert acts_of(cast.viewer(cast.member), cast.meeting) == set()
    assert acts_of(cast.viewer(cast.other_coordinator, cast.authority), cast.meeting) == set()
    assert acts_of(cast.viewer(cast.other_coordinator, cast.other_authority), cast.meeting) == set()


@pytest.mark.parametrize("leaves", ["role", "authority"])
def test_whoever_no_longer_coordinates_is_no_secretariat_any_more(cast: Cast, leaves: str) -> None:
    if leaves == "role":
        yesterday = clock.today() - timedelta(days=1)
        RoleAssignment.objects.filter(person=cast.secretariat).update(valid_until=yesterday)
    else:
        cast.secretariat.is_active = False
        cast.secretariat.save()
    assert Secretariat.objects.filter(person=cast.secretariat).exists()
    assert acts_of(cast.viewer(cast.secretariat), cast.meeting) == set()
