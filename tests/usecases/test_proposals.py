"""The statement of a group: who writes it, what it answers, when it is complete."""

from __future__ import annotations

from datetime import timedelta

import pytest

from governance.models import PlanningProcess, ProposalStatement
from governance.queries.proposals import proposal_statement_facts, statement_page, version_in_force
from governance.rules import clock
from governance.rules.mandates import MandatePart
from governance.usecases.foundation import Forbidden, Refused, Stale
from governance.usecases.proposals import NEW, save_statement
from tests.cast import Cast
from tests.commissioned import Commission, drafted

pytestmark = pytest.mark.django_db
ANSWERS = {part.value: f"Antwort: {part}" for part in MandatePart}


@pytest.fixture
def commission(cast: Cast) -> Commission:
    return drafted(cast, group=cast.project_group).adopt().at_work()


def facts_of(commission: Commission) -> tuple[tuple[MandatePart, ...], bool]:
    return proposal_statement_facts(commission.process, version_in_force(commission.process))


def write(commission: Commission, person: str = "group_member", **values: object) -> ProposalStatement:
    facts = {
        "answers": ANSWERS,
        "approval": "unanimous",
        "minority_opinion": "",
        "agreed_on": clock.today(),
        "version": NEW,
        **values,
    }
    by = commission.cast.viewer(getattr(commission.cast, person))
    return save_statement(by=by, process_id=commission.process.public_id, **facts)


@pytest.mark.parametrize("person", ["group_lead", "group_member", "coordinator"])
def test_the_group_and_coordinators_answer_each_part_that_the_mandate_names(
    commission: Commission, person: str
) -> None:
    row = write(commission, person)
    assert set(row.answers) == {"subject", "objective", "working_form", "result_form"}
    assert facts_of(commission) == ((), True)


def test_nobody_else_writes_it(commission: Commission) -> None:
    for person in ("member", "case_manager"):
        with pytest.raises(Forbidden):
            write(commission, person)
    with pytest.raises(PlanningProcess.DoesNotExist):
        write(commission, "contact")


def test_it_is_not_written_once_the_proposal_lies_before_the_body(commission: Commission) -> None:
    commission.put("proposal_decision")
    with pytest.raises(Refused):
        write(commission)


def test_what_is_not_answered_and_not_agreed_is_named(commission: Commission) -> None:
    assert facts_of(commission)[0][0] is MandatePart.SUBJECT
    write(commission, answers={"subject": "Ja"}, approval="", agreed_on=None)
    unanswered, agreed = facts_of(commission)
    assert (MandatePart.SUBJECT in unanswered, MandatePart.OBJECTIVE in unanswered, agreed) == (False, True, False)


def test_a_minority_is_heard_in_its_own_words(commission: Commission) -> None:
    with pytest.raises(Refused):
        write(commission, approval="minority_opinion")
    write(commission, approval="minority_opinion", minority_opinion="Die Fahrtkosten fehlen.")
    assert facts_of(commission)[1]


def test_a_group_has_not_agreed_tomorrow(commission: Commission) -> None:
    with pytest.raises(Refused):
        write(commission, agreed_on=clock.today() + timedelta(days=1))


def test_two_members_who_begin_at_once_are_told(commission: Commission) -> None:
    first = write(commission)
    with pytest.raises(Stale):
        write(commission, "group_lead")
    assert write(commission, "group_lead", version=first.version).written_by == commission.cast.group_lead


def test_the_body_reads_it_once_a_proposal_was_handed_in(commission: Commission) -> None:
    write(commission)
    cast, process = commission.cast, commission.process
    assert statement_page(cast.viewer(cast.group_member), process.public_id).may_write
    with pytest.raises(PlanningProcess.DoesNotExist):
        statement_page(cast.viewer(cast.member), process.public_id)
    process.steps.create(
        transition="submit_proposal", source="group_working", target="proposal_decision", at=clock.now()
    )
    assert not statement_page(cast.viewer(cast.member), process.public_id).may_write
