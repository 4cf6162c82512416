"""`manage.py render_document`: the same files as the portal offers."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from governance.documents.rendering import render
from governance.queries.minutes import minutes_document
from governance.rules import clock
from tests.cast import Cast
from tests.commissioned import drafted
from tests.minuted import Minuted, closed_session


@pytest.fixture
def ended(cast: Cast) -> Iterator[Minuted]:
    """A closed session with signed minutes."""
    with clock.travel(cast.meeting.starts_at):
        ended = closed_session(cast)
        ended.sign()
        drafted(cast).adopt()
        yield ended


def rendered(tmp_path: Path, kind: str, wanted: str, document_format: str) -> bytes:
    target = tmp_path / "neu" / f"datei.{document_format}"
    call_command("render_document", kind, wanted, "--format", document_format, "--out", str(target), stdout=StringIO())
    return target.read_bytes()


@pytest.mark.parametrize("kind", ["paper", "invitation", "minutes", "mandate"])
@pytest.mark.parametrize(("document_format", "start"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_latest_of_every_kind_in_both_formats(
    tmp_path: Path, ended: Minuted, kind: str, document_format: str, start: bytes
) -> None:
    assert rendered(tmp_path, kind, "latest", document_format).startswith(start)


def test_by_id_it_is_the_document_of_the_portal(tmp_path: Path, ended: Minuted) -> None:
    expected = render("minutes", minutes_document(ended.minutes), "pdf")
    assert rendered(tmp_path, "minutes", ended.id, "pdf") == expected


def test_a_paper_is_named_by_its_own_id_or_by_that_of_a_version(tmp_path: Path, ended: Minuted) -> None:
    version = ended.room.item.paper_version
    assert version is not None
    first = rendered(tmp_path, "paper", version.paper.public_id, "docx")
    assert rendered(tmp_path, "paper", version.public_id, "docx") == first


@pytest.mark.parametrize(("kind", "wanted"), [("paper", "unbekannt"), ("minutes", "unbekannt"), ("invitation", "x")])
def test_an_unknown_id_is_a_sentence_and_no_file(tmp_path: Path, ended: Minuted, kind: str, wanted: str) -> None:
    with pytest.raises(CommandError, match=wanted):
        rendered(tmp_path, kind, wanted, "pdf")
    assert not (tmp_path / "neu").exists()


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path, ended: Minuted) -> None:
    (tmp_path / "neu").write_text("a file, no folder")
    with pytest.raises(CommandError, match="cannot be written"):
        rendered(tmp_path, "minutes", "latest", "docx")


@pytest.mark.django_db
def test_without_any_document_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="yet"):
        rendered(tmp_path, "minutes", "latest", "pdf")
