"""Pages of processes: who sees what, the board and the list, the next step with what is missing, the topic."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.models import CaseCard, PlanningProcess, Topic
from governance.rules import clock
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted
from tests.portal.conftest import Login

STATEMENT = "Eltern mit Betreuungspflichten erreichen den Sprachkurs nicht rechtzeitig."
HOSTILE = "<script>alert(1)</script>{{ 7*7 }}"


def url(name: str, *parts: str) -> str:
    return reverse(f"portal:{name}", args=["hoexter", *parts])


def process_with(cast: Cast, cases: int = 4, *, linked: bool = False, **values: object) -> PlanningProcess:
    process = make.ProcessFactory(body=cast.body, coordinator=cast.coordinator, **values)
    series = make.SeriesFactory(authority=cast.authority)
    process.series.add(series)
    cards = make.CaseCardFactory.create_batch(cases, series=series, case_manager=cast.case_manager)
    if linked:
        topic = make.TopicFactory(process=process)
        for card in cards:
            topic.case_links.create(card=card)
    return process


def codes(process: PlanningProcess) -> list[str]:
    return list(CaseCard.objects.filter(series__processes=process).values_list("code", flat=True))


@pytest.mark.parametrize(
    ("role", "before", "shown"),
    [
        ("coordinator", 200, 200),
        ("case_manager", 200, 200),
        ("chair", 404, 200),
        ("member", 404, 200),
        ("deputy", 404, 200),
        ("advisory_member", 404, 200),
        ("assistant", 404, 200),
        ("group_lead", 404, 404),
        ("former_member", 404, 404),
        ("guest", 404, 404),
        ("contact", 404, 404),
        ("auditor", 404, 404),
        ("plain_person", 404, 404),
        ("other_coordinator", 404, 404),
    ],
)
def test_members_see_a_process_once_it_lay_before_them(
    cast: Cast, login: Login, role: str, before: int, shown: int
) -> None:
    early = process_with(cast)
    referred_back = process_with(cast, stage="topic_draft", shown_to_body=True)
    client = login(getattr(cast, role))
    assert client.get(url("process", early.public_id)).status_code == before
    assert client.get(url("process", referred_back.public_id)).status_code == shown


@pytest.mark.parametrize("role", ["chair", "member", "assistant"])
def test_members_read_counts_and_never_a_case(cast: Cast, login: Login, role: str) -> None:
    process = process_with(cast, linked=True, stage="topic_draft", shown_to_body=True)
    card = CaseCard.objects.filter(code=codes(process)[0]).get()
    card.typical, card.presentation = False, "Eine lange Geschichte"
    card.save()
    card.deviations.create(criterion="typical", reason="Der einzige Fall", author=cast.case_manager)
    page = login(getattr(cast, role)).get(url("process", process.public_id)).content.decode()
    assert "4 Fallkarten" in page
    assert "1 Fall weicht" in page
    for hidden in (*codes(process), "Der einzige Fall", "Eine lange Geschichte", card.public_id):
        assert f"{hidden}<" not in page
        assert f"/{hidden}/" not in page


def test_case_managers_read_the_codes_and_reach_the_cards(cast: Cast, login: Login) -> None:
    process = process_with(cast, linked=True)
    page = login(cast.case_manager).get(url("process", process.public_id)).content.decode()
    for code in codes(process):
        assert f">{code}</a>" in page


def test_the_page_says_what_is_missing_and_leads_to_the_fix(cast: Cast, login: Login) -> None:
    process = process_with(cast, cases=3)
    client = login(cast.coordinator)
    page = client.get(url("process", process.public_id)).content.decode()
    assert "Nächster Schritt: Thema ableiten" in page
    assert url("topic", process.public_id) in page
    assert url("justify", process.public_id, "series_size") in page
    assert f'action="{url("process_step", process.public_id, "derive_topic")}"' not in page


def test_the_topic_is_written_and_the_step_taken(cast: Cast, login: Login) -> None:
    process = process_with(cast)
    client = login(cast.coordinator)
    cards = list(CaseCard.objects.values_list("public_id", flat=True))
    answer = client.post(
        url("topic", process.public_id),
        {
            "statement": STATEMENT,
            "cards": cards,
            "restrictions": "Kein Platz\n\nKein Bus\n",
            "version": "0",
        },
    )
    assert answer.status_code == 303
    topic = Topic.objects.get()
    assert [row.text for row in topic.restrictions.all()] == ["Kein Platz", "Kein Bus"]
    page = client.get(url("process", process.public_id)).content.decode()
    step = url("process_step", process.public_id, "derive_topic")
    assert f'action="{step}"' in page
    assert client.post(step, {"version": "1"}).status_code == 303
    process.refresh_from_db()
    assert process.stage == "topic_draft"


def test_pressing_twice_takes_the_step_once(cast: Cast, login: Login) -> None:
    process = process_with(cast, linked=True)
    first, second = login(cast.coordinator), login(cast.secretariat)
    step = url("process_step", process.public_id, "derive_topic")
    assert first.post(step, {"version": "1"}).status_code == 303
    answer = second.post(step, {"version": "1"})
    assert answer.status_code == 409
    assert "inzwischen" in answer.content.decode()
    assert process.steps.filter(transition="derive_topic").count() == 1


def test_a_step_that_is_not_possible_comes_back_with_its_findings(cast: Cast, login: Login) -> None:
    process = process_with(cast, cases=2, linked=True)
    answer = login(cast.coordinator).post(url("process_step", process.public_id, "derive_topic"), {"version": "1"})
    assert answer.status_code == 422
    assert "2 rekonstruierte Fälle" in answer.content.decode()


def test_a_reason_is_asked_in_the_form_and_kept(cast: Cast, login: Login) -> None:
    process = process_with(cast, stage="topic_draft")
    client = login(cast.coordinator)
    step = url("process_step", process.public_id, "collect_more_cases")
    assert client.post(step, {"version": "1", "reason": ""}).status_code == 422
    assert client.post(step, {"version": "1", "reason": "Der Südkreis fehlt."}).status_code == 303
    assert "Der Südkreis fehlt." in client.get(url("process", process.public_id)).content.decode()


@pytest.mark.parametrize("role", ["coordinator", "chair", "case_manager", "member"])
@pytest.mark.parametrize("name", ["establish_topic", "reject_topic", "refer_back_to_draft", "start", "unknown"])
def test_no_page_and_no_post_takes_the_step_of_a_resolution(cast: Cast, login: Login, role: str, name: str) -> None:
    process = process_with(cast, stage="topic_decision", shown_to_body=True)
    client = login(getattr(cast, role))
    address = url("process_step", process.public_id, name)
    assert client.get(address).status_code == 404
    assert client.post(address, {"version": "1", "reason": "Wir wollen es"}).status_code == 404
    process.refresh_from_db()
    assert process.stage == "topic_decision"


def test_a_justification_is_written_shown_and_heals_the_finding(cast: Cast, login: Login) -> None:
    process = process_with(cast, cases=3, linked=True)
    client = login(cast.coordinator)
    address = url("justify", process.public_id, "series_size")
    assert client.post(address, {"text": ""}).status_code == 422
    assert client.post(address, {"text": "Der vierte Fall entfiel.", "version": "0"}).status_code == 303
    page = client.get(url("process", process.public_id)).content.decode()
    assert "„Der vierte Fall entfiel.“" in page
    assert f'action="{url("process_step", process.public_id, "derive_topic")}"' in page


@pytest.mark.parametrize("role", ["case_manager", "chair", "member"])
def test_only_coordination_writes_topic_and_justification(cast: Cast, login: Login, role: str) -> None:
    process = process_with(cast, stage="topic_draft", shown_to_body=True)
    client = login(getattr(cast, role))
    for address in (url("topic", process.public_id), url("justify", process.public_id, "series_size")):
        assert client.get(address).status_code == 404
        assert client.post(address, {"text": "x", "statement": "x"}).status_code == 404


def test_a_topic_that_names_somebody_comes_back_marked(cast: Cast, login: Login) -> None:
    process = process_with(cast)
    answer = login(cast.coordinator).post(
        url("topic", process.public_id), {"statement": "Frau Yıldırım findet keinen Kurs", "version": "0"}
    )
    assert answer.status_code == 422
    assert "<mark>Frau Yıldırım</mark>" in answer.content.decode()


def test_two_editors_of_a_topic_see_both_texts(cast: Cast, login: Login) -> None:
    process = process_with(cast)
    client = login(cast.coordinator)
    for text in ("Erste Fassung", "Zweite Fassung"):
        answer = client.post(url("topic", process.public_id), {"statement": text, "version": "0"})
    assert answer.status_code == 409
    assert "Erste Fassung" in answer.content.decode()
    assert ">\nZweite Fassung</textarea>" in answer.content.decode()


def test_a_topic_like_a_rejected_one_raises_a_hint(cast: Cast, login: Login) -> None:
    make.TopicFactory(process=process_with(cast, stage="rejected", shown_to_body=True, number="HX-V-2020-07"))
    process = process_with(cast, title="Eltern mit Betreuungspflichten und der passende Sprachkurs")
    page = login(cast.coordinator).get(url("topic", process.public_id)).content.decode()
    assert "HX-V-2020-07" in page
    assert "was diesmal anders ist" in page


def test_a_case_withdrawn_later_is_a_flag_on_the_decided_process(cast: Cast, login: Login) -> None:
    process = process_with(cast, linked=True, stage="established", shown_to_body=True)
    card = CaseCard.objects.get(code=codes(process)[0])
    login(cast.case_manager).post(url("case_withdraw", card.public_id), {"reason": "Widerruf"})
    page = login(cast.member).get(url("process", process.public_id)).content.decode()
    assert "1 Fall hinter dem Thema" in page
    assert "Thema festgestellt" in page


@pytest.mark.parametrize("stage", ["rejected", "withdrawn"])
def test_an_ended_process_shows_how_it_ended_and_offers_no_step(cast: Cast, login: Login, stage: str) -> None:
    process = process_with(cast, stage=stage, shown_to_body=True)
    process.steps.create(transition="withdraw", source="topic_draft", target=stage, at=clock.now())
    page = login(cast.coordinator).get(url("process", process.public_id)).content.decode()
    assert "is-end" in page
    assert "Nächster Schritt" not in page


def test_a_process_begins_with_a_form(cast: Cast, login: Login) -> None:
    series = make.SeriesFactory(authority=cast.authority)
    client = login(cast.case_manager)
    entries = {
        "title": "Sprachkurszugang",
        "body": cast.body.public_id,
        "coordinator": cast.coordinator.public_id,
    }
    answer = client.post(url("process_start"), entries)
    assert answer.status_code == 422
    assert "Sprachkurszugang" in answer.content.decode()
    assert client.post(url("process_start"), {**entries, "series": [series.public_id]}).status_code == 303
    assert PlanningProcess.objects.get().title == "Sprachkurszugang"


def test_board_and_list_show_the_stuck_ones(cast: Cast, login: Login) -> None:
    process_with(cast, title="Wohnungssuche")
    long_ago = clock.now() - timedelta(days=74)
    process_with(cast, title="Bescheide", stage="topic_draft", stage_since=long_ago)
    client = login(cast.coordinator)
    for view in ("brett", "liste"):
        page = client.get(url("processes"), {"ansicht": view}).content.decode()
        assert "Hängt seit 74 Tagen" in page
        assert "Wohnungssuche" in page
    stuck = client.get(url("processes"), {"stand": "haengt"}).content.decode()
    assert "Bescheide" in stuck
    assert "Wohnungssuche" not in stuck


def test_filter_and_counts_follow_what_the_viewer_may_see(cast: Cast, login: Login) -> None:
    process_with(cast, title="Wohnungssuche")
    process_with(cast, title="Bescheide", stage="topic_decision", shown_to_body=True)
    process_with(cast, title="Abgelehntes", stage="rejected", shown_to_body=True)
    member, coordinator = login(cast.member), login(cast.coordinator)
    page = member.get(url("processes")).content.decode()
    assert "Bescheide" in page
    assert "Wohnungssuche" not in page
    assert "Laufende <b>1</b>" in page
    assert "Laufende <b>2</b>" in coordinator.get(url("processes")).content.decode()
    assert "Abgelehntes" in coordinator.get(url("processes"), {"stand": "beendet"}).content.decode()
    found = coordinator.get(url("processes"), {"q": "wohnung"}).content.decode()
    assert "Wohnungssuche" in found
    assert "Bescheide" not in found


def test_the_legal_area_narrows_for_those_who_see_cases_only(cast: Cast, login: Login) -> None:
    process = process_with(cast, linked=True, title="Bescheide", stage="topic_decision", shown_to_body=True)
    CaseCard.objects.filter(series__processes=process).update(legal_areas=["housing"])
    coordinator, member = login(cast.coordinator), login(cast.member)
    for area, found in (("housing", True), ("health", False)):
        page = coordinator.get(url("processes"), {"rechtskreis": area}).content.decode()
        assert ("Bescheide</a>" in page) is found
    assert "Bescheide</a>" in member.get(url("processes"), {"rechtskreis": "health"}).content.decode()


def test_an_empty_list_offers_the_next_step(cast: Cast, login: Login) -> None:
    page = login(cast.coordinator).get(url("processes")).content.decode()
    assert "Hier gibt es noch keinen Vorgang." in page
    nothing = login(cast.coordinator).get(url("processes"), {"q": "x", "ansicht": "liste"}).content.decode()
    assert "Kein Vorgang passt zu diesem Filter." in nothing


@pytest.mark.parametrize("query", ["q=%00", "q=%F0%9F%98%80", "seite=x", "seite=99999999999999999999", "stand=x",
                                   "zustaendig=%00", "rechtskreis=%27", "ansicht=liste&seite=-1"])  # fmt: skip
def test_strange_queries_get_an_ordinary_page(cast: Cast, login: Login, query: str) -> None:
    process_with(cast)
    assert login(cast.coordinator).get(f"{url('processes')}?{query}").status_code == 200


def test_hostile_text_is_shown_as_text(cast: Cast, login: Login) -> None:
    process = process_with(cast, title=HOSTILE, linked=True)
    Topic.objects.filter(process=process).update(statement=HOSTILE, description=HOSTILE)
    client = login(cast.coordinator)
    for address in (url("process", process.public_id), url("processes"), url("topic", process.public_id)):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("view", ["brett", "liste"])
def test_the_list_takes_as_many_queries_for_three_as_for_three_hundred(cast: Cast, login: Login, view: str) -> None:
    client = login(cast.coordinator)
    series = make.SeriesFactory(authority=cast.authority)
    counts = []
    for size in (3, 297):
        for process in make.ProcessFactory.create_batch(size, body=cast.body, coordinator=cast.coordinator):
            process.series.add(series)
        client.get(url("processes"), {"ansicht": view})
        with queries_counted() as queries:
            client.get(url("processes"), {"ansicht": view})
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_process_takes_as_many_queries_with_three_as_with_three_hundred_rows(cast: Cast, login: Login) -> None:
    client = login(cast.coordinator)
    counts = []
    for size in (3, 300):
        process = process_with(cast, cases=size, linked=True, stage="topic_decision", shown_to_body=True)
        for card in CaseCard.objects.filter(series__processes=process):
            card.deviations.create(criterion="typical", reason="Begründet", author=cast.case_manager)
        for number in range(size):
            process.steps.create(
                transition="submit_topic",
                source="topic_draft",
                target="topic_decision",
                at=clock.now(),
                actor=cast.coordinator,
            )
            process.topic.restrictions.create(order=number, text=f"Einschränkung {number}")
            make.PaperFactory(body=cast.body, process=process, author=cast.coordinator)
        client.get(url("process", process.public_id))
        with queries_counted() as queries:
            client.get(url("process", process.public_id))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_page_names_the_earliest_session_that_a_paper_still_reaches(cast: Cast, login: Login) -> None:
    process = process_with(cast, cases=3)
    cast.meeting.starts_at = clock.now() + timedelta(days=2)
    cast.meeting.ends_at = cast.meeting.starts_at + timedelta(hours=3)
    cast.meeting.save()
    later = make.MeetingFactory(body=cast.body, starts_at=clock.now() + timedelta(days=90))
    page = login(cast.coordinator).get(url("process", process.public_id)).content.decode()
    assert f"Für die Sitzung am {clock.local_date(cast.meeting.starts_at):%d.%m.%Y} mussten Vorlagen" in page
    assert f"Die früheste mögliche Sitzung ist am {clock.local_date(later.starts_at):%d.%m.%Y}" in page


def test_a_long_history_and_a_long_list_of_cases_are_cut_and_lead_on(cast: Cast, login: Login) -> None:
    process = process_with(cast, cases=30, linked=True)
    for number in range(25):
        process.steps.create(
            transition="start", target="case_reconstruction", at=clock.now(), reason=f"Schritt Nr. {number:02d}."
        )
    client = login(cast.coordinator)
    page = client.get(url("process", process.public_id)).content.decode()
    assert page.count("/faelle/karten/") == 25
    assert "5 weitere" in page
    assert "Schritt Nr. 05." in page
    assert "Schritt Nr. 04." not in page
    whole = client.get(url("process", process.public_id), {"verlauf": "alle"}).content.decode()
    assert "Schritt Nr. 04." in whole
    assert "Alle Schritte zeigen" not in whole


def test_a_process_is_edited_by_coordinators_and_keeps_what_was_typed(cast: Cast, login: Login) -> None:
    process = process_with(cast)
    address = url("process_edit", process.public_id)
    client = login(cast.coordinator)
    assert address in client.get(url("process", process.public_id)).content.decode()
    sent = {
        "title": "Neuer Titel",
        "series": [process.series.get().public_id],
        "coordinator": cast.secretariat.public_id,
        "version": "1",
    }
    assert client.post(address, sent).status_code == 303
    process.refresh_from_db()
    assert (process.title, process.coordinator, process.body) == ("Neuer Titel", cast.secretariat, cast.body)
    second = client.post(address, {**sent, "title": "Veralteter Titel"})
    assert second.status_code == 409
    assert "Veralteter Titel" in second.content.decode()
    assert login(cast.case_manager).get(address).status_code == 404


def test_the_paper_says_what_is_to_be_justified_and_leads_there(cast: Cast, login: Login) -> None:
    process = process_with(cast, cases=3, linked=True, stage="topic_draft")
    paper = make.PaperFactory(body=cast.body, process=process, author=cast.coordinator)
    page = login(cast.coordinator).get(url("paper", paper.public_id)).content.decode()
    assert "Vor der Freigabe zu begründen: Die Serie umfasst 3 rekonstruierte Fälle" in page
    assert f'href="{url("justify", process.public_id, "series_size")}"' in page
    assert "Vorlage freigeben" not in page


def test_two_topics_at_once_are_shown_side_by_side_in_words(cast: Cast, login: Login) -> None:
    process = process_with(cast, linked=True)
    first, *others = CaseCard.objects.order_by("pk")
    process.topic.restrictions.create(text="Kein Bus")
    sent = {"statement": STATEMENT, "cards": [first.public_id], "restrictions": "Kein Platz", "version": "0"}
    answer = login(cast.coordinator).post(url("topic", process.public_id), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "None" not in page
    stored = page[page.index("lw-conflict") :]
    assert all(f"{card.code} (Rekonstruiert)" in stored for card in others)
    assert "Kein Bus" in stored


def test_a_version_of_a_topic_that_does_not_exist_is_a_conflict_and_no_error_page(cast: Cast, login: Login) -> None:
    process = process_with(cast)
    sent = {"statement": STATEMENT, "version": "7"}
    assert login(cast.coordinator).post(url("topic", process.public_id), sent).status_code == 409
