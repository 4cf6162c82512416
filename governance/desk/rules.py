"""Rules of procedure in the desk: editions are added, corrected while nothing has gone by them, and read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BooleanColumn, Column

from governance.access.bodies import managed_rules
from governance.access.viewer import Viewer
from governance.desk.base import DeskViewSet
from governance.desk.bodies import page_of
from governance.desk.filters import of_body, of_period
from governance.desk.parts import Fact, RelatedList, RelatedRow, add_url, edit_url, period_text, short_day
from governance.desk.people import PERIOD_COLUMNS
from governance.desk.rules_forms import CURRENT, NewRulesForm, RulesForm, origin_text, stored_values, value_text
from governance.models import RulesOfProcedure
from governance.queries.procedure import read_rules
from governance.rules.procedure_labels import RULE_LABELS
from governance.usecases.bodies import add_rules, edit_rules, last_session


class RulesViewSet(DeskViewSet):
    """The editions of the rules of the coordinator's bodies. Changing them asks for a fresh login."""

    name = "desk_rules"
    set_up_by = "rules"
    url_prefix = "geschaeftsordnungen"
    model = RulesOfProcedure
    menu_label = gettext_lazy("All rules of procedure")
    icon = "openquote"
    list_display = [
        "title",
        Column("body", label=gettext_lazy("Body"), sort_key="body__name"),
        Column("edition", label=gettext_lazy("Edition"), sort_key="edition"),
        BooleanColumn("provisional", label=gettext_lazy("Provisional")),
        *PERIOD_COLUMNS,
    ]
    list_filter = ["provisional"]
    filters = {"gremium": of_body("body"), "zeitraum": of_period()}
    search_fields = ("title", "body__name", "text")
    ordering = ("body__name", "-edition")
    joined = ("body__authority",)
    fresh_login = True
    add_form = NewRulesForm
    edit_form = RulesForm

    def visible(self, viewer: Viewer) -> QuerySet[RulesOfProcedure]:
        """Return the editions that the viewer keeps."""
        return managed_rules(viewer)

    def locked(self, viewer: Viewer, record: RulesOfProcedure) -> str:
        """Say why an edition is no longer corrected."""
        if not record.provisional:
            return _("The body has adopted this edition. Add a new edition to change the rules.")
        if read_rules(record) is None:
            return _("These rules come from a later version of the program.")
        held = last_session(record.body)
        if held is not None and held >= record.valid_from:
            text = _("A session was held on %(day)s. Add a new edition to change the rules.")
            return text % {"day": short_day(held)}
        return ""

    def initial(self, record: RulesOfProcedure) -> dict[str, Any]:
        """Return the edition by the names of the editor's fields."""
        rules = read_rules(record)
        return stored_values(record, rules) if rules else {}

    def create(self, viewer: Viewer, facts: Mapping[str, Any]) -> RulesOfProcedure:
        """Begin an edition from a model or from the last one."""
        body, start = facts["body"], facts["start"]
        last = body.rules.order_by("-edition").first() if start == CURRENT else None
        return add_rules(
            by=viewer,
            body_id=body.public_id,
            valid_from=facts["valid_from"],
            title=facts["title"],
            profile="" if last else start,
            values=last.values if last else None,
            text=last.text if last else "",
        )

    def update(
        self, viewer: Viewer, record: RulesOfProcedure, facts: Mapping[str, Any], version: int | None
    ) -> RulesOfProcedure:
        """Correct an edition."""
        return edit_rules(by=viewer, rules_id=record.public_id, version=version, **facts)

    def word_of(self, record: RulesOfProcedure, name: str) -> str:
        """Return the name of a rule, or of a field."""
        return str(_(RULE_LABELS[name])) if name in RULE_LABELS else super().word_of(record, name)

    def hit(self, record: RulesOfProcedure) -> str:
        """Name the body, too: most rules are called alike."""
        return f"{record.body}: {record}"

    def portal_url(self, record: RulesOfProcedure) -> str:
        """Return the page of the body."""
        return page_of(record.body)

    def facts_of(self, viewer: Viewer, record: RulesOfProcedure) -> Sequence[Fact]:
        """Say whose edition it is, and its values where they cannot be edited."""
        state = _("provisional") if record.provisional else _("adopted")
        found = [
            Fact(_("Body"), record.body, edit_url("desk_bodies", record.body)),
            Fact(_("Edition"), record.edition),
            Fact(_("Period"), period_text(record)),
            Fact(_("State"), state),
        ]
        rules = read_rules(record) if self.locked(viewer, record) else None
        if rules:
            for key, rule in rules.items():
                source = ", ".join(filter(None, [rule.paragraph, origin_text(rule.origin)]))
                found.append(Fact(_(RULE_LABELS[key]), f"{value_text(rule.value)} ({source})"))
            if record.text:
                found.append(Fact(_("Full text"), record.text))
        return found

    def related(self, viewer: Viewer, record: RulesOfProcedure) -> Sequence[RelatedList]:
        """Return all editions of the body."""
        rows = [
            RelatedRow(str(row), edit_url("desk_rules", row), period_text(row))
            for row in record.body.rules.order_by("-edition")
        ]
        return [RelatedList(_("Editions"), rows, add_url("desk_rules", body=record.body.public_id), _("Add edition"))]
