"""What the set-up assistant says: its steps, and what is still missing for a first session."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from governance.desk.parts import RelatedRow, add_url
from governance.models import Authority
from governance.queries.setup import Missing
from governance.rules.setup import STATE_LABELS, STEPS, Progress, SetupStep, StepState

HEADINGS: Mapping[SetupStep, Any] = {
    SetupStep.NAMES: gettext_lazy("Name and words"),
    SetupStep.PROFILE: gettext_lazy("Process profile"),
    SetupStep.BODIES: gettext_lazy("Bodies and seats"),
    SetupStep.PEOPLE: gettext_lazy("First members"),
    SetupStep.MAIL: gettext_lazy("Mail address"),
    SetupStep.LETTERHEAD: gettext_lazy("Letterhead"),
    SetupStep.RULES: gettext_lazy("Rules of procedure"),
}
ABOUT: Mapping[SetupStep, Any] = {
    SetupStep.NAMES: gettext_lazy("How your authority and your bodies are called in mails, pages and documents."),
    SetupStep.PROFILE: gettext_lazy("Which steps a topic takes with you, and what each of them needs."),
    SetupStep.BODIES: gettext_lazy("Who meets, and which offices and organisations have a seat."),
    SetupStep.PEOPLE: gettext_lazy("Who sits there today. One table for people, organisations and seats."),
    SetupStep.MAIL: gettext_lazy("From which address invitations come, tried out with a mail to yourself."),
    SetupStep.LETTERHEAD: gettext_lazy("What stands at the head of papers, minutes and letters."),
    SetupStep.RULES: gettext_lazy("How the deciding bodies summon, vote and count, provisionally at first."),
}
ICONS = {StepState.DONE: "check", StepState.SKIPPED: "minus", StepState.OPEN: "radio-empty"}


@dataclass(frozen=True)
class StepLine:
    """A step as the list names it."""

    heading: Any
    about: Any
    url: str
    state: str
    label: str
    icon: str


def step_lines(progress: Progress, address: Callable[[SetupStep], str]) -> list[StepLine]:
    """Return every step with its state."""
    return [
        StepLine(HEADINGS[step], ABOUT[step], address(step), state.value, _(STATE_LABELS[state]), ICONS[state])
        for step in STEPS
        if (state := progress.states[step])
    ]


def open_lines(lines: Sequence[StepLine]) -> list[RelatedRow]:
    """Return the steps that are open, for the list of what is missing."""
    waiting = [line for line in lines if line.state == StepState.OPEN.value]
    return [RelatedRow(_("Open step: %(step)s") % {"step": line.heading}, line.url) for line in waiting]


def missing_lines(missing: Missing, authority: Authority) -> Sequence[RelatedRow]:
    """Return what a first session still needs, each with the way to it."""
    found = []
    if missing.vacant:
        text = ngettext("%(count)s seat is vacant", "%(count)s seats are vacant", missing.vacant)
        found.append(RelatedRow(text % {"count": missing.vacant}, reverse("desk_memberships:index")))
    found += [
        RelatedRow(_("%(body)s has no chair") % {"body": body}, add_url("desk_offices", body=body.public_id))
        for body in missing.without_chair
    ]
    if missing.without_login:
        text = ngettext(
            "%(count)s member has no login yet", "%(count)s members have no login yet", missing.without_login
        )
        detail = _("invite them from their person; without a login they are told by post")
        found.append(RelatedRow(text % {"count": missing.without_login}, reverse("desk_people:index"), detail))
    if not missing.templates:
        found.append(RelatedRow(_("There is no template for papers yet"), reverse("desk_templates:add")))
    if not missing.meetings:
        url = reverse("portal:meeting_plan", args=[authority.slug])
        found.append(RelatedRow(_("No meeting is planned yet"), url))
    return found
