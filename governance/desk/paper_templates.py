"""Templates of papers in the desk: sections as data, in the order of the editor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.admin.ui.tables import BooleanColumn, Column

from governance.access.papers import kept_templates
from governance.access.viewer import Viewer
from governance.desk.base import DeskViewSet
from governance.desk.block_fields import EditorField
from governance.desk.forms import DeskForm, Fieldset
from governance.desk.list_actions import ListAction
from governance.desk.parts import RelatedList, RelatedRow, edit_url
from governance.documents.content import PaperDocument
from governance.models import PaperTemplate, SectionKind, TemplateLayout
from governance.queries.paper_documents import template_sections
from governance.queries.paper_examples import example_paper
from governance.usecases.paper_templates import (
    MOST_SECTIONS,
    SectionFacts,
    add_template,
    save_template,
    shipped_templates,
    take_over_shipped,
    withdraw_template,
)

SHIPPED, OWN = "shipped:", "own:"


class SectionBlock(blocks.StructBlock):  # type: ignore[misc]
    """One section; what it renders is what two writers compare: words, never stored keys."""

    def render_basic(self, value: Mapping[str, Any], context: Mapping[str, Any] | None = None) -> SafeString:
        """Return heading, kind and duty as one line, help and answers below."""
        facts = [SectionKind(value["kind"]).label, *([_("mandatory")] if value["mandatory"] else [])]
        lines = [f"{value['label']} ({', '.join(str(fact) for fact in facts)})", value["help_text"], value["choices"]]
        return format_html_join("", "<p>{}</p>", ((line,) for line in lines if line))


def sections_block() -> blocks.StreamBlock:
    """Return the editor of the sections; an entry's id is the key of its section.

    A stream of one kind, because Wagtail's scripts do not take a list as the outermost block of a plain form.
    """
    section = SectionBlock(
        [
            ("label", blocks.CharBlock(max_length=120, label=gettext_lazy("Heading"))),
            ("help_text", blocks.CharBlock(required=False, max_length=400, label=gettext_lazy("Help"))),
            (
                "kind",
                blocks.ChoiceBlock(choices=SectionKind.choices, default=SectionKind.RICH, label=gettext_lazy("Kind")),
            ),
            ("mandatory", blocks.BooleanBlock(required=False, default=True, label=gettext_lazy("Mandatory"))),
            (
                "choices",
                blocks.TextBlock(required=False, max_length=1000, rows=3, label=gettext_lazy("Answers, one per line")),
            ),
        ],
        label=gettext_lazy("Section"),
        label_format="{label}",
    )
    block = blocks.StreamBlock([("section", section)], max_num=MOST_SECTIONS, min_num=1, collapsed=True)
    block.set_name("sections")
    return block


class NewTemplateForm(DeskForm):
    """What a template begins with: one that is shipped, or an own one."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    source = forms.ChoiceField(label=gettext_lazy("Begin with the sections of"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [
            (f"{OWN}{template.public_id}", template.name)
            for viewer in self.viewers
            for template in kept_templates(viewer).order_by("name")
        ]
        shipped = [(f"{SHIPPED}{key}", name) for key, name in shipped_templates()]
        self.fields["source"].choices = [(_("Shipped"), shipped), *([(_("Own"), own)] if own else [])]  # type: ignore[attr-defined]


