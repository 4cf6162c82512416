"""How a Niederschrift is laid out: the frame. The items are in `layout_items`.

Source: design/decisions.md (Minutes), design/kreise.md PR-14 (presence from and to).
"""

from __future__ import annotations

from governance.documents.content import (
    Absentee,
    Attendee,
    MinutesDocument,
    MinutesStatus,
    Objection,
    SignOff,
)
from governance.documents.layout_items import item_blocks
from governance.documents.letter import letter_head
from governance.documents.richtree import RichText
from governance.documents.sheet import (
    Grid,
    Sheet,
    SheetBlock,
    Signatures,
    facts,
    heading,
    labelled,
    line,
    lines,
    ordered_levels,
    paragraph,
    rich,
    text,
)
from governance.documents.wording import (
    clock,
    full_date,
    local,
    long_date,
    moment_words,
    presence_words,
    short_date,
)
from governance.rules.characters import clean_line

_STATUS_WORDS = {
    MinutesStatus.DRAFT: "Entwurf, noch nicht unterzeichnet",
    MinutesStatus.SIGNED_OFF: "Unterzeichnet, noch nicht genehmigt",
    MinutesStatus.APPROVED: "Genehmigt",
}

# Widths of the tables of people, alike so that they stand below each other as one.
_THREE = (5, 5, 4)


def minutes_sheet(minutes: MinutesDocument) -> Sheet:
    """Return the sheet of a Niederschrift in any state of its life."""
    day = local(minutes.starts_at).date()
    version = "" if minutes.version_number is None else f"Fassung {minutes.version_number}"
    dated = f"{version} vom {long_date(minutes.on)}" if version else f"Stand {long_date(minutes.on)}"
    status = f"{_STATUS_WORDS[minutes.status]}, {dated}"
    blocks: list[SheetBlock] = [
        *_session(minutes),
        *_opening(minutes),
        *_attendance(minutes),
        *_text("Eröffnung", minutes.opening),
        *_overview(minutes),
    ]
    for item in minutes.items:
        blocks += item_blocks(item)
    blocks += [
        *_text("Schluss", minutes.closing),
        *_objections(minutes.objections),
        *_addenda(minutes),
        *_sign_off(minutes),
        *_proof(minutes),
    ]
    return letter_head(
        minutes.letterhead,
        kind="Niederschrift",
        title=f"{minutes.body_name}, Sitzung am {full_date(day)}",
        status=status,
        footer=", ".join(
            part
            for part in (
                f"Niederschrift {minutes.body_short_name or minutes.body_name} {short_date(day)}",
                version,
            )
            if part
        ),
        content_hash=minutes.content_hash,
        author=minutes.minute_taker,
        on=minutes.on,
        blocks=ordered_levels(blocks),
    )


def _session(minutes: MinutesDocument) -> tuple[SheetBlock, ...]:
    breaks = ", ".join(
        f"{clock(pause.starts_at)} bis {clock(pause.ends_at)} Uhr"
        if pause.ends_at
        else f"ab {clock(pause.starts_at)} Uhr"
        for pause in minutes.breaks
    )
    return facts(
        ("Gremium", minutes.body_name),
        ("Ort", minutes.place),
        ("Beginn", moment_words(minutes.starts_at)),
        ("Ende", moment_words(minutes.ends_at) if minutes.ends_at else "noch nicht geschlossen"),
        ("Unterbrechung", breaks),
        ("Vorsitz", minutes.chair),
        ("Niederschrift", minutes.minute_taker),
    )


def _opening(minutes: MinutesDocument) -> tuple[SheetBlock, ...]:
    parts = (
        *paragraph(minutes.summons),
        *paragraph(minutes.quorum),
        *labelled("Rügen der Ladung", minutes.summons_objections),
        *labelled("Einwendungen gegen die Tagesordnung", minutes.agenda_objections),
    )
    return (heading(1, "Ladung und Beschlussfähigkeit"), *parts) if parts else ()


def _text(label: str, content: RichText) -> tuple[SheetBlock, ...]:
    blocks = rich(content, below=1)
    return (heading(1, label), *blocks) if blocks else ()


