"""The measured figures: queries and CPU milliseconds of the pages, milliseconds of the documents.

`make bench` prints the table and writes `build/bench.json`. Counts of queries do not depend on the machine; CPU times
are the median of several requests in one process.
"""

from __future__ import annotations

import json
import os
import statistics
import time
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
os.environ.setdefault("TEST_RUN", "bench")

import django

django.setup()  # before the models below are imported

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_databases, setup_test_environment, teardown_databases

from governance.access.viewer import viewer_of
from governance.documents.rendering import DocumentFormat, DocumentKind, render
from governance.exchange.runs import begin_import, confirm_import
from governance.inspection.examine import examine
from governance.models import (
    AgendaItem,
    Invitation,
    Meeting,
    Membership,
    PaperVersion,
    Person,
    PlanningProcess,
    Register,
    Resolution,
    Seat,
    StepRecord,
)
from governance.rules import clock
from governance.usecases.goals import add_goal_node
from tests import factories as make
from tests.cast import Cast, build_cast
from tests.documents.samples import long_minutes
from tests.goaled import Goals, build_goals
from tests.inspection.files import lying_bomb

RUNS = 9
SMALL, LARGE = 3, 300
AGENDA_ITEMS = 50
GOAL_NODES = 200
IMPORTED = 1000
HISTORY = 40
THREAD_GOALS = 50
DESK_ROWS = 5000
REPORT = Path("build/bench.json")

Figure = dict[str, object]


def client_of(person: Person) -> Client:
    """Return a client logged in as `person`, the second factor passed."""
    client = Client()
    client.force_login(person.user)
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


def page(name: str, setting: str, person: Person, address: str) -> list[Figure]:
    """Measure one page: its queries, and the median CPU time of a request."""
    client = client_of(person)
    for _warm in range(2):
        response = client.get(address)
        assert response.status_code == 200, f"{address}: {response.status_code}"
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    queries = len(captured)  # now: the next request empties the log
    spent = []
    for _run in range(RUNS):
        start = time.process_time()
        client.get(address)
        spent.append((time.process_time() - start) * 1000)
    return [
        {"name": f"{name}.queries", "value": queries, "unit": "queries", "setting": setting},
        {"name": f"{name}.cpu_ms", "value": round(statistics.median(spent), 1), "unit": "ms", "setting": setting},
    ]


def document(name: str, act: Callable[[], bytes]) -> Figure:
    """Measure one document, after one run that warms the library up."""
    act()
    spent = []
    for _run in range(3):
        start = time.perf_counter()
        act()
        spent.append((time.perf_counter() - start) * 1000)
    return {"name": name, "value": round(statistics.median(spent)), "unit": "ms", "setting": "50 items"}


def processes(cast: Cast, count: int) -> PlanningProcess:
    """Make `count` processes before the body; the last one has `count` steps and cases."""
    for _number in range(count):
        process = make.ProcessFactory(
            body=cast.body, coordinator=cast.coordinator, stage="topic_decision", shown_to_body=True
        )
        make.TopicFactory(process=process)
    series = make.SeriesFactory(authority=cast.authority)
    process.series.add(series)
    cards = [make.CaseCardFactory(series=series, case_manager=cast.case_manager) for _card in range(count)]
    for card in cards:
        process.topic.case_links.create(card=card)
    StepRecord.objects.bulk_create(
        StepRecord(
            process=process,
            transition="derive_topic",
            source="case_reconstruction",
            target="topic_draft",
            at=clock.now(),
        )
        for _step in range(count)
    )
    return process


def agenda(cast: Cast, count: int) -> Meeting:
    """Make a meeting with `count` items, each with a paper and its version."""
    meeting = make.MeetingFactory(body=cast.body, invited=True)
    for order in range(count):
        paper = make.PaperFactory(
            body=cast.body, author=cast.coordinator, state="scheduled", number=f"X{meeting.pk}/{order}"
        )
        version = PaperVersion.objects.create(
            paper=paper, ordinal=1, number=paper.number, content={}, content_hash="0" * 64,
            created_by=cast.coordinator, created_at=clock.now(),
        )  # fmt: skip
        make.AgendaItemFactory(meeting=meeting, order=order, kind="paper", paper=paper, paper_version=version)
    return meeting


def resolutions(cast: Cast, count: int) -> None:
    """Enter `count` resolutions; their chain is not verified here."""
    register, _new = Register.objects.get_or_create(body=cast.body, year=clock.today().year)
    meeting = make.MeetingFactory(body=cast.body, closed=True)
    last = register.resolutions.count()
    for number in range(last + 1, last + count + 1):
        item: AgendaItem = make.AgendaItemFactory(meeting=meeting, state="done", outcome="adopted")
        Resolution.objects.create(
            register=register, sequence=number, number=f"LG-{number:03d}", item=item, outcome="adopted",
            title=item.title, wording="Das Gremium stimmt zu.", sentence="Einstimmig angenommen.",
            short_sentence="Einstimmig angenommen", decided_at=clock.now(), content={},
            previous_hash="0" * 64, hash="0" * 64,
        )  # fmt: skip


