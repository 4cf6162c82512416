"""The scope of a topic, solving it locally, its written documents, and its report to the state (process.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from governance.access.intake import possible_groups
from governance.access.planning import visible_processes
from governance.access.scope import may_assess_scope, may_keep_documents, may_report_to_state, visible_documents
from governance.access.viewer import Viewer
from governance.inspection.examine import Upload
from governance.models import PlanningProcess, ProcessDocument, ScopeCheck, StateReport
from governance.queries.cases import profile_facts
from governance.queries.scope import (
    REPORT_STAGES,
    answers_of,
    assesses_scope,
    chooses_group,
    current_report,
    is_fixed,
    settled_at,
    takes_documents,
    writable_roles,
)
from governance.rules import clock
from governance.rules.characters import clean_line, clean_lines
from governance.rules.routes import DocumentRole, Trigger
from governance.rules.stages import Stage
from governance.rules.text import Message, mark
from governance.usecases.files import drop_file, keep_file
from governance.usecases.foundation import (
    Forbidden,
    Refused,
    check_version,
    fill,
    lock,
    record,
    save,
    use_case,
)


@use_case("process.assess_scope")
def assess_scope(
    *, by: Viewer, process_id: str, answers: Mapping[Trigger, bool], reason: str, version: int | None
) -> ScopeCheck:
    """Write which of the four triggers hold and why (WAF-09); each is answered with yes or no.

    `version` is that of the check when the form was loaded, 0 if there was none.
    """
    process = _locked(by, process_id)
    if not may_assess_scope(by, process):
        raise Forbidden(by, process)
    check = ScopeCheck.objects.filter(process=process).first() or ScopeCheck(process=process, version=0)
    check_version(check, version)
    if not assesses_scope(process, profile_facts(process.authority)):
        raise Refused(Message(mark("The scope is not checked at this stage.")))
    if set(answers) != set(Trigger):
        raise Refused(Message(mark("Answer each of the four questions.")))
    if not clean_lines(reason):
        raise Refused(Message(mark("Give a reason for the answers.")))
    held = [trigger.value for trigger in Trigger if answers[trigger]]
    check.checked_by, check.checked_at = by.acting_person, clock.now()
    fill(check, {"triggers": held, "reason": reason})
    save(check)
    record(by, "process.scope_assessed", process, {"triggers": held})
    return check


@use_case("process.choose_group")
def choose_group(*, by: Viewer, process_id: str, body_id: str, version: int | None) -> PlanningProcess:
    """Choose the body that solves the topic without the steering group; an existing one of the authority."""
    process = _locked(by, process_id)
    if not may_assess_scope(by, process):
        raise Forbidden(by, process)
    check_version(process, version)
    if not chooses_group(process, profile_facts(process.authority)):
        raise Refused(Message(mark("No group is chosen for a local solution at this stage.")))
    process.group = possible_groups(by).get(public_id=body_id)
    save(process)
    record(by, "process.group_chosen", process, {"group": process.group.public_id})
    return process


@use_case("process.add_document")
def add_document(
    *,
    by: Viewer,
    process_id: str,
    role: str,
    title: str,
    dated_on: date,
    text: str = "",
    reference: str = "",
    upload: Upload | None = None,
) -> ProcessDocument:
    """Put a written document of a process on record, with its wording, as a file, or where it lies."""
    process = _locked(by, process_id)
    if not may_keep_documents(by, process):
        raise Forbidden(by, process)
    _refuse_closed(process)
    if role not in writable_roles():
        raise Refused(Message(mark("Choose what kind of document it is.")))
    document = ProcessDocument(process=process, role=role, added_by=by.acting_person, version=0)
    _write(by, document, _Written(title, dated_on, text, reference, upload))
    record(by, "process.document_added", process, {"document": document.public_id, "role": role})
    return document


@use_case("process.edit_document")
def edit_document(
    *,
    by: Viewer,
    process_id: str,
    document_id: str,
    title: str,
    dated_on: date,
    text: str,
    reference: str,
    version: int | None,
    upload: Upload | None = None,
    without_file: bool = False,
) -> ProcessDocument:
    """Change a document that has not been used yet; its kind stays. Another file takes the place of the earlier one."""
    process, document = _document(by, process_id, document_id)
    check_version(document, version)
    _refuse_closed(process)
    _refuse_fixed(process, document)
    _write(by, document, _Written(title, dated_on, text, reference, upload, without_file))
    record(by, "process.document_edited", process, {"document": document.public_id})
    return document


@use_case("process.remove_document")
def remove_document(*, by: Viewer, process_id: str, document_id: str, version: int | None) -> PlanningProcess:
    """Take a document off the record that has not been used."""
    process, document = _document(by, process_id, document_id)
    check_version(document, version)
    _refuse_closed(process)
    _refuse_fixed(process, document)
    key, file = document.public_id, document.file
    document.delete()
    if file is not None:
        drop_file(file)
    record(by, "process.document_removed", process, {"document": key})
    return process


@use_case("process.prepare_state_report")
def prepare_state_report(
    *, by: Viewer, process_id: str, addressee: str, matter: str, version: int | None
) -> StateReport:
    """Write to whom a topic is reported and what (PR-04), before the body decides that it is.

    `version` is that of the open report when the form was loaded, 0 if there was none.
    """
    process = _locked(by, process_id)
    if not may_report_to_state(by, process):
        raise Forbidden(by, process)
    report = current_report(process) or StateReport(process=process, version=0)
    check_version(report, version)
    _refuse_stage(process, REPORT_STAGES)
    if not clean_line(addressee):
        raise Refused(Message(mark("Record to whom the topic is reported.")))
    fill(report, {"addressee": addressee, "matter": matter})
    save(report)
    record(by, "process.state_report_prepared", process)
    return report


@use_case("process.record_state_answer")
def record_state_answer(
    *,
    by: Viewer,
    process_id: str,
    title: str,
    dated_on: date,
    text: str = "",
    reference: str = "",
    version: int | None,
    upload: Upload | None = None,
    without_file: bool = False,
) -> ProcessDocument:
    """Put the answer of the state on record, or correct it while the process still waits.

    `version` is that of the answer when the form was loaded, 0 if there was none.
    """
    process = _locked(by, process_id)
    if not may_report_to_state(by, process):
        raise Forbidden(by, process)
    report = current_report(process)
    answer = report.answer if report is not None else None
    if answer is None:
        answer = ProcessDocument(
            process=process, role=DocumentRole.STATE_ANSWER.value, added_by=by.acting_person, version=0
        )
    check_version(answer, version)
    _refuse_stage(process, frozenset({Stage.REPORTED_TO_STATE}))
    if report is None:
        raise Refused(Message(mark("There is no report to the state that could be answered.")))
    _write(by, answer, _Written(title, dated_on, text, reference, upload, without_file))
    if report.answer_id is None:
        report.answer = answer
        save(report)
    record(by, "process.state_answer_recorded", process, {"document": answer.public_id})
    return answer


def _locked(by: Viewer, process_id: str) -> PlanningProcess:
    return lock(visible_processes(by).select_related("authority"), public_id=process_id)


def _document(by: Viewer, process_id: str, document_id: str) -> tuple[PlanningProcess, ProcessDocument]:
    process = _locked(by, process_id)
    document = lock(visible_documents(by).select_related("file"), process=process, public_id=document_id)
    if not may_keep_documents(by, process):
        raise Forbidden(by, document)
    return process, document


def _refuse_stage(process: PlanningProcess, stages: frozenset[Stage]) -> None:
    if process.stage not in stages:
        raise Refused(Message(mark("This is not possible in the present state.")))


def _refuse_closed(process: PlanningProcess) -> None:
    if not takes_documents(process):
        raise Refused(
            Message(mark("Documents stay as they are while the proposal lies before the body and after the end."))
        )


def _refuse_fixed(process: PlanningProcess, document: ProcessDocument) -> None:
    if is_fixed(document, settled_at(process), answers_of(process)):
        raise Refused(Message(mark("This document has been used for a decision or a solution. It stays as it is.")))


@dataclass(frozen=True)
class _Written:
    """What stands in the form of a document."""

    title: str
    dated_on: date
    text: str
    reference: str
    upload: Upload | None = None
    without_file: bool = False


def _write(by: Viewer, document: ProcessDocument, written: _Written) -> None:
    if written.dated_on > clock.today():
        raise Refused(Message(mark("This day lies in the future: %(day)s"), {"day": written.dated_on}))
    before = document.file
    keeps = before is not None and not written.without_file
    if not (clean_lines(written.text) or clean_line(written.reference) or written.upload or keeps):
        raise Refused(Message(mark("Enter the wording, choose a file, or say where the document lies.")))
    if written.upload is not None:
        document.file = keep_file(by, written.upload)
    elif written.without_file:
        document.file = None
    names = ("title", "dated_on", "text", "reference")
    fill(document, {name: getattr(written, name) for name in names})
    save(document)
    if before is not None and before != document.file:
        drop_file(before)
