"""Mandates: who drafts, what a resolution freezes and asks for, what becomes of the mandate afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from governance.models import AuditEntry, Mandate, MandateVersion, Membership, Nomination, OutboxMessage
from governance.queries.mandates import mandate_facts, mandate_text
from governance.rules import clock
from governance.rules.mandates import MandatePart, mandate_hash
from governance.usecases.foundation import Forbidden, Refused, Stale
from governance.usecases.mandate_drafts import (
    MandateDraft,
    PlaceDraft,
    begin_amendment,
    begin_mandate,
    discard_amendment,
    edit_mandate,
)
from governance.usecases.mandates import (
    adopt_mandate_version,
    end_mandates,
    fulfil_mandate,
    share_mandate,
    take_up_mandate_again,
)
from tests import factories as make
from tests.cast import Cast
from tests.commissioned import Commission, drafted, with_contact

pytestmark = pytest.mark.django_db


def entered(commission: Commission, **values: object) -> MandateDraft:
    """Return what the form of the commission's draft would send."""
    row = commission.version
    places = tuple(PlaceDraft(place.organisation.public_id, place.seat_name, place.lead) for place in row.places.all())
    draft = MandateDraft(
        group_name=commission.mandate.group_name,
        subject=row.subject,
        objective=row.objective,
        working_form=row.working_form,
        result_form=row.result_form,
        result_types=tuple(row.result_types),
        report_back_on=row.report_back_on,
        ends_on=row.ends_on,
        places=places,
    )
    return replace(draft, **values)  # type: ignore[arg-type]


def edit(commission: Commission, draft: MandateDraft, version: int | None = None) -> MandateVersion:
    by = commission.cast.viewer(commission.cast.coordinator)
    return edit_mandate(by=by, version_id=commission.version.public_id, draft=draft, version=version)


def begin(cast: Cast, stage: str) -> MandateVersion:
    process = make.ProcessFactory(body=cast.body, stage=stage, shown_to_body=True)
    make.TopicFactory(process=process)
    return begin_mandate(by=cast.viewer(cast.coordinator), process_id=process.public_id, group_name="PAG Wege")


@pytest.mark.parametrize("stage", ["topic_draft", "scope_check", "topic_decision", "established", "evaluation"])
def test_a_mandate_begins_with_the_topic_and_the_results_of_the_profile(cast: Cast, stage: str) -> None:
    version = begin(cast, stage)
    assert version.subject.startswith("Eltern mit Betreuungspflichten")
    assert version.result_types == ["goal_system", "service_chain"]
    assert mandate_facts(version.mandate.processes.get()).missing[0] is MandatePart.OBJECTIVE


@pytest.mark.parametrize(
    "stage", ["case_reconstruction", "commissioned", "group_working", "implementation", "rejected"]
)
def test_no_mandate_begins_before_the_topic_or_after_the_commission(cast: Cast, stage: str) -> None:
    with pytest.raises(Refused):
        begin(cast, stage)


def test_a_process_has_one_living_mandate(cast: Cast) -> None:
    commission = drafted(cast)
    with pytest.raises(Refused):
        begin_mandate(
            by=cast.viewer(cast.coordinator), process_id=commission.process.public_id, group_name="Zweite Gruppe"
        )


def test_only_coordinators_draft(cast: Cast) -> None:
    commission = drafted(cast)
    with pytest.raises(Forbidden):
        begin_mandate(by=cast.viewer(cast.member), process_id=commission.process.public_id, group_name="PAG")
    for person in (cast.member, cast.group_lead, cast.contact):
        with pytest.raises(MandateVersion.DoesNotExist):
            edit_mandate(
                by=cast.viewer(person), version_id=commission.version.public_id, draft=entered(commission), version=None
            )


def test_a_draft_is_edited_part_by_part_with_its_composition(cast: Cast) -> None:
    commission = drafted(cast)
    meeting = make.MeetingFactory(body=cast.body)
    places = (
        PlaceDraft(commission.agency.public_id, "Regionalkoordination"),
        PlaceDraft(commission.agency.public_id, "Außenstelle", lead=True),
    )
    row = edit(
        commission,
        entered(
            commission,
            group_name="PAG Neu",
            objective="Kürzere Wege",
            report_meeting_id=meeting.public_id,
            ends_on=clock.today() + timedelta(days=200),
            places=places,
        ),
        commission.version.version,
    )
    assert (row.objective, row.report_back_meeting, row.report_back_on) == ("Kürzere Wege", meeting, None)
    assert [(place.seat_name, place.lead) for place in row.places.all()] == [
        ("Regionalkoordination", False),
        ("Außenstelle", True),
    ]
    assert Mandate.objects.get(pk=commission.mandate.pk).group_name == "PAG Neu"


