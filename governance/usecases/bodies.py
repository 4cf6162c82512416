"""Bodies, their secretariat and their rules of procedure (decisions.md, "Bodies and seats", "Rules of procedure").

Conventions as in `usecases.organisations`. Seats and who sits in them: `usecases.seats`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from governance.access.bodies import may_edit_bodies
from governance.access.viewer import Viewer
from governance.models import Body, Meeting, Person, Role, RulesOfProcedure, Secretariat
from governance.rules import clock
from governance.rules.lifecycles import MeetingState
from governance.rules.procedure import STARTING_PROFILES, InvalidRules, from_data
from governance.rules.text import Message, mark
from governance.usecases.foundation import (
    Forbidden,
    Refused,
    check_version,
    fill,
    lock,
    record,
    save,
    use_case,
)
from governance.usecases.organisations import day_before, end_period, overlaps, refuse_begun

BODY_FIELDS = {"kind", "name", "code", "purpose", "decides", "default_minutes", "shows_attendees"}
HELD = (MeetingState.IN_SESSION, MeetingState.CLOSED)


def body_to_edit(by: Viewer, body_id: str) -> Body:
    """Return the locked body for a use case of this area; raises `Body.DoesNotExist` or `Forbidden`."""
    body = lock(Body.objects.filter(authority=by.authority), public_id=body_id)
    if not may_edit_bodies(by):
        raise Forbidden(by, body)
    return body


def refuse_rewriting(body: Body, day: date) -> None:
    """Refuse a change of the past that a session has been held on: its record shows who sat there that day."""
    held = last_session(body)
    if held is not None and held >= day:
        raise Refused(
            Message(
                mark("A session was held on %(day)s. A change can only begin after it."),
                {"day": f"{held:%d.%m.%Y}"},
            )
        )


def last_session(body: Body) -> date | None:
    """Return the local day of the last session that `body` has held or is holding."""
    held = Meeting.objects.filter(body=body, state__in=HELD).order_by("starts_at").last()
    return clock.local_date(held.starts_at) if held is not None else None


@use_case("body.saved")
def save_body(*, by: Viewer, body_id: str | None, version: int | None, **values: Any) -> Body:
    """Create or edit a body: `kind`, `name`, `code`, `purpose`, `decides`, `default_minutes`, `shows_attendees`.

    The short code stays once a resolution carries it. A new body that decides gets provisional rules with
    `add_rules`.
    """
    unknown = set(values) - BODY_FIELDS
    if unknown:
        raise TypeError(f"These fields are not edited here: {sorted(unknown)}")
    if body_id:
        body = body_to_edit(by, body_id)
    else:
        body = Body(authority=by.authority)
        if not may_edit_bodies(by):
            raise Forbidden(by, by.authority)
    check_version(body, version)
    renumbered = body.pk and values.get("code", body.code) != body.code
    if renumbered and body.registers.filter(resolutions__isnull=False).exists():
        raise Refused(Message(mark("Resolutions carry this short code already; it stays.")))
    changed = fill(body, values)
    save(body)
    record(by, "body.saved", body, {"fields": changed})
    return body


@use_case("secretariat.assigned")
def assign_secretariat(
    *, by: Viewer, body_id: str, person_id: str, valid_from: date, valid_until: date | None = None
) -> Secretariat:
    """Let a coordinator run the body; several may."""
    body = body_to_edit(by, body_id)
    person = Person.objects.get(authority=by.authority, public_id=person_id)
    roles = person.roles.filter(role=Role.COORDINATOR)
    if not any(role.valid_until is None or role.valid_until >= valid_from for role in roles):
        raise Refused(Message(mark("Only coordinators run a body. Give the person this role first.")))
    old = body.secretariats.filter(person=person)
    if any(overlaps(valid_from, valid_until, row.valid_from, row.valid_until) for row in old):
        raise Refused(Message(mark("The person runs the body in that period already.")))
    secretariat = Secretariat(body=body, person=person)
    fill(secretariat, {"valid_from": valid_from, "valid_until": valid_until})
    secretariat.save()
    record(by, "secretariat.assigned", body, {"person": person.public_id, "period": secretariat.public_id})
    return secretariat


@use_case("secretariat.ended")
def end_secretariat(*, by: Viewer, secretariat_id: str, last_day: date, version: int | None) -> Secretariat:
    """End a secretariat with `last_day`."""
    rows = Secretariat.objects.filter(body__authority=by.authority)
    body_to_edit(by, rows.get(public_id=secretariat_id).body.public_id)
    secretariat: Secretariat = lock(rows, public_id=secretariat_id)
    check_version(secretariat, version)
    end_period(secretariat, last_day)
    record(by, "secretariat.ended", secretariat.body, {"period": secretariat.public_id})
    return secretariat


@use_case("secretariat.withdrawn")
def withdraw_secretariat(*, by: Viewer, secretariat_id: str) -> None:
    """Take back a secretariat that was entered by mistake and begins today or later."""
    rows = Secretariat.objects.filter(body__authority=by.authority)
    body = body_to_edit(by, rows.get(public_id=secretariat_id).body.public_id)
    secretariat: Secretariat = lock(rows, public_id=secretariat_id)
    refuse_begun(secretariat)
    secretariat.delete()
    record(by, "secretariat.withdrawn", body)


@use_case("rules.added")
def add_rules(
    *,
    by: Viewer,
    body_id: str,
    valid_from: date,
    valid_until: date | None = None,
    profile: str = "",
    values: dict[str, Any] | None = None,
    title: str = "Geschäftsordnung",
    text: str = "",
) -> RulesOfProcedure:
    """Add an edition of a body's rules, from a starting `profile` or from `values` (`ProcedureRules.to_data()`).

    It is provisional until the body adopts it. An open edition before it ends the day before; periods never overlap.
    """
    body = body_to_edit(by, body_id)
    checked = _checked(profile, values)
    refuse_rewriting(body, valid_from)
    previous = lock_editions(body)
    open_end = [row for row in previous if row.valid_until is None and row.valid_from < valid_from]
    for row in open_end:
        fill(row, {"valid_until": day_before(valid_from)})
        save(row)
    if any(overlaps(valid_from, valid_until, row.valid_from, row.valid_until) for row in previous):
        raise Refused(Message(mark("Other rules of the body apply in that period. Choose another beginning.")))
    rules = RulesOfProcedure(body=body, edition=max((row.edition for row in previous), default=0) + 1)
    fill(
        rules,
        {"title": title, "text": text, "valid_from": valid_from, "valid_until": valid_until, "values": checked},
    )
    rules.save()
    record(by, "rules.added", rules, {"edition": rules.edition, "body": body.public_id})
    return rules


@use_case("rules.edited")
def edit_rules(
    *,
    by: Viewer,
    rules_id: str,
    version: int | None,
    values: dict[str, Any],
    title: str,
    text: str = "",
) -> RulesOfProcedure:
    """Correct an edition that is not adopted and under which no session has been held.

    Afterwards only a new edition changes rules, and only a resolution adopts it.
    """
    rows = RulesOfProcedure.objects.filter(body__authority=by.authority)
    body = body_to_edit(by, rows.get(public_id=rules_id).body.public_id)
    rules: RulesOfProcedure = lock(rows, public_id=rules_id)
    check_version(rules, version)
    if not rules.provisional:
        raise Refused(Message(mark("The body has adopted these rules. Add a new edition instead.")))
    refuse_rewriting(body, rules.valid_from)
    before = dict(rules.values.get("rules", {}))
    fields = fill(rules, {"title": title, "text": text, "values": _checked("", values)})
    save(rules)
    after = rules.values.get("rules", {})
    changed = [name for name in fields if name != "values"] + [key for key in after if after[key] != before.get(key)]
    record(by, "rules.edited", rules, {"edition": rules.edition, "fields": changed})
    return rules


def lock_editions(body: Body) -> list[RulesOfProcedure]:
    """Return the locked editions of a body's rules, oldest first."""
    return list(RulesOfProcedure.objects.select_for_update(of=("self",)).filter(body=body).order_by("edition"))


def _checked(profile: str, values: dict[str, Any] | None) -> dict[str, Any]:
    """Return valid rules as data; raises `Refused` with the sentence of the rule that is wrong."""
    if profile and profile not in STARTING_PROFILES:
        raise Refused(Message(mark("This starting profile does not exist.")))
    try:
        return (STARTING_PROFILES[profile] if profile else from_data(values)).to_data()
    except InvalidRules as error:
        raise Refused(error.message) from error
