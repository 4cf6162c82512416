"""Setting an authority up: what counts as done, bodies and people in one go, nothing twice, nothing half."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from governance.models import (
    AuditEntry,
    Authority,
    Body,
    BodyKind,
    Membership,
    Organisation,
    OutboxMessage,
    OutboxState,
    Person,
    SetupMark,
)
from governance.queries.setup import missing_for_a_session, setup_progress, vacant_seats
from governance.rules.setup import SetupStep, StepMark, StepState, progress
from governance.usecases import setup
from governance.usecases.body_patterns import SeatPlan, shipped_pattern, shipped_patterns
from governance.usecases.foundation import Forbidden, Invalid, Refused, Stale
from governance.usecases.profiles import choose_profile
from governance.usecases.setup_bodies import (
    MadeMeanwhile,
    RowsRefused,
    bodies_seen,
    install_rules,
    make_bodies,
)
from governance.usecases.setup_members import MemberRow, enter_members
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted


@pytest.fixture
def fresh(db: None) -> Any:
    """The coordinator of an authority in which nothing else exists yet, as viewer."""
    from governance.access.viewer import load_viewer  # noqa: PLC0415 - beside the world of the cast

    authority = make.AuthorityFactory(slug="neu", name="Kreis Neu", code="NEU")
    role = make.RoleFactory(person=make.PersonFactory(authority=authority, first_name="Eva", last_name="Neu"))
    return load_viewer(user=role.person.user, authority=authority)


def states(viewer: Any) -> dict[str, str]:
    found = setup_progress(viewer)
    assert found is not None
    return {step.value: state.value for step, state in found.states.items()}


def test_a_record_beats_a_mark_and_what_is_left_out_counts_as_settled() -> None:
    said = {SetupStep.BODIES: StepMark.SKIPPED, SetupStep.MAIL: StepMark.SKIPPED, SetupStep.NAMES: StepMark.CONFIRMED}
    found = progress(frozenset({SetupStep.BODIES}), said)
    assert found.states[SetupStep.BODIES] is StepState.DONE
    assert found.states[SetupStep.MAIL] is StepState.SKIPPED
    assert (found.settled, found.is_complete, found.next_open, found.aside) == (3, False, SetupStep.PROFILE, False)
    assert progress(frozenset(), {SetupStep.WHOLE: StepMark.SKIPPED}).aside


def test_every_shipped_pattern_can_be_made_and_hoexter_has_its_seventeen_seats(fresh: Any) -> None:
    hoexter = shipped_pattern("hoexter").bodies[0]
    assert sum(seat.voting for seat in hoexter.seats) == 17
    assert [seat.name for seat in hoexter.seats if not seat.voting] == ["Vertretung Case Management"]
    patterns = shipped_patterns()
    assert len(patterns) == 6
    assert patterns[0].key == "land-muster"
    for number, pattern in enumerate(patterns):
        plans = [
            replace(plan, code=f"{plan.code}{number}", name=f"{plan.name} {pattern.name}") for plan in pattern.bodies
        ]
        make_bodies(by=fresh, plans=plans, seen=bodies_seen(fresh.authority))
    assert set(Body.objects.values_list("kind", flat=True)) <= set(BodyKind.values)
    with pytest.raises(FileNotFoundError):
        shipped_pattern("../profiles/hoexter")


def test_the_steps_become_done_by_what_is_on_record(fresh: Any) -> None:
    assert set(states(fresh).values()) == {"open"}
    choose_profile(by=fresh, name="warendorf", version=None)
    assert fresh.authority.profile.__class__.objects.get().evidence_basis == "like_cases"
    make_bodies(by=fresh, plans=shipped_pattern("land-muster").bodies, seen="")
    assert Body.objects.filter(authority=fresh.authority).count() == 3
    lead = Body.objects.get(code="LG")
    install_rules(by=fresh, chosen={lead.public_id: "county_order"})
    seat = vacant_seats(fresh)[0]
    enter_members(by=fresh, rows=[MemberRow(first_name="Ida", last_name="Erste", seat_id=seat.public_id)])
    assert {step for step, state in states(fresh).items() if state == "done"} == {
        "profile", "bodies", "people", "rules",
    }  # fmt: skip
    setup.send_test_mail(by=fresh)
    assert states(fresh)["mail"] == "open", "a mail that has not left proves nothing"
    OutboxMessage.objects.update(state=OutboxState.SENT, sent_at=timezone.now())
    Authority.objects.filter(pk=fresh.authority.pk).update(address="Weg 1\n12345 Ort")
    fresh.authority.refresh_from_db()
    setup.save_names(by=fresh, version=fresh.authority.version, name="Kreis Neu", unit="KIM", terms={})
    found = setup_progress(fresh)
    assert found is not None
    assert found.is_complete
    missing = missing_for_a_session(fresh)
    assert (missing.vacant, missing.without_login, missing.templates) == (14, 1, 0)


def test_two_coordinators_do_not_make_bodies_twice_and_the_second_is_told(fresh: Any) -> None:
    plans = shipped_pattern("land-muster").bodies
    seen = bodies_seen(fresh.authority)
    make_bodies(by=fresh, plans=plans, seen=seen)
    with pytest.raises(MadeMeanwhile) as told:
        make_bodies(by=fresh, plans=plans, seen=seen)
    assert "Lenkungsgruppe KIM" in str(told.value.message.values["names"])
    with pytest.raises(RowsRefused) as refusal:
        make_bodies(by=fresh, plans=plans, seen=told.value.seen)
    assert sorted(refusal.value.rows) == [0, 1, 2]
    assert Body.objects.count() == 3


def test_one_wrong_body_makes_none_and_says_which(fresh: Any) -> None:
    first, second, third = shipped_pattern("land-muster").bodies
    wrong = replace(second, seats=(SeatPlan(name="x" * 300),))
    with pytest.raises(RowsRefused) as refusal:
        make_bodies(by=fresh, plans=[first, wrong, third], seen="")
    assert list(refusal.value.rows) == [1]
    assert not Body.objects.exists()
    assert not Organisation.objects.exists()
    with pytest.raises(Refused):
        make_bodies(by=fresh, plans=[], seen="")


def test_own_words_name_the_bodies_of_a_pattern_and_their_kind(fresh: Any) -> None:
    setup.save_names(
        by=fresh,
        version=None,
        name="Kreis Neu",
        unit="KIM",
        terms={"steering_group": " Lenkungskreis ", "external": ""},
    )
    authority = Authority.objects.get(pk=fresh.authority.pk)
    assert authority.body_terms == {"steering_group": "Lenkungskreis"}
    named = shipped_pattern("warendorf").named(authority.body_terms)
    assert named.bodies[0].name == "Lenkungskreis"
    body = make.BodyFactory(authority=authority)
    assert body.kind_label == "Lenkungskreis"
    with pytest.raises(Stale):
        setup.save_names(by=fresh, version=1, name="Kreis Neu", unit="KIM", terms={})
    with pytest.raises(Invalid):
        setup.save_names(by=fresh, version=None, name="", unit="KIM", terms={})


def rows(*people: tuple[str, ...]) -> list[MemberRow]:
    names = ("first_name", "last_name", "organisation", "email", "seat_id")
    return [MemberRow(**dict(zip(names, person, strict=False))) for person in people]


def test_people_organisations_and_seats_come_in_one_step_and_never_twice(fresh: Any) -> None:
    seats = [make.SeatFactory(body__authority=fresh.authority, body__code=code).public_id for code in ("A", "B", "C")]
    table = rows(
        ("Ida", "Erste", "Jobcenter", "ida@neu.example", seats[0]),
        ("Ida", "Erste", "jobcenter", "IDA@neu.example", seats[1]),
        ("Udo", "Ohne", "Jobcenter", "", seats[2]),
    )
    done = enter_members(by=fresh, rows=table)
    assert (done.new, done.known, done.seats) == (2, 1, 3)
    assert Organisation.objects.get().name == "Jobcenter"
    again = enter_members(by=fresh, rows=table)
    assert (again.new, again.known, again.seats) == (0, 3, 0)
    assert Person.objects.filter(authority=fresh.authority).count() == 3
    assert Membership.objects.count() == 3


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (("Neu", "Dazu", "", "", "held"), 1),
        (("Neu", "Dazu", "", "eva.neu@example.org", ""), 1),
        (("Neu", "Dazu", "", "kim@neu.example", ""), 1),
        (("Neu", "Dazu", "", "", "unknown"), 1),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_entered(fresh: Any, wrong: tuple[str, ...], place: int) -> None:
    holder = make.MembershipFactory(seat__body__authority=fresh.authority)
    seat = {"held": holder.seat.public_id, "unknown": "nirgends"}.get(wrong[-1], "")
    before = Person.objects.count()
    with pytest.raises(RowsRefused) as refusal:
        enter_members(by=fresh, rows=rows(("Ida", "Erste"), (*wrong[:-1], seat)))
    assert list(refusal.value.rows) == [place]
    assert Person.objects.count() == before


def test_rules_are_installed_once(fresh: Any) -> None:
    body = make.BodyFactory(authority=fresh.authority, rules=None)
    for _time in range(2):
        install_rules(by=fresh, chosen={body.public_id: "administrative_procedure"})
    assert body.rules.get().provisional


def test_leaving_out_putting_aside_and_taking_up_again(fresh: Any) -> None:
    for _time in range(2):
        setup.skip_step(by=fresh, step=SetupStep.PEOPLE)
    assert states(fresh)["people"] == "skipped"
    setup.resume_step(by=fresh, step=SetupStep.PEOPLE)
    assert states(fresh)["people"] == "open"
    with pytest.raises(Refused):
        setup.confirm_step(by=fresh, step=SetupStep.BODIES)
    setup.skip_step(by=fresh, step=SetupStep.WHOLE)
    found = setup_progress(fresh)
    assert found is not None
    assert found.aside
    assert AuditEntry.objects.filter(action="setup.skipped").count() == 3


def test_nobody_but_coordinators_sets_up(cast: Cast) -> None:
    for person in (cast.member, cast.auditor, cast.administrator):
        by = cast.viewer(person)
        assert setup_progress(by) is None
        with pytest.raises(Forbidden):
            setup.skip_step(by=by, step=SetupStep.PEOPLE)
    with pytest.raises(Forbidden):
        make_bodies(by=cast.viewer(cast.member), plans=shipped_pattern("hoexter").bodies, seen="")
    with pytest.raises(Forbidden):
        enter_members(by=cast.viewer(cast.member), rows=rows(("Ida", "Erste")))
    assert not SetupMark.objects.exists()


def test_a_test_mail_goes_to_oneself_from_the_mailbox(fresh: Any) -> None:
    setup.send_test_mail(by=fresh)
    mail = OutboxMessage.objects.get()
    assert (mail.recipient, mail.sender) == (fresh.person.email, fresh.authority.mailbox)
    Person.objects.filter(pk=fresh.person.pk).update(email="")
    fresh.person.refresh_from_db()
    with pytest.raises(Refused):
        setup.send_test_mail(by=fresh)


def test_the_progress_asks_the_same_number_of_questions_for_few_and_many(fresh: Any) -> None:
    make.SeatFactory(body__authority=fresh.authority)
    with queries_counted() as few:
        setup_progress(fresh)
    for number in range(10):
        make.MembershipFactory(seat__body=make.BodyFactory(authority=fresh.authority, code=f"X{number}"))
    with queries_counted() as many:
        setup_progress(fresh)
    assert len(many) == len(few) <= 9
