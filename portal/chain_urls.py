"""Addresses of Dienstleistungsketten, below the authority's slug."""

from __future__ import annotations

from django.urls import URLPattern, path

from portal.views import chain_links, chain_parts, chain_versions, chains

_CHAIN = "ketten/<slug:chain_id>"
_VERSION = "ketten/fassungen/<slug:chain_version_id>"

urlpatterns: list[URLPattern] = [
    path("ketten/", chains.chains, name="chains"),
    path("ketten/beginnen/<slug:process_id>/", chains.chain_begin, name="chain_begin"),
    path("ketten/zustimmung/<slug:consent_id>/", chain_versions.chain_consent, name="chain_consent"),
    path(f"{_VERSION}/", chain_versions.chain_version, name="chain_version"),
    path(f"{_VERSION}/vergleich/", chain_versions.chain_compare, name="chain_compare"),
    path(f"{_CHAIN}/", chains.chain, name="chain"),
    path(f"{_CHAIN}/bearbeiten/", chains.chain_edit, name="chain_edit"),
    path(f"{_CHAIN}/loeschen/", chains.chain_remove, name="chain_remove"),
    path(f"{_CHAIN}/festschreiben/", chain_versions.chain_freeze, name="chain_freeze"),
    path(f"{_CHAIN}/akteure/neu/", chain_parts.actor_add, name="chain_actor_add"),
    path(f"{_CHAIN}/akteure/<slug:actor_id>/", chain_parts.actor_edit, name="chain_actor_edit"),
    path(f"{_CHAIN}/akteure/<slug:actor_id>/entfernen/", chain_parts.actor_remove, name="chain_actor_remove"),
    path(f"{_CHAIN}/schritte/neu/", chain_parts.step_add, name="chain_step_add"),
    path(f"{_CHAIN}/schritte/<slug:step_id>/", chain_parts.step_edit, name="chain_step_edit"),
    path(f"{_CHAIN}/schritte/<slug:step_id>/verschieben/", chain_parts.step_move, name="chain_step_move"),
    path(f"{_CHAIN}/schritte/<slug:step_id>/entfernen/", chain_parts.step_remove, name="chain_step_remove"),
    path(f"{_CHAIN}/verbindungen/neu/", chain_links.link_add, name="chain_link_add"),
    path(f"{_CHAIN}/verbindungen/<slug:link_id>/", chain_links.link_edit, name="chain_link_edit"),
    path(f"{_CHAIN}/verbindungen/<slug:link_id>/entfernen/", chain_links.link_remove, name="chain_link_remove"),
]
