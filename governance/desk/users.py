"""Logins in the desk: for administrators, who open and close them and invite further administrators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BooleanColumn, Column

from governance.access.accounts import managed_users, may_administer
from governance.access.viewer import Viewer
from governance.desk.base import DeskViewSet
from governance.desk.forms import DeskForm
from governance.desk.parts import DeskAction, Fact, RelatedList, RelatedRow, edit_url
from governance.models import User
from governance.queries.accounts import has_second_factor
from governance.usecases.accounts import reset_second_factor
from governance.usecases.logins import add_administrator, close_login, dismiss_administrator, open_login


class NewAdministratorForm(DeskForm):
    """Whom to invite as administrator. Coordinators and members are invited from their person."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    parent = ""


class LoginForm(DeskForm):
    """A login has nothing to edit; it is opened, closed and reset by steps."""

    parent = ""


def last_login(user: User) -> str:
    """Return in words when `user` logged in last."""
    return date_format(user.last_login, "SHORT_DATETIME_FORMAT") if user.last_login else _("never")


class UserViewSet(DeskViewSet):
    """The logins of the installation. Records belong to no authority, so the user acts, not a viewer."""

    name = "desk_users"
    url_prefix = "zugaenge"
    model = User
    menu_label = gettext_lazy("Logins")
    icon = "password"
    list_display = [
        "name",
        "email",
        BooleanColumn("is_active", label=gettext_lazy("Open")),
        BooleanColumn("is_administrator", label=gettext_lazy("Administrator")),
        Column("last_login", label=gettext_lazy("Last login"), accessor=last_login),
    ]
    list_filter = ["is_active", "is_administrator"]
    search_fields = ("name", "email")
    ordering = "name"
    add_form = NewAdministratorForm
    edit_form = LoginForm

    def viewers(self, request: HttpRequest) -> tuple[Viewer, ...]:
        """Return nobody: a login belongs to no authority."""
        return ()

    def is_open(self, request: HttpRequest) -> bool:
        """Only administrators look after logins."""
        return isinstance(request.user, User) and may_administer(request.user)

    def may_begin(self, request: HttpRequest) -> bool:
        """Administrators invite administrators."""
        return self.is_open(request)

    def queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Return all logins for administrators."""
        return managed_users(request.user) if isinstance(request.user, User) else User.objects.none()

    def viewer_of(self, request: HttpRequest, record: Any) -> Any:
        """Return the acting user."""
        return request.user

    def begin(self, request: HttpRequest, form: Any) -> User:
        """Invite an administrator."""
        if not isinstance(request.user, User):
            raise LookupError("Nobody is logged in.")
        return add_administrator(by=request.user, **form.facts)

    def locked(self, viewer: Any, record: User) -> str:
        """Say where a login is changed."""
        if viewer.pk == record.pk:
            return _("This is your own login. Your account in the portal has everything about it.")
        return _("Name and address belong to the person. Here a login is opened, closed and reset.")

    def facts_of(self, viewer: Any, record: User) -> Sequence[Fact]:
        """Say what the login is."""
        return [
            Fact(_("Name"), record.name),
            Fact(_("E-mail address"), record.email),
            Fact(_("State"), _("open") if record.is_active else _("closed")),
            Fact(_("Password"), _("set") if record.has_usable_password() else _("not set yet")),
            Fact(_("Second factor"), _("set up") if has_second_factor(record) else _("not set up")),
            Fact(_("Administrator"), _("Yes") if record.is_administrator else _("No")),
            Fact(_("Last login"), last_login(record)),
        ]

    def related(self, viewer: Any, record: User) -> Sequence[RelatedList]:
        """Return who the login is in which authority."""
        rows = [
            RelatedRow(str(person), edit_url("desk_people", person), str(person.authority))
            for person in record.persons.select_related("authority").order_by("authority__name")
        ]
        return [RelatedList(_("People"), rows, empty=_("The login belongs to nobody in any Kreis."))]

    actions = (
        DeskAction(
            name="faktor-zuruecksetzen",
            label=gettext_lazy("Reset second factor"),
            question=gettext_lazy(
                "Every second factor of “%(object)s” is removed, open sessions end, and a mail tells the person. Make "
                "sure by telephone or in person that it is them."
            ),
            done=gettext_lazy("The second factor of “%(object)s” has been reset."),
            carry_out=lambda user, login: reset_second_factor(by=user, user_id=login.public_id),
            offered=lambda user, login: user.pk != login.pk and has_second_factor(login),
            icon="mobile-alt",
            fresh_login=True,
        ),
        DeskAction(
            name="schliessen",
            label=gettext_lazy("Close login"),
            question=gettext_lazy("“%(object)s” is logged out everywhere and cannot log in any more. Records stay."),
            done=gettext_lazy("The login “%(object)s” is closed."),
            carry_out=lambda user, login: close_login(by=user, user_id=login.public_id),
            offered=lambda user, login: user.pk != login.pk and login.is_active,
            icon="lock",
            fresh_login=True,
        ),
        DeskAction(
            name="oeffnen",
            label=gettext_lazy("Open login"),
            question=gettext_lazy("“%(object)s” can log in again as before."),
            done=gettext_lazy("The login “%(object)s” is open again."),
            carry_out=lambda user, login: open_login(by=user, user_id=login.public_id),
            offered=lambda user, login: user.pk != login.pk and not login.is_active,
            icon="lock-open",
            fresh_login=True,
        ),
        DeskAction(
            name="administration-einladen",
            label=gettext_lazy("Send invitation again"),
            question=gettext_lazy("“%(object)s” gets a new mail with a link that is valid once and sets the password."),
            done=gettext_lazy("The invitation to “%(object)s” is on its way."),
            carry_out=lambda user, login: add_administrator(by=user, email=login.email, name=login.name),
            offered=lambda user, login: login.is_administrator and login.is_active and not login.has_usable_password(),
            icon="mail",
        ),
        DeskAction(
            name="administration-beenden",
            label=gettext_lazy("End administration"),
            question=gettext_lazy("“%(object)s” no longer administers. The login and its roles in a Kreis stay."),
            done=gettext_lazy("“%(object)s” no longer administers."),
            carry_out=lambda user, login: dismiss_administrator(by=user, user_id=login.public_id),
            offered=lambda user, login: user.pk != login.pk and login.is_administrator,
            icon="minus",
            fresh_login=True,
        ),
    )
