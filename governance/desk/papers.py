"""Papers in the desk: the list, making one, the editor of the working copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from governance.access.papers import readable_drafts
from governance.access.viewer import Viewer
from governance.desk.base import DeskViewSet
from governance.desk.filters import of_body
from governance.desk.paper_forms import PREFIX, NewPaperForm, PaperForm, stored_values
from governance.desk.parts import DeskAction, RelatedList, RelatedRow, add_url, edit_url
from governance.documents.content import PaperDocument
from governance.models import DecisionPaper, PaperAnnex
from governance.queries.paper_annexes import draft_annexes
from governance.queries.paper_documents import freeze, template_sections
from governance.rules.lifecycles import PaperState
from governance.usecases.papers import create_paper, renew_template, save_paper


class PaperViewSet(DeskViewSet):
    """The Beschlussvorlagen of the coordinator's authorities."""

    name = "desk_papers"
    url_prefix = "vorlagen"
    model = DecisionPaper
    icon = "doc-full"
    menu_label = gettext_lazy("Papers")
    list_display = [
        "title",
        Column("number", label=gettext_lazy("Number"), sort_key="number"),
        Column("get_state_display", label=gettext_lazy("State"), sort_key="state"),
        Column("body", label=gettext_lazy("Body")),
        Column("author", label=gettext_lazy("Author")),
    ]
    list_filter = ["state"]
    filters = {"gremium": of_body("body")}
    has_preview = True
    preview_note = gettext_lazy("As the members will read it: what is saved, in the order of the template.")
    search_fields = ("title", "number", "summary")
    joined = ("body__authority", "author", "process", "template")
    ordering = "-created_at"
    add_form = NewPaperForm
    edit_form = PaperForm

    def visible(self, viewer: Viewer) -> QuerySet[DecisionPaper]:
        """Return the papers whose working copy the viewer reads."""
        return readable_drafts(viewer)

    def locked(self, viewer: Viewer, record: DecisionPaper) -> str:
        """Say why a paper that is no draft is not edited."""
        if record.state == PaperState.DRAFT:
            return ""
        if record.state == PaperState.RELEASED:
            return _("The paper is released and frozen. Recall it in the portal to write on.")
        return _("The paper can no longer be edited: %(state)s.") % {"state": record.get_state_display()}

    def initial(self, record: DecisionPaper) -> dict[str, Any]:
        """Return the working copy by the names of the editor's fields."""
        return dict(stored_values(record))

    def create(self, viewer: Viewer, facts: Mapping[str, Any]) -> DecisionPaper:
        """Begin a paper from a template."""
        process = facts["process"]
        return create_paper(
            by=viewer,
            body_id=facts["body"].public_id,
            template_id=facts["template"].public_id,
            subject=facts["subject"],
            title=facts["title"],
            process_id=process.public_id if process else None,
            copy_of=facts["copy_of"].public_id if facts["copy_of"] else None,
        )

    def update(
        self, viewer: Viewer, record: DecisionPaper, facts: Mapping[str, Any], version: int | None
    ) -> DecisionPaper:
        """Save the working copy."""
        return save_paper(by=viewer, paper_id=record.public_id, version=version, **facts)

    def preview(self, viewer: Viewer, record: DecisionPaper) -> PaperDocument:
        """Return the working copy as it would be frozen now."""
        return freeze(record)

    def word_of(self, record: DecisionPaper, name: str) -> str:
        """Return the heading of a section, or the name of a field."""
        if not name.startswith(PREFIX):
            return super().word_of(record, name)
        return self.headings(record).get(name.removeprefix(PREFIX), "")

    def headings(self, record: DecisionPaper) -> dict[str, str]:
        """Return the headings of the sections by their keys, read once for each record."""
        if not hasattr(record, "known_headings"):
            rows = template_sections(record.template_id, record.template_edition)
            record.known_headings = dict(rows.values_list("key", "label"))
        found: dict[str, str] = record.known_headings
        return found

    def related(self, viewer: Viewer, record: DecisionPaper) -> Sequence[RelatedList]:
        """Return the annexes of the working copy, attached in the portal, and the way to a paper like this one."""
        known = [record.body.authority.slug, record.public_id]
        draft = record.state == PaperState.DRAFT
        annexes = [
            RelatedRow(annex.title, reverse("portal:paper_annex", args=[*known, annex.public_id]), _detail(annex))
            for annex in draft_annexes(record)
        ]
        attach = reverse("portal:paper_annex_add", args=known) if draft else ""
        begun = add_url("desk_papers", copy_of=record.public_id, body=record.body.public_id)
        kept = edit_url("desk_templates", record.template)
        template = RelatedRow(str(record.template), kept, _("edition %(number)s") % {"number": record.template_edition})
        return [
            RelatedList(_("Annexes"), annexes, attach, _("Add annex"), _("No annex yet.")),
            RelatedList(_("Written from"), [template], begun, _("Begin a new paper with this text")),
        ]

    actions = (
        DeskAction(
            name="muster-erneuern",
            label=gettext_lazy("Take the new edition of the template"),
            question=gettext_lazy(
                "“%(object)s” gets the sections of the newest edition of its template. What is written moves to the "
                "section of the same name; a text without a place there stops the step, nothing is lost."
            ),
            done=gettext_lazy("“%(object)s” goes by the newest edition of its template."),
            carry_out=lambda viewer, paper: renew_template(by=viewer, paper_id=paper.public_id, version=paper.version),
            offered=lambda viewer, paper: (
                paper.state == PaperState.DRAFT and paper.template_edition != paper.template.edition
            ),
            icon="rotate",
        ),
    )

    def portal_url(self, record: DecisionPaper) -> str:
        """Return the reading view."""
        return reverse("portal:paper", args=[record.body.authority.slug, record.public_id])


def _detail(annex: PaperAnnex) -> str:
    return f"{annex.file.name}, {_('confidential')}" if annex.confidential else annex.file.name
