"""The forms of organisations, people, and what people are for a period."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from governance.access.organisations import (
    choosable_organisations,
    managed_organisations,
    managed_people,
    managed_territories,
    may_assign_role,
)
from governance.access.viewer import Viewer
from governance.desk.choosers import DeskChooserViewSet
from governance.desk.forms import DeskForm, DeskModelForm, Fieldset
from governance.desk.scope import administering_viewers
from governance.models import Assistance, Organisation, Person, Role, RoleAssignment
from governance.rules import clock


def active_people(viewer: Viewer) -> QuerySet[Person]:
    """Return whom the viewer may name for something new."""
    return managed_people(viewer).filter(is_active=True)


class PeopleChooser(DeskChooserViewSet):
    """The dialogue that chooses a person."""

    name = "desk_choose_people"
    model = Person
    icon = "user"
    scope = staticmethod(active_people)
    search_fields = ("last_name", "first_name", "function", "organisation__name")
    choose_one_text = _("Choose person")
    choose_another_text = _("Choose another person")

    def viewers(self, request: Any) -> tuple[Viewer, ...]:
        """Return the user as viewer of each authority whose people they keep."""
        return administering_viewers(request)


people_chooser = PeopleChooser()


class PeriodForm(DeskModelForm):
    """What is entered for a period; it begins today unless somebody says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = clock.today()
        self.fields["valid_from"].help_text = _("The first day. It can lie in the future.")
        self.fields["valid_until"].help_text = _("The last day. Leave empty if no end is set.")


class EndForm(DeskForm):
    """The end of a period; what was before stays on record."""

    last_day = forms.DateField(
        label=_("Last day"), help_text=_("From the next day on it no longer applies. It stays on record.")
    )
    fieldsets = [Fieldset(_("End"), ["last_day"])]


class EndTogetherForm(EndForm):
    """The end of several periods."""

    parent = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = clock.today()


class OrganisationForm(DeskModelForm):
    """An organisation."""

    scopes = {"territory": managed_territories}

    class Meta:
        model = Organisation
        fields = ["name", "short_name", "kind", "territory", "is_active"]
        help_texts = {
            "name": _("As it stands in lists, minutes and mandates."),
            "short_name": _("For narrow columns, such as AWO."),
            "territory": _("Where it works, if that is one territory."),
            "is_active": _("Whatever is not active is no longer offered for anything new and stays on record."),
        }


class NewPersonForm(DeskModelForm):
    """A person, as entered first."""

    scopes = {"organisation": choosable_organisations}
    fieldsets = [
        Fieldset(_("Name"), ["authority", "title", "first_name", "last_name"]),
        Fieldset(_("Function and address"), ["organisation", "function", "email", "address"]),
    ]

    class Meta:
        model = Person
        fields = ["title", "first_name", "last_name", "organisation", "function", "email", "address"]
        widgets = {"address": AdminAutoHeightTextInput()}
        help_texts = {
            "title": _("Such as Dr. It stands before the name."),
            "organisation": _("Whoever answers for an organisation has to belong to it."),
            "function": _("As it stands in the attendance list, such as Leitung Sozialamt."),
            "email": _("Invitations to meetings and to log in go there. Without it they go by post."),
            "address": _("For letters: street, postcode and town, one line each."),
        }


class PersonForm(NewPersonForm):
    """A person on record: an organisation that is no longer active can stay; deactivating is a step of its own."""

    scopes = {"organisation": managed_organisations}


class NewRoleForm(PeriodForm):
    """A role for a period; only roles that the user may give are offered."""

    scopes = {"person": active_people}
    parent = "person"

    class Meta:
        model = RoleAssignment
        fields = ["person", "role", "valid_from", "valid_until"]
        widgets = {"person": people_chooser.widget_class}
        help_texts = {"role": _("Seats and offices in bodies are no roles; they are entered at the body.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            ("", _("Please choose")),
            *(
                (value, label)
                for value, label in Role.choices
                if any(may_assign_role(viewer, value) for viewer in self.viewers)
            ),
        ]


class NewAssistanceForm(PeriodForm):
    """Somebody who assists a member for a period."""

    scopes = {"member": active_people, "assistant": active_people}
    parent = "member"

    class Meta:
        model = Assistance
        fields = ["member", "assistant", "valid_from", "valid_until"]
        widgets = {"member": people_chooser.widget_class, "assistant": people_chooser.widget_class}
        help_texts = {
            "member": _("Whose papers are read and invitations answered."),
            "assistant": _("Who reads and answers. They need a login of their own."),
        }
