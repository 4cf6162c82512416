"""What a row of the authorisation concept is: an address, a situation of its object, who sees, who acts.

The oracle is the design's `access.md`. The rows stand in the modules beside this one, one for each area; the matrix in
`tests/access/test_matrix.py` holds the product to them, and `manage.py access_concept` prints them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, unique


@unique
class As(StrEnum):
    """Roles of `access.md`, one person each in the tests' cast; the value is the German name."""

    COORDINATOR = "Koordination"
    SECRETARIAT = "Geschäftsführung des Gremiums"
    CHAIR = "Vorsitz"
    DEPUTY_CHAIR = "stellvertretender Vorsitz"
    MEMBER = "Mitglied"
    ADVISORY_MEMBER = "beratendes Mitglied"
    DEPUTY = "Stellvertretung"
    ASSISTANT = "Vorzimmer"
    GROUP_LEAD = "Leitung der Projektarbeitsgruppe"
    GROUP_MEMBER = "Mitglied der Projektarbeitsgruppe"
    CASE_MANAGER = "Case Management"
    CONTACT = "Ansprechperson einer Organisation"
    GUEST = "Gast"
    AUDITOR = "Prüfung"
    FORMER_MEMBER = "ausgeschiedenes Mitglied"
    PLAIN_PERSON = "Person ohne Rolle"
    ADMINISTRATOR = "Administration"
    OTHER_COORDINATOR = "Koordination eines anderen Kreises"
    ANONYMOUS = "nicht angemeldet"


@unique
class At(StrEnum):
    """Situations of an object on which access depends; the value is the German wording."""

    ANY = ""
    CARD_NOMINATED = "Fall benannt"
    CARD_SCHEDULED = "Rekonstruktion geplant"
    PROCESS_DRAFT = "vor der Vorlage an das Gremium"
    PROCESS_SUBMITTED = "ab der Vorlage an das Gremium"
    PROCESS_REFERRED_BACK = "nach der Vorlage zurückverwiesen"
    PROCESS_SCOPE = "Zuständigkeit wird geprüft"
    PROCESS_LOCAL = "Lösung in der Projektgruppe"
    PROCESS_AT_STATE = "an das Land gemeldet"
    PROCESS_COMPLETED = "abgeschlossen"
    PAPER_DRAFT = "Entwurf"
    PAPER_BY_AUTHOR = "Entwurf, verfasst von der Leitung der Projektarbeitsgruppe"
    PAPER_RELEASED = "freigegeben"
    PAPER_PLANNED = "auf einer noch nicht versandten Tagesordnung"
    PAPER_DISPATCHED = "auf einer versandten Tagesordnung"
    PAPER_DECIDED = "beschlossen"
    MEETING_PLANNED = "geplant, Tagesordnung nicht versandt"
    MEETING_INVITED = "eingeladen, Tagesordnung versandt"
    MEETING_IN_SESSION = "Sitzung läuft"
    MEETING_WITHOUT_CHAIR = "Sitzung läuft, Vorsitz abwesend"
    ITEM_OF_PROPOSAL = "Sitzung läuft, Vorschlag einer Projektarbeitsgruppe liegt vor"
    ITEM_RECUSED = "Befangenheit ist erklärt"
    MEETING_CLOSED = "Sitzung geschlossen"
    MEETING_CANCELLED = "abgesagt"
    VOTE_PREPARED = "vorbereitet"
    VOTE_OPEN = "geöffnet"
    VOTE_CLOSED = "geschlossen"
    MINUTES_DRAFT = "im Entwurf"
    MINUTES_SIGNED = "unterzeichnet, nicht versandt"
    MINUTES_CIRCULATED = "versandt"
    MINUTES_APPROVED = "genehmigt"
    MANDATE_DRAFT = "Auftrag im Entwurf"
    MANDATE_ADOPTED = "Auftrag verabschiedet, Projektgruppe arbeitet"
    MANDATE_AMENDED = "Änderung des Auftrags im Entwurf"
    RESOLUTION_NEW = "Niederschrift noch nicht versandt"
    RESOLUTION_CIRCULATED = "Niederschrift versandt"
    CHAIN_PREPARED = "Auftrag verabschiedet, Projektarbeitsgruppe noch nicht zusammengetreten"
    CHAIN_WORKING = "Projektarbeitsgruppe arbeitet, keine Fassung festgeschrieben"
    CHAIN_FROZEN = "Projektarbeitsgruppe arbeitet, Fassung festgeschrieben"
    CHAIN_AT_REST = "Umsetzung, Fassung beschlossen"
    GOALS_COPY = "Arbeitskopie, Projektarbeitsgruppe arbeitet"
    GOALS_PROPOSED = "Vorschlag liegt dem Gremium vor"
    GOALS_ADOPTED = "beschlossen, in Umsetzung"
    GOALS_REMOVED = "Arbeitskopie, Stelle entfernt"
    GOALS_TO_BEGIN = "Projektarbeitsgruppe arbeitet, noch ohne Zielsystem"
    MEASURE_PLANNED = "geplant, noch nicht beschlossen"
    MEASURE_ASKED = "Organisation ist angefragt"
    MEASURE_ACCEPTED = "von der Organisation angenommen"
    FOLLOW_UP_ASKED = "Verantwortliche sind angefragt"
    FOLLOW_UP_ACCEPTED = "angenommen, Niederschrift genehmigt"
    NOTICE_SENT = "an das Case Management gesandt"


