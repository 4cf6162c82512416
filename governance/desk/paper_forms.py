"""The forms of a paper: making one, and the editor with sections from its template, points and stations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from governance.access.papers import kept_templates, paper_bodies
from governance.access.planning import visible_processes
from governance.access.viewer import Viewer
from governance.desk.block_fields import EditorField
from governance.desk.forms import DeskForm, Fieldset
from governance.desk.paper_blocks import points_block, stations_block, text_block
from governance.models import (
    ConsultationRole,
    DecisionPaper,
    PaperTemplate,
    PlanningProcess,
    SectionKind,
    TemplateSection,
)
from governance.models.bodies import Body
from governance.queries.paper_documents import SectionContent, sections_of, stations_of, subject_choices
from governance.usecases.paper_content import (
    LONGEST_SHORT_TEXT,
    StationContent,
    answers_of,
)

PREFIX = "section_"
ANSWER = "answer_"


class NewPaperForm(DeskForm):
    """What a paper begins with."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("For which body"))
    template = forms.ModelChoiceField(PaperTemplate.objects.none(), label=_("From which template"))
    subject = forms.ChoiceField(label=_("What it is about"), choices=subject_choices)
    process = forms.ModelChoiceField(PlanningProcess.objects.none(), label=_("Process"), required=False)
    title = forms.CharField(label=_("Title"), max_length=200)

    scopes = {
        "body": paper_bodies,
        "template": lambda viewer: kept_templates(viewer).filter(is_active=True),
        "process": visible_processes,
    }
    parent = "body"


class PaperForm(DeskForm):
    """The editor. Its fields follow the template of the paper; rich text, points and stations are Wagtail's blocks."""

    title = forms.CharField(label=_("Title"), max_length=200)
    subject = forms.ChoiceField(label=_("What it is about"), choices=subject_choices)
    process = forms.ModelChoiceField(PlanningProcess.objects.none(), label=_("Process"), required=False)
    summary = forms.CharField(
        label=_("What is it about, in plain words?"),
        help_text=_("Two or three short sentences that everybody understands."),
        max_length=1000,
        required=False,
        widget=AdminAutoHeightTextInput(),
    )
    scopes = {"process": visible_processes}

    def __init__(self, *args: Any, record: DecisionPaper, viewers: list[Viewer], **kwargs: Any) -> None:
        super().__init__(*args, record=record, viewers=viewers, **kwargs)
        self.sections = [section for section, _content in sections_of(record)]
        names: list[str] = []
        for section in self.sections:
            names += self._add_section(section)
        self.fields["points"] = EditorField(points_block(), label=_("Points"))
        own = [body for viewer in viewers for body in paper_bodies(viewer).order_by("name")]
        self.fields["stations"] = EditorField(stations_block(own), label=_("Stations"))
        self.fieldsets = [
            Fieldset(_("Header"), ["title", "subject", "process", "summary"]),
            Fieldset(_("Proposed resolution"), ["points"], _("Numbered points, as they are put to the vote.")),
            *(
                Fieldset(section.label, [name for name in names if name.endswith(f"_{section.key}")], section.help_text)
                for section in self.sections
            ),
            Fieldset(_("Consultation sequence"), ["stations"], _("Which bodies the paper passes, in this order.")),
        ]

    def _add_section(self, section: TemplateSection) -> list[str]:
        name, answer = f"{PREFIX}{section.key}", f"{ANSWER}{section.key}"
        if section.kind == SectionKind.SHORT:
            self.fields[name] = forms.CharField(
                label=section.label,
                max_length=LONGEST_SHORT_TEXT,
                required=False,
                widget=AdminAutoHeightTextInput(),
            )
            return [name]
        added = []
        if section.kind == SectionKind.CHOICE:
            choices = [("", _("Please choose")), *((text, text) for text in answers_of(section))]
            self.fields[answer] = forms.ChoiceField(label=_("Answer"), choices=choices, required=False)
            added.append(answer)
        label = _("Comment") if section.kind == SectionKind.CHOICE else section.label
        self.fields[name] = EditorField(text_block(), label=label)
        return [*added, name]

    def contents(self) -> dict[str, SectionContent]:
        """Return what was typed into each section, by the keys of the template."""
        found = {}
        for section in self.sections:
            value = self.cleaned_data.get(f"{PREFIX}{section.key}")
            if section.kind == SectionKind.SHORT:
                found[section.key] = SectionContent(short_text=value or "")
            else:
                stream = tuple(value.get_prep_value()) if value else ()
                found[section.key] = SectionContent(stream, self.cleaned_data.get(f"{ANSWER}{section.key}") or "")
        return found

    def points(self) -> list[str]:
        """Return the points of the proposed resolution."""
        return [str(point.value) for point in self.cleaned_data.get("points") or ()]

    def stations(self) -> list[StationContent]:
        """Return the stations."""
        return [
            StationContent(
                role=row.get("role") or ConsultationRole.DECISION,
                body_id=row.get("body") or "",
                external_name=row.get("external_name") or "",
                on=row.get("date"),
            )
            for row in (child.value for child in self.cleaned_data.get("stations") or ())
        ]

    @property
    def facts(self) -> dict[str, Any]:
        """Return the arguments of `save_paper`."""
        process = self.cleaned_data["process"]
        return {
            "title": self.cleaned_data["title"],
            "subject": self.cleaned_data["subject"],
            "summary": self.cleaned_data["summary"],
            "process_id": process.public_id if process else None,
            "sections": self.contents(),
            "points": self.points(),
            "stations": self.stations(),
        }


def stored_values(paper: DecisionPaper) -> Mapping[str, Any]:
    """Return the working copy by the names of the editor's fields."""
    stations = stations_of(paper)
    values: dict[str, Any] = {
        "title": paper.title,
        "subject": paper.subject,
        "process": paper.process_id,
        "summary": paper.summary,
        "points": points_block().to_python(
            [{"type": "point", "value": point.text} for point in paper.points.order_by("order", "pk")]
        ),
        "stations": stations_block(row.body for row in stations if row.body).to_python(
            [
                {
                    "type": "station",
                    "value": {
                        "body": row.body.public_id if row.body else "",
                        "external_name": row.external_name,
                        "role": row.role,
                        "date": row.date.isoformat() if row.date else None,
                    },
                }
                for row in stations
            ]
        ),
    }
    block = text_block()
    for section, written in sections_of(paper):
        if section.kind == SectionKind.SHORT:
            values[f"{PREFIX}{section.key}"] = written.short_text
            continue
        values[f"{PREFIX}{section.key}"] = block.to_python(list(written.stream))
        values[f"{ANSWER}{section.key}"] = written.choice
    return values
