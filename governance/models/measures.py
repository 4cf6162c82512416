"""Measures: what organisations carry out, the follow-up of resolutions, and who was told what became of a topic."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from governance.models.agendas import AgendaItem
from governance.models.base import PublicIdModel, VersionedModel, moves, state_constraint, state_field
from governance.models.chains import ChainStep
from governance.models.decisions import Resolution
from governance.models.goals import GoalNode
from governance.models.meetings import Meeting
from governance.models.organisations import Authority, Organisation, Person
from governance.models.planning import PlanningProcess
from governance.rules import clock
from governance.rules.evaluation import EFFECT_LABELS, ReachedEffect
from governance.rules.lifecycles import (
    FOLLOW_UP,
    LIVE_FOLLOW_UPS,
    MEASURE,
    SETTLED_MEASURES,
    FollowUpState,
    MeasureState,
)
from governance.rules.stages import ENDED_STAGES


class MeasureQuerySet(models.QuerySet[Any]):
    """Named filters over measures."""

    def unsettled(self) -> Self:
        """Return measures that are neither done nor dropped."""
        return self.exclude(state__in=[state.value for state in SETTLED_MEASURES])

    def asked(self) -> Self:
        """Return measures that an organisation has been asked to carry out: decided, not only planned."""
        return self.filter(asked_on__isnull=False)

    def of_live_processes(self) -> Self:
        """Return the measures on which somebody can still act: those of an ended process stay as they are."""
        return self.exclude(process__stage__in=[stage.value for stage in ENDED_STAGES])

    def dated(self) -> Self:
        """Return the measures with `until`: the date they were deferred to, otherwise the one they were given."""
        return self.annotate(until=Coalesce("deferred_until", "due_on"))

    def overdue(self, day: date) -> Self:
        """Return unsettled measures whose date lies before the local date `day`."""
        return self.unsettled().filter(Q(deferred_until__lt=day) | Q(deferred_until__isnull=True, due_on__lt=day))


class Measure(moves("state", MEASURE), PublicIdModel, VersionedModel):  # type: ignore[misc]
    """Something an organisation carries out: out of an adopted activity, or ordered directly by a resolution.

    A measure planned for a solution that is still to be decided has no `resolution` yet, and nobody is asked:
    `asked_on` is the day on which its organisation was asked to carry it out. `deferred_until` takes the place of
    `due_on` once it is set.
    """

    process = models.ForeignKey(PlanningProcess, on_delete=models.PROTECT, related_name="measures")
    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, null=True, blank=True, related_name="measures")
    node = models.ForeignKey(
        GoalNode,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("activity of the goal system"),
    )
    step = models.ForeignKey(
        ChainStep,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("step of the chain"),
    )
    title = models.CharField(_("measure"), max_length=500)
    note = models.TextField(_("explanation"), blank=True, max_length=4000)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("responsible organisation"),
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("responsible person"),
    )
    due_on = models.DateField(_("until"), null=True, blank=True)
    asked_on = models.DateField(_("asked on"), null=True, blank=True, editable=False)
    state = state_field(MeasureState, MeasureState.OPEN)
    state_reason = models.TextField(_("reason"), blank=True, max_length=2000)
    deferred_until = models.DateField(_("deferred until"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = MeasureQuerySet.as_manager()

    AUTHORITY_PATH = "process__authority"

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["due_on", "pk"]
        constraints = [
            state_constraint("state", MeasureState, "governance_measure_state"),
            models.UniqueConstraint(
                fields=["process", "node"], condition=Q(node__isnull=False), name="governance_measure_node"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ends_on(self) -> date | None:
        """The date that counts: the one it was deferred to, otherwise the one it was given."""
        return self.deferred_until or self.due_on


class CourseEntry(models.Model):
    """One entry in the course of a measure or a follow-up: who said what, and where it stood then. Append-only."""

    move = models.CharField(max_length=24, blank=True)
    source = models.CharField(max_length=32, blank=True)
    target = models.CharField(max_length=32)
    text = models.TextField(blank=True, max_length=4000)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]


class MeasureReport(CourseEntry):
    """One entry in the course of a measure, with the organisation that was asked for it then."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="reports")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    AUTHORITY_PATH = "measure__process__authority"

    class Meta(CourseEntry.Meta):
        verbose_name = _("report on a measure")
        verbose_name_plural = _("reports on a measure")

    def __str__(self) -> str:
        return f"{self.measure_id}: {self.target}"


