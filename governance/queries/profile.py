"""Reading the process profile of an authority in plain words ("So läuft ein Vorgang bei uns")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from governance.access.organisations import may_edit_profile
from governance.access.viewer import Viewer
from governance.models import ProcessProfile
from governance.queries.cases import facts_of_profile, profile_facts
from governance.rules.profile_wording import (
    GuardRow,
    Part,
    StageRow,
    beginnings,
    guard_rows,
    profile_parts,
    stage_rows,
)
from governance.rules.steps import Transition


@dataclass(frozen=True)
class ProfilePage:
    """Everything the page of the profile says; `edit_key` names its record in the desk for those who keep it."""

    parts: tuple[Part, ...]
    beginnings: tuple[Transition, ...]
    stages: tuple[StageRow, ...]
    guards: tuple[GuardRow, ...]
    edit_key: str


def profile_page(viewer: Viewer) -> ProfilePage:
    """Return the profile of the viewer's authority in words, in one query."""
    facts = profile_facts(viewer.authority)
    key = viewer.authority.public_id if may_edit_profile(viewer) else ""
    return ProfilePage(profile_parts(facts), beginnings(facts), stage_rows(facts), guard_rows(facts), key)


def words_of(values: Mapping[str, Any]) -> tuple[Part, ...]:
    """Return what a shipped profile means in words; `values` are columns of `ProcessProfile`."""
    return profile_parts(facts_of_profile(ProcessProfile(**values)))
