"""Several acts at the same moment, each with a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections

from governance.usecases.foundation import Refused


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run all acts at the same moment, each with its own connection; return results or refusals in their order."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(run, act) for act in acts]]


def refusals(answers: Sequence[Any]) -> list[Refused]:
    """Return the refusals among the answers."""
    return [answer for answer in answers if isinstance(answer, Refused)]
