"""The desk: our records, and what of Wagtail's own admin is open at all."""

from __future__ import annotations

from portal.access_concept.table import (
    ADMINISTRATION,
    COORDINATORS,
    DESK,
    EVERYBODY,
    NOBODY,
    SECRETARIAT,
    Area,
    Closed,
    Roles,
    Row,
)

DRAFT = "paper: draft, co-signing"
MINUTES = "minutes: draft"
BODY = "body, seats, rules"
USERS = "users, roles, authorities"
TABLES = "registers, imports, exports, reports"
NOTHING = "members never get the desk (interface.md)"
TAKE_BACK = "zuruecknehmen"
TOGETHER = "gemeinsam-beenden"


def _records(name: str, title: str, oracle: str, *, adds: bool = True, also: Roles = NOBODY) -> tuple[Row, ...]:
    """Return list, form for a new record and editor of one viewset; each authority's coordinators see their own."""
    found = [
        Row(f"{name}:index", f"{title}: Liste", oracle, see=DESK | also),
        Row(f"{name}:index_results", f"{title}: Liste nach Filter", oracle, see=DESK | also),
        Row(f"{name}:edit", f"{title}: öffnen und ändern", oracle, see=COORDINATORS | also, act=COORDINATORS | also),
    ]
    found.append(Row(f"{name}:verlauf", f"{title}: Verlauf", oracle, see=COORDINATORS | also))
    if adds:
        found.append(Row(f"{name}:add", f"{title}: anlegen", oracle, see=DESK | also, act=DESK | also))
    return tuple(found)


def _step(name: str, step: str, title: str, oracle: str, who: Roles) -> Row:
    return Row(f"{name}:{step}", title, oracle, see=who, act=who)


EITHER = COORDINATORS | ADMINISTRATION
ANY_DESK = DESK | ADMINISTRATION

