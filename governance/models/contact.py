"""Contact: what somebody without a login writes to an authority."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.models.base import PublicIdModel
from governance.models.organisations import Authority, Person
from governance.rules import clock


class ContactTopic(models.TextChoices):
    """What a message is about."""

    ACCESSIBILITY = "accessibility", _("Report a barrier")
    QUESTION = "question", _("Question about integration management")
    PORTAL = "portal", _("Question about this portal")
    PRIVACY = "privacy", _("Data protection")


class ContactMessage(PublicIdModel):
    """A message from the public. Coordinators handle it and delete it; it holds no more than was typed."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="contact_messages")
    topic = models.CharField(_("subject"), max_length=16, choices=ContactTopic.choices)
    page = models.CharField(_("page"), max_length=300, blank=True)
    text = models.TextField(_("message"), max_length=4000)
    reply_to = models.EmailField(_("e-mail address for an answer"), blank=True)
    received_at = models.DateTimeField(default=clock.now, editable=False)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    AUTHORITY_PATH = "authority"

    class Meta:
        verbose_name = _("message of the public")
        verbose_name_plural = _("messages of the public")
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return self.public_id