def test_a_body_that_exists_may_get_the_mandate_but_not_the_one_that_decides(cast: Cast) -> None:
    commission = drafted(cast)
    edit(commission, entered(commission, group_id=cast.project_group.public_id))
    mandate = Mandate.objects.get(pk=commission.mandate.pk)
    assert (mandate.group, mandate.group_name) == (cast.project_group, cast.project_group.name)
    with pytest.raises(Refused):
        edit(commission, entered(commission, group_id=cast.body.public_id))


@pytest.mark.parametrize(
    "wrong",
    ["two leads", "a place twice", "an unknown organisation", "an end before the report", "another body's meeting"],
)
def test_what_does_not_fit_is_refused_and_nothing_is_lost(cast: Cast, wrong: str) -> None:
    commission = drafted(cast)
    one, two = commission.office.public_id, commission.agency.public_id
    foreign = make.OrganisationFactory(authority=cast.other_authority).public_id
    values: dict[str, dict[str, object]] = {
        "two leads": {"places": (PlaceDraft(one, lead=True), PlaceDraft(two, lead=True))},
        "a place twice": {"places": (PlaceDraft(one, "Leitung"), PlaceDraft(one, "leitung"))},
        "an unknown organisation": {"places": (PlaceDraft(foreign),)},
        "an end before the report": {"ends_on": clock.today() + timedelta(days=89)},
        "another body's meeting": {"report_meeting_id": make.MeetingFactory(body=cast.project_group).public_id},
    }
    with pytest.raises(Refused):
        edit(commission, entered(commission, **values[wrong]))
    assert commission.version.places.count() == 3


def test_the_second_of_two_editors_is_told(cast: Cast) -> None:
    commission = drafted(cast)
    seen = commission.version.version
    edit(commission, entered(commission, objective="Erste"), seen)
    with pytest.raises(Stale) as stale:
        edit(commission, entered(commission, objective="Zweite"), seen)
    assert stale.value.current.objective == "Erste"


def test_adoption_freezes_the_text_asks_every_place_and_mails_the_contacts(cast: Cast) -> None:
    commission = with_contact(drafted(cast))
    expected = mandate_hash(mandate_text(commission.version))
    commission.adopt()
    assert (commission.mandate.state, commission.version.state) == ("adopted", "adopted")
    assert commission.version.content_hash == expected
    assert sorted(commission.mandate.nominations.values_list("organisation__name", "lead", "state")) == sorted(
        (place.organisation.name, place.lead, "open") for place in commission.version.places.all()
    )
    mails = [row for row in OutboxMessage.objects.all() if row.lane.startswith("mandate.")]
    assert [row.recipient for row in mails] == [cast.contact.email]
    assert mails[0].subject == "Bitte um Benennung für eine Projektgruppe", "neither person nor matter"


def test_an_adopted_version_cannot_be_edited_and_not_even_the_database_changes_it(cast: Cast) -> None:
    commission = drafted(cast).adopt()
    with pytest.raises(Refused):
        edit(commission, entered(commission, objective="Anders"))
    with pytest.raises(DatabaseError), transaction.atomic():
        MandateVersion.objects.filter(pk=commission.version.pk).update(objective="Anders")


def amended(commission: Commission) -> MandateVersion:
    cast = commission.cast
    return begin_amendment(by=cast.viewer(cast.coordinator), mandate_id=commission.mandate.public_id)


def test_an_amendment_is_a_copy_that_changes_nothing_until_it_is_adopted(cast: Cast) -> None:
    commission = drafted(cast).adopt().at_work()
    draft = amended(commission)
    assert draft.ordinal == 2
    assert mandate_hash(mandate_text(draft)) == mandate_hash(mandate_text(commission.version))
    with pytest.raises(Refused):
        amended(commission)
    discard_amendment(by=cast.viewer(cast.coordinator), version_id=draft.public_id, version=draft.version)
    assert commission.mandate.versions.count() == 1