RECORDS = (
    *_records("desk_papers", "Beschlussvorlagen", DRAFT),
    Row("desk_papers:vorschau", "Beschlussvorlagen: Vorschau", DRAFT, see=COORDINATORS),
    _step("desk_papers", "muster-erneuern", "Beschlussvorlagen: neue Fassung des Musters", DRAFT, COORDINATORS),
    *_records("desk_templates", "Vorlagenmuster", DRAFT),
    Row("desk_templates:vorschau", "Vorlagenmuster: Vorschau", DRAFT, see=COORDINATORS),
    _step("desk_templates", "delete", "Vorlagenmuster: löschen", DRAFT, COORDINATORS),
    _step("desk_templates", "mitgelieferte", "Vorlagenmuster: mitgelieferte übernehmen", DRAFT, DESK),
    *_records("desk_text_modules", "Textbausteine", DRAFT),
    _step("desk_text_modules", "delete", "Textbausteine: löschen", DRAFT, COORDINATORS),
    Row("desk_minutes:index", "Niederschriften: Liste", MINUTES, see=DESK),
    Row("desk_minutes:index_results", "Niederschriften: Liste nach Filter", MINUTES, see=DESK),
    Row(
        "desk_minutes:edit", "Niederschriften: lesen und schreiben", MINUTES,
        see=COORDINATORS, act=SECRETARIAT, told_why=COORDINATORS,
    ),
    Row("desk_minutes:verlauf", "Niederschriften: Verlauf", MINUTES, see=COORDINATORS),
    *_records("desk_bodies", "Gremien", BODY),
    *_records("desk_seats", "Sitze", BODY),
    *_records("desk_memberships", "Mitgliedschaften", BODY),
    _step("desk_memberships", TOGETHER, "Mitgliedschaften: mehrere beenden", BODY, DESK),
    _step("desk_memberships", TAKE_BACK, "Mitgliedschaften: Irrtum zurücknehmen", BODY, COORDINATORS),
    *_records("desk_deputyships", "Stellvertretungen", BODY),
    _step("desk_deputyships", TOGETHER, "Stellvertretungen: mehrere beenden", BODY, DESK),
    _step("desk_deputyships", TAKE_BACK, "Stellvertretungen: Irrtum zurücknehmen", BODY, COORDINATORS),
    *_records("desk_offices", "Ämter", BODY),
    _step("desk_offices", TOGETHER, "Ämter: mehrere beenden", BODY, DESK),
    _step("desk_offices", TAKE_BACK, "Ämter: Irrtum zurücknehmen", BODY, COORDINATORS),
    *_records("desk_secretariats", "Geschäftsführung", BODY),
    _step("desk_secretariats", TOGETHER, "Geschäftsführung: mehrere beenden", BODY, DESK),
    _step("desk_secretariats", TAKE_BACK, "Geschäftsführung: Irrtum zurücknehmen", BODY, COORDINATORS),
    *_records("desk_rules", "Geschäftsordnungen", BODY),
    *_records("desk_files", "Dateien und Briefkopf", USERS, adds=False, also=ADMINISTRATION),
    _step("desk_files", "briefkopf-entfernen", "Briefkopf entfernen", USERS, COORDINATORS),
    *_records("desk_profiles", "Prozessprofil", USERS, adds=False),
    *_records("desk_people", "Personen", USERS, also=ADMINISTRATION),
    _step("desk_people", "einladen", "Personen: Zugang einladen", USERS, EITHER),
    _step("desk_people", "gemeinsam-einladen", "Personen: mehrere Zugänge einladen", USERS, ANY_DESK),
    _step("desk_people", "deaktivieren", "Personen: deaktivieren", USERS, EITHER),
    _step("desk_people", "aktivieren", "Personen: wieder aktivieren", USERS, EITHER),
    *_records("desk_organisations", "Organisationen", USERS, also=ADMINISTRATION),
    _step("desk_organisations", "gemeinsam-deaktivieren", "Organisationen: mehrere deaktivieren", USERS, ANY_DESK),
    *_records("desk_territories", "Gebiete", USERS, also=ADMINISTRATION),
    *_records("desk_imports", "Importe", TABLES),
    _step("desk_imports", "verwerfen", "Importe: verwerfen", TABLES, COORDINATORS),
    Row("desk_imports:template", "Importe: Muster herunterladen", TABLES, see=DESK, literals={"pk": "people-xlsx"}),
    Row("desk_imports:export", "Tabellen exportieren", TABLES, see=DESK, act=DESK),
    Row("desk_imports:invitations", "Viele zur Anmeldung einladen", USERS, see=DESK, act=DESK),
    *_records("desk_roles", "Rollen", USERS, also=ADMINISTRATION),
    _step("desk_roles", TOGETHER, "Rollen: mehrere beenden", USERS, ANY_DESK),
    _step("desk_roles", TAKE_BACK, "Rollen (hier: Koordination): Irrtum zurücknehmen", USERS, ADMINISTRATION),
    *_records("desk_assistances", "Vorzimmer", USERS, also=ADMINISTRATION),
    _step("desk_assistances", TOGETHER, "Vorzimmer: mehrere beenden", USERS, ANY_DESK),
    _step("desk_assistances", TAKE_BACK, "Vorzimmer: Irrtum zurücknehmen", USERS, EITHER),
    Row("desk_setup:index", "Einrichtung: Liste", USERS, see=DESK),
    Row("desk_setup:index_results", "Einrichtung: Liste nach Filter", USERS, see=DESK),
    Row("desk_setup:edit", "Einrichtung: Stand", USERS, see=COORDINATORS, act=COORDINATORS),
    *(
        _step("desk_setup", step, f"Einrichtung: {title}", USERS, COORDINATORS)
        for step, title in (
            ("names", "Name und Begriffe"), ("profile", "Prozessprofil"), ("bodies", "Gremien und Sitze"),
            ("people", "erste Mitglieder"), ("mail", "Mailadresse"), ("letterhead", "Briefkopf"),
            ("rules", "Geschäftsordnung"),
        )
    ),
    *_records("desk_authorities", "Kreise", USERS, adds=False, also=ADMINISTRATION),
    _step("desk_authorities", "add", "Kreise: anlegen", USERS, ADMINISTRATION),
    Row("desk_users:index", "Zugänge: Liste", USERS, see=ADMINISTRATION),
    Row("desk_users:index_results", "Zugänge: Liste nach Filter", USERS, see=ADMINISTRATION),
    _step("desk_users", "add", "Zugänge: Administration einladen", USERS, ADMINISTRATION),
    _step("desk_users", "edit", "Zugänge: öffnen", USERS, ADMINISTRATION),
    _step("desk_users", "faktor-zuruecksetzen", "Zugänge: zweiten Faktor zurücksetzen", USERS, ADMINISTRATION),
    _step("desk_users", "schliessen", "Zugänge: sperren", USERS, ADMINISTRATION),
    _step("desk_users", "oeffnen", "Zugänge: entsperren", USERS, ADMINISTRATION),
    _step("desk_users", "administration-einladen", "Zugänge: Einladung erneut senden", USERS, ADMINISTRATION),
    _step("desk_users", "administration-beenden", "Zugänge: Administration beenden", USERS, ADMINISTRATION),
    Row("desk_users:verlauf", "Zugänge: Verlauf", USERS, see=ADMINISTRATION),
    Row("desk_choose_papers:choose", "Auswahl von Vorlagen", DRAFT, see=DESK),
    Row("desk_choose_papers:choose_results", "Auswahl von Vorlagen: Treffer", DRAFT, see=DESK),
    Row("desk_choose_papers:chosen", "Auswahl von Vorlagen: gewählte Vorlage", DRAFT, see=COORDINATORS),
    Row("desk_choose_papers:chosen_multiple", "Auswahl von Vorlagen: gewählte Vorlagen", DRAFT, see=DESK),
    Row("desk_choose_people:choose", "Auswahl von Personen", USERS, see=ANY_DESK),
    Row("desk_choose_people:choose_results", "Auswahl von Personen: Treffer", USERS, see=ANY_DESK),
    Row("desk_choose_people:chosen", "Auswahl von Personen: gewählte Person", USERS, see=EITHER),
    Row("desk_choose_people:chosen_multiple", "Auswahl von Personen: gewählte Personen", USERS, see=ANY_DESK),
)  # fmt: skip

