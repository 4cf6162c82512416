"""Addresses of mandates, nominations, project groups and their statements, below the authority's slug."""

from __future__ import annotations

from django.urls import URLPattern, path

from portal.views import groups, mandates, nominations, statements

urlpatterns: list[URLPattern] = [
    path("vorgaenge/<slug:process_id>/auftrag/", mandates.process_mandate, name="process_mandate"),
    path("vorgaenge/<slug:process_id>/stellungnahme/", statements.statement, name="process_statement"),
    path("arbeitsauftraege/<slug:mandate_id>/", mandates.mandate, name="mandate"),
    path("arbeitsauftraege/<slug:mandate_id>/bearbeiten/", mandates.mandate_edit, name="mandate_edit"),
    path("arbeitsauftraege/<slug:mandate_id>/aendern/", mandates.mandate_amend, name="mandate_amend"),
    path("arbeitsauftraege/<slug:mandate_id>/verwerfen/", mandates.mandate_discard, name="mandate_discard"),
    path(
        "arbeitsauftraege/<slug:mandate_id>/dokument/<slug:file_format>/",
        mandates.mandate_document,
        name="mandate_document",
    ),
    path("benennungen/", nominations.nominations, name="nominations"),
    path("benennungen/<slug:nomination_id>/", nominations.nomination, name="nomination"),
    path("benennungen/<slug:nomination_id>/absagen/", nominations.nomination_decline, name="nomination_decline"),
    path("benennungen/<slug:nomination_id>/nachfragen/", nominations.nomination_ask, name="nomination_ask"),
    path("gruppen/", groups.groups, name="body_groups"),
    path("gruppen/<slug:body_id>/", groups.group, name="body_group"),
]
