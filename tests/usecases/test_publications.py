"""Publishing a resolution: who proposes, agrees, declines and takes back, and what is never public."""

from __future__ import annotations

from dataclasses import replace

import pytest

from governance.access.publications import (
    may_answer_publication,
    may_see_publication,
    may_withdraw_publication,
    published,
    visible_publications,
)
from governance.models import AgendaItem, Attendance, AuditEntry, OutboxMessage, Person, Publication, Resolution
from governance.queries.publications import public_list, public_resolution
from governance.usecases.foundation import Forbidden, Refused, Stale
from governance.usecases.publications import (
    PublicText,
    agree_to_publication,
    decline_publication,
    propose_publication,
    withdraw_publication,
)
from governance.usecases.sessions import conclude_item
from tests.cast import Cast
from tests.chamber import Chamber, chamber, paper_item

pytestmark = pytest.mark.django_db
WORDS = PublicText(summary="Worum es geht.")


@pytest.fixture
def room(cast: Cast) -> Chamber:
    return chamber(cast)


@pytest.fixture
def resolution(room: Chamber) -> Resolution:
    room.take("yyyyn")
    found = conclude_item(by=room.secretariat, item_id=room.item.public_id)
    assert found is not None
    return found


def second_resolution(room: Chamber) -> Resolution:
    later = paper_item(room.cast, order=9, title="Ein zweites Thema")
    other = replace(room, item=later)
    other.take("yyyyy")
    found = conclude_item(by=room.secretariat, item_id=later.public_id)
    assert found is not None
    return found


def propose(cast: Cast, resolution: Resolution, text: PublicText = WORDS) -> Publication:
    return propose_publication(by=cast.viewer(cast.secretariat), resolution_id=resolution.public_id, text=text)


def publish(cast: Cast, resolution: Resolution, text: PublicText = WORDS) -> Publication:
    row = propose(cast, resolution, text)
    return agree_to_publication(by=cast.viewer(cast.chair), publication_id=row.public_id, version=row.version)


def is_public(resolution: Resolution) -> bool:
    return published().filter(resolution=resolution).exists()


OTHERS = (
    "coordinator", "deputy_chair", "member", "advisory_member", "deputy", "assistant", "group_lead", "case_manager",
    "contact", "guest", "auditor", "former_member", "plain_person", "other_coordinator", "administrator",
)  # fmt: skip


@pytest.mark.parametrize("role", [*OTHERS, "chair"])
def test_only_the_secretariat_proposes(cast: Cast, resolution: Resolution, role: str) -> None:
    with pytest.raises((Forbidden, Resolution.DoesNotExist, LookupError)):
        propose_publication(by=cast.viewer(getattr(cast, role)), resolution_id=resolution.public_id, text=WORDS)
    assert not Publication.objects.exists()


@pytest.mark.parametrize("role", [*OTHERS, "secretariat"])
def test_only_the_chair_says_yes_or_no(cast: Cast, resolution: Resolution, role: str) -> None:
    row = propose(cast, resolution)
    viewer = cast.viewer(getattr(cast, role))
    with pytest.raises((Forbidden, Publication.DoesNotExist)):
        agree_to_publication(by=viewer, publication_id=row.public_id, version=row.version)
    with pytest.raises((Forbidden, Publication.DoesNotExist)):
        decline_publication(by=viewer, publication_id=row.public_id, reason="Nein.", version=row.version)
    assert not is_public(resolution)


def test_it_is_public_after_the_chairs_yes_and_no_sooner(cast: Cast, resolution: Resolution) -> None:
    row = propose(cast, resolution)
    assert not is_public(resolution)
    row = agree_to_publication(by=cast.viewer(cast.chair), publication_id=row.public_id, version=row.version)
    assert is_public(resolution)
    assert row.answered_by == cast.chair
    assert AuditEntry.objects.filter(action="publication.agreed", actor=cast.chair.public_id).exists()


def test_the_deputy_chair_answers_where_the_chair_was_absent(cast: Cast, resolution: Resolution) -> None:
    Attendance.objects.filter(meeting=resolution.item.meeting, person=cast.chair).delete()
    row = propose(cast, resolution)
    recipients = set(OutboxMessage.objects.filter(lane__contains=row.public_id).values_list("recipient", flat=True))
    assert recipients == {cast.chair.email, cast.deputy_chair.email}
    agree_to_publication(by=cast.viewer(cast.deputy_chair), publication_id=row.public_id, version=row.version)
    assert is_public(resolution)


def test_the_chair_is_asked_by_mail_and_nobody_else(cast: Cast, resolution: Resolution) -> None:
    row = propose(cast, resolution)
    mail = OutboxMessage.objects.get(lane__contains=row.public_id)
    assert mail.recipient == cast.chair.email
    assert not any(word in mail.subject for word in (cast.chair.last_name, resolution.title))


def test_a_resolution_of_a_non_public_item_is_never_published(cast: Cast, resolution: Resolution) -> None:
    AgendaItem.objects.filter(pk=resolution.item_id).update(public=False)
    with pytest.raises(Refused, match="non-public"):
        propose(cast, resolution)


