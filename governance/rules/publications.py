"""What may be published, and how a resolution stands to an earlier one (access.md, "paper: published resolution")."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from governance.rules.text import Message, mark


class Relation(StrEnum):
    """What a later resolution does to an earlier one (decisions.md, "Resolutions and the register")."""

    AMENDS = "amends"
    SUPERSEDES = "supersedes"
    REVOKES = "revokes"


RELATION_LABELS: Final[Mapping[Relation, str]] = {
    Relation.AMENDS: mark("amends the earlier resolution"),
    Relation.SUPERSEDES: mark("supersedes the earlier resolution"),
    Relation.REVOKES: mark("revokes the earlier resolution"),
}
PASSIVE_LABELS: Final[Mapping[Relation, str]] = {
    Relation.AMENDS: mark("Amended by a later resolution"),
    Relation.SUPERSEDES: mark("Superseded by a later resolution"),
    Relation.REVOKES: mark("Revoked by a later resolution"),
}


def obstacle(*, item_public: bool, live: bool) -> Message | None:
    """Return why a resolution cannot be proposed for publication; None where it can.

    `item_public`: its item was public; `live`: it is proposed or published already.
    """
    if not item_public:
        return Message(mark("The item was non-public. Its resolution is never published."))
    if live:
        return Message(mark("The resolution is published or proposed for publication already."))
    return None


def relation_obstacle(*, relation: str, earlier: bool, same: bool, later: bool) -> Message | None:
    """Return what is wrong with the named earlier resolution; None where all is right.

    `earlier`: one is named; `same`: it is the resolution itself; `later`: it was decided after it.
    """
    if bool(relation) != earlier:
        return Message(mark("Name both: the earlier resolution and what the new one does to it."))
    if same:
        return Message(mark("A resolution cannot stand in a relation to itself."))
    if later:
        return Message(mark("The named resolution was decided later. Only an earlier one can be named."))
    return None
