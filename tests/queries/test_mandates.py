"""Reading mandates: what is overdue, for whom, and that more rows cost no more queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from governance.access.viewer import Viewer
from governance.models import GoalSystem, Measure, ServiceChain
from governance.queries.group_page import group_list, group_page
from governance.queries.mandate_pages import mandate_page
from governance.queries.mandates import commissioned_by, mandate_facts, mandates_of_group, overdue_mandates
from governance.queries.nominations import open_nominations
from governance.rules import clock
from governance.rules.lifecycles import NominationState
from tests import factories as make
from tests.cast import Cast
from tests.commissioned import Commission, drafted, with_contact
from tests.conftest import queries_counted

pytestmark = pytest.mark.django_db


def late(cast: Cast, **values: object) -> Commission:
    return drafted(cast, report=clock.today() - timedelta(days=3), **values).adopt()


def test_a_missed_report_back_is_seen_by_the_body_that_gave_the_order_and_by_coordinators(cast: Cast) -> None:
    commission = late(cast)
    for person in (cast.member, cast.chair, cast.assistant, cast.coordinator):
        assert [row.mandate for row in overdue_mandates(cast.viewer(person))] == [commission.mandate]
    for person in (cast.group_member, cast.contact, cast.case_manager, cast.other_coordinator):
        assert overdue_mandates(cast.viewer(person)) == ()


def test_who_has_handed_in_a_proposal_is_not_overdue_until_it_is_recalled(cast: Cast) -> None:
    commission = late(cast).name_all()
    commission.put("group_working")
    steps = commission.process.steps
    steps.create(transition="submit_proposal", target="proposal_decision", at=clock.now())
    assert overdue_mandates(cast.viewer(cast.chair)) == ()
    steps.create(transition="recall_proposal", target="group_working", at=clock.now() + timedelta(hours=1))
    assert len(overdue_mandates(cast.viewer(cast.chair))) == 1


def test_a_mandate_past_its_end_is_marked_and_a_fulfilled_one_is_not(cast: Cast) -> None:
    commission = drafted(cast).adopt()
    with clock.travel(clock.now() + timedelta(days=400)):
        (row,) = commissioned_by(cast.viewer(cast.member), cast.body)
        assert row.dates.expired
        type(commission.mandate).objects.update(state="fulfilled")
        (row,) = commissioned_by(cast.viewer(cast.member), cast.body)
        assert not row.dates.needs_attention


def test_a_moved_meeting_moves_the_report_back_and_leaves_the_text_as_it_was_laid(cast: Cast) -> None:
    commission = drafted(cast)
    meeting = make.MeetingFactory(body=cast.body)
    type(commission.version).objects.update(report_back_meeting=meeting, report_back_on=None)
    before = mandate_page(cast.viewer(cast.coordinator), commission.mandate.public_id).text
    type(meeting).objects.filter(pk=meeting.pk).update(
        starts_at=meeting.starts_at + timedelta(days=7), ends_at=meeting.ends_at + timedelta(days=7)
    )
    assert mandate_page(cast.viewer(cast.coordinator), commission.mandate.public_id).text == before
    commission.version.refresh_from_db()
    commission.adopt()
    (row,) = commissioned_by(cast.viewer(cast.member), cast.body)
    assert row.dates.report_back == clock.local_date(meeting.starts_at) + timedelta(days=7)


def test_the_guards_learn_each_place_with_its_answer(cast: Cast) -> None:
    commission = drafted(cast).adopt().name_all()
    facts = mandate_facts(commission.process)
    assert [row.state for row in facts.nominations] == [
        NominationState.NAMED,
        NominationState.NAMED,
        NominationState.DECLINED,
    ]
    assert (facts.nominations[0].lead, facts.has_draft, facts.has_group) == (True, False, False)


def test_the_contact_is_asked_for_its_own_organisation_only(cast: Cast) -> None:
    commission = with_contact(drafted(cast)).adopt()
    assert [row.organisation for row in open_nominations(cast.viewer(cast.contact))] == [commission.agency]
    assert not open_nominations(cast.viewer(cast.coordinator)).exists()


def test_what_was_adopted_is_read_by_body_group_and_named_organisations_and_a_draft_by_coordinators(cast: Cast) -> None:
    commission = with_contact(drafted(cast, group=cast.project_group))
    readers = (cast.member, cast.group_lead, cast.contact)
    for person in readers:
        with pytest.raises(type(commission.mandate).DoesNotExist):
            mandate_page(cast.viewer(person), commission.mandate.public_id)
    commission.adopt()
    for person in readers:
        assert mandate_page(cast.viewer(person), commission.mandate.public_id).version == commission.version


def test_others_see_of_a_group_only_what_was_frozen(cast: Cast) -> None:
    commission = drafted(cast, group=cast.project_group).adopt().at_work()
    system = GoalSystem.objects.create(process=commission.process, title="Kurs und Kind")
    ServiceChain.objects.create(process=commission.process, title="Weg in den Kurs", kind="to_be")
    group = group_page(cast.viewer(cast.group_member), cast.project_group.public_id)
    assert ([row.system.title for row in group.goals], [row.title for row in group.chains]) == (
        ["Kurs und Kind"],
        ["Weg in den Kurs"],
    )
    body = group_page(cast.viewer(cast.member), cast.project_group.public_id)
    assert (body.goals, body.chains, body.order.mandate) == ((), (), commission.mandate)
    system.versions.create(ordinal=1, content={}, content_hash="0" * 64, created_by=cast.coordinator)
    commission.put("proposal_decision")
    body = group_page(cast.viewer(cast.member), cast.project_group.public_id)
    assert [(row.system, row.version.ordinal, row.parts) for row in body.goals] == [(system, 1, None)]


READERS: dict[str, Callable[[Viewer, Commission], object]] = {
    "overdue": lambda viewer, _commission: overdue_mandates(viewer),
    "commissioned": lambda viewer, commission: commissioned_by(viewer, commission.process.body),
    "told": lambda viewer, commission: mandates_of_group(viewer, commission.process.group),
    "groups": lambda viewer, _commission: group_list(viewer),
    "group": lambda viewer, commission: group_page(viewer, commission.process.group.public_id),
    "mandate": lambda viewer, commission: mandate_page(viewer, commission.mandate.public_id),
    "facts": lambda _viewer, commission: mandate_facts(commission.process),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("person", ["member", "coordinator"])
def test_more_mandates_cost_no_more_queries(cast: Cast, reader: str, person: str) -> None:
    def add() -> Commission:
        commission = late(cast, group=cast.project_group).at_work()
        Measure.objects.create(process=commission.process, title="Kursort klären", organisation=commission.agency)
        GoalSystem.objects.create(process=commission.process, title="Kurs und Kind")
        make.PaperFactory(body=cast.body, process=commission.process, subject="adopt_proposal")
        return commission

    commission = add()
    READERS[reader](cast.viewer(getattr(cast, person)), commission)  # what the rows load once is loaded
    with queries_counted() as few:
        READERS[reader](cast.viewer(getattr(cast, person)), commission)
    for _time in range(4):
        add()
    with queries_counted() as many:
        READERS[reader](cast.viewer(getattr(cast, person)), commission)
    assert len(many) == len(few)
