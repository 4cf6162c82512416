"""Measures, follow-ups and a notice for the matrix: the contact of the cast answers for the organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governance.models import NoticeReceipt, Resolution
from governance.rules import clock
from portal.access_concept.table import At
from tests import factories as make
from tests.measured import practice

if TYPE_CHECKING:
    from tests.access.world import World


def measures_and_follow_ups(world: World) -> None:
    """Put measures in three situations, two follow-ups and a notice into the world; call it after the past sessions."""
    cast, places = world.cast, world.places
    at = practice(cast)
    process = {"process_id": at.process.public_id}
    places[At.MEASURE_ASKED] = {**process, "measure_id": at.measure().public_id}
    accepted = at.measure(state="accepted", person=at.colleague)
    places[At.MEASURE_ACCEPTED] = {**process, "measure_id": accepted.public_id}
    deciding = make.ProcessFactory(
        body=cast.body, stage="topic_decision", shown_to_body=True, coordinator=cast.coordinator
    )
    planned = at.measure(process=deciding, planned=True)
    places[At.MEASURE_PLANNED] = {"process_id": deciding.public_id, "measure_id": planned.public_id}
    asked = at.follow_up(resolution=_resolution(world, At.MINUTES_SIGNED))
    places[At.FOLLOW_UP_ASKED] = {"follow_up_id": asked.public_id}
    answered = at.follow_up(resolution=_resolution(world, At.MINUTES_APPROVED), accepted_at=clock.now())
    places[At.FOLLOW_UP_ACCEPTED] = {"follow_up_id": answered.public_id}
    type(answered).objects.update(due_on=clock.today())  # due before the meeting that is planned
    notice = make.NoticeFactory(authority=cast.authority, process=at.process, sent_by=cast.coordinator)
    NoticeReceipt.objects.create(notice=notice, person=cast.case_manager)
    places[At.NOTICE_SENT] = {"notice_id": notice.public_id}


def _resolution(world: World, at: At) -> Resolution:
    """Return the resolution on a paper that the minutes of a situation record."""
    minutes = world.places[at]["minutes_id"]
    found = Resolution.objects.filter(item__meeting__minutes__public_id=minutes, item__paper__isnull=False)
    return found.get()
