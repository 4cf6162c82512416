"""What a paper lacks before its release."""

from __future__ import annotations

from governance.rules.completeness import PaperText, SectionState, ToJustify, completeness
from governance.rules.guards import unmet
from governance.rules.outcomes import PaperSubject

WRITTEN = SectionState("facts", "Sachverhalt", mandatory=True, filled=True)
EMPTY = SectionState("effects", "Auswirkungen", mandatory=True, filled=False)
OPTIONAL = SectionState("others", "Alternativen", mandatory=False, filled=False)


def missing(paper: PaperText) -> list[str | None]:
    return [found.link for found in unmet(completeness(paper))]


def test_a_complete_paper_lacks_nothing_and_says_what_is_fulfilled() -> None:
    paper = PaperText(PaperSubject.OTHER, has_process=False, points=2, sections=(WRITTEN, OPTIONAL))
    assert missing(paper) == []
    assert [found.guard for found in completeness(paper)] == ["paper_points", "paper_section"]


def test_every_gap_is_named_in_the_order_of_the_paper() -> None:
    paper = PaperText(PaperSubject.ESTABLISH_TOPIC, has_process=False, points=0, sections=(WRITTEN, EMPTY, OPTIONAL))
    assert missing(paper) == ["paper:process", "paper:points", "paper:section:effects"]


def test_only_a_topic_needs_a_process() -> None:
    for subject in (PaperSubject.REPORT, PaperSubject.OTHER):
        assert missing(PaperText(subject, has_process=False, points=1)) == []


def test_what_has_to_be_justified_holds_the_release_up_until_it_is_written() -> None:
    rows = (ToJustify("series_size", "Nur drei Fälle.", justified=False), ToJustify("small_group", "Zwei Fälle.", True))
    paper = PaperText(PaperSubject.ESTABLISH_TOPIC, has_process=True, points=1, to_justify=rows)
    assert missing(paper) == ["paper:justification:series_size"]
