"""The areas of the desk, and a home page that shows nothing but them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from governance.desk.base import DeskGroup
from governance.desk.papers import PaperViewSet


class PaperGroup(DeskGroup):
    """Writing: papers and what they are written from."""

    menu_label = _("Papers and templates")
    menu_icon = "doc-full"
    menu_order = 100
    items = (PaperViewSet,)


GROUPS = (PaperGroup,)


def keep_own(menu_items: list[MenuItem]) -> None:
    """Take everything out of the menu that is not ours: pages, reports, settings, help and their kind."""
    menu_items[:] = [item for item in menu_items if getattr(item, "of_the_desk", False)]


class AreasPanel(Component):  # type: ignore[misc]
    """The home page: the areas with their lists."""

    name = "areas"
    template_name = "desk/areas.html"
    order = 10

    def __init__(self, request: HttpRequest, items: list[MenuItem]) -> None:
        self.request = request
        self.items = items

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the areas whose lists are open to the user."""
        areas = [
            (item.label, [entry for entry in item.menu.menu_items_for_request(self.request)])
            for item in self.items
            if item.is_shown(self.request)
        ]
        return {"areas": areas}
