from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from governance.documents.content import (
    Addendum,
    MinutesStatus,
    Presence,
    ResolutionPoint,
    VoteFigures,
)
from governance.documents.rendering import DocumentKind, file_name, kind_of, render, sheet_of
from governance.documents.richtext import parse
from governance.documents.sheet import Heading, ordered_levels
from governance.documents.wording import duration_words, figures_words, presence_words, span_words
from tests.documents import samples
from tests.documents.reading import word_text
from tests.documents.samples import at


def word(document) -> str:
    return word_text(render(kind_of(document), document, "docx"))


def test_figures_follow_the_formula_of_the_council_systems():
    assert (
        figures_words(VoteFigures(yes=9, no=0, abstentions=0), "ungeändert beschlossen")
        == "ungeändert beschlossen; Ja: 9, Nein: 0, Enthaltungen: 0, Befangen: 0"
    )
    assert figures_words(VoteFigures(yes=1, no=2, abstentions=3, recused=1, not_voting=2), "").endswith(
        "Befangen: 1, nicht abgestimmt: 2"
    )


@pytest.mark.parametrize(
    ("presences", "words"),
    [
        ((Presence(starts_at=at(13, 50)),), "ganze Sitzung"),
        ((Presence(starts_at=at(14), ends_at=at(17)),), "ganze Sitzung"),
        ((Presence(starts_at=at(14, 30)),), "ab 14:30 Uhr"),
        ((Presence(starts_at=at(14), ends_at=at(16, 10)),), "bis 16:10 Uhr"),
        ((Presence(starts_at=at(14, 30), ends_at=at(15)),), "14:30 bis 15:00 Uhr"),
        (
            (Presence(starts_at=at(14), ends_at=at(15)), Presence(starts_at=at(16))),
            "bis 15:00 Uhr, ab 16:00 Uhr",
        ),
        ((), ""),
    ],
)
def test_presence_is_said_as_from_and_to(presences, words):
    assert presence_words(presences, at(14), at(17)) == words


def test_moments_are_printed_in_local_time_across_the_clock_change():
    utc = ZoneInfo("UTC")
    assert span_words(datetime(2027, 1, 13, 8, 0, tzinfo=utc), datetime(2027, 1, 13, 10, 30, tzinfo=utc)) == (
        "Mittwoch, 13. Januar 2027, 09:00 bis 11:30 Uhr"
    )
    assert span_words(datetime(2027, 7, 14, 8, 0, tzinfo=utc), None) == "Mittwoch, 14. Juli 2027, 10:00 Uhr"


def test_durations_are_german():
    assert [duration_words(minutes) for minutes in (0, 1, 60, 105)] == [
        "0 Minuten",
        "1 Minute",
        "1 Stunde",
        "1 Stunde 45 Minuten",
    ]


def test_a_draft_paper_says_that_it_has_no_number():
    text = word(samples.DRAFT_PAPER)

    assert "Beschlussvorlage (Entwurf)" in text
    assert "wird bei der Freigabe vergeben" in text
    assert "LG/2027/03" not in text


def test_a_paper_prints_criteria_deviations_and_justifications():
    text = word(samples.PAPER)

    assert "seit mindestens acht Wochen im Case Management\n3 von 4" in text
    assert "HX-F4: sieben statt acht Wochen\nDie Hilfeplanung war bereits abgeschlossen." in text
    assert "Begründung: Der Fall HX-F4 ist für das Netzwerk typisch" in text


@pytest.mark.parametrize("document", [samples.MANDATE, samples.MANDATE_PAPER], ids=["alone", "in a paper"])
def test_a_mandate_prints_its_six_parts_in_their_order_and_its_dates(document):
    text = word(document)
    order = [
        "Gegenstand", "Zielsetzung der Bearbeitung", "Zusammensetzung", "Arbeitsform", "Darstellung des Ergebnisses",
        "Besondere Vorgaben", "Rückmeldung und Ende",
    ]  # fmt: skip
    places = [text.rindex(f"\n{part}\n") for part in order]

    assert places == sorted(places)
    assert "Jobcenter Kreis Höxter\nGeschäftsführung\nLeitung" in text
    assert "in der Sitzung am 10.11.2027" in text


def test_what_a_mandate_leaves_open_says_so():
    empty = replace(samples.MANDATE, mandate=replace(samples.MANDATE_TEXT, working_form="", special_conditions=""))

    assert word(empty).count("Hierzu ist nichts festgelegt.") == 2


def test_points_keep_their_numbers_and_a_single_point_has_none():
    one = (ResolutionPoint(number="1", text=parse("<p>Einziger Punkt.</p>")),)

    assert "1.\tDas Thema" in word(samples.PAPER)
    assert "\nEinziger Punkt.\n" in word(replace(samples.PAPER, resolution_points=one))


