"""Case cards: who nominates, what is stated, what the screening stops, and what withdrawing leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from governance.models import AuditEntry, CaseCard, CaseDeviation, Restriction, ScreeningRelease
from governance.rules import clock
from governance.rules.screening import HitKind
from governance.usecases.case_releases import decide_release, name_reviewer
from governance.usecases.cases import (
    CardFacts,
    Screened,
    add_restriction,
    create_series,
    edit_case,
    explain_deviation,
    mark_reconstructed,
    nominate_case,
    remove_restriction,
    schedule_case,
    withdraw_case,
)
from governance.usecases.foundation import Forbidden, Refused, Stale
from tests import factories as make
from tests.cast import Cast

HARMLESS = "Der Kurs lag außerhalb der Betreuungszeit."
NAMING = "Frau Yıldırım wartete, Telefon 05271 123456."
FACTS = CardFacts(
    accompanied_since=date(2026, 1, 12),
    medium_difficulty=True,
    typical=True,
    legal_areas=("sgb_ii", "residence"),
    problem_circles=("language", "childcare"),
    presentation=HARMLESS,
)


def nominated(cast: Cast, facts: CardFacts = FACTS, **extra: str) -> CaseCard:
    series = make.SeriesFactory(authority=cast.authority)
    return nominate_case(
        by=cast.viewer(cast.case_manager),
        series_id=series.public_id,
        facts=facts,
        largely_completed=True,
        **extra,
    )


def own_card(cast: Cast, **values: object) -> CaseCard:
    return make.CaseCardFactory(
        series=make.SeriesFactory(authority=cast.authority), case_manager=cast.case_manager, **values
    )


def test_series_are_numbered_per_authority_and_year(cast: Cast) -> None:
    by = cast.viewer(cast.coordinator)
    numbers = [create_series(by=by, title=f"Serie {n}").number for n in (1, 2)]
    year = clock.today().year
    assert numbers == [f"HX-{year}-1", f"HX-{year}-2"]


def test_codes_are_drawn_and_differ_between_series(cast: Cast) -> None:
    assert [nominated(cast).code, nominated(cast).code] == ["HX-F1", "HX-F2"]


@pytest.mark.parametrize("role", ["coordinator", "chair", "member", "assistant", "auditor", "plain_person"])
def test_only_case_managers_nominate(cast: Cast, role: str) -> None:
    series = make.SeriesFactory(authority=cast.authority)
    with pytest.raises((Forbidden, type(series).DoesNotExist)):
        nominate_case(
            by=cast.viewer(getattr(cast, role)),
            series_id=series.public_id,
            facts=FACTS,
            largely_completed=True,
        )
    assert CaseCard.objects.count() == 0


def test_a_case_that_is_not_largely_completed_is_not_nominated(cast: Cast) -> None:
    series = make.SeriesFactory(authority=cast.authority)
    with pytest.raises(Refused):
        nominate_case(
            by=cast.viewer(cast.case_manager),
            series_id=series.public_id,
            facts=FACTS,
            largely_completed=False,
        )


def test_case_managers_edit_their_own_cases_only(cast: Cast) -> None:
    other = make.PersonFactory(authority=cast.authority)
    make.RoleFactory(person=other, role="case_manager")
    card = own_card(cast, presentation="")
    with pytest.raises(Forbidden):
        edit_case(by=cast.viewer(other), card_id=card.public_id, facts=FACTS, version=None)
    edit_case(by=cast.viewer(cast.case_manager), card_id=card.public_id, facts=FACTS, version=card.version)
    card.refresh_from_db()
    assert card.presentation == HARMLESS


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(cast: Cast) -> None:
    card = own_card(cast)
    by = cast.viewer(cast.case_manager)
    edit_case(by=by, card_id=card.public_id, facts=FACTS, version=1)
    with pytest.raises(Stale):
        edit_case(by=by, card_id=card.public_id, facts=CardFacts(presentation="anders"), version=1)
    card.refresh_from_db()
    assert card.presentation == HARMLESS


def test_a_finding_stops_saving_and_names_the_place(cast: Cast) -> None:
    with pytest.raises(Screened) as stopped:
        nominated(cast, CardFacts(presentation=NAMING))
    assert stopped.value.field == "presentation"
    assert {hit.kind for hit in stopped.value.hits} == {HitKind.NAME, HitKind.PHONE}
    assert [NAMING[hit.start : hit.end] for hit in stopped.value.hits] == [hit.text for hit in stopped.value.hits]
    assert CaseCard.objects.count() == 0


def test_with_a_reason_the_text_waits_beside_the_card_and_is_not_shown(cast: Cast) -> None:
    card = nominated(cast, CardFacts(presentation=NAMING), release_reason="Fachbegriff, kein Name")
    card.refresh_from_db()
    release = ScreeningRelease.objects.get(card=card)
    assert card.presentation == ""
    assert (release.text, release.reason) == (NAMING, "Fachbegriff, kein Name")


def test_only_the_named_second_person_releases(cast: Cast) -> None:
    card = nominated(cast, CardFacts(presentation=NAMING), release_reason="kein Name")
    release = ScreeningRelease.objects.get(card=card)
    author, coordinator = cast.viewer(cast.case_manager), cast.viewer(cast.coordinator)
    for viewer in (author, coordinator):
        with pytest.raises(Forbidden):
            decide_release(by=viewer, release_id=release.public_id, accepted=True)
    name_reviewer(by=coordinator, release_id=release.public_id, person_id=cast.secretariat.public_id)
    with pytest.raises(Forbidden):
        decide_release(by=coordinator, release_id=release.public_id, accepted=True)
    decide_release(by=cast.viewer(cast.secretariat), release_id=release.public_id, accepted=True)
    card.refresh_from_db()
    release.refresh_from_db()
    assert card.presentation == NAMING
    assert (release.accepted, release.decided_by, release.text) == (True, cast.secretariat, "")


@pytest.mark.parametrize("person", ["case_manager", "chair", "other_coordinator"])
def test_author_and_people_without_cases_are_never_named(cast: Cast, person: str) -> None:
    nominated(cast, CardFacts(presentation=NAMING), release_reason="kein Name")
    release = ScreeningRelease.objects.get()
    with pytest.raises(Refused):
        name_reviewer(
            by=cast.viewer(cast.coordinator),
            release_id=release.public_id,
            person_id=getattr(cast, person).public_id,
        )


def test_a_refused_text_is_deleted_and_decided_once(cast: Cast) -> None:
    card = nominated(cast, CardFacts(presentation=NAMING), release_reason="kein Name")
    release = ScreeningRelease.objects.get()
    by = cast.viewer(cast.coordinator)
    name_reviewer(by=by, release_id=release.public_id, person_id=cast.coordinator.public_id)
    decide_release(by=by, release_id=release.public_id, accepted=False)
    with pytest.raises(Refused):
        decide_release(by=by, release_id=release.public_id, accepted=True)
    card.refresh_from_db()
    release.refresh_from_db()
    assert (card.presentation, release.text, release.accepted) == ("", "", False)


def test_released_text_is_not_stopped_again_when_something_else_is_edited(cast: Cast) -> None:
    card = own_card(cast, presentation=NAMING)
    by = cast.viewer(cast.case_manager)
    edit_case(by=by, card_id=card.public_id, facts=CardFacts(typical=False, presentation=NAMING), version=1)
    card.refresh_from_db()
    assert (card.typical, card.presentation) == (False, NAMING)


def test_two_restrictions_of_one_author_wait_side_by_side(cast: Cast) -> None:
    card = own_card(cast)
    by = cast.viewer(cast.case_manager)
    for town in ("37671 Höxter", "33034 Brakel"):
        add_restriction(by=by, card_id=card.public_id, text=f"Kein Bus nach {town}", release_reason="Ort ist nötig")
    assert ScreeningRelease.objects.filter(card=card).count() == 2
    assert Restriction.objects.count() == 0


def test_a_released_restriction_and_deviation_reach_the_card(cast: Cast) -> None:
    card = own_card(cast)
    author, second = cast.viewer(cast.case_manager), cast.viewer(cast.coordinator)
    add_restriction(by=author, card_id=card.public_id, text="Kein Bus nach 37671 Höxter", release_reason="Ort")
    explain_deviation(by=author, card_id=card.public_id, criterion="tenure", reason=NAMING, release_reason="erfunden")
    for release in ScreeningRelease.objects.all():
        name_reviewer(by=second, release_id=release.public_id, person_id=cast.coordinator.public_id)
        decide_release(by=second, release_id=release.public_id, accepted=True)
    assert Restriction.objects.get().text == "Kein Bus nach 37671 Höxter"
    deviation = CaseDeviation.objects.get()
    assert (deviation.reason, deviation.author) == (NAMING, cast.case_manager)


def test_an_empty_reason_takes_a_deviation_back(cast: Cast) -> None:
    card = own_card(cast)
    by = cast.viewer(cast.case_manager)
    explain_deviation(by=by, card_id=card.public_id, criterion="typical", reason="Einziger Fall im Südkreis")
    explain_deviation(by=by, card_id=card.public_id, criterion="typical", reason=" ")
    assert not CaseDeviation.objects.exists()


def test_the_card_goes_from_nominated_over_scheduled_to_reconstructed(cast: Cast) -> None:
    card = nominated(cast)
    by = cast.viewer(cast.coordinator)
    with pytest.raises(Refused):
        mark_reconstructed(by=by, card_id=card.public_id, day=clock.today())
    schedule_case(by=by, card_id=card.public_id, day=clock.today() + timedelta(days=7))
    schedule_case(by=by, card_id=card.public_id, day=clock.today())
    with pytest.raises(Refused):
        mark_reconstructed(by=by, card_id=card.public_id, day=clock.today() + timedelta(days=1))
    mark_reconstructed(by=by, card_id=card.public_id, day=clock.today())
    card.refresh_from_db()
    assert (card.state, card.reconstructed_on) == ("reconstructed", clock.today())


def test_case_managers_do_not_plan_reconstructions(cast: Cast) -> None:
    card = nominated(cast)
    with pytest.raises(Forbidden):
        schedule_case(by=cast.viewer(cast.case_manager), card_id=card.public_id, day=clock.today())
    assert AuditEntry.objects.filter(action="case.schedule.refused", object_id=card.public_id).exists()


def test_withdrawing_redacts_the_card_and_keeps_the_count(cast: Cast) -> None:
    card = own_card(cast, presentation=HARMLESS)
    by = cast.viewer(cast.case_manager)
    add_restriction(by=by, card_id=card.public_id, text="Kein Platz")
    explain_deviation(by=by, card_id=card.public_id, criterion="typical", reason="Begründet")
    withdraw_case(by=by, card_id=card.public_id, reason="Einwilligung zurückgenommen")
    card.refresh_from_db()
    assert (card.state, card.code != "") == ("withdrawn", True)
    assert (card.presentation, card.accompanied_since, card.legal_areas, card.typical) == ("", None, [], None)
    assert not Restriction.objects.exists()
    assert not CaseDeviation.objects.exists()
    assert CaseCard.objects.filter(series=card.series).count() == 1


def test_a_withdrawn_card_is_not_written_to(cast: Cast) -> None:
    card = own_card(cast)
    by = cast.viewer(cast.case_manager)
    restriction = Restriction.objects.create(card=own_card(cast), text="Kein Platz")
    withdraw_case(by=by, card_id=card.public_id, reason="Doppelt vorgeschlagen")
    for act in (
        lambda: edit_case(by=by, card_id=card.public_id, facts=FACTS, version=None),
        lambda: add_restriction(by=by, card_id=card.public_id, text="Kein Platz"),
        lambda: explain_deviation(by=by, card_id=card.public_id, criterion="typical", reason="x"),
        lambda: withdraw_case(by=by, card_id=card.public_id, reason="noch einmal"),
        lambda: remove_restriction(by=by, card_id=card.public_id, restriction_id=restriction.public_id),
    ):
        with pytest.raises(Refused):
            act()


def test_withdrawing_without_reason_or_with_a_name_in_it_is_refused(cast: Cast) -> None:
    card = own_card(cast)
    by = cast.viewer(cast.case_manager)
    with pytest.raises(Refused):
        withdraw_case(by=by, card_id=card.public_id, reason=" ")
    with pytest.raises(Screened):
        withdraw_case(by=by, card_id=card.public_id, reason="Frau Yıldırım wünscht es")
    card.refresh_from_db()
    assert card.state == "reconstructed"


def test_cases_of_another_authority_do_not_exist(cast: Cast) -> None:
    card = own_card(cast)
    stranger = cast.viewer(cast.other_coordinator, cast.other_authority)
    with pytest.raises(CaseCard.DoesNotExist):
        schedule_case(by=stranger, card_id=card.public_id, day=clock.today())


def test_the_audit_chain_holds_no_text_of_a_case(cast: Cast) -> None:
    card = nominated(cast, CardFacts(presentation=NAMING), release_reason="Grund mit Inhalt")
    add_restriction(by=cast.viewer(cast.coordinator), card_id=card.public_id, text="Kein Platz")
    written = str(list(AuditEntry.objects.values_list("data", flat=True)))
    for text in (NAMING, "Grund mit Inhalt", "Kein Platz"):
        assert text not in written


def test_control_characters_are_cleaned(cast: Cast) -> None:
    card = nominated(cast, CardFacts(presentation="Zeile\x00 eins\r\nZeile\u202e zwei\x07"))
    assert card.presentation == "Zeile eins\nZeile zwei"


def test_the_second_of_two_who_explain_a_deviation_is_told(cast: Cast) -> None:
    card = own_card(cast)
    by = cast.viewer(cast.coordinator)
    explain_deviation(by=by, card_id=card.public_id, criterion="typical", reason="Erste Fassung", version=1)
    with pytest.raises(Stale):
        explain_deviation(by=by, card_id=card.public_id, criterion="typical", reason="Zweite Fassung", version=1)
    assert CaseDeviation.objects.get().reason == "Erste Fassung"


def test_a_text_that_was_put_right_is_not_overwritten_by_the_one_that_waited(cast: Cast) -> None:
    card = nominated(cast, replace(FACTS, presentation=NAMING), release_reason="Ist ein Ortsname")
    edit = partial(edit_case, by=cast.viewer(cast.case_manager), card_id=card.public_id, version=None)
    edit(facts=replace(FACTS, presentation=""))
    assert ScreeningRelease.objects.waiting().exists()  # nothing else was written instead
    edit(facts=FACTS)
    assert not ScreeningRelease.objects.exists()


def test_the_day_of_a_reconstruction_is_put_right_by_recording_it_again(cast: Cast) -> None:
    card = own_card(cast)
    day = clock.today() - timedelta(days=3)
    mark_reconstructed(by=cast.viewer(cast.coordinator), card_id=card.public_id, day=day)
    card.refresh_from_db()
    assert (card.state, card.reconstructed_on) == ("reconstructed", day)
