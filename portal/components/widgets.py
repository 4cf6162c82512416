"""Native inputs for days, times and moments: usable by keyboard and on a phone, without script."""

from __future__ import annotations

from django import forms


class DayInput(forms.DateInput):
    """A local date; the browser shows it in its own language and sends it as ISO text."""

    input_type = "date"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """A time of day without seconds."""

    input_type = "time"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")
