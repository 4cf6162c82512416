"""Every view of every registered viewset knows one authority from the other."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from governance.access.desk import HARMLESS_VIEWS, OPEN_VIEWS, PUBLIC_PAGE_VIEWS, may_open_desk_view
from governance.access.papers import readable_drafts
from governance.desk.base import DeskViewSet
from governance.desk.choosers import DeskChooser, DeskChooserViewSet
from governance.desk.forms import DeskModelForm
from governance.desk.papers import PaperViewSet
from governance.models import DecisionPaper, Person
from tests import factories as make
from tests.cast import Cast
from tests.portal.conftest import Login

_ = get_resolver().url_patterns  # Wagtail collects the viewsets with its addresses
OURS = [found for found in viewsets.viewsets if isinstance(found, DeskViewSet)]


def people(viewer: Any) -> Any:
    return Person.objects.filter(authority=viewer.authority)


class PersonChooser(DeskChooserViewSet):
    name = "desk_choose_people"
    model = Person
    scope = staticmethod(people)
    search_fields = ("last_name",)


def test_nothing_of_our_records_is_registered_without_the_base() -> None:
    strangers = [
        found
        for found in viewsets.viewsets
        if isinstance(found, (ModelViewSet, ChooserViewSet))
        and not isinstance(found, (DeskViewSet, DeskChooserViewSet))
        and getattr(found.model, "_meta", None)
        and found.model._meta.app_label == "governance"
        and may_open_desk_view(AnonymousUser(), found.get_url_name("index"))
    ]
    assert strangers == []
    assert OURS


def test_the_list_and_its_search_name_no_foreign_record(
    login: Login, cast: Cast, paper: DecisionPaper, foreign_paper: DecisionPaper
) -> None:
    client = login(cast.coordinator)
    for query in ("", "?q=Vorlage", "?export=csv", "?ordering=title", "?state=draft"):
        page = client.get(reverse("desk_papers:index") + query)
        assert page.status_code == 200
        assert page["Content-Type"].startswith("text/html")
        assert "Fremde Vorlage" not in page.content.decode()
    assert "Sprachkurszugang" in client.get(reverse("desk_papers:index")).content.decode()


def test_a_coordinator_of_two_authorities_sees_the_papers_of_both(
    login: Login, cast: Cast, paper: DecisionPaper, foreign_paper: DecisionPaper
) -> None:
    second = make.PersonFactory(authority=cast.other_authority, user=cast.coordinator.user)
    make.RoleFactory(person=second)
    page = login(cast.coordinator).get(reverse("desk_papers:index")).content.decode()
    assert "Sprachkurszugang" in page
    assert "Fremde Vorlage" in page


SHAPES = ([], [1], [1, 1], ["a"], ["governance", "decisionpaper", "delete"], ["a", "b"], [1, "a"], [1, 1, 1])


def _request(user: Any) -> Any:
    request = RequestFactory().get("/")
    request.user = user
    return request


def test_a_view_that_does_not_ask_for_the_scope_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured):
        PaperViewSet().construct_view(EditView)
    with pytest.raises(ImproperlyConfigured):
        PersonChooser().construct_view(EditView)


def test_a_filter_over_a_relation_is_refused_at_start() -> None:
    class Leaking(PaperViewSet):
        list_filter = ["body"]

    with pytest.raises(ImproperlyConfigured):
        Leaking().on_register()


def test_a_form_never_saves_and_never_lists_unscoped_choices(cast: Cast) -> None:
    class Careless(DeskModelForm):
        class Meta:
            model = DecisionPaper
            fields = ["body", "title"]

    viewer = cast.viewer(cast.coordinator)
    with pytest.raises(ImproperlyConfigured):
        Careless(viewers=[viewer])

    class Narrow(DeskModelForm):
        scopes = {"body": lambda viewer: type(cast.body).objects.filter(authority=viewer.authority)}
        parent = "body"

        class Meta:
            model = DecisionPaper
            fields = ["body", "title"]

    form = Narrow({"body": cast.body.pk, "title": "A\u202eB\x07"}, viewers=[viewer])
    assert form.is_valid()
    assert form.facts["title"] == "AB"
    with pytest.raises(ImproperlyConfigured):
        form.save()


def test_the_chooser_neither_lists_nor_answers_for_foreign_records(cast: Cast) -> None:
    chooser = PersonChooser()
    request = _request(cast.coordinator.user)
    assert cast.member in chooser.choices(request)
    assert cast.other_coordinator not in chooser.choices(request)
    view = chooser.chosen_view
    foreign = RequestFactory().get("/", headers={"X-Requested-With": "XMLHttpRequest"})
    foreign.user = cast.coordinator.user
    with pytest.raises(Http404):
        view(foreign, pk=str(cast.other_coordinator.pk))
    several = RequestFactory().get("/", {"id": [cast.other_coordinator.pk, cast.member.pk], "multiple": "1"})
    several.user = cast.coordinator.user
    text = chooser.chosen_multiple_view(several).content.decode()
    assert cast.member.last_name in text
    assert cast.other_coordinator.last_name not in text
    assert not [pattern for pattern in chooser.get_urlpatterns() if pattern.name == "create"]


def test_the_chooser_widget_does_not_name_a_posted_foreign_key(cast: Cast) -> None:
    widget = PersonChooser().widget_class()
    assert widget.get_instance(cast.other_coordinator.pk) is None
    widget.queryset = people(cast.viewer(cast.coordinator))
    assert isinstance(widget, DeskChooser)
    assert widget.get_instance(cast.other_coordinator.pk) is None
    assert widget.get_instance("x") is None
    assert widget.get_instance(cast.member.pk) == cast.member


def test_what_the_desk_lists_is_what_access_says(
    cast: Cast, paper: DecisionPaper, foreign_paper: DecisionPaper
) -> None:
    assert list(PaperViewSet().queryset(_request(cast.coordinator.user))) == list(
        readable_drafts(cast.viewer(cast.coordinator))
    )


def _desk_names(patterns: list[Any], space: str = "") -> list[tuple[str, str]]:
    names = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            names += _desk_names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            names.append((f"{space}{pattern.name}", str(pattern.pattern)))
    return names


def test_wagtails_own_views_are_closed_even_to_coordinators_and_administrators(login: Login, cast: Cast) -> None:
    resolver = next(
        found
        for found in get_resolver().url_patterns
        if isinstance(found, URLResolver) and str(found.pattern) == "werkstatt/"
    )
    opened = OPEN_VIEWS | HARMLESS_VIEWS
    clients: list[Client] = [login(cast.coordinator), login(cast.administrator)]
    tried = 0
    for name, _pattern in _desk_names(resolver.url_patterns):
        if name in opened or name.startswith("desk"):
            continue
        closed_to = clients[:1] if name in PUBLIC_PAGE_VIEWS else clients
        for args in SHAPES:
            try:
                url = reverse(name, args=args)
            except Exception:
                continue
            if url in {reverse("desk_login"), reverse("desk_password_reset"), reverse("desk_account")}:
                break
            tried += 1
            for client in closed_to:
                assert client.get(url).status_code in {302, 404}, url
                assert client.post(url).status_code in {302, 404}, url
            break
    assert tried > 60


def test_the_home_page_shows_our_areas_only(login: Login, cast: Cast) -> None:
    page = login(cast.coordinator).get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("desk_papers:index") in page
    for word in ("/werkstatt/pages/", "/werkstatt/reports/", "/werkstatt/users/", "https://guide.wagtail.org"):
        assert f'href="{word}' not in page


@pytest.mark.parametrize("role", ["member", "case_manager", "guest", "contact", "auditor", "plain_person"])
def test_members_do_not_learn_that_there_is_a_desk(login: Login, cast: Cast, role: str) -> None:
    client = login(getattr(cast, role))
    assert client.get(reverse("wagtailadmin_home")).status_code == 404
    assert client.get(reverse("desk_papers:index")).status_code == 404


def test_whoever_is_not_logged_in_is_led_to_the_login(client: Client, db: None) -> None:
    response = client.get(reverse("desk_papers:index"))
    assert response.status_code == 302
    assert "/konto/" in response["Location"]
