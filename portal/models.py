"""The public pages, without login: what Lenkwerk is, glossary, accessibility, privacy, imprint (interface.md)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]


class TermBlock(blocks.StructBlock):  # type: ignore[misc]
    """A word of the glossary and what it means."""

    term = blocks.CharBlock(label=_("Term"), max_length=120)
    meaning = blocks.TextBlock(label=_("Meaning"), max_length=1000)


class PointBlock(blocks.StructBlock):  # type: ignore[misc]
    """A heading with a short text, one of several side by side."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), max_length=600)


class StartPage(Page):  # type: ignore[misc]
    """The root of the public pages: what this is, and the way in."""

    lead = models.TextField(_("first sentences"), max_length=800)
    points = StreamField([("point", PointBlock(label=_("Point")))], blank=True, verbose_name=_("points"))

    template = "public/start.html"
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["portal.PublicPage"]
    # Wagtail's own title panel fills the address, which this page does not have.
    content_panels = [FieldPanel("title", classname="title"), FieldPanel("lead"), FieldPanel("points")]
    promote_panels: list[FieldPanel] = []

    class Meta:
        verbose_name = _("start page")
        verbose_name_plural = _("start pages")


class PublicPage(Page):  # type: ignore[misc]
    """A page of text. Some have fixed addresses that the footer names (`portal.components.shell.FOOTER`)."""

    body = StreamField(
        [
            ("heading", blocks.CharBlock(label=_("Heading"), max_length=120)),
            ("text", blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)),
            ("terms", blocks.ListBlock(TermBlock(), label=_("Glossary"))),
            ("image", ImageBlock(label=_("Image"))),
        ],
        verbose_name=_("content"),
    )

    template = "public/page.html"
    parent_page_types = ["portal.StartPage"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("public page")
        verbose_name_plural = _("public pages")