def _attendance(minutes: MinutesDocument) -> tuple[SheetBlock, ...]:
    blocks = [
        *_present("Stimmberechtigt", minutes.voting, minutes),
        *_present("Beratend, ohne Stimme", minutes.advisory, minutes),
        *_present("Gäste", minutes.guests, minutes),
        *_absent(minutes.absent),
    ]
    return (heading(1, "Anwesenheit"), *blocks) if blocks else ()


def _present(label: str, people: tuple[Attendee, ...], minutes: MinutesDocument) -> tuple[SheetBlock, ...]:
    if not people:
        return ()
    with_seats = any(person.seat for person in people)
    rows = tuple(
        (
            *([line(person.seat)] if with_seats else []),
            lines(
                line(person.person),
                line(f"in Vertretung für {person.deputy_for}") if person.deputy_for else (),
            ),
            line(
                ", ".join(
                    part
                    for part in (
                        presence_words(person.presences, minutes.starts_at, minutes.ends_at),
                        person.remark,
                    )
                    if part
                )
            ),
        )
        for person in people
    )
    head = (*(["Sitz"] if with_seats else []), "Person", "Anwesend")
    # Holder and deputy one after the other are two lines and one seat.
    count = len({person.seat for person in people}) if with_seats else len(people)
    return heading(2, f"{label} ({count})"), Grid(head, rows, _THREE if with_seats else (5, 9))


def _absent(people: tuple[Absentee, ...]) -> tuple[SheetBlock, ...]:
    if not people:
        return ()
    rows = tuple((line(person.seat), line(person.person), line(person.state)) for person in people)
    return heading(2, f"Nicht anwesend ({len(people)})"), Grid(("Sitz", "Person", "Vermerk"), rows, _THREE)


def _overview(minutes: MinutesDocument) -> tuple[SheetBlock, ...]:
    if not minutes.items:
        return ()
    rows = tuple(
        (
            line(item.number),
            lines(line(item.title), () if item.is_public else line("nicht öffentlich", italic=True)),
            line(item.outcome),
            line(item.resolution_number),
        )
        for item in minutes.items
    )
    return heading(1, "Tagesordnung"), Grid(("TOP", "Thema", "Ergebnis", "Beschluss"), rows, (2, 9, 6, 4))


def _objections(objections: tuple[Objection, ...]) -> tuple[SheetBlock, ...]:
    if not objections:
        return ()
    rows = tuple(
        (
            lines(line(entry.person), line(short_date(entry.on))),
            text(entry.text),
            lines(line(entry.state, bold=True), text(entry.answer)),
        )
        for entry in objections
    )
    head = ("Von", "Einwendung", "Behandlung")
    return heading(1, "Einwendungen gegen die Niederschrift"), Grid(head, rows, (3, 5, 5))


def _addenda(minutes: MinutesDocument) -> tuple[SheetBlock, ...]:
    if not minutes.addenda:
        return ()
    rows = tuple((line(short_date(entry.on)), text(entry.text), line(entry.author)) for entry in minutes.addenda)
    return heading(1, "Berichtigungen"), Grid(("Datum", "Berichtigung", "Von"), rows, (2, 7, 3))


def _sign_off(minutes: MinutesDocument) -> tuple[SheetBlock, ...]:
    approval = paragraph(minutes.approval)
    signatures = (Signatures(tuple(_signature(line) for line in minutes.sign_offs)),) if minutes.sign_offs else ()
    return (
        *((heading(1, "Genehmigung"), *approval) if approval else ()),
        *((heading(1, "Unterzeichnung"), *signatures) if signatures else ()),
    )


def _signature(sign_off: SignOff) -> tuple[str, str, str]:
    signed = f"elektronisch unterzeichnet am {moment_words(sign_off.signed_at)}" if sign_off.signed_at else ""
    return clean_line(sign_off.role), clean_line(sign_off.name), signed


def _proof(minutes: MinutesDocument) -> tuple[SheetBlock, ...]:
    if not (minutes.content_hash or minutes.register_head_hash):
        return ()
    return (
        heading(1, "Prüfsummen"),
        *facts(
            ("Text", minutes.content_hash),
            ("Beschlussregister", minutes.register_head_hash),
        ),
    )
