"""Territories in the desk: municipalities and what groups them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from governance.access.organisations import managed_organisations, managed_territories
from governance.access.viewer import Viewer
from governance.desk.forms import DeskModelForm
from governance.desk.parts import RelatedList, RelatedRow, add_url, edit_url
from governance.desk.people import AdministeredViewSet
from governance.models import Territory, TerritoryKind
from governance.usecases.territories import save_territory


def groupings(viewer: Viewer) -> QuerySet[Territory]:
    """Return the territories to which others may belong."""
    return managed_territories(viewer).exclude(kind=TerritoryKind.MUNICIPALITY)


class TerritoryForm(DeskModelForm):
    """A territory and the groupings it belongs to."""

    scopes = {"groupings": groupings}

    class Meta:
        model = Territory
        fields = ["name", "kind", "groupings"]
        widgets = {"groupings": CheckboxSelectMultiple()}
        help_texts = {"groupings": gettext_lazy("A municipality may lie in several groupings.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.record, Territory):
            chosen: Any = self.fields["groupings"]
            chosen.queryset = chosen.queryset.exclude(pk=self.record.pk)


class TerritoryViewSet(AdministeredViewSet):
    """The territories of the authority."""

    name = "desk_territories"
    url_prefix = "gebiete"
    model = Territory
    icon = "globe"
    list_display = [
        "name",
        Column("get_kind_display", label=gettext_lazy("Kind"), sort_key="kind"),
        Column(
            "groupings", label=gettext_lazy("Belongs to"), accessor=lambda row: ", ".join(map(str, row.groupings.all()))
        ),
    ]
    list_filter = ["kind"]
    search_fields = ("name",)
    ordering = "name"
    joined = ("authority",)
    add_form = edit_form = TerritoryForm

    def visible(self, viewer: Viewer) -> QuerySet[Territory]:
        """Return the territories that the viewer keeps."""
        return managed_territories(viewer)

    def queryset(self, request: Any) -> QuerySet[Territory]:
        """Return the scope with the groupings that a row shows."""
        return super().queryset(request).prefetch_related("groupings")

    def initial(self, record: Territory) -> dict[str, Any]:
        """Return the stored values."""
        return {"name": record.name, "kind": record.kind, "groupings": list(record.groupings.all())}

    def create(self, viewer: Viewer, facts: Mapping[str, Any]) -> Territory:
        """Add a territory."""
        return save_territory(by=viewer, territory_id=None, version=None, **facts)

    def update(self, viewer: Viewer, record: Territory, facts: Mapping[str, Any], version: int | None) -> Territory:
        """Save a territory."""
        return save_territory(by=viewer, territory_id=record.public_id, version=version, **facts)

    def related(self, viewer: Viewer, record: Territory) -> Sequence[RelatedList]:
        """Return what belongs to the territory, and the organisations that name it."""
        parts = [
            RelatedRow(str(row), edit_url("desk_territories", row), row.get_kind_display())
            for row in managed_territories(viewer).filter(groupings=record)
        ]
        organisations = [
            RelatedRow(str(row), edit_url("desk_organisations", row), row.get_kind_display())
            for row in managed_organisations(viewer).filter(territory=record)
        ]
        key = record.public_id
        found = [
            RelatedList(
                _("Organisations"), organisations, add_url("desk_organisations", territory=key), _("Add organisation"),
                _("No organisation names this territory yet."),
            )
        ]  # fmt: skip
        if record.kind != TerritoryKind.MUNICIPALITY:
            found.insert(0, RelatedList(_("Belonging territories"), parts, "", "", _("Nothing belongs to it yet.")))
        return found
