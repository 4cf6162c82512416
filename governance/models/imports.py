"""Imports: a table that was handed in, what its dry run found, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.models.base import PublicIdModel, VersionedModel
from governance.models.organisations import Authority, Person
from governance.rules import clock

UNCONFIRMED_KEPT = timedelta(days=7)
"""How long a table is kept that nobody confirmed; afterwards only its counts stay."""


class ImportKind(models.TextChoices):
    """What a table can hold."""

    TERRITORIES = "territories", _("Territories")
    ORGANISATIONS = "organisations", _("Organisations")
    PEOPLE = "people", _("People")
    BODIES = "bodies", _("Bodies")
    SEATS = "seats", _("Seats")
    MEMBERSHIPS = "memberships", _("Memberships")
    DEPUTIES = "deputies", _("deputies")
    TOPICS = "topics", _("Running topics")


class ImportStep(StrEnum):
    """Where an import stands; derived from its moments."""

    CHECKING = "checking"
    CHECKED = "checked"
    WRITING = "writing"
    DONE = "done"
    FAILED = "failed"
    DISCARDED = "discarded"


class ImportRun(PublicIdModel, VersionedModel):
    """One import. The table and the preview hold personal data: both are emptied once it is written or discarded.

    `table` is `governance.exchange.table.Table.to_data()`, `preview` a list of `RowOutcome.to_data()`, `digest` the
    hash over what the preview shows; `made` names the new people, so that they can be invited.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="imports")
    kind = models.CharField(_("table"), max_length=16, choices=ImportKind.choices)
    file_name = models.CharField(_("file"), max_length=120)
    table = models.JSONField(default=dict, blank=True, editable=False)
    preview = models.JSONField(default=list, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    made = models.JSONField(default=list, blank=True, editable=False)
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("begun by"))
    begun_at = models.DateTimeField(_("begun at"), default=clock.now, editable=False)
    checked_at = models.DateTimeField(null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True, editable=False)
    failed_at = models.DateTimeField(null=True, blank=True, editable=False)
    discarded_at = models.DateTimeField(null=True, blank=True, editable=False)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    faulty = models.PositiveIntegerField(_("with errors"), default=0)
    note = models.CharField(max_length=300, blank=True, editable=False)

    AUTHORITY_PATH = "authority"

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-begun_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.file_name}"

    @property
    def step(self) -> ImportStep:
        """Return where the import stands."""
        if self.discarded_at:
            return ImportStep.DISCARDED
        if self.finished_at:
            return ImportStep.DONE
        if self.failed_at:
            return ImportStep.FAILED
        if self.confirmed_at:
            return ImportStep.WRITING
        return ImportStep.CHECKED if self.checked_at else ImportStep.CHECKING
