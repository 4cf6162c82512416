"""The views of imports: handing in, the page of what a table would do, templates, export, invitations."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from governance.access.viewer import Viewer
from governance.desk.views import DeskCreateView, DeskEditView, ScopedView
from governance.exchange import files, progress
from governance.exchange.outcome import Effect, RowOutcome
from governance.exchange.runs import export_table
from governance.models import ImportKind, ImportRun, ImportStep
from governance.queries.first_logins import first_logins
from governance.queries.wording import say
from governance.usecases.first_logins import Invited, invite_people
from governance.usecases.foundation import Forbidden

ROWS_PER_PAGE = 50
INVITED_AT_ONCE = 500
EFFECTS: dict[str, tuple[Effect, Promise]] = {
    "fehler": (Effect.FAULTY, gettext_lazy("With errors")),
    "neu": (Effect.NEW, gettext_lazy("New")),
    "geaendert": (Effect.CHANGED, gettext_lazy("Changed")),
    "unveraendert": (Effect.UNCHANGED, gettext_lazy("Unchanged")),
}
LABELS = dict(EFFECTS.values())


class NewImportView(DeskCreateView):
    """Handing a table in, with the templates beside it."""

    success_message = gettext_lazy("“%(object)s” has been read. Nothing is written yet.")
    error_message = gettext_lazy("The table could not be read.")

    def get_page_subtitle(self) -> str:
        """Return what happens here."""
        return _("Import a table")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the templates in the order of the import."""
        templates = [
            (
                kind.label,
                [
                    (form.upper(), reverse("desk_imports:template", args=[f"{kind}-{form}"]))
                    for form in files.TableFormat
                ],
            )
            for kind in ImportKind
        ]
        return {**super().get_context_data(**kwargs), "templates": templates}


class ImportView(DeskEditView):
    """What a table would do, row by row, and the button that does it; later what came of it."""

    def save_action(self) -> HttpResponse:
        """Say what came of the confirmation, and stay."""
        run: ImportRun = self.object
        if run.step is ImportStep.DONE:
            messages.success(self.request, _("The table has been imported."))
        elif run.step is ImportStep.CHECKED:
            messages.warning(self.request, run.note)
        return HttpResponseRedirect(self.get_edit_url())

    def get_error_message(self) -> str:
        """Say above the page that nothing was written."""
        return _("Nothing was imported.")

    @cached_property
    def rows(self) -> list[RowOutcome]:
        """Return the rows of the preview."""
        return [RowOutcome.from_data(row) for row in self.object.preview]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add counts, rows and how far a long import is."""
        run: ImportRun = self.object
        wanted = self.request.GET.get("zeige", "")
        if wanted not in EFFECTS:
            wanted = "fehler" if run.faulty else ""
        shown = [(row, LABELS[row.effect]) for row in self.rows if not wanted or row.effect is EFFECTS[wanted][0]]
        tally = {"fehler": run.faulty, "neu": run.new, "geaendert": run.changed, "unveraendert": run.unchanged}
        can = run.step is ImportStep.CHECKED and not run.faulty and bool(run.new or run.changed)
        return {
            **super().get_context_data(**kwargs),
            "run": run,
            "step": str(run.step),
            "tally": [(key, EFFECTS[key][1], number, key == wanted) for key, number in tally.items()],
            "wanted": wanted,
            "rows": Paginator(shown, ROWS_PER_PAGE).get_page(self.request.GET.get("seite")),
            "progress": progress.read(run.public_id) if run.step in {ImportStep.CHECKING, ImportStep.WRITING} else None,
            "can_confirm": can,
            "invitable": run.step is ImportStep.DONE and bool(run.made),
        }


class TablesView(ScopedView, WagtailAdminTemplateMixin, View):  # type: ignore[misc]
    """A page beside the list of imports, for one of the coordinator's authorities."""

    header_icon = "table"
    title: Any = ""

    @cached_property
    def viewer(self) -> Viewer:
        """Return the coordinator in the authority that the request names, in the first one without a name."""
        wanted = self.request.POST.get("kreis") or self.request.GET.get("kreis") or self.viewers[0].authority.slug
        for viewer in self.viewers:
            if viewer.authority.slug == wanted:
                return viewer
        raise Http404

    def get_page_title(self) -> str:
        """Return the name of the page."""
        return str(self.title)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way here."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("desk_imports:index"), "label": _("Imports")},
            {"url": "", "label": str(self.title)},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page."""
        response: HttpResponse = self.render_to_response(self.get_context_data())
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the authorities among which a coordinator of several chooses."""
        authorities = [viewer.authority for viewer in self.viewers]
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "authority": self.viewer.authority, "authorities": authorities}


