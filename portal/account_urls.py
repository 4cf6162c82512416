"""The addresses of login and account, below `/konto/`; allauth is the only login (trust.md, Login and web).

allauth's views are mounted one by one under German paths and the names it looks up itself. What is not listed does
not exist: changing the e-mail address, sign-up by passkey, login codes by mail. Sign-up answers that it is closed.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.urls import path, re_path

from portal.views import account as own
from portal.views import own_data
from portal.views.login import enrolling, framed, guarding, keeping_one

urlpatterns = [
    path("", own.account, name="account"),
    path("sitzungen/", own.sessions, name="account_sessions"),
    path("meine-daten/", own_data.page, name="account_data"),
    path("einladung/<str:token>/", own.invitation, name="account_invitation"),
    path("anmelden/", framed(account.login), name="account_login"),
    path("abmelden/", framed(account.logout), name="account_logout"),
    path("gesperrt/", framed(account.account_inactive), name="account_inactive"),
    path("registrieren/", framed(account.signup), name="account_signup"),
    path("bestaetigen/", framed(account.reauthenticate), name="account_reauthenticate"),
    path("passwort/aendern/", framed(account.password_change), name="account_change_password"),
    path("passwort/setzen/", framed(account.password_set), name="account_set_password"),
    path("passwort/vergessen/", framed(account.password_reset), name="account_reset_password"),
    path(
        "passwort/vergessen/gesendet/",
        framed(account.password_reset_done),
        name="account_reset_password_done",
    ),
    path(
        "passwort/neu/fertig/",
        framed(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^passwort/neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        framed(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("zweiter-faktor/", framed(mfa.index), name="mfa_index"),
    path("zweiter-faktor/anmelden/", framed(mfa.authenticate), name="mfa_authenticate"),
    path("zweiter-faktor/bestaetigen/", framed(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("zweiter-faktor/app/", framed(guarding(enrolling(totp.activate_totp))), name="mfa_activate_totp"),
    path("zweiter-faktor/app/entfernen/", framed(guarding(totp.deactivate_totp)), name="mfa_deactivate_totp"),
    path("zweiter-faktor/codes/", framed(guarding(codes.view_recovery_codes)), name="mfa_view_recovery_codes"),
    path(
        "zweiter-faktor/codes/neu/", framed(guarding(codes.generate_recovery_codes)), name="mfa_generate_recovery_codes"
    ),
    path(
        "zweiter-faktor/codes/datei/",
        framed(guarding(codes.download_recovery_codes)),
        name="mfa_download_recovery_codes",
    ),
    path("passkeys/", framed(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("passkeys/neu/", framed(guarding(enrolling(webauthn.add_webauthn))), name="mfa_add_webauthn"),
    path("passkeys/anmelden/", framed(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("passkeys/bestaetigen/", framed(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/", framed(guarding(webauthn.edit_webauthn)), name="mfa_edit_webauthn"),
    path(
        "passkeys/<int:pk>/entfernen/",
        framed(guarding(keeping_one(webauthn.remove_webauthn))),
        name="mfa_remove_webauthn",
    ),
    path("verwaltungskonto/", framed(social.connections), name="socialaccount_connections"),
    path("verwaltungskonto/neu/", framed(social.signup), name="socialaccount_signup"),
    path("verwaltungskonto/abgebrochen/", framed(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("verwaltungskonto/fehler/", framed(social.login_error), name="socialaccount_login_error"),
    path("verwaltungskonto/<slug:provider_id>/", framed(oidc.login), name="openid_connect_login"),
    path("verwaltungskonto/<slug:provider_id>/rueckkehr/", framed(oidc.callback), name="openid_connect_callback"),
]