Roles = frozenset[As]

NOBODY: Roles = frozenset()
EVERYBODY: Roles = frozenset(As)
LOGGED_IN = EVERYBODY - {As.ANONYMOUS}
STRANGERS: Roles = frozenset({As.ADMINISTRATOR, As.OTHER_COORDINATOR, As.ANONYMOUS})
PERSONS = EVERYBODY - STRANGERS
COORDINATORS: Roles = frozenset({As.COORDINATOR, As.SECRETARIAT})
SECRETARIAT: Roles = frozenset({As.SECRETARIAT})
LEADERS: Roles = frozenset({As.CHAIR, As.SECRETARIAT})
MEMBERS: Roles = frozenset({As.CHAIR, As.DEPUTY_CHAIR, As.MEMBER, As.ADVISORY_MEMBER, As.DEPUTY})
READERS: Roles = MEMBERS | {As.ASSISTANT}
GROUP: Roles = frozenset({As.GROUP_LEAD, As.GROUP_MEMBER})
CASE_WORKERS: Roles = COORDINATORS | {As.CASE_MANAGER}
DESK: Roles = COORDINATORS | {As.OTHER_COORDINATOR}
ADMINISTRATION: Roles = frozenset({As.ADMINISTRATOR})

# Sets that have a name of their own in print, the largest first.
GROUPS: tuple[tuple[str, Roles], ...] = (
    ("alle, auch ohne Anmeldung", EVERYBODY),
    ("alle Angemeldeten", LOGGED_IN),
    ("alle Personen des Kreises", PERSONS),
    ("Koordination jedes Kreises für den eigenen", DESK),
    ("Mitglieder des Gremiums", MEMBERS),
    ("Koordination", COORDINATORS),
    ("Projektarbeitsgruppe", GROUP),
)


@dataclass(frozen=True)
class Row:
    """One row: `url` is the name in the resolver with its namespaces, `oracle` the row of `access.md` it implements.

    `see` are the roles whom GET answers, `act` those whose POST is accepted. `literals` fixes parts of the address
    that are no record (a step, a format); the records come from the situation `at`. `leads_to_login` marks pages
    that lead everybody to the login when they are opened out of turn. What `told_why` send is refused with the reason
    (403, 409, 422) instead of 404: they may act in another situation, or read the page.
    """

    url: str
    title: str
    oracle: str
    see: Roles = NOBODY
    act: Roles = NOBODY
    at: At = At.ANY
    literals: Mapping[str, str] = field(default_factory=dict)
    leads_to_login: bool = False
    told_why: Roles = NOBODY


@dataclass(frozen=True)
class Closed:
    """Addresses of a foreign library that answer 404 to everybody; `pattern` matches names as shells match files."""

    pattern: str
    title: str


@dataclass(frozen=True)
class Area:
    """A chapter of the concept: its rows, the rules in a few German sentences, and what is closed there."""

    title: str
    rules: tuple[str, ...]
    rows: tuple[Row, ...]
    closed: tuple[Closed, ...] = ()
