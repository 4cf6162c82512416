"""The addresses of one authority's portal; every path below begins with the authority's slug.

`AuthorityMiddleware` takes the slug out and puts `request.viewer` in, so views do not name it.
"""

from __future__ import annotations

from django.urls import URLPattern, path

from portal import (
    chain_urls,
    goal_urls,
    mandate_urls,
    measure_urls,
    meeting_urls,
    minutes_urls,
    news_urls,
    process_urls,
    session_urls,
)
from portal.views import (
    annexes,
    bodies,
    case_releases,
    cases,
    letterhead,
    overview,
    papers,
    planning,
    red_thread,
    search,
)

urlpatterns: list[URLPattern] = [
    path("", overview.page, name="overview"),
    path("suche/", search.results, name="search"),
    path("gremien/", bodies.bodies, name="bodies"),
    path("gremien/<slug:body_id>/", bodies.body, name="body"),
    path("vorlagen/", papers.papers, name="papers"),
    path("vorlagen/neu/", papers.paper_create, name="paper_create"),
    path("vorlagen/<slug:paper_id>/", papers.paper, name="paper"),
    path("vorlagen/<slug:paper_id>/freigeben/", papers.paper_release, name="paper_release"),
    path("vorlagen/<slug:paper_id>/zurueckholen/", papers.paper_recall, name="paper_recall"),
    path("vorlagen/<slug:paper_id>/zurueckziehen/", papers.paper_withdraw, name="paper_withdraw"),
    path("vorlagen/<slug:paper_id>/dokument/<slug:file_format>/", papers.paper_document, name="paper_document"),
    path("vorlagen/<slug:paper_id>/anlagen/neu/", annexes.add, name="paper_annex_add"),
    path("vorlagen/<slug:paper_id>/anlagen/<slug:annex_id>/", annexes.file, name="paper_annex"),
    path("vorlagen/<slug:paper_id>/anlagen/<slug:annex_id>/bearbeiten/", annexes.edit, name="paper_annex_edit"),
    path("vorlagen/<slug:paper_id>/anlagen/<slug:annex_id>/entfernen/", annexes.remove, name="paper_annex_remove"),
    path("briefkopf/datei/", letterhead.file, name="letterhead"),
    path("briefkopf/muster/", letterhead.sample, name="letterhead_sample"),
    path("vorgaenge/", planning.processes, name="processes"),
    path("vorgaenge/beginnen/", planning.process_start, name="process_start"),
    *process_urls.urlpatterns,
    path("vorgaenge/<slug:process_id>/", planning.process, name="process"),
    path("vorgaenge/<slug:process_id>/roter-faden/", red_thread.process_red_thread, name="process_red_thread"),
    path("vorgaenge/<slug:process_id>/bearbeiten/", planning.process_edit, name="process_edit"),
    path("vorgaenge/<slug:process_id>/thema/", planning.topic, name="topic"),
    path("vorgaenge/<slug:process_id>/begruenden/<slug:finding>/", planning.justify, name="justify"),
    path("vorgaenge/<slug:process_id>/schritt/<slug:transition>/", planning.process_step, name="process_step"),
    path("faelle/", cases.cases, name="cases"),
    path("faelle/serien/anlegen/", cases.series_create, name="series_create"),
    path("faelle/serien/<slug:series_id>/", cases.series, name="series"),
    path("faelle/serien/<slug:series_id>/vorschlagen/", cases.case_nominate, name="case_nominate"),
    path("faelle/freigaben/", case_releases.case_releases, name="case_releases"),
    path("faelle/freigaben/<slug:release_id>/", case_releases.case_release, name="case_release"),
    path("faelle/freigaben/<slug:release_id>/benennen/", case_releases.case_release_name, name="case_release_name"),
    path(
        "faelle/freigaben/<slug:release_id>/entscheiden/",
        case_releases.case_release_decide,
        name="case_release_decide",
    ),
    path("faelle/karten/<slug:card_id>/", cases.case, name="case"),
    path("faelle/karten/<slug:card_id>/bearbeiten/", cases.case_edit, name="case_edit"),
    path("faelle/karten/<slug:card_id>/abweichung/<slug:criterion>/", cases.case_deviation, name="case_deviation"),
    path("faelle/karten/<slug:card_id>/einschraenkung/", cases.case_restriction_add, name="case_restriction_add"),
    path(
        "faelle/karten/<slug:card_id>/einschraenkung/<slug:restriction_id>/entfernen/",
        cases.case_restriction_remove,
        name="case_restriction_remove",
    ),
    path("faelle/karten/<slug:card_id>/termin/", cases.case_schedule, name="case_schedule"),
    path("faelle/karten/<slug:card_id>/rekonstruiert/", cases.case_reconstruct, name="case_reconstruct"),
    path("faelle/karten/<slug:card_id>/zurueckziehen/", cases.case_withdraw, name="case_withdraw"),
    *meeting_urls.urlpatterns,
    *session_urls.urlpatterns,
    *minutes_urls.urlpatterns,
    *chain_urls.urlpatterns,
    *goal_urls.urlpatterns,
    *mandate_urls.urlpatterns,
    *measure_urls.urlpatterns,
    *news_urls.urlpatterns,
]
