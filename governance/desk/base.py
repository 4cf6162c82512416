"""The one base viewset of the desk. Nothing is registered without it (architecture.md, Libraries: wagtail).

Wagtail's own viewsets check model permissions only: their lists, editors, history, usage, copies and choosers would
show and save records of other authorities. Here every view is built by `construct_view`, which puts the scope in
front of it: whoever coordinates nowhere, and every record outside the coordinator's authorities, gets 404. Nothing
saves by itself; `create`, `update` and `delete` call a use case. How to write one: docs/development/desk.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db import models
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from governance.access.desk import DESK_NAMESPACE
from governance.access.viewer import Viewer
from governance.desk.action_views import DeskActionView
from governance.desk.bulk import DeskBulkView
from governance.desk.choice import BulkAction
from governance.desk.forms import DeskFormMixin
from governance.desk.help import Help
from governance.desk.help_texts import HELP
from governance.desk.history import DeskHistoryView
from governance.desk.index import DeskIndexView
from governance.desk.list_actions import DeskListActionView, ListAction
from governance.desk.parts import DeskAction, Fact, RelatedList
from governance.desk.preview import DeskPreviewView
from governance.desk.scope import authority_id, request_viewers, viewer_in, within
from governance.desk.views import DeskCreateView, DeskDeleteView, DeskEditView, ScopedView
from governance.documents.content import Document
from governance.models import AuditEntry, Authority
from governance.models.ledgers import INSTALLATION
from governance.queries.history import entries_about
from governance.usecases.foundation import Forbidden


class DeskViewSet(ModelViewSet):  # type: ignore[misc]
    """Base of every viewset. Declare `name`, `url_prefix`, `model`, the forms, and the methods below as needed."""

    index_view_class = DeskIndexView
    add_view_class = DeskCreateView
    edit_view_class = DeskEditView
    delete_view_class = DeskDeleteView
    index_template_name = "wagtailadmin/generic/index.html"
    index_results_template_name = "desk/results.html"
    create_template_name = "desk/form.html"
    edit_template_name = "desk/form.html"
    delete_template_name = "desk/delete.html"

    add_form: type[DeskFormMixin] | None = None
    edit_form: type[DeskFormMixin] | None = None
    key = "public_id"
    pk_path_converter = "str"
    list_per_page = 25
    list_export: tuple[str, ...] = ()
    search_fields: tuple[str, ...] = ()
    search_backend_name = None
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = False
    sort_order_field = None
    deletable = False
    delete_note: Any = ""
    joined: tuple[str, ...] = ()
    fresh_login = False
    set_up_by = ""
    actions: tuple[DeskAction, ...] = ()
    bulk_actions: tuple[BulkAction, ...] = ()
    list_actions: tuple[ListAction, ...] = ()
    filters: Mapping[str, Any] = {}
    has_preview = False
    preview_note: Any = ""

    @property
    def help(self) -> Help:
        """Return what list and editor say about themselves."""
        return HELP.get(self.name, Help())

    # ---- what a viewset says -------------------------------------------------------------------------------------

    def visible(self, viewer: Viewer) -> models.QuerySet[Any]:
        """Return the records that `viewer` may see here; a filter of `governance.access`."""
        raise NotImplementedError

    def may_add(self, viewer: Viewer) -> bool:
        """Tell whether `viewer` may make a record; the use case decides again."""
        return self.add_form is not None

    def locked(self, viewer: Viewer, record: Any) -> str:
        """Return why `record` cannot be edited now, as a sentence; empty if it can."""
        return ""

    def initial(self, record: Any) -> dict[str, Any]:
        """Return the stored values by the names of the edit form's fields."""
        names = self.edit_form.base_fields if self.edit_form else ()  # type: ignore[attr-defined]
        found = {}
        for name in names:
            value = getattr(record, name, None)
            found[name] = value.pk if isinstance(value, models.Model) else value
        return found

    def create(self, viewer: Viewer, facts: Mapping[str, Any]) -> Any:
        """Make a record through a use case and return it."""
        raise NotImplementedError

    def update(self, viewer: Viewer, record: Any, facts: Mapping[str, Any], version: int | None) -> Any:
        """Save what was typed through a use case and return the record; `Stale` becomes the 409 page."""
        raise NotImplementedError

    def delete(self, viewer: Viewer, record: Any) -> None:
        """Delete the record through a use case; offered only with `deletable`."""
        raise Forbidden(viewer, record)

    def portal_url(self, record: Any) -> str:
        """Return the address of the record's other side in the portal, or nothing."""
        return ""

    def facts_of(self, viewer: Viewer, record: Any) -> Sequence[Fact]:
        """Return what the editor says about the record without offering it for change."""
        return ()

    def related(self, viewer: Viewer, record: Any) -> Sequence[RelatedList]:
        """Return the lists of what belongs to the record, shown below the form."""
        return ()

    def subject(self, record: Any) -> tuple[models.Model, str]:
        """Return the record that the audit entries name, and the public id of the period they are about, if any."""
        return record, ""

    def word_of(self, record: Any, name: str) -> str:
        """Return how the history calls the changed field `name`, "" for none of the record's."""
        try:
            return str(self.model._meta.get_field(name).verbose_name)
        except FieldDoesNotExist:
            field = self.edit_form.base_fields.get(name) if self.edit_form else None  # type: ignore[attr-defined]
            return str(field.label or "") if field else ""

    def hit(self, record: Any) -> str:
        """Return how the search over the desk names the record."""
        return str(record)

    def preview(self, viewer: Viewer, record: Any) -> Document:
        """Return the document that the preview shows; offered only with `has_preview`."""
        raise NotImplementedError

    # ---- the frame -----------------------------------------------------------------------------------------------

    def viewers(self, request: HttpRequest) -> tuple[Viewer, ...]:
        """Return the user as viewers; those of `administration_viewers` where administrators work, too."""
        return request_viewers(request)

    def is_open(self, request: HttpRequest) -> bool:
        """Tell whether the user of `request` has anything to do here; everybody else gets 404."""
        return bool(self.viewers(request))

    def may_begin(self, request: HttpRequest) -> bool:
        """Tell whether the user of `request` may make a record anywhere."""
        return any(self.may_add(viewer) for viewer in self.viewers(request))

    def begin(self, request: HttpRequest, form: Any) -> Any:
        """Make the record of a valid form in the authority that the form names."""
        return self.create(form.viewer, form.facts)

    def viewer_of(self, request: HttpRequest, record: Any) -> Any:
        """Return the user as viewer of the record's authority."""
        return viewer_in(self.viewers(request), authority_id(record))

    def queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Return what the user of `request` sees here, over all their authorities."""
        return within(self.model, self.visible, self.viewers(request)).select_related(*self.joined)

    def entries(self, record: Any) -> models.QuerySet[AuditEntry]:
        """Return the audit entries of the record's history."""
        named, part = self.subject(record)
        scope = INSTALLATION
        if hasattr(record, "AUTHORITY_PATH"):
            scope = Authority.objects.values_list("public_id", flat=True).get(pk=authority_id(record))
        return entries_about(named, scope=scope, part=part)

    def address(self, view: str, record: models.Model) -> str:
        """Return the address of a view of `record`, by its public id."""
        return reverse(self.get_url_name(view), args=(self.key_of(record),))

    def key_of(self, record: models.Model) -> str:
        """Return the public id under which `record` is known in addresses, along the lookup `key`."""
        found: Any = record
        for step in self.key.split("__"):
            found = getattr(found, step)
        return str(found)

    def construct_view(self, view_class: type[Any], **kwargs: Any) -> Any:
        """Put the scope in front of every view; a view that does not know it is refused."""
        if not issubclass(view_class, ScopedView):
            raise ImproperlyConfigured(f"{view_class.__name__} does not ask for the scope.")
        return super().construct_view(type(view_class.__name__, (view_class,), {"desk": self}), **kwargs)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Leave out history, usage, copy and inspect: they would leak and are not mounted."""
        found: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        gone = {"history_url_name", "usage_url_name", "copy_url_name", "inspect_url_name"}
        gone |= set() if self.deletable else {"delete_url_name"}
        gone |= set() if self.add_form else {"add_url_name"}
        return {name: value for name, value in found.items() if name not in gone}

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses: list, editor, and where it is offered making and deleting."""
        patterns = [
            path("", self.index_view, name="index"),
            path("ergebnisse/", self.index_results_view, name="index_results"),
        ]
        if self.add_form:
            patterns.append(path("neu/", self.add_view, name="add"))
        if self.edit_form:
            patterns.append(path("<slug:pk>/", self.edit_view, name="edit"))
            history = self.construct_view(DeskHistoryView)
            patterns.append(path("<slug:pk>/verlauf/", history, name="verlauf"))
        if self.has_preview:
            patterns.append(path("<slug:pk>/vorschau/", self.construct_view(DeskPreviewView), name="vorschau"))
        if self.deletable:
            patterns.append(path("<slug:pk>/loeschen/", self.delete_view, name="delete"))
        for step in self.list_actions:
            patterns.insert(
                2, path(f"{step.name}/", self.construct_view(DeskListActionView, action=step), name=step.name)
            )
        for bulk in self.bulk_actions:
            view = self.construct_view(DeskBulkView, bulk=bulk)
            patterns.insert(2, path(f"gemeinsam/{bulk.name}/", view, name=f"gemeinsam-{bulk.name}"))
        for action in self.actions:
            view = self.construct_view(DeskActionView, action=action)
            patterns.append(path(f"<slug:pk>/{action.name}/", view, name=action.name))
        return patterns

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Return the arguments of the view that makes a record."""
        return {"form_class": self.add_form, "template_name": self.create_template_name, **kwargs}

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Return the arguments of the editor."""
        return {"form_class": self.edit_form, "template_name": self.edit_template_name, **kwargs}

    def get_form_class(self, for_update: bool = False) -> Any:
        """Return the form of the editor or of the view that makes a record."""
        return self.edit_form if for_update else self.add_form

    @property
    def menu_item_class(self) -> type[MenuItem]:
        """Return a menu entry that is shown to whom the list is open."""
        viewset = self

        class Entry(MenuItem):  # type: ignore[misc]
            def is_shown(self, request: HttpRequest) -> bool:
                return viewset.is_open(request)

        return Entry

    def on_register(self) -> None:
        """Check what would leak; register the menu entry only, no finder of addresses, references or permissions."""
        if not self.name or not self.name.startswith(DESK_NAMESPACE):
            raise ImproperlyConfigured(f"The name of {type(self).__name__} must begin with “{DESK_NAMESPACE}”.")
        filters = self.list_filter if isinstance(self.list_filter, list | tuple | dict) else ()
        for name in filters:
            if _is_relation(self.model, name):
                raise ImproperlyConfigured(f"A filter over {name} would list records of other authorities.")
        self.register_menu_item()


def _is_relation(model: type[models.Model], name: str) -> bool:
    try:
        return bool(model._meta.get_field(name).is_relation)
    except FieldDoesNotExist:
        return True


class DeskGroup(ViewSetGroup):  # type: ignore[misc]
    """An area in the menu of the desk. Declare `menu_label`, `menu_icon`, `menu_order` and `items`."""

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        """Return the entry, marked as ours; everything unmarked is taken out of the menu."""
        item = super().get_menu_item(order)
        item.of_the_desk = True
        return item
