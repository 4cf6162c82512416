"""Templates of papers: shipped, copied, edited in editions; text modules; amounts and lists in papers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from governance.documents.content import AmountSection, ListSection
from governance.documents.rendering import DocumentFormat, DocumentKind, render
from governance.models import DecisionPaper, PaperTemplate, SectionKind
from governance.queries.paper_documents import freeze, sections_of, template_sections
from governance.queries.paper_examples import example_paper
from governance.usecases.foundation import Forbidden, Refused, Stale
from governance.usecases.paper_content import SectionContent, rich
from governance.usecases.paper_templates import (
    SectionFacts,
    add_template,
    install_template,
    save_template,
    section_facts,
    shipped_template,
    shipped_templates,
    take_over_shipped,
    withdraw_template,
)
from governance.usecases.papers import create_paper, renew_template, save_paper
from governance.usecases.text_modules import save_text_module
from tests import factories as make
from tests.cast import Cast
from tests.documents.reading import pdf_text, squeezed, word_text


@pytest.fixture
def template(cast: Cast) -> PaperTemplate:
    return install_template(cast.authority, shipped_template("haan"))


def paper_from(cast: Cast, template: PaperTemplate) -> DecisionPaper:
    return create_paper(
        by=cast.viewer(cast.coordinator), body_id=cast.body.public_id, template_id=template.public_id,
        subject="other", title="Stellenanteil",
    )  # fmt: skip


def save(cast: Cast, template: PaperTemplate, sections: list[SectionFacts], **changed: Any) -> PaperTemplate:
    facts: dict[str, Any] = {"name": template.name, "is_active": True, "layout": template.layout} | changed
    return save_template(
        by=cast.viewer(cast.coordinator), template_id=template.public_id, version=None, sections=sections, **facts
    )


def now(template: PaperTemplate) -> list[SectionFacts]:
    template.refresh_from_db()
    return [section_facts(row) for row in template_sections(template.pk, template.edition)]


def labels(paper: DecisionPaper) -> list[str]:
    return [section.label for section, _written in sections_of(paper)]


def test_the_template_of_the_committee_is_exactly_that_of_the_seed(template: PaperTemplate) -> None:
    assert [facts.label for facts in now(template)] == [
        "Sachverhalt",
        "Finanz. Auswirkung",
        "Nachhaltigkeitseinschätzung",
    ]
    for file_format, text_of in ((DocumentFormat.DOCX, word_text), (DocumentFormat.PDF, pdf_text)):
        text = squeezed(text_of(render(DocumentKind.PAPER, example_paper(template), file_format)))
        parts = ("Beratungsfolge", "Beschlussvorschlag", "Sachverhalt", "Finanz. Auswirkung", "Nachhaltigkeits")
        places = [text.index(squeezed(part)) for part in parts]
        assert places == sorted(places)
        assert squeezed("für alle hier angegebenen Sitzungen bestimmt") in text


@pytest.mark.parametrize("key", [key for key, _name in shipped_templates()])
def test_every_shipped_template_installs_and_prints(cast: Cast, key: str) -> None:
    installed = install_template(cast.authority, shipped_template(key))
    document = example_paper(installed)
    assert len(document.sections) == len(shipped_template(key)["sections"])
    assert render(DocumentKind.PAPER, document, DocumentFormat.DOCX)


def test_four_templates_are_taken_over_once(cast: Cast) -> None:
    by = cast.viewer(cast.coordinator)
    assert len(take_over_shipped(by=by)) == 4
    with pytest.raises(Refused):
        take_over_shipped(by=by)
    with pytest.raises(Forbidden):
        take_over_shipped(by=cast.viewer(cast.member))


def test_a_template_without_papers_changes_in_place_and_one_with_papers_gets_an_edition(
    cast: Cast, template: PaperTemplate
) -> None:
    first = save(cast, template, [*now(template), SectionFacts("Anlass")])
    assert first.edition == 1
    paper = paper_from(cast, template)
    save_paper(
        by=cast.viewer(cast.coordinator), paper_id=paper.public_id, version=None, title="x", subject="other",
        sections={"sachverhalt": rich("<p>Geschrieben</p>")},
    )  # fmt: skip
    changed = [replace(facts, label="Lage") if facts.key == "sachverhalt" else facts for facts in now(template)][:2]
    second = save(cast, template, changed)
    assert second.edition == 2
    paper.refresh_from_db()
    assert labels(paper) == ["Sachverhalt", "Finanz. Auswirkung", "Nachhaltigkeitseinschätzung", "Anlass"]
    assert labels(paper_from(cast, second)) == ["Lage", "Finanz. Auswirkung"]
    assert save(cast, template, now(template), name="Nur umbenannt").edition == 2


def test_a_draft_moves_to_the_new_edition_and_loses_nothing(cast: Cast, template: PaperTemplate) -> None:
    by, paper = cast.viewer(cast.coordinator), paper_from(cast, template)
    save_paper(
        by=by, paper_id=paper.public_id, version=None, title="x", subject="other",
        sections={
            "sachverhalt": rich("<p>Bleibt</p>"),
            "nachhaltigkeit": SectionContent(stream=rich("<p>Auch</p>").stream),
        },
    )  # fmt: skip
    without = [facts for facts in now(template) if facts.key != "nachhaltigkeit"]
    save(cast, template, without)
    with pytest.raises(Refused, match="no place"):
        renew_template(by=by, paper_id=paper.public_id)
    save_paper(
        by=by, paper_id=paper.public_id, version=None, title="x", subject="other",
        sections={"nachhaltigkeit": SectionContent()},
    )  # fmt: skip
    moved = renew_template(by=by, paper_id=paper.public_id)
    assert labels(moved) == ["Sachverhalt", "Finanz. Auswirkung"]
    assert "Bleibt" in str(moved.sections.get(section__key="sachverhalt").body)


def test_a_retired_template_is_not_written_from_and_an_unused_one_is_deleted(
    cast: Cast, template: PaperTemplate
) -> None:
    by = cast.viewer(cast.coordinator)
    copy = add_template(by=by, name="Kopie", copy_of=template.public_id)
    assert (copy.layout, now(copy)) == (template.layout, now(template))
    paper_from(cast, template)
    save(cast, template, now(template), is_active=False)
    with pytest.raises(Refused, match="no longer offered"):
        paper_from(cast, template)
    with pytest.raises(Refused, match="It stays"):
        withdraw_template(by=by, template_id=template.public_id)
    withdraw_template(by=by, template_id=copy.public_id)
    assert not PaperTemplate.objects.filter(pk=copy.pk).exists()


def test_amounts_are_kept_as_numbers_and_printed_in_german(cast: Cast, template: PaperTemplate) -> None:
    by, paper = cast.viewer(cast.coordinator), paper_from(cast, template)
    rows = (
        {"year": "2027", "purpose": "=cmd|x {{ 7*7 }}", "source": "state", "amount": "55.000,00", "posts": "0,5"},
        {"year": "2028", "purpose": "", "source": "", "amount": "", "posts": ""},
    )
    written = SectionContent(rows=rows, stream=rich("<p>keine (vollständige Förderung)</p>").stream)
    facts: dict[str, Any] = {"title": "x", "subject": "other", "version": None, "paper_id": paper.public_id}
    save_paper(by=by, **facts, sections={"finanzen": written})
    (section,) = freeze(paper).sections
    assert isinstance(section, AmountSection)
    (line,) = section.rows
    assert (line.year, line.source, line.amount, line.posts) == ("2027", "Landesförderung", "55.000,00 €", "0,5")
    assert "vollständige Förderung" in word_text(render(DocumentKind.PAPER, freeze(paper), DocumentFormat.DOCX))
    for wrong in ({"amount": "viel"}, {"source": "lottery", "amount": "1"}):
        with pytest.raises(Refused):
            save_paper(by=by, **facts, sections={"finanzen": SectionContent(rows=(wrong,))})


def test_a_list_keeps_its_lines(cast: Cast) -> None:
    template = make.TemplateFactory(authority=cast.authority)
    template.sections.filter(key="facts").update(kind=SectionKind.LIST)
    by, paper = cast.viewer(cast.coordinator), paper_from(cast, template)
    save_paper(
        by=by, paper_id=paper.public_id, version=None, title="x", subject="other",
        sections={"facts": SectionContent(rows=("Erstens", "  ", "Zweitens\x07"))},
    )  # fmt: skip
    assert freeze(paper).sections == (ListSection(label="Sachverhalt", items=("Erstens", "Zweitens")),)


def test_a_text_module_is_text_and_the_second_writer_is_told(cast: Cast) -> None:
    facts: dict[str, Any] = {"name": "Frei", "section": "", "body_id": cast.body.public_id}
    by = cast.viewer(cast.coordinator)
    text = [{"type": "text", "value": "<p>{{ 7*7 }}</p><script>x</script>"}]
    module = save_text_module(by=by, module_id=None, version=None, text=text, **facts)
    assert next(iter(module.text.get_prep_value()))["value"] == "<p>{{ 7*7 }}</p>"
    with pytest.raises(Stale):
        save_text_module(by=by, module_id=module.public_id, version=module.version - 1, text=text, **facts)
    with pytest.raises(Refused):
        save_text_module(by=by, module_id=module.public_id, version=None, text=[], **facts)
    with pytest.raises(Forbidden):
        save_text_module(by=cast.viewer(cast.member), module_id=None, version=None, text=text, **facts)
