"""Base records below every authority: the audit chain, the mail outbox and gapless counters.

They name the authority by a scope string (its public id, or `installation`), because nothing here may look up to
a higher area.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.models.base import PublicIdModel
from governance.rules import clock

INSTALLATION = "installation"


class AuditChain(models.Model):
    """The head of one audit chain; locked last and briefly when an entry is added."""

    scope = models.CharField(max_length=32, unique=True)
    length = models.PositiveBigIntegerField(default=0)
    head_hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        verbose_name = _("audit chain")
        verbose_name_plural = _("audit chains")

    def __str__(self) -> str:
        return self.scope


class AuditEntry(models.Model):
    """One append-only entry: who did what to which record. It holds no confidential text."""

    chain = models.ForeignKey(AuditChain, on_delete=models.PROTECT, related_name="entries")
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    action = models.CharField(max_length=64)
    actor = models.CharField(max_length=32, blank=True)
    object_type = models.CharField(max_length=64)
    object_id = models.CharField(max_length=32)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["chain", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="governance_auditentry_sequence"),
        ]
        indexes = [models.Index(fields=["object_type", "object_id"])]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


class OutboxState(models.TextChoices):
    """Where a mail of the outbox stands."""

    QUEUED = "queued", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    HELD = "held", _("Held")
    SETTLED = "settled", _("Settled in another way")


class OutboxMessage(PublicIdModel):
    """A mail, written in the transaction of the change it tells about and sent after the commit.

    `lane` orders the mails of one recipient and one matter: a later mail of a lane never overtakes an earlier one.
    A settled mail is not sent any more; its reason says what was done instead, `settled_by` names the actor as the
    audit entries do.
    """

    scope = models.CharField(max_length=32)
    lane = models.CharField(max_length=200)
    recipient = models.EmailField()
    sender = models.EmailField()
    subject = models.CharField(max_length=300)
    content = models.BinaryField()
    state = models.CharField(max_length=8, choices=OutboxState.choices, default=OutboxState.QUEUED)
    created_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=clock.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=32, blank=True)
    settled_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["lane", "id"]),
            models.Index(fields=["next_attempt_at"], condition=Q(state="queued"), name="governance_outbox_due"),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.state}"


class Counter(models.Model):
    """The last number given in a gapless series; its row is locked while a number is drawn."""

    key = models.CharField(max_length=100, unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("counter")
        verbose_name_plural = _("counters")

    def __str__(self) -> str:
        return f"{self.key}: {self.last}"
