"""Cases: series of reconstructions and pseudonymous case cards (process.md, "Guards"; seed 004, chapter 8.2).

Free text is screened before it is stored (trust.md, Privacy). With a finding and without a reason nothing is saved
(`Screened`); with a reason the text waits beside the card for a second person (`governance.usecases.case_releases`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from governance.access.cases import (
    may_add_findings,
    may_create_series,
    may_edit_card,
    may_nominate,
    may_reconstruct,
    may_withdraw_card,
    visible_cards,
    visible_series,
)
from governance.access.viewer import Viewer
from governance.models import (
    CaseCard,
    CaseDeviation,
    LegalArea,
    Person,
    ProblemCircle,
    ReconstructionSeries,
    Restriction,
    ScreeningRelease,
)
from governance.rules import clock
from governance.rules.characters import clean_line, clean_lines
from governance.rules.facts import Criterion
from governance.rules.lifecycles import CaseState
from governance.rules.numbering import series_number
from governance.rules.screening import Hit, screen
from governance.rules.text import Message, mark
from governance.usecases.foundation import (
    Forbidden,
    Refused,
    advance,
    check_version,
    draw_number,
    lock,
    record,
    save,
    use_case,
)

PRESENTATION = "presentation"
RESTRICTION = "restriction"


@dataclass(frozen=True)
class CardFacts:
    """What a case manager states about a case. None and an empty date mean "not stated"."""

    accompanied_since: date | None = None
    medium_difficulty: bool | None = None
    typical: bool | None = None
    legal_areas: tuple[str, ...] = ()
    problem_circles: tuple[str, ...] = ()
    presentation: str = ""


class Screened(Refused):
    """The screening found something that could name a person; `hits` are the places in `text` of `field`.

    `releasable`: with a reason a second person may release it.
    """

    def __init__(self, field: str, text: str, hits: tuple[Hit, ...], *, releasable: bool) -> None:
        sentence = mark("The text may name a person. Nothing was saved; change the marked places.")
        if releasable:
            sentence = mark("The text may name a person. Nothing was saved; change the marked places or give a reason.")
        super().__init__(Message(sentence))
        self.field = field
        self.text = text
        self.hits = hits


def refuse_personal_data(field: str, text: str) -> None:
    """Raise `Screened` if `text`, which leaves the case layer, could name a person; no release is possible there."""
    hits = screen(text)
    if hits:
        raise Screened(field, text, hits, releasable=False)


def _hold_back(card: CaseCard, *, field: str, text: str, stored: str, reason: str, by: Viewer) -> str:
    """Return what may be stored for `field`: the text, or the old text while the new one waits for a release.

    Raises `Screened` for a finding without a reason. Text that is stored already has passed.
    """
    if text == stored:
        return text
    hits = screen(text)
    if hits and not reason:
        raise Screened(field, text, hits, releasable=True)
    if card.pk is None:
        card.save()
    if field != RESTRICTION:  # a card has many restrictions, and one text of each other kind: the newest
        ScreeningRelease.objects.filter(card=card, field=field).waiting().delete()
    if not hits:
        return text
    ScreeningRelease.objects.create(card=card, field=field, text=text, reason=reason, requested_by=by.acting_person)
    return stored


@use_case("series.create")
def create_series(*, by: Viewer, title: str) -> ReconstructionSeries:
    """Open an empty series of case reconstructions under the next number of the year ("HX-2026-1")."""
    if not may_create_series(by):
        raise Forbidden(by, by.authority)
    title = clean_line(title)
    if not title:
        raise Refused(Message(mark("The series needs a title.")))
    refuse_personal_data("title", title)
    year = clock.today().year
    series = ReconstructionSeries.objects.create(
        authority=by.authority,
        title=title,
        number=series_number(by.authority.code, year, draw_number(f"series:{by.authority.public_id}:{year}")),
    )
    record(by, "series.created", series)
    return series


@use_case("case.nominate")
def nominate_case(
    *, by: Viewer, series_id: str, facts: CardFacts, largely_completed: bool, release_reason: str = ""
) -> CaseCard:
    """Nominate an own case for the series; its code is drawn, so that nobody types a name there.

    That the case is largely completed is part of nominating it (process.md, "Case criteria"); refused otherwise.
    """
    series = visible_series(by).get(public_id=series_id)
    if not may_nominate(by):
        raise Forbidden(by, series)
    if not largely_completed:
        raise Refused(Message(mark("Only a case that is largely completed can be nominated.")))
    card = CaseCard(series=series, case_manager=by.acting_person, code=_next_code(by))
    _state(card, facts, by=by, reason=clean_lines(release_reason))
    card.save()
    record(by, "case.nominated", card, {"code": card.code, "largely_completed": True})
    return card


@use_case("case.edit")
def edit_case(*, by: Viewer, card_id: str, facts: CardFacts, version: int | None, release_reason: str = "") -> CaseCard:
    """Change what is stated about an own case, at any state but withdrawn."""
    card = _locked(by, card_id)
    if not may_edit_card(by, card):
        raise Forbidden(by, card)
    _refuse_withdrawn(card)
    check_version(card, version)
    _state(card, facts, by=by, reason=clean_lines(release_reason))
    save(card)
    record(by, "case.edited", card)
    return card


@use_case("case.explain_deviation")
def explain_deviation(
    *, by: Viewer, card_id: str, criterion: str, reason: str, version: int | None = None, release_reason: str = ""
) -> CaseCard:
    """Write down why the case is taken although it misses a criterion; an empty reason takes the deviation back."""
    card = _locked(by, card_id)
    if not may_add_findings(by, card):
        raise Forbidden(by, card)
    _refuse_withdrawn(card)
    check_version(card, version)
    try:
        key = Criterion(criterion)
    except ValueError:
        raise Refused(Message(mark("There is no such criterion."))) from None
    old = CaseDeviation.objects.filter(card=card, criterion=key.value).first()
    stored = old.reason if old else ""
    text = _hold_back(
        card,
        field=f"deviation:{key.value}",
        text=clean_lines(reason),
        stored=stored,
        reason=clean_lines(release_reason),
        by=by,
    )
    store_deviation(card, key, text, by.acting_person)
    save(card)
    record(by, "case.deviation_explained", card, {"criterion": key.value})
    return card


def store_deviation(card: CaseCard, criterion: Criterion, text: str, author: Person) -> None:
    """Store the reason for deviating from `criterion`, or delete it if `text` is empty."""
    if not text:
        CaseDeviation.objects.filter(card=card, criterion=criterion.value).delete()
        return
    CaseDeviation.objects.update_or_create(
        card=card, criterion=criterion.value, defaults={"reason": text, "author": author}
    )


@use_case("case.add_restriction")
def add_restriction(*, by: Viewer, card_id: str, text: str, release_reason: str = "") -> CaseCard:
    """Record a restriction of the system found in the case."""
    card = _locked(by, card_id)
    if not may_add_findings(by, card):
        raise Forbidden(by, card)
    _refuse_withdrawn(card)
    text = clean_line(text)
    if not text:
        raise Refused(Message(mark("Describe the restriction.")))
    kept = _hold_back(card, field=RESTRICTION, text=text, stored="", reason=clean_lines(release_reason), by=by)
    if kept:
        Restriction.objects.create(card=card, text=kept)
    save(card)
    record(by, "case.restriction_added", card)
    return card


@use_case("case.remove_restriction")
def remove_restriction(*, by: Viewer, card_id: str, restriction_id: str) -> CaseCard:
    """Remove a restriction from the card; patterns of topics that were drawn from it keep their own words."""
    card = _locked(by, card_id)
    if not may_add_findings(by, card):
        raise Forbidden(by, card)
    _refuse_withdrawn(card)
    Restriction.objects.get(card=card, public_id=restriction_id).delete()
    save(card)
    record(by, "case.restriction_removed", card)
    return card


@use_case("case.schedule")
def schedule_case(*, by: Viewer, card_id: str, day: date, version: int | None = None) -> CaseCard:
    """Plan the reconstruction for the local date `day`; planning again moves it."""
    card = _locked(by, card_id)
    if not may_reconstruct(by, card):
        raise Forbidden(by, card)
    check_version(card, version)
    advance(card, "schedule")
    card.scheduled_for = day
    save(card)
    record(by, "case.scheduled", card, {"day": day.isoformat()})
    return card


@use_case("case.reconstruct")
def mark_reconstructed(*, by: Viewer, card_id: str, day: date, version: int | None = None) -> CaseCard:
    """Record that the case was reconstructed on the local date `day`, which is not in the future.

    Recording it again corrects the day.
    """
    card = _locked(by, card_id)
    if not may_reconstruct(by, card):
        raise Forbidden(by, card)
    check_version(card, version)
    if day > clock.today():
        raise Refused(Message(mark("The day of the reconstruction lies in the future.")))
    advance(card, "reconstruct")
    card.reconstructed_on = day
    save(card)
    record(by, "case.reconstructed", card, {"day": day.isoformat()})
    return card


@use_case("case.withdraw")
def withdraw_case(*, by: Viewer, card_id: str, reason: str, version: int | None = None) -> CaseCard:
    """Withdraw the card: everything it says is deleted, its code and the count stay as history.

    A topic that was derived from it keeps its link; a flag on the process says so (process.md, edge case 2).
    """
    card = _locked(by, card_id)
    if not may_withdraw_card(by, card):
        raise Forbidden(by, card)
    check_version(card, version)
    reason = clean_lines(reason)
    if not reason:
        raise Refused(Message(mark("Withdrawing needs a reason.")))
    refuse_personal_data("reason", reason)
    advance(card, "withdraw")
    _redact(card)
    card.withdrawal_reason = reason
    save(card)
    record(by, "case.withdrawn", card)
    return card


def _redact(card: CaseCard) -> None:
    card.accompanied_since = card.scheduled_for = None
    card.medium_difficulty = card.typical = None
    card.legal_areas, card.problem_circles, card.presentation = [], [], ""
    for rows in (card.deviations, card.restrictions, card.releases):
        rows.all().delete()


def _state(card: CaseCard, facts: CardFacts, *, by: Viewer, reason: str) -> None:
    """Put what is stated onto the card; raises `Screened` for a presentation that needs a release."""
    today = clock.today()
    if facts.accompanied_since and facts.accompanied_since > today:
        raise Refused(Message(mark("The beginning of the accompaniment lies in the future.")))
    areas, circles = set(facts.legal_areas), set(facts.problem_circles)
    if areas - set(LegalArea.values) or circles - set(ProblemCircle.values):
        raise Refused(Message(mark("Choose from the list.")))
    card.accompanied_since = facts.accompanied_since
    card.medium_difficulty, card.typical = facts.medium_difficulty, facts.typical
    card.legal_areas, card.problem_circles = sorted(areas), sorted(circles)
    card.presentation = _hold_back(
        card,
        field=PRESENTATION,
        text=clean_lines(facts.presentation),
        stored=card.presentation,
        reason=reason,
        by=by,
    )


def _locked(by: Viewer, card_id: str) -> CaseCard:
    return lock(visible_cards(by).select_related("series"), public_id=card_id)


def _next_code(by: Viewer) -> str:
    """Return the next code of the authority ("HX-F7"): unique beyond the series, since a topic may join several."""
    return f"{by.authority.code}-F{draw_number(f'case:{by.authority.public_id}')}"


def _refuse_withdrawn(card: CaseCard) -> None:
    if card.state == CaseState.WITHDRAWN:
        raise Refused(Message(mark("The case has been withdrawn.")))
