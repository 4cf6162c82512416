"""Planning: the process, its generative topic, the record of its steps."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.models.base import PublicIdModel, StateField, VersionedModel, moves
from governance.models.bodies import Body
from governance.models.cases import CaseCard, ReconstructionSeries, Restriction
from governance.models.files import StoredFile
from governance.models.organisations import Authority, Person
from governance.rules import clock
from governance.rules.routes import ROLE_LABELS, SOURCE_LABELS, DocumentRole, IntakeSource
from governance.rules.stages import ENDED_STAGES, STAGE_LABELS, Stage
from governance.rules.transitions import STAGE_MOVES


class ProcessQuerySet(models.QuerySet[Any]):
    """Named filters over planning processes."""

    def live(self) -> Self:
        """Return processes that have not ended."""
        return self.exclude(stage__in=[stage.value for stage in ENDED_STAGES])


class PlanningProcess(moves("stage", STAGE_MOVES), PublicIdModel, VersionedModel):  # type: ignore[misc]
    """The spine: one process per generative topic, with exactly one state field, `stage` (process.md).

    `shown_to_body` stays true once the process has lain before the deciding body, `shown_to_group` once its group works
    on it: what was visible stays visible. `group` is the body that works on it, chosen before. `predecessor` is the
    process that it continues: the cycle before, a rejected topic, or the one a remainder was split from. `due_back_on`
    is the day until which the steering group wants a proposal that it has given back.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="processes")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="processes", verbose_name=_("deciding body"))
    number = models.CharField(_("number"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    coordinator = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="processes", verbose_name=_("coordination")
    )
    series = models.ManyToManyField(
        ReconstructionSeries, related_name="processes", blank=True, verbose_name=_("reconstruction series")
    )
    source = models.CharField(
        _("source of the topic"),
        max_length=24,
        choices=[(source.value, _(SOURCE_LABELS[source])) for source in IntakeSource],
        default=IntakeSource.RECONSTRUCTION.value,
    )
    source_note = models.TextField(_("where it comes from"), blank=True, max_length=2000)
    like_cases = models.PositiveSmallIntegerField(_("like cases of other services"), null=True, blank=True)
    interviews = models.PositiveSmallIntegerField(_("interviews with those concerned"), null=True, blank=True)
    group = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="worked_processes",
        verbose_name=_("project group"),
    )
    predecessor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("earlier process"),
    )
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    due_back_on = models.DateField(_("proposal due by"), null=True, blank=True, editable=False)
    taken_over = models.BooleanField(_("taken over"), default=False, editable=False)
    stage = StateField(
        max_length=32,
        default=Stage.CASE_RECONSTRUCTION.value,
        choices=[(stage.value, _(STAGE_LABELS[stage])) for stage in Stage],
        editable=False,
    )
    stage_since = models.DateTimeField(default=clock.now, editable=False)
    started_at = models.DateTimeField(default=clock.now, editable=False)
    shown_to_body = models.BooleanField(default=False, editable=False)
    shown_to_group = models.BooleanField(default=False, editable=False)

    objects = ProcessQuerySet.as_manager()

    AUTHORITY_PATH = "authority"

    class Meta:
        verbose_name = _("planning process")
        verbose_name_plural = _("planning processes")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "number"], name="governance_process_number"),
            models.CheckConstraint(
                condition=Q(stage__in=[stage.value for stage in Stage]), name="governance_process_stage"
            ),
        ]

    @property
    def stage_text(self) -> str:
        """Return the stage in words, with the body's own name where the process lies before it; loads `body`."""
        stage = Stage(self.stage)
        if stage is Stage.TOPIC_DECISION:
            return gettext("Lies for decision (%(body)s)") % {"body": self.body.name}
        if stage is Stage.PROPOSAL_DECISION:
            return gettext("Proposal lies for decision (%(body)s)") % {"body": self.body.name}
        return gettext(stage.label)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class ScopeCheck(VersionedModel):
    """Whether a topic concerns the steering group: which of the four triggers hold, and why (WAF-09)."""

    process = models.OneToOneField(PlanningProcess, on_delete=models.CASCADE, related_name="scope_check")
    triggers = models.JSONField(_("what speaks for the steering group"), default=list, blank=True)
    reason = models.TextField(_("reason"), blank=True, max_length=2000)
    checked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(default=clock.now, editable=False)

    AUTHORITY_PATH = "process__authority"

    class Meta:
        verbose_name = _("scope check")
        verbose_name_plural = _("scope checks")

    def __str__(self) -> str:
        return f"{self.process_id}: {len(self.triggers)}"


class ProcessDocument(PublicIdModel, VersionedModel):
    """A written document of a process: agreement, result of the group, answer.

    It has its wording, or a file, or says where it lies.
    """

    process = models.ForeignKey(PlanningProcess, on_delete=models.PROTECT, related_name="documents")
    role = models.CharField(
        _("kind"), max_length=24, choices=[(role.value, _(ROLE_LABELS[role])) for role in DocumentRole]
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("wording"), blank=True, max_length=50_000)
    reference = models.CharField(_("file number or place"), max_length=300, blank=True)
    file = models.OneToOneField(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="process_document",
        verbose_name=_("file"),
    )
    dated_on = models.DateField(_("date of the document"))
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)

    AUTHORITY_PATH = "process__authority"

    class Meta:
        verbose_name = _("document of a process")
        verbose_name_plural = _("documents of a process")
        ordering = ["dated_on", "pk"]

    def __str__(self) -> str:
        return self.title


