"""Pages of papers: who sees which version, comparison, gaps, release and the way back, Word and PDF."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse

from governance.models import DecisionPaper, PaperTemplate, PaperVersion
from governance.rules import clock
from governance.rules.chain import content_hash
from governance.usecases.paper_content import SectionContent, rich
from governance.usecases.paper_templates import install_template, shipped_template
from governance.usecases.papers import create_paper, recall_paper, release_paper, save_paper, withdraw_paper
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted
from tests.documents.reading import word_text
from tests.portal.conftest import Login

HOSTILE = "<script>alert(1)</script>{{ 7*7 }}"


@pytest.fixture
def template(cast: Cast) -> PaperTemplate:
    return install_template(cast.authority, shipped_template("hoexter"))


def url(name: str, *parts: str) -> str:
    return reverse(f"portal:{name}", args=["hoexter", *parts])


def sections() -> dict[str, SectionContent]:
    texts = {key: rich(f"<p>Text zu {key}</p>") for key in ("anlass", "sachverhalt", "fallbezug", "zeitplan")}
    return {**texts, "personal": SectionContent(choice="keine"), "finanzen": SectionContent(choice="keine")}


def draft(cast: Cast, template: PaperTemplate, **changed: Any) -> DecisionPaper:
    by = cast.viewer(cast.coordinator)
    paper = create_paper(
        by=by, body_id=cast.body.public_id, template_id=template.public_id, subject="other", title="Sprachkurse"
    )
    facts = {"title": "Sprachkurse", "subject": "other", "sections": sections(), "points": ["Erstens.", "Zweitens."]}
    return save_paper(by=by, paper_id=paper.public_id, version=1, **(facts | changed))


def released(cast: Cast, template: PaperTemplate, **changed: Any) -> PaperVersion:
    return release_paper(by=cast.viewer(cast.secretariat), paper_id=draft(cast, template, **changed).public_id)


def second_version(cast: Cast, version: PaperVersion, **changed: Any) -> PaperVersion:
    paper_id = version.paper.public_id
    recall_paper(by=cast.viewer(cast.secretariat), paper_id=paper_id)
    facts: dict[str, Any] = {"title": "Sprachkurse", "subject": "other"} | changed
    save_paper(by=cast.viewer(cast.coordinator), paper_id=paper_id, version=None, **facts)
    return release_paper(by=cast.viewer(cast.secretariat), paper_id=paper_id)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_the_draft_shows_what_is_missing_at_its_place(login: Login, cast: Cast, template: PaperTemplate) -> None:
    paper = draft(cast, template, sections={}, points=[])
    text = page(login(cast.coordinator), url("paper", paper.public_id))
    assert text.count('class="lw-gap"') == 7  # six mandatory sections and the proposed resolution
    assert "Pflichtangabe fehlt: Der Abschnitt „Sachverhalt“ ist leer." in text
    assert reverse("desk_papers:edit", args=[paper.public_id]) in text
    assert url("paper_release", paper.public_id) not in page(login(cast.secretariat), url("paper", paper.public_id))


def test_a_gap_stands_where_the_section_belongs(login: Login, cast: Cast, template: PaperTemplate) -> None:
    paper = draft(cast, template, sections={"zeitplan": rich("<p>Im Mai</p>")})
    text = page(login(cast.coordinator), url("paper", paper.public_id))
    text = text[text.index('id="text"') :]
    assert text.index("Abschnitt „Sachverhalt“ ist leer") < text.index("Im Mai")


def test_the_secretariat_releases_and_the_page_shows_number_and_version(
    login: Login, cast: Cast, template: PaperTemplate
) -> None:
    paper = draft(cast, template)
    client = login(cast.secretariat)
    address = url("paper_release", paper.public_id)
    assert address in page(client, url("paper", paper.public_id))
    response = client.post(address, {"version": paper.version})
    assert (response.status_code, response["Location"]) == (303, url("paper", paper.public_id))
    text = page(client, response["Location"])
    assert "/01" in text
    assert "Fassung 1" in text


def test_an_incomplete_paper_is_not_released_and_says_why(login: Login, cast: Cast, template: PaperTemplate) -> None:
    paper = draft(cast, template, points=[])
    address = url("paper_release", paper.public_id)
    response = login(cast.secretariat).post(address, {"version": paper.version}, follow=True)
    assert "Der Beschlussvorschlag ist leer." in response.content.decode()
    paper.refresh_from_db()
    assert paper.state == "draft"


def test_a_release_of_a_text_that_was_changed_meanwhile_is_a_conflict(
    login: Login, cast: Cast, template: PaperTemplate
) -> None:
    paper = draft(cast, template)
    client, address = login(cast.secretariat), url("paper_release", paper.public_id)
    for version in ("1", "abc", "-1"):
        assert client.post(address, {"version": version}).status_code == 409
    paper.refresh_from_db()
    assert paper.state == "draft"


def test_a_step_that_names_no_version_is_a_conflict(login: Login, cast: Cast, template: PaperTemplate) -> None:
    paper = draft(cast, template)
    client = login(cast.secretariat)
    for step in ("paper_release", "paper_withdraw"):
        assert client.post(url(step, paper.public_id)).status_code == 409
    paper.refresh_from_db()
    assert paper.state == "draft"


def test_steps_are_taken_by_post_only(login: Login, cast: Cast, template: PaperTemplate) -> None:
    paper = released(cast, template).paper
    client = login(cast.secretariat)
    assert client.get(url("paper_release", paper.public_id)).status_code == 405
    assert client.get(url("paper_recall", paper.public_id)).status_code == 405
    assert client.get(url("paper_withdraw", paper.public_id)).status_code == 200
    paper.refresh_from_db()
    assert paper.state == "released"


def test_recall_and_withdrawal_lead_back_to_the_page(login: Login, cast: Cast, template: PaperTemplate) -> None:
    paper = released(cast, template).paper
    client = login(cast.secretariat)
    paper.refresh_from_db()
    assert client.post(url("paper_recall", paper.public_id), {"version": paper.version}).status_code == 303
    paper.refresh_from_db()
    assert paper.state == "draft"
    assert client.post(url("paper_withdraw", paper.public_id), {"version": paper.version}).status_code == 303
    paper.refresh_from_db()
    assert paper.state == "withdrawn"


def test_the_comparison_marks_what_changed_and_the_reading_version_does_not(
    login: Login, cast: Cast, template: PaperTemplate
) -> None:
    one = released(cast, template)
    two = second_version(
        cast,
        one,
        points=["Erstens.", "Zweitens, soweit alle zustimmen."],
        sections={"anlass": rich("<p>Anderer Text zu anlass</p>"), "zeitplan": rich("<p>Text zu zeitplan</p>")},
    )
    client = login(cast.coordinator)
    text = page(client, url("paper", two.paper.public_id))
    assert "<ins>" in text
    assert "soweit alle zustimmen" in text
    assert "2 Teile geändert gegenüber Fassung 1" in text
    clean = page(client, url("paper", two.paper.public_id) + "?ansicht=lesen")
    assert "<ins>" not in clean
    assert "Anderer Text zu anlass" in clean
    first = page(client, url("paper", two.paper.public_id) + "?fassung=1")
    assert "soweit alle zustimmen" not in first
    assert "<ins>" not in first


@pytest.mark.parametrize("asked", ["0", "3", "-1", "x", "99999999", "²"])
def test_a_version_that_does_not_exist_is_unknown(
    login: Login, cast: Cast, template: PaperTemplate, asked: str
) -> None:
    paper = released(cast, template).paper
    client = login(cast.coordinator)
    assert client.get(url("paper", paper.public_id), {"fassung": asked}).status_code == 404
    assert client.get(url("paper_document", paper.public_id, "docx"), {"fassung": asked}).status_code == 404


def test_members_get_the_version_of_their_agenda_on_page_and_on_paper(
    login: Login, cast: Cast, template: PaperTemplate
) -> None:
    one = released(cast, template)
    make.AgendaItemFactory(meeting=cast.meeting, paper=one.paper, paper_version=one)
    second_version(cast, one, title="Neuer Titel")
    paper_id = one.paper.public_id
    for person in (cast.member, cast.assistant, cast.deputy):
        client = login(person)
        text = page(client, url("paper", paper_id))
        assert "Neuer Titel" not in text
        assert "Sprachkurse" in text
        assert url("paper_recall", paper_id) not in text
        assert "/werkstatt/" not in text
        file = client.get(url("paper_document", paper_id, "docx"))
        words = "\n".join(row.text for row in docx.Document(BytesIO(file.content)).paragraphs)
        assert "Neuer Titel" not in words
        assert client.get(url("paper_document", paper_id, "pdf"), {"fassung": "2"}).status_code == 404
        assert "Sprachkurse" in page(client, url("papers"))
        assert "Neuer Titel" not in page(client, url("papers"))


def test_the_printed_way_of_a_paper_names_session_and_outcome(
    login: Login, cast: Cast, template: PaperTemplate
) -> None:
    version = released(cast, template)
    item = make.AgendaItemFactory(meeting=cast.meeting, paper=version.paper, paper_version=version)
    client, address = login(cast.member), url("paper_document", version.paper.public_id, "docx")
    assert f"{clock.local_date(cast.meeting.starts_at):%d.%m.%Y}" in word_text(client.get(address).content)
    item.outcome = "adopted"
    item.save()
    text = word_text(client.get(address).content)
    assert "ungeändert beschlossen" in text
    assert version.content_hash == content_hash(PaperVersion.objects.get(pk=version.pk).content)


@pytest.mark.parametrize(
    "role", ["member", "assistant", "guest", "case_manager", "group_member", "plain_person", "former_member", "contact"]
)
def test_an_undispatched_paper_is_unknown_to_everybody_else(
    login: Login, cast: Cast, template: PaperTemplate, role: str
) -> None:
    paper = released(cast, template).paper
    client = login(getattr(cast, role))
    for address in (
        url("paper", paper.public_id),
        url("paper_withdraw", paper.public_id),
        url("paper_document", paper.public_id, "pdf"),
        url("paper_create"),
    ):
        assert client.get(address).status_code == 404, address
    for name in ("paper_release", "paper_recall", "paper_withdraw"):
        assert client.post(url(name, paper.public_id)).status_code == 404
    assert "Sprachkurse" not in page(client, url("papers"))


def test_a_coordinator_of_another_authority_does_not_reach_it(
    login: Login, cast: Cast, template: PaperTemplate
) -> None:
    paper = released(cast, template).paper
    client = login(cast.other_coordinator)
    assert client.get(url("paper", paper.public_id)).status_code == 404
    assert client.get(reverse("portal:paper", args=["warendorf", paper.public_id])).status_code == 404
    assert client.post(reverse("portal:paper_recall", args=["warendorf", paper.public_id])).status_code == 404


@pytest.mark.parametrize(("kind", "start"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_downloads_are_attachments_named_after_the_number(
    login: Login, cast: Cast, template: PaperTemplate, kind: str, start: bytes
) -> None:
    version = released(cast, template)
    response = login(cast.coordinator).get(url("paper_document", version.paper.public_id, kind))
    assert response.content.startswith(start)
    number = version.number.replace("/", "-")
    assert response["Content-Disposition"] == f'attachment; filename="Beschlussvorlage_{number}.{kind}"'


def test_an_unknown_format_is_unknown(login: Login, cast: Cast, template: PaperTemplate) -> None:
    paper = released(cast, template).paper
    assert login(cast.coordinator).get(url("paper_document", paper.public_id, "exe")).status_code == 404


def test_list_filters_by_state_body_and_words(login: Login, cast: Cast, template: PaperTemplate) -> None:
    draft(cast, template, title="Entwurf zum Wohnen")
    released(cast, template)
    client = login(cast.coordinator)
    assert "Entwurf zum Wohnen" in page(client, url("papers"))
    waiting = page(client, url("papers") + "?stand=released")
    assert "Entwurf zum Wohnen" not in waiting
    assert "wartet auf eine Sitzung" in waiting
    assert "Entwurf zum Wohnen" in page(client, url("papers") + "?q=wohnen")
    assert "Keine Vorlage passt dazu." in page(client, url("papers") + "?q=%25")
    assert "Entwurf zum Wohnen" not in page(client, url("papers") + f"?gremium={cast.project_group.public_id}")
    assert client.get(url("papers") + "?stand=x&seite=99&gremium=%00&q=%00").status_code == 200
    assert client.get(url("paper_create") + "?process=%00&vorlage=%00").status_code == 200
    assert client.get(url("papers") + "%00/").status_code == 404
    assert client.post(url("paper_create"), {"title": "T", "body": "\x00", "template": "\x00"}).status_code == 422


def test_a_paper_begins_from_template_and_process(login: Login, cast: Cast, template: PaperTemplate) -> None:
    process = make.ProcessFactory(body=cast.body, coordinator=cast.coordinator)
    client = login(cast.coordinator)
    text = page(client, url("paper_create") + f"?process={process.public_id}")
    assert re.search(rf'<option value="{process.public_id}"\s+selected', text)
    data = {
        "title": "Neu",
        "subject": "establish_topic",
        "body": cast.body.public_id,
        "template": template.public_id,
        "process": process.public_id,
        "copy_of": "",
    }
    response = client.post(url("paper_create"), data)
    paper = DecisionPaper.objects.get(title="Neu")
    assert response["Location"] == reverse("desk_papers:edit", args=[paper.public_id])
    assert paper.process == process


def test_a_wrong_entry_keeps_what_was_typed(login: Login, cast: Cast, template: PaperTemplate) -> None:
    foreign = make.TemplateFactory(authority=cast.other_authority)
    data = {"title": HOSTILE, "subject": "other", "body": cast.body.public_id, "template": foreign.public_id}
    response = login(cast.coordinator).post(url("paper_create"), data)
    text = response.content.decode()
    assert response.status_code == 422
    assert "&lt;script&gt;" in text
    assert HOSTILE not in text
    assert not DecisionPaper.objects.exists()


def test_hostile_text_stays_text_on_every_page(login: Login, cast: Cast, template: PaperTemplate) -> None:
    texts = {key: rich(f"<p>{HOSTILE}</p>") for key in sections()} | {
        "alternativen": SectionContent(short_text=HOSTILE),
        "personal": SectionContent(choice="keine"),
        "finanzen": SectionContent(choice="keine", stream=rich(HOSTILE).stream),
    }
    one = released(cast, template, title=HOSTILE, summary=HOSTILE, points=[HOSTILE], sections=texts)
    second_version(cast, one, title=HOSTILE, points=[HOSTILE + "neu"], sections={"anlass": rich(HOSTILE + "neu")})
    client = login(cast.coordinator)
    for address in (url("papers"), url("paper", one.paper.public_id), url("paper_withdraw", one.paper.public_id)):
        text = page(client, address)
        assert "<script>alert" not in text
        assert "49" not in re.findall(r"alert\(1\)[^<]*", text)


def test_the_list_asks_the_same_number_of_queries_for_many_rows(
    login: Login, cast: Cast, template: PaperTemplate
) -> None:
    client = login(cast.coordinator)
    counts = []
    for extra in (3, 17):
        for _ in range(extra):
            version = released(cast, template)
            make.AgendaItemFactory(meeting=cast.meeting, paper=version.paper, paper_version=version)
        client.get(url("papers"))
        with queries_counted() as found:
            page(client, url("papers"))
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_a_withdrawn_paper_offers_a_copy_only(login: Login, cast: Cast, template: PaperTemplate) -> None:
    paper = released(cast, template).paper
    withdraw_paper(by=cast.viewer(cast.secretariat), paper_id=paper.public_id)
    text = page(login(cast.secretariat), url("paper", paper.public_id))
    assert f"{url('paper_create')}?vorlage={paper.public_id}" in text
    for name in ("paper_release", "paper_recall", "paper_withdraw"):
        assert url(name, paper.public_id) not in text
