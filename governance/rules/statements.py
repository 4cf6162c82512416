"""The statement of accessibility: when its review is due (BITVNRW: kept up to date; here once a year)."""

from __future__ import annotations

from datetime import date, timedelta

YEAR = timedelta(days=365)


def review_due(reviewed_on: date | None) -> date | None:
    """Return the day by which the statement is to be reviewed again; None where it was never reviewed."""
    return reviewed_on + YEAR if reviewed_on else None


def review_overdue(reviewed_on: date | None, today: date) -> bool:
    """Return whether the last review lies more than a year before `today`, or never happened."""
    due = review_due(reviewed_on)
    return due is None or due < today
