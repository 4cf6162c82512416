"""Everything that is stored on a person, for their right of access (Art. 15 DSGVO; trust.md).

`SOURCES` names for every column of the database that points to a person what of it is told, `LEFT_OUT` those that are
not, with the reason; a test compares both with the models, so that a new table cannot be forgotten. Told is what is
about the person and what they wrote about themselves or their office; texts of other people and texts about cases
are left out. The words are German: the file is an official answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import models
from django.utils import translation

from governance.models import INSTALLATION, AuditEntry, LoginInvitation, OutboxMessage, Person, User
from governance.queries.accounts import live_sessions, persons_of
from governance.queries.personal_sources import SOURCES, Source
from governance.rules import clock

Row = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DataSection:
    """Records of one kind: each row is labels with texts."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class PersonRecord:
    """What one authority stores on a person."""

    authority: str
    name: str
    sections: tuple[DataSection, ...]


@dataclass(frozen=True)
class PersonalData:
    """Everything on somebody: their login, and what each authority stores."""

    made_at: datetime
    name: str
    login: tuple[DataSection, ...]
    people: tuple[PersonRecord, ...]

    def to_data(self) -> dict[str, Any]:
        """Return it as the machine-readable file says it."""
        return {
            "format": "lenkwerk-person-export",
            "version": 1,
            "made_at": self.made_at.isoformat(),
            "name": self.name,
            "login": [_section_data(section) for section in self.login],
            "people": [
                {
                    "authority": person.authority,
                    "name": person.name,
                    "sections": [_section_data(section) for section in person.sections],
                }
                for person in self.people
            ],
        }


def _section_data(section: DataSection) -> dict[str, Any]:
    return {"title": section.title, "rows": [dict(row) for row in section.rows]}


def data_of_user(user: User) -> PersonalData:
    """Return what is stored on `user`: the login and every authority in which they are an active person."""
    with translation.override("de"):
        people = tuple(_record(person) for person in persons_of(user))
        return PersonalData(clock.now(), user.name, _login_sections(user), people)


def data_of_person(person: Person) -> PersonalData:
    """Return what is stored on `person` in their authority, with their login if they have one."""
    with translation.override("de"):
        login = _login_sections(person.user) if person.user else ()
        return PersonalData(clock.now(), str(person), login, (_record(person),))


def _record(person: Person) -> PersonRecord:
    sections = (_read(source, person) for source in SOURCES)
    found = (_master(person), *sections, _mails(person), _acts(person))
    return PersonRecord(str(person.authority), str(person), tuple(section for section in found if section.rows))


def _master(person: Person) -> DataSection:
    facts = (
        ("Titel", person.title), ("Vorname", person.first_name), ("Nachname", person.last_name),
        ("E-Mail-Adresse", person.email), ("Organisation", person.organisation), ("Funktion", person.function),
        ("Postanschrift", person.address), ("Aktiv", person.is_active), ("Kennung", person.public_id),
    )  # fmt: skip
    return DataSection("Stammdaten", (_row(facts),))


def _read(source: Source, person: Person) -> DataSection:
    rows = (
        source.model._default_manager.filter(**{source.field: person})
        .select_related(*source.joined)
        .order_by("pk")
        .distinct()
    )
    told = tuple(_row((label, _along(row, path)) for label, path in source.columns) for row in rows)
    return DataSection(source.title, told)


def _mails(person: Person) -> DataSection:
    """Return the mails to the person's address; what they said is left out, the person has it."""
    if not person.email:
        return DataSection("E-Mails an Sie", ())
    rows = OutboxMessage.objects.filter(scope=person.authority.public_id, recipient__iexact=person.email).defer(
        "content"
    )
    return _mail_section(rows)


def _mail_section(rows: models.QuerySet[OutboxMessage]) -> DataSection:
    told = (
        _row((
            ("Betreff", mail.subject), ("Erstellt", mail.created_at), ("Stand", mail.get_state_display()),
            ("Versandt", mail.sent_at),
        ))
        for mail in rows.order_by("pk")
    )  # fmt: skip
    return DataSection("E-Mails an Sie", tuple(told))


