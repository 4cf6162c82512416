"""How allauth is bound in: invitation only, no sign-up on any path (trust.md, Login and web)."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class InvitationOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from an invitation; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: sign-up is closed."""
        return False


class KnownUsersOnlyAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """A login through OpenID Connect reaches invited accounts only."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Return False: an unknown account is not created."""
        return False
