"""Tampering with what a resolution carries beyond its own row: decisions on single goals, the mandate it adopted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction

from governance.models import (
    Mandate,
    MandateAdoption,
    MandatePlace,
    MandateVersion,
    NodeOutcome,
    Resolution,
    append_only,
)
from governance.queries.verification import check_register
from governance.rules import clock
from governance.usecases.node_outcomes import NodeChoice
from tests.driven import Driven, open_world
from tests.driven_needs import mandate, proposed

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def driven(django_db_setup: None, django_db_blocker: Any) -> Iterator[Driven]:
    """A proposal adopted in part, and two mandates adopted: three resolutions, undone at the end of the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield three_resolutions(open_world())
        transaction.set_rollback(True)


def three_resolutions(world: Driven) -> Driven:
    proposal = world.at("proposal_decision")
    proposed(proposal)
    item = proposal.lay("adopt_proposal")
    nodes = proposal.process.goal_system.nodes
    choices = [
        NodeChoice(nodes.get(text="Wortlaut 1.1").public_id, "changed", "Neu", "Auf Wunsch des Jobcenters"),
        NodeChoice(nodes.get(text="Wortlaut 2.1").public_id, "returned"),
    ]
    proposal.choose(item, choices, proposal.later())
    proposal.vote(item)
    proposal.conclude(item)
    for _time in range(2):
        other = world.at("established")
        mandate(other)
        other.resolve("adopt_mandate")
    return proposal


def told(driven: Driven) -> str:
    """Return which entry of the register is broken, or ""."""
    found = check_register(driven.cast.body.registers.get())
    return found.entry if found else ""


def number(sequence: int) -> str:
    return str(Resolution.objects.get(sequence=sequence).number)


def another(row: models.Model, field: models.Field) -> object:
    """Return a value for the column that it does not have."""
    stored = getattr(row, field.attname)
    if isinstance(field, models.ForeignKey):
        rows = field.related_model._default_manager.exclude(pk=stored).order_by("-pk")
        return rows.values_list("pk", flat=True).first()
    if isinstance(field, models.DateField):
        return (stored or clock.today()) + timedelta(days=1)
    if field.choices:
        return next(value for value, _label in field.choices if value != stored)
    return f"{stored} anders"


def test_untouched_everything_verifies(driven: Driven) -> None:
    assert told(driven) == ""
    assert MandateAdoption.objects.count() == 2


@pytest.mark.parametrize("column", [field.name for field in NodeOutcome._meta.concrete_fields if not field.primary_key])
def test_a_change_in_any_column_of_a_decision_on_a_goal_is_noticed(driven: Driven, column: str) -> None:
    row = NodeOutcome.objects.order_by("pk")[0]
    field = NodeOutcome._meta.get_field(column)
    value = another(row, field)
    if column == "goal_version":
        value = driven.process.goal_system.versions.exclude(pk=row.goal_version_id).get().pk
    with append_only.lifted(connection):
        NodeOutcome.objects.filter(pk=row.pk).update(**{field.attname: value})
    assert told(driven) == number(1)


def first() -> MandateVersion:
    return MandateAdoption.objects.order_by("pk")[0].mandate_version


def exchanged() -> None:
    one, two = MandateAdoption.objects.order_by("pk")
    versions = one.mandate_version_id, two.mandate_version_id
    MandateAdoption.objects.all().delete()
    for row, version in zip((one, two), reversed(versions), strict=True):
        MandateAdoption.objects.create(resolution=row.resolution, mandate_version_id=version)


def removed(row: models.Model) -> None:
    row.delete()


CHANGES: dict[str, tuple[Callable[[], object], int]] = {
    "a decision deleted": (lambda: removed(NodeOutcome.objects.order_by("pk")[0]), 1),
    "a decision taken off its resolution": (lambda: NodeOutcome.objects.update(resolution=None), 1),
    "an adoption deleted": (lambda: removed(MandateAdoption.objects.order_by("pk")[0]), 2),
    "another text": (lambda: MandateVersion.objects.filter(pk=first().pk).update(objective="Anders"), 2),
    "another hash": (lambda: MandateVersion.objects.filter(pk=first().pk).update(content_hash="0" * 64), 2),
    "another day": (lambda: MandateVersion.objects.filter(pk=first().pk).update(adopted_at=clock.now()), 2),
    "a place taken out": (lambda: removed(MandatePlace.objects.filter(version=first())[0]), 2),
    "a place that leads": (lambda: MandatePlace.objects.filter(version=first()).update(lead=False), 2),
    "another group": (lambda: Mandate.objects.update(group_name="PAG Anders"), 2),
    "two adoptions exchanged": (exchanged, 2),
    "another process": (lambda: first().mandate.processes.set([]), 2),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_tampering_is_named(driven: Driven, name: str) -> None:
    change, sequence = CHANGES[name]
    with append_only.lifted(connection):
        change()
    assert told(driven) == number(sequence)


def test_an_adoption_hung_on_a_resolution_that_adopted_none_is_named(driven: Driven) -> None:
    row = MandateAdoption.objects.order_by("pk")[1]
    with append_only.lifted(connection):
        MandateAdoption.objects.filter(pk=row.pk).update(resolution=Resolution.objects.get(sequence=1))
    assert told(driven) == number(1)


@pytest.mark.parametrize("model", [NodeOutcome, MandateAdoption])
def test_the_database_itself_refuses_the_change(driven: Driven, model: type[models.Model]) -> None:
    rows = model._default_manager.all()
    for act in (lambda: rows.update(resolution=None), lambda: rows._raw_delete("default")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()
