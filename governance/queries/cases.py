"""Reading cases: series, case cards with their criteria, texts that wait for a second person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.functions import Lower

from governance.access.cases import (
    may_add_findings,
    may_decide_release,
    may_edit_card,
    may_name_reviewer,
    may_reconstruct,
    may_withdraw_card,
    possible_reviewers,
    visible_cards,
    visible_releases,
    visible_series,
)
from governance.access.planning import visible_processes
from governance.access.viewer import Viewer
from governance.models import (
    Authority,
    CaseCard,
    CaseDeviation,
    LegalArea,
    Person,
    PlanningProcess,
    ProblemCircle,
    ProcessProfile,
    ReconstructionSeries,
    Restriction,
    ScreeningRelease,
)
from governance.queries.ordering import Order, Orders, in_order
from governance.queries.wording import say
from governance.rules.criteria import criterion_message, meets
from governance.rules.facts import CaseFacts, Criterion, ProfileFacts, Severity
from governance.rules.lifecycles import CaseState
from governance.rules.routes import EvidenceBasis, IntakeSource, ResultType
from governance.rules.screening import Hit, screen


def profile_facts(authority: Authority) -> ProfileFacts:
    """Return the numbers and severities of the authority's process profile; the defaults without one."""
    profile = ProcessProfile.objects.filter(authority=authority).first()
    return facts_of_profile(profile) if profile else ProfileFacts()


def facts_of_profile(profile: ProcessProfile) -> ProfileFacts:
    """Return the numbers and severities of a profile, stored or not."""
    return ProfileFacts(
        min_topic_cases=profile.min_topic_cases,
        min_series_cases=profile.min_series_cases,
        min_weeks=profile.min_weeks,
        small_group_limit=profile.small_group_limit,
        topic_cases_severity=Severity(profile.topic_cases_strictness),
        series_size_severity=Severity(profile.series_strictness),
        criteria_severity=Severity(profile.criteria_strictness),
        withdrawn_severity=Severity(profile.withdrawn_strictness),
        small_group_severity=Severity(profile.small_group_strictness),
        basis=EvidenceBasis(profile.evidence_basis),
        min_like_cases=profile.min_like_cases,
        min_interviews=profile.min_interviews,
        like_cases_severity=Severity(profile.like_cases_strictness),
        intake_sources=frozenset(IntakeSource(name) for name in profile.intake_sources),
        has_scope_check=profile.has_scope_check,
        solves_locally=profile.solves_locally,
        decides_solution=profile.decides_solution,
        result_types=tuple(ResultType(name) for name in profile.result_types),
        result_checks_severity=Severity(profile.result_checks_strictness),
        state_waiting_days=profile.state_waiting_days,
    )


def with_deviations(cards: QuerySet[CaseCard]) -> QuerySet[CaseCard]:
    """Return the cards with what `case_facts` needs, in one more query."""
    return cards.prefetch_related(Prefetch("deviations", CaseDeviation.objects.order_by("criterion")))


def case_facts(card: CaseCard) -> CaseFacts:
    """Return what the guards judge of a card loaded by `with_deviations`.

    A case that is not reconstructed yet counts on the day for which it is planned.
    """
    return CaseFacts(
        code=card.code,
        state=CaseState(card.state),
        medium_difficulty=card.medium_difficulty,
        typical=card.typical,
        problem_circles=len(card.problem_circles),
        legal_areas=len(card.legal_areas),
        accompanied_since=card.accompanied_since,
        reconstructed_on=card.reconstructed_on or card.scheduled_for,
        deviations={Criterion(row.criterion): row.reason for row in card.deviations.all()},
    )


SERIES_ORDERS: Orders = {
    "neueste": Order(("-created_at", "-pk"), "begun", "descending"),
    "aelteste": Order(("created_at", "pk"), "begun", "ascending"),
    "titel": Order((Lower("title"), "pk"), "series", "other"),
}
"""By day and title. Numbers are given in the order of the days, so they need no order of their own."""


