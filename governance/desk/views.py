"""The views behind the base viewset: list, make, edit, delete, each with the scope in front."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.forms import BaseForm, ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.widgets.button import HeaderButton

from governance.access.viewer import Viewer
from governance.desk.fresh import confirm_first
from governance.desk.scope import request_viewers, within
from governance.queries.wording import say
from governance.usecases.foundation import Forbidden, Invalid, Refused, Stale

if TYPE_CHECKING:
    from governance.desk.base import DeskViewSet


class ScopedView:
    """What every view of the desk asks first: as whom the user looks, and at which records."""

    desk: DeskViewSet
    request: HttpRequest
    # Wagtail's policies know stored permissions only; `governance.access` decides instead.
    permission_policy = None

    @cached_property
    def viewers(self) -> tuple[Viewer, ...]:
        """Return the user as viewers; raises 404 if they are nobody here."""
        if not self.desk.is_open(self.request):
            raise Http404
        return self.desk.viewers(self.request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse strangers before anything is loaded."""
        self.viewers  # noqa: B018
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class ScopedObject(ScopedView):
    """A view of one record, found by its public id within the scope."""

    kwargs: dict[str, Any]
    object: Any

    def get_queryset(self) -> models.QuerySet[Any]:
        """Return the scope, for whatever else of the view asks."""
        self.viewers  # noqa: B018
        return self.desk.queryset(self.request)

    def get_object(self, queryset: models.QuerySet[Any] | None = None) -> Any:
        """Return the record; 404 for one that does not exist or is not theirs."""
        if getattr(self, "object", None) is None:
            key = self.kwargs["pk"]
            # PostgreSQL refuses texts with a zero character; public ids are letters and digits.
            found = self.get_queryset().filter(**{self.desk.key: key}).first() if key.isalnum() else None
            if found is None:
                raise Http404
            return found
        return self.object

    @cached_property
    def viewer(self) -> Any:
        """Return the user as viewer of the record's authority."""
        return self.desk.viewer_of(self.request, self.object)

    def get_edit_url(self) -> str:
        """Return the address of the editor."""
        return self.desk.address("edit", self.object)

    def get_delete_url(self) -> str:
        """Return the address for deleting, if it is offered."""
        return self.desk.address("delete", self.object) if self.desk.deletable else ""


class DeskIndexView(ScopedView, IndexView):  # type: ignore[misc]
    """The list."""

    any_permission_required = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Close the export: its cells are not escaped."""
        super().setup(request, *args, **kwargs)
        self.is_export = False

    def get_base_queryset(self) -> models.QuerySet[Any]:
        """Return the scope."""
        return self.desk.queryset(self.request)

    def get_edit_url(self, instance: models.Model) -> str | None:
        """Return the address of the editor."""
        return self.desk.address("edit", instance) if self.desk.edit_form else None

    def get_delete_url(self, instance: models.Model) -> str | None:
        """Return the address for deleting, if it is offered."""
        return self.desk.address("delete", instance) if self.desk.deletable else None

    def get_copy_url(self, instance: models.Model) -> None:
        """Return nothing: no record is copied past its use case."""

    def get_inspect_url(self, instance: models.Model) -> None:
        """Return nothing: the portal shows records."""

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the way to the set-up, for an empty list of what it makes."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        coordinated = request_viewers(self.request) if self.desk.set_up_by else ()
        if coordinated:
            key = coordinated[0].authority.public_id
            context["setup_url"] = reverse(f"desk_setup:{self.desk.set_up_by}", args=[key])
        return context

    def get_add_url(self) -> str | None:
        """Return the address for making a record, if the user may."""
        url: str | None = super().get_add_url() if self.desk.may_begin(self.request) else None
        return url


class SavesThroughUseCase(ScopedView):
    """Calls the viewset's use case for a valid form and turns its refusal into an answer."""

    object: Any
    form: Any

    def act(self, form: Any) -> Any:
        """Call the use case; return the record."""
        raise NotImplementedError

    def stored(self, current: Any) -> dict[str, Any]:
        """Return the stored values beside which typed ones are shown after `Stale`."""
        return {}

    def form_valid(self, form: Any) -> HttpResponse:
        """Carry the use case out. Not in a transaction of ours: the log entry of a refusal must survive."""
        self.form = form
        try:
            self.object = self.act(form)
        except Stale as refusal:
            form.compare(self.stored(refusal.current), getattr(refusal.current, "version", 0))
            form.add_error(None, say(refusal.message))
            return self._shown(form, 409)
        except Invalid as refusal:
            for name, sentences in refusal.errors.items():
                form.add_error(name if name in form.fields else None, sentences)
            return self._shown(form, 422)
        except Refused as refusal:
            form.add_error(None, say(refusal.message))
            return self._shown(form, 422)
        except (Forbidden, ObjectDoesNotExist, LookupError) as refusal:
            raise Http404 from refusal
        response: HttpResponse = self.save_action()  # type: ignore[attr-defined]
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show what was typed with its errors."""
        self.form = form
        return self._shown(form, 422)

    def _shown(self, form: BaseForm, status: int) -> HttpResponse:
        messages.validation_error(self.request, self.get_error_message(), form)  # type: ignore[attr-defined]
        response: HttpResponse = self.render_to_response(  # type: ignore[attr-defined]
            self.get_context_data(form=form)  # type: ignore[attr-defined]
        )
        response.status_code = status
        return response


class DeskCreateView(SavesThroughUseCase, CreateView):  # type: ignore[misc]
    """Making a record."""

    permission_required = None
    expects_json_response = False
    success_message = _("%(model_name)s “%(object)s” has been created.")
    error_message = _("This could not be created. Please check the marked entries.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer 404 to whoever may make none."""
        if not (self.desk.is_open(request) and self.desk.may_begin(request)):
            raise Http404
        first = confirm_first(request, self.desk.name) if self.desk.fresh_login else None
        return first if first is not None else super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Return the records that the address names by field and public id, as far as they may be chosen."""
        found: dict[str, Any] = super().get_initial()
        for name, scope in self.form_class.scopes.items():
            key = self.request.GET.get(name, "")
            if key.isalnum():
                model = self.form_class.base_fields[name].queryset.model
                found[name] = within(model, scope, self.viewers).filter(public_id=key).first()
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the viewers to the form."""
        kwargs: dict[str, Any] = super().get_form_kwargs()
        if not issubclass(self.form_class, ModelForm):
            kwargs.pop("instance", None)
        return {**kwargs, "viewers": [viewer for viewer in self.viewers if self.desk.may_add(viewer)]}

    def act(self, form: Any) -> Any:
        """Make the record in the authority that the form names."""
        return self.desk.begin(self.request, form)

    def get_edit_url(self) -> str:
        """Return the address of the new record's editor."""
        return self.desk.address("edit", self.object)

    def get_success_url(self) -> str:
        """Lead into the editor, or to the list where there is none."""
        return self.get_edit_url() if self.desk.edit_form else str(super().get_success_url())

    def get_success_buttons(self) -> list[Any]:
        """Return no buttons: one is in the editor already."""
        return []


