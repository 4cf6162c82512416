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
    strange = [(heading, word) for heading, word in zip(headings, folded, strict=True) if word and word not in known]
    lists = (
        (
            _("Unknown columns: %(names)s. Delete them, or give them headings of the template."),
            [heading for heading, word in strange if word not in OWN],
        ),
        (
            _("Lenkwerk gives this itself, so it cannot be imported: %(names)s. Delete these columns."),
            [heading for heading, word in strange if word in OWN],
        ),
        (
            _("Columns that stand there twice: %(names)s."),
            [known[word].column_name for word, times in Counter(folded).items() if times > 1 and word in known],
        ),
        (
            _("Columns that are missing: %(names)s."),
            [field.column_name for word, field in known.items() if field.required and word not in folded],
        ),
    )
    found = [sentence % {"names": _listed(names)} for sentence, names in lists if names]
    found += [
        _("Column %(place)s has no heading.") % {"place": place} for place, word in enumerate(folded, 1) if not word
    ]
    other = _other_kind(resource, set(folded)) if strange else None
    if other is not None:
        found = [_("These are the headings of another table: %(kind)s. Choose it above.") % {"kind": other.label}]
    elif not found and all(is_example(row) for row in table.rows):
        found = [_("The file holds the example of the template only.")]
    if found:
        raise UnreadableTable(" ".join(found))


def _other_kind(resource: TableResource, folded: set[str]) -> ImportKind | None:
    """Return the kind of table whose headings these are, if they are all known there and none is missing."""
    for kind, other in RESOURCES.items():
        columns = other(resource.viewer).own_columns() if not isinstance(resource, other) else ()
        needed = {fold(column.heading) for column in columns if column.required}
        if needed and needed <= folded <= {fold(column.heading) for column in columns}:
            return ImportKind(kind)
    return None


def _listed(names: list[str]) -> str:
    return ", ".join(f"„{shortened(name, 60)}“" for name in names)
