"""Search finds what the viewer may see, and never a word of anything else."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from governance.queries.search import search
from governance.queries.search_words import GROUP_SIZE
from tests import factories as make
from tests.cast import Cast
from tests.chamber import paper_item
from tests.conftest import queries_counted
from tests.portal.conftest import Login

WORD = "Zwetschge"


@pytest.fixture
def planted(cast: Cast) -> Cast:
    """One record of every kind with the same rare word, in the cast's authority and in the other one."""
    series = make.SeriesFactory(authority=cast.authority, title=f"Reihe {WORD}")
    make.CaseCardFactory(series=series, presentation=f"Der Fall {WORD} ging so.")
    make.ProcessFactory(body=cast.body, title=f"Früher Vorgang {WORD}")
    make.ProcessFactory(body=cast.body, title=f"Gezeigter Vorgang {WORD}", stage="topic_decision", shown_to_body=True)
    make.PaperFactory(body=cast.body, title=f"Entwurf {WORD}", author=cast.coordinator)
    make.AgendaItemFactory(meeting=cast.meeting, order=7, title=f"Punkt {WORD}")
    draft = make.MeetingFactory(body=cast.body, location=f"Haus {WORD}")
    make.AgendaItemFactory(meeting=draft, order=1, title=f"Künftiger Punkt {WORD}")
    make.BodyFactory(authority=cast.authority, name=f"AG {WORD}")
    other = make.BodyFactory(authority=cast.other_authority, name=f"Fremd {WORD}")
    make.ProcessFactory(body=other, title=f"Fremder Vorgang {WORD}", shown_to_body=True)
    meeting = make.MeetingFactory(body=other, invited=True, location=f"Fremder Ort {WORD}")
    make.AgendaItemFactory(meeting=meeting, order=1, title=f"Fremder Punkt {WORD}")
    return cast


def titles(cast: Cast, role: str, text: str = WORD) -> set[str]:
    viewer = cast.viewer(getattr(cast, role))
    return {hit.title.lstrip("0123456789 ") for group in search(viewer, text) for hit in group.hits}


EVERYTHING = {
    f"Reihe {WORD}", f"Früher Vorgang {WORD}", f"Gezeigter Vorgang {WORD}", f"Entwurf {WORD}", f"Punkt {WORD}",
    f"Künftiger Punkt {WORD}", f"AG {WORD}", "Lenkungsgremium KIM",
}  # fmt: skip
MEMBERS = {f"Gezeigter Vorgang {WORD}", f"Punkt {WORD}", f"AG {WORD}", "Lenkungsgremium KIM"}


def kinds(cast: Cast, role: str) -> set[str]:
    return {group.kind for group in search(cast.viewer(getattr(cast, role)), WORD)}


def test_a_coordinator_finds_everything_of_the_authority_and_nothing_else(planted: Cast) -> None:
    found = titles(planted, "coordinator")
    assert found >= EVERYTHING
    assert not {title for title in found if "Fremd" in title}
    assert kinds(planted, "coordinator") == {"processes", "papers", "meetings", "items", "bodies", "series", "cases"}


@pytest.mark.parametrize("role", ["member", "deputy", "assistant", "advisory_member"])
def test_members_find_what_lies_before_their_body(planted: Cast, role: str) -> None:
    assert titles(planted, role) == MEMBERS


def test_the_chair_finds_the_agenda_before_it_is_sent_out(planted: Cast) -> None:
    assert titles(planted, "chair") == MEMBERS | {f"Künftiger Punkt {WORD}"}


def test_case_managers_find_cases_and_processes_and_no_papers(planted: Cast) -> None:
    assert kinds(planted, "case_manager") == {"processes", "series", "cases"}


@pytest.mark.parametrize("role", ["guest", "auditor", "contact", "former_member", "plain_person"])
def test_others_find_nothing_of_it(planted: Cast, role: str) -> None:
    assert titles(planted, role) == set()


def test_members_of_another_body_find_neither_process_nor_agenda(planted: Cast) -> None:
    assert titles(planted, "group_member") == {f"AG {WORD}"}


def test_administrators_and_strangers_find_nothing(planted: Cast) -> None:
    assert search(planted.viewer(planted.administrator), WORD) == ()
    assert search(planted.viewer(planted.other_coordinator), WORD) == ()
    assert search(planted.viewer(None), WORD) == ()