def test_the_agenda_marks_non_public_items_papers_and_guests():
    text = word(samples.INVITATION)

    assert (
        "Auftrag an die Projektarbeitsgruppe „Kurs und Kind“\nVorlage LG/2027/04, Fassung 3\nnicht öffentlich" in text
    )
    assert "Gast: Samira Hadad" in text
    assert "Geplante Dauer: 1 Stunde 45 Minuten" in text
    assert "Mittwoch, 12. Mai 2027, 14:00 bis 17:00 Uhr" in text


def test_the_copy_for_the_file_has_no_address_and_a_general_salutation():
    text = word(replace(samples.INVITATION, recipient=None))

    assert "Anke Dreesmann" not in text
    assert "Sehr geehrte Damen und Herren," in text


def test_minutes_name_deputies_absentees_recusals_and_effects():
    text = word(samples.MINUTES)

    assert "Tim Kerber\nin Vertretung für Sabine Uhlhorn" in text
    assert "Dr. Ines Talbach\nentschuldigt" in text
    assert "Befangen: AG Freie Wohlfahrt, Doris Kettler. Grund: im Auftrag als Träger genannt." in text
    assert "Wirkung: Der Vorgang HX-2027-01 steht auf „Thema festgestellt“." in text
    assert "geändert beschlossen; Ja: 11, Nein: 1, Enthaltungen: 1, Befangen: 1" in text


def test_unchanged_wording_is_printed_once_and_changed_wording_with_its_changes():
    text = word(samples.MINUTES)

    assert text.count("Das Lenkungsgremium stellt das Thema als generatives Thema fest.") == 1
    assert "Sie berichtet regelmäßig in der Sitzung am 10.11.2027." in text
    assert "Gestrichenes ist durchgestrichen, Neues unterstrichen." in text


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (MinutesStatus.DRAFT, "Entwurf, noch nicht unterzeichnet, Fassung 2 vom 20. Mai 2027"),
        (MinutesStatus.SIGNED_OFF, "Unterzeichnet, noch nicht genehmigt, Fassung 2 vom 20. Mai 2027"),
        (MinutesStatus.APPROVED, "Genehmigt, Fassung 2 vom 20. Mai 2027"),
    ],
)
def test_minutes_say_how_far_they_are(status, words):
    assert words in word(replace(samples.MINUTES, status=status))


def test_approved_minutes_print_register_hash_approval_and_corrections():
    addendum = Addendum(on=samples.MINUTES.on, text="Statt „Nord“ lies „Süd“.", author="Mara Feldkamp")
    text = word(replace(samples.MINUTES, approval="In der Sitzung am 10.11.2027 genehmigt.", addenda=(addendum,)))

    assert samples.REGISTER_HASH in text
    assert "Genehmigung\nIn der Sitzung am 10.11.2027 genehmigt." in text
    assert "Berichtigungen" in text
    assert "Statt „Nord“ lies „Süd“." in text


def test_heading_levels_never_skip_one():
    levels = [block.level for block in sheet_of(samples.PAPER).blocks if isinstance(block, Heading)]

    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))
    assert [block.level for block in ordered_levels([Heading(3, ()), Heading(6, ())])] == [1, 2]


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (samples.MINUTES, "Niederschrift_LG_2027-05-12.pdf"),
        (samples.INVITATION, "Einladung_LG_2027-05-12.pdf"),
        (samples.PAPER, "Beschlussvorlage_LG-2027-03.pdf"),
        (samples.MANDATE, "Arbeitsauftrag_PAG-Kurs-und-Kind_Fassung-1.pdf"),
        (samples.DRAFT_PAPER, "Beschlussvorlage_Entwurf_2027-04-23.pdf"),
        (
            replace(samples.MINUTES, body_short_name='Ä/..\\"\r\nSüd 漢' + "x" * 300),
            f"Niederschrift_Ae-Sued-{'x' * 52}_2027-05-12.pdf",
        ),
        (replace(samples.MINUTES, body_short_name="漢"), "Niederschrift_2027-05-12.pdf"),
    ],
)
def test_file_names_are_plain_ascii(document, name):
    assert file_name(document, "pdf") == name


def test_a_document_is_only_rendered_as_what_it_is():
    assert kind_of(samples.PAPER) is DocumentKind.PAPER
    with pytest.raises(ValueError, match="minutes"):
        render("paper", samples.MINUTES, "pdf")
    with pytest.raises(ValueError, match="odt"):
        render("minutes", samples.MINUTES, "odt")
