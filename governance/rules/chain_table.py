"""A chain as a table: who takes part, the steps with what follows them, the hand-overs (design `goals.md`)."""

from __future__ import annotations

from dataclasses import dataclass

from governance.rules import chain_graph as graph
from governance.rules.service_chains import Actor, Chain, ChainEdge, Step


@dataclass(frozen=True)
class ActorRow:
    """An actor and how many steps are theirs."""

    actor: Actor
    steps: int


@dataclass(frozen=True)
class NextStep:
    """What follows a step; `back`: to a step with a smaller number of the same circle."""

    link: ChainEdge
    number: int
    label: str
    back: bool


@dataclass(frozen=True)
class StepRow:
    """A step under its number. `begins`: the chain begins here; `ends`: nothing follows."""

    number: int
    step: Step
    actor: Actor | None
    following: tuple[NextStep, ...]
    begins: bool

    @property
    def ends(self) -> bool:
        """Whether nothing follows."""
        return not self.following


@dataclass(frozen=True)
class TransferRow:
    """A hand-over from `source` to `target`; described or not."""

    link: ChainEdge
    source: StepRow
    target: StepRow

    @property
    def described(self) -> bool:
        """Whether Vorarbeiten and Folgearbeiten are both there."""
        transfer = self.link.transfer
        return bool(transfer and transfer.preconditions.strip() and transfer.follow_ups.strip())


@dataclass(frozen=True)
class ChainTable:
    """The whole table."""

    actors: tuple[ActorRow, ...]
    steps: tuple[StepRow, ...]
    transfers: tuple[TransferRow, ...]


def table_of(chain: Chain) -> ChainTable:
    """Return the table of `chain`. A link between two actors is a row of the hand-overs, described or not."""
    numbers, starts, back = chain.numbers(), set(graph.starts(chain)), graph.ways_back(chain)
    actors = {actor.key: actor for actor in chain.actors}
    labels = {step.key: step.label for step in chain.steps}
    leading = sorted((link for link in chain.links if link.target in numbers), key=lambda link: numbers[link.target])
    rows = {
        step.key: StepRow(
            number=numbers[step.key],
            step=step,
            actor=actors.get(step.actor),
            following=tuple(
                NextStep(link, numbers[link.target], labels[link.target], (link.source, link.target) in back)
                for link in leading
                if link.source == step.key
            ),
            begins=step.key in starts,
        )
        for step in chain.steps
    }
    transfers = tuple(
        TransferRow(entry.link, row, rows[entry.link.target])
        for row in rows.values()
        for entry in row.following
        if chain.passes_on(entry.link)
    )
    counts = [ActorRow(actor, sum(step.actor == actor.key for step in chain.steps)) for actor in chain.actors]
    return ChainTable(tuple(counts), tuple(rows.values()), transfers)
