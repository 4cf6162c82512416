"""Published resolutions for everybody: list of authorities, list with search and filters, one of them, feed.

Nobody is logged in here. What is not published, or not any more, is not found, whoever asks.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import condition, require_safe

from governance.models import Authority, Publication
from governance.queries import publications as read
from governance.rules.characters import clean_line
from portal.components.actions import Link
from portal.views.base import sent_key
from portal.views.paging import PAGE_SIZE
from portal.views.public_parts import address_of, shown_context

FEED_LENGTH = 50
View = Callable[..., HttpResponse]


def kept_by_caches(seconds: int) -> Callable[[View], View]:
    """Let caches keep an answer to strangers; what is answered to somebody who is logged in is never kept."""

    def decorate(view: View) -> View:
        @wraps(view)
        def run(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            response = view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                patch_cache_control(response, public=True, max_age=seconds)
            return response

        return run

    return decorate


def _authority(slug: str) -> Authority:
    """Return an authority that has published something; 404 for every other, known or not."""
    found = read.public_authorities().filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


@require_safe
def authorities(request: HttpRequest) -> HttpResponse:
    """Lead to the only authority that publishes, or let choose."""
    rows = list(read.public_authorities())
    if len(rows) == 1:
        return redirect("public_resolutions", authority=rows[0].slug)
    return render(request, "public/authorities.html", {"rows": rows})


@require_safe
def resolutions(request: HttpRequest, authority: str) -> HttpResponse:
    """List the published resolutions of an authority; `?q=` searches, `?gremium=` and `?jahr=` narrow."""
    publisher = _authority(authority)
    chosen = {
        "q": clean_line(request.GET.get("q", ""))[:200],
        "gremium": sent_key(request.GET, "gremium"),
        "jahr": request.GET.get("jahr", "")[:4],
    }
    year = int(chosen["jahr"]) if chosen["jahr"].isascii() and chosen["jahr"].isdigit() else None
    rows = read.public_list(publisher, search=chosen["q"], body_id=chosen["gremium"], year=year)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("seite"))
    context = {
        "publisher": publisher,
        "page_obj": page,
        "rows": [(row.resolution, address_of(row)) for row in page.object_list],
        "filters": read.public_filters(publisher),
        "chosen": chosen,
        "narrowed": any(chosen.values()),
        "feed": reverse("public_feed", args=[authority]),
    }
    return render(request, "public/resolutions.html", context)


@require_safe
def resolution(request: HttpRequest, authority: str, body_id: str, year: int, sequence: int) -> HttpResponse:
    """Show one published resolution at its stable address."""
    try:
        shown = read.public_resolution(_authority(authority), body_id, year, sequence)
    except Publication.DoesNotExist as missing:
        raise Http404 from missing
    over = Link(_("Published resolutions"), reverse("public_resolutions", args=[authority]))
    context = {**shown_context(shown), "breadcrumbs": [over, Link(shown.resolution.number)]}
    return render(request, "public/resolution.html", context)


def _changed(request: HttpRequest, authority: str) -> datetime | None:
    return read.last_change(_authority(authority))


def _etag(request: HttpRequest, authority: str) -> str:
    publisher = _authority(authority)
    changed = read.last_change(publisher)
    # The number tells what was taken from the public without an act of publishing: an item that became non-public.
    count = read.public_list(publisher).count()
    facts = f"{authority} {settings.BASE_URL} {changed.isoformat() if changed else ''} {count}"
    return f'"{sha256(facts.encode()).hexdigest()[:32]}"'


@require_safe
@kept_by_caches(900)
@condition(etag_func=_etag, last_modified_func=_changed)
def feed(request: HttpRequest, authority: str) -> HttpResponse:
    """The last published resolutions as an Atom feed (RFC 4287), in German whoever reads it."""
    publisher = _authority(authority)
    with override("de"):
        written = _feed(publisher)
    return HttpResponse(written, content_type="application/atom+xml; charset=utf-8")


def _feed(authority: Authority) -> str:
    base = settings.BASE_URL.rstrip("/")
    whole = Atom1Feed(
        title=_("Published resolutions: %(authority)s") % {"authority": authority.name},
        link=f"{base}{reverse('public_resolutions', args=[authority.slug])}",
        feed_url=f"{base}{reverse('public_feed', args=[authority.slug])}",
        description="",
        language="de",
        author_name=authority.name,
    )
    for row in read.public_list(authority)[:FEED_LENGTH]:
        resolution = row.resolution
        whole.add_item(
            title=clean_line(f"{resolution.number}: {resolution.title}"),
            link=f"{base}{address_of(row)}",
            description=_summary(row),
            pubdate=resolution.decided_at,
            updateddate=row.answered_at,
            unique_id=f"{base}{address_of(row)}",
        )
    return str(whole.writeString("utf-8"))


def _summary(row: Publication) -> str:
    """Return the plain words, or what was decided, as text; the feed's reader shows it as HTML, so it is escaped."""
    return str(escape(row.summary or row.resolution.wording))


@require_safe
@kept_by_caches(86400)
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: the public pages. Everything else asks for a login anyway."""
    closed = ("/konto/", "/werkstatt/", "/antwort/", "/start/", "/kontakt/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {settings.BASE_URL.rstrip('/')}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
