"""Somebody leaves: access ends at once, what they were stays on record, what must be taken over is named."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from governance.access.invitations import invitation_by_link, link_key
from governance.models import AuditEntry, Invitation, Membership, Person, RoleAssignment
from governance.queries.invitations import plan_of, untold
from governance.queries.leaving import leaving_of
from governance.queries.wording import say
from governance.rules import clock
from governance.usecases.deactivation import deactivate_person, reactivate_person
from governance.usecases.foundation import Forbidden, Refused, Stale
from governance.usecases.invitations import dispatch_meeting
from governance.usecases.organisations import save_person
from tests import factories as make
from tests.cast import Cast
from tests.portal.conftest import Login, login  # noqa: F401

TODAY = clock.today()


def deactivate(cast: Cast, person: Person, by: Any = None, **values: Any) -> Person:
    return deactivate_person(by=by or cast.viewer(cast.coordinator), person_id=person.public_id, **values)


def test_what_runs_ends_today_and_what_would_only_begin_is_taken_back(cast: Cast) -> None:
    later = make.MembershipFactory(
        seat=make.SeatFactory(body=cast.body), person=cast.member, valid_from=TODAY + timedelta(days=30)
    )
    deactivate(cast, cast.member)
    held = cast.seats[2].memberships.get(person=cast.member)
    assert held.valid_until == TODAY
    assert not Membership.objects.filter(pk=later.pk).exists()
    assert cast.member.assisted_by.get().valid_until == TODAY
    past = cast.seats[2].memberships.get(person=cast.former_member)
    assert past.valid_until == make.LONG_AGO
    entry = AuditEntry.objects.get(action="person.deactivated")
    assert entry.data == {"ended": 3}


def test_pages_answer_links_and_the_rest_are_closed_at_the_next_request(cast: Cast, login: Login) -> None:  # noqa: F811
    client = login(cast.member)
    invitation = Invitation.objects.create(meeting=cast.meeting, person=cast.member, seat=cast.seats[2])
    link = link_key(invitation)
    assert client.get("/hoexter/").status_code == 200
    assert invitation_by_link(link) == invitation
    deactivate(cast, cast.member)
    assert client.get("/hoexter/").status_code == 404
    assert client.get(f"/antwort/{link}/").status_code == 404
    cast.member.user.refresh_from_db()
    assert cast.member.user.is_active, "the login belongs to the installation"


def test_the_invited_are_told_that_somebody_no_longer_comes(cast: Cast) -> None:
    meeting = make.MeetingFactory(body=cast.body)
    make.AgendaItemFactory(meeting=meeting)
    by = cast.viewer(cast.secretariat)
    dispatch_meeting(by=by, meeting_id=meeting.public_id, notice_reason="Probe")
    deactivate(cast, cast.member)
    meeting.refresh_from_db()
    leaving = untold(meeting, plan_of(meeting)).leaving
    assert [row.person for row in leaving] == [cast.member]


def test_what_stays_under_the_name_is_named(cast: Cast) -> None:
    make.ProcessFactory(body=cast.body, coordinator=cast.group_lead)
    make.ProcessFactory(body=cast.body, coordinator=cast.group_lead, stage="completed")
    found = leaving_of(cast.viewer(cast.coordinator), cast.group_lead)
    assert [say(one) for one in found.stays] == ["1 laufender Vorgang wird von dieser Person koordiniert."]


@pytest.mark.parametrize(
    ("case", "words"),
    [("oneself", "sich selbst"), ("in session", "laufenden Sitzung"), ("last coordinator", "Niemand sonst")],
)
def test_what_speaks_against_it_is_said_and_nothing_changes(cast: Cast, case: str, words: str) -> None:
    person, by = cast.member, cast.viewer(cast.coordinator)
    if case == "oneself":
        person = cast.coordinator
    elif case == "in session":
        make.AttendanceFactory(
            meeting=make.MeetingFactory(body=cast.body, in_session=True), seat=cast.seats[2], person=person
        )
    else:
        person, by = cast.other_coordinator, cast.viewer(cast.administrator, cast.other_authority)
    with pytest.raises(Refused) as refusal:
        deactivate(cast, person, by)
    assert words in say(refusal.value.message)
    person.refresh_from_db()
    assert person.is_active
    assert not RoleAssignment.objects.filter(person=person, valid_until__isnull=False).exists()


def test_a_coordinator_is_deactivated_by_the_administration_only(cast: Cast) -> None:
    with pytest.raises(Refused):
        deactivate(cast, cast.secretariat)
    deactivate(cast, cast.secretariat, cast.viewer(cast.administrator, cast.authority))
    assert cast.secretariat.secretariats.get().valid_until == TODAY


def test_strangers_and_members_deactivate_nobody_and_a_stale_form_is_told(cast: Cast) -> None:
    for stranger in (cast.member, cast.auditor):
        with pytest.raises(Forbidden):
            deactivate(cast, cast.chair, cast.viewer(stranger))
    with pytest.raises(Person.DoesNotExist):
        deactivate(cast, cast.chair, cast.viewer(cast.other_coordinator, cast.other_authority))
    with pytest.raises(Stale):
        deactivate(cast, cast.chair, version=99)


def test_whoever_comes_back_has_access_and_no_seat(cast: Cast) -> None:
    deactivate(cast, cast.member)
    reactivate_person(by=cast.viewer(cast.coordinator), person_id=cast.member.public_id)
    viewer = cast.viewer(cast.member)
    assert viewer.is_known
    with clock.travel(clock.now() + timedelta(days=1)):
        assert not cast.viewer(cast.member).held


def test_saving_a_person_does_not_change_whether_they_are_active(cast: Cast) -> None:
    by = cast.viewer(cast.coordinator)
    names = {"first_name": "Rolf", "last_name": "Eickendorf"}
    known = {"by": by, "person_id": cast.member.public_id, "version": None}
    save_person(**known, **names, is_active=True)
    with pytest.raises(Refused):
        save_person(**known, **names, is_active=False)
    cast.member.refresh_from_db()
    assert cast.member.is_active
