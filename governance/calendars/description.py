"""The description of a meeting in a calendar: agenda and addresses, without non-public titles.

German, because it is a record sent out. Source: design, meetings.md "Invitations", row "text".
"""

from __future__ import annotations

from dataclasses import dataclass

from governance.rules.characters import clean_line
from governance.rules.wording import public_title


@dataclass(frozen=True, kw_only=True)
class AgendaLine:
    """An item of the agenda. The title of a non-public item is never printed."""

    number: str
    title: str
    public: bool


def describe(agenda: tuple[AgendaLine, ...], *, access: str = "", portal_url: str = "") -> str:
    """Return the description in German, paragraphs separated by an empty line.

    `access` is the way into an online meeting (link, dial-in), `portal_url` the page of the meeting. What is
    empty is left out.
    """
    parts = []
    if agenda:
        parts.append("\n".join(["Tagesordnung:", *(_line(item) for item in agenda)]))
    if access.strip():
        parts.append(f"Zugang: {clean_line(access)}")
    if portal_url:
        parts.append(f"Unterlagen und Antwort: {clean_line(portal_url)}")
    return "\n\n".join(part for part in parts if part)


def _line(item: AgendaLine) -> str:
    title = public_title(clean_line(item.title), public=item.public)
    return f"TOP {clean_line(item.number)}: {title}"
