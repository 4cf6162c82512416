"""Messages of the public: coordinators of the authority read, handle and delete them; nobody else sees them."""

from __future__ import annotations

from django.db.models import QuerySet

from governance.access.viewer import Viewer
from governance.models import ContactMessage


def handles_messages(viewer: Viewer) -> bool:
    """Coordinators handle what the public writes."""
    return viewer.is_coordinator


def may_see_message(viewer: Viewer, message: ContactMessage) -> bool:
    """Whoever handles messages sees those of their authority."""
    return handles_messages(viewer) and message.authority_id == viewer.authority.pk


def visible_messages(viewer: Viewer) -> QuerySet[ContactMessage]:
    """Return the messages of the viewer's authority, for whoever handles them."""
    rows: QuerySet[ContactMessage] = ContactMessage.objects.filter(authority=viewer.authority)
    return rows if handles_messages(viewer) else rows.none()
