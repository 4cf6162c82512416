"""The home page of the desk: what needs care, then the areas. Nothing of Wagtail's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from governance.access.accounts import may_administer
from governance.desk.parts import RelatedRow, add_url, edit_url, period_text, short_day
from governance.desk.scope import request_viewers
from governance.models import (
    Authority,
    Deputyship,
    Membership,
    Office,
    OutboxMessage,
    OutboxState,
    RoleAssignment,
    Secretariat,
    User,
)
from governance.queries.backup import last_backup
from governance.queries.care import Care, Ending, needs_care

SHOWN = 10


def viewset_of(row: Ending) -> str:
    """Return the name of the viewset that ends `row`."""
    if isinstance(row, Membership):
        return "desk_memberships"
    if isinstance(row, Deputyship):
        return "desk_deputyships"
    if isinstance(row, Office):
        return "desk_offices"
    if isinstance(row, Secretariat):
        return "desk_secretariats"
    return "desk_roles" if isinstance(row, RoleAssignment) else "desk_assistances"


def ending_row(row: Ending) -> RelatedRow:
    """Return what ends and when."""
    day = short_day(row.valid_until) if row.valid_until else ""
    body = row.seat.body if isinstance(row, Membership | Deputyship | Office) else None
    name = f"{body}: {row}" if body else str(row)
    detail = _("%(kind)s, ends on %(day)s") % {"kind": capfirst(row._meta.verbose_name), "day": day}
    return RelatedRow(name, edit_url(viewset_of(row), row), detail)


class CarePanel(Component):  # type: ignore[misc]
    """What needs care in each authority that the user coordinates."""

    name = "care"
    template_name = "desk/care.html"
    order = 5

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the lists by authority; an authority in good order has none."""
        viewers = request_viewers(self.request)
        cares = [(viewer.authority, needs_care(viewer)) for viewer in viewers]
        found = [(authority, lists_of(care, authority), care.has_bodies) for authority, care in cares]
        return {"authorities": found, "several": len(viewers) > 1}


def _mail_facts(mail: OutboxMessage) -> dict[str, str]:
    state = _("held") if mail.state == OutboxState.HELD else _("waiting")
    return {"state": state, "at": date_format(mail.created_at, "SHORT_DATETIME_FORMAT")}


Lists = list[tuple[str, list[RelatedRow]]]


def lists_of(care: Care, authority: Authority) -> list[tuple[str, list[RelatedRow], int]]:
    """Return heading, the first rows, and how many more there are, of every list that is not empty."""
    lists = [*_mails(care, authority), *_seats(care), *_rules(care), *_papers(care)]
    return [(heading, rows[:SHOWN], max(0, len(rows) - SHOWN)) for heading, rows in lists if rows]


def _mails(care: Care, authority: Authority) -> Lists:
    url = reverse("portal:outbox", args=[authority.slug])
    stuck = [RelatedRow(mail.subject, url, _("%(state)s since %(at)s") % _mail_facts(mail)) for mail in care.mails]
    return [(_("Mails that have not left"), stuck)]


def _seats(care: Care) -> Lists:
    vacant = [
        RelatedRow(f"{seat.body}: {seat}", add_url("desk_memberships", seat=seat.public_id)) for seat in care.vacant
    ]
    return [
        (_("Vacant seats"), vacant),
        (_("Ends in the next 60 days"), [ending_row(row) for row in care.ending]),
    ]


def _rules(care: Care) -> Lists:
    without = [RelatedRow(str(body), add_url("desk_rules", body=body.public_id)) for body in care.without_rules]
    ending = [
        RelatedRow(f"{row.body}: {row}", add_url("desk_rules", body=row.body.public_id), period_text(row))
        for row in care.rules_ending
    ]
    provisional = [RelatedRow(f"{row.body}: {row}", edit_url("desk_rules", row)) for row in care.provisional]
    return [
        (_("Bodies that decide without rules of procedure"), without),
        (_("Rules of procedure that end soon, without a later edition"), ending),
        (_("Provisional rules of procedure, not adopted by the body yet"), provisional),
    ]


def _papers(care: Care) -> Lists:
    shipped = RelatedRow(_("There are none yet: begin with the shipped ones"), reverse("desk_templates:mitgelieferte"))
    drafts = [RelatedRow(paper.title, edit_url("desk_papers", paper), str(paper.body)) for paper in care.drafts]
    return [(_("Templates of papers"), [] if care.has_templates else [shipped]), (_("Papers in draft"), drafts)]


class InstallationPanel(Component):  # type: ignore[misc]
    """What administrators look after: the age of the last backup on record."""

    name = "installation"
    template_name = "desk/installation.html"
    order = 5

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the backup on record; nothing for whoever does not administer."""
        user = self.request.user
        shown = isinstance(user, User) and may_administer(user)
        return {"backup": last_backup() if shown else None}


class AreasPanel(Component):  # type: ignore[misc]
    """The areas with their lists."""

    name = "areas"
    template_name = "desk/areas.html"
    order = 10

    def __init__(self, request: HttpRequest, items: list[MenuItem]) -> None:
        self.request = request
        self.items = items

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the areas whose lists are open to the user."""
        areas = [
            (item.label, list(item.menu.menu_items_for_request(self.request)) if hasattr(item, "menu") else [item])
            for item in self.items
            if item.is_shown(self.request)
        ]
        return {"areas": areas}
