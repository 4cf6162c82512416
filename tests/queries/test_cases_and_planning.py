"""Predicate and filter agree for every role; what leaves the case layer names no case; the printed diagram."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from governance.access.cases import (
    may_see_card,
    may_see_release,
    may_see_series,
    visible_cards,
    visible_releases,
    visible_series,
)
from governance.access.planning import may_see_process, visible_processes
from governance.models import (
    AuditChain,
    CaseCard,
    PlanningProcess,
    ReconstructionSeries,
    ScreeningRelease,
)
from governance.queries.cases import marked
from governance.queries.paper_facts import paper_facts
from governance.queries.process_page import process_page
from governance.rules.similarity import SIMILAR_FROM, similarity
from governance.rules.stages import Stage
from tests import factories as make
from tests.cast import Cast


def a_bit_of_everything(cast: Cast) -> None:
    """Create cases, releases and processes in both authorities, before and after the steering group saw them."""
    for authority, author in ((cast.authority, cast.case_manager), (cast.other_authority, cast.other_coordinator)):
        card = make.CaseCardFactory(series=make.SeriesFactory(authority=authority), case_manager=author)
        for reviewer in (None, cast.secretariat):
            ScreeningRelease.objects.create(
                card=card, field="presentation", text="x", reason="y", requested_by=author, reviewer=reviewer
            )
        body = cast.body if authority == cast.authority else make.BodyFactory(authority=authority)
        for stage in Stage:
            for shown in (False, True):
                make.ProcessFactory(body=body, stage=stage.value, shown_to_body=shown)
    make.ProcessFactory(body=cast.project_group, shown_to_body=True)


def test_predicate_and_filter_agree_for_everybody(cast: Cast) -> None:
    a_bit_of_everything(cast)
    for name, user in cast.roles().items():
        for authority in (cast.authority, cast.other_authority):
            viewer = cast.viewer(user, authority)
            for model, visible, may_see in (
                (ReconstructionSeries, visible_series, may_see_series),
                (CaseCard, visible_cards, may_see_card),
                (ScreeningRelease, visible_releases, may_see_release),
                (PlanningProcess, visible_processes, may_see_process),
            ):
                allowed = {row.pk for row in model.objects.all() if may_see(viewer, row)}
                assert set(visible(viewer).values_list("pk", flat=True)) == allowed, (name, model)


def test_case_managers_see_stopped_texts_only_if_they_wrote_or_decide_them(cast: Cast) -> None:
    other = make.PersonFactory(authority=cast.authority)
    make.RoleFactory(person=other, role="case_manager")
    card = make.CaseCardFactory(series=make.SeriesFactory(authority=cast.authority), case_manager=other)
    release = ScreeningRelease.objects.create(card=card, field="presentation", text="x", reason="y", requested_by=other)
    assert not may_see_release(cast.viewer(cast.case_manager), release)
    release.reviewer = cast.case_manager
    release.save()
    assert may_see_release(cast.viewer(cast.case_manager), release)


def test_leaving_the_body_ends_access_at_once(cast: Cast) -> None:
    process = make.ProcessFactory(body=cast.body, stage="topic_decision", shown_to_body=True)
    assert may_see_process(cast.viewer(cast.member), process)
    cast.member.memberships.update(valid_until=make.LONG_AGO)
    assert not may_see_process(cast.viewer(cast.member), process)


def test_a_viewer_without_cases_gets_no_cards(cast: Cast) -> None:
    process = make.ProcessFactory(body=cast.body, stage="topic_decision", shown_to_body=True)
    card = make.CaseCardFactory(series=make.SeriesFactory(authority=cast.authority))
    process.series.add(card.series)
    make.TopicFactory(process=process).case_links.create(card=card)
    member = process_page(cast.viewer(cast.member), process.public_id)
    manager = process_page(cast.viewer(cast.case_manager), process.public_id)
    assert (member.cards, member.cases.linked) == ((), 1)
    assert manager.cards == (card,)


def test_the_establishing_paper_counts_before_a_newer_report(cast: Cast) -> None:
    process = make.ProcessFactory(body=cast.body, stage="topic_draft")
    make.PaperFactory(body=cast.body, process=process, state="withdrawn")
    make.PaperFactory(body=cast.body, process=process, state="released", number="LG/2026/01")
    make.PaperFactory(body=cast.body, process=process, subject="report")
    found = paper_facts(process)
    assert (found.exists, found.state, found.subject) == (True, "released", "establish_topic")
    assert not found.on_dispatched_agenda


def test_a_postponed_paper_is_free_again(cast: Cast) -> None:
    process = make.ProcessFactory(body=cast.body, stage="topic_decision")
    paper = make.PaperFactory(body=cast.body, process=process, state="released", number="LG/2026/01")
    item = make.AgendaItemFactory(meeting=cast.meeting, paper=paper, kind="paper")
    assert paper_facts(process).on_dispatched_agenda
    item.postpone()
    item.save()
    assert not paper_facts(process).on_dispatched_agenda


def test_marked_text_is_complete_and_names_its_places() -> None:
    text = "Am Montag rief Frau Yıldırım an, 05271 123456."
    parts = marked(text)
    assert "".join(part.text for part in parts) == text
    assert [part.text for part in parts if part.label] == ["Frau Yıldırım", "05271 123456"]


@pytest.mark.parametrize(
    ("one", "other", "similar"),
    [
        ("Eltern erreichen den Sprachkurs nicht", "Sprachkurse sind für Eltern nicht erreichbar", True),
        ("Eltern erreichen den Sprachkurs nicht", "Wohnungssuche nach der Anerkennung", False),
        ("", "Wohnungssuche", False),
    ],
)
def test_similar_topics_share_telling_words(one: str, other: str, similar: bool) -> None:
    assert (similarity(one, other) >= SIMILAR_FROM) is similar


def test_the_diagram_is_printed_from_the_table() -> None:
    out = StringIO()
    call_command("stages", "--mermaid", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "stateDiagram-v2"
    assert "    topic_decision --> established : ◆ Thema feststellen" in lines
    assert "    [*] --> case_reconstruction : Vorgang beginnen" in lines


def test_reading_leaves_no_trace_in_the_audit_chain(cast: Cast) -> None:
    process = make.ProcessFactory(body=cast.body)
    process_page(cast.viewer(cast.coordinator), process.public_id)
    assert not AuditChain.objects.exists()
