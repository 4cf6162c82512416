"""The map of the public pages for search engines: pages of the tree and published resolutions, nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from wagtail.models import Page

from governance.models import Publication
from governance.queries.publications import public_list
from portal.models import StartPage
from portal.views.public_parts import address_of


class _OwnSitemap(Sitemap[Any]):
    """Addresses begin with the configured base URL, whatever host the request names."""

    def get_domain(self, site: Any = None) -> str:
        """Return the host of the installation."""
        return str(urlsplit(settings.BASE_URL).netloc)

    def get_protocol(self, protocol: str | None = None) -> str:
        """Return the scheme of the installation."""
        return str(urlsplit(settings.BASE_URL).scheme)


class PageSitemap(_OwnSitemap):
    """The published pages of the tree."""

    def items(self) -> QuerySet[Page]:
        """Return the start page and what lies below it."""
        start = StartPage.objects.live().first()
        pages = start.get_descendants(inclusive=True).live().public() if start else Page.objects.none()
        ordered: QuerySet[Page] = pages.order_by("path")
        return ordered

    def location(self, item: Page) -> str:
        """Return the path of a page."""
        return "/" if item.depth == 2 else f"/{item.slug}/"

    def lastmod(self, item: Page) -> datetime | None:
        """Return when it was published last."""
        moment: datetime | None = item.last_published_at
        return moment


class ResolutionSitemap(_OwnSitemap):
    """The published resolutions of every authority."""

    def items(self) -> QuerySet[Publication]:
        """Return them."""
        return public_list()

    def location(self, item: Publication) -> str:
        """Return the stable address."""
        return address_of(item)

    def lastmod(self, item: Publication) -> datetime | None:
        """Return when it was published."""
        return item.answered_at


SITEMAPS = {"pages": PageSitemap, "resolutions": ResolutionSitemap}
