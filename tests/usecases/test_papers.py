"""Papers: written, released with a number, recalled, withdrawn, copied."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist

from governance.documents.rendering import DocumentFormat, DocumentKind, render
from governance.documents.richtext import plain_text
from governance.models import AuditEntry, DecisionPaper, PaperTemplate, PaperVersion, Person, SectionKind
from governance.queries.papers import freeze, list_papers, paper_document, paper_page, proposal_text
from governance.rules import clock
from governance.rules.chain import content_hash
from governance.usecases.foundation import Forbidden, Refused, Stale, Unmet
from governance.usecases.paper_content import SectionContent, StationContent, rich
from governance.usecases.paper_templates import install_template, shipped_template
from governance.usecases.papers import (
    create_paper,
    recall_paper,
    release_paper,
    save_paper,
    schedule,
    unschedule,
    withdraw_paper,
)
from tests import factories as make
from tests.cast import Cast

HOSTILE = "<script>alert(1)</script><img src=x onerror=y>{{ 7*7 }} =1+1 #set page()\x07\u202e"


@pytest.fixture
def template(cast: Cast) -> PaperTemplate:
    return install_template(cast.authority, shipped_template("hoexter"))


def filled() -> dict[str, SectionContent]:
    return {
        "anlass": rich("<p>Vier Fälle zeigen dasselbe.</p>"),
        "sachverhalt": rich("<p>Kurszeiten und <b>Betreuung</b> passen nicht zusammen.</p>"),
        "fallbezug": rich("<p>In vier Fällen.</p>"),
        "personal": SectionContent(choice="keine"),
        "finanzen": SectionContent(choice="aus vorhandenen Mitteln", stream=rich("<p>Sachkonto</p>").stream),
        "zeitplan": rich("<ul><li>Auftrag im Mai</li></ul>"),
    }


def written(cast: Cast, template: PaperTemplate, **changed: Any) -> DecisionPaper:
    """Create a complete paper through the use cases."""
    by = cast.viewer(cast.coordinator)
    paper = create_paper(
        by=by, body_id=cast.body.public_id, template_id=template.public_id, subject="other", title="Sprachkurszugang"
    )
    facts: dict[str, Any] = {
        "title": "Sprachkurszugang",
        "subject": "other",
        "summary": "Eltern finden keinen Kurs.",
        "sections": filled(),
        "points": ["Das Thema wird festgestellt.", "Ein Auftrag wird vorbereitet."],
    } | changed
    return save_paper(by=by, paper_id=paper.public_id, version=1, **facts)


def release(cast: Cast, paper: DecisionPaper) -> PaperVersion:
    return release_paper(by=cast.viewer(cast.secretariat), paper_id=paper.public_id)


def test_the_shipped_template_installs_once_with_its_sections(cast: Cast, template: PaperTemplate) -> None:
    again = install_template(cast.authority, shipped_template("hoexter"))
    assert again == template
    kinds = dict(template.sections.values_list("key", "kind"))
    assert kinds["finanzen"] == SectionKind.CHOICE
    assert [row.order for row in template.sections.all()] == list(range(len(kinds)))


@pytest.mark.parametrize("wrong", [{}, {"format": "x"}, {"format": "lenkwerk-paper-template", "version": 9}])
def test_a_template_of_another_format_is_refused(cast: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        install_template(cast.authority, wrong)


def test_a_template_with_a_wrong_section_installs_nothing(cast: Cast) -> None:
    data = shipped_template("hoexter")
    data["sections"][-1]["kind"] = "table of everything"
    with pytest.raises(Refused):
        install_template(cast.authority, data)
    assert not PaperTemplate.objects.exists()


def test_release_freezes_a_hashed_version_and_gives_the_number(cast: Cast, template: PaperTemplate) -> None:
    with clock.travel(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)):  # already 2027 in Berlin
        frozen = release(cast, written(cast, template))
    assert (frozen.number, frozen.ordinal) == ("LG/2027/01", 1)
    assert frozen.content_hash == content_hash(frozen.content)
    document = paper_document(frozen)
    assert (document.number, document.version_number) == ("LG/2027/01", 1)
    assert document.content_hash == frozen.content_hash
    assert [section.label for section in document.sections][:2] == ["Anlass", "Sachverhalt"]
    assert frozen.paper.state == "released"
    entry = AuditEntry.objects.get(action="paper.released")
    assert entry.data == {"version": 1, "hash": frozen.content_hash}


def test_a_frozen_version_is_the_document_that_was_frozen(cast: Cast, template: PaperTemplate) -> None:
    paper = written(cast, template)
    before = freeze(paper)
    frozen = release(cast, paper)
    after = paper_document(PaperVersion.objects.get(pk=frozen.pk))
    assert after == replace(
        before,
        number=frozen.number,
        version_number=1,
        status_line=after.status_line,
        content_hash=frozen.content_hash,
    )


@pytest.mark.parametrize("file_format", list(DocumentFormat))
def test_a_frozen_version_renders_from_what_was_stored(
    cast: Cast, template: PaperTemplate, file_format: DocumentFormat
) -> None:
    document = paper_document(release(cast, written(cast, template)))
    assert render(DocumentKind.PAPER, document, file_format) == render(DocumentKind.PAPER, document, file_format)


def test_what_is_missing_is_named_and_nothing_is_numbered(cast: Cast, template: PaperTemplate) -> None:
    sections = filled() | {"zeitplan": rich("<p> </p>"), "personal": SectionContent()}
    paper = written(cast, template, sections=sections, points=["  "])
    with pytest.raises(Unmet) as refusal:
        release(cast, paper)
    links = {found.link for found in refusal.value.findings}
    assert links == {"paper:points", "paper:section:zeitplan", "paper:section:personal"}
    paper.refresh_from_db()
    assert (paper.state, paper.number) == ("draft", "")
    assert release(cast, written(cast, template)).number.endswith("/01")


def test_a_paper_that_establishes_a_topic_needs_its_process(cast: Cast, template: PaperTemplate) -> None:
    with pytest.raises(Unmet) as refusal:
        release(cast, written(cast, template, subject="establish_topic"))
    assert [found.link for found in refusal.value.findings] == ["paper:process"]


def test_the_number_stays_when_a_recalled_paper_is_released_again(cast: Cast, template: PaperTemplate) -> None:
    first = written(cast, template)
    one = release(cast, first)
    other = release(cast, written(cast, template))
    recall_paper(by=cast.viewer(cast.secretariat), paper_id=first.public_id)
    save_paper(by=cast.viewer(cast.coordinator), paper_id=first.public_id, version=None, title="Neu", subject="other")
    two = release(cast, first)
    assert (two.number, two.ordinal) == (one.number, 2)
    assert other.number != one.number
    assert two.content_hash != one.content_hash
    assert paper_document(one).title == "Sprachkurszugang"


def test_evidence_and_justifications_are_frozen_without_case_codes(cast: Cast, template: PaperTemplate) -> None:
    process = make.ProcessFactory(body=cast.body, coordinator=cast.coordinator)
    topic = make.TopicFactory(process=process)
    series = make.SeriesFactory(authority=cast.authority)
    process.series.add(series)
    for code in ("HX-F1", "HX-F2", "HX-F3"):
        topic.cards.add(make.CaseCardFactory(series=series, code=code, case_manager=cast.case_manager))
    process.justifications.create(finding="series_size", text="Ein Fall wurde zurückgezogen.", author=cast.coordinator)
    frozen = release(cast, written(cast, template, subject="establish_topic", process_id=process.public_id))
    document = paper_document(frozen)
    assert document.case_facts is not None
    assert document.case_facts.total == 3
    assert [row.text for row in document.justifications] == ["Ein Fall wurde zurückgezogen."]
    assert "HX-F" not in str(frozen.content)


def test_proposal_text_numbers_several_points_and_not_a_single_one(cast: Cast, template: PaperTemplate) -> None:
    several = release(cast, written(cast, template))
    single = release(cast, written(cast, template, points=["Nur dies."]))
    assert proposal_text(several) == "1. Das Thema wird festgestellt.\n2. Ein Auftrag wird vorbereitet."
    assert proposal_text(single) == "Nur dies."


def test_only_the_secretariat_releases_and_the_refusal_is_logged(cast: Cast, template: PaperTemplate) -> None:
    paper = written(cast, template)
    with pytest.raises(Forbidden):
        release_paper(by=cast.viewer(cast.coordinator), paper_id=paper.public_id)
    assert AuditEntry.objects.filter(action="paper.release.refused", object_id=paper.public_id).count() == 1


def test_a_body_without_secretariat_is_released_for_by_any_coordinator(cast: Cast, template: PaperTemplate) -> None:
    cast.body.secretariats.all().delete()
    frozen = release_paper(by=cast.viewer(cast.coordinator), paper_id=written(cast, template).public_id)
    assert frozen.ordinal == 1


@pytest.mark.parametrize(
    "role", ["member", "chair", "assistant", "case_manager", "guest", "other_coordinator", "former_member"]
)
def test_nobody_else_finds_a_draft(cast: Cast, template: PaperTemplate, role: str) -> None:
    paper = written(cast, template)
    person: Person = getattr(cast, role)
    by = cast.viewer(person, person.authority)
    for act in (release_paper, recall_paper, withdraw_paper):
        with pytest.raises(ObjectDoesNotExist):
            act(by=by, paper_id=paper.public_id)
    with pytest.raises(ObjectDoesNotExist):
        save_paper(by=by, paper_id=paper.public_id, version=None, title="X", subject="other")
    with pytest.raises((ObjectDoesNotExist, Forbidden)):
        create_paper(by=by, body_id=cast.body.public_id, template_id=template.public_id, subject="other", title="X")


def test_the_second_of_two_editors_is_told_and_loses_nothing(cast: Cast, template: PaperTemplate) -> None:
    paper = written(cast, template)
    with pytest.raises(Stale) as refusal:
        save_paper(by=cast.viewer(cast.secretariat), paper_id=paper.public_id, version=1, title="Spät", subject="other")
    assert str(refusal.value.current.title) == "Sprachkurszugang"  # type: ignore[attr-defined]
    paper.refresh_from_db()
    assert (paper.title, paper.version) == ("Sprachkurszugang", 2)


def test_a_released_paper_is_not_edited(cast: Cast, template: PaperTemplate) -> None:
    paper = written(cast, template)
    release(cast, paper)
    with pytest.raises(Refused):
        save_paper(by=cast.viewer(cast.coordinator), paper_id=paper.public_id, version=None, title="X", subject="other")


def test_a_paper_on_an_agenda_is_neither_recalled_nor_withdrawn(cast: Cast, template: PaperTemplate) -> None:
    paper = release(cast, written(cast, template)).paper
    schedule(paper)
    for act in (recall_paper, withdraw_paper):
        with pytest.raises(Refused):
            act(by=cast.viewer(cast.secretariat), paper_id=paper.public_id)
    unschedule(paper)
    assert recall_paper(by=cast.viewer(cast.secretariat), paper_id=paper.public_id).state == "draft"


def test_a_withdrawn_paper_stays_on_record_and_moves_no_more(cast: Cast, template: PaperTemplate) -> None:
    paper = release(cast, written(cast, template)).paper
    withdraw_paper(by=cast.viewer(cast.secretariat), paper_id=paper.public_id)
    paper.refresh_from_db()
    assert (paper.state, paper.number) == ("withdrawn", paper.versions.get().number)
    with pytest.raises(Refused):
        release(cast, paper)


def test_a_copy_takes_texts_points_and_stations_but_no_number(cast: Cast, template: PaperTemplate) -> None:
    stations = [StationContent(role="taking_note", external_name="Ausschuss für Soziales")]
    source = release(cast, written(cast, template, stations=stations)).paper
    copy = create_paper(
        by=cast.viewer(cast.coordinator),
        body_id=cast.body.public_id,
        template_id=template.public_id,
        subject="report",
        title="Zweite",
        copy_of=source.public_id,
    )
    assert (copy.number, copy.state, copy.summary) == ("", "draft", source.summary)
    assert [row.external_name for row in copy.stations.all()] == ["Ausschuss für Soziales"]
    assert copy.points.count() == 2
    document = freeze(copy)
    assert [section.label for section in document.sections] == [
        section.label for section in paper_document(source.versions.get()).sections
    ]


def test_hostile_text_is_cleaned_before_it_is_stored(cast: Cast, template: PaperTemplate) -> None:
    table = {"type": "table", "value": {"data": [["=cmd()", HOSTILE], [None, "b"]], "first_row_is_table_header": True}}
    stream = ({"type": "text", "value": HOSTILE}, {"type": "raw", "value": "<script>"}, table)
    sections = filled() | {"sachverhalt": SectionContent(stream=stream)}
    paper = written(cast, template, title=HOSTILE, summary=HOSTILE, points=[HOSTILE], sections=sections)
    stored = str(paper.sections.get(section__key="sachverhalt").body.get_prep_value())
    assert "<script" not in stored.replace("'<script>alert(1)", "")
    assert "onerror" not in stored.split("'table'", maxsplit=1)[0]
    assert "\x07" not in paper.title + paper.summary + stored
    frozen = release(cast, paper)
    document = paper_document(frozen)
    assert "alert(1)" in document.title
    assert b"<script" not in render(DocumentKind.PAPER, document, "docx")
    assert render(DocumentKind.PAPER, document, "pdf").startswith(b"%PDF")
    assert "{{ 7*7 }}" in plain_text(document.resolution_points[0].text)


@pytest.mark.parametrize(
    "changed",
    [
        {"title": " \u202e "},
        {"title": "x" * 201},
        {"subject": "coup"},
        {"summary": "x" * 1001},
        {"points": ["x" * 3001]},
        {"points": ["x"] * 41},
        {"sections": {"finanzen": SectionContent(choice="unbegrenzt")}},
        {"stations": [StationContent()]},
        {"stations": [StationContent(external_name="A", role="boss")]},
        {"stations": [StationContent(body_id="fremd")]},
    ],
)
def test_a_wrong_entry_is_answered_with_a_sentence(
    cast: Cast, template: PaperTemplate, changed: dict[str, Any]
) -> None:
    paper = written(cast, template)
    facts = {"title": "T", "subject": "other"} | changed
    with pytest.raises(Refused) as refusal:
        save_paper(by=cast.viewer(cast.coordinator), paper_id=paper.public_id, version=None, **facts)
    assert refusal.value.message.text
    paper.refresh_from_db()
    assert paper.title == "Sprachkurszugang"


def test_members_read_a_version_from_the_dispatched_agenda_on_and_guests_theirs(
    cast: Cast, template: PaperTemplate
) -> None:
    frozen = release(cast, written(cast, template))
    paper = frozen.paper
    readers = ["member", "deputy", "assistant", "advisory_member", "chair"]
    for role in [*readers, "guest", "group_member"]:
        assert not list_papers(cast.viewer(getattr(cast, role))).exists()
    planned = make.MeetingFactory(body=cast.body)
    make.AgendaItemFactory(meeting=planned, paper=paper, paper_version=frozen)
    assert not list_papers(cast.viewer(cast.member)).exists()
    item = make.AgendaItemFactory(meeting=cast.meeting, paper=paper, paper_version=frozen)
    for role in readers:
        assert paper_page(cast.viewer(getattr(cast, role)), paper.public_id).version == frozen
    for role in ("guest", "group_member", "plain_person", "former_member", "case_manager"):
        with pytest.raises(ObjectDoesNotExist):
            paper_page(cast.viewer(getattr(cast, role)), paper.public_id)
    item.guests.create(person=cast.guest)
    assert paper_page(cast.viewer(cast.guest), paper.public_id).version == frozen


def test_what_members_saw_stays_and_the_new_draft_stays_hidden(cast: Cast, template: PaperTemplate) -> None:
    frozen = release(cast, written(cast, template))
    make.AgendaItemFactory(meeting=cast.meeting, paper=frozen.paper, paper_version=frozen)
    recall_paper(by=cast.viewer(cast.secretariat), paper_id=frozen.paper.public_id)
    save_paper(
        by=cast.viewer(cast.coordinator),
        paper_id=frozen.paper.public_id,
        version=None,
        title="Geheimer neuer Titel",
        subject="other",
    )
    release(cast, frozen.paper)
    member = cast.viewer(cast.member)
    page = paper_page(member, frozen.paper.public_id)
    assert page.document.title == "Sprachkurszugang"
    assert [row.ordinal for row in page.versions] == [1]
    assert page.previous is None
    assert not list_papers(member, text="Geheimer").exists()
    assert list_papers(member, text="sprachkurs").count() == 1
    with pytest.raises(ObjectDoesNotExist):
        paper_page(member, frozen.paper.public_id, ordinal=2)
    assert paper_page(cast.viewer(cast.coordinator), frozen.paper.public_id).document.title == "Geheimer neuer Titel"
