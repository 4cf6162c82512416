"""Hash chains: canonical JSON and the link from one entry to the next (design `decisions.md`, `trust.md`).

Audit and register share this module. The chain runs over content hashes, so that lawful deletion of content
keeps it whole.
"""

from __future__ import annotations

import hashlib
import json

GENESIS = "0" * 64
"""The predecessor of the first entry of every chain."""


def _check(value: object) -> None:
    if value is None or isinstance(value, bool | int | str):
        return
    if isinstance(value, list | tuple):
        for item in value:
            _check(item)
        return
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"canonical JSON has text keys only, not {type(key).__name__}")
            _check(item)
        return
    # A float has no single spelling; a date must be written as ISO text by whoever knows its zone.
    raise TypeError(f"canonical JSON has no {type(value).__name__}")


def canonical_json(data: object) -> bytes:
    """Return `data` as UTF-8 JSON with sorted keys and no spaces: the same data gives the same bytes.

    Takes None, bool, int, str, list, tuple and dict with text keys. Raises `TypeError` for anything else
    (floats, dates), `UnicodeEncodeError` for text that is not valid Unicode.
    """
    _check(data)
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def content_hash(data: object) -> str:
    """Return the SHA-256 of the canonical JSON of `data` as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(canonical_json(data)).hexdigest()


def chain_hash(previous: str, content_hash: str, seq: int) -> str:
    """Return the chain hash of entry number `seq` (from 1): SHA-256 over number, predecessor and content
    hash.

    `previous` is the chain hash of the entry before, `GENESIS` for the first one. Raises `ValueError` if a
    hash is not 64 lower-case hexadecimal digits or `seq` is below 1.
    """
    for value in (previous, content_hash):
        if len(value) != 64 or any(sign not in "0123456789abcdef" for sign in value):
            raise ValueError("a hash has 64 lower-case hexadecimal digits")
    if seq < 1:
        raise ValueError("entries are numbered from 1")
    return hashlib.sha256(f"{seq}\n{previous}\n{content_hash}".encode("ascii")).hexdigest()
