"""Merging two drafts of one topic: what goes over, what ends, what is refused."""

from __future__ import annotations

import pytest

from governance.models import AgendaItem, PlanningProcess
from governance.queries.intake import merge_page
from governance.usecases.foundation import Forbidden, Refused, Stale, Unmet
from governance.usecases.merging import merge_processes
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted


def draft(cast: Cast, statement: str = "", cases: int = 2, **values: object) -> PlanningProcess:
    values = {"stage": "topic_draft", "coordinator": cast.coordinator, **values}
    process = make.ProcessFactory(body=cast.body, **values)
    series = make.SeriesFactory(authority=cast.authority)
    process.series.add(series)
    cards = make.CaseCardFactory.create_batch(cases, series=series, case_manager=cast.case_manager)
    if statement:
        topic = make.TopicFactory(process=process, statement=statement)
        for card in cards:
            topic.case_links.create(card=card)
    return process


def merge(cast: Cast, staying: PlanningProcess, ending: PlanningProcess, **changes: object) -> PlanningProcess:
    values: dict[str, object] = {
        "by": cast.viewer(cast.coordinator), "process_id": staying.public_id, "other_id": ending.public_id,
        "version": None, "other_version": None, **changes,
    }  # fmt: skip
    return merge_processes(**values)  # type: ignore[arg-type]


def test_everything_found_goes_into_the_one_that_stays(cast: Cast) -> None:
    staying = draft(cast, "Eltern erreichen den Kurs nicht.", like_cases=2)
    ending = draft(cast, "Der Kurs erreicht die Eltern nicht.", like_cases=3, interviews=1, source_note="AG Süd")
    staying.topic.restrictions.create(order=0, text="Kein Betreuungsplatz zur Kurszeit")
    ending.topic.restrictions.create(order=0, text="kein betreuungsplatz zur kurszeit")
    ending.topic.restrictions.create(order=1, text="Kein Bus am Abend")
    merge(cast, staying, ending)
    staying.refresh_from_db()
    assert staying.series.count() == 2
    assert staying.topic.case_links.count() == 4
    assert [row.text for row in staying.topic.restrictions.all()] == [
        "Kein Betreuungsplatz zur Kurszeit", "Kein Bus am Abend",
    ]  # fmt: skip
    assert (staying.like_cases, staying.interviews, staying.source_note) == (5, 1, "AG Süd")
    assert staying.topic.statement == "Eltern erreichen den Kurs nicht."


def test_the_other_one_ends_withdrawn_with_its_reason_and_its_papers(cast: Cast) -> None:
    staying, ending = draft(cast, "Thema"), draft(cast, "Dasselbe Thema")
    paper = make.PaperFactory(body=cast.body, process=ending, state="scheduled", number="LG/1")
    planned = make.MeetingFactory(body=cast.body)
    item = make.AgendaItemFactory(meeting=planned, paper=paper)
    merge(cast, staying, ending)
    ending.refresh_from_db()
    paper.refresh_from_db()
    assert (ending.stage, ending.merged_into, paper.state) == ("withdrawn", staying, "withdrawn")
    assert AgendaItem.objects.get(pk=item.pk).state == "removed"
    step = ending.steps.last()
    assert (step.transition, step.reason) == ("withdraw", f"Zusammengeführt mit dem Vorgang {staying.number}.")


def test_a_paper_on_a_dispatched_agenda_holds_the_merging_up(cast: Cast) -> None:
    staying, ending = draft(cast, "Thema"), draft(cast, "Dasselbe Thema")
    paper = make.PaperFactory(body=cast.body, process=ending, state="scheduled", number="LG/1")
    make.AgendaItemFactory(meeting=cast.meeting, paper=paper)
    with pytest.raises(Unmet) as refused:
        merge(cast, staying, ending)
    assert [found.guard for found in refused.value.findings] == ["paper_not_dispatched"]
    staying.refresh_from_db()
    assert staying.series.count() == 1


def test_a_topic_in_words_goes_along_where_there_is_none(cast: Cast) -> None:
    staying, ending = draft(cast, stage="case_reconstruction"), draft(cast, "Schon in Worten")
    merge(cast, staying, ending)
    assert PlanningProcess.objects.get(pk=staying.pk).topic.statement == "Schon in Worten"


def test_numbers_that_nobody_named_stay_unnamed(cast: Cast) -> None:
    staying = merge(cast, draft(cast), draft(cast))
    assert (staying.like_cases, staying.interviews) == (None, None)


@pytest.mark.parametrize("stage", ["scope_check", "topic_decision", "established", "withdrawn", "completed"])
def test_only_drafts_are_merged(cast: Cast, stage: str) -> None:
    staying, other = draft(cast, "Thema"), draft(cast, "Thema", stage=stage)
    for pair in ((staying, other), (other, staying)):
        with pytest.raises(Refused):
            merge(cast, *pair)


def test_not_across_bodies_not_with_itself_not_with_a_stranger(cast: Cast) -> None:
    staying = draft(cast, "Thema")
    elsewhere = make.ProcessFactory(body=make.BodyFactory(authority=cast.authority, code="KT"), stage="topic_draft")
    with pytest.raises(Refused):
        merge(cast, staying, elsewhere)
    with pytest.raises(Refused):
        merge(cast, staying, staying)
    foreign = make.ProcessFactory(body=make.BodyFactory(authority=cast.other_authority), stage="topic_draft")
    with pytest.raises(PlanningProcess.DoesNotExist):
        merge(cast, staying, foreign)


def test_whoever_saw_an_older_version_of_either_is_told(cast: Cast) -> None:
    staying, ending = draft(cast, "Thema"), draft(cast, "Thema")
    for old in ({"version": 99}, {"other_version": 99}):
        with pytest.raises(Stale):
            merge(cast, staying, ending, **old)


@pytest.mark.parametrize("role", ["case_manager", "chair", "member", "plain_person"])
def test_only_coordinators_merge(cast: Cast, role: str) -> None:
    staying, ending = draft(cast, "Thema"), draft(cast, "Thema")
    with pytest.raises((Forbidden, PlanningProcess.DoesNotExist)):
        merge(cast, staying, ending, by=cast.viewer(getattr(cast, role)))


def test_the_page_offers_similar_drafts_first_and_costs_the_same_for_many(cast: Cast) -> None:
    words = "Eltern mit Betreuungspflichten erreichen den passenden Sprachkurs nicht rechtzeitig."
    process = draft(cast, words)
    counts = []
    for rows in (3, 12):
        for number in range(rows):
            draft(cast, f"Wohnraum fehlt in Ort {number}", cases=0)
        similar = draft(cast, words, cases=0)
        viewer = cast.viewer(cast.coordinator)
        with queries_counted() as counted:
            page = merge_page(viewer, process.public_id, similar.public_id)
        counts.append(len(counted))
    assert counts[0] == counts[1]
    assert [row.similar for row in page.candidates][:3] == [True, True, False]
    assert page.ending is not None
    assert page.ending.process == similar
