"""What a plausible POST says, so that a stranger is refused for being one and not for an empty form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.access_concept.table import At, Row
from tests.access.world import NOW, World

_DAY = (NOW + timedelta(days=60)).date().isoformat()
_MEETING = {"day": _DAY, "starts": "14:00", "ends": "16:00", "location": "Kreishaus"}
_DOCUMENT = {"title": "Vereinbarung", "dated_on": NOW.date().isoformat(), "text": "Wortlaut"}
_CARD = {"medium_difficulty": "yes", "typical": "yes", "presentation": "Kurs und Betreuung passen nicht zusammen."}

_FIXED: Mapping[str, Mapping[str, str]] = {
    "set_language": {"language": "de"},
    **{name: {"body-count": "0"} for name in ("wagtailadmin_pages:add", "wagtailadmin_pages:edit")},
    "wagtailadmin_pages:revisions_revert": {"body-count": "0"},
    "desk_papers:edit": {f"{name}-count": "0" for name in ("section_facts", "section_effects", "points", "stations")},
    "desk_templates:edit": {"sections-count": "0"},
    **{f"desk_text_modules:{view}": {"text-count": "0"} for view in ("add", "edit")},
    **{f"desk_setup:{step}": {"tun": "skip"} for step in ("edit", "names", "profile", "bodies", "people", "mail")},
    **{f"desk_setup:{step}": {"tun": "skip"} for step in ("letterhead", "rules")},
    "desk_imports:export": {"kind": "people", "form": "csv"},
    "desk_imports:edit": {"shown": "0" * 64},
    "wagtailadmin_choose_page_external_link": {"external-link-chooser-url": "https://example.org"},
    "portal:series_create": {"title": "Frühjahr"},
    "portal:case_nominate": {**_CARD, "largely_completed": "on"},
    "portal:case_edit": _CARD,
    "portal:case_deviation": {"reason": "Der Fall zeigt das Muster besonders deutlich."},
    "portal:case_restriction_add": {"text": "Kursort ohne Bus"},
    "portal:case_schedule": {"day": _DAY},
    "portal:case_reconstruct": {"day": NOW.date().isoformat()},
    "portal:case_withdraw": {"reason": "Einwilligung zurückgezogen"},
    "portal:case_release_decide": {"accepted": "yes"},
    "portal:topic": {"statement": "Eltern erreichen den Kurs nicht rechtzeitig."},
    "portal:justify": {"text": "Die Serie wird nachgereicht."},
    "portal:process_origin_edit": {"note": "Fachtag"},
    "portal:process_decision_add": {
        "body_name": "Kreistag",
        "decided_on": "2024-02-24",
        "wording": "Förderung",
        "source": "Vorlage 12/2024",
    },
    "portal:process_scope": {
        "county_wide": "yes",
        "principle": "no",
        "binding_cooperation": "no",
        "changed_conditions": "no",
        "reason": "Der ganze Kreis ist betroffen.",
    },
    "portal:process_state": {"addressee": "Ministerium"},
    "portal:process_state_answer": _DOCUMENT,
    "portal:process_document_add": {"role": "cooperation_agreement", **_DOCUMENT},
    "portal:process_document_edit": _DOCUMENT,
    "portal:process_step": {"reason": "Weitere Fälle werden gebraucht."},
    "portal:paper_annex_edit": {"title": "Kosten", "version": "1"},
    "portal:paper_annex_remove": {"version": "1"},
    "portal:meeting_edit": _MEETING,
    "portal:meeting_cancel": {"reason": "Zu wenige Vorlagen"},
    "portal:dispatch": {"notice_reason": "Frist des Landes"},
    "portal:item_add": {"title": "Bericht", "kind": "report", "minutes_planned": "10", "late_reason": "Frist"},
    "portal:item_edit": {"title": "Bericht", "kind": "report", "minutes_planned": "10"},
    "portal:item_note": {"text": "Nachfragen", "version": "0"},
    "portal:item_move": {"direction": "down"},
    "portal:item_remove": {"reason": "Erledigt"},
    "portal:invitation_answer": {"answer": "accepted"},
    "answer_link": {"answer": "accepted"},
    "contact": {"authority": "hoexter", "topic": "question", "text": "Wann ist die nächste Sitzung?"},
    "portal:outbox_settle": {"reason": "Am Telefon mitgeteilt."},
    "portal:notifications": {"reports": "daily", "reminders": "at_once", "notices": "weekly", "news": "none"},
    "portal:publication_propose": {"summary": "Worum es geht."},
    "portal:publication_decline": {"reason": "Erst nach der Sitzung des Kreistags."},
    "portal:publication_withdraw": {"reason": "Ein Fehler im Wortlaut."},
    "portal:answer_enter": {"answer": "accepted", "told_by": "Vorzimmer"},
    "account_data": {"format": "json"},
    "portal:session_conclude": {"outcome": "postponed", "reason": "Zeit"},
    "portal:vote_prepare": {"motion": "proposal", "mode": "by_name", "wording": "Das Thema wird festgestellt."},
    "portal:vote_edit": {"motion": "proposal", "mode": "show_of_hands", "wording": "Anderer Wortlaut."},
    "portal:vote_abort": {"reason": "Verzählt"},
    "portal:vote_count": {"yes": "1", "no": "1", "abstain": "1"},
    "portal:process_mandate": {"group_name": "PAG Neu"},
    "portal:mandate_edit": {"group_name": "PAG Neu", "subject": "Kurse"},
    "portal:nomination_decline": {"reason": "Keine Kapazität"},
    "portal:process_statement": {"answer_subject": "Ja", "version": "0"},
    "portal:goal_begin": {"title": "Kurs und Kind", "principle_goal": "Eltern nehmen teil."},
    "portal:goal_title": {"title": "Kurs und Kind"},
    "portal:goal_node_add": {"text": "Ein Ziel ist erreicht."},
    "portal:goal_node_word": {"text": "Ein Ziel ist erreicht."},
    "portal:goal_node_edit": {"text": "Ein Ziel ist erreicht."},
    "portal:goal_node_move": {"richtung": "runter"},
    "portal:goal_indicator_add": {"name": "Wartezeit", "direction": "down", "target": "15"},
    "portal:goal_indicator_edit": {"name": "Wartezeit", "direction": "down", "target": "15"},
    "portal:goal_assumption_add": {"text": "Kursträger melden freie Plätze."},
    "portal:goal_assumption_edit": {"text": "Kursträger melden freie Plätze."},
    "portal:goal_assumption_judge": {"holds": "yes"},
    "portal:goal_freeze": {"open_reason": "Folgt."},
    "portal:goal_value": {"value": "41", "on": NOW.date().isoformat()},
    "portal:minutes_object": {"text": "Mein Bericht fehlt."},
    "portal:minutes_answer": {"decision": "accept", "answer": "Wird ergänzt."},
    "portal:chain_edit": {"title": "Vom Bedarf zum Kurs", "kind": "to_be"},
    "portal:chain_begin": {"title": "Vom Bedarf zum Kurs", "kind": "to_be"},
    "portal:chain_freeze": {"reason": "Das Ende ist noch offen."},
    "portal:chain_actor_add": {"name": "Elternbeirat", "part": "partner"},
    "portal:chain_actor_edit": {"name": "Elternbeirat", "part": "partner"},
    "portal:chain_step_add": {"label": "Beraten", "new_actor": "Beratungsstelle"},
    "portal:chain_step_edit": {"label": "Beraten", "new_actor": "Beratungsstelle"},
    "portal:chain_step_move": {"direction": "down"},
    "portal:chain_link_edit": {"preconditions": "Bedarf geklärt", "follow_ups": "Rückmeldung"},
    **{f"portal:chain_{part}remove": {"version": "1"} for part in ("", "actor_", "step_", "link_")},
    "portal:chain_consent": {"answer": "agree"},
    "portal:measure_edit": {"title": "Kursorte abstimmen", "due_on": _DAY},
    "portal:measure_move": {"text": "Die Räume fehlen."},
    "portal:measure_report": {"text": "Zwei Orte stehen."},
    "portal:evaluation_edit": {"reached": "partly", "summary": "Mehr Plätze.", "version": "0"},
    "portal:follow_up_decline": {"text": "Nicht zuständig."},
    "portal:follow_up_move": {"text": "Umbau", "until": _DAY},
    "portal:follow_up_report": {"text": "Läuft."},
    "portal:process_notice": {"subject": "Thema", "text": "Die Kursorte stehen.", "case_managers": "on"},
    "portal:resolution_notice": {"subject": "Beschluss", "text": "Das Thema ist festgestellt.", "case_managers": "on"},
    "portal:minutes_correct": {"text": "Der Beginn war um 14 Uhr."},
}


def body_of(row: Row, world: World, role: str) -> dict[str, str]:
    """Return what `role` sends to the address of `row`."""
    cast = world.cast
    seats = {"chair": 0, "deputy_chair": 1, "member": 2, "deputy": 2, "advisory_member": 3}
    seat = cast.seats[seats.get(role, 2)].public_id
    series, process = world.params(At.ANY)["series_id"], world.params(At.PROCESS_DRAFT)["process_id"]
    made: Mapping[str, Mapping[str, Any]] = {
        "portal:paper_annex_add": {"title": "Kosten", "file": SimpleUploadedFile("anlage.txt", b"Text")},
        "portal:case_release_name": {"person": cast.secretariat.public_id},
        "portal:process_start": {
            "title": "Wohnen", "body": cast.body.public_id, "series": series, "coordinator": cast.coordinator.public_id,
        },
        "portal:process_take_in": {
            "title": "Wohnen", "source": "focus", "note": "Sitzung im März", "body": cast.body.public_id,
            "coordinator": cast.coordinator.public_id,
        },
        "portal:process_take_over": {
            "title": "Wohnen", "statement": "Wohnraum fehlt.", "note": "Handakte", "stage": "topic_draft",
            "since": NOW.date().isoformat(), "body": cast.body.public_id, "coordinator": cast.coordinator.public_id,
            "decisions-TOTAL_FORMS": "0", "decisions-INITIAL_FORMS": "0",
        },
        "portal:process_merge": {
            "mit": world.params(At.ANY)["other_draft"], "stays": process, "version": "1", "other_version": "1",
        },
        "portal:process_next_cycle": {
            "title": "Wohnen", "series": series, "coordinator": cast.coordinator.public_id,
        },
        "portal:process_scope_group": {"body": cast.project_group.public_id},
        "portal:process_edit": {"title": "Wohnen", "series": series, "coordinator": cast.coordinator.public_id},
        "portal:paper_create": {
            "title": "Vorlage", "subject": "other", "body": cast.body.public_id, "process": process,
        },
        "portal:nomination": {"person": cast.group_member.public_id},
        "portal:meeting_plan": {**_MEETING, "body": cast.body.public_id},
        "portal:guest_add": {"person_id": cast.plain_person.public_id},
        "portal:invitations_on_paper": {
            "people": world.params(At.INVITATION_ON_PAPER)["invitation_id"], "sent_on": NOW.date().isoformat(),
        },
        "portal:deputy_invite": {"person_id": cast.deputy.public_id},
        "portal:summons_object": {"text": "Die Einladung kam zu spät.", "person_id": cast.member.public_id},
        "portal:session_guest": {"person_id": cast.guest.public_id},
        "portal:session_action": {"text": "Liste", "responsible_id": cast.member.public_id, "due_on": _DAY},
        "portal:session_recusal": {"seat_id": seat, "ground": "Eigene Organisation"},
        "portal:session_recusal_lift": {"seat_id": cast.seats[2].public_id},
        "portal:measure_plan": {"title": "Orte klären", "organisation": _organisation(world), "due_on": _DAY},
        "portal:measure_reassign": {"organisation": _organisation(world), "reason": "Zuständig", "due_on": _DAY},
        "portal:measure_accept": {"person": cast.contact.public_id},
        "portal:follow_up_open": {"task": "Bericht", "organisation": _organisation(world), "due_on": _DAY},
        "portal:follow_up_edit": {"task": "Bericht", "organisation": _organisation(world), "due_on": _DAY},
        "portal:follow_up_lift": {"resolution": world.params(At.RESOLUTION_NEW)["resolution_id"]},
        "portal:vote": {"seat": seat, "choice": "yes"},
        "portal:session_attendance": {f"seat-{cast.seats[0].public_id}": cast.chair.public_id},
    }  # fmt: skip
    return dict(made.get(row.url, _FIXED.get(row.url, {})))


def _organisation(world: World) -> str:
    """Return the organisation for which the contact of the cast answers."""
    organisation = world.cast.contact.organisation
    return organisation.public_id if organisation else ""
