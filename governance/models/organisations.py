"""Organisations: the authority, its process profile, territories, organisations, people and what they are there."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.models.base import PeriodModel, PublicIdModel, VersionedModel
from governance.rules import clock
from governance.rules.addresses import is_mail_address
from governance.rules.routes import BASIS_LABELS, EvidenceBasis, ResultType
from governance.rules.setup import MARK_LABELS, SetupStep, StepMark


class Authority(PublicIdModel, VersionedModel):
    """A Kreis or kreisfreie Stadt that runs KIM; nothing of one authority is visible from another."""

    slug = models.SlugField(_("address in the portal"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    unit = models.CharField(_("unit"), max_length=120, default="Kommunales Integrationsmanagement")
    code = models.CharField(
        _("short code for numbers"),
        max_length=8,
        validators=[RegexValidator(r"^[A-ZÄÖÜ]{1,8}$", _("Only capital letters."))],
    )
    mailbox = models.EmailField(_("functional mailbox for invitations"))
    contact_email = models.EmailField(_("address for messages of the public"), blank=True)
    address = models.TextField(_("postal address"), blank=True, max_length=500)
    body_terms = models.JSONField(_("own names of kinds of bodies"), default=dict, blank=True)
    is_example = models.BooleanField(_("contains only example data"), default=False)

    AUTHORITY_PATH = ""

    class Meta:
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a functional mailbox that no mail can carry, or that belongs to somebody who can be invited."""
        if not is_mail_address(self.mailbox):
            raise ValidationError({"mailbox": _("Only letters without umlauts, digits and the usual signs.")})
        if self.contact_email and not is_mail_address(self.contact_email):
            raise ValidationError({"contact_email": _("Only letters without umlauts, digits and the usual signs.")})
        if self.pk and Person.objects.filter(authority=self, email__iexact=self.mailbox).exists():
            raise ValidationError({"mailbox": _("This is the address of a person. The functional mailbox only sends.")})


