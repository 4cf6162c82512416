"""Notifications: how a person wants to be told, and what waits for the next digest."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.models.organisations import Person
from governance.rules import clock
from governance.rules.notifications import KIND_LABELS, PACE_LABELS, NotificationKind, Pace


def _kinds() -> list[tuple[str, Any]]:
    return [(kind.value, _(KIND_LABELS[kind])) for kind in NotificationKind]


def _paces() -> list[tuple[str, Any]]:
    return [(pace.value, _(PACE_LABELS[pace])) for pace in Pace]


class NotificationChoice(models.Model):
    """How a person wants to be told of one kind of news; without a row the usual pace of the kind holds.

    `told_before` is the first local day that no digest of what is new has covered yet.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notification_choices")
    kind = models.CharField(max_length=16, choices=_kinds())
    pace = models.CharField(max_length=8, choices=_paces())
    told_before = models.DateField(null=True, blank=True)

    AUTHORITY_PATH = "person__authority"

    class Meta:
        verbose_name = _("notification choice")
        verbose_name_plural = _("notification choices")
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="governance_notificationchoice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind}"


class DigestEntry(models.Model):
    """One line that waits for a digest; it is deleted when the digest is written.

    `page` and `parts` name the page of the portal that its link opens.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="digest_entries")
    kind = models.CharField(max_length=16, choices=_kinds())
    pace = models.CharField(max_length=8, choices=_paces())
    text = models.TextField()
    page = models.CharField(max_length=60)
    parts = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now)

    AUTHORITY_PATH = "person__authority"

    class Meta:
        verbose_name = _("line of a digest")
        verbose_name_plural = _("lines of digests")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind}"
