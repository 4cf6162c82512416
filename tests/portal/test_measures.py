"""Pages of measures: what each side is offered, forms that keep what was typed, lists, counts of queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import Measure, Notice, NoticeReceipt, Person, ProcessProfile
from governance.rules import clock
from governance.usecases.measure_reports import accept_measure, move_measure
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted
from tests.measured import Practice, practice
from tests.portal.conftest import Login

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(cast: Cast) -> Practice:
    return practice(cast)


def url(name: str, *parts: str) -> str:
    return reverse(f"portal:{name}", args=["hoexter", *parts])


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def accepted(at: Practice, **values: object) -> Measure:
    row = at.measure(**values)
    return accept_measure(by=at.contact, measure_id=row.public_id, person_id=at.colleague.public_id)


def test_the_organisation_accepts_on_its_page_and_names_a_person(at: Practice, login: Login) -> None:
    row = at.measure()
    client = login(at.cast.contact)
    page = text(client, url("measure", row.public_id))
    assert "Maßnahme annehmen" in page
    assert "Maßnahme ablehnen" in page
    assert "Maßnahme fallen lassen" not in page
    answer = client.post(url("measure_accept", row.public_id), {"person": at.colleague.public_id})
    assert answer.status_code == 303
    row.refresh_from_db()
    assert (row.state, row.person) == ("accepted", at.colleague)


def test_the_coordination_reads_why_it_cannot_accept_and_what_it_can_do(at: Practice, login: Login) -> None:
    row = at.measure()
    page = text(login(at.cast.coordinator), url("measure", row.public_id))
    assert "Annehmen oder ablehnen kann nur ihre Ansprechperson." in page
    assert url("measure_accept", row.public_id) not in page
    assert "Andere Organisation anfragen" in page
    Person.objects.filter(pk=at.cast.contact.pk).update(is_active=False)
    page = text(login(at.cast.coordinator), url("measure", row.public_id))
    assert "keine Ansprechperson eingetragen" in page


def test_beginning_is_one_click_and_deferring_keeps_what_was_typed(at: Practice, login: Login) -> None:
    row = accepted(at)
    client = login(at.colleague)
    assert client.post(url("measure_move", row.public_id, "begin")).status_code == 303
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    answer = client.post(url("measure_move", row.public_id, "defer"), {"text": "Umbau im Haus", "until": yesterday})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Der neue Termin muss in der Zukunft liegen." in page
    assert "Umbau im Haus" in page
    answer = client.post(url("measure_move", row.public_id, "defer"), {"text": "", "until": yesterday})
    assert answer.status_code == 422


def test_reports_stand_in_the_course_and_cannot_inject(at: Practice, login: Login) -> None:
    row = accepted(at)
    client = login(at.colleague)
    client.post(url("measure_report", row.public_id), {"text": "<script>alert(1)</script> zwei Orte"})
    page = text(client, url("measure", row.public_id))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; zwei Orte" in page
    assert "Bericht zum Stand" in page


def test_two_coordinators_editing_at_once_are_told(at: Practice, login: Login) -> None:
    row = at.measure(title="Orte abstimmen")
    client = login(at.cast.coordinator)
    values = {"title": "Orte und Zeiten abstimmen", "due_on": "2027-12-01", "version": row.version}
    assert client.post(url("measure_edit", row.public_id), values).status_code == 303
    answer = client.post(url("measure_edit", row.public_id), {**values, "title": "Nur Orte"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Orte und Zeiten abstimmen" in page
    assert "Nur Orte" in page


def test_a_measure_is_planned_from_its_process(cast: Cast, login: Login) -> None:
    ProcessProfile.objects.filter(authority=cast.authority).update(decides_solution=True)
    at = practice(cast, stage="topic_decision")
    make.TopicFactory(process=at.process)
    client = login(cast.coordinator)
    page = text(client, url("process", at.process.public_id))
    assert url("measure_plan", at.process.public_id) in page
    answer = client.post(url("measure_plan", at.process.public_id), {"title": "Orte klären"})
    assert answer.status_code == 303
    page = text(client, answer.headers["Location"])
    assert "Geplant, nicht beschlossen" in page
    page = text(client, url("process", at.process.public_id))
    assert "0 von 1 Maßnahme erledigt" in page
    elsewhere = make.ProcessFactory(body=cast.body, stage="established")
    assert client.get(url("measure_plan", elsewhere.public_id)).status_code == 404


def test_the_list_is_narrowed_by_state_organisation_own_and_overdue(at: Practice, login: Login) -> None:
    mine = accepted(at, title="Meine überfällige", due_on=clock.today() - timedelta(days=1))
    at.measure(title="Meine offene")
    other = at.measure(
        title="Fremde", organisation=make.OrganisationFactory(authority=at.cast.authority, name="Volkshochschule")
    )
    client = login(at.cast.coordinator)
    everything = text(client, url("measures"))
    assert "3 Maßnahmen" in everything
    assert "überfällig" in everything
    assert mine.organisation is not None
    assert other.organisation is not None
    for query, shown, hidden in (
        ("stand=open", "Meine offene", "Meine überfällige"),
        (f"organisation={other.organisation.public_id}", "Fremde", "Meine offene"),
        ("auswahl=ueberfaellig", "Meine überfällige", "Fremde"),
        ("stand=unsinn", "Fremde", "Nichts gefunden"),
    ):
        page = text(client, f"{url('measures')}?{query}")
        assert shown in page
        assert hidden not in page
    own = text(login(at.cast.contact), f"{url('measures')}?auswahl=meine")
    assert "2 Maßnahmen" in own
    assert "Fremde" not in own
    assert "Nichts gefunden" in text(client, f"{url('measures')}?auswahl=meine")


@pytest.mark.parametrize("name", ["measures", "follow_ups", "notices", "overview"])
def test_a_page_asks_the_same_number_of_queries_for_few_and_for_many_rows(
    at: Practice, login: Login, name: str
) -> None:
    client = login(at.cast.contact)
    resolutions = []

    def more(count: int) -> None:
        for _number in range(count):
            at.measure()
            accepted(at)
            resolutions.append(at.follow_up().resolution)
            notice = make.NoticeFactory(authority=at.cast.authority, process=at.process)
            NoticeReceipt.objects.create(notice=notice, person=at.cast.contact)

    more(2)
    client.get(url(name))
    with queries_counted() as few:
        client.get(url(name))
    more(6)
    with queries_counted() as many:
        client.get(url(name))
    assert len(many) == len(few)


def test_the_overview_names_what_waits_for_the_organisation_and_the_coordination(at: Practice, login: Login) -> None:
    at.measure(title="Unbeantwortete")
    accepted(at, title="Laufende")
    declined = at.measure(title="Abgelehnte")
    move_measure(by=at.contact, measure_id=declined.public_id, move="decline", text="Nicht zuständig.")
    at.follow_up(task="Bericht erstatten")
    page = text(login(at.cast.contact), url("overview"))
    assert "Maßnahme annehmen oder ablehnen: Unbeantwortete" in page
    assert "Maßnahme: Laufende" in page
    assert "Aufgabe annehmen oder ablehnen: Bericht erstatten" in page
    assert "Abgelehnte" not in page
    assert "Maßnahme: Laufende" in text(login(at.colleague), url("overview"))
    page = text(login(at.cast.coordinator), url("overview"))
    assert "Maßnahme abgelehnt oder nicht umsetzbar: Abgelehnte" in page


def test_the_way_from_a_case_to_its_measures_is_told_in_plain_words(at: Practice, login: Login) -> None:
    series = make.SeriesFactory(authority=at.cast.authority)
    card = make.CaseCardFactory(series=series, case_manager=at.cast.case_manager)
    client = login(at.cast.case_manager)
    assert "Noch mit keinem Thema verbunden" in text(client, url("case_outcome", card.public_id))
    topic = make.TopicFactory(process=at.process)
    topic.cards.add(card)
    at.process.series.add(series)
    assert url("case_outcome", card.public_id) in text(client, url("case", card.public_id))
    assert url("series_outcome", series.public_id) in text(client, url("series", series.public_id))
    done = accepted(at, title="Kursorte abstimmen")
    move_measure(by=at.contact, measure_id=done.public_id, move="finish")
    at.measure(title="Fahrdienst")
    at.measure(title="Noch geheim", planned=True)
    for address in (url("case_outcome", card.public_id), url("series_outcome", series.public_id)):
        page = text(client, address)
        assert topic.statement in page
        assert "1 von 2 Maßnahmen sind erledigt." in page
        assert at.cast.project_group.name in page
        assert "Kursorte abstimmen" in page
        assert "Noch geheim" not in page


def test_the_way_of_many_topics_asks_the_same_number_of_queries(at: Practice, login: Login) -> None:
    series = make.SeriesFactory(authority=at.cast.authority)
    client = login(at.cast.case_manager)

    def more(count: int) -> None:
        for _number in range(count):
            process = make.ProcessFactory(body=at.cast.body, stage="implementation", group=at.cast.project_group)
            make.TopicFactory(process=process)
            process.series.add(series)
            at.measure(process=process)

    more(2)
    client.get(url("series_outcome", series.public_id))
    with queries_counted() as few:
        client.get(url("series_outcome", series.public_id))
    more(5)
    with queries_counted() as many:
        client.get(url("series_outcome", series.public_id))
    assert len(many) == len(few)


def test_a_notice_is_sent_read_and_reminded_of(at: Practice, login: Login) -> None:
    coordinator, reader = login(at.cast.coordinator), login(at.cast.case_manager)
    address = url("process_notice", at.process.public_id)
    assert "Was wurde aus unserem Thema?" in text(coordinator, address)
    refused = coordinator.post(address, {"subject": "Thema", "text": "Mühsam getippt"})
    assert refused.status_code == 422
    assert "Mühsam getippt" in refused.content.decode()
    sent = coordinator.post(address, {"subject": "Thema", "text": "Die Orte stehen.", "case_managers": "on"})
    assert sent.status_code == 303
    notice = Notice.objects.get()
    page = text(reader, url("notice", notice.public_id))
    assert "Lesen bestätigen" in page
    assert "noch nicht bestätigt" not in page  # who has read it is the coordination's
    assert "Gelesen bestätigt: 0 von 1" in text(coordinator, url("notice", notice.public_id))
    assert coordinator.post(url("notice_remind", notice.public_id)).status_code == 303
    assert "heute erinnert" in text(coordinator, url("notice", notice.public_id))
    assert reader.post(url("notice_read", notice.public_id)).status_code == 303
    assert "Sie haben das Lesen am" in text(reader, url("notice", notice.public_id))
    assert "Gelesen bestätigt: 1 von 1" in text(coordinator, url("notice", notice.public_id))


def test_the_check_of_the_effect_is_shown_to_who_sees_the_process_and_written_by_the_coordination(
    at: Practice, login: Login
) -> None:
    at.measure(title="Kursorte abstimmen")
    client = login(at.cast.coordinator)
    edit = url("evaluation_edit", at.process.public_id)
    values = {"reached": "partly", "summary": "An zwei Orten gibt es Betreuung.", "version": "0"}
    assert client.post(edit, values).status_code == 303
    assert client.post(edit, values).status_code == 409
    page = text(login(at.cast.member), url("evaluation", at.process.public_id))
    assert "Die Wirkung ist teilweise erreicht." in page
    assert "An zwei Orten gibt es Betreuung." in page
    assert "Kursorte abstimmen" in page
    assert edit not in page
