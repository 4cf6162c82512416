"""The course of a measure: its entries, whom it is asked of, and what every act on it needs first."""

from __future__ import annotations

from governance.access.measures import visible_measures
from governance.access.organisations import contacts_of
from governance.access.viewer import Viewer
from governance.models import Measure, MeasureReport, Organisation, Person
from governance.notifications import measure_text
from governance.notifications.mail_text import Wording
from governance.rules import clock
from governance.rules.characters import clean_lines
from governance.rules.lifecycles import MeasureState
from governance.rules.measures import Standing
from governance.rules.stages import ENDED_STAGES
from governance.rules.text import Message, mark
from governance.usecases.foundation import Refused, advance, lock, save
from governance.usecases.letters import write_letters

LONGEST_TEXT = 4000


def add_report(
    measure: Measure, move: str, *, source: str = "", person: Person | None = None, text: str = ""
) -> MeasureReport:
    """Append an entry to the course of a measure, as it stands now; `person` is None for a resolution."""
    return MeasureReport.objects.create(
        measure=measure,
        move=move,
        source=source,
        target=measure.state,
        text=text,
        organisation=measure.organisation,
        person=person,
        at=clock.now(),
    )


def course_text(text: str) -> str:
    """Return what is said in the course of a measure or of a follow-up; raises `Refused` where it is too long."""
    words = clean_lines(text)
    if len(words) > LONGEST_TEXT:
        raise Refused(Message(mark("The text is too long.")))
    return words


def standing_of(measure: Measure) -> Standing:
    """Return what the rules ask about a measure whose process is loaded."""
    return Standing(
        MeasureState(measure.state),
        asked=measure.asked_on is not None,
        ended=measure.process.stage in ENDED_STAGES,
        assigned=measure.organisation_id is not None,
    )


def locked_measure(by: Viewer, measure_id: str) -> Measure:
    """Lock a measure that the viewer sees."""
    rows = visible_measures(by).select_related("process__authority", "process__coordinator", "organisation", "person")
    return lock(rows, public_id=measure_id)


def refuse_ended(measure: Measure) -> None:
    """Raise `Refused` where the process of the measure has ended."""
    if measure.process.stage in ENDED_STAGES:
        raise Refused(Message(mark("The process has ended. It stays on record as it is.")))


def ask(measure: Measure, *, person: Person | None = None, entry: bool = True) -> None:
    """Ask the organisation of a measure from today on, with a mail to its contacts."""
    measure.asked_on, measure.reminded_on = clock.today(), None
    measure.save(update_fields=["asked_on", "reminded_on"])
    if entry:
        add_report(measure, "ask", person=person)
    words = measure_text.measure_asked(measure.process.number, measure.title, measure.ends_on)
    write_to_contacts(measure, measure.organisation, words)


def write_to_contacts(measure: Measure, organisation: Organisation | None, words: Wording) -> None:
    """Write to the contacts of `organisation` with a link to the measure."""
    write_letters(
        measure.process.authority,
        contacts_of(organisation),
        words,
        matter=f"measure.{measure.public_id}",
        page="measure",
        parts=(measure.public_id,),
    )


def drop(measure: Measure, reason: str, person: Person | None) -> None:
    """Drop a locked measure and tell the contacts of its organisation; `person` is None for a resolution."""
    source, asked = measure.state, measure.asked_on is not None
    advance(measure, "drop")
    measure.state_reason = reason
    save(measure)
    add_report(measure, "drop", source=source, person=person, text=reason)
    if asked and measure.organisation is not None:
        words = measure_text.measure_withdrawn(measure.process.number, measure.title)
        write_to_contacts(measure, measure.organisation, words)