def invitations(cast: Cast, count: int) -> None:
    """Invite the coordinator and the member to `count` meetings."""
    for number in range(count):
        start = clock.now() + timedelta(days=number + 1)
        meeting = make.MeetingFactory(body=cast.body, invited=True, starts_at=start, ends_at=start + timedelta(hours=2))
        Invitation.objects.create(meeting=meeting, person=cast.member, seat=cast.seats[2])


def goal_system(cast: Cast, count: int) -> Goals:
    """Make a Zielsystem of `count` nodes with an indicator at every result goal."""
    goals = build_goals(cast)
    for number in range((count - len(goals.nodes)) // 4):
        goal = make.GoalNodeFactory(system=goals.system, parent=goals.nodes["2"], level="result_goal", order=number + 9)
        make.IndicatorFactory(node=goal)
        for order in range(3):
            make.GoalNodeFactory(
                system=goals.system, parent=goal, level="activity", order=order, organisation=goals.organisation
            )
    return goals


def measure_goals(cast: Cast) -> list[Figure]:
    """Measure the tree of a Zielsystem, and one operation of writing it."""
    figures: list[Figure] = []
    for count in (8, GOAL_NODES):
        goals = goal_system(cast, count)
        base = f"/{cast.authority.slug}/zielsysteme/{goals.system.public_id}/"
        chosen = goals.nodes["1.1"].public_id
        figures += page("goal_tree", f"{count} nodes", cast.group_member, f"{base}?punkt={chosen}")
        figures += act("goal_edit", f"{count} nodes", lambda goals=goals: add_behind(goals))
    return figures


def add_behind(goals: Goals) -> None:
    """Add a result goal behind another."""
    add_goal_node(by=goals.member, system_id=goals.system.public_id, text="Neu", after_id=goals.nodes["1.1"].public_id)


def measure_processes(cast: Cast) -> list[Figure]:
    """Measure the page of a process whose group works and has a long history, and its red thread."""
    goals = goal_system(cast, GOAL_NODES)
    process = goals.process
    PlanningProcess.objects.filter(pk=process.pk).update(shown_to_body=True)
    topic = make.TopicFactory(process=process)
    steps = (
        ("submit_proposal", "group_working", "proposal_decision"),
        ("recall_proposal", "proposal_decision", "group_working"),
    )
    StepRecord.objects.bulk_create(
        StepRecord(process=process, transition=name, source=source, target=target, at=clock.now())
        for name, source, target in steps * (HISTORY // 2)
    )
    results = goals.system.nodes.filter(level="result_goal")
    for number, node in enumerate(results[:THREAD_GOALS]):
        node.restrictions.add(topic.restrictions.create(text=f"Muster {number}", order=number))
        activity = node.children.first()
        if activity is not None:
            make.MeasureFactory(process=process, node=activity, organisation=goals.organisation)
    address = f"/{cast.authority.slug}/vorgaenge/{process.public_id}/"
    return [
        *page("process_working", f"{HISTORY} steps", cast.coordinator, address),
        *page("process_working", f"{HISTORY} steps, member", cast.group_member, address),
        *page("red_thread", f"{THREAD_GOALS} goals", cast.coordinator, f"{address}roter-faden/"),
    ]


def act(name: str, setting: str, carry_out: Callable[[], None]) -> list[Figure]:
    """Measure one use case: its queries, and the median CPU time."""
    carry_out()
    with CaptureQueriesContext(connection) as captured:
        carry_out()
    queries = len(captured)
    spent = []
    for _run in range(RUNS):
        start = time.process_time()
        carry_out()
        spent.append((time.process_time() - start) * 1000)
    return [
        {"name": f"{name}.queries", "value": queries, "unit": "queries", "setting": setting},
        {"name": f"{name}.cpu_ms", "value": round(statistics.median(spent), 1), "unit": "ms", "setting": setting},
    ]


def measure_pages() -> list[Figure]:
    """Measure every page with 3 and with 300 rows."""
    cast = build_cast()
    base = f"/{cast.authority.slug}"
    figures: list[Figure] = []
    for count in (SMALL, LARGE - SMALL):
        rows = f"{SMALL if count == SMALL else LARGE} rows"
        invitations(cast, count)
        process = processes(cast, count)
        resolutions(cast, count)
        figures += page("overview", rows, cast.member, f"{base}/")
        figures += page("process_list", rows, cast.coordinator, f"{base}/vorgaenge/")
        figures += page("process", rows, cast.coordinator, f"{base}/vorgaenge/{process.public_id}/")
        figures += page("register", rows, cast.member, f"{base}/beschluesse/")
    for count in (SMALL, AGENDA_ITEMS):
        meeting = agenda(cast, count)
        figures += page(
            "agenda_page", f"{count} items with papers", cast.member, f"{base}/sitzungen/{meeting.public_id}/"
        )
    return figures + measure_goals(cast) + measure_processes(cast)


def measure_desk() -> list[Figure]:
    """Measure lists of the desk with few and with thousands of people, memberships and papers."""
    cast = build_cast()
    figures: list[Figure] = []
    for count in (SMALL, DESK_ROWS):
        setting = f"{count} rows"
        desk_rows(cast, count)
        for url in ("mitgliedschaften/", "mitgliedschaften/?q=Muster+Sitz&zeitraum=laufend", "personen/"):
            figures += page("desk_list", f"{setting}, {url}", cast.coordinator, f"/werkstatt/{url}")
        figures += page("desk_search", setting, cast.coordinator, "/werkstatt/suche/?q=muster")
        figures += page("desk_home", setting, cast.coordinator, "/werkstatt/")
    return figures


def desk_rows(cast: Cast, count: int) -> None:
    """Make people with a seat and a membership each, ten years of them."""
    start = clock.today() - timedelta(days=3650)
    people = Person.objects.bulk_create(
        Person(authority=cast.authority, first_name="Kim", last_name=f"Muster {number}") for number in range(count)
    )
    seats = Seat.objects.bulk_create(
        Seat(body=cast.body, name=f"Sitz {number}", valid_from=start) for number in range(count)
    )
    Membership.objects.bulk_create(
        Membership(seat=seat, person=person, valid_from=start + timedelta(days=number % 3000))
        for number, (seat, person) in enumerate(zip(seats, people, strict=True))
    )


class QueryCount:
    """Counts queries without keeping them: Django's own log forgets those beyond 9000."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        """Count and carry out."""
        self.number += 1
        return execute(*args)


def measure_imports() -> list[Figure]:
    """Measure the import of a thousand new people, from the file to the records: checked first, then written."""
    person = make.PersonFactory(authority=make.AuthorityFactory())
    make.RoleFactory(person=person)
    by = viewer_of(person=person, user=person.user)
    rows = "".join(f"Ada;Neu{number};neu{number}@example.org\n" for number in range(IMPORTED))
    content = f"Vorname;Nachname;E-Mail-Adresse\n{rows}".encode()
    start = time.perf_counter()
    run = begin_import(by=by, kind="people", file_name="leute.csv", content=content)
    run.refresh_from_db()
    checked = time.perf_counter()
    asked = QueryCount()
    with connection.execute_wrapper(asked):
        confirm_import(by=by, import_id=run.public_id, shown=run.digest)
    spent = time.perf_counter()
    run.refresh_from_db()
    assert run.finished_at is not None
    assert run.new == IMPORTED
    setting = f"{IMPORTED} new people, SQLite"
    return [
        {"name": "import_1000.ms", "value": round((spent - start) * 1000), "unit": "ms", "setting": setting},
        {"name": "import_1000.check_ms", "value": round((checked - start) * 1000), "unit": "ms", "setting": setting},
        {
            "name": "import_1000.queries_per_row", "value": round(asked.number / IMPORTED, 1), "unit": "queries",
            "setting": f"{setting}, savepoints not counted",
        },
    ]  # fmt: skip


def measure_documents() -> list[Figure]:
    """Measure minutes of 50 items in both formats."""
    minutes = long_minutes(AGENDA_ITEMS)
    return [
        document(f"minutes_{kind.value}.ms", lambda kind=kind: render(DocumentKind.MINUTES, minutes, kind))
        for kind in (DocumentFormat.DOCX, DocumentFormat.PDF)
    ]


def measure_files() -> list[Figure]:
    """Measure what an office file costs that would become very large: time, and memory at its highest."""
    content = lying_bomb(1000)

    def inspect() -> bytes:
        found = examine("bombe.docx", content, largest=len(content))
        assert found.findings, "the bomb has passed"
        return b""

    figure = {**document("zip_bomb.ms", inspect), "setting": "1 GB unpacked"}
    tracemalloc.start()
    inspect()
    peak = tracemalloc.get_traced_memory()[1] / 1024 / 1024
    tracemalloc.stop()
    return [figure, {"name": "zip_bomb.peak_mb", "value": round(peak, 1), "unit": "MB", "setting": "1 GB unpacked"}]


def main() -> None:
    """Measure everything in a database of its own, print the table, write the report."""
    setup_test_environment()
    databases: Any = setup_databases(verbosity=0, interactive=False)
    try:
        with transaction.atomic():
            figures = measure_desk()
            transaction.set_rollback(True)  # the pages below are measured with their own rows
        figures += [*measure_pages(), *measure_imports(), *measure_documents(), *measure_files()]
    finally:
        teardown_databases(databases, verbosity=0)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    for figure in figures:
        print(f"{figure['name']:24} {figure['value']:>8} {figure['unit']:8} {figure['setting']}")


if __name__ == "__main__":
    main()
