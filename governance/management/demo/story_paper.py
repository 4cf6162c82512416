"""The Beschlussvorlage of a topic: written, released, submitted."""

from __future__ import annotations

from governance.management.demo.annexes import attach_annexes
from governance.management.demo.people import Kreis
from governance.management.demo.scenes import Timetable, standing_at
from governance.management.demo.story_cases import explain_size
from governance.management.demo.topics import TopicStory
from governance.models import DecisionPaper, PlanningProcess
from governance.usecases import papers, process_steps


def play_paper(kreis: Kreis, plan: Timetable, story: TopicStory, process: PlanningProcess) -> DecisionPaper:
    """Write and release the paper, and submit the topic to the Lenkungsgremium."""
    paper = write_paper(kreis, plan, story, process)
    with standing_at(plan.moment(-21, 10)):
        attach_annexes(kreis.viewer(kreis.coordinator), paper)
    with standing_at(plan.moment(-20, 15)):
        explain_size(kreis, process, story)
        papers.release_paper(by=kreis.viewer(kreis.coordinator), paper_id=paper.public_id)
        process_steps.take_step(
            by=kreis.viewer(kreis.coordinator), process_id=process.public_id, transition="submit_topic", version=None
        )
    paper.refresh_from_db()
    return paper


def write_paper(kreis: Kreis, plan: Timetable, story: TopicStory, process: PlanningProcess) -> DecisionPaper:
    """Write the working copy of the paper."""
    with standing_at(plan.moment(-22, 9)):
        paper = papers.create_paper(
            by=kreis.viewer(kreis.coordinator),
            body_id=kreis.body("lg").public_id,
            template_id=kreis.template.public_id,
            subject="establish_topic",
            title=story.paper,
            process_id=process.public_id,
            summary=story.summary,
        )
        return papers.save_paper(
            by=kreis.viewer(kreis.coordinator),
            paper_id=paper.public_id,
            version=None,
            title=story.paper,
            subject="establish_topic",
            process_id=process.public_id,
            summary=story.summary,
            sections=story.sections,
            points=story.points,
        )
