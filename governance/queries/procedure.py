"""Rules of procedure in force on a day: of the editions valid then, the newest (decisions.md, "Rules of procedure").

Bodies are named by their keys, days are local dates. An edition that a later version of the program has written cannot
be read and counts as no rules; an older one never steps in for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from governance.models import RulesOfProcedure
from governance.rules.procedure import InvalidRules, ProcedureRules, from_data


def edition_on(body: int, day: date) -> RulesOfProcedure | None:
    """Return the edition of a body's rules in force on `day`; one query."""
    return _editions_on([body], day).get(body)


def edition_among(editions: Iterable[RulesOfProcedure], day: date) -> RulesOfProcedure | None:
    """Return which of the editions of one body, read already, is in force on `day`."""
    valid = [row for row in editions if row.valid_from <= day and (row.valid_until is None or day <= row.valid_until)]
    return max(valid, key=lambda row: row.edition, default=None)


def rules_on(body: int, day: date) -> ProcedureRules | None:
    """Return the rules of a body in force on `day`; one query."""
    return read_rules(edition_on(body, day))


def rules_by_body(bodies: Collection[int], day: date) -> dict[int, ProcedureRules]:
    """Return the rules of each of `bodies` in force on `day`, for those that have any; one query."""
    found = {body: read_rules(edition) for body, edition in _editions_on(bodies, day).items()}
    return {body: rules for body, rules in found.items() if rules is not None}


def _editions_on(bodies: Collection[int], day: date) -> dict[int, RulesOfProcedure]:
    rows = RulesOfProcedure.objects.on(day).filter(body__in=bodies).order_by("edition")
    return {row.body_id: row for row in rows}


def read_rules(edition: RulesOfProcedure | None) -> ProcedureRules | None:
    """Return an edition as values; None without one, or where it cannot be read."""
    try:
        return from_data(edition.values) if edition else None
    except InvalidRules:
        return None
