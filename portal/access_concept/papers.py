"""Papers, minutes, resolutions."""

from __future__ import annotations

from portal.access_concept.table import (
    COORDINATORS,
    MEMBERS,
    NOBODY,
    PERSONS,
    READERS,
    SECRETARIAT,
    Area,
    As,
    At,
    Roles,
    Row,
)

LIST = "each list holds what the rows of its objects allow"
DRAFT = "paper: draft, co-signing"
LAID = "paper: on a dispatched agenda or decided"
ANNEX = "annex"
USERS = "users, roles, authorities"
MINUTES_DRAFT = "minutes: draft"
MINUTES_ROUND = "minutes: circulated, approved"
RESOLUTION = "resolution"
GUEST: Roles = frozenset({As.GUEST})
CHAIR: Roles = frozenset({As.CHAIR})


def _reading(at: At, oracle: str, see: Roles) -> tuple[Row, ...]:
    """Return the pages that show a paper, each with the same readers."""
    return (
        Row("portal:paper", "Beschlussvorlage", oracle, see=see, at=at),
        *(
            Row(
                "portal:paper_document",
                f"Beschlussvorlage als {name}",
                oracle,
                see=see,
                at=at,
                literals={"file_format": file_format},
            )
            for file_format, name in (("docx", "Word"), ("pdf", "PDF"))
        ),
    )


AUTHOR = COORDINATORS | {As.GROUP_LEAD}
LAID_BEFORE = READERS | COORDINATORS | GUEST

PAPERS = Area(
    title="Beschlussvorlagen",
    rules=(
        "Den Entwurf lesen die Koordination und die benannte verfassende Person. Geschrieben wird in der Werkstatt, nur im Entwurf und nur "
        "von der Koordination; freigegeben und zurückgeholt wird von der Geschäftsführung des Gremiums.",
        "Mitglieder, deren Vorzimmer und die Gäste des Tagesordnungspunkts lesen die Fassung, die ihnen mit einer versandten Tagesordnung "
        "vorgelegt wurde. Sie bleibt ihnen, auch wenn die Vorlage zurückgeholt wird.",
        "Eine Anlage sieht, wer die Vorlage sieht; eine vertrauliche sehen nur die Mitglieder des Gremiums, nicht deren Vorzimmer und keine "
        "Gäste. Angehängt wird von der Koordination, nur im Entwurf.",
    ),
    rows=(
        Row("portal:papers", "Beschlussvorlagen", LIST, see=PERSONS),
        Row("portal:paper_create", "Vorlage beginnen", DRAFT, see=COORDINATORS, act=COORDINATORS),
        *_reading(At.PAPER_DRAFT, DRAFT, COORDINATORS),
        *_reading(At.PAPER_BY_AUTHOR, DRAFT, AUTHOR),
        *_reading(At.PAPER_RELEASED, DRAFT, COORDINATORS),
        *_reading(At.PAPER_PLANNED, DRAFT, COORDINATORS),
        *_reading(At.PAPER_DISPATCHED, LAID, LAID_BEFORE),
        *_reading(At.PAPER_DECIDED, LAID, LAID_BEFORE),
        Row("portal:paper_annex", "Anlage", ANNEX, see=COORDINATORS, at=At.ANNEX_DRAFT),
        Row("portal:paper_annex", "Anlage", ANNEX, see=AUTHOR, at=At.ANNEX_BY_AUTHOR),
        Row("portal:paper_annex", "Anlage", ANNEX, see=LAID_BEFORE, at=At.ANNEX_LAID),
        Row("portal:paper_annex", "Anlage", ANNEX, see=MEMBERS | COORDINATORS, at=At.ANNEX_CONFIDENTIAL),
        Row("portal:paper_annex_add", "Anlage anhängen", ANNEX, see=COORDINATORS, act=COORDINATORS, at=At.ANNEX_DRAFT),
        Row("portal:paper_annex_edit", "Anlage ändern", ANNEX, see=COORDINATORS, act=COORDINATORS, at=At.ANNEX_DRAFT),
        Row(
            "portal:paper_annex_remove",
            "Anlage entfernen",
            ANNEX,
            see=COORDINATORS,
            act=COORDINATORS,
            at=At.ANNEX_DRAFT,
        ),
        Row("portal:paper_annex_edit", "Anlage ändern (liegt fest)", ANNEX, at=At.ANNEX_LAID),
        Row("portal:paper_annex_remove", "Anlage entfernen (liegt fest)", ANNEX, at=At.ANNEX_LAID),
        Row("portal:letterhead", "Briefkopf", USERS, see=COORDINATORS),
        Row("portal:letterhead_sample", "Musterdokument mit dem Briefkopf", USERS, see=COORDINATORS),
        Row("portal:paper_release", "Vorlage freigeben", DRAFT, act=SECRETARIAT, at=At.PAPER_DRAFT),
        Row("portal:paper_release", "Vorlage freigeben", DRAFT, act=SECRETARIAT, at=At.PAPER_BY_AUTHOR),
        Row("portal:paper_recall", "Vorlage zurückholen", DRAFT, act=SECRETARIAT, at=At.PAPER_RELEASED),
        Row(
            "portal:paper_withdraw",
            "Vorlage zurückziehen",
            DRAFT,
            see=COORDINATORS,
            act=COORDINATORS,
            at=At.PAPER_DRAFT,
        ),
        Row(
            "portal:paper_withdraw",
            "Vorlage zurückziehen",
            DRAFT,
            see=COORDINATORS,
            act=SECRETARIAT,
            at=At.PAPER_RELEASED,
        ),
    ),
)


