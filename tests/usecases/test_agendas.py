"""Building an agenda: order and numbers, papers that come and go, the running clock."""

from __future__ import annotations

from datetime import timedelta

import pytest

from governance.access.agendas import may_see_item, visible_items
from governance.models import AgendaItem, DecisionPaper, Meeting, PaperVersion
from governance.queries.agendas import agenda_of, papers_waiting
from governance.rules import clock
from governance.usecases.agendas import (
    ItemFacts,
    add_item,
    add_late_item,
    add_usual_items,
    edit_item,
    move_item,
    remove_item,
)
from governance.usecases.foundation import Forbidden, Refused, Stale
from governance.usecases.invitations import cancel_meeting, dispatch_meeting
from tests import factories as make
from tests.cast import Cast


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return make.MeetingFactory(body=cast.body)


def add(cast: Cast, meeting: Meeting, title: str = "", **words: object) -> AgendaItem:
    facts = ItemFacts(title=title, **words)  # type: ignore[arg-type]
    return add_item(by=cast.viewer(cast.secretariat), meeting_id=meeting.public_id, facts=facts)


def released(cast: Cast, title: str = "Feststellung") -> DecisionPaper:
    paper = make.PaperFactory(body=cast.body, title=title, state="released", number=f"LG/2027/{title[:5]}")
    PaperVersion.objects.create(
        paper=paper, ordinal=1, number=paper.number, content={}, content_hash="0" * 64,
        created_by=cast.secretariat, created_at=clock.now(),
    )  # fmt: skip
    return paper


def order(meeting: Meeting) -> list[tuple[str, str]]:
    return list(meeting.items.order_by("order").values_list("number", "title"))


def test_items_are_numbered_in_their_order_and_move_both_ways(cast: Cast, meeting: Meeting) -> None:
    by = cast.viewer(cast.secretariat)
    a, _b, c = (add(cast, meeting, title) for title in "ABC")
    move_item(by=by, item_id=c.public_id, direction="up")
    assert order(meeting) == [("1", "A"), ("2", "C"), ("3", "B")]
    move_item(by=by, item_id=a.public_id, direction="down")
    move_item(by=by, item_id=c.public_id, direction="up")  # is at the top already
    assert order(meeting) == [("1", "C"), ("2", "A"), ("3", "B")]
    remove_item(by=by, item_id=a.public_id)
    assert order(meeting) == [("1", "C"), ("2", "B")]


def test_usual_items_frame_the_agenda_and_come_once(cast: Cast, meeting: Meeting) -> None:
    add(cast, meeting, "Bericht")
    by = cast.viewer(cast.secretariat)
    add_usual_items(by=by, meeting_id=meeting.public_id)
    assert add_usual_items(by=by, meeting_id=meeting.public_id) == ()
    assert [title.split(",")[0] for _n, title in order(meeting)] == ["Eröffnung", "Bericht", "Verschiedenes"]


def test_a_paper_is_scheduled_by_its_item_and_free_again_without_it(cast: Cast, meeting: Meeting) -> None:
    paper, by = released(cast), cast.viewer(cast.secretariat)
    item = add(cast, meeting, paper_id=paper.public_id)
    paper.refresh_from_db()
    assert (item.title, item.kind, paper.state) == ("Feststellung", "paper", "scheduled")
    assert paper not in papers_waiting(by, meeting)
    remove_item(by=by, item_id=item.public_id)
    paper.refresh_from_db()
    assert paper.state == "released"


def test_a_paper_lies_on_one_agenda_only(cast: Cast, meeting: Meeting) -> None:
    paper = released(cast)
    add(cast, meeting, paper_id=paper.public_id)
    with pytest.raises(Refused):
        add(cast, make.MeetingFactory(body=cast.body), paper_id=paper.public_id)


@pytest.mark.parametrize("state", ["draft", "decided", "withdrawn"])
def test_only_released_papers_are_put_on(cast: Cast, meeting: Meeting, state: str) -> None:
    paper = make.PaperFactory(body=cast.body, state=state)
    with pytest.raises(Refused):
        add(cast, meeting, paper_id=paper.public_id)
    assert not meeting.items.exists()


def test_exchanging_the_paper_frees_the_first(cast: Cast, meeting: Meeting) -> None:
    first, second = released(cast, "Erste"), released(cast, "Zweite")
    item = add(cast, meeting, paper_id=first.public_id)
    edit_item(by=cast.viewer(cast.secretariat), item_id=item.public_id, facts=ItemFacts(paper_id=second.public_id))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("released", "scheduled")


def test_dispatch_pins_the_version_and_cancelling_frees_the_paper(cast: Cast, meeting: Meeting) -> None:
    paper, by = released(cast), cast.viewer(cast.secretariat)
    item = add(cast, meeting, paper_id=paper.public_id)
    dispatch_meeting(by=by, meeting_id=meeting.public_id)
    item.refresh_from_db()
    assert item.paper_version == paper.versions.get()
    cancel_meeting(by=by, meeting_id=meeting.public_id, reason="Grund")
    item.refresh_from_db()
    paper.refresh_from_db()
    assert (item.state, item.outcome, paper.state) == ("postponed", "postponed", "released")