def test_a_guest_finds_the_item_of_the_invitation(planted: Cast) -> None:
    planted.guest_item.title = f"Bericht {WORD}"
    planted.guest_item.save()
    assert titles(planted, "guest") == {f"Bericht {WORD}"}


def test_members_do_not_find_words_of_a_draft_that_came_back(cast: Cast) -> None:
    item = paper_item(cast)
    paper = item.paper
    paper.title = f"Neuer Titel {WORD}"
    paper.summary = f"Neue Zusammenfassung {WORD}"
    paper.save()
    assert titles(cast, "member") == set()
    assert titles(cast, "member", "Kinderbetreuung Sprachkurszugang") == {item.paper_version.content["title"]}
    assert titles(cast, "coordinator") == {paper.title}


def test_all_words_must_occur_and_case_does_not_matter(planted: Cast) -> None:
    assert titles(planted, "coordinator", "gezeigter zwetschge") == {f"Gezeigter Vorgang {WORD}"}
    assert titles(planted, "coordinator", "FRÜHER") == {f"Früher Vorgang {WORD}"}
    assert titles(planted, "coordinator", "früher zwetschge gibtsnicht") == set()


@pytest.mark.parametrize("text", ["", "   ", "\x00\x01", "%", "_", "100%", "'; DROP TABLE x; --", "\ud800", "a" * 5000])
def test_strange_input_is_an_ordinary_answer(planted: Cast, login: Login, text: str) -> None:
    answer = login(planted.member).get("/hoexter/suche/", {"q": text.encode("utf-8", "ignore").decode()})
    assert answer.status_code == 200
    assert titles(planted, "member", text) == set() or text in {"_", "%"}


def test_percent_and_underscore_are_characters_not_wildcards(planted: Cast) -> None:
    assert titles(planted, "coordinator", "Zw_tschge") == set()
    assert titles(planted, "coordinator", "Zw%ge") == set()


def test_the_page_marks_the_words_escapes_the_rest_and_leads_to_the_records(cast: Cast, login: Login) -> None:
    make.BodyFactory(authority=cast.authority, name="<b>Kurs</b> & Kind")
    page = login(cast.member).get("/hoexter/suche/", {"q": "kurs"})
    soup = BeautifulSoup(page.content, "html.parser")
    assert "&lt;b&gt;<mark>Kurs</mark>&lt;/b&gt; &amp; Kind" in page.content.decode()
    links = [str(link["href"]) for link in soup.select(".lw-hits a")]
    assert links
    for link in links:
        assert login(cast.member).get(link).status_code == 200


def test_every_link_of_the_hits_opens_for_whoever_found_it(planted: Cast, login: Login) -> None:
    for role in ("coordinator", "member", "case_manager"):
        client = login(getattr(planted, role))
        page = client.get("/hoexter/suche/", {"q": WORD})
        for link in BeautifulSoup(page.content, "html.parser").select(".lw-hits a"):
            assert client.get(str(link["href"])).status_code == 200, (role, link["href"])


def test_nothing_found_says_what_to_do(cast: Cast, login: Login) -> None:
    page = login(cast.member).get("/hoexter/suche/", {"q": "gibtesnicht"}).content.decode()
    assert "Nichts gefunden" in page
    assert "0 Treffer" in page


def test_three_and_a_hundred_hits_take_the_same_queries_and_the_group_says_there_are_more(
    planted: Cast, login: Login
) -> None:
    client = login(planted.coordinator)
    client.get("/hoexter/suche/", {"q": WORD})
    with queries_counted() as few:
        client.get("/hoexter/suche/", {"q": WORD})
    for number in range(GROUP_SIZE + 5):
        make.ProcessFactory(body=planted.body, title=f"{number} {WORD}")
        make.PaperFactory(body=planted.body, title=f"{number} {WORD}")
    with queries_counted() as many:
        page = client.get("/hoexter/suche/", {"q": WORD})
    assert len(many) == len(few)
    assert "Es gibt weitere" in page.content.decode()


def test_an_excerpt_ends_between_words(cast: Cast) -> None:
    text = "Betreuungspflichten verhindern den Kursbesuch. " * 5
    make.BodyFactory(authority=cast.authority, name="AG Kurse", purpose=f"{text}{WORD} {text}".strip())
    (group,) = search(cast.viewer(cast.coordinator), WORD)
    (hit,) = group.hits
    assert hit.excerpt.startswith("… ")
    assert hit.excerpt.endswith(" …")
    assert set(hit.excerpt.strip("… ").split()) <= {*text.split(), WORD}
    assert WORD in hit.excerpt
