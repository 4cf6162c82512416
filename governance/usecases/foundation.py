"""What every use case stands on: one transaction, locked rows, refusals as sentences, an audit entry at the end.

A use case is one public keyword-only function for each thing a person does, decorated with `use_case`. It locks the
row it changes, asks `access`, applies the rule, writes, puts mails into the outbox, and records the audit entry last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django_fsm import FSMField, TransitionNotAllowed, can_proceed

from governance import audit
from governance.access.viewer import Viewer
from governance.models import INSTALLATION, Counter, User
from governance.models.base import VersionedModel
from governance.rules.characters import clean_line, clean_lines
from governance.rules.guards import Finding
from governance.rules.text import Message, mark

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

P = ParamSpec("P")
R = TypeVar("R")
Row = TypeVar("Row", bound=models.Model)


class Refused(Exception):
    """The rules do not allow the act; `message` says why in a sentence for the person."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message


class Unmet(Refused):
    """A step is not possible yet; `findings` are those that still forbid it."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(Message(mark("The step is not possible yet.")))
        self.findings = findings


class Stale(Refused):
    """Somebody saved the record in between; `current` is what is stored now, nothing typed is lost."""

    def __init__(self, current: models.Model) -> None:
        super().__init__(
            Message(mark("Somebody else has changed this in the meantime. Compare both texts and save again."))
        )
        self.current = current


@dataclass(frozen=True, slots=True)
class Conflict:
    """What a form shows after `Stale`, for one field: what is stored now and what was typed here, as text."""

    label: _StrOrPromise
    stored: str
    typed: str


class Invalid(Refused):
    """Entries are not possible as they are; `errors` holds the sentences by field, `__all__` for the whole."""

    def __init__(self, error: ValidationError) -> None:
        self.errors: dict[str, list[str]] = (
            error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        )
        sentences = " ".join(sentence for found in self.errors.values() for sentence in found)
        super().__init__(Message("%(sentences)s", {"sentences": sentences}))


class Forbidden(Exception):
    """The viewer may not do this; unknown and forbidden look alike, so a view answers 404.

    `target` names the record, so that the refusal can be logged after the rollback.
    """

    def __init__(self, viewer: Viewer | User, target: models.Model, reason: str = "not entitled") -> None:
        """`viewer` is a user alone where the act concerns the installation and no authority."""
        super().__init__(reason)
        self.scope = viewer.authority.public_id if isinstance(viewer, Viewer) else INSTALLATION
        self.actor = viewer.actor if isinstance(viewer, Viewer) else viewer.public_id
        self.target = target
        self.reason = reason


def use_case(action: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Run the decorated function in one transaction; log a refusal of access as `action` after the rollback."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                with transaction.atomic():
                    return function(*args, **kwargs)
            except Forbidden as refusal:
                audit.record_refusal(
                    scope=refusal.scope,
                    action=f"{action}.refused",
                    actor=refusal.actor,
                    target=refusal.target,
                    reason=refusal.reason,
                )
                raise

        return run

    return decorate


def lock(rows: models.QuerySet[Row], **lookup: Any) -> Row:
    """Lock and re-read one row; raises the model's `DoesNotExist`.

    On SQLite the immediate transaction has locked the file already, the row lock is PostgreSQL's.
    """
    return rows.select_for_update(of=("self",)).get(**lookup)


def check_version(row: VersionedModel, version: int | None) -> None:
    """Raise `Stale` if the form was loaded before the last save; None skips the check for acts without a form."""
    if version is not None and row.version != version:
        raise Stale(row)


def save(row: VersionedModel) -> None:
    """Count the version up and save the row."""
    row.version += 1
    row.save()


def fill(row: models.Model, values: Mapping[str, Any]) -> list[str]:
    """Put typed values into a row, without characters that no output may carry, and validate the whole row.

    Returns the names of the fields that say something else now, for the audit entry; none for a new row. Raises
    `Invalid`. State fields are never filled: they move by `advance`.
    """
    before = {name: getattr(row, name, None) for name in values} if row.pk else dict(values)
    for name, value in values.items():
        column = row._meta.get_field(name)
        if isinstance(column, FSMField):
            raise TypeError(f"{name} is a state; use advance().")
        clean = clean_lines if isinstance(column, models.TextField) else clean_line
        setattr(row, name, clean(value) if isinstance(value, str) else value)
    try:
        row.full_clean()
    except ValidationError as error:
        raise Invalid(error) from error
    return [name for name in values if row.pk and getattr(row, name) != before[name]]


def advance(row: models.Model, move: str) -> None:
    """Take the lifecycle step `move` on a locked row; the caller saves. Raises `Refused` where it is not possible."""
    method = getattr(row, move)
    if not can_proceed(method):
        raise Refused(Message(mark("This is not possible in the present state.")))
    try:
        method()
    except TransitionNotAllowed as error:
        raise Refused(Message(mark("This is not possible in the present state."))) from error


def draw_number(key: str) -> int:
    """Draw the next number of the gapless series `key`; its row stays locked until the commit."""
    counter, _created = Counter.objects.get_or_create(key=key)
    locked = Counter.objects.select_for_update().get(pk=counter.pk)
    locked.last += 1
    locked.save(update_fields=["last"])
    return locked.last


def record(viewer: Viewer, action: str, target: models.Model, data: Mapping[str, Any] | None = None) -> None:
    """Append the audit entry of a use case; call it last, the chain stays locked until the commit."""
    audit.record(scope=viewer.authority.public_id, action=action, actor=viewer.actor, target=target, data=data)
