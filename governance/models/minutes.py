"""Minutes: facts from the session, text by people, frozen at sign-off, objected to, approved, locked."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.models.agendas import AgendaItem
from governance.models.base import PublicIdModel, VersionedModel, moves, state_constraint, state_field
from governance.models.meetings import Meeting
from governance.models.organisations import Person
from governance.rules import clock
from governance.rules.lifecycles import MINUTES, MinutesState


class Minutes(moves("state", MINUTES), PublicIdModel, VersionedModel):  # type: ignore[misc]
    """The Niederschrift of a meeting; it exists from the opening of the session."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    state = state_field(MinutesState, MinutesState.DRAFT)
    summons = models.TextField(_("summons and quorum"), blank=True, max_length=3000)
    agenda_objections = models.TextField(_("objections to the agenda"), blank=True, max_length=3000)
    opening = models.TextField(_("before the agenda"), blank=True, max_length=5000)
    closing = models.TextField(_("at the end"), blank=True, max_length=5000)
    circulated_at = models.DateTimeField(null=True, blank=True, editable=False)
    objections_until = models.DateField(null=True, blank=True, editable=False)
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)

    AUTHORITY_PATH = "meeting__body__authority"

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        ordering = ["-meeting__starts_at"]
        constraints = [state_constraint("state", MinutesState, "governance_minutes_state")]

    def __str__(self) -> str:
        return str(self.meeting)


class MinutesItem(models.Model):
    """What a person wrote on one agenda item; regenerating never overwrites it."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="items")
    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="minutes_item")
    report = models.TextField(_("report"), blank=True, max_length=20_000)
    discussion = models.TextField(_("discussion"), blank=True, max_length=20_000)

    AUTHORITY_PATH = "minutes__meeting__body__authority"

    class Meta:
        verbose_name = _("item of the minutes")
        verbose_name_plural = _("items of the minutes")
        ordering = ["item__order", "pk"]

    def __str__(self) -> str:
        return f"{self.minutes_id}: {self.item_id}"


class MinutesVersion(PublicIdModel):
    """The minutes as signed off by the chair. Append-only.

    `content` is the frozen `MinutesDocument` as data; `register_hash` the head of the body's register that day.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="versions")
    ordinal = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    register_hash = models.CharField(max_length=64, blank=True)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    AUTHORITY_PATH = "minutes__meeting__body__authority"

    class Meta:
        verbose_name = _("version of the minutes")
        verbose_name_plural = _("versions of the minutes")
        ordering = ["minutes", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["minutes", "ordinal"], name="governance_minutesversion_ordinal")]

    def __str__(self) -> str:
        return f"{self.minutes_id} ({self.ordinal})"


class ObjectionState(models.TextChoices):
    """Where an objection to the minutes stands."""

    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("objection accepted")
    REJECTED = "rejected", _("objection not accepted")


class Objection(PublicIdModel):
    """Somebody who was present objects to the circulated minutes; the answer is part of the record."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="objections")
    version = models.ForeignKey(MinutesVersion, on_delete=models.PROTECT, related_name="objections")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="objections")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("objection"), max_length=5000)
    raised_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=8, choices=ObjectionState.choices, default=ObjectionState.OPEN)
    answer = models.TextField(_("answer"), blank=True, max_length=5000)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    AUTHORITY_PATH = "minutes__meeting__body__authority"

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["raised_at", "pk"]

    def __str__(self) -> str:
        return f"{self.minutes_id}: {self.person_id}"


class ApprovalItem(models.Model):
    """The agenda item of a later meeting in which the body approves these minutes."""

    item = models.OneToOneField(AgendaItem, on_delete=models.CASCADE, related_name="approval")
    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="approval_items")

    AUTHORITY_PATH = "minutes__meeting__body__authority"

    class Meta:
        verbose_name = _("approval of minutes")
        verbose_name_plural = _("approvals of minutes")

    def __str__(self) -> str:
        return f"{self.item_id}: {self.minutes_id}"


class Addendum(models.Model):
    """A dated correction of approved minutes. Append-only."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="addenda")
    text = models.TextField(_("addendum"), max_length=5000)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    AUTHORITY_PATH = "minutes__meeting__body__authority"

    class Meta:
        verbose_name = _("addendum")
        verbose_name_plural = _("addenda")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.minutes_id}"
