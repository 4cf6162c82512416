"""The scope of a topic, its local solution, the documents of a process, and its report to the state."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from governance.access.planning import may_see_process, visible_processes
from governance.models import PlanningProcess, ProcessDocument, ProcessProfile, ScopeCheck
from governance.queries.scope import Routes, documents_page, routes_of, scope_facts, scope_page, state_facts, state_page
from governance.rules import clock
from governance.rules.facts import StepFacts
from governance.rules.guards import check, unmet
from governance.rules.routes import Trigger
from governance.usecases.foundation import Forbidden, Invalid, Refused, Stale
from governance.usecases.scope import (
    add_document,
    assess_scope,
    choose_group,
    edit_document,
    prepare_state_report,
    record_state_answer,
    remove_document,
)
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted

NONE = dict.fromkeys(Trigger, False)
COUNTY = NONE | {Trigger.COUNTY_WIDE: True}


@pytest.fixture
def kreis(cast: Cast) -> Cast:
    """A Kreis that checks the scope and solves locally."""
    ProcessProfile.objects.filter(authority=cast.authority).update(has_scope_check=True, solves_locally=True)
    return cast


def at(cast: Cast, stage: str, **values: object) -> PlanningProcess:
    return make.ProcessFactory(body=cast.body, coordinator=cast.coordinator, stage=stage, **values)


def assessed(cast: Cast, process: PlanningProcess, **changes: object) -> ScopeCheck:
    values: dict[str, object] = {
        "by": cast.viewer(cast.coordinator), "process_id": process.public_id, "answers": NONE,
        "reason": "Nur Beckum und Oelde sind betroffen.", "version": None, **changes,
    }  # fmt: skip
    return assess_scope(**values)  # type: ignore[arg-type]


def added(cast: Cast, process: PlanningProcess, **changes: object) -> ProcessDocument:
    values: dict[str, object] = {
        "by": cast.viewer(cast.coordinator), "process_id": process.public_id, "role": "interface_concept",
        "title": "Schnittstellenkonzept Rückmeldung", "dated_on": clock.today(), "text": "Jede Stelle meldet zurück.",
        **changes,
    }  # fmt: skip
    return add_document(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize("stage", ["topic_draft", "scope_check", "local_solution"])
def test_four_answers_with_a_reason_are_the_check_of_the_scope(kreis: Cast, stage: str) -> None:
    process = at(kreis, stage)
    assert not scope_facts(process).assessed
    assessed(kreis, process, answers=COUNTY)
    facts = scope_facts(process)
    assert (facts.assessed, facts.triggers) == (True, {Trigger.COUNTY_WIDE})
    assert process.scope_check.checked_by == kreis.coordinator
    assessed(kreis, process)
    assert scope_facts(process).triggers == frozenset()
    assert ScopeCheck.objects.count() == 1


@pytest.mark.parametrize(
    "changes", [{"answers": {}}, {"answers": {Trigger.PRINCIPLE: True}}, {"reason": " "}, {"reason": ""}]
)
def test_an_answer_or_the_reason_missing_is_no_check(kreis: Cast, changes: dict[str, object]) -> None:
    with pytest.raises(Refused):
        assessed(kreis, at(kreis, "scope_check"), **changes)
    assert not ScopeCheck.objects.exists()


def test_the_scope_is_checked_only_where_profile_and_stage_have_it(cast: Cast) -> None:
    with pytest.raises(Refused):
        assessed(cast, at(cast, "topic_draft"))
    assessed(cast, at(cast, "scope_check"))  # under way when the profile dropped the check
    ProcessProfile.objects.filter(authority=cast.authority).update(has_scope_check=True)
    for stage in ("case_reconstruction", "topic_decision", "completed"):
        with pytest.raises(Refused):
            assessed(cast, at(cast, stage))


def test_the_second_who_answers_is_told(kreis: Cast) -> None:
    process = at(kreis, "scope_check")
    assessed(kreis, process, version=0)
    with pytest.raises(Stale):
        assessed(kreis, process, version=0)


def test_case_managers_read_the_check_and_do_not_write_it(kreis: Cast) -> None:
    process = at(kreis, "scope_check", shown_to_body=True)
    with pytest.raises(Forbidden):
        assessed(kreis, process, by=kreis.viewer(kreis.case_manager))
    page = scope_page(kreis.viewer(kreis.case_manager), process.public_id)
    assert (page.may_assess, page.may_choose) == (False, False)
    with pytest.raises(PlanningProcess.DoesNotExist):
        scope_page(kreis.viewer(kreis.member), process.public_id)


def chosen(cast: Cast, process: PlanningProcess, **changes: object) -> PlanningProcess:
    values: dict[str, object] = {
        "by": cast.viewer(cast.coordinator), "process_id": process.public_id,
        "body_id": cast.project_group.public_id, "version": None, **changes,
    }  # fmt: skip
    return choose_group(**values)  # type: ignore[arg-type]


def test_a_group_of_the_kreis_is_chosen_for_a_local_solution(kreis: Cast) -> None:
    process = at(kreis, "scope_check")
    chosen(kreis, process)
    process.refresh_from_db()
    assert process.group == kreis.project_group
    assert scope_facts(process).group_chosen
    foreign = make.BodyFactory(authority=kreis.other_authority, decides=False)
    for body in (foreign, kreis.body):
        with pytest.raises(type(body).DoesNotExist):
            chosen(kreis, process, body_id=body.public_id)
    with pytest.raises(Refused):
        chosen(kreis, at(kreis, "established"))
    with pytest.raises(Forbidden):
        chosen(kreis, process, by=kreis.viewer(kreis.case_manager))


def test_the_group_sees_the_topic_when_it_is_handed_over_and_not_before(kreis: Cast) -> None:
    process = at(kreis, "scope_check")
    chosen(kreis, process)
    process.refresh_from_db()
    viewer = kreis.viewer(kreis.group_member)
    assert not may_see_process(viewer, process)
    assert not visible_processes(viewer).exists()
    for stage in ("local_solution", "completed", "commissioned", "group_working", "evaluation"):
        handed = at(kreis, stage, group=kreis.project_group)
        assert may_see_process(viewer, handed)
        assert handed in visible_processes(viewer)


def test_what_the_group_has_solved_stays_visible_when_it_is_taken_up_again(kreis: Cast) -> None:
    process = at(kreis, "scope_check", group=kreis.project_group)
    process.steps.create(transition="solve_locally", source="scope_check", target="local_solution", at=clock.now())
    viewer = kreis.viewer(kreis.group_member)
    assert may_see_process(viewer, process)
    assert process in visible_processes(viewer)


# Documents


def test_a_document_is_on_record_with_wording_or_place(kreis: Cast) -> None:
    process = at(kreis, "local_solution")
    added(kreis, process)
    added(kreis, process, role="cooperation_agreement", text="", reference="Akte 50.2, Blatt 7")
    added(kreis, process, role="decision_text")
    assert scope_facts(process).agreements == 2
    for wrong in ({"text": " "}, {"role": "state_answer"}, {"role": "poem"}, {"title": " "}):
        with pytest.raises((Refused, Invalid)):
            added(kreis, process, **wrong)
    with pytest.raises(Refused):
        added(kreis, process, dated_on=clock.today() + timedelta(days=1))
    assert process.documents.count() == 3


def test_a_document_is_edited_and_removed_until_it_is_used(kreis: Cast) -> None:
    process = at(kreis, "local_solution")
    document = added(kreis, process)
    edit = partial(
        edit_document, by=kreis.viewer(kreis.coordinator), process_id=process.public_id,
        document_id=document.public_id, title="Fassung 2", dated_on=clock.today(), text="Neu", reference="",
    )  # fmt: skip
    edit(version=document.version)
    with pytest.raises(Stale):
        edit(version=document.version)
    process.steps.create(
        transition="document_solution", source="local_solution", target="completed", at=clock.now()
    )  # taken up again later, so that it runs
    with pytest.raises(Refused):
        edit(version=None)
    with pytest.raises(Refused):
        remove_document(
            by=kreis.viewer(kreis.coordinator), process_id=process.public_id, document_id=document.public_id,
            version=None,
        )  # fmt: skip
    second = added(kreis, process)
    remove_document(
        by=kreis.viewer(kreis.coordinator), process_id=process.public_id, document_id=second.public_id, version=None
    )
    assert list(process.documents.all()) == [document]


@pytest.mark.parametrize("stage", ["proposal_decision", "completed", "rejected", "discontinued"])
def test_before_the_body_and_after_the_end_documents_stay(kreis: Cast, stage: str) -> None:
    with pytest.raises(Refused):
        added(kreis, at(kreis, stage))


def test_the_group_keeps_the_documents_of_its_process_and_the_body_reads_them(kreis: Cast) -> None:
    process = at(kreis, "group_working", group=kreis.project_group, shown_to_body=True)
    document = added(kreis, process, by=kreis.viewer(kreis.group_member))
    for role in ("member", "case_manager"):
        viewer = kreis.viewer(getattr(kreis, role))
        page = documents_page(viewer, process.public_id)
        assert [row.document for row in page.rows] == [document]
        assert not page.may_add
        with pytest.raises(Forbidden):
            added(kreis, process, by=viewer)
    with pytest.raises(PlanningProcess.DoesNotExist):
        documents_page(kreis.viewer(kreis.plain_person), process.public_id)


def test_a_document_is_known_only_under_its_own_process(kreis: Cast) -> None:
    document = added(kreis, at(kreis, "local_solution"))
    with pytest.raises(ProcessDocument.DoesNotExist):
        remove_document(
            by=kreis.viewer(kreis.coordinator), process_id=at(kreis, "local_solution").public_id,
            document_id=document.public_id, version=None,
        )  # fmt: skip


def test_many_documents_cost_as_many_queries_as_three(kreis: Cast) -> None:
    process = at(kreis, "local_solution")
    counts = []
    for rows in (3, 15):
        for _row in range(rows):
            added(kreis, process)
        viewer = kreis.viewer(kreis.coordinator)
        with queries_counted() as counted:
            page = documents_page(viewer, process.public_id)
            assert all(str(row.document.added_by) for row in page.rows)
        counts.append(len(counted))
    assert counts[0] == counts[1]


# The state


def prepared(cast: Cast, process: PlanningProcess, **changes: object) -> object:
    values: dict[str, object] = {
        "by": cast.viewer(cast.coordinator), "process_id": process.public_id, "addressee": "Ministerium, Referat 523",
        "matter": "Die Förderung endet am Kreis.", "version": None, **changes,
    }  # fmt: skip
    return prepare_state_report(**values)  # type: ignore[arg-type]


def answered(cast: Cast, process: PlanningProcess, **changes: object) -> ProcessDocument:
    values: dict[str, object] = {
        "by": cast.viewer(cast.coordinator), "process_id": process.public_id, "title": "Schreiben des Ministeriums",
        "dated_on": clock.today(), "text": "Wir prüfen das.", "version": None, **changes,
    }  # fmt: skip
    return record_state_answer(**values)  # type: ignore[arg-type]


def test_a_report_is_prepared_before_the_decision_and_its_guard_sees_it(cast: Cast) -> None:
    process = at(cast, "topic_decision", shown_to_body=True)
    assert state_facts(process).addressee == ""
    prepared(cast, process, version=0)
    facts = state_facts(process)
    assert (facts.addressee, facts.reported_on, facts.answered) == ("Ministerium, Referat 523", None, False)
    assert unmet(check("report_to_state", StepFacts(state=facts))) == ()
    with pytest.raises(Stale):
        prepared(cast, process, version=0)
    with pytest.raises(Refused):
        prepared(cast, process, addressee="  ")
    for stage in ("case_reconstruction", "established", "completed"):
        with pytest.raises(Refused):
            prepared(cast, at(cast, stage))
    with pytest.raises(Forbidden):
        prepared(cast, process, by=cast.viewer(cast.member))


def waiting(cast: Cast, days: int = 0) -> PlanningProcess:
    process = at(cast, "reported_to_state", shown_to_body=True)
    process.state_reports.create(addressee="Ministerium", reported_on=clock.today() - timedelta(days=days))
    return process


def test_the_answer_is_recorded_once_and_may_be_corrected_while_the_process_waits(cast: Cast) -> None:
    process = waiting(cast)
    answer = answered(cast, process, version=0)
    assert (answer.role, state_facts(process).answered) == ("state_answer", True)
    corrected = answered(cast, process, title="Erlass", version=1)
    assert (corrected.pk, process.documents.get().title) == (answer.pk, "Erlass")
    with pytest.raises(Stale):
        answered(cast, process, version=0)
    with pytest.raises(Refused):
        edit_document(
            by=cast.viewer(cast.coordinator), process_id=process.public_id, document_id=answer.public_id,
            title="x", dated_on=clock.today(), text="x", reference="", version=None,
        )  # fmt: skip


def test_nobody_answers_for_the_state_before_the_report_or_without_a_right(cast: Cast) -> None:
    with pytest.raises(Refused):
        answered(cast, at(cast, "topic_decision"))
    with pytest.raises(Refused):
        answered(cast, at(cast, "reported_to_state"))
    with pytest.raises(Forbidden):
        answered(cast, waiting(cast), by=cast.viewer(cast.member))


@pytest.mark.parametrize(("days", "overdue"), [(0, False), (365, False), (366, True)])
def test_the_page_says_when_the_state_has_let_its_time_pass(cast: Cast, days: int, overdue: bool) -> None:
    process = waiting(cast, days)
    page = state_page(cast.viewer(cast.member), process.public_id)
    assert (page.overdue, page.may_answer, page.may_write) == (overdue, False, False)
    assert bool(unmet(check("close_unanswered", StepFacts(state=state_facts(process))))) is not overdue


def routes(kreis: Cast, role: str, process: PlanningProcess, **known: bool) -> Routes:
    viewer = kreis.viewer(getattr(kreis, role))
    return routes_of(viewer, process, **{"documents": False, "reported": False, **known})


def test_the_process_page_leads_only_to_what_is_there_or_can_be_done(kreis: Cast) -> None:
    draft = at(kreis, "topic_draft")
    seen = routes(kreis, "coordinator", draft)
    assert (seen.merge, seen.documents, seen.scope, seen.state, seen.next_cycle) == (True, True, False, False, False)
    shown = at(kreis, "completed", shown_to_body=True)
    member = routes(kreis, "member", shown)
    assert (member.documents, member.scope, member.state, member.next_cycle, member.merge) == (False,) * 5
    assert routes(kreis, "coordinator", shown).next_cycle
    assert routes(kreis, "case_manager", at(kreis, "rejected")).successor
    assert routes(kreis, "member", shown, documents=True).documents
    assert routes(kreis, "member", shown, reported=True).state


def test_only_the_last_step_makes_an_end_a_local_solution(kreis: Cast) -> None:
    process = at(kreis, "completed")
    assert not scope_facts(process).ended_locally
    process.steps.create(transition="document_solution", source="local_solution", target="completed", at=clock.now())
    assert scope_facts(process).ended_locally
