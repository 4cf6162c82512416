"""Cases: reconstruction series and pseudonymous case cards. No client name is ever stored."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.models.base import PublicIdModel, VersionedModel, moves, state_constraint, state_field
from governance.models.organisations import Authority, Person
from governance.rules import clock
from governance.rules.facts import Criterion
from governance.rules.lifecycles import CASE_CARD, CaseState


class ReconstructionSeries(PublicIdModel, VersionedModel):
    """A series of case reconstructions; it can feed several processes."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="series")
    number = models.CharField(_("number"), max_length=40)
    title = models.CharField(_("title"), max_length=160)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    AUTHORITY_PATH = "authority"

    class Meta:
        verbose_name = _("reconstruction series")
        verbose_name_plural = _("reconstruction series")
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["authority", "number"], name="governance_series_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class LegalArea(models.TextChoices):
    """Rechtskreise of the seeds (004 chapter 8.2; 000)."""

    SGB_II = "sgb_ii", "SGB II"
    SGB_III = "sgb_iii", "SGB III"
    SGB_VIII = "sgb_viii", "SGB VIII"
    SGB_IX = "sgb_ix", "SGB IX"
    SGB_XII = "sgb_xii", "SGB XII"
    RESIDENCE = "residence", "Aufenthaltsrecht"
    ASYLUM_BENEFITS = "asylum_benefits", "AsylbLG"
    EDUCATION = "education", "Schule und Bildung"
    CHILDCARE = "childcare", "Kindertagesbetreuung"
    HOUSING = "housing", "Wohnen"
    HEALTH = "health", "Gesundheit"
    CITIZENSHIP = "citizenship", "Staatsangehörigkeit"


class ProblemCircle(models.TextChoices):
    """Problemkreise: problems that are worked on in parallel (004 chapter 8.2)."""

    LANGUAGE = "language", "Sprache"
    CHILDCARE = "childcare", "Kinderbetreuung"
    EDUCATION = "education", "Schule und Ausbildung"
    WORK = "work", "Arbeit"
    HOUSING = "housing", "Wohnen"
    HEALTH = "health", "Gesundheit"
    RESIDENCE = "residence", "Aufenthalt"
    MOBILITY = "mobility", "Mobilität"
    FAMILY = "family", "Familie"
    FINANCES = "finances", "Finanzen"
    SAFETY = "safety", "Sicherheit"


class CaseCard(moves("state", CASE_CARD), PublicIdModel, VersionedModel):  # type: ignore[misc]
    """A pseudonymous card of a largely completed case: a code, criteria, areas, circles, restrictions.

    `accompanied_since` serves the criterion of eight weeks; pages show its month only.
    """

    series = models.ForeignKey(
        ReconstructionSeries, on_delete=models.PROTECT, related_name="cards", verbose_name=_("series")
    )
    code = models.CharField(_("code"), max_length=20)
    state = state_field(CaseState, CaseState.NOMINATED)
    case_manager = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="case_cards", verbose_name=_("case manager")
    )
    accompanied_since = models.DateField(_("accompanied since"), null=True, blank=True)
    scheduled_for = models.DateField(_("planned for"), null=True, blank=True)
    reconstructed_on = models.DateField(_("reconstructed on"), null=True, blank=True)
    medium_difficulty = models.BooleanField(_("medium difficulty"), null=True, blank=True)
    typical = models.BooleanField(_("typical in the network"), null=True, blank=True)
    legal_areas = models.JSONField(_("legal areas"), default=list, blank=True)
    problem_circles = models.JSONField(_("problem circles"), default=list, blank=True)
    presentation = models.TextField(_("case presentation"), blank=True, max_length=8000)
    withdrawal_reason = models.TextField(_("reason for withdrawing"), blank=True, max_length=1000)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    AUTHORITY_PATH = "series__authority"

    class Meta:
        verbose_name = _("case card")
        verbose_name_plural = _("case cards")
        ordering = ["series", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "code"],
                name="governance_casecard_code",
                violation_error_message=_("The series has a card with this code already."),
            ),
            state_constraint("state", CaseState, "governance_casecard_state"),
        ]

    def __str__(self) -> str:
        return self.code


class CaseDeviation(models.Model):
    """A written reason why a case is taken although it misses a criterion."""

    card = models.ForeignKey(CaseCard, on_delete=models.CASCADE, related_name="deviations")
    criterion = models.CharField(max_length=24, choices=[(c.value, c.value) for c in Criterion])
    reason = models.TextField(_("reason"), max_length=2000)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    AUTHORITY_PATH = "card__series__authority"

    class Meta:
        verbose_name = _("deviation")
        verbose_name_plural = _("deviations")
        constraints = [models.UniqueConstraint(fields=["card", "criterion"], name="governance_casedeviation_criterion")]

    def __str__(self) -> str:
        return f"{self.card}: {self.criterion}"


class Restriction(PublicIdModel):
    """A restriction of the system found in a case (Einschränkung)."""

    card = models.ForeignKey(CaseCard, on_delete=models.CASCADE, related_name="restrictions")
    text = models.CharField(_("restriction"), max_length=300)

    AUTHORITY_PATH = "card__series__authority"

    class Meta:
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class ReleaseQuerySet(models.QuerySet[Any]):
    """Named filters over screening releases."""

    def waiting(self) -> Self:
        """Return releases that nobody has decided yet."""
        return self.filter(decided_at__isnull=True)


class ScreeningRelease(PublicIdModel):
    """Text that the screening stopped, waiting for or released by a second person (trust.md, Privacy).

    The text is kept beside the card until then, so that nothing typed is lost and nothing unscreened is shown.
    `field` says where it belongs: `presentation`, `restriction`, or `deviation:` with the criterion. `reviewer` is
    the second person whom the coordinator named (access.md).
    """

    card = models.ForeignKey(CaseCard, on_delete=models.CASCADE, related_name="releases")
    field = models.CharField(max_length=32)
    text = models.TextField(max_length=8000)
    reason = models.TextField(_("reason"), max_length=1000)
    requested_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=clock.now, editable=False)
    reviewer = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews",
        verbose_name=_("second person"),
    )
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True, blank=True)

    objects = ReleaseQuerySet.as_manager()

    AUTHORITY_PATH = "card__series__authority"

    class Meta:
        verbose_name = _("screening release")
        verbose_name_plural = _("screening releases")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.card} {self.field}"
