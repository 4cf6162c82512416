"""Form fields in KERN's markup, with help, error and their ties for assistive technology."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from portal.components.text import Text

Kind = Literal["input", "textarea", "select", "checkbox", "choices", "group"]

SINGLE_CLASS: dict[Kind, str] = {
    "input": "kern-form-input__input",
    "textarea": "kern-form-input__input",
    "select": "kern-form-input__select",
    "checkbox": "kern-form-check__checkbox",
}


def kind_of(bound: BoundField) -> Kind:
    """Say which markup the widget of `bound` needs; `group` is several inputs in one fieldset."""
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.MultiWidget):
        return "group"
    if isinstance(widget, forms.Select):
        return "select"
    return "textarea" if isinstance(widget, forms.Textarea) else "input"


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio button or check box of a set: its input and its label."""

    control: SafeString
    id: str
    label: Text


@dataclass(frozen=True, slots=True)
class FieldView:
    """A bound field ready to print. `id` is what an error summary links to; it exists in the markup."""

    bound: BoundField
    kind: Kind
    id: str
    label: Text
    help: Text
    errors: tuple[str, ...]
    optional: bool

    @property
    def help_id(self) -> str:
        """Id of the help text, or nothing."""
        return f"{self.bound.auto_id}_help" if self.help else ""

    @property
    def error_id(self) -> str:
        """Id of the error text, or nothing."""
        return f"{self.bound.auto_id}_error" if self.errors else ""

    @property
    def described_by(self) -> str:
        """Ids for `aria-describedby`: what the form names itself, then help, then error."""
        own = str(self.bound.field.widget.attrs.get("aria-describedby", ""))
        return " ".join(part for part in (own, self.help_id, self.error_id) if part)

    def attrs(self) -> dict[str, str | bool]:
        """Attributes added to every control of this field."""
        attrs: dict[str, str | bool] = {}
        css = SINGLE_CLASS.get(self.kind, "kern-form-input__input" if self.kind == "group" else "")
        own = str(self.bound.field.widget.attrs.get("class", ""))
        if self.errors:
            attrs["aria-invalid"] = "true"
            css += f" {css}--error" if css and self.kind != "select" else ""
        if css or own:
            attrs["class"] = f"{css} {own}".strip()
        if self.described_by and self.kind not in {"choices", "group"}:
            attrs["aria-describedby"] = self.described_by
        return attrs

    @property
    def control(self) -> SafeString:
        """The widget itself; for sets of choices use `choices`."""
        return self.bound.as_widget(attrs=self.attrs())

    @property
    def choices(self) -> Iterator[Choice]:
        """Each choice of a set, with KERN's class for its type."""
        for choice in self.bound.subwidgets:
            data = choice.data
            base = "kern-form-check__radio" if data["type"] == "radio" else "kern-form-check__checkbox"
            css = f"{base} {base}--error" if self.errors else base
            attrs = {**data["attrs"], "class": css, "type": data["type"], "name": data["name"]}
            attrs |= {"value": str(data["value"]), "checked": bool(data["selected"])}
            if self.errors:
                attrs["aria-invalid"] = "true"
            yield Choice(control_tag(attrs), data["attrs"].get("id", ""), data["label"])


def control_tag(attrs: dict[str, str | bool]) -> SafeString:
    """Return an `input` with escaped attributes; false ones are left out."""
    return SafeString(f"<input{flatatt(attrs)}>")


def field_view(bound: BoundField) -> FieldView:
    """Prepare `bound` for the template `components/field.html`."""
    kind = kind_of(bound)
    first = bound.auto_id
    if kind in {"choices", "group"}:
        first = f"{bound.auto_id}_0"
    return FieldView(
        bound=bound,
        kind=kind,
        id=first,
        label=bound.label,
        help=bound.help_text,
        errors=tuple(str(error) for error in bound.errors),
        optional=not bound.field.required and kind != "checkbox",
    )


@dataclass(frozen=True, slots=True)
class ErrorSummary:
    """All errors of a form for the box above it: sentences of the form itself, then one link per field."""

    general: tuple[str, ...]
    fields: tuple[tuple[str, Text, str], ...]

    @property
    def title(self) -> str:
        """How many places have to be looked at."""
        count = len(self.fields)
        if not count:
            return gettext("This could not be saved")
        return ngettext("Please check %(count)s entry", "Please check %(count)s entries", count) % {"count": count}

    def __bool__(self) -> bool:
        return bool(self.general or self.fields)


def error_summary(*forms_: forms.BaseForm) -> ErrorSummary:
    """Collect the errors of one or several bound forms; hidden fields count as errors of the form itself."""
    general: list[str] = []
    found: list[tuple[str, Text, str]] = []
    for form in forms_:
        general += [str(error) for error in form.non_field_errors()]
        for bound in form:
            if not bound.errors:
                continue
            sentence = " ".join(str(error) for error in bound.errors)
            if bound.is_hidden:
                general.append(sentence)
            else:
                found.append((field_view(bound).id, str(bound.label).rstrip(" .:?"), sentence))
    return ErrorSummary(tuple(general), tuple(found))
