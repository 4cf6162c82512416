"""The frame around every page: brand, navigation, call to vote, footer (interface.md, Structure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from portal.components.actions import Link
from portal.components.text import Text


class AuthorityLike(Protocol):
    """What the frame needs of an authority."""

    slug: str
    name: str


VOTE_NOW: Text = _("Vote now")


@dataclass(frozen=True, slots=True)
class Call:
    """An open vote that waits for the viewer: shown as the accent strip on every page until it is cast."""

    lead: Text
    text: Text
    url: str
    label: Text = VOTE_NOW


@dataclass(frozen=True, slots=True)
class ShellFacts:
    """What only the domain knows about the viewer; the middleware puts it on `request.shell_facts`."""

    person: str = ""
    sees_cases: bool = False
    sees_bodies: bool = True
    sees_goals: bool = False
    has_measures: bool = False
    uses_desk: bool = False
    calls: tuple[Call, ...] = ()


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One entry of the main navigation; `current` is `page`, `true` (a page below it) or empty."""

    label: Text
    url: str
    current: str = ""


@dataclass(frozen=True, slots=True)
class Shell:
    """Everything `templates/base.html` shows outside its blocks."""

    authority: str
    home_url: str
    search_url: str
    account_url: str
    login_url: str
    desk_url: str
    person: str
    navigation: tuple[NavEntry, ...]
    calls: tuple[Call, ...]
    footer: tuple[Link, ...]
    language_url: str
    demo: bool
    signed_in: bool


SECTIONS: tuple[tuple[str, Text, tuple[str, ...]], ...] = (
    ("overview", _("Overview"), ("overview",)),
    ("processes", _("Processes"), ("process", "mandate", "nomination", "evaluation")),
    ("cases", _("Cases"), ("case", "series")),
    (
        "meetings",
        _("Meetings"),
        (
            "meeting",
            "session",
            "vote",
            "ballot",
            "minutes",
            "invitation",
            "agenda",
            "item_",
            "dispatch",
            "ledger",
            "outbox",
        ),
    ),
    ("papers", _("Papers"), ("paper",)),
    ("measures", _("Measures"), ("measure",)),
    ("register", _("Resolutions"), ("register", "resolution", "follow_up", "measure", "notice")),
    ("goal_systems", _("Zielsysteme und Ketten"), ("goal", "chain")),
    ("bodies", _("Bodies"), ("bod",)),
)
"""URL name in the namespace `portal`, label, and how the names of the pages below it begin; the first one is marked."""

FOOTER: tuple[Link, ...] = (
    Link(_("Handbook"), "/handbuch/"),
    Link(_("Help and glossary"), "/hilfe/"),
    Link(_("Accessibility"), "/barrierefreiheit/"),
    Link(_("Privacy"), "/datenschutz/"),
    Link(_("Imprint"), "/impressum/"),
)
"""The handbook and the public pages of the Wagtail tree, by their fixed addresses."""


def navigation(*, slug: str, url_name: str, facts: ShellFacts) -> tuple[NavEntry, ...]:
    """Return the main navigation of the authority `slug`, with the entry of the page `url_name` marked."""
    hidden = {
        "cases": not facts.sees_cases,
        "bodies": not facts.sees_bodies,
        "goal_systems": not facts.sees_goals,
        "measures": not facts.has_measures,
    }
    entries: list[NavEntry] = []
    for name, label, below in SECTIONS:
        if hidden.get(name):
            continue
        current = "page" if url_name == name else "true" if url_name.startswith(below) else ""
        if any(entry.current for entry in entries):
            current = ""
        entries.append(NavEntry(label, reverse(f"portal:{name}", kwargs={"authority": slug}), current))
    return tuple(entries)


def build(*, request: HttpRequest, authority: AuthorityLike | None, facts: ShellFacts) -> Shell:
    """Put the frame together for one request; without authority there is neither navigation nor search."""
    signed_in = bool(getattr(request, "user", None) and request.user.is_authenticated)
    match = request.resolver_match
    url_name = (match.url_name or "") if match and match.namespace == "portal" else ""
    entries: tuple[NavEntry, ...] = ()
    search_url, home_url = "", "/"
    if authority is not None and signed_in:
        where = {"authority": authority.slug}
        entries = navigation(slug=authority.slug, url_name=url_name, facts=facts)
        search_url, home_url = (
            reverse("portal:search", kwargs=where),
            reverse("portal:overview", kwargs=where),
        )
    return Shell(
        authority=authority.name if authority is not None else "",
        home_url=home_url,
        search_url=search_url,
        account_url=reverse("account") if signed_in else "",
        login_url="" if signed_in else reverse("account_login"),
        desk_url=reverse("wagtailadmin_home") if facts.uses_desk else "",
        person=facts.person or (str(request.user) if signed_in else ""),
        navigation=entries,
        calls=facts.calls,
        footer=FOOTER,
        language_url=reverse("set_language"),
        demo=bool(getattr(settings, "DEMO", False)),
        signed_in=signed_in,
    )


def frame(request: HttpRequest) -> Shell:
    """Return the frame from what the middleware left on the request."""
    authority: AuthorityLike | None = getattr(request, "authority", None)
    facts: ShellFacts = getattr(request, "shell_facts", None) or ShellFacts()
    return build(request=request, authority=authority, facts=facts)


def shell(request: HttpRequest) -> Mapping[str, object]:
    """Context processor: `shell` for the base template.

    Reads `request.authority` (or none) and `request.shell_facts` (`ShellFacts`, may be lazy), both set by the
    authority middleware; a page outside an authority gets the frame without navigation. Lazy, so that an
    error page, which has no frame, asks neither user nor database.
    """
    return {"shell": SimpleLazyObject(lambda: frame(request))}
