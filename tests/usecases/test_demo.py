"""The demo plays through the use cases to every scene, and twice without doubling."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Model

from governance.access.viewer import viewer_of
from governance.management.demo import play as played
from governance.management.demo.play import HOEXTER, LAND_MUSTER, WARENDORF, logins, play
from governance.management.demo.scenes import Scene, Timetable
from governance.models import (
    AuditEntry,
    Authority,
    Indicator,
    Mandate,
    Measure,
    Meeting,
    Minutes,
    NoticeReceipt,
    OutboxMessage,
    Person,
    PlanningProcess,
    Resolution,
    StateReport,
    StepRecord,
    User,
    Vote,
)
from governance.queries.planning import similar_topics
from governance.rules import clock

COUNTED: tuple[type[Model], ...] = (Authority, User, Person, PlanningProcess, Meeting, Resolution, Measure, StepRecord)


def counts() -> list[int]:
    return [model._default_manager.count() for model in COUNTED]


def ways(slug: str) -> dict[str, list[str]]:
    """Return the steps of each process of an authority by its title."""
    rows = PlanningProcess.objects.filter(authority__slug=slug).order_by("pk")
    return {row.title: list(row.steps.order_by("pk").values_list("transition", flat=True)) for row in rows}


@pytest.fixture(scope="class")
def whole(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Play everything once for the tests of a class, which only read; nothing of it stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert play(Scene.COMPLETED).fresh
        yield
        transaction.set_rollback(True)


@pytest.fixture
def _nothing_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Play the first story alone: what is beside it is looked at in `TestTheWholeDemo`."""
    for name in ("play_present", "play_detours", "play_local"):
        monkeypatch.setattr(played, name, lambda _kreis: None)


@pytest.mark.django_db
@pytest.mark.usefixtures("_nothing_beside_it")
class TestScenes:
    @pytest.mark.parametrize(
        ("scene", "stage"),
        [
            (Scene.TOPIC, "topic_draft"),
            (Scene.INVITED, "topic_decision"),
            (Scene.RESOLUTION, "established"),
            (Scene.GROUP, "group_working"),
            (Scene.PROPOSAL, "proposal_decision"),
            (Scene.APPROVED, "implementation"),
        ],
    )
    def test_the_story_stops_where_it_is_told_to(self, scene: Scene, stage: str) -> None:
        play(scene)
        process = PlanningProcess.objects.filter(authority__slug=HOEXTER).earliest("pk")
        assert process.stage == stage
        assert AuditEntry.objects.latest("at").at <= clock.now()

    def test_the_session_is_running_with_nine_of_fourteen_voices(self) -> None:
        play(Scene.SESSION)
        assert Meeting.objects.get(state="in_session").body.authority.slug == HOEXTER
        vote = Vote.objects.get(state="open")
        assert (vote.ballots.count(), vote.electors.filter(recused=False).count()) == (9, 14)

    def test_some_measures_are_done_and_others_under_way_while_the_proposal_is_carried_out(self) -> None:
        play(Scene.IMPLEMENTATION)
        process = PlanningProcess.objects.filter(authority__slug=HOEXTER).earliest("pk")
        assert process.stage == "implementation"
        states = Counter(Measure.objects.filter(process=process).values_list("state", flat=True))
        assert min(states["done"], states["in_progress"]) > 0
        assert sum(states.values()) == states["done"] + states["in_progress"]

    @pytest.mark.parametrize("weekday", range(7))
    def test_nothing_happens_in_the_future_whatever_day_it_is(self, weekday: int) -> None:
        monday = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
        now = monday + timedelta(days=weekday)
        for scene in Scene:
            plan = Timetable.of(scene, now)
            story = [plan.moment(days, 15) for days in (-125, -25, -22, -20, -19, -18, -15, -14)]
            if scene.reaches(Scene.SESSION):
                story += [plan.during(2 + 8 + 4 + 16 + 23), plan.during(56)]
            if scene.reaches(Scene.MINUTES):
                story += [plan.during(80), plan.moment(4, 14)]
            if scene is Scene.APPROVED:
                story += [plan.moment(188, 14)]
            if scene is Scene.COMPLETED:
                story += [plan.moment(450, 12)]
            assert max(story) <= now, scene


