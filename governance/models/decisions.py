"""Decisions: the gapless, hash-chained register of resolutions and what they set in motion."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.models.agendas import AgendaItem
from governance.models.base import PublicIdModel
from governance.models.bodies import Body
from governance.models.goals import GoalNode, GoalSystemVersion
from governance.models.mandates import MandateVersion
from governance.models.papers import PaperVersion
from governance.models.planning import PlanningProcess, StepRecord
from governance.models.votes import Vote
from governance.rules.goals import NODE_DECISION_LABELS, NodeDecision
from governance.rules.outcomes import OUTCOME_LABELS, Outcome, PaperSubject


class Register(models.Model):
    """The head of one register: one chain per body and year, its row locked last and briefly."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="registers")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64, default="0" * 64)

    AUTHORITY_PATH = "body__authority"

    class Meta:
        verbose_name = _("register")
        verbose_name_plural = _("registers")
        constraints = [models.UniqueConstraint(fields=["body", "year"], name="governance_register_year")]

    def __str__(self) -> str:
        return f"{self.body} {self.year}"


class Resolution(PublicIdModel):
    """A resolution (Beschluss): one per decided item, numbered without gaps. Append-only.

    `content` is what the hash covers: wording, figures, verdict, rule, meeting, item, paper version.
    """

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="resolutions")
    sequence = models.PositiveIntegerField()
    number = models.CharField(max_length=40)
    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="resolution")
    vote = models.OneToOneField(Vote, on_delete=models.PROTECT, null=True, blank=True, related_name="resolution")
    paper_version = models.ForeignKey(
        PaperVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="resolutions"
    )
    subject = models.CharField(max_length=24, blank=True, choices=[(s.value, s.value) for s in PaperSubject])
    outcome = models.CharField(
        max_length=24, choices=[(outcome.value, _(OUTCOME_LABELS[outcome])) for outcome in Outcome]
    )
    title = models.CharField(max_length=200)
    wording = models.TextField()
    proposal = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    sentence = models.TextField()
    short_sentence = models.CharField(max_length=200)
    figures = models.JSONField(default=dict)
    paragraph = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField()
    content = models.JSONField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    AUTHORITY_PATH = "register__body__authority"

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        ordering = ["-decided_at", "-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["register", "sequence"], name="governance_resolution_sequence"),
        ]

    def __str__(self) -> str:
        return self.number


class EffectState(models.TextChoices):
    """Whether the effect of a resolution has happened."""

    NONE = "none", _("no effect on a process")
    DONE = "done", _("done")
    WAITING = "waiting", _("waiting")


class EffectQuerySet(models.QuerySet[Any]):
    """Named filters over process effects."""

    def waiting(self) -> Self:
        """Return effects whose guards were not fulfilled when the resolution was passed."""
        return self.filter(state=EffectState.WAITING)


class ProcessEffect(models.Model):
    """What a resolution does to a process. The vote stands even where the effect still waits."""

    resolution = models.OneToOneField(Resolution, on_delete=models.PROTECT, related_name="effect")
    process = models.ForeignKey(PlanningProcess, on_delete=models.PROTECT, related_name="effects")
    transitions = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=EffectState.choices)
    missing = models.JSONField(default=list)
    steps = models.ManyToManyField(StepRecord, related_name="effects")

    objects = EffectQuerySet.as_manager()

    AUTHORITY_PATH = "process__authority"

    class Meta:
        verbose_name = _("effect")
        verbose_name_plural = _("effects")

    def __str__(self) -> str:
        return f"{self.resolution_id}: {self.state}"


class MandateAdoption(models.Model):
    """The resolution by which a version of a mandate was adopted. Append-only."""

    resolution = models.OneToOneField(Resolution, on_delete=models.PROTECT, related_name="mandate_adoption")
    mandate_version = models.OneToOneField(MandateVersion, on_delete=models.PROTECT, related_name="adoption")

    AUTHORITY_PATH = "mandate_version__mandate__authority"

    class Meta:
        verbose_name = _("adoption of a mandate")
        verbose_name_plural = _("adoptions of a mandate")

    def __str__(self) -> str:
        return f"{self.resolution_id}: {self.mandate_version_id}"


class NodeOutcome(models.Model):
    """What the body decides on one node of a proposed Zielsystem: written before the item is concluded.

    `resolution` is set when the item is concluded; from then on the row is immutable.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="node_outcomes")
    goal_version = models.ForeignKey(GoalSystemVersion, on_delete=models.PROTECT, related_name="outcomes")
    node = models.ForeignKey(GoalNode, on_delete=models.PROTECT, related_name="outcomes")
    decision = models.CharField(
        max_length=12, choices=[(choice.value, _(NODE_DECISION_LABELS[choice])) for choice in NodeDecision]
    )
    text = models.CharField(_("decided wording"), max_length=500, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    due_on = models.DateField(_("proposal due by"), null=True, blank=True)
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, null=True, blank=True, related_name="node_outcomes"
    )

    AUTHORITY_PATH = "item__meeting__body__authority"

    class Meta:
        verbose_name = _("outcome of a goal")
        verbose_name_plural = _("outcomes of goals")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["item", "node"], name="governance_nodeoutcome_once")]

    def __str__(self) -> str:
        return f"{self.node_id}: {self.decision}"
