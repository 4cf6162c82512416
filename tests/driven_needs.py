"""What each step of a process needs before it can be taken, made for a process that stands at its source."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from governance.models import (
    DecisionPaper,
    GoalNode,
    GoalSystem,
    Mandate,
    MandateVersion,
    Measure,
    Nomination,
    StateReport,
)
from governance.queries.cases import profile_facts
from governance.queries.group_results import handed_in
from governance.rules import clock
from governance.rules.mandates import MandatePart
from governance.rules.routes import DocumentRole, EvidenceBasis, IntakeSource, ResultType, Trigger
from governance.usecases.evaluations import write_evaluation
from governance.usecases.mandate_drafts import begin_amendment
from governance.usecases.measures import MeasureText, plan_measure
from governance.usecases.notices import Audience, send_notice
from governance.usecases.proposals import save_statement
from governance.usecases.scope import (
    add_document,
    assess_scope,
    choose_group,
    prepare_state_report,
    record_state_answer,
)
from tests import factories as make
from tests.chained import Chained
from tests.commissioned import Commission, drafted
from tests.driven import DECISIONS, Driven
from tests.goaled import DUE, Goals, build_goals

WAITED = 400
"""More days than any shipped profile waits for the state."""


def provide(driven: Driven, step: str) -> None:
    """Make what `step` needs; nothing for a step that needs no more than its stage and a reason."""
    need = NEEDS.get(step)
    if need is not None:
        need(driven)
    driven.row  # noqa: B018  # read again what has been written


def go(driven: Driven, *steps: str) -> Driven:
    """Provide for each step and take it: as coordinator, or by a resolution of the session."""
    for step in steps:
        provide(driven, step)
        if step in DECISIONS:
            driven.resolve(step)
        else:
            driven.take(step)
    return driven


def _cases(driven: Driven) -> None:
    """Four reconstructed cases behind the topic, and like cases and interviews beside them."""
    process = driven.row
    profile = profile_facts(process.authority)
    if profile.basis is EvidenceBasis.LIKE_CASES or process.source == IntakeSource.LIKE_CASES:
        process.like_cases, process.interviews = 9, 3
        process.save()
    series = process.series.first() or make.SeriesFactory(authority=driven.cast.authority)
    process.series.add(series)
    cards = make.CaseCardFactory.create_batch(4, series=series, case_manager=driven.cast.case_manager)
    if not hasattr(process, "topic"):
        make.TopicFactory(process=process)
    for card in cards:
        process.topic.case_links.create(card=card)


def released(driven: Driven, subject: str) -> DecisionPaper:
    """Return a released paper of the process."""
    paper: DecisionPaper = make.PaperFactory(
        body=driven.cast.body, process=driven.process, author=driven.cast.coordinator, subject=subject,
        state="released", number=f"LG/2027/{DecisionPaper.objects.count():03d}",
    )  # fmt: skip
    return paper


def _submission(driven: Driven) -> None:
    _cases(driven)
    released(driven, "establish_topic")


def assess(driven: Driven, *triggers: Trigger) -> None:
    """Answer the four questions on the scope."""
    answers = {trigger: trigger in triggers for trigger in Trigger}
    assess_scope(
        by=driven.coordinator, process_id=driven.process.public_id, answers=answers, reason="Nur Beckum.", version=None
    )


def _scope_of_a_group(driven: Driven) -> None:
    assess(driven)
    choose_group(
        by=driven.coordinator,
        process_id=driven.process.public_id,
        body_id=driven.cast.project_group.public_id,
        version=None,
    )


def _escalation(driven: Driven) -> None:
    assess(driven, Trigger.COUNTY_WIDE)
    released(driven, "establish_topic")


def document(driven: Driven, role: DocumentRole) -> None:
    """Put a written document on record."""
    add_document(
        by=driven.coordinator, process_id=driven.process.public_id, role=role.value, title="Vereinbarung",
        dated_on=clock.today(), text="Jede Stelle meldet zurück.",
    )  # fmt: skip


def _agreement(driven: Driven) -> None:
    document(driven, DocumentRole.COOPERATION_AGREEMENT)


def _report(driven: Driven) -> None:
    prepare_state_report(
        by=driven.coordinator, process_id=driven.process.public_id, addressee="Ministerium, Referat 523",
        matter="Die Förderung endet am Kreis.", version=None,
    )  # fmt: skip


def _waiting(driven: Driven) -> None:
    """A report that was sent longer ago than the state has time."""
    sent = clock.today() - timedelta(days=WAITED)
    known = StateReport.objects.filter(process=driven.process, closed_on=None)
    if not known.update(reported_on=sent):
        driven.process.state_reports.create(addressee="Ministerium", reported_on=sent)


def _answer(driven: Driven) -> None:
    _waiting(driven)
    record_state_answer(
        by=driven.coordinator, process_id=driven.process.public_id, title="Schreiben des Ministeriums",
        dated_on=clock.today(), text="Wir prüfen das.", version=None,
    )  # fmt: skip


def measure(driven: Driven, **values: object) -> Measure:
    """Plan a measure of the contact's organisation."""
    facts = {
        "title": "Kursorte abstimmen",
        "organisation_id": driven.cast.contact.organisation.public_id,
        "due_on": clock.today() + timedelta(days=60),
        **values,
    }
    return plan_measure(by=driven.coordinator, process_id=driven.process.public_id, text=MeasureText(**facts))


