"""The link button of the editor: web and e-mail addresses only, as the allow-list of rich text says."""

from __future__ import annotations

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature


def link_feature() -> EntityFeature:
    """Return the button; it opens with the web address, because the page tree behind Wagtail's own is closed."""
    web = reverse_lazy("wagtailadmin_choose_page_external_link")
    mail = reverse_lazy("wagtailadmin_choose_page_email_link")
    return EntityFeature(
        {
            "type": "LINK",
            "icon": "link",
            "description": _("Link"),
            "attributes": ["url"],
            "allowlist": {"href": "^(http:|https:|mailto:|undefined$)"},
            "chooserUrls": {
                "pageChooser": web,
                "externalLinkChooser": web,
                "emailLinkChooser": mail,
                "phoneLinkChooser": web,
                "anchorLinkChooser": web,
            },
        },
        js=["wagtailadmin/js/page-chooser-modal.js"],
    )