class TemplateForm(DeskForm):
    """The editor of a template."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    is_active = forms.BooleanField(
        label=gettext_lazy("Offered for new papers"),
        required=False,
        help_text=gettext_lazy("Take the tick away to retire the template. Papers that were written from it stay."),
    )
    layout = forms.ChoiceField(
        label=gettext_lazy("Order of the parts"),
        choices=TemplateLayout.choices,
        widget=forms.RadioSelect(),
        initial=TemplateLayout.STEERING_GROUP,
    )
    fieldsets = [
        Fieldset(gettext_lazy("Template"), ["name", "is_active", "layout"]),
        Fieldset(
            gettext_lazy("Sections"),
            ["sections"],
            gettext_lazy(
                "Papers keep the sections they were begun with. Once there is a paper, changed sections make a new "
                "edition for the next ones; a draft takes it over when you say so there."
            ),
        ),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"] = EditorField(sections_block(), label=_("Sections"))

    @property
    def facts(self) -> dict[str, Any]:
        """Return the arguments of `save_template`."""
        rows = self.cleaned_data["sections"]
        return {
            "name": self.cleaned_data["name"],
            "is_active": self.cleaned_data["is_active"],
            "layout": self.cleaned_data["layout"],
            "sections": [
                SectionFacts(
                    key=child.id or "",
                    label=child.value["label"],
                    help_text=child.value["help_text"] or "",
                    mandatory=bool(child.value["mandatory"]),
                    kind=child.value["kind"],
                    choices=child.value["choices"] or "",
                )
                for child in (rows or ())
            ],
        }


class TemplateViewSet(DeskViewSet):
    """The templates of the coordinator's authorities."""

    name = "desk_templates"
    url_prefix = "muster"
    model = PaperTemplate
    icon = "form"
    list_display = [
        "name",
        Column("edition", label=gettext_lazy("Edition"), sort_key="edition"),
        BooleanColumn("is_active", label=gettext_lazy("Offered")),
    ]
    list_filter = ["is_active"]
    search_fields = ("name",)
    ordering = "name"
    joined = ("authority",)
    add_form = NewTemplateForm
    edit_form = TemplateForm
    deletable = True
    delete_note = gettext_lazy("Only a template that no paper was written from can be deleted; others can be retired.")
    has_preview = True
    preview_note = gettext_lazy("An invented paper from this template, as it will be printed.")
    list_actions = (
        ListAction(
            name="mitgelieferte",
            label=gettext_lazy("Take over the shipped templates"),
            question=gettext_lazy(
                "Your Kreis gets a copy of each of these templates. You can change, retire or delete every one of them."
            ),
            done=gettext_lazy("The shipped templates are taken over."),
            carry_out=lambda viewer: take_over_shipped(by=viewer),
            offered=lambda viewer: not kept_templates(viewer).exists(),
            names=lambda: [name for _key, name in shipped_templates()],
            nothing_to_do=gettext_lazy("There are templates already. Begin a new one with a shipped one."),
        ),
    )

    def visible(self, viewer: Viewer) -> QuerySet[PaperTemplate]:
        """Return the templates that the viewer keeps."""
        return kept_templates(viewer)

    def initial(self, record: PaperTemplate) -> dict[str, Any]:
        """Return the template by the names of the editor's fields."""
        sections = [
            {
                "type": "section",
                "id": row.key,
                "value": {
                    "label": row.label,
                    "help_text": row.help_text,
                    "kind": row.kind,
                    "mandatory": row.mandatory,
                    "choices": row.choices,
                },
            }
            for row in template_sections(record.pk, record.edition)
        ]
        return {
            "name": record.name,
            "is_active": record.is_active,
            "layout": record.layout,
            "sections": sections_block().to_python(sections),
        }

    def create(self, viewer: Viewer, facts: Mapping[str, Any]) -> PaperTemplate:
        """Begin a template."""
        kind, key = facts["source"].split(":", 1)
        chosen = {"shipped" if f"{kind}:" == SHIPPED else "copy_of": key}
        return add_template(by=viewer, name=facts["name"], **chosen)

    def update(
        self, viewer: Viewer, record: PaperTemplate, facts: Mapping[str, Any], version: int | None
    ) -> PaperTemplate:
        """Save a template."""
        return save_template(by=viewer, template_id=record.public_id, version=version, **facts)

    def delete(self, viewer: Viewer, record: PaperTemplate) -> None:
        """Delete a template that no paper was written from."""
        withdraw_template(by=viewer, template_id=record.public_id)

    def preview(self, viewer: Viewer, record: PaperTemplate) -> PaperDocument:
        """Return an invented paper written from the template."""
        return example_paper(record)

    def related(self, viewer: Viewer, record: PaperTemplate) -> Sequence[RelatedList]:
        """Return the papers that were written from it last."""
        rows = [
            RelatedRow(
                str(paper),
                edit_url("desk_papers", paper),
                _("%(state)s, edition %(number)s")
                % {"state": paper.get_state_display(), "number": paper.template_edition},
            )
            for paper in record.papers.order_by("-created_at")[:10]
        ]
        return [RelatedList(_("Papers written from it"), rows, empty=_("None yet."))]
