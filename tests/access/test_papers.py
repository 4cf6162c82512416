"""Predicates and filters of papers agree for every role (access.md, rows “paper”)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from governance.access import papers as access
from governance.access.viewer import Viewer
from governance.models import Body, DecisionPaper, PaperTemplate, PaperVersion, TextModule
from tests import factories as make
from tests.cast import Cast

PAIRS: list[tuple[type[Any], Callable[[Viewer, Any], bool], Callable[[Viewer], Any]]] = [
    (DecisionPaper, access.may_see_paper, access.visible_papers),
    (DecisionPaper, access.may_read_draft, access.readable_drafts),
    (DecisionPaper, access.may_write_paper, access.writable_papers),
    (PaperVersion, access.may_see_version, access.visible_versions),
    (Body, access.may_write_papers, access.paper_bodies),
    (PaperTemplate, access.may_keep_templates, access.kept_templates),
    (TextModule, access.may_keep_module, access.kept_modules),
]


@pytest.fixture
def world(cast: Cast) -> Cast:
    """Papers in every state, in both authorities, one on a dispatched agenda, one by somebody who left the office."""
    for authority, body, author in (
        (cast.authority, cast.body, cast.coordinator),
        (cast.authority, cast.project_group, cast.plain_person),
        (cast.other_authority, make.BodyFactory(authority=cast.other_authority, code="X"), cast.other_coordinator),
    ):
        template = make.TemplateFactory(authority=authority)
        make.TextModuleFactory(authority=authority, name=body.name)
        for state in ("draft", "released", "scheduled", "decided", "withdrawn"):
            paper = make.PaperFactory(body=body, template=template, author=author, state=state)
            version = PaperVersion.objects.create(
                paper=paper,
                ordinal=1,
                number="N",
                content={"title": "T"},
                content_hash="0" * 64,
                created_by=author,
                created_at=paper.created_at,
            )
            if state == "decided":
                meeting = make.MeetingFactory(body=body, closed=True)
                item = make.AgendaItemFactory(meeting=meeting, paper=paper, paper_version=version)
                if body == cast.body:
                    item.guests.create(person=cast.guest)
    return cast


@pytest.mark.parametrize(("model", "may", "filtered"), PAIRS, ids=lambda found: getattr(found, "__name__", ""))
def test_predicate_and_filter_agree_for_everybody(
    world: Cast, model: type[Any], may: Callable[[Viewer, Any], bool], filtered: Callable[[Viewer], Any]
) -> None:
    allowed = 0
    for role, user in world.roles().items():
        for authority in (world.authority, world.other_authority):
            viewer = world.viewer(user, authority)
            shown = set(filtered(viewer).values_list("pk", flat=True))
            expected = {row.pk for row in model._default_manager.all() if may(viewer, row)}
            assert shown == expected, role
            allowed += len(shown)
    assert allowed


def test_each_role_sees_what_access_says(world: Cast) -> None:
    def seen(role: str) -> int:
        return access.visible_papers(world.viewer(getattr(world, role))).count()

    assert seen("coordinator") == seen("secretariat") == 10
    for role in ("member", "deputy", "assistant", "chair", "advisory_member", "guest"):
        assert seen(role) == 1, role
    assert seen("group_member") == seen("group_lead") == 1
    assert seen("plain_person") == 5  # the author of the other drafts
    for role in ("case_manager", "contact", "auditor", "former_member"):
        assert seen(role) == 0, role
    assert access.visible_papers(world.viewer(world.administrator)).count() == 0
