"""Minutes: the document from live facts and written text, the frozen versions, the page for each viewer.

While minutes are in draft, everything that happened is read from the session each time; only what people wrote is
stored. From the sign-off on the frozen version is the text; what comes later (objections, approval, corrections) is
laid over it and never changes its hash. Source: design/decisions.md (Minutes), docs/development/minutes.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils import translation

from governance.access.minutes import (
    may_object,
    may_see_draft,
    may_sign_minutes,
    may_write_minutes,
    visible_minutes,
    visible_minutes_versions,
)
from governance.access.viewer import Viewer
from governance.documents import content
from governance.documents.content import MinutesDocument, MinutesStatus, Presence, SignOff
from governance.documents.richtext import from_plain
from governance.documents.storage import from_data
from governance.models import (
    Addendum,
    AgendaItem,
    ApprovalItem,
    Meeting,
    Minutes,
    MinutesVersion,
    Objection,
    ObjectionState,
    Register,
)
from governance.queries.attendance import load_room
from governance.queries.meetings import letterhead_of
from governance.queries.minutes_attendance import attendances
from governance.queries.minutes_items import minuted_items, minutes_item
from governance.queries.notice import notice_statement
from governance.queries.summons import added_in_session, minuted_objections
from governance.rules import clock
from governance.rules.lifecycles import ItemState, MeetingState, MinutesState
from governance.rules.outcomes import ADOPTING_OUTCOMES

_OBJECTION_STATES = {
    ObjectionState.OPEN: "offen",
    ObjectionState.ACCEPTED: "übernommen",
    ObjectionState.REJECTED: "nicht übernommen",
}


def find_minutes(viewer: Viewer, public_id: str) -> Minutes:
    """Return minutes with their meeting; raises `Minutes.DoesNotExist` for unknown and forbidden alike."""
    return (
        visible_minutes(viewer)
        .select_related("meeting__body__authority", "meeting__minute_taker")
        .get(public_id=public_id)
    )


def minutes_id_of(viewer: Viewer, meeting: Meeting) -> str:
    """Return the public id of the minutes of `meeting` if the viewer may see them, else nothing; for links."""
    return visible_minutes(viewer).filter(meeting=meeting).values_list("public_id", flat=True).first() or ""


def awaiting_approval(meeting: Meeting) -> QuerySet[Minutes]:
    """Return circulated minutes of earlier meetings of the body that lie on no open agenda, oldest first."""
    pending = ApprovalItem.objects.filter(
        item__state__in=[ItemState.PLANNED, ItemState.CALLED],
        item__meeting__state__in=[MeetingState.PLANNED, MeetingState.INVITED, MeetingState.IN_SESSION],
    )
    return (
        Minutes.objects.filter(
            meeting__body=meeting.body_id,
            meeting__starts_at__lt=meeting.starts_at,
            state=MinutesState.CIRCULATED,
        )
        .exclude(pk__in=pending.values("minutes"))
        .select_related("meeting")
        .order_by("meeting__starts_at", "pk")
    )


def summons_statement(meeting: Meeting) -> str:
    """Return what is offered as the statement on the summons; it is stored only when a person saves it."""
    if meeting.dispatched_at is None:
        return ""
    with translation.override("de"):
        notice = notice_statement(meeting)
    day = clock.local_date(meeting.dispatched_at)
    said = (f"Zur Sitzung wurde am {day:%d.%m.%Y} eingeladen.", notice, added_in_session(meeting))
    return " ".join(part for part in said if part)


def offered_statement(minutes: Minutes) -> str:
    """Return the statement on summons and quorum that is printed as long as nobody has written another one."""
    with translation.override("de"):
        room = load_room(minutes.meeting)
        quorum = attendances(room, list(minuted_items(minutes.meeting))).quorum
    return " ".join(part for part in (summons_statement(minutes.meeting), quorum) if part)


def written_items(minutes: Minutes) -> tuple[tuple[AgendaItem, str, str], ...]:
    """Return every item that the minutes print with its written report and discussion, in order."""
    found = []
    for item in minuted_items(minutes.meeting):
        written = getattr(item, "minutes_item", None)
        found.append((item, written.report if written else "", written.discussion if written else ""))
    return tuple(found)


def draft_document(minutes: Minutes) -> MinutesDocument:
    """Return the minutes as they stand now, from the facts of the session and the written text."""
    meeting = minutes.meeting
    authority = meeting.body.authority
    with translation.override("de"):
        room = load_room(meeting)
        items = list(minuted_items(meeting))
        there = attendances(room, items)
        return MinutesDocument(
            letterhead=letterhead_of(authority),
            body_name=meeting.body.name,
            body_short_name=meeting.body.code,
            starts_at=meeting.opened_at or meeting.starts_at,
            ends_at=meeting.closed_at,
            chair=there.chair,
            minute_taker=str(meeting.minute_taker or ""),
            status=MinutesStatus.DRAFT,
            version_number=None,
            on=clock.today(),
            place=meeting.location or meeting.online_url,
            breaks=tuple(
                Presence(starts_at=pause.started_at, ends_at=pause.ended_at) for pause in meeting.breaks.all()
            ),
            summons=minutes.summons or summons_statement(meeting),
            summons_objections=minuted_objections(meeting),
            quorum="" if minutes.summons else there.quorum,
            agenda_objections=minutes.agenda_objections,
            opening=from_plain(minutes.opening),
            voting=there.voting,
            advisory=there.advisory,
            guests=there.guests,
            absent=there.absent,
            items=tuple(minutes_item(item, room) for item in items),
            closing=from_plain(minutes.closing),
            objections=_objections(minutes),
            sign_offs=(
                SignOff(role="Vorsitz", name=""),
                SignOff(role="Niederschrift", name=str(meeting.minute_taker or "")),
            ),
        )


def version_document(version: MinutesVersion) -> MinutesDocument:
    """Return the document exactly as it was signed."""
    return replace(from_data(MinutesDocument, version.content), content_hash=version.content_hash)


def minutes_document(minutes: Minutes, version: MinutesVersion | None = None) -> MinutesDocument:
    """Return the minutes to read and print; access is decided by whoever asks.

    Without `version` it is the draft while there is one, else the latest version. The latest version of approved
    minutes also tells of the approval and of later corrections.
    """
    latest = minutes.versions.order_by("-ordinal").first()
    if version is None:
        if minutes.state == MinutesState.DRAFT or latest is None:
            return draft_document(minutes)
        version = latest
    document = version_document(version)
    if latest is None or version.pk != latest.pk:
        return document
    document = replace(document, objections=_objections(minutes))
    if minutes.state != MinutesState.APPROVED:
        return document
    return replace(
        document,
        status=MinutesStatus.APPROVED,
        approval=approval_sentence(minutes),
        addenda=tuple(
            content.Addendum(on=clock.local_date(row.created_at), text=row.text, author=str(row.author))
            for row in Addendum.objects.filter(minutes=minutes).select_related("author")
        ),
    )


def approval_sentence(minutes: Minutes) -> str:
    """Return how the minutes were approved, for the document; empty before."""
    if minutes.approved_at is None:
        return ""
    found = (
        ApprovalItem.objects.filter(minutes=minutes, item__outcome__in=[o.value for o in ADOPTING_OUTCOMES])
        .select_related("item__meeting")
        .order_by("-item__done_at")
        .first()
    )
    if found is None:
        return f"Genehmigt am {clock.local_date(minutes.approved_at):%d.%m.%Y}."
    day = clock.local_date(found.item.meeting.starts_at)
    return f"Genehmigt in der Sitzung am {day:%d.%m.%Y} unter TOP {found.item.number}."


def _objections(minutes: Minutes) -> tuple[content.Objection, ...]:
    return tuple(
        content.Objection(
            person=str(row.person),
            on=clock.local_date(row.raised_at),
            text=f"Zu TOP {row.item.number}: {row.text}" if row.item else row.text,
            state=_OBJECTION_STATES[ObjectionState(row.state)],
            answer=row.answer,
        )
        for row in Objection.objects.filter(minutes=minutes).select_related("person", "item")
    )


def register_head(minutes: Minutes) -> str:
    """Return the head hash of the body's newest register; empty while nothing was resolved."""
    register = Register.objects.filter(body=minutes.meeting.body_id, last__gt=0).order_by("-year").first()
    return register.head_hash if register else ""


