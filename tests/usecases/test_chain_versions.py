"""Frozen versions: when they are refused, who is asked, who is bound, and what a resolution adopts."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from django.db import DatabaseError, connection, transaction

from governance.access.chains import may_see_chain_version
from governance.models import ActorConsent, OutboxMessage, Role, ServiceChainVersion
from governance.queries.chain_consents import open_consents
from governance.queries.chain_versions import chain_result, changes_since, comparison, version_page
from governance.queries.chains import chain_list, chain_page, chain_rows, process_chains
from governance.rules.service_chains import from_data
from governance.usecases.chain_consents import agree_to_chain, decline_chain
from governance.usecases.chain_parts import ActorFacts, StepFacts, add_actor, add_step, edit_step
from governance.usecases.chain_versions import adopt_chain_versions, freeze_chain
from governance.usecases.chains import ChainFacts, edit_chain
from governance.usecases.foundation import Forbidden, Refused, Stale
from tests import factories as make
from tests.cast import Cast
from tests.chained import Chained, chained, steps_of
from tests.conftest import queries_counted


@pytest.fixture
def work(cast: Cast) -> Chained:
    return chained(cast)


def retitle(work: Chained, chain_id: str, title: str) -> None:
    edit_chain(by=work.lead, chain_id=chain_id, facts=ChainFacts(title), version=None)


def test_the_lead_freezes_what_was_read(work: Chained) -> None:
    chain = work.sound()
    frozen = freeze_chain(by=work.lead, chain_id=chain.public_id, open_reason="überflüssig", version=chain.version)
    assert (frozen.ordinal, frozen.state, frozen.open_reason) == (1, "proposed", "")
    assert from_data(frozen.content).steps[1].label == "Kursplatz anbieten"
    retitle(work, chain.public_id, "Anders")
    with pytest.raises(Stale):
        freeze_chain(by=work.lead, chain_id=chain.public_id, open_reason="", version=chain.version)


def test_a_member_does_not_freeze_and_a_coordinator_does(work: Chained) -> None:
    chain = work.sound()
    with pytest.raises(Forbidden):
        freeze_chain(by=work.member, chain_id=chain.public_id, open_reason="", version=None)
    coordinator = work.cast.viewer(work.cast.coordinator)
    assert freeze_chain(by=coordinator, chain_id=chain.public_id, open_reason="", version=None).ordinal == 1


def test_open_checks_need_a_reason(work: Chained) -> None:
    chain = work.begin()
    with pytest.raises(Refused):
        work.freeze(chain, "Noch leer")
    add_step(by=work.lead, chain_id=chain.public_id, facts=StepFacts("Beraten", new_actor="Amt"))
    with pytest.raises(Refused):
        work.freeze(chain, "  ")
    assert work.freeze(chain, "Das Ende klärt die zweite Sitzung.").open_reason == "Das Ende klärt die zweite Sitzung."


def test_nothing_is_frozen_twice_or_out_of_time(work: Chained) -> None:
    chain = work.sound()
    work.freeze(chain)
    with pytest.raises(Refused):
        work.freeze(chain)
    retitle(work, chain.public_id, "Anders")
    type(work.process).objects.filter(pk=work.process.pk).update(stage="proposal_decision")
    with pytest.raises(Refused):
        work.freeze(chain)


def test_a_further_version_supersedes_the_proposed_one_and_asks_again(work: Chained) -> None:
    chain = work.sound()
    first = work.freeze(chain)
    consent = ActorConsent.objects.get(chain_version=first, organisation=work.provider)
    agree_to_chain(by=work.contact, consent_id=consent.public_id, version=consent.version)
    retitle(work, chain.public_id, "Vom Bedarf zum Kurs")
    second = work.freeze(chain)
    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "proposed")
    assert {row.state for row in second.consents.all()} == {"open"}
    with pytest.raises(Refused):
        decline_chain(by=work.contact, consent_id=consent.public_id, reason="Zu spät")


def test_only_organisations_with_a_duty_are_asked(work: Chained) -> None:
    chain = work.sound()
    partner = work.cast.authority.organisations.create(name="Verein")
    add_actor(by=work.lead, chain_id=chain.public_id, facts=ActorFacts("", partner.public_id, "partner"))
    add_actor(by=work.lead, chain_id=chain.public_id, facts=ActorFacts("Ehrenamt"))
    frozen = work.freeze(chain)
    assert {row.organisation.name for row in frozen.consents.all()} == {"Jobcenter", "Kursträger Nord"}
    assert version_page(work.lead, frozen.public_id).consents.unasked == ("Ehrenamt",)
    (mail,) = OutboxMessage.objects.filter(lane__startswith="chain.")
    words = message_from_bytes(bytes(mail.content), policy=policy.default).get_body(("plain",))
    assert mail.recipient == work.contact.acting_person.email
    assert f"/ketten/fassungen/{frozen.public_id}/" in words.get_content()


@pytest.mark.parametrize("role", ["coordinator", "group_lead", "group_member", "member", "chair", "plain_person"])
def test_nobody_agrees_for_an_organisation(work: Chained, role: str) -> None:
    frozen = work.freeze(work.sound())
    consent = frozen.consents.get(organisation=work.provider)
    with pytest.raises(ActorConsent.DoesNotExist):
        agree_to_chain(by=work.cast.viewer(getattr(work.cast, role)), consent_id=consent.public_id)


def test_a_contact_answers_only_for_the_own_organisation(work: Chained) -> None:
    frozen = work.freeze(work.sound())
    foreign = frozen.consents.get(organisation=work.agency)
    with pytest.raises(ActorConsent.DoesNotExist):
        agree_to_chain(by=work.contact, consent_id=foreign.public_id)


def test_the_page_asks_only_a_contact_and_only_for_the_own_organisation(work: Chained) -> None:
    frozen = work.freeze(work.sound())
    own = version_page(work.contact, frozen.public_id).own
    assert own is not None
    assert own.organisation == work.provider
    other = make.PersonFactory(authority=work.cast.authority, organisation=work.agency)
    make.RoleFactory(person=other, role=Role.CONTACT)
    asked = version_page(work.cast.viewer(other), frozen.public_id).own
    assert asked is not None
    assert asked.organisation == work.agency
    for viewer in (work.lead, work.cast.viewer(work.cast.coordinator), work.cast.viewer(work.cast.member)):
        assert version_page(viewer, frozen.public_id).own is None


def test_an_answer_is_given_with_a_reason_and_may_be_changed(work: Chained) -> None:
    frozen = work.freeze(work.sound())
    (consent,) = open_consents(work.contact)
    with pytest.raises(Refused):
        decline_chain(by=work.contact, consent_id=consent.public_id, reason=" ")
    declined = decline_chain(
        by=work.contact, consent_id=consent.public_id, reason="Fünf Tage reichen nicht.", version=consent.version
    )
    assert (declined.state, declined.answered_by, declined.reason) == (
        "declined",
        work.cast.contact,
        "Fünf Tage reichen nicht.",
    )
    assert not open_consents(work.contact)
    with pytest.raises(Stale):
        agree_to_chain(by=work.contact, consent_id=consent.public_id, version=consent.version)
    agreed = agree_to_chain(by=work.contact, consent_id=consent.public_id)
    assert (agreed.state, agreed.reason) == ("agreed", "")
    with pytest.raises(Refused):
        agree_to_chain(by=work.contact, consent_id=consent.public_id)
    page = version_page(work.contact, frozen.public_id)
    assert [row.organisation.name for row in page.consents.agreed] == ["Kursträger Nord"]
    assert [row.organisation.name for row in page.consents.waiting] == ["Jobcenter"]


def test_a_resolution_adopts_the_newest_version_of_each_agreed_chain(work: Chained) -> None:
    chain, present = work.sound(), work.sound(title="Heute", kind="as_is", goal_id="")
    work.freeze(present)
    first = work.freeze(chain)
    assert adopt_chain_versions(work.process) == [first]
    retitle(work, chain.public_id, "Vom Bedarf zum Kurs")
    second = work.freeze(chain)
    first.refresh_from_db()
    assert first.state == "adopted", "a proposal does not touch what is in force"
    assert adopt_chain_versions(work.process) == [second]
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "adopted")
    assert adopt_chain_versions(work.process) == []
    assert present.versions.get().state == "proposed"


def test_the_content_of_a_version_never_changes(work: Chained) -> None:
    frozen = work.freeze(work.sound())
    with pytest.raises(DatabaseError), transaction.atomic():
        ServiceChainVersion.objects.filter(pk=frozen.pk).update(content={})
    assert connection.is_usable()


def test_the_guard_is_told_what_is_frozen_current_and_open(work: Chained) -> None:
    assert not chain_result(work.process).frozen
    chain = work.sound()
    assert not chain_result(work.process).frozen
    work.freeze(chain)
    found = chain_result(work.process)
    assert (found.frozen, found.current, found.open_findings, found.explained) == (True, True, 0, True)
    step = steps_of(chain)[2]
    facts = work.step("Kurs beginnen", step.actor.public_id)
    edit_step(by=work.lead, chain_id=chain.public_id, step_id=step.public_id, facts=facts, version=None)
    assert not chain_result(work.process).current
    work.freeze(chain, "Das Ende ist noch offen.")
    found = chain_result(work.process)
    assert (found.current, found.open_findings, found.explained) == (True, 1, True)
    work.begin(title="Zweite Kette")
    assert not chain_result(work.process).current


def test_a_chain_of_the_present_is_no_result(work: Chained) -> None:
    work.freeze(work.sound(kind="as_is", goal_id=""))
    assert not chain_result(work.process).frozen


@pytest.mark.parametrize(
    ("role", "working", "version"),
    [
        ("coordinator", True, True),
        ("group_lead", True, True),
        ("group_member", True, True),
        ("member", False, True),
        ("deputy", False, True),
        ("assistant", False, True),
        ("contact", False, True),
        ("case_manager", False, False),
        ("guest", False, False),
        ("auditor", False, False),
        ("plain_person", False, False),
        ("other_coordinator", False, False),
    ],
)
def test_who_reads_the_working_copy_and_a_version(work: Chained, role: str, working: bool, version: bool) -> None:
    chain = work.sound()
    frozen = work.freeze(chain)
    person = getattr(work.cast, role)
    viewer = work.cast.viewer(person, person.authority)
    assert may_see_chain_version(viewer, frozen) is version
    rows = chain_rows(viewer, chain_list(viewer))
    assert [row.opens for row in rows] == ([working] if version else [])


def test_the_deciding_body_reads_no_version_before_the_process_lay_before_it(work: Chained) -> None:
    frozen = work.freeze(work.sound())
    type(work.process).objects.filter(pk=work.process.pk).update(shown_to_body=False)
    viewer = work.cast.viewer(work.cast.member)
    assert not chain_list(viewer)
    with pytest.raises(ServiceChainVersion.DoesNotExist):
        version_page(viewer, frozen.public_id)


def test_versions_are_compared_the_older_first(work: Chained) -> None:
    chain = work.sound()
    first = work.freeze(chain)
    retitle(work, chain.public_id, "Vom Bedarf zum Kurs")
    second = work.freeze(chain)
    found = comparison(version_page(work.lead, second.public_id))
    back = comparison(version_page(work.lead, first.public_id), second.public_id)
    assert found is not None
    assert back is not None
    assert (found.old, found.new, found.changes) == (back.old, back.new, back.changes)
    assert [row.name for row in found.changes[0].fields] == ["Title", "Result goal"]
    page = chain_page(work.lead, chain.public_id)
    assert page.current
    assert changes_since(page.newest, page.view.content) == ()


def grow(work: Chained, chain_id: str, count: int) -> None:
    after = ""
    for number in range(count):
        step = add_step(
            by=work.lead, chain_id=chain_id, after_id=after, facts=StepFacts(f"Schritt {number}", new_actor="Amt")
        )
        after = step.public_id


def test_pages_take_the_same_number_of_queries_for_few_and_many_steps(work: Chained) -> None:
    chain = work.sound()
    frozen = work.freeze(chain)

    def counts() -> list[int]:
        found = []
        for ask in (
            lambda: chain_page(work.lead, chain.public_id),
            lambda: version_page(work.lead, frozen.public_id),
            lambda: chain_rows(work.lead, chain_list(work.lead)),
            lambda: process_chains(work.lead, work.process),
            lambda: chain_result(work.process),
        ):
            with queries_counted() as queries:
                ask()
            found.append(len(queries))
        return found

    few = counts()
    grow(work, chain.public_id, 12)
    for number in range(4):
        work.freeze(work.sound(title=f"Kette {number}"))
    assert counts() == few
