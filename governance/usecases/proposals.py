"""The statement of a project group: its answer to each part of the mandate, and how it agreed (process.md).

Written while the group works; the proposal is handed in with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from governance.access.mandates import may_write_statement
from governance.access.planning import may_work_on, visible_processes
from governance.access.viewer import Viewer
from governance.models import PlanningProcess, ProposalStatement
from governance.queries.proposals import asked_of, version_in_force
from governance.rules import clock
from governance.rules.characters import clean_lines
from governance.rules.mandates import GroupApproval
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, Stale, check_version, fill, lock, record, save, use_case

NEW = 0
LONGEST_ANSWER = 4000


@use_case("statement.save")
def save_statement(
    *,
    by: Viewer,
    process_id: str,
    answers: Mapping[str, str],
    approval: str,
    minority_opinion: str,
    agreed_on: date | None,
    version: int | None,
) -> ProposalStatement:
    """Save the statement; it may stay incomplete until the proposal is handed in.

    `answers` are texts by the part's value; parts that the mandate does not ask are left out. `version` is `NEW` for
    a form that was opened before anything was written. Raises `Stale`, and `Refused` while the group does not work.
    """
    process: PlanningProcess = lock(visible_processes(by), public_id=process_id)
    if not may_work_on(by, process):
        raise Forbidden(by, process)
    if not may_write_statement(by, process):
        raise Refused(Message(mark("The statement is written while the group works.")))
    row = ProposalStatement.objects.select_for_update(of=("self",)).filter(process=process).first()
    if row is None:
        row = ProposalStatement(process=process, version=NEW)
    elif version == NEW:
        raise Stale(row)
    check_version(row, version)
    asked = asked_of(version_in_force(process))
    kept = {part.value: clean_lines(answers.get(part.value, "")) for part in asked}
    if any(len(text) > LONGEST_ANSWER for text in kept.values()):
        text = mark("An answer has at most %(count)s characters.")
        raise Refused(Message(text, {"count": LONGEST_ANSWER}))
    opinion = clean_lines(minority_opinion)
    if approval == GroupApproval.MINORITY_OPINION and not opinion:
        raise Refused(Message(mark("Write down the other opinion in the words of those who hold it.")))
    if agreed_on is not None and agreed_on > clock.today():
        raise Refused(Message(mark("The day on which the group agreed lies in the future.")))
    row.written_by = by.acting_person
    fill(
        row,
        {
            "answers": {key: text for key, text in kept.items() if text},
            "approval": approval,
            "minority_opinion": opinion,
            "agreed_on": agreed_on,
        },
    )
    save(row)
    record(by, "statement.saved", process)
    return row
