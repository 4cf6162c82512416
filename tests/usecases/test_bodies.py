"""Bodies, seats, holders, rules: history is never rewritten, strangers and members change nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from governance.models import AuditEntry, BodyKind, Membership, OfficeKind, Organisation, Role, RulesOfProcedure
from governance.rules import clock
from governance.rules.procedure import COUNTY_ORDER
from governance.usecases import bodies, organisations, profiles, seats
from governance.usecases.foundation import Forbidden, Invalid, Refused, Stale
from tests import factories as make
from tests.cast import Cast

TODAY = clock.today()
SOON = TODAY + timedelta(days=30)


def by(cast: Cast, role: str = "coordinator") -> Any:
    return cast.viewer(getattr(cast, role))


def test_a_new_holder_ends_the_old_one_the_day_before(cast: Cast) -> None:
    seats.fill_seat(
        by=by(cast), seat_id=cast.seats[0].public_id, person_id=cast.plain_person.public_id, valid_from=SOON
    )
    old, new = cast.seats[0].memberships.order_by("valid_from")
    assert (old.person, old.valid_until) == (cast.chair, SOON - timedelta(days=1))
    assert (new.person, new.valid_from, new.valid_until) == (cast.plain_person, SOON, None)


def test_a_change_before_a_session_that_was_held_is_refused(cast: Cast) -> None:
    make.MeetingFactory(body=cast.body, closed=True)
    with pytest.raises(Refused) as refusal:
        seats.fill_seat(
            by=by(cast),
            seat_id=cast.seats[0].public_id,
            person_id=cast.plain_person.public_id,
            valid_from=TODAY - timedelta(days=100),
        )
    assert "session was held" in refusal.value.message.text
    assert cast.seats[0].memberships.get().valid_until is None


def test_one_person_may_hold_several_seats_of_a_body(cast: Cast) -> None:
    seats.fill_seat(by=by(cast), seat_id=cast.seats[0].public_id, person_id=cast.member.public_id, valid_from=SOON)
    held = Membership.objects.filter(person=cast.member, seat__body=cast.body).on(SOON)
    assert {row.seat_id for row in held} == {cast.seats[0].pk, cast.seats[2].pk}


def test_a_seat_becomes_vacant_when_its_holder_ends(cast: Cast) -> None:
    membership = cast.seats[0].memberships.get()
    seats.end_membership(by=by(cast), membership_id=membership.public_id, last_day=TODAY, version=membership.version)
    assert not Membership.objects.on(SOON).filter(seat=cast.seats[0]).exists()


def test_an_end_before_the_beginning_is_refused(cast: Cast) -> None:
    membership = make.MembershipFactory(seat=make.SeatFactory(body=cast.body), valid_from=SOON)
    with pytest.raises(Invalid):
        seats.end_membership(by=by(cast), membership_id=membership.public_id, last_day=TODAY, version=None)


def test_the_chair_moves_to_another_seat_and_the_old_office_ends(cast: Cast) -> None:
    seats.give_office(by=by(cast), seat_id=cast.seats[2].public_id, kind=OfficeKind.CHAIR, valid_from=SOON)
    assert cast.seats[0].offices.get().valid_until == SOON - timedelta(days=1)
    assert cast.seats[2].offices.get().valid_from == SOON


def test_the_deputy_chair_is_another_seat_than_the_chair(cast: Cast) -> None:
    with pytest.raises(Refused, match="different seats"):
        seats.give_office(by=by(cast), seat_id=cast.seats[0].public_id, kind=OfficeKind.DEPUTY_CHAIR, valid_from=SOON)


def test_a_holder_is_not_the_deputy_of_the_own_seat(cast: Cast) -> None:
    with pytest.raises(Refused, match="own seat"):
        seats.add_deputy(by=by(cast), seat_id=cast.seats[0].public_id, person_id=cast.chair.public_id, valid_from=TODAY)


def test_a_seat_keeps_its_vote(cast: Cast) -> None:
    with pytest.raises(Refused, match="keeps its vote"):
        seats.save_seat(
            by=by(cast), body_id=cast.body.public_id, seat_id=cast.seats[0].public_id, version=None, voting=False
        )


def test_a_seat_of_another_authoritys_organisation_is_refused(cast: Cast) -> None:
    foreign = make.OrganisationFactory(authority=cast.other_authority)
    with pytest.raises(Forbidden):
        seats.save_seat(
            by=by(cast), body_id=cast.body.public_id, seat_id=None, version=None,
            name="Sitz", organisation=foreign, valid_from=TODAY,
        )  # fmt: skip


def test_a_new_edition_of_the_rules_ends_the_open_one_and_counts_up(cast: Cast) -> None:
    new = bodies.add_rules(
        by=by(cast), body_id=cast.body.public_id, profile="county_order", valid_from=SOON, title="Zweite Fassung"
    )
    old = RulesOfProcedure.objects.get(body=cast.body, edition=1)
    assert (new.edition, new.provisional) == (2, True)
    assert old.valid_until == SOON - timedelta(days=1)
    assert new.values == COUNTY_ORDER.to_data()


def test_rules_for_a_period_that_has_rules_are_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="Other rules"):
        bodies.add_rules(
            by=by(cast), body_id=cast.body.public_id, profile="county_order",
            valid_from=make.LONG_AGO - timedelta(days=10),
        )  # fmt: skip
    assert RulesOfProcedure.objects.get(body=cast.body).valid_until is None


def test_rules_that_are_none_are_refused_with_their_sentence(cast: Cast) -> None:
    with pytest.raises(Refused, match="no rules of procedure"):
        bodies.add_rules(by=by(cast), body_id=cast.body.public_id, values={"x": 1}, valid_from=SOON)


def test_rules_under_which_a_session_was_held_are_not_edited(cast: Cast) -> None:
    make.MeetingFactory(body=cast.body, closed=True)
    rules = cast.body.rules.get()
    with pytest.raises(Refused):
        bodies.edit_rules(
            by=by(cast), rules_id=rules.public_id, version=rules.version, values=rules.values, title="Neu"
        )


def test_two_editors_of_a_body_the_second_is_told(cast: Cast) -> None:
    loaded = cast.body.version
    bodies.save_body(by=by(cast), body_id=cast.body.public_id, version=loaded, purpose="Erster Text")
    with pytest.raises(Stale) as refusal:
        bodies.save_body(by=by(cast), body_id=cast.body.public_id, version=loaded, purpose="Zweiter Text")
    assert refusal.value.current.purpose == "Erster Text"  # type: ignore[attr-defined]


def test_the_same_short_code_twice_is_refused_at_the_field_or_the_whole(cast: Cast) -> None:
    with pytest.raises(Invalid):
        bodies.save_body(
            by=by(cast), body_id=None, version=None, kind=BodyKind.WORKING_GROUP, name="AG", code=cast.body.code
        )


def test_hostile_characters_are_removed_from_names(cast: Cast) -> None:
    body = bodies.save_body(
        by=by(cast), body_id=None, version=None, kind=BodyKind.WORKING_GROUP, name="AG\x00 \u202eEvil\r\nBcc", code="AG"
    )
    assert body.name == "AG Evil Bcc"


def test_only_coordinators_run_a_body(cast: Cast) -> None:
    with pytest.raises(Refused, match="Only coordinators"):
        bodies.assign_secretariat(
            by=by(cast), body_id=cast.body.public_id, person_id=cast.member.public_id, valid_from=TODAY
        )


ACTS: dict[str, Callable[[Any, Cast], Any]] = {
    "body": lambda v, c: bodies.save_body(by=v, body_id=c.body.public_id, version=None, name="X"),
    "new body": lambda v, c: bodies.save_body(by=v, body_id=None, version=None, name="X", code="X", kind="external"),
    "rules": lambda v, c: bodies.add_rules(by=v, body_id=c.body.public_id, profile="county_order", valid_from=SOON),
    "secretariat": lambda v, c: bodies.assign_secretariat(
        by=v, body_id=c.body.public_id, person_id=c.coordinator.public_id, valid_from=TODAY
    ),
    "seat": lambda v, c: seats.save_seat(
        by=v, body_id=c.body.public_id, seat_id=None, version=None, name="X", valid_from=SOON
    ),
    "holder": lambda v, c: seats.fill_seat(
        by=v, seat_id=c.seats[0].public_id, person_id=c.plain_person.public_id, valid_from=SOON
    ),
    "deputy": lambda v, c: seats.add_deputy(
        by=v, seat_id=c.seats[0].public_id, person_id=c.plain_person.public_id, valid_from=SOON
    ),
    "office": lambda v, c: seats.give_office(
        by=v, seat_id=c.seats[2].public_id, kind=OfficeKind.CHAIR, valid_from=SOON
    ),
    "profile": lambda v, c: profiles.edit_profile(by=v, version=None, min_topic_cases=9),
    "authority": lambda v, c: organisations.edit_authority(by=v, version=None, unit="X"),
    "organisation": lambda v, c: organisations.save_organisation(by=v, organisation_id=None, version=None, name="X"),
    "person": lambda v, c: organisations.save_person(by=v, person_id=c.member.public_id, version=None, title="Dr."),
    "role": lambda v, c: organisations.assign_role(
        by=v, person_id=c.plain_person.public_id, role=Role.CASE_MANAGER, valid_from=TODAY
    ),
    "assistance": lambda v, c: organisations.add_assistance(
        by=v, member_id=c.chair.public_id, assistant_id=c.assistant.public_id, valid_from=TODAY
    ),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", ["chair", "member", "assistant", "case_manager", "auditor", "plain_person"])
def test_nobody_but_coordinators_changes_bodies_and_people(cast: Cast, act: str, role: str) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(Forbidden):
        ACTS[act](by(cast, role), cast)
    assert AuditEntry.objects.count() == before + 1
    assert AuditEntry.objects.order_by("pk").last().action.endswith(".refused")  # type: ignore[union-attr]


@pytest.mark.parametrize("act", ACTS)
def test_the_coordinator_may_and_it_is_on_record(cast: Cast, act: str) -> None:
    before = AuditEntry.objects.count()
    assert ACTS[act](by(cast), cast) is not None
    entry = AuditEntry.objects.order_by("pk").last()
    assert AuditEntry.objects.count() == before + 1
    assert entry is not None
    assert entry.actor == cast.coordinator.public_id


def test_the_coordinator_of_another_authority_finds_nothing(cast: Cast) -> None:
    viewer = cast.viewer(cast.other_coordinator, cast.other_authority)
    with pytest.raises(type(cast.body).DoesNotExist):
        bodies.save_body(by=viewer, body_id=cast.body.public_id, version=None, name="X")


def test_the_role_of_a_coordinator_is_given_by_administrators_only(cast: Cast) -> None:
    facts: dict[str, Any] = {
        "person_id": cast.plain_person.public_id, "role": Role.COORDINATOR, "valid_from": TODAY
    }  # fmt: skip
    with pytest.raises(Forbidden):
        organisations.assign_role(by=by(cast), **facts)
    assert organisations.assign_role(by=by(cast, "administrator"), **facts).role == Role.COORDINATOR


def test_the_same_role_twice_in_a_period_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="already"):
        organisations.assign_role(
            by=by(cast), person_id=cast.case_manager.public_id, role=Role.CASE_MANAGER, valid_from=TODAY
        )


def test_an_authority_cannot_take_an_address_of_the_portal(cast: Cast) -> None:
    with pytest.raises(Refused, match="taken by the portal"):
        organisations.create_authority(
            by=cast.administrator, slug="konto", name="Kreis Konto", code="KO", mailbox="kim@konto.example"
        )


def test_administrators_create_an_authority_with_its_profile(cast: Cast) -> None:
    new = organisations.create_authority(
        by=cast.administrator, slug="paderborn", name="Kreis Paderborn", code="PB", mailbox="kim@pb.example"
    )
    assert new.profile.min_topic_cases == 3
    with pytest.raises(Forbidden):
        organisations.create_authority(
            by=cast.coordinator.user,
            slug="x",
            name="X",
            code="X",
            mailbox="x@x.example",  # type: ignore[arg-type]
        )


def test_the_same_organisation_twice_is_refused(cast: Cast) -> None:
    Organisation.objects.create(authority=cast.authority, name="Jobcenter")
    with pytest.raises(Invalid):
        organisations.save_organisation(by=by(cast), organisation_id=None, version=None, name="Jobcenter")


def test_periods_overlap_on_a_shared_day_only() -> None:
    first, last = date(2026, 1, 1), date(2026, 1, 31)
    assert organisations.overlaps(first, last, last, None)
    assert not organisations.overlaps(first, last, last + timedelta(days=1), None)
    assert organisations.overlaps(first, None, last, None)


def test_a_deputy_who_becomes_the_holder_is_the_deputy_no_longer(cast: Cast) -> None:
    deputyship = make.DeputyshipFactory(seat=cast.seats[0], person=cast.plain_person)
    seats.fill_seat(
        by=by(cast), seat_id=cast.seats[0].public_id, person_id=cast.plain_person.public_id, valid_from=SOON
    )
    deputyship.refresh_from_db()
    assert deputyship.valid_until == SOON - timedelta(days=1)


def test_nobody_sits_in_a_seat_before_it_begins_or_after_its_end(cast: Cast) -> None:
    seat = make.SeatFactory(body=cast.body, valid_from=SOON, valid_until=SOON + timedelta(days=30))
    for day in (SOON - timedelta(days=1), SOON + timedelta(days=31)):
        with pytest.raises(Refused):
            seats.fill_seat(by=by(cast), seat_id=seat.public_id, person_id=cast.plain_person.public_id, valid_from=day)
    assert not seat.memberships.exists()


@pytest.mark.parametrize(
    ("valid_until", "refused"),
    [(TODAY - timedelta(days=60), True), (None, True), (TODAY, False)],
)
def test_the_end_of_a_seat_moves_over_no_session_that_was_held(
    cast: Cast, valid_until: date | None, refused: bool
) -> None:
    start = clock.now() - timedelta(days=30)
    make.MeetingFactory(body=cast.body, closed=True, starts_at=start, ends_at=start + timedelta(hours=2))
    seat = make.SeatFactory(body=cast.body)
    if valid_until is None:  # a seat that ended before the session is not brought back for it
        seat.valid_until = TODAY - timedelta(days=60)
        seat.save()
    save = {"by": by(cast), "body_id": cast.body.public_id, "seat_id": seat.public_id, "version": None}
    if refused:
        with pytest.raises(Refused):
            seats.save_seat(**save, valid_until=valid_until)
    else:
        assert seats.save_seat(**save, valid_until=valid_until).valid_until == valid_until


def test_a_seat_that_has_not_begun_is_not_moved_before_a_session_that_was_held(cast: Cast) -> None:
    make.MeetingFactory(body=cast.body, closed=True)
    seat = make.SeatFactory(body=cast.body, valid_from=SOON)
    with pytest.raises(Refused):
        seats.save_seat(
            by=by(cast),
            body_id=cast.body.public_id,
            seat_id=seat.public_id,
            version=None,
            valid_from=TODAY - timedelta(days=300),
        )
