"""Writing the digests: one mail with everything that has waited, for each person and pace (meetings.md, Reminders).

Called once a day by `manage.py digest`. A digest covers whole local days that are over, so that a second run finds
nothing new; its lines are deleted in the transaction of its mail.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Q, QuerySet

from governance import audit
from governance.access.viewer import viewer_of
from governance.models import Authority, DigestEntry, NotificationChoice, Person
from governance.notifications import public_text
from governance.notifications.links import portal_link
from governance.notifications.message import Link, Section
from governance.queries.overview import Change, changes_between
from governance.rules import clock
from governance.rules.notifications import NotificationKind, Pace, covered_before
from governance.usecases.letters import put_into_outbox

MOST_LINES = 60
DIGESTS = (Pace.DAILY, Pace.WEEKLY)


def write_digests(now: datetime) -> int:
    """Write the digests that are due on the local day of `now`; return how many mails."""
    today = clock.local_date(now)
    return sum(_write(person, pace, today) for pace in DIGESTS for person in _waiting(pace, today))


def _waiting(pace: Pace, today: date) -> list[Person]:
    before = covered_before(pace, today)
    news = NotificationChoice.objects.filter(kind=NotificationKind.NEWS, pace=pace, told_before__lt=before)
    lines = _due(pace, before)
    people = Person.objects.filter(Q(pk__in=lines.values("person")) | Q(pk__in=news.values("person")))
    return list(people.select_related("authority", "user").order_by("authority", "pk"))


def _due(pace: Pace, before: date) -> QuerySet[DigestEntry]:
    return DigestEntry.objects.filter(pace=pace, created_at__lt=_midnight(before))


@transaction.atomic
def _write(person: Person, pace: Pace, today: date) -> bool:
    """Write one digest; whoever can no longer be reached loses what waited. Two runs at once meet at the row."""
    authority = person.authority
    locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    before = covered_before(pace, today)
    entries = list(_due(pace, before).filter(person=person).order_by("pk"))
    news = list(_news(person, pace, before))
    DigestEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    if not (entries or news) or not (locked.email and locked.is_active):
        return False
    kept, left_out = entries[:MOST_LINES], max(0, len(entries) - MOST_LINES)
    sections = _sections(authority, kept, news)
    paragraphs = [public_text.digest_opening(pace, len(entries) + len(news))]
    if left_out:
        paragraphs.append(public_text.digest_more(left_out))
    written = put_into_outbox(
        authority,
        locked,
        matter=f"digest.{pace}",
        subject=public_text.digest_subject(pace),
        paragraphs=tuple(paragraphs),
        sections=sections,
        links=(Link(label=public_text.OPEN_OVERVIEW, url=portal_link(authority, "overview")),),
        settings_url=portal_link(authority, "notifications"),
    )
    audit.record(
        scope=authority.public_id,
        action="digest.written",
        actor="",
        target=person,
        data={"pace": pace.value, "lines": len(entries) + len(news)},
    )
    return written


def _sections(authority: Authority, entries: list[DigestEntry], news: list[Link]) -> tuple[Section, ...]:
    """Return the lines under the heading of their kind, in the order of the kinds."""
    links: dict[NotificationKind, list[Link]] = defaultdict(list)
    for entry in entries:
        url = portal_link(authority, entry.page, *entry.parts)
        links[NotificationKind(entry.kind)].append(Link(label=entry.text, url=url))
    links[NotificationKind.NEWS] = news
    return tuple(
        Section(heading=public_text.digest_heading(kind), links=tuple(links[kind]))
        for kind in NotificationKind
        if links[kind]
    )


def _news(person: Person, pace: Pace, before: date) -> Iterator[Link]:
    """Yield what has changed for the person since the last digest; nothing to whoever has no login any more."""
    rows = NotificationChoice.objects.select_for_update(of=("self",))
    choice = rows.filter(person=person, kind=NotificationKind.NEWS, pace=pace, told_before__lt=before).first()
    if choice is None or choice.told_before is None:
        return
    since = choice.told_before
    choice.told_before = before
    choice.save(update_fields=["told_before"])
    if person.user is None or not person.user.is_active:
        return
    viewer = viewer_of(person=person, user=person.user)
    found = changes_between(viewer, _midnight(since), _midnight(before), limit=MOST_LINES)
    for change in sorted(found, key=lambda change: change.at):
        page, text = _told(change)
        yield Link(label=text, url=portal_link(person.authority, page, change.target))


def _told(change: Change) -> tuple[str, str]:
    day = f"{clock.local_date(change.at):%d.%m.%Y}"
    if change.kind == "resolution":
        return "resolution", f"{day}: Beschluss {change.subject}, {change.detail}"
    return "process", f"{day}: {change.subject}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.BERLIN)
