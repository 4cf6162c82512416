"""Reading how people want to be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from governance.access.viewer import Viewer
from governance.models import NotificationChoice, Person
from governance.rules.notifications import CHOOSABLE, DUTIES, NotificationKind, Pace, paces_of, usual_pace


def paces(people: Iterable[Person], kind: NotificationKind) -> dict[int, Pace]:
    """Return by key how each of `people` wants mails of `kind`; one query, none for a duty."""
    keys = [person.pk for person in people]
    if kind in DUTIES or not keys:
        return dict.fromkeys(keys, Pace.AT_ONCE)
    chosen = NotificationChoice.objects.filter(person__in=keys, kind=kind).values_list("person", "pace")
    return {**dict.fromkeys(keys, usual_pace(kind)), **{key: _allowed(kind, pace) for key, pace in chosen}}


def _allowed(kind: NotificationKind, stored: str) -> Pace:
    """Return a stored pace, or the usual one where the kind does not know it (any more)."""
    return Pace(stored) if stored in paces_of(kind) else usual_pace(kind)


@dataclass(frozen=True)
class ChoiceRow:
    """A kind that can be chosen, with the pace that holds now."""

    kind: NotificationKind
    pace: Pace
    paces: tuple[Pace, ...]


def choices_of(viewer: Viewer) -> tuple[ChoiceRow, ...]:
    """Return the viewer's own choices in this authority, one query; nobody else's are shown to anybody."""
    stored = dict(NotificationChoice.objects.filter(person=viewer.person).values_list("kind", "pace"))
    return tuple(
        ChoiceRow(kind, _allowed(kind, stored.get(kind.value, usual_pace(kind))), paces_of(kind)) for kind in CHOOSABLE
    )
