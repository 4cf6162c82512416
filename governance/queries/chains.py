"""Reading chains: the working copy as plain data, as a table with its checks, and the lists of chains."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from governance.access.chains import (
    chains_are_open,
    may_begin_chain,
    may_edit_chain,
    may_freeze_chain,
    visible_chain_versions,
    visible_chains,
)
from governance.access.planning import may_see_process, visible_processes
from governance.access.viewer import Viewer
from governance.models import (
    ChainActor,
    ChainLink,
    ChainStep,
    GoalNode,
    PlanningProcess,
    ServiceChain,
    ServiceChainVersion,
)
from governance.rules.chain_checks import ChainFinding, check_chain
from governance.rules.chain_graph import Duration, duration
from governance.rules.chain_table import ChainTable, table_of
from governance.rules.goals import GoalLevel
from governance.rules.service_chains import (
    Actor,
    ActorPart,
    Chain,
    ChainEdge,
    ChainKind,
    Step,
    Transfer,
    from_data,
    same_content,
)


def with_parts(chains: QuerySet[ServiceChain]) -> QuerySet[ServiceChain]:
    """Return the chains with everything that `content_of` reads, in three more queries."""
    return chains.select_related("goal").prefetch_related(
        Prefetch("actors", ChainActor.objects.select_related("organisation").order_by("order", "pk")),
        Prefetch("steps", ChainStep.objects.select_related("actor", "activity").order_by("order", "pk")),
        Prefetch("links", ChainLink.objects.select_related("source", "target", "handover").order_by("pk")),
    )


def content_of(chain: ServiceChain) -> Chain:
    """Return the working copy of a chain loaded by `with_parts`; what it quotes of removed goals is left out."""
    goal = chain.goal if chain.goal and chain.goal.removed_at is None else None
    return Chain(
        title=chain.title,
        kind=ChainKind(chain.kind),
        goal=goal.public_id if goal else "",
        goal_text=goal.text if goal else "",
        actors=tuple(_actor(row) for row in chain.actors.all()),
        steps=tuple(_step(row) for row in chain.steps.all()),
        links=tuple(_link(row) for row in chain.links.all()),
    )


def _actor(row: ChainActor) -> Actor:
    organisation = row.organisation
    return Actor(
        key=row.public_id,
        name=row.name,
        part=ActorPart(row.part),
        organisation=organisation.public_id if organisation else "",
        organisation_name=organisation.name if organisation else "",
    )


def _step(row: ChainStep) -> Step:
    activity = row.activity if row.activity and row.activity.removed_at is None else None
    return Step(
        key=row.public_id,
        actor=row.actor.public_id,
        label=row.label,
        standard=row.standard,
        in_charge=row.in_charge,
        accountable=row.accountable,
        legal_area=row.get_legal_area_display() if row.legal_area else "",
        max_days=row.max_days,
        activity=activity.public_id if activity else "",
        activity_text=activity.text if activity else "",
        ending=row.ending,
    )


def _link(row: ChainLink) -> ChainEdge:
    handover = getattr(row, "handover", None)
    transfer = None
    if handover is not None:
        transfer = Transfer(
            preconditions=handover.preconditions,
            follow_ups=handover.follow_ups,
            documents=handover.documents,
            needs_consent=handover.needs_consent,
            consent=handover.consent,
            deadline_days=handover.deadline_days,
        )
    return ChainEdge(row.public_id, row.source.public_id, row.target.public_id, row.condition, transfer)


@dataclass(frozen=True)
class ChainView:
    """A content, working copy or frozen, as its page shows it."""

    content: Chain
    table: ChainTable
    findings: tuple[ChainFinding, ...]
    duration: Duration

    @property
    def failed(self) -> tuple[ChainFinding, ...]:
        """The checks that fail."""
        return tuple(row for row in self.findings if not row.fulfilled)

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each step."""
        return self.content.numbers()

    @property
    def way(self) -> tuple[int, ...]:
        """The numbers of the steps on the longest way."""
        return tuple(self.numbers[key] for key in self.duration.steps)

    @property
    def without_days(self) -> tuple[int, ...]:
        """The numbers of the steps without a duration."""
        return tuple(self.numbers[key] for key in self.duration.without)


def view_of(content: Chain) -> ChainView:
    """Return what a page shows of `content`."""
    return ChainView(content, table_of(content), check_chain(content), duration(content))


@dataclass(frozen=True)
class ChainRights:
    """What the viewer may do with a working copy: `writes` and `freezes` at all, `is_open` now."""

    writes: bool
    freezes: bool
    is_open: bool
    has_versions: bool

    @property
    def edit(self) -> bool:
        """Whether the viewer may write now."""
        return self.writes and self.is_open

    @property
    def freeze(self) -> bool:
        """Whether the viewer may freeze now."""
        return self.freezes and self.is_open

    @property
    def remove(self) -> bool:
        """Whether the viewer may delete the chain now."""
        return self.edit and not self.has_versions


@dataclass(frozen=True)
class ChainPage:
    """The working copy of a chain with its versions. `current`: the newest version says the same."""

    chain: ServiceChain
    view: ChainView
    versions: tuple[ServiceChainVersion, ...]
    current: bool
    rights: ChainRights
    sees_process: bool

    @property
    def newest(self) -> ServiceChainVersion | None:
        """The version frozen last."""
        return self.versions[0] if self.versions else None


