"""What a resolution does to a mandate: adopt, amend, fulfil, take up again, share, end (process.md, "Mandate").

No use cases: they run in the transaction of the caller, who has locked the process and writes the audit entry.
Drafting is in `governance.usecases.mandate_drafts`.
"""

from __future__ import annotations

from datetime import date, datetime

from governance.models import Mandate, MandateVersion, Nomination, PlanningProcess
from governance.queries.mandates import mandate_text
from governance.rules import clock
from governance.rules.lifecycles import MandateState, NominationState
from governance.rules.mandates import UNDER_MANDATE, mandate_hash
from governance.rules.stages import LIVE_STAGES, Stage
from governance.usecases.foundation import advance, fill, lock, save
from governance.usecases.group_seats import move_lead, unseat
from governance.usecases.nomination_mails import ask_organisations


def adopt_mandate_version(version: MandateVersion, *, at: datetime) -> MandateVersion:
    """Put a draft in force: freeze it with its hash, ask each organisation that is new, release what fell away.

    What an organisation has answered stays. Contacts of the organisations asked get a mail. Raises `Refused` if the
    version is no draft or the mandate has ended.
    """
    mandate = lock(Mandate.objects.select_related("authority"), pk=version.mandate_id)
    row = lock(MandateVersion.objects.all(), pk=version.pk)
    row.mandate = mandate
    if mandate.state != MandateState.ADOPTED:
        advance(mandate, "adopt")
    save(mandate)
    advance(row, "adopt")
    row.adopted_at, row.content_hash = at, mandate_hash(mandate_text(row))
    save(row)
    opened = _ask_for_places(row, clock.local_date(at))
    move_lead(mandate, clock.local_date(at))
    ask_organisations(row, opened)
    return row


def _ask_for_places(version: MandateVersion, day: date) -> list[Nomination]:
    """Open a nomination for each place, keep those that are answered; return what was opened."""
    known = {
        (row.organisation_id, row.seat_name): row
        for row in version.mandate.nominations.select_for_update(of=("self",)).select_related("organisation")
    }
    opened = []
    for place in version.places.select_related("organisation"):
        row = known.pop((place.organisation_id, place.seat_name), None)
        if row is None:
            row = Nomination(
                mandate=version.mandate, organisation=place.organisation, seat_name=place.seat_name, lead=place.lead
            )
            row.save()
            opened.append(row)
            continue
        row.lead = place.lead
        if row.state == NominationState.RELEASED:
            reopen(row)
            opened.append(row)
        save(row)
    for row in known.values():
        if row.state != NominationState.RELEASED:
            unseat(row, day, for_good=True)
            advance(row, "release")
            save(row)
    return opened


def reopen(nomination: Nomination) -> None:
    """Ask an organisation again, without its earlier answer; the caller saves."""
    advance(nomination, "ask_again")
    nomination.person, nomination.reason = None, ""
    nomination.answered_by, nomination.answered_at, nomination.on_behalf = None, None, False


def lock_mandates(process: PlanningProcess) -> None:
    """Lock the mandates of a locked process before a guard judges them: what it has seen stays until the step."""
    list(Mandate.objects.select_for_update(of=("self",)).filter(processes=process).order_by("pk"))


def end_mandates(process: PlanningProcess, *, on: date, reason: str) -> None:
    """End the mandates of a process that ends without success, unless another live process rests on them.

    While its group still works on another one the mandate stays in force; where others only carry out what was
    adopted under it, it is fulfilled. Organisations that have not answered are asked no more.
    """
    for mandate in _locked_mandates(process, MandateState.DRAFT, MandateState.ADOPTED, MandateState.FULFILLED):
        others = _others_live(mandate, process)
        if others & UNDER_MANDATE or (others and mandate.state != MandateState.ADOPTED):
            continue
        advance(mandate, "fulfil" if others else "end")
        if not others:
            fill(mandate, {"ended_on": on, "end_reason": reason})
        save(mandate)
        for row in mandate.nominations.select_for_update(of=("self",)).filter(state=NominationState.OPEN):
            advance(row, "release")
            save(row)


def fulfil_mandate(process: PlanningProcess) -> None:
    """Close the mandate with the adoption of the proposal, unless its group still works on another process."""
    for mandate in _locked_mandates(process, MandateState.ADOPTED):
        if not _others_live(mandate, process) & UNDER_MANDATE:
            advance(mandate, "fulfil")
            save(mandate)


def take_up_mandate_again(process: PlanningProcess) -> None:
    """Put a fulfilled mandate in force again: the proposal is reworked."""
    for mandate in _locked_mandates(process, MandateState.FULFILLED):
        advance(mandate, "take_up_again")
        save(mandate)


def share_mandate(process: PlanningProcess, remainder: PlanningProcess) -> None:
    """Let what was returned go on under the same mandate and with the same group; both rows are locked."""
    for mandate in _locked_mandates(process, MandateState.ADOPTED, MandateState.FULFILLED):
        mandate.processes.add(remainder)
        if mandate.state == MandateState.FULFILLED:
            advance(mandate, "take_up_again")
        save(mandate)
    if remainder.group_id != process.group_id:
        remainder.group = process.group
        remainder.save(update_fields=["group"])


def _locked_mandates(process: PlanningProcess, *states: MandateState) -> list[Mandate]:
    rows = Mandate.objects.select_for_update(of=("self",)).filter(state__in=[state.value for state in states])
    return list(rows.filter(processes=process).order_by("pk"))


def _others_live(mandate: Mandate, process: PlanningProcess) -> set[Stage]:
    """The stages of the processes under the mandate that have not ended, without `process`."""
    return {
        Stage(stage) for stage in mandate.processes.exclude(pk=process.pk).values_list("stage", flat=True)
    } & LIVE_STAGES
