"""What the portal adds to the desk: a warning on its home when the statement of accessibility waits for its review."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from governance.access.desk import may_edit_public_pages
from governance.models import User
from portal.pages import overdue_statement


class ReviewNotice(Component):  # type: ignore[misc]
    """The warning with the way to the editor."""

    template_name = "desk/review_notice.html"
    order = 10

    def __init__(self, page: Any) -> None:
        self.page = page

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the page."""
        return {"page": self.page}


@hooks.register("construct_homepage_panels", order=100)
def warn_of_review(request: HttpRequest, panels: list[Any]) -> None:
    """Put the warning first, for those who edit the public pages."""
    if not isinstance(request.user, User) or not may_edit_public_pages(request.user):
        return
    page = overdue_statement()
    if page is not None:
        panels.insert(0, ReviewNotice(page))
