"""The fixed cast: one person for every role of access.md, in one authority, and strangers beside it."""

from __future__ import annotations

from dataclasses import dataclass, fields

from governance.access.viewer import Viewer, load_viewer
from governance.models import (
    AgendaItem,
    Authority,
    Body,
    ItemGuest,
    Meeting,
    OfficeKind,
    Person,
    Role,
    Seat,
    User,
)
from tests import factories as make


@dataclass(frozen=True)
class Cast:
    """Everybody who appears in tests. Attribute names are the roles of access.md."""

    authority: Authority
    other_authority: Authority
    body: Body
    project_group: Body
    seats: tuple[Seat, ...]
    meeting: Meeting
    guest_item: AgendaItem
    coordinator: Person
    secretariat: Person
    chair: Person
    deputy_chair: Person
    member: Person
    advisory_member: Person
    deputy: Person
    assistant: Person
    group_lead: Person
    group_member: Person
    case_manager: Person
    contact: Person
    guest: Person
    auditor: Person
    former_member: Person
    plain_person: Person
    other_coordinator: Person
    administrator: User

    def viewer(self, person: Person | User | None, authority: Authority | None = None) -> Viewer:
        """Return `person` as a viewer of the authority (the cast's own by default)."""
        user = person.user if isinstance(person, Person) else person
        return load_viewer(user=user, authority=authority or self.authority)

    def roles(self) -> dict[str, User | None]:
        """Return every role with its user; `anonymous` is None."""
        people = {f.name: getattr(self, f.name).user for f in fields(self) if isinstance(getattr(self, f.name), Person)}
        return {**people, "administrator": self.administrator, "anonymous": None}


def build_cast() -> Cast:
    """Create the cast: a steering group with four seats, its people, a project group, another authority."""
    authority = make.AuthorityFactory(slug="hoexter", name="Kreis Höxter", code="HX", mailbox="kim@hoexter.example")
    other = make.AuthorityFactory(slug="warendorf", name="Kreis Warendorf", code="WAF", mailbox="kim@warendorf.example")
    body = make.BodyFactory(authority=authority, code="LG")
    group = make.BodyFactory(
        authority=authority, kind="project_group", name="PAG „Kurs und Kind“", code="PAG", decides=False
    )

    def person(first: str, last: str, where: Authority = authority) -> Person:
        return make.PersonFactory(authority=where, first_name=first, last_name=last)

    def seat(name: str, holder: Person, *, of: Body = body, voting: bool = True) -> Seat:
        new = make.SeatFactory(body=of, name=name, voting=voting)
        make.MembershipFactory(seat=new, person=holder)
        return new

    people = {
        "coordinator": person("Mara", "Feldkamp"),
        "secretariat": person("Nele", "Ostkamp"),
        "chair": person("Henrik", "Aldinger"),
        "deputy_chair": person("Anke", "Dreesmann"),
        "member": person("Rolf", "Eickendorf"),
        "advisory_member": person("Jonas", "Brinkmann"),
        "deputy": person("Tim", "Kerber"),
        "assistant": person("Lotte", "Wiesner"),
        "group_lead": person("Karin", "Wessolek"),
        "group_member": person("Nils", "Abrahamsen"),
        "case_manager": person("Imke", "Sandvoss"),
        "contact": person("Doris", "Kettler"),
        "guest": person("Samira", "Hadad"),
        "auditor": person("Bernd", "Quast"),
        "former_member": person("Georg", "Pallmann"),
        "plain_person": person("Ute", "Rosental"),
        "other_coordinator": person("Hilde", "Vornholt", other),
    }
    seats = (
        seat("Kreisdirektor", people["chair"]),
        seat("Jobcenter", people["deputy_chair"]),
        seat("Familie, Jugend und Soziales", people["member"]),
        seat("CM-Vertretung", people["advisory_member"], voting=False),
    )
    make.OfficeFactory(seat=seats[0], kind=OfficeKind.CHAIR)
    make.OfficeFactory(seat=seats[1], kind=OfficeKind.DEPUTY_CHAIR)
    make.DeputyshipFactory(seat=seats[2], person=people["deputy"])
    make.MembershipFactory(seat=seats[2], person=people["former_member"], valid_until=make.LONG_AGO)
    make.AssistanceFactory(member=people["member"], assistant=people["assistant"])
    lead_seat = seat("Leitung", people["group_lead"], of=group)
    make.OfficeFactory(seat=lead_seat, kind=OfficeKind.LEAD)
    seat("BAMF", people["group_member"], of=group)
    for name, role in [
        ("coordinator", Role.COORDINATOR),
        ("secretariat", Role.COORDINATOR),
        ("other_coordinator", Role.COORDINATOR),
        ("case_manager", Role.CASE_MANAGER),
        ("contact", Role.CONTACT),
        ("auditor", Role.AUDITOR),
    ]:
        make.RoleFactory(person=people[name], role=role)
    make.SecretariatFactory(body=body, person=people["secretariat"])
    meeting = make.MeetingFactory(body=body, invited=True)
    guest_item = make.AgendaItemFactory(meeting=meeting, order=0, title="Bericht der Koordinierenden Stelle")
    ItemGuest.objects.create(item=guest_item, person=people["guest"])
    administrator = make.UserFactory(email="admin@example.org", name="Beispiel Administration", is_administrator=True)
    return Cast(
        authority=authority,
        other_authority=other,
        body=body,
        project_group=group,
        seats=seats,
        meeting=meeting,
        guest_item=guest_item,
        administrator=administrator,
        **people,
    )
