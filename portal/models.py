"""The public pages, without login: start, text, glossary, statement of accessibility, contact (interface.md)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from governance.rules import clock
from governance.rules.characters import clean_line
from governance.rules.statements import review_due, review_overdue
from portal.page_blocks import BarrierBlock, PointBlock, TermBlock, body_blocks
from portal.page_panels import ReviewPanel

BELOW_START = ["portal.StartPage"]


class StartPage(Page):  # type: ignore[misc]
    """The root of the public pages: what this is, and the way in."""

    lead = models.TextField(_("first sentences"), max_length=800)
    points = StreamField([("point", PointBlock(label=_("Point")))], blank=True, verbose_name=_("points"))

    template = "public/start.html"
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["portal.PublicPage", "portal.GlossaryPage", "portal.StatementPage", "portal.ContactPage"]
    # Wagtail's own title panel fills the address, which this page does not have.
    content_panels = [FieldPanel("title", classname="title"), FieldPanel("lead"), FieldPanel("points")]
    promote_panels: list[FieldPanel] = []

    class Meta:
        verbose_name = _("start page")
        verbose_name_plural = _("start pages")


class PublicPage(Page):  # type: ignore[misc]
    """A page of text. Some have fixed addresses that the footer names (`portal.components.shell.FOOTER`)."""

    body = StreamField(body_blocks(), verbose_name=_("content"))

    template = "public/page.html"
    parent_page_types = BELOW_START
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("public page")
        verbose_name_plural = _("public pages")


@dataclass(frozen=True)
class Entry:
    """A word of the glossary as the page prints it; `anchor` is its place in the address."""

    term: str
    short: str
    meaning: str
    anchor: str

    @property
    def letter(self) -> str:
        """The letter under which it stands."""
        return _sorted_as(self.term)[:1].upper()

    def mentions(self, word: str) -> bool:
        """Whether the word occurs in it."""
        return word.casefold() in f"{self.term} {self.short} {self.meaning}".casefold()


def _sorted_as(term: str) -> str:
    """Return a term as German dictionaries sort it: Ä as A, ß as ss, without regard to case (DIN 5007, 1)."""
    plain = unicodedata.normalize("NFKD", term.casefold().replace("ß", "ss"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


class GlossaryPage(Page):  # type: ignore[misc]
    """The words of the field: entered in any order, shown by the alphabet, each with its own address."""

    lead = models.TextField(_("first sentences"), max_length=800, blank=True)
    terms = StreamField([("term", TermBlock(label=_("Term")))], blank=True, verbose_name=_("terms"))

    template = "public/glossary.html"
    max_count = 1
    parent_page_types = BELOW_START
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("terms")]

    class Meta:
        verbose_name = _("glossary")
        verbose_name_plural = _("glossaries")

    def entries(self) -> tuple[Entry, ...]:
        """Return the words by the alphabet; two of the same name get different anchors."""
        found: list[Entry] = []
        taken: set[str] = set()
        for block in sorted(self.terms, key=lambda block: _sorted_as(str(block.value["term"]))):
            anchor = base = slugify(block.value["term"]) or "begriff"
            number = 2
            while anchor in taken:
                anchor, number = f"{base}-{number}", number + 1
            taken.add(anchor)
            found.append(Entry(block.value["term"], block.value.get("short") or "", block.value["meaning"], anchor))
        return tuple(found)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the words that `?q=` asks for, all without it, grouped by letter."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        search = clean_line(request.GET.get("q", ""))[:100]
        entries = [entry for entry in self.entries() if all(entry.mentions(word) for word in search.split())]
        letters = [(letter, list(rows)) for letter, rows in _by_letter(entries)]
        return {**context, "search": search, "letters": letters, "count": len(entries)}


def _by_letter(entries: Iterable[Entry]) -> Iterable[tuple[str, Iterable[Entry]]]:
    return groupby(entries, key=lambda entry: entry.letter)


class Conformity(models.TextChoices):
    """How far the requirements are met."""

    FULL = "full", _("fully compatible")
    PARTLY = "partly", _("partly compatible")
    NONE = "none", _("not compatible")


class Method(models.TextChoices):
    """How that was found out."""

    SELF = "self", _("assessment by ourselves")
    THIRD = "third", _("assessment by an independent body")


class StatementPage(Page):  # type: ignore[misc]
    """The statement of accessibility with what the law asks for as fields; empty ones show as gaps.

    Nothing is invented: what only the Kreis knows stays a marked gap until it is filled in.
    """

    scope = models.TextField(_("what the statement covers"), max_length=1000)
    conformity = models.CharField(_("state of conformity"), max_length=8, choices=Conformity.choices, default="partly")
    conformity_note = models.TextField(_("explanation"), max_length=2000, blank=True)
    barriers = StreamField(
        [("barrier", BarrierBlock(label=_("Barrier")))], blank=True, verbose_name=_("content that is not accessible")
    )
    method = models.CharField(_("method of the assessment"), max_length=8, choices=Method.choices, default="self")
    method_note = models.TextField(_("how it was assessed"), max_length=2000, blank=True)
    assessed_on = models.DateField(_("assessed on"), null=True, blank=True)
    prepared_on = models.DateField(_("statement prepared on"), null=True, blank=True)
    reviewed_on = models.DateField(_("last reviewed on"), null=True, blank=True)
    feedback_office = models.TextField(
        _("office that answers reports"), blank=True, validators=[MaxLengthValidator(600)],
        help_text=_("Name of the office, postal address, telephone, e-mail address."),
    )  # fmt: skip
    enforcement_office = models.TextField(
        _("ombuds office of the state"), blank=True, validators=[MaxLengthValidator(600)],
        help_text=_("Name, postal address, telephone, e-mail address of the office, as it publishes them."),
    )  # fmt: skip
    enforcement_url = models.URLField(_("web page of the ombuds office"), blank=True)

    template = "public/statement.html"
    max_count = 1
    parent_page_types = BELOW_START
    subpage_types: list[str] = []
    content_panels = [
        ReviewPanel(),
        *Page.content_panels,
        FieldPanel("scope"),
        MultiFieldPanel(
            [FieldPanel("conformity"), FieldPanel("conformity_note"), FieldPanel("barriers")], _("Conformity")
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("method", "method_note", "assessed_on", "prepared_on", "reviewed_on")],
            _("Assessment and review"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("feedback_office", "enforcement_office", "enforcement_url")],
            _("Feedback and enforcement"),
        ),
    ]

    class Meta:
        verbose_name = _("statement of accessibility")
        verbose_name_plural = _("statements of accessibility")

    @property
    def review_overdue(self) -> bool:
        """Whether the last review lies more than a year back, or never happened."""
        return review_overdue(self.reviewed_on, clock.today())

    @property
    def review_due(self) -> Any:
        """The day by which it is to be reviewed again; None where it was never reviewed."""
        return review_due(self.reviewed_on)


class ContactPage(Page):  # type: ignore[misc]
    """The words around the contact form, which `portal.views.contact` shows at the fixed address of this page."""

    body = StreamField(body_blocks(), verbose_name=_("content"))
    thanks = models.TextField(_("text after sending"), max_length=800)

    template = "public/contact.html"
    max_count = 1
    parent_page_types = BELOW_START
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("body"), FieldPanel("thanks")]

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")
