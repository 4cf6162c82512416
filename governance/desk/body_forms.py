"""The forms of bodies, seats and who sits in them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from governance.access.bodies import managed_bodies, managed_seats
from governance.access.organisations import choosable_organisations, managed_organisations
from governance.access.viewer import Viewer
from governance.desk.forms import DeskModelForm, Fieldset
from governance.desk.people_forms import PeriodForm, active_people, people_chooser
from governance.models import Body, Deputyship, Membership, Office, Role, Seat, Secretariat
from governance.models.base import in_force
from governance.models.organisations import Person
from governance.rules import clock


def lasting_seats(viewer: Viewer) -> QuerySet[Seat]:
    """Return the seats that have not ended."""
    return managed_seats(viewer).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=viewer.day))


def coordinators(viewer: Viewer) -> QuerySet[Person]:
    """Return who coordinates today and may run a body."""
    return active_people(viewer).filter(in_force(viewer.day, "roles__"), roles__role=Role.COORDINATOR)


class SeatChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of seats that names their bodies, too."""

    def _set_queryset(self, queryset: Any) -> None:
        if queryset is not None:
            queryset = queryset.select_related("body__authority").order_by("body__name", "order", "pk")
        super()._set_queryset(queryset)  # type: ignore[misc]

    queryset = property(forms.ModelChoiceField._get_queryset, _set_queryset)  # type: ignore[attr-defined]

    def label_from_instance(self, obj: Any) -> str:
        """Return body and seat."""
        return f"{obj.body}: {obj}"


class BodyForm(DeskModelForm):
    """A body under its own name."""

    fieldsets = [
        Fieldset(_("Body"), ["authority", "name", "kind", "code", "purpose"]),
        Fieldset(_("Meetings and resolutions"), ["decides", "default_minutes", "shows_attendees"]),
    ]

    class Meta:
        model = Body
        fields = ["name", "kind", "code", "purpose", "decides", "default_minutes", "shows_attendees"]
        widgets = {"purpose": AdminAutoHeightTextInput()}
        help_texts = {
            "name": _("As the body calls itself, such as “Lenkungsgremium KIM”."),
            "code": _("Numbers of papers and resolutions begin with it, such as LG. It stays once it was used."),
            "decides": _("Without this the body recommends and agrees."),
            "kind": _("It says what the body does in the process. Its name is what you call it."),
            "purpose": _("One or two sentences. Members read them on the page of the body."),
            "default_minutes": _("Offered when a meeting is planned."),
            "shows_attendees": _("Otherwise everybody sees only their own invitation."),
        }


class SeatForm(DeskModelForm):
    """A seat on record. What votes and when it began stays once it has begun."""

    scopes = {"organisation": managed_organisations}
    fieldsets = [
        Fieldset(_("Seat"), ["body", "name", "organisation", "voting", "as_needed", "order"]),
        Fieldset(_("Period"), ["valid_from", "valid_until"]),
    ]

    class Meta:
        model = Seat
        fields = ["name", "organisation", "voting", "as_needed", "order", "valid_from", "valid_until"]
        help_texts = {
            "name": _("The office or organisation that owns the seat, not the person."),
            "organisation": _("It names who sits here and is asked when the seat becomes vacant."),
            "voting": _("Without this the seat advises. That cannot be changed later."),
            "as_needed": _("Without vote, such a seat is not counted as vacant and is invited for single meetings."),
            "valid_from": _("The first day. Sessions before it do not know the seat."),
            "order": _("In lists and at the roll call. The smallest number comes first."),
            "valid_until": _("The last day. Leave empty if no end is set."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.record, Seat) and self.record.valid_from <= clock.today():
            self.fields["voting"].disabled = self.fields["valid_from"].disabled = True
            self.fields["voting"].help_text = _("A seat keeps its vote. End this seat and add another one.")
        if self.record is None:
            self.fields["valid_from"].initial = clock.today()


class NewSeatForm(SeatForm):
    """A seat of one of the bodies."""

    scopes = {"body": managed_bodies, "organisation": choosable_organisations}
    parent = "body"

    class Meta(SeatForm.Meta):
        fields = ["body", *SeatForm.Meta.fields]


class NewMembershipForm(PeriodForm):
    """Who holds a seat from which day on."""

    seat = SeatChoice(Seat.objects.none(), label=_("Seat"))
    scopes = {"seat": lasting_seats, "person": active_people}
    parent = "seat"
    fieldsets = [
        Fieldset(
            _("New holder"),
            ["seat", "person", "valid_from", "valid_until"],
            _("Whoever holds the seat until then ends the day before and stays on record."),
        )
    ]

    class Meta:
        model = Membership
        fields = ["seat", "person", "valid_from", "valid_until"]
        widgets = {"person": people_chooser.widget_class}
        help_texts = {"person": _("Whoever is missing here is entered under People first.")}


class NewDeputyshipForm(PeriodForm):
    """Who may sit in a seat when its holder does not."""

    seat = SeatChoice(Seat.objects.none(), label=_("Seat"))
    scopes = {"seat": lasting_seats, "person": active_people}
    parent = "seat"

    class Meta:
        model = Deputyship
        fields = ["seat", "person", "order", "valid_from", "valid_until"]
        widgets = {"person": people_chooser.widget_class}
        help_texts = {
            "order": _("1 goes first."),
            "person": _("Nobody is the deputy of their own seat."),
        }


class NewOfficeForm(PeriodForm):
    """An office of a body, given to a seat."""

    seat = SeatChoice(Seat.objects.none(), label=_("Seat"))
    scopes = {"seat": lasting_seats}
    parent = "seat"
    fieldsets = [
        Fieldset(
            _("Office"),
            ["seat", "kind", "valid_from", "valid_until"],
            _("Whoever holds the seat that day has the office. The seat that had it until then ends the day before."),
        )
    ]

    class Meta:
        model = Office
        fields = ["seat", "kind", "valid_from", "valid_until"]
        help_texts = {"kind": _("The chair opens the session and signs the minutes.")}


class NewSecretariatForm(PeriodForm):
    """Which coordinator runs a body."""

    scopes = {"body": managed_bodies, "person": coordinators}
    parent = "body"

    class Meta:
        model = Secretariat
        fields = ["body", "person", "valid_from", "valid_until"]
        help_texts = {"person": _("Only coordinators run a body.")}