class ExportView(TablesView):
    """Taking tables out; by POST, because that is on record."""

    template_name = "desk/export.html"
    title = gettext_lazy("Export tables")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tables."""
        return {**super().get_context_data(**kwargs), "kinds": ImportKind.choices}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the file."""
        kind, form = request.POST.get("kind", ""), request.POST.get("form", "")
        if kind not in ImportKind.values or form not in set(files.TableFormat):
            messages.error(request, _("Choose a table."))
            return HttpResponseRedirect(reverse("desk_imports:export"))
        try:
            written = export_table(by=self.viewer, kind=kind, form=files.TableFormat(form))
        except Forbidden as refusal:
            raise Http404 from refusal
        return download(written)


class TemplateView(ScopedView, View):
    """An empty table to fill in; the address names kind and format."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Return the file."""
        kind, _dash, form = pk.rpartition("-")
        if kind not in ImportKind.values or form not in set(files.TableFormat):
            raise Http404
        return download(files.template(self.viewers[0], kind, files.TableFormat(form)))

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Know nothing to send here."""
        raise Http404


class InvitationsView(TablesView):
    """Who gets the invitation to the first login; all who can, or the new people of an import."""

    template_name = "desk/invitations.html"
    title = gettext_lazy("Invite to log in")
    done: Invited | None = None

    @cached_property
    def run(self) -> ImportRun | None:
        """Return the import whose new people are invited, if the address names one."""
        key = self.request.GET.get("import", "")
        if not key:
            return None
        run: ImportRun | None = (
            self.desk.queryset(self.request).filter(public_id=key).first() if key.isalnum() else None
        )
        if run is None:
            raise Http404
        return run

    @cached_property
    def viewer(self) -> Viewer:
        """Return the coordinator in the authority of the import, else as the request says."""
        if self.run is not None:
            found: Viewer = self.desk.viewer_of(self.request, self.run)
            return found
        return TablesView.viewer.func(self)  # type: ignore[attr-defined,no-any-return]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Invite who was chosen; only people of this page are heard."""
        offered = {person.public_id for person in self._people().ready}
        chosen = [key for key in request.POST.getlist("person") if key in offered]
        late = len(request.POST.getlist("person")) - len(chosen)
        if not request.POST.getlist("person"):
            messages.error(request, _("Choose at least one person."))
            return HttpResponseRedirect(request.get_full_path())
        try:
            done = invite_people(by=self.viewer, person_ids=chosen)
        except Forbidden as refusal:
            raise Http404 from refusal
        self._tell(done, late)
        return HttpResponseRedirect(request.get_full_path())

    def _tell(self, done: Invited, late: int) -> None:
        if done.sent:
            names = ", ".join(str(person) for person in done.sent[:20])
            more = _(" and %(count)s more") % {"count": len(done.sent) - 20} if len(done.sent) > 20 else ""
            messages.success(
                self.request, _("The invitation is on its way to: %(names)s%(more)s.") % {"names": names, "more": more}
            )
        if done.left_out or late:
            text = _("%(count)s people were invited in the meantime and got no second mail.")
            messages.info(self.request, text % {"count": len(done.left_out) + late})
        for person, message in done.refused:
            messages.error(self.request, f"{person}: {say(message)}")

    def _people(self) -> Any:
        return first_logins(self.viewer, self.run.made if self.run is not None else None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the people."""
        people = self._people()
        more = max(0, len(people.ready) - INVITED_AT_ONCE)
        shown = people.ready[:INVITED_AT_ONCE]
        return {**super().get_context_data(**kwargs), "run": self.run, "people": people, "ready": shown, "more": more}


def download(written: files.TableFile) -> HttpResponse:
    """Return a file that is saved, never shown."""
    response = HttpResponse(written.content, content_type=written.content_type)
    name, _dot, ending = written.name.rpartition(".")
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(name)}.{ending}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
