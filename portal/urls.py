"""All addresses of the installation."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from portal.views.account import choose_language, home
from portal.views.handbook import handbook, handbook_chapter
from portal.views.health import healthz, readyz
from portal.views.invitations import answer_link
from portal.views.login import to_account, to_login, to_password_reset

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("start/", home, name="home"),
    path("handbuch/", handbook, name="handbook"),
    path("handbuch/<slug:name>/", handbook_chapter, name="handbook_chapter"),
    path("konto/", include("portal.account_urls")),
    path("sprache/setzen/", choose_language, name="set_language"),
    # allauth is the only login by every path: Wagtail's own pages for it lead there.
    path("werkstatt/login/", to_login, name="desk_login"),
    path("werkstatt/password_reset/", to_password_reset, name="desk_password_reset"),
    path("werkstatt/password_reset/<path:rest>", to_password_reset, name="desk_password_reset_rest"),
    path("werkstatt/account/", to_account, name="desk_account"),
    path("_util/login/", to_login, name="page_login"),
    path("werkstatt/", include(wagtailadmin_urls)),
    path("antwort/<str:key>/", answer_link, name="answer_link"),
    path("<slug:authority>/", include(("portal.authority_urls", "portal"))),
    path("", include(wagtail_urls)),
]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.permission_denied"
handler404 = "portal.views.errors.not_found"
handler500 = "portal.views.errors.server_error"