@dataclass(frozen=True)
class MinutesPage:
    """The minutes for one viewer: the document shown, what lies behind it, and what the viewer may do now.

    `shown` is the version shown, None for the draft; `under_revision`: an accepted objection led back to the draft,
    the version shown is the one circulated last; `has_objected`: the viewer's own objections exist.
    """

    minutes: Minutes
    document: MinutesDocument
    shown: MinutesVersion | None
    versions: tuple[MinutesVersion, ...]
    objections: tuple[Objection, ...]
    items: tuple[AgendaItem, ...]
    approval_items: tuple[ApprovalItem, ...]
    under_revision: bool
    reads_draft: bool
    writes: bool
    may_sign: bool
    may_object: bool
    open_objections: int

    @property
    def may_circulate(self) -> bool:
        """Whether the viewer may send the signed minutes round."""
        return self.writes and self.minutes.state == MinutesState.SIGNED_OFF

    @property
    def may_answer(self) -> bool:
        """Whether the viewer answers objections."""
        return self.writes

    @property
    def may_correct(self) -> bool:
        """Whether the viewer may add a dated correction."""
        return self.writes and self.minutes.state == MinutesState.APPROVED


def minutes_page(viewer: Viewer, public_id: str, ordinal: int | None = None) -> MinutesPage:
    """Return the page of minutes as `viewer` may see it; `ordinal` chooses an earlier version.

    Raises `Minutes.DoesNotExist` and `MinutesVersion.DoesNotExist` for unknown and forbidden alike.
    """
    minutes = find_minutes(viewer, public_id)
    reads_draft = may_see_draft(viewer, minutes)
    versions = readable_versions(viewer, minutes)
    shown = _shown(minutes, versions, ordinal, reads_draft=reads_draft)
    objections = tuple(
        Objection.objects.filter(minutes=minutes).select_related("person", "item", "answered_by", "version")
    )
    in_draft = minutes.state == MinutesState.DRAFT
    over = minutes.objections_until is None or clock.today() > minutes.objections_until
    return MinutesPage(
        minutes=minutes,
        document=minutes_document(minutes, shown),
        shown=shown,
        versions=versions,
        objections=objections,
        items=tuple(AgendaItem.objects.on_agenda().filter(meeting=minutes.meeting_id)),
        approval_items=tuple(
            ApprovalItem.objects.filter(minutes=minutes).select_related("item__meeting").order_by("pk")
        ),
        under_revision=in_draft and minutes.circulated_at is not None,
        reads_draft=reads_draft,
        writes=may_write_minutes(viewer, minutes),
        may_sign=in_draft and minutes.meeting.state == MeetingState.CLOSED and may_sign_minutes(viewer, minutes),
        may_object=minutes.state == MinutesState.CIRCULATED and not over and may_object(viewer, minutes),
        open_objections=sum(row.state == ObjectionState.OPEN for row in objections),
    )


