"""What the editor of the public pages says beside the fields."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel


class ReviewPanel(Panel):  # type: ignore[misc]
    """Warns in the editor of the statement of accessibility when its yearly review is overdue."""

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc]
        """The warning, for one page."""

        template_name = "desk/review.html"

        def is_shown(self) -> bool:
            """Show it only where it is overdue; a page that is just being made has none to review."""
            return self.instance.pk is not None and self.instance.review_overdue

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the page."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "page": self.instance}