# Wagtail's tree of public pages. What only shows is followed by what also takes a form.
_SHOWN = (
    "wagtailadmin_explore_root", "wagtailadmin_explore", "wagtailadmin_explore_results",
    "wagtailadmin_choose_page", "wagtailadmin_choose_page_child", "wagtailadmin_choose_page_search",
    "wagtailadmin_choose_page_chosen_multiple", "wagtailadmin_pages:search", "wagtailadmin_pages:search_results",

    "wagtailadmin_pages:history", "wagtailadmin_pages:history_results", "wagtailadmin_pages:revisions_view",
    "wagtailadmin_pages:revisions_compare", "wagtailimages_chooser:choose", "wagtailimages_chooser:choose_results",
    "wagtailimages_chooser:chosen", "wagtailimages_chooser:chosen_multiple",
)  # fmt: skip
_EDITED = (
    "wagtailadmin_pages:add_subpage", "wagtailadmin_pages:view_draft",
    "wagtailadmin_choose_page_anchor_link", "wagtailadmin_choose_page_phone_link", "wagtailadmin_pages:add",
    "wagtailadmin_pages:edit", "wagtailadmin_pages:preview_on_add", "wagtailadmin_pages:preview_on_edit",
    "wagtailadmin_pages:delete", "wagtailadmin_pages:unpublish", "wagtailadmin_pages:move",
    "wagtailadmin_pages:move_confirm", "wagtailadmin_pages:revisions_revert", "wagtailimages_chooser:create",
    "wagtailimages_chooser:select_format",
)  # fmt: skip
_SENT = (
    "wagtailadmin_pages:set_page_position", "wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release",
)  # fmt: skip
PAGE_TREE = "Öffentliche Seiten pflegen"