def readable_versions(viewer: Viewer, minutes: Minutes) -> tuple[MinutesVersion, ...]:
    """Return the signed versions the viewer may read, newest first, without their text."""
    return tuple(
        visible_minutes_versions(viewer)
        .filter(minutes=minutes)
        .select_related("signed_by")
        .defer("content")
        .order_by("-ordinal")
    )


def _shown(
    minutes: Minutes, versions: tuple[MinutesVersion, ...], ordinal: int | None, *, reads_draft: bool
) -> MinutesVersion | None:
    """Return the version to show, None for the draft; raises `MinutesVersion.DoesNotExist`."""
    if ordinal is not None:
        found = next((version for version in versions if version.ordinal == ordinal), None)
        if found is None:
            raise MinutesVersion.DoesNotExist
        return found
    if reads_draft and minutes.state == MinutesState.DRAFT:
        return None
    if not versions:
        raise MinutesVersion.DoesNotExist
    return versions[0]


def printed_minutes(viewer: Viewer, public_id: str, ordinal: int | None = None) -> MinutesDocument:
    """Return the document for a download: as `minutes_page` shows it. Raises as `minutes_page`."""
    minutes = find_minutes(viewer, public_id)
    versions = readable_versions(viewer, minutes)
    shown = _shown(minutes, versions, ordinal, reads_draft=may_see_draft(viewer, minutes))
    return minutes_document(minutes, shown)
