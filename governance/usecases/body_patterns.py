"""Patterns of bodies that a new authority begins with: files in our own format, one for each Kreis and a neutral one.

`{"format": "lenkwerk-body-pattern", "version": 1, "name": …, "note": …, "bodies": [{"kind", "name", "code", "purpose",
"decides", "default_minutes", "seats": [{"name", "organisation", "organisation_kind", "voting", "as_needed",
"office"}]}]}`; `note` says where it comes from and what is assumed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings

from governance.models import OrganisationKind

FORMAT = "lenkwerk-body-pattern"
VERSION = 1
SHIPPED = Path(settings.BASE_DIR) / "fixtures" / "bodies"
DEFAULT_PATTERN = "land-muster"


@dataclass(frozen=True, kw_only=True)
class SeatPlan:
    """A seat to be made: the organisation is named, and made if it is not on record."""

    name: str
    organisation: str = ""
    organisation_kind: str = OrganisationKind.OTHER
    voting: bool = True
    as_needed: bool = False
    office: str = ""


@dataclass(frozen=True, kw_only=True)
class BodyPlan:
    """A body to be made, with its seats in their order."""

    kind: str
    name: str
    code: str
    purpose: str = ""
    decides: bool = False
    default_minutes: int = 180
    seats: tuple[SeatPlan, ...] = ()


@dataclass(frozen=True)
class BodyPattern:
    """What a Kreis could begin with."""

    key: str
    name: str
    note: str
    bodies: tuple[BodyPlan, ...]

    def named(self, terms: dict[str, str]) -> BodyPattern:
        """Return the pattern with the authority's own term as name of the first body of each kind that has one."""
        seen: set[str] = set()
        bodies = []
        for body in self.bodies:
            own = terms.get(body.kind, "") if body.kind not in seen else ""
            seen.add(body.kind)
            bodies.append(replace(body, name=own) if own else body)
        return replace(self, bodies=tuple(bodies))


def shipped_patterns() -> tuple[BodyPattern, ...]:
    """Return every shipped pattern, the neutral one first."""
    found = [shipped_pattern(path.stem) for path in SHIPPED.glob("*.json")]
    return tuple(sorted(found, key=lambda pattern: (pattern.key != DEFAULT_PATTERN, pattern.name)))


def shipped_pattern(key: str) -> BodyPattern:
    """Return the shipped pattern `key` (such as `hoexter`); raises `FileNotFoundError` for an unknown one."""
    if not key.replace("-", "").isalnum():
        raise FileNotFoundError(key)
    data: dict[str, Any] = json.loads((SHIPPED / f"{key}.json").read_text(encoding="utf-8"))
    if data["format"] != FORMAT or data["version"] != VERSION:
        raise ValueError(f"{key} is no body pattern of this version")
    return BodyPattern(key, data["name"], data["note"], tuple(_body(row) for row in data["bodies"]))


def _body(row: dict[str, Any]) -> BodyPlan:
    return BodyPlan(**{**row, "seats": tuple(SeatPlan(**seat) for seat in row["seats"])})
