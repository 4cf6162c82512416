"""Handing somebody what is stored on them; that it was handed out is logged."""

from __future__ import annotations

import json

from django.db import transaction

from governance import audit
from governance.documents.personal_data import DataPart, DataTable, PersonalDataDocument, personal_data_pdf
from governance.models import INSTALLATION, Person, User
from governance.queries.personal_data import DataSection, PersonalData, data_of_person, data_of_user
from governance.rules import clock


@transaction.atomic
def export_own_data(*, user: User) -> PersonalData:
    """Return what is stored on `user`, in every authority in which they are an active person."""
    data = data_of_user(user)
    audit.record(scope=INSTALLATION, action="person.exported", actor=user.public_id, target=user)
    return data


@transaction.atomic
def export_person(*, person_id: str) -> PersonalData:
    """Return what is stored on the person with this public id, with or without a login, active or not.

    For `manage.py export_person`, with which an authority answers in writing. Raises `Person.DoesNotExist`.
    """
    person = Person.objects.select_related("authority", "organisation", "user").get(public_id=person_id)
    data = data_of_person(person)
    audit.record(scope=person.authority.public_id, action="person.exported", actor="", target=person)
    return data


def as_json(data: PersonalData) -> bytes:
    """Return the export for machines."""
    return json.dumps(data.to_data(), ensure_ascii=False, indent=2).encode()


def as_pdf(data: PersonalData) -> bytes:
    """Return the export for people."""
    parts = (
        DataPart(title="Zugang", tables=_tables(data.login)),
        *(DataPart(title=person.authority, tables=_tables(person.sections)) for person in data.people),
    )
    day = clock.local_date(data.made_at)
    return personal_data_pdf(PersonalDataDocument(name=data.name, on=day, parts=parts))


def _tables(sections: tuple[DataSection, ...]) -> tuple[DataTable, ...]:
    return tuple(DataTable(title=section.title, rows=section.rows) for section in sections)
