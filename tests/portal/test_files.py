"""Files in the portal and the desk: served with their object, refused with a sentence, found by name."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from governance import vault
from governance.models import DecisionPaper, FileSpace, PaperAnnex, ProcessDocument, StoredFile
from governance.queries.search import search
from governance.usecases.files import edit_space
from governance.usecases.paper_annexes import remove_annex
from governance.usecases.papers import recall_paper, release_paper
from tests import factories as make
from tests.cast import Cast
from tests.chamber import paper_item
from tests.conftest import queries_counted
from tests.documents.reading import word_text
from tests.filed import annex, print_annexes, stored
from tests.inspection.files import ooxml, word_file
from tests.portal.conftest import Login
from tests.usecases.test_files import upload

HOSTILE = "a;X-Evil: 1\u202e<script>ä.txt"


def url(name: str, *parts: str) -> str:
    return reverse(f"portal:{name}", args=["hoexter", *parts])


@pytest.fixture
def laid(cast: Cast) -> DecisionPaper:
    """A paper that was sent out, with a public and a confidential annex in its version."""
    item = paper_item(cast)
    for confidential, title in ((False, "Offene Anlage"), (True, "Vertrauliche Anlage")):
        annex(item.paper, cast.coordinator, version=item.paper_version, confidential=confidential, title=title)
    print_annexes(item.paper_version)
    paper: DecisionPaper = item.paper
    return paper


def draft(cast: Cast) -> DecisionPaper:
    paper: DecisionPaper = make.PaperFactory(body=cast.body, author=cast.coordinator)
    return paper


def post(client: Client, address: str, name: str, content: bytes, **typed: str) -> Any:
    return client.post(address, {**typed, "file": SimpleUploadedFile(name, content)})


def test_a_file_is_handed_over_powerless_and_under_its_own_name(login: Login, cast: Cast) -> None:
    row = annex(draft(cast), cast.coordinator)
    row.file.name = "Übersicht „2027“.txt"
    row.file.save()
    answer = login(cast.coordinator).get(url("paper_annex", row.paper.public_id, row.public_id))
    assert answer.content == b"Text"
    headers = answer.headers
    assert headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''%C3%9Cbersicht%20%E2%80%9E2027%E2%80%9C.txt"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store, private"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"


def test_a_hostile_name_never_reaches_a_header_or_a_path(login: Login, cast: Cast) -> None:
    paper = draft(cast)
    client = login(cast.coordinator)
    assert post(client, url("paper_annex_add", paper.public_id), HOSTILE, b"Text").status_code == 303
    row = PaperAnnex.objects.get()
    answer = client.get(url("paper_annex", paper.public_id, row.public_id))
    assert "X-Evil" not in answer.headers
    assert not set(row.file.name) & set('"<>\r\n\u202e')
    assert row.file.public_id in set(vault.stored())
    assert all(name.isalnum() for name in vault.stored())
    page = client.get(url("paper", paper.public_id)).content.decode()
    assert "<script>ä" not in page


def test_a_file_is_reached_through_its_own_object_only(login: Login, cast: Cast) -> None:
    row, other = annex(draft(cast), cast.coordinator), draft(cast)
    client = login(cast.coordinator)
    assert client.get(url("paper_annex", other.public_id, row.public_id)).status_code == 404
    assert client.get(url("paper_annex", row.paper.public_id, row.file.public_id)).status_code == 404


def test_a_refused_file_keeps_what_was_typed_and_says_why(login: Login, cast: Cast) -> None:
    paper = draft(cast)
    macros = ooxml("docx", {"word/vbaProject.bin": b"x"})
    answer = post(
        login(cast.coordinator), url("paper_annex_add", paper.public_id), "Kosten.docx", macros,
        title="Kosten 2027", confidential="on",
    )  # fmt: skip
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert page.select_one("input[name=title]")["value"] == "Kosten 2027"  # type: ignore[index]
    assert page.select_one("input[name=confidential]").has_attr("checked")  # type: ignore[union-attr]
    assert "Die Datei enthält Makros." in page.get_text()
    assert page.select_one("form[enctype='multipart/form-data'] input[type=file]")
    assert not StoredFile.objects.exists()


def test_a_full_quota_is_said_at_the_form(login: Login, cast: Cast) -> None:
    FileSpace.objects.filter(authority=cast.authority).update(quota=1)
    answer = post(
        login(cast.coordinator),
        url("paper_annex_add", draft(cast).public_id),
        "a.txt",
        b"a" * 1100 * 1024,
        title="Kosten",
    )
    assert answer.status_code == 422
    assert "Der Speicherplatz für Dateien reicht nicht" in answer.content.decode()
    assert "Kosten" in answer.content.decode()


def test_between_the_limit_of_a_file_and_of_a_request_a_sentence_answers(login: Login, cast: Cast) -> None:
    client, address = login(cast.coordinator), url("paper_annex_add", draft(cast).public_id)
    sentence = post(client, address, "a.txt", b"a" * (10 * 1024 * 1024 + 1))
    assert (sentence.status_code, "größer als 10 MB" in sentence.content.decode()) == (422, True)
    assert post(client, address, "a.txt", b"a" * (12 * 1024 * 1024)).status_code == 413


def test_an_assistant_is_not_even_told_of_a_confidential_annex(login: Login, cast: Cast, laid: DecisionPaper) -> None:
    for role, told in (("member", True), ("assistant", False), ("coordinator", True)):
        client = login(getattr(cast, role))
        page = client.get(url("paper", laid.public_id)).content.decode()
        word = word_text(client.get(url("paper_document", laid.public_id, "docx")).content)
        invitation = word_text(client.get(url("meeting_document", cast.meeting.public_id, "docx")).content)
        for text in (page, word, invitation):
            assert "Offene Anlage" in text
            assert ("Vertrauliche Anlage" in text) is told, role
    found = {group.kind: [hit.title for hit in group.hits] for group in search(cast.viewer(cast.assistant), "Anlage")}
    assert found["files"] == ["Offene Anlage"]


def test_missing_bytes_are_a_page_and_no_failure(login: Login, cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    row = annex(draft(cast), cast.coordinator)
    vault.remove(row.file.public_id)
    answer = login(cast.coordinator).get(url("paper_annex", row.paper.public_id, row.public_id))
    assert answer.status_code == 404
    assert "aus der Sicherung" in answer.content.decode()
    assert any(row.file.public_id in entry.getMessage() for entry in caplog.records)
    assert not any(row.file.name in entry.getMessage() for entry in caplog.records)


def test_the_list_of_annexes_costs_the_same_for_3_and_for_20(login: Login, cast: Cast) -> None:
    paper, client = draft(cast), login(cast.coordinator)
    for _number in range(3):
        annex(paper, cast.coordinator)
    address = url("paper", paper.public_id)
    client.get(address)
    with queries_counted() as few:
        client.get(address)
    for _number in range(17):
        annex(paper, cast.coordinator)
    with queries_counted() as many:
        client.get(address)
    assert len(many) == len(few)


def test_the_search_finds_files_by_name_with_a_constant_number_of_queries(login: Login, cast: Cast) -> None:
    paper = draft(cast)
    process = make.ProcessFactory(body=cast.body, stage="topic_draft")
    elsewhere = make.PaperFactory(body=make.BodyFactory(authority=cast.other_authority), author=cast.other_coordinator)

    def more(count: int) -> None:
        for number in range(count):
            row = annex(paper, cast.coordinator, title=f"Anlage {number}")
            StoredFile.objects.filter(pk=row.file_id).update(name=f"zwetschge-{number}.txt")
            document = ProcessDocument.objects.create(
                process=process, role="interface_concept", title="Konzept", dated_on="2026-01-05",
                added_by=cast.coordinator, file=stored(cast.coordinator, name=f"zwetschge-konzept-{number}.txt"),
            )  # fmt: skip
            assert document.file is not None
            annex(elsewhere, cast.other_coordinator, title="Zwetschge fremd")

    more(3)
    client = login(cast.coordinator)
    client.get(url("search") + "?q=zwetschge")
    with queries_counted() as few:
        client.get(url("search") + "?q=zwetschge")
    more(17)
    with queries_counted() as many:
        client.get(url("search") + "?q=zwetschge")
    assert len(many) == len(few)
    page = client.get(url("search") + "?q=zwetschge-konzept").content.decode()
    assert "Konzept" in page
    assert "fremd" not in page
    assert not [group for group in search(cast.viewer(cast.member), "zwetschge") if group.kind == "files"]


def test_a_document_of_a_process_takes_a_file(login: Login, cast: Cast) -> None:
    process = make.ProcessFactory(body=cast.body, stage="topic_draft", coordinator=cast.coordinator)
    client = login(cast.coordinator)
    typed = {"role": "interface_concept", "title": "Konzept", "dated_on": "2026-01-05", "text": "", "reference": ""}
    address = url("process_document_add", process.public_id)
    assert post(client, address, "konzept.exe", b"MZ", **typed).status_code == 422
    assert post(client, address, "konzept.txt", b"Wortlaut", **typed).status_code == 303
    row = ProcessDocument.objects.get()
    page = client.get(url("process_document", process.public_id, row.public_id)).content.decode()
    file_url = url("process_document_file", process.public_id, row.public_id)
    assert file_url in page
    assert client.get(file_url).content == b"Wortlaut"
    edit = client.get(url("process_document_edit", process.public_id, row.public_id)).content.decode()
    assert "Datei entfernen" in edit
    assert "konzept.txt" in edit


def test_the_desk_takes_a_letterhead_and_names_what_it_lacks(login: Login, cast: Cast) -> None:
    client = login(cast.coordinator)
    space = FileSpace.objects.get(authority=cast.authority)
    address = reverse("desk_files:edit", args=[cast.authority.public_id])
    bare = docx.Document()
    for style in list(bare.styles):
        if style.name == "Title":
            style.element.getparent().remove(style.element)
    out = io.BytesIO()
    bare.save(out)

    def sent(content: bytes) -> Any:
        return client.post(
            address, {"version": str(space.version), "letterhead": SimpleUploadedFile("brief.docx", content)}
        )

    refused = sent(out.getvalue())
    assert refused.status_code == 422
    assert "Dem Briefkopf fehlen diese Formatvorlagen: Titel." in refused.content.decode()
    assert sent(b"%PDF-1.4").status_code == 422
    assert sent(word_file()).status_code == 302
    page = client.get(address).content.decode()
    assert "brief.docx" in page
    assert "2,0" in page  # of 2 GB
    assert client.get(url("letterhead")).content == word_file()


def test_every_word_document_comes_under_the_letterhead(login: Login, cast: Cast, laid: DecisionPaper) -> None:
    letter = docx.Document()
    letter.sections[0].header.paragraphs[0].text = "Kopf des Kreises"
    out = io.BytesIO()
    letter.save(out)
    space = FileSpace.objects.get(authority=cast.authority)
    edit_space(
        by=cast.viewer(cast.coordinator), space_id=space.pk, version=1, upload=upload("brief.docx", out.getvalue())
    )
    client = login(cast.coordinator)
    addresses = (
        url("paper_document", laid.public_id, "docx"),
        url("meeting_document", cast.meeting.public_id, "docx"),
        url("letterhead_sample"),
    )
    for address in addresses:
        document = docx.Document(io.BytesIO(client.get(address).content))
        assert document.sections[0].header.paragraphs[0].text == "Kopf des Kreises", address
    assert client.get(url("paper_document", laid.public_id, "pdf")).content.startswith(b"%PDF")


def test_a_changed_annex_is_marked_against_the_version_before(login: Login, cast: Cast) -> None:
    template = make.TemplateFactory(authority=cast.authority)
    template.sections.update(mandatory=False)
    paper = make.PaperFactory(body=cast.body, template=template, author=cast.coordinator, subject="other")
    paper.points.create(text="Punkt")
    annex(paper, cast.coordinator, title="Bleibt")
    by = cast.viewer(cast.secretariat)
    release_paper(by=by, paper_id=paper.public_id)
    recall_paper(by=by, paper_id=paper.public_id)
    annex(paper, cast.coordinator, title="Neu")
    release_paper(by=by, paper_id=paper.public_id)
    page = BeautifulSoup(login(cast.coordinator).get(url("paper", paper.public_id)).content, "html.parser")
    rows = page.select("section[aria-labelledby=anlagen] li")
    assert [("Bleibt" in row.get_text(), "neu" in row.get_text()) for row in rows] == [(True, False), (False, True)]


def test_a_replaced_and_a_removed_annex_are_named_to_those_who_see_them(login: Login, cast: Cast) -> None:
    template = make.TemplateFactory(authority=cast.authority)
    template.sections.update(mandatory=False)
    paper = make.PaperFactory(body=cast.body, template=template, author=cast.coordinator, subject="other")
    paper.points.create(text="Punkt")
    for title in ("Bleibt", "Wird ersetzt", "Entfällt", "Doppelt", "Doppelt"):
        annex(paper, cast.coordinator, title=title)
    annex(paper, cast.coordinator, title="Entfällt vertraulich", confidential=True)
    by = cast.viewer(cast.secretariat)
    release_paper(by=by, paper_id=paper.public_id)
    recall_paper(by=by, paper_id=paper.public_id)
    kept = paper.annexes.filter(title="Doppelt").last()
    for row in paper.annexes.exclude(title="Bleibt").exclude(pk=kept.pk):
        remove_annex(by=by, paper_id=paper.public_id, annex_id=row.public_id, version=None)
    annex(paper, cast.coordinator, title="Wird ersetzt", content=b"Anders")
    release_paper(by=by, paper_id=paper.public_id)
    for version in paper.versions.all():
        make.AgendaItemFactory(meeting=cast.meeting, kind="paper", paper=paper, paper_version=version)
    for person, confidential in ((cast.coordinator, True), (cast.member, True), (cast.assistant, False)):
        page = BeautifulSoup(login(person).get(url("paper", paper.public_id)).content, "html.parser")
        rows = [" ".join(row.get_text(" ").split()) for row in page.select("section[aria-labelledby=anlagen] li")]
        found = [row.partition(" anlage.txt")[0] for row in rows]
        gone = ["Entfällt entfallen", "Doppelt entfallen"]
        gone += ["Entfällt vertraulich vertraulich entfallen"] if confidential else []
        assert found == ["Bleibt", "Doppelt", "Wird ersetzt geändert", *gone], person
