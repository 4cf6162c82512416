"""Chains: the Dienstleistungskette of a process: actors, steps, hand-overs, consents, frozen versions."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.models.base import PublicIdModel, VersionedModel, moves, state_constraint, state_field
from governance.models.cases import LegalArea
from governance.models.goals import GoalNode
from governance.models.organisations import Organisation, Person
from governance.models.planning import PlanningProcess
from governance.rules import clock
from governance.rules.lifecycles import ACTOR_CONSENT, FROZEN_VERSION, ConsentState, FrozenState
from governance.rules.service_chains import CHAIN_KIND_LABELS, PART_LABELS, ActorPart, ChainKind


class ServiceChain(PublicIdModel, VersionedModel):
    """A chain as its group writes it; `goal` is the result goal that it reaches. `version` counts every change.

    Parts keep their `public_id` in every frozen version.
    """

    process = models.ForeignKey(PlanningProcess, on_delete=models.PROTECT, related_name="chains")
    kind = models.CharField(
        _("kind"),
        max_length=8,
        choices=[(kind.value, _(CHAIN_KIND_LABELS[kind])) for kind in ChainKind],
        default=ChainKind.TO_BE.value,
    )
    title = models.CharField(_("title"), max_length=200)
    goal = models.ForeignKey(
        GoalNode, on_delete=models.SET_NULL, null=True, blank=True, related_name="chains", verbose_name=_("result goal")
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    AUTHORITY_PATH = "process__authority"

    class Meta:
        verbose_name = _("service chain")
        verbose_name_plural = _("service chains")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class ChainActor(PublicIdModel, VersionedModel):
    """Who takes part: an organisation or a role; actor, partner, or the person served."""

    chain = models.ForeignKey(ServiceChain, on_delete=models.CASCADE, related_name="actors")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("name"), max_length=160)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="chain_actors",
        verbose_name=_("organisation"),
    )
    part = models.CharField(
        _("part"),
        max_length=8,
        choices=[(part.value, _(PART_LABELS[part])) for part in ActorPart],
        default=ActorPart.ACTOR.value,
    )

    AUTHORITY_PATH = "chain__process__authority"

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "name"],
                name="governance_chainactor_name",
                violation_error_message=_("The chain has an actor of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ChainStep(PublicIdModel, VersionedModel):
    """What an actor does. `ending` names the end where nothing follows; `max_days` is the longest duration in days."""

    chain = models.ForeignKey(ServiceChain, on_delete=models.CASCADE, related_name="steps")
    actor = models.ForeignKey(ChainActor, on_delete=models.PROTECT, related_name="steps", verbose_name=_("actor"))
    order = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(_("step"), max_length=200)
    standard = models.TextField(_("professional standard"), blank=True, max_length=2000)
    in_charge = models.CharField(_("in charge"), max_length=160, blank=True)
    accountable = models.CharField(_("answers for the result"), max_length=160, blank=True)
    legal_area = models.CharField(_("area of law"), max_length=24, blank=True, choices=LegalArea.choices)
    max_days = models.PositiveSmallIntegerField(_("longest duration in days"), null=True, blank=True)
    activity = models.ForeignKey(
        GoalNode,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="chain_steps",
        verbose_name=_("activity of the goal system"),
    )
    ending = models.CharField(_("name of the end"), max_length=160, blank=True)

    AUTHORITY_PATH = "chain__process__authority"

    class Meta:
        verbose_name = _("step of a chain")
        verbose_name_plural = _("steps of a chain")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.label


class ChainLink(PublicIdModel, VersionedModel):
    """From one step to the next; `condition` says when, where a step splits."""

    chain = models.ForeignKey(ServiceChain, on_delete=models.CASCADE, related_name="links")
    source = models.ForeignKey(ChainStep, on_delete=models.CASCADE, related_name="outgoing", verbose_name=_("from"))
    target = models.ForeignKey(ChainStep, on_delete=models.CASCADE, related_name="incoming", verbose_name=_("to"))
    condition = models.CharField(_("condition"), max_length=200, blank=True)

    AUTHORITY_PATH = "chain__process__authority"

    class Meta:
        verbose_name = _("link of a chain")
        verbose_name_plural = _("links of a chain")
        ordering = ["source__order", "target__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="governance_chainlink_pair"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="governance_chainlink_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class Handover(VersionedModel):
    """Where responsibility passes from one actor to another (Übergabepunkt): Vorarbeiten and Folgearbeiten."""

    link = models.OneToOneField(ChainLink, on_delete=models.CASCADE, related_name="handover")
    preconditions = models.TextField(_("what the receiver may take as done"), blank=True, max_length=2000)
    follow_ups = models.TextField(_("what the sender may rely on"), blank=True, max_length=2000)
    documents = models.TextField(_("documents"), blank=True, max_length=2000)
    needs_consent = models.BooleanField(_("consent for data is needed"), default=False)
    consent = models.CharField(_("which consent"), max_length=300, blank=True)
    deadline_days = models.PositiveSmallIntegerField(_("deadline in days"), null=True, blank=True)

    AUTHORITY_PATH = "link__chain__process__authority"

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")

    def __str__(self) -> str:
        return f"{self.link_id}"


class ServiceChainVersion(moves("state", FROZEN_VERSION), PublicIdModel):  # type: ignore[misc]
    """A frozen chain. `content` never changes (trigger), `content_hash` is its SHA-256 over canonical JSON."""

    chain = models.ForeignKey(ServiceChain, on_delete=models.PROTECT, related_name="versions")
    ordinal = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    state = state_field(FrozenState, FrozenState.PROPOSED)
    open_reason = models.TextField(_("why findings are still open"), blank=True, max_length=2000)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    AUTHORITY_PATH = "chain__process__authority"

    class Meta:
        verbose_name = _("version of a chain")
        verbose_name_plural = _("versions of a chain")
        ordering = ["chain", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "ordinal"], name="governance_chainversion_ordinal"),
            state_constraint("state", FrozenState, "governance_chainversion_state"),
        ]

    def __str__(self) -> str:
        return f"{self.chain_id} ({self.ordinal})"


class ActorConsent(moves("state", ACTOR_CONSENT), PublicIdModel, VersionedModel):  # type: ignore[misc]
    """Whether the organisation of an actor has agreed to a version of the chain; nobody agrees for it."""

    chain_version = models.ForeignKey(ServiceChainVersion, on_delete=models.PROTECT, related_name="consents")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="chain_consents", verbose_name=_("organisation")
    )
    state = state_field(ConsentState, ConsentState.OPEN)
    reason = models.TextField(_("reason"), blank=True, max_length=2000)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    AUTHORITY_PATH = "chain_version__chain__process__authority"

    class Meta:
        verbose_name = _("consent of an actor")
        verbose_name_plural = _("consents of actors")
        ordering = ["organisation__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["chain_version", "organisation"], name="governance_actorconsent_once"),
            state_constraint("state", ConsentState, "governance_actorconsent_state"),
        ]

    def __str__(self) -> str:
        return f"{self.chain_version_id}: {self.organisation_id}"
