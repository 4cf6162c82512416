"""The concept as a German document in Markdown, from the table that the tests hold the product to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from portal.access_concept.table import GROUPS, Area, As, Roles, Row

PREFACE = """# Berechtigungskonzept

Dieses Konzept ist aus derselben Tabelle gedruckt, gegen die jede Adresse der Anwendung geprüft wird: jede Adresse, jede Rolle, Öffnen und
Absenden. Eine Adresse, die hier fehlt, lässt die Prüfung scheitern.

Alle Rechte gelten innerhalb eines Kreises. Wer in einem Kreis niemand ist, erhält dieselbe Antwort wie bei einer Adresse, die es nicht gibt
(404); wer nicht angemeldet ist, wird zur Anmeldung geführt. Rollen, Sitze und Stellvertretungen gelten taggenau. „Mitglieder“ sind die
Inhaberinnen und Inhaber der Sitze und ihre Stellvertretungen, stimmberechtigt oder beratend. Das Vorzimmer liest, was das Mitglied liest,
und beantwortet dessen Einladungen; es stimmt nicht ab, wendet nichts ein und unterzeichnet nicht. Die Administration sieht keine Inhalte."""

NOBODY = "niemand"


def concept(areas: Iterable[Area]) -> str:
    """Return the whole concept."""
    parts = [PREFACE, _roles(), *(_chapter(area) for area in areas)]
    return "\n\n".join(parts) + "\n"


def _roles() -> str:
    return "\n".join(["## Rollen", "", *(f"- {role.value}" for role in As)])


def _chapter(area: Area) -> str:
    lines = [f"## {area.title}", "", *_sentences(area.rules)]
    lines += ["| Was | Lage | Wer sieht es | Wer handelt |", "| --- | --- | --- | --- |"]
    lines += _unique(_line(row) for row in area.rows)
    if area.closed:
        titles = _unique(closed.title for closed in area.closed)
        lines += ["", f"Geschlossen für alle: {'; '.join(titles)}."]
    return "\n".join(lines)


def _sentences(rules: Iterable[str]) -> Iterator[str]:
    for rule in rules:
        yield rule
        yield ""


def _line(row: Row) -> str:
    # Where one cannot look, only act, a dash says so; where nobody may do either, the page is closed there.
    closed = not row.see and not row.act
    see = NOBODY if closed else named(row.see) or "–"
    act = NOBODY if closed else named(row.act) or "–"
    return f"| {row.title} | {row.at.value or '–'} | {see} | {act} |"


def _unique(lines: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(lines))


def named(roles: Roles) -> str:
    """Return the roles in words: sets with a name of their own first, then the single ones."""
    left, words = roles, []
    for name, group in GROUPS:
        if group <= left:
            words.append(name)
            left = left - group
    words += [role.value for role in As if role in left]
    return ", ".join(words)
