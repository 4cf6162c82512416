"""Log lines without what somebody typed (trust.md, Privacy: no personal data in log lines and error reports)."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

ErrorFacts = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class PlaceAndKind(logging.Formatter):
    """Writes of a failure where it happened and of which kind it is. Its message may quote a record or an entry."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, whatever another handler has written about the same failure before."""
        record.exc_text = None
        return super().format(record)

    def formatException(self, ei: ErrorFacts) -> str:  # noqa: N802
        """Return kind and places of the error and of those that led to it, the newest first."""
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            lines += [f"{type(error).__qualname__}\n", *traceback.format_tb(error.__traceback__)]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "".join(lines).rstrip()
