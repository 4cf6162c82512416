"""Every presentational component: what it says, what it ties together, and that text stays text."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup, Tag
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from governance.rules import clock
from portal.components import dates
from portal.components.actions import Action, Badge, Link
from portal.components.diff import diff
from portal.components.findings import Finding, Findings
from portal.components.people import PeopleGroup, PersonRow
from portal.components.track import End, PhaseFacts, mini_segments, track
from portal.components.vote import VoteProgress, VoteResult
from tests.portal import preview

HOSTILE = "<script>alert(1)</script>\"'{{ 7|add:7 }}"


def render(source: str, **context: object) -> BeautifulSoup:
    """Render template source with the tags loaded, in German."""
    with translation.override("de"):
        html = engines["django"].from_string("{% load lenkwerk %}" + source).render(context)
    return BeautifulSoup(html, "html.parser")


def one(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    """Return the only element for `selector`."""
    found = soup.select(selector)
    assert len(found) == 1, f"{selector}: {len(found)}"
    return found[0]


@pytest.fixture(scope="module")
def document() -> BeautifulSoup:
    """The preview page with an empty form sent."""
    with translation.override("de"):
        template = engines["django"].from_string(preview.TEMPLATE)
        return BeautifulSoup(template.template.render(preview.django_context({})), "html.parser")


def test_the_page_has_one_heading_of_level_one_and_all_landmarks(document: BeautifulSoup) -> None:
    assert len(document.select("h1")) == 1
    for selector in (
        "header",
        "main#inhalt",
        "footer",
        "nav[aria-label=Hauptnavigation]",
        'a[href="#inhalt"]',
    ):
        one(document, selector)


def test_no_style_attribute_and_no_inline_script_is_ever_printed(document: BeautifulSoup) -> None:
    assert not document.select("[style]")
    assert not document.select("style")
    assert not [script for script in document.select("script") if not script.get("src")]
    assert not [name for tag in document.find_all() for name in tag.attrs if name.startswith("on")]


def test_ids_are_unique_and_every_reference_leads_somewhere(document: BeautifulSoup) -> None:
    ids = [tag["id"] for tag in document.select("[id]")]
    assert len(ids) == len(set(ids))
    for name in ("for", "aria-describedby", "aria-labelledby", "popovertarget"):
        for tag in document.select(f"[{name}]"):
            value = tag[name]
            for target in value if isinstance(value, list) else str(value).split():
                assert target in ids, f"{name}={target}"


def test_the_current_phase_is_marked_and_said_in_words() -> None:
    soup = render("{% track track %}", track=track(current=4, stage="Projektarbeitsgruppe arbeitet", share=85))
    assert "Phase 4 von 6: Projektarbeitsgruppe arbeitet" in one(soup, "h2").text
    assert one(soup, "[aria-current=step]").select_one(".lw-phase__no").text == "4"  # type: ignore[union-attr]
    assert one(soup, "ol")["data-share"] == "85"
    assert [li["class"][1] for li in soup.select("li")] == ["is-done"] * 3 + ["is-now"] + ["is-next"] * 2


def test_gates_stand_after_phases_three_and_five_and_only_the_passed_one_is_ticked() -> None:
    soup = render("{% track track %}", track=track(current=4, stage="x"))
    gates = [
        (index, "is-done" in gate["class"])
        for index, li in enumerate(soup.select("li"), 1)
        for gate in li.select(".lw-gate")
    ]
    assert gates == [(3, True), (5, False)]


def test_an_early_end_replaces_the_phases_that_were_not_reached() -> None:
    soup = render(
        "{% track track %}",
        track=track(current=3, stage="Abgelehnt", end=End("Abgelehnt", PhaseFacts(("12.05.2027",)))),
    )
    phases = soup.select("li")
    assert len(phases) == 4
    assert "Abgelehnt" in phases[3].text
    assert not soup.select(".lw-gate.is-done")


def test_a_phase_outside_one_to_six_is_refused() -> None:
    with pytest.raises(ValueError, match="7"):
        track(current=7, stage="x")


@pytest.mark.parametrize("current", range(1, 7))
def test_the_short_track_has_six_bars_two_diamonds_and_one_current_mark(current: int) -> None:
    marks = mini_segments(current)
    assert [mark.gate for mark in marks] == [False, False, False, True, False, False, True, False]
    assert [mark.state for mark in marks].count("c") == 1
    assert sum(mark.state == "d" and not mark.gate for mark in marks) == current - 1


def test_the_short_track_speaks_its_phase_without_soft_hyphens() -> None:
    soup = render('{% mini_track 4 text="" %}')
    assert one(soup, "[role=img]")["aria-label"] == "Phase 4 von 6, Projektarbeitsgruppe"


def test_findings_are_ordered_by_weight_and_each_says_its_state_in_words() -> None:
    soup = render("{% findings_summary f %}{% findings f %}", f=preview.findings(), csrf_token="t")
    assert [li["class"] for li in soup.select("li")] == [["is-bad"], ["is-warn"], ["is-ok"]]
    assert [state.text for state in soup.select(".lw-findings__state")] == [
        "Fehlt.",
        "Zu begründen.",
        "Erfüllt",
    ]
    assert [span.text for span in soup.select(".lw-sum > span")] == ["1 fehlt", "1 zu begründen", "1 erfüllt"]


def test_a_step_is_blocked_only_by_what_cannot_be_justified() -> None:
    assert preview.findings().blocked
    assert not Findings((Finding("warn", "a"), Finding("ok", "b"))).blocked


def test_an_action_that_changes_something_is_a_form_with_token_and_hidden_values() -> None:
    action = Action("Freigeben", "/x/", post=True, fields=(("schritt", HOSTILE),), context="Vorlage 3")
    soup = render("{% action a %}", a=action, csrf_token="secret")
    form = one(soup, "form[method=post]")
    assert one(form, "[name=csrfmiddlewaretoken]")["value"] == "secret"
    assert one(form, "[name=schritt]")["value"] == HOSTILE
    assert one(form, "button").text == "Freigeben: Vorlage 3"


def test_the_current_agenda_item_opens_in_place_and_keeps_its_markup(document: BeautifulSoup) -> None:
    item = one(document, ".lw-agenda > li.is-now")
    assert item["aria-current"] == "step"
    assert one(item, ".lw-agenda__more section.lw-vote .lw-vote__big").text == "9 von 13 haben abgestimmt"


def test_a_break_has_no_number_and_a_resolution_gets_the_diamond(document: BeautifulSoup) -> None:
    rows = document.select(".lw-agenda > li")
    assert not rows[2].select(".lw-agenda__no")
    assert [bool(row.select(".lw-diamond")) for row in rows] == [False, True, False, False, False]


def test_a_secret_vote_shows_the_figure_and_no_names() -> None:
    soup = render("{% vote_progress p %}", p=VoteProgress(3, 5))
    assert "3 von 5 haben abgestimmt" in soup.text
    assert "Es fehlen" not in soup.text
    assert len(soup.select("i")) == 5
    assert len(soup.select("i.d")) == 3


def test_the_result_prints_every_figure_and_leaves_out_empty_bars() -> None:
    soup = render("{% vote_result r %}", r=VoteResult(11, 0, 1, recused=1))
    assert [dd.text for dd in soup.select("dd")] == ["11", "0", "1", "1"]
    assert [span["class"][0] for span in soup.select(".lw-result span")] == ["yes", "abs"]


def test_a_result_without_any_ballot_is_no_division_by_zero() -> None:
    assert VoteResult(0, 0, 0).scaled == (0, 0, 0)


def test_a_check_mark_is_read_out_and_the_seat_stands_before_the_person() -> None:
    group = PeopleGroup((PersonRow("Jobcenter", "Anke Dreesmann", "hat abgestimmt", checked=True),), "Stimmberechtigt")
    soup = render("{% people g %}", g=group)
    assert one(soup, "h3").text == "Stimmberechtigt: 1"
    assert one(soup, ".kern-sr-only").text == "hat abgestimmt"
    assert one(soup, "li").text.index("Jobcenter") < one(soup, "li").text.index("Anke")


def test_an_invalid_field_is_tied_to_its_help_and_its_error(document: BeautifulSoup) -> None:
    control = one(document, "#id_title")
    assert control["aria-invalid"] == "true"
    described = str(control["aria-describedby"]).split()
    assert [one(document, f"#{name}").get_text(strip=True)[:7] for name in described] == [
        "Ein Sat",
        "Fehler:",
    ]


def test_the_error_summary_links_to_every_invalid_field_and_takes_the_focus(document: BeautifulSoup) -> None:
    box = one(document, ".lw-form-errors[role=alert][tabindex='-1'][autofocus]")
    assert "Bitte prüfen Sie 9 Angaben" in box.text
    links = [str(link["href"]) for link in box.select("a")]
    assert len(links) == 9
    for link in links:
        assert document.select_one(link) is not None, link


def test_a_valid_form_has_no_summary_and_keeps_what_was_typed() -> None:
    form = preview.ExampleForm({"title": HOSTILE, "note": ""})
    soup = render("{% field f.title %}{% field f.note %}", f=form)
    assert one(soup, "#id_title")["value"] == HOSTILE
    assert "(freiwillig)" in one(soup, "label[for=id_note]").text
    assert not render("{% form_errors f %}", f=preview.ExampleForm()).text.strip()


def test_choices_are_a_fieldset_with_legend_and_one_label_per_input() -> None:
    form = preview.ExampleForm({"areas": ["8"], "mode": "h"})
    soup = render("{% field f.areas %}{% field f.mode %}", f=form)
    assert [legend.text.strip() for legend in soup.select("legend")] == ["Rechtskreise", "Abstimmung"]
    assert [tag["value"] for tag in soup.select("input[checked]")] == ["8", "h"]
    assert {label["for"] for label in soup.select(".kern-form-check label")} == {
        tag["id"] for tag in soup.select("input")
    }


def test_a_day_is_handed_to_the_browser_in_iso_form_and_read_back() -> None:
    with translation.override("de"):
        form = preview.ExampleForm(initial={"day": dt.date(2027, 10, 18)})
        sent = preview.ExampleForm({"day": "2027-10-18", "begins": "14:00"})
        sent.is_valid()
    assert one(render("{% field f.day %}", f=form), "input[type=date]")["value"] == "2027-10-18"
    assert sent.cleaned_data["day"] == dt.date(2027, 10, 18)
    assert sent.cleaned_data["begins"] == dt.time(14)


def test_pages_keep_the_filter_and_mark_the_current_one() -> None:
    request = RequestFactory().get("/", {"q": "a&b", "seite": "2"})
    soup = render("{% pagination p %}", p=Paginator(range(60), 25).page(2), request=request)
    assert one(soup, "a[rel=next]")["href"] == "?q=a%26b&seite=3"
    assert one(soup, "[aria-current=page]").text == "Seite 2"
    assert "26 bis 50 von 60" in soup.text


def test_one_page_needs_no_pagination() -> None:
    request = RequestFactory().get("/")
    assert not render("{% pagination p %}", p=Paginator(range(3), 25).page(1), request=request).text.strip()


def test_the_diff_marks_words_and_says_so_without_colour() -> None:
    with translation.override("de"):
        soup = BeautifulSoup(
            diff("Plätze regelmäßig melden.\nBleibt.", "Plätze wöchentlich melden.\nBleibt.\nNeu."),
            "html.parser",
        )
    assert [tag.text for tag in soup.select("del")] == ["gestrichen: regelmäßig"]
    assert [tag.text for tag in soup.select("ins")] == ["neu: wöchentlich", "neu: Neu."]
    assert [p.text for p in soup.select("p")][1] == "Bleibt."


def test_equal_texts_have_no_marks() -> None:
    assert "<ins" not in diff("Gleich.", "Gleich.")


def test_hostile_text_stays_text_in_every_component() -> None:
    assert "<script>" not in diff(HOSTILE, HOSTILE + "x")
    soup = render(
        "{% status_badge b %}{% findings f %}{% people g %}{% flag t %}{% empty_state t t %}{% track k %}",
        b=Badge(HOSTILE),
        f=Findings((Finding("bad", HOSTILE, HOSTILE, justification=HOSTILE, link=Link(HOSTILE, "#")),)),
        g=PeopleGroup((PersonRow(HOSTILE, HOSTILE, HOSTILE),), HOSTILE),
        k=track(current=1, stage=HOSTILE, facts={1: PhaseFacts((HOSTILE,))}),
        t=HOSTILE,
    )
    assert not soup.select("script")
    assert "alert(1)" in soup.text


@pytest.mark.parametrize(
    ("days", "words"), [(-6, "vor 6 Tagen"), (-1, "gestern"), (0, "heute"), (1, "morgen"), (3, "in 3 Tagen")]
)
def test_relative_days_count_from_the_clock(days: int, words: str) -> None:
    with translation.override("de"), clock.travel(dt.datetime(2027, 10, 18, 22, 30, tzinfo=dt.UTC)):
        assert dates.relative_day(dt.date(2027, 10, 19) + dt.timedelta(days)) == words


def test_moments_are_shown_in_local_time() -> None:
    moment = dt.datetime(2027, 7, 1, 22, 30, tzinfo=dt.UTC)
    with translation.override("de"):
        assert dates.day_time(moment) == "02.07.2027, 00:30\u00a0Uhr"
        assert dates.long_day(moment) == "Freitag, 2. Juli 2027"
        assert dates.short_day(moment) == "Fr 02.07."
    assert not render("{{ nothing|day }}{{ nothing|clock }}", nothing=None).text