def mandate(driven: Driven) -> Commission:
    """A complete draft of a mandate for the group of the cast."""
    commission = drafted(driven.cast, process=driven.row, group=driven.cast.project_group)
    profile = profile_facts(driven.process.authority)
    MandateVersion.objects.filter(pk=commission.version.pk).update(result_types=list(profile.result_types))
    commission.version.refresh_from_db()
    return commission


def commission_of(driven: Driven) -> Commission:
    """Return the mandate of the process as the tests of mandates know it."""
    row = Mandate.objects.get(processes=driven.process)
    version = row.versions.latest("ordinal")
    places = version.places.select_related("organisation").order_by("order")
    return Commission(driven.cast, driven.process, row, version, *(place.organisation for place in places))


def _commissioned(driven: Driven) -> None:
    """A mandate in force whose organisations have answered."""
    if not Mandate.objects.filter(processes=driven.process).exists():
        mandate(driven).adopt()
    commission_of(driven).name_all()
    driven.put("commissioned")


def with_group(driven: Driven) -> Commission:
    """A mandate in force with its group at work; the process stays where it stands."""
    stage = driven.stage
    if not Mandate.objects.filter(processes=driven.process).exists():
        mandate(driven).adopt().at_work()
        driven.put(stage)
    return commission_of(driven)


def _amendment(driven: Driven) -> None:
    commission = with_group(driven)
    begin_amendment(by=driven.coordinator, mandate_id=commission.mandate.public_id)


def goals(driven: Driven) -> Goals:
    """A Zielsystem in which every activity has an organisation and a date."""
    found = build_goals(driven.cast, process=driven.row)
    activity = found.nodes["2.1.1"]
    activity.organisation, activity.due_on = found.organisation, DUE
    activity.save()
    return found


def chain_of(driven: Driven) -> Chained:
    """What the tests of chains need: the goals of the process and two organisations."""
    nodes = GoalNode.objects.filter(system__process=driven.process)
    goal, activity = (nodes.filter(level=level).order_by("pk")[0] for level in ("result_goal", "activity"))
    agency = driven.cast.contact.organisation
    provider, _new = driven.cast.authority.organisations.get_or_create(name="Kursträger Nord")
    return Chained(driven.cast, driven.process, goal, activity, agency, provider)


