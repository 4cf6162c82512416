"""Pages of series and case cards: who reaches them, what they show, what the screening does to a form."""

from __future__ import annotations

import pytest
from django.urls import reverse

from governance.models import CaseCard, ScreeningRelease
from governance.rules import clock
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted
from tests.portal.conftest import Login

NAMING = "Frau Yıldırım wartete lange auf Antwort."
HOSTILE = "<script>alert(1)</script>{{ 7*7 }}{% debug %}"


def url(name: str, *parts: str) -> str:
    return reverse(f"portal:{name}", args=["hoexter", *parts])


def own_card(cast: Cast, **values: object) -> CaseCard:
    series = make.SeriesFactory(authority=cast.authority)
    return make.CaseCardFactory(series=series, case_manager=cast.case_manager, **values)


def nomination(**values: object) -> dict[str, object]:
    return {
        "largely_completed": "on",
        "accompanied_since": "2026-01-12",
        "medium_difficulty": "yes",
        "typical": "yes",
        "legal_areas": ["sgb_ii", "residence"],
        "problem_circles": ["language", "childcare"],
        "presentation": "Der Kurs lag außerhalb der Betreuungszeit.",
        **values,
    }


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("coordinator", 200),
        ("case_manager", 200),
        ("chair", 404),
        ("member", 404),
        ("assistant", 404),
        ("group_lead", 404),
        ("auditor", 404),
        ("contact", 404),
        ("plain_person", 404),
        ("other_coordinator", 404),
    ],
)
def test_cases_are_there_for_coordination_and_case_management_only(
    cast: Cast, login: Login, role: str, status: int
) -> None:
    card = own_card(cast)
    client = login(getattr(cast, role))
    for address in (
        url("cases"),
        url("series", card.series.public_id),
        url("case", card.public_id),
        url("case_releases"),
    ):
        assert client.get(address).status_code == status


@pytest.mark.django_db
def test_an_empty_list_says_what_belongs_there(cast: Cast, login: Login) -> None:
    page = login(cast.case_manager).get(url("cases")).content.decode()
    assert "Es gibt noch keine Fallserie." in page
    assert url("series_create") in page


def test_a_case_is_nominated_and_shown_with_its_month_only(cast: Cast, login: Login) -> None:
    series = make.SeriesFactory(authority=cast.authority)
    client = login(cast.case_manager)
    answer = client.post(url("case_nominate", series.public_id), nomination())
    card = CaseCard.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, url("case", card.public_id))
    page = client.get(url("case", card.public_id)).content.decode()
    assert "Januar 2026" in page
    assert "12.01.2026" not in page
    assert "SGB II, Aufenthaltsrecht" in page


def test_a_finding_comes_back_marked_with_everything_typed(cast: Cast, login: Login) -> None:
    series = make.SeriesFactory(authority=cast.authority)
    client = login(cast.case_manager)
    answer = client.post(url("case_nominate", series.public_id), nomination(presentation=NAMING))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<mark>Frau Yıldırım</mark>" in page
    assert "Name einer Person" in page
    assert f">\n{NAMING}</textarea>" in page
    assert 'name="release_reason"' in page
    assert not CaseCard.objects.exists()


def test_the_text_goes_on_only_with_reason_and_second_person(cast: Cast, login: Login) -> None:
    series = make.SeriesFactory(authority=cast.authority)
    author, coordinator, second = login(cast.case_manager), login(cast.coordinator), login(cast.secretariat)
    author.post(
        url("case_nominate", series.public_id),
        nomination(presentation=NAMING, release_reason="Erfundener Beispielname"),
    )
    card, release = CaseCard.objects.get(), ScreeningRelease.objects.get()
    assert "Yıldırım" not in author.get(url("case", card.public_id)).content.decode()
    assert card.code in coordinator.get(url("case_releases")).content.decode()
    assert author.post(url("case_release_decide", release.public_id), {"accepted": "yes"}).status_code == 404
    coordinator.post(url("case_release_name", release.public_id), {"person": cast.secretariat.public_id})
    assert "Text freigeben" in second.get(url("case_release", release.public_id)).content.decode()
    assert second.post(url("case_release_decide", release.public_id), {"accepted": "yes"}).status_code == 303
    assert "Yıldırım" in author.get(url("case", card.public_id)).content.decode()


def test_the_author_is_not_offered_as_second_person(cast: Cast, login: Login) -> None:
    series = make.SeriesFactory(authority=cast.authority)
    login(cast.case_manager).post(
        url("case_nominate", series.public_id), nomination(presentation=NAMING, release_reason="Grund")
    )
    release = ScreeningRelease.objects.get()
    client = login(cast.coordinator)
    assert cast.case_manager.public_id not in client.get(url("case_release", release.public_id)).content.decode()
    answer = client.post(url("case_release_name", release.public_id), {"person": cast.case_manager.public_id})
    assert answer.status_code == 422


