"""The authorisation concept: every address of the resolver, who sees it, who acts there.

One table for three readers: the matrix of the tests, `manage.py access_concept`, and whoever adds an address.
"""

from __future__ import annotations

from portal.access_concept.cases import CASES, PROCESSES, START
from portal.access_concept.chains import CHAINS
from portal.access_concept.desk import DESK_AREA
from portal.access_concept.goals import GOALS
from portal.access_concept.mandates import MANDATES
from portal.access_concept.measures import MEASURES
from portal.access_concept.meetings import MEETINGS, SESSIONS, VOTES
from portal.access_concept.news import NEWS
from portal.access_concept.papers import MINUTES, PAPERS, RESOLUTIONS
from portal.access_concept.public import ACCOUNT, PUBLIC
from portal.access_concept.routes import ROUTES
from portal.access_concept.table import Area

AREAS: tuple[Area, ...] = (
    PUBLIC,
    ACCOUNT,
    START,
    CASES,
    PROCESSES,
    CHAINS,
    MANDATES,
    GOALS,
    ROUTES,
    PAPERS,
    MEETINGS,
    SESSIONS,
    VOTES,
    MINUTES,
    RESOLUTIONS,
    MEASURES,
    NEWS,
    DESK_AREA,
)