def _chain(driven: Driven) -> None:
    chained = chain_of(driven)
    chained.freeze(chained.sound())


def results(driven: Driven) -> None:
    """Freeze or put on record everything that the group has to deliver."""
    stage = driven.stage
    driven.put("group_working")
    for row in handed_in(driven.row, profile_facts(driven.process.authority)).results:
        if row.frozen and row.current:
            continue
        if row.kind is ResultType.GOAL_SYSTEM:
            goals(driven).freeze()
        elif row.kind is ResultType.SERVICE_CHAIN:
            _chain(driven)
        else:
            document(driven, DocumentRole(row.kind.value))
    driven.put(stage)


def statement(driven: Driven) -> None:
    """The answers of the group to its mandate, agreed on today."""
    save_statement(
        by=driven.cast.viewer(driven.cast.group_lead),
        process_id=driven.process.public_id,
        answers={part.value: f"Antwort: {part}" for part in MandatePart},
        approval="unanimous",
        minority_opinion="",
        agreed_on=clock.today(),
        version=None,
    )


def _proposal(driven: Driven) -> None:
    with_group(driven)
    results(driven)
    statement(driven)
    released(driven, "adopt_proposal")


def proposed(driven: Driven) -> None:
    """A proposal that lies before the body: mandate, group, and a frozen Zielsystem unless something is frozen."""
    with_group(driven)
    if not GoalSystem.objects.filter(process=driven.process).exists():
        driven.put("group_working")
        goals(driven).freeze()
        driven.put("proposal_decision")


def _solution(driven: Driven) -> None:
    driven.profile(decides_solution=True)
    measure(driven)


def _carried_out(driven: Driven) -> None:
    """Every measure is done."""
    if not Measure.objects.filter(process=driven.process).exists():
        measure(driven)
    Measure.objects.filter(process=driven.process).update(state="done")


def evaluated(driven: Driven, reached: str = "yes") -> None:
    """Write what has changed."""
    write_evaluation(
        by=driven.coordinator, process_id=driven.process.public_id, reached=reached, summary="Die Wege sind kürzer.",
        no_values_reason="Die Zahlen kommen im Herbst.", version=None,
    )  # fmt: skip


def _informed(driven: Driven) -> None:
    evaluated(driven)
    send_notice(
        by=driven.coordinator, subject="Was wurde daraus?", text="Die Kursorte stehen.", audience=Audience(),
        process_id=driven.process.public_id,
    )  # fmt: skip


def _another_look(driven: Driven) -> None:
    evaluated(driven, "partly")
    measure(driven)


def _ended_locally(driven: Driven) -> None:
    if not driven.process.steps.filter(transition="document_solution").exists():
        driven.process.steps.create(
            transition="document_solution", source="local_solution", target="completed", at=clock.now()
        )


NEEDS: dict[str, Callable[[Driven], object]] = {
    "derive_topic": _cases,
    "check_scope": lambda driven: driven.profile(has_scope_check=True, solves_locally=True),
    "solve_locally": _scope_of_a_group,
    "escalate": _escalation,
    "document_solution": _agreement,
    "reopen_local": _ended_locally,
    "submit_topic": _submission,
    "report_to_state": _report,
    "state_answered": _answer,
    "state_refers_back": _answer,
    "close_unanswered": _waiting,
    "decide_solution": _solution,
    "adopt_mandate": mandate,
    "constitute_group": _commissioned,
    "amend_mandate": _amendment,
    "submit_proposal": _proposal,
    "refer_back_proposal": proposed,
    "adopt_proposal": proposed,
    "reject_proposal": proposed,
    "start_evaluation": _carried_out,
    "complete": _informed,
    "resume_implementation": _another_look,
    "rework_proposal": with_group,
}


def open_places(driven: Driven) -> list[Nomination]:
    """Return the places that wait for an answer."""
    return list(Nomination.objects.filter(mandate__processes=driven.process, state="open"))
