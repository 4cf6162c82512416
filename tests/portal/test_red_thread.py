"""The red thread: from a restriction in the cases to what changed, and from a measure back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from governance.models import Measure, PlanningProcess, TopicRestriction
from governance.queries.red_thread import red_thread
from governance.rules import clock
from tests import factories as make
from tests.conftest import queries_counted
from tests.driven import Driven
from tests.driven_needs import goals, with_group
from tests.goaled import Goals
from tests.portal.conftest import Login

pytestmark = pytest.mark.django_db
FOUND = "Der Kurs endet nach der Kita."


@pytest.fixture
def thread(session: Driven) -> tuple[Driven, Goals]:
    """A process in implementation: a pattern from two cases, a goal that answers it, a value, a measure; one beside."""
    driven = session.at("implementation")
    with_group(driven)
    found = goals(driven)
    pattern = TopicRestriction.objects.create(topic=driven.process.topic, text="Kein Betreuungsplatz zur Kurszeit")
    series = make.SeriesFactory(authority=driven.cast.authority)
    for card in make.CaseCardFactory.create_batch(2, series=series, case_manager=driven.cast.case_manager):
        pattern.sources.add(card.restrictions.create(text=FOUND))
    found.nodes["1.1"].restrictions.add(pattern)
    found.nodes["1.1"].indicators.get().values.create(
        value=Decimal(41), on=clock.today(), recorded_by=driven.cast.coordinator
    )
    make.MeasureFactory(
        process=driven.process, node=found.nodes["1.1.1"], title="Plätze melden", organisation=found.organisation
    )
    make.MeasureFactory(process=driven.process, title="Fahrdienst klären", organisation=found.organisation)
    return driven, found


def url(process: PlanningProcess, measure: str = "") -> str:
    address = reverse("portal:process_red_thread", args=["hoexter", process.public_id])
    return f"{address}?massnahme={measure}" if measure else address


def page_of(login: Login, driven: Driven, role: str, measure: str = "") -> str:
    return str(login(getattr(driven.cast, role)).get(url(driven.process, measure)).content.decode())


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("coordinator", 200), ("case_manager", 200), ("member", 200), ("chair", 200), ("assistant", 200),
        ("group_lead", 200), ("group_member", 200), ("contact", 404), ("guest", 404), ("plain_person", 404),
        ("former_member", 404), ("other_coordinator", 404),
    ],
)  # fmt: skip
def test_whoever_sees_the_process_follows_its_thread(
    thread: tuple[Driven, Goals], login: Login, role: str, status: int
) -> None:
    driven, _goals = thread
    assert login(getattr(driven.cast, role)).get(url(driven.process)).status_code == status


def test_it_leads_from_the_cases_to_the_measure_and_its_effect(thread: tuple[Driven, Goals], login: Login) -> None:
    driven, _goals = thread
    page = page_of(login, driven, "coordinator")
    for told in ("Kein Betreuungsplatz zur Kurszeit", "Wortlaut 1.1", "41", "Wartezeit bis Kursbeginn"):
        assert told in page
    assert page.index("Kein Betreuungsplatz") < page.index("Wortlaut 1.1") < page.index("Plätze melden")
    assert "Fahrdienst klären" in page
    assert "Wortlaut 2.1" in page, "goals that answer nothing are not left out"


@pytest.mark.parametrize("role", ["coordinator", "case_manager"])
def test_case_workers_read_which_cases_showed_it(thread: tuple[Driven, Goals], login: Login, role: str) -> None:
    driven, _goals = thread
    page = page_of(login, driven, role)
    for card in driven.process.topic.restrictions.get().sources.all():
        assert reverse("portal:case", args=["hoexter", card.card.public_id]) in page
    assert FOUND in page


@pytest.mark.parametrize("role", ["member", "group_member", "assistant"])
def test_others_read_how_many_cases_and_never_which(thread: tuple[Driven, Goals], login: Login, role: str) -> None:
    driven, _goals = thread
    page = page_of(login, driven, role)
    assert "in 2 Fällen" in page
    assert FOUND not in page
    for card in driven.process.topic.restrictions.get().sources.all():
        assert card.card.code not in page.split("<main")[1]
        assert card.card.public_id not in page


def test_from_a_measure_one_comes_back_to_its_own_strand(thread: tuple[Driven, Goals], login: Login) -> None:
    driven, _goals = thread
    measure = Measure.objects.get(title="Plätze melden")
    page = page_of(login, driven, "coordinator", measure.public_id)
    assert "Kein Betreuungsplatz zur Kurszeit" in page
    assert "Plätze melden" in page
    assert "Fahrdienst klären" not in page
    assert "Wortlaut 2.1" not in page
    direct = page_of(login, driven, "coordinator", Measure.objects.get(title="Fahrdienst klären").public_id)
    assert "Fahrdienst klären" in direct
    assert "Plätze melden" not in direct


def test_a_measure_of_another_process_leads_nowhere(
    thread: tuple[Driven, Goals], session: Driven, login: Login
) -> None:
    driven, _goals = thread
    other = make.MeasureFactory(process=session.at("implementation").process)
    for key in (other.public_id, "unbekannt"):
        assert login(driven.cast.coordinator).get(url(driven.process, key)).status_code == 404


@pytest.mark.parametrize("key", ["%00", "'", "x" * 500, "a b"])
def test_a_strange_measure_is_answered_in_order(thread: tuple[Driven, Goals], login: Login, key: str) -> None:
    driven, _goals = thread
    answer = login(driven.cast.coordinator).get(url(driven.process), {"massnahme": key})
    assert answer.status_code in (200, 404)


def test_a_removed_goal_is_not_on_the_thread(thread: tuple[Driven, Goals], login: Login) -> None:
    driven, found = thread
    type(found.nodes["2.1"]).objects.filter(text__startswith="Wortlaut 2.1").update(removed_at=clock.now())
    assert "Wortlaut 2.1" not in page_of(login, driven, "coordinator")


def test_the_working_copy_stays_with_the_group_until_it_is_handed_in(session: Driven, login: Login) -> None:
    driven = session.at("group_working")
    with_group(driven)
    goals(driven)
    assert "Wortlaut 1.1" in page_of(login, driven, "group_member")
    assert "Wortlaut 1.1" not in page_of(login, driven, "member")


def test_an_early_process_says_where_the_thread_begins(session: Driven, login: Login) -> None:
    driven = session.at("case_reconstruction")
    assert "Der Faden beginnt" in page_of(login, driven, "coordinator")


def test_hostile_words_are_shown_as_text(thread: tuple[Driven, Goals], login: Login) -> None:
    driven, _goals = thread
    TopicRestriction.objects.update(text="<script>alert(1)</script>")
    page = page_of(login, driven, "member")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_it_takes_as_many_queries_for_fifty_goals_as_for_three(thread: tuple[Driven, Goals]) -> None:
    driven, found = thread
    viewer = driven.coordinator
    counts = []
    for more in (0, 47):
        for number in range(more):
            goal = make.GoalNodeFactory(system=found.system, parent=found.nodes["2"], level="result_goal", order=number)
            make.IndicatorFactory(node=goal).values.create(
                value=1, on=clock.today(), recorded_by=driven.cast.coordinator
            )
            row = driven.process.topic.restrictions.create(text=f"Muster {number}", order=number)
            goal.restrictions.add(row)
            activity = make.GoalNodeFactory(system=found.system, parent=goal, level="activity")
            make.MeasureFactory(process=driven.process, node=activity, organisation=found.organisation)
        with queries_counted() as queries:
            seen = red_thread(viewer, driven.process.public_id)
            assert sum(len(strand.goals) for strand in seen.strands) == 3 + more
            activities = [row for strand in seen.strands for goal in strand.goals for row in goal.activities]
            assert all(str(row.measure.organisation) for row in activities if row.measure)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 16
