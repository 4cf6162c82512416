"""Authorities and their process profiles in the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import AdminAutoHeightTextInput

from governance.access.accounts import may_administer
from governance.access.organisations import managed_authorities, managed_profiles
from governance.access.viewer import Viewer
from governance.desk.base import DeskViewSet
from governance.desk.forms import DeskModelForm, Fieldset
from governance.desk.parts import Fact
from governance.desk.scope import administering_viewers
from governance.models import Authority, ProcessProfile, User
from governance.usecases.organisations import create_authority, edit_authority, edit_profile


class AuthorityForm(DeskModelForm):
    """An authority on record; its address in the portal stays."""

    fieldsets = [
        Fieldset(gettext_lazy("Name"), ["slug", "name", "unit", "code"]),
        Fieldset(gettext_lazy("Post"), ["mailbox", "address"]),
    ]

    class Meta:
        model = Authority
        fields = ["name", "unit", "code", "mailbox", "address"]
        widgets = {"address": AdminAutoHeightTextInput()}
        help_texts = {
            "unit": gettext_lazy("As invitations name the sender."),
            "code": gettext_lazy("Capital letters. Numbers of processes begin with it."),
            "mailbox": gettext_lazy("Sender of invitations; answers go there."),
        }


class NewAuthorityForm(AuthorityForm):
    """A new authority."""

    parent = ""

    class Meta(AuthorityForm.Meta):
        fields = ["slug", *AuthorityForm.Meta.fields]
        help_texts = {
            **AuthorityForm.Meta.help_texts,
            "slug": gettext_lazy("Small letters, such as hoexter. Addresses begin with it. It never changes."),
        }


class AuthorityViewSet(DeskViewSet):
    """Coordinators keep their own authority, administrators all; only they make one."""

    name = "desk_authorities"
    url_prefix = "kreise"
    model = Authority
    icon = "home"
    list_display = [
        "name",
        Column("slug", label=gettext_lazy("Address in the portal"), sort_key="slug"),
        Column("code", label=gettext_lazy("Short code"), sort_key="code"),
        "mailbox",
    ]
    search_fields = ("name", "slug")
    ordering = "name"
    add_form = NewAuthorityForm
    edit_form = AuthorityForm

    def viewers(self, request: HttpRequest) -> tuple[Viewer, ...]:
        """Return the user as viewer of each authority that they keep."""
        return administering_viewers(request)

    def is_open(self, request: HttpRequest) -> bool:
        """Administrators come here before there is any authority."""
        return super().is_open(request) or self.may_begin(request)

    def may_begin(self, request: HttpRequest) -> bool:
        """Only administrators make an authority."""
        return isinstance(request.user, User) and may_administer(request.user)

    def may_add(self, viewer: Viewer) -> bool:
        """Only administrators make an authority."""
        return viewer.user is not None and may_administer(viewer.user)

    def visible(self, viewer: Viewer) -> QuerySet[Authority]:
        """Return the authorities that the viewer keeps."""
        return managed_authorities(viewer)

    def begin(self, request: HttpRequest, form: Any) -> Authority:
        """Make an authority; its maker is nobody in it."""
        if not isinstance(request.user, User):
            raise LookupError("Nobody is logged in.")
        return create_authority(by=request.user, **form.facts)

    def update(self, viewer: Viewer, record: Authority, facts: Mapping[str, Any], version: int | None) -> Authority:
        """Save name, code and addresses."""
        return edit_authority(by=viewer, version=version, **facts)

    def facts_of(self, viewer: Viewer, record: Authority) -> Sequence[Fact]:
        """Say how its addresses begin."""
        return [Fact(_("Address in the portal"), f"/{record.slug}/")]

    def portal_url(self, record: Authority) -> str:
        """Return the overview of the authority."""
        return reverse("portal:overview", args=[record.slug])


class ProfileForm(DeskModelForm):
    """The numbers of the planning process."""

    fieldsets = [
        Fieldset(
            gettext_lazy("Cases"),
            ["min_topic_cases", "topic_cases_strictness", "min_series_cases", "series_strictness"],
        ),
        Fieldset(gettext_lazy("Protection and time"), ["min_weeks", "small_group_limit"]),
    ]

    class Meta:
        model = ProcessProfile
        fields = [
            "min_topic_cases", "topic_cases_strictness", "min_series_cases", "series_strictness", "min_weeks",
            "small_group_limit",
        ]  # fmt: skip


class ProfileViewSet(DeskViewSet):
    """The numbers by which the process of an authority goes; one record for each."""

    name = "desk_profiles"
    url_prefix = "prozessprofil"
    model = ProcessProfile
    icon = "sliders"
    key = "authority__public_id"
    list_display = [
        "authority",
        "min_topic_cases",
        "min_series_cases",
        "min_weeks",
    ]
    joined = ("authority",)
    ordering = "authority__name"
    edit_form = ProfileForm

    def visible(self, viewer: Viewer) -> QuerySet[ProcessProfile]:
        """Return the profile that the viewer keeps."""
        return managed_profiles(viewer)

    def update(
        self, viewer: Viewer, record: ProcessProfile, facts: Mapping[str, Any], version: int | None
    ) -> ProcessProfile:
        """Save the numbers."""
        return edit_profile(by=viewer, version=version, **facts)

    def portal_url(self, record: ProcessProfile) -> str:
        """Return the processes that go by the numbers."""
        return reverse("portal:processes", args=[record.authority.slug])