def _minutes(at: At, oracle: str, see: Roles) -> tuple[Row, ...]:
    """Return the pages that show minutes, each with the same readers."""
    return (
        Row("portal:minutes", "Niederschrift", oracle, see=see, at=at),
        *(
            Row(
                "portal:minutes_document",
                f"Niederschrift als {name}",
                oracle,
                see=see,
                at=at,
                literals={"file_format": file_format},
            )
            for file_format, name in (("docx", "Word"), ("pdf", "PDF"))
        ),
    )


UNSENT = COORDINATORS | CHAIR
SENT = COORDINATORS | READERS
PRESENT: Roles = frozenset({As.CHAIR, As.DEPUTY_CHAIR, As.MEMBER, As.ADVISORY_MEMBER})

MINUTES = Area(
    title="Niederschriften",
    rules=(
        "Den Entwurf sehen Koordination und Vorsitz; war der Vorsitz abwesend, auch der stellvertretende Vorsitz, der die Sitzung geleitet "
        "hat. Mit dem Versand sehen ihn die Mitglieder und deren Vorzimmer.",
        "Die Geschäftsführung des Gremiums schreibt, versendet, beantwortet Einwendungen und berichtigt. Der Vorsitz unterzeichnet. "
        "Einwendungen erhebt, wer anwesend war. Genehmigt wird durch Beschluss.",
        "Gäste sehen noch nichts von Niederschriften; Auszüge einzelner Punkte gibt es noch nicht.",
    ),
    rows=(
        *_minutes(At.MINUTES_DRAFT, MINUTES_DRAFT, UNSENT),
        *_minutes(At.MINUTES_SIGNED, MINUTES_DRAFT, UNSENT),
        *_minutes(At.MINUTES_CIRCULATED, MINUTES_ROUND, SENT),
        *_minutes(At.MINUTES_APPROVED, MINUTES_ROUND, SENT),
        Row("portal:minutes_sign", "Niederschrift unterzeichnen", MINUTES_DRAFT, see=CHAIR, act=CHAIR, at=At.MINUTES_DRAFT),
        Row("portal:minutes_circulate", "Niederschrift versenden", MINUTES_DRAFT, act=SECRETARIAT, at=At.MINUTES_SIGNED),
        Row("portal:minutes_object", "Einwendung erheben", MINUTES_ROUND, see=PRESENT, act=PRESENT, at=At.MINUTES_CIRCULATED),
        Row("portal:minutes_object", "Einwendung erheben (noch nicht möglich)", MINUTES_DRAFT, at=At.MINUTES_SIGNED),
        Row(
            "portal:minutes_answer", "Einwendung beantworten", MINUTES_ROUND,
            see=SECRETARIAT, act=SECRETARIAT, at=At.MINUTES_CIRCULATED,
        ),
        Row("portal:minutes_correct", "Berichtigung anfügen", MINUTES_ROUND, see=SECRETARIAT, act=SECRETARIAT, at=At.MINUTES_APPROVED),
        Row(
            "portal:minutes_approvals", "Genehmigung auf die Tagesordnung setzen", "agenda before dispatch",
            act=SECRETARIAT, at=At.MEETING_PLANNED,
        ),
    ),
)  # fmt: skip

RESOLUTIONS = Area(
    title="Beschlüsse",
    rules=(
        "Beschlüsse sehen die Mitglieder des Gremiums und deren Vorzimmer sofort, die Gäste des Tagesordnungspunkts mit dem Versand der "
        "Niederschrift. Beschlüsse ändert niemand; die Koordination kann eine wartende Wirkung erneut anstoßen.",
    ),
    rows=(
        Row("portal:register", "Beschlüsse", LIST, see=PERSONS),
        Row("portal:resolution", "Beschluss", RESOLUTION, see=READERS | COORDINATORS, at=At.RESOLUTION_NEW),
        Row(
            "portal:resolution",
            "Beschluss",
            RESOLUTION,
            see=READERS | COORDINATORS | GUEST,
            at=At.RESOLUTION_CIRCULATED,
        ),
        Row(
            "portal:resolution_effect",
            "Wartende Wirkung erneut anstoßen",
            RESOLUTION,
            see=NOBODY,
            act=COORDINATORS,
            at=At.RESOLUTION_NEW,
        ),
    ),
)
