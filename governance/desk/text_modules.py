"""Text modules (Textbausteine) in the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column

from governance.access.papers import kept_modules, paper_bodies
from governance.access.viewer import Viewer
from governance.desk.base import DeskViewSet
from governance.desk.block_fields import EditorField
from governance.desk.filters import of_body
from governance.desk.forms import DeskForm, Fieldset
from governance.desk.paper_blocks import text_block
from governance.models import Body, TextModule
from governance.usecases.text_modules import save_text_module, withdraw_text_module


class TextModuleForm(DeskForm):
    """A text module: what it is called, where it belongs, what it says."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("As it stands in the choice, such as “Freistellung Case Management”."),
    )
    section = forms.CharField(
        label=_("For sections called"),
        max_length=120,
        required=False,
        help_text=_("The heading of a section, such as Sachverhalt. There it is offered first; leave empty for all."),
    )
    body = forms.ModelChoiceField(
        Body.objects.none(),
        label=_("Only for body"),
        required=False,
        help_text=_("Leave empty if the text suits papers for every body."),
    )
    is_active = forms.BooleanField(label=_("Offered in papers"), required=False, initial=True)
    scopes = {"body": paper_bodies}
    fieldsets = [
        Fieldset(_("Text module"), ["authority", "name", "section", "body", "is_active"]),
        Fieldset(
            _("Text"),
            ["text"],
            _("Mark places to fill in as you like, such as [Datum]. They stay text until somebody replaces them."),
        ),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = EditorField(text_block(), label=_("Text"))

    @property
    def facts(self) -> dict[str, Any]:
        """Return the arguments of `save_text_module`."""
        text, body = self.cleaned_data["text"], self.cleaned_data["body"]
        return {
            "name": self.cleaned_data["name"],
            "section": self.cleaned_data["section"],
            "body_id": body.public_id if body else None,
            "is_active": self.cleaned_data["is_active"],
            "text": list(text.get_prep_value()) if text else [],
        }


class TextModuleViewSet(DeskViewSet):
    """The text modules of the coordinator's authorities."""

    name = "desk_text_modules"
    url_prefix = "textbausteine"
    model = TextModule
    icon = "pilcrow"
    list_display = [
        "name",
        Column("section", label=_("For sections called"), sort_key="section"),
        Column("body", label=_("Only for body"), sort_key="body__name"),
        BooleanColumn("is_active", label=_("Offered")),
    ]
    list_filter = ["is_active"]
    filters = {"gremium": of_body("body")}
    search_fields = ("name", "section")
    ordering = "name"
    joined = ("authority", "body")
    add_form = edit_form = TextModuleForm
    deletable = True
    delete_note = _("Papers keep the copies that they took from it.")

    def visible(self, viewer: Viewer) -> QuerySet[TextModule]:
        """Return the text modules that the viewer keeps."""
        return kept_modules(viewer)

    def initial(self, record: TextModule) -> dict[str, Any]:
        """Return the module by the names of the editor's fields."""
        return {
            "name": record.name,
            "section": record.section,
            "body": record.body_id,
            "is_active": record.is_active,
            "text": text_block().to_python(list(record.text.get_prep_value())),
        }

    def create(self, viewer: Viewer, facts: Mapping[str, Any]) -> TextModule:
        """Make a text module."""
        return save_text_module(by=viewer, module_id=None, version=None, **facts)

    def update(self, viewer: Viewer, record: TextModule, facts: Mapping[str, Any], version: int | None) -> TextModule:
        """Save a text module."""
        return save_text_module(by=viewer, module_id=record.public_id, version=version, **facts)

    def delete(self, viewer: Viewer, record: TextModule) -> None:
        """Delete a text module."""
        withdraw_text_module(by=viewer, module_id=record.public_id)
