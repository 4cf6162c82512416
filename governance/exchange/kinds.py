"""The eight tables by their kind, and what is checked of their headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.utils.translation import gettext as _

from governance.exchange.bodies import BodyTable, SeatTable
from governance.exchange.people import OrganisationTable, PersonTable, TerritoryTable
from governance.exchange.resource import TableResource, is_example
from governance.exchange.sittings import DeputyTable, MembershipTable
from governance.exchange.table import Table, UnreadableTable
from governance.exchange.topics import TopicTable
from governance.exchange.widgets import fold
from governance.models import ImportKind
from governance.rules.characters import shortened

RESOURCES: Mapping[str, type[TableResource]] = {
    ImportKind.TERRITORIES: TerritoryTable,
    ImportKind.ORGANISATIONS: OrganisationTable,
    ImportKind.PEOPLE: PersonTable,
    ImportKind.BODIES: BodyTable,
    ImportKind.SEATS: SeatTable,
    ImportKind.MEMBERSHIPS: MembershipTable,
    ImportKind.DEPUTIES: DeputyTable,
    ImportKind.TOPICS: TopicTable,
}
"""In the order in which they are imported: each refers to those above it."""

OWN = frozenset(
    fold(word)
    for word in (
        "id",
        "pk",
        "public_id",
        "public id",
        "version",
        "state",
        "stage",
        "status",
        "stand",
        "stadium",
        "phase",
        "nummer",
        "kreis",
        "authority",
        "login",
        "anmeldung",
        "user",
        "rolle",
        "rollen",
        "role",
        "passwort",
        "password",
    )
)
"""Headings of what Lenkwerk gives by itself, or by steps of its own: never imported."""


def check_headings(resource: TableResource, table: Table) -> None:
    """Raise `UnreadableTable` with every sentence about headings that are doubled, unknown, missing or ours to give."""
    headings = [heading.rstrip(" *") for heading in table.headings]
    known = {fold(field.column_name): field for field in resource.fields.values()}
    folded = [fold(heading) for heading in headings]
    found: list[str] = []
    for place, (heading, word) in enumerate(zip(headings, folded, strict=True), 1):
        if not word:
            found.append(_("Column %(place)s has no heading.") % {"place": place})
        elif word not in known:
            sentence = (
                _("The column “%(heading)s” cannot be imported, Lenkwerk gives this itself. Delete it.")
                if word in OWN
                else _("The column “%(heading)s” is unknown. Delete it, or give it a heading of the template.")
            )
            found.append(sentence % {"heading": shortened(heading, 60)})
    found += [
        _("The column “%(heading)s” stands there twice.") % {"heading": known[word].column_name}
        for word, times in Counter(folded).items()
        if times > 1 and word in known
    ]
    found += [
        _("The column “%(heading)s” is missing.") % {"heading": field.column_name}
        for word, field in known.items()
        if field.required and word not in folded
    ]
    if not found and all(is_example(row) for row in table.rows):
        found = [_("The file holds the example of the template only.")]
    if found:
        raise UnreadableTable(" ".join(found))
