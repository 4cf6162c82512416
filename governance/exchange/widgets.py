"""How the text of a cell becomes a value and back. Wrong text raises `ValueError` with a sentence for the person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from governance.rules.addresses import is_mail_address
from governance.rules.characters import clean_line, clean_lines, shortened

YES = frozenset({"ja", "j", "x", "1", "wahr", "yes", "true"})
NO = frozenset({"nein", "n", "0", "falsch", "no", "false", "-"})
LIST_SEPARATOR = ";"
SOFT_HYPHEN = "\u00ad"
_GERMAN_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?: 00:00)?")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")


def fold(text: str) -> str:
    """Return `text` as names are compared: one line, upper and lower case alike, without soft hyphens."""
    return clean_line(text.replace(SOFT_HYPHEN, "")).casefold()


class Line(Widget):  # type: ignore[misc]
    """One line of text; the use case knows how long it may be."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Return the text without unwanted characters."""
        return clean_line(str(value or ""))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return the text."""
        return str(value or "")


class MailAddress(Line):
    """An e-mail address; whether it is the functional mailbox knows the use case."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Return the address."""
        text = super().clean(value)
        if text and not ("@" in text and is_mail_address(text)):
            raise ValueError(_("This is not an e-mail address."))
        return text


class Lines(Line):
    """Text of several lines."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Return the text without unwanted characters."""
        return clean_lines(str(value or ""))


class YesNo(Widget):  # type: ignore[misc]
    """Ja or nein; an empty cell is what the column says."""

    def __init__(self, empty: bool = False) -> None:
        super().__init__()
        self.empty = empty

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        """Return the truth of the cell."""
        word = fold(str(value or ""))
        if not word:
            return self.empty
        if word in YES or word in NO:
            return word in YES
        raise ValueError(_("Write “ja” or “nein” here."))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return ja or nein."""
        return "ja" if value else "nein"


class Number(Widget):  # type: ignore[misc]
    """A whole number from 0 to `most`; an empty cell is `empty`."""

    def __init__(self, empty: int = 0, most: int = 32_767) -> None:
        super().__init__()
        self.empty, self.most = empty, most

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int:
        """Return the number."""
        text = clean_line(str(value or ""))
        if not text:
            return self.empty
        if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) <= self.most):
            raise ValueError(_("Write a whole number from 0 to %(most)s here.") % {"most": self.most})
        return int(text)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return the digits."""
        return "" if value is None else str(value)


class Day(Widget):  # type: ignore[misc]
    """A local date, as 31.12.2026 or 2026-12-31; empty is None."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date | None:
        """Return the date."""
        text = clean_line(str(value or ""))
        if not text:
            return None
        german, iso = _GERMAN_DAY.fullmatch(text), _ISO_DAY.fullmatch(text)
        try:
            if german:
                return date(int(german[3]), int(german[2]), int(german[1]))
            if iso:
                return date(int(iso[1]), int(iso[2]), int(iso[3]))
        except ValueError as error:
            raise ValueError(_("“%(text)s” is no day of the calendar.") % {"text": text}) from error
        raise ValueError(
            _("“%(text)s” is no date. Write it as 31.12.2026, or format the column as a date in Excel.")
            % {"text": shortened(text, 40)}
        )

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return the German date."""
        return f"{value:%d.%m.%Y}" if value else ""


class Choice(Widget):  # type: ignore[misc]
    """One of fixed words; the file names the label."""

    def __init__(self, choices: Iterable[tuple[str, Any]], empty: str = "") -> None:
        super().__init__()
        self.labels = {value: str(label) for value, label in choices}
        self.known = {fold(label): value for value, label in self.labels.items()}
        self.empty = empty

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Return the stored word."""
        word = fold(str(value or ""))
        if not word:
            return self.empty
        if word not in self.known:
            raise ValueError(
                _("“%(text)s” is not known here. Possible is: %(words)s.")
                % {"text": shortened(str(value), 40), "words": ", ".join(self.labels.values())}
            )
        return self.known[word]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return the label."""
        return self.labels.get(str(value), "")


class Names:
    """Records that cells refer to by name, loaded once; `names_of` returns under which names one is known."""

    def __init__(self, rows: Iterable[Any], names_of: Callable[[Any], Iterable[str]], missing: str) -> None:
        self.names_of = names_of
        self.missing = missing
        self.found: dict[str, list[Any]] = {}
        self.under: dict[Any, set[str]] = {}
        for row in rows:
            self.add(row)

    def add(self, row: Any) -> None:
        """Make a record known, also one that was saved a moment ago, under its present names only."""
        for name in self.under.get(row.pk, ()):
            self.found[name] = [other for other in self.found[name] if other.pk != row.pk]
        self.under[row.pk] = {fold(name) for name in self.names_of(row)} - {""}
        for name in self.under[row.pk]:
            self.found.setdefault(name, []).append(row)

    def all(self, text: str) -> list[Any]:
        """Return every record of this name."""
        return self.found.get(fold(text), [])

    def one(self, text: str) -> Any:
        """Return the record of this name; raises `ValueError` where there is none, or more than one."""
        found = self.all(text)
        if len(found) == 1:
            return found[0]
        if found:
            raise ValueError(
                _("“%(text)s” is the name of several. Make the names differ in the desk, or name the e-mail address.")
                % {"text": shortened(text, 60)}
            )
        raise ValueError(self.missing % {"text": shortened(text, 60)})


class Reference(Widget):  # type: ignore[misc]
    """A record by its name."""

    def __init__(self, names: Callable[[], Names], shown: Callable[[Any], str] = str) -> None:
        super().__init__()
        self.names, self.shown = names, shown

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> models.Model | None:
        """Return the record, None for an empty cell."""
        text = clean_line(str(value or ""))
        return self.names().one(text) if text else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return the name."""
        return self.shown(value) if value else ""


class References(Widget):  # type: ignore[misc]
    """Several records by their names, parted by semicolons; sorted, so that their order is no change."""

    def __init__(self, names: Callable[[], Names]) -> None:
        super().__init__()
        self.names = names

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> tuple[Any, ...]:
        """Return the records."""
        parts = [part for part in str(value or "").split(LIST_SEPARATOR) if part.strip()]
        return tuple(sorted({self.names().one(part) for part in parts}, key=str))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return the names."""
        return f"{LIST_SEPARATOR} ".join(str(row) for row in value or ())