class DeskEditView(ScopedObject, SavesThroughUseCase, EditView):  # type: ignore[misc]
    """The editor."""

    permission_required = None
    expects_json_response = False
    hydrate_create_view = False
    success_message = _("%(model_name)s “%(object)s” has been saved.")
    error_message = _("This could not be saved. Please check the marked entries.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load the record first: a record outside the scope is 404 for every method."""
        self.object = self.get_object()
        self.stored_name = str(self.object)
        ask = self.desk.fresh_login and not self.lock
        first = confirm_first(request, f"{self.desk.name}:{self.kwargs['pk']}") if ask else None
        return first if first is not None else super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Return the name on record; a form of a model has put what was typed into the object already."""
        return self.stored_name

    @cached_property
    def lock(self) -> str:
        """Return why the record cannot be edited now."""
        return str(self.desk.locked(self.viewer, self.object))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the editor."""
        response: HttpResponse = self.render_to_response(self.get_context_data())
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save, unless the record is locked."""
        form = self.get_form()
        if self.lock:
            response: HttpResponse = self.render_to_response(self.get_context_data(form=form))
            response.status_code = 409
            return response
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand viewer, record and stored values to the form."""
        kwargs: dict[str, Any] = super().get_form_kwargs()
        if not issubclass(self.form_class, ModelForm):
            kwargs.pop("instance", None)
            kwargs["initial"] = self.desk.initial(self.object)
        return {**kwargs, "viewers": [self.viewer], "record": self.object}

    def act(self, form: Any) -> Any:
        """Save what was typed, checked against the version the form was loaded with."""
        return self.desk.update(self.viewer, self.object, form.facts, form.cleaned_data.get("version"))

    def stored(self, current: Any) -> dict[str, Any]:
        """Return what is stored now."""
        return self.desk.initial(current)

    def get_success_url(self) -> str:
        """Stay in the editor."""
        return self.get_edit_url()

    def get_success_buttons(self) -> list[Any]:
        """Return no buttons: the editor stays open."""
        return []

    @cached_property
    def header_buttons(self) -> list[Any]:
        """Return the way to the record's other side."""
        known = isinstance(self.viewer, Viewer) and self.viewer.is_known
        url = self.desk.portal_url(self.object) if known else ""
        return [HeaderButton(_("Show in the portal"), url=url, icon_name="view")] if url else []

    @cached_property
    def can_delete(self) -> bool:
        """Tell whether deleting is offered."""
        return self.desk.deletable and not self.lock

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add why the record is locked, what it is, what belongs to it, and the steps that make sense now."""
        steps = [
            (action, self.desk.address(action.name, self.object))
            for action in self.desk.actions
            if action.offered(self.viewer, self.object)
        ]
        beside = {
            "lock": self.lock,
            "facts": self.desk.facts_of(self.viewer, self.object),
            "related": self.desk.related(self.viewer, self.object),
            "steps": steps,
        }
        return {**super().get_context_data(**kwargs), **beside}


class DeskDeleteView(ScopedObject, DeleteView):  # type: ignore[misc]
    """Deleting, after a page that says what will be deleted."""

    permission_required = None

    def form_valid(self, form: Any) -> HttpResponse:
        """Delete through the use case; a refusal leads back to the editor with its sentence."""
        try:
            self.desk.delete(self.viewer, self.object)
        except Refused as refusal:
            messages.error(self.request, say(refusal.message))
            return HttpResponseRedirect(self.get_edit_url())
        except (Forbidden, ObjectDoesNotExist) as refusal:
            raise Http404 from refusal
        messages.success(self.request, self.get_success_message())
        return HttpResponseRedirect(self.get_success_url())
