"""Whom organisations send into a project group, and the constitution of the group (process.md, `constitute_group`).

An organisation answers through its contact. A coordinator may enter what it said; the record then says so.
"""

from __future__ import annotations

from datetime import datetime

from governance.access.mandates import (
    answerable_nominations,
    may_answer_nomination,
    may_write_mandate,
    possible_members,
    speaks_for,
)
from governance.access.viewer import Viewer
from governance.models import Body, Mandate, MandateVersion, Nomination, PlanningProcess
from governance.rules import clock
from governance.rules.characters import clean_lines
from governance.rules.lifecycles import MandateState, NominationState
from governance.rules.text import Message, mark
from governance.usecases.foundation import (
    Forbidden,
    Refused,
    advance,
    check_version,
    fill,
    lock,
    record,
    save,
    use_case,
)
from governance.usecases.group_seats import (
    assign_to,
    create_group,
    first_free_day,
    is_constituted,
    seat_member,
    unseat,
)
from governance.usecases.mandates import reopen
from governance.usecases.nomination_mails import ask_organisations


@use_case("nomination.name")
def name_member(*, by: Viewer, nomination_id: str, person_id: str, version: int | None) -> Nomination:
    """Name who takes the place, or somebody else than before; a group that works gets the member at once."""
    row = _answerable(by, nomination_id, version)
    person = possible_members(by).filter(public_id=person_id).first() if person_id else None
    if person is None:
        raise Refused(Message(mark("Choose who takes the place.")))
    advance(row, "name")
    fill(row, {"person": person, "reason": ""})
    _answered(by, row)
    save(row)
    mandate = row.mandate
    if mandate.group is not None and is_constituted(mandate):
        seat_member(row, person, mandate.group, clock.today())
    record(by, "nomination.named", row, {"on_behalf": row.on_behalf})
    return row


@use_case("nomination.decline")
def decline_nomination(*, by: Viewer, nomination_id: str, reason: str, version: int | None) -> Nomination:
    """Say with a reason that the organisation sends nobody; a member named before leaves the group."""
    row = _answerable(by, nomination_id, version)
    reason = clean_lines(reason)
    if not reason:
        raise Refused(Message(mark("Say in a few words why nobody is sent.")))
    advance(row, "decline")
    fill(row, {"person": None, "reason": reason})
    _answered(by, row)
    save(row)
    unseat(row, clock.today())
    record(by, "nomination.declined", row, {"on_behalf": row.on_behalf})
    return row


@use_case("nomination.ask_again")
def ask_again(*, by: Viewer, nomination_id: str) -> Nomination:
    """Ask an organisation that has declined once more, by mail where it has a contact; by coordinators."""
    row = _locked(by, nomination_id)
    if not may_write_mandate(by, row.mandate):
        raise Forbidden(by, row)
    _refuse_ended(row.mandate)
    if row.state == NominationState.RELEASED:
        raise Refused(Message(mark("The place is no longer in the composition. Only an amendment brings it back.")))
    reopen(row)
    save(row)
    ask_organisations(_in_force(row.mandate), [row])
    record(by, "nomination.asked_again", row)
    return row


def constitute(process: PlanningProcess, *, at: datetime) -> Body:
    """Constitute the group of a commissioned process and return its body.

    For the step `constitute_group`, whose guards have passed and whose caller has locked the process, saves and audits
    it: creates the body unless the mandate names one, gives each named member a seat, the lead the office, and makes
    the coordination of the process its secretariat. Raises `Refused` where no mandate is in force.
    """
    mandates = Mandate.objects.select_for_update(of=("self",)).filter(processes=process, state=MandateState.ADOPTED)
    mandate = mandates.select_related("group", "authority").order_by("-pk").first()
    if mandate is None:
        raise Refused(Message(mark("There is no mandate in force. The steering group adopts it first.")))
    body = mandate.group or create_group(mandate, _in_force(mandate).subject)
    day = first_free_day(body, clock.local_date(at))
    assign_to(body, process.coordinator, day)
    if mandate.group_id is None:
        mandate.group = body
        save(mandate)
    named = mandate.nominations.select_for_update(of=("self",)).filter(state=NominationState.NAMED)
    for row in named.select_related("organisation", "person").order_by("pk"):
        if row.person is not None:
            seat_member(row, row.person, body, day)
    process.group = body
    process.save(update_fields=["group"])
    return body


def _in_force(mandate: Mandate) -> MandateVersion:
    version: MandateVersion = mandate.versions.exclude(adopted_at=None).latest("ordinal")
    version.mandate = mandate
    return version


def _answerable(by: Viewer, nomination_id: str, version: int | None) -> Nomination:
    """Return the locked nomination that the viewer may answer; refused once the mandate has ended."""
    row = _locked(by, nomination_id)
    if not may_answer_nomination(by, row):
        raise Forbidden(by, row)
    check_version(row, version)
    _refuse_ended(row.mandate)
    if row.state == NominationState.RELEASED:
        raise Refused(Message(mark("The place is no longer in the composition. Nobody is asked for it.")))
    return row


def _locked(by: Viewer, nomination_id: str) -> Nomination:
    """Return a nomination, its mandate locked before it: an answer and the constitution of the group never cross."""
    rows = answerable_nominations(by)
    mandate = lock(
        Mandate.objects.select_related("group", "authority"), pk=rows.get(public_id=nomination_id).mandate_id
    )
    row: Nomination = lock(rows.select_related("organisation"), public_id=nomination_id)
    row.mandate = mandate
    return row


def _refuse_ended(mandate: Mandate) -> None:
    if mandate.state != MandateState.ADOPTED:
        raise Refused(Message(mark("The mandate is not in force any more. Nobody is named for it.")))


def _answered(by: Viewer, row: Nomination) -> None:
    row.answered_by, row.answered_at = by.acting_person, clock.now()
    row.on_behalf = not speaks_for(by, row)
