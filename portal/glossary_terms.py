"""The first words of the glossary: term, short form, meaning, from the terms of the field."""

from __future__ import annotations

TERMS: tuple[tuple[str, str, str], ...] = (
    (
        "Aktivität",
        "",
        "Die unterste Ebene eines Zielsystems: was getan wird, von wem und bis wann.",
    ),
    (
        "Arbeitsauftrag",
        "",
        "Der schriftliche Auftrag des Lenkungsgremiums an eine Projektarbeitsgruppe.",
    ),
    (
        "Arbeitsgruppe",
        "AG",
        "Eine ständige Gruppe, die Themen im Arbeitsalltag bearbeitet.",
    ),
    (
        "Austauschtreffen",
        "",
        "Das monatliche Treffen von Koordinierender Stelle und Case Management.",
    ),
    (
        "Befangenheit",
        "",
        "Wer an einer Sache ein eigenes Interesse hat, berät und stimmt bei ihr nicht mit.",
    ),
    (
        "Beratend",
        "",
        "Ein beratender Sitz nimmt teil und spricht mit, stimmt aber nicht ab.",
    ),
    (
        "Beratungsfolge",
        "",
        "Die Gremien, die eine Vorlage nacheinander durchläuft, mit ihren Terminen.",
    ),
    (
        "Beschluss",
        "",
        "Der Wortlaut, über den ein Gremium entschieden hat, mit seinem Ergebnis.",
    ),
    (
        "Beschlussfähigkeit",
        "",
        "Ob genug Sitze anwesend sind, damit das Gremium entscheiden kann.",
    ),
    (
        "Beschlusskontrolle",
        "",
        "Die Prüfung, ob ausgeführt ist, was beschlossen wurde.",
    ),
    (
        "Beschlussvorlage",
        "",
        "Der Text, der einem Gremium zur Entscheidung vorgelegt wird, kurz: Vorlage.",
    ),
    (
        "Beschlussvorschlag",
        "",
        "Der Text einer Vorlage, über den abgestimmt werden soll.",
    ),
    (
        "Case Management",
        "CM",
        "Die Begleitung einzelner Menschen über die Grenzen von Stellen hinweg.",
    ),
    (
        "Dienstleistungskette",
        "",
        "Die vereinbarte Reihenfolge, in der mehrere Stellen an einer Sache arbeiten.",
    ),
    (
        "Fachkonferenz Integration",
        "FKI",
        "Ein beratendes Gremium auf Kreisebene.",
    ),
    (
        "Fallbesprechung",
        "",
        "Der Austausch im Case Management über laufende Fälle.",
    ),
    (
        "Fallkonferenz",
        "",
        "Eine Besprechung mit Stellen von außen zu einem einzelnen Fall.",
    ),
    (
        "Fallrekonstruktion",
        "",
        "Die gemeinsame Auswertung eines weitgehend abgeschlossenen, typischen Falls, um Hindernisse im "
        "System zu finden.",
    ),
    (
        "Fallserie",
        "",
        "Fälle, die gemeinsam rekonstruiert werden, in der Regel mindestens vier.",
    ),
    (
        "Gast",
        "",
        "Wer zu einzelnen Tagesordnungspunkten eingeladen ist. Gäste stimmen nicht ab.",
    ),
    (
        "Generatives Thema",
        "",
        "Ein Problem, das sich in mehreren Fällen wiederholt und das das Lenkungsgremium als Thema feststellt.",
    ),
    (
        "Geschäftsordnung",
        "",
        "Die Regeln, nach denen ein Gremium einlädt, berät und entscheidet.",
    ),
    (
        "Geschäftsstelle",
        "",
        "Wer ein Gremium organisiert: einlädt, Vorlagen verteilt, Niederschriften schreibt.",
    ),
    (
        "Indikator",
        "",
        "Ein Merkmal, an dem man ablesen kann, ob ein Ziel erreicht ist.",
    ),
    (
        "Kommunales Integrationsmanagement",
        "KIM",
        "Programm des Landes Nordrhein-Westfalen mit drei Bausteinen: strategische Koordination, Case "
        "Management, zusätzliche Stellen in Ausländer- und Einbürgerungsbehörden.",
    ),
    (
        "Kommunales Integrationszentrum",
        "KI",
        "Stelle des Kreises für Integration; dort ist das KIM meist angesiedelt.",
    ),
    (
        "Koordinierende Stelle",
        "KS",
        "Die strategische Koordination des KIM im Kreis.",
    ),
    (
        "Ladungsfrist",
        "",
        "Wie viele Tage zwischen Einladung und Sitzung mindestens liegen.",
    ),
    (
        "Lenkungsgremium",
        "LG",
        "Das oberste Gremium des KIM im Kreis, mancherorts Lenkungsgruppe. Es entscheidet.",
    ),
    (
        "Maßnahme",
        "",
        "Was eine Organisation nach einem Beschluss umsetzt. Sie nimmt sie selbst an oder lehnt sie ab.",
    ),
    (
        "Migrantenselbstorganisation",
        "MSO",
        "Ein Verein oder Verband, den Menschen mit Einwanderungsgeschichte tragen.",
    ),
    (
        "Niederschrift",
        "",
        "Das genehmigte Protokoll einer Sitzung.",
    ),
    (
        "Problemkreis",
        "",
        "Probleme, die in einem Fall nebeneinander bestehen.",
    ),
    (
        "Projektarbeitsgruppe",
        "PAG",
        "Eine Gruppe, die zu einem Thema einen Arbeitsauftrag hat.",
    ),
    (
        "Rechtskreis",
        "",
        "Ein Rechtsgebiet mit eigenen Zuständigkeiten, etwa das SGB II oder das Aufenthaltsgesetz.",
    ),
    (
        "Regelstruktur",
        "",
        "Die Stellen, die ohnehin zuständig sind, etwa Jobcenter, Jugendamt oder Schule.",
    ),
    (
        "Schnittstelle",
        "",
        "Die Grenze zwischen zwei Diensten, an der Zuständigkeit übergeht.",
    ),
    (
        "Sitz",
        "",
        "Der Platz einer Stelle in einem Gremium. Menschen wechseln, der Sitz bleibt.",
    ),
    (
        "Stellenanteil",
        "VZÄ",
        "Der Teil einer vollen Stelle, gerechnet in Vollzeitäquivalenten.",
    ),
    (
        "Stellvertretung",
        "",
        "Wer einen Sitz einnimmt, wenn die Person, die ihn innehat, nicht da ist.",
    ),
    (
        "Tagesordnungspunkt",
        "TOP",
        "Ein Punkt auf der Tagesordnung einer Sitzung.",
    ),
    (
        "Übergabepunkt",
        "",
        "Die Stelle in einer Dienstleistungskette, an der die Verantwortung übergeht.",
    ),
    (
        "Umlaufverfahren",
        "",
        "Eine Abstimmung schriftlich, ohne Sitzung.",
    ),
    (
        "Vorgang",
        "",
        "Der Weg eines Themas von den Fällen über Beschlüsse bis zur geänderten Praxis.",
    ),
    (
        "Zielsystem",
        "",
        "Ein Baum von Zielen, vom Grundsatz bis zur einzelnen Aktivität.",
    ),
    (
        "Zuständigkeit",
        "",
        "Wer nach den Regeln für eine Aufgabe da ist; nicht dasselbe wie Verantwortung für das Ergebnis.",
    ),
)
