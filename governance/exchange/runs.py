"""Importing a table: dry run, a page of what it would do, confirmation, all or nothing; and exporting one.

What is written is exactly what was shown: the import is done once more inside its transaction, and where it would now
do something else, nothing is written and the new dry run is shown. Conventions as in `usecases.foundation`.
"""

from __future__ import annotations

import logging
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from governance.access.imports import may_exchange, visible_imports
from governance.access.viewer import Viewer, viewer_of
from governance.exchange import files, progress
from governance.exchange.kinds import RESOURCES, check_headings
from governance.exchange.outcome import Effect, RowOutcome, counts, digest, full_values, outcomes
from governance.exchange.reading import read_table
from governance.exchange.table import Table, UnreadableTable
from governance.models import Authority, ImportKind, ImportRun, ImportStep, Person
from governance.models.imports import UNCONFIRMED_KEPT
from governance.rules import clock
from governance.rules.characters import clean_line, shortened
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, fill, lock, record, save, use_case

logger = logging.getLogger("lenkwerk")

IN_BACKGROUND = 200
"""Tables of more rows are worked on by a task, with a page that shows how far it is."""


@use_case("import.begun")
def begin_import(*, by: Viewer, kind: str, file_name: str, content: bytes) -> ImportRun:
    """Read a table and try it out; nothing of it is written. Large tables are tried out by a task.

    Raises `Refused` with a sentence for a file that is no table of this kind.
    """
    run = _handed_in(by, kind, file_name, content)
    if run.rows > IN_BACKGROUND:
        transaction.on_commit(partial(_start, run.public_id, by.acting_person.public_id))
    else:
        _try_out(by, run)
    return run


@use_case("import.begun")
def import_unseen(*, by: Viewer, kind: str, file_name: str, content: bytes) -> ImportRun:
    """Import a table at once, for callers that look at no preview; all or nothing.

    Raises `Refused` with the first error for a table that is not one, or of which a row cannot be imported.
    """
    run = _handed_in(by, kind, file_name, content)
    rows, _digest, made = _carry_out(by, run, dry_run=False)
    for row in rows:
        if row.effect is Effect.FAULTY:
            cell = row.cells[0]
            sentence = _("Row %(number)s: %(fault)s") % {"number": row.number, "fault": f"{cell.heading} {cell.fault}"}
            raise Refused(Message("%(sentence)s", {"sentence": sentence}))
    fill(
        run, {"confirmed_by": by.acting_person, "confirmed_at": clock.now(), "checked_at": clock.now(), **_tally(rows)}
    )
    _finish(by, run, made)
    return run


@use_case("import.confirmed")
def confirm_import(*, by: Viewer, import_id: str, shown: str) -> ImportRun:
    """Write what was shown; `shown` is the digest of the dry run on the page.

    Where the data have changed since, nothing is written and the run holds a new dry run. Raises `Refused` for an
    import that is written or discarded, that has errors, or of which an older dry run was shown.
    """
    run = lock(visible_imports(by), public_id=import_id)
    if not may_exchange(by):
        raise Forbidden(by, run)
    if run.step is not ImportStep.CHECKED:
        raise Refused(Message(mark("This import is no longer waiting to be confirmed.")))
    if run.digest != shown:
        raise Refused(Message(mark("The preview has been renewed in the meantime. Look at it once more.")))
    if run.faulty:
        raise Refused(Message(mark("Rows have errors, so nothing is imported. Correct the file and import it again.")))
    if not run.new and not run.changed:
        raise Refused(Message(mark("The table holds what is on record already. There is nothing to import.")))
    fill(run, {"confirmed_by": by.acting_person, "confirmed_at": clock.now(), "note": ""})
    save(run)
    if run.rows > IN_BACKGROUND:
        progress.forget(run.public_id)
        transaction.on_commit(partial(_start, run.public_id, by.acting_person.public_id))
    else:
        _write(by, run)
    return run


@use_case("import.discarded")
def discard_import(*, by: Viewer, import_id: str) -> ImportRun:
    """Give an import up that is not written; its table is deleted, its counts stay."""
    run = lock(visible_imports(by), public_id=import_id)
    if not may_exchange(by):
        raise Forbidden(by, run)
    if run.step in {ImportStep.DONE, ImportStep.DISCARDED}:
        raise Refused(Message(mark("This import is over already.")))
    _empty(run)
    fill(run, {"discarded_at": clock.now()})
    save(run)
    record(by, "import.discarded", run)
    return run


@use_case("export.made")
def export_table(*, by: Viewer, kind: str, form: files.TableFormat) -> files.TableFile:
    """Return a table of what the authority has on record; that it was taken out is on record, too."""
    if not may_exchange(by):
        raise Forbidden(by, by.authority)
    if kind not in ImportKind.values:
        raise Refused(Message(mark("Choose what the table holds.")))
    written = files.export(by, kind, form)
    record(by, "export.made", by.authority, {"kind": kind, "rows": written.rows})
    return written


