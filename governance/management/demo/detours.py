"""The training Kreis Land-Muster: three sessions in which processes take other ways (kreise.md, story F)."""

from __future__ import annotations

from governance.management.demo import detours_groups, detours_topics
from governance.management.demo import detours_groups_told as groups_told
from governance.management.demo import detours_topics_told as topics_told
from governance.management.demo.detours_session import Decision, hold
from governance.management.demo.people import Kreis
from governance.management.demo.scenes import Timetable
from governance.management.demo.story_mandate import write_paper
from governance.models import PlanningProcess
from governance.rules import clock
from governance.rules.goals import NodeDecision
from governance.rules.outcomes import ReferBackTarget

AGO = -392
AUTUMN = 182
SPRING = 350


def play_detours(kreis: Kreis) -> None:
    """Play the three sessions of the training Kreis, the first of them `AGO` days from today."""
    plan = Timetable.in_days(AGO, clock.now())
    apprentices, insurance = _first_session(kreis, plan)
    volunteers = detours_groups.play_taken_over(kreis, plan)
    _interpreters, report = detours_topics.play_report(
        kreis, plan, topics_told.INTERPRETERS, topics_told.INTERPRETERS_REPORT, days=128
    )
    proposal = detours_groups.play_goals_proposal(kreis, plan, apprentices)
    concept = detours_groups.play_concept_proposal(kreis, plan, insurance)
    hold(
        kreis,
        plan,
        Decision(
            proposal,
            no=1,
            goals={groups_told.RETURNED: (NodeDecision.RETURNED, "", groups_told.WHY_RETURNED)},
            returned_until=plan.day(AUTUMN + 180),
        ),
        Decision(
            concept,
            motion={
                "motion": "refer_back",
                "refer_target": ReferBackTarget.GROUP_WORKING.value,
                "conditions": groups_told.CONDITIONS,
                "refer_until": plan.day(-AGO + 45),
            },
        ),
        Decision(report),
        days=AUTUMN,
    )
    detours_groups.play_measures(kreis, plan, apprentices)
    _last_session(kreis, plan, apprentices, volunteers)


def _first_session(kreis: Kreis, plan: Timetable) -> tuple[PlanningProcess, PlanningProcess]:
    """Reject one topic, report one, send one back to its cases, commission two groups; return those two."""
    forms, forms_paper = detours_topics.play_rejectable(kreis, plan)
    recognition, recognition_paper = detours_topics.play_report(
        kreis, plan, topics_told.RECOGNITION, topics_told.RECOGNITION_REPORT, days=-65
    )
    housing_paper = detours_topics.play_few_cases(kreis, plan)
    apprentices, apprentices_paper = detours_groups.play_commission(
        kreis, plan, groups_told.APPRENTICES, groups_told.APPRENTICES_GROUP
    )
    insurance, insurance_paper = detours_groups.play_commission(
        kreis, plan, groups_told.INSURANCE, groups_told.INSURANCE_GROUP
    )
    hold(
        kreis,
        plan,
        Decision(forms_paper, no=4, abstain=1),
        Decision(recognition_paper),
        Decision(
            housing_paper,
            no=1,
            motion={
                "motion": "refer_back",
                "refer_target": ReferBackTarget.CASE_RECONSTRUCTION.value,
                "conditions": topics_told.MORE_CASES,
            },
        ),
        Decision(apprentices_paper, abstain=1),
        Decision(insurance_paper),
        days=0,
    )
    detours_topics.take_in(kreis, plan, topics_told.FORMS_AGAIN, days=345, after=forms)
    detours_topics.play_answer(kreis, plan, recognition, days=118)
    for process in (apprentices, insurance):
        process.refresh_from_db()
    return apprentices, insurance


def _last_session(kreis: Kreis, plan: Timetable, apprentices: PlanningProcess, volunteers: PlanningProcess) -> None:
    """Discontinue what was returned, with the mandate of its group, and what was taken over, with its measure."""
    remainder = PlanningProcess.objects.get(predecessor=apprentices)
    papers = [
        write_paper(kreis, plan, process, text, days=SPRING - 30)
        for process, text in ((remainder, groups_told.DISCONTINUED), (volunteers, groups_told.VOLUNTEERS_END))
    ]
    hold(kreis, plan, *(Decision(paper, abstain=1) for paper in papers), days=SPRING)
