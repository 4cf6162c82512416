"""Votes: wording frozen with a hash, electorate frozen at opening, ballots append-only, one verdict."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.models.agendas import AgendaItem
from governance.models.base import PublicIdModel, VersionedModel, moves, state_constraint, state_field
from governance.models.bodies import RulesOfProcedure, Seat
from governance.models.organisations import Person
from governance.rules import clock
from governance.rules.lifecycles import VOTE, VoteState
from governance.rules.outcomes import ReferBackTarget
from governance.rules.verdict import Choice


class VoteMode(models.TextChoices):
    """How is voted. Secret votes come with their sealing (decisions.md, Voting)."""

    BY_NAME = "by_name", _("open, by name")
    SHOW_OF_HANDS = "show_of_hands", _("show of hands")


class Motion(models.TextChoices):
    """What is put to the vote."""

    PROPOSAL = "proposal", _("the proposed resolution")
    REFER_BACK = "refer_back", _("referring back")
    POSTPONE = "postpone", _("postponing")


class Vote(moves("state", VOTE), PublicIdModel, VersionedModel):  # type: ignore[misc]
    """A vote on an agenda item. A wrong one is aborted or followed by a new one that names it in `repeats`."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="votes")
    motion = models.CharField(_("motion"), max_length=12, choices=Motion.choices, default=Motion.PROPOSAL)
    mode = models.CharField(_("mode"), max_length=16, choices=VoteMode.choices, default=VoteMode.BY_NAME)
    state = state_field(VoteState, VoteState.PREPARED)
    wording = models.TextField(_("wording"), max_length=10_000)
    wording_hash = models.CharField(max_length=64, blank=True, editable=False)
    refer_target = models.CharField(
        _("back to"), max_length=24, blank=True, choices=[(t.value, t.value) for t in ReferBackTarget]
    )
    conditions = models.TextField(_("conditions"), blank=True, max_length=3000)
    refer_until = models.DateField(_("back by"), null=True, blank=True)
    rules = models.ForeignKey(RulesOfProcedure, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    repeats = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="repetitions")
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    abort_reason = models.TextField(blank=True, max_length=1000)
    quorum = models.JSONField(null=True, blank=True, editable=False)
    verdict = models.JSONField(null=True, blank=True, editable=False)

    AUTHORITY_PATH = "item__meeting__body__authority"

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["item", "pk"]
        constraints = [
            state_constraint("state", VoteState, "governance_vote_state"),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(state__in=["prepared", "open"]),
                name="governance_vote_one_pending",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.state}"


class Elector(models.Model):
    """The electorate as frozen at the opening: one row per voting seat that is present or recused."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="electors")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="elector_rows")
    as_deputy = models.BooleanField(default=False)
    is_chair = models.BooleanField(default=False)
    recused = models.BooleanField(default=False)
    used_at = models.DateTimeField(null=True, blank=True)

    AUTHORITY_PATH = "vote__item__meeting__body__authority"

    class Meta:
        verbose_name = _("elector")
        verbose_name_plural = _("electors")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "seat"], name="governance_elector_seat"),
            models.CheckConstraint(
                condition=Q(recused=False) | Q(used_at__isnull=True), name="governance_elector_recused"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vote_id}: {self.seat_id}"


class Ballot(models.Model):
    """One stored voice. Append-only; one per vote and seat."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="ballots")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ballots")
    choice = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Choice])
    cast_at = models.DateTimeField(default=clock.now)

    AUTHORITY_PATH = "vote__item__meeting__body__authority"

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["vote", "seat"], name="governance_ballot_seat")]

    def __str__(self) -> str:
        return f"{self.vote_id}: {self.seat_id}"


class HandCount(models.Model):
    """The counted show of hands, entered by the secretariat. Append-only."""

    vote = models.OneToOneField(Vote, on_delete=models.PROTECT, related_name="hand_count")
    yes = models.PositiveSmallIntegerField()
    no = models.PositiveSmallIntegerField()
    abstain = models.PositiveSmallIntegerField()
    chair_choice = models.CharField(max_length=8, blank=True, choices=[(c.value, c.value) for c in Choice])
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)

    AUTHORITY_PATH = "vote__item__meeting__body__authority"

    class Meta:
        verbose_name = _("hand count")
        verbose_name_plural = _("hand counts")

    def __str__(self) -> str:
        return f"{self.vote_id}: {self.yes}/{self.no}/{self.abstain}"
