"""Forms of the desk: narrowed to what the coordinator may see, cleaned, never saving by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from governance.access.viewer import Viewer
from governance.desk.choosers import DeskChooser
from governance.desk.scope import Scope, authority_id, viewer_in, within
from governance.documents.richtext import parse, plain_text
from governance.models import Authority
from governance.rules.characters import clean_line, clean_lines
from governance.usecases.foundation import Conflict

AUTHORITY = "authority"
DATE_FORMATS = ("%d.%m.%Y", "%Y-%m-%d")  # dates are German, whatever the language (interface.md, Structure)


@dataclass(frozen=True)
class Fieldset:
    """Fields under one heading of the editor; `in_row` puts short ones side by side."""

    heading: Any
    fields: Sequence[str]
    help: Any = ""
    in_row: bool = False


class DeskFormMixin:
    """What both kinds of desk forms share.

    `scopes` names for every field that chooses a record the filter that narrows its choices; a field without one is
    a mistake. `parent` is the field through which a new record gets its authority: a scoped field such as `body`,
    or `authority` itself, which the form adds by itself and asks only whom it has a choice.
    """

    scopes: ClassVar[Mapping[str, Scope]] = {}
    parent: ClassVar[str] = AUTHORITY
    fieldsets: Sequence[Fieldset] = ()
    fields: dict[str, forms.Field]
    data: Any
    cleaned_data: dict[str, Any]

    def __init__(
        self, *args: Any, viewers: Sequence[Viewer], record: models.Model | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.viewers = tuple(viewers)
        self.record = record
        self.conflicts: tuple[Conflict, ...] = ()
        if record is None and self.parent == AUTHORITY and len(self.viewers) > 1:
            own = Authority.objects.filter(pk__in=[viewer.authority.pk for viewer in self.viewers])
            choice = forms.ModelChoiceField(own, label=gettext_lazy("Authority"))
            self.fields = {AUTHORITY: choice, **self.fields}
        if record is not None and hasattr(record, "version"):
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=record.version)
        for name, field in self.fields.items():
            self._prepare(name, field)

    def _prepare(self, name: str, field: forms.Field) -> None:
        if isinstance(field, forms.ModelChoiceField) and name != AUTHORITY:
            if name not in self.scopes:
                raise ImproperlyConfigured(f"{type(self).__name__}.scopes says nothing about {name}.")
            model = field.queryset.model  # type: ignore[union-attr]
            field.queryset = within(model, self.scopes[name], self.viewers)
            if isinstance(field.widget, DeskChooser):
                field.widget.queryset = field.queryset
        if isinstance(field, forms.DateTimeField) and type(field.widget) is forms.DateTimeInput:
            field.widget = AdminDateTimeInput()
        elif isinstance(field, forms.DateField) and type(field.widget) is forms.DateInput:
            field.widget = AdminDateInput(format=DATE_FORMATS[0])
            field.input_formats = DATE_FORMATS

    def clean(self) -> dict[str, Any]:
        """Remove unwanted characters from every text, and refuse records of different authorities in one form."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data  # type: ignore[misc]
        for name, value in cleaned.items():
            if isinstance(value, str):
                long = isinstance(self.fields[name].widget, forms.Textarea)
                cleaned[name] = clean_lines(value) if long else clean_line(value)
        chosen = {authority_id(value) for value in cleaned.values() if isinstance(value, models.Model)}
        if self.record is not None:
            chosen.add(authority_id(self.record))
        if len(chosen) > 1:
            raise ValidationError(_("These records belong to different authorities."))
        return cleaned

    @property
    def viewer(self) -> Viewer:
        """Return the viewer of the authority that the record belongs to; the form is valid.

        Raises `LookupError` if the coordinator is nobody there.
        """
        if self.record is not None:
            wanted = authority_id(self.record)
        elif self.parent == AUTHORITY and AUTHORITY not in self.fields:
            wanted = self.viewers[0].authority.pk
        else:
            wanted = authority_id(self.cleaned_data[self.parent])
        return viewer_in(self.viewers, wanted)

    @property
    def facts(self) -> dict[str, Any]:
        """Return what was typed, for the use case: the clean data without version and authority."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", AUTHORITY}}

    def compare(self, stored: Mapping[str, Any], version: int) -> None:
        """Keep what was typed beside what is `stored` now, and let the next save go through knowingly."""
        self.conflicts = tuple(
            Conflict(self.label_of(name), text_of(field, stored.get(name)), text_of(field, self.cleaned_data.get(name)))
            for name, field in self.fields.items()
            if name != "version" and text_of(field, stored.get(name)) != text_of(field, self.cleaned_data.get(name))
        )
        self.data = self.data.copy()
        self.data["version"] = str(version)

    def label_of(self, name: str) -> Any:
        """Return how a field is called where it stands alone."""
        return self.fields[name].label or name

    @property
    def shown_fieldsets(self) -> list[tuple[Fieldset, list[forms.BoundField]]]:
        """Return the groups of the editor; a form without groups has one without heading."""
        groups = self.fieldsets or [Fieldset("", list(self.fields))]
        return [
            (group, [self[name] for name in group.fields if name in self.fields and not self[name].is_hidden])  # type: ignore[index]
            for group in groups
        ]


class DeskForm(DeskFormMixin, forms.Form):
    """A form whose fields are declared one by one; its initial values come from `DeskViewSet.initial`."""


class DeskModelForm(DeskFormMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A form whose fields come from a model (`Meta.model`, `Meta.fields`). It fills, it never saves."""

    def save(self, commit: bool = True) -> Any:
        """Raise: only use cases save."""
        raise ImproperlyConfigured("Desk forms never save; the viewset calls a use case.")


def text_of(field: forms.Field, value: Any) -> str:
    """Return a value of `field` as text that a person can compare."""
    if value is None or value == "":
        return ""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(sorted(str(one) for one in value))
    if isinstance(field, forms.ModelChoiceField):
        chosen = value if isinstance(value, models.Model) else field.queryset.filter(pk=value).first()  # type: ignore[union-attr]
        return str(chosen or "")
    if isinstance(field, forms.MultipleChoiceField):
        return ", ".join(str(dict(field.choices).get(one, one)) for one in value)  # type: ignore[arg-type]
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return _plain_text_of(value)


def _plain_text_of(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATETIME_FORMAT" if isinstance(value, datetime) else "SHORT_DATE_FORMAT")
    if hasattr(value, "render_as_block") or hasattr(value, "bound_blocks"):
        return plain_text(parse(str(value)))
    return str(value)
