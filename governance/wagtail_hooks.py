"""Registration of the desk in Wagtail's admin; what is registered stands in `governance.desk`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem, admin_menu
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import BaseAPIViewSet

from governance.desk.base import DeskGroup
from governance.desk.menu import GROUPS, AreasPanel, keep_own


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[DeskGroup]:
    """Register every area of the desk."""
    return [group() for group in GROUPS]


@hooks.register("construct_main_menu")
def cut_menu(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Leave only our areas in the menu."""
    keep_own(menu_items)


@hooks.register("construct_homepage_panels")
def cut_home(request: HttpRequest, panels: list[Any]) -> None:
    """Put our areas in the place of Wagtail's panels."""
    panels[:] = [AreasPanel(request, admin_menu.menu_items_for_request(request))]


@hooks.register("construct_homepage_summary_items")
def cut_summary(request: HttpRequest, summary_items: list[Any]) -> None:
    """Show no counts of pages and images."""
    summary_items.clear()


@hooks.register("construct_search")
def cut_search(request: HttpRequest, search_areas: list[Any]) -> None:
    """Offer no search over the page tree."""
    search_areas.clear()


@hooks.register("construct_admin_api")
def name_documents(router: WagtailAPIRouter) -> None:
    """Give Wagtail's frame the address of documents that it asks for; we do without them, and the address is closed."""
    router.register_endpoint("documents", BaseAPIViewSet)