def series_rows(viewer: Viewer, *, search: str = "", order: str = "") -> QuerySet[ReconstructionSeries]:
    """Return the visible series with `total`, `reconstructed` and `withdrawn` (numbers of cards).

    Every word of `search` must occur in number, title or the code of one of the cases. `order` is one of
    `SERIES_ORDERS`, by default the newest first.
    """
    found = visible_series(viewer)
    for word in search.split():
        coded = CaseCard.objects.filter(code__icontains=word).values("series_id")
        found = found.filter(Q(number__icontains=word) | Q(title__icontains=word) | Q(pk__in=coded))
    rows: QuerySet[ReconstructionSeries] = found.annotate(
        total=Count("cards"),
        reconstructed=Count("cards", filter=Q(cards__state=CaseState.RECONSTRUCTED)),
        withdrawn=Count("cards", filter=Q(cards__state=CaseState.WITHDRAWN)),
    )
    return in_order(rows, SERIES_ORDERS, order)


@dataclass(frozen=True)
class CriterionView:
    """One criterion of a card: `sentence` says how it is missed (empty if met), `reason` why it is accepted."""

    criterion: Criterion
    met: bool
    sentence: str
    reason: str


@dataclass(frozen=True)
class CardRow:
    """A card in a list: how many criteria it misses without a written reason."""

    card: CaseCard
    criteria: tuple[CriterionView, ...]

    @property
    def unexplained(self) -> int:
        """Number of criteria that are missed without a written reason."""
        return sum(not row.met and not row.reason for row in self.criteria)


def _criteria(card: CaseCard, profile: ProfileFacts) -> tuple[CriterionView, ...]:
    facts = case_facts(card)
    rows = []
    for criterion in Criterion:
        met = meets(facts, criterion, profile)
        sentence = "" if met else say(criterion_message(facts, criterion, profile))
        rows.append(CriterionView(criterion, met, sentence, facts.deviations.get(criterion, "")))
    return tuple(rows)


@dataclass(frozen=True)
class SeriesPage:
    """A series with its cards and the processes it feeds."""

    series: ReconstructionSeries
    rows: tuple[CardRow, ...]
    processes: tuple[PlanningProcess, ...]
    needed: int

    @property
    def reconstructed(self) -> int:
        """Number of reconstructed cases."""
        return sum(row.card.state == CaseState.RECONSTRUCTED for row in self.rows)

    @property
    def withdrawn(self) -> int:
        """Number of withdrawn cases; they count as history only."""
        return sum(row.card.state == CaseState.WITHDRAWN for row in self.rows)


def series_page(viewer: Viewer, series_id: str) -> SeriesPage:
    """Return the series; raises `ReconstructionSeries.DoesNotExist` where the viewer may not see it."""
    series = visible_series(viewer).get(public_id=series_id)
    profile = profile_facts(viewer.authority)
    cards = with_deviations(visible_cards(viewer).filter(series=series)).select_related("case_manager")
    rows = tuple(CardRow(card, _criteria(card, profile)) for card in cards.order_by("pk"))
    processes = tuple(visible_processes(viewer).filter(series=series))
    return SeriesPage(series, rows, processes, profile.min_series_cases)


@dataclass(frozen=True)
class Mark:
    """A stretch of a screened text; `label` names what it looks like, empty for harmless text."""

    text: str
    label: str = ""


def marked(text: str, hits: Iterable[Hit] | None = None) -> tuple[Mark, ...]:
    """Return `text` cut at the places that could name a person."""
    parts: list[Mark] = []
    end = 0
    for hit in screen(text) if hits is None else hits:
        if hit.start > end:
            parts.append(Mark(text[end : hit.start]))
        parts.append(Mark(hit.text, hit.kind.label))
        end = hit.end
    if end < len(text):
        parts.append(Mark(text[end:]))
    return tuple(parts)


