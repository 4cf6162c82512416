"""Addresses of the ways into and around the steering group, below the authority's slug."""

from __future__ import annotations

from django.urls import URLPattern, path

from portal.views import intake, merging, process_documents, process_profile, scope

urlpatterns: list[URLPattern] = [
    path("vorgaenge/profil/", process_profile.page, name="process_profile"),
    path("vorgaenge/aufnehmen/", intake.take_in, name="process_take_in"),
    path("vorgaenge/uebernehmen/", intake.take_over, name="process_take_over"),
    path("vorgaenge/<slug:process_id>/herkunft/", intake.origin, name="process_origin"),
    path("vorgaenge/<slug:process_id>/herkunft/bearbeiten/", intake.origin_edit, name="process_origin_edit"),
    path("vorgaenge/<slug:process_id>/herkunft/beschluss/", intake.decision_add, name="process_decision_add"),
    path("vorgaenge/<slug:process_id>/naechster-zyklus/", intake.next_cycle, name="process_next_cycle"),
    path("vorgaenge/<slug:process_id>/zusammenfuehren/", merging.merge, name="process_merge"),
    path("vorgaenge/<slug:process_id>/zustaendigkeit/", scope.check, name="process_scope"),
    path("vorgaenge/<slug:process_id>/zustaendigkeit/gruppe/", scope.group, name="process_scope_group"),
    path("vorgaenge/<slug:process_id>/land/", scope.state, name="process_state"),
    path("vorgaenge/<slug:process_id>/land/antwort/", scope.answer, name="process_state_answer"),
    path("vorgaenge/<slug:process_id>/unterlagen/", process_documents.documents, name="process_documents"),
    path("vorgaenge/<slug:process_id>/unterlagen/neu/", process_documents.add, name="process_document_add"),
    path(
        "vorgaenge/<slug:process_id>/unterlagen/<slug:document_id>/",
        process_documents.document,
        name="process_document",
    ),
    path(
        "vorgaenge/<slug:process_id>/unterlagen/<slug:document_id>/datei/",
        process_documents.file,
        name="process_document_file",
    ),
    path(
        "vorgaenge/<slug:process_id>/unterlagen/<slug:document_id>/bearbeiten/",
        process_documents.edit,
        name="process_document_edit",
    ),
    path(
        "vorgaenge/<slug:process_id>/unterlagen/<slug:document_id>/entfernen/",
        process_documents.remove,
        name="process_document_remove",
    ),
]
