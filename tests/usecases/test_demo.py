"""The demo plays through the use cases to every scene, and twice without doubling."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Model

from governance import audit
from governance.management.demo.play import HOEXTER, logins, play
from governance.management.demo.scenes import Scene, Timetable
from governance.models import (
    AuditChain,
    AuditEntry,
    Authority,
    Meeting,
    Minutes,
    OutboxMessage,
    Person,
    PlanningProcess,
    Resolution,
    User,
    Vote,
)
from governance.rules import clock

COUNTED: tuple[type[Model], ...] = (Authority, User, Person, PlanningProcess, Meeting, Resolution)


@pytest.mark.django_db
class TestScenes:
    def stage(self) -> str:
        return str(PlanningProcess.objects.get(number__startswith="HX").stage)

    @pytest.mark.parametrize(
        ("scene", "stage"),
        [
            (Scene.TOPIC, "topic_draft"),
            (Scene.INVITED, "topic_decision"),
            (Scene.RESOLUTION, "established"),
        ],
    )
    def test_the_story_stops_where_it_is_told_to(self, scene: Scene, stage: str) -> None:
        play(scene)
        assert self.stage() == stage

    def test_the_session_is_running_with_nine_of_fourteen_voices(self) -> None:
        play(Scene.SESSION)
        assert Meeting.objects.get(state="in_session").body.authority.slug == HOEXTER
        vote = Vote.objects.get(state="open")
        assert (vote.ballots.count(), vote.electors.filter(recused=False).count()) == (9, 14)

    def test_everything_is_played_and_a_second_time_doubles_nothing(self) -> None:
        assert play(Scene.APPROVED).fresh
        assert PlanningProcess.objects.filter(stage="established").count() == 1
        topic = Resolution.objects.get(subject="establish_topic")
        assert topic.figures["yes"] == 14
        assert topic.effect.state == "done"
        assert Minutes.objects.get(meeting=topic.item.meeting).state == "approved"
        assert Meeting.objects.filter(state="invited").count() == 1
        assert all(
            mail.sent_at and mail.sent_at - mail.created_at < timedelta(hours=4) for mail in OutboxMessage.objects.all()
        )
        assert AuditEntry.objects.latest("at").at <= clock.now()
        before = [model._default_manager.count() for model in COUNTED]
        assert not play(Scene.APPROVED).fresh
        assert [model._default_manager.count() for model in COUNTED] == before
        assert [audit.verify(chain) for chain in AuditChain.objects.all()] == [None] * AuditChain.objects.count()

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
                story += [plan.moment(144, 14)]
            assert max(story) <= now, scene

    def test_every_login_that_is_printed_exists(self) -> None:
        play(Scene.CASES)
        assert User.objects.filter(email__in=[address for address, _role in logins()]).count() == len(logins())
