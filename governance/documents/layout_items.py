"""How one agenda item of a Niederschrift is laid out: from the report to the action items.

Source: design/decisions.md (Minutes; Resolutions and the register), design/kreise.md PR-12 and PR-13.
"""

from __future__ import annotations

from governance.documents.content import MinutesItem, Recusal, VoteRecord
from governance.documents.richtree import Mark, Paragraph, Run
from governance.documents.sheet import (
    Box,
    Grid,
    Note,
    SheetBlock,
    bullet_list,
    heading,
    labelled,
    line,
    paragraph,
    rich,
    text,
    wording,
)
from governance.documents.wording import clock, duration_words, figures_words, paper_words, short_date
from governance.rules.characters import clean_text
from governance.rules.word_diff import DiffKind, DiffPart

_MARKS: dict[DiffKind, Mark] = {DiffKind.SAME: "", DiffKind.ADDED: "added", DiffKind.REMOVED: "removed"}


def item_blocks(item: MinutesItem) -> tuple[SheetBlock, ...]:
    """Return the blocks of one item, its heading („TOP 4: …“) first."""
    return (
        heading(1, f"TOP {item.number}: {item.title}" if item.number else item.title),
        *_circumstances(item),
        *_with_heading("Bericht", rich(item.report, below=2)),
        *_with_heading("Beratung", rich(item.discussion, below=2)),
        *labelled("Beschlussfähigkeit", item.quorum),
        *(block for recusal in item.recusals for block in _recusal(recusal)),
        *_decision(item),
        *labelled("Wirkung", item.effect),
        *_actions(item),
        *_with_heading("Anlagen", bullet_list(item.annexes)),
    )


def _with_heading(label: str, blocks: tuple[SheetBlock, ...]) -> tuple[SheetBlock, ...]:
    return (heading(2, label), *blocks) if blocks else ()


def _circumstances(item: MinutesItem) -> tuple[SheetBlock, ...]:
    guests = ", ".join(item.guests)
    parts = [
        _times(item),
        paper_words(item.paper) if item.paper else "",
        f"{'Gäste' if len(item.guests) > 1 else 'Gast'}: {guests}" if guests else "",
        "" if item.is_public else "nicht öffentlich",
    ]
    runs = line("; ".join(part for part in parts if part))
    return (Note(runs),) if runs else ()


def _times(item: MinutesItem) -> str:
    """„14:30 bis 15:05 Uhr, geplant 30 Minuten“; nothing for an item that was not called."""
    if item.called_at is None:
        return ""
    until = f" bis {clock(item.done_at)}" if item.done_at else ""
    planned = f", geplant {duration_words(item.planned_minutes)}" if item.planned_minutes else ""
    return f"{'' if item.done_at else 'ab '}{clock(item.called_at)}{until} Uhr{planned}"


def _recusal(recusal: Recusal) -> tuple[SheetBlock, ...]:
    who = ", ".join(part for part in (recusal.seat, recusal.person) if part)
    ground = f". Grund: {recusal.ground.rstrip('.')}" if recusal.ground else ""
    return labelled("Befangen", f"{who}{ground}. Hat an Beratung und Abstimmung nicht teilgenommen.")


def _decision(item: MinutesItem) -> tuple[SheetBlock, ...]:
    """The proposal is repeated only where it is not what was decided."""
    blocks: list[SheetBlock] = []
    decided = wording(item.decided)
    proposal = wording(item.proposal)
    if proposal and proposal != decided:
        blocks += [heading(2, "Beschlussvorschlag"), Box(proposal)]
    if decided:
        number = f"Beschluss {item.resolution_number}" if item.resolution_number else "Beschluss"
        blocks += [heading(2, number), Box(decided)]
    elif item.resolution_number:
        blocks += labelled("Beschluss", item.resolution_number)
    blocks += _changes(item.diff)
    for vote in item.votes:
        # Only the last vote ends the item; a motion that was lost before it has no outcome of its own.
        blocks += _vote(vote, item.outcome if vote is item.votes[-1] else "")
    if not item.votes:
        blocks += labelled("Ergebnis", item.outcome)
    return (*blocks, *labelled("Grund", item.reason))


def _changes(diff: tuple[DiffPart, ...]) -> tuple[SheetBlock, ...]:
    """Marked by strike and underline; who hears the text finds both wordings above."""
    runs: list[Run] = []
    for part in diff:
        run = Run(clean_text(part.text), mark=_MARKS[part.kind])
        if runs and runs[-1].mark and run.mark:
            runs.append(Run(" "))
        if run.text:
            runs.append(run)
    if not any(run.mark for run in runs):
        return ()
    legend = Note((Run("Gestrichenes ist durchgestrichen, Neues unterstrichen."),))
    return heading(2, "Änderungen gegenüber dem Vorschlag"), Paragraph(tuple(runs)), legend


def _vote(vote: VoteRecord, outcome: str) -> tuple[SheetBlock, ...]:
    verdict = f"{vote.label}: {vote.verdict}" if vote.label else vote.verdict
    blocks: list[SheetBlock] = [*paragraph(verdict, bold=True)]
    if vote.figures is not None:
        blocks += paragraph(figures_words(vote.figures, outcome))
    if vote.rule:
        blocks.append(Note(line(vote.rule)))
    if vote.named_votes:
        rows = tuple((line(row.seat), line(row.person), line(row.choice)) for row in vote.named_votes)
        blocks += [heading(2, "Abstimmung mit Namen"), Grid(("Sitz", "Person", "Stimme"), rows, (5, 4, 3))]
    return tuple(blocks)


def _actions(item: MinutesItem) -> tuple[SheetBlock, ...]:
    if not item.action_items:
        return ()
    rows = tuple(
        (
            text(action.text),
            line(action.owner),
            line(short_date(action.due_on) if action.due_on else "ohne Frist"),
        )
        for action in item.action_items
    )
    return heading(2, "Aufträge"), Grid(("Auftrag", "Zuständig", "Frist"), rows, (6, 4, 2))
