"""The areas of the desk as its menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from governance.access.accounts import may_administer
from governance.desk.authorities import AuthorityViewSet, ProfileViewSet
from governance.desk.base import DeskGroup
from governance.desk.bodies import BodyViewSet, SeatViewSet, SecretariatViewSet
from governance.desk.files import FileSpaceViewSet
from governance.desk.imports import ImportViewSet
from governance.desk.minutes import MinutesViewSet
from governance.desk.organisations import OrganisationViewSet
from governance.desk.paper_forms import papers_chooser
from governance.desk.paper_templates import TemplateViewSet
from governance.desk.papers import PaperViewSet
from governance.desk.people import AssistanceViewSet, PersonViewSet, RoleViewSet
from governance.desk.people_forms import people_chooser
from governance.desk.rules import RulesViewSet
from governance.desk.seats import DeputyshipViewSet, MembershipViewSet, OfficeViewSet
from governance.desk.setup import SetupViewSet
from governance.desk.territories import TerritoryViewSet
from governance.desk.text_modules import TextModuleViewSet
from governance.desk.users import UserViewSet
from governance.models import User


class PaperGroup(DeskGroup):
    """Writing: papers, what they are written from, and minutes."""

    menu_label = _("Papers and minutes")
    menu_icon = "doc-full"
    menu_order = 100
    items = (PaperViewSet, TemplateViewSet, TextModuleViewSet, MinutesViewSet, FileSpaceViewSet)


class BodyGroup(DeskGroup):
    """What meets, who sits there, by which rules."""

    menu_label = _("Bodies")
    menu_icon = "group"
    menu_order = 200
    items = (
        BodyViewSet,
        SeatViewSet,
        MembershipViewSet,
        DeputyshipViewSet,
        OfficeViewSet,
        SecretariatViewSet,
        RulesViewSet,
    )


class PeopleGroup(DeskGroup):
    """Who is who."""

    menu_label = _("People")
    menu_icon = "user"
    menu_order = 300
    items = (PersonViewSet, OrganisationViewSet, TerritoryViewSet, RoleViewSet, AssistanceViewSet)


class ExchangeGroup(DeskGroup):
    """Tables in and out, and what follows from a table of people."""

    menu_label = _("Tables")
    menu_icon = "table"
    menu_order = 350
    items = (ImportViewSet,)
    pages = (
        (_("Export tables"), "desk_imports:export", "download"),
        (_("Invite to log in"), "desk_imports:invitations", "mail"),
    )

    def get_submenu_items(self) -> list[MenuItem]:
        """Add the pages beside the list of imports, shown to whom the list is open."""
        entry = self.registerables[0].menu_item_class
        further = [
            entry(label=label, url=reverse(name), name=name.replace(":", "-"), icon_name=icon, order=order)
            for order, (label, name, icon) in enumerate(self.pages, 2)
        ]
        return [*super().get_submenu_items(), *further]


class ProcessGroup(DeskGroup):
    """What the process goes by."""

    menu_label = _("Process")
    menu_icon = "sliders"
    menu_order = 400
    items = (ProfileViewSet,)


class AdministrationGroup(DeskGroup):
    """The installation."""

    menu_label = _("Administration")
    menu_icon = "cog"
    menu_order = 500
    items = (SetupViewSet, AuthorityViewSet, UserViewSet)


GROUPS = (PaperGroup, BodyGroup, PeopleGroup, ExchangeGroup, ProcessGroup, AdministrationGroup)
CHOOSERS = (people_chooser, papers_chooser)


class PublicPagesItem(MenuItem):  # type: ignore[misc]
    """The way to the public pages, for administrators."""

    of_the_desk = True

    def __init__(self) -> None:
        super().__init__(
            _("Public pages"), reverse("wagtailadmin_explore_root"), name="public-pages", icon_name="globe", order=600
        )

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to administrators."""
        return isinstance(request.user, User) and may_administer(request.user)


def keep_own(menu_items: list[MenuItem]) -> None:
    """Take everything out of the menu that is not ours: reports, settings, help and their kind."""
    menu_items[:] = [item for item in menu_items if getattr(item, "of_the_desk", False)]
