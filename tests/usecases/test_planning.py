"""Processes: beginning, drafting the topic, justifying, taking steps, and what only a resolution moves."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction

from governance.models import (
    AgendaItem,
    AuditEntry,
    CaseCard,
    DecisionPaper,
    Justification,
    PaperVersion,
    PlanningProcess,
    StepRecord,
    Topic,
)
from governance.queries.planning import evidence_table, printed_justifications
from governance.queries.wording import say
from governance.rules import clock
from governance.rules.transitions import TRANSITIONS
from governance.usecases.beginnings import start_process
from governance.usecases.cases import Screened, withdraw_case
from governance.usecases.foundation import Forbidden, Refused, Stale, Unmet, lock
from governance.usecases.papers import recall_paper, release_paper
from governance.usecases.planning import edit_process, justify, save_topic
from governance.usecases.process_effects import take_by_resolution
from governance.usecases.process_steps import take_step
from tests import factories as make
from tests.cast import Cast

STATEMENT = "Eltern mit Betreuungspflichten erreichen den passenden Sprachkurs nicht rechtzeitig."


def process_with(cast: Cast, cases: int = 4, **values: object) -> PlanningProcess:
    process = make.ProcessFactory(body=cast.body, coordinator=cast.coordinator, **values)
    series = make.SeriesFactory(authority=cast.authority)
    process.series.add(series)
    make.CaseCardFactory.create_batch(cases, series=series, case_manager=cast.case_manager)
    return process


def cards_of(process: PlanningProcess) -> list[CaseCard]:
    return list(CaseCard.objects.filter(series__processes=process).order_by("pk"))


def drafted(cast: Cast, process: PlanningProcess, cards: list[CaseCard] | None = None) -> Topic:
    chosen = cards_of(process) if cards is None else cards
    return save_topic(
        by=cast.viewer(cast.coordinator),
        process_id=process.public_id,
        statement=STATEMENT,
        description="",
        card_ids=[card.public_id for card in chosen],
        restrictions=["Kein Betreuungsplatz zur Kurszeit"],
        version=None,
    )


def step(cast: Cast, process: PlanningProcess, name: str, **extra: object) -> StepRecord:
    values: dict[str, object] = {"version": None, **extra}
    return take_step(by=cast.viewer(cast.coordinator), process_id=process.public_id, transition=name, **values)  # type: ignore[arg-type]


def released_paper(process: PlanningProcess, **values: object) -> DecisionPaper:
    values = {"state": "released", "number": "LG/2026/01", **values}
    return make.PaperFactory(body=process.body, process=process, author=process.coordinator, **values)


def stage(process: PlanningProcess) -> str:
    process.refresh_from_db()
    return str(process.stage)


def open_guards(error: Unmet) -> set[str]:
    return {finding.guard for finding in error.findings}


def test_a_process_begins_with_number_series_and_history(cast: Cast) -> None:
    series = make.SeriesFactory(authority=cast.authority)
    process = start_process(
        by=cast.viewer(cast.coordinator),
        title="Sprachkurszugang",
        body_id=cast.body.public_id,
        series_ids=[series.public_id],
    )
    assert process.number == f"HX-V-{clock.today().year}-01"
    assert process.coordinator == cast.coordinator
    assert list(process.series.all()) == [series]
    assert [(row.source, row.target) for row in process.steps.all()] == [("", "case_reconstruction")]


def test_without_a_series_a_process_does_not_begin(cast: Cast) -> None:
    with pytest.raises(Unmet) as refused:
        start_process(by=cast.viewer(cast.coordinator), title="Thema", body_id=cast.body.public_id, series_ids=[])
    assert open_guards(refused.value) == {"series_chosen"}
    assert not PlanningProcess.objects.exists()


def test_a_case_manager_begins_a_process_and_names_the_coordinator(cast: Cast) -> None:
    series = make.SeriesFactory(authority=cast.authority)
    begin = partial(
        start_process,
        by=cast.viewer(cast.case_manager),
        title="Thema",
        body_id=cast.body.public_id,
        series_ids=[series.public_id],
    )
    with pytest.raises(Refused):
        begin()
    assert begin(coordinator_id=cast.coordinator.public_id).coordinator == cast.coordinator


@pytest.mark.parametrize("role", ["chair", "member", "assistant", "group_lead", "contact", "auditor", "guest"])
def test_nobody_else_begins_a_process(cast: Cast, role: str) -> None:
    with pytest.raises(Forbidden):
        start_process(by=cast.viewer(getattr(cast, role)), title="Thema", body_id=cast.body.public_id, series_ids=[])


def test_from_four_cases_to_the_steering_group(cast: Cast) -> None:
    process = process_with(cast)
    drafted(cast, process)
    step(cast, process, "derive_topic")
    with pytest.raises(Unmet) as refused:
        step(cast, process, "submit_topic")
    assert open_guards(refused.value) == {"released_paper"}
    released_paper(process)
    step(cast, process, "submit_topic")
    assert stage(process) == "topic_decision"
    assert process.shown_to_body


def test_deriving_needs_a_topic_in_words(cast: Cast) -> None:
    process = process_with(cast)
    with pytest.raises(Unmet) as refused:
        step(cast, process, "derive_topic")
    assert "topic_statement" in open_guards(refused.value)
    assert stage(process) == "case_reconstruction"


# Edge case 1 of process.md


def test_three_cases_pass_with_a_justification_that_the_paper_prints(cast: Cast) -> None:
    process = process_with(cast, cases=3)
    drafted(cast, process)
    with pytest.raises(Unmet) as refused:
        step(cast, process, "derive_topic")
    assert open_guards(refused.value) == {"series_size"}
    by = cast.viewer(cast.coordinator)
    justify(by=by, process_id=process.public_id, finding="series_size", text="Der vierte Fall entfiel.")
    assert [row.text for row in printed_justifications(process)] == ["Der vierte Fall entfiel."]
    entry = step(cast, process, "derive_topic")
    assert Justification.objects.get().consumed_by == entry
    assert printed_justifications(process) == ()


def test_a_consumed_justification_does_not_serve_the_next_step(cast: Cast) -> None:
    process = process_with(cast, cases=3)
    drafted(cast, process)
    by = cast.viewer(cast.coordinator)
    justify(by=by, process_id=process.public_id, finding="series_size", text="Der vierte Fall entfiel.")
    step(cast, process, "derive_topic")
    released_paper(process)
    with pytest.raises(Unmet) as refused:
        step(cast, process, "submit_topic")
    assert open_guards(refused.value) == {"series_size"}


def three_cases_in_the_draft(cast: Cast) -> tuple[PlanningProcess, DecisionPaper]:
    """Return a process at its topic draft that rests on three cases, and a paper that lacks nothing else."""
    process = process_with(cast, cases=3)
    drafted(cast, process)
    justified(cast, process, "Der vierte Fall entfiel.")
    step(cast, process, "derive_topic")
    return process, written_paper(process)


def written_paper(process: PlanningProcess) -> DecisionPaper:
    """Return a draft that lacks nothing but what its process lacks."""
    paper: DecisionPaper = make.PaperFactory(body=process.body, process=process, author=process.coordinator)
    paper.points.create(text="Das Thema wird festgestellt.")
    paper.template.sections.update(mandatory=False)
    return paper


def justified(cast: Cast, process: PlanningProcess, text: str) -> None:
    by = cast.viewer(cast.coordinator)
    justify(by=by, process_id=process.public_id, finding="series_size", text=text)


def release(cast: Cast, paper: DecisionPaper) -> PaperVersion:
    return release_paper(by=cast.viewer(cast.secretariat), paper_id=paper.public_id)


def test_a_paper_is_released_only_with_the_justification_that_it_has_to_print(cast: Cast) -> None:
    process, paper = three_cases_in_the_draft(cast)
    with pytest.raises(Unmet) as refused:
        release(cast, paper)
    assert open_guards(refused.value) == {"paper_justification"}
    assert "3 rekonstruierte Fälle" in say(refused.value.findings[0].message)
    justified(cast, process, "Der vierte Fall entfiel, das Muster steht.")
    frozen = release(cast, paper)
    assert [row["text"] for row in frozen.content["justifications"]] == ["Der vierte Fall entfiel, das Muster steht."]
    entry = step(cast, process, "submit_topic")
    assert Justification.objects.get(consumed_by=entry).text == "Der vierte Fall entfiel, das Muster steht."


def test_a_justification_that_was_changed_after_the_release_is_not_submitted_unprinted(cast: Cast) -> None:
    process, paper = three_cases_in_the_draft(cast)
    justified(cast, process, "Erste Fassung")
    release(cast, paper)
    justified(cast, process, "Zweite Fassung")
    with pytest.raises(Unmet) as refused:
        step(cast, process, "submit_topic")
    assert open_guards(refused.value) == {"justification_printed"}
    recall_paper(by=cast.viewer(cast.secretariat), paper_id=paper.public_id)
    release(cast, paper)
    step(cast, process, "submit_topic")
    assert stage(process) == "topic_decision"


def test_what_was_justified_stays_printed_when_the_paper_is_released_again_before_the_body(cast: Cast) -> None:
    process, paper = three_cases_in_the_draft(cast)
    justified(cast, process, "Der vierte Fall entfiel.")
    release(cast, paper)
    step(cast, process, "submit_topic")
    recall_paper(by=cast.viewer(cast.secretariat), paper_id=paper.public_id)
    assert [row["text"] for row in release(cast, paper).content["justifications"]] == ["Der vierte Fall entfiel."]


def test_a_case_withdrawn_once_the_topic_lies_before_the_body_does_not_hold_its_paper_up(cast: Cast) -> None:
    process = process_with(cast, cases=5)
    drafted(cast, process)
    step(cast, process, "derive_topic")
    paper = written_paper(process)
    release(cast, paper)
    step(cast, process, "submit_topic")
    recall_paper(by=cast.viewer(cast.secretariat), paper_id=paper.public_id)
    withdraw_case(by=cast.viewer(cast.case_manager), card_id=cards_of(process)[0].public_id, reason="Widerruf")
    assert release(cast, paper).ordinal == 2


def test_a_blocking_finding_cannot_be_justified_away(cast: Cast) -> None:
    process = process_with(cast, cases=2)
    drafted(cast, process)
    by = cast.viewer(cast.coordinator)
    with pytest.raises(Refused):
        justify(by=by, process_id=process.public_id, finding="topic_cases", text="Dringend.")
    with pytest.raises(Unmet) as refused:
        step(cast, process, "derive_topic")
    assert "topic_cases" in open_guards(refused.value)


# Edge case 2


def test_a_case_with_exactly_56_days_meets_the_criterion(cast: Cast) -> None:
    process = process_with(cast)
    card = cards_of(process)[0]
    card.accompanied_since = card.reconstructed_on - timedelta(days=56)
    card.save()
    drafted(cast, process)
    step(cast, process, "derive_topic")
    assert stage(process) == "topic_draft"


@pytest.mark.parametrize("start", [None, 55])
def test_an_unknown_or_late_start_is_a_finding(cast: Cast, start: int | None) -> None:
    process = process_with(cast)
    card = cards_of(process)[0]
    card.accompanied_since = start and card.reconstructed_on - timedelta(days=start)
    card.save()
    drafted(cast, process)
    with pytest.raises(Unmet) as refused:
        step(cast, process, "derive_topic")
    assert [finding.case_code for finding in refused.value.findings] == [card.code]


def test_a_case_withdrawn_after_the_decision_is_a_flag_and_undoes_nothing(cast: Cast) -> None:
    process = process_with(cast, stage="established", shown_to_body=True)
    topic = make.TopicFactory(process=process)
    for card in cards_of(process):
        topic.case_links.create(card=card)
    withdraw_case(by=cast.viewer(cast.case_manager), card_id=cards_of(process)[0].public_id, reason="Widerruf")
    assert stage(process) == "established"
    assert topic.case_links.count() == 4
    assert evidence_table(process).total == 3


def test_a_case_withdrawn_in_the_draft_has_to_be_justified(cast: Cast) -> None:
    process = process_with(cast, cases=5)
    drafted(cast, process)
    withdraw_case(by=cast.viewer(cast.case_manager), card_id=cards_of(process)[0].public_id, reason="Widerruf")
    with pytest.raises(Unmet) as refused:
        step(cast, process, "derive_topic")
    assert open_guards(refused.value) == {"withdrawn_cases"}


# Edge case 3


def test_one_topic_out_of_two_series(cast: Cast) -> None:
    process = process_with(cast, cases=2)
    second = make.SeriesFactory(authority=cast.authority)
    make.CaseCardFactory.create_batch(2, series=second, case_manager=cast.case_manager)
    process.series.add(second)
    drafted(cast, process)
    step(cast, process, "derive_topic")
    assert stage(process) == "topic_draft"


def test_cases_of_a_foreign_series_are_not_linked(cast: Cast) -> None:
    process = process_with(cast)
    stranger = make.CaseCardFactory(series=make.SeriesFactory(authority=cast.authority))
    with pytest.raises(Refused):
        drafted(cast, process, [*cards_of(process), stranger])
    assert not Topic.objects.exists()


def test_two_people_pressing_at_once_take_one_step(cast: Cast) -> None:
    process = process_with(cast)
    drafted(cast, process)
    version = PlanningProcess.objects.get().version
    step(cast, process, "derive_topic", version=version)
    with pytest.raises(Stale):
        step(cast, process, "derive_topic", version=version)
    assert StepRecord.objects.filter(transition="derive_topic").count() == 1


def test_two_people_editing_the_topic_lose_nothing(cast: Cast) -> None:
    process = process_with(cast)
    save = partial(
        save_topic,
        by=cast.viewer(cast.coordinator),
        process_id=process.public_id,
        description="",
        card_ids=[],
        restrictions=[],
    )
    save(statement="Erste Fassung", version=0)
    for version in (0, 2):
        with pytest.raises(Stale):
            save(statement="Zweite Fassung", version=version)
    save(statement="Dritte Fassung", version=1)
    assert Topic.objects.get().statement == "Dritte Fassung"


@pytest.mark.parametrize("late", ["topic_decision", "established", "rejected", "withdrawn"])
def test_the_topic_is_fixed_once_it_is_submitted(cast: Cast, late: str) -> None:
    process = process_with(cast, stage=late)
    with pytest.raises(Refused):
        drafted(cast, process)


def test_text_of_a_topic_that_names_somebody_is_stopped(cast: Cast) -> None:
    process = process_with(cast)
    with pytest.raises(Screened) as stopped:
        save_topic(
            by=cast.viewer(cast.coordinator),
            process_id=process.public_id,
            statement="Frau Yıldırım findet keinen Kurs",
            description="",
            card_ids=[],
            restrictions=[],
            version=None,
        )
    assert stopped.value.field == "statement"
    assert "reason" not in stopped.value.message.text  # nobody can release it here
    assert not Topic.objects.exists()


@pytest.mark.parametrize("name", [name for name, row in TRANSITIONS.items() if row.by_resolution])
@pytest.mark.parametrize("role", ["coordinator", "secretariat", "chair", "case_manager", "member", "group_lead"])
def test_steps_of_a_resolution_are_refused_for_everybody_and_logged(cast: Cast, name: str, role: str) -> None:
    process = process_with(cast, stage="topic_decision", shown_to_body=True)
    with pytest.raises((Forbidden, PlanningProcess.DoesNotExist)):
        take_step(by=cast.viewer(getattr(cast, role)), process_id=process.public_id, transition=name, version=None)
    assert stage(process) == "topic_decision"
    if role != "group_lead":
        assert AuditEntry.objects.filter(action="process.take_step.refused").exists()


@pytest.mark.parametrize("role", ["case_manager", "member", "chair", "assistant"])
def test_steps_of_coordinators_are_refused_for_others(cast: Cast, role: str) -> None:
    process = process_with(cast, stage="topic_decision", shown_to_body=True)
    with pytest.raises(Forbidden):
        take_step(
            by=cast.viewer(getattr(cast, role)),
            process_id=process.public_id,
            transition="withdraw",
            reason="Grund",
            version=None,
        )


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("establish_topic", "established"),
        ("reject_topic", "rejected"),
        ("refer_back_to_draft", "topic_draft"),
        ("refer_back_to_cases", "case_reconstruction"),
    ],
)
def test_a_resolution_moves_the_process(cast: Cast, name: str, target: str) -> None:
    process = process_with(cast, stage="topic_decision", shown_to_body=True)
    with transaction.atomic():
        effect = take_by_resolution(
            lock(PlanningProcess.objects.all(), pk=process.pk),
            [name],
            item=None,
            reason="Kosten nachreichen",
            changed=False,
            actor=None,
        )
    assert effect.findings == ()
    assert [(row.source, row.target, row.reason) for row in effect.steps] == [
        ("topic_decision", target, "Kosten nachreichen")
    ]
    assert stage(process) == target
    assert process.shown_to_body


def test_an_effect_that_does_not_fit_waits_and_applies_nothing(cast: Cast) -> None:
    for at, name, guard in [
        ("topic_draft", "establish_topic", "stage"),
        ("topic_decision", "refer_back_to_draft", "conditions_recorded"),
    ]:
        process = process_with(cast, stage=at)
        with transaction.atomic():
            effect = take_by_resolution(
                lock(PlanningProcess.objects.all(), pk=process.pk),
                [name],
                item=None,
                reason="",
                changed=False,
                actor=None,
            )
        assert effect.steps == ()
        assert [finding.guard for finding in effect.findings] == [guard]
        assert stage(process) == at


def test_nothing_but_a_resolutions_step_is_applied_as_its_effect(cast: Cast) -> None:
    process = process_with(cast, stage="topic_draft")
    with pytest.raises(ValueError, match="resolution"):
        take_by_resolution(process, ["withdraw"], item=None, reason="x", changed=False, actor=None)


def test_a_paper_on_a_dispatched_agenda_holds_recall_and_withdrawal(cast: Cast) -> None:
    process = process_with(cast, stage="topic_decision")
    paper = released_paper(process, state="scheduled")
    make.AgendaItemFactory(meeting=cast.meeting, paper=paper, kind="paper")
    for name in ("recall_topic", "withdraw"):
        with pytest.raises(Unmet) as refused:
            step(cast, process, name, reason="Neue Fälle")
        assert open_guards(refused.value) == {"paper_not_dispatched"}


def test_recalling_needs_a_reason(cast: Cast) -> None:
    process = process_with(cast, stage="topic_decision")
    with pytest.raises(Unmet) as refused:
        step(cast, process, "recall_topic", reason="  ")
    assert open_guards(refused.value) == {"reason_given"}
    step(cast, process, "recall_topic", reason="Neue Fälle")
    assert stage(process) == "topic_draft"


def test_withdrawing_a_process_ends_its_open_papers(cast: Cast) -> None:
    process = process_with(cast, stage="topic_draft")
    draft = make.PaperFactory(body=cast.body, process=process)
    planned = released_paper(process, state="scheduled")
    item = make.AgendaItemFactory(meeting=make.MeetingFactory(body=cast.body), paper=planned, kind="paper")
    step(cast, process, "withdraw", reason="Anders gelöst")
    assert stage(process) == "withdrawn"
    assert set(DecisionPaper.objects.values_list("pk", "state")) == {
        (draft.pk, "withdrawn"),
        (planned.pk, "withdrawn"),
    }
    assert AgendaItem.objects.get(pk=item.pk).state == "removed"


def test_the_history_names_no_case(cast: Cast) -> None:
    process = process_with(cast)
    card = cards_of(process)[0]
    card.typical = False
    card.save()
    card.deviations.create(criterion="typical", reason="Einziger Fall", author=cast.case_manager)
    drafted(cast, process)
    entry = step(cast, process, "derive_topic")
    assert "case_criteria" in {row["guard"] for row in entry.findings}
    assert card.code not in str(entry.findings)


def test_the_paper_gets_figures_and_deviations_but_no_story(cast: Cast) -> None:
    process = process_with(cast)
    card = cards_of(process)[0]
    card.typical, card.presentation = False, "Eine lange Geschichte"
    card.save()
    card.deviations.create(criterion="typical", reason="Einziger Fall im Südkreis", author=cast.case_manager)
    drafted(cast, process)
    table = evidence_table(process)
    assert (table.total, table.minimum) == (4, 3)
    assert ("Typisch im Netzwerk", 3, 4) in table.criteria
    assert table.deviations == ((f"{card.code}: Typisch im Netzwerk", "Einziger Fall im Südkreis"),)
    assert table.restrictions == ("Kein Betreuungsplatz zur Kurszeit",)
    assert "Geschichte" not in str(table)


def test_a_pattern_that_uses_the_words_of_a_case_keeps_its_source(cast: Cast) -> None:
    process = process_with(cast)
    source = cards_of(process)[0].restrictions.create(text="Kein Betreuungsplatz zur Kurszeit")
    topic = drafted(cast, process)
    assert list(topic.restrictions.get().sources.all()) == [source]


# Keeping a running process in order


def edited(cast: Cast, process: PlanningProcess, **values: object) -> PlanningProcess:
    known: dict[str, object] = {
        "title": process.title,
        "series_ids": list(process.series.values_list("public_id", flat=True)),
        "coordinator_id": process.coordinator.public_id,
        "version": None,
    }
    return edit_process(by=cast.viewer(cast.coordinator), process_id=process.public_id, **{**known, **values})  # type: ignore[arg-type]


def test_a_process_gets_another_title_coordinator_and_a_second_series(cast: Cast) -> None:
    process = process_with(cast)
    second = make.SeriesFactory(authority=cast.authority)
    ids = [*process.series.values_list("public_id", flat=True), second.public_id]
    saved = edited(
        cast, process, title="Neuer Titel", series_ids=ids, coordinator_id=cast.secretariat.public_id, version=1
    )
    assert (saved.title, saved.coordinator, saved.series.count()) == ("Neuer Titel", cast.secretariat, 2)
    with pytest.raises(Stale):
        edited(cast, process, title="Von jemand anderem", version=1)


def test_a_coordinator_who_has_left_may_stay_on_record_but_is_not_chosen_anew(cast: Cast) -> None:
    process = process_with(cast)
    gone = make.PersonFactory(authority=cast.authority)
    PlanningProcess.objects.filter(pk=process.pk).update(coordinator=gone)
    process.refresh_from_db()
    assert edited(cast, process, title="Neuer Titel").coordinator == gone
    edited(cast, process, coordinator_id=cast.coordinator.public_id)
    with pytest.raises(Refused):
        edited(cast, process, coordinator_id=gone.public_id)


def test_a_series_that_the_topic_rests_on_is_not_taken_away(cast: Cast) -> None:
    process = process_with(cast)
    drafted(cast, process)
    second = make.SeriesFactory(authority=cast.authority)
    with pytest.raises(Refused):
        edited(cast, process, series_ids=[second.public_id])
    with pytest.raises(Unmet):
        edited(cast, process, series_ids=[])
    assert process.series.get() != second


@pytest.mark.parametrize("end", ["rejected", "withdrawn"])
def test_an_ended_process_stays_as_it_is(cast: Cast, end: str) -> None:
    with pytest.raises(Refused):
        edited(cast, process_with(cast, stage=end), title="Anders")


@pytest.mark.parametrize("role", ["case_manager", "chair", "member"])
def test_only_coordinators_edit_a_process(cast: Cast, role: str) -> None:
    process = process_with(cast, shown_to_body=True)
    with pytest.raises(Forbidden):
        edit_process(
            by=cast.viewer(getattr(cast, role)),
            process_id=process.public_id,
            title="Anders",
            series_ids=[],
            coordinator_id="",
            version=None,
        )
