"""Process profiles: shipped ones, what a Kreis chooses, what does not fit together."""

from __future__ import annotations

import pytest

from governance.models import ProcessProfile
from governance.queries.cases import profile_facts
from governance.queries.profile import profile_page
from governance.rules.facts import ProfileFacts, Severity
from governance.rules.routes import EvidenceBasis, IntakeSource, ResultType
from governance.rules.steps import Switch
from governance.usecases.foundation import Forbidden, Invalid, Refused, Stale
from governance.usecases.organisations import create_authority
from governance.usecases.profiles import (
    DEFAULT_PROFILE,
    FIELDS,
    edit_profile,
    install_profile,
    shipped_profile,
    shipped_profiles,
)
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted

pytestmark = pytest.mark.django_db


def installed(name: str) -> ProfileFacts:
    authority = make.AuthorityFactory(profile=None)
    install_profile(authority, name)
    return profile_facts(authority)


def test_five_kreise_and_the_one_of_the_land_are_shipped_whole() -> None:
    names = [name for name, _label in shipped_profiles()]
    assert names[0] == DEFAULT_PROFILE
    assert set(names) == {DEFAULT_PROFILE, "hoexter", "warendorf", "rheinisch-bergisch", "steinfurt", "mettmann"}
    for name in names:
        assert set(shipped_profile(name)["values"]) == set(FIELDS)
        assert installed(name).result_types


def test_hoexter_goes_by_the_numbers_of_its_concept() -> None:
    facts = installed("hoexter")
    assert (facts.min_series_cases, facts.min_weeks, facts.min_topic_cases) == (4, 8, 3)
    assert facts.series_size_severity is Severity.JUSTIFIABLE
    assert facts.result_types == (ResultType.GOAL_SYSTEM, ResultType.SERVICE_CHAIN)
    assert Switch.SCOPE_CHECK not in facts.switches


def test_warendorf_checks_the_scope_and_counts_like_cases_without_a_number() -> None:
    facts = installed("warendorf")
    assert {Switch.SCOPE_CHECK, Switch.LOCAL_SOLUTION, Switch.DIRECT_INTAKE} <= facts.switches
    assert (facts.basis, facts.min_like_cases) == (EvidenceBasis.LIKE_CASES, None)


def test_a_new_authority_begins_with_the_chosen_profile_or_that_of_the_land() -> None:
    admin = make.UserFactory(is_administrator=True)
    values = {"by": admin, "mailbox": "kim@neu.example"}
    plain = create_authority(slug="neu", name="Kreis Neu", code="NEU", **values)
    chosen = create_authority(slug="alt", name="Kreis Alt", code="ALT", profile="warendorf", **values)
    assert not plain.profile.has_scope_check
    assert IntakeSource.PARTICIPATION in plain.profile.intake_sources
    assert chosen.profile.has_scope_check
    with pytest.raises(Refused):
        create_authority(slug="dritt", name="Kreis Dritt", code="DRI", profile="../demo/hoexter", **values)


def test_a_profile_that_is_there_is_kept(cast: Cast) -> None:
    assert install_profile(cast.authority, "warendorf") == cast.authority.profile
    assert not ProcessProfile.objects.get(authority=cast.authority).has_scope_check


def test_every_value_can_be_edited_and_lists_are_kept_in_order(cast: Cast) -> None:
    values = shipped_profile("warendorf")["values"] | {"intake_sources": ["like_cases", "focus", "focus"]}
    edit_profile(by=cast.viewer(cast.coordinator), version=1, **values)
    profile = ProcessProfile.objects.get(authority=cast.authority)
    assert profile.intake_sources == ["focus", "like_cases"]
    assert {name: getattr(profile, name) for name in FIELDS} == values | {"intake_sources": ["focus", "like_cases"]}


def test_what_is_not_named_stays(cast: Cast) -> None:
    edit_profile(by=cast.viewer(cast.coordinator), version=None, min_weeks=10)
    profile = ProcessProfile.objects.get(authority=cast.authority)
    assert (profile.min_weeks, profile.min_series_cases, profile.result_types) == (
        10, 4, ["goal_system", "service_chain"],
    )  # fmt: skip


@pytest.mark.parametrize(
    "values",
    [
        {"result_types": []},
        {"result_types": ["poem"]},
        {"intake_sources": ["reconstruction"]},
        {"intake_sources": ["rumour"]},
        {"solves_locally": True},
        {"has_scope_check": False, "solves_locally": True},
        {"min_topic_cases": 0},
        {"state_waiting_days": 0},
        {"evidence_basis": "feeling"},
        {"criteria_strictness": "whatever"},
    ],
)
def test_what_does_not_fit_together_is_refused_and_nothing_stored(cast: Cast, values: dict[str, object]) -> None:
    before = profile_facts(cast.authority)
    with pytest.raises((Refused, Invalid)):
        edit_profile(by=cast.viewer(cast.coordinator), version=None, **values)
    assert profile_facts(cast.authority) == before


def test_the_second_editor_is_told(cast: Cast) -> None:
    by = cast.viewer(cast.coordinator)
    edit_profile(by=by, version=1, min_weeks=10)
    with pytest.raises(Stale):
        edit_profile(by=by, version=1, min_weeks=12)


@pytest.mark.parametrize("role", ["chair", "member", "case_manager", "group_lead", "auditor", "administrator"])
def test_only_coordinators_edit_the_profile(cast: Cast, role: str) -> None:
    with pytest.raises(Forbidden):
        edit_profile(by=cast.viewer(getattr(cast, role)), version=None, min_weeks=1)


def test_the_page_costs_one_query_and_leads_only_coordinators_to_the_desk(cast: Cast) -> None:
    member, coordinator = cast.viewer(cast.member), cast.viewer(cast.coordinator)
    with queries_counted() as counted:
        page = profile_page(member)
    assert (len(counted), page.edit_key) == (1, "")
    assert profile_page(coordinator).edit_key == cast.authority.public_id