class EarlierDecision(PublicIdModel):
    """A decision from before Lenkwerk, taken over with its source and without invented figures (edge case 20)."""

    process = models.ForeignKey(PlanningProcess, on_delete=models.PROTECT, related_name="earlier_decisions")
    body_name = models.CharField(_("body"), max_length=160)
    decided_on = models.DateField(_("decided on"))
    wording = models.TextField(_("what was decided"), max_length=4000)
    source = models.CharField(_("source"), max_length=300)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now, editable=False)

    AUTHORITY_PATH = "process__authority"

    class Meta:
        verbose_name = _("earlier decision")
        verbose_name_plural = _("earlier decisions")
        ordering = ["decided_on", "pk"]

    def __str__(self) -> str:
        return f"{self.body_name}, {self.decided_on}"


class StateReport(VersionedModel):
    """A topic that is reported to the state: to whom, since when, what was answered (PR-04)."""

    process = models.ForeignKey(PlanningProcess, on_delete=models.CASCADE, related_name="state_reports")
    addressee = models.CharField(_("addressee"), max_length=200)
    matter = models.TextField(_("what is reported"), blank=True, max_length=4000)
    reported_on = models.DateField(_("reported on"), null=True, blank=True)
    answer = models.ForeignKey(
        ProcessDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answer")
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    AUTHORITY_PATH = "process__authority"

    class Meta:
        verbose_name = _("report to the state")
        verbose_name_plural = _("reports to the state")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process"], condition=Q(closed_on__isnull=True), name="governance_statereport_one_open"
            )
        ]

    def __str__(self) -> str:
        return self.addressee


class Topic(VersionedModel):
    """The generative topic of a process: an important problem that shows in several cases (004, chapter 8.2)."""

    process = models.OneToOneField(PlanningProcess, on_delete=models.CASCADE, related_name="topic")
    statement = models.CharField(_("topic in one sentence"), max_length=300)
    description = models.TextField(_("description"), blank=True, max_length=8000)
    cards = models.ManyToManyField(CaseCard, through="TopicCase", related_name="topics", verbose_name=_("cases"))

    AUTHORITY_PATH = "process__authority"

    class Meta:
        verbose_name = _("generative topic")
        verbose_name_plural = _("generative topics")

    def __str__(self) -> str:
        return self.statement


class TopicCase(models.Model):
    """A case shows the topic."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="case_links")
    card = models.ForeignKey(CaseCard, on_delete=models.PROTECT, related_name="topic_links")

    AUTHORITY_PATH = "topic__process__authority"

    class Meta:
        verbose_name = _("case of the topic")
        verbose_name_plural = _("cases of the topic")
        constraints = [
            models.UniqueConstraint(fields=["topic", "card"], name="governance_topiccase_card"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.card_id}"


class TopicRestriction(models.Model):
    """A pattern of restrictions behind the topic, in words that may leave the case layer."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="restrictions")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("restriction"), max_length=300)
    sources = models.ManyToManyField(Restriction, related_name="patterns", blank=True)

    AUTHORITY_PATH = "topic__process__authority"

    class Meta:
        verbose_name = _("restriction of the topic")
        verbose_name_plural = _("restrictions of the topic")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text


class StepRecord(models.Model):
    """The history: one transition of the process, with its findings as they were. Append-only."""

    process = models.ForeignKey(PlanningProcess, on_delete=models.PROTECT, related_name="steps")
    transition = models.CharField(max_length=40)
    source = models.CharField(max_length=32, blank=True)
    target = models.CharField(max_length=32)
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    findings = models.JSONField(default=list)

    AUTHORITY_PATH = "process__authority"

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.process_id}: {self.transition}"


class Justification(VersionedModel):
    """A written reason for going on although a justifiable finding is open; printed on the paper.

    Stored before the paper is released and consumed by the step that needed it.
    """

    process = models.ForeignKey(PlanningProcess, on_delete=models.CASCADE, related_name="justifications")
    finding = models.CharField(max_length=64)
    text = models.TextField(_("justification"), max_length=2000)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    consumed_by = models.ForeignKey(
        StepRecord, on_delete=models.PROTECT, null=True, blank=True, related_name="justifications"
    )

    AUTHORITY_PATH = "process__authority"

    class Meta:
        verbose_name = _("justification")
        verbose_name_plural = _("justifications")
        constraints = [
            models.UniqueConstraint(
                fields=["process", "finding"],
                condition=Q(consumed_by__isnull=True),
                name="governance_justification_finding",
            )
        ]

    def __str__(self) -> str:
        return f"{self.process_id}: {self.finding}"
