"""Organisations in the desk: what owns seats, sends members and takes over measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BooleanColumn, Column

from governance.access.organisations import managed_organisations, managed_people
from governance.access.viewer import Viewer
from governance.desk.choice import BulkAction
from governance.desk.parts import RelatedList, RelatedRow, add_url, edit_url
from governance.desk.people import AdministeredViewSet
from governance.desk.people_forms import OrganisationForm
from governance.models import Organisation
from governance.usecases.organisations import deactivate_organisation, save_organisation

DEACTIVATE_SEVERAL = BulkAction(
    name="deaktivieren",
    label=gettext_lazy("Deactivate several"),
    question=gettext_lazy("These organisations are no longer offered for anything new. They stay on record."),
    carry_out=lambda viewer, row, facts: deactivate_organisation(by=viewer, organisation_id=row.public_id),
)


class OrganisationViewSet(AdministeredViewSet):
    """The organisations that own seats and send members."""

    name = "desk_organisations"
    url_prefix = "organisationen"
    model = Organisation
    icon = "site"
    list_display = [
        "name",
        "short_name",
        Column("get_kind_display", label=gettext_lazy("Kind"), sort_key="kind"),
        BooleanColumn("is_active", label=gettext_lazy("Active")),
    ]
    list_filter = ["kind", "is_active"]
    bulk_actions = (DEACTIVATE_SEVERAL,)
    search_fields = ("name", "short_name")
    ordering = "name"
    joined = ("authority",)
    add_form = edit_form = OrganisationForm

    def visible(self, viewer: Viewer) -> QuerySet[Organisation]:
        """Return the organisations that the viewer keeps."""
        return managed_organisations(viewer)

    def create(self, viewer: Viewer, facts: Mapping[str, Any]) -> Organisation:
        """Add an organisation."""
        return save_organisation(by=viewer, organisation_id=None, version=None, **facts)

    def update(
        self, viewer: Viewer, record: Organisation, facts: Mapping[str, Any], version: int | None
    ) -> Organisation:
        """Save an organisation."""
        return save_organisation(by=viewer, organisation_id=record.public_id, version=version, **facts)

    def related(self, viewer: Viewer, record: Organisation) -> Sequence[RelatedList]:
        """Return the people of the organisation."""
        rows = [
            RelatedRow(str(person), edit_url("desk_people", person), person.function)
            for person in managed_people(viewer).filter(organisation=record)
        ]
        return [
            RelatedList(
                _("People"), rows, add_url("desk_people", organisation=record.public_id), _("Add person"),
                _("Nobody belongs to this organisation yet."),
            )
        ]  # fmt: skip
