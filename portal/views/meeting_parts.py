"""What the pages of meetings show, as components: agenda rows, time budget, people, answer buttons,
badges."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.models import Answer, Invitation, InvitationRole, Meeting
from governance.queries.agendas import AgendaView, ItemLine
from governance.queries.invitations import (
    InvitationPlan,
    Invitee,
    closed_for_answers,
    unanswered,
    was_reminded_today,
)
from governance.queries.wording import say
from governance.rules.lifecycles import ItemState, MeetingState
from governance.rules.quorum import QuorumResult
from portal.components import dates
from portal.components.actions import Action, Badge, Link
from portal.components.agenda import AgendaRow, BudgetPart, TimeBudget, Verdict
from portal.components.people import PeopleGroup, PersonRow
from portal.components.text import Text
from portal.views.addresses import to
from portal.views.base import PortalRequest

BADGES = {
    MeetingState.PLANNED: ("outline", "calendar-today"),
    MeetingState.INVITED: ("accent", "mail"),
    MeetingState.IN_SESSION: ("now", ""),
    MeetingState.CLOSED: ("success", ""),
    MeetingState.CANCELLED: ("plain", "close"),
}


def state_badge(meeting: Meeting) -> Badge:
    """Return the state of a meeting as icon and word."""
    kind, icon = BADGES[MeetingState(meeting.state)]
    return Badge(meeting.get_state_display(), kind, icon)  # type: ignore[arg-type]


def agenda_rows(request: PortalRequest, view: AgendaView) -> tuple[AgendaRow, ...]:
    """Return the rows of the agenda as a reader sees them, those taken off included."""
    return tuple(_row(request, item) for item in view.items)


def _row(request: PortalRequest, item: ItemLine) -> AgendaRow:
    verdict = None
    if item.outcome:
        verdict = Verdict(item.outcome, item.outcome_reason)
    return AgendaRow(
        number=item.number,
        title=item.title,
        state="done" if item.done else "now" if item.state == ItemState.CALLED else "open",
        verdict=verdict,
        meta=_meta(request, item),
        facts=_facts(item),
        planned=_("planned %(count)s min.") % {"count": item.minutes},
        actual=dates.clock(item.starts_at) if item.starts_at else "",
        anchor=f"top-{item.public_id}",
    )


def _meta(request: PortalRequest, item: ItemLine) -> tuple[Link, ...]:
    found = []
    if item.presenter:
        found.append(Link(_("Presented by %(name)s") % {"name": item.presenter}))
    if item.paper:
        found.append(Link(paper_label(item), to(request, "paper", item.paper.public_id)))
    if item.guests:
        names = ", ".join(guest.name for guest in item.guests)
        found.append(Link(ngettext("Guest: %(names)s", "Guests: %(names)s", len(item.guests)) % {"names": names}))
    return tuple(found)


def paper_label(item: ItemLine) -> str:
    """Return number (or title) and version of an item's paper."""
    if item.paper is None:
        return ""
    name = item.paper.number or item.paper.title
    if item.paper.version is None:
        return _("Paper %(name)s") % {"name": name}
    return _("Paper %(name)s, version %(version)s") % {"name": name, "version": item.paper.version}


def _facts(item: ItemLine) -> tuple[Text, ...]:
    signs = []
    if not item.public:
        signs.append(_("not public"))
    if item.late:
        if item.on_the_table:
            signs.append(_("paper laid on the table"))
        signs.append(_("Supplement %(number)s: %(reason)s") % {"number": item.supplement, "reason": item.late_reason})
    return tuple(part for part in (" · ".join(signs), item.note) if part)


def time_budget(view: AgendaView) -> TimeBudget:
    """Return the planned time of an agenda against the length of the session."""
    parts = [BudgetPart(item.number, item.minutes) for item in view.on_agenda]
    free = view.available - view.planned
    if free > 0:
        parts.append(BudgetPart("", free, "free"))
    last = next((item.ends_at for item in reversed(view.on_agenda) if item.ends_at), None)
    return TimeBudget(
        parts=tuple(parts),
        headline=_("%(planned)s of %(available)s minutes planned")
        % {"planned": view.planned, "available": view.available},
        outlook=_("expected end %(time)s") % {"time": dates.clock(last)} if last else "",
    )


def overruns(view: AgendaView) -> tuple[str, ...]:
    """Return every overrun of the time budget as a sentence."""
    return tuple(say(message) for message in view.overruns)


