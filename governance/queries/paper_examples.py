"""An example paper written from a template, so that whoever edits a template sees what it makes."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from governance.documents import content
from governance.documents.content import PaperDocument, Section, Station
from governance.documents.richtext import from_plain, parse
from governance.models import PaperTemplate, SectionKind, TemplateSection
from governance.queries.meetings import letterhead_of
from governance.queries.paper_documents import template_sections
from governance.rules import clock
from governance.rules.outcomes import PaperSubject

EXAMPLE = (
    "<p>Hier steht der Text des Abschnitts. Er kann <b>hervorgehoben</b> werden und hat Absätze, Zwischenüberschriften "
    "und Aufzählungen.</p><h3>Zwischenüberschrift</h3><ul><li>Erster Gedanke</li><li>Zweiter Gedanke</li></ul>"
)
FIRST_POINT = "Das Gremium stimmt dem Vorschlag zu."
SECOND_POINT = "Die Verwaltung berichtet in der übernächsten Sitzung."


def example_paper(template: PaperTemplate) -> PaperDocument:
    """Return an example paper of every section that papers get from `template` now; nothing in it is real."""
    with translation.override("de"):
        today = clock.today()
        first = Station(body_name="Lenkungsgremium (Beispiel)", role="Vorberatung", on=today)
        second = Station(body_name="Ausschuss (Beispiel)", role="Entscheidung")
        return PaperDocument(
            letterhead=letterhead_of(template.authority),
            number=None,
            version_number=None,
            title=f"Beispiel nach dem Muster „{template.name}“",
            subject_label=_(PaperSubject.OTHER.label),
            body_name="Lenkungsgremium (Beispiel)",
            on=today,
            status_line="Vorschau des Musters, kein Entwurf",
            author="Kim Beispiel",
            stations=(first, second),
            summary=from_plain("Zwei oder drei kurze Sätze, die alle verstehen."),
            resolution_lead="Es wird beschlossen:",
            resolution_points=(
                content.ResolutionPoint(number="1", text=from_plain(FIRST_POINT)),
                content.ResolutionPoint(number="2", text=from_plain(SECOND_POINT)),
            ),
            layout=template.layout,
            sections=tuple(_example(section) for section in template_sections(template.pk, template.edition)),
        )


def _example(section: TemplateSection) -> Section:
    if section.kind == SectionKind.SHORT:
        return content.ShortSection(label=section.label, text="Ein kurzer Text in einer Zeile.")
    if section.kind == SectionKind.CHOICE:
        answer = (section.choices.splitlines() or ["–"])[0]
        return content.ChoiceSection(label=section.label, choice=answer, comment=from_plain("Eine Bemerkung dazu."))
    if section.kind == SectionKind.LIST:
        return content.ListSection(label=section.label, items=("Erste Zeile", "Zweite Zeile"))
    if section.kind == SectionKind.AMOUNTS:
        rows = (
            content.Amount(year="2027", purpose="Fachkraft", source="Land", amount="55.000,00 €", posts="1"),
            content.Amount(year="2027", purpose="Sachkosten", source="Kreis", amount="1.500,00 €"),
        )
        return content.AmountSection(label=section.label, rows=rows, remark=from_plain("Eine Bemerkung dazu."))
    return content.RichSection(label=section.label, content=parse(EXAMPLE))
