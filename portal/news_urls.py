"""Addresses of mails, notification choices, deadlines, messages of the public and publications, in an authority."""

from __future__ import annotations

from django.urls import URLPattern, path

from portal.views import contact_messages, deadlines, notifications, outbox, publications

urlpatterns: list[URLPattern] = [
    path("postausgang/", outbox.outbox, name="outbox"),
    path("postausgang/alle/", outbox.retry_all, name="outbox_retry_all"),
    path("postausgang/<slug:mail_id>/", outbox.retry, name="outbox_retry"),
    path("postausgang/<slug:mail_id>/erledigen/", outbox.settle, name="outbox_settle"),
    path("benachrichtigungen/", notifications.notifications, name="notifications"),
    path("fristen/", deadlines.deadlines, name="deadlines"),
    path("zuschriften/", contact_messages.contact_messages, name="contact_messages"),
    path("zuschriften/<slug:message_id>/erledigt/", contact_messages.finish, name="contact_finish"),
    path("zuschriften/<slug:message_id>/loeschen/", contact_messages.delete, name="contact_delete"),
    path("veroeffentlichungen/", publications.publications, name="publications"),
    path("beschluesse/<slug:resolution_id>/veroeffentlichen/", publications.propose, name="publication_propose"),
    path("veroeffentlichungen/<slug:publication_id>/", publications.publication, name="publication"),
    path("veroeffentlichungen/<slug:publication_id>/zustimmen/", publications.agree, name="publication_agree"),
    path("veroeffentlichungen/<slug:publication_id>/ablehnen/", publications.decline, name="publication_decline"),
    path(
        "veroeffentlichungen/<slug:publication_id>/zuruecknehmen/", publications.withdraw, name="publication_withdraw"
    ),
]
