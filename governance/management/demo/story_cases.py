"""From case cards to a topic: series, reconstruction, process, topic (kreise.md, Demo stories)."""

from __future__ import annotations

from datetime import timedelta

from governance.management.demo.people import Kreis
from governance.management.demo.scenes import Timetable, standing_at
from governance.management.demo.topics import CaseText, TopicStory
from governance.models import PlanningProcess, ReconstructionSeries
from governance.rules.facts import Criterion
from governance.usecases import beginnings, cases, planning, process_steps


def play_cases(kreis: Kreis, plan: Timetable, story: TopicStory) -> ReconstructionSeries:
    """Nominate and reconstruct the cases of a story in the months before the session."""
    with standing_at(plan.moment(-125, 10)):
        series = cases.create_series(by=kreis.viewer(kreis.coordinator), title=story.series)
    for place, text in enumerate(story.cases):
        _play_case(kreis, plan, series, text, days=-120 + 28 * place)
    return series


def _play_case(kreis: Kreis, plan: Timetable, series: ReconstructionSeries, text: CaseText, *, days: int) -> None:
    reconstructed = plan.day(days + 7)
    with standing_at(plan.moment(days, 11)):
        card_id = cases.nominate_case(
            by=kreis.viewer(text.manager),
            series_id=series.public_id,
            facts=cases.CardFacts(
                accompanied_since=reconstructed - timedelta(weeks=text.weeks),
                medium_difficulty=True,
                typical=True,
                legal_areas=text.areas,
                problem_circles=text.circles,
                presentation=text.presentation,
            ),
            largely_completed=True,
        ).public_id
        cases.schedule_case(by=kreis.viewer(kreis.coordinator), card_id=card_id, day=reconstructed)
    with standing_at(plan.moment(days + 7, 12)):
        for restriction in text.restrictions:
            cases.add_restriction(by=kreis.viewer(text.manager), card_id=card_id, text=restriction)
        cases.mark_reconstructed(by=kreis.viewer(kreis.coordinator), card_id=card_id, day=reconstructed)
        if text.deviation:
            cases.explain_deviation(
                by=kreis.viewer(kreis.coordinator),
                card_id=card_id,
                criterion=Criterion.TENURE,
                reason=text.deviation,
            )


def play_topic(kreis: Kreis, plan: Timetable, story: TopicStory, series: ReconstructionSeries) -> PlanningProcess:
    """Start the process and derive the topic from the reconstructed cases."""
    with standing_at(plan.moment(-125, 10, 30)):
        process = beginnings.start_process(
            by=kreis.viewer(kreis.coordinator),
            title=story.process,
            body_id=kreis.body("lg").public_id,
            series_ids=[series.public_id],
        )
    with standing_at(plan.moment(-25, 14)):
        planning.save_topic(
            by=kreis.viewer(kreis.coordinator),
            process_id=process.public_id,
            statement=story.statement,
            description=story.description,
            card_ids=[card.public_id for card in series.cards.all()],
            restrictions=story.restrictions,
            version=None,
        )
        explain_size(kreis, process, story)
        process_steps.take_step(
            by=kreis.viewer(kreis.coordinator), process_id=process.public_id, transition="derive_topic", version=None
        )
    process.refresh_from_db()
    return process


def explain_size(kreis: Kreis, process: PlanningProcess, story: TopicStory) -> None:
    """Justify the next step although the series has too few cases, where the story does."""
    if story.justification:
        planning.justify(
            by=kreis.viewer(kreis.coordinator),
            process_id=process.public_id,
            finding="series_size",
            text=story.justification,
        )
