"""Every record of the desk: whose it is, whom it is shown to, what a save does, what a stale save does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.forms import ModelChoiceField
from django.test import Client
from django.urls import reverse

from governance.desk.parts import short_day
from governance.models import AuditEntry
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted
from tests.desk.samples import (
    FOR_ADMINISTRATORS,
    MAKING,
    SCOPED,
    TODAY,
    VIEWSETS,
    added,
    edited,
    freshly,
    records_in,
    texts_of,
)
from tests.portal.conftest import Login

ELSEWHERE = {"desk_papers", "desk_minutes", "desk_setup", "desk_imports"}  # their editors have tests of their own
EDITED = [name for name in SCOPED if name not in ELSEWHERE]
HOSTILE = "<script>alert(1)</script>{{ 7*7 }}{% now 'Y' %}=cmd|'/c'!A1\x07\u202e#set page(fill: red)%(x)s"
STRANGERS = ("member", "case_manager", "guest", "contact", "auditor", "plain_person")


def address(name: str, view: str, record: Any = None) -> str:
    viewset = VIEWSETS[name]
    return viewset.address(view, record) if record is not None else reverse(viewset.get_url_name(view))


ALL = {"q": ""}
"""Asks for the list even where there is only one record, whose page would come at once."""


def addresses_of(name: str, record: Any) -> list[str]:
    """Return every address of a viewset, with the key of `record` where one is asked for."""
    viewset = VIEWSETS[name]
    return [
        address(name, pattern.name, record if "<" in str(pattern.pattern) else None)
        for pattern in viewset.get_urlpatterns()
    ]


@pytest.mark.parametrize("name", SCOPED)
def test_a_record_of_another_authority_is_unknown_in_every_view(login: Login, cast: Cast, name: str) -> None:
    foreign = records_in(cast.other_authority, "Fremd")[name]
    client = freshly(login(cast.coordinator))
    assert VIEWSETS[name].key_of(foreign)
    for url in addresses_of(name, foreign):
        if "/gemeinsam/" in url:
            chosen = {"auswahl": VIEWSETS[name].key_of(foreign), "last_day": TODAY}
            assert client.get(url, chosen).status_code == 404, url
            assert client.post(url, chosen).status_code == 404, url
            continue
        if VIEWSETS[name].key_of(foreign) not in url:
            page = client.get(f"{url}?q=Fremd")
            assert page.status_code in {200, 404}, url
            body = page.content.decode().replace("q=Fremd", "").replace('value="Fremd"', "").replace("„Fremd“", "")
            assert "Fremd" not in body.replace("“Fremd”", "").replace('"Fremd"', ""), url
            continue
        assert client.get(url).status_code == 404, url
        assert client.post(url, {"name": "x", "last_day": "2026-01-01"}).status_code == 404, url
    foreign.refresh_from_db()


@pytest.mark.parametrize("name", SCOPED)
def test_the_own_records_are_listed_and_open(login: Login, cast: Cast, name: str) -> None:
    own = records_in(cast.authority, "Eigen")[name]
    client = freshly(login(cast.coordinator))
    listed = client.get(address(name, "index"), ALL)
    assert f'href="{address(name, "edit", own)}"' in listed.content.decode()
    page = client.get(address(name, "edit", own))
    assert page.status_code == 200
    assert address(name, "index") in page.content.decode()


@pytest.mark.parametrize("name", sorted(VIEWSETS))
def test_members_find_nothing_and_strangers_the_login(login: Login, cast: Cast, name: str) -> None:
    own = cast.member.user if name == "desk_users" else records_in(cast.authority, "Eigen")[name]
    urls = addresses_of(name, own)
    for role in STRANGERS:
        client = login(getattr(cast, role))
        for url in urls:
            assert client.get(url).status_code == 404, (role, url)
            assert client.post(url, {}).status_code == 404, (role, url)
    nobody = Client()
    for url in urls:
        for response in (nobody.get(url), nobody.post(url, {})):
            assert response.status_code == 302, url
            assert response["Location"].startswith("/konto/anmelden/"), url


@pytest.mark.parametrize("name", sorted(VIEWSETS))
def test_administrators_keep_people_and_the_installation_and_see_nothing_else(
    login: Login, cast: Cast, name: str
) -> None:
    own = cast.member.user if name == "desk_users" else records_in(cast.authority, "Eigen")[name]
    client = freshly(login(cast.administrator))
    expected = 200 if name in FOR_ADMINISTRATORS else 404
    assert client.get(address(name, "index")).status_code == expected
    assert client.get(address(name, "edit", own)).status_code == expected


@pytest.mark.parametrize("name", MAKING)
def test_a_new_record_is_made_by_its_use_case(login: Login, cast: Cast, name: str) -> None:
    data = added(name, records_in(cast.authority, "Eigen"))
    before, logged = VIEWSETS[name].model.objects.count(), AuditEntry.objects.count()
    response = freshly(login(cast.coordinator)).post(address(name, "add"), data)
    assert response.status_code == 302, response.content.decode()[:4000]
    assert VIEWSETS[name].model.objects.count() == before + 1
    assert AuditEntry.objects.count() > logged


@pytest.mark.parametrize("name", MAKING)
def test_no_foreign_record_can_be_chosen_or_submitted_by_its_key(login: Login, cast: Cast, name: str) -> None:
    own = added(name, records_in(cast.authority, "Eigen"))
    foreign = records_in(cast.other_authority, "Fremd")
    form = VIEWSETS[name].add_form
    chosen = {field: type(value) for field, value in own.items()}
    client = freshly(login(cast.coordinator))
    before = VIEWSETS[name].model.objects.count()
    for field in form.base_fields:  # type: ignore[union-attr]
        declared = form.base_fields[field]  # type: ignore[union-attr]
        if not isinstance(declared, ModelChoiceField) or field not in chosen:
            continue
        wrong = next((row for row in foreign.values() if isinstance(row, declared.queryset.model)), None)
        assert wrong is not None, f"{field}: no foreign record to try"
        response = client.post(address(name, "add"), own | {field: wrong.pk})
        assert response.status_code == 422, field
        assert "Fremd" not in response.content.decode(), field
        page = client.get(address(name, "add") + f"?{field}={getattr(wrong, 'public_id', '')}")
        assert page.status_code == 200
        assert "Fremd" not in page.content.decode(), field
    assert VIEWSETS[name].model.objects.count() == before


@pytest.mark.parametrize("name", EDITED)
def test_a_stale_save_is_told_and_loses_nothing(login: Login, cast: Cast, name: str) -> None:
    record: Any = records_in(cast.authority, "Eigen")[name]
    url = address(name, "edit", record)
    role = cast.administrator if name in {"desk_authorities", "desk_files"} else cast.coordinator
    client = freshly(login(role))
    data, field, value = edited(name, record)
    first = client.post(url, data)
    assert first.status_code == 302, first.content.decode()[:4000]
    stored = type(record).objects.get(pk=record.pk)
    assert stored.version == record.version + 1
    other = "2026-01-02" if field == "last_day" else "9" if value.isdecimal() else "Anders"
    stale = client.post(url, data | {field: other})
    page = stale.content.decode()
    assert stale.status_code == 409
    table = page[page.index('id="konflikt') :]
    for typed in (value, other):
        shown = short_day(date.fromisoformat(typed)) if field == "last_day" else typed
        assert f"<td>{shown}</td>" in table
    assert type(record).objects.get(pk=record.pk).version == stored.version


@pytest.mark.parametrize("name", sorted(set(SCOPED) - {"desk_setup"}))  # whose steps are forms with their own tests
def test_a_step_or_a_deletion_after_somebody_elses_save_does_nothing(login: Login, cast: Cast, name: str) -> None:
    record: Any = records_in(cast.authority, "Eigen")[name]
    client = freshly(login(cast.administrator if name == "desk_roles" else cast.coordinator))
    views = {"edit", "verlauf", "vorschau"}
    steps = [url for url in addresses_of(name, record) if f"/{VIEWSETS[name].key_of(record)}/" in url]
    steps = [url for url in steps if url.rstrip("/").rsplit("/", 1)[1] not in views | {VIEWSETS[name].key_of(record)}]
    for url in steps:
        offered = client.get(url).status_code == 200
        response = client.post(url, {"version": "0"})
        assert response.status_code == (409 if offered else 404), url
        if offered:
            assert "geändert" in response.content.decode()
    assert type(record).objects.get(pk=record.pk).version == record.version


@pytest.mark.parametrize("name", EDITED)
def test_hostile_text_in_every_field_neither_breaks_nor_runs(login: Login, cast: Cast, name: str) -> None:
    records: dict[str, Any] = records_in(cast.authority, "Eigen")
    client = freshly(login(cast.administrator if name == "desk_authorities" else cast.coordinator))
    forms = [(address(name, "edit", records[name]), edited(name, records[name])[0])]
    if name in MAKING:
        forms.append((address(name, "add"), added(name, records)))
    for url, data in forms:
        fields = texts_of(data)
        each = [{field: text} for text in (HOSTILE, HOSTILE.replace("\x07", "\x00")) for field in fields]
        for typed in (*each, dict.fromkeys(fields, "\ud7ff" * 3), dict.fromkeys(fields, "x" * 20_000)):
            response = client.post(url, data | typed)
            assert response.status_code in {302, 409, 422}, (url, typed.keys())
            assert "<script>alert(1)" not in response.content.decode(), (url, typed.keys())
    for url in (address(name, "index"), address(name, "edit", records[name])):
        page = client.get(url, ALL)
        assert page.status_code == 200
        assert "<script>alert(1)" not in page.content.decode()
        assert "\u202e" not in page.content.decode()


@pytest.mark.parametrize("name", SCOPED)
def test_an_address_that_no_record_can_have_is_unknown(login: Login, cast: Cast, name: str) -> None:
    client = freshly(login(cast.coordinator))
    edit = address(name, "edit", records_in(cast.authority, "Eigen")[name])
    start = edit.rsplit("/", 2)[0]
    for key in ("%00", "1", "999999999999999999999999", "%F0%9F%92%A9", "a'b"):
        assert client.get(f"{start}/{key}/").status_code == 404
        assert client.post(f"{start}/{key}/", {}).status_code == 404


@pytest.mark.parametrize("name", SCOPED)
def test_the_list_asks_the_same_number_of_questions_for_3_and_for_20_rows(login: Login, cast: Cast, name: str) -> None:
    records_in(cast.authority, "Eigen")
    client = freshly(login(cast.coordinator))
    from_few = _queries(client, f"{address(name, 'index')}?q=")
    for number in range(5):
        records_in(cast.authority, f"N{number}")
    assert _queries(client, f"{address(name, 'index')}?q=") <= from_few + 1


def _queries(client: Client, url: str) -> int:
    client.get(url)
    with queries_counted() as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_a_coordinator_of_two_authorities_names_the_one_of_a_new_record(login: Login, cast: Cast) -> None:
    second = make.PersonFactory(authority=cast.other_authority, user=cast.coordinator.user)
    make.RoleFactory(person=second)
    client = login(cast.coordinator)
    data = {"name": "Doppelt", "short_name": "", "kind": "agency"}
    assert client.post(address("desk_organisations", "add"), data).status_code == 422
    data["authority"] = str(cast.other_authority.pk)
    assert client.post(address("desk_organisations", "add"), data).status_code == 302
    assert cast.other_authority.organisations.filter(name="Doppelt").exists()
