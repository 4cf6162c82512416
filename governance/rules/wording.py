"""German sentences for the official record: verdict, minutes, result formula.

These sentences are part of the record and stay German whatever language a reader has chosen. They are
derived from a `Verdict` and never typed. Look: prototype "abstimmung-ergebnis"; result
formula: PR-13 in `kreise.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from governance.rules.outcomes import Outcome, ReferBackTarget
from governance.rules.procedure import Majority
from governance.rules.quorum import QuorumResult
from governance.rules.verdict import Verdict, VerdictKind

NON_PUBLIC = "nicht öffentlicher Tagesordnungspunkt"


def public_title(title: str, *, public: bool) -> str:
    """Return the title of an agenda item as it leaves the house: that of a non-public one is never printed."""
    return title if public else NON_PUBLIC


def merged_into(number: str) -> str:
    """Return why a draft was withdrawn that says the same as the process `number`; it stands in the history."""
    return f"Zusammengeführt mit dem Vorgang {number}."


class Matter(StrEnum):
    """What was voted on; it chooses noun and verb of the sentence."""

    PROPOSAL = "proposal"
    MINUTES = "minutes"
    RECOMMENDATION = "recommendation"
    REFER_BACK = "refer_back"
    POSTPONE = "postpone"


_SUBJECT = {
    Matter.PROPOSAL: "Der Beschlussvorschlag",
    Matter.MINUTES: "Die Niederschrift",
    Matter.RECOMMENDATION: "Die Empfehlung",
    Matter.REFER_BACK: "Der Antrag auf Zurückverweisung",
    Matter.POSTPONE: "Der Antrag auf Vertagung",
}
_CARRIED = {matter: "genehmigt" if matter is Matter.MINUTES else "angenommen" for matter in Matter}
_LOST = {matter: "nicht genehmigt" if matter is Matter.MINUTES else "abgelehnt" for matter in Matter}


def number_of(count: int, one: str, many: str) -> str:
    """Return a number with its noun."""
    return f"{count} {one if count == 1 else many}"


def _yes(count: int) -> str:
    return number_of(count, "Ja-Stimme", "Ja-Stimmen")


def _no(count: int) -> str:
    return number_of(count, "Nein-Stimme", "Nein-Stimmen")


def _abstentions(count: int) -> str:
    return number_of(count, "Enthaltung", "Enthaltungen")


def _enumerate(parts: list[str]) -> str:
    return " und ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_MISSED = {
    Majority.SIMPLE: "Mehrheit",
    Majority.OF_PRESENT: "Mehrheit der Anwesenden",
    Majority.ABSOLUTE: "Mehrheit aller stimmberechtigten Sitze",
    Majority.TWO_THIRDS: "Zweidrittelmehrheit",
    Majority.UNANIMITY: "Einstimmigkeit",
}
_BY_CHAIR = frozenset({VerdictKind.ADOPTED_BY_CHAIR, VerdictKind.REJECTED_BY_CHAIR})


def _by_majority(verdict: Verdict) -> bool:
    """Whether the larger side got its way; where abstentions count, more yes than no can still fail."""
    return verdict.adopted or verdict.no > verdict.yes


def _no_counted_vote(verdict: Verdict) -> bool:
    return verdict.kind is VerdictKind.REJECTED and verdict.yes == verdict.no == 0


def short_verdict(verdict: Verdict, matter: Matter = Matter.PROPOSAL) -> str:
    """Return the verdict as a heading without full stop: "Einstimmig bei 2 Enthaltungen angenommen"."""
    ending = _CARRIED[matter] if verdict.adopted else _LOST[matter]
    if verdict.kind is VerdictKind.INQUORATE:
        return "Nicht beschlussfähig"
    if verdict.kind is VerdictKind.REJECTED_BY_TIE:
        return f"{_capital(ending)} bei Stimmengleichheit"
    if verdict.kind in _BY_CHAIR:
        return f"Bei Stimmengleichheit durch die Stimme des Vorsitzes {ending}"
    if verdict.unanimous:
        aside = f" bei {_abstentions(verdict.abstain)}" if verdict.abstain else ""
        return f"Einstimmig{aside} {ending}"
    if _by_majority(verdict):
        return f"Mehrheitlich {ending}"
    missing = "keine Ja-Stimme" if verdict.yes == 0 else f"{_MISSED[verdict.majority.kind]} nicht erreicht"
    return f"{_capital(ending)}, {missing}"


def figures(verdict: Verdict) -> str:
    """Return "11 Ja, 1 Nein, 1 Enthaltung"; parts that are zero are left out, except when all are."""
    parts = [f"{verdict.yes} Ja"] if verdict.yes else []
    parts += [f"{verdict.no} Nein"] if verdict.no else []
    parts += [_abstentions(verdict.abstain)] if verdict.abstain else []
    return ", ".join(parts) or "keine Stimme"


def _not_taking_part(verdict: Verdict) -> list[str]:
    sentences = []
    if verdict.recused == 1:
        sentences.append("Ein Sitz war befangen und hat nicht mitgestimmt.")
    elif verdict.recused:
        sentences.append(f"{verdict.recused} Sitze waren befangen und haben nicht mitgestimmt.")
    if verdict.kind is VerdictKind.INQUORATE:
        return sentences
    if verdict.not_voting == 1:
        sentences.append("Ein anwesender Sitz hat keine Stimme abgegeben.")
    elif verdict.not_voting:
        sentences.append(f"{verdict.not_voting} anwesende Sitze haben keine Stimme abgegeben.")
    return sentences


def _votes(verdict: Verdict) -> str:
    """Return "mit 11 Ja-Stimmen bei 1 Nein-Stimme und 1 Enthaltung", with the winning side first."""
    sides = [(verdict.yes, _yes(verdict.yes)), (verdict.no, _no(verdict.no))]
    if not verdict.adopted and verdict.no > verdict.yes:
        sides.reverse()
    aside = [text for count, text in [sides[1], (verdict.abstain, _abstentions(verdict.abstain))] if count]
    return f"mit {sides[0][1]}" + (f" bei {_enumerate(aside)}" if aside else "")


def _main_sentence(verdict: Verdict, matter: Matter) -> str:
    subject, carried, lost = _SUBJECT[matter], _CARRIED[matter], _LOST[matter]
    if verdict.kind is VerdictKind.INQUORATE:
        return f"{quorum_sentence(verdict.quorum)} {subject} kommt nicht zur Entscheidung."
    counted = [_yes(verdict.yes), _no(verdict.no)]
    counted += [_abstentions(verdict.abstain)] if verdict.abstain else []
    if verdict.kind is VerdictKind.REJECTED_BY_TIE:
        return f"{subject} wird mit {_enumerate(counted)} bei Stimmengleichheit {lost}."
    if verdict.kind in _BY_CHAIR:
        ending = carried if verdict.adopted else lost
        return (
            f"Bei {_enumerate(counted)} entscheidet wegen Stimmengleichheit die Stimme des Vorsitzes: "
            f"{subject} wird {ending}."
        )
    if _no_counted_vote(verdict):
        aside = f"bei {_abstentions(verdict.abstain)} " if verdict.abstain else ""
        return f"{subject} wird {aside}ohne Ja- und Nein-Stimmen {lost}."
    ending = carried if verdict.adopted else lost
    if verdict.unanimous or _by_majority(verdict):
        how = "einstimmig" if verdict.unanimous else "mehrheitlich"
        return f"{subject} wird {_votes(verdict)} {how} {ending}."
    kind = verdict.majority.kind
    missing = "nötige Mehrheit" if kind is Majority.SIMPLE else _MISSED[kind]
    return f"{subject} wird {_votes(verdict)} {ending}, weil die {missing} fehlt."


def minutes_sentence(verdict: Verdict, matter: Matter = Matter.PROPOSAL) -> str:
    """Return what the minutes say about the vote: figures, result, and who did not take part."""
    return " ".join([_main_sentence(verdict, matter), *_not_taking_part(verdict)])


def quorum_sentence(result: QuorumResult) -> str:
    """Return a full sentence on the quorum, such as "Das Gremium ist beschlussfähig: 13 von 17 Sitzen …"."""
    state = "beschlussfähig" if result.met else "nicht beschlussfähig"
    verb = "ist" if result.present == 1 else "sind"
    present = f"{result.present} von {_seats(result.base)} {verb} anwesend"
    return f"Das Gremium ist {state}: {present}, {_needed(result)}."


def quorum_figures(result: QuorumResult) -> str:
    """Return the figures alone: "13 von 17 Sitzen, nötig sind 9"."""
    return f"{result.present} von {_seats(result.base)}, {_needed(result)}"


def _seats(count: int) -> str:
    return number_of(count, "Sitz", "Sitzen")


def _needed(result: QuorumResult) -> str:
    return _needed_votes(result.needed)


def majority_figures(verdict: Verdict) -> str:
    """Return how the majority was reckoned: "11 von 12 gezählten Stimmen, Enthaltungen zählen nicht mit"."""
    found = verdict.majority
    if found.kind in _OF_SEATS:
        return f"{found.yes} von {number_of(found.base, *_OF_SEATS[found.kind])}, {_needed_votes(found.needed)}"
    votes = number_of(found.base, "gezählten Stimme", "gezählten Stimmen")
    needed = "" if found.kind is Majority.SIMPLE else f", {_needed_votes(found.needed)}"
    return f"{found.yes} von {votes}{needed}, Enthaltungen zählen {'mit' if found.abstentions_count else 'nicht mit'}"


_OF_SEATS = {
    Majority.OF_PRESENT: ("anwesenden stimmberechtigten Sitz", "anwesenden stimmberechtigten Sitzen"),
    Majority.ABSOLUTE: ("stimmberechtigten Sitz", "stimmberechtigten Sitzen"),
}


def _needed_votes(count: int) -> str:
    return f"nötig {'ist' if count == 1 else 'sind'} {count}"


FORMULAS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.ADOPTED: "ungeändert beschlossen",
        Outcome.ADOPTED_WITH_CHANGES: "geändert beschlossen",
        Outcome.ADOPTED_IN_PART: "teilweise beschlossen",
        Outcome.REJECTED: "abgelehnt",
        Outcome.NOTED: "zur Kenntnis genommen",
        Outcome.POSTPONED: "vertagt",
        Outcome.REMOVED: "von der Tagesordnung abgesetzt",
        Outcome.REFERRED: "verwiesen",
        Outcome.REFERRED_BACK: "zurückverwiesen",
        Outcome.WITHDRAWN: "zurückgezogen",
        Outcome.INQUORATE: "nicht beschlussfähig",
    }
)


_BACK_TO = {
    ReferBackTarget.TOPIC_DRAFT: "zur Überarbeitung des Themenentwurfs",
    ReferBackTarget.CASE_RECONSTRUCTION: "zur Rekonstruktion weiterer Fälle",
    ReferBackTarget.GROUP_WORKING: "an die Projektarbeitsgruppe",
}
POSTPONE_WORDING = "Der Tagesordnungspunkt wird vertagt."


def refer_back_wording(target: ReferBackTarget, conditions: str, until: date | None = None) -> str:
    """Return what is put to the vote when a paper is to be referred back under `conditions`, perhaps `until` a day."""
    again = f" und bis zum {until:%d.%m.%Y} wieder vorgelegt" if until else ""
    return f"Die Vorlage wird {_BACK_TO[target]} zurückverwiesen{again}. Auflagen: {conditions}"


def approval_wording(day: date) -> str:
    """Return what is put to the vote when the minutes of the meeting of the local date `day` are to be approved."""
    return f"Die Niederschrift der Sitzung vom {day:%d.%m.%Y} wird genehmigt."
