"""Reading messages of the public, and to which authorities one can write."""

from __future__ import annotations

from django.db.models import F, QuerySet

from governance.access.contact import visible_messages
from governance.access.viewer import Viewer
from governance.models import Authority, ContactMessage


def addressable_authorities() -> QuerySet[Authority]:
    """Return the authorities of the installation; their names are public, so it asks for no viewer."""
    return Authority.objects.order_by("name")


def message_rows(viewer: Viewer) -> QuerySet[ContactMessage]:
    """Return the messages that the viewer handles, open ones first, then the newest."""
    return visible_messages(viewer).select_related("done_by").order_by(F("done_at").desc(nulls_first=True), "-pk")


def find_message(viewer: Viewer, message_id: str) -> ContactMessage:
    """Return one message; raises `ContactMessage.DoesNotExist` for whoever does not handle it."""
    return visible_messages(viewer).get(public_id=message_id)


def open_messages(viewer: Viewer) -> int:
    """Return how many messages wait for the viewer."""
    return visible_messages(viewer).filter(done_at__isnull=True).count()
