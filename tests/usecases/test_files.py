"""Files: annexes frozen with their version, documents, letterhead, quota, bytes that go after the commit."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from governance import vault
from governance.inspection.examine import Upload, examine
from governance.models import (
    AuditEntry,
    DecisionPaper,
    FileSpace,
    PaperAnnex,
    PaperVersion,
    ProcessDocument,
    StoredFile,
)
from governance.queries.files import letterhead_bytes, used_bytes
from governance.queries.papers import paper_document, paper_page
from governance.rules import clock
from governance.usecases.files import edit_space, remove_letterhead
from governance.usecases.foundation import Forbidden, Refused, Stale
from governance.usecases.paper_annexes import MOST_ANNEXES, attach_annex, edit_annex, remove_annex
from governance.usecases.papers import recall_paper, release_paper, save_paper
from governance.usecases.scope import add_document, edit_document, remove_document
from tests import factories as make
from tests.cast import Cast
from tests.filed import annex as annexed
from tests.inspection.files import pdf, word_file

Captured = Callable[..., Any]


def upload(name: str = "kosten.txt", content: bytes = b"1000 Euro") -> Upload:
    found = examine(name, content, largest=10**7).upload
    assert found is not None
    return found


@pytest.fixture
def paper(cast: Cast) -> DecisionPaper:
    template = make.TemplateFactory(authority=cast.authority)
    template.sections.update(mandatory=False)
    row = make.PaperFactory(body=cast.body, template=template, author=cast.secretariat, subject="other")
    by = cast.viewer(cast.coordinator)
    return save_paper(by=by, paper_id=row.public_id, version=None, title=row.title, subject="other", points=["Punkt"])


def attach(cast: Cast, paper: DecisionPaper, **values: Any) -> PaperAnnex:
    facts: dict[str, Any] = {"upload": upload(), "title": "Kosten"} | values
    return attach_annex(by=cast.viewer(cast.coordinator), paper_id=paper.public_id, **facts)


def release(cast: Cast, paper: DecisionPaper) -> PaperVersion:
    return release_paper(by=cast.viewer(cast.secretariat), paper_id=paper.public_id)


def recall(cast: Cast, paper: DecisionPaper) -> None:
    recall_paper(by=cast.viewer(cast.secretariat), paper_id=paper.public_id)


def test_an_annex_is_stored_by_its_id_with_checksum_and_named_in_the_audit(cast: Cast, paper: DecisionPaper) -> None:
    made = attach(cast, paper, upload=upload("../Kosten\u202e.TXT"), title="")
    file = made.file
    assert (file.name, made.title, file.size, file.media_type) == (
        "Kosten.txt", "Kosten", 9, "text/plain; charset=utf-8",
    )  # fmt: skip
    assert vault.get(file.public_id) == b"1000 Euro"
    entry = AuditEntry.objects.get(action="paper.annex_added")
    assert entry.data == {"annex": made.public_id, "hash": file.sha256}


def test_a_version_is_bound_to_the_content_of_its_annexes(cast: Cast, paper: DecisionPaper) -> None:
    attach(cast, paper)
    first = release(cast, paper)
    (kept,) = paper_document(first).annexes
    recall(cast, paper)
    row = PaperAnnex.objects.get(in_draft=True)
    edit_annex(
        by=cast.viewer(cast.coordinator), paper_id=paper.public_id, annex_id=row.public_id, title="Kosten",
        confidential=False, version=row.version, upload=upload(content=b"2000 Euro"),
    )  # fmt: skip
    second = release(cast, paper)
    (changed,) = paper_document(second).annexes
    assert kept.sha256 != changed.sha256
    assert first.content_hash != second.content_hash
    assert (vault.get(row.file.public_id), PaperAnnex.objects.count()) == (b"1000 Euro", 2)


def test_what_lies_in_a_version_stays_when_the_draft_loses_it(cast: Cast, paper: DecisionPaper) -> None:
    made = attach(cast, paper)
    version = release(cast, paper)
    recall(cast, paper)
    by = cast.viewer(cast.coordinator)
    remove_annex(by=by, paper_id=paper.public_id, annex_id=made.public_id, version=made.version)
    assert paper_page(by, paper.public_id).document.annexes == ()
    assert [row.title for row in paper_page(by, paper.public_id, ordinal=version.ordinal).document.annexes] == [
        "Kosten"
    ]
    assert vault.get(made.file.public_id)


def test_confidential_becomes_confidential_from_the_next_version_on(cast: Cast, paper: DecisionPaper) -> None:
    made = attach(cast, paper)
    version = release(cast, paper)
    recall(cast, paper)
    edit_annex(
        by=cast.viewer(cast.coordinator), paper_id=paper.public_id, annex_id=made.public_id, title="Kosten",
        confidential=True, version=made.version,
    )  # fmt: skip
    made.refresh_from_db()
    assert (made.confidential, made.in_draft) == (False, False)
    assert version.annex_links.get().annex == made
    assert PaperAnnex.objects.get(in_draft=True).file == made.file


def test_the_bytes_go_after_the_commit(
    cast: Cast, paper: DecisionPaper, django_capture_on_commit_callbacks: Captured
) -> None:
    made = attach(cast, paper)
    key = made.file.public_id
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        remove_annex(
            by=cast.viewer(cast.coordinator), paper_id=paper.public_id, annex_id=made.public_id, version=made.version
        )
    assert (StoredFile.objects.count(), vault.get(key)) == (0, b"1000 Euro")
    for act in waiting:
        act()
    with pytest.raises(vault.BytesMissing):
        vault.get(key)


def test_a_released_paper_takes_no_annex_and_loses_none(cast: Cast, paper: DecisionPaper) -> None:
    made = attach(cast, paper)
    release(cast, paper)
    with pytest.raises(Refused):
        attach(cast, paper)
    with pytest.raises(Refused):
        remove_annex(
            by=cast.viewer(cast.coordinator), paper_id=paper.public_id, annex_id=made.public_id, version=made.version
        )


def test_only_who_writes_the_paper_attaches(cast: Cast, paper: DecisionPaper) -> None:
    paper.author = cast.group_lead
    paper.save()
    with pytest.raises(Forbidden):
        attach_annex(by=cast.viewer(cast.group_lead), paper_id=paper.public_id, upload=upload())
    with pytest.raises(DecisionPaper.DoesNotExist):
        attach_annex(by=cast.viewer(cast.member), paper_id=paper.public_id, upload=upload())
    assert not StoredFile.objects.exists()


def test_the_second_of_two_writers_is_told(cast: Cast, paper: DecisionPaper) -> None:
    made = attach(cast, paper)
    facts: dict[str, Any] = {"paper_id": paper.public_id, "annex_id": made.public_id, "confidential": False}
    by = cast.viewer(cast.coordinator)
    edit_annex(by=by, title="Erste", version=made.version, **facts)
    with pytest.raises(Stale):
        edit_annex(by=by, title="Zweite", version=made.version, upload=upload(), **facts)
    with pytest.raises(Stale):
        remove_annex(by=by, paper_id=paper.public_id, annex_id=made.public_id, version=made.version)


def test_a_paper_has_so_many_annexes_and_no_more(cast: Cast, paper: DecisionPaper) -> None:
    for _number in range(MOST_ANNEXES):
        annexed(paper, cast.coordinator)
    with pytest.raises(Refused):
        attach(cast, paper)


def test_the_quota_counts_every_file_of_the_authority(cast: Cast, paper: DecisionPaper) -> None:
    FileSpace.objects.filter(authority=cast.authority).update(quota=1)
    half = 600 * 1024
    attach(cast, paper, upload=upload(content=b"a" * half))
    with pytest.raises(Refused) as refusal:
        attach(cast, paper, upload=upload(content=b"a" * half))
    assert refusal.value.message.values == {"free": 0, "quota": 1}
    assert used_bytes(cast.authority) == half
    attach(cast, paper, upload=upload(content=b"a" * (1024 * 1024 - half)))
    with pytest.raises(Refused):
        attach(cast, paper, upload=upload(content=b"a"))


def space(cast: Cast) -> FileSpace:
    return FileSpace.objects.get(authority=cast.authority)


def test_the_quota_is_the_administrations(cast: Cast) -> None:
    row = space(cast)
    facts: dict[str, Any] = {"space_id": row.pk, "version": row.version, "quota": 7}
    with pytest.raises(Forbidden):
        edit_space(by=cast.viewer(cast.coordinator), **facts)
    assert edit_space(by=cast.viewer(cast.administrator), **facts).quota == 7
    with pytest.raises(Stale):
        edit_space(by=cast.viewer(cast.administrator), **facts)


def set_letterhead(cast: Cast, content: bytes) -> FileSpace:
    row = space(cast)
    by = cast.viewer(cast.coordinator)
    return edit_space(by=by, space_id=row.pk, version=row.version, upload=upload("briefkopf.docx", content))


def test_a_letterhead_is_set_replaced_and_removed(cast: Cast, django_capture_on_commit_callbacks: Captured) -> None:
    assert letterhead_bytes(cast.authority) is None
    first = set_letterhead(cast, word_file()).letterhead
    assert first is not None
    second = set_letterhead(cast, word_file("Title"))
    assert second.letterhead != first
    assert StoredFile.objects.count() == 1
    assert letterhead_bytes(cast.authority) == word_file("Title")
    with django_capture_on_commit_callbacks(execute=True):
        remove_letterhead(by=cast.viewer(cast.coordinator))
    assert (letterhead_bytes(cast.authority), StoredFile.objects.count()) == (None, 0)
    with pytest.raises(Refused):
        remove_letterhead(by=cast.viewer(cast.coordinator))


def test_nobody_else_touches_the_letterhead(cast: Cast) -> None:
    row = space(cast)
    for person in (cast.administrator, cast.other_coordinator):
        with pytest.raises((Forbidden, FileSpace.DoesNotExist)):
            edit_space(
                by=cast.viewer(person), space_id=row.pk, version=row.version, upload=upload("a.docx", word_file())
            )
    with pytest.raises(Forbidden):
        remove_letterhead(by=cast.viewer(cast.member))


def test_a_letterhead_without_bytes_prints_in_our_layout(cast: Cast) -> None:
    file = set_letterhead(cast, word_file()).letterhead
    assert file is not None
    vault.remove(file.public_id)
    assert letterhead_bytes(cast.authority) is None


def document(cast: Cast, **values: Any) -> ProcessDocument:
    process = make.ProcessFactory(body=cast.body, stage="topic_draft", coordinator=cast.coordinator)
    facts: dict[str, Any] = {"role": "interface_concept", "title": "Konzept", "dated_on": date(2026, 1, 5)} | values
    return add_document(by=cast.viewer(cast.coordinator), process_id=process.public_id, **facts)


def test_a_file_is_enough_for_a_document_and_is_replaced_with_it(cast: Cast) -> None:
    made = document(cast, upload=upload("konzept.pdf", pdf()))
    first = made.file
    assert first is not None
    facts: dict[str, Any] = {
        "by": cast.viewer(cast.coordinator), "process_id": made.process.public_id, "document_id": made.public_id,
        "title": "Konzept", "dated_on": clock.today(), "text": "", "reference": "",
    }  # fmt: skip
    edited = edit_document(version=1, **facts)
    assert edited.file == first
    edited = edit_document(version=2, upload=upload(), **facts)
    assert StoredFile.objects.get() == edited.file
    with pytest.raises(Refused):
        edit_document(version=3, without_file=True, **facts)
    edited = edit_document(version=3, without_file=True, **(facts | {"text": "Wortlaut"}))
    assert (edited.file, StoredFile.objects.count()) == (None, 0)


def test_the_command_names_leftovers_and_missing_bytes(cast: Cast, paper: DecisionPaper) -> None:
    for left in vault.stored():
        vault.remove(left)
    made = attach(cast, paper)
    vault.put("leftover2222", b"x")
    out = io.StringIO()
    call_command("files", "--clean", stdout=out)
    assert out.getvalue().splitlines() == ["leftover2222: removed, no record", "1 files, 1 leftovers"]
    assert list(vault.stored()) == [made.file.public_id]
    vault.remove(made.file.public_id)
    with pytest.raises(CommandError):
        call_command("files", stdout=out, stderr=out)
    assert f"{made.file.public_id}: the bytes are missing" in out.getvalue()


def test_removing_a_document_removes_its_file(cast: Cast) -> None:
    made = document(cast, upload=upload())
    by = cast.viewer(cast.coordinator)
    remove_document(by=by, process_id=made.process.public_id, document_id=made.public_id, version=made.version)
    assert not StoredFile.objects.exists()
