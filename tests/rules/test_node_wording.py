"""What is put to the vote when a body decides on single goals."""

from __future__ import annotations

from datetime import date

from governance.rules.goals import GoalLevel, NodeDecision
from governance.rules.node_wording import NodeLine, nodes_wording

PROPOSAL = "Das Lenkungsgremium beschließt das Zielsystem."
DAY = date(2028, 5, 24)


def test_without_decisions_on_goals_the_proposal_stands_as_it_is() -> None:
    assert nodes_wording(PROPOSAL, [], DAY) == PROPOSAL


def test_each_decision_is_a_sentence_of_its_own_with_number_and_wording() -> None:
    lines = [
        NodeLine("1.1", GoalLevel.RESULT_GOAL, NodeDecision.CHANGED, "Alt.", "Neu."),
        NodeLine("2.1", GoalLevel.RESULT_GOAL, NodeDecision.RETURNED, "Kurse sind erreichbar."),
        NodeLine("3", GoalLevel.FRAMEWORK_GOAL, NodeDecision.REJECTED, "Anderes."),
        NodeLine("4.1.1", GoalLevel.ACTIVITY, NodeDecision.ADOPTED, "Melden.", note="Bericht im Herbst."),
    ]
    assert nodes_wording(PROPOSAL, lines, DAY).split("\n") == [
        PROPOSAL,
        "Dabei wird zum Zielsystem beschlossen:",
        "Ergebnisziel 1.1 erhält die Fassung: „Neu.“",
        "Ergebnisziel 2.1 („Kurse sind erreichbar.“) wird an die Projektarbeitsgruppe zurückgegeben und bis zum "
        "24.05.2028 wieder vorgelegt.",
        "Rahmenziel 3 („Anderes.“) wird abgelehnt.",
        "Aktivität 4.1.1 („Melden.“) wird beschlossen. Hinweis: Bericht im Herbst.",
    ]


def test_the_principle_goal_carries_no_number_and_needs_no_proposal_beside_it() -> None:
    line = NodeLine("G", GoalLevel.PRINCIPLE_GOAL, NodeDecision.CHANGED, "Alt.", "Neu.")
    assert nodes_wording("", [line], None).split("\n")[1:] == ["Grundsatzziel erhält die Fassung: „Neu.“"]