OF_WAGTAIL = (
    Row("wagtailadmin_home", "Startseite der Werkstatt", USERS, see=ANY_DESK, act=NOBODY),
    Row("desk_search", "Suche in der Werkstatt", USERS, see=ANY_DESK),
    Row("wagtailadmin_choose_page_external_link", "Verweis ins Netz in einem Text", DRAFT, see=ANY_DESK, act=ANY_DESK),
    Row("wagtailadmin_choose_page_email_link", "Mailadresse in einem Text", DRAFT, see=ANY_DESK, act=ANY_DESK),
    *(Row(name, PAGE_TREE, NOTHING, see=ADMINISTRATION) for name in _SHOWN),
    *(Row(name, PAGE_TREE, NOTHING, see=ADMINISTRATION, act=ADMINISTRATION) for name in _EDITED),
    *(Row(name, PAGE_TREE, NOTHING, act=ADMINISTRATION) for name in _SENT),
    Row("wagtailadmin_sprite", "Symbole der Werkstatt", NOTHING, see=EVERYBODY, act=EVERYBODY),
    Row("wagtailadmin_javascript_catalog", "Wörter der Werkstatt", NOTHING, see=EVERYBODY),
    Row("wagtailadmin_logout", "Abmelden in der Werkstatt", NOTHING, act=EVERYBODY, leads_to_login=True),
    *(
        Row(name, "Führt zur Anmeldung des Portals", NOTHING, see=EVERYBODY, act=EVERYBODY, leads_to_login=True)
        for name in ("desk_login", "wagtailadmin_login", "page_login", "wagtailcore_login")
    ),
    *(
        Row(name, "Führt zum Zurücksetzen des Passworts im Portal", NOTHING, see=EVERYBODY, act=EVERYBODY)
        for name in (
            "desk_password_reset", "desk_password_reset_rest", "wagtailadmin_password_reset",
            "wagtailadmin_password_reset_done", "wagtailadmin_password_reset_confirm",
            "wagtailadmin_password_reset_complete",
        )
    ),
    *(
        Row(name, "Führt zum Konto des Portals", NOTHING, see=EVERYBODY, act=EVERYBODY)
        for name in ("desk_account", "wagtailadmin_account")
    ),
)  # fmt: skip

CLOSED = (
    Closed("wagtailadmin_api:*", "Programmierschnittstelle"),
    Closed("wagtailadmin_reports:*", "Berichte und Verlauf der Installation"),
    Closed("wagtailadmin_workflows:*", "Arbeitsabläufe und Aufgaben"),
    Closed("wagtailadmin_collections:*", "Sammlungen"),
    Closed("wagtailsites:*", "Websites"),
    Closed("wagtailusers_users:*", "Wagtails Benutzerverwaltung"),
    Closed("wagtailusers_groups:*", "Wagtails Gruppen"),
    Closed("wagtailimages:*", "Bilderverwaltung"),
    Closed("wagtail_bulk_action", "Sammelaktionen"),
    Closed("wagtailadmin_tag_*", "Schlagwörter"),
    Closed("wagtailadmin_dismissibles", "Hinweise der Oberfläche"),
    Closed("wagtailadmin_block_preview", "Vorschau von Textbausteinen"),
    Closed("wagtailadmin_error_test", "Testseite für Fehler"),
    Closed("werkstatt/test404/", "Testseite für unbekannte Adressen"),
    Closed("werkstatt/^.[*]/$", "Jede andere Adresse unter der Werkstatt"),
    *(
        Closed(f"wagtailadmin_pages:{view}", title)
        for view, title in (
            ("type_use*", "Verwendung von Seitenarten"),
            ("choose_parent", "Ort einer neuen Seite wählen"),
            ("usage", "Verwendung einer Seite"),
            ("convert_alias", "Umwandlung von Seiten"),
            ("copy", "Kopieren von Seiten"),
            ("*workflow*", "Arbeitsabläufe von Seiten"),
            ("set_privacy", "Sichtbarkeit von Seiten"),
            ("*lock", "Sperren von Seiten"),
            ("revisions_index", "Alter Verlauf von Seiten"),
            ("revisions_unschedule", "Zeitplan von Seiten"),
        )
    ),
)

DESK_AREA = Area(
    title="Werkstatt",
    rules=(
        "Die Werkstatt öffnet sich nur Koordination und Administration; allen anderen antwortet sie, als gäbe es sie nicht. Die Koordination "
        "sieht darin nur Datensätze der Kreise, in denen sie heute koordiniert.",
        "Die Administration pflegt Kreise, Personen, Rollen und Zugänge sowie die öffentlichen Seiten; Inhalte eines Kreises sieht sie nicht. "
        "Rollen der Koordination gibt und beendet nur sie.",
        "Von Wagtails eigener Verwaltung ist nur offen, was hier steht.",
    ),
    rows=(*RECORDS, *OF_WAGTAIL),
    closed=CLOSED,
)
