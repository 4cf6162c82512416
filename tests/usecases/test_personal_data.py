"""What is stored on a person is handed to them whole, and nothing of others (Art. 15 DSGVO)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from governance.models import AuditEntry, Invitation, Notice, NoticeReceipt, OwnNote, Person, User
from governance.queries.personal_data import PersonalData, data_of_person, data_of_user
from governance.queries.personal_sources import LEFT_OUT, LEFT_OUT_APPS, SOURCES
from governance.usecases.accounts import invite_person
from governance.usecases.personal_data import as_json, as_pdf, export_own_data
from tests import factories as make
from tests.cast import Cast
from tests.chamber import chamber


def pointing() -> dict[str, Any]:
    """Return every column of the database that points to a person or a login, as `Model.field`."""
    found = {}
    for model in apps.get_models():
        for field in (*model._meta.fields, *model._meta.many_to_many):
            if getattr(field, "related_model", None) in (Person, User):
                found[f"{model.__name__}.{field.name}"] = model
    return found


def test_every_column_that_points_to_a_person_is_told_or_left_out_for_a_reason() -> None:
    told = {f"{source.model.__name__}.{source.field}" for source in SOURCES if "__" not in source.field}
    own = {name for name, model in pointing().items() if model._meta.app_label not in LEFT_OUT_APPS}
    assert sorted(own - told - set(LEFT_OUT)) == [], "new, and not in personal_sources"
    assert sorted((told | set(LEFT_OUT)) - own) == [], "no such column any more"
    assert told & set(LEFT_OUT) == set()
    assert all(LEFT_OUT.values())


def text_of(data: PersonalData) -> str:
    return json.dumps(data.to_data(), ensure_ascii=False)


def section(data: PersonalData, title: str) -> list[dict[str, str]]:
    found = [one for person in data.to_data()["people"] for one in person["sections"] if one["title"] == title]
    return found[0]["rows"] if found else []


def test_the_export_tells_what_somebody_was_and_did_and_nothing_of_others(cast: Cast) -> None:
    room = chamber(cast)
    room.take("yny", wording="Das Thema wird festgestellt.", motion="proposal", mode="by_name")
    OwnNote.objects.create(item=room.item, person=cast.member, text="Nachfragen beim Jobcenter")
    OwnNote.objects.create(item=room.item, person=cast.chair, text="Nur für mich, den Vorsitz")
    assert cast.member.user is not None
    data = data_of_user(cast.member.user)
    (ballot,) = section(data, "Namentliche Stimmen")
    assert ballot["Stimme"] == "Ja"
    assert section(data, "Eigene Notizen")[0]["Notiz"] == "Nachfragen beim Jobcenter"
    assert [row["Sitz"] for row in section(data, "Sitze")] == [cast.seats[2].name]
    assert section(data, "Wer Ihnen im Vorzimmer hilft")[0]["Vorzimmer"] == str(cast.assistant)
    whole = text_of(data)
    for foreign in ("Nur für mich", cast.chair.email, "Das Thema wird festgestellt", cast.chair.public_id):
        assert foreign not in whole


def test_mails_receipts_and_the_log_are_in_it_but_no_secret(cast: Cast) -> None:
    person = make.PersonFactory(authority=cast.authority, user=None, email="neu@example.org")
    invite_person(by=cast.viewer(cast.coordinator), person_id=person.public_id)
    notice = Notice.objects.create(
        authority=cast.authority, subject="Was wurde aus dem Thema", text="Intern", sent_by=cast.coordinator
    )
    NoticeReceipt.objects.create(notice=notice, person=person)
    person.refresh_from_db()
    data = data_of_person(person)
    assert section(data, "E-Mails an Sie")[0]["Betreff"] == "Ihr Zugang zu Lenkwerk"
    assert section(data, "Mitteilungen an Sie")[0]["Betreff"] == "Was wurde aus dem Thema"
    assert section(data, "Protokoll")[0]["Durch"] == "andere Person"
    whole = text_of(data)
    assert "Intern" not in whole
    assert "/konto/einladung/" not in whole
    assert person.user.password not in whole
    assert cast.coordinator.public_id not in whole


def test_an_own_export_covers_every_authority_in_which_one_is_active(cast: Cast) -> None:
    user = cast.member.user
    assert user is not None
    second = make.PersonFactory(authority=cast.other_authority, user=user)
    assert len(data_of_user(user).people) == 2
    Person.objects.filter(pk=second.pk).update(is_active=False)
    assert len(data_of_user(user).people) == 1
    export_own_data(user=user)
    assert AuditEntry.objects.get(action="person.exported").actor == user.public_id


def test_both_files_survive_hostile_text(cast: Cast) -> None:
    hostile = "<script>alert(1)</script>{{ 7*7 }}=cmd|'/c'!A1 #set page(fill: red) %(x)s \\u202e"
    Person.objects.filter(pk=cast.member.pk).update(function=hostile, address=f"{hostile}\nOrt")
    person = Person.objects.select_related("authority", "user", "organisation").get(pk=cast.member.pk)
    data = data_of_person(person)
    assert json.loads(as_json(data))["people"][0]["name"] == str(person)
    assert as_pdf(data).startswith(b"%PDF")


def test_the_command_writes_a_file_for_its_owner_only(cast: Cast, tmp_path: Path) -> None:
    Person.objects.filter(pk=cast.member.pk).update(user=None, is_active=False)
    Invitation.objects.create(meeting=cast.meeting, person=cast.member)
    target = tmp_path / "auskunft.json"
    call_command("export_person", cast.member.public_id, output=target, verbosity=0)
    assert json.loads(target.read_text(encoding="utf-8"))["people"][0]["authority"] == "Kreis Höxter"
    assert target.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError):
        call_command("export_person", cast.member.public_id, output=target)
    with pytest.raises(CommandError):
        call_command("export_person", "unbekannt")
    assert AuditEntry.objects.filter(action="person.exported").count() == 2
