"""Addresses of Zielsysteme, below the authority's slug."""

from __future__ import annotations

from django.urls import URLPattern, path

from portal.views import goal_indicators as measured
from portal.views import goal_nodes as nodes
from portal.views import goal_versions as versions
from portal.views import goals

SYSTEM = "zielsysteme/<slug:system_id>/"
NODE = f"{SYSTEM}punkte/<slug:node_id>/"
INDICATOR = f"{SYSTEM}indikatoren/<slug:indicator_id>/"
ASSUMPTION = f"{SYSTEM}annahmen/<slug:assumption_id>/"

urlpatterns: list[URLPattern] = [
    path("zielsysteme/", goals.goal_systems, name="goal_systems"),
    path("zielsysteme/beginnen/<slug:process_id>/", goals.goal_begin, name="goal_begin"),
    path(SYSTEM, goals.goal_system, name="goal_system"),
    path(f"{SYSTEM}titel/", goals.goal_title, name="goal_title"),
    path(f"{SYSTEM}festschreiben/", versions.goal_freeze, name="goal_freeze"),
    path(f"{SYSTEM}vergleich/", versions.goal_compare, name="goal_compare"),
    path(f"{SYSTEM}fassungen/<slug:version_id>/", versions.goal_version, name="goal_version"),
    path(f"{SYSTEM}neu/", nodes.goal_node_add, name="goal_node_add"),
    path(f"{NODE}wortlaut/", nodes.goal_node_word, name="goal_node_word"),
    path(f"{NODE}bearbeiten/", nodes.goal_node_edit, name="goal_node_edit"),
    path(f"{NODE}verschieben/", nodes.goal_node_move, name="goal_node_move"),
    path(f"{NODE}einordnen/", nodes.goal_node_place, name="goal_node_place"),
    path(f"{NODE}entfernen/", nodes.goal_node_remove, name="goal_node_remove"),
    path(f"{NODE}wiederherstellen/", nodes.goal_node_restore, name="goal_node_restore"),
    path(f"{NODE}indikator/", measured.goal_indicator_add, name="goal_indicator_add"),
    path(f"{NODE}annahme/", measured.goal_assumption_add, name="goal_assumption_add"),
    path(f"{INDICATOR}bearbeiten/", measured.goal_indicator_edit, name="goal_indicator_edit"),
    path(f"{INDICATOR}entfernen/", measured.goal_indicator_remove, name="goal_indicator_remove"),
    path(f"{INDICATOR}wert/", measured.goal_value, name="goal_value"),
    path(f"{ASSUMPTION}bearbeiten/", measured.goal_assumption_edit, name="goal_assumption_edit"),
    path(f"{ASSUMPTION}entfernen/", measured.goal_assumption_remove, name="goal_assumption_remove"),
    path(f"{ASSUMPTION}stand/", measured.goal_assumption_judge, name="goal_assumption_judge"),
]
