"""Documents as data: what a frozen version keeps, and the way back.

`to_data` gives plain JSON (no floats, so that `governance.rules.chain` can hash it), `from_data` the same document.
Rich text is kept as HTML of the allow-list, which is shorter than its tree, readable without this program, and
passes the cleaning again on the way out. Source: design/papers.md (Versions), design/decisions.md (Minutes).
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from governance.documents import content
from governance.documents.richtext import RichText, parse, to_html

D = TypeVar("D")
KIND = "kind"


def to_data(document: Any) -> dict[str, Any]:
    """Return the frozen dataclass `document` as JSON data; fields at their default are left out."""
    hints = _hints(type(document))  # type: ignore[arg-type]
    data: dict[str, Any] = {}
    for field in dataclasses.fields(document):
        value = getattr(document, field.name)
        if field.default is not dataclasses.MISSING and value == field.default:
            continue
        data[field.name] = _encoded(hints[field.name], value)
    return data


def from_data(kind: type[D], data: Mapping[str, Any]) -> D:
    """Return the document that `to_data` has stored; unknown keys are ignored.

    Raises `KeyError` or `TypeError` for data of another kind.
    """
    hints = _hints(kind)  # type: ignore[arg-type]
    known = {field.name for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: _decoded(hints[name], value) for name, value in data.items() if name in known})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _encoded(hint: Any, value: Any) -> Any:
    if hint == RichText:
        return to_html(value)
    if isinstance(value, tuple):
        (inner, *_rest) = get_args(hint)
        return [_encoded(inner, entry) for entry in value]
    if dataclasses.is_dataclass(value):
        data = to_data(value)
        return {KIND: type(value).__name__, **data} if _is_union(hint) else data
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        # The database may hand the same moment back in another zone; the hash must not notice.
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return value


def _decoded(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if hint == RichText:
        return parse(value)
    if get_origin(hint) in (Union, types.UnionType):
        options = [option for option in get_args(hint) if option is not type(None)]
        return _decoded(options[0] if len(options) == 1 else getattr(content, value[KIND]), value)
    if get_origin(hint) is tuple:
        (inner, *_rest) = get_args(hint)
        return tuple(_decoded(inner, entry) for entry in value)
    return _built(hint, value)


def _built(hint: Any, value: Any) -> Any:
    if dataclasses.is_dataclass(hint):
        return from_data(hint, value)  # type: ignore[arg-type]
    if hint in (date, datetime):
        return hint.fromisoformat(value)
    return hint(value) if isinstance(hint, type) and issubclass(hint, Enum) else value


def _is_union(hint: Any) -> bool:
    """Tell whether `hint` leaves open which dataclass it is, so that its name must be stored."""
    options = [option for option in get_args(hint) if dataclasses.is_dataclass(option)]
    return get_origin(hint) in (Union, types.UnionType) and len(options) > 1
