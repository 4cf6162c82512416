"""Rules of procedure in plain German words, each with its paragraph: the page of a body, a ballot, a session.

They are part of the record and stay German whatever language a reader has chosen.
"""

from __future__ import annotations

from fractions import Fraction

from governance.rules.procedure import Comparator, DayKind, Majority, ProcedureRules, QuorumBase, TieRule
from governance.rules.wording import number_of


def _cited(paragraph: str) -> str:
    return f" ({paragraph})" if paragraph else ""


def explain_majority(rules: ProcedureRules) -> str:
    """Return the majority rule in plain words, with its paragraph."""
    texts = _MAJORITY_COUNTING if rules.abstentions_count.value else _MAJORITY
    return f"{texts[rules.majority.value]}{_cited(rules.majority.paragraph)}."


_OF_ALL = {
    Majority.OF_PRESENT: "Angenommen, wenn mehr als die Hälfte der anwesenden stimmberechtigten Sitze mit Ja stimmt",
    Majority.ABSOLUTE: "Angenommen, wenn mehr als die Hälfte aller stimmberechtigten Sitze mit Ja stimmt",
}
_MAJORITY = _OF_ALL | {
    Majority.SIMPLE: "Angenommen bei mehr Ja- als Nein-Stimmen, Enthaltungen zählen nicht mit",
    Majority.TWO_THIRDS: "Angenommen, wenn mindestens zwei Drittel der Ja- und Nein-Stimmen Ja lauten, "
    "Enthaltungen zählen nicht mit",
    Majority.UNANIMITY: "Angenommen, wenn niemand mit Nein stimmt, Enthaltungen zählen nicht mit",
}
_MAJORITY_COUNTING = _OF_ALL | {
    Majority.SIMPLE: "Angenommen, wenn mehr als die Hälfte der abgegebenen Stimmen Ja lautet, Enthaltungen zählen mit",
    Majority.TWO_THIRDS: "Angenommen, wenn mindestens zwei Drittel der abgegebenen Stimmen Ja lauten, "
    "Enthaltungen zählen mit",
    Majority.UNANIMITY: "Angenommen, wenn alle abgegebenen Stimmen Ja lauten, auch eine Enthaltung steht entgegen",
}


def explain_tie(rules: ProcedureRules) -> str:
    """Return the rule on ties in plain words, with its paragraph."""
    if rules.majority.value is not Majority.SIMPLE:
        return "Bei Stimmengleichheit ist die nötige Mehrheit nicht erreicht und der Vorschlag abgelehnt."
    if rules.tie.value is TieRule.CHAIR_DECIDES:
        text = (
            "Bei Stimmengleichheit entscheidet die Stimme des Vorsitzes, wenn er mit Ja oder Nein "
            "gestimmt hat, sonst ist der Vorschlag abgelehnt"
        )
    else:
        text = "Bei Stimmengleichheit ist der Vorschlag abgelehnt"
    return f"{text}{_cited(rules.tie.paragraph)}."


def _share(share: Fraction) -> tuple[str, str]:
    """Return the share in words and the verb that agrees with it."""
    named = {Fraction(1, 2): ("die Hälfte", "ist"), Fraction(1, 3): ("ein Drittel", "ist")}
    named[Fraction(2, 3)] = ("zwei Drittel", "sind")
    return named.get(share) or (f"{share.numerator}/{share.denominator}", "sind")


def explain_quorum(rules: ProcedureRules) -> str:
    """Return the quorum rule in plain words, with its paragraph."""
    filled = rules.quorum_base.value is QuorumBase.FILLED_VOTING_SEATS
    base = "besetzten stimmberechtigten Sitze" if filled else "stimmberechtigten Sitze"
    more_than = rules.quorum_comparator.value is Comparator.MORE_THAN
    if rules.quorum_share.value == 1 and not more_than:
        text = f"Beschlussfähig, wenn alle {base} anwesend sind"
    else:
        share, verb = _share(rules.quorum_share.value)
        compare = "mehr als" if more_than else "mindestens"
        text = f"Beschlussfähig, wenn {compare} {share} der {base} anwesend {verb}"
    if rules.quorum_minimum.value:
        text += f", mindestens aber {rules.quorum_minimum.value}"
    return f"{text}{_cited(rules.quorum_base.paragraph)}."


def explain_recusal(rules: ProcedureRules) -> str:
    """Return in plain words what a recusal does to the quorum, with its paragraph."""
    leave = rules.recused_leave_quorum_base.value
    effect = " und zählen nicht zur Gesamtzahl" if leave else ", zählen aber zur Gesamtzahl"
    text = f"Befangene Sitze gelten nicht als anwesend{effect}"
    return f"{text}{_cited(rules.recused_leave_quorum_base.paragraph)}."


def _days(count: int, kind: DayKind) -> str:
    if kind is DayKind.WORKING:
        return number_of(count, "Arbeitstag", "Arbeitstage")
    return number_of(count, "Kalendertag", "Kalendertage")


def explain_notice(rules: ProcedureRules) -> str:
    """Return the notice period in plain words, with its paragraph."""
    normal = _days(rules.notice_days.value, rules.notice_day_kind.value)
    urgent = _days(rules.urgent_notice_days.value, rules.urgent_notice_day_kind.value)
    return (
        f"Ladungsfrist {normal}, in dringenden Fällen {urgent}; Tag der Absendung und Tag der Sitzung "
        f"zählen nicht mit{_cited(rules.notice_days.paragraph)}."
    )


def explain_deadlines(rules: ProcedureRules) -> str:
    """Return the deadlines for papers and for objections in plain words."""
    papers = number_of(rules.papers_deadline_days.value, "Tag", "Tage")
    period = number_of(rules.objection_period_days.value, "Tag", "Tage")
    return (
        f"Vorlagen sind {papers} vor der Sitzung fertig{_cited(rules.papers_deadline_days.paragraph)}; "
        f"Einwendungen gegen die Niederschrift sind {period} nach dem Versand möglich"
        f"{_cited(rules.objection_period_days.paragraph)}."
    )


def explain(rules: ProcedureRules) -> tuple[tuple[str, str], ...]:
    """Return every rule in plain words as (key of the leading rule in `ProcedureRules`, sentence)."""
    return (
        ("quorum_base", explain_quorum(rules)),
        ("recused_leave_quorum_base", explain_recusal(rules)),
        ("majority", explain_majority(rules)),
        ("tie", explain_tie(rules)),
        ("notice_days", explain_notice(rules)),
        ("papers_deadline_days", explain_deadlines(rules)),
    )