@dataclass(frozen=True)
class ReleaseView:
    """A text before its release, with marked places and what the viewer may do about it."""

    release: ScreeningRelease
    parts: tuple[Mark, ...]
    may_name: bool
    may_decide: bool


def release_list(viewer: Viewer) -> QuerySet[ScreeningRelease]:
    """Return the waiting releases that the viewer may see, oldest first."""
    return (
        visible_releases(viewer)
        .filter(decided_at__isnull=True)
        .select_related("card__series", "requested_by", "reviewer")
        .order_by("requested_at", "pk")
    )


def release_page(viewer: Viewer, release_id: str) -> ReleaseView:
    """Return one release; raises `ScreeningRelease.DoesNotExist` where the viewer may not see it."""
    release = (
        visible_releases(viewer)
        .select_related("card__series", "requested_by", "reviewer", "decided_by")
        .get(public_id=release_id)
    )
    waiting = release.decided_at is None
    return ReleaseView(
        release,
        marked(release.text),
        may_name=waiting and may_name_reviewer(viewer, release),
        may_decide=waiting and may_decide_release(viewer, release),
    )


def reviewers(viewer: Viewer, release: ScreeningRelease) -> tuple[Person, ...]:
    """Return who may be named as the second person for `release`."""
    return tuple(possible_reviewers(viewer, release))


@dataclass(frozen=True)
class CardRights:
    """What the viewer may do with a card; the state of the card decides besides."""

    edit: bool
    findings: bool
    reconstruct: bool
    withdraw: bool


@dataclass(frozen=True)
class CardPage:
    """A case card with everything shown on its page.

    `releases` wait for a second person, `released` texts have passed one: of both, those that the viewer may see.
    """

    card: CaseCard
    criteria: tuple[CriterionView, ...]
    legal_areas: tuple[str, ...]
    problem_circles: tuple[str, ...]
    restrictions: tuple[Restriction, ...]
    releases: tuple[ScreeningRelease, ...]
    released: tuple[ScreeningRelease, ...]
    processes: tuple[PlanningProcess, ...]
    rights: CardRights

    @property
    def withdrawn(self) -> bool:
        """Whether the card was withdrawn and redacted."""
        return bool(self.card.state == CaseState.WITHDRAWN)


def card_page(viewer: Viewer, card_id: str) -> CardPage:
    """Return a card; raises `CaseCard.DoesNotExist` where the viewer may not see it."""
    card = with_deviations(visible_cards(viewer)).select_related("series", "case_manager").get(public_id=card_id)
    live = card.state != CaseState.WITHDRAWN
    return CardPage(
        card=card,
        criteria=_criteria(card, profile_facts(viewer.authority)) if live else (),
        legal_areas=labels(LegalArea, card.legal_areas),
        problem_circles=labels(ProblemCircle, card.problem_circles),
        restrictions=tuple(card.restrictions.all()),
        releases=tuple(release_list(viewer).filter(card=card)),
        released=tuple(_released(viewer, card)),
        processes=tuple(visible_processes(viewer).filter(topic__cards=card)),
        rights=CardRights(
            edit=live and may_edit_card(viewer, card),
            findings=live and may_add_findings(viewer, card),
            reconstruct=live and may_reconstruct(viewer, card),
            withdraw=live and may_withdraw_card(viewer, card),
        ),
    )


def _released(viewer: Viewer, card: CaseCard) -> QuerySet[ScreeningRelease]:
    decided = visible_releases(viewer).filter(card=card, accepted=True)
    return decided.select_related("requested_by", "decided_by").order_by("decided_at", "pk")


def labels(choices: type[LegalArea] | type[ProblemCircle], values: Iterable[str]) -> tuple[str, ...]:
    """Return the printed names of stored values, in the order of the list."""
    chosen = set(values)
    return tuple(str(name) for value, name in choices.choices if value in chosen)
