"""Choosing how one wants to be told (interface.md, "Konto: notification choices")."""

from __future__ import annotations

from collections.abc import Mapping

from governance.access.viewer import Viewer
from governance.models import DigestEntry, NotificationChoice, Person
from governance.rules.notifications import DUTIES, NotificationKind, Pace, paces_of
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, lock, record, use_case


@use_case("notifications.choose")
def choose_notifications(*, by: Viewer, choices: Mapping[NotificationKind, Pace]) -> Person:
    """Store the viewer's own choices for this authority; kinds that are not named stay as they are.

    What waits for a digest follows the new choice: without mails it is dropped, otherwise it waits for the new pace;
    what was collected still comes with a digest when mails come at once from now on. Raises `Forbidden` for somebody
    who is nobody here, and `Refused` for a duty or a pace that its kind does not have.
    """
    if by.person is None:
        raise Forbidden(by, by.authority)
    person = lock(Person.objects.filter(authority=by.authority), pk=by.person.pk)
    for kind, pace in choices.items():
        if kind in DUTIES:
            raise Refused(Message(mark("These mails are a duty. They cannot be switched off.")))
        if pace not in paces_of(kind):
            raise Refused(Message(mark("Choose one of the offered answers.")))
        _store(person, kind, pace, by)
    record(by, "notifications.chosen", person)
    return person


def _store(person: Person, kind: NotificationKind, pace: Pace, by: Viewer) -> None:
    row, created = NotificationChoice.objects.get_or_create(
        person=person, kind=kind, defaults={"pace": pace, "told_before": by.day}
    )
    if not created and row.pace != pace:
        if row.pace == Pace.NONE:
            row.told_before = by.day
        row.pace = pace
        row.save()
    waiting = DigestEntry.objects.filter(person=person, kind=kind)
    if pace is Pace.NONE:
        waiting.delete()
    elif pace is not Pace.AT_ONCE:
        waiting.update(pace=pace)
