"""Zielsysteme: working copy, versions, values."""

from __future__ import annotations

from portal.access_concept.table import COORDINATORS, GROUP, PERSONS, READERS, Area, As, At, Row

LIST = "each list holds what the rows of its objects allow"
COPY = "goal system, chain: working copy"
FROZEN = "goal system, chain: frozen, adopted"
WRITERS = COORDINATORS | GROUP
LEADERS = COORDINATORS | {As.GROUP_LEAD}
SHOWN = WRITERS | READERS
NAMED = SHOWN | {As.CONTACT}
TRACKERS = LEADERS | {As.CONTACT}

GOALS = Area(
    title="Zielsysteme",
    rules=(
        "Die Arbeitskopie sehen die Projektarbeitsgruppe mit ihren Vorzimmern und die Koordination. Geschrieben wird sie von den Mitgliedern "
        "der Gruppe und der Koordination, solange die Gruppe arbeitet; die Koordination kann sie vorher vorbereiten.",
        "Eine Fassung schreiben Leitung und Koordination fest. Das beschließende Gremium sieht Fassungen, die ihm vorlagen oder beschlossen "
        "sind; Organisationen und Personen, die in der beschlossenen Fassung zuständig sind, sehen diese.",
        "Werte und den Stand von Annahmen tragen Koordination, Leitung, die zuständige Person und die Ansprechperson der zuständigen "
        "Organisation ein.",
    ),
    rows=(
        Row("portal:goal_systems", "Zielsysteme und Ketten", LIST, see=PERSONS),
        Row("portal:goal_begin", "Zielsystem beginnen", COPY, see=WRITERS, act=WRITERS, at=At.GOALS_TO_BEGIN),
        Row("portal:goal_system", "Zielsystem", COPY, see=WRITERS, at=At.GOALS_COPY),
        Row("portal:goal_system", "Zielsystem", FROZEN, see=SHOWN, at=At.GOALS_PROPOSED),
        Row("portal:goal_system", "Zielsystem", FROZEN, see=NAMED, at=At.GOALS_ADOPTED),
        Row("portal:goal_title", "Titel ändern", COPY, see=WRITERS, act=WRITERS, at=At.GOALS_COPY),
        Row("portal:goal_node_add", "Ziel oder Aktivität anlegen", COPY, see=WRITERS, act=WRITERS, at=At.GOALS_COPY),
        Row("portal:goal_node_word", "Wortlaut ändern", COPY, see=WRITERS, act=WRITERS, at=At.GOALS_COPY),
        Row("portal:goal_node_edit", "Ziel oder Aktivität bearbeiten", COPY, see=WRITERS, act=WRITERS, at=At.GOALS_COPY),
        Row("portal:goal_node_edit", "Ziel bearbeiten (liegt dem Gremium vor)", COPY, see=WRITERS, act=WRITERS, at=At.GOALS_PROPOSED),
        Row("portal:goal_node_move", "Verschieben", COPY, act=WRITERS, at=At.GOALS_COPY),
        Row("portal:goal_node_place", "Anders einordnen", COPY, see=WRITERS, act=WRITERS, at=At.GOALS_COPY),
        Row("portal:goal_node_remove", "Entfernen", COPY, act=WRITERS, at=At.GOALS_COPY),
        Row("portal:goal_node_restore", "Zurückholen", COPY, act=WRITERS, at=At.GOALS_REMOVED),
        Row("portal:goal_indicator_add", "Indikator anlegen", COPY, see=WRITERS, act=WRITERS, at=At.GOALS_COPY),
        Row("portal:goal_indicator_edit", "Indikator bearbeiten", COPY, see=WRITERS, act=WRITERS, at=At.GOALS_COPY),
        Row("portal:goal_indicator_remove", "Indikator entfernen", COPY, act=WRITERS, at=At.GOALS_COPY),
        Row("portal:goal_assumption_add", "Annahme anlegen", COPY, see=WRITERS, act=WRITERS, at=At.GOALS_COPY),
        Row("portal:goal_assumption_edit", "Annahme bearbeiten", COPY, see=WRITERS, act=WRITERS, at=At.GOALS_COPY),
        Row("portal:goal_assumption_remove", "Annahme entfernen", COPY, act=WRITERS, at=At.GOALS_COPY),
        Row("portal:goal_freeze", "Fassung festschreiben", COPY, see=LEADERS, act=LEADERS, at=At.GOALS_COPY),
        Row("portal:goal_version", "Fassung", FROZEN, see=SHOWN, at=At.GOALS_PROPOSED),
        Row("portal:goal_version", "Fassung", FROZEN, see=NAMED, at=At.GOALS_ADOPTED),
        Row("portal:goal_compare", "Vergleich von Fassungen", COPY, see=WRITERS, at=At.GOALS_COPY),
        Row("portal:goal_compare", "Vergleich von Fassungen", FROZEN, see=NAMED, at=At.GOALS_ADOPTED),
        Row("portal:goal_value", "Wert eintragen", FROZEN, see=LEADERS, act=LEADERS, at=At.GOALS_COPY),
        Row("portal:goal_value", "Wert eintragen", FROZEN, see=TRACKERS, act=TRACKERS, at=At.GOALS_ADOPTED),
        Row("portal:goal_assumption_judge", "Annahme prüfen", FROZEN, see=TRACKERS, act=TRACKERS, at=At.GOALS_ADOPTED),
    ),
)  # fmt: skip
