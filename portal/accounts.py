"""How allauth is bound in: invitation only, no sign-up on any path (trust.md, Login and web)."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from governance.access.desk import needs_second_factor
from governance.models import User
from governance.usecases.accounts import send_password_link
from portal.second_factor import factors_of


class InvitationOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from an invitation; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: sign-up is closed."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link for the mail, built from the configured address, never from a request."""
        address: str = super().get_reset_password_from_key_url(key)
        path = "/" + address.split("://", 1)[-1].partition("/")[2]
        return f"{settings.BASE_URL.rstrip('/')}{path}"

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Put the mail into the outbox: a mail server that is down stops nothing."""
        send_password_link(user=user, url=context["password_reset_url"])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: all other mails of allauth belong to functions that are closed here."""


class KnownUsersOnlyAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """A login through OpenID Connect reaches invited accounts only."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Return False: an unknown account is not created."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: secrets encrypted in the database, and not to be given up by those who need one."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "Your role needs a second factor. Add another one first, then remove this one."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt the secret of an app or a recovery code with a key made from the installation's secret key."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Reverse `encrypt`; former secret keys (`SECRET_KEY_FALLBACKS`) still work."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Tell whether another second factor remains, or none is needed."""
        if not settings.SECOND_FACTOR_REQUIRED or not needs_second_factor(authenticator.user):
            return True
        return factors_of(authenticator.user).exclude(pk=authenticator.pk).exists()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the name under which passkeys are stored on the device."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "Lenkwerk"}


def _cipher() -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"second factor" + key.encode()).digest())) for key in keys]
    )