def test_a_mandate_is_not_amended_before_its_group_works(cast: Cast) -> None:
    commission = drafted(cast).adopt()
    with pytest.raises(Refused):
        amended(commission)


def test_the_first_draft_and_a_draft_on_a_released_paper_are_not_discarded(cast: Cast) -> None:
    commission = drafted(cast)
    by = cast.viewer(cast.coordinator)
    with pytest.raises(Refused):
        discard_amendment(by=by, version_id=commission.version.public_id, version=None)
    commission.adopt().at_work()
    draft = amended(commission)
    make.PaperFactory(body=cast.body, process=commission.process, subject="amend_mandate", state="released", number="1")
    with pytest.raises(Refused):
        discard_amendment(by=by, version_id=draft.public_id, version=None)


def test_an_amendment_keeps_answers_asks_new_organisations_and_releases_who_falls_away(cast: Cast) -> None:
    commission = drafted(cast, group=cast.project_group).adopt().at_work()
    draft = amended(commission)
    new = make.OrganisationFactory(authority=cast.authority, name="Volkshochschule")
    draft.places.filter(organisation=commission.agency).delete()
    make.MandatePlaceFactory(version=draft, order=9, organisation=new)
    gone = commission.nomination(commission.agency)
    with clock.travel(clock.now() + timedelta(days=30)):
        adopt_mandate_version(draft, at=clock.now())
        left = clock.today() - timedelta(days=1)
    states = dict(commission.mandate.nominations.values_list("organisation__name", "state"))
    assert states == {
        commission.office.name: "named",
        commission.agency.name: "released",
        commission.welfare.name: "declined",
        new.name: "open",
    }
    membership = Membership.objects.get(seat=Nomination.objects.get(pk=gone.pk).seat)
    assert (membership.person, membership.valid_until) == (cast.group_member, left)


def test_what_the_released_paper_prints_is_what_is_adopted(cast: Cast) -> None:
    commission = drafted(cast, stage="established")
    paper = make.PaperFactory(body=cast.body, process=commission.process, subject="mandate", state="released")
    paper.versions.create(
        ordinal=1,
        number="LG/2026/09",
        content={"mandate": {"content_hash": mandate_hash(mandate_text(commission.version))}},
        content_hash="0" * 64,
        created_by=cast.coordinator,
        created_at=clock.now(),
    )
    assert mandate_facts(commission.process).as_laid
    edit(commission, entered(commission, objective="Etwas anderes"))
    assert not mandate_facts(commission.process).as_laid
    type(paper).objects.filter(pk=paper.pk).update(state="withdrawn")
    assert mandate_facts(commission.process).as_laid


def test_a_mandate_is_fulfilled_taken_up_again_and_ended_with_its_process(cast: Cast) -> None:
    commission = drafted(cast).adopt()
    commission.put("implementation")
    fulfil_mandate(commission.process)
    assert Mandate.objects.get().state == "fulfilled"
    take_up_mandate_again(commission.process)
    assert Mandate.objects.get().state == "adopted"
    end_mandates(commission.process, on=clock.today(), reason="Der Anlass ist entfallen.")
    mandate = Mandate.objects.get()
    assert (mandate.state, mandate.ended_on, mandate.end_reason) == (
        "ended",
        clock.today(),
        "Der Anlass ist entfallen.",
    )
    assert not mandate.nominations.filter(state="open").exists()


def test_what_was_returned_goes_on_under_the_same_mandate(cast: Cast) -> None:
    commission = drafted(cast, group=cast.project_group).adopt().at_work()
    remainder = make.ProcessFactory(body=cast.body, stage="group_working", shown_to_body=True)
    commission.put("implementation")
    fulfil_mandate(commission.process)
    share_mandate(commission.process, remainder)
    mandate = Mandate.objects.get()
    assert (mandate.state, set(mandate.processes.all())) == ("adopted", {commission.process, remainder})
    assert remainder.group == cast.project_group
    fulfil_mandate(commission.process)
    end_mandates(commission.process, on=clock.today(), reason="Fertig")
    assert Mandate.objects.get().state == "adopted", "the group still works on the remainder"


def test_every_act_is_audited_without_its_text(cast: Cast) -> None:
    commission = drafted(cast)
    edit(commission, entered(commission, objective="Geheimnis"))
    entry = AuditEntry.objects.filter(action="mandate.edited").get()
    assert "Geheimnis" not in str(entry.data)
