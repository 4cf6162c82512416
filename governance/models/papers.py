"""Papers: Beschlussvorlagen, written from a template that is data, frozen as versions with a hash."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.fields import StreamField

from governance.models.base import PublicIdModel, VersionedModel, moves, state_constraint, state_field
from governance.models.bodies import Body
from governance.models.files import StoredFile
from governance.models.meetings import Meeting
from governance.models.organisations import Authority, Person
from governance.models.planning import PlanningProcess
from governance.rules import clock
from governance.rules.lifecycles import DECISION_PAPER, PaperState
from governance.rules.outcomes import PaperSubject

RICH_TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link"]


class SectionKind(models.TextChoices):
    """What a section of a paper holds (papers.md, The paper)."""

    RICH = "rich", _("formatted text")
    SHORT = "short", _("short text")
    CHOICE = "choice", _("choice with comment")
    AMOUNTS = "amounts", _("table of amounts")
    LIST = "list", _("list")


class TemplateLayout(models.TextChoices):
    """In which order the parts of a paper are printed (papers.md, Sections are data; kreise.md ME-01)."""

    STEERING_GROUP = "steering", _("steering group: head with number and version first")
    COMMITTEE = "committee", _("committee: consultation sequence and proposed resolution first")


class PaperTemplate(PublicIdModel, VersionedModel):
    """The layout of a Beschlussvorlage: an ordered list of sections, data of the authority.

    Papers keep the edition that they were begun with; `edition` is the one that new papers get.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="paper_templates")
    name = models.CharField(_("name"), max_length=160)
    is_active = models.BooleanField(_("offered for new papers"), default=True)
    layout = models.CharField(
        _("order of the parts"), max_length=12, choices=TemplateLayout.choices, default=TemplateLayout.STEERING_GROUP
    )
    edition = models.PositiveSmallIntegerField(_("edition"), default=1, editable=False)

    AUTHORITY_PATH = "authority"

    class Meta:
        verbose_name = _("paper template")
        verbose_name_plural = _("paper templates")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TemplateSection(models.Model):
    """One section of an edition of a template. `choices` lists the answers of a choice, one per line."""

    template = models.ForeignKey(PaperTemplate, on_delete=models.CASCADE, related_name="sections")
    edition = models.PositiveSmallIntegerField(_("edition"), default=1, editable=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    key = models.SlugField(_("key"), max_length=40)
    label = models.CharField(_("heading"), max_length=120)
    help_text = models.CharField(_("help"), max_length=400, blank=True)
    mandatory = models.BooleanField(_("mandatory"), default=True)
    kind = models.CharField(_("kind"), max_length=8, choices=SectionKind.choices, default=SectionKind.RICH)
    choices = models.TextField(_("answers, one per line"), blank=True, max_length=1000)

    AUTHORITY_PATH = "template__authority"

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["template", "edition", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["template", "edition", "key"], name="governance_templatesection_key")
        ]

    def __str__(self) -> str:
        return self.label


class PaperQuerySet(models.QuerySet[Any]):
    """Named filters over papers."""

    OPEN = (PaperState.DRAFT, PaperState.RELEASED, PaperState.SCHEDULED)

    def awaiting_meeting(self) -> Self:
        """Return released papers that lie on no agenda yet."""
        return self.filter(state=PaperState.RELEASED)

    def open(self) -> Self:
        """Return papers that are neither decided nor withdrawn."""
        return self.filter(state__in=self.OPEN)


