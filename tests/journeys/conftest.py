"""People in a real browser: each logs in by the form, coordinators with their second factor."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall_time

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser

from governance.access.viewer import Viewer
from governance.management.demo.people import PASSWORD, Kreis, build, read
from governance.models import Person, Role, User
from governance.rules import clock
from governance.usecases import organisations
from tests.journeys.visitor import DESKTOP, Visitor, enrol

FOUNDED = date(2026, 1, 5)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every journey needs a browser and a database that the server's thread sees.

    Journeys come first: they are the longest, and whoever has nothing left to do takes over from the other worker.
    """
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
    items.sort(key=lambda item: "journeys" not in item.path.parts)


class Hands:
    """The hands of the one clock, for the server's thread too: time runs on from where it was put.

    It stands where the clock keeps its frozen moment; while somebody travels, that moment counts. A journey plays on
    fixed days of an example year, so that it meets the same weekdays and holidays whenever it runs.
    """

    def __init__(self) -> None:
        self.ahead = timedelta()
        self.travelling = clock._frozen
        self.set = self.travelling.set
        self.reset = self.travelling.reset

    def get(self) -> datetime:
        """Return the moment of the journey, aware, in UTC."""
        return self.travelling.get() or datetime.now(UTC) + self.ahead

    def put(self, day: date, hour: int, minute: int = 0) -> None:
        """Put the clock to a local moment, Europe/Berlin."""
        moment = datetime.combine(day, wall_time(hour, minute), tzinfo=clock.BERLIN).astimezone(UTC)
        self.ahead = moment - datetime.now(UTC)

    def pass_by(self, step: timedelta) -> None:
        """Let time pass."""
        self.ahead += step


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    """Take hold of the clock. Whoever moved it by more than the hands has to have come back."""
    held = Hands()
    monkeypatch.setattr(clock, "_frozen", held)
    held.put(date(2027, 1, 13), 9)
    yield held
    assert held.travelling.get() is None


@pytest.fixture
def kreis(hands: Hands, transactional_db: None) -> Kreis:
    """Return the example Kreis Höxter with its people, before anything has happened."""
    return found(read("hoexter"))


def found(data: dict[str, object]) -> Kreis:
    """Set a Kreis up from its data file."""
    facts = dict(data["administrator"])  # type: ignore[call-overload]
    administrator = User.objects.create_user(**facts, password=PASSWORD)
    administrator.is_administrator = True
    administrator.save()
    return build(data, administrator=administrator, since=FOUNDED)


def first_coordinator() -> Person:
    """Let an administrator make "Kreis Neuland" and name who coordinates it; nothing else is on record."""
    admin = User.objects.create_user(email="verwaltung@lenkwerk.example", name="Verwaltung", password=PASSWORD)
    admin.is_administrator = True
    admin.save()
    authority = organisations.create_authority(
        by=admin, slug="neuland", name="Kreis Neuland", code="NL", mailbox="kim@neuland.example", is_example=True
    )
    by = Viewer(authority=authority, day=clock.today(), user=admin)
    person = organisations.save_person(
        by=by, person_id=None, version=None, first_name="Eva", last_name="Anfang", email="eva.anfang@neuland.example"
    )
    person.user = User.objects.create_user(email=person.email, name=str(person), password=PASSWORD)
    person.save()
    organisations.assign_role(by=by, person_id=person.public_id, role=Role.COORDINATOR, valid_from=clock.today())
    return person


@pytest.fixture(autouse=True)
def _nobody_has_logged_in_yet() -> None:
    """Forget the logins that were counted for this address: all journeys come from one machine."""
    cache.clear()


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(browser: Browser, live_server: object) -> Iterator[Visit]:
    """Return a function that seats a person at a screen: `visit(person, size=PHONE)`.

    At the end nobody may have met a failure of the server or a message of the browser about a page.
    """
    seated: list[Visitor] = []

    def seat(
        person: Person | User | None,
        *,
        factor: bool = False,
        size: dict[str, int] = DESKTOP,
        javascript: bool = True,
    ) -> Visitor:
        base = str(live_server).replace("127.0.0.1", "localhost")
        context = browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            locale="de-DE",
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
            java_script_enabled=javascript,
        )
        context.set_default_timeout(float(os.environ.get("BROWSER_TIMEOUT", "20")) * 1000)
        visitor = Visitor(context.new_page(), base, person)
        seated.append(visitor)
        if visitor.user:
            visitor.log_in(PASSWORD, enrol(visitor.user) if factor else None)
        return visitor

    yield seat
    troubles = [trouble for visitor in seated for trouble in visitor.troubles]
    for visitor in seated:
        visitor.page.context.close()
    assert troubles == []
