"""Publications in two situations, a message of the public and a mail that has not left, for the matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governance.models import OutboxMessage, Publication, Resolution
from governance.usecases.contact import receive_message
from governance.usecases.publications import PublicText, agree_to_publication, propose_publication
from portal.access_concept.table import At

if TYPE_CHECKING:
    from tests.access.world import World


def publications_and_messages(world: World) -> None:
    """Put them into the world; call it after the past sessions."""
    cast, places = world.cast, world.places
    waiting = _propose(world, At.RESOLUTION_CIRCULATED)
    places[At.PUBLICATION_PROPOSED] = _params(waiting)
    published = _propose(world, At.MINUTES_APPROVED)
    agree_to_publication(by=cast.viewer(cast.chair), publication_id=published.public_id, version=None)
    places[At.PUBLISHED] = _params(published)
    message = receive_message(authority=cast.authority, topic="question", text="Wann ist die nächste Sitzung?")
    places[At.ANY] |= {"message_id": message.public_id}
    unsent = OutboxMessage.objects.filter(scope=cast.authority.public_id, state="queued").first()
    assert unsent is not None
    places[At.ANY] |= {"mail_id": unsent.public_id}


def _propose(world: World, at: At) -> Publication:
    params = world.places[at]
    found = Resolution.objects.filter(item__paper__isnull=False)
    if "resolution_id" in params:
        resolution = found.get(public_id=params["resolution_id"])
    else:
        resolution = found.get(item__meeting__minutes__public_id=params["minutes_id"])
    by = world.cast.viewer(world.cast.secretariat)
    return propose_publication(by=by, resolution_id=resolution.public_id, text=PublicText(summary="Worum es geht."))


def _params(row: Publication) -> dict[str, str]:
    register = row.resolution.register
    return {
        "publication_id": row.public_id,
        "resolution_id": row.resolution.public_id,
        "body_id": register.body.public_id,
        "year": str(register.year),
        "sequence": str(row.resolution.sequence),
    }
