"""One page with an example of every component: rendered by the tests and looked at by people.

Invented people of story A only.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.template import Context
from django.test import RequestFactory

from portal.components.actions import Action, Badge, Link
from portal.components.agenda import AgendaRow, BudgetPart, TimeBudget, Verdict
from portal.components.findings import Finding, Findings
from portal.components.people import PeopleGroup, PersonRow
from portal.components.shell import Call, NavEntry, Shell
from portal.components.thread import ThreadEntry
from portal.components.todo import Todo, TodoGroup
from portal.components.track import End, PhaseFacts, track
from portal.components.vote import VoteCard, VoteProgress, VoteResult
from portal.components.widgets import ClockInput, DayInput

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = dt.date(2027, 10, 18)


class ExampleForm(forms.Form):
    """Every kind of control; all of them fail when the form is sent empty."""

    title = forms.CharField(label="Thema", help_text="Ein Satz, der das Problem benennt.")
    text = forms.CharField(label="Ausgangslage", widget=forms.Textarea)
    body = forms.ChoiceField(label="Gremium", choices=[("", "Bitte wählen"), ("lg", "Lenkungsgremium KIM")])
    areas = forms.MultipleChoiceField(
        label="Rechtskreise",
        help_text="Mindestens einer.",
        choices=[("2", "SGB II"), ("8", "SGB VIII"), ("a", "AufenthG")],
        widget=forms.CheckboxSelectMultiple,
    )
    mode = forms.ChoiceField(
        label="Abstimmung", choices=[("n", "offen mit Namen"), ("h", "Handzeichen")], widget=forms.RadioSelect
    )
    day = forms.DateField(label="Tag", widget=DayInput)
    begins = forms.TimeField(label="Beginn", widget=ClockInput)
    attachment = forms.FileField(label="Anlage")
    agreed = forms.BooleanField(label="Die Angaben sind pseudonym.", help_text="Keine Namen, keine Aktenzeichen.")
    note = forms.CharField(label="Bemerkung", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


TEMPLATE = """{% extends "base.html" %}{% load lenkwerk %}
{% block title %}Bausteine{% endblock %}
{% block heading %}Zugang zu Sprachkursen bei fehlender Kinderbetreuung{% endblock %}
{% block lead %}<p class="lw-meta"><span>Vorgang HX-V-2027-02</span><span>{{ today|long_day }}</span>
<span>{{ start|daytime }}</span><span>{{ start|until:end }}</span></p>{% endblock %}
{% block content %}
<div class="lw-stack lw-stack--l">
<section class="lw-panel">{% track track %}</section>
<section class="lw-panel">{% track rejected %}</section>
<section class="lw-panel">{% track finished %}</section>
<div class="lw-cols"><div class="lw-stack lw-stack--l">
<section class="lw-panel lw-panel--flush" aria-labelledby="f"><div class="lw-panel__head">
<h2 class="kern-heading-medium" id="f">Nächster Schritt</h2>{% findings_summary findings %}</div>
{% findings findings %}
<div class="lw-step"><p><strong>Noch nicht möglich:</strong> Zwei Voraussetzungen fehlen.</p></div>
</section>
<section class="lw-panel lw-panel--flush" aria-labelledby="t"><div class="lw-panel__head">
<h2 class="kern-heading-medium" id="t">Zu erledigen</h2></div>{% todo todos %}</section>
<section class="lw-panel" aria-labelledby="rf"><div class="lw-panel__head">
<h2 class="kern-heading-medium" id="rf">Der rote Faden</h2></div>{% thread entries %}</section>
<section class="lw-panel lw-live" aria-label="Stand">{% time_budget budget %}</section>
<section class="lw-panel" aria-labelledby="to"><div class="lw-panel__head">
<h2 class="kern-heading-medium" id="to">Tagesordnung</h2></div>
<ol class="lw-agenda">{% for row in rows %}{% agenda_row row %}{% if row.state == "now" %}
{% vote_card vote %}{% endif %}
{% endagenda_row %}{% endfor %}</ol></section>
<section class="lw-panel lw-stack" aria-labelledby="fo">
<h2 class="kern-heading-medium" id="fo">Formular</h2>{% form_errors form %}
<form method="post" class="lw-form" novalidate>{% for bound in form %}{% field bound %}{% endfor %}
<div class="lw-form__foot"><button class="kern-btn kern-btn--primary" type="submit">
<span class="kern-label">Speichern</span></button>
</div></form></section>
<section class="lw-panel" aria-labelledby="ve"><h2 class="kern-heading-medium" id="ve">Vergleich</h2>
<div class="lw-paper">{% diff old new %}</div></section>
</div><div class="lw-stack lw-stack--l">
<section class="lw-panel" aria-labelledby="da"><div class="lw-panel__head">
<h2 class="kern-heading-medium" id="da">Anwesenheit</h2>
</div>{% people group %}{% people absent %}</section>
<section class="lw-panel lw-stack" aria-labelledby="er">
<h2 class="kern-heading-medium" id="er">Ergebnis</h2>{% vote_result result %}
<p>{% mini_track 4 %}</p><p>{% mini_track 3 over=True text="" %}</p>
<p>{% for badge in badges %}{% status_badge badge %} {% endfor %}</p>
<p>{% flag "Hängt seit 74 Tagen" "warn" %}</p><p>{% flag "Überfällig" "bad" %}</p></section>
<section class="lw-panel" aria-labelledby="ns">
<h2 class="kern-heading-medium" id="ns">Nächste Sitzungen</h2>
<ul class="lw-meet"><li>{% date_leaf today %}<div>{% due today today %}</div></li></ul></section>
</div></div>
<section class="lw-panel" aria-labelledby="li"><h2 class="kern-heading-medium" id="li">Liste</h2>
{% pagination page %}
{% empty_state "Noch keine Vorlagen" "Vorlagen entstehen in der Werkstatt." new_paper %}</section>
</div>{% endblock %}"""


def shell() -> Shell:
    """Return the frame of a signed-in coordinator."""
    names = ("Übersicht", "Vorgänge", "Fälle", "Sitzungen", "Vorlagen", "Beschlüsse", "Gremien")
    return Shell(
        authority="Kreis Höxter",
        home_url="#",
        search_url="#",
        account_url="#",
        login_url="",
        desk_url="#",
        person="Mara Feldkamp",
        navigation=tuple(NavEntry(name, "#", "true" if name == "Vorgänge" else "") for name in names),
        calls=(
            Call(
                "Abstimmung zu TOP 5 läuft.",
                "Ihre Stimme für den Sitz Koordinierende Stelle fehlt noch.",
                "#",
            ),
        ),
        footer=(Link("Barrierefreiheit", "#"), Link("Datenschutz", "#"), Link("Impressum", "#")),
        language_url="#",
        demo=True,
        signed_in=True,
    )


def findings() -> Findings:
    """Return findings in every state, out of order."""
    return Findings(
        (
            Finding("ok", "Vier Fälle sind verknüpft.", link=Link("Ansehen", "#")),
            Finding(
                "warn",
                "Ein Fall weicht von den Kriterien ab.",
                "Nur 7 Wochen in Begleitung statt 8.",
                action=Action("Begründen", "#"),
                justification="Der Verlauf war trotzdem vollständig.",
            ),
            Finding(
                "bad",
                "Die Vorlage ist noch nicht freigegeben.",
                "Die Tagesordnung verlangt eine Fassung.",
                "Zuständig: Koordinierende Stelle.",
                Action(
                    "Freigeben",
                    "#",
                    post=True,
                    fields=(("schritt", "release"),),
                    context="Vorlage LG/2027/03",
                ),
            ),
        )
    )


def agenda() -> tuple[AgendaRow, ...]:
    """Return rows in every state."""
    return (
        AgendaRow(
            "1",
            "Eröffnung",
            "done",
            facts=("14 von 17 Sitzen anwesend",),
            actual="8 Min.",
            planned="geplant 10",
        ),
        AgendaRow(
            "2",
            "Feststellung eines generativen Themas",
            "done",
            "#",
            Verdict("Einstimmig angenommen", "14 Ja, 0 Nein", Link("LG-2027-003", "#"), gate=True),
        ),
        AgendaRow("", "Pause 15:00 bis 15:10 Uhr", "break"),
        AgendaRow(
            "3",
            "Auftrag an die Projektarbeitsgruppe",
            "now",
            meta=(Link("Vorlage LG/2027/04", "#"), Link("Vortrag")),
        ),
        AgendaRow("4", "Verschiedenes", planned="geplant 15 Min."),
    )


def vote() -> VoteCard:
    """Return a running open vote."""
    return VoteCard(
        key="abst",
        heading="Abstimmung läuft seit 15:33 Uhr",
        mode="offen mit Namen",
        wording=("Das Lenkungsgremium beauftragt die Projektarbeitsgruppe „Kurs und Kind“.",),
        progress=VoteProgress(9, 13, ("BAMF-Regionalkoordination", "Sozialdezernat Nordkreis")),
        rule="Angenommen bei mehr Ja- als Nein-Stimmen (§ 6 Abs. 1 Geschäftsordnung).",
        actions=(
            Action("Abstimmung schließen", "#", post=True, weight="primary"),
            Action("Erinnern", "#", post=True),
        ),
    )


def django_context(data: dict[str, str] | None = None) -> Context:
    """Return `context` for `Template.render`, without any context processor."""
    return Context(context(data))


def context(data: dict[str, str] | None = None) -> dict[str, object]:
    """Return the context of `TEMPLATE`; `data` binds the form, so an empty dictionary shows every error."""
    request = RequestFactory().get("/", {"q": "Kurs", "seite": "3"})
    start = dt.datetime(2027, 5, 12, 14, 0, tzinfo=BERLIN)
    facts = {
        3: PhaseFacts(("12.05.2027",), (Link("LG-2027-003", "#"),)),
        4: PhaseFacts(("Jetzt",), due="fällig am 10.11.2027"),
    }
    return {
        "request": request,
        "csrf_token": "x" * 64,
        "shell": shell(),
        "breadcrumbs": [Link("Vorgänge", "#"), Link("HX-V-2027-02")],
        "today": TODAY,
        "start": start,
        "end": start + dt.timedelta(hours=3),
        "track": track(current=4, stage="Projektarbeitsgruppe arbeitet", facts=facts, share=85),
        "rejected": track(current=3, stage="Abgelehnt", end=End("Abgelehnt", PhaseFacts(("12.05.2027",)))),
        "finished": track(current=6, stage="Abgeschlossen", finished=True),
        "findings": findings(),
        "todos": (
            TodoGroup(
                "Diese Woche",
                (
                    Todo(
                        "Kostenschätzung eintragen",
                        "#",
                        Action("Ergänzen", "#"),
                        TODAY,
                        "",
                        (),
                        "hält den Schritt auf",
                    ),
                    Todo(
                        "Einladung beantworten",
                        "#",
                        Action("Antworten", "#"),
                        TODAY + dt.timedelta(1),
                        "",
                        ("Raum 214",),
                    ),
                ),
            ),
        ),
        "entries": (
            ThreadEntry("Fälle", (Link("HX-F1", "#"), Link("HX-F2", "#")), "Pseudonym", "Jan. bis Apr. 2027"),
            ThreadEntry(
                "Beschluss",
                (Link("LG-2027-003 Thema festgestellt", "#"),),
                "einstimmig",
                "12.05.2027",
                gate=True,
            ),
            ThreadEntry("Vorlage", (Link("Vorschlag", "#"),), "in der Mitzeichnung", state="now"),
            ThreadEntry("Beschluss", (Link("Über den Vorschlag"),), side="geplant 10.11.2027", state="open", gate=True),
        ),
        "budget": TimeBudget(
            (
                BudgetPart("1", 10, "done"),
                BudgetPart("", 10, "break"),
                BudgetPart("3", 30, "now", 87),
                BudgetPart("4", 15),
                BudgetPart("", 63, "free"),
            ),
            "1 Minute unter Plan",
            "voraussichtliches Ende 15:55 Uhr",
            "Tagesordnungspunkt 3: 26 von 30 Minuten",
        ),
        "rows": agenda(),
        "vote": vote(),
        "form": ExampleForm(data),
        "old": "Kursträger melden freie Plätze regelmäßig an eine Stelle.\nBleibt.",
        "new": "Kursträger melden freie Plätze wöchentlich an eine Stelle.\nBleibt.\nIst neu.",
        "group": PeopleGroup(
            (
                PersonRow("Jobcenter", "Anke Dreesmann", "hat abgestimmt", checked=True),
                PersonRow("Nordkreis", "Karin Wessolek", "offen"),
            ),
            "Stimmberechtigt",
            "hat abgestimmt",
        ),
        "absent": PeopleGroup((), "Nicht anwesend", empty="Alle sind da."),
        "result": VoteResult(11, 1, 1, recused=1),
        "badges": (
            Badge("Erledigt", "success"),
            Badge("Verzögert", "warning"),
            Badge("Überfällig", "danger"),
            Badge("In Arbeit", "accent"),
            Badge("geändert", "outline", "edit"),
            Badge("Entwurf"),
            Badge("jetzt", "now"),
        ),
        "page": Paginator(range(240), 25).page(3),
        "new_paper": Action("Vorlage beginnen", "#", weight="primary"),
    }
