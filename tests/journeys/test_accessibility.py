"""axe on the pages of the demo: wide and narrow, light and dark, and with the errors of every form.

By default every address is looked at once, its role, width and theme chosen in turn; AXE=all looks at everything.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from governance.management.demo import (
    story_adoption,
    story_cases,
    story_group,
    story_mandate,
    story_meeting,
    story_paper,
    story_session,
)
from governance.management.demo.people import Kreis
from governance.management.demo.play import play_story
from governance.management.demo.scenes import Scene, Timetable, standing_at
from governance.management.demo.solution import COURSE_GROUP
from governance.management.demo.topics import HOME_AFTER_RECOGNITION
from governance.models import PlanningProcess, Resolution
from governance.rules import clock
from governance.usecases import evaluations, follow_ups, intake, measure_reports, measures, notices, sessions, votes
from tests import factories as make
from tests.journeys.conftest import Hands
from tests.journeys.pages import Shown, pages, refused_forms
from tests.journeys.screens import screens

pytestmark = pytest.mark.axe
AXE = (Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
CHECK = """async rules => {
  const found = await axe.run(document, rules);
  return { passed: found.passes.length, violations: found.violations };
}"""
LOOKS = ((1280, "light"), (320, "dark"), (320, "light"), (1280, "dark"))
EVERYTHING = os.environ.get("AXE") == "all"


SPRING = Timetable(datetime(2027, 5, 12, 14, tzinfo=clock.BERLIN))
AUTUMN = Timetable(SPRING.moment(story_adoption.SESSION, 14))


@pytest.fixture
def demo(kreis: Kreis, hands: Hands) -> Kreis:
    """The Kreis in its autumn session: it votes on a second topic, the proposal of the group comes next."""
    hands.put(clock.local_date(AUTUMN.start), 15)
    play_story(kreis, SPRING, Scene.GROUP)
    process = PlanningProcess.objects.get(stage="group_working")
    chain = story_group.play_chain(kreis, SPRING, process, process.goal_system)
    proposal = story_group.play_proposal(kreis, SPRING, process, process.goal_system, chain)
    series = story_cases.play_cases(kreis, AUTUMN, HOME_AFTER_RECOGNITION)
    second = story_cases.play_topic(kreis, AUTUMN, HOME_AFTER_RECOGNITION, series)
    story_mandate.draft_mandate(kreis, AUTUMN, second, COURSE_GROUP)
    paper = story_paper.play_paper(kreis, AUTUMN, HOME_AFTER_RECOGNITION, second)
    meeting = story_adoption.plan_session(kreis, SPRING, paper, proposal)
    with standing_at(AUTUMN.during(1)):
        story_session.open_and_seat(kreis, meeting)
        story_session.play_formality(kreis, meeting)
        story_session.approve(kreis, meeting)
        item = meeting.items.get(paper=paper)
        sessions.call_item(by=kreis.viewer(kreis.chair), item_id=item.public_id)
        vote = votes.prepare_vote(by=kreis.viewer(kreis.coordinator), item_id=item.public_id)
        votes.open_vote(by=kreis.viewer(kreis.chair), vote_id=vote.public_id)
        story_session.cast(kreis, vote, kreis.chair)
    story_meeting.plan_meeting(kreis, AUTUMN, days=60, planned=-2)
    _practice(kreis)
    return kreis


def _practice(kreis: Kreis) -> None:
    """What is carried out: a topic taken over with a measure, its effect, what practice is told, a follow-up."""
    by = kreis.viewer(kreis.coordinator)
    make.ProcessFactory(body=kreis.body("lg"), stage="completed", coordinator=kreis.person(kreis.coordinator))
    decision = intake.EarlierFacts(
        "Kreistag", date(2026, 11, 2), "Die Börse wird eingerichtet.", "Niederschrift, TOP 7"
    )
    process = intake.take_over(
        by=by,
        title="Ehrenamtsbörse",
        body_id=kreis.body("lg").public_id,
        stage="implementation",
        statement="Ehrenamtliche und Lernende finden nicht zueinander.",
        note="Aus dem Integrationskonzept",
        decisions=(decision,),
    )
    for title in ("Börse eröffnen", "Flyer drucken"):
        owner = kreis.organisation("wohlfahrt").public_id
        text = measures.MeasureText(title=title, organisation_id=owner, due_on=date(2027, 12, 1))
        measure = measures.plan_measure(by=by, process_id=process.public_id, text=text)
    measure_reports.accept_measure(
        by=kreis.viewer("kettler"), measure_id=measure.public_id, person_id=kreis.person("lindhorst").public_id
    )
    evaluations.write_evaluation(
        by=by, process_id=process.public_id, reached="partly", summary="Erste Paare.", no_values_reason="", version=0
    )
    notices.send_notice(
        by=by, subject="Börse", text="Sie beginnt.", audience=notices.Audience(), process_id=process.public_id
    )
    follow_ups.open_follow_up(
        by=by,
        resolution_id=Resolution.objects.filter(subject="mandate").latest("pk").public_id,
        text=follow_ups.FollowUpText(
            task="Zahlen nachreichen", due_on=date(2027, 12, 1), organisation_id=kreis.organisation("ki").public_id
        ),
    )


def chosen(pages: Iterable[Shown]) -> Iterator[tuple[Shown, int, str]]:
    """Yield pages with width and theme: in every look, or in changing ones."""
    for turn, page in enumerate(pages):
        for width, theme in LOOKS if EVERYTHING else (LOOKS[turn % len(LOOKS)],):
            yield page, width, theme


def look(browser: Browser, pages: Iterable[Shown], names: set[str]) -> list[str]:
    """Return what is wrong with the pages, one line each; so is each of the `names` that is not among them."""
    wrong = []
    seen = set()
    with screens(browser) as show:
        for page, width, theme in chosen(pages):
            where = f"{page.name} as {page.role} at {width} {theme} ({page.path})"
            seen.add(page.name)
            screen = show(page, width, theme)
            screen.evaluate(f"(function () {{ {AXE} }}).call(window)")
            result = screen.evaluate(CHECK, RULES)
            assert result["passed"], f"axe checked nothing: {where}"
            wrong += [
                f"{where}: {found['id']} {[node['html'][:140] for node in found['nodes'][:2]]}"
                for found in result["violations"]
            ]
            over = screen.evaluate("document.documentElement.scrollWidth") - width
            if over > 0:
                wrong.append(f"{where}: {over} px too wide")
    return wrong + [f"not looked at: {name}" for name in sorted(names - seen)]


def test_no_page_of_any_role_violates_axe_or_scrolls_sideways(browser: Browser, demo: Kreis) -> None:
    names = {"overview", "process", "agenda", "session", "vote", "minutes", "account_login", "/"}
    names |= {"mandate", "nomination", "body_group", "goal_system", "goal_version", "goal_node_edit", "chain"}
    names |= {"chain_version", "chain_link_edit", "process_statement", "session_nodes", "measure", "follow_up"}
    names |= {"evaluation", "notice", "process_red_thread", "series_outcome", "process_state", "process_take_over"}
    assert look(browser, pages(demo, whole=EVERYTHING), names) == []


def test_no_form_with_errors_violates_axe_or_scrolls_sideways(browser: Browser, demo: Kreis) -> None:
    names = {"meeting_plan", "process_start", "case_nominate", "account_login"}
    names |= {"mandate_edit", "measure_plan", "process_take_in", "process_next_cycle"}
    assert look(browser, refused_forms(demo, whole=EVERYTHING), names) == []
