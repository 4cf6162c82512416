"""Goals: the Zielsystem of a process as a working copy, its frozen versions, indicators and assumptions."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.models.base import PublicIdModel, VersionedModel, moves, state_constraint, state_field
from governance.models.organisations import Organisation, Person
from governance.models.planning import PlanningProcess, TopicRestriction
from governance.rules import clock
from governance.rules.goals import DIRECTION_LABELS, LEVEL_LABELS, Direction, GoalLevel
from governance.rules.lifecycles import FROZEN_VERSION, FrozenState


class GoalSystem(PublicIdModel, VersionedModel):
    """The Zielsystem of a process: the working copy that its group builds. `version` counts every change of the tree.

    A node keeps its `public_id` in every frozen version; that is how versions are compared and values found again.
    """

    process = models.OneToOneField(PlanningProcess, on_delete=models.PROTECT, related_name="goal_system")
    title = models.CharField(_("title"), max_length=200)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    AUTHORITY_PATH = "process__authority"

    class Meta:
        verbose_name = _("goal system")
        verbose_name_plural = _("goal systems")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class NodeQuerySet(models.QuerySet[Any]):
    """Named filters over goals and activities."""

    def in_tree(self) -> Self:
        """Return the nodes of the working copy, without the removed ones."""
        return self.filter(removed_at__isnull=True)


class GoalNode(PublicIdModel, VersionedModel):
    """A goal or an activity. Organisation, person and due date are an activity's, or a result goal's (assignable).

    A removed node is not deleted but marked `removed_at`: versions name it, its values stay, and it can come back.
    """

    system = models.ForeignKey(GoalSystem, on_delete=models.CASCADE, related_name="nodes")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    level = models.CharField(
        _("level"), max_length=16, choices=[(level.value, _(LEVEL_LABELS[level])) for level in GoalLevel]
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    text = models.CharField(_("wording"), max_length=500)
    note = models.TextField(_("explanation"), blank=True, max_length=4000)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="goal_nodes",
        verbose_name=_("responsible organisation"),
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="goal_nodes",
        verbose_name=_("responsible person"),
    )
    due_on = models.DateField(_("until"), null=True, blank=True)
    restrictions = models.ManyToManyField(
        TopicRestriction, related_name="goals", blank=True, verbose_name=_("restrictions that it answers")
    )
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = NodeQuerySet.as_manager()

    AUTHORITY_PATH = "system__process__authority"

    class Meta:
        verbose_name = _("goal or activity")
        verbose_name_plural = _("goals and activities")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["system"],
                condition=Q(level="principle_goal", removed_at__isnull=True),
                name="governance_goalnode_one_principle",
            ),
            models.CheckConstraint(
                condition=Q(level="principle_goal", parent__isnull=True)
                | (~Q(level="principle_goal") & Q(parent__isnull=False)),
                name="governance_goalnode_root",
            ),
            models.CheckConstraint(
                condition=Q(level__in=[level.value for level in GoalLevel]), name="governance_goalnode_level"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Indicator(PublicIdModel, VersionedModel):
    """By what the reaching of a goal is seen (goals.md): unit, direction, baseline, target, source, interval."""

    node = models.ForeignKey(GoalNode, on_delete=models.CASCADE, related_name="indicators")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("indicator"), max_length=200)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    direction = models.CharField(
        _("direction"),
        max_length=4,
        choices=[(way.value, _(DIRECTION_LABELS[way])) for way in Direction],
        default=Direction.UP.value,
    )
    baseline = models.DecimalField(_("baseline"), max_digits=12, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(_("target value"), max_digits=12, decimal_places=2, null=True, blank=True)
    target_on = models.DateField(_("target date"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    interval_months = models.PositiveSmallIntegerField(_("every how many months"), null=True, blank=True)

    AUTHORITY_PATH = "node__system__process__authority"

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class IndicatorValue(PublicIdModel):
    """A measured value. Append-only: a wrong one is followed by another of the same day."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="values")
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2)
    on = models.DateField(_("as of"))
    source = models.CharField(_("source"), max_length=200, blank=True)
    comment = models.TextField(_("comment"), blank=True, max_length=2000)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    AUTHORITY_PATH = "indicator__node__system__process__authority"

    class Meta:
        verbose_name = _("indicator value")
        verbose_name_plural = _("indicator values")
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.value}"


class Assumption(PublicIdModel, VersionedModel):
    """What must hold so that a goal can be reached (kritische Annahme); `holds` is None as long as nobody knows."""

    node = models.ForeignKey(GoalNode, on_delete=models.CASCADE, related_name="assumptions")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("critical assumption"), max_length=300)
    holds = models.BooleanField(_("still holds"), null=True, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)

    AUTHORITY_PATH = "node__system__process__authority"

    class Meta:
        verbose_name = _("critical assumption")
        verbose_name_plural = _("critical assumptions")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text


class GoalSystemVersion(moves("state", FROZEN_VERSION), PublicIdModel):  # type: ignore[misc]
    """A frozen Zielsystem. `content` never changes (trigger), `content_hash` is its SHA-256 over canonical JSON.

    `organisations` and `people` are those whom the content makes responsible: they see it once it is adopted.
    `proposal` is the version that the group had proposed, where the steering group adopted it with changes.
    """

    system = models.ForeignKey(GoalSystem, on_delete=models.PROTECT, related_name="versions")
    ordinal = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    organisations = models.ManyToManyField(Organisation, related_name="goal_versions", blank=True)
    people = models.ManyToManyField(Person, related_name="goal_versions", blank=True)
    proposal = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="decided")
    state = state_field(FrozenState, FrozenState.PROPOSED)
    open_reason = models.TextField(_("why branches are still open"), blank=True, max_length=2000)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    AUTHORITY_PATH = "system__process__authority"

    class Meta:
        verbose_name = _("version of a goal system")
        verbose_name_plural = _("versions of a goal system")
        ordering = ["system", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["system", "ordinal"], name="governance_goalversion_ordinal"),
            state_constraint("state", FrozenState, "governance_goalversion_state"),
        ]

    def __str__(self) -> str:
        return f"{self.system_id} ({self.ordinal})"