def test_two_editors_see_both_texts_and_may_decide(cast: Cast, login: Login) -> None:
    card = own_card(cast, presentation="Erste Fassung")
    client = login(cast.case_manager)
    old = nomination(version="1")
    client.post(url("case_edit", card.public_id), {**old, "presentation": "Zweite Fassung"})
    answer = client.post(url("case_edit", card.public_id), {**old, "presentation": "Dritte Fassung"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Zweite Fassung" in page
    assert ">\nDritte Fassung</textarea>" in page
    card.refresh_from_db()
    assert card.presentation == "Zweite Fassung"
    again = client.post(url("case_edit", card.public_id), {**old, "version": "2", "presentation": "Dritte Fassung"})
    assert again.status_code == 303


def test_a_coordinator_plans_and_records_the_reconstruction(cast: Cast, login: Login) -> None:
    card = own_card(cast, nominated=True)
    client = login(cast.coordinator)
    today = clock.today().isoformat()
    assert client.post(url("case_schedule", card.public_id), {"day": today}).status_code == 303
    assert client.post(url("case_reconstruct", card.public_id), {"day": today}).status_code == 303
    card.refresh_from_db()
    assert card.state == "reconstructed"


def test_a_missing_day_is_a_sentence_in_the_form(cast: Cast, login: Login) -> None:
    card = own_card(cast, nominated=True)
    answer = login(cast.coordinator).post(url("case_schedule", card.public_id), {"day": "gestern"})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_withdrawing_says_what_will_happen_and_redacts(cast: Cast, login: Login) -> None:
    card = own_card(cast, presentation="Eine lange Geschichte")
    client = login(cast.case_manager)
    assert "lassen sich nicht wiederherstellen" in client.get(url("case_withdraw", card.public_id)).content.decode()
    assert client.post(url("case_withdraw", card.public_id), {"reason": ""}).status_code == 422
    client.post(url("case_withdraw", card.public_id), {"reason": "Einwilligung zurückgenommen"})
    page = client.get(url("case", card.public_id)).content.decode()
    assert "Eine lange Geschichte" not in page
    assert "geschwärzt" in page
    assert client.get(url("case_edit", card.public_id)).status_code == 404


def test_hostile_text_is_shown_as_text(cast: Cast, login: Login) -> None:
    card = own_card(cast, presentation=HOSTILE)
    client = login(cast.case_manager)
    client.post(url("case_restriction_add", card.public_id), {"text": HOSTILE})
    client.post(url("case_deviation", card.public_id, "typical"), {"reason": HOSTILE})
    for address in (url("case", card.public_id), url("case_edit", card.public_id)):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("text", ["Zeile\x00eins", "Zeile\x07eins", "a\u202eb"])
def test_control_characters_never_break_a_page(cast: Cast, login: Login, text: str) -> None:
    card = own_card(cast)
    client = login(cast.case_manager)
    assert client.post(url("case_restriction_add", card.public_id), {"text": text}).status_code in {303, 422}
    assert client.get(url("case", card.public_id)).status_code == 200


def test_the_list_of_cards_takes_as_many_queries_for_three_as_for_thirty(cast: Cast, login: Login) -> None:
    client = login(cast.coordinator)
    counts = []
    for size in (3, 30):
        series = make.SeriesFactory(authority=cast.authority)
        for card in make.CaseCardFactory.create_batch(size, series=series, case_manager=cast.case_manager):
            card.deviations.create(criterion="typical", reason="Begründet", author=cast.case_manager)
        client.get(url("series", series.public_id))
        with queries_counted() as queries:
            client.get(url("series", series.public_id))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_released_text_shows_who_released_it(cast: Cast, login: Login) -> None:
    card = make.CaseCardFactory(series=make.SeriesFactory(authority=cast.authority), case_manager=cast.case_manager)
    card.releases.create(
        field="presentation", text="", reason="Name einer Straße", requested_by=cast.case_manager,
        reviewer=cast.coordinator, decided_by=cast.coordinator, decided_at=clock.now(), accepted=True,
    )  # fmt: skip
    page = login(cast.case_manager).get(url("case", card.public_id)).content.decode()
    assert str(cast.coordinator) in page
    assert "Name einer Straße" in page


def test_a_conflict_on_a_card_shows_only_what_differs(cast: Cast, login: Login) -> None:
    card = own_card(cast, presentation="Gespeicherte Fassung")
    sent = {**nomination(presentation="Getippte Fassung"), "accompanied_since": card.accompanied_since, "version": "0"}
    answer = login(cast.case_manager).post(url("case_edit", card.public_id), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Gespeicherte Fassung" in page
    assert page.count('<div class="lw-conflict">') == 1


def test_a_conflict_on_a_deviation_shows_the_reason_that_is_stored(cast: Cast, login: Login) -> None:
    card = own_card(cast, typical=False)
    card.deviations.create(criterion="typical", reason="Gespeicherter Grund", author=cast.coordinator)
    address = url("case_deviation", card.public_id, "typical")
    answer = login(cast.case_manager).post(address, {"reason": "Getippter Grund", "version": "0"})
    assert answer.status_code == 409
    assert "Gespeicherter Grund" in answer.content.decode()


def test_series_are_found_by_number_title_and_code_of_a_case(cast: Cast, login: Login) -> None:
    wanted = make.SeriesFactory(authority=cast.authority, number="HX-2026-7", title="Frühjahr")
    make.SeriesFactory(authority=cast.authority, number="HX-2026-8", title="Herbst")
    code = make.CaseCardFactory(series=wanted).code
    client = login(cast.case_manager)
    for words in ("2026-7", "früh", code, f"frühjahr {code}"):
        page = client.get(url("cases"), {"q": words}).content.decode()
        assert "HX-2026-7" in page, words
        assert "Herbst" not in page, words
    page = client.get(url("cases"), {"q": "Frühjahr Herbst \x00"}).content.decode()
    assert "Keine Serie passt dazu." in page
    assert "Alle Serien zeigen" in page
