"""Publications: resolutions that everybody may read, after the chair's yes (access.md, "published resolution")."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.models.base import PublicIdModel, VersionedModel, moves, state_constraint, state_field
from governance.models.decisions import Resolution
from governance.models.organisations import Person
from governance.rules import clock
from governance.rules.lifecycles import LIVE_PUBLICATIONS, PUBLICATION, PublicationState
from governance.rules.publications import RELATION_LABELS, Relation


class PublicationQuerySet(models.QuerySet[Any]):
    """Named filters over publications."""

    def proposed(self) -> Self:
        """Return those that wait for the chair's yes."""
        return self.filter(state=PublicationState.PROPOSED)

    def public(self) -> Self:
        """Return those that everybody may read; the item is looked at again, whatever was agreed before."""
        return self.filter(state=PublicationState.PUBLISHED, resolution__item__public=True)


class Publication(moves("state", PUBLICATION), PublicIdModel, VersionedModel):  # type: ignore[misc]
    """A resolution proposed for publication, and what became of it; a new proposal is a new row.

    `summary` is what the public reads in plain words. `replaces` is an earlier resolution that the public page then
    calls amended, superseded or revoked, as `relation` says.
    """

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="publications")
    state = state_field(PublicationState, PublicationState.PROPOSED)
    summary = models.TextField(_("in plain words"), blank=True, max_length=2000)
    relation = models.CharField(
        _("relation to an earlier resolution"),
        max_length=12,
        blank=True,
        choices=[(relation.value, _(RELATION_LABELS[relation])) for relation in Relation],
    )
    replaces = models.ForeignKey(
        Resolution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("earlier resolution"),
    )
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now, editable=False)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    reason = models.TextField(_("reason"), blank=True, max_length=1000)

    objects = PublicationQuerySet.as_manager()

    AUTHORITY_PATH = "resolution__register__body__authority"

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-pk"]
        constraints = [
            state_constraint("state", PublicationState, "governance_publication_state"),
            models.UniqueConstraint(
                fields=["resolution"],
                condition=Q(state__in=sorted(LIVE_PUBLICATIONS)),
                name="governance_publication_one_live",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, relation="") | (Q(replaces__isnull=False) & ~Q(relation="")),
                name="governance_publication_relation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resolution_id}: {self.state}"
