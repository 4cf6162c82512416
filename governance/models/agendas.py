"""Agendas: the items of a meeting, their guests, recusals and action items."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.models.base import PublicIdModel, VersionedModel, moves, state_constraint, state_field
from governance.models.bodies import Seat
from governance.models.meetings import Meeting
from governance.models.organisations import Person
from governance.models.papers import DecisionPaper, PaperVersion
from governance.rules import clock
from governance.rules.lifecycles import ACTION_ITEM, AGENDA_ITEM, ActionState, ItemState
from governance.rules.outcomes import OUTCOME_LABELS, Outcome


class ItemKind(models.TextChoices):
    """Kinds of agenda items (meetings.md, Agenda)."""

    FORMALITY = "formality", _("formality")
    APPROVAL = "approval", _("approval of minutes")
    PAPER = "paper", _("decision paper")
    REPORT = "report", _("report")
    DISCUSSION = "discussion", _("discussion")
    MISCELLANEOUS = "miscellaneous", _("miscellaneous")


class ItemQuerySet(models.QuerySet[Any]):
    """Named filters over agenda items."""

    def on_agenda(self) -> Self:
        """Return items that were not removed."""
        return self.exclude(state=ItemState.REMOVED)

    def pending(self) -> Self:
        """Return items that still wait for their outcome."""
        return self.filter(state__in=[ItemState.PLANNED, ItemState.CALLED])


class AgendaItem(moves("state", AGENDA_ITEM), PublicIdModel, VersionedModel):  # type: ignore[misc]
    """One item of an agenda (TOP). After dispatch the agenda is frozen; `supplement` numbers late items."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField(default=0)
    number = models.CharField(_("number"), max_length=12, blank=True)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=ItemKind.choices, default=ItemKind.REPORT)
    public = models.BooleanField(_("public"), default=True)
    minutes_planned = models.PositiveSmallIntegerField(_("planned minutes"), default=15)
    presenter = models.CharField(_("presenter"), max_length=160, blank=True)
    note = models.TextField(_("note on the agenda"), blank=True, max_length=2000)
    paper = models.ForeignKey(
        DecisionPaper,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
        verbose_name=_("paper"),
    )
    paper_version = models.ForeignKey(
        PaperVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    supplement = models.PositiveSmallIntegerField(default=0, editable=False)
    late_reason = models.CharField(_("why the item comes late"), max_length=300, blank=True)
    state = state_field(ItemState, ItemState.PLANNED)
    called_at = models.DateTimeField(null=True, blank=True, editable=False)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    outcome = models.CharField(
        max_length=24,
        blank=True,
        choices=[(outcome.value, _(OUTCOME_LABELS[outcome])) for outcome in Outcome],
        editable=False,
    )
    outcome_reason = models.TextField(blank=True, max_length=2000, editable=False)

    objects = ItemQuerySet.as_manager()

    AUTHORITY_PATH = "meeting__body__authority"

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["meeting", "order", "pk"]
        constraints = [
            state_constraint("state", ItemState, "governance_agendaitem_state"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(state="called"), name="governance_agendaitem_one_called"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class ItemGuest(models.Model):
    """A guest is invited to one item and sees that item only."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="guests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guest_items")

    AUTHORITY_PATH = "item__meeting__body__authority"

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="governance_itemguest_person")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.person_id}"


class Recusal(models.Model):
    """A seat takes no part in deliberation and vote of one item (Befangenheit)."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="recusals")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recusals")
    ground = models.CharField(_("ground"), max_length=300)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    AUTHORITY_PATH = "item__meeting__body__authority"

    class Meta:
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")
        constraints = [models.UniqueConstraint(fields=["item", "seat"], name="governance_recusal_seat")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.seat_id}"


class OwnNote(VersionedModel):
    """What somebody has noted for themselves about an item: read by nobody else, never part of the minutes."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="own_notes")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="own_notes")
    text = models.TextField(_("own note"), max_length=5000)

    AUTHORITY_PATH = "item__meeting__body__authority"

    class Meta:
        verbose_name = _("own note")
        verbose_name_plural = _("own notes")
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="governance_ownnote_person")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.person_id}"


class ActionItem(moves("state", ACTION_ITEM), PublicIdModel, VersionedModel):  # type: ignore[misc]
    """Something somebody shall do, given in a session (Auftrag aus der Sitzung)."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="action_items")
    text = models.CharField(_("what is to be done"), max_length=300)
    responsible = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="action_items", verbose_name=_("who")
    )
    due_on = models.DateField(_("until"))
    state = state_field(ActionState, ActionState.OPEN)

    AUTHORITY_PATH = "item__meeting__body__authority"

    class Meta:
        verbose_name = _("action item")
        verbose_name_plural = _("action items")
        ordering = ["due_on", "pk"]
        constraints = [state_constraint("state", ActionState, "governance_actionitem_state")]

    def __str__(self) -> str:
        return self.text
