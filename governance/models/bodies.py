"""Bodies: what meets, who owns a seat in it, who sits there, and by which rules."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.models.base import PeriodModel, PublicIdModel, VersionedModel
from governance.models.organisations import Authority, Organisation, Person


class BodyKind(models.TextChoices):
    """Kinds of bodies in KIM (decisions.md, Bodies and seats)."""

    STEERING_GROUP = "steering_group", _("steering group")
    PROJECT_GROUP = "project_group", _("project group")
    WORKING_GROUP = "working_group", _("working group")
    TEAM_MEETING = "team_meeting", _("team meeting")
    EXCHANGE_MEETING = "exchange_meeting", _("exchange meeting")
    CASE_RECONSTRUCTION = "case_reconstruction", _("case reconstruction")
    ADVISORY_CONFERENCE = "advisory_conference", _("advisory conference")
    EXTERNAL = "external", _("external body")


class Body(PublicIdModel, VersionedModel):
    """A body (Gremium) of an authority, under its own name."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="bodies")
    kind = models.CharField(_("kind"), max_length=24, choices=BodyKind.choices)
    name = models.CharField(_("name"), max_length=160)
    code = models.CharField(_("short code for numbers"), max_length=12)
    purpose = models.TextField(_("purpose"), blank=True, max_length=2000)
    decides = models.BooleanField(_("passes resolutions"), default=False)
    default_minutes = models.PositiveSmallIntegerField(_("usual length in minutes"), default=180)
    shows_attendees = models.BooleanField(_("invitations list all invited people"), default=False)

    AUTHORITY_PATH = "authority"

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "code"],
                name="governance_body_code",
                violation_error_message=_("Another body of the authority has this short code."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        """How the authority calls this kind of body, by its own term if it has one."""
        own: str = self.authority.body_terms.get(self.kind, "")
        return own or str(self.get_kind_display())


class Secretariat(PublicIdModel, VersionedModel, PeriodModel):
    """A coordinator runs the body (Geschäftsstelle)."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="secretariats", verbose_name=_("body"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="secretariats", verbose_name=_("person"))

    AUTHORITY_PATH = "body__authority"

    class Meta(PeriodModel.Meta):
        verbose_name = _("secretariat")
        verbose_name_plural = _("secretariats")

    def __str__(self) -> str:
        return f"{self.body}: {self.person}"


class Seat(PublicIdModel, VersionedModel, PeriodModel):
    """A place in a body, owned by an organisation or office; people come and go, the seat stays."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="seats", verbose_name=_("body"))
    name = models.CharField(_("seat"), max_length=160)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
        verbose_name=_("organisation"),
    )
    voting = models.BooleanField(_("with vote"), default=True)
    as_needed = models.BooleanField(_("only as needed"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    AUTHORITY_PATH = "body__authority"

    class Meta(PeriodModel.Meta):
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["body", "order", "pk"]

    def __str__(self) -> str:
        return self.name


class Membership(PublicIdModel, VersionedModel, PeriodModel):
    """A person holds a seat for a period."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("seat"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("person"))

    AUTHORITY_PATH = "seat__body__authority"

    class Meta(PeriodModel.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["seat", "valid_from"]

    def __str__(self) -> str:
        return f"{self.seat}: {self.person}"


class Deputyship(PublicIdModel, VersionedModel, PeriodModel):
    """A person may sit in a seat when its holder does not; `order` says who goes first."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="deputyships", verbose_name=_("seat"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deputyships", verbose_name=_("person"))
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    AUTHORITY_PATH = "seat__body__authority"

    class Meta(PeriodModel.Meta):
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        ordering = ["seat", "order"]

    def __str__(self) -> str:
        return f"{self.seat}: {self.person}"


class OfficeKind(models.TextChoices):
    """Offices in a body."""

    CHAIR = "chair", _("chair")
    DEPUTY_CHAIR = "deputy_chair", _("deputy chair")
    LEAD = "lead", _("group lead")


class Office(PublicIdModel, VersionedModel, PeriodModel):
    """An office belongs to a seat; whoever holds the seat that day exercises it."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="offices", verbose_name=_("seat"))
    kind = models.CharField(_("office"), max_length=16, choices=OfficeKind.choices)

    AUTHORITY_PATH = "seat__body__authority"

    class Meta(PeriodModel.Meta):
        verbose_name = _("office")
        verbose_name_plural = _("offices")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.seat}"


class RulesOfProcedure(PublicIdModel, VersionedModel, PeriodModel):
    """One version of a body's rules of procedure; the rules valid on the meeting's day apply.

    `values` is `ProcedureRules.to_data()` (`governance.rules.procedure`): each rule with value, paragraph, origin.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="rules", verbose_name=_("body"))
    edition = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    title = models.CharField(_("title"), max_length=160, default="Geschäftsordnung")
    values = models.JSONField(default=dict)
    text = models.TextField(_("full text"), blank=True, max_length=50_000)
    provisional = models.BooleanField(_("provisional"), default=True, editable=False)

    AUTHORITY_PATH = "body__authority"

    class Meta(PeriodModel.Meta):
        verbose_name = _("rules of procedure")
        verbose_name_plural = _("rules of procedure")
        ordering = ["body", "-edition"]
        constraints = [
            *PeriodModel.Meta.constraints,
            models.UniqueConstraint(fields=["body", "edition"], name="governance_rules_edition"),
        ]

    def __str__(self) -> str:
        return gettext("%(title)s, edition %(number)s") % {"title": self.title, "number": self.edition}
