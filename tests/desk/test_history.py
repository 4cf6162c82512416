"""The history of a record: in words, with the names of what changed, within its scope, however long it is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from governance.models import AuditEntry, DecisionPaper
from governance.rules.audit_labels import ACTS
from governance.usecases.bodies import save_body
from governance.usecases.organisations import save_person
from governance.usecases.paper_content import rich
from governance.usecases.papers import save_paper
from governance.usecases.seats import end_membership, fill_seat
from tests.cast import Cast
from tests.conftest import queries_counted
from tests.desk.samples import VIEWSETS
from tests.portal.conftest import Login

OF_THE_DESK = (
    "authority", "profile", "organisation", "person", "login", "role", "assistance", "body", "secretariat", "seat",
    "membership", "deputy", "office", "rules", "template", "text_module", "paper", "minutes", "setup", "files",
    "letterhead", "territory",
)  # fmt: skip


def history(login: Login, cast: Cast, name: str, record: Any) -> str:
    page = login(cast.coordinator).get(VIEWSETS[name].address("verlauf", record))
    assert page.status_code == 200
    return re.sub(r"\s+", " ", page.content.decode())


def test_it_says_who_did_what_and_which_fields_changed_but_not_to_what(login: Login, cast: Cast) -> None:
    by = cast.viewer(cast.coordinator)
    save_person(
        by=by, person_id=cast.member.public_id, version=None, first_name=cast.member.first_name,
        last_name="Streng-Vertraulich", function="Leitung",
    )  # fmt: skip
    page = history(login, cast, "desk_people", cast.member)
    assert "Person eingetragen oder geändert" in page
    assert "Nachname, Funktion" in page
    assert str(cast.coordinator) in page
    entry = AuditEntry.objects.get(action="person.saved", object_id=cast.member.public_id)
    assert entry.data == {"fields": ["last_name", "function"]}


def test_a_paper_names_its_parts_by_their_headings(login: Login, cast: Cast, paper: DecisionPaper) -> None:
    save_paper(
        by=cast.viewer(cast.coordinator), paper_id=paper.public_id, version=None, title="Neuer Titel",
        subject=paper.subject, sections={"facts": rich("<p>Ganz neu</p>")}, points=["Ein Punkt"],
    )  # fmt: skip
    page = history(login, cast, "desk_papers", paper)
    assert "Titel, Sachverhalt, Beschlussvorschlag" in page
    assert "Ganz neu" not in page


def test_a_membership_has_its_own_history_and_the_seat_that_of_all(login: Login, cast: Cast) -> None:
    by = cast.viewer(cast.coordinator)
    first, second = cast.seats[0].memberships.get(), cast.seats[1].memberships.get()
    for row in (first, second):
        end_membership(by=by, membership_id=row.public_id, last_day=by.day, version=None)
    page = history(login, cast, "desk_memberships", first)
    assert page.count("Mitgliedschaft beendet") == 1
    assert str(first.person) in page
    assert str(second.person) not in page.replace(str(cast.coordinator), "")
    assert "Mitgliedschaft beendet" in history(login, cast, "desk_seats", cast.seats[0])


def test_a_membership_that_was_followed_by_another_says_so(login: Login, cast: Cast) -> None:
    before = cast.seats[0].memberships.get()
    by = cast.viewer(cast.coordinator)
    fill_seat(by=by, seat_id=cast.seats[0].public_id, person_id=cast.plain_person.public_id, valid_from=by.day)
    page = history(login, cast, "desk_memberships", before)
    assert f"Sitz besetzt: {cast.plain_person}" in page


def test_refused_attempts_are_not_part_of_it(login: Login, cast: Cast) -> None:
    stranger = cast.viewer(cast.member)
    with pytest.raises(Exception, match="not entitled"):
        save_body(by=stranger, body_id=cast.body.public_id, version=None, name="Übernommen")
    assert AuditEntry.objects.filter(action="body.saved.refused", object_id=cast.body.public_id).exists()
    assert "Gremium eingetragen" not in history(login, cast, "desk_bodies", cast.body)


def test_it_asks_the_same_number_of_questions_for_3_and_for_60_entries(login: Login, cast: Cast) -> None:
    client, url = login(cast.coordinator), VIEWSETS["desk_bodies"].address("verlauf", cast.body)
    counted = []
    for times in (3, 60):
        for number in range(times):
            by = cast.viewer(cast.coordinator if number % 2 else cast.secretariat)
            save_body(by=by, body_id=cast.body.public_id, version=None, purpose=f"Zweck {times} {number}")
        client.get(url)
        with queries_counted() as captured:
            page = client.get(url)
        counted.append(len(captured))
    assert counted[0] == counted[1]
    assert "?p=2" in page.content.decode()


def test_every_act_on_a_record_of_the_desk_has_german_words() -> None:
    source = "".join(path.read_text() for path in (Path(settings.BASE_DIR) / "governance" / "usecases").glob("*.py"))
    recorded = set(re.findall(r'(?:record\(\s*by,\s*|action=)"([a-z_]+\.[a-z_]+)"', source))
    assert len(recorded) > 100
    assert {action for action in recorded if action.split(".")[0] in OF_THE_DESK} - set(ACTS) == set()
