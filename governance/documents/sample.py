"""A sample document that shows every element once, so that an authority can judge its letterhead by it."""

from __future__ import annotations

from datetime import date

from governance.documents.content import (
    Annex,
    Letterhead,
    PaperDocument,
    ResolutionPoint,
    RichSection,
    Station,
)
from governance.documents.richtext import from_plain, parse

_TEXT = (
    "<p>Dieser Absatz zeigt den <b>fetten</b> und den <i>kursiven</i> Text der Formatvorlage „Standard“.</p>"
    "<h2>Überschrift im Text</h2><ul><li>Aufzählung</li><li>zweiter Punkt<ul><li>eingerückt</li></ul></li></ul>"
    "<h3>Überschrift darunter</h3><ol><li>nummerierter Punkt</li><li>zweiter Punkt</li></ol>"
    "<table><thead><tr><th>Jahr</th><th>Betrag</th></tr></thead><tbody><tr><td>2027</td><td>10.000 €</td></tr>"
    "<tr><td>2028</td><td>12.000 €</td></tr></tbody></table>"
)


def sample_paper(authority_name: str, on: date) -> PaperDocument:
    """Return a Beschlussvorlage without any real content, in the name of an authority."""
    return PaperDocument(
        letterhead=Letterhead(authority_name=authority_name, notice="Muster ohne Inhalt"),
        number="MUSTER/01",
        version_number=1,
        title="Muster einer Beschlussvorlage",
        subject_label="Muster",
        body_name="Lenkungsgremium",
        on=on,
        status_line="Muster zum Ansehen des Briefkopfs",
        author=authority_name,
        stations=(Station(body_name="Lenkungsgremium", role="Entscheidung", on=on),),
        summary=from_plain("So sehen die Word-Dokumente dieses Kreises aus."),
        resolution_lead="Es wird beschlossen:",
        resolution_points=(
            ResolutionPoint(number="1", text=from_plain("Erster Punkt des Beschlussvorschlags.")),
            ResolutionPoint(number="2", text=from_plain("Zweiter Punkt des Beschlussvorschlags.")),
        ),
        sections=(RichSection(label="Sachverhalt", content=parse(_TEXT)),),
        annexes=(Annex(key="muster", title="Muster einer Anlage", file_name="muster.pdf"),),
    )
