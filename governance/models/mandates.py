"""Mandates: the written order of the steering group to a project group, its versions, and who is sent into it."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.models.base import PublicIdModel, VersionedModel, moves, state_constraint, state_field
from governance.models.bodies import Body, Seat
from governance.models.meetings import Meeting
from governance.models.organisations import Authority, Organisation, Person
from governance.models.planning import PlanningProcess
from governance.rules import clock
from governance.rules.lifecycles import (
    MANDATE,
    MANDATE_VERSION,
    NOMINATION,
    MandateState,
    MandateVersionState,
    NominationState,
)
from governance.rules.mandates import APPROVAL_LABELS, GroupApproval


class MandateQuerySet(models.QuerySet[Any]):
    """Named filters over mandates."""

    def in_force(self) -> Self:
        """Return mandates that a group works on."""
        return self.filter(state=MandateState.ADOPTED)


class Mandate(moves("state", MANDATE), PublicIdModel, VersionedModel):  # type: ignore[misc]
    """A mandate (Arbeitsauftrag, seed 004, chapter 8.2, HX-14). `group` is the body that works on it.

    Its first process ordered it; what a partial adoption returned goes on under the same mandate.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="mandates")
    processes = models.ManyToManyField(PlanningProcess, related_name="mandates", verbose_name=_("processes"))
    group = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="mandates", verbose_name=_("group")
    )
    group_name = models.CharField(_("name of the group"), max_length=160)
    state = state_field(MandateState, MandateState.DRAFT)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.TextField(_("reason of the end"), blank=True, max_length=2000)

    objects = MandateQuerySet.as_manager()

    AUTHORITY_PATH = "authority"

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["-created_at", "-pk"]
        constraints = [state_constraint("state", MandateState, "governance_mandate_state")]

    def __str__(self) -> str:
        return self.group_name


class MandateVersion(moves("state", MANDATE_VERSION), PublicIdModel, VersionedModel):  # type: ignore[misc]
    """The text of a mandate. Adopted by a resolution it is immutable; a change is a further version.

    `content_hash` is the SHA-256 over the parts as the paper printed them, written when it is adopted.
    """

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="versions")
    ordinal = models.PositiveSmallIntegerField()
    subject = models.TextField(_("subject"), blank=True, max_length=4000)
    objective = models.TextField(_("objective"), blank=True, max_length=4000)
    working_form = models.TextField(_("working form"), blank=True, max_length=4000)
    result_form = models.TextField(_("desired form of the result"), blank=True, max_length=4000)
    special_conditions = models.TextField(_("special conditions"), blank=True, max_length=4000)
    result_types = models.JSONField(_("what is to be delivered"), default=list, blank=True)
    report_back_meeting = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates_reporting",
        verbose_name=_("meeting in which the group reports back"),
    )
    report_back_on = models.DateField(_("report back by"), null=True, blank=True)
    ends_on = models.DateField(_("end of the mandate"), null=True, blank=True)
    state = state_field(MandateVersionState, MandateVersionState.DRAFT)
    adopted_at = models.DateTimeField(null=True, blank=True, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    AUTHORITY_PATH = "mandate__authority"

    class Meta:
        verbose_name = _("version of a mandate")
        verbose_name_plural = _("versions of a mandate")
        ordering = ["mandate", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["mandate", "ordinal"], name="governance_mandateversion_ordinal"),
            models.UniqueConstraint(
                fields=["mandate"], condition=Q(state="draft"), name="governance_mandateversion_one_draft"
            ),
            state_constraint("state", MandateVersionState, "governance_mandateversion_state"),
        ]

    def __str__(self) -> str:
        return f"{self.mandate_id} ({self.ordinal})"


class MandatePlace(models.Model):
    """One place of the composition (Zusammensetzung): an organisation or one of its seats; `lead` leads the group."""

    version = models.ForeignKey(MandateVersion, on_delete=models.CASCADE, related_name="places")
    order = models.PositiveSmallIntegerField(default=0)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="mandate_places", verbose_name=_("organisation")
    )
    seat_name = models.CharField(_("seat"), max_length=160, blank=True)
    lead = models.BooleanField(_("leads the group"), default=False)

    AUTHORITY_PATH = "version__mandate__authority"

    class Meta:
        verbose_name = _("place in a project group")
        verbose_name_plural = _("composition")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "organisation", "seat_name"], name="governance_mandateplace_seat"
            ),
            models.UniqueConstraint(
                fields=["version"], condition=Q(lead=True), name="governance_mandateplace_one_lead"
            ),
        ]

    def __str__(self) -> str:
        return self.seat_name or str(self.organisation)


class Nomination(moves("state", NOMINATION), PublicIdModel, VersionedModel):  # type: ignore[misc]
    """Whom an organisation sends for a place of the mandate, or why nobody. `seat` is the place in the group.

    `on_behalf`: a coordinator has entered the answer on the word of the organisation.
    """

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="nominations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="nominations", verbose_name=_("organisation")
    )
    seat_name = models.CharField(_("seat"), max_length=160, blank=True)
    lead = models.BooleanField(_("leads the group"), default=False)
    state = state_field(NominationState, NominationState.OPEN)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="nominations", verbose_name=_("member")
    )
    reason = models.TextField(_("reason"), blank=True, max_length=2000)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    on_behalf = models.BooleanField(_("entered on the organisation's word"), default=False, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="nominations")

    AUTHORITY_PATH = "mandate__authority"

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mandate", "organisation", "seat_name"], name="governance_nomination_place"
            ),
            state_constraint("state", NominationState, "governance_nomination_state"),
        ]

    def __str__(self) -> str:
        return self.seat_name or str(self.organisation)


class ProposalStatement(VersionedModel):
    """What the group says with its proposal: an answer to each part of the mandate, and how the group agreed.

    `answers` holds the texts by the part's field name (`governance.rules.mandates.MandatePart`).
    """

    process = models.OneToOneField(PlanningProcess, on_delete=models.PROTECT, related_name="proposal_statement")
    answers = models.JSONField(default=dict, blank=True)
    approval = models.CharField(
        _("how the group agreed"),
        max_length=16,
        blank=True,
        choices=[(approval.value, _(APPROVAL_LABELS[approval])) for approval in GroupApproval],
    )
    minority_opinion = models.TextField(_("minority opinion"), blank=True, max_length=4000)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    AUTHORITY_PATH = "process__authority"

    class Meta:
        verbose_name = _("statement of the group")
        verbose_name_plural = _("statements of the group")

    def __str__(self) -> str:
        return f"{self.process_id}"
