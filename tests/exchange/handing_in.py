"""Handing tables in, as the desk does."""

from __future__ import annotations

from governance.access.viewer import Viewer
from governance.exchange.outcome import RowOutcome
from governance.exchange.runs import begin_import, confirm_import
from governance.models import ImportRun


def tried(by: Viewer, kind: str, content: str | bytes) -> ImportRun:
    """Hand a table in and return the import after its dry run."""
    octets = content.encode() if isinstance(content, str) else content
    return begin_import(by=by, kind=kind, file_name=f"{kind}.csv", content=octets)


def imported(by: Viewer, kind: str, content: str | bytes) -> ImportRun:
    """Hand a table in and confirm what the dry run shows."""
    run = tried(by, kind, content)
    assert not run.faulty, faults(run)
    return confirm_import(by=by, import_id=run.public_id, shown=run.digest)


def faults(run: ImportRun) -> list[tuple[int, str, str]]:
    """Return row, column and sentence of every error of a dry run."""
    rows = [RowOutcome.from_data(row) for row in run.preview]
    return [(row.number, cell.heading, cell.fault) for row in rows for cell in row.cells if cell.fault]


def effects(run: ImportRun) -> list[str]:
    """Return what becomes of each row."""
    return [RowOutcome.from_data(row).effect for row in run.preview]
