"""The editor of papers: it saves through the use case, in the right authority, with a version check."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import AuditEntry, DecisionPaper
from governance.usecases.papers import save_paper
from tests import factories as make
from tests.cast import Cast
from tests.documents.reading import pdf_text, word_text
from tests.portal.conftest import Login

HOSTILE = "<script>alert(1)</script>{{ 7*7 }}=cmd|'/c'!A1\x00\u202e#set page(fill: red)"


def draft_state(text: str) -> str:
    """Return what Draftail posts for one paragraph."""
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block], "entityMap": {}})


def posted(paper: DecisionPaper, **changed: Any) -> dict[str, Any]:
    """Return what the editor posts: one paragraph per section, one point, one station."""
    data: dict[str, Any] = {
        "title": paper.title,
        "subject": "other",
        "process": "",
        "summary": "Worum es geht",
        "version": str(paper.version),
        "points-count": "1",
        "points-0-deleted": "",
        "points-0-order": "0",
        "points-0-type": "point",
        "points-0-id": "",
        "points-0-value": "Das Thema wird festgestellt.",
        "stations-count": "1",
        "stations-0-deleted": "",
        "stations-0-order": "0",
        "stations-0-type": "station",
        "stations-0-id": "",
        "stations-0-value-body": paper.body.public_id,
        "stations-0-value-external_name": "",
        "stations-0-value-role": "decision",
        "stations-0-value-date": "",
    }
    for key in ("facts", "effects"):
        data |= {
            f"section_{key}-count": "1",
            f"section_{key}-0-deleted": "",
            f"section_{key}-0-order": "0",
            f"section_{key}-0-type": "text",
            f"section_{key}-0-id": "",
            f"section_{key}-0-value": draft_state(f"Text zu {key}"),
        }
    return data | changed


def edit_url(paper: DecisionPaper) -> str:
    return reverse("desk_papers:edit", args=[paper.public_id])


def comparison(page: str) -> str:
    """Return the rows in which the stored text stands beside the typed one."""
    start = page.index("<tbody>", page.index('id="konflikt-section"'))
    return page[start : page.index("</tbody>", start)]


def test_what_is_typed_in_the_editor_is_saved_by_the_use_case(login: Login, cast: Cast, paper: DecisionPaper) -> None:
    response = login(cast.coordinator).post(edit_url(paper), posted(paper, title="Neuer Titel"))
    assert response.status_code == 302, response.content.decode()[:3000]
    paper.refresh_from_db()
    assert (paper.title, paper.version) == ("Neuer Titel", 2)
    assert [point.text for point in paper.points.all()] == ["Das Thema wird festgestellt."]
    assert [row.body for row in paper.stations.all()] == [paper.body]
    assert "Text zu facts" in str(paper.sections.get(section__key="facts").body)
    assert AuditEntry.objects.filter(action="paper.saved", object_id=paper.public_id).exists()


def test_a_stale_editor_gets_both_texts_and_may_then_save(login: Login, cast: Cast, paper: DecisionPaper) -> None:
    old = posted(paper, title="Mein Titel")
    save_paper(
        by=cast.viewer(cast.secretariat),
        paper_id=paper.public_id,
        version=1,
        title="Titel der anderen",
        subject="other",
        summary="Andere Worte",
    )
    client = login(cast.coordinator)
    response = client.post(edit_url(paper), old)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Titel der anderen" in page
    assert "Mein Titel" in page
    assert "Andere Worte" in page
    paper.refresh_from_db()
    assert paper.title == "Titel der anderen"
    assert client.post(edit_url(paper), old | {"version": "2"}).status_code == 302
    paper.refresh_from_db()
    assert paper.title == "Mein Titel"


def test_a_stale_editor_sees_what_differs_inside_a_section(login: Login, cast: Cast, paper: DecisionPaper) -> None:
    login(cast.secretariat).post(edit_url(paper), posted(paper))
    stale = posted(paper, **{"section_facts-0-value": draft_state("Meine Fassung"), "points-0-value": "Mein Punkt"})
    page = login(cast.coordinator).post(edit_url(paper), stale).content.decode()
    table = comparison(page)
    assert "Text zu facts" in table
    assert "Meine Fassung" in table
    assert "Mein Punkt" in table


def test_a_stale_editor_compares_stations_in_words_with_german_dates(
    login: Login, cast: Cast, paper: DecisionPaper
) -> None:
    dated = {"stations-0-value-date": "12.05.2027"}
    assert login(cast.secretariat).post(edit_url(paper), posted(paper, **dated)).status_code == 302
    assert paper.stations.get().date == date(2027, 5, 12)
    stale = posted(paper, **{"stations-0-value-date": "2027-06-30", "stations-0-value-role": "hearing"})
    page = login(cast.coordinator).post(edit_url(paper), stale).content.decode()
    table = comparison(page)
    assert f"{paper.body.name}, Entscheidung, 12.05.2027" in table
    assert f"{paper.body.name}, Anhörung, 30.06.2027" in table
    assert paper.body.public_id not in table


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("points-count", "viele"),
        ("points-count", None),
        ("points-0-order", "x"),
        ("section_facts-0-value", "{kein JSON"),
        ("section_facts-0-value", '{"blocks": 7}'),
        ("section_facts-0-type", "raw_html"),
        ("section_facts-count", "9" * 30),
    ],
)
def test_a_garbled_editor_is_answered_without_a_crash(
    login: Login, cast: Cast, paper: DecisionPaper, field: str, value: str | None
) -> None:
    data = posted(paper)
    if value is None:
        del data[field]
    else:
        data[field] = value
    response = login(cast.coordinator).post(edit_url(paper), data)
    assert response.status_code in {302, 400, 422}


def test_a_released_paper_is_locked_in_the_desk(login: Login, cast: Cast, paper: DecisionPaper) -> None:
    paper.release()
    paper.save()
    client = login(cast.coordinator)
    page = client.get(edit_url(paper)).content.decode()
    assert "zurück" in page
    assert 'name="title"' not in page
    assert client.post(edit_url(paper), posted(paper, title="X")).status_code == 409
    paper.refresh_from_db()
    assert paper.title == "Sprachkurszugang"


def test_hostile_text_is_kept_as_text_and_never_as_markup(login: Login, cast: Cast, paper: DecisionPaper) -> None:
    client = login(cast.coordinator)
    data = posted(paper, title=HOSTILE, summary=HOSTILE)
    data |= {"points-0-value": HOSTILE, "section_facts-0-value": draft_state(HOSTILE)}
    assert client.post(edit_url(paper), data).status_code in {302, 422}
    kept = HOSTILE.replace("\x00", "")
    data = posted(paper, title=kept, summary=kept, version=str(DecisionPaper.objects.get().version))
    data |= {"points-0-value": kept, "section_facts-0-value": draft_state(kept)}
    assert client.post(edit_url(paper), data).status_code == 302
    page = client.get(edit_url(paper)).content.decode()
    assert "<script>alert(1)</script>" not in page
    paper.refresh_from_db()
    assert "\u202e" not in paper.title
    assert "\x00" not in paper.title


@pytest.mark.parametrize("role", ["member", "chair", "case_manager", "guest", "administrator", "other_coordinator"])
def test_nobody_but_coordinators_of_the_authority_opens_the_editor(
    login: Login, cast: Cast, paper: DecisionPaper, role: str
) -> None:
    client = login(getattr(cast, role))
    assert client.get(edit_url(paper)).status_code == 404
    assert client.post(edit_url(paper), posted(paper, title="X")).status_code == 404
    paper.refresh_from_db()
    assert paper.title == "Sprachkurszugang"


def test_a_new_paper_belongs_to_the_authority_of_its_body(login: Login, cast: Cast) -> None:
    template = make.TemplateFactory(authority=cast.authority)
    data = {"body": cast.body.pk, "template": template.pk, "subject": "other", "process": "", "title": "Neu"}
    response = login(cast.coordinator).post(reverse("desk_papers:add"), data)
    assert response.status_code == 302
    paper = DecisionPaper.objects.get(title="Neu")
    assert response["Location"] == edit_url(paper)
    assert paper.author == cast.coordinator
    assert paper.sections.count() == 2


def test_a_coordinator_of_two_authorities_cannot_mix_them(login: Login, cast: Cast) -> None:
    second = make.PersonFactory(authority=cast.other_authority, user=cast.coordinator.user)
    make.RoleFactory(person=second)
    foreign = make.TemplateFactory(authority=cast.other_authority)
    client: Client = login(cast.coordinator)
    data = {"body": cast.body.pk, "template": foreign.pk, "subject": "other", "process": "", "title": "Gemischt"}
    response = client.post(reverse("desk_papers:add"), data)
    assert response.status_code == 422
    assert not DecisionPaper.objects.filter(title="Gemischt").exists()


def test_a_station_in_a_foreign_body_is_refused(
    login: Login, cast: Cast, paper: DecisionPaper, foreign_paper: DecisionPaper
) -> None:
    data = posted(paper, **{"stations-0-value-body": foreign_paper.body.public_id})
    response = login(cast.coordinator).post(edit_url(paper), data)
    assert response.status_code == 422
    assert "Warendorf" not in response.content.decode()
    assert not paper.stations.exists()


def test_the_link_button_opens_an_address_that_is_open(login: Login, cast: Cast, paper: DecisionPaper) -> None:
    client = login(cast.coordinator)
    text = client.get(edit_url(paper)).content.decode()
    closed = reverse("wagtailadmin_choose_page")
    assert f"&quot;pageChooser\\&quot;: \\&quot;{closed}\\&quot;" not in text
    assert f"{closed}&quot;" not in text.replace("\\", "")
    address = reverse("wagtailadmin_choose_page_external_link")
    opened = client.get(address, headers={"X-Requested-With": "XMLHttpRequest"})
    assert opened.status_code == 200
    assert reverse("wagtailadmin_choose_page_email_link") in opened.content.decode()
    assert "choose-page/anchor" not in opened.content.decode()


def test_a_stale_template_compares_sections_in_words(login: Login, cast: Cast) -> None:
    template = make.TemplateFactory(authority=cast.authority)
    first, *others = template.sections.order_by("order", "pk")
    for other in others:
        other.delete()
    data = {
        "name": template.name, "is_active": "on", "layout": "steering", "version": "0",
        "sections-count": "1", "sections-0-deleted": "",
        "sections-0-order": "0", "sections-0-type": "section", "sections-0-id": first.key,
        "sections-0-value-label": "Lage", "sections-0-value-help_text": "", "sections-0-value-kind": "choice",
        "sections-0-value-mandatory": "on", "sections-0-value-choices": "ja\nnein",
    }  # fmt: skip
    response = login(cast.coordinator).post(reverse("desk_templates:edit", args=[template.public_id]), data)
    assert response.status_code == 409
    page = response.content.decode()
    table = comparison(page)
    assert "Lage (Auswahl mit Bemerkung, Pflicht)<br>ja" in table
    assert "None" not in table


def test_a_text_module_is_put_below_what_was_typed_as_a_copy(login: Login, cast: Cast, paper: DecisionPaper) -> None:
    module = make.TextModuleFactory(authority=cast.authority, section="Sachverhalt")
    foreign = make.TextModuleFactory(authority=cast.other_authority, name="Fremder Baustein")
    elsewhere = make.TextModuleFactory(authority=cast.authority, name="Nur woanders", body=cast.project_group)
    client = login(cast.coordinator)
    page = client.get(edit_url(paper)).content.decode()
    assert f'<option value="{module.public_id}">' in page
    assert "Fremder Baustein" not in page
    assert "Nur woanders" not in page
    for wrong in (foreign, elsewhere):
        response = client.post(edit_url(paper), posted(paper, insert_facts=wrong.public_id))
        assert response.status_code == 422
    assert client.post(edit_url(paper), posted(paper, insert_facts=module.public_id)).status_code == 302
    stored = [block["value"] for block in paper.sections.get(section__key="facts").body.get_prep_value()]
    assert stored == ["<p>Text zu facts</p>", "<p>Die Fachkräfte werden freigestellt.</p>"]
    module.delete()
    assert "freigestellt" in str(paper.sections.get(section__key="facts").body)


def test_amounts_and_lists_are_typed_in_german_and_come_back_as_typed(
    login: Login, cast: Cast, paper: DecisionPaper
) -> None:
    paper.template.sections.filter(key="facts").update(kind="amounts")
    paper.template.sections.filter(key="effects").update(kind="list")
    data = {key: value for key, value in posted(paper).items() if not key.startswith("section_effects")}
    lines = {
        "lines_facts-count": "1", "lines_facts-0-deleted": "", "lines_facts-0-order": "0",
        "lines_facts-0-type": "line", "lines_facts-0-id": "", "lines_facts-0-value-year": "2027",
        "lines_facts-0-value-purpose": "Fachkraft", "lines_facts-0-value-source": "state",
        "lines_facts-0-value-amount": "55.000,00", "lines_facts-0-value-posts": "0,5",
        "lines_effects-count": "1", "lines_effects-0-deleted": "", "lines_effects-0-order": "0",
        "lines_effects-0-type": "line", "lines_effects-0-id": "", "lines_effects-0-value": "Erste Zeile",
    }  # fmt: skip
    client = login(cast.coordinator)
    wrong = client.post(edit_url(paper), data | lines | {"lines_facts-0-value-amount": "1.500,x"})
    assert wrong.status_code == 422
    assert "1.500,x" in wrong.content.decode()
    assert client.post(edit_url(paper), data | lines).status_code == 302
    assert paper.sections.get(section__key="facts").rows[0]["amount"] == "55000.00"
    page = client.get(edit_url(paper)).content.decode()
    assert "55000,00" in page
    assert "Erste Zeile" in page
    stale = client.post(edit_url(paper), data | lines | {"lines_facts-0-value-amount": "60.000"})
    table = comparison(stale.content.decode())
    assert stale.status_code == 409
    assert "2027, Fachkraft, Landesförderung, 55000,00, 0,5" in table
    assert "2027, Fachkraft, Landesförderung, 60000, 0,5" in table


def test_the_preview_shows_what_word_and_pdf_print(login: Login, cast: Cast, paper: DecisionPaper) -> None:
    client = login(cast.coordinator)
    assert client.post(edit_url(paper), posted(paper, summary=HOSTILE.replace("\x00", ""))).status_code == 302
    for name, record in (("desk_papers", paper), ("desk_templates", paper.template)):
        url = reverse(f"{name}:vorschau", args=[record.public_id])
        page = client.get(url).content.decode()
        assert "Sachverhalt" in page
        assert "<script>alert(1)" not in page
        for kind, text_of in (("docx", word_text), ("pdf", pdf_text)):
            file = client.get(f"{url}?datei={kind}")
            assert file["Content-Disposition"].startswith("attachment")
            assert "Sachverhalt" in text_of(file.content)
        assert client.get(f"{url}?datei=exe").status_code == 404
    assert "Text zu facts" in client.get(reverse("desk_papers:vorschau", args=[paper.public_id])).content.decode()


def test_a_new_paper_begins_with_an_earlier_one(login: Login, cast: Cast, paper: DecisionPaper) -> None:
    client = login(cast.coordinator)
    assert client.post(edit_url(paper), posted(paper)).status_code == 302
    page = client.get(reverse("desk_papers:add") + f"?copy_of={paper.public_id}").content.decode()
    assert "Sprachkurszugang" in page
    data = {
        "body": cast.body.pk, "template": paper.template.pk, "subject": "other", "process": "", "title": "Zweite",
        "copy_of": paper.pk,
    }  # fmt: skip
    assert client.post(reverse("desk_papers:add"), data).status_code == 302
    made = DecisionPaper.objects.get(title="Zweite")
    assert [point.text for point in made.points.all()] == ["Das Thema wird festgestellt."]
    assert "Text zu facts" in str(made.sections.get(section__key="facts").body)