@task()
def work_on_import(import_id: str, person_id: str) -> str:
    """Try out or write a large import for whoever asked for it; return where it stands then."""
    person = Person.objects.select_related("authority").get(public_id=person_id)
    by = viewer_of(person=person)
    try:
        with transaction.atomic():
            run = lock(visible_imports(by), public_id=import_id)
            if run.step is ImportStep.CHECKING:
                _try_out(by, run)
            elif run.step is ImportStep.WRITING:
                _write(by, run)
    except Exception as error:
        # What the error says may quote a cell; its kind must do.
        logger.error("Import %s failed: %s", import_id, type(error).__name__)
        _note_failure(import_id)
        return str(ImportStep.FAILED)
    return str(run.step)


def _start(import_id: str, person_id: str) -> None:
    """Start the task; where no queue answers, the page says so and the import can be discarded."""
    try:
        work_on_import.enqueue(import_id, person_id)
    except Exception:
        logger.exception("The task of an import could not be started.")
        _note_failure(import_id)


@transaction.atomic
def _note_failure(import_id: str) -> None:
    run = lock(ImportRun.objects.filter(finished_at__isnull=True, discarded_at__isnull=True), public_id=import_id)
    with override(files.LANGUAGE):
        note = _(
            "The import was broken off, nothing was written. Try again; tell the administration if it happens again."
        )
    _empty(run)
    fill(run, {"failed_at": clock.now(), "note": note})
    save(run)


def _handed_in(by: Viewer, kind: str, file_name: str, content: bytes) -> ImportRun:
    """Read a table of the kind and keep it; raises `Refused` with a sentence for whatever is none."""
    if not may_exchange(by):
        raise Forbidden(by, by.authority)
    if kind not in ImportKind.values:
        raise Refused(Message(mark("Choose what the table holds.")))
    with override(files.LANGUAGE):
        try:
            table = read_table(content)
            check_headings(RESOURCES[kind](by), table)
        except UnreadableTable as error:
            raise Refused(Message("%(sentence)s", {"sentence": str(error)})) from error
    _forget_unconfirmed(by)
    run = ImportRun(authority=by.authority, begun_by=by.acting_person)
    name = shortened(clean_line(file_name.replace("\\", "/").rsplit("/", 1)[-1]), 120) or "Tabelle"
    fill(run, {"kind": kind, "file_name": name, "table": table.to_data(), "rows": len(table.rows)})
    run.save()
    record(by, "import.begun", run, {"kind": kind, "rows": run.rows})
    return run


def _carry_out(by: Viewer, run: ImportRun, *, dry_run: bool) -> tuple[list[RowOutcome], str, list[str]]:
    """Import the table; return the outcome of its rows, their digest, and the public ids of what is new."""
    with override(files.LANGUAGE):
        resource = RESOURCES[run.kind](by, lambda done: progress.tell(run.public_id, done, run.rows))
        results = resource.bring_in(Table.from_data(run.table), dry_run=dry_run)
        rows = outcomes(resource, results)
        made = [record.public_id for record in resource.made]
        return rows, digest(rows, full_values(resource, results)), made


def _try_out(by: Viewer, run: ImportRun, note: str = "") -> None:
    """Do the import and take it back; keep what it would have done."""
    rows, found, _made = _carry_out(by, run, dry_run=True)
    values = {"preview": [row.to_data() for row in rows], "digest": found, "checked_at": clock.now(), "note": note}
    fill(run, {**values, **_tally(rows), "confirmed_at": None, "confirmed_by": None})
    save(run)


class _ChangedMeanwhile(Exception):
    """The import would now do something else than was shown."""


def _write(by: Viewer, run: ImportRun) -> None:
    """Import what was shown, or nothing; one import of an authority at a time."""
    try:
        with transaction.atomic():
            lock(Authority.objects.all(), pk=by.authority.pk)
            _rows, found, made = _carry_out(by, run, dry_run=False)
            if found != run.digest:
                raise _ChangedMeanwhile
    except _ChangedMeanwhile:
        with override(files.LANGUAGE):
            note = _(
                "The data have changed since the preview. Nothing was written; this is what the import would do now."
            )
        _try_out(by, run, note)
        return
    _finish(by, run, made)


def _finish(by: Viewer, run: ImportRun, made: list[str]) -> None:
    """Note that the table is on record, and forget it."""
    _empty(run)
    fill(run, {"finished_at": clock.now(), "made": made if run.kind == ImportKind.PEOPLE else []})
    save(run)
    record(by, "import.written", run, {"kind": run.kind, "new": run.new, "changed": run.changed})


def _tally(rows: list[RowOutcome]) -> dict[str, int]:
    """Return how many rows there are, and of each effect, by the names of the model."""
    effects = counts(rows)
    return {"rows": len(rows), **{str(effect): effects[effect] for effect in Effect}}


def _empty(run: ImportRun) -> None:
    """Delete the table and its preview: they hold personal data, and what they said is on record or not wanted."""
    progress.forget(run.public_id)
    fill(run, {"table": {}, "preview": []})


def _forget_unconfirmed(by: Viewer) -> None:
    """Discard the imports of the authority that nobody confirmed for a week."""
    old = visible_imports(by).filter(
        finished_at__isnull=True, discarded_at__isnull=True, begun_at__lt=clock.now() - UNCONFIRMED_KEPT
    )
    for run in old.select_for_update(of=("self",)):
        _empty(run)
        fill(run, {"discarded_at": clock.now()})
        save(run)
