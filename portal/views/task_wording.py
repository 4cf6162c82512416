"""How each kind of task on the overview is worded, and which page carries it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from governance.queries.tasks import Task, TaskKind
from portal.components import dates
from portal.components.text import Text


@dataclass(frozen=True, slots=True)
class Wording:
    """How a kind of task is worded: title, verb of the button, word under the date, page that carries it out."""

    title: Callable[[Task], str]
    verb: Text
    page: str
    note: Text = ""
    warning: Text = ""


def _meeting_of(task: Task) -> str:
    when = dates.day(task.when) if task.when else ""
    return _("%(body)s on %(day)s") % {"body": task.subject, "day": when}


WORDINGS: dict[TaskKind, Wording] = {
    TaskKind.VOTE: Wording(
        lambda t: _("Open vote: %(subject)s") % {"subject": t.subject},
        gettext_lazy("Vote now"),
        "vote",
        gettext_lazy("now"),
    ),
    TaskKind.ANSWER: Wording(
        lambda t: _("Invitation: %(meeting)s") % {"meeting": _meeting_of(t)},
        gettext_lazy("Reply"),
        "meeting",
        gettext_lazy("Meeting"),
    ),
    TaskKind.READ: Wording(
        lambda t: (
            ngettext("%(count)s paper: %(meeting)s", "%(count)s papers: %(meeting)s", t.count)
            % {"count": t.count, "meeting": _meeting_of(t)}
        ),
        gettext_lazy("Read"),
        "meeting",
        gettext_lazy("Meeting"),
    ),
    TaskKind.CHECK_MINUTES: Wording(
        lambda t: _("Minutes: %(meeting)s") % {"meeting": _meeting_of(t)},
        gettext_lazy("Check"),
        "minutes",
        gettext_lazy("End of the objection period"),
    ),
    TaskKind.ACTION: Wording(lambda t: t.subject, gettext_lazy("Look"), "meeting"),
    TaskKind.SIGN: Wording(
        lambda t: _("Minutes: %(meeting)s") % {"meeting": _meeting_of(t)},
        gettext_lazy("Sign off"),
        "minutes",
        gettext_lazy("no deadline"),
    ),
    TaskKind.DRAFT: Wording(
        lambda t: _("Draft: %(subject)s") % {"subject": t.subject},
        gettext_lazy("Complete"),
        "paper",
        gettext_lazy("Papers deadline"),
    ),
    TaskKind.INVITE: Wording(
        lambda t: _("Send the invitation: %(meeting)s") % {"meeting": _meeting_of(t)},
        gettext_lazy("Prepare"),
        "agenda",
        gettext_lazy("last day in time"),
    ),
    TaskKind.WRITE_MINUTES: Wording(
        lambda t: _("Minutes in draft: %(meeting)s") % {"meeting": _meeting_of(t)},
        gettext_lazy("Write"),
        "minutes",
        gettext_lazy("no deadline"),
    ),
    TaskKind.CIRCULATE: Wording(
        lambda t: _("Minutes signed off: %(meeting)s") % {"meeting": _meeting_of(t)},
        gettext_lazy("Circulate"),
        "minutes",
        gettext_lazy("no deadline"),
    ),
    TaskKind.EFFECT: Wording(
        lambda t: (
            _("Resolution %(number)s waits for its effect: %(process)s") % {"number": t.note, "process": t.subject}
        ),
        gettext_lazy("Look"),
        "process",
        gettext_lazy("no deadline"),
        gettext_lazy("The process shows what is missing."),
    ),
    TaskKind.MAIL: Wording(
        lambda t: (
            ngettext("%(count)s mail has not left", "%(count)s mails have not left", t.count) % {"count": t.count}
        ),
        gettext_lazy("Look"),
        "outbox",
    ),
    TaskKind.REVIEW: Wording(
        lambda t: _("Screened text of case %(code)s waits for a second person") % {"code": t.subject},
        gettext_lazy("Decide"),
        "case_release",
        gettext_lazy("no deadline"),
    ),
    TaskKind.ANSWER_MEASURE: Wording(
        lambda t: _("Accept or decline the measure: %(subject)s") % {"subject": t.subject},
        gettext_lazy("Reply"),
        "measure",
        gettext_lazy("Your answer is missing"),
    ),
    TaskKind.MEASURE: Wording(
        lambda t: _("Measure: %(subject)s") % {"subject": t.subject}, pgettext_lazy("verb", "Report"), "measure"
    ),
    TaskKind.DECIDE_MEASURE: Wording(
        lambda t: _("Measure declined or not feasible: %(subject)s") % {"subject": t.subject},
        gettext_lazy("Look"),
        "measure",
        gettext_lazy("no deadline"),
    ),
    TaskKind.ANSWER_FOLLOW_UP: Wording(
        lambda t: _("Accept or decline the task: %(subject)s") % {"subject": t.subject},
        gettext_lazy("Reply"),
        "follow_up",
        gettext_lazy("Your answer is missing"),
    ),
    TaskKind.FOLLOW_UP: Wording(
        lambda t: _("From a resolution: %(subject)s") % {"subject": t.subject},
        pgettext_lazy("verb", "Report"),
        "follow_up",
    ),
    TaskKind.DECIDE_FOLLOW_UP: Wording(
        lambda t: _("Owner has declined: %(subject)s") % {"subject": t.subject},
        gettext_lazy("Look"),
        "follow_up",
        gettext_lazy("no deadline"),
    ),
    TaskKind.NOTICE: Wording(
        lambda t: _("Notice: %(subject)s") % {"subject": t.subject},
        gettext_lazy("Read"),
        "notice",
        gettext_lazy("not confirmed yet"),
    ),
    TaskKind.NOMINATE: Wording(
        lambda t: _("Name a member for “%(group)s”") % {"group": t.subject},
        gettext_lazy("Reply"),
        "nomination",
        gettext_lazy("Your answer is missing"),
    ),
    TaskKind.CONSENT: Wording(
        lambda t: _("Agree to the chain “%(title)s”?") % {"title": t.subject},
        gettext_lazy("Reply"),
        "chain_consent",
        gettext_lazy("Your answer is missing"),
    ),
    TaskKind.GIVEN_BACK: Wording(
        lambda t: _("Submit again what was given back: %(process)s") % {"process": t.subject},
        gettext_lazy("Look"),
        "process",
        gettext_lazy("Date set by the body"),
    ),
    TaskKind.BEGIN_GOALS: Wording(
        lambda t: _("No Zielsystem yet: %(process)s") % {"process": t.subject},
        gettext_lazy("Begin Zielsystem"),
        "goal_begin",
        gettext_lazy("Report back"),
    ),
    TaskKind.FREEZE_GOALS: Wording(
        lambda t: _("Zielsystem not frozen as it stands: %(title)s") % {"title": t.subject},
        gettext_lazy("Freeze"),
        "goal_freeze",
        gettext_lazy("Report back"),
    ),
    TaskKind.REPORT_BACK: Wording(
        lambda t: _("No report back yet: %(group)s") % {"group": t.subject},
        gettext_lazy("Look"),
        "mandate",
        gettext_lazy("Report back"),
    ),
    TaskKind.EXPIRED: Wording(
        lambda t: _("Mandate expired: %(group)s") % {"group": t.subject},
        gettext_lazy("Look"),
        "mandate",
        gettext_lazy("End of the mandate"),
    ),
    TaskKind.PUBLISH: Wording(
        lambda t: _("Agree to the publication of resolution %(number)s?") % {"number": t.subject},
        gettext_lazy("Decide"),
        "publication",
        gettext_lazy("no deadline"),
    ),
    TaskKind.CONTACT: Wording(
        lambda t: (
            ngettext("%(count)s message of the public", "%(count)s messages of the public", t.count)
            % {"count": t.count}
        ),
        gettext_lazy("Look"),
        "contact_messages",
        gettext_lazy("not dealt with"),
    ),
}
