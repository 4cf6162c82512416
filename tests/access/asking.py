"""Asking an address as one of the cast; nothing that a request writes stays."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from governance.rules import clock
from tests.cast import Cast

LONG = 24 * 3600
"""Seconds for which a login stays fresh, however slow the machine."""


@dataclass
class Asking:
    """`keys` are the sessions of the roles that can log in; whoever is missing is nobody."""

    keys: dict[str, str] = field(default_factory=dict)

    @classmethod
    def log_in(cls, cast: Cast) -> Asking:
        """Log everybody in once: the second factor passed, the login fresh, so that nothing but access refuses."""
        found = cls()
        for role, user in cast.roles().items():
            if user is None:
                continue
            client = Client()
            client.force_login(user)
            session = client.session
            moment = int(clock.now().timestamp())
            session.update({"second_factor": True, "started_at": moment, "active_at": moment, "device": ""})
            session["account_authentication_methods"] = [{"method": "password", "at": time.time() + LONG}]
            session.save()
            found.keys[role] = str(session.session_key)
        return found

    def client(self, role: str) -> Client:
        """Return the browser of `role`."""
        cache.clear()  # the limits on attempts are proven elsewhere
        client = Client()
        if role in self.keys:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.keys[role]
        return client

    def ask(self, role: str, method: str, path: str, body: dict[str, str] | None = None) -> Answer:
        """Send one request as `role` and roll back what it wrote; an exception counts as 500."""
        client = self.client(role)
        try:
            with transaction.atomic():
                response = client.generic(method, path) if method != "POST" else client.post(path, body or {})
                if getattr(response, "streaming", False):
                    b"".join(response.streaming_content)
                transaction.set_rollback(True)
        except Exception as error:
            return Answer(500, "", f"{type(error).__name__}: {error}")
        return Answer(response.status_code, urlsplit(response.headers.get("Location", "")).path, "", response)


LOGINS = ("account_login", "desk_login", "page_login")


@dataclass(frozen=True)
class Answer:
    """What came back: status, the path a redirect leads to, the error of a failure, the whole answer."""

    status: int
    leads_to: str
    error: str
    response: Any = None

    @property
    def to_login(self) -> bool:
        """Tell whether it leads to a login."""
        return self.leads_to in {reverse(name) for name in LOGINS}

    def __str__(self) -> str:
        return f"{self.status} {self.leads_to}{self.error}".strip()
