"""The whole demo: three Kreise, one story played to a scene, and what is under way beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from governance.management.demo import (
    story_adoption,
    story_cases,
    story_group,
    story_mandate,
    story_measures,
    story_meeting,
    story_minutes,
    story_paper,
    story_publication,
    story_session,
)
from governance.management.demo.detours import play_detours
from governance.management.demo.detours_local import play_local
from governance.management.demo.people import PASSWORD, Kreis, build, read
from governance.management.demo.scenes import DAYS, Scene, Timetable, standing_at
from governance.management.demo.solution import COURSE_GROUP
from governance.management.demo.topics import COURSE_AND_CHILD, HOME_AFTER_RECOGNITION
from governance.models import Authority, PlanningProcess, User
from governance.rules import clock
from governance.usecases.public_pages import public_pages_group

HOEXTER = "hoexter"
WARENDORF = "warendorf"
LAND_MUSTER = "land-muster"


@dataclass(frozen=True)
class Played:
    """Whether the demo was played now, and who can log in."""

    fresh: bool
    logins: tuple[tuple[str, str], ...]


def play(scene: Scene) -> Played:
    """Build the example Kreise and play the story up to `scene`; a second time nothing is doubled."""
    data = read(HOEXTER)
    fresh = not Authority.objects.filter(slug=HOEXTER).exists()
    if fresh:
        with transaction.atomic():
            plan = Timetable.of(scene, clock.now())
            with standing_at(plan.moment(-420, 8)):
                administrator = User.objects.create_user(**data["administrator"], password=PASSWORD)
                administrator.is_administrator = True
                administrator.save()
                administrator.groups.add(public_pages_group())
                since = plan.day(-420)
                kreis = build(data, administrator=administrator, since=since)
                neighbour = build(read(WARENDORF), administrator=administrator, since=since)
                training = build(read(LAND_MUSTER), administrator=administrator, since=since)
            play_story(kreis, plan, scene)
            if scene.reaches(Scene.APPROVED):
                play_detours(training)
                play_local(neighbour)
    return Played(fresh, logins())


def play_story(kreis: Kreis, plan: Timetable, scene: Scene) -> None:
    """Play story A of Kreis Höxter up to `scene`."""
    story_minutes.play_earlier_session(kreis, plan)
    series = story_cases.play_cases(kreis, plan, COURSE_AND_CHILD)
    if not scene.reaches(Scene.TOPIC):
        return
    process = story_cases.play_topic(kreis, plan, COURSE_AND_CHILD, series)
    if not scene.reaches(Scene.PAPER):
        return
    paper = story_paper.play_paper(kreis, plan, COURSE_AND_CHILD, process)
    if not scene.reaches(Scene.INVITED):
        return
    story_mandate.draft_mandate(kreis, plan, process, COURSE_GROUP)
    order = story_mandate.write_paper(kreis, plan, process, story_mandate.ORDER, days=-21)
    meeting = story_meeting.plan_meeting(kreis, plan, days=0, planned=-90)
    story_meeting.play_agenda(kreis, plan, meeting, paper)
    story_mandate.put_on_agenda(kreis, plan, meeting, order, days=-19)
    with standing_at(plan.moment(-19, 12)):
        story_meeting.last_first(kreis, meeting)
    story_minutes.put_approval_on_agenda(kreis, plan, meeting, days=-18)
    story_meeting.play_invitation(kreis, plan, meeting, days=-15)
    if not scene.reaches(Scene.SESSION):
        return
    vote = story_session.play_session_to_vote(kreis, plan, meeting)
    if not scene.reaches(Scene.RESOLUTION):
        return
    story_session.play_resolution(kreis, plan, vote)
    if not scene.reaches(Scene.MINUTES):
        return
    story_session.play_end(kreis, plan, meeting)
    story_minutes.sign_and_circulate(kreis, plan, meeting, days=4)
    if scene.reaches(Scene.GROUP):
        story_publication.publish(kreis, plan, meeting, days=8)
        play_project(kreis, plan, scene, process)


def play_project(kreis: Kreis, plan: Timetable, scene: Scene, process: PlanningProcess) -> None:
    """Play what follows the mandate: the group, its proposal, the autumn session, the changed practice."""
    story_mandate.play_constitution(kreis, plan, process, COURSE_GROUP)
    story_group.play_meetings(kreis, plan, process)
    system = story_group.play_goal_system(kreis, plan, process, COURSE_GROUP)
    if not scene.reaches(Scene.PROPOSAL):
        return
    chain = story_group.play_chain(kreis, plan, process, system)
    proposal = story_group.play_proposal(kreis, plan, process, system, chain)
    autumn = story_adoption.plan_session(kreis, plan, proposal)
    if not scene.reaches(Scene.APPROVED):
        return
    story_adoption.play_session(kreis, plan, autumn)
    story_publication.propose(kreis, plan, autumn, days=story_adoption.SESSION + 8)
    if scene.reaches(Scene.IMPLEMENTATION):
        story_measures.play_acceptance(kreis, plan, process)
        story_measures.play_course(kreis, plan, process, until=-DAYS[scene])
    if scene.reaches(Scene.COMPLETED):
        story_measures.play_completion(kreis, plan, process)
    play_present(kreis)


def play_present(kreis: Kreis) -> None:
    """Play what is under way today: a second topic on the agenda of the coming session, a third in its cases."""
    plan = Timetable.of(Scene.INVITED, clock.now())
    series = story_cases.play_cases(kreis, plan, HOME_AFTER_RECOGNITION)
    process = story_cases.play_topic(kreis, plan, HOME_AFTER_RECOGNITION, series)
    paper = story_paper.play_paper(kreis, plan, HOME_AFTER_RECOGNITION, process)
    meeting = story_meeting.plan_meeting(kreis, plan, days=0, planned=-60)
    story_meeting.play_agenda(kreis, plan, meeting, paper)
    story_minutes.put_approval_on_agenda(kreis, plan, meeting, days=-18)
    story_meeting.play_invitation(kreis, plan, meeting, days=-15)


def logins() -> tuple[tuple[str, str], ...]:
    """Return address and role of those as whom one looks around best."""
    return (
        (f"mara.feldkamp@{HOEXTER}.example", "Koordinierende Stelle"),
        (f"henrik.aldinger@{HOEXTER}.example", "Vorsitz"),
        (f"anke.dreesmann@{HOEXTER}.example", "Mitglied"),
        (f"tim.kerber@{HOEXTER}.example", "Stellvertretung"),
        (f"jonas.brinkmann@{HOEXTER}.example", "Case Management"),
        (f"lotte.wiesner@{HOEXTER}.example", "Vorzimmer"),
        (f"samira.hadad@{HOEXTER}.example", "Gast"),
        (f"birte.lohmar@{WARENDORF}.example", "Koordination in einem anderen Kreis, mit Lösung in der Projektgruppe"),
        (f"anna.wiebold@{LAND_MUSTER}.example", "Koordination im Übungskreis, Vorgänge auf Umwegen"),
        (f"elke.trautwein@{LAND_MUSTER}.example", "Vorsitz im Übungskreis"),
        (f"jonte.oberholz@{LAND_MUSTER}.example", "Kontakt einer Organisation im Übungskreis"),
        ("verwaltung@lenkwerk.example", "Administration"),
    )
