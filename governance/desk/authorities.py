"""Authorities and their process profiles in the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
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
from governance.desk.index import OnlyRecordView
from governance.desk.parts import Fact
from governance.desk.scope import administering_viewers
from governance.models import Authority, ProcessProfile, User
from governance.rules.routes import DIRECT_SOURCES, ResultType
from governance.usecases.organisations import create_authority, edit_authority
from governance.usecases.profiles import DEFAULT_PROFILE, FIELDS, edit_profile, shipped_profiles


class AuthorityForm(DeskModelForm):
    """An authority on record; its address in the portal stays."""

    fieldsets = [
        Fieldset(gettext_lazy("Name"), ["slug", "name", "unit", "code"]),
        Fieldset(gettext_lazy("Post"), ["mailbox", "contact_email", "address"]),
    ]

    class Meta:
        model = Authority
        fields = ["name", "unit", "code", "mailbox", "contact_email", "address"]
        widgets = {"address": AdminAutoHeightTextInput()}
        help_texts = {
            "unit": gettext_lazy("As invitations name the sender."),
            "code": gettext_lazy("Capital letters. Numbers of processes begin with it."),
            "mailbox": gettext_lazy("Sender of invitations; answers go there."),
            "contact_email": gettext_lazy("The contact form goes there; left empty, to the functional mailbox."),
        }


class NewAuthorityForm(AuthorityForm):
    """A new authority, with the process profile that it begins with."""

    parent = ""
    fieldsets = [
        *AuthorityForm.fieldsets,
        Fieldset(
            gettext_lazy("Process"), ["profile"], help=gettext_lazy("A starting point: coordinators change each value.")
        ),
    ]

    profile = forms.ChoiceField(
        label=gettext_lazy("Process profile to begin with"),
        required=False,
        choices=shipped_profiles,
        initial=DEFAULT_PROFILE,
    )

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
    """The process profile: what a topic rests on, its way to the steering group, what is checked how strictly."""

    intake_sources = forms.MultipleChoiceField(
        label=gettext_lazy("Other sources of a topic"),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=gettext_lazy(
            "The coordination may take a topic in directly from these, without reconstructed cases."
        ),
    )
    result_types = forms.MultipleChoiceField(
        label=gettext_lazy("What a project group delivers"),
        widget=forms.CheckboxSelectMultiple(),
        help_text=gettext_lazy("At least one. A mandate may ask for something else."),
    )

    fieldsets = [
        Fieldset(
            gettext_lazy("What a topic rests on"),
            [
                "evidence_basis", "min_topic_cases", "topic_cases_strictness", "min_series_cases",
                "series_strictness", "min_weeks", "criteria_strictness", "withdrawn_strictness",
            ],
            help=gettext_lazy("What forbids a step, nobody can pass; what may be justified is printed on the paper."),
        ),
        Fieldset(
            gettext_lazy("Like cases and interviews"),
            ["min_like_cases", "min_interviews", "like_cases_strictness"],
            help=gettext_lazy("They count where topics rest on them, and for topics that come from like cases."),
        ),
        Fieldset(gettext_lazy("Protection of small groups"), ["small_group_limit", "small_group_strictness"]),
        Fieldset(
            gettext_lazy("Ways to and around the steering group"),
            ["intake_sources", "has_scope_check", "solves_locally", "decides_solution", "state_waiting_days"],
        ),
        Fieldset(gettext_lazy("Results"), ["result_types", "result_checks_strictness"]),
    ]  # fmt: skip

    class Meta:
        model = ProcessProfile
        fields = list(FIELDS)
        help_texts = {
            "evidence_basis": gettext_lazy("Reconstructed cases with numbers, or like cases of several services."),
            "small_group_limit": gettext_lazy("Fewer people than this could be recognised."),
            "min_like_cases": gettext_lazy("Leave it empty where your concept names no number."),
            "has_scope_check": gettext_lazy("One of four reasons brings a topic before the steering group."),
            "solves_locally": gettext_lazy("Only with a scope check. The solution is fixed in writing."),
            "decides_solution": gettext_lazy("Measures with organisation and date, without a project group."),
            "state_waiting_days": gettext_lazy("After these days without an answer a process may be closed."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (("intake_sources", DIRECT_SOURCES), ("result_types", tuple(ResultType))):
            choices = [(one.value, _(one.label)) for one in offered]
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class ProfileViewSet(DeskViewSet):
    """The rules by which the process of an authority goes; one record for each."""

    name = "desk_profiles"
    url_prefix = "prozessprofil"
    model = ProcessProfile
    icon = "sliders"
    index_view_class = OnlyRecordView
    key = "authority__public_id"
    list_display = [
        "authority",
        "evidence_basis",
        "has_scope_check",
        "decides_solution",
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
        """Save the profile."""
        return edit_profile(by=viewer, version=version, **facts)

    def portal_url(self, record: ProcessProfile) -> str:
        """Return the page that says in plain words what the profile means."""
        return reverse("portal:process_profile", args=[record.authority.slug])
