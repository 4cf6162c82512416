"""Links and buttons as data: what a person can do here, as a link or as a small form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from portal.components.text import Text

Weight = Literal["primary", "secondary", "tertiary"]


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere; without `url` it is shown as plain text."""

    text: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """One verb button. `post=True` makes it a form with a CSRF token and the hidden `fields`.

    `context` is added for screen readers only, where several buttons on a page share the same verb.
    """

    label: Text
    url: str
    post: bool = False
    weight: Weight = "secondary"
    fields: tuple[tuple[str, str], ...] = ()
    context: Text = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """State as icon and word. `kind`: success, warning, danger, accent, plain, outline or now.

    At most one badge per row; `outline` is for facts, `now` for here and now, `danger` only for what is
    missing or overdue (prototype NOTES). `icon` is a KERN icon name; without it the one of the kind is taken.
    """

    label: Text
    kind: Literal["success", "warning", "danger", "accent", "plain", "outline", "now"] = "plain"
    icon: str = ""

    @property
    def css(self) -> str:
        """The class that colours the badge."""
        prefix = "kern-badge--" if self.kind in {"success", "warning", "danger"} else "lw-badge--"
        return prefix + self.kind

    @property
    def shown_icon(self) -> str:
        """Icon name, or nothing for the kinds that carry none."""
        return self.icon or DEFAULT_ICONS.get(self.kind, "")


DEFAULT_ICONS = {
    "success": "success",
    "warning": "warning",
    "danger": "danger",
    "accent": "autorenew",
    "outline": "info",
}