def test_a_late_paper_is_pinned_at_once(cast: Cast, meeting: Meeting) -> None:
    by = cast.viewer(cast.secretariat)
    add(cast, meeting, "Bericht")
    dispatch_meeting(by=by, meeting_id=meeting.public_id)
    paper = released(cast)
    item = add_late_item(by=by, meeting_id=meeting.public_id, facts=ItemFacts(paper_id=paper.public_id), reason="Frist")
    assert item.paper_version == paper.versions.get()


def test_an_item_that_was_sent_out_cannot_be_edited(cast: Cast, meeting: Meeting) -> None:
    by = cast.viewer(cast.secretariat)
    item = add(cast, meeting, "Bericht")
    dispatch_meeting(by=by, meeting_id=meeting.public_id)
    with pytest.raises(Refused):
        edit_item(by=by, item_id=item.public_id, facts=ItemFacts(title="Anders"))
    with pytest.raises(Refused):
        move_item(by=by, item_id=item.public_id, direction="down")


def test_a_late_item_nobody_was_told_of_can_still_be_edited(cast: Cast, meeting: Meeting) -> None:
    by = cast.viewer(cast.secretariat)
    add(cast, meeting, "Bericht")
    dispatch_meeting(by=by, meeting_id=meeting.public_id)
    item = add_late_item(by=by, meeting_id=meeting.public_id, facts=ItemFacts(title="Eil"), reason="Frist")
    edit_item(by=by, item_id=item.public_id, facts=ItemFacts(title="Eilsache"))
    item.refresh_from_db()
    assert item.title == "Eilsache"
    remove_item(by=by, item_id=item.public_id)
    assert not AgendaItem.objects.filter(pk=item.pk).exists()


def test_a_stale_item_form_is_told(cast: Cast, meeting: Meeting) -> None:
    by, item = cast.viewer(cast.secretariat), add(cast, meeting, "A")
    edit_item(by=by, item_id=item.public_id, facts=ItemFacts(title="B"), version=1)
    with pytest.raises(Stale):
        edit_item(by=by, item_id=item.public_id, facts=ItemFacts(title="C"), version=1)


@pytest.mark.parametrize(
    "facts",
    [
        ItemFacts(title=" \x07 "),
        ItemFacts(title="A", minutes_planned=0),
        ItemFacts(title="A", minutes_planned=601),
        ItemFacts(title="A", kind="election'"),
        ItemFacts(title="A", paper_id="nobody"),
    ],
)
def test_impossible_items_are_refused(cast: Cast, meeting: Meeting, facts: ItemFacts) -> None:
    with pytest.raises(Refused):
        add_item(by=cast.viewer(cast.secretariat), meeting_id=meeting.public_id, facts=facts)


def test_the_chair_reads_the_draft_and_does_not_build(cast: Cast, meeting: Meeting) -> None:
    item = add(cast, meeting, "A")
    assert item in visible_items(cast.viewer(cast.chair))
    with pytest.raises(Forbidden):
        edit_item(by=cast.viewer(cast.chair), item_id=item.public_id, facts=ItemFacts(title="B"))


def test_predicate_and_filter_agree_for_every_role(cast: Cast, meeting: Meeting) -> None:
    add(cast, meeting, "A")
    items = list(AgendaItem.objects.select_related("meeting__body"))
    for user in cast.roles().values():
        viewer = cast.viewer(user)
        seen = set(visible_items(viewer))
        assert seen == {item for item in items if may_see_item(viewer, item)}


def test_members_see_nothing_of_a_draft_and_guests_their_item_only(cast: Cast, meeting: Meeting) -> None:
    draft = add(cast, meeting, "Entwurf")
    other = make.AgendaItemFactory(meeting=cast.meeting, title="Anderes")
    assert draft not in visible_items(cast.viewer(cast.member))
    assert set(visible_items(cast.viewer(cast.guest))) == {cast.guest_item}
    assert {cast.guest_item, other} <= set(visible_items(cast.viewer(cast.assistant)))


def test_the_clock_runs_and_names_every_overrun(cast: Cast, meeting: Meeting) -> None:
    for minutes in (10, 45, 150):
        add(cast, meeting, f"{minutes}", minutes_planned=minutes)
    view = agenda_of(cast.viewer(cast.secretariat), meeting)
    starts = [item.starts_at - meeting.starts_at for item in view.items if item.starts_at]
    assert starts == [timedelta(), timedelta(minutes=10), timedelta(minutes=55)]
    assert [item.too_long for item in view.items] == [False, True, True]
    assert [item.past_the_end for item in view.items] == [False, False, True]
    assert len(view.overruns) == 4  # two topics, longer than the session, longer than three hours
