"""Who reaches the desk at all. What they see there is decided per object by the areas' filters."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser
from django.db import models

from governance.access.viewer import Viewer, viewer_of
from governance.models import Authority, Person, Role, RoleAssignment, User
from governance.models.base import in_force
from governance.rules import clock

DESK_PERMISSION = "wagtailadmin.access_admin"
DESK_NAMESPACE = "desk"
# What remains open of Wagtail's own views. Everything else of its admin shows or saves records past our scoping
# (reports, history, usage, bulk actions, API, page tree, users) or is a second way to log in, and answers 404.
OPEN_VIEWS = frozenset(
    {
        "wagtailadmin_home",
        "wagtailadmin_choose_page_external_link",
        "wagtailadmin_choose_page_email_link",
    }
)
# The page tree and its images hold nothing but what is public; administrators keep them. Not open even so: usage (it
# names records that link to a page), workflows, bulk actions, copying, convert, privacy, locks.
PUBLIC_PAGE_VIEWS = frozenset(
    {
        "wagtailadmin_explore_root",
        "wagtailadmin_explore",
        "wagtailadmin_explore_results",
        "wagtailadmin_choose_page",
        "wagtailadmin_choose_page_child",
        "wagtailadmin_choose_page_search",
        "wagtailadmin_choose_page_anchor_link",
        "wagtailadmin_choose_page_phone_link",
        "wagtailadmin_choose_page_chosen_multiple",
        "wagtailadmin_editing_sessions:ping",
        "wagtailadmin_editing_sessions:release",
        *(
            f"wagtailadmin_pages:{view}"
            for view in (
                "add", "add_subpage", "edit", "preview_on_add", "preview_on_edit", "view_draft", "delete",
                "unpublish", "move", "move_confirm", "set_page_position", "history", "history_results",
                "revisions_view", "revisions_compare", "revisions_revert", "search", "search_results",
            )
        ),
        *(
            f"wagtailimages_chooser:{view}"
            for view in ("choose", "choose_results", "chosen", "chosen_multiple", "create", "select_format")
        ),
    }
)  # fmt: skip
# They show nothing, or only lead away: icons, translated words of the scripts, logging out, the way to our login.
HARMLESS_VIEWS = frozenset(
    {
        "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_logout",
        "desk_login",
        "desk_password_reset",
        "desk_password_reset_rest",
        "desk_account",
    }
)


def coordinated_persons(user: User) -> models.QuerySet[Person]:
    """Return the persons as which `user` coordinates today, one for each authority."""
    today = clock.today()
    return Person.objects.filter(
        in_force(today, "roles__"), user=user, is_active=True, roles__role=Role.COORDINATOR
    ).distinct()


def may_use_desk(user: User) -> bool:
    """Coordinators write in the desk, administrators keep users and authorities there; members never get it."""
    return user.is_active and (
        user.is_administrator
        or RoleAssignment.objects.filter(
            in_force(clock.today()),
            role=Role.COORDINATOR,
            person__user=user,
            person__is_active=True,
        ).exists()
    )


def uses_desk(viewer: Viewer) -> bool:
    """What `may_use_desk` says, for a viewer who is known already: by their roles in this authority."""
    return viewer.is_coordinator or viewer.is_administrator


def desk_viewers(user: User) -> tuple[Viewer, ...]:
    """Return `user` as the viewer of each authority that they coordinate today; empty for everybody else."""
    persons = coordinated_persons(user).select_related("authority").order_by("authority__name")
    return tuple(viewer_of(person=person, user=user) for person in persons)


def administration_viewers(user: User) -> tuple[Viewer, ...]:
    """Return viewers for users, roles and authorities: an administrator's of all authorities, else as `desk_viewers`.

    An administrator who coordinates nowhere is nobody in the authority: the viewer has no person and opens no content.
    """
    known = desk_viewers(user)
    if not (user.is_active and user.is_administrator):
        return known
    own = {viewer.authority.pk for viewer in known}
    today = clock.today()
    others = Authority.objects.exclude(pk__in=own).order_by("name")
    return known + tuple(Viewer(authority=authority, day=today, user=user) for authority in others)


def may_open_desk_view(user: User | AnonymousUser, view_name: str) -> bool:
    """Tell whether an address below the desk is open; `view_name` is the resolver's name with its namespaces.

    Anonymous people pass where coordinators do: the view leads them to the login.
    """
    if view_name in HARMLESS_VIEWS:
        return True
    if view_name in PUBLIC_PAGE_VIEWS:
        return not isinstance(user, User) or may_edit_public_pages(user)
    if view_name not in OPEN_VIEWS and not view_name.startswith(f"{DESK_NAMESPACE}_"):
        return False
    return not isinstance(user, User) or may_use_desk(user)


def may_edit_public_pages(user: User) -> bool:
    """Administrators edit the public pages; their stored permissions come with the invitation."""
    return user.is_active and user.is_administrator


def needs_second_factor(user: User) -> bool:
    """The second factor is mandatory for coordinators and administrators (trust.md, Login and web)."""
    return may_use_desk(user)


class DeskBackend(BaseBackend):
    """Grants the one permission that opens the desk, from today's roles instead of stored groups."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Return whether `user_obj` may open the desk; every other permission is left to the viewsets."""
        return perm == DESK_PERMISSION and isinstance(user_obj, User) and may_use_desk(user_obj)
