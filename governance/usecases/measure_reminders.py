"""Reminding of measures and follow-ups: due soon, overdue, not answered (issue: "states, reports, reminders").

Called once a day by `manage.py remind`. Nobody gets two mails on one day, and no row is named twice: its
`reminded_on` is written under the row's lock, in the transaction of the mail.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from governance import audit
from governance.access.organisations import contacts_of
from governance.models import Authority, FollowUp, Measure, Person
from governance.notifications import measure_text
from governance.notifications.measure_text import Reminder
from governance.rules import clock
from governance.rules.follow_ups import occasion as follow_up_occasion
from governance.rules.lifecycles import MeasureState
from governance.rules.measures import Occasion, occasion
from governance.usecases.letters import write_letter

Rows = dict[tuple[Person, bool], list[Reminder]]


def remind_due(now: datetime) -> int:
    """Remind everybody of what is due, overdue or unanswered on the local day of `now`; return how many mails.

    Running it again on the same day sends nothing new. Each authority is a transaction of its own.
    """
    today = clock.local_date(now)
    return sum(_remind(authority, today) for authority in Authority.objects.order_by("pk"))


@transaction.atomic
def _remind(authority: Authority, today: date) -> int:
    rows: Rows = defaultdict(list)
    measures = Measure.objects.filter(process__authority=authority).asked().unsettled().of_live_processes()
    for measure in measures.select_for_update(of=("self",)).select_related("process__coordinator", "person"):
        why = occasion(
            MeasureState(measure.state),
            asked_on=measure.asked_on,
            until=measure.ends_on,
            reminded_on=measure.reminded_on,
            today=today,
        )
        if why is not None:
            matter = Reminder(measure.title, measure.ends_on, why)
            _note(rows, _people(measure, why), measure.process.coordinator, matter)
            measure.reminded_on = today
            measure.save(update_fields=["reminded_on"])
    follow_ups = FollowUp.objects.filter(resolution__register__body__authority=authority).live()
    for row in follow_ups.select_for_update(of=("self",)).select_related("person", "opened_by"):
        why = follow_up_occasion(
            asked_on=row.asked_on if not row.accepted_at and not row.declined_reason else None,
            accepted=row.accepted_at is not None,
            until=row.ends_on,
            reminded_on=row.reminded_on,
            today=today,
        )
        if why is not None:
            people = [row.person] if row.person else contacts_of(row.organisation_id)
            _note(rows, people, row.opened_by, Reminder(row.task, row.ends_on, why))
            row.reminded_on = today
            row.save(update_fields=["reminded_on"])
    return _send(authority, rows, today)


def _people(measure: Measure, why: Occasion) -> Iterable[Person]:
    """The contacts answer; the named person carries out."""
    if why is not Occasion.UNANSWERED and measure.person is not None:
        return [measure.person]
    return contacts_of(measure.organisation_id)


def _note(rows: Rows, people: Iterable[Person], coordinator: Person, matter: Reminder) -> None:
    """Note a matter for everybody who can be reached; for the coordination where nobody can."""
    reached = [person for person in people if person.email and person.is_active]
    for person in reached:
        rows[person, False].append(matter)
    if not reached:
        rows[coordinator, True].append(matter)


def _send(authority: Authority, rows: Rows, today: date) -> int:
    sent = 0
    for (person, unreachable), matters in sorted(rows.items(), key=lambda row: (row[0][0].pk, row[0][1])):
        words = measure_text.reminder(matters, unreachable=unreachable)
        matter = f"remind.{today:%Y%m%d}{'.coordination' if unreachable else ''}"
        sent += write_letter(authority, person, words, matter=matter, page="overview")
    if rows:
        audit.record(
            scope=authority.public_id, action="measures.reminded", actor="", target=authority, data={"mails": sent}
        )
    return sent
