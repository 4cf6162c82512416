"""Nominations and the group: who answers for whom, and that no seat is rewritten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from governance.access.planning import may_lead_work_on
from governance.models import Body, Membership, Nomination, OfficeKind, OutboxMessage
from governance.rules import clock
from governance.usecases.foundation import Forbidden, Refused, Stale
from governance.usecases.nominations import ask_again, constitute, decline_nomination, name_member
from governance.usecases.seats import end_membership
from tests import factories as make
from tests.cast import Cast
from tests.commissioned import Commission, drafted, with_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def commission(cast: Cast) -> Commission:
    return with_contact(drafted(cast)).adopt()


def by_contact(commission: Commission, **values: object) -> Nomination:
    row = commission.nomination(commission.agency)
    facts = {"person_id": commission.cast.group_member.public_id, "version": row.version, **values}
    return name_member(by=commission.cast.viewer(commission.cast.contact), nomination_id=row.public_id, **facts)


def test_the_contact_names_a_member_for_its_organisation(commission: Commission) -> None:
    row = by_contact(commission)
    assert (row.state, row.person, row.on_behalf) == ("named", commission.cast.group_member, False)
    assert row.answered_by == commission.cast.contact


def test_nobody_answers_for_another_organisation(commission: Commission) -> None:
    cast, other = commission.cast, commission.nomination(commission.office)
    for person in (cast.contact, cast.member, cast.group_lead, cast.other_coordinator, cast.case_manager):
        with pytest.raises((Nomination.DoesNotExist, Forbidden)):
            name_member(
                by=cast.viewer(person),
                nomination_id=other.public_id,
                person_id=cast.group_lead.public_id,
                version=None,
            )


def test_a_coordinator_enters_the_answer_and_the_record_says_so(commission: Commission) -> None:
    cast, row = commission.cast, commission.nomination(commission.office)
    done = decline_nomination(
        by=cast.viewer(cast.coordinator),
        nomination_id=row.public_id,
        reason="Telefonisch abgesagt",
        version=row.version,
    )
    assert (done.state, done.reason, done.on_behalf) == ("declined", "Telefonisch abgesagt", True)
    assert done.answered_by == cast.coordinator


def test_declining_needs_a_reason_and_naming_a_person_of_the_authority(commission: Commission) -> None:
    cast, row = commission.cast, commission.nomination(commission.agency)
    with pytest.raises(Refused):
        decline_nomination(by=cast.viewer(cast.contact), nomination_id=row.public_id, reason="  ", version=None)
    for person in ("", cast.other_coordinator.public_id):
        with pytest.raises(Refused):
            by_contact(commission, person_id=person)


def test_an_answer_to_a_page_that_was_overtaken_is_told(commission: Commission) -> None:
    version = commission.nomination(commission.agency).version
    by_contact(commission)
    with pytest.raises(Stale):
        by_contact(commission, version=version)


def test_only_a_coordinator_asks_again(commission: Commission) -> None:
    cast, row = commission.cast, commission.nomination(commission.agency)
    decline_nomination(by=cast.viewer(cast.contact), nomination_id=row.public_id, reason="Urlaub", version=None)
    with pytest.raises(Forbidden):
        ask_again(by=cast.viewer(cast.contact), nomination_id=row.public_id)
    row = ask_again(by=cast.viewer(cast.coordinator), nomination_id=row.public_id)
    assert (row.state, row.reason, row.answered_by) == ("open", "", None)
    lane = f"mandate.{commission.mandate.public_id}:{cast.contact.public_id}"
    assert OutboxMessage.objects.filter(lane=lane).count() == 2, "asked at the adoption, and once more"


def test_nobody_is_named_for_a_mandate_that_has_ended(commission: Commission) -> None:
    type(commission.mandate).objects.update(state="ended")
    with pytest.raises(Refused):
        by_contact(commission)


def test_the_group_gets_a_seat_for_each_named_member_its_lead_and_its_secretariat(commission: Commission) -> None:
    commission.at_work()
    cast, body = commission.cast, commission.process.group
    assert (body.kind, body.name, body.decides) == ("project_group", commission.mandate.group_name, False)
    assert commission.mandate.group == body
    held = Membership.objects.filter(seat__body=body).values_list("person", "seat__name")
    assert set(held) == {(cast.group_lead.pk, commission.office.name), (cast.group_member.pk, commission.agency.name)}
    assert [row.person for row in body.secretariats.all()] == [cast.coordinator]
    assert may_lead_work_on(cast.viewer(cast.group_lead), commission.process)
    assert not may_lead_work_on(cast.viewer(cast.group_member), commission.process)


def test_two_groups_get_different_short_codes(cast: Cast) -> None:
    make.BodyFactory(authority=cast.authority, code="PG1", kind="project_group")
    codes = [drafted(cast).adopt().at_work().process.group.code for _time in range(2)]
    assert codes == ["PG2", "PG3"]


def test_a_standing_group_keeps_its_seats_and_its_lead_passes_on(cast: Cast) -> None:
    commission = drafted(cast, group=cast.project_group).adopt().at_work()
    assert commission.process.group == cast.project_group
    leads = cast.project_group.seats.filter(offices__kind=OfficeKind.LEAD, offices__valid_until=None)
    assert [seat.organisation for seat in leads] == [commission.office]
    assert Body.objects.filter(name=commission.mandate.group_name).count() <= 1


def test_a_member_named_after_the_constitution_gets_the_seat_then(commission: Commission) -> None:
    commission.at_work()
    cast, row = commission.cast, commission.nomination(commission.welfare)
    late = make.PersonFactory(authority=cast.authority)
    by = cast.viewer(cast.coordinator)
    name_member(by=by, nomination_id=row.public_id, person_id=late.public_id, version=row.version)
    membership = Membership.objects.get(person=late)
    assert (membership.seat.body, membership.valid_from) == (commission.process.group, clock.today())


def test_another_member_ends_the_one_before_the_day_before(commission: Commission) -> None:
    commission.at_work()
    cast = commission.cast
    new = make.PersonFactory(authority=cast.authority)
    with clock.travel(clock.now() + timedelta(days=40)):
        by_contact(commission, person_id=new.public_id)
        today = clock.today()
    rows = Membership.objects.filter(seat=commission.nomination(commission.agency).seat).order_by("valid_from")
    assert [(row.person, row.valid_until) for row in rows] == [
        (cast.group_member, today - timedelta(days=1)),
        (new, None),
    ]
    assert rows[1].valid_from == today


def test_who_sat_in_a_session_of_today_stays_in_it(commission: Commission) -> None:
    commission.at_work()
    new = make.PersonFactory(authority=commission.cast.authority)
    with clock.travel(clock.now() + timedelta(days=40)):
        make.MeetingFactory(body=commission.process.group, state="closed", starts_at=clock.now())
        by_contact(commission, person_id=new.public_id)
        today = clock.today()
    rows = Membership.objects.filter(seat=commission.nomination(commission.agency).seat).order_by("valid_from")
    assert [row.valid_until for row in rows] == [today, None]
    assert rows[1].valid_from == today + timedelta(days=1)


def test_who_declines_later_leaves_the_group_and_the_seat_stays_vacant(commission: Commission) -> None:
    commission.at_work()
    cast, row = commission.cast, commission.nomination(commission.agency)
    with clock.travel(clock.now() + timedelta(days=5)):
        decline_nomination(by=cast.viewer(cast.contact), nomination_id=row.public_id, reason="Wechsel", version=None)
        left = clock.today() - timedelta(days=1)
    membership = Membership.objects.get(seat=row.seat)
    assert membership.valid_until == left
    assert row.seat.valid_until is None


def test_a_seat_ended_in_the_desk_is_filled_again_by_the_next_answer(commission: Commission) -> None:
    commission.at_work()
    cast, seat = commission.cast, commission.nomination(commission.agency).seat
    with clock.travel(clock.now() + timedelta(days=3)):
        membership = seat.memberships.get()
        end_membership(
            by=cast.viewer(cast.coordinator), membership_id=membership.public_id, last_day=clock.today(), version=None
        )
    with clock.travel(clock.now() + timedelta(days=9)):
        by_contact(commission)
        assert seat.memberships.filter(valid_from=clock.today()).count() == 1


def test_nothing_is_constituted_without_a_mandate_in_force(cast: Cast) -> None:
    commission = drafted(cast)
    with pytest.raises(Refused):
        constitute(commission.process, at=clock.now())
