"""What a task on the overview is: its kind and what its row says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

TASKS_OF_A_KIND: Final = 20


class TaskKind(StrEnum):
    """What has to be done; the page words it."""

    VOTE = "vote"
    ANSWER = "answer"
    READ = "read"
    CHECK_MINUTES = "check_minutes"
    ACTION = "action"
    SIGN = "sign"
    DRAFT = "draft"
    INVITE = "invite"
    WRITE_MINUTES = "write_minutes"
    CIRCULATE = "circulate"
    EFFECT = "effect"
    MAIL = "mail"
    REVIEW = "review"
    ANSWER_MEASURE = "answer_measure"
    MEASURE = "measure"
    DECIDE_MEASURE = "decide_measure"
    ANSWER_FOLLOW_UP = "answer_follow_up"
    FOLLOW_UP = "follow_up"
    DECIDE_FOLLOW_UP = "decide_follow_up"
    NOTICE = "notice"
    NOMINATE = "nominate"
    CONSENT = "consent"
    GIVEN_BACK = "given_back"
    BEGIN_GOALS = "begin_goals"
    FREEZE_GOALS = "freeze_goals"
    REPORT_BACK = "report_back"
    EXPIRED = "expired"
    PUBLISH = "publish"
    CONTACT = "contact"


@dataclass(frozen=True)
class Task:
    """One thing to do: `subject` names the record, `target` is the public id that the page of the kind needs.

    `due` is a local date or None; `when` the moment of the meeting behind it, `count` how many things it bundles.
    """

    kind: TaskKind
    subject: str
    target: str
    due: date | None = None
    when: datetime | None = None
    count: int = 0
    note: str = ""
    person: str = ""
