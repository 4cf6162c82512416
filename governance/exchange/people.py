"""Tables of territories, organisations and people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.access.organisations import managed_organisations, managed_people, managed_territories
from governance.exchange.resource import Column, Draft, TableResource
from governance.exchange.widgets import Choice, MailAddress, Names, Reference, References, YesNo, fold
from governance.models import Organisation, OrganisationKind, Person, Territory, TerritoryKind
from governance.usecases.organisations import save_organisation, save_person
from governance.usecases.territories import save_territory


def missing_territory() -> str:
    """Return what is said of a territory that is not on record."""
    return _("There is no territory “%(text)s”. Enter it first, or import the territories before.")


def missing_organisation() -> str:
    """Return what is said of an organisation that is not on record."""
    return _("There is no organisation “%(text)s”. Enter it first, or import the organisations before.")


def missing_person() -> str:
    """Return what is said of a person who is not on record."""
    return _("There is no person “%(text)s”. Enter the person first, or import the people before.")


class TerritoryTable(TableResource):
    """Territories, found by their name. Groupings stand above what belongs to them, or are on record."""

    names: Names

    def own_columns(self) -> Sequence[Column]:
        """Return the columns."""
        return (
            Column(
                "name",
                gettext_lazy("Name"),
                gettext_lazy("Every territory has its own name."),
                "Musterstadt",
                required=True,
            ),
            Column(
                "kind",
                gettext_lazy("Kind"),
                gettext_lazy("What the territory is."),
                str(TerritoryKind.MUNICIPALITY.label),
                Choice(TerritoryKind.choices),
                required=True,
            ),
            Column(
                "groupings",
                gettext_lazy("Belongs to"),
                gettext_lazy(
                    "Names of districts or clusters, several parted by a semicolon. They stand in a row above."
                ),
                "Bezirk Süd; Cluster Süd",
                References(lambda: self.names),
            ),
        )

    def load(self) -> None:
        """Load the territories with their groupings."""
        rows = managed_territories(self.viewer).prefetch_related("groupings")
        self.names = Names(rows, lambda row: (row.name,), missing_territory())

    def records(self) -> Iterable[Territory]:
        """Return the territories, groupings before what belongs to them."""
        rows = list(managed_territories(self.viewer).prefetch_related("groupings"))
        known = {row.pk: row for row in rows}

        def depth(row: Territory, below: int = 0) -> int:
            above = [depth(known[one.pk], below + 1) for one in row.groupings.all()] if below < len(rows) else []
            return max(above, default=-1) + 1

        return sorted(rows, key=lambda row: (depth(row), row.name))

    def stored(self, record: Territory) -> dict[str, Any]:
        """Return the values on record."""
        groupings = tuple(sorted(record.groupings.all(), key=str))
        return {"name": record.name, "kind": record.kind, "groupings": groupings}

    def find(self, row: dict[str, str]) -> Territory | None:
        """Return the territory of this name."""
        return next(iter(self.names.all(cell(self, row, "name"))), None)

    def key(self, draft: Draft) -> str:
        """Return the name."""
        return fold(draft.name)  # type: ignore[attr-defined]

    def apply(self, draft: Draft, values: dict[str, Any]) -> Territory:
        """Save the territory."""
        return save_territory(by=self.viewer, **identity(draft, "territory_id"), **values)

    def remember(self, record: Territory) -> None:
        """Make it known for the rows below."""
        self.names.add(record)


class OrganisationTable(TableResource):
    """Organisations, found by their name."""

    names: Names
    territories: Names

    def own_columns(self) -> Sequence[Column]:
        """Return the columns."""
        return (
            Column(
                "name",
                gettext_lazy("Name"),
                gettext_lazy("Every organisation has its own name."),
                "Jobcenter Musterkreis",
                required=True,
            ),
            Column("short_name", gettext_lazy("Short name"), gettext_lazy("As it is called for short."), "Jobcenter"),
            Column(
                "kind",
                gettext_lazy("Kind"),
                gettext_lazy("What the organisation is in the network."),
                str(OrganisationKind.AGENCY.label),
                Choice(OrganisationKind.choices),
                required=True,
            ),
            Column(
                "territory",
                gettext_lazy("Territory"),
                gettext_lazy("Name of the territory it works in, if it is only one."),
                "",
                Reference(lambda: self.territories),
            ),
        )

    def load(self) -> None:
        """Load organisations and territories."""
        rows = managed_organisations(self.viewer).select_related("territory")
        self.names = Names(rows, lambda row: (row.name,), missing_organisation())
        self.territories = Names(managed_territories(self.viewer), lambda row: (row.name,), missing_territory())

    def records(self) -> Iterable[Organisation]:
        """Return the organisations by name."""
        return managed_organisations(self.viewer).select_related("territory")

    def stored(self, record: Organisation) -> dict[str, Any]:
        """Return the values on record."""
        return {name: getattr(record, name) for name in ("name", "short_name", "kind", "territory")}

    def find(self, row: dict[str, str]) -> Organisation | None:
        """Return the organisation of this name."""
        return next(iter(self.names.all(cell(self, row, "name"))), None)

    def key(self, draft: Draft) -> str:
        """Return the name."""
        return fold(draft.name)  # type: ignore[attr-defined]

    def apply(self, draft: Draft, values: dict[str, Any]) -> Organisation:
        """Save the organisation."""
        return save_organisation(by=self.viewer, **identity(draft, "organisation_id"), **values)

    def remember(self, record: Organisation) -> None:
        """Make it known for the rows below."""
        self.names.add(record)


class PersonTable(TableResource):
    """People, found by their e-mail address, else by name and organisation."""

    organisations: Names
    addresses: Names
    people: Names

    def own_columns(self) -> Sequence[Column]:
        """Return the columns."""
        return (
            Column("title", gettext_lazy("Title"), gettext_lazy("Such as Dr., empty where there is none."), "Dr."),
            Column("first_name", gettext_lazy("First name"), "", "Erika", required=True),
            Column("last_name", gettext_lazy("Last name"), "", "Muster", required=True),
            Column(
                "email",
                gettext_lazy("E-mail address"),
                gettext_lazy("By it a person is found again. Without it name and organisation count."),
                "erika.muster@example.org",
                MailAddress(),
            ),
            Column(
                "organisation",
                gettext_lazy("Organisation"),
                gettext_lazy("Its name, as it stands in the list of organisations."),
                "",
                Reference(lambda: self.organisations),
            ),
            Column(
                "function", gettext_lazy("Function"), gettext_lazy("Office or task in the organisation."), "Teamleitung"
            ),
            Column(
                "is_active",
                gettext_lazy("Active"),
                gettext_lazy("ja or nein; empty is ja. Whoever is not active sees nothing any more."),
                "ja",
                YesNo(empty=True),
            ),
        )

    def load(self) -> None:
        """Load organisations and people."""
        rows = list(managed_people(self.viewer).select_related("authority", "organisation"))
        organisations = managed_organisations(self.viewer)
        self.organisations = Names(organisations, lambda row: (row.name,), missing_organisation())
        self.addresses = Names(rows, lambda row: (row.email,), missing_person())
        self.people = Names(rows, lambda row: (full_name(row),), missing_person())

    def records(self) -> Iterable[Person]:
        """Return the people by name."""
        return managed_people(self.viewer).select_related("organisation")

    def stored(self, record: Person) -> dict[str, Any]:
        """Return the values on record."""
        names = ("title", "first_name", "last_name", "email", "organisation", "function", "is_active")
        return {name: getattr(record, name) for name in names}

    def find(self, row: dict[str, str]) -> Person | None:
        """Return the person with this address, else of this name in this organisation."""
        email, organisation = cell(self, row, "email"), cell(self, row, "organisation")
        name = f"{cell(self, row, 'first_name')} {cell(self, row, 'last_name')}"
        found = self.addresses.all(email)
        same = [person for person in found if fold(full_name(person)) == fold(name)] if len(found) > 1 else found
        if not found:
            same = [
                person
                for person in self.people.all(name)
                if (not email or not person.email)
                and _belongs(person, organisation, asked="organisation" in self.present)
            ]
        if len(same) > 1 or (len(found) > 1 and not same):
            raise ValueError(
                _("Several people on record fit this row. Name the e-mail address, or make them differ in the desk.")
            )
        return same[0] if same else None

    def key(self, draft: Draft) -> Any:
        """Return the address, else name and organisation."""
        email = fold(draft.email or "")  # type: ignore[attr-defined]
        organisation = getattr(draft, "organisation", None)
        name = fold(f"{draft.first_name} {draft.last_name}")  # type: ignore[attr-defined]
        return email or (name, organisation.pk if organisation else None)

    def apply(self, draft: Draft, values: dict[str, Any]) -> Person:
        """Save the person."""
        return save_person(by=self.viewer, **identity(draft, "person_id"), **values)

    def remember(self, record: Person) -> None:
        """Make the person known for the rows below."""
        self.addresses.add(record)
        self.people.add(record)


class PersonReference:
    """How a row of another table names a person: by the e-mail address, else by the name."""

    def __init__(self, people: Iterable[Person]) -> None:
        rows = list(people)
        self.addresses = Names(rows, lambda row: (row.email,), missing_person())
        self.names = Names(
            rows, lambda row: (full_name(row), str(row), f"{row.last_name}, {row.first_name}"), missing_person()
        )

    def one(self, name: str, email: str) -> Person:
        """Return the person; raises `ValidationError` by column where there is none, or another one."""
        column = "email" if email else "person"
        try:
            found: Person = self.addresses.one(email) if email else self.names.one(name)
        except ValueError as error:
            raise ValidationError({column: str(error)}) from error
        if email and name and found not in self.names.all(name):
            raise ValidationError({"person": _("This address belongs to %(person)s.") % {"person": found}})
        return found


def person_columns() -> tuple[Column, Column]:
    """Return the two columns by which a row names a person."""
    return (
        Column(
            "person", gettext_lazy("Person"), gettext_lazy("First name and last name."), "Erika Muster", required=True
        ),
        Column(
            "email",
            gettext_lazy("E-mail address"),
            gettext_lazy("Needed where two people have the same name."),
            "erika.muster@example.org",
        ),
    )


def full_name(person: Person) -> str:
    """Return first and last name."""
    return f"{person.first_name} {person.last_name}"


def cell(table: TableResource, row: dict[str, str], name: str) -> str:
    """Return the text of a cell as names are read; empty where the file has no such column."""
    return str(row.get(table.fields[name].column_name, "") or "").strip()


def identity(draft: Draft, name: str) -> dict[str, Any]:
    """Return which record a use case saves, and against which version: none for a new one."""
    if draft.record is None:
        return {name: None, "version": None}
    return {name: draft.record.public_id, "version": draft.record.version}


def _belongs(person: Person, organisation: str, *, asked: bool) -> bool:
    if not asked:
        return True
    return fold(person.organisation.name if person.organisation else "") == fold(organisation)
