"""Process profiles: the rules of the planning process as data of the authority (process.md; kreise.md, differences).

Shipped profiles are files in our own format: `{"format": "lenkwerk-process-profile", "version": 1, "name": …, "note":
…, "values": {field of `ProcessProfile`: value}}`; `note` says where the values come from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from governance.access.organisations import may_edit_profile
from governance.access.viewer import Viewer
from governance.models import Authority, ProcessProfile
from governance.rules.routes import DIRECT_SOURCES, ResultType
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, check_version, fill, lock, record, save, use_case

FORMAT = "lenkwerk-process-profile"
VERSION = 1
SHIPPED = Path(settings.BASE_DIR) / "fixtures" / "profiles"
DEFAULT_PROFILE = "land-muster"
FIELDS = (
    "min_topic_cases", "topic_cases_strictness", "min_series_cases", "series_strictness", "min_weeks",
    "criteria_strictness", "withdrawn_strictness", "small_group_limit", "small_group_strictness", "evidence_basis",
    "min_like_cases", "min_interviews", "like_cases_strictness", "intake_sources", "has_scope_check", "solves_locally",
    "decides_solution", "result_types", "result_checks_strictness", "state_waiting_days",
)  # fmt: skip
"""What an authority chooses, in the order of the process."""


def shipped_profiles() -> list[tuple[str, str]]:
    """Return key and name of every shipped profile, the default one first."""
    names = {path.stem: str(shipped_profile(path.stem)["name"]) for path in SHIPPED.glob("*.json")}
    return sorted(names.items(), key=lambda entry: (entry[0] != DEFAULT_PROFILE, entry[1]))


def shipped_profile(name: str) -> dict[str, Any]:
    """Return the shipped profile `name` (such as `hoexter`); raises `FileNotFoundError` for an unknown one."""
    data: dict[str, Any] = json.loads((SHIPPED / f"{name}.json").read_text(encoding="utf-8"))
    if data["format"] != FORMAT or data["version"] != VERSION:
        raise ValueError(f"{name} is no process profile of this version")
    return data


def install_profile(authority: Authority, name: str) -> ProcessProfile:
    """Give a new authority the shipped profile `name`; the caller audits. One that has a profile keeps it."""
    known = ProcessProfile.objects.filter(authority=authority).first()
    if known is not None:
        return known
    if name not in dict(shipped_profiles()):
        raise Refused(Message(mark("This process profile is not shipped: %(name)s"), {"name": name}))
    profile = ProcessProfile(authority=authority, version=0)
    _write(profile, shipped_profile(name)["values"])
    return profile


@use_case("profile.edited")
def edit_profile(*, by: Viewer, version: int | None, **values: Any) -> ProcessProfile:
    """Edit the process profile of the viewer's authority; what is not named in `values` stays.

    Raises `Invalid` for a value out of range and `Refused` for what does not fit together. Processes under way go on
    by the new values from their next step; what a step has recorded stays.
    """
    profile = lock(ProcessProfile.objects.all(), authority=by.authority)
    if not may_edit_profile(by):
        raise Forbidden(by, profile)
    check_version(profile, version)
    before = {name: getattr(profile, name) for name in FIELDS}
    _write(profile, {name: value for name, value in values.items() if name in FIELDS})
    changed = {name: str(getattr(profile, name)) for name in FIELDS if getattr(profile, name) != before[name]}
    record(by, "profile.edited", profile, {"numbers": changed})
    return profile


@use_case("profile.chosen")
def choose_profile(*, by: Viewer, name: str, version: int | None) -> ProcessProfile:
    """Put the shipped profile `name` in the place of the authority's values; raises as `edit_profile`.

    Processes under way go on by the new values from their next step.
    """
    profile = lock(ProcessProfile.objects.all(), authority=by.authority)
    if not may_edit_profile(by):
        raise Forbidden(by, profile)
    check_version(profile, version)
    if name not in dict(shipped_profiles()):
        raise Refused(Message(mark("This process profile is not shipped: %(name)s"), {"name": name}))
    _write(profile, shipped_profile(name)["values"])
    record(by, "profile.chosen", profile, {"profile": name})
    return profile


def _write(profile: ProcessProfile, values: Mapping[str, Any]) -> None:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise ValueError(f"a process profile has no {', '.join(sorted(unknown))}")
    chosen = dict(values)
    # Lists are kept in the order of the rules, so that the same choice is stored the same way.
    for name, offered in (("intake_sources", DIRECT_SOURCES), ("result_types", tuple(ResultType))):
        if name in chosen:
            chosen[name] = _listed(chosen[name], tuple(one.value for one in offered))
    fill(profile, chosen)
    if not profile.result_types:
        raise Refused(Message(mark("Choose at least one thing that a project group delivers.")))
    if profile.solves_locally and not profile.has_scope_check:
        raise Refused(
            Message(mark("A project group can only solve a topic by itself where the scope is checked first."))
        )
    save(profile)


def _listed(values: Any, offered: tuple[str, ...]) -> list[str]:
    chosen = {str(value) for value in values or ()}
    if chosen - set(offered):
        raise Refused(Message(mark("Choose from the list only.")))
    return [value for value in offered if value in chosen]