@pytest.mark.parametrize("agreed", [False, True])
def test_an_item_that_becomes_non_public_takes_its_resolution_from_the_public(
    cast: Cast, resolution: Resolution, agreed: bool
) -> None:
    row = publish(cast, resolution) if agreed else propose(cast, resolution)
    AgendaItem.objects.filter(pk=resolution.item_id).update(public=False)
    assert not is_public(resolution)
    if not agreed:
        with pytest.raises(Refused, match="non-public"):
            agree_to_publication(by=cast.viewer(cast.chair), publication_id=row.public_id, version=row.version)


def test_a_second_proposal_waits_for_the_end_of_the_first(cast: Cast, resolution: Resolution) -> None:
    row = propose(cast, resolution)
    with pytest.raises(Refused, match="already"):
        propose(cast, resolution)
    with pytest.raises(Refused, match="reason"):
        decline_publication(by=cast.viewer(cast.chair), publication_id=row.public_id, reason=" ", version=row.version)
    declined = decline_publication(
        by=cast.viewer(cast.chair), publication_id=row.public_id, reason="Noch nicht.", version=row.version
    )
    assert (declined.reason, is_public(resolution)) == ("Noch nicht.", False)
    publish(cast, resolution)
    assert is_public(resolution)
    assert Publication.objects.filter(resolution=resolution).count() == 2


@pytest.mark.parametrize(
    ("role", "allowed"), [("secretariat", True), ("chair", True), ("coordinator", False), ("member", False)]
)
def test_a_publication_is_taken_back_with_a_reason(
    cast: Cast, resolution: Resolution, role: str, allowed: bool
) -> None:
    row = publish(cast, resolution)
    viewer = cast.viewer(getattr(cast, role))
    assert may_withdraw_publication(viewer, row) is allowed
    facts = {"publication_id": row.public_id, "version": row.version}
    if not allowed:
        with pytest.raises(Forbidden):
            withdraw_publication(by=viewer, reason="Fehler.", **facts)
        return
    with pytest.raises(Refused, match="reason"):
        withdraw_publication(by=viewer, reason="", **facts)
    assert is_public(resolution)
    withdraw_publication(by=viewer, reason="Fehler.", **facts)
    assert not is_public(resolution)


def test_a_yes_to_a_proposal_that_has_changed_is_stale(cast: Cast, resolution: Resolution) -> None:
    row = propose(cast, resolution)
    with pytest.raises(Stale):
        agree_to_publication(by=cast.viewer(cast.chair), publication_id=row.public_id, version=row.version - 1)


def test_a_later_resolution_says_what_it_does_to_an_earlier_one(
    cast: Cast, room: Chamber, resolution: Resolution
) -> None:
    later = second_resolution(room)
    publish(cast, resolution)
    row = publish(cast, later, PublicText(relation="supersedes", replaces_id=resolution.public_id))
    shown = public_resolution(cast.authority, cast.body.public_id, resolution.register.year, resolution.sequence)
    assert [(str(label), other.pk) for label, other in shown.later] == [
        ("Ersetzt durch einen späteren Beschluss", row.pk)
    ]
    withdraw_publication(
        by=cast.viewer(cast.secretariat), publication_id=row.public_id, reason="Irrtum.", version=row.version
    )
    again = public_resolution(cast.authority, cast.body.public_id, resolution.register.year, resolution.sequence)
    assert again.later == ()


@pytest.mark.parametrize(
    "text",
    [
        PublicText(relation="amends"),
        PublicText(relation="amends", replaces_id="unbekannt"),
        PublicText(relation="", replaces_id="later"),
        PublicText(relation="revokes", replaces_id="later"),
        PublicText(relation="revokes", replaces_id="self"),
    ],
)
def test_a_relation_that_cannot_be_is_refused(
    cast: Cast, room: Chamber, resolution: Resolution, text: PublicText
) -> None:
    keys = {"later": second_resolution(room).public_id, "self": resolution.public_id}
    with pytest.raises(Refused):
        propose(cast, resolution, replace(text, replaces_id=keys.get(text.replaces_id, text.replaces_id)))


def test_predicates_and_filters_agree(cast: Cast, resolution: Resolution) -> None:
    row = publish(cast, resolution)
    for user in cast.roles().values():
        viewer = cast.viewer(user)
        seen = visible_publications(viewer).filter(pk=row.pk).exists()
        assert may_see_publication(viewer, row) is seen
        if may_answer_publication(viewer, row):
            assert isinstance(viewer.person, Person)
            assert seen


def test_figures_hold_no_names_and_the_list_is_narrowed(cast: Cast, resolution: Resolution) -> None:
    publish(cast, resolution)
    year = resolution.register.year
    assert public_list(cast.authority, search=resolution.number).count() == 1
    assert public_list(cast.authority, year=year - 1).count() == 0
    assert public_list(cast.other_authority).count() == 0
    shown = public_resolution(cast.authority, cast.body.public_id, year, resolution.sequence)
    assert shown.figures == {"yes": 4, "no": 1, "abstain": 0}
    with pytest.raises(Publication.DoesNotExist):
        public_resolution(cast.other_authority, cast.body.public_id, year, resolution.sequence)
