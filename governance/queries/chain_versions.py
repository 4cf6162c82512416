"""Reading frozen versions of chains: their content, who has agreed, what changed, what the guards judge of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from governance.access.chains import (
    may_answer_consent,
    may_see_chain,
    visible_chain_versions,
)
from governance.access.planning import may_see_process
from governance.access.viewer import Viewer
from governance.models import ActorConsent, PlanningProcess, ServiceChain, ServiceChainVersion
from governance.queries.chains import ChainView, content_of, view_of, with_parts
from governance.rules.chain_checks import open_checks
from governance.rules.chain_diff import PartChange, compare
from governance.rules.lifecycles import ConsentState, FrozenState
from governance.rules.routes import ResultType
from governance.rules.service_chains import ActorPart, Chain, ChainKind, from_data, same_content
from governance.rules.solution_facts import ResultFacts

_WITH_CHAIN = ("chain__process__body", "created_by")


@dataclass(frozen=True)
class Consents:
    """Who has agreed to a version. `unasked`: actors without an organisation, for whom nobody can agree."""

    rows: tuple[ActorConsent, ...]
    unasked: tuple[str, ...]

    @property
    def agreed(self) -> tuple[ActorConsent, ...]:
        """The organisations that have agreed."""
        return self._in(ConsentState.AGREED)

    @property
    def declined(self) -> tuple[ActorConsent, ...]:
        """The organisations that have declined."""
        return self._in(ConsentState.DECLINED)

    @property
    def waiting(self) -> tuple[ActorConsent, ...]:
        """The organisations that have not answered."""
        return self._in(ConsentState.OPEN)

    def _in(self, state: ConsentState) -> tuple[ActorConsent, ...]:
        return tuple(row for row in self.rows if row.state == state)


def consents_of(version: ServiceChainVersion, content: Chain) -> Consents:
    """Return who has agreed to `version`, of which `content` is the content."""
    rows = version.consents.select_related("organisation", "answered_by").order_by("organisation__name", "pk")
    unasked = (actor.name for actor in content.actors if actor.part is ActorPart.ACTOR and not actor.organisation)
    return Consents(tuple(rows), tuple(unasked))


@dataclass(frozen=True)
class VersionPage:
    """A frozen version. `others`: the further versions that the viewer may read, the newest first.

    `own`: the question that the viewer answers for their organisation; `opens`: the working copy is theirs, too.
    """

    version: ServiceChainVersion
    view: ChainView
    consents: Consents
    others: tuple[ServiceChainVersion, ...]
    own: ActorConsent | None
    opens: bool
    sees_process: bool

    @property
    def earlier(self) -> ServiceChainVersion | None:
        """The version before, with which this one is compared first."""
        return next((row for row in self.others if row.ordinal < self.version.ordinal), None)

    @property
    def newer(self) -> ServiceChainVersion | None:
        """The newest version, if this one is an earlier one."""
        return next((row for row in self.others if row.ordinal > self.version.ordinal), None)

    @property
    def adopted(self) -> bool:
        """Whether the steering group has adopted it."""
        return bool(self.version.state == FrozenState.ADOPTED)

    @property
    def superseded(self) -> bool:
        """Whether a newer version has taken its place."""
        return bool(self.version.state == FrozenState.SUPERSEDED)


def version_page(viewer: Viewer, version_id: str) -> VersionPage:
    """Return a frozen version; raises `ServiceChainVersion.DoesNotExist` where the viewer may not see it."""
    version = visible_chain_versions(viewer).select_related(*_WITH_CHAIN).get(public_id=version_id)
    content = from_data(version.content)
    others = visible_chain_versions(viewer).filter(chain=version.chain).exclude(pk=version.pk)
    consents = consents_of(version, content)
    own = None
    for row in consents.rows:
        row.chain_version = version
        if may_answer_consent(viewer, row):
            own = row
    return VersionPage(
        version=version,
        view=view_of(content),
        consents=consents,
        others=tuple(others.select_related("created_by").order_by("-ordinal")),
        own=own,
        opens=may_see_chain(viewer, version.chain),
        sees_process=may_see_process(viewer, version.chain.process),
    )


@dataclass(frozen=True)
class Comparison:
    """What changed from `old` to `new`."""

    old: ServiceChainVersion
    new: ServiceChainVersion
    changes: tuple[PartChange, ...]


def comparison(page: VersionPage, other_id: str = "") -> Comparison | None:
    """Compare the version of `page` with another that the viewer may read, by default with the one before.

    The older of both is the old one. None where there is nothing to compare with.
    """
    other = next((row for row in page.others if row.public_id == other_id), None) if other_id else None
    other = other or page.earlier or page.newer
    if other is None:
        return None
    old, new = sorted((other, page.version), key=lambda row: row.ordinal)
    return Comparison(old, new, compare(from_data(old.content), from_data(new.content)))


def changes_since(version: ServiceChainVersion | None, content: Chain) -> tuple[PartChange, ...]:
    """Return what the working copy `content` changes of the version frozen last; nothing before the first one."""
    return compare(from_data(version.content), content) if version else ()


def chain_result(process: PlanningProcess) -> ResultFacts:
    """Return what the guards of the proposal judge of the chains as agreed of `process`.

    Of several chains each counts: it is `current` only if every one is frozen as it is written, `explained` only if
    every version with failed checks has its reason.
    """
    live = ServiceChainVersion.objects.exclude(state=FrozenState.SUPERSEDED.value).order_by("ordinal")
    chains: QuerySet[ServiceChain] = ServiceChain.objects.filter(process=process, kind=ChainKind.TO_BE.value)
    frozen: list[ServiceChainVersion] = []
    current = True
    for chain in with_parts(chains).prefetch_related(Prefetch("versions", live, to_attr="live")):
        versions: Sequence[ServiceChainVersion] = chain.live
        if versions:
            frozen.append(versions[-1])
        current &= bool(versions) and same_content(content_of(chain), from_data(versions[-1].content))
    failed = [(version, len(open_checks(from_data(version.content)))) for version in frozen]
    return ResultFacts(
        kind=ResultType.SERVICE_CHAIN,
        frozen=bool(frozen),
        current=current,
        open_findings=sum(count for _version, count in failed),
        explained=bool(frozen) and all(version.open_reason for version, count in failed if count),
    )