class FollowUpQuerySet(models.QuerySet[Any]):
    """Named filters over follow-ups."""

    def live(self) -> Self:
        """Return follow-ups that are neither done nor lifted."""
        return self.filter(state__in=[state.value for state in LIVE_FOLLOW_UPS])

    def overdue(self, day: date) -> Self:
        """Return live follow-ups whose date lies before the local date `day`."""
        return self.live().due_by(day - timedelta(days=1))

    def due_by(self, day: date) -> Self:
        """Return follow-ups whose date is the local date `day` or lies before it."""
        return self.filter(Q(next_on__lte=day) | Q(next_on__isnull=True, due_on__lte=day))

    def dated(self) -> Self:
        """Return the follow-ups with `until`: the next date that was named, otherwise the one that was given."""
        return self.annotate(until=Coalesce("next_on", "due_on"))


class FollowUp(moves("state", FOLLOW_UP), PublicIdModel, VersionedModel):  # type: ignore[misc]
    """The follow-up of a resolution (Beschlusskontrolle, decisions.md): owner, due date, state, next report.

    The owner outside the coordination accepts or declines; nobody does so for them. `next_on`, the date of a delay or
    of the next report of a continuing task, takes the place of `due_on` once it is set.
    """

    resolution = models.OneToOneField(Resolution, on_delete=models.PROTECT, related_name="follow_up")
    task = models.CharField(_("what is to be done"), max_length=300)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("responsible organisation"),
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("responsible person"),
    )
    due_on = models.DateField(_("until"))
    state = state_field(FollowUpState, FollowUpState.OPEN)
    reason = models.TextField(_("reason"), blank=True, max_length=2000)
    next_on = models.DateField(_("next date"), null=True, blank=True)
    opened_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("coordination"), editable=False
    )
    asked_on = models.DateField(_("asked on"), null=True, blank=True, editable=False)
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    declined_reason = models.TextField(_("reason why it was declined"), blank=True, max_length=2000)
    report_meeting = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_up_reports",
        verbose_name=_("next report in the meeting"),
    )
    report_items = models.ManyToManyField(AgendaItem, related_name="follow_ups", blank=True)
    lifted_by = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, null=True, blank=True, related_name="lifts", verbose_name=_("lifted by")
    )
    reminded_on = models.DateField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = FollowUpQuerySet.as_manager()

    AUTHORITY_PATH = "resolution__register__body__authority"

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["due_on", "pk"]
        constraints = [state_constraint("state", FollowUpState, "governance_followup_state")]

    def __str__(self) -> str:
        return self.task

    @property
    def ends_on(self) -> date:
        """The date that counts: the next one that the owner has named, otherwise the one that was given."""
        return self.next_on or self.due_on


class FollowUpReport(CourseEntry):
    """One entry in the course of a follow-up."""

    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="reports")

    AUTHORITY_PATH = "follow_up__resolution__register__body__authority"

    class Meta(CourseEntry.Meta):
        verbose_name = _("report on a follow-up")
        verbose_name_plural = _("reports on a follow-up")

    def __str__(self) -> str:
        return f"{self.follow_up_id}: {self.target}"


class Notice(PublicIdModel):
    """What practice was told: a resolution, or what became of a topic, with a receipt for each recipient."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="notices")
    process = models.ForeignKey(
        PlanningProcess, on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, null=True, blank=True, related_name="notices")
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"), max_length=8000)
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=clock.now)
    reminded_on = models.DateField(null=True, blank=True, editable=False)

    AUTHORITY_PATH = "authority"

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.subject


class NoticeReceipt(models.Model):
    """Whether a recipient has confirmed reading a notice; `recorded_by` entered it for somebody without a login."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="receipts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notice_receipts")
    read_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    AUTHORITY_PATH = "notice__authority"

    class Meta:
        verbose_name = _("receipt of a notice")
        verbose_name_plural = _("receipts of a notice")
        ordering = ["person__last_name", "person__first_name", "pk"]
        constraints = [models.UniqueConstraint(fields=["notice", "person"], name="governance_noticereceipt_person")]

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.person_id}"


class Evaluation(VersionedModel):
    """The check of the effect (Wirkungsprüfung): what changed, and why there are no values where there are none."""

    process = models.OneToOneField(PlanningProcess, on_delete=models.PROTECT, related_name="evaluation")
    reached = models.CharField(
        _("was the effect reached"),
        max_length=8,
        blank=True,
        choices=[(effect.value, _(EFFECT_LABELS[effect])) for effect in ReachedEffect],
    )
    summary = models.TextField(_("what has changed"), blank=True, max_length=8000)
    no_values_reason = models.TextField(_("why there are no values"), blank=True, max_length=2000)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now, editable=False)

    AUTHORITY_PATH = "process__authority"

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")

    def __str__(self) -> str:
        return f"{self.process_id}: {self.reached}"