class DecisionPaper(moves("state", DECISION_PAPER), PublicIdModel, VersionedModel):  # type: ignore[misc]
    """A Beschlussvorlage for a body, usually of a process. Its text is a working copy until it is released."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="papers", verbose_name=_("body"))
    process = models.ForeignKey(
        PlanningProcess,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="papers",
        verbose_name=_("process"),
    )
    template = models.ForeignKey(
        PaperTemplate, on_delete=models.PROTECT, related_name="papers", verbose_name=_("template")
    )
    template_edition = models.PositiveSmallIntegerField(_("edition of the template"), default=1, editable=False)
    subject = models.CharField(_("subject"), max_length=24, choices=[(s.value, s.value) for s in PaperSubject])
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("in plain words"), blank=True, max_length=1000)
    state = state_field(PaperState, PaperState.DRAFT)
    number = models.CharField(_("number"), max_length=40, blank=True, editable=False)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="papers")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = PaperQuerySet.as_manager()

    AUTHORITY_PATH = "body__authority"

    class Meta:
        verbose_name = _("decision paper")
        verbose_name_plural = _("decision papers")
        ordering = ["-created_at"]
        constraints = [
            state_constraint("state", PaperState, "governance_paper_state"),
            models.UniqueConstraint(fields=["body", "number"], condition=~Q(number=""), name="governance_paper_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class PaperSection(models.Model):
    """The working text of one section: rich text in a stream, or a short text, or a choice with comment.

    `rows` holds the lines of a table of amounts or of a list as plain data (`rules.amounts`).
    """

    paper = models.ForeignKey(DecisionPaper, on_delete=models.CASCADE, related_name="sections")
    section = models.ForeignKey(TemplateSection, on_delete=models.PROTECT, related_name="+")
    body = StreamField(
        [
            ("text", blocks.RichTextBlock(features=RICH_TEXT_FEATURES, label=_("Text"))),
            ("table", TableBlock(label=_("Table"))),
        ],
        blank=True,
        verbose_name=_("text"),
    )
    choice = models.CharField(_("choice"), max_length=120, blank=True)
    short_text = models.TextField(_("short text"), blank=True, max_length=2000)
    rows = models.JSONField(_("lines"), default=list, blank=True)

    AUTHORITY_PATH = "paper__body__authority"

    class Meta:
        verbose_name = _("section of a paper")
        verbose_name_plural = _("sections of a paper")
        ordering = ["section__order", "pk"]
        constraints = [models.UniqueConstraint(fields=["paper", "section"], name="governance_papersection_section")]

    def __str__(self) -> str:
        return f"{self.paper_id}: {self.section_id}"


class TextModule(PublicIdModel, VersionedModel):
    """A Textbaustein: text that an authority writes again and again; a copy is put into a paper, never a reference."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="text_modules")
    name = models.CharField(_("name"), max_length=120)
    section = models.CharField(_("for sections called"), max_length=120, blank=True)
    body = models.ForeignKey(
        Body, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("only for body")
    )
    text = StreamField(
        [
            ("text", blocks.RichTextBlock(features=RICH_TEXT_FEATURES, label=_("Text"))),
            ("table", TableBlock(label=_("Table"))),
        ],
        blank=True,
        verbose_name=_("text"),
    )
    is_active = models.BooleanField(_("offered in papers"), default=True)

    AUTHORITY_PATH = "authority"

    class Meta:
        verbose_name = _("text module")
        verbose_name_plural = _("text modules")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "name"],
                name="governance_textmodule_name",
                violation_error_message=_("There is a text module of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ResolutionPoint(models.Model):
    """One numbered point of the proposed resolution (Beschlussvorschlag)."""

    paper = models.ForeignKey(DecisionPaper, on_delete=models.CASCADE, related_name="points")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("point"), max_length=3000)

    AUTHORITY_PATH = "paper__body__authority"

    class Meta:
        verbose_name = _("point of the proposed resolution")
        verbose_name_plural = _("points of the proposed resolution")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.paper_id}: {self.order}"


class ConsultationRole(models.TextChoices):
    """What a station of the Beratungsfolge does with the paper."""

    PRE_CONSULTATION = "pre_consultation", _("pre-consultation")
    DECISION = "decision", _("decision")
    TAKING_NOTE = "taking_note", _("taking note")
    HEARING = "hearing", _("hearing")


class ConsultationStation(models.Model):
    """One station of a paper's Beratungsfolge: an own body or an external one, by name."""

    paper = models.ForeignKey(DecisionPaper, on_delete=models.CASCADE, related_name="stations")
    order = models.PositiveSmallIntegerField(default=0)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    external_name = models.CharField(_("external body"), max_length=160, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=ConsultationRole.choices, default="decision")
    meeting = models.ForeignKey(Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    date = models.DateField(_("date"), null=True, blank=True)

    AUTHORITY_PATH = "paper__body__authority"

    class Meta:
        verbose_name = _("station")
        verbose_name_plural = _("consultation sequence")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.paper_id}: {self.order}"


class PaperVersion(PublicIdModel):
    """A frozen state of a paper: what is laid on an agenda and voted on. Append-only.

    `content` is the frozen `PaperDocument` as data, `content_hash` its SHA-256 over canonical JSON.
    """

    paper = models.ForeignKey(DecisionPaper, on_delete=models.PROTECT, related_name="versions")
    ordinal = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=40)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    AUTHORITY_PATH = "paper__body__authority"

    class Meta:
        verbose_name = _("version of a paper")
        verbose_name_plural = _("versions of a paper")
        ordering = ["paper", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["paper", "ordinal"], name="governance_paperversion_ordinal")]

    def __str__(self) -> str:
        return f"{self.number} ({self.ordinal})"


class PaperAnnex(PublicIdModel, VersionedModel):
    """A file that belongs to a paper; a confidential one is for members only (access.md, row "annex").

    `in_draft` tells that the working copy has it. Once it lies in a frozen version it never changes: editing or
    removing it takes it out of the working copy and leaves the version as it was.
    """

    paper = models.ForeignKey(DecisionPaper, on_delete=models.CASCADE, related_name="annexes")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="annexes")
    title = models.CharField(_("title"), max_length=200)
    confidential = models.BooleanField(_("confidential"), default=False)
    order = models.PositiveSmallIntegerField(default=0)
    in_draft = models.BooleanField(default=True, editable=False)

    AUTHORITY_PATH = "paper__body__authority"

    class Meta:
        verbose_name = _("annex")
        verbose_name_plural = _("annexes")
        ordering = ["paper", "order", "pk"]

    def __str__(self) -> str:
        return self.title


class VersionAnnex(models.Model):
    """A frozen version has this annex. Append-only."""

    version = models.ForeignKey(PaperVersion, on_delete=models.PROTECT, related_name="annex_links")
    annex = models.ForeignKey(PaperAnnex, on_delete=models.PROTECT, related_name="version_links")

    AUTHORITY_PATH = "version__paper__body__authority"

    class Meta:
        verbose_name = _("annex of a version")
        verbose_name_plural = _("annexes of a version")
        constraints = [
            models.UniqueConstraint(fields=["version", "annex"], name="governance_versionannex_annex"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.annex_id}"