def answer_actions(request: PortalRequest, invitation: Invitation) -> tuple[Action, ...]:
    """Return the three buttons of an answer; the answer given is no button."""
    verbs = ((Answer.ACCEPTED, _("Accept")), (Answer.TENTATIVE, _("Perhaps")), (Answer.DECLINED, _("Decline")))
    current = invitation.current_answer
    url = to(request, "invitation_answer", invitation.public_id)
    return tuple(
        Action(
            label,
            url,
            post=True,
            weight="primary" if answer == Answer.ACCEPTED and current == Answer.NONE else "secondary",
            fields=(("answer", str(answer)), ("sequence", str(invitation.meeting.sequence))),
            context=str(invitation.person),
        )
        for answer, label in verbs
        if answer != current
    )


def people_groups(plan: InvitationPlan, *, invited: bool) -> tuple[PeopleGroup, ...]:
    """Return seats with vote, advisory seats and guests, each with what was answered."""
    headings = (
        (_("With vote"), {InvitationRole.CHAIR, InvitationRole.MEMBER}),
        (_("Deputies"), {InvitationRole.DEPUTY}),
        (_("Advisory"), {InvitationRole.ADVISORY}),
        (_("Guests"), {InvitationRole.GUEST}),
    )
    groups = []
    for heading, roles in headings:
        rows = tuple(_person(row, plan, invited=invited) for row in plan.wanted if row.role in roles)
        if rows:
            groups.append(PeopleGroup(rows, heading=heading))
    if plan.vacant:
        empty = tuple(PersonRow(seat.name, "", _("vacant")) for seat in plan.vacant)
        groups.append(PeopleGroup(empty, heading=_("Vacant seats")))
    return tuple(groups)


def _person(row: Invitee, plan: InvitationPlan, *, invited: bool) -> PersonRow:
    state: Text = ""
    if invited:
        state = row.invitation.current_answer.label if row.invitation else _("not invited yet")
    name = str(row.person)
    if row.role == InvitationRole.CHAIR:
        name = _("%(name)s, chair") % {"name": name}
    held = [seat.seat.name for seat in plan.seats if seat.holder == row.person]
    seats = ", ".join(held) or (row.seat.name if row.seat else "")
    return PersonRow(seats or name, name if seats else "", state)


def forecast_sentence(result: QuorumResult) -> tuple[str, str]:
    """Return kind of flag and sentence of the quorum forecast."""
    text = (
        _("With the present answers quorate: %(present)s of %(base)s seats, %(needed)s are needed.")
        if result.met
        else _("With the present answers not quorate: %(present)s of %(base)s seats, %(needed)s are needed.")
    )
    values = {"present": result.present, "base": result.base, "needed": result.needed}
    return ("ok" if result.met else "warn"), text % values


def reminder(request: PortalRequest, meeting: Meeting, plan: InvitationPlan) -> tuple[str, Action | None] | None:
    """Return how many answers are missing and the button that reminds; None where nobody is waited for."""
    missing = unanswered(plan)
    if not missing or closed_for_answers(meeting) is not None:
        return None
    text = ngettext("%(count)s answer is missing.", "%(count)s answers are missing.", len(missing))
    sentence = text % {"count": len(missing)}
    if all(was_reminded_today(row) or not row.person.email for row in missing):
        return _("%(sentence)s Who can be reached by mail was reminded today.") % {"sentence": sentence}, None
    return sentence, Action(_("Remind those missing"), to(request, "meeting_remind", meeting.public_id), post=True)


def deputy_actions(request: PortalRequest, plan: InvitationPlan) -> tuple[tuple[str, tuple[Action, ...]], ...]:
    """Return, for every seat whose holder declined, the deputies who can be invited."""
    deputies = {row.seat.pk: row.deputies for row in plan.seats}
    invited = {row.person.pk for row in plan.wanted if not row.is_new}
    found = []
    for row in plan.wanted:
        if row.seat is None or row.invitation is None or row.invitation.current_answer != Answer.DECLINED:
            continue
        actions = tuple(
            Action(
                _("Invite %(name)s") % {"name": person},
                to(request, "deputy_invite", row.invitation.public_id),
                post=True,
                fields=(("person_id", person.public_id),),
                context=row.seat.name,
            )
            for person in deputies.get(row.seat.pk, ())
            if person.pk not in invited
        )
        if actions:
            found.append((_("%(seat)s: %(name)s has declined.") % {"seat": row.seat.name, "name": row.person}, actions))
    return tuple(found)