def _acts(person: Person) -> DataSection:
    """Return what the log says they did and what was done to their record, without other people's keys."""
    entries = AuditEntry.objects.filter(
        models.Q(actor=person.public_id) | models.Q(object_id=person.public_id, object_type=Person._meta.label_lower)
    )
    return DataSection("Protokoll", _log_rows(entries, own=person.public_id))


def _log_rows(entries: models.QuerySet[AuditEntry], *, own: str) -> tuple[Row, ...]:
    return tuple(
        _row((
            ("Zeitpunkt", entry.at), ("Vorgang", entry.action), ("Datensatz", entry.object_type.partition(".")[2]),
            ("Durch", "Sie selbst" if entry.actor == own else "andere Person" if entry.actor else "System"),
        ))
        for entry in entries.order_by("chain", "sequence")
    )  # fmt: skip


def _login_sections(user: User) -> tuple[DataSection, ...]:
    """Return what the installation stores on a login: never a password, a key or a code."""
    found = (
        DataSection("Zugang", (_row((
            ("Name", user.name), ("E-Mail-Adresse", user.email), ("Kennung", user.public_id),
            ("Offen", user.is_active), ("Administration", user.is_administrator), ("Sprache", user.language),
            ("Angelegt", user.date_joined), ("Letzte Anmeldung", user.last_login),
            ("Passwort gesetzt", user.has_usable_password()),
        )),)),
        _section("Adressen des Zugangs", EmailAddress.objects.filter(user=user),
                 (("Adresse", "email"), ("Bestätigt", "verified"))),
        _section("Zweite Faktoren", Authenticator.objects.filter(user=user),
                 (("Art", "type"), ("Eingerichtet", "created_at"), ("Zuletzt benutzt", "last_used_at"))),
        _section("Verwaltungskonten", SocialAccount.objects.filter(user=user),
                 (("Anbieter", "provider"), ("Kennung dort", "uid"), ("Verbunden", "date_joined"))),
        _section("Einladungen zur Anmeldung", LoginInvitation.objects.filter(user=user),
                 (("Gesendet", "created_at"), ("Gültig bis", "expires_at"), ("Angenommen", "accepted_at"))),
        DataSection("Offene Sitzungen", tuple(
            _row((("Gerät", session.device), ("Seit", session.started_at), ("Zuletzt aktiv", session.active_at)))
            for session in live_sessions(user)
        )),
        _mail_section(OutboxMessage.objects.filter(scope=INSTALLATION, recipient__iexact=user.email).defer("content")),
        DataSection("Protokoll des Zugangs", _log_rows(
            AuditEntry.objects.filter(
                models.Q(actor=user.public_id)
                | models.Q(object_id=user.public_id, object_type=User._meta.label_lower)
            ),
            own=user.public_id,
        )),
    )  # fmt: skip
    return tuple(section for section in found if section.rows)


def _section(title: str, rows: models.QuerySet[Any], columns: Iterable[tuple[str, str]]) -> DataSection:
    wanted = tuple(columns)
    return DataSection(title, tuple(_row((label, _along(row, path)) for label, path in wanted) for row in rows))


def _along(row: Any, path: str | Callable[[Any], str]) -> Any:
    """Return what a dotted path leads to; nothing where a step is empty. Labels of choices are `get_…_display`."""
    if not isinstance(path, str):
        return path(row)
    found = row
    for step in path.split("."):
        if found is None:
            return None
        found = getattr(found, step)
    return found() if callable(found) else found


def _row(facts: Iterable[tuple[str, Any]]) -> Row:
    return tuple((label, text) for label, value in facts if (text := _text(value)))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, datetime):
        return f"{value.astimezone(clock.BERLIN):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return "" if value is None else str(value)
