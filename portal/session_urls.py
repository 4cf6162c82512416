"""Addresses of sessions, votes and the register, below the authority's slug."""

from __future__ import annotations

from django.urls import URLPattern, path

from portal.views import attendance, node_outcomes, notes, register, sessions, votes

SESSION = "sitzungen/<slug:meeting_id>/laufend/"
ITEM = f"{SESSION}punkte/<slug:item_id>/"

urlpatterns: list[URLPattern] = [
    path(SESSION, sessions.session, name="session"),
    path(f"{SESSION}stand/", sessions.session_live, name="session_live"),
    path(f"{SESSION}schritt/<slug:step>/", sessions.session_step, name="session_step"),
    path(f"{ITEM}schritt/<slug:step>/", sessions.session_item, name="session_item"),
    path(f"{ITEM}abschliessen/", sessions.session_conclude, name="session_conclude"),
    path(f"{ITEM}ziele/", node_outcomes.session_nodes, name="session_nodes"),
    path(f"{ITEM}auftrag/", sessions.session_action, name="session_action"),
    path(f"{ITEM}befangenheit/", attendance.session_recusal, name="session_recusal"),
    path(f"{ITEM}befangenheit/aufheben/", attendance.session_recusal_lift, name="session_recusal_lift"),
    path(f"{SESSION}anwesenheit/", attendance.session_attendance, name="session_attendance"),
    path(f"{SESSION}anwesenheit/gast/", attendance.session_guest, name="session_guest"),
    path(f"{SESSION}anwesenheit/<slug:attendance_id>/", attendance.session_stay, name="session_stay"),
    path(
        f"{SESSION}anwesenheit/<slug:attendance_id>/gegangen/",
        attendance.session_departure,
        name="session_departure",
    ),
    path(
        f"{SESSION}anwesenheit/<slug:attendance_id>/entfernen/",
        attendance.session_stay_remove,
        name="session_stay_remove",
    ),
    path(f"{SESSION}abstimmung/<slug:vote_id>/schliessen/", votes.vote_close, name="vote_close"),
    path("auftraege/<slug:action_id>/<slug:step>/", sessions.session_action_step, name="session_action_step"),
    path("tagesordnungspunkte/<slug:item_id>/notiz/", notes.write, name="item_note"),
    path("tagesordnungspunkte/<slug:item_id>/abstimmung/", votes.vote_prepare, name="vote_prepare"),
    path("abstimmungen/<slug:vote_id>/", votes.vote, name="vote"),
    path("abstimmungen/<slug:vote_id>/stand/", votes.vote_status, name="vote_status"),
    path("abstimmungen/<slug:vote_id>/bearbeiten/", votes.vote_edit, name="vote_edit"),
    path("abstimmungen/<slug:vote_id>/oeffnen/", votes.vote_open, name="vote_open"),
    path("abstimmungen/<slug:vote_id>/erinnern/", votes.vote_remind, name="vote_remind"),
    path("abstimmungen/<slug:vote_id>/auszaehlung/", votes.vote_count, name="vote_count"),
    path("abstimmungen/<slug:vote_id>/abbrechen/", votes.vote_abort, name="vote_abort"),
    path("beschluesse/", register.register, name="register"),
    path("beschluesse/<slug:resolution_id>/", register.resolution, name="resolution"),
    path("beschluesse/<slug:resolution_id>/wirkung/", register.resolution_effect, name="resolution_effect"),
]