def chain_page(viewer: Viewer, chain_id: str) -> ChainPage:
    """Return the working copy; raises `ServiceChain.DoesNotExist` where the viewer may not see it."""
    chain = with_parts(visible_chains(viewer).select_related("process__body")).get(public_id=chain_id)
    versions = tuple(chain.versions.select_related("created_by").order_by("-ordinal"))
    content = content_of(chain)
    rights = ChainRights(
        writes=may_edit_chain(viewer, chain),
        freezes=may_freeze_chain(viewer, chain),
        is_open=chains_are_open(viewer, chain.process),
        has_versions=bool(versions),
    )
    current = bool(versions) and same_content(content, from_data(versions[0].content))
    return ChainPage(chain, view_of(content), versions, current, rights, may_see_process(viewer, chain.process))


def activities(process: PlanningProcess) -> QuerySet[GoalNode]:
    """Return the activities of the goal system of a process, which steps carry out."""
    return _nodes(process, GoalLevel.ACTIVITY)


def result_goals(process: PlanningProcess) -> QuerySet[GoalNode]:
    """Return the result goals of the goal system of a process, which chains reach."""
    return _nodes(process, GoalLevel.RESULT_GOAL)


def _nodes(process: PlanningProcess, level: GoalLevel) -> QuerySet[GoalNode]:
    nodes: QuerySet[GoalNode] = GoalNode.objects.filter(
        system__process=process, level=level.value, removed_at__isnull=True
    )
    return nodes.order_by("parent__parent__order", "parent__order", "order", "pk")


@dataclass(frozen=True)
class ChainRow:
    """A chain in a list. `version` is the newest that the viewer may read; `opens`: the working copy is theirs."""

    chain: ServiceChain
    version: ServiceChainVersion | None
    opens: bool
    sees_process: bool

    @property
    def title(self) -> str:
        """The title that the viewer may know: of the working copy, or of the version."""
        return self.chain.title if self.opens or self.version is None else str(self.version.content["title"])

    @property
    def kind(self) -> ChainKind:
        """Whether it shows the present or the agreed state."""
        return ChainKind(self.chain.kind)


def chain_list(viewer: Viewer, *, search: str = "") -> QuerySet[ServiceChain]:
    """Return the chains of which the viewer may read the working copy or a version, the newest first.

    Every word of `search` must occur in the title or in number and title of the process. Each row carries `opens`.
    """
    versions = visible_chain_versions(viewer).filter(chain=OuterRef("pk"))
    working = visible_chains(viewer).filter(pk=OuterRef("pk"))
    found = ServiceChain.objects.filter(process__authority=viewer.authority).annotate(
        opens=Exists(working), has_version=Exists(versions)
    )
    found = found.filter(Q(opens=True) | Q(has_version=True))
    known = visible_processes(viewer).values("pk")
    for word in search.split():
        named = Q(process__title__icontains=word) | Q(process__number__icontains=word)
        found = found.filter(Q(title__icontains=word) | (Q(process__in=known) & named))
    return found.select_related("process").order_by("-created_at", "-pk")


def chain_rows(viewer: Viewer, chains: Iterable[ServiceChain]) -> tuple[ChainRow, ...]:
    """Return the rows of a page of `chain_list`, with two queries more for versions and processes."""
    listed = list(chains)
    known = set(visible_processes(viewer).filter(chains__in=listed).values_list("pk", flat=True))
    newest: dict[int, ServiceChainVersion] = {}
    for version in visible_chain_versions(viewer).filter(chain__in=listed).order_by("ordinal"):
        newest[version.chain_id] = version
    return tuple(
        ChainRow(chain, newest.get(chain.pk), bool(getattr(chain, "opens", False)), chain.process_id in known)
        for chain in listed
    )


@dataclass(frozen=True)
class ProcessChains:
    """The chains of a process as its page lists them; `may_begin`: the viewer may begin another."""

    process: PlanningProcess
    rows: tuple[ChainRow, ...]
    may_begin: bool


def process_chains(viewer: Viewer, process: PlanningProcess) -> ProcessChains:
    """Return what the page of `process` shows of its chains, for the partial `portal/chains/of_process.html`."""
    rows = chain_rows(viewer, chain_list(viewer).filter(process=process))
    may_begin = may_begin_chain(viewer, process) and chains_are_open(viewer, process)
    return ProcessChains(process, rows, may_begin)


def chain_process(viewer: Viewer, process_id: str) -> ProcessChains:
    """Return the process in which a chain is begun; raises `PlanningProcess.DoesNotExist` for strangers."""
    return process_chains(viewer, visible_processes(viewer).get(public_id=process_id))


@dataclass(frozen=True)
class StepChoices:
    """What a form of a step offers."""

    actors: tuple[ChainActor, ...]
    steps: tuple[ChainStep, ...]
    activities: tuple[GoalNode, ...]


def step_choices(page: ChainPage) -> StepChoices:
    """Return actors and steps of the chain, and the activities of its process."""
    chain = page.chain
    return StepChoices(tuple(chain.actors.all()), tuple(chain.steps.all()), tuple(activities(chain.process)))
