"""What coordinators and administrators do in the desk, from the form to the record."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from governance.models import Authority, Membership, OutboxMessage, Person, RoleAssignment, User
from governance.rules import clock
from governance.rules.procedure import ADMINISTRATIVE_PROCEDURE
from governance.usecases.accounts import invite_administrator
from governance.usecases.public_pages import public_pages_group
from portal.pages import build_public_pages
from tests import factories as make
from tests.cast import Cast
from tests.desk.samples import freshly, rules_data, sections_data
from tests.portal.conftest import Login

TODAY = clock.today()
SOON = TODAY + timedelta(days=30)


def test_a_change_of_holder_keeps_the_history_of_the_seat(login: Login, cast: Cast) -> None:
    seat = cast.seats[0]
    client = login(cast.coordinator)
    page = client.get(reverse("desk_memberships:add") + f"?seat={seat.public_id}").content.decode()
    assert f'<option value="{seat.pk}" selected>' in page
    data = {"seat": seat.pk, "person": cast.plain_person.pk, "valid_from": f"{SOON:%d.%m.%Y}", "valid_until": ""}
    assert client.post(reverse("desk_memberships:add"), data).status_code == 302
    old, new = Membership.objects.filter(seat=seat).order_by("valid_from")
    assert (old.person, old.valid_until) == (cast.chair, SOON - timedelta(days=1))
    assert (new.person, new.valid_from) == (cast.plain_person, SOON)
    editor = client.get(reverse("desk_seats:edit", args=[seat.public_id])).content.decode()
    assert "Henrik Aldinger" in editor
    assert "Ute Rosental" in editor


def test_a_mistake_is_taken_back_before_it_begins_and_never_later(login: Login, cast: Cast) -> None:
    client = freshly(login(cast.coordinator))
    mistaken = make.MembershipFactory(seat=make.SeatFactory(body=cast.body), person=cast.plain_person, valid_from=SOON)
    url = reverse("desk_memberships:zuruecknehmen", args=[mistaken.public_id])
    assert client.get(url).status_code == 200
    assert Membership.objects.filter(pk=mistaken.pk).exists()
    assert client.post(url).status_code == 302
    assert not Membership.objects.filter(pk=mistaken.pk).exists()
    begun = cast.seats[0].memberships.get()
    assert client.post(reverse("desk_memberships:zuruecknehmen", args=[begun.public_id])).status_code == 404
    assert Membership.objects.filter(pk=begun.pk).exists()


def test_an_end_on_record_is_not_moved_later(login: Login, cast: Cast) -> None:
    membership = cast.seats[0].memberships.get()
    membership.valid_until = SOON
    membership.save()
    url = reverse("desk_memberships:edit", args=[membership.public_id])
    later = {"last_day": (SOON + timedelta(days=1)).isoformat(), "version": membership.version}
    response = login(cast.coordinator).post(url, later)
    assert response.status_code == 422
    assert "nicht später" in response.content.decode()
    membership.refresh_from_db()
    assert membership.valid_until == SOON


def test_the_role_of_a_coordinator_is_given_by_administrators_only(login: Login, cast: Cast) -> None:
    data = {"person": cast.plain_person.pk, "role": "coordinator", "valid_from": TODAY.isoformat(), "valid_until": ""}
    url = reverse("desk_roles:add")
    coordinator = login(cast.coordinator)
    assert 'value="coordinator"' not in coordinator.get(url).content.decode()
    assert coordinator.post(url, data).status_code == 422
    own = RoleAssignment.objects.get(person=cast.coordinator)
    end = {"last_day": TODAY.isoformat(), "version": own.version}
    assert coordinator.post(reverse("desk_roles:edit", args=[own.public_id]), end).status_code == 409
    assert not cast.plain_person.roles.exists()
    assert login(cast.administrator).post(url, data).status_code == 302
    assert cast.plain_person.roles.get().role == "coordinator"


def test_a_person_is_invited_to_log_in(login: Login, cast: Cast) -> None:
    person = make.PersonFactory(authority=cast.authority, user=None, email="neu@example.org")
    url = reverse("desk_people:einladen", args=[person.public_id])
    client = login(cast.coordinator)
    assert client.get(url).status_code == 200
    assert not OutboxMessage.objects.exists()
    assert client.post(url).status_code == 302
    person.refresh_from_db()
    assert person.user is not None
    assert OutboxMessage.objects.count() == 1
    assert mail.outbox is not None
    already = reverse("desk_people:einladen", args=[cast.member.public_id])
    assert client.post(already).status_code == 404


def rules_url(cast: Cast) -> str:
    return reverse("desk_rules:edit", args=[cast.body.rules.get().public_id])


def test_changing_rules_asks_for_a_fresh_login_and_loses_nothing_typed(login: Login, cast: Cast) -> None:
    client = login(cast.coordinator)
    assert "/konto/" in client.get(rules_url(cast))["Location"]
    data = rules_data() | {"version": "1", "title": "Ohne Bestätigung"}
    assert client.post(rules_url(cast), data).status_code == 302
    assert cast.body.rules.get().title == "Geschäftsordnung"
    freshly(client).get(rules_url(cast))
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    assert client.post(rules_url(cast), data | {"title": "Lange geschrieben"}).status_code == 302
    assert cast.body.rules.get().title == "Lange geschrieben"


def test_each_rule_has_value_paragraph_and_origin_and_its_own_error(login: Login, cast: Cast) -> None:
    client = freshly(login(cast.coordinator))
    page = client.get(rules_url(cast)).content.decode()
    for key, _rule in ADMINISTRATIVE_PROCEDURE.items():
        for end in ("", "_paragraph", "_origin"):
            assert f'name="{key}{end}"' in page
    wrong = rules_data() | {"version": "1", "urgent_notice_days": "20", "quorum_share": "1/2"}
    response = client.post(rules_url(cast), wrong)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"urgent_notice_days"}
    assert client.post(rules_url(cast), wrong | {"quorum_share": "halb"}).status_code == 422
    own = {"quorum_minimum": "5", "quorum_minimum_paragraph": "§ 4", "quorum_minimum_origin": "own"}
    right = rules_data() | {"version": "1"} | own
    assert client.post(rules_url(cast), right).status_code == 302
    stored = cast.body.rules.get().values["rules"]["quorum_minimum"]
    assert stored == {"value": 5, "paragraph": "§ 4", "origin": "own"}


@pytest.mark.parametrize("why", ["adopted", "held"])
def test_rules_in_use_are_not_edited_but_followed_by_a_new_edition(login: Login, cast: Cast, why: str) -> None:
    rules = cast.body.rules.get()
    if why == "adopted":
        rules.provisional = False
        rules.save()
    else:
        make.MeetingFactory(body=cast.body, closed=True)
    client = freshly(login(cast.coordinator))
    assert 'name="title"' not in client.get(rules_url(cast)).content.decode()
    assert client.post(rules_url(cast), rules_data() | {"version": "1"}).status_code == 409
    data = {"body": cast.body.pk, "start": "current", "valid_from": SOON.isoformat(), "title": "Zweite"}
    assert client.post(reverse("desk_rules:add"), data).status_code == 302
    first, second = cast.body.rules.order_by("edition")
    assert (first.valid_until, second.valid_from) == (SOON - timedelta(days=1), SOON)
    assert (second.edition, second.values, second.provisional) == (2, first.values, True)


def test_a_changed_template_is_a_new_edition_for_the_next_papers(login: Login, cast: Cast, paper: Any) -> None:
    template = paper.template
    url, client = reverse("desk_templates:edit", args=[template.public_id]), login(cast.coordinator)
    data = {"name": "Muster", "is_active": "on", "layout": "committee", "version": "1", **sections_data("Kosten")}
    assert client.post(url, data).status_code == 302
    template.refresh_from_db()
    assert (template.edition, template.layout) == (2, "committee")
    assert list(template.sections.filter(edition=2).order_by("order").values_list("key", "label")) == [
        ("facts", "Sachverhalt"), ("effects", "Auswirkungen"), ("kosten", "Kosten"),
    ]  # fmt: skip
    step = reverse("desk_papers:muster-erneuern", args=[paper.public_id])
    editor = reverse("desk_papers:edit", args=[paper.public_id])
    page = client.get(editor).content.decode()
    assert "Kosten" not in page
    assert step in page
    assert client.post(step, {"version": str(paper.version)}).status_code == 302
    page = client.get(editor).content.decode()
    assert "Kosten" in page
    assert step not in page


def test_the_first_authority_is_made_by_an_administrator(db: None, login: Login) -> None:
    administrator = make.UserFactory(is_administrator=True)
    client = login(administrator)
    names = {"slug": "hoexter", "name": "Kreis Höxter", "unit": "KIM", "code": "HX"}
    data = names | {"mailbox": "kim@example.org", "address": ""}
    assert client.get(reverse("desk_authorities:index")).status_code == 200
    assert client.post(reverse("desk_authorities:add"), data | {"slug": "konto"}).status_code == 422
    assert client.post(reverse("desk_authorities:add"), data).status_code == 302
    assert Authority.objects.get().profile.min_topic_cases == 3


def test_coordinators_make_no_authority(login: Login, cast: Cast) -> None:
    client = login(cast.coordinator)
    assert client.get(reverse("desk_authorities:add")).status_code == 404
    assert client.post(reverse("desk_authorities:add"), {"slug": "neu"}).status_code == 404


def step(client: Client, name: str, user: User) -> int:
    return client.post(reverse(f"desk_users:{name}", args=[user.public_id])).status_code


def test_an_administrator_closes_and_opens_logins_but_never_the_own(login: Login, cast: Cast) -> None:
    member = cast.member.user
    assert member is not None
    live = login(cast.member)
    client = freshly(login(cast.administrator))
    assert step(client, "schliessen", member) == 302
    member.refresh_from_db()
    assert not member.is_active
    assert live.get("/hoexter/").status_code == 302
    assert step(client, "schliessen", member) == 404
    assert step(client, "oeffnen", member) == 302
    assert step(client, "schliessen", cast.administrator) == 404
    assert step(client, "administration-beenden", cast.administrator) == 404
    assert step(freshly(login(cast.coordinator)), "schliessen", member) == 404
    member.refresh_from_db()
    assert member.is_active


def test_an_administrator_invites_and_dismisses_another(login: Login, cast: Cast) -> None:
    client = freshly(login(cast.administrator))
    data = {"email": "zweite@example.org", "name": "Zweite Administration"}
    assert client.post(reverse("desk_users:add"), data).status_code == 302
    second = User.objects.get(email="zweite@example.org")
    assert second.is_administrator
    assert second.groups.get() == public_pages_group()
    assert step(client, "administration-beenden", second) == 302
    second.refresh_from_db()
    assert not second.is_administrator
    assert not second.groups.exists()


def test_administrators_edit_public_pages_and_nobody_else_sees_the_tree(login: Login, cast: Cast) -> None:
    start = build_public_pages()
    invite_administrator(email=cast.administrator.email, name=cast.administrator.name)
    urls = [
        reverse("wagtailadmin_explore_root"),
        reverse("wagtailadmin_explore", args=[start.pk]),
        reverse("wagtailadmin_pages:edit", args=[start.pk]),
    ]
    for url in urls:
        assert login(cast.administrator).get(url, follow=True).status_code == 200, url
        assert login(cast.coordinator).get(url).status_code == 404, url
        assert login(cast.member).get(url).status_code == 404, url


def test_the_home_page_names_what_needs_care_in_the_own_authority_only(login: Login, cast: Cast) -> None:
    make.SeatFactory(body=cast.body, name="Leerer Sitz")
    make.SeatFactory(body=make.BodyFactory(authority=cast.other_authority), name="Fremder Sitz")
    ending: Membership = cast.seats[0].memberships.get()
    ending.valid_until = SOON
    ending.save()
    page = login(cast.coordinator).get(reverse("wagtailadmin_home")).content.decode()
    assert "Leerer Sitz" in page
    assert f"endet am {SOON:%d.%m.%Y}" in page
    assert "Fremder Sitz" not in page
    assert "Leerer Sitz" not in login(cast.administrator).get(reverse("wagtailadmin_home")).content.decode()


def test_the_dialogue_for_people_names_nobody_of_another_authority(login: Login, cast: Cast) -> None:
    client = login(cast.coordinator)
    found = client.get(reverse("desk_choose_people:choose_results") + "?q=a")
    assert cast.chair.last_name in client.get(reverse("desk_choose_people:choose_results")).content.decode()
    assert cast.other_coordinator.last_name not in found.content.decode()
    foreign = reverse("desk_choose_people:chosen", args=[cast.other_coordinator.pk])
    assert client.get(foreign).status_code == 404
    assert login(cast.member).get(reverse("desk_choose_people:choose")).status_code == 404
    assert Person.objects.filter(pk=cast.other_coordinator.pk).exists()


def home(client: Client) -> str:
    return client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_home_page_leads_to_held_mail_rules_and_missing_templates(login: Login, cast: Cast) -> None:
    scope = {
        "scope": cast.authority.public_id,
        "sender": "kim@example.org",
        "recipient": "x@example.org",
        "content": b"",
    }
    OutboxMessage.objects.create(lane="a", subject="Zurückgehaltene Einladung", state="held", **scope)
    old = clock.now() - timedelta(hours=2)
    OutboxMessage.objects.create(lane="b", subject="Späte Erinnerung", created_at=old, **scope)
    OutboxMessage.objects.create(lane="c", subject="Gerade geschrieben", **scope)
    OutboxMessage.objects.create(lane="d", subject="Fremde Mail", state="held", **scope | {"scope": "anderswo"})
    rules = cast.body.rules.get()
    rules.valid_until = SOON
    rules.save()
    page = home(login(cast.coordinator))
    for expected in (
        "Zurückgehaltene Einladung", "Späte Erinnerung", f"/{cast.authority.slug}/postausgang/",
        "Geschäftsordnungen, die bald enden", "Vorläufige Geschäftsordnungen", "mit den mitgelieferten beginnen",
    ):  # fmt: skip
        assert expected in page, expected
    for unexpected in ("Gerade geschrieben", "Fremde Mail", "Sicherung"):
        assert unexpected not in page, unexpected
    make.RulesFactory(body=cast.body, edition=2, valid_from=SOON + timedelta(days=1))
    make.TemplateFactory(authority=cast.authority)
    page = home(login(cast.coordinator))
    assert "Geschäftsordnungen, die bald enden" not in page
    assert "mit den mitgelieferten beginnen" not in page


def test_the_home_page_of_an_authority_without_bodies_leads_to_the_set_up(login: Login, cast: Cast) -> None:
    make.TemplateFactory(authority=cast.other_authority)
    page = home(login(cast.other_coordinator))
    assert "Es gibt noch kein Gremium." in page
    assert reverse("desk_setup:edit", args=[cast.other_authority.public_id]) in page
    assert "Alles in Ordnung" not in page
    make.BodyFactory(authority=cast.other_authority).rules.update(provisional=False)
    assert "Alles in Ordnung" in home(login(cast.other_coordinator))


def test_the_age_of_the_backup_is_shown_to_administrators_and_the_operator(
    login: Login, cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.BACKUP_RECORD = tmp_path / "last-backup"
    client = login(cast.administrator)
    expected = ((None, "none", "Keine Sicherung verzeichnet"), (1, "ok", "Letzte Sicherung"), (9, "late", "überfällig"))
    for age, word, said in expected:
        if age is not None:
            settings.BACKUP_RECORD.touch()
            moment = (clock.now() - timedelta(days=age)).timestamp()
            os.utime(settings.BACKUP_RECORD, (moment, moment))
        assert said in home(client)
        probe = Client().get("/readyz").json()
        assert (probe["backup"], probe["status"]) == (word, "ok")
        assert (probe["backup_age_seconds"] is None) == (age is None)


def test_shipped_templates_are_taken_over_from_the_empty_list(login: Login, cast: Cast) -> None:
    url, client = reverse("desk_templates:mitgelieferte"), login(cast.coordinator)
    assert url in client.get(reverse("desk_templates:index")).content.decode()
    assert "Vorlage in fünf Teilen" in client.get(url).content.decode()
    assert client.post(url, {"kreis": cast.other_authority.public_id}).status_code == 404
    assert client.post(url, {"kreis": cast.authority.public_id}).status_code == 302
    assert cast.authority.paper_templates.count() == 4
    assert client.post(url, {"kreis": cast.authority.public_id}).status_code == 302
    assert cast.authority.paper_templates.count() == 4


def test_an_unknown_address_of_the_desk_gets_the_page_of_lenkwerk(login: Login, cast: Cast) -> None:
    answer = login(cast.coordinator).get("/werkstatt/gibtsnicht/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Diese Seite wurde nicht gefunden" in page
    assert re.search(r'<span class="lw-secret">\w+', page)
    assert "Wagtail" not in page


def test_without_javascript_the_desk_says_in_its_own_name_what_it_needs(login: Login, cast: Cast) -> None:
    page = login(cast.coordinator).get(reverse("desk_people:index")).content.decode()
    said = re.search(r"(?s)<noscript.*?</noscript>", page)
    assert said is not None
    assert "Die Werkstatt braucht JavaScript" in said[0]
    assert "Wagtail" not in said[0]


def test_the_set_up_of_the_only_authority_opens_at_once(login: Login, cast: Cast) -> None:
    assistant = reverse("desk_setup:edit", args=[cast.authority.public_id])
    answer = login(cast.coordinator).get(reverse("desk_setup:index"))
    assert (answer.status_code, answer.headers["Location"]) == (302, assistant)
