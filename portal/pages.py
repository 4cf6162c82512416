"""Builds the tree of public pages; what is there already is left as it is."""

from __future__ import annotations

import json

from django.db import transaction
from wagtail.models import Page, Site

from portal.models import PublicPage, StartPage
from portal.public_texts import PUBLIC_TEXTS, START_LEAD, START_POINTS


@transaction.atomic
def build_public_pages(site_name: str = "Lenkwerk") -> StartPage:
    """Create start page, text pages and site where they are missing; return the start page.

    Texts that were edited in the desk stay. Wagtail's own welcome page is removed.
    """
    start = StartPage.objects.first() or _start_page(site_name)
    present = set(start.get_children().values_list("slug", flat=True))
    for text in PUBLIC_TEXTS:
        if text.slug not in present:
            page = PublicPage(title=text.title, slug=text.slug, body=json.dumps(list(text.body)))
            start.add_child(instance=page)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, hostname="localhost")
    old_root = site.root_page if site.pk else None
    site.root_page, site.site_name = start, site_name
    site.save()
    if old_root is not None and old_root.specific_class is Page and old_root.depth == 2:
        old_root.delete()
    return start


def _start_page(title: str) -> StartPage:
    root = Page.get_first_root_node()
    points = [{"type": "point", "value": {"heading": heading, "text": text}} for heading, text in START_POINTS]
    start = StartPage(title=title, slug="start-seite", lead=START_LEAD, points=json.dumps(points))
    root.add_child(instance=start)
    return start
