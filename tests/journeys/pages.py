"""Every page of the portal as every role gets it, taken from the resolver, and every form refused empty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby, islice, product, zip_longest
from operator import itemgetter

from django.db import transaction
from django.db.models import Model
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, reverse

from governance.management.demo.people import Kreis
from governance.models import (
    ActionItem,
    ActorConsent,
    AgendaItem,
    Assumption,
    Attendance,
    Body,
    CaseCard,
    ChainActor,
    ChainLink,
    ChainStep,
    ContactMessage,
    DecisionPaper,
    FollowUp,
    GoalNode,
    GoalSystem,
    GoalSystemVersion,
    Indicator,
    Invitation,
    Mandate,
    Measure,
    Meeting,
    Minutes,
    Nomination,
    Notice,
    Objection,
    OutboxMessage,
    PaperAnnex,
    PlanningProcess,
    ProcessDocument,
    Publication,
    ReconstructionSeries,
    Resolution,
    ServiceChain,
    ServiceChainVersion,
    User,
    Vote,
)
from governance.queries.publications import public_list
from governance.rules.facts import Criterion
from governance.rules.follow_ups import MOVES as FOLLOW_UP_MOVES
from governance.rules.measures import MOVES
from portal import account_urls, authority_urls
from portal.views.public_parts import address_of

ROLES = {
    "coordinator": "feldkamp",
    "chair": "aldinger",
    "deputy chair": "dreesmann",
    "member": "moorkamp",
    "deputy": "kerber",
    "case manager": "brinkmann",
    "assistant": "wiesner",
    "guest": "hadad",
    "auditor": "quast",
    "administrator": "",
    "nobody": "",
}
PUBLIC = (
    "/", "/start/", "/hilfe/", "/barrierefreiheit/", "/datenschutz/", "/impressum/", "/gibt-es-nicht/", "/glossar/",
    "/kontakt/", "/beschluesse/", "/beschluesse/hoexter/", "/was-ist-kim/",
)  # fmt: skip
MOST = 24  # addresses of one name: enough for every kind of record
NEVER_SHOWN = {HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.SEE_OTHER}  # nothing to read, or nothing to fill in
TRIES = 60  # how many pairs of record and role are tried for one page; the stride mixes both
STRIDE = 13


@dataclass(frozen=True)
class Shown:
    """A page as a role gets it: name of the address, role, path, what the server sent."""

    name: str
    role: str
    path: str
    html: bytes
    policy: str
    missing: bool


def clients(kreis: Kreis) -> dict[str, Client]:
    """Return a logged-in client for every role; the second factor has been shown."""
    found = {}
    for role, key in ROLES.items():
        client = Client(headers={"host": "localhost", "accept-language": "de"})
        user = kreis.person(key).user if key else User.objects.filter(is_administrator=True).first()
        if role != "nobody" and user is not None:
            client.force_login(user)
            session = client.session
            session["second_factor"] = True
            session.save()
        found[role] = client
    return found


def samples() -> dict[str, list[str]]:
    """Return what may stand in an address: the records of the demo, and the words of steps."""
    models = {
        "action_id": ActionItem,
        "chain_id": ServiceChain,
        "consent_id": ActorConsent,
        "follow_up_id": FollowUp,
        "mandate_id": Mandate,
        "measure_id": Measure,
        "nomination_id": Nomination,
        "notice_id": Notice,
        "system_id": GoalSystem,
        "card_id": CaseCard,
        "invitation_id": Invitation,
        "item_id": AgendaItem,
        "mail_id": OutboxMessage,
        "message_id": ContactMessage,
        "publication_id": Publication,
        "meeting_id": Meeting,
        "minutes_id": Minutes,
        "objection_id": Objection,
        "paper_id": DecisionPaper,
        "process_id": PlanningProcess,
        "resolution_id": Resolution,
        "series_id": ReconstructionSeries,
        "chain_version_id": ServiceChainVersion,
        "vote_id": Vote,
    }
    words = {name: list(model.objects.values_list("public_id", flat=True)) for name, model in models.items()}  # type: ignore[attr-defined]
    words["attendance_id"] = [str(pk) for pk in Attendance.objects.values_list("pk", flat=True)[:1]]
    words["criterion"] = [criterion.value for criterion in Criterion]
    words["finding"] = ["series_size", "small_group"]
    words["transition"] = ["withdraw", "recall_topic", "collect_more_cases", "derive_topic", "submit_topic"]
    words["move"] = [*MOVES, *FOLLOW_UP_MOVES]
    return words


# Which records stand in one address: the field of the second, its model, and how it names the first.
BELONGING: Mapping[tuple[str, str], tuple[type[Model], str]] = {
    ("chain_id", "actor_id"): (ChainActor, "chain"),
    ("chain_id", "link_id"): (ChainLink, "chain"),
    ("chain_id", "step_id"): (ChainStep, "chain"),
    ("meeting_id", "item_id"): (AgendaItem, "meeting"),
    ("paper_id", "annex_id"): (PaperAnnex, "paper"),
    ("process_id", "document_id"): (ProcessDocument, "process"),
    ("system_id", "assumption_id"): (Assumption, "node__system"),
    ("system_id", "indicator_id"): (Indicator, "node__system"),
    ("system_id", "node_id"): (GoalNode, "system"),
    ("system_id", "version_id"): (GoalSystemVersion, "system"),
}


def _values(fields: Sequence[str], words: Mapping[str, list[str]]) -> Iterable[tuple[str, ...]]:
    """Return what may stand in an address: records that belong together, or every combination."""
    pair = BELONGING.get((fields[0], fields[1])) if len(fields) == 2 else None
    if pair is None:
        return product(*(words.get(field, []) for field in fields))
    model, above = pair
    return model._default_manager.order_by("pk").values_list(f"{above}__public_id", "public_id")


def addresses(kreis: Kreis) -> Iterator[tuple[str, str]]:
    """Yield name and path of every address that shows a page."""
    bodies = Body.objects.filter(authority=kreis.authority).order_by("pk")
    words = samples() | {"body_id": list(bodies.values_list("public_id", flat=True))}
    for pattern in authority_urls.urlpatterns:
        for values in islice(_values(list(pattern.pattern.converters), words), MOST):
            path = reverse(f"portal:{pattern.name}", args=[kreis.authority.slug, *values])
            yield str(pattern.name), path
    for pattern in account_urls.urlpatterns:
        if isinstance(pattern, URLPattern) and not pattern.pattern.converters and not pattern.pattern.regex.groups:
            yield str(pattern.name), reverse(str(pattern.name))
    yield from ((path, path) for path in PUBLIC)
    yield from (("public_resolution", address_of(row)) for row in public_list(kreis.authority)[:1])


def _page(name: str, role: str, path: str, answer: HttpResponseBase) -> Shown | None:
    content = getattr(answer, "content", b"")
    if not answer.headers.get("Content-Type", "").startswith("text/html") or b"</html>" not in content:
        return None
    return Shown(
        name, role, path, content, answer.headers.get("Content-Security-Policy", ""), answer.status_code == 404
    )


def _shown(
    kreis: Kreis, send: Callable[[Client, str], HttpResponseBase], *, kept: Callable[[Shown], bool], whole: bool
) -> Iterator[Shown]:
    """Yield the pages of every name; unless `whole`, one of each, its record and role taken in turn."""
    seats = clients(kreis)
    for turn, (name, group) in enumerate(groupby(addresses(kreis), key=itemgetter(0))):
        ways = [(path, role) for _name, path in group for role in seats]
        if not whole:
            ways = in_turn(ways, turn)
        for path, role in ways:
            answer = send(seats[role], path)
            if answer.status_code in NEVER_SHOWN and not whole:
                break
            page = _page(name, role, path, answer)
            if page is not None and kept(page):
                yield page
                if not whole:
                    break


def in_turn(ways: Sequence[tuple[str, str]], turn: int) -> Sequence[tuple[str, str]]:
    """Return a mixture of records and roles; every second one is the coordinator, who sees almost everything."""
    mixed = [ways[(turn + step * STRIDE) % len(ways)] for step in range(min(len(ways), TRIES))]
    sure = [way for way in ways if way[1] == "coordinator"]
    return [way for pair in zip_longest(mixed, sure) for way in pair if way is not None]


def pages(kreis: Kreis, *, whole: bool) -> Iterator[Shown]:
    """Yield what every role gets at the addresses."""

    def send(client: Client, path: str) -> HttpResponseBase:
        return client.get(path)

    return _shown(kreis, send, kept=lambda page: page.name in PUBLIC or not page.missing, whole=whole)


def refused_forms(kreis: Kreis, *, whole: bool) -> Iterator[Shown]:
    """Yield the pages with the errors of a form that was sent empty; nothing of it is kept."""

    def send(client: Client, path: str) -> HttpResponseBase:
        with transaction.atomic():
            answer = client.post(path, {"csrfmiddlewaretoken": "as every form sends one"})
            transaction.set_rollback(True)
        return answer

    return _shown(kreis, send, kept=lambda page: b"lw-form-errors" in page.html, whole=whole)
