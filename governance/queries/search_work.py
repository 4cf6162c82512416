"""Searching the work on topics: Zielsysteme, chains, mandates, measures, follow-ups, notices.

Who reads a working copy finds its words; everybody else finds those of the newest version that they may read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from governance.access.chains import visible_chain_versions, visible_chains
from governance.access.follow_ups import visible_follow_ups
from governance.access.goals import visible_goal_versions, visible_working_copies
from governance.access.mandates import visible_mandate_versions
from governance.access.measures import visible_measures
from governance.access.notices import visible_notices
from governance.access.viewer import Viewer
from governance.models import ChainStep, GoalNode, MandateVersion
from governance.queries.search_words import Hit, HitGroup, excerpt, group, holds, matching
from governance.queries.wording import say
from governance.rules.goals import LEVEL_LABELS, GoalLevel
from governance.rules.text import Message

# Frozen texts are read one by one, because the databases do not look into JSON alike; so many of the newest.
VERSIONS_READ = 200


def work_groups(viewer: Viewer, words: tuple[str, ...]) -> tuple[HitGroup, ...]:
    """Return the groups of what the work on topics holds for `words`; two queries at most for each."""
    return (
        group("goals", _goals(viewer, words)),
        group("chains", _chains(viewer, words)),
        group("mandates", _mandates(viewer, words)),
        group("measures", _measures(viewer, words)),
        group("follow_ups", _follow_ups(viewer, words)),
        group("notices", _notices(viewer, words)),
    )


def _newest(versions: QuerySet[Any], owner: str) -> Iterable[Any]:
    """Return the newest version of each owner, among the newest versions at all."""
    found: dict[int, Any] = {}
    for row in versions.order_by("-created_at", "-pk")[:VERSIONS_READ]:
        found.setdefault(getattr(row, owner), row)
    return found.values()


def _goals(viewer: Viewer, words: tuple[str, ...]) -> Iterator[Hit]:
    """Goals by their wording, a Zielsystem by its title."""
    copies = visible_working_copies(viewer)
    for row in matching(copies, words, "title"):
        yield Hit(row.title, "goal_system", (row.public_id,))
    nodes = GoalNode.objects.in_tree().filter(system__in=copies.values("pk")).select_related("system")
    for node in matching(nodes.order_by("-system", "pk"), words, "text"):
        where, query = _place(node.level, node.system.title), f"punkt={node.public_id}"
        yield Hit(node.text, "goal_system", (node.system.public_id,), where, query=query)
    versions = visible_goal_versions(viewer).exclude(system__in=copies.values("pk")).select_related("system")
    for version in _newest(versions, "system_id"):
        title, ids = str(version.content["title"]), (version.system.public_id, version.public_id)
        if holds(words, title):
            yield Hit(title, "goal_version", ids)
        for data in version.content["nodes"]:
            if holds(words, data["text"]):
                yield Hit(data["text"], "goal_version", ids, _place(data["level"], title), query=f"punkt={data['key']}")


def _place(level: str, title: str) -> str:
    return f"{say(Message(LEVEL_LABELS[GoalLevel(level)]))}, {title}"


def _chains(viewer: Viewer, words: tuple[str, ...]) -> Iterator[Hit]:
    """Chains by title or by a step; each once."""
    copies = visible_chains(viewer)
    found = {row.pk: Hit(row.title, "chain", (row.public_id,)) for row in matching(copies, words, "title")}
    steps = ChainStep.objects.filter(chain__in=copies.values("pk")).exclude(chain__in=list(found))
    for step in matching(steps.select_related("chain").order_by("-chain", "order"), words, "label"):
        found.setdefault(step.chain_id, Hit(step.chain.title, "chain", (step.chain.public_id,), excerpt=step.label))
    yield from found.values()
    versions = visible_chain_versions(viewer).exclude(chain__in=copies.values("pk"))
    for version in _newest(versions, "chain_id"):
        title = str(version.content["title"])
        step = next((row["label"] for row in version.content["steps"] if holds(words, row["label"])), "")
        if step or holds(words, title):
            yield Hit(title, "chain_version", (version.public_id,), excerpt=step)


MANDATE_FIELDS = ("subject", "objective", "special_conditions")


def _mandates(viewer: Viewer, words: tuple[str, ...]) -> Iterator[Hit]:
    """Mandates by the group or by what it is told; each once, by its newest version."""
    rows = visible_mandate_versions(viewer).select_related("mandate").order_by("-mandate", "-ordinal")
    seen: set[int] = set()
    for row in matching(rows, words, "mandate__group_name", *MANDATE_FIELDS):
        if row.mandate_id not in seen:
            seen.add(row.mandate_id)
            yield _mandate(row, words)


def _mandate(row: MandateVersion, words: tuple[str, ...]) -> Hit:
    state = str(row.mandate.get_state_display())
    told = excerpt(words, *(getattr(row, name) for name in MANDATE_FIELDS))
    return Hit(row.mandate.group_name, "mandate", (row.mandate.public_id,), state, told)


def _measures(viewer: Viewer, words: tuple[str, ...]) -> Iterator[Hit]:
    rows = visible_measures(viewer).select_related("organisation").order_by("-created_at", "-pk")
    for row in matching(rows, words, "title", "note", "organisation__name"):
        who = [row.organisation.name] if row.organisation else []
        context = ", ".join([*who, str(row.get_state_display())])
        yield Hit(row.title, "measure", (row.public_id,), context, excerpt(words, row.note))


def _follow_ups(viewer: Viewer, words: tuple[str, ...]) -> Iterator[Hit]:
    rows = visible_follow_ups(viewer).select_related("resolution").order_by("-pk")
    for row in matching(rows, words, "task", "resolution__number"):
        yield Hit(row.task, "follow_up", (row.public_id,), row.resolution.number)


def _notices(viewer: Viewer, words: tuple[str, ...]) -> Iterator[Hit]:
    for row in matching(visible_notices(viewer).order_by("-sent_at", "-pk"), words, "subject", "text"):
        yield Hit(row.subject, "notice", (row.public_id,), "", excerpt(words, row.text), row.sent_at)
