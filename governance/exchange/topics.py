"""The table of running topics: one row per topic, up to three earlier decisions beside it (process.md, `take_over`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.access.intake import possible_groups
from governance.access.planning import deciding_bodies, possible_coordinators, visible_processes
from governance.exchange.bodies import missing_body, one_or_none
from governance.exchange.people import PersonReference, cell
from governance.exchange.resource import Column, Draft, TableResource
from governance.exchange.widgets import Choice, Day, Lines, Names, Reference, fold
from governance.models import PlanningProcess
from governance.queries.wording import say
from governance.rules import clock
from governance.rules.stages import LIVE_STAGES, STAGE_LABELS, Stage
from governance.usecases.foundation import Unmet
from governance.usecases.intake import EarlierFacts, take_over

DECISIONS = 3
PARTS = ("body", "day", "wording", "source")


class TopicTable(TableResource):
    """Topics that were under way before Lenkwerk. One that is on record under its title stays as it is."""

    bodies: Names
    groups: Names
    people: PersonReference
    processes: dict[tuple[int, str], PlanningProcess]

    def own_columns(self) -> Sequence[Column]:
        """Return the columns."""
        stages = [(stage.value, _(STAGE_LABELS[stage])) for stage in Stage if stage in LIVE_STAGES]
        own = (
            Column(
                "title",
                gettext_lazy("Title"),
                gettext_lazy("Short name of the topic. By it and the body a topic is found again."),
                "Kurs und Kind",
                required=True,
            ),
            Column(
                "statement",
                gettext_lazy("Topic in one sentence"),
                gettext_lazy("As it was established, or as it stands in your draft. No names."),
                "Eltern erreichen den Sprachkurs nicht rechtzeitig.",
                required=True,
            ),
            Column(
                "body",
                gettext_lazy("Deciding body"),
                gettext_lazy("Its name or short code."),
                "LG",
                Reference(lambda: self.bodies, lambda body: body.code),
                required=True,
            ),
            Column(
                "stage",
                gettext_lazy("Where it stands"),
                gettext_lazy("The words of the list below."),
                _(STAGE_LABELS[Stage.GROUP_WORKING]),
                Choice(stages),
                required=True,
            ),
            Column(
                "since",
                gettext_lazy("Since"),
                gettext_lazy("Since when it stands there; empty is today."),
                "01.03.2026",
                Day(),
            ),
            Column(
                "note",
                gettext_lazy("What has been done so far"),
                gettext_lazy("And where that is written."),
                "Handakte 2025, Sitzung vom 12.11.2025",
                Lines(),
                required=True,
            ),
        )
        decisions = (column for number in range(1, DECISIONS + 1) for column in _decision_columns(number))
        return (*own, *self._people_columns(), *decisions)

    def _people_columns(self) -> Sequence[Column]:
        """Return who works on the topic, who waits for it and who looks after it."""
        return (
            Column(
                "group",
                gettext_lazy("Project group"),
                gettext_lazy("Name or short code of the group that works on it."),
                "",
                Reference(lambda: self.groups, lambda body: body.code),
            ),
            Column(
                "addressee", gettext_lazy("Reported to"), gettext_lazy("Only where the topic waits for the state."), ""
            ),
            Column(
                "coordinator",
                gettext_lazy("Coordination"),
                gettext_lazy("E-mail address or name of who looks after it; empty is you."),
                "",
            ),
        )

    def load(self) -> None:
        """Load bodies, groups, coordinators and the topics on record."""
        self.bodies = Names(deciding_bodies(self.viewer), lambda row: (row.code, row.name), missing_body())
        self.groups = Names(possible_groups(self.viewer), lambda row: (row.code, row.name), missing_body())
        self.people = PersonReference(possible_coordinators(self.viewer))
        self.processes = {}
        for process in visible_processes(self.viewer).order_by("pk"):
            self.processes[process.body_id, fold(process.title)] = process

    def records(self) -> Iterable[PlanningProcess]:
        """Return the topics that were taken over, the oldest first."""
        rows = visible_processes(self.viewer).filter(taken_over=True, stage__in=LIVE_STAGES)
        rows = rows.select_related("body", "group", "coordinator", "topic")
        return rows.prefetch_related("earlier_decisions", "state_reports").order_by("pk")

    def stored(self, record: PlanningProcess) -> dict[str, Any]:
        """Return the values on record."""
        topic = getattr(record, "topic", None)
        report = next(iter(record.state_reports.all()), None)
        found: dict[str, Any] = {
            "title": record.title,
            "statement": topic.statement if topic else "",
            "body": record.body,
            "stage": record.stage,
            "since": clock.local_date(record.stage_since),
            "note": record.source_note,
            "group": record.group,
            "addressee": report.addressee if report else "",
            "coordinator": record.coordinator.email or str(record.coordinator),
        }
        for number, decision in enumerate(list(record.earlier_decisions.all())[:DECISIONS], 1):
            values = (decision.body_name, decision.decided_on, decision.wording, decision.source)
            found |= {_name(number, part): value for part, value in zip(PARTS, values, strict=True)}
        return found

    def find(self, row: dict[str, str]) -> PlanningProcess | None:
        """Return the topic of this title before this body."""
        body = one_or_none(self.bodies, cell(self, row, "body"))
        return self.processes.get((body.pk, fold(cell(self, row, "title")))) if body else None

    def get_instance(self, instance_loader: Any, row: Any) -> Draft | None:
        """Return the topic on record without its values: it goes its own way and is never changed by a table."""
        record = self.find(row)
        return Draft(record, dict.fromkeys(self.fields)) if record is not None else None

    def skip_row(self, instance: Draft, original: Draft, row: Any, import_validation_errors: Any = None) -> bool:
        """Leave a topic on record as it is."""
        return instance.record is not None and not import_validation_errors

    def complete(self, draft: Draft) -> None:
        """Read coordinator and decisions."""
        name = getattr(draft, "coordinator", "") or ""
        draft.looks_after = None  # type: ignore[attr-defined]
        if name and draft.record is None:
            at = "@" in name
            try:
                draft.looks_after = self.people.one("" if at else name, name if at else "")  # type: ignore[attr-defined]
            except ValidationError as error:
                raise ValidationError({"coordinator": error.messages}) from error
        draft.decisions = [found for number in range(1, DECISIONS + 1) if (found := _decision(draft, number))]  # type: ignore[attr-defined]

    def key(self, draft: Draft) -> Any:
        """Return body and title."""
        return (draft.body.pk, fold(draft.title))  # type: ignore[attr-defined]

    def apply(self, draft: Draft, values: dict[str, Any]) -> PlanningProcess:
        """Take the topic over."""
        group, coordinator = values.get("group"), draft.looks_after  # type: ignore[attr-defined]
        try:
            return take_over(
                by=self.viewer,
                title=values["title"],
                body_id=values["body"].public_id,
                stage=values["stage"],
                statement=values["statement"],
                note=values["note"],
                since=values.get("since"),
                decisions=draft.decisions,  # type: ignore[attr-defined]
                group_id=group.public_id if group else None,
                addressee=values.get("addressee") or "",
                coordinator_id=coordinator.public_id if coordinator else None,
            )
        except Unmet as refusal:
            raise ValidationError([say(finding.message) for finding in refusal.findings]) from refusal

    def remember(self, record: PlanningProcess) -> None:
        """Make it known for the rows below."""
        self.processes[record.body_id, fold(record.title)] = record


def _name(number: int, part: str) -> str:
    return f"decision{number}_{part}"


def _decision_columns(number: int) -> Sequence[Column]:
    headings = (
        (_("Decision %(number)s: body"), _("Which body decided before Lenkwerk."), "Lenkungsgremium", None),
        (_("Decision %(number)s: day"), _("Day of the decision."), "12.11.2025", Day()),
        (
            _("Decision %(number)s: wording"),
            _("What was decided. No figures of votes are asked for."),
            "Das Thema wird festgestellt.",
            Lines(),
        ),
        (_("Decision %(number)s: source"), _("Where this is written."), "Niederschrift vom 12.11.2025, TOP 4", None),
    )
    return [
        Column(_name(number, part), heading % {"number": number}, hint, example if number == 1 else "", widget)
        for part, (heading, hint, example, widget) in zip(PARTS, headings, strict=True)
    ]


def _decision(draft: Draft, number: int) -> EarlierFacts | None:
    """Return an earlier decision; one that is not whole is an error of its empty cells."""
    names = [_name(number, part) for part in PARTS]
    values = [getattr(draft, name, None) for name in names]
    if not any(values):
        return None
    empty = [name for name, value in zip(names, values, strict=True) if not value]
    if empty:
        raise ValidationError({name: _("Something has to stand in this cell.") for name in empty})
    body, day, wording, source = values
    return EarlierFacts(str(body), cast("date", day), str(wording), str(source))
