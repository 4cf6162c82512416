"""How the proposal of a project group is laid out inside its Beschlussvorlage."""

from __future__ import annotations

from governance.documents.content_proposal import ProposalContent, ProposedChain
from governance.documents.sheet import Grid, SheetBlock, bullet_list, heading, labelled, line, paragraph, text
from governance.documents.wording import short_date


def proposal_blocks(proposal: ProposalContent, *, level: int) -> tuple[SheetBlock, ...]:
    """Return Zielsystem, chains, further results, answers and approval under headings of `level`."""
    blocks: list[SheetBlock] = []
    if proposal.goals:
        blocks += [heading(level, f"Zielsystem (Fassung {proposal.goals_version})"), _goals(proposal)]
        blocks += labelled("Offene Zweige", proposal.goals_open_reason)
    for chain in proposal.chains:
        blocks += _chain(chain, level)
    if proposal.documents:
        blocks += [heading(level, "Weitere Ergebnisse"), *bullet_list(proposal.documents)]
    if proposal.answers:
        blocks.append(heading(level, "Antworten auf den Arbeitsauftrag"))
        for answer in proposal.answers:
            blocks += labelled(answer.part, answer.text)
    if proposal.approval:
        blocks += [heading(level, "Zustimmung der Gruppe"), *paragraph(proposal.approval)]
        blocks += labelled("Minderheitsvotum", proposal.minority_opinion)
    return tuple(blocks)


def _goals(proposal: ProposalContent) -> Grid:
    rows = tuple(
        (
            line(goal.number),
            text(f"{goal.level}: {goal.text}"),
            text(goal.responsible),
            line(short_date(goal.until) if goal.until else ""),
        )
        for goal in proposal.goals
    )
    return Grid(("Nr.", "Ziel oder Aktivität", "Zuständig", "Bis"), rows, (1, 6, 3, 2))


def _chain(chain: ProposedChain, level: int) -> tuple[SheetBlock, ...]:
    rows = tuple((line(step.number), text(step.actor), text(step.text), line(step.days)) for step in chain.steps)
    return (
        heading(level, f"Dienstleistungskette: {chain.title} (Fassung {chain.version_number})"),
        Grid(("Nr.", "Akteur", "Schritt", "Tage"), rows, (1, 3, 6, 1), flush_right=(3,)),
        *labelled("Längster Weg", chain.longest),
        *labelled("Offene Befunde", chain.open_reason),
    )
