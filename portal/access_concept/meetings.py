"""Meetings, agendas, invitations, sessions, votes."""

from __future__ import annotations

from portal.access_concept.table import (
    COORDINATORS,
    LEADERS,
    MEMBERS,
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
MEETING = "meeting: planned"
BEFORE = "agenda before dispatch"
AFTER = "agenda after dispatch"
INVITATION = "own invitation, answer"
SESSION = "session"
VOTE = "vote"
GUEST: Roles = frozenset({As.GUEST})
OBJECTORS: Roles = MEMBERS | SECRETARIAT
OWN_INVITATION: Roles = frozenset({As.MEMBER, As.ASSISTANT})

PLANNED_READERS = READERS | COORDINATORS
INVITED_READERS = PLANNED_READERS | GUEST
AGENDA_DRAFT = COORDINATORS | {As.CHAIR}


def _secretariat(url: str, title: str, oracle: str, *places: At, form: bool = True) -> tuple[Row, ...]:
    """Return what only the secretariat of the body opens and does, in each situation."""
    see = SECRETARIAT if form else frozenset[As]()
    return tuple(Row(url, title, oracle, see=see, act=SECRETARIAT, at=at) for at in places)


def _documents(at: At, oracle: str, see: Roles) -> tuple[Row, ...]:
    """Return the invitation as Word and PDF."""
    return tuple(
        Row(
            "portal:meeting_document",
            f"Einladung mit Tagesordnung als {name}",
            oracle,
            see=see,
            at=at,
            literals={"document_format": document_format},
        )
        for document_format, name in (("docx", "Word"), ("pdf", "PDF"))
    )


PLANNED, INVITED, RUNNING, CLOSED = At.MEETING_PLANNED, At.MEETING_INVITED, At.MEETING_IN_SESSION, At.MEETING_CLOSED

MEETINGS = Area(
    title="Sitzungen, Tagesordnungen, Einladungen",
    rules=(
        "Dass eine Sitzung geplant ist, sehen die Mitglieder, deren Vorzimmer und die Koordination; Gäste sehen sie mit der Einladung.",
        "Die Tagesordnung sehen vor dem Versand Koordination und Vorsitz, danach auch Mitglieder und Vorzimmer, Gäste nur ihre Punkte.",
        "Planen, verlegen, absagen, die Tagesordnung bauen und einladen kann nur die Geschäftsführung des Gremiums; hat ein Gremium keine, "
        "jede Koordination des Kreises. Eine Einladung beantwortet die eingeladene Person oder ihr Vorzimmer.",
    ),
    rows=(
        Row("portal:meetings", "Sitzungen", LIST, see=PERSONS),
        Row("portal:meeting_plan", "Sitzung planen", MEETING, see=COORDINATORS, act=COORDINATORS),
        Row("portal:meeting", "Sitzung", MEETING, see=PLANNED_READERS, at=PLANNED),
        *(
            Row("portal:meeting", "Sitzung", AFTER, see=INVITED_READERS, at=at)
            for at in (INVITED, RUNNING, CLOSED, At.MEETING_CANCELLED)
        ),
        Row("portal:meeting_ics", "Sitzung für den Kalender", MEETING, see=PLANNED_READERS, at=PLANNED),
        Row("portal:meeting_ics", "Sitzung für den Kalender", AFTER, see=INVITED_READERS, at=INVITED),
        *_documents(PLANNED, BEFORE, AGENDA_DRAFT),
        *_documents(INVITED, AFTER, INVITED_READERS),
        Row("portal:agenda", "Tagesordnung im Ganzen", BEFORE, see=AGENDA_DRAFT, at=PLANNED),
        Row("portal:agenda", "Tagesordnung im Ganzen", AFTER, see=PLANNED_READERS, at=INVITED),
        *_secretariat("portal:meeting_edit", "Sitzung ändern", MEETING, PLANNED, INVITED),
        *_secretariat("portal:meeting_cancel", "Sitzung absagen", MEETING, PLANNED, INVITED),
        *_secretariat("portal:meeting_restore", "Sitzung wieder ansetzen", MEETING, At.MEETING_CANCELLED, form=False),
        *_secretariat("portal:dispatch", "Einladen und Änderungen mitteilen", AFTER, PLANNED, INVITED),
        *_secretariat("portal:item_add", "Punkt auf die Tagesordnung setzen", AFTER, PLANNED, INVITED),
        *_secretariat("portal:agenda_usual", "Übliche Punkte aufnehmen", BEFORE, PLANNED, form=False),
        *_secretariat("portal:item_edit", "Punkt ändern", BEFORE, PLANNED, INVITED),
        *_secretariat("portal:item_move", "Punkt verschieben", BEFORE, PLANNED, form=False),
        *_secretariat("portal:item_remove", "Punkt absetzen", BEFORE, PLANNED, INVITED),
        *_secretariat("portal:guest_add", "Gast zu einem Punkt einladen", BEFORE, PLANNED, INVITED, form=False),
        *_secretariat("portal:guest_remove", "Gast eines Punkts streichen", BEFORE, PLANNED, INVITED, form=False),
        Row("portal:ledger", "Versandbuch", INVITATION, see=COORDINATORS, at=PLANNED),
        Row("portal:ledger", "Versandbuch", INVITATION, see=COORDINATORS, at=INVITED),
        Row(
            "portal:invitation_answer",
            "Einladung eines Mitglieds beantworten",
            INVITATION,
            act=OWN_INVITATION,
            at=INVITED,
        ),
        *_secretariat("portal:meeting_remind", "Fehlende Antworten anmahnen", INVITATION, INVITED, form=False),
        *(
            Row("portal:summons_object", "Ladung rügen", SESSION, see=OBJECTORS, act=OBJECTORS, at=at)
            for at in (INVITED, RUNNING)
        ),
        *_secretariat("portal:deputy_invite", "Stellvertretung einladen", INVITATION, INVITED, form=False),
        Row("portal:outbox", "Postausgang", "registers, imports, exports, reports", see=COORDINATORS),
        Row("portal:outbox_retry", "Mail noch einmal senden", "registers, imports, exports, reports", act=COORDINATORS),
    ),
)

ROOM = MEMBERS | COORDINATORS
ENTITLED: Roles = frozenset({As.CHAIR, As.DEPUTY_CHAIR, As.MEMBER})
STEPS = (
    ("unterbrechen", "Sitzung unterbrechen"),
    ("fortsetzen", "Sitzung fortsetzen"),
    ("beschlussunfaehig", "Beschlussunfähigkeit feststellen"),
    ("rest-vertagen", "Restliche Punkte vertagen"),
    ("schliessen", "Sitzung schließen"),
)


def _leading(url: str, title: str, oracle: str, *, form: bool, **literals: str) -> tuple[Row, ...]:
    """Return what chair and secretariat lead in the session; without the chair the deputy chair does."""
    rows = ((RUNNING, LEADERS), (At.MEETING_WITHOUT_CHAIR, LEADERS | {As.DEPUTY_CHAIR}))
    return tuple(
        Row(url, title, oracle, see=who if form else frozenset(), act=who, at=at, literals=literals) for at, who in rows
    )


SESSIONS = Area(
    title="Sitzungsverlauf",
    rules=(
        "Die laufende Sitzung sehen Mitglieder und Koordination, Gäste ihre Punkte, solange sie läuft.",
        "Vorsitz oder Geschäftsführung eröffnen, rufen auf, unterbrechen und schließen; ist der Vorsitz abwesend oder befangen, leitet der "
        "stellvertretende Vorsitz. Anwesenheit, Befangenheit und Aufträge hält die Geschäftsführung fest; die eigene Befangenheit erklärt "
        "jedes Mitglied selbst.",
        "Eine eigene Notiz zu einem Punkt liest nur, wer sie geschrieben hat; schreiben kann sie, wer den Punkt sieht.",
    ),
    rows=(
        *(Row("portal:session", "Sitzungsverlauf", SESSION, see=ROOM, at=at) for at in (INVITED, CLOSED)),
        Row("portal:session", "Sitzungsverlauf", SESSION, see=ROOM | GUEST, at=RUNNING),
        Row("portal:session", "Sitzungsverlauf (noch nicht)", SESSION, at=PLANNED),
        Row("portal:session_live", "Stand der Sitzung", SESSION, see=ROOM | GUEST, at=RUNNING),
        Row(
            "portal:session_step", "Sitzung eröffnen", SESSION,
            act=LEADERS | {As.DEPUTY_CHAIR}, at=INVITED, literals={"step": "eroeffnen"},
        ),
        *(row for step, title in STEPS for row in _leading("portal:session_step", title, SESSION, form=False, step=step)),
        *_leading("portal:session_item", "Punkt aufrufen", SESSION, form=False, step="aufrufen"),
        *_leading("portal:session_item", "Punkt zurücklegen", SESSION, form=False, step="zuruecklegen"),
        *_leading("portal:session_item", "Ergebnis feststellen", SESSION, form=False, step="feststellen"),
        *_leading("portal:session_conclude", "Punkt ohne Abstimmung abschließen", SESSION, form=True),
        *_secretariat("portal:session_nodes", "Über einzelne Ziele entscheiden", SESSION, At.ITEM_OF_PROPOSAL),
        *_secretariat("portal:session_action", "Arbeitsauftrag festhalten", SESSION, RUNNING),
        Row(
            "portal:session_action_step", "Eigenen Arbeitsauftrag als erledigt melden", SESSION,
            act=SECRETARIAT | {As.MEMBER}, at=RUNNING, literals={"step": "erledigt"},
        ),
        Row(
            "portal:session_action_step", "Arbeitsauftrag fallen lassen", SESSION,
            act=SECRETARIAT, at=RUNNING, literals={"step": "fallenlassen"},
        ),
        Row(
            "portal:session_recusal", "Befangenheit erklären (eigener Sitz)", SESSION,
            see=MEMBERS | SECRETARIAT, act=MEMBERS | SECRETARIAT, at=RUNNING,
        ),
        Row(
            "portal:session_recusal_lift", "Befangenheit aufheben (vom Mitglied selbst erklärt)", SESSION,
            act=SECRETARIAT | {As.MEMBER}, at=At.ITEM_RECUSED,
        ),
        Row("portal:item_note", "Eigene Notiz zu einem Punkt", BEFORE, see=AGENDA_DRAFT, act=AGENDA_DRAFT, at=PLANNED),
        *(
            Row("portal:item_note", "Eigene Notiz zu einem Punkt", AFTER, see=INVITED_READERS, act=INVITED_READERS, at=at)
            for at in (INVITED, RUNNING)
        ),
        *_secretariat("portal:session_attendance", "Anwesenheit erfassen", SESSION, RUNNING),
        *_secretariat("portal:session_stay", "Zeiten einer Anwesenheit berichtigen", SESSION, RUNNING),
        *_secretariat("portal:session_guest", "Gast ist gekommen", SESSION, RUNNING, CLOSED, form=False),
        *_secretariat("portal:session_departure", "Jemand ist gegangen", SESSION, RUNNING, CLOSED, form=False),
        *_secretariat("portal:session_stay_remove", "Eintrag der Anwesenheit entfernen", SESSION, RUNNING, CLOSED, form=False),
    ),
)  # fmt: skip

VOTES = Area(
    title="Abstimmungen",
    rules=(
        "Eine Abstimmung sehen Mitglieder und Koordination, in der laufenden Sitzung auch die Gäste des Punkts. Stimmen nach Namen sehen "
        "Mitglieder nach dem Schließen; eine geheime Stimme sieht niemand.",
        "Vorsitz oder Geschäftsführung bereiten vor, öffnen, schließen und brechen ab; gezählte Stimmen und einen geänderten Wortlaut trägt "
        "nur die Geschäftsführung ein. Stimmen kann nur, wer im Stimmverzeichnis der geöffneten Abstimmung steht.",
    ),
    rows=(
        Row("portal:vote", "Abstimmung", VOTE, see=ROOM | GUEST, at=At.VOTE_PREPARED, told_why=ROOM | GUEST),
        Row(
            "portal:vote",
            "Abstimmung; abstimmen",
            VOTE,
            see=ROOM | GUEST,
            act=ENTITLED,
            at=At.VOTE_OPEN,
            told_why=ROOM | GUEST,
        ),
        Row(
            "portal:vote",
            "Abstimmung mit Ergebnis; dieselbe Stimme erneut gesendet zeigt die Quittung",
            "ballots by name",
            see=ROOM,
            act=ENTITLED,
            at=At.VOTE_CLOSED,
            told_why=ROOM,
        ),
        Row("portal:vote_status", "Stand der Abstimmung", VOTE, see=ROOM | GUEST, at=At.VOTE_OPEN),
        *_leading("portal:vote_prepare", "Abstimmung vorbereiten", VOTE, form=True),
        Row("portal:vote_edit", "Abstimmung ändern", VOTE, see=LEADERS, act=LEADERS, at=At.VOTE_PREPARED),
        Row("portal:vote_open", "Abstimmung öffnen", VOTE, act=LEADERS, at=At.VOTE_PREPARED),
        Row("portal:vote_close", "Abstimmung schließen", VOTE, act=LEADERS, at=At.VOTE_OPEN),
        Row("portal:vote_remind", "Fehlende Stimmen anmahnen", VOTE, act=LEADERS, at=At.VOTE_OPEN),
        Row("portal:vote_abort", "Abstimmung abbrechen", VOTE, see=LEADERS, act=LEADERS, at=At.VOTE_OPEN),
        Row(
            "portal:vote_count",
            "Ausgezählte Stimmen eintragen",
            VOTE,
            see=SECRETARIAT,
            act=SECRETARIAT,
            at=At.VOTE_OPEN,
        ),
    ),
)
