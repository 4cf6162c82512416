"""What is missing for the next step: findings, the fix beside each (interface.md, prototype NOTES)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.components.actions import Action, Link
from portal.components.text import Text

FindingState = Literal["bad", "warn", "ok"]
STATE_WORDS: dict[FindingState, Text] = {
    "bad": _("Missing"),
    "warn": _("To be justified"),
    "ok": _("Fulfilled"),
}
ICONS: dict[FindingState, str] = {"bad": "danger", "warn": "warning", "ok": "success"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition of a step.

    `state`: bad (blocks), warn (a justification is enough), ok (fulfilled). `sentence` says what is the case,
    `reason` why it is asked, `responsible` who can fix it, `action` the one button that leads there, `link` a
    word behind a fulfilled sentence, `justification` the text already given.
    """

    state: FindingState
    sentence: Text
    reason: Text = ""
    responsible: Text = ""
    action: Action | None = None
    link: Link | None = None
    justification: Text = ""

    @property
    def word(self) -> Text:
        """The state in words, so that colour never stands alone."""
        return STATE_WORDS[self.state]

    @property
    def icon(self) -> str:
        """Name of the KERN icon."""
        return ICONS[self.state]


@dataclass(frozen=True, slots=True)
class Findings:
    """All findings of one step, shown blocking first, then those to justify, then the fulfilled."""

    rows: tuple[Finding, ...]

    @property
    def ordered(self) -> tuple[Finding, ...]:
        """The rows in the order of the page; within a state the order of the guards stays."""
        order = list(STATE_WORDS)
        return tuple(sorted(self.rows, key=lambda row: order.index(row.state)))

    @property
    def blocked(self) -> bool:
        """Whether at least one finding stops the step."""
        return any(row.state == "bad" for row in self.rows)

    @property
    def summary(self) -> tuple[tuple[str, str], ...]:
        """Pairs of icon and phrase with a count for the head of the panel; empty states are left out."""
        count = {state: sum(row.state == state for row in self.rows) for state in STATE_WORDS}
        phrases = {
            "bad": ngettext("%(count)s is missing", "%(count)s are missing", count["bad"]),
            "warn": ngettext("%(count)s finding to be justified", "%(count)s findings to be justified", count["warn"]),
            "ok": ngettext("%(count)s finding fulfilled", "%(count)s findings fulfilled", count["ok"]),
        }
        return tuple((ICONS[s], phrases[s] % {"count": count[s]}) for s in STATE_WORDS if count[s])
