"""The German sentences of the record, word by word."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

import pytest

from governance.rules.outcomes import Outcome
from governance.rules.procedure import (
    ADMINISTRATIVE_PROCEDURE,
    COUNTY_ORDER,
    Comparator,
    DayKind,
    Majority,
    Origin,
    ProcedureRules,
    QuorumBase,
    Rule,
)
from governance.rules.quorum import quorum
from governance.rules.rules_wording import explain, explain_majority, explain_tie
from governance.rules.verdict import Choice, CountFacts, Verdict, decide
from governance.rules.wording import (
    FORMULAS,
    Matter,
    figures,
    majority_figures,
    minutes_sentence,
    quorum_figures,
    quorum_sentence,
    short_verdict,
)
from tests.rules.test_verdict import body, ruled

T = TypeVar("T")

COUNTING = ruled(abstentions_count=True)


def verdict(
    yes: int,
    no: int,
    abstain: int,
    rules: ProcedureRules = COUNTY_ORDER,
    chair: Choice | None = None,
    **seats: int,
) -> Verdict:
    room = {"present": yes + no + abstain, **seats}
    return decide(rules, body(**room), CountFacts(yes, no, abstain, chair_choice=chair))


@pytest.mark.parametrize(
    ("result", "short", "sentence"),
    [
        (
            verdict(14, 0, 0),
            "Einstimmig angenommen",
            "Der Beschlussvorschlag wird mit 14 Ja-Stimmen einstimmig angenommen.",
        ),
        (
            verdict(1, 0, 0),
            "Einstimmig angenommen",
            "Der Beschlussvorschlag wird mit 1 Ja-Stimme einstimmig angenommen.",
        ),
        (
            verdict(12, 0, 2),
            "Einstimmig bei 2 Enthaltungen angenommen",
            "Der Beschlussvorschlag wird mit 12 Ja-Stimmen bei 2 Enthaltungen einstimmig angenommen.",
        ),
        (
            verdict(12, 0, 1),
            "Einstimmig bei 1 Enthaltung angenommen",
            "Der Beschlussvorschlag wird mit 12 Ja-Stimmen bei 1 Enthaltung einstimmig angenommen.",
        ),
        (
            verdict(11, 1, 1, absent=3, recused=1),
            "Mehrheitlich angenommen",
            "Der Beschlussvorschlag wird mit 11 Ja-Stimmen bei 1 Nein-Stimme und 1 Enthaltung mehrheitlich "
            "angenommen. Ein Sitz war befangen und hat nicht mitgestimmt.",
        ),
        (
            verdict(9, 2, 0, recused=2, present=14),
            "Mehrheitlich angenommen",
            "Der Beschlussvorschlag wird mit 9 Ja-Stimmen bei 2 Nein-Stimmen mehrheitlich "
            "angenommen. 2 Sitze waren "
            "befangen und haben nicht mitgestimmt. 3 anwesende Sitze haben keine Stimme abgegeben.",
        ),
        (
            verdict(3, 8, 2, present=14),
            "Mehrheitlich abgelehnt",
            "Der Beschlussvorschlag wird mit 8 Nein-Stimmen bei 3 Ja-Stimmen und 2 Enthaltungen mehrheitlich "
            "abgelehnt. Ein anwesender Sitz hat keine Stimme abgegeben.",
        ),
        (
            verdict(0, 5, 1),
            "Einstimmig bei 1 Enthaltung abgelehnt",
            "Der Beschlussvorschlag wird mit 5 Nein-Stimmen bei 1 Enthaltung einstimmig abgelehnt.",
        ),
        (
            verdict(5, 5, 1),
            "Abgelehnt bei Stimmengleichheit",
            "Der Beschlussvorschlag wird mit 5 Ja-Stimmen, 5 Nein-Stimmen und 1 Enthaltung bei "
            "Stimmengleichheit "
            "abgelehnt.",
        ),
        (
            verdict(1, 1, 0),
            "Abgelehnt bei Stimmengleichheit",
            "Der Beschlussvorschlag wird mit 1 Ja-Stimme und 1 Nein-Stimme bei Stimmengleichheit abgelehnt.",
        ),
        (
            verdict(3, 3, 0, ADMINISTRATIVE_PROCEDURE, Choice.YES),
            "Bei Stimmengleichheit durch die Stimme des Vorsitzes angenommen",
            "Bei 3 Ja-Stimmen und 3 Nein-Stimmen entscheidet wegen Stimmengleichheit die Stimme des "
            "Vorsitzes: "
            "Der Beschlussvorschlag wird angenommen.",
        ),
        (
            verdict(3, 3, 0, ADMINISTRATIVE_PROCEDURE, Choice.NO),
            "Bei Stimmengleichheit durch die Stimme des Vorsitzes abgelehnt",
            "Bei 3 Ja-Stimmen und 3 Nein-Stimmen entscheidet wegen Stimmengleichheit die Stimme des "
            "Vorsitzes: "
            "Der Beschlussvorschlag wird abgelehnt.",
        ),
        (
            verdict(0, 0, 4),
            "Abgelehnt, keine Ja-Stimme",
            "Der Beschlussvorschlag wird bei 4 Enthaltungen ohne Ja- und Nein-Stimmen abgelehnt.",
        ),
        (
            verdict(0, 0, 0, present=1),
            "Abgelehnt, keine Ja-Stimme",
            "Der Beschlussvorschlag wird ohne Ja- und Nein-Stimmen abgelehnt. Ein anwesender Sitz "
            "hat keine Stimme "
            "abgegeben.",
        ),
        (
            verdict(4, 3, 2, COUNTING),
            "Abgelehnt, Mehrheit nicht erreicht",
            "Der Beschlussvorschlag wird mit 4 Ja-Stimmen bei 3 Nein-Stimmen und 2 Enthaltungen "
            "abgelehnt, weil die "
            "nötige Mehrheit fehlt.",
        ),
        (
            verdict(0, 0, 0, present=5, absent=12),
            "Nicht beschlussfähig",
            "Das Gremium ist nicht beschlussfähig: 5 von 17 Sitzen sind anwesend, nötig sind 9. Der "
            "Beschlussvorschlag kommt nicht zur Entscheidung.",
        ),
    ],
)
def test_a_verdict_has_its_heading_and_its_sentence(result: Verdict, short: str, sentence: str) -> None:
    assert short_verdict(result) == short
    assert minutes_sentence(result) == sentence


def test_minutes_are_approved_not_adopted() -> None:
    assert short_verdict(verdict(12, 0, 2), Matter.MINUTES) == "Einstimmig bei 2 Enthaltungen genehmigt"
    assert short_verdict(verdict(2, 2, 0), Matter.MINUTES) == "Nicht genehmigt bei Stimmengleichheit"
    assert minutes_sentence(verdict(12, 0, 0), Matter.MINUTES) == (
        "Die Niederschrift wird mit 12 Ja-Stimmen einstimmig genehmigt."
    )


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (verdict(14, 0, 0), "14 Ja"),
        (verdict(11, 1, 1), "11 Ja, 1 Nein, 1 Enthaltung"),
        (verdict(0, 2, 2), "2 Nein, 2 Enthaltungen"),
        (verdict(0, 0, 0, present=1), "keine Stimme"),
    ],
)
def test_figures_leave_out_what_is_zero(result: Verdict, text: str) -> None:
    assert figures(result) == text


def test_the_quorum_is_told_in_singular_and_plural() -> None:
    assert quorum_sentence(quorum(COUNTY_ORDER, body(13, absent=4))) == (
        "Das Gremium ist beschlussfähig: 13 von 17 Sitzen sind anwesend, nötig sind 9."
    )
    assert quorum_sentence(quorum(COUNTY_ORDER, body(1))) == (
        "Das Gremium ist beschlussfähig: 1 von 1 Sitz ist anwesend, nötig ist 1."
    )
    assert quorum_figures(quorum(COUNTY_ORDER, body(13, absent=4))) == "13 von 17 Sitzen, nötig sind 9"


@pytest.mark.parametrize(
    ("majority", "told", "short", "why"),
    [
        (Majority.OF_PRESENT, "6 von 13 anwesenden stimmberechtigten Sitzen, nötig sind 7",
         "Abgelehnt, Mehrheit der Anwesenden nicht erreicht", "weil die Mehrheit der Anwesenden fehlt"),
        (Majority.ABSOLUTE, "6 von 13 stimmberechtigten Sitzen, nötig sind 7",
         "Abgelehnt, Mehrheit aller stimmberechtigten Sitze nicht erreicht",
         "weil die Mehrheit aller stimmberechtigten Sitze fehlt"),
        (Majority.TWO_THIRDS, "6 von 11 gezählten Stimmen, nötig sind 8, Enthaltungen zählen nicht mit",
         "Abgelehnt, Zweidrittelmehrheit nicht erreicht", "weil die Zweidrittelmehrheit fehlt"),
        (Majority.UNANIMITY, "6 von 11 gezählten Stimmen, nötig sind 11, Enthaltungen zählen nicht mit",
         "Abgelehnt, Einstimmigkeit nicht erreicht", "weil die Einstimmigkeit fehlt"),
    ],
)  # fmt: skip
def test_a_larger_majority_that_is_missed_is_named(majority: Majority, told: str, short: str, why: str) -> None:
    found = verdict(6, 5, 2, replace(COUNTY_ORDER, majority=Rule(majority, "§ 7", Origin.OWN)))
    assert majority_figures(found) == told
    assert short_verdict(found) == short
    assert minutes_sentence(found) == (
        f"Der Beschlussvorschlag wird mit 6 Ja-Stimmen bei 5 Nein-Stimmen und 2 Enthaltungen abgelehnt, {why}."
    )


@pytest.mark.parametrize("majority", Majority)
@pytest.mark.parametrize("counting", [False, True])
def test_each_majority_is_said_in_plain_words(majority: Majority, counting: bool) -> None:
    rules = replace(
        COUNTY_ORDER, majority=Rule(majority, "§ 7", Origin.OWN), abstentions_count=Rule(counting, "", Origin.OWN)
    )
    assert explain_majority(rules).startswith("Angenommen")
    assert explain_majority(rules).endswith(" (§ 7).")
    assert ("nötige Mehrheit" in explain_tie(rules)) == (majority is not Majority.SIMPLE)


def test_the_majority_is_told_with_its_base() -> None:
    assert majority_figures(verdict(11, 1, 1)) == "11 von 12 gezählten Stimmen, Enthaltungen zählen nicht mit"
    assert majority_figures(verdict(1, 0, 0, COUNTING)) == "1 von 1 gezählten Stimme, Enthaltungen zählen mit"


def test_every_outcome_has_a_formula() -> None:
    assert set(FORMULAS) == set(Outcome)


def test_the_county_model_in_plain_words() -> None:
    assert [sentence for _, sentence in explain(COUNTY_ORDER)] == [
        "Beschlussfähig, wenn mehr als die Hälfte der stimmberechtigten Sitze anwesend ist (§ 34 Abs. 1 KrO NRW).",
        "Befangene Sitze gelten nicht als anwesend, zählen aber zur Gesamtzahl.",
        "Angenommen bei mehr Ja- als Nein-Stimmen, Enthaltungen zählen nicht mit (§ 35 Abs. 1 KrO NRW).",
        "Bei Stimmengleichheit ist der Vorschlag abgelehnt (§ 35 Abs. 1 KrO NRW).",
        "Ladungsfrist 6 Kalendertage, in dringenden Fällen 3 Arbeitstage; Tag der Absendung und Tag "
        "der Sitzung "
        "zählen nicht mit.",
        "Vorlagen sind 10 Tage vor der Sitzung fertig; Einwendungen gegen die Niederschrift sind 14 "
        "Tage nach dem "
        "Versand möglich.",
    ]


def test_own_rules_in_plain_words_cite_their_own_paragraphs() -> None:
    def own(value: T, paragraph: str = "§ 6 Abs. 1") -> Rule[T]:
        return Rule(value, paragraph, Origin.OWN)

    rules = replace(
        ADMINISTRATIVE_PROCEDURE,
        quorum_base=own(QuorumBase.FILLED_VOTING_SEATS, "§ 5 Abs. 1"),
        quorum_comparator=own(Comparator.AT_LEAST),
        quorum_share=own(Fraction(2, 3)),
        recused_leave_quorum_base=own(True, ""),
        majority=own(Majority.SIMPLE),
        abstentions_count=own(True),
        notice_days=own(1),
        notice_day_kind=own(DayKind.WORKING),
        urgent_notice_days=own(1),
        urgent_notice_day_kind=own(DayKind.CALENDAR),
    )
    words = dict(explain(rules))
    assert words["quorum_base"] == (
        "Beschlussfähig, wenn mindestens zwei Drittel der besetzten stimmberechtigten Sitze anwesend sind, "
        "mindestens aber 3 (§ 5 Abs. 1)."
    )
    assert words["recused_leave_quorum_base"] == (
        "Befangene Sitze gelten nicht als anwesend und zählen nicht zur Gesamtzahl."
    )
    assert words["majority"] == (
        "Angenommen, wenn mehr als die Hälfte der abgegebenen Stimmen Ja lautet, Enthaltungen zählen mit (§ 6 Abs. 1)."
    )
    assert words["tie"].endswith("sonst ist der Vorschlag abgelehnt (§ 91 VwVfG).")
    assert words["notice_days"].startswith("Ladungsfrist 1 Arbeitstag, in dringenden Fällen 1 Kalendertag;")


def test_all_seats_and_odd_shares_in_plain_words() -> None:
    assert dict(explain(ruled(quorum_share=Fraction(1), quorum_comparator=Comparator.AT_LEAST)))["quorum_base"] == (
        "Beschlussfähig, wenn alle stimmberechtigten Sitze anwesend sind (§ 34 Abs. 1 KrO NRW)."
    )
    assert "mehr als 3/5 der" in dict(explain(ruled(quorum_share=Fraction(3, 5))))["quorum_base"]
