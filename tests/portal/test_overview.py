"""The overview: each person's tasks, next meetings and changes, and nothing that is not meant for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from governance.models import ActionItem, Invitation, OutboxMessage, ScreeningRelease
from governance.queries.overview import overview
from governance.queries.tasks import Task, TaskKind
from governance.rules import clock
from governance.usecases.sessions import conclude_item
from tests import factories as make
from tests.cast import Cast
from tests.chamber import chamber, paper_item
from tests.conftest import queries_counted
from tests.minuted import closed_session
from tests.portal.conftest import Login


def tasks(cast: Cast, role: str, kind: str) -> list[Task]:
    viewer = cast.viewer(getattr(cast, role))
    return [task for task in overview(viewer).tasks if task.kind == kind]


def invitation_for(cast: Cast, role: str) -> None:
    Invitation.objects.create(meeting=cast.meeting, person=getattr(cast, role))


def test_an_unanswered_invitation_is_a_task_until_it_is_answered(cast: Cast) -> None:
    invitation_for(cast, "member")
    (task,) = tasks(cast, "member", TaskKind.ANSWER)
    assert task.due == clock.local_date(cast.meeting.starts_at)
    cast.meeting.invitations.update(answer="accepted", answered_sequence=cast.meeting.sequence)
    assert tasks(cast, "member", TaskKind.ANSWER) == []


def test_a_moved_meeting_asks_again(cast: Cast) -> None:
    invitation_for(cast, "member")
    cast.meeting.invitations.update(answer="accepted", answered_sequence=0)
    type(cast.meeting).objects.filter(pk=cast.meeting.pk).update(sequence=1)
    assert len(tasks(cast, "member", TaskKind.ANSWER)) == 1


def test_an_assistant_answers_for_the_member_and_sees_for_whom(cast: Cast, login: Login) -> None:
    invitation_for(cast, "member")
    (task,) = tasks(cast, "assistant", TaskKind.ANSWER)
    assert task.person == "Rolf Eickendorf"
    assert "für Rolf Eickendorf" in login(cast.assistant).get("/hoexter/").content.decode()


def test_papers_of_a_meeting_to_come_are_read_by_members_and_by_nobody_else(cast: Cast) -> None:
    paper_item(cast)
    (task,) = tasks(cast, "member", TaskKind.READ)
    assert (task.count, task.target) == (1, cast.meeting.public_id)
    assert tasks(cast, "group_member", TaskKind.READ) == []
    assert tasks(cast, "guest", TaskKind.READ) == []
    assert tasks(cast, "coordinator", TaskKind.READ) == []


def test_an_open_vote_waits_for_those_whose_vote_is_missing(cast: Cast, login: Login) -> None:
    with clock.travel(cast.meeting.starts_at):
        room = chamber(cast)
        vote = room.open()
        room.cast_all(vote, "y")
        (task,) = tasks(cast, "member", TaskKind.VOTE)
        assert task.target == vote.public_id
        assert tasks(cast, "chair", TaskKind.VOTE) == []
        assert tasks(cast, "advisory_member", TaskKind.VOTE) == []
        assert tasks(cast, "assistant", TaskKind.VOTE) == []
        assert f"/hoexter/abstimmungen/{vote.public_id}/" in login(cast.member).get("/hoexter/").content.decode()


@pytest.fixture
def ended(cast: Cast) -> Iterator[object]:
    """A closed session; the clock stands still on the day after."""
    with clock.travel(cast.meeting.starts_at):
        yield closed_session(cast)


def test_draft_minutes_wait_for_secretariat_and_chair_then_for_the_dispatch_then_for_the_members(
    cast: Cast, ended: object
) -> None:
    assert len(tasks(cast, "secretariat", TaskKind.WRITE_MINUTES)) == 1
    assert len(tasks(cast, "chair", TaskKind.SIGN)) == 1
    assert tasks(cast, "member", TaskKind.CHECK_MINUTES) == []
    ended.circulate()  # type: ignore[attr-defined]
    assert tasks(cast, "chair", TaskKind.SIGN) == []
    assert tasks(cast, "secretariat", TaskKind.WRITE_MINUTES) == []
    (task,) = tasks(cast, "member", TaskKind.CHECK_MINUTES)
    assert task.due is not None
    assert tasks(cast, "group_member", TaskKind.CHECK_MINUTES) == []
    clock.advance(timedelta(days=60))
    assert tasks(cast, "member", TaskKind.CHECK_MINUTES) == []


def test_an_action_item_waits_for_the_person_who_is_responsible(cast: Cast) -> None:
    ActionItem.objects.create(
        item=cast.guest_item, text="Kursplan anfordern", responsible=cast.member,
        due_on=clock.today() - timedelta(days=1),
    )  # fmt: skip
    (task,) = tasks(cast, "member", TaskKind.ACTION)
    assert task.subject == "Kursplan anfordern"
    assert tasks(cast, "chair", TaskKind.ACTION) == []


def test_what_is_overdue_says_so_in_words(cast: Cast, login: Login) -> None:
    ActionItem.objects.create(
        item=cast.guest_item, text="Kursplan anfordern", responsible=cast.member,
        due_on=clock.today() - timedelta(days=1),
    )  # fmt: skip
    assert "überfällig" in login(cast.member).get("/hoexter/").content.decode()


def test_a_draft_is_due_by_the_papers_deadline_of_the_next_meeting(cast: Cast) -> None:
    meeting = make.MeetingFactory(body=cast.body, starts_at=clock.now() + timedelta(days=40))
    make.PaperFactory(body=cast.body, author=cast.coordinator, title="Kurs und Kind")
    (task,) = tasks(cast, "secretariat", TaskKind.DRAFT)
    assert task.due == clock.local_date(meeting.starts_at) - timedelta(days=14)
    assert tasks(cast, "member", TaskKind.DRAFT) == []


def test_a_planned_meeting_is_to_be_invited_within_the_notice_period(cast: Cast) -> None:
    make.MeetingFactory(body=cast.body, starts_at=clock.now() + timedelta(days=30))
    (task,) = tasks(cast, "secretariat", TaskKind.INVITE)
    assert task.when is not None
    assert task.due is not None
    assert task.due < clock.local_date(task.when) - timedelta(days=10)
    assert tasks(cast, "coordinator", TaskKind.INVITE) == []


def test_held_mails_are_the_coordinators_task(cast: Cast) -> None:
    OutboxMessage.objects.create(
        scope=cast.authority.public_id, lane="x", recipient="a@example.org", sender="b@example.org", subject="x",
        content=b"x", state="held",
    )  # fmt: skip
    (task,) = tasks(cast, "coordinator", TaskKind.MAIL)
    assert task.count == 1
    assert tasks(cast, "chair", TaskKind.MAIL) == []


def test_screened_text_waits_for_the_named_second_person(cast: Cast) -> None:
    card = make.CaseCardFactory(series=make.SeriesFactory(authority=cast.authority))
    ScreeningRelease.objects.create(
        card=card, field="presentation", text="x", reason="y", requested_by=cast.coordinator, reviewer=cast.case_manager
    )
    assert len(tasks(cast, "case_manager", TaskKind.REVIEW)) == 1
    assert tasks(cast, "secretariat", TaskKind.REVIEW) == []


def test_changes_show_steps_and_resolutions_to_those_who_may_see_them(cast: Cast) -> None:
    with clock.travel(cast.meeting.starts_at):
        room = chamber(cast)
        room.take("yyyyy")
        conclude_item(by=room.secretariat, item_id=room.item.public_id)
        kinds = {change.kind for change in overview(cast.viewer(cast.member)).changes}
        assert "resolution" in kinds
        assert overview(cast.viewer(cast.group_member)).changes == ()
        assert overview(cast.viewer(cast.plain_person)).changes == ()


def test_every_role_sees_an_overview_and_every_link_on_it_opens(cast: Cast, login: Login) -> None:
    invitation_for(cast, "member")
    paper_item(cast)
    make.PaperFactory(body=cast.body, author=cast.coordinator)
    make.MeetingFactory(body=cast.body, starts_at=clock.now() + timedelta(days=30))
    for name, user in cast.roles().items():
        if name in {"anonymous", "administrator", "other_coordinator"}:
            continue
        client = login(user)
        page = client.get("/hoexter/")
        assert page.status_code == 200, name
        for link in BeautifulSoup(page.content, "html.parser").select("main a"):
            assert client.get(str(link["href"])).status_code == 200, (name, link["href"])


def test_somebody_without_tasks_is_told_so(cast: Cast, login: Login) -> None:
    page = login(cast.plain_person).get("/hoexter/").content.decode()
    assert "Nichts wartet auf Sie." in page
    assert "Zurzeit nichts zu erledigen" in page


@pytest.mark.parametrize("role", ["member", "secretariat"])
def test_three_and_thirty_of_everything_take_the_same_queries(cast: Cast, login: Login, role: str) -> None:
    def more(count: int) -> None:
        for _ in range(count):
            meeting = make.MeetingFactory(body=cast.body, invited=True)
            paper = make.PaperFactory(body=cast.body, author=cast.coordinator)
            make.AgendaItemFactory(meeting=meeting, order=1, paper=paper)
            make.MeetingFactory(body=cast.body)
            make.ProcessFactory(body=cast.body, shown_to_body=True, stage="topic_decision")
            ActionItem.objects.create(
                item=cast.guest_item, text="x", responsible=getattr(cast, role), due_on=clock.today()
            )

    client = login(getattr(cast, role))
    more(3)
    client.get("/hoexter/")
    with queries_counted() as few:
        client.get("/hoexter/")
    more(27)
    with queries_counted() as many:
        client.get("/hoexter/")
    assert len(many) == len(few)
