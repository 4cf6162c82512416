"""Meetings: a dated gathering of a body, who is invited to it, what was sent, and who was there when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from governance.models.base import (
    PublicIdModel,
    VersionedModel,
    moves,
    new_public_id,
    state_constraint,
    state_field,
)
from governance.models.bodies import Body, Seat
from governance.models.ledgers import OutboxMessage
from governance.models.organisations import Person
from governance.rules import clock
from governance.rules.lifecycles import MEETING, MeetingState

UID_LENGTH = 32


def new_uid() -> str:
    """Return a random calendar UID, stored once, never derived from title, date or host (meetings.md)."""
    return get_random_string(UID_LENGTH, "0123456789abcdef")


def new_answer_key() -> str:
    """Return the random part of a signed answer link."""
    return new_public_id() + new_public_id()


class MeetingQuerySet(models.QuerySet[Any]):
    """Named filters over meetings."""

    def upcoming(self, moment: datetime) -> Self:
        """Return meetings that are still to end after `moment` and were not cancelled."""
        return self.filter(ends_at__gte=moment).exclude(state__in=[MeetingState.CANCELLED, MeetingState.CLOSED])

    def past(self, moment: datetime) -> Self:
        """Return meetings that are closed, cancelled, or over at `moment`."""
        return self.exclude(pk__in=self.upcoming(moment).values("pk"))


class Meeting(moves("state", MEETING), PublicIdModel, VersionedModel):  # type: ignore[misc]
    """A meeting of a body; times are aware UTC, shown in Europe/Berlin."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("body"))
    state = state_field(MeetingState, MeetingState.PLANNED)
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    location = models.CharField(_("place"), max_length=200, blank=True)
    online_url = models.URLField(_("link for taking part online"), blank=True)
    dial_in = models.CharField(_("dial-in"), max_length=200, blank=True)
    minute_taker = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="minutes_taken",
        verbose_name=_("minute taker"),
    )
    uid = models.CharField(max_length=64, unique=True, default=new_uid, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    published = models.JSONField(null=True, blank=True, editable=False)
    agenda_hash = models.CharField(max_length=64, blank=True, editable=False)
    dispatched_at = models.DateTimeField(null=True, blank=True, editable=False)
    notice_reason = models.TextField(_("reason for the short notice"), blank=True, max_length=2000)
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancel_reason = models.TextField(_("reason for cancelling"), blank=True, max_length=2000)

    objects = MeetingQuerySet.as_manager()

    AUTHORITY_PATH = "body__authority"

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["starts_at"]
        constraints = [
            state_constraint("state", MeetingState, "governance_meeting_state"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="governance_meeting_period",
                violation_error_message=_("The meeting ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {clock.local_date(self.starts_at):%d.%m.%Y}"

    @property
    def length(self) -> timedelta:
        """Return the planned length."""
        return self.ends_at - self.starts_at


class Answer(models.TextChoices):
    """What an invited person answered; an answer is never attendance and never a vote."""

    NONE = "none", _("no answer yet")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    TENTATIVE = "tentative", _("perhaps")


class AnswerChannel(models.TextChoices):
    """Through what an answer came."""

    PORTAL = "portal", _("in the portal")
    LINK = "link", _("by the link in the mail")
    OFFICE = "office", _("entered by the secretariat")


class InvitationRole(models.TextChoices):
    """As what somebody is invited."""

    CHAIR = "chair", _("chair")
    MEMBER = "member", _("member")
    ADVISORY = "advisory", _("advisory")
    DEPUTY = "deputy", _("deputy, for information")
    GUEST = "guest", _("guest")


class InvitationQuerySet(models.QuerySet[Any]):
    """Named filters over invitations."""

    def standing(self) -> Self:
        """Return invitations that were not taken back."""
        return self.filter(removed_at__isnull=True)

    def unanswered(self) -> Self:
        """Return standing invitations without an answer to the meeting as it was last published."""
        return self.standing().filter(
            Q(answer=Answer.NONE) | Q(answered_sequence__isnull=True) | Q(answered_sequence__lt=F("meeting__sequence"))
        )


class Invitation(PublicIdModel):
    """One person is invited to one meeting; what they answered and what they were sent."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations")
    role = models.CharField(max_length=12, choices=InvitationRole.choices, default=InvitationRole.MEMBER)
    answer = models.CharField(max_length=12, choices=Answer.choices, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="answers_given"
    )
    answered_sequence = models.PositiveIntegerField(null=True, blank=True)
    answered_via = models.CharField(max_length=8, choices=AnswerChannel.choices, blank=True)
    told_by = models.CharField(_("on whose word"), max_length=160, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    answer_key = models.CharField(max_length=40, unique=True, default=new_answer_key, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    AUTHORITY_PATH = "meeting__body__authority"

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="governance_invitation_person"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.person}"

    @property
    def current_answer(self) -> Answer:
        """Return the answer to the meeting as last published; an answer to an earlier version counts no more."""
        if self.answered_sequence is None or self.answered_sequence < self.meeting.sequence:
            return Answer.NONE
        return Answer(self.answer)


class CalendarMethod(models.TextChoices):
    """Methods of calendar mail (RFC 5546)."""

    REQUEST = "REQUEST", _("Invitation")
    CANCEL = "CANCEL", _("Cancellation")


class Dispatch(models.Model):
    """The ledger: which version of the meeting was sent to whom, when, by which mail. Append-only."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="dispatches")
    method = models.CharField(max_length=8, choices=CalendarMethod.choices)
    sequence = models.PositiveIntegerField()
    stamped_at = models.DateTimeField()
    mail = models.OneToOneField(OutboxMessage, on_delete=models.PROTECT, related_name="dispatch")
    created_at = models.DateTimeField()

    AUTHORITY_PATH = "invitation__meeting__body__authority"

    class Meta:
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "stamped_at"], name="governance_dispatch_stamp"),
        ]

    def __str__(self) -> str:
        return f"{self.invitation} {self.method} {self.sequence}"


class PaperDispatch(models.Model):
    """The ledger of invitations on paper: which version was sent to whom on which day, entered by whom. Append-only."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="paper_dispatches")
    sequence = models.PositiveIntegerField()
    sent_on = models.DateField(_("sent on"))
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    AUTHORITY_PATH = "invitation__meeting__body__authority"

    class Meta:
        verbose_name = _("dispatch on paper")
        verbose_name_plural = _("dispatches on paper")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.invitation_id} {self.sent_on}"


class SummonsObjection(PublicIdModel):
    """Somebody objects to how the meeting was summoned, in their words (process.md, edge case 15). Append-only."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="summons_objections")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("objection to the summons"), max_length=2000)
    raised_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    AUTHORITY_PATH = "meeting__body__authority"

    class Meta:
        verbose_name = _("objection to the summons")
        verbose_name_plural = _("objections to the summons")
        ordering = ["raised_at", "pk"]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.person_id}"


class Attendance(PublicIdModel, VersionedModel):
    """Somebody was in the session from one moment to another: holder, deputy or guest.

    `seat` is empty for guests. Attendance is intervals, so presence and quorum are known per item.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    as_deputy = models.BooleanField(default=False)
    remote = models.BooleanField(_("online"), default=False)
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    AUTHORITY_PATH = "meeting__body__authority"

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["arrived_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")),
                name="governance_attendance_period",
            ),
            models.UniqueConstraint(
                fields=["meeting", "seat"],
                condition=Q(left_at__isnull=True),
                name="governance_attendance_one_per_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.person}"


class Break(PublicIdModel):
    """The session was interrupted from one moment to another; an open end means that it still is."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="breaks")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    AUTHORITY_PATH = "meeting__body__authority"

    class Meta:
        verbose_name = _("break")
        verbose_name_plural = _("breaks")
        ordering = ["started_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="governance_break_period",
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(ended_at__isnull=True), name="governance_break_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.started_at:%H:%M}"
