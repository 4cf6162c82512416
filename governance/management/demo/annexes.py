"""The annexes of the demo's papers: small tables, invented."""

from __future__ import annotations

from django.conf import settings

from governance.access.viewer import Viewer
from governance.inspection.examine import examine
from governance.models import DecisionPaper
from governance.usecases.paper_annexes import attach_annex

COURSES = """Ort;Kurs;Uhrzeit;Plätze;Betreuung zur Kurszeit
Beispielort Nord;Integrationskurs;08:30 bis 12:45;20;nein
Beispielort Mitte;Elternkurs;09:00 bis 12:15;16;ja, 6 Plätze
Beispielort Süd;Integrationskurs;13:30 bis 16:45;18;nein
"""
COSTS = """Jahr;Träger;Betrag in Euro;Bemerkung
2027;Träger A (Beispiel);18.400;Angebot liegt vor, noch nicht verhandelt
2027;Träger B (Beispiel);16.900;Angebot liegt vor, noch nicht verhandelt
"""
ANNEXES = (
    ("Kurszeiten und Betreuung.csv", "Kurszeiten und Betreuung", COURSES, False),
    ("Angebote der Träger.csv", "Angebote der Träger", COSTS, True),
)


def attach_annexes(by: Viewer, paper: DecisionPaper) -> None:
    """Attach a public and a confidential table to a draft."""
    for name, title, text, confidential in ANNEXES:
        upload = examine(name, text.encode(), largest=settings.LARGEST_FILE).upload
        if upload is not None:
            attach_annex(by=by, paper_id=paper.public_id, upload=upload, title=title, confidential=confidential)
