"""Making bodies, seats and provisional rules while an authority is set up: all or nothing, and never twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from governance.access.bodies import may_edit_bodies
from governance.access.viewer import Viewer
from governance.models import Authority, Body, BodyKind, Organisation, RulesOfProcedure
from governance.rules.text import Message, mark
from governance.usecases.bodies import add_rules, save_body
from governance.usecases.body_patterns import BodyPlan, SeatPlan
from governance.usecases.foundation import Forbidden, Refused, lock, record, use_case
from governance.usecases.organisations import save_organisation
from governance.usecases.seats import give_office, save_seat


class RowsRefused(Refused):
    """Some rows of a table cannot be entered as they are; `rows` holds a sentence for each, by its place."""

    def __init__(self, rows: Mapping[int, Message]) -> None:
        super().__init__(Message(mark("Some entries cannot be saved like this. Nothing has been saved yet.")))
        self.rows = dict(rows)


class MadeMeanwhile(Refused):
    """Somebody made bodies since the page was opened; `names` are all that exist now."""

    def __init__(self, names: Sequence[str], seen: str) -> None:
        super().__init__(
            Message(
                mark("Somebody else has made bodies in the meantime: %(names)s. Check your list and send it again."),
                {"names": ", ".join(names)},
            )
        )
        self.seen = seen


def bodies_seen(authority: Authority) -> str:
    """Return which bodies exist, as a form carries it: whoever makes others sees first what was made meanwhile."""
    return " ".join(Body.objects.filter(authority=authority).order_by("pk").values_list("public_id", flat=True))


@use_case("setup.bodies_made")
def make_bodies(*, by: Viewer, plans: Sequence[BodyPlan], seen: str) -> tuple[Body, ...]:
    """Make the planned bodies with their seats and offices from today on; unknown organisations come with them.

    `seen` is `bodies_seen` as the form was shown. Raises `MadeMeanwhile` where a body was made since, `RowsRefused`
    for bodies whose name or code is taken or whose entries are not possible, `Refused` for an empty list.
    """
    authority = _locked(by)
    known = list(Body.objects.filter(authority=authority).order_by("name"))
    present = bodies_seen(authority)
    if present != seen:
        raise MadeMeanwhile([body.name for body in known], present)
    if not plans:
        raise Refused(Message(mark("Choose at least one body.")))
    _refuse_taken(plans, known)
    made: list[Body] = []
    wrong: dict[int, Message] = {}
    for number, plan in enumerate(plans):
        try:
            made.append(_make(by, plan))
        except Refused as refusal:
            wrong[number] = refusal.message
    if wrong:
        raise RowsRefused(wrong)
    record(by, "setup.bodies_made", authority, {"bodies": len(made)})
    return tuple(made)


def _locked(by: Viewer) -> Authority:
    """Lock the authority, so that two coordinators make things one after the other."""
    authority = lock(Authority.objects.all(), pk=by.authority.pk)
    if not may_edit_bodies(by):
        raise Forbidden(by, authority)
    return authority


def _refuse_taken(plans: Sequence[BodyPlan], known: Sequence[Body]) -> None:
    codes = {body.code.casefold() for body in known}
    names = {body.name.casefold() for body in known}
    wrong: dict[int, Message] = {}
    for number, plan in enumerate(plans):
        if plan.code.casefold() in codes:
            wrong[number] = Message(mark("The short code %(code)s is taken."), {"code": plan.code})
        elif plan.name.casefold() in names:
            wrong[number] = Message(mark("There is a body of this name already: %(name)s."), {"name": plan.name})
        codes.add(plan.code.casefold())
        names.add(plan.name.casefold())
    if wrong:
        raise RowsRefused(wrong)


def _make(by: Viewer, plan: BodyPlan) -> Body:
    body = save_body(
        by=by, body_id=None, version=None, kind=plan.kind, name=plan.name, code=plan.code, purpose=plan.purpose,
        decides=plan.decides, default_minutes=plan.default_minutes,
    )  # fmt: skip
    for order, seat in enumerate(plan.seats):
        _make_seat(by, body, seat, order)
    return body


def _make_seat(by: Viewer, body: Body, plan: SeatPlan, order: int) -> None:
    seat = save_seat(
        by=by,
        body_id=body.public_id,
        seat_id=None,
        version=None,
        name=plan.name,
        organisation=organisation_named(by, plan.organisation, plan.organisation_kind),
        voting=plan.voting,
        as_needed=plan.as_needed,
        order=order,
        valid_from=by.day,
    )
    if plan.office:
        give_office(by=by, seat_id=seat.public_id, kind=plan.office, valid_from=by.day)


def organisation_named(by: Viewer, name: str, kind: str = "other") -> Organisation | None:
    """Return the organisation with this name, upper and lower case alike; a new one if there is none."""
    wanted = " ".join(name.split())
    if not wanted:
        return None
    known = Organisation.objects.filter(authority=by.authority, name__iexact=wanted).first()
    if known is not None:
        return known
    return save_organisation(by=by, organisation_id=None, version=None, name=wanted, kind=kind)


@use_case("setup.rules_installed")
def install_rules(*, by: Viewer, chosen: Mapping[str, str]) -> tuple[RulesOfProcedure, ...]:
    """Give bodies (public ids) a provisional first edition from a starting profile, from today on.

    A body that has rules by now keeps them: sending the form twice adds nothing.
    """
    authority = _locked(by)
    made = []
    for body_id, profile in chosen.items():
        if RulesOfProcedure.objects.filter(body__authority=authority, body__public_id=body_id).exists():
            continue
        made.append(add_rules(by=by, body_id=body_id, valid_from=by.day, profile=profile))
    record(by, "setup.rules_installed", authority, {"bodies": len(made)})
    return tuple(made)


def offered_kinds() -> tuple[tuple[str, str], ...]:
    """Return the kinds of bodies that an authority names in its own words, in their order."""
    return tuple((kind.value, str(kind.label)) for kind in BodyKind if kind is not BodyKind.EXTERNAL)
