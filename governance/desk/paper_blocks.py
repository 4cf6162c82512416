"""The block editors of a paper: text with tables, points of the proposed resolution, stations of its way.

What a block renders is what two writers compare (`DeskForm.compare`): words, never stored keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock

from governance.desk.forms import DATE_FORMATS
from governance.desk.parts import short_day
from governance.models import Body, ConsultationRole
from governance.models.papers import RICH_TEXT_FEATURES
from governance.rules.amounts import SOURCES, parsed
from governance.usecases.paper_content import (
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_POINT,
    LONGEST_YEAR,
    MOST_LINES,
    MOST_POINTS,
    MOST_STATIONS,
)


class DayBlock(blocks.DateBlock):  # type: ignore[misc]
    """A day, typed and shown as German dates are."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format=DATE_FORMATS[0], input_formats=DATE_FORMATS, **kwargs)

    def render_basic(self, value: date | None, context: Mapping[str, Any] | None = None) -> str:
        """Return the day in words."""
        return short_day(value) if value else ""


class StationBlock(blocks.StructBlock):  # type: ignore[misc]
    """One station of the way."""

    def render_basic(self, value: Mapping[str, Any], context: Mapping[str, Any] | None = None) -> SafeString:
        """Return body, task and day as one line."""
        words = (
            self._chosen("body", value) or value.get("external_name"),
            self._chosen("role", value),
            self.child_blocks["date"].render(value.get("date")),
        )
        return format_html("<p>{}</p>", ", ".join(str(word) for word in words if word))

    def _chosen(self, name: str, value: Mapping[str, Any]) -> Any:
        key = value.get(name)
        return dict(self.child_blocks[name].field.choices).get(key, "") if key else ""


def text_block() -> blocks.StreamBlock:
    """Return the editor of a section: text with the few formats of the allow-list, and simple tables."""
    block = blocks.StreamBlock(
        [
            ("text", blocks.RichTextBlock(features=RICH_TEXT_FEATURES, label=_("Text"))),
            ("table", TableBlock(label=_("Table"))),
        ],
        required=False,
        max_num=30,
    )
    block.set_name("text")
    return block


def points_block() -> blocks.StreamBlock:
    """Return the editor of the points; Wagtail's script takes a stream only as the outermost block of a field."""
    point = blocks.TextBlock(label=_("Point"), max_length=LONGEST_POINT, rows=2, icon="list-ol")
    block = blocks.StreamBlock([("point", point)], required=False, max_num=MOST_POINTS)
    block.set_name("points")
    return block


class NumberBlock(blocks.CharBlock):  # type: ignore[misc]
    """A number as people type it in German; what is none is told at the field."""

    def clean(self, value: Any) -> str:
        """Return the plain decimal."""
        try:
            return parsed(super().clean(value))
        except ValueError as error:
            raise ValidationError(_("Write a number, such as 55.000,00 or 0,5.")) from error

    def render_basic(self, value: Any, context: Mapping[str, Any] | None = None) -> str:
        """Return the number in German, however it was typed; what is none stays as it is."""
        try:
            return typed_number(parsed(str(value or "")))
        except ValueError:
            return str(value)


def typed_number(stored: str) -> str:
    """Return a stored decimal as people type it."""
    return stored.replace(".", ",")


class AmountBlock(blocks.StructBlock):  # type: ignore[misc]
    """One line of a table of amounts."""

    def render_basic(self, value: Mapping[str, Any], context: Mapping[str, Any] | None = None) -> SafeString:
        """Return the line in words."""
        source = dict(self.child_blocks["source"].field.choices).get(value.get("source"), "")
        numbers = (self.child_blocks[name].render(value.get(name)) for name in ("amount", "posts"))
        words = (value.get("year"), value.get("purpose"), source if value.get("source") else "", *numbers)
        return format_html("<p>{}</p>", ", ".join(str(word) for word in words if word))


def amounts_block() -> blocks.StreamBlock:
    """Return the editor of a table of amounts."""
    sources = [(key, _(label)) for key, label in SOURCES.items()]
    line = AmountBlock(
        [
            ("year", blocks.CharBlock(required=False, max_length=LONGEST_YEAR, label=_("Year"))),
            ("purpose", blocks.CharBlock(required=False, max_length=LONGEST_LINE, label=_("Purpose"))),
            ("source", blocks.ChoiceBlock(choices=sources, required=False, label=_("Source"))),
            ("amount", NumberBlock(required=False, max_length=30, label=_("Amount in euros"))),
            ("posts", NumberBlock(required=False, max_length=30, label=_("Posts (VZÄ)"))),
        ],
        label=_("Line"),
        icon="table",
    )
    block = blocks.StreamBlock([("line", line)], required=False, max_num=MOST_LINES)
    block.set_name("lines")
    return block


def list_block() -> blocks.StreamBlock:
    """Return the editor of a list of short lines."""
    line = blocks.CharBlock(label=_("Line"), max_length=LONGEST_LINE, icon="list-ul")
    block = blocks.StreamBlock([("line", line)], required=False, max_num=MOST_LINES)
    block.set_name("lines")
    return block


def stations_block(own: Iterable[Body]) -> blocks.StreamBlock:
    """Return the editor of the stations; `own` are the bodies to choose from, or those that it names."""
    choices = [(body.public_id, body.name) for body in own]
    station = StationBlock(
        [
            ("body", blocks.ChoiceBlock(choices=choices, required=False, label=_("Own body"))),
            ("external_name", blocks.CharBlock(required=False, max_length=LONGEST_NAME, label=_("or external body"))),
            ("role", blocks.ChoiceBlock(choices=ConsultationRole.choices, default="decision", label=_("Task"))),
            ("date", DayBlock(required=False, label=_("Date"))),
        ],
        label=_("Station"),
        icon="group",
    )
    block = blocks.StreamBlock([("station", station)], required=False, max_num=MOST_STATIONS)
    block.set_name("stations")
    return block
