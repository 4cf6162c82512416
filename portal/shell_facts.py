"""What the frame around a page knows about its viewer."""

from __future__ import annotations

from governance.access.viewer import Viewer
from portal.components.shell import ShellFacts


def shell_facts(viewer: Viewer) -> ShellFacts:
    """Return the facts of the frame: name, whether cases and desk are shown, open votes that wait for the viewer."""
    return ShellFacts(
        person=str(viewer.person or ""),
        sees_cases=viewer.is_coordinator or viewer.is_case_manager,
        uses_desk=viewer.is_coordinator or viewer.is_administrator,
        calls=(),
    )
