"""The history of a record of the desk: who did what to it and when, from the audit entries that name it.

Whoever asks has found the record for a viewer before. Entries hold no confidential text, so neither does the page;
refused attempts are no history of the record, they are the auditor's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from governance.models import INSTALLATION, AuditEntry, Person, User
from governance.rules.audit_labels import ACTS, ANY_ACT, PARTS


@dataclass(frozen=True)
class HistoryRow:
    """One act: when, who (empty for the system), what, and the names of what was changed, in words."""

    at: datetime
    who: str
    what: str
    parts: tuple[str, ...] = ()
    whom: str = ""


def entries_about(record: Model, *, scope: str, part: str = "") -> QuerySet[AuditEntry]:
    """Return the entries that name `record` in the chain of `scope` or of the installation, the latest first.

    With `part`, the public id of a period, only those about this period of the record.
    """
    named = Q(object_type=record._meta.label_lower, object_id=str(getattr(record, "public_id", record.pk)))
    if part:
        named &= Q(data__period=part) | Q(data__ended=part)
    own = AuditEntry.objects.filter(named, chain__scope__in={scope, INSTALLATION})
    return own.exclude(action__endswith=".refused").order_by("-at", "-pk")


def history_rows(entries: Sequence[AuditEntry], word_of: Callable[[str], str]) -> list[HistoryRow]:
    """Return a page of entries in words, with two queries; `word_of` names a field of the record, "" if it is none."""
    acting = {entry.actor for entry in entries} | {str(entry.data.get("person", "")) for entry in entries}
    names = {row.public_id: str(row) for row in User.objects.filter(public_id__in=acting)}
    names |= {row.public_id: str(row) for row in Person.objects.filter(public_id__in=acting)}
    return [
        HistoryRow(
            at=entry.at,
            who=names.get(entry.actor, ""),
            what=_(ACTS.get(entry.action, ANY_ACT)),
            parts=tuple(_words(entry.data, word_of)),
            whom=names.get(str(entry.data.get("person", "")), ""),
        )
        for entry in entries
    ]


def _words(data: dict[str, Any], word_of: Callable[[str], str]) -> list[str]:
    changed = data.get("fields") or list(data.get("numbers") or ())
    found = [_(PARTS[name]) if name in PARTS else word_of(str(name)) for name in changed]
    return list(dict.fromkeys(word for word in found if word))
