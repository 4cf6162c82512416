"""Addresses of minutes, below the authority's slug."""

from __future__ import annotations

from django.urls import URLPattern, path

from portal.views import minutes

urlpatterns: list[URLPattern] = [
    path("niederschriften/<slug:minutes_id>/", minutes.show, name="minutes"),
    path(
        "niederschriften/<slug:minutes_id>/dokument/<slug:file_format>/",
        minutes.document,
        name="minutes_document",
    ),
    path("niederschriften/<slug:minutes_id>/unterzeichnen/", minutes.sign, name="minutes_sign"),
    path("niederschriften/<slug:minutes_id>/versenden/", minutes.send_round, name="minutes_circulate"),
    path("niederschriften/<slug:minutes_id>/einwendung/", minutes.raise_objection, name="minutes_object"),
    path(
        "niederschriften/<slug:minutes_id>/einwendungen/<slug:objection_id>/",
        minutes.answer,
        name="minutes_answer",
    ),
    path("niederschriften/<slug:minutes_id>/berichtigung/", minutes.correct, name="minutes_correct"),
    path("sitzungen/<slug:meeting_id>/genehmigungen/", minutes.propose_approvals, name="minutes_approvals"),
]
