"""Public pages, health, login and the own account: no content of an authority."""

from __future__ import annotations

from portal.access_concept.table import EVERYBODY, LOGGED_IN, NOBODY, Area, Closed, Row

PUBLIC_ORACLE = "paper: published resolution (public pages hold nothing else)"
OWN = "users, roles, authorities"

PUBLIC = Area(
    title="Öffentliche Seiten",
    rules=(
        "Öffentliche Seiten und die beiden Prüfadressen des Betriebs zeigen keine Daten eines Kreises.",
        "Der Antwort-Link der Einladungsmail öffnet genau eine Einladung. Er endet mit dem Sitz, mit der Zugehörigkeit zum Kreis und mit "
        "der Rücknahme der Einladung. Öffnen ändert nichts; erst der Knopf antwortet.",
    ),
    rows=(
        Row("wagtail_serve", "Öffentliche Seite", PUBLIC_ORACLE, see=EVERYBODY, act=EVERYBODY),
        Row("healthz", "Betrieb: Prozess lebt", PUBLIC_ORACLE, see=EVERYBODY, act=EVERYBODY),
        Row("handbook", "Handbuch", PUBLIC_ORACLE, see=EVERYBODY),
        Row("handbook_chapter", "Handbuch: Kapitel", PUBLIC_ORACLE, see=EVERYBODY, literals={"name": "mitglieder"}),
        Row("readyz", "Betrieb: Datenbank erreichbar", PUBLIC_ORACLE, see=EVERYBODY, act=EVERYBODY),
        Row("set_language", "Sprache wählen", OWN, act=EVERYBODY),
        Row("answer_link", "Antwort-Link einer Einladung", "own invitation, answer", see=EVERYBODY, act=EVERYBODY),
    ),
    closed=(Closed("wagtailcore_authenticate_with_password", "Seiten mit eigenem Passwort"),),
)

ACCOUNT = Area(
    title="Anmeldung und eigenes Konto",
    rules=(
        "Angemeldet wird nur über allauth, auf jedem Weg. Zugänge gibt es nur auf Einladung; die Selbstregistrierung ist geschlossen.",
        "Das Konto zeigt jeder Person nur das eigene. Koordination und Administration brauchen einen zweiten Faktor, bevor sie Inhalte "
        "sehen; heikle Schritte verlangen eine frische Anmeldung.",
    ),
    rows=(
        Row("home", "Weg nach der Anmeldung", OWN, see=LOGGED_IN),
        Row("account", "Eigenes Konto", OWN, see=LOGGED_IN),
        Row("account_sessions", "Eigene Sitzungen beenden", OWN, act=LOGGED_IN),
        Row("account_invitation", "Einladung zum ersten Passwort", OWN, see=EVERYBODY, act=EVERYBODY),
        Row("account_login", "Anmelden", OWN, see=EVERYBODY, act=EVERYBODY),
        Row("account_logout", "Abmelden", OWN, see=EVERYBODY, act=EVERYBODY, leads_to_login=True),
        Row("account_inactive", "Hinweis: Zugang gesperrt", OWN, see=EVERYBODY),
        Row("account_signup", "Registrierung (geschlossen)", OWN, see=EVERYBODY, act=EVERYBODY),
        Row("account_reauthenticate", "Anmeldung bestätigen", OWN, see=LOGGED_IN, act=LOGGED_IN),
        Row("account_change_password", "Passwort ändern", OWN, see=LOGGED_IN, act=LOGGED_IN),
        Row("account_set_password", "Passwort setzen", OWN, see=LOGGED_IN, act=LOGGED_IN),
        Row("account_reset_password", "Passwort vergessen", OWN, see=EVERYBODY, act=EVERYBODY),
        Row("account_reset_password_done", "Passwort vergessen: Mail ist unterwegs", OWN, see=EVERYBODY),
        Row("account_reset_password_from_key", "Neues Passwort", OWN, see=EVERYBODY, act=EVERYBODY),
        Row("account_reset_password_from_key_done", "Neues Passwort: fertig", OWN, see=EVERYBODY),
        Row("mfa_index", "Zweiter Faktor", OWN, see=LOGGED_IN),
        Row("mfa_authenticate", "Zweiten Faktor eingeben", OWN, see=EVERYBODY, act=EVERYBODY, leads_to_login=True),
        Row("mfa_reauthenticate", "Mit zweitem Faktor bestätigen", OWN, see=LOGGED_IN, act=LOGGED_IN),
        Row("mfa_activate_totp", "App einrichten", OWN, see=LOGGED_IN, act=LOGGED_IN),
        Row("mfa_deactivate_totp", "App entfernen", OWN, see=NOBODY, act=NOBODY),
        Row("mfa_view_recovery_codes", "Ersatzcodes ansehen", OWN, see=NOBODY, act=NOBODY),
        Row("mfa_generate_recovery_codes", "Ersatzcodes erzeugen", OWN, see=LOGGED_IN, act=LOGGED_IN),
        Row("mfa_download_recovery_codes", "Ersatzcodes herunterladen", OWN, see=NOBODY, act=NOBODY),
        Row("mfa_list_webauthn", "Eigene Passkeys", OWN, see=LOGGED_IN),
        Row("mfa_add_webauthn", "Passkey einrichten", OWN, see=LOGGED_IN, act=LOGGED_IN),
        Row("mfa_login_webauthn", "Mit Passkey anmelden", OWN, see=EVERYBODY, act=EVERYBODY, leads_to_login=True),
        Row("mfa_reauthenticate_webauthn", "Mit Passkey bestätigen", OWN, see=LOGGED_IN, act=LOGGED_IN),
        Row(
            "mfa_edit_webauthn",
            "Eigenen Passkey umbenennen (verlangt die Bestätigung)",
            OWN,
            see=LOGGED_IN,
            act=LOGGED_IN,
        ),
        Row(
            "mfa_remove_webauthn",
            "Eigenen Passkey entfernen (verlangt die Bestätigung)",
            OWN,
            see=LOGGED_IN,
            act=LOGGED_IN,
        ),
        Row("socialaccount_connections", "Verbundenes Verwaltungskonto", OWN, see=LOGGED_IN, act=LOGGED_IN),
        Row(
            "socialaccount_signup",
            "Verwaltungskonto: erste Anmeldung",
            OWN,
            see=EVERYBODY,
            act=EVERYBODY,
            leads_to_login=True,
        ),
        Row("socialaccount_login_cancelled", "Verwaltungskonto: abgebrochen", OWN, see=EVERYBODY),
        Row("socialaccount_login_error", "Verwaltungskonto: Fehler", OWN, see=EVERYBODY),
        Row("openid_connect_login", "Verwaltungskonto eines unbekannten Anbieters", OWN, see=NOBODY, act=NOBODY),
        Row("openid_connect_callback", "Rückkehr von einem unbekannten Anbieter", OWN, see=NOBODY, act=NOBODY),
    ),
)
