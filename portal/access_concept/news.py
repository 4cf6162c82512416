"""Mails, notification choices, deadlines, messages of the public, publications."""

from __future__ import annotations

from portal.access_concept.table import COORDINATORS, PERSONS, READERS, SECRETARIAT, Area, As, At, Row

REPORTS = "registers, imports, exports, reports"
PUBLISHED = "paper: published resolution"
LIST = "each list holds what the rows of its objects allow"
OWN = "users, roles, authorities"
CHAIR = frozenset({As.CHAIR})
ON_RESOLUTION = READERS | COORDINATORS

NEWS = Area(
    title="Nachrichten, Fristen, Veröffentlichungen",
    rules=(
        "Den Postausgang des Kreises sieht die Koordination: an wen, Betreff, Stand. Den Inhalt der E-Mails zeigt er nicht.",
        "Wie oft E-Mails kommen, wählt jede Person für sich; was eine Frist wahrt oder auf Antwort wartet, kommt immer sofort.",
        "Fristen sieht jede Person die eigenen, die Koordination auf Wunsch alle ihres Kreises.",
        "Zuschriften der Öffentlichkeit liest, erledigt und löscht nur die Koordination.",
        "Eine Veröffentlichung schlägt die Geschäftsführung des Gremiums vor, der Vorsitz stimmt zu oder lehnt ab; beide können "
        "zurücknehmen. Den Stand sieht, wer den Beschluss sieht. Nichtöffentliche Beschlüsse werden nie veröffentlicht.",
    ),
    rows=(
        Row("portal:outbox", "Postausgang", REPORTS, see=COORDINATORS),
        Row("portal:outbox_retry", "E-Mail noch einmal senden", REPORTS, act=COORDINATORS),
        Row("portal:outbox_retry_all", "Alle E-Mails noch einmal senden", REPORTS, act=COORDINATORS),
        Row("portal:outbox_settle", "E-Mail anders erledigen", REPORTS, see=COORDINATORS, act=COORDINATORS),
        Row("portal:notifications", "Benachrichtigungen", OWN, see=PERSONS, act=PERSONS),
        Row("portal:deadlines", "Fristen", LIST, see=PERSONS),
        Row("portal:contact_messages", "Zuschriften", REPORTS, see=COORDINATORS),
        Row("portal:contact_finish", "Zuschrift erledigen", REPORTS, act=COORDINATORS),
        Row("portal:contact_delete", "Zuschrift löschen", REPORTS, see=COORDINATORS, act=COORDINATORS),
        Row("portal:publications", "Veröffentlichungen", LIST, see=PERSONS),
        Row("portal:publication", "Veröffentlichung", PUBLISHED, see=ON_RESOLUTION | {As.GUEST}, at=At.PUBLICATION_PROPOSED),
        Row("portal:publication_propose", "Veröffentlichung vorschlagen", PUBLISHED, see=SECRETARIAT, act=SECRETARIAT, at=At.RESOLUTION_NEW),
        Row("portal:publication_agree", "Veröffentlichung zustimmen", PUBLISHED, see=CHAIR, act=CHAIR, at=At.PUBLICATION_PROPOSED),
        Row("portal:publication_decline", "Veröffentlichung ablehnen", PUBLISHED, see=CHAIR, act=CHAIR, at=At.PUBLICATION_PROPOSED),
        Row("portal:publication_withdraw", "Veröffentlichung zurücknehmen", PUBLISHED, see=SECRETARIAT | CHAIR, act=SECRETARIAT | CHAIR,
            at=At.PUBLISHED),
    ),
)  # fmt: skip
