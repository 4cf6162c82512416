"""The check of the effect (Wirkungsprüfung): what has changed, and why there are no values where there are none."""

from __future__ import annotations

from governance.access.measures import may_evaluate
from governance.access.planning import visible_processes
from governance.access.viewer import Viewer
from governance.models import Evaluation
from governance.rules import clock
from governance.rules.stages import Stage
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, check_version, fill, lock, record, save, use_case

WRITING_STAGES = frozenset({Stage.IMPLEMENTATION, Stage.EVALUATION})


@use_case("process.evaluate")
def write_evaluation(
    *, by: Viewer, process_id: str, reached: str, summary: str, no_values_reason: str, version: int | None
) -> Evaluation:
    """Write the check of the effect of a process, in implementation or evaluation; incomplete text may be saved.

    `reached` is a `ReachedEffect` or empty. What is missing to complete the process is said by the guards
    (`rules.guards_effect`). Raises `Stale`; version 0 stands for a form opened before anything was written.
    """
    process = lock(visible_processes(by), public_id=process_id)
    if not may_evaluate(by, process):
        raise Forbidden(by, process)
    if process.stage not in WRITING_STAGES:
        raise Refused(Message(mark("The effect is checked while the measures are carried out and afterwards.")))
    row = Evaluation.objects.filter(process=process).first() or Evaluation(process=process, version=0)
    check_version(row, version)
    row.written_by, row.written_at = by.acting_person, clock.now()
    fill(row, {"reached": reached, "summary": summary, "no_values_reason": no_values_reason})
    save(row)
    record(by, "process.evaluated", process, {"reached": row.reached})
    return row
