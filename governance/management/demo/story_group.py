"""The project group at work: its meetings, Zielsystem and chain, its statement, the proposal."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from governance.access.viewer import Viewer
from governance.management.demo import solution as told
from governance.management.demo.people import Kreis
from governance.management.demo.scenes import Timetable, standing_at
from governance.management.demo.story_mandate import write_paper
from governance.management.demo.topics import PaperText
from governance.models import (
    ChainLink,
    DecisionPaper,
    GoalNode,
    GoalSystem,
    PlanningProcess,
    ServiceChain,
    TopicRestriction,
)
from governance.queries.paper_documents import SectionContent
from governance.rules.outcomes import PaperSubject
from governance.rules.service_chains import Transfer
from governance.usecases import (
    chain_links,
    chain_parts,
    chain_versions,
    chains,
    goal_indicators,
    goal_versions,
    goals,
    meetings,
    process_steps,
    proposals,
)
from governance.usecases.paper_content import rich

MEETINGS = (38, 73, 108, 143)


def play_meetings(kreis: Kreis, plan: Timetable, process: PlanningProcess) -> None:
    """Fix the four meetings of the group."""
    for days in MEETINGS:
        start = plan.moment(days, 9)
        with standing_at(plan.moment(21, 9)):
            meetings.plan_meeting(
                by=kreis.viewer(kreis.coordinator),
                body_id=process.group.public_id if process.group else "",
                starts_at=start,
                ends_at=start + timedelta(hours=3),
                location="Kreishaus Höxter, Raum 204",
            )


def play_goal_system(kreis: Kreis, plan: Timetable, process: PlanningProcess, story: told.GroupStory) -> GoalSystem:
    """Build the tree as the member of the group who writes it."""
    member = kreis.viewer(story.writer)
    patterns = list(TopicRestriction.objects.filter(topic__process=process).order_by("order"))
    with standing_at(plan.moment(73, 13)):
        system = goals.begin_goal_system(
            by=member, process_id=process.public_id, title=story.title, principle_goal=story.principle
        )
        root = GoalNode.objects.get(system=system)
        for framework in story.goals:
            field = _node(member, system, root, framework.text)
            for result in framework.results:
                _result(kreis=kreis, plan=plan, member=member, field=field, result=result, patterns=patterns)
    return system


def _node(member: Viewer, system: GoalSystem, parent: GoalNode, text: str) -> GoalNode:
    return goals.add_goal_node(by=member, system_id=system.public_id, text=text, parent_id=parent.public_id)


def _result(
    *,
    kreis: Kreis,
    plan: Timetable,
    member: Viewer,
    field: GoalNode,
    result: told.ResultText,
    patterns: list[TopicRestriction],
) -> None:
    system = field.system
    node = _node(member, system, field, result.text)
    answers = tuple(patterns[place].pk for place in result.restrictions if place < len(patterns))
    goals.edit_goal_node(
        by=member,
        system_id=system.public_id,
        node_id=node.public_id,
        facts=goals.NodeFacts(text=result.text, restrictions=answers),
        version=None,
    )
    measured = result.indicator
    goal_indicators.add_indicator(
        by=member,
        system_id=system.public_id,
        node_id=node.public_id,
        facts=goal_indicators.IndicatorFacts(
            name=measured.name,
            unit=measured.unit,
            direction=measured.direction,
            baseline=Decimal(measured.baseline),
            target=Decimal(measured.target),
            target_on=plan.day(450),
            source=measured.source,
            interval_months=3,
        ),
    )
    if result.assumption:
        goal_indicators.add_assumption(
            by=member, system_id=system.public_id, node_id=node.public_id, text=result.assumption
        )
    for activity in result.activities:
        row = _node(member, system, node, activity.text)
        goals.edit_goal_node(
            by=member,
            system_id=system.public_id,
            node_id=row.public_id,
            facts=goals.NodeFacts(
                text=activity.text,
                organisation_id=kreis.organisation(activity.organisation).public_id,
                due_on=plan.day(activity.due),
            ),
            version=None,
        )


def play_chain(kreis: Kreis, plan: Timetable, process: PlanningProcess, system: GoalSystem) -> ServiceChain:
    """Write the chain as agreed: actors, steps, hand-overs."""
    member = kreis.viewer(told.COURSE_GROUP.writer)
    activities = {row.text: row.public_id for row in GoalNode.objects.filter(system=system, level="activity")}
    goal = GoalNode.objects.get(system=system, text=told.CHANGED[0])
    with standing_at(plan.moment(108, 13)):
        chain = chains.begin_chain(
            by=member, process_id=process.public_id, facts=chains.ChainFacts(told.CHAIN, goal_id=goal.public_id)
        )
        actors = {}
        for name, owner, part in told.ACTORS:
            organisation = kreis.organisation(owner).public_id if owner else ""
            actors[name] = chain_parts.add_actor(
                by=member, chain_id=chain.public_id, facts=chain_parts.ActorFacts(name, organisation, part)
            ).public_id
        steps = [
            chain_parts.add_step(
                by=member,
                chain_id=chain.public_id,
                facts=chain_parts.StepFacts(
                    step.label,
                    actor_id=actors[step.actor],
                    in_charge=step.actor,
                    accountable="Koordinierende Stelle KIM",
                    max_days=step.days,
                    activity_id=activities.get(step.activity, ""),
                    ending=step.ending,
                ),
                after_id="",
                condition="",
            ).public_id
            for step in told.STEPS
        ]
        for row in told.HANDOVERS:
            _hand_over(kreis, chain, steps, row)
    return chain


def _hand_over(kreis: Kreis, chain: ServiceChain, steps: list[str], row: told.HandoverText) -> None:
    member = kreis.viewer(told.COURSE_GROUP.writer)
    source, target = steps[row.source], steps[row.target]
    chain_links.add_link(
        by=member, chain_id=chain.public_id, source_id=source, target_id=target, condition=row.condition
    )
    link = ChainLink.objects.get(chain=chain, source__public_id=source, target__public_id=target)
    chain_links.edit_link(
        by=member,
        chain_id=chain.public_id,
        link_id=link.public_id,
        condition=row.condition,
        transfer=Transfer(
            preconditions=row.preconditions,
            follow_ups=row.follow_ups,
            documents=row.documents,
            needs_consent=bool(row.consent),
            consent=row.consent,
            deadline_days=row.deadline or None,
        ),
        version=None,
    )


def play_proposal(
    kreis: Kreis, plan: Timetable, process: PlanningProcess, system: GoalSystem, chain: ServiceChain
) -> DecisionPaper:
    """Freeze both results, write the statement of the group and the paper, and submit the proposal."""
    lead = kreis.viewer(kreis.coordinator)
    with standing_at(plan.moment(146, 10)):
        goal_versions.freeze_goal_system(by=lead, system_id=system.public_id, open_reason="", version=None)
        chain_versions.freeze_chain(by=lead, chain_id=chain.public_id, open_reason="", version=None)
        write_statement(kreis, plan, process, told.COURSE_GROUP)
    return submit_proposal(kreis, plan, process, PROPOSAL, days=150)


def write_statement(kreis: Kreis, plan: Timetable, process: PlanningProcess, story: told.GroupStory) -> None:
    """Answer each part of the mandate, and note how the group agreed."""
    proposals.save_statement(
        by=kreis.viewer(kreis.coordinator),
        process_id=process.public_id,
        answers=story.answers,
        approval="minority_opinion" if story.minority else "unanimous",
        minority_opinion=story.minority,
        agreed_on=plan.day(143),
        version=None,
    )


def submit_proposal(
    kreis: Kreis, plan: Timetable, process: PlanningProcess, text: PaperText, *, days: int
) -> DecisionPaper:
    """Write the paper `days` from the session of the story, and submit the proposal on the next day."""
    paper = write_paper(kreis, plan, process, text, days=days)
    with standing_at(plan.moment(days + 1, 9)):
        process_steps.take_step(
            by=kreis.viewer(kreis.coordinator),
            process_id=process.public_id,
            transition="submit_proposal",
            version=None,
        )
    process.refresh_from_db()
    return paper


PROPOSAL = PaperText(
    subject=PaperSubject.ADOPT_PROPOSAL,
    title="Vorschlag der PAG „Kurs und Kind“",
    summary=(
        "Die Projektarbeitsgruppe schlägt vor, wie Eltern schneller zu einem Sprachkurs mit Kinderbetreuung kommen. Das "
        "Lenkungsgremium entscheidet über Ziele, Aktivitäten und den gemeinsamen Ablauf."
    ),
    points=(
        "Das Lenkungsgremium beschließt das Zielsystem und die Dienstleistungskette der PAG „Kurs und Kind“ und "
        "beauftragt die genannten Organisationen mit der Umsetzung.",
    ),
    sections={
        "anlass": rich("<p>Die Projektarbeitsgruppe hat ihren Auftrag bearbeitet und meldet zurück.</p>"),
        "sachverhalt": rich(
            "<p>Zielsystem und Dienstleistungskette sind beigefügt; die Kosten trägt das Regelsystem.</p>"
        ),
        "fallbezug": rich("<p>Jedes Ergebnisziel nennt die Einschränkung aus den Fällen, auf die es antwortet.</p>"),
        "personal": SectionContent(choice="im Rahmen vorhandener Stellen"),
        "finanzen": SectionContent(choice="aus vorhandenen Mitteln"),
        "zeitplan": rich("<p>Umsetzung binnen neun Monaten, danach Wirkungsprüfung.</p>"),
    },
)