class SetupMark(models.Model):
    """What a coordinator said about a step of the set-up that its records cannot say: looked at, or left out."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="setup_marks")
    step = models.CharField(max_length=16, choices=[(step.value, step.value) for step in SetupStep])
    mark = models.CharField(max_length=10, choices=[(mark.value, _(MARK_LABELS[mark])) for mark in StepMark])
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey("governance.Person", on_delete=models.PROTECT, related_name="+")

    AUTHORITY_PATH = "authority"

    class Meta:
        verbose_name = _("mark of the set-up")
        verbose_name_plural = _("marks of the set-up")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["authority", "step"], name="governance_setupmark_step")]

    def __str__(self) -> str:
        return f"{self.step}: {self.mark}"


class Strictness(models.TextChoices):
    """What an unfulfilled guard does to the step."""

    BLOCKING = "blocking", _("forbids the step")
    JUSTIFIABLE = "justifiable", _("allows the step with a written justification")


def default_results() -> list[str]:
    """Return what a group delivers in Höxter (HX-16)."""
    return [ResultType.GOAL_SYSTEM.value, ResultType.SERVICE_CHAIN.value]


class ProcessProfile(VersionedModel):
    """The numbers of the planning process, data of the authority (process.md)."""

    authority = models.OneToOneField(
        Authority, on_delete=models.CASCADE, related_name="profile", verbose_name=_("authority")
    )
    min_topic_cases = models.PositiveSmallIntegerField(
        _("reconstructed cases per topic, at least"), default=3, validators=[MinValueValidator(1)]
    )
    topic_cases_strictness = models.CharField(
        _("fewer cases than that"), max_length=12, choices=Strictness.choices, default=Strictness.BLOCKING
    )
    min_series_cases = models.PositiveSmallIntegerField(
        _("cases per series, at least"), default=4, validators=[MinValueValidator(1)]
    )
    series_strictness = models.CharField(
        _("a smaller series"), max_length=12, choices=Strictness.choices, default=Strictness.JUSTIFIABLE
    )
    min_weeks = models.PositiveSmallIntegerField(_("weeks with the case manager, at least"), default=8)
    small_group_limit = models.PositiveSmallIntegerField(_("smallest group that may be named"), default=3)
    criteria_strictness = models.CharField(
        _("a criterion missed without a written deviation"),
        max_length=12,
        choices=Strictness.choices,
        default=Strictness.BLOCKING,
    )
    withdrawn_strictness = models.CharField(
        _("a withdrawn case behind the topic"),
        max_length=12,
        choices=Strictness.choices,
        default=Strictness.JUSTIFIABLE,
    )
    small_group_strictness = models.CharField(
        _("a smaller group of cases"), max_length=12, choices=Strictness.choices, default=Strictness.JUSTIFIABLE
    )
    evidence_basis = models.CharField(
        _("what a topic rests on"),
        max_length=20,
        choices=[(basis.value, _(BASIS_LABELS[basis])) for basis in EvidenceBasis],
        default=EvidenceBasis.RECONSTRUCTIONS.value,
    )
    min_like_cases = models.PositiveSmallIntegerField(
        _("like cases, at least (empty: no number)"), null=True, blank=True
    )
    min_interviews = models.PositiveSmallIntegerField(_("interviews with those concerned, at least"), default=0)
    like_cases_strictness = models.CharField(
        _("fewer like cases or interviews"), max_length=12, choices=Strictness.choices, default=Strictness.JUSTIFIABLE
    )
    intake_sources = models.JSONField(_("other sources of a topic"), default=list, blank=True)
    has_scope_check = models.BooleanField(_("the scope is checked before the steering group"), default=False)
    solves_locally = models.BooleanField(
        _("a project group may solve a topic without the steering group"), default=False
    )
    decides_solution = models.BooleanField(_("the steering group may decide a solution at once"), default=False)
    result_types = models.JSONField(_("what a project group delivers"), default=default_results, blank=True)
    result_checks_strictness = models.CharField(
        _("open branches or findings in a result"),
        max_length=12,
        choices=Strictness.choices,
        default=Strictness.JUSTIFIABLE,
    )
    state_waiting_days = models.PositiveSmallIntegerField(
        _("days to wait for an answer of the state"), default=365, validators=[MinValueValidator(1)]
    )

    AUTHORITY_PATH = "authority"

    class Meta:
        verbose_name = _("process profile")
        verbose_name_plural = _("process profiles")

    def __str__(self) -> str:
        return str(self.authority)


class TerritoryKind(models.TextChoices):
    """What a territory is (glossary.md, "Sozialraum/Bezirk, Clusterregion, RG")."""

    MUNICIPALITY = "municipality", _("municipality")
    DISTRICT = "district", _("district or social area")
    CLUSTER = "cluster", _("cluster region")
    BODY_CLUSTER = "body_cluster", _("cluster for seats of a body")
    OTHER = "other", _("other grouping")


class Territory(PublicIdModel, VersionedModel):
    """A municipality or a grouping of them; a municipality may lie in several groupings (HX-03, WAF-12)."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="territories")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=16, choices=TerritoryKind.choices, default=TerritoryKind.MUNICIPALITY)
    groupings = models.ManyToManyField(
        "self", symmetrical=False, related_name="parts", blank=True, verbose_name=_("belongs to")
    )

    AUTHORITY_PATH = "authority"

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "name"],
                name="governance_territory_name",
                violation_error_message=_("There is a territory of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationKind(models.TextChoices):
    """What an organisation is in the network."""

    COUNTY = "county", _("unit of the Kreis")
    MUNICIPALITY = "municipality", _("municipality")
    AGENCY = "agency", _("authority or agency")
    WELFARE = "welfare", _("welfare association")
    MIGRANT = "migrant", _("migrant organisation")
    OTHER = "other", _("other")


class Organisation(PublicIdModel, VersionedModel):
    """An institution that owns seats, sends members and takes over measures."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="organisations")
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=OrganisationKind.choices, default="county")
    is_active = models.BooleanField(_("active"), default=True)
    territory = models.ForeignKey(
        Territory,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("territory"),
    )

    AUTHORITY_PATH = "authority"

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "name"],
                name="governance_organisation_name",
                violation_error_message=_("There is an organisation of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Person(PublicIdModel, VersionedModel):
    """Somebody in an authority, with or without a login."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="people")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="persons",
        verbose_name=_("login"),
    )
    title = models.CharField(_("title"), max_length=40, blank=True)
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    email = models.EmailField(_("e-mail address"), blank=True)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("organisation"),
    )
    function = models.CharField(_("function"), max_length=160, blank=True)
    address = models.TextField(_("postal address"), blank=True, max_length=300)
    is_active = models.BooleanField(_("active"), default=True)

    AUTHORITY_PATH = "authority"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["last_name", "first_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "user"],
                condition=Q(user__isnull=False),
                name="governance_person_login",
                violation_error_message=_("This login belongs to another person of the authority."),
            )
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.title, self.first_name, self.last_name) if part)

    def clean(self) -> None:
        """Refuse an address that no mail can carry, and the functional mailbox: it sends and is never invited."""
        if self.email and not is_mail_address(self.email):
            raise ValidationError({"email": _("Only letters without umlauts, digits and the usual signs.")})
        if self.email and self.authority_id and self.email.casefold() == self.authority.mailbox.casefold():
            raise ValidationError({"email": _("This is the functional mailbox. It only sends and is never invited.")})


class Role(models.TextChoices):
    """What somebody is in an authority, apart from seats and offices in its bodies (access.md)."""

    COORDINATOR = "coordinator", _("coordinator")
    CASE_MANAGER = "case_manager", _("case manager")
    CONTACT = "contact", _("contact of an organisation")
    AUDITOR = "auditor", _("auditor")


class RoleAssignment(PublicIdModel, VersionedModel, PeriodModel):
    """A person has a role in the authority for a period."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)

    AUTHORITY_PATH = "person__authority"

    class Meta(PeriodModel.Meta):
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class Assistance(PublicIdModel, VersionedModel, PeriodModel):
    """Somebody reads, answers invitations and prints for a member; they never vote (access.md)."""

    assistant = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="assists", verbose_name=_("assistant"))
    member = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="assisted_by", verbose_name=_("member"))

    AUTHORITY_PATH = "member__authority"

    class Meta(PeriodModel.Meta):
        verbose_name = _("assistance")
        verbose_name_plural = _("assistances")

    def __str__(self) -> str:
        return f"{self.assistant} → {self.member}"
