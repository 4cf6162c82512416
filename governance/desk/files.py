"""Files and letterhead of an authority in the desk: how much it has stored, how much it may, its Word letterhead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import Column

from governance.access.files import may_keep_letterhead, visible_spaces
from governance.access.viewer import Viewer
from governance.desk.base import DeskViewSet
from governance.desk.file_forms import FileSpaceForm
from governance.desk.index import OnlyRecordView
from governance.desk.parts import DeskAction, Fact
from governance.desk.scope import administering_viewers
from governance.models import FileSpace
from governance.queries.files import space_facts
from governance.usecases.files import edit_space, remove_letterhead


class FileSpaceViewSet(DeskViewSet):
    """One record for each authority."""

    name = "desk_files"
    url_prefix = "dateien"
    model = FileSpace
    icon = "folder-open-inverse"
    index_view_class = OnlyRecordView
    menu_label = gettext_lazy("Files and letterhead")
    key = "authority__public_id"
    list_display = [
        "authority",
        Column("letterhead", label=gettext_lazy("Letterhead")),
        Column("quota", label=gettext_lazy("Space in MB"), sort_key="quota"),
    ]
    joined = ("authority", "letterhead")
    ordering = "authority__name"
    edit_form = FileSpaceForm
    actions = (
        DeskAction(
            name="briefkopf-entfernen",
            label=gettext_lazy("Remove the letterhead"),
            question=gettext_lazy(
                "Word documents of %(object)s get the layout that Lenkwerk brings. Nothing else changes."
            ),
            done=gettext_lazy("The letterhead of %(object)s has been removed."),
            carry_out=lambda viewer, _record: remove_letterhead(by=viewer),
            offered=lambda viewer, record: record.letterhead_id is not None and may_keep_letterhead(viewer),
        ),
    )

    def viewers(self, request: HttpRequest) -> tuple[Viewer, ...]:
        """Return the user as viewer of each authority whose files they look after."""
        return administering_viewers(request)

    def visible(self, viewer: Viewer) -> QuerySet[FileSpace]:
        """Return the spaces that the viewer sees; an administrator sees each through its own authority."""
        return visible_spaces(viewer).filter(authority=viewer.authority)

    def initial(self, record: FileSpace) -> dict[str, Any]:
        """Return the stored values by the names of the form's fields."""
        return {"quota": record.quota}

    def update(self, viewer: Viewer, record: FileSpace, facts: Mapping[str, Any], version: int | None) -> FileSpace:
        """Save a new letterhead or another quota."""
        quota = facts.get("quota")
        return edit_space(
            by=viewer,
            space_id=record.pk,
            version=version,
            upload=facts.get("letterhead"),
            quota=quota if quota != record.quota else None,
        )

    def facts_of(self, viewer: Viewer, record: FileSpace) -> Sequence[Fact]:
        """Say how much is stored, and lead to the letterhead and its sample."""
        found = space_facts(record)
        used = _("%(used)s of %(allowed)s (%(percent)s %%)") % {
            "used": filesizeformat(found.used),
            "allowed": filesizeformat(found.allowed),
            "percent": found.percent,
        }
        count = ngettext("%(count)s file", "%(count)s files", found.files) % {"count": found.files}
        facts = [Fact(_("Authority"), record.authority), Fact(_("Space used"), used), Fact(_("On record"), count)]
        if may_keep_letterhead(viewer):
            facts += self._letterhead_facts(record)
        return facts

    def _letterhead_facts(self, record: FileSpace) -> list[Fact]:
        slug = record.authority.slug
        file = record.letterhead
        shown = Fact(_("Letterhead"), _("none, Word documents have our layout"))
        if file is not None:
            shown = Fact(_("Letterhead"), file.name, reverse("portal:letterhead", args=[slug]))
        return [
            shown,
            Fact(_("Sample"), _("sample document in Word"), reverse("portal:letterhead_sample", args=[slug])),
        ]
