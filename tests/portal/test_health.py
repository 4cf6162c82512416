"""Probes, error pages on the wire, and settings that stop the start."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client, override_settings

from governance.checks import file_settings, refuse_unsafe_start, safe_production
from governance.models import OutboxMessage, append_only
from governance.rules import clock
from portal.log_format import PlaceAndKind
from tests import factories as make
from tests.cast import Cast
from tests.portal.conftest import Login


def lost(*_args: Any, **_kwargs: Any) -> Any:
    raise OperationalError("server closed the connection")


def test_alive_needs_no_database() -> None:
    # Without the database mark of pytest-django, any query fails this test.
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_ready_says_what_it_looked_at(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "BACKUP_RECORD", tmp_path / "none")
    answer = Client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "database": "ok",
        "migrations": "ok",
        "triggers": "ok",
        "media": "ok",
        "files": "ok",
        "outbox": "ok",
        "outbox_age_seconds": 0,
        "backup": "none",
        "backup_age_seconds": None,
    }


def test_not_ready_without_the_append_only_triggers(db: None) -> None:
    with append_only.lifted(connection):
        answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["triggers"] == "failed"


def test_not_ready_while_migrations_are_missing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.views.health.MigrationExecutor.migration_plan", lambda *_args: ["one"])
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "failed"


def test_not_ready_where_files_cannot_be_stored(db: None, tmp_path: Path) -> None:
    (tmp_path / "datei").write_text("")
    with override_settings(MEDIA_ROOT=tmp_path / "datei" / "media"):
        answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["media"]) == (503, "failed")


def test_a_late_outbox_is_told_without_taking_the_site_down(db: None) -> None:
    OutboxMessage.objects.create(
        scope="installation", lane="x", recipient="a@example.org", sender="b@example.org", subject="x",
        content=b"x", created_at=clock.now() - timedelta(hours=2),
    )  # fmt: skip
    answer = Client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["outbox"] == "late"
    assert answer.json()["outbox_age_seconds"] >= 7200


def number_on(page: Any) -> str:
    """Return the incident number that an error page shows."""
    found = re.search(r"Vorfallnummer\D*?([0-9a-f]{8})", BeautifulSoup(page.content, "html.parser").get_text(" "))
    assert found
    return found[1]


def test_without_a_database_only_alive_answers(
    db: None, cast: Cast, login: Login, caplog: pytest.LogCaptureFixture
) -> None:
    client = login(cast.member)
    client.raise_request_exception = False
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "cursor", lost)
        ready, alive, page = client.get("/readyz"), client.get("/healthz"), client.get("/hoexter/")
    assert (ready.status_code, ready.json()) == (503, {"status": "failed", "database": "failed"})
    assert alive.status_code == 200
    assert page.status_code == 503
    assert page.headers["Retry-After"]
    assert f"Incident {number_on(page)}: OperationalError" in caplog.text


def test_an_unknown_address_gets_the_portals_page(db: None) -> None:
    answer = Client().get("/gibt/es/nicht/")
    assert answer.status_code == 404
    assert "Diese Seite wurde nicht gefunden" in answer.content.decode()


def test_a_form_without_its_token_gets_a_sentence(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/konto/anmelden/", {"login": "a@example.org"})
    assert answer.status_code == 403
    assert "Das Formular war zu lange geöffnet." in answer.content.decode()
    assert "Rolle" not in answer.content.decode()


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def test_too_much_data_gets_a_sentence(db: None) -> None:
    answer = Client().post("/konto/anmelden/", {"login": "x" * 5000})
    assert answer.status_code == 413
    assert "größer als erlaubt" in answer.content.decode()


@override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=10)
def test_too_many_fields_get_a_sentence(db: None) -> None:
    answer = Client().post("/konto/anmelden/", {f"f{n}": "x" for n in range(50)})
    assert answer.status_code == 413


def test_a_foreign_host_name_is_refused(db: None) -> None:
    assert Client(headers={"host": "evil.example"}).get("/konto/anmelden/").status_code == 400


def test_a_failure_names_its_incident_and_nothing_else(
    cast: Cast, login: Login, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    typed = "geh" + "eim"

    def fails(*_args: Any) -> Any:
        raise RuntimeError(typed)

    monkeypatch.setattr("portal.views.bodies.body_rows", fails)
    client = login(cast.member)
    client.raise_request_exception = False
    answer = client.get("/hoexter/gremien/")
    assert answer.status_code == 500
    assert f"Incident {number_on(answer)}: RuntimeError" in caplog.text
    assert typed not in answer.content.decode()
    written = [PlaceAndKind("%(message)s").format(record) for record in caplog.records if record.exc_info]
    assert len(written) == 1
    assert "in fails" in written[0]
    assert "RuntimeError" in written[0]
    assert typed not in written[0]


def test_every_log_line_goes_through_the_formatter_that_quotes_nobody() -> None:
    assert logging.getLogger("django").handlers == []
    formatters = {name: handler["formatter"] for name, handler in settings.LOGGING["handlers"].items()}
    assert formatters == {"console": "plain"}
    assert settings.LOGGING["formatters"]["plain"]["()"] == f"portal.log_format.{PlaceAndKind.__name__}"


SAFE: dict[str, Any] = {
    "SETTINGS_MODULE": "portal.settings.production",
    "DEBUG": False,
    "SECRET_KEY": "abcdefghij" * 6,
    "ALLOWED_HOSTS": ["lenkwerk.example"],
    "BASE_URL": "https://lenkwerk.example",
    "SECOND_FACTOR_REQUIRED": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "c"}},
}
UNSAFE = [
    ("lenkwerk.E001", {"DEBUG": True}),
    ("lenkwerk.E002", {"SECRET_KEY": "kurz"}),
    ("lenkwerk.E002", {"SECRET_KEY": "a" * 60}),
    ("lenkwerk.E003", {"ALLOWED_HOSTS": []}),
    ("lenkwerk.E003", {"ALLOWED_HOSTS": ["*"]}),
    ("lenkwerk.E004", {"BASE_URL": "http://lenkwerk.example"}),
    ("lenkwerk.E005", {"SECOND_FACTOR_REQUIRED": False}),
    ("lenkwerk.E006", {"SESSION_COOKIE_SECURE": False}),
    ("lenkwerk.E007", {"CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}}),
]


def test_safe_settings_start() -> None:
    with override_settings(**SAFE):
        refuse_unsafe_start()


@pytest.mark.parametrize(("number", "change"), UNSAFE)
def test_unsafe_settings_stop_the_start(number: str, change: dict[str, Any]) -> None:
    with override_settings(**{**SAFE, **change}):
        assert [error.id for error in safe_production()] == [number]
        with pytest.raises(ImproperlyConfigured, match=number):
            refuse_unsafe_start()


def start_server(**environment: str) -> subprocess.CompletedProcess[str]:
    """Import the entry point of the production server in a process of its own."""
    clean = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return subprocess.run(
        [sys.executable, "-c", "import portal.wsgi"],
        cwd=settings.BASE_DIR,
        env={**clean, "DJANGO_SETTINGS_MODULE": "portal.settings.production", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_server_does_not_start_unsafe_and_starts_safe() -> None:
    unsafe = start_server(SECRET_KEY="kurz", ALLOWED_HOSTS="*")
    assert unsafe.returncode != 0
    assert "lenkwerk.E002" in unsafe.stderr
    assert "lenkwerk.E003" in unsafe.stderr
    assert start_server(ALLOWED_HOSTS="lenkwerk.example").returncode != 0
    safe = start_server(
        SECRET_KEY=SAFE["SECRET_KEY"], ALLOWED_HOSTS="lenkwerk.example",
        LENKWERK_BASE_URL="https://lenkwerk.example",
    )  # fmt: skip
    assert safe.returncode == 0, safe.stderr


def test_personal_pages_are_not_stored(cast: Cast, login: Login) -> None:
    assert "no-store" in login(cast.member).get("/konto/").headers["Cache-Control"]
    assert make.PASSWORD not in login(cast.member).get("/konto/").content.decode()


def test_files_never_lie_where_the_web_server_delivers(settings: Any) -> None:
    assert file_settings() == []
    settings.FILES_ROOT = Path(settings.MEDIA_ROOT) / "files"
    settings.LARGEST_FILE = settings.LARGEST_REQUEST
    assert [error.id for error in file_settings()] == ["lenkwerk.E010", "lenkwerk.E011"]
