"""German translations fit their source; that none is missing is tested with the architecture."""

from __future__ import annotations

import re

from portal.catalogue import extracted, stored

PLACEHOLDER = re.compile(r"%\(\w+\)s")


def test_translations_use_only_placeholders_of_their_source() -> None:
    wrong = []
    for entry in stored():
        source = " ".join(entry.id) if isinstance(entry.id, tuple) else entry.id
        target = " ".join(entry.string) if isinstance(entry.string, tuple) else entry.string or ""
        if entry.id and not set(PLACEHOLDER.findall(target)) <= set(PLACEHOLDER.findall(source)):
            wrong.append(entry.id)
    assert wrong == []


def test_texts_are_found_in_code_and_in_templates() -> None:
    found = extracted()
    assert "Skip to content" in found
    assert "Vote now" in found
    assert found.get("Item", context="agenda") is not None
