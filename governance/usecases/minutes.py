"""Minutes: written, signed off, circulated, objected to, approved, corrected (decisions.md, Minutes).

They exist from the opening of the session. While they are in draft only what people write is stored; signing off
freezes a version. An accepted objection leads back to the draft, the next sign-off makes the next version. How the
body comes to approve them is in `minutes_circulation`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from governance.access.minutes import may_object, may_see_minutes, may_sign_minutes, may_write_minutes
from governance.access.viewer import Viewer
from governance.documents.content import MinutesStatus, SignOff
from governance.documents.storage import to_data
from governance.models import (
    Addendum,
    AgendaItem,
    ApprovalItem,
    Meeting,
    Minutes,
    MinutesItem,
    MinutesVersion,
    Objection,
    ObjectionState,
)
from governance.queries.minutes import draft_document, register_head
from governance.rules import clock
from governance.rules.chain import content_hash
from governance.rules.characters import clean_lines
from governance.rules.lifecycles import MeetingState, MinutesState
from governance.rules.text import Message, mark
from governance.usecases.foundation import (
    Forbidden,
    Refused,
    advance,
    check_version,
    lock,
    record,
    save,
    use_case,
)

BODY_OBJECTION_ANSWER = "Das Gremium hat die Niederschrift in Kenntnis der Einwendung genehmigt."
TEXT_FIELDS = ("summons", "agenda_objections", "opening", "closing")


@dataclass(frozen=True, kw_only=True)
class ItemText:
    """What a person wrote on one agenda item; plain text, an empty line begins a paragraph."""

    report: str = ""
    discussion: str = ""


def begin(meeting: Meeting) -> Minutes:
    """Create the minutes of a meeting that is being opened, with one entry for each item on its agenda."""
    minutes = Minutes.objects.create(meeting=meeting)
    MinutesItem.objects.bulk_create(
        MinutesItem(minutes=minutes, item=item) for item in AgendaItem.objects.on_agenda().filter(meeting=meeting)
    )
    return minutes


def approve_by_item(item: AgendaItem) -> Minutes | None:
    """Approve the minutes that an adopted agenda item is about; return them, or None where nothing is approved.

    Nothing is approved when the item is about no minutes, or about minutes that are approved already or were put
    back to the draft in the meantime: the vote of the body stands, and the next version is laid before it again.
    An objection that is still open is answered by the body's decision.
    """
    approval = ApprovalItem.objects.filter(item=item).first()
    if approval is None:
        return None
    minutes = lock(Minutes.objects.all(), pk=approval.minutes_id)
    if minutes.state != MinutesState.CIRCULATED:
        return None
    for objection in Objection.objects.select_for_update().filter(minutes=minutes, state=ObjectionState.OPEN):
        objection.state = ObjectionState.REJECTED
        objection.answer = BODY_OBJECTION_ANSWER
        objection.answered_at = clock.now()
        objection.save()
    advance(minutes, "approve")
    minutes.approved_at = clock.now()
    save(minutes)
    return minutes


@use_case("minutes.save")
def save_minutes(
    *,
    by: Viewer,
    minutes_id: str,
    summons: str | None = None,
    agenda_objections: str | None = None,
    opening: str | None = None,
    closing: str | None = None,
    items: Mapping[str, ItemText] | None = None,
    version: int | None = None,
) -> Minutes:
    """Save the written text; what is not named stays. `items` maps public ids of agenda items to their text.

    An empty `summons` means that the generated statement is printed. Raises `Stale`, `Forbidden`, and `Refused` once
    the minutes are signed off or where a text is too long.
    """
    minutes = _writable(by, minutes_id, version)
    changed: list[str] = []
    for name, text in zip(TEXT_FIELDS, (summons, agenda_objections, opening, closing), strict=True):
        if text is not None:
            cleaned = _text(Minutes, name, text)
            changed += [name] if cleaned != getattr(minutes, name) else []
            setattr(minutes, name, cleaned)
    written = [_write_item(minutes, item_id, words) for item_id, words in (items or {}).items()]
    save(minutes)
    record(by, "minutes.saved", minutes, {"fields": changed, "items": sum(written)})
    return minutes


@use_case("minutes.save_item")
def save_minutes_item(
    *, by: Viewer, minutes_id: str, item_id: str, report: str, discussion: str, version: int | None = None
) -> Minutes:
    """Save the text on one item, for instance while the session runs. Raises as `save_minutes`."""
    minutes = _writable(by, minutes_id, version)
    _write_item(minutes, item_id, ItemText(report=report, discussion=discussion))
    save(minutes)
    record(by, "minutes.item_saved", minutes, {"item": item_id})
    return minutes


def _writable(by: Viewer, minutes_id: str, version: int | None) -> Minutes:
    minutes = _for_secretariat(by, minutes_id)
    if minutes.state != MinutesState.DRAFT:
        raise Refused(Message(mark("The minutes are signed off. An accepted objection opens them for changes again.")))
    check_version(minutes, version)
    return minutes


def _for_secretariat(by: Viewer, minutes_id: str) -> Minutes:
    minutes = _locked(by, minutes_id)
    if not may_write_minutes(by, minutes):
        raise Forbidden(by, minutes)
    return minutes


def _locked(by: Viewer, minutes_id: str) -> Minutes:
    own = Minutes.objects.filter(meeting__body__authority=by.authority)
    return lock(own.select_related("meeting__body__authority", "meeting__minute_taker"), public_id=minutes_id)


def _text(model: type[Minutes | MinutesItem | Objection | Addendum], name: str, text: str) -> str:
    """Return a typed text, cleaned; raises `Refused` for one that is longer than its column."""
    cleaned = clean_lines(text)
    longest = int(getattr(model._meta.get_field(name), "max_length", 0))
    if len(cleaned) > longest:
        raise Refused(
            Message(
                mark("The text is too long: %(length)s characters, at most %(longest)s are possible."),
                {"length": len(cleaned), "longest": longest},
            )
        )
    return cleaned


def _needed(text: str, missing: str) -> str:
    if not text:
        raise Refused(Message(missing))
    return text


def _write_item(minutes: Minutes, item_id: str, text: ItemText) -> bool:
    """Write the text on one item; tells whether it says something else now."""
    item = AgendaItem.objects.get(meeting=minutes.meeting_id, public_id=item_id)
    row, _created = MinutesItem.objects.get_or_create(item=item, defaults={"minutes": minutes})
    before = (row.report, row.discussion)
    row.report = _text(MinutesItem, "report", text.report)
    row.discussion = _text(MinutesItem, "discussion", text.discussion)
    row.save()
    return before != (row.report, row.discussion)


@use_case("minutes.sign_off")
def sign_off(*, by: Viewer, minutes_id: str, version: int | None = None) -> MinutesVersion:
    """Sign the minutes off and freeze what they say, with the head of the body's register.

    The chair signs; the deputy chair where the chair was absent. `version` is that of the text that was read. Raises
    `Stale`, `Forbidden`, and `Refused` while the session runs or unless the minutes are in draft.
    """
    minutes = _locked(by, minutes_id)
    if not may_sign_minutes(by, minutes):
        raise Forbidden(by, minutes)
    if minutes.meeting.state != MeetingState.CLOSED:
        raise Refused(Message(mark("The session is not closed yet.")))
    if minutes.state == MinutesState.DRAFT:
        check_version(minutes, version)
    advance(minutes, "sign_off")
    save(minutes)
    frozen = _freeze(by, minutes)
    record(by, "minutes.signed_off", minutes, {"version": frozen.ordinal, "hash": frozen.content_hash})
    return frozen


def _freeze(by: Viewer, minutes: Minutes) -> MinutesVersion:
    last = minutes.versions.order_by("-ordinal").first()
    ordinal = last.ordinal + 1 if last else 1
    moment, head = clock.now(), register_head(minutes)
    draft = draft_document(minutes)
    signature = SignOff(role=_role(by, minutes), name=str(by.acting_person), signed_at=moment)
    document = replace(
        draft,
        status=MinutesStatus.SIGNED_OFF,
        version_number=ordinal,
        on=clock.local_date(moment),
        sign_offs=(signature, *draft.sign_offs[1:]),
        register_head_hash=head,
    )
    content = to_data(document)
    return MinutesVersion.objects.create(
        minutes=minutes,
        ordinal=ordinal,
        content=content,
        content_hash=content_hash(content),
        register_hash=head,
        signed_by=by.acting_person,
        signed_at=moment,
    )


def _role(by: Viewer, minutes: Minutes) -> str:
    return "Vorsitz" if minutes.meeting.body_id in by.chaired else "Stellvertretender Vorsitz"


@use_case("minutes.object")
def object_to(*, by: Viewer, minutes_id: str, text: str, item_id: str = "") -> Objection:
    """Object to the circulated minutes, to one item or to the whole; members who were present, within the period.

    The same words sent twice, by a second click, are one objection. Raises `Minutes.DoesNotExist` for whoever may not
    see them, `Forbidden` for others, `Refused` outside the period.
    """
    minutes = _locked(by, minutes_id)
    if not may_see_minutes(by, minutes):
        raise Minutes.DoesNotExist
    if not may_object(by, minutes):
        raise Forbidden(by, minutes)
    _must_be_objectable(minutes)
    words = _needed(_text(Objection, "text", text), mark("Please say what you object to."))
    item = AgendaItem.objects.get(meeting=minutes.meeting_id, public_id=item_id) if item_id else None
    version = minutes.versions.order_by("-ordinal")[0]
    same = {"minutes": minutes, "version": version, "person": by.acting_person, "item": item, "text": words}
    sent_before = Objection.objects.filter(**same).first()
    if sent_before is not None:
        return sent_before
    objection = Objection.objects.create(**same, raised_at=clock.now())
    record(by, "minutes.objected", minutes, {"objection": objection.public_id})
    return objection


def _must_be_objectable(minutes: Minutes) -> None:
    if minutes.state == MinutesState.APPROVED:
        raise Refused(Message(mark("The minutes are approved. The secretariat can add a dated correction to them.")))
    if minutes.state != MinutesState.CIRCULATED:
        raise Refused(
            Message(mark("The minutes are being revised. You can object again when the new version is circulated."))
        )
    last = minutes.objections_until
    if last is not None and clock.today() > last:
        raise Refused(Message(mark("The period for objections ended on %(day)s."), {"day": f"{last:%d.%m.%Y}"}))


@use_case("minutes.answer_objection")
def answer_objection(*, by: Viewer, objection_id: str, accept: bool, answer: str) -> Objection:
    """Answer an objection; accepted, it leads the minutes back to the draft, so that a new version is signed.

    Raises `Forbidden`, and `Refused` without a text, for an answered objection, or once the minutes are approved.
    """
    known = Objection.objects.select_related("minutes").get(
        minutes__meeting__body__authority=by.authority, public_id=objection_id
    )
    minutes = _for_secretariat(by, known.minutes.public_id)
    objection = lock(Objection.objects.filter(minutes=minutes), public_id=objection_id)
    if objection.state != ObjectionState.OPEN:
        raise Refused(Message(mark("This objection has been answered already.")))
    words = _needed(_text(Objection, "answer", answer), mark("Please write an answer."))
    objection.state = ObjectionState.ACCEPTED if accept else ObjectionState.REJECTED
    objection.answer = words
    objection.answered_by, objection.answered_at = by.acting_person, clock.now()
    objection.save()
    if accept and minutes.state != MinutesState.DRAFT:
        advance(minutes, "revise")
        save(minutes)
    record(by, "minutes.objection_answered", minutes, {"objection": objection.public_id, "accepted": accept})
    return objection


@use_case("minutes.correct")
def add_addendum(*, by: Viewer, minutes_id: str, text: str) -> Addendum:
    """Add a dated correction to approved minutes; their text stays locked. The same words twice are one correction.

    Raises `Forbidden`, `Refused`.
    """
    minutes = _for_secretariat(by, minutes_id)
    if minutes.state != MinutesState.APPROVED:
        raise Refused(Message(mark("Corrections are added to approved minutes only. Before that, edit the draft.")))
    words = _needed(_text(Addendum, "text", text), mark("Please write the correction."))
    sent_before = Addendum.objects.filter(minutes=minutes, text=words).first()
    if sent_before is not None:
        return sent_before
    addendum = Addendum.objects.create(minutes=minutes, text=words, author=by.acting_person, created_at=clock.now())
    record(by, "minutes.corrected", minutes)
    return addendum
