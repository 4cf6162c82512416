"""The German catalogue is the real text: complete, without doubts, and what the compiled file says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages import pofile
from babel.messages.catalog import Catalog, Message
from django.conf import settings

from portal.management.commands.messages import CATALOGUE, collect, gaps, updated

PLACEHOLDER = re.compile(r"%\(\w+\)s")


@pytest.fixture(scope="module")
def german() -> Catalog:
    """The catalogue as the repository has it, brought up to date with the sources in memory."""
    with CATALOGUE.open("rb") as file:
        return updated(pofile.read_po(file, locale="de"), collect(Path(settings.BASE_DIR)))


def test_every_text_has_a_german_translation(german: Catalog) -> None:
    assert gaps(german) == []


def test_translations_use_only_placeholders_of_their_source(german: Catalog) -> None:
    wrong = []
    for entry in german:
        source = " ".join(entry.id) if isinstance(entry.id, tuple) else entry.id
        target = " ".join(entry.string) if isinstance(entry.string, tuple) else entry.string or ""
        if not set(PLACEHOLDER.findall(target)) <= set(PLACEHOLDER.findall(source)) and entry.id:
            wrong.append(entry.id)
    assert wrong == []


def test_a_missing_a_half_and_a_doubtful_translation_are_gaps() -> None:
    catalogue = Catalog(locale="de")
    for message in (
        Message("a", "A"),
        Message("b"),
        Message(("c", "d"), ("C", "")),
        Message("e", "E", flags=["fuzzy"]),
    ):
        catalogue[message.id] = message
    assert len(gaps(catalogue)) == 3


def test_texts_are_found_in_code_and_in_templates() -> None:
    found = collect(Path(settings.BASE_DIR))
    assert "Skip to content" in found
    assert "Vote now" in found
    assert found.get("Item", context="agenda") is not None
