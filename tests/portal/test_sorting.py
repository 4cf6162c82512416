"""The choice of the order of long lists: registers, papers, processes and series of cases."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from governance.access.viewer import Viewer
from governance.models import Resolution
from governance.queries.cases import SERIES_ORDERS, series_rows
from governance.queries.decisions import REGISTER_ORDERS, resolutions
from governance.queries.ordering import Orders
from governance.queries.papers import PAPER_ORDERS, list_papers
from governance.queries.process_list import PROCESS_ORDERS, ProcessFilter, list_processes
from governance.rules import clock
from governance.usecases.sessions import conclude_item
from portal.views.ordering import ORDER_NAMES
from tests import factories as make
from tests.cast import Cast
from tests.chamber import chamber
from tests.conftest import queries_counted
from tests.portal.conftest import Login

LISTS = {
    "register": REGISTER_ORDERS,
    "papers": PAPER_ORDERS,
    "processes": PROCESS_ORDERS,
    "cases": SERIES_ORDERS,
}


def url(name: str) -> str:
    return reverse(f"portal:{name}", args=["hoexter"])


@pytest.fixture
def coordinator(cast: Cast) -> Viewer:
    return cast.viewer(cast.coordinator)


def fill(cast: Cast) -> None:
    """Put two rows into every list."""
    room = chamber(cast)
    room.take("yyyyn", wording="Beschlossen.")
    first = conclude_item(by=room.secretariat, item_id=room.item.public_id)
    assert first is not None
    own = {"id", "public_id", "vote_id", "item_id", "sequence", "number"}
    fields = {f.attname: getattr(first, f.attname) for f in Resolution._meta.concrete_fields if f.attname not in own}
    Resolution.objects.create(
        **fields, sequence=2, number="LG-2", item=make.AgendaItemFactory(meeting=room.item.meeting, order=9)
    )
    for title in ("Anton", "Berta"):
        make.PaperFactory(body=cast.body, title=title, author=cast.coordinator)
        make.ProcessFactory(body=cast.body, title=title, coordinator=cast.coordinator)
        make.SeriesFactory(authority=cast.authority, title=title)


@pytest.mark.parametrize("name", LISTS)
def test_every_order_of_a_list_is_offered_marked_and_answered(cast: Cast, login: Login, name: str) -> None:
    fill(cast)
    client = login(cast.coordinator)
    orders: Orders = LISTS[name]
    for number, word in enumerate(orders):
        response = client.get(url(name), {"ansicht": "liste", "sortierung": word})
        assert response.status_code == 200
        nav = re.search(r'<nav class="lw-sort.*?</nav>', response.content.decode(), re.DOTALL)
        assert nav is not None
        assert nav[0].count("<a ") == len(orders)
        current = re.findall(r'aria-current="true">(.*?)</a>', nav[0])
        assert current == [str(ORDER_NAMES[word])]
        assert ("sortierung=" in re.findall(r'href="(.*?)"', nav[0])[number]) is (number > 0)


@pytest.mark.parametrize("name", LISTS)
def test_the_table_says_by_which_column_it_goes(cast: Cast, login: Login, name: str) -> None:
    fill(cast)
    client = login(cast.coordinator)
    for word, order in LISTS[name].items():
        page = client.get(url(name), {"ansicht": "liste", "sortierung": word}).content.decode()
        assert re.findall(r'<th scope="col" aria-sort="(\w+)">', page) == ([order.direction] if order.column else [])


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "word", ["", "\x00", "-pk", "created_at", "neueste\x00", "<script>alert(1)</script>", "9" * 999]
)
def test_a_foreign_word_gives_the_usual_order(cast: Cast, login: Login, name: str, word: str) -> None:
    fill(cast)
    page = login(cast.coordinator).get(url(name), {"ansicht": "liste", "sortierung": word}).content.decode()
    nav = re.search(r'<nav class="lw-sort.*?</nav>', page, re.DOTALL)
    assert nav is not None
    usual = str(ORDER_NAMES[next(iter(LISTS[name]))])
    assert re.findall(r'aria-current="true">(.*?)</a>', nav[0]) == [usual]
    assert "<script>alert" not in page
    assert 'name="sortierung"' not in page


def test_the_links_keep_the_filter_and_begin_with_the_first_page(cast: Cast, login: Login) -> None:
    fill(cast)
    words = {"ansicht": "liste", "q": "a", "stand": "laufend", "seite": "1", "sortierung": "titel"}
    page = login(cast.coordinator).get(url("processes"), words).content.decode()
    assert '<a class="lw-a lw-small" href="?ansicht=liste&amp;q=a&amp;stand=laufend&amp;sortierung=nummer">' in page
    assert '<a class="lw-a lw-small" href="?ansicht=liste&amp;q=a&amp;stand=laufend">' in page
    # The filter form and the chips carry the order on.
    assert '<input type="hidden" name="sortierung" value="titel">' in page
    assert page.count("sortierung=titel&amp;stand=") == page.count('class="lw-chip"')


@pytest.mark.parametrize("name", ["register", "papers"])
def test_the_filter_form_keeps_the_order(cast: Cast, login: Login, name: str) -> None:
    fill(cast)
    page = login(cast.coordinator).get(url(name), {"sortierung": "gremium"}).content.decode()
    assert '<input type="hidden" name="sortierung" value="gremium">' in page


def test_a_list_of_one_row_offers_no_order(cast: Cast, login: Login) -> None:
    make.SeriesFactory(authority=cast.authority)
    assert "lw-sort" not in login(cast.coordinator).get(url("cases")).content.decode()


def test_the_pages_of_a_list_keep_the_order(cast: Cast, login: Login) -> None:
    for number in range(27):
        make.SeriesFactory(authority=cast.authority, title=f"Serie {number:02d}")
    client = login(cast.coordinator)
    first = client.get(url("cases"), {"sortierung": "titel"}).content.decode()
    assert "?sortierung=titel&amp;seite=2" in first
    second = client.get(url("cases"), {"sortierung": "titel", "seite": "2"}).content.decode()
    assert re.findall(r"Serie \d\d", second) == ["Serie 25", "Serie 26"]


def test_the_register_goes_by_day_number_and_body(cast: Cast, coordinator: Viewer) -> None:
    fill(cast)
    first, second = Resolution.objects.order_by("sequence")
    for word, rows in (("neueste", [second, first]), ("aelteste", [first, second]), ("nummer", [first, second])):
        assert list(resolutions(coordinator, order=word)) == rows
    assert list(resolutions(coordinator)) == list(resolutions(coordinator, order="gremium")) == [second, first]


def test_papers_go_by_title_and_by_number_with_drafts_last(cast: Cast, coordinator: Viewer) -> None:
    numbers = ("LG/2026/100", "", "LG/2026/99", "LG/2027/01")
    rows = [make.PaperFactory(body=cast.body, title=title) for title in ("delta", "Alfa", "Charlie", "bravo")]
    for row, number in zip(rows, numbers, strict=True):
        type(row).objects.filter(pk=row.pk).update(number=number)

    def order(word: str) -> list[str]:
        return [paper.title for paper in list_papers(coordinator, order=word)]

    assert order("titel") == ["Alfa", "bravo", "Charlie", "delta"]
    assert order("nummer") == ["Charlie", "delta", "bravo", "Alfa"]
    assert order("aelteste") == ["delta", "Alfa", "Charlie", "bravo"]
    assert order("neueste") == order("x") == ["bravo", "Charlie", "Alfa", "delta"]


def test_papers_go_by_body_and_within_it_the_newest_first(cast: Cast, coordinator: Viewer) -> None:
    late = make.BodyFactory(authority=cast.authority, name="Zukunftsrat")
    titles = {late: ("z",), cast.body: ("l1", "l2")}
    for body, names in titles.items():
        for title in names:
            make.PaperFactory(body=body, title=title)
    assert [paper.title for paper in list_papers(coordinator, order="gremium")] == ["l2", "l1", "z"]


def test_processes_go_by_title_number_time_and_coordinator(cast: Cast, coordinator: Viewer) -> None:
    people = {"Anton": cast.secretariat, "Berta": cast.coordinator, "caesar": cast.coordinator}
    since = {"Anton": 3, "Berta": 30, "caesar": 9}
    for title, person in reversed(people.items()):
        make.ProcessFactory(
            body=cast.body,
            title=title,
            coordinator=person,
            stage_since=clock.now() - timedelta(days=since[title]),
        )

    def order(word: str) -> list[str]:
        return [row.title for row in list_processes(coordinator, ProcessFilter(), order=word)]

    assert order("titel") == ["Anton", "Berta", "caesar"]
    assert order("nummer") == ["caesar", "Berta", "Anton"]
    assert order("laengste") == ["Berta", "caesar", "Anton"]
    assert order("zustaendig") == ["Berta", "caesar", "Anton"]  # Feldkamp before Ostkamp
    assert order("dringlichste") == order("") == ["Berta", "caesar", "Anton"]


def test_series_go_by_day_and_title(cast: Cast, coordinator: Viewer) -> None:
    for title in ("beta", "Alfa", "Gamma"):
        make.SeriesFactory(authority=cast.authority, title=title)

    def order(word: str) -> list[str]:
        return [row.title for row in series_rows(coordinator, order=word)]

    assert order("titel") == ["Alfa", "beta", "Gamma"]
    assert order("aelteste") == ["beta", "Alfa", "Gamma"]
    assert order("neueste") == order("x") == ["Gamma", "Alfa", "beta"]


@pytest.mark.parametrize("name", LISTS)
def test_every_order_takes_the_same_number_of_queries(cast: Cast, login: Login, name: str) -> None:
    fill(cast)
    client = login(cast.coordinator)
    client.get(url(name), {"ansicht": "liste"})
    counts = set()
    for word in LISTS[name]:
        with queries_counted() as found:
            client.get(url(name), {"ansicht": "liste", "sortierung": word})
        counts.add(len(found))
    assert len(counts) == 1
