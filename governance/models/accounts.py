"""Accounts: who can log in. A user belongs to the installation; what they are in a Kreis says `Person`."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from governance.models.base import PublicIdModel
from governance.rules import clock


class UserManager(BaseUserManager["User"]):
    """Creates users by e-mail address; there is no way to create a Django superuser."""

    def create_user(self, *, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        """Create a user; without a password the account waits for its invitation."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the user with the address `username`, upper and lower case alike."""
        return self.get(email__iexact=username)


class User(PublicIdModel, AbstractBaseUser, PermissionsMixin):
    """A login. Administrators look after the installation; they are not Django superusers."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    is_active = models.BooleanField(_("active"), default=True)
    is_administrator = models.BooleanField(_("administrator"), default=False)
    language = models.CharField(_("language"), max_length=5, default="de")
    date_joined = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="governance_user_email_ci"),
            models.CheckConstraint(condition=Q(is_superuser=False), name="governance_user_no_superuser"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """Return the name as shown."""
        return self.name

    def get_short_name(self) -> str:
        """Return the name as shown."""
        return self.name

    @property
    def first_name(self) -> str:
        """What Wagtail's menu shows of whoever is logged in; without it the menu shows the e-mail address."""
        return self.name


class LoginInvitation(models.Model):
    """A one-time link with which an invited person sets a password; only its hash is stored."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="login_invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("login invitation")
        verbose_name_plural = _("login invitations")

    def __str__(self) -> str:
        return f"{self.user_id} {self.created_at:%Y-%m-%d}"
