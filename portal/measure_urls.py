"""Addresses of measures, of the Beschlusskontrolle, of notices and of what became of a topic."""

from __future__ import annotations

from django.urls import URLPattern, path

from portal.views import evaluations, follow_ups, measures, notices, what_became

urlpatterns: list[URLPattern] = [
    path("massnahmen/", measures.measures, name="measures"),
    path("massnahmen/<slug:measure_id>/", measures.measure, name="measure"),
    path("massnahmen/<slug:measure_id>/bearbeiten/", measures.measure_edit, name="measure_edit"),
    path("massnahmen/<slug:measure_id>/uebertragen/", measures.measure_reassign, name="measure_reassign"),
    path("massnahmen/<slug:measure_id>/annehmen/", measures.measure_accept, name="measure_accept"),
    path("massnahmen/<slug:measure_id>/bericht/", measures.measure_report, name="measure_report"),
    path("massnahmen/<slug:measure_id>/schritt/<slug:move>/", measures.measure_move, name="measure_move"),
    path("vorgaenge/<slug:process_id>/massnahmen/planen/", measures.measure_plan, name="measure_plan"),
    path("vorgaenge/<slug:process_id>/wirkung/", evaluations.evaluation, name="evaluation"),
    path("vorgaenge/<slug:process_id>/wirkung/bearbeiten/", evaluations.evaluation_edit, name="evaluation_edit"),
    path("vorgaenge/<slug:process_id>/mitteilung/", notices.process_notice, name="process_notice"),
    path("beschlusskontrolle/", follow_ups.follow_ups, name="follow_ups"),
    path("beschlusskontrolle/<slug:follow_up_id>/", follow_ups.follow_up, name="follow_up"),
    path("beschlusskontrolle/<slug:follow_up_id>/bearbeiten/", follow_ups.follow_up_edit, name="follow_up_edit"),
    path("beschlusskontrolle/<slug:follow_up_id>/annehmen/", follow_ups.follow_up_accept, name="follow_up_accept"),
    path("beschlusskontrolle/<slug:follow_up_id>/ablehnen/", follow_ups.follow_up_decline, name="follow_up_decline"),
    path("beschlusskontrolle/<slug:follow_up_id>/bericht/", follow_ups.follow_up_report, name="follow_up_report"),
    path("beschlusskontrolle/<slug:follow_up_id>/aufheben/", follow_ups.follow_up_lift, name="follow_up_lift"),
    path(
        "beschlusskontrolle/<slug:follow_up_id>/schritt/<slug:move>/",
        follow_ups.follow_up_move,
        name="follow_up_move",
    ),
    path("beschluesse/<slug:resolution_id>/kontrolle/", follow_ups.follow_up_open, name="follow_up_open"),
    path("beschluesse/<slug:resolution_id>/mitteilung/", notices.resolution_notice, name="resolution_notice"),
    path("sitzungen/<slug:meeting_id>/beschlusskontrolle/", follow_ups.agenda_reports, name="agenda_reports"),
    path("mitteilungen/", notices.notices, name="notices"),
    path("mitteilungen/<slug:notice_id>/", notices.notice, name="notice"),
    path("mitteilungen/<slug:notice_id>/gelesen/", notices.notice_read, name="notice_read"),
    path("mitteilungen/<slug:notice_id>/erinnern/", notices.notice_remind, name="notice_remind"),
    path("faelle/karten/<slug:card_id>/was-wurde-daraus/", what_became.case_outcome, name="case_outcome"),
    path("faelle/serien/<slug:series_id>/was-wurde-daraus/", what_became.series_outcome, name="series_outcome"),
]
