"""Addresses of meetings, agendas, invitations and the outbox, below the authority's slug."""

from __future__ import annotations

from django.urls import URLPattern, path

from portal.views import agendas, invitations, meetings, paper_invitations, summons

urlpatterns: list[URLPattern] = [
    path("sitzungen/", meetings.meeting_list, name="meetings"),
    path("sitzungen/neu/", meetings.plan, name="meeting_plan"),
    path("sitzungen/<slug:meeting_id>/", meetings.show, name="meeting"),
    path("sitzungen/<slug:meeting_id>/aendern/", meetings.edit, name="meeting_edit"),
    path("sitzungen/<slug:meeting_id>/absagen/", meetings.cancel, name="meeting_cancel"),
    path("sitzungen/<slug:meeting_id>/wieder-ansetzen/", meetings.restore, name="meeting_restore"),
    path("sitzungen/<slug:meeting_id>/einladung.<slug:document_format>", meetings.document, name="meeting_document"),
    path("sitzungen/<slug:meeting_id>/sitzung.ics", meetings.calendar, name="meeting_ics"),
    path("sitzungen/<slug:meeting_id>/tagesordnung/", agendas.agenda, name="agenda"),
    path("sitzungen/<slug:meeting_id>/tagesordnung/neu/", agendas.add, name="item_add"),
    path("sitzungen/<slug:meeting_id>/tagesordnung/uebliche/", agendas.add_usual, name="agenda_usual"),
    path("sitzungen/<slug:meeting_id>/einladen/", invitations.dispatch, name="dispatch"),
    path("sitzungen/<slug:meeting_id>/versandbuch/", invitations.ledger, name="ledger"),
    path("sitzungen/<slug:meeting_id>/papierpost/", paper_invitations.page, name="invitations_on_paper"),
    path("sitzungen/<slug:meeting_id>/erinnern/", invitations.remind, name="meeting_remind"),
    path("sitzungen/<slug:meeting_id>/ruege/", summons.object_to, name="summons_object"),
    path("tagesordnungspunkte/<slug:item_id>/", agendas.edit, name="item_edit"),
    path("tagesordnungspunkte/<slug:item_id>/verschieben/", agendas.move, name="item_move"),
    path("tagesordnungspunkte/<slug:item_id>/absetzen/", agendas.remove, name="item_remove"),
    path("tagesordnungspunkte/<slug:item_id>/gaeste/", agendas.add_guest, name="guest_add"),
    path("tagesordnungspunkte/<slug:item_id>/gaeste/<slug:person_id>/", agendas.remove_guest, name="guest_remove"),
    path("einladungen/<slug:invitation_id>/antwort/", invitations.answer, name="invitation_answer"),
    path("einladungen/<slug:invitation_id>/eintragen/", paper_invitations.enter, name="answer_enter"),
    path(
        "einladungen/<slug:invitation_id>/brief.<slug:document_format>",
        paper_invitations.letter,
        name="invitation_letter",
    ),
    path("einladungen/<slug:invitation_id>/vertretung/", invitations.deputy, name="deputy_invite"),
]
