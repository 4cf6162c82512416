"""Sessions in the database, asked only for keys that can be one."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    """Django's own store; a cookie with other characters than those of a key belongs to nobody.

    PostgreSQL refuses a text with a zero character instead of not finding it.
    """

    def _validate_session_key(self, key: Any) -> bool:
        return bool(super()._validate_session_key(key) and key.isascii() and key.isalnum())  # type: ignore[misc]
