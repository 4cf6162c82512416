"""Where the database speaks of a person, and what of it their own export tells (see `personal_data`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext

from governance import models as tables
from governance.rules.verdict import Choice


@dataclass(frozen=True)
class Source:
    """Rows of `model` whose `field` is the person; `columns` are labels with dotted paths into a row, or a function."""

    title: str
    model: type[models.Model]
    field: str
    columns: tuple[tuple[str, str | Callable[[Any], str]], ...]
    joined: tuple[str, ...] = ()


PERIOD: Final = (("Von", "valid_from"), ("Bis", "valid_until"))
_MEETING: Final = (("Gremium", "meeting.body.name"), ("Sitzung", "meeting.starts_at"))
_MEET: Final = ("meeting__body",)
_ITEM: Final = (
    ("Gremium", "item.meeting.body.name"), ("Sitzung", "item.meeting.starts_at"), ("TOP", "item.number"),
)  # fmt: skip
_ITEM_JOIN: Final = ("item__meeting__body",)
_VOTE: Final = (
    ("Gremium", "vote.item.meeting.body.name"), ("Sitzung", "vote.item.meeting.starts_at"),
    ("TOP", "vote.item.number"),
)  # fmt: skip
_VOTE_JOIN: Final = ("vote__item__meeting__body",)
_SEAT: Final = (("Gremium", "seat.body.name"), ("Sitz", "seat.name"))
_PROCESS: Final = (("Vorgang", "process.number"),)
_MANDATE: Final = (("Arbeitsauftrag", "mandate.group_name"),)

SOURCES: Final[tuple[Source, ...]] = (
    Source("Rollen", tables.RoleAssignment, "person", (("Rolle", "get_role_display"), *PERIOD)),
    Source("Sitze", tables.Membership, "person", (*_SEAT, *PERIOD), ("seat__body",)),
    Source("Stellvertretungen", tables.Deputyship, "person", (*_SEAT, *PERIOD), ("seat__body",)),
    Source("Geschäftsführung", tables.Secretariat, "person", (("Gremium", "body.name"), *PERIOD), ("body",)),
    Source("Wem Sie im Vorzimmer helfen", tables.Assistance, "assistant", (("Mitglied", "member"), *PERIOD), ("member",)),
    Source("Wer Ihnen im Vorzimmer hilft", tables.Assistance, "member", (("Vorzimmer", "assistant"), *PERIOD), ("assistant",)),
    Source("Einladungen und Antworten", tables.Invitation, "person", (
        *_MEETING, ("Als", "get_role_display"), ("Antwort", "get_answer_display"), ("Beantwortet", "answered_at"),
        ("Weg", "get_answered_via_display"), ("Auf Auskunft von", "told_by"), ("Erinnert", "reminded_at"),
        ("Zurückgenommen", "removed_at"),
    ), _MEET),
    Source("Einladungen auf Papier an Sie", tables.PaperDispatch, "invitation__person", (
        ("Gremium", "invitation.meeting.body.name"), ("Sitzung", "invitation.meeting.starts_at"), ("Versandt", "sent_on"),
    ), ("invitation__meeting__body",)),
    Source("Antworten, die Sie gegeben oder eingetragen haben", tables.Invitation, "answered_by", (
        *_MEETING, ("Antwort", "get_answer_display"), ("Am", "answered_at"),
    ), _MEET),
    Source("Anwesenheit", tables.Attendance, "person", (
        *_MEETING, ("Sitz", "seat"), ("In Vertretung", "as_deputy"), ("Online", "remote"), ("Von", "arrived_at"),
        ("Bis", "left_at"),
    ), ("meeting__body", "seat")),
    Source("Protokollführung", tables.Meeting, "minute_taker", (("Gremium", "body.name"), ("Sitzung", "starts_at")), ("body",)),
    Source("Rügen der Ladung", tables.SummonsObjection, "person", (*_MEETING, ("Wortlaut", "text"), ("Am", "raised_at")), _MEET),
    Source("Als Gast eingeladen", tables.ItemGuest, "person", _ITEM, _ITEM_JOIN),
    Source("Befangenheit", tables.Recusal, "person", (*_ITEM, ("Grund", "ground"), ("Am", "recorded_at")), _ITEM_JOIN),
    Source("Eigene Notizen", tables.OwnNote, "person", (*_ITEM, ("Notiz", "text")), _ITEM_JOIN),
    Source("Aufgaben aus Sitzungen", tables.ActionItem, "responsible", (
        ("Aufgabe", "text"), ("Bis", "due_on"), ("Stand", "get_state_display"),
    )),
    Source("Stimmberechtigung", tables.Elector, "person", (
        *_VOTE, ("Sitz", "seat.name"), ("In Vertretung", "as_deputy"), ("Befangen", "recused"), ("Abgestimmt", "used_at"),
    ), (*_VOTE_JOIN, "seat")),
    Source("Namentliche Stimmen", tables.Ballot, "person", (
        *_VOTE, ("Sitz", "seat.name"), ("Stimme", lambda row: gettext(Choice(row.choice).label)), ("Am", "cast_at"),
    ), (*_VOTE_JOIN, "seat")),
    Source("Einwendungen gegen Niederschriften", tables.Objection, "person", (
        ("Gremium", "minutes.meeting.body.name"), ("Sitzung", "minutes.meeting.starts_at"), ("Wortlaut", "text"),
        ("Am", "raised_at"), ("Stand", "get_state_display"),
    ), ("minutes__meeting__body",)),
    Source("Vorgänge, die Sie koordinieren", tables.PlanningProcess, "coordinator", (
        ("Nummer", "number"), ("Titel", "title"), ("Stand seit", "stage_since"),
    )),
    Source("Schritte, die Sie gegangen sind", tables.StepRecord, "actor", (*_PROCESS, ("Schritt", "transition"), ("Am", "at")), ("process",)),
    Source("Fälle, die Sie eingebracht haben", tables.CaseCard, "case_manager", (("Kennung", "code"), ("Angelegt", "created_at"))),
    Source("Beschlussvorlagen, die Sie schreiben", tables.DecisionPaper, "author", (
        ("Nummer", "number"), ("Titel", "title"), ("Angelegt", "created_at"),
    )),
    Source("Benennungen in Projektgruppen", tables.Nomination, "person", (
        *_MANDATE, ("Organisation", "organisation.name"), ("Leitung", "lead"), ("Stand", "get_state_display"),
    ), ("mandate", "organisation")),
    Source("Ziele unter Ihrem Namen", tables.GoalNode, "person", (("Ziel", "text"), ("Bis", "due_on"))),
    Source("Maßnahmen unter Ihrem Namen", tables.Measure, "person", (
        ("Maßnahme", "title"), ("Bis", "due_on"), ("Stand", "get_state_display"),
    )),
    Source("Ihre Berichte zu Maßnahmen", tables.MeasureReport, "person", (("Bericht", "text"), ("Am", "at"))),
    Source("Beschlusskontrolle unter Ihrem Namen", tables.FollowUp, "person", (
        ("Auftrag", "task"), ("Bis", "due_on"), ("Stand", "get_state_display"),
    )),
    Source("Ihre Berichte zur Beschlusskontrolle", tables.FollowUpReport, "person", (("Bericht", "text"), ("Am", "at"))),
    Source("Mitteilungen an Sie", tables.NoticeReceipt, "person", (
        ("Betreff", "notice.subject"), ("Gesendet", "notice.sent_at"), ("Gelesen", "read_at"),
    ), ("notice",)),
    Source("Unterschriften unter Niederschriften", tables.MinutesVersion, "signed_by", (
        ("Gremium", "minutes.meeting.body.name"), ("Sitzung", "minutes.meeting.starts_at"), ("Am", "signed_at"),
    ), ("minutes__meeting__body",)),
    Source("Was Sie wie benachrichtigt", tables.NotificationChoice, "person", (
        ("Anlass", "get_kind_display"), ("Weg", "get_pace_display"),
    )),
    Source("Für Ihre Sammelmail vorgemerkt", tables.DigestEntry, "person", (("Text", "text"), ("Am", "created_at"))),
    Source("Dateien, die Sie hochgeladen haben", tables.StoredFile, "uploaded_by", (
        ("Name", "name"), ("Größe in Byte", "size"), ("Am", "uploaded_at"),
    )),
    Source("Angaben zur Einrichtung", tables.SetupMark, "by", (("Schritt", "step"), ("Am", "at"))),
)  # fmt: skip

_WRITTEN = "Whose hand wrote a record; the log of the export tells the act, its text belongs to the matter."
_THROUGH_CASES = "Texts about cases speak of third persons; the log of the export tells the act."
_LOGIN = "Told in the part about the login."
_PAGES = "Only administrators edit public pages; the log of Wagtail holds no content of an authority."
LEFT_OUT: Final[dict[str, str]] = {
    "Person.user": "Master data.",
    **dict.fromkeys(
        (
            "SummonsObjection.recorded_by", "PaperDispatch.recorded_by", "NoticeReceipt.recorded_by", "ScopeCheck.checked_by",
            "ProcessDocument.added_by", "EarlierDecision.entered_by", "Justification.author",
            "PaperVersion.created_by", "Recusal.recorded_by", "GoalSystem.changed_by", "IndicatorValue.recorded_by",
            "GoalSystemVersion.created_by", "GoalSystemVersion.people", "ServiceChain.changed_by",
            "ServiceChainVersion.created_by", "ActorConsent.answered_by", "MandateVersion.author",
            "Nomination.answered_by", "ProposalStatement.written_by", "Vote.opened_by", "Vote.closed_by",
            "HandCount.entered_by", "FollowUp.opened_by", "Notice.sent_by", "Evaluation.written_by",
            "Objection.answered_by", "Addendum.author", "ContactMessage.done_by", "ImportRun.begun_by",
            "ImportRun.confirmed_by", "Publication.proposed_by", "Publication.answered_by", "Publication.withdrawn_by",
        ),
        _WRITTEN,
    ),
    **dict.fromkeys(
        (
            "CaseDeviation.author", "ScreeningRelease.requested_by", "ScreeningRelease.reviewer",
            "ScreeningRelease.decided_by",
        ),
        _THROUGH_CASES,
    ),
    **dict.fromkeys(
        ("LoginInvitation.user", "EmailAddress.user", "Authenticator.user", "SocialAccount.user"), _LOGIN
    ),
}  # fmt: skip
LEFT_OUT_APPS: Final[dict[str, str]] = {
    "portal": _PAGES, "wagtailcore": _PAGES, "wagtailadmin": _PAGES, "wagtailusers": _PAGES, "wagtailimages": _PAGES,
}  # fmt: skip