@pytest.mark.usefixtures("whole")
class TestTheWholeDemo:
    """Everything is played once; these tests only look at it, but for the last."""

    def test_the_first_story_has_reached_its_end(self) -> None:
        process = PlanningProcess.objects.filter(authority__slug=HOEXTER).earliest("pk")
        assert process.stage == "completed"
        assert set(Measure.objects.filter(process=process).values_list("state", flat=True)) == {"done"}
        assert process.goal_system.versions.filter(state="adopted").exists()
        assert Indicator.objects.filter(node__system__process=process, values__isnull=False).exists()
        assert NoticeReceipt.objects.filter(notice__process=process, read_at__isnull=False).exists()
        remainder = PlanningProcess.objects.get(predecessor=process)
        assert (remainder.stage, remainder.group) == ("group_working", process.group)

    def test_its_topic_was_established_by_all_fourteen_voices_and_the_minutes_are_approved(self) -> None:
        topic = Resolution.objects.get(subject="establish_topic", register__body__authority__slug=HOEXTER)
        assert topic.figures["yes"] == 14
        assert topic.effect.state == "done"
        assert Minutes.objects.get(meeting=topic.item.meeting).state == "approved"

    def test_a_second_topic_is_on_the_agenda_of_a_coming_session(self) -> None:
        coming = Meeting.objects.filter(state="invited", starts_at__gt=clock.now())
        assert {row.body.authority.slug for row in coming} == {HOEXTER, WARENDORF}
        assert PlanningProcess.objects.filter(authority__slug=HOEXTER, stage="topic_decision").count() == 1

    def test_every_effect_of_every_resolution_has_happened(self) -> None:
        assert not Resolution.objects.filter(effect__state="waiting").exists()
        assert set(Resolution.objects.values_list("outcome", flat=True)) >= {
            "adopted",
            "adopted_in_part",
            "rejected",
            "referred_back",
        }

    def test_every_mail_has_left_on_the_day_it_was_written(self) -> None:
        mails = OutboxMessage.objects.all()
        assert mails
        assert all(mail.sent_at and mail.sent_at - mail.created_at < timedelta(hours=4) for mail in mails)
        assert AuditEntry.objects.latest("at").at <= clock.now()

    def test_a_topic_was_rejected_and_its_successor_names_it(self) -> None:
        rejected = PlanningProcess.objects.get(authority__slug=LAND_MUSTER, stage="rejected")
        successor = PlanningProcess.objects.get(predecessor=rejected)
        assert successor.stage == "topic_draft"
        close = similar_topics(viewer_of(person=successor.coordinator), successor, successor.topic.statement)
        assert [row.process for row in close] == [rejected]

    def test_the_state_has_answered_one_report_and_is_still_asked_for_another(self) -> None:
        reports = StateReport.objects.filter(process__authority__slug=LAND_MUSTER).order_by("pk")
        assert [(row.process.stage, row.answer is not None) for row in reports] == [
            ("completed", True),
            ("reported_to_state", False),
        ]

    def test_what_was_returned_was_discontinued_and_the_mandate_is_fulfilled_by_what_was_adopted(self) -> None:
        adopted = PlanningProcess.objects.get(authority__slug=LAND_MUSTER, stage="implementation")
        remainder = PlanningProcess.objects.get(predecessor=adopted)
        assert remainder.stage == "discontinued"
        assert Mandate.objects.get(processes=remainder).state == "fulfilled"

    def test_discontinuing_what_was_taken_over_has_dropped_its_open_measure(self) -> None:
        process = PlanningProcess.objects.get(authority__slug=LAND_MUSTER, taken_over=True)
        assert process.stage == "discontinued"
        assert [row.state for row in process.measures.all()] == ["dropped"]

    def test_measures_were_declined_and_given_away_deferred_and_found_infeasible(self) -> None:
        process = PlanningProcess.objects.get(authority__slug=LAND_MUSTER, stage="implementation")
        states = Counter(process.measures.values_list("state", flat=True))
        assert states == {"done": 1, "in_progress": 2, "infeasible": 1, "deferred": 1}
        declined = process.measures.get(reports__move="decline")
        assert declined.reports.filter(move="reassign").exists()
        assert str(declined.organisation) == "Jobcenter Land-Muster"

    def test_one_matter_went_back_to_its_cases_and_one_to_its_group_until_a_day(self) -> None:
        taken = ways(LAND_MUSTER)
        assert taken["Wohnungsverlust nach einer Trennung"][-1] == "refer_back_to_cases"
        proposal = PlanningProcess.objects.get(authority__slug=LAND_MUSTER, stage="group_working")
        assert taken[proposal.title][-1] == "refer_back_proposal"
        assert proposal.due_back_on > clock.today()
        back = Resolution.objects.filter(outcome="referred_back")
        assert back.count() == 2
        assert all(row.conditions for row in back)

    def test_a_local_solution_proved_too_narrow_and_lies_before_the_body_with_its_history(self) -> None:
        assert list(ways(WARENDORF).values()) == [
            ["direct_intake", "check_scope", "solve_locally", "document_solution", "reopen_local", "escalate"]
        ]

    def test_every_login_that_is_printed_exists(self) -> None:
        assert User.objects.filter(email__in=[address for address, _role in logins()]).count() == len(logins())

    def test_registers_and_audit_chains_verify(self) -> None:
        told = io.StringIO()
        call_command("verify_register", stdout=told)
        call_command("verify_audit", stdout=told)
        lines = told.getvalue().splitlines()
        assert len(lines) > 1, "both commands say what they have checked"

    def test_a_second_time_doubles_nothing(self) -> None:
        before = counts()
        assert not play(Scene.COMPLETED).fresh
        assert counts() == before
