"""Templates of papers are data: shipped as files, installed into an authority, edited there.

The file format is our own: `{"format": "lenkwerk-paper-template", "version": 1, "name": …, "sections": [{"key",
"label", "help", "mandatory", "kind", "choices"}]}`; `kind` is one of `SectionKind`, `choices` a list for a choice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from governance import audit
from governance.access.papers import kept_templates, may_keep_templates
from governance.access.viewer import Viewer
from governance.models import Authority, DecisionPaper, PaperTemplate, SectionKind, TemplateLayout, TemplateSection
from governance.queries.paper_documents import template_sections
from governance.rules.characters import clean_line
from governance.rules.text import Message, mark
from governance.usecases.foundation import (
    Forbidden,
    Refused,
    check_version,
    fill,
    lock,
    record,
    save,
    use_case,
)

FORMAT = "lenkwerk-paper-template"
VERSION = 1
SHIPPED = Path(settings.BASE_DIR) / "fixtures" / "templates"
MOST_SECTIONS = 30
MOST_ANSWERS = 12


@dataclass(frozen=True)
class SectionFacts:
    """A section as its editor sends it; without `key` it is a new one. `choices` holds one answer per line."""

    label: str
    key: str = ""
    help_text: str = ""
    mandatory: bool = True
    kind: str = SectionKind.RICH
    choices: str = ""


def shipped_templates() -> list[tuple[str, str]]:
    """Return key and name of every shipped template, by name."""
    found = [(path.stem, str(shipped_template(path.stem)["name"])) for path in SHIPPED.glob("*.json")]
    return sorted(found, key=lambda entry: entry[1])


def shipped_template(name: str) -> dict[str, Any]:
    """Return the shipped template `name` (such as `hoexter`); raises `FileNotFoundError` for an unknown one."""
    data: dict[str, Any] = json.loads((SHIPPED / f"{name}.json").read_text(encoding="utf-8"))
    return data


def install_template(authority: Authority, data: Mapping[str, Any]) -> PaperTemplate:
    """Install a template into `authority` at its set-up; a second time the one that is there is returned unchanged.

    Done by the installation, not by a person, so it has no viewer. Raises `Refused` for data of another format.
    """
    if data.get("format") != FORMAT or data.get("version") != VERSION or not data.get("sections"):
        raise Refused(Message(mark("This is not a paper template that this version can read.")))
    with transaction.atomic():
        name = clean_line(str(data.get("name", "")))
        known = PaperTemplate.objects.filter(authority=authority, name=name).first()
        if known:
            return known
        layout = str(data.get("layout", TemplateLayout.STEERING_GROUP))
        template = PaperTemplate.objects.create(authority=authority, name=name, layout=layout)
        for order, section in enumerate(data["sections"]):
            facts = _facts(section)
            _write_section(TemplateSection(template=template, key=facts.key), order, facts)
        audit.record(
            scope=authority.public_id, action="template.installed", actor="", target=template, data={"name": name}
        )
    return template


@use_case("template.shipped_taken_over")
def take_over_shipped(*, by: Viewer) -> list[PaperTemplate]:
    """Begin with the shipped templates in an authority that has none of its own; an authority with templates copies
    single ones. Raises `Forbidden` and `Refused`.
    """
    if not may_keep_templates(by, PaperTemplate(authority=by.authority)):
        raise Forbidden(by, by.authority)
    if kept_templates(by).exists():
        raise Refused(Message(mark("There are templates already. Copy a shipped one into a new template.")))
    installed = install_shipped_templates(by.authority)
    record(by, "template.shipped_taken_over", by.authority, {"templates": len(installed)})
    return installed


@use_case("template.added")
def add_template(*, by: Viewer, name: str, shipped: str = "", copy_of: str = "") -> PaperTemplate:
    """Add a template to the viewer's authority, with the sections of a `shipped` one or of an own one (`copy_of`).

    Raises `Forbidden`, `Invalid`, and `Refused` for a name that exists.
    """
    template = PaperTemplate(authority=by.authority)
    if not may_keep_templates(by, template):
        raise Forbidden(by, by.authority)
    layout = str(TemplateLayout.STEERING_GROUP)
    if shipped:
        if shipped not in dict(shipped_templates()):
            raise Refused(Message(mark("This is not a paper template that this version can read.")))
        data = shipped_template(shipped)
        rows, layout = [_facts(section) for section in data["sections"]], str(data.get("layout", layout))
    else:
        source = kept_templates(by).get(public_id=copy_of)
        rows = [section_facts(row) for row in template_sections(source.pk, source.edition)]
        layout = source.layout
    _refuse_double(template, name)
    fill(template, {"name": name, "layout": layout})
    template.save()
    for order, facts in enumerate(rows):
        _write_section(TemplateSection(template=template, key=facts.key), order, facts)
    record(by, "template.added", template)
    return template


@use_case("template.saved")
def save_template(
    *,
    by: Viewer,
    template_id: str,
    version: int | None,
    name: str,
    is_active: bool,
    sections: Sequence[SectionFacts],
    layout: str = TemplateLayout.STEERING_GROUP,
) -> PaperTemplate:
    """Save name, offer, order of the parts and sections of a template; sections are told apart by their keys.

    Papers keep the edition they were begun with: once there is one, changed sections make the next edition. Raises
    `Stale`, `Invalid`, `Forbidden`, and `Refused` for a wrong number of sections or answers.
    """
    template = lock(PaperTemplate.objects.filter(authority=by.authority), public_id=template_id)
    if not may_keep_templates(by, template):
        raise Forbidden(by, template)
    check_version(template, version)
    if not 0 < len(sections) <= MOST_SECTIONS:
        raise Refused(Message(mark("A template has between 1 and %(most)s sections."), {"most": MOST_SECTIONS}))
    _refuse_double(template, name)
    changed = fill(template, {"name": name, "is_active": is_active, "layout": layout})
    before = [section_facts(row) for row in template_sections(template.pk, template.edition)]
    if [replace(facts, choices=_answers(facts.choices)) for facts in sections] != before:
        changed.append("sections")
        if DecisionPaper.objects.filter(template=template, template_edition=template.edition).exists():
            template.edition += 1
        else:
            template_sections(template.pk, template.edition).delete()
        _write_sections(template, sections, known={facts.key for facts in before})
    save(template)
    record(by, "template.saved", template, {"fields": changed, "edition": template.edition})
    return template


@use_case("template.withdrawn")
def withdraw_template(*, by: Viewer, template_id: str) -> None:
    """Delete a template that no paper was ever written from; raises `Refused` otherwise: it can be retired."""
    template = lock(PaperTemplate.objects.filter(authority=by.authority), public_id=template_id)
    if not may_keep_templates(by, template):
        raise Forbidden(by, template)
    if template.papers.exists():
        raise Refused(
            Message(mark("Papers are written from this template. It stays; you can stop offering it for new papers."))
        )
    record(by, "template.withdrawn", template, {"name": template.name})
    template.delete()


def section_facts(row: TemplateSection) -> SectionFacts:
    """Return a stored section as its editor sends it."""
    return SectionFacts(row.label, row.key, row.help_text, row.mandatory, row.kind, row.choices)


def _write_sections(template: PaperTemplate, sections: Sequence[SectionFacts], *, known: set[str]) -> None:
    """Write the sections of the current edition; a key that the template did not have before is not taken over."""
    keys: set[str] = {facts.key for facts in sections if facts.key in known}
    taken: set[str] = set()
    for order, facts in enumerate(sections):
        key = facts.key if facts.key in known and facts.key not in taken else _new_key(facts.label, keys | taken)
        taken.add(key)
        _write_section(TemplateSection(template=template, edition=template.edition, key=key), order, facts)


def _refuse_double(template: PaperTemplate, name: str) -> None:
    same = PaperTemplate.objects.filter(authority=template.authority, name=clean_line(name))
    if same.exclude(pk=template.pk).exists():
        raise Refused(Message(mark("There is a template of this name already.")))


def _new_key(label: str, keys: set[str]) -> str:
    """Return a key for a new section that no other section of the template has."""
    base = slugify(label)[:30] or "section"
    tried = (base, *(f"{base}-{number}" for number in range(2, len(keys) + 2)))
    return next(key for key in tried if key not in keys)


def _answers(typed: str) -> str:
    """Return the answers of a choice, one per line."""
    return "\n".join(line.strip() for line in typed.splitlines() if line.strip())


def _write_section(row: TemplateSection, order: int, facts: SectionFacts) -> None:
    answers = _answers(facts.choices).splitlines()
    if facts.kind == SectionKind.CHOICE and not 2 <= len(answers) <= MOST_ANSWERS:
        raise Refused(
            Message(
                mark("“%(section)s” needs between 2 and %(most)s answers, one per line."),
                {"section": facts.label, "most": MOST_ANSWERS},
            )
        )
    fill(
        row,
        {
            "order": order,
            "label": facts.label,
            "help_text": facts.help_text,
            "mandatory": facts.mandatory,
            "kind": facts.kind,
            "choices": "\n".join(answers) if facts.kind == SectionKind.CHOICE else "",
        },
    )
    row.save()


def install_shipped_templates(authority: Authority) -> list[PaperTemplate]:
    """Install every shipped template that `authority` has none of the same name of; returns all of them."""
    return [install_template(authority, shipped_template(key)) for key, _name in shipped_templates()]


def _facts(data: Mapping[str, Any]) -> SectionFacts:
    """Return a section of a file in our format."""
    return SectionFacts(
        label=str(data.get("label", "")),
        key=str(data.get("key", "")),
        help_text=str(data.get("help", "")),
        mandatory=bool(data.get("mandatory", True)),
        kind=str(data.get("kind", SectionKind.RICH)),
        choices="\n".join(str(answer) for answer in data.get("choices", ())),
    )
