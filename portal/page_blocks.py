"""The blocks of which administrators put the public pages together."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]
REASONS = (
    ("not_compatible", _("not compatible with the requirements")),
    ("burden", _("disproportionate burden")),
    ("exempt", _("outside of what the law asks for")),
)


class TermBlock(blocks.StructBlock):  # type: ignore[misc]
    """A word of the glossary, its short form, and what it means."""

    term = blocks.CharBlock(label=_("Term"), max_length=120)
    short = blocks.CharBlock(label=_("Short form"), max_length=40, required=False)
    meaning = blocks.TextBlock(label=_("Meaning"), max_length=1000)


class PointBlock(blocks.StructBlock):  # type: ignore[misc]
    """A heading with a short text, one of several side by side."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), max_length=600)


class BarrierBlock(blocks.StructBlock):  # type: ignore[misc]
    """Content that is not accessible, why, and what helps instead."""

    what = blocks.TextBlock(label=_("What is not accessible"), max_length=1000)
    reason = blocks.ChoiceBlock(label=_("Reason"), choices=REASONS)
    alternative = blocks.TextBlock(label=_("What helps instead"), max_length=1000, required=False)


def body_blocks() -> list[tuple[str, blocks.Block]]:
    """Return the blocks of a page of text. A gap says on the page what only the Kreis can fill in."""
    return [
        ("heading", blocks.CharBlock(label=_("Heading"), max_length=120)),
        ("text", blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)),
        ("gap", blocks.CharBlock(label=_("Gap: what is still to be filled in"), max_length=200)),
        ("image", ImageBlock(label=_("Image"))),
    ]
