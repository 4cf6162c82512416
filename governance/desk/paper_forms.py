"""The forms of a paper: making one, and the editor with sections from its template, points and stations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from governance.access.papers import kept_modules, kept_templates, paper_bodies, visible_papers
from governance.access.planning import visible_processes
from governance.access.viewer import Viewer
from governance.desk.block_fields import EditorField
from governance.desk.choosers import DeskChooserViewSet
from governance.desk.forms import DeskForm, Fieldset
from governance.desk.paper_blocks import (
    amounts_block,
    list_block,
    points_block,
    stations_block,
    text_block,
    typed_number,
)
from governance.models import (
    ConsultationRole,
    DecisionPaper,
    PaperTemplate,
    PlanningProcess,
    SectionKind,
    TemplateSection,
    TextModule,
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
LINES = "lines_"
INSERT = "insert_"
TEXT_LABELS: Mapping[str, Any] = {SectionKind.CHOICE: _("Comment"), SectionKind.AMOUNTS: _("Remark")}
WITH_LINES = {SectionKind.AMOUNTS: amounts_block, SectionKind.LIST: list_block}


class PaperChooser(DeskChooserViewSet):
    """The dialogue that chooses an earlier paper."""

    name = "desk_choose_papers"
    model = DecisionPaper
    icon = "doc-full"
    scope = staticmethod(visible_papers)
    search_fields = ("title", "number", "body__name")
    choose_one_text = _("Choose paper")
    choose_another_text = _("Choose another paper")


papers_chooser = PaperChooser()


class NewPaperForm(DeskForm):
    """What a paper begins with."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("For which body"))
    template = forms.ModelChoiceField(PaperTemplate.objects.none(), label=_("From which template"))
    subject = forms.ChoiceField(label=_("What it is about"), choices=subject_choices)
    process = forms.ModelChoiceField(PlanningProcess.objects.none(), label=_("Process"), required=False)
    title = forms.CharField(label=_("Title"), max_length=200)
    copy_of = forms.ModelChoiceField(
        DecisionPaper.objects.none(),
        label=_("Copy from an earlier paper"),
        required=False,
        widget=papers_chooser.widget_class,
        help_text=_(
            "Its proposed resolution, consultation sequence and the sections of the same template are taken over as a "
            "start. The earlier paper stays as it is."
        ),
    )

    scopes = {
        "body": paper_bodies,
        "template": lambda viewer: kept_templates(viewer).filter(is_active=True),
        "process": visible_processes,
        "copy_of": visible_papers,
    }
    parent = "body"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].help_text = _("It decides on the paper. Number and first station come from it.")
        self.fields["template"].help_text = _("It says which sections the paper has. The paper keeps this edition.")
        self.fields["subject"].help_text = _("What a resolution on the paper does to the process.")
        self.fields["process"].help_text = _("Leave it empty for papers that belong to no process.")


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
        self.modules = offered_modules(viewers, record)
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
                Fieldset(section.label, [name for name in names if name.endswith(f"_{section.key}")], _help(section))
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
        if section.kind in WITH_LINES:
            lines = f"{LINES}{section.key}"
            self.fields[lines] = EditorField(WITH_LINES[SectionKind(section.kind)](), label=_("Lines"))
            added.append(lines)
        if section.kind == SectionKind.LIST:
            return added
        self.fields[name] = EditorField(text_block(), label=TEXT_LABELS.get(section.kind, section.label))
        return [*added, name, *self._add_modules(section)]

    def _add_modules(self, section: TemplateSection) -> list[str]:
        """Offer the text modules at a section, those meant for it first."""
        if not self.modules:
            return []
        name = f"{INSERT}{section.key}"
        meant = [module for module in self.modules if module.section.casefold() == section.label.casefold()]
        others = [module for module in self.modules if module not in meant]
        groups = [(_("For this section"), meant), (_("Others"), others)]
        choices = [("", _("No text module")), *((label, _named(rows)) for label, rows in groups if rows)]
        self.fields[name] = forms.ChoiceField(
            label=_("Insert a text module"),
            choices=choices,
            required=False,
            help_text=_("When you save, it is added below what stands in the section. Nothing is replaced."),
        )
        return [name]

    def contents(self) -> dict[str, SectionContent]:
        """Return what was typed into each section, by the keys of the template."""
        found = {}
        for section in self.sections:
            value = self.cleaned_data.get(f"{PREFIX}{section.key}")
            if section.kind == SectionKind.SHORT:
                found[section.key] = SectionContent(short_text=value or "")
                continue
            stream = (tuple(value.get_prep_value()) if value else ()) + self._inserted(section)
            answer = self.cleaned_data.get(f"{ANSWER}{section.key}") or ""
            lines = self.cleaned_data.get(f"{LINES}{section.key}") or ()
            rows = tuple(dict(line.value) if section.kind == SectionKind.AMOUNTS else line.value for line in lines)
            found[section.key] = SectionContent(stream, answer, rows=rows)
        return found

    def _inserted(self, section: TemplateSection) -> tuple[Mapping[str, Any], ...]:
        """Return a copy of the chosen text module; without ids, so that the copy is a text of its own."""
        key = self.cleaned_data.get(f"{INSERT}{section.key}")
        module = next((row for row in self.modules if row.public_id == key), None)
        if module is None:
            return ()
        return tuple({"type": row["type"], "value": row["value"]} for row in module.text.get_prep_value())

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


def _help(section: TemplateSection) -> str:
    """Return the help of a section, with the word that it has to be written."""
    return " ".join(
        filter(None, [section.help_text, str(_("Mandatory for the release.")) if section.mandatory else ""])
    )


def offered_modules(viewers: Sequence[Viewer], paper: DecisionPaper) -> list[TextModule]:
    """Return the text modules of the paper's authority that are offered for its body, by name."""
    own = [viewer for viewer in viewers if viewer.authority.pk == paper.body.authority_id]
    found = TextModule.objects.none() if not own else kept_modules(own[0]).filter(is_active=True)
    return list(found.filter(Q(body=None) | Q(body=paper.body)).order_by("name"))


def _named(modules: Sequence[TextModule]) -> list[tuple[str, str]]:
    return [(module.public_id, module.name) for module in modules]


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
        if section.kind in WITH_LINES:
            lines = [{"type": "line", "value": _as_typed(row)} for row in written.rows]
            values[f"{LINES}{section.key}"] = WITH_LINES[SectionKind(section.kind)]().to_python(lines)
    return values


def _as_typed(row: Any) -> Any:
    """Return a stored line as its editor shows it, with German numbers."""
    if not isinstance(row, Mapping):
        return row
    return {**row, **{name: typed_number(str(row.get(name) or "")) for name in ("amount", "posts")}}
