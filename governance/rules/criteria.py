"""The five case criteria (seed 004, chapter 8.2; design `process.md`, "Case criteria")."""

from __future__ import annotations

from datetime import date, timedelta

from governance.rules.facts import CaseFacts, Criterion, ProfileFacts
from governance.rules.text import Message, mark, mark_plural


def earliest_full_tenure(accompanied_since: date, min_weeks: int) -> date:
    """Return the first day on which a case counts as accompanied for `min_weeks` weeks.

    The difference of the dates counts: 56 days are 8 weeks.
    """
    return accompanied_since + timedelta(weeks=min_weeks)


def meets(case: CaseFacts, criterion: Criterion, profile: ProfileFacts) -> bool:
    """Whether `case` meets `criterion`; what is not stated is not met."""
    if criterion is Criterion.MEDIUM_DIFFICULTY:
        return case.medium_difficulty is True
    if criterion is Criterion.TYPICAL:
        return case.typical is True
    if criterion is Criterion.PROBLEM_CIRCLES:
        return profile.min_problem_circles <= case.problem_circles <= profile.max_problem_circles
    if criterion is Criterion.LEGAL_AREAS:
        return case.legal_areas >= profile.min_legal_areas
    if case.accompanied_since is None or case.reconstructed_on is None:
        return False
    return earliest_full_tenure(case.accompanied_since, profile.min_weeks) <= case.reconstructed_on


def deviation(case: CaseFacts, criterion: Criterion) -> str:
    """Return the written reason for deviating from `criterion`, without surrounding spaces; empty if none."""
    return case.deviations.get(criterion, "").strip()


def unmet_criteria(case: CaseFacts, profile: ProfileFacts) -> tuple[Criterion, ...]:
    """Return the criteria that `case` does not meet, whether or not a deviation is written."""
    return tuple(criterion for criterion in Criterion if not meets(case, criterion, profile))


def criterion_message(case: CaseFacts, criterion: Criterion, profile: ProfileFacts) -> Message:
    """Return the sentence that says how `case` misses `criterion`; it names the case code."""
    if criterion is Criterion.PROBLEM_CIRCLES:
        return _circles_message(case, profile)
    if criterion is Criterion.LEGAL_AREAS:
        return _areas_message(case, profile)
    if criterion is Criterion.TENURE:
        return _tenure_message(case, profile)
    stated = case.medium_difficulty if criterion is Criterion.MEDIUM_DIFFICULTY else case.typical
    return Message(_JUDGED[criterion, stated is None], {"code": case.code})


# Key: the criterion, and whether nothing is stated.
_JUDGED = {
    (Criterion.MEDIUM_DIFFICULTY, False): mark("Case %(code)s is not of medium difficulty."),
    (Criterion.MEDIUM_DIFFICULTY, True): mark("Case %(code)s: it is not stated whether it is of medium difficulty."),
    (Criterion.TYPICAL, False): mark("Case %(code)s is not typical in the network."),
    (Criterion.TYPICAL, True): mark("Case %(code)s: it is not stated whether it is typical in the network."),
}


def _circles_message(case: CaseFacts, profile: ProfileFacts) -> Message:
    one, many = mark_plural(
        "Case %(code)s has %(count)s problem circle; %(least)s to %(most)s at once are expected.",
        "Case %(code)s has %(count)s problem circles; %(least)s to %(most)s at once are expected.",
    )
    values = {
        "code": case.code,
        "count": case.problem_circles,
        "least": profile.min_problem_circles,
        "most": profile.max_problem_circles,
    }
    return Message(one, values, plural=many)


def _areas_message(case: CaseFacts, profile: ProfileFacts) -> Message:
    one, many = mark_plural(
        "Case %(code)s touches %(count)s area of law; at least %(least)s are expected.",
        "Case %(code)s touches %(count)s areas of law; at least %(least)s are expected.",
    )
    values = {"code": case.code, "count": case.legal_areas, "least": profile.min_legal_areas}
    return Message(one, values, plural=many)


def _tenure_message(case: CaseFacts, profile: ProfileFacts) -> Message:
    values: dict[str, object] = {"code": case.code}
    if case.accompanied_since is None:
        text = mark("Case %(code)s: it is not known since when the case manager accompanies it.")
        return Message(text, values)
    if case.reconstructed_on is None:
        return Message(mark("Case %(code)s: the day of its reconstruction is not recorded."), values)
    days = (case.reconstructed_on - case.accompanied_since).days
    if days < 0:
        text = mark("Case %(code)s was reconstructed before the case manager accompanied it.")
        return Message(text, values)
    values |= {
        "count": days // 7,
        "least": profile.min_weeks,
        "date": earliest_full_tenure(case.accompanied_since, profile.min_weeks),
    }
    one, many = mark_plural(
        "Case %(code)s had been with the case manager for %(count)s full week on the day of its "
        "reconstruction; %(least)s weeks are expected, reached on %(date)s.",
        "Case %(code)s had been with the case manager for %(count)s full weeks on the day of its "
        "reconstruction; %(least)s weeks are expected, reached on %(date)s.",
    )
    return Message(one, values, plural=many)
