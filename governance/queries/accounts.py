"""Reading of the own account: sessions, second factors, the authorities a login belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from governance.models import Person, User
from governance.rules import clock


@dataclass(frozen=True)
class SessionView:
    """One login that is still open. `name` identifies it in forms; the session key never leaves the server."""

    row: Session
    name: str
    device: str
    started_at: datetime | None
    active_at: datetime | None
    current: bool


def session_name(key: str) -> str:
    """Return the name by which a form speaks of the session with `key`."""
    return sha256(f"session:{key}".encode()).hexdigest()[:16]


def live_sessions(user: User, *, current_key: str = "") -> tuple[SessionView, ...]:
    """Return the open sessions of `user`, the most recently used first.

    A session row does not name its user, so all live rows are read; an installation has some hundred.
    """
    found = []
    for row in Session.objects.filter(expire_date__gt=clock.now()):
        data = row.get_decoded()
        if data.get(SESSION_KEY) == str(user.pk):
            found.append(
                SessionView(
                    row=row,
                    name=session_name(row.session_key),
                    device=str(data.get("device", "")),
                    started_at=_moment(data.get("started_at")),
                    active_at=_moment(data.get("active_at")),
                    current=row.session_key == current_key,
                )
            )
    return tuple(sorted(found, key=lambda s: (s.current, s.active_at or s.row.expire_date), reverse=True))


def _moment(seconds: object) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None


@dataclass(frozen=True)
class SecondFactors:
    """What protects a login beside its password."""

    app: bool
    passkeys: int
    codes: bool
    codes_left: int = 0

    @property
    def any(self) -> bool:
        """Tell whether there is a second factor at all."""
        return self.app or self.passkeys > 0


def second_factors(user: User) -> SecondFactors:
    """Return the second factors of `user`."""
    rows = list(Authenticator.objects.filter(user=user))
    types = [row.type for row in rows]
    spare = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return SecondFactors(
        app=Authenticator.Type.TOTP in types,
        passkeys=types.count(Authenticator.Type.WEBAUTHN),
        codes=spare is not None,
        codes_left=len(spare.wrap().get_unused_codes()) if spare else 0,
    )


def persons_of(user: User) -> QuerySet[Person]:
    """Return what `user` is, one active person for each authority, with authority and organisation."""
    return (
        Person.objects.filter(user=user, is_active=True)
        .select_related("authority", "organisation")
        .order_by("authority__name")
    )


def has_second_factor(user: User) -> bool:
    """Tell whether `user` has set up an app or a passkey as second factor."""
    found = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return bool(found.exists())
