"""Predicates and filters of `governance.access` agree for every role and every object, of both authorities.

The pairs are found by introspection: a predicate `…(viewer, x: Model) -> bool` directly above a function that returns
`QuerySet[Model]`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Model

import governance.access
from tests.access.world import World

pytestmark = pytest.mark.django_db

Function = Callable[..., Any]
# Filters whose question concerns no single object: the predicate takes the viewer alone.
WITHOUT_OBJECT = {"visible_mails"}


@dataclass(frozen=True)
class Pair:
    """A predicate and the filter directly below it, over the same model."""

    model: type[Model]
    predicate: Function
    shown: Function

    def __str__(self) -> str:
        return f"{self.predicate.__module__.rsplit('.', 1)[1]}.{self.predicate.__name__}"


def _modules() -> list[Any]:
    folder = Path(next(iter(governance.access.__path__)))
    names = sorted(path.stem for path in folder.glob("*.py") if path.stem not in {"__init__", "viewer"})
    return [import_module(f"governance.access.{name}") for name in names]


def _functions(module: Any) -> list[Function]:
    """Return the public functions of a module in the order of its text."""
    found = [
        function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]
    return sorted(found, key=lambda function: function.__code__.co_firstlineno)


def _filtered(function: Function) -> type[Model] | None:
    """Return the model that a filter takes from the viewer alone, if it is one.

    Annotations are read as text: without its stubs Django forgets what a queryset is of.
    """
    found = re.fullmatch(r"(?:models\.)?QuerySet\[(\w+)\]", function.__annotations__.get("return", ""))
    if found is None or [kind for name, kind in function.__annotations__.items() if name != "return"] != ["Viewer"]:
        return None
    return _model(function, found[1])


def _asked(function: Function) -> type[Model] | None:
    """Return the model of the one object about which a predicate is asked, if it is one."""
    result, *asked = (function.__annotations__.get("return"), *function.__annotations__.values())
    if result != "bool" or asked[0] != "Viewer" or len(asked) != 3:
        return None
    return _model(function, asked[1])


def _model(function: Function, name: str) -> type[Model] | None:
    found = function.__globals__.get(name)
    return found if isinstance(found, type) and issubclass(found, Model) else None


def _pairs() -> Iterator[Pair]:
    for module in _modules():
        functions = _functions(module)
        for above, below in pairwise(functions):
            model = _filtered(below)
            if model is not None and _asked(above) is model:
                yield Pair(model, above, below)


PAIRS = list(_pairs())


def test_every_filter_of_what_is_seen_stands_below_its_predicate() -> None:
    alone = []
    for module in _modules():
        paired = {pair.shown.__name__ for pair in PAIRS if pair.shown.__module__ == module.__name__}
        alone += [
            f"{module.__name__}.{function.__name__}"
            for function in _functions(module)
            if function.__name__.startswith("visible_") and function.__name__ not in paired | WITHOUT_OBJECT
        ]
    assert alone == []


def test_the_pairs_are_found() -> None:
    found = {str(pair) for pair in PAIRS}
    assert {
        "agendas.may_see_item", "bodies.may_see_body", "cases.may_see_card", "cases.may_see_release",
        "cases.may_see_series", "decisions.may_see_resolution", "invitations.may_answer",
        "invitations.may_see_invitation", "meetings.may_see_meeting", "minutes.may_see_minutes",
        "papers.may_see_paper", "planning.may_see_process", "sessions.may_see_session", "votes.may_see_vote",
    } <= found  # fmt: skip


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_predicate_and_filter_agree_for_everybody_and_everything(pair: Pair, everything: World) -> None:
    cast = everything.cast
    rows = list(pair.model._default_manager.all())
    assert rows, f"the world has no {pair.model.__name__}"
    wrong, ever = [], set()
    for role, user in cast.roles().items():
        for authority in (cast.authority, cast.other_authority):
            viewer = cast.viewer(user, authority)
            shown = set(pair.shown(viewer).values_list("pk", flat=True))
            allowed = {row.pk for row in rows if pair.predicate(viewer, row)}
            ever |= allowed
            if shown != allowed:
                wrong.append(f"{role} in {authority}: only filter {shown - allowed}, only predicate {allowed - shown}")
    assert wrong == []
    assert ever, "nobody is allowed anything"
