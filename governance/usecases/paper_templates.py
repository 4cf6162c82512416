"""Templates of papers are data: shipped as files, installed into an authority, edited there.

The file format is our own: `{"format": "lenkwerk-paper-template", "version": 1, "name": …, "sections": [{"key",
"label", "help", "mandatory", "kind", "choices"}]}`; `kind` is one of `SectionKind`, `choices` a list for a choice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from governance import audit
from governance.access.papers import kept_templates, may_keep_templates
from governance.access.viewer import Viewer
from governance.models import Authority, PaperSection, PaperTemplate, SectionKind, TemplateSection
from governance.queries.paper_documents import is_filled, section_content
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
        template = PaperTemplate.objects.create(authority=authority, name=name)
        for order, section in enumerate(data["sections"]):
            facts = _facts(section)
            _write_section(TemplateSection(template=template, key=facts.key), order, facts)
        audit.record(
            scope=authority.public_id, action="template.installed", actor="", target=template, data={"name": name}
        )
    return template


@use_case("template.added")
def add_template(*, by: Viewer, name: str, shipped: str = "", copy_of: str = "") -> PaperTemplate:
    """Add a template to the viewer's authority, with the sections of a `shipped` one or of an own one (`copy_of`).

    Raises `Forbidden`, `Invalid`, and `Refused` for a name that exists.
    """
    template = PaperTemplate(authority=by.authority)
    if not may_keep_templates(by, template):
        raise Forbidden(by, by.authority)
    if shipped:
        if shipped not in dict(shipped_templates()):
            raise Refused(Message(mark("This is not a paper template that this version can read.")))
        rows = [_facts(section) for section in shipped_template(shipped)["sections"]]
    else:
        source = kept_templates(by).get(public_id=copy_of)
        rows = [
            SectionFacts(row.label, row.key, row.help_text, row.mandatory, row.kind, row.choices)
            for row in source.sections.all()
        ]
    _refuse_double(template, name)
    fill(template, {"name": name})
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
) -> PaperTemplate:
    """Save name, offer and sections of a template, in this order; sections are told apart by their keys.

    Papers that exist get new sections as empty ones. A section in which a paper says something stays, and keeps its
    kind; raises `Refused` otherwise, `Stale`, `Invalid`, `Forbidden`.
    """
    template = lock(PaperTemplate.objects.filter(authority=by.authority), public_id=template_id)
    if not may_keep_templates(by, template):
        raise Forbidden(by, template)
    check_version(template, version)
    if not 0 < len(sections) <= MOST_SECTIONS:
        raise Refused(Message(mark("A template has between 1 and %(most)s sections."), {"most": MOST_SECTIONS}))
    _refuse_double(template, name)
    fill(template, {"name": name, "is_active": is_active})
    known = {row.key: row for row in template.sections.all()}
    written = PaperSection.objects.filter(section__template=template).select_related("section")
    used = {row.section.key for row in written if _holds_text(row)}
    kept = {facts.key for facts in sections}
    for key, row in known.items():
        if key not in kept:
            if key in used:
                raise Refused(
                    Message(
                        mark("Papers are written with the section “%(section)s”. It stays."), {"section": row.label}
                    )
                )
            PaperSection.objects.filter(section=row).delete()
            row.delete()
    keys = set(known)
    for order, facts in enumerate(sections):
        section = known.pop(facts.key, None)
        if section is None:
            section = TemplateSection(template=template, key=_new_key(facts.label, keys))
            keys.add(section.key)
        elif section.key in used and section.kind != facts.kind:
            raise Refused(
                Message(
                    mark("Papers are written with the section “%(section)s”. Its kind stays."),
                    {"section": facts.label},
                )
            )
        _write_section(section, order, facts)
    save(template)
    record(by, "template.saved", template)
    return template


def _holds_text(row: PaperSection) -> bool:
    """Tell whether anything stands in the section of a paper, a comment without an answer included."""
    written = section_content(row)
    return bool(written.choice or is_filled(SectionKind.SHORT, written) or is_filled(SectionKind.RICH, written))


def _refuse_double(template: PaperTemplate, name: str) -> None:
    same = PaperTemplate.objects.filter(authority=template.authority, name=clean_line(name))
    if same.exclude(pk=template.pk).exists():
        raise Refused(Message(mark("There is a template of this name already.")))


def _new_key(label: str, keys: set[str]) -> str:
    """Return a key for a new section that no other section of the template has."""
    base = slugify(label)[:30] or "section"
    tried = (base, *(f"{base}-{number}" for number in range(2, len(keys) + 2)))
    return next(key for key in tried if key not in keys)


def _write_section(row: TemplateSection, order: int, facts: SectionFacts) -> None:
    answers = [line.strip() for line in facts.choices.splitlines() if line.strip()]
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
