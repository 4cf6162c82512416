"""Several use cases at once: all in one transaction, or a trial that leaves nothing behind.

The desk's bulk actions stand on it: what a trial says about each record is what its own use case would say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, use_case

Act = Callable[[], object]
UNKNOWN = Message(mark("This record is not there any more or is not yours to change."))


class _Undo(Exception):
    """Ends a trial."""


def tried(acts: Sequence[Act]) -> list[Message | None]:
    """Return for each act why it is refused, or None where it goes through; nothing of it stays.

    Acts are tried one after the other in one transaction that is rolled back, so that the second sees the first.
    """
    found: list[Message | None] = []
    try:
        with transaction.atomic():
            for act in acts:
                found.append(_refusal(act))
            raise _Undo
    except _Undo:
        return found


def _refusal(act: Act) -> Message | None:
    try:
        with transaction.atomic():
            act()
    except Refused as refusal:
        return refusal.message
    except (Forbidden, ObjectDoesNotExist, LookupError):
        return UNKNOWN
    return None


@use_case("several.changed")
def carry_out_together(acts: Sequence[Act]) -> int:
    """Carry all acts out in one transaction and return how many there were; the first refusal undoes all of them.

    Each act is a use case of its own, with its lock, its check of access and its audit entry. Raises what it raises.
    """
    for act in acts:
        act()
    return len(acts)
