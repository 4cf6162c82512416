"""Builds the tree of public pages; what is there already is left as it is."""

from __future__ import annotations

import json

from django.db import transaction
from wagtail.models import Page, Site

from portal.models import ContactPage, GlossaryPage, PublicPage, StartPage, StatementPage
from portal.public_texts import PUBLIC_TEXTS, START_LEAD, START_POINTS, PublicText

PAGE_TYPES = {model.__name__: model for model in (PublicPage, GlossaryPage, StatementPage, ContactPage)}


@transaction.atomic
def build_public_pages(site_name: str = "Lenkwerk") -> StartPage:
    """Create start page, text pages and site where they are missing; return the start page.

    Texts that were edited in the desk stay. Wagtail's own welcome page is removed.
    """
    start = StartPage.objects.first() or _start_page(site_name)
    present = set(start.get_children().values_list("slug", flat=True))
    for text in PUBLIC_TEXTS:
        if text.slug not in present:
            start.add_child(instance=_page(text))
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, hostname="localhost")
    old_root = site.root_page if site.pk else None
    site.root_page, site.site_name = start, site_name
    site.save()
    if old_root is not None and old_root.specific_class is Page and old_root.depth == 2:
        old_root.delete()
    return start


def _page(text: PublicText) -> Page:
    """Return a page of the type that the text names; stream fields are given as data."""
    fields = {name: json.dumps(value) if isinstance(value, list) else value for name, value in text.fields.items()}
    if text.body:
        fields["body"] = json.dumps(list(text.body))
    return PAGE_TYPES[text.model](title=text.title, slug=text.slug, **fields)


def contact_page() -> ContactPage | None:
    """Return the published page around the contact form, or None."""
    page: ContactPage | None = ContactPage.objects.live().first()
    return page


def overdue_statement() -> StatementPage | None:
    """Return the statement of accessibility if it waits for its yearly review."""
    page = StatementPage.objects.live().first()
    return page if page is not None and page.review_overdue else None


def _start_page(title: str) -> StartPage:
    root = Page.get_first_root_node()
    points = [{"type": "point", "value": {"heading": heading, "text": text}} for heading, text in START_POINTS]
    start = StartPage(title=title, slug="start-seite", lead=START_LEAD, points=json.dumps(points))
    root.add_child(instance=start)
    return start
