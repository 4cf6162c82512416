"""Forms of meetings and agenda items. They read what was typed; the use cases decide."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import AgendaItem, Body, DecisionPaper, ItemKind, Meeting, Person
from governance.queries.wording import say
from governance.rules.clock import BERLIN
from governance.rules.local_time import AmbiguousTime, ImpossibleTime, moment_of
from governance.usecases.agendas import LONGEST_ITEM, ItemFacts
from portal.components.widgets import ClockInput, DayInput

Choices = list[tuple[str, Any]]
WHICH = [("first", _("the first one (summer time)")), ("second", _("the second one (standard time)"))]


class MeetingForm(forms.Form):
    """A meeting: day, times, place. `asks_which` is set when a time comes twice on the autumn night."""

    body = forms.ChoiceField(label=_("Body"))
    day = forms.DateField(label=_("Day"), widget=DayInput())
    starts = forms.TimeField(label=_("Begins at"), widget=ClockInput())
    ends = forms.TimeField(label=_("Ends at"), widget=ClockInput())
    which = forms.ChoiceField(
        label=_("Which of the two times is meant?"), choices=WHICH, required=False, widget=forms.RadioSelect
    )
    location = forms.CharField(label=_("Place"), required=False, max_length=200)
    online_url = forms.CharField(
        label=_("Link for taking part online"),
        required=False,
        max_length=200,
        help_text=_("It stands in the invitation and is seen by everybody who is invited."),
        widget=forms.URLInput(),
    )
    dial_in = forms.CharField(label=_("Dial-in by telephone"), required=False, max_length=200)
    minute_taker_id = forms.ChoiceField(label=_("Minutes are taken by"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, data: Any = None, *, bodies: list[Body], people: list[Person], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.asks_which = False
        if bodies:
            self._choices("body", [(body.public_id, body.name) for body in bodies])
        else:
            del self.fields["body"]
        self._choices("minute_taker_id", [("", "–"), *((person.public_id, str(person)) for person in people)])

    def _choices(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Turn day and times into moments; refuse those that the wall clock never shows."""
        cleaned = super().clean() or {}
        day, which = cleaned.get("day"), cleaned.get("which")
        second = {"first": False, "second": True}.get(which or "")
        for name in ("starts", "ends"):
            if day is None or cleaned.get(name) is None:
                continue
            try:
                cleaned[f"{name}_at"] = moment_of(day, cleaned[name], second=second)
            except ImpossibleTime as error:
                self.add_error(name, say(error.message))
            except AmbiguousTime as error:
                self.asks_which = True
                self.add_error("which", say(error.message))
            except OverflowError:
                self.add_error("day", _("Choose a day of this century."))
        self.asks_which = self.asks_which or bool(which)
        return cleaned

    def facts(self) -> dict[str, Any]:
        """Return what was typed, as the use cases ask for it."""
        names = ("starts_at", "ends_at", "location", "online_url", "dial_in", "minute_taker_id")
        return {name: self.cleaned_data[name] for name in names}


def stored_meeting(meeting: Meeting) -> dict[str, Any]:
    """Return the initial values of the form for a stored meeting."""
    start, end = meeting.starts_at.astimezone(BERLIN), meeting.ends_at.astimezone(BERLIN)
    return {
        "day": start.date(),
        "starts": start.time(),
        "ends": end.time(),
        "which": _which(start) or _which(end),
        "location": meeting.location,
        "online_url": meeting.online_url,
        "dial_in": meeting.dial_in,
        "minute_taker_id": meeting.minute_taker.public_id if meeting.minute_taker else "",
        "version": meeting.version,
    }


def _which(local: datetime) -> str:
    """Return which of two times a local time of the autumn night is; nothing on every other day."""
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        return ""
    return "second" if local.fold else "first"


class ItemForm(forms.Form):
    """An item of an agenda; with a paper its title may stay empty. A late item needs its reason."""

    paper_id = forms.ChoiceField(label=_("Paper"), required=False)
    title = forms.CharField(
        label=_("Title"), required=False, max_length=200, help_text=_("Empty: the title of the paper.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=ItemKind.choices, initial=ItemKind.REPORT)
    minutes_planned = forms.IntegerField(label=_("Planned minutes"), min_value=1, max_value=LONGEST_ITEM, initial=15)
    presenter = forms.CharField(label=_("Presented by"), required=False, max_length=160)
    public = forms.BooleanField(label=_("Public item"), required=False, initial=True)
    note = forms.CharField(
        label=_("Note on the agenda"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    late_reason = forms.CharField(label=_("Why the item comes late"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, data: Any = None, *, papers: list[DecisionPaper], late: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["paper_id"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", _("no paper")), *((paper.public_id, str(paper)) for paper in papers)]
        if not late:
            del self.fields["late_reason"]

    def facts(self) -> ItemFacts:
        """Return what was typed, for the use case."""
        typed = self.cleaned_data
        return ItemFacts(
            title=typed["title"],
            kind=typed["kind"],
            public=typed["public"],
            minutes_planned=typed["minutes_planned"],
            presenter=typed["presenter"],
            note=typed["note"],
            paper_id=typed["paper_id"],
        )


def stored_item(item: AgendaItem) -> dict[str, Any]:
    """Return the initial values of the form for a stored item."""
    return {
        "paper_id": item.paper.public_id if item.paper else "",
        "title": item.title,
        "kind": item.kind,
        "minutes_planned": item.minutes_planned,
        "presenter": item.presenter,
        "public": item.public,
        "note": item.note,
        "version": item.version,
    }


class ReasonForm(forms.Form):
    """A step that needs a reason: cancelling, taking an item off."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)


class DispatchForm(forms.Form):
    """Sending invitations or changes: the reason for a short notice, and whether a new place asks for new
    answers."""

    notice_reason = forms.CharField(
        label=_("Reason for the short notice"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in the invitation and is recorded."),
    )
    ask_again = forms.BooleanField(
        label=_("Ask for new answers because of the new place"), required=False, initial=True
    )
    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, data: Any = None, *, short: bool, new_place: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if not short:
            del self.fields["notice_reason"]
        if not new_place:
            del self.fields["ask_again"]


class SummonsForm(forms.Form):
    """An objection to the summons; who enters those of others chooses the person."""

    person_id = forms.ChoiceField(label=_("Who objects"))
    text = forms.CharField(
        label=_("Objection in their words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, data: Any = None, *, people: list[Person], for_others: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if not for_others:
            del self.fields["person_id"]
            self.fields["text"].label = _("Your objection")
            return
        field = self.fields["person_id"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", _("Please choose")), *((person.public_id, str(person)) for person in people)]


class GuestForm(forms.Form):
    """Choose a guest for an item."""

    person_id = forms.ChoiceField(label=_("Guest"))

    def __init__(self, data: Any = None, *, people: list[Person], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["person_id"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(person.public_id, str(person)) for person in people]
