"""Reading the statement of a project group: what the mandate asks, what is answered, how the group agreed."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from governance.access.mandates import may_read_statement, may_write_statement
from governance.access.planning import visible_processes
from governance.access.viewer import Viewer
from governance.models import MandateVersion, PlanningProcess, ProposalStatement
from governance.queries.mandates import ADOPTED, mandate_text, with_text
from governance.rules.mandates import APPROVAL_LABELS, GroupApproval, MandatePart, asked_parts


def version_in_force(process: PlanningProcess) -> MandateVersion | None:
    """Return the newest adopted version of the mandates of `process`, or None; two queries."""
    versions = MandateVersion.objects.filter(mandate__processes=process, state=ADOPTED)
    return with_text(versions).order_by("mandate", "ordinal").last()


def asked_of(version: MandateVersion | None) -> tuple[MandatePart, ...]:
    """Return the parts of the mandate to which a group owes an answer; `version` is the one in force."""
    return asked_parts(mandate_text(version)) if version else ()


def proposal_statement_facts(
    process: PlanningProcess, version: MandateVersion | None
) -> tuple[tuple[MandatePart, ...], bool]:
    """Return which parts of `version`, the mandate in force, are not answered, and whether it is noted how the group
    agreed.

    A part of the group that holds another opinion is heard in its own words, otherwise nothing is noted.
    """
    statement = ProposalStatement.objects.filter(process=process).first()
    answers = statement.answers if statement else {}
    unanswered = tuple(part for part in asked_of(version) if not answers.get(part.value))
    return unanswered, statement is not None and has_agreed(statement)


def has_agreed(statement: ProposalStatement) -> bool:
    """Tell whether day and way of the agreement are noted."""
    heard = statement.approval != GroupApproval.MINORITY_OPINION or bool(statement.minority_opinion)
    return bool(statement.approval) and statement.agreed_on is not None and heard


@dataclass(frozen=True)
class AnswerRow:
    """One part of the mandate: what was ordered, and what the group answers."""

    part: MandatePart
    label: str
    ordered: str
    answer: str


@dataclass(frozen=True)
class StatementPage:
    """The statement of a group on its process; `statement` is None before anything is written."""

    process: PlanningProcess
    version: MandateVersion | None
    statement: ProposalStatement | None
    rows: tuple[AnswerRow, ...]
    agreed: bool
    may_write: bool

    @property
    def unanswered(self) -> int:
        """How many parts have no answer yet."""
        return sum(not row.answer for row in self.rows)

    @property
    def approval(self) -> str:
        """How the group agreed, in the reader's words."""
        if self.statement is None or not self.statement.approval:
            return ""
        return gettext(APPROVAL_LABELS[GroupApproval(self.statement.approval)])


def statement_page(viewer: Viewer, process_id: str) -> StatementPage:
    """Return the statement on a process; raises `DoesNotExist` where the viewer may not read it."""
    process = visible_processes(viewer).select_related("group", "body").get(public_id=process_id)
    if not may_read_statement(viewer, process):
        raise PlanningProcess.DoesNotExist
    version = version_in_force(process)
    statement = ProposalStatement.objects.filter(process=process).select_related("written_by").first()
    answers = statement.answers if statement else {}
    return StatementPage(
        process=process,
        version=version,
        statement=statement,
        rows=tuple(
            AnswerRow(part, gettext(part.label), getattr(version, part.value), answers.get(part.value, ""))
            for part in (asked_parts(mandate_text(version)) if version else ())
        ),
        agreed=statement is not None and has_agreed(statement),
        may_write=version is not None and may_write_statement(viewer, process),
    )
