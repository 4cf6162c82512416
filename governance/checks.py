"""System checks: what must hold before an installation starts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.utils import DatabaseError

from governance.models import Authority, Person, append_only
from governance.rules.addresses import is_mail_address

MIN_SECRET_LENGTH = 50
DATA_AROUND_A_FILE = 1024 * 1024
PRIVATE_CACHES = (".LocMemCache", ".DummyCache")


@register(Tags.security, deploy=False)
def safe_production(**_kwargs: Any) -> list[Error]:
    """Refuse unsafe settings wherever no demo and no test runs (trust.md, Login and web)."""
    if getattr(settings, "DEMO", False) or settings.SETTINGS_MODULE.endswith((".test", ".demo")):
        return []
    found = []
    if settings.DEBUG:
        found.append(Error("DEBUG is on.", hint="Unset DEBUG.", id="lenkwerk.E001"))
    if len(settings.SECRET_KEY) < MIN_SECRET_LENGTH or len(set(settings.SECRET_KEY)) < 10:
        found.append(Error("SECRET_KEY is missing or weak.", hint="Set 50 random characters.", id="lenkwerk.E002"))
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        found.append(Error("ALLOWED_HOSTS must name the hosts.", hint="No wildcard.", id="lenkwerk.E003"))
    if not settings.BASE_URL.startswith("https://"):
        found.append(
            Error("LENKWERK_BASE_URL must be an https address.", hint="It goes into mails.", id="lenkwerk.E004")
        )
    if not settings.SECOND_FACTOR_REQUIRED:
        found.append(Error("The second factor is switched off.", id="lenkwerk.E005"))
    if not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE):
        found.append(Error("Cookies must be sent over https only.", id="lenkwerk.E006"))
    if settings.CACHES["default"]["BACKEND"].endswith(PRIVATE_CACHES):
        found.append(
            Error(
                "The cache is not shared, so every process counts attempts to log in for itself.",
                hint="Use the database, Redis or Memcached.",
                id="lenkwerk.E007",
            )
        )
    return found


@register(Tags.security, deploy=False)
def file_settings(**_kwargs: Any) -> list[Error]:
    """Refuse a folder of files that the web server delivers, and a limit for files that no request can reach."""
    found = []
    files = Path(settings.FILES_ROOT).resolve()
    for public in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
        if files.is_relative_to(Path(public).resolve()):
            found.append(
                Error(
                    "Uploaded files would lie in a folder that the web server delivers.",
                    hint="Set LENKWERK_FILES_ROOT.",
                    id="lenkwerk.E010",
                )
            )
    if settings.LARGEST_FILE + DATA_AROUND_A_FILE > settings.LARGEST_REQUEST:
        found.append(Error("LARGEST_REQUEST leaves no room for the form around LARGEST_FILE.", id="lenkwerk.E011"))
    return found


def refuse_unsafe_start() -> None:
    """Raise `ImproperlyConfigured` for unsafe settings; the server's entry point calls it, it runs no checks."""
    found = safe_production() + file_settings()
    if found:
        reasons = " ".join(f"{error.id}: {error.msg}" for error in found)
        raise ImproperlyConfigured(f"Lenkwerk does not start with these settings. {reasons}")


@register(Tags.database)
def functional_mailboxes(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Refuse a functional mailbox that can be no sender, or that is the address of somebody who is invited.

    It is From and ORGANIZER of every invitation in one, and never invited itself: Exchange drops an invitation to its
    own organizer (meetings.md, Invitations, row "sender").
    """
    found: list[CheckMessage] = []
    for alias in databases or []:
        try:
            authorities = list(Authority.objects.using(alias).order_by("pk"))
            invited = set(Person.objects.using(alias).exclude(email="").values_list("authority_id", "email"))
        except DatabaseError:
            continue
        people = {(authority, address.casefold()) for authority, address in invited}
        for authority in authorities:
            if not is_mail_address(authority.mailbox):
                hint = "Enter a plain address in the desk, under authority."
                text = f"{authority.slug}: the functional mailbox {authority.mailbox!r} cannot send mails."
                found.append(Error(text, hint=hint, id="lenkwerk.E008"))
            elif (authority.pk, authority.mailbox.casefold()) in people:
                hint = "It is organizer of every invitation. Give the person an address of their own."
                text = f"{authority.slug}: the functional mailbox is the address of a person who can be invited."
                found.append(Error(text, hint=hint, id="lenkwerk.E009"))
    return found


@register(Tags.database)
def append_only_triggers(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Compare the installed triggers with the registry of append-only tables."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        try:
            tables = set(connection.introspection.table_names())
            absent = append_only.missing(connection)
        except DatabaseError:
            continue
        if absent and "governance_auditentry" in tables:
            found.append(
                Warning(
                    f"Append-only triggers are missing: {', '.join(sorted(absent))}.",
                    hint="Run migrate.",
                    id="lenkwerk.W001",
                )
            )
    return found
