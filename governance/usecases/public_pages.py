"""Who edits the public pages: a group with stored permissions, because Wagtail's page tree asks for nothing else."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

GROUP = "Öffentliche Seiten"
ON_PAGES = ("add_page", "change_page", "publish_page")
ON_IMAGES = ("add_image", "change_image", "choose_image")


def public_pages_group() -> Group:
    """Return the group that edits the whole page tree and its images; made where it is missing.

    Called within the transaction of a use case. Membership opens nothing by itself: the door of the desk lets
    administrators alone through to the page tree (`governance.access.desk`).
    """
    group, created = Group.objects.get_or_create(name=GROUP)
    if created:
        for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=ON_PAGES):
            GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission=permission)
        for permission in Permission.objects.filter(content_type__app_label="wagtailimages", codename__in=ON_IMAGES):
            GroupCollectionPermission.objects.create(
                group=group, collection=Collection.get_first_root_node(), permission=permission
            )
    return group
