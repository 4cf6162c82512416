"""Registration of the desk in Wagtail's admin; what is registered stands in `governance.desk`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext_noop
from wagtail import hooks
from wagtail.admin.menu import MenuItem, admin_menu
from wagtail.admin.search import SearchArea
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import BaseAPIViewSet
from wagtail.rich_text.feature_registry import FeatureRegistry

from governance.desk.base import DeskGroup
from governance.desk.choosers import DeskChooserViewSet
from governance.desk.home import AreasPanel, CarePanel, InstallationPanel
from governance.desk.links import link_feature
from governance.desk.menu import CHOOSERS, GROUPS, PublicPagesItem, keep_own
from governance.desk.search import DeskSearchArea, DeskSearchView
from governance.desk.setup import SetupPanel

OURS = (
    gettext_noop(
        "JavaScript is required to use Wagtail, but it is currently disabled.<br /> Here are the "
        '<a href="https://www.enable-javascript.com/" target="_blank" rel="noreferrer">instructions how to enable '
        "JavaScript in your web browser</a>."
    ),
)
"""Sentences of Wagtail that no template can replace: our catalogue goes before its own and says them our way."""


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[DeskGroup | DeskChooserViewSet]:
    """Register every area of the desk and its dialogues."""
    return [*(group() for group in GROUPS), *CHOOSERS]


@hooks.register("register_admin_menu_item")
def register_public_pages() -> MenuItem:
    """Offer the public pages to administrators."""
    return PublicPagesItem()


@hooks.register("register_admin_urls")
def register_search() -> list[URLPattern]:
    """Give the search over the desk its address."""
    return [path("suche/", DeskSearchView.as_view(), name="desk_search")]


@hooks.register("register_admin_search_area")
def register_search_area() -> SearchArea:
    """Put the search into the head of every page."""
    return DeskSearchArea()


@hooks.register("insert_global_admin_css")
def add_styles() -> str:
    """Link the few styles of our own."""
    return format_html('<link rel="stylesheet" href="{}">', static("governance/desk.css"))


@hooks.register("construct_main_menu")
def cut_menu(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Leave only our areas in the menu."""
    keep_own(menu_items)


@hooks.register("construct_homepage_panels")
def cut_home(request: HttpRequest, panels: list[Any]) -> None:
    """Put what needs care and our areas in the place of Wagtail's panels."""
    panels[:] = [
        SetupPanel(request),
        CarePanel(request),
        InstallationPanel(request),
        AreasPanel(request, admin_menu.menu_items_for_request(request)),
    ]


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


@hooks.register("register_rich_text_features", order=10)
def narrow_links(features: FeatureRegistry) -> None:
    """Replace Wagtail's link button by one that needs no page tree."""
    features.register_editor_plugin("draftail", "link", link_feature())
