"""One plain mail of the portal to one person, at once or in their next digest, as they have chosen.

Every mail that anybody may choose to have less often passes here; invitations and mails about a login have ways
of their own and are duties.
"""

from __future__ import annotations

from collections.abc import Iterable

from governance.models import Authority, DigestEntry, Person
from governance.notifications import outbox
from governance.notifications.links import portal_link
from governance.notifications.mail_text import Wording
from governance.notifications.message import InvalidMailError, Link, Mail, Mailbox, build_plain
from governance.queries.notification_choices import paces
from governance.rules import clock
from governance.rules.characters import clean_line
from governance.rules.notifications import DUTIES, Pace


def sender_name(authority: Authority) -> str:
    """Return the name beside the functional mailbox."""
    return f"{authority.unit}, {authority.name}" if authority.unit else authority.name


def write_letter(
    authority: Authority, person: Person, words: Wording, *, matter: str, page: str, parts: tuple[str, ...] = ()
) -> bool:
    """Tell one person, as `write_letters` does; return whether they can be reached."""
    return bool(write_letters(authority, [person], words, matter=matter, page=page, parts=parts))


def write_letters(
    authority: Authority,
    people: Iterable[Person],
    words: Wording,
    *,
    matter: str,
    page: str,
    parts: tuple[str, ...] = (),
) -> int:
    """Put the mail to each of `people` into the outbox, or its line into their digest; return how many are reached.

    `matter` names what it is about ("measure.ab12"), `page` and `parts` the page of the portal that its link opens.
    Whoever wants no mail of the kind of `words` finds it in the portal and counts as reached; not reached is who has
    no address that can be written to.
    """
    reachable = [person for person in people if person.email and person.is_active]
    chosen = paces(reachable, words.kind)
    reached = 0
    for person in reachable:
        pace = chosen[person.pk]
        if pace is Pace.AT_ONCE:
            reached += _post(authority, person, words, matter=matter, page=page, parts=parts)
            continue
        reached += 1
        if pace is not Pace.NONE:
            text = clean_line(words.line or words.subject)
            DigestEntry.objects.create(
                person=person, kind=words.kind, pace=pace, text=text, page=page, parts=list(parts)
            )
    return reached


def _post(
    authority: Authority, person: Person, words: Wording, *, matter: str, page: str, parts: tuple[str, ...]
) -> bool:
    return put_into_outbox(
        authority,
        person,
        matter=matter,
        subject=words.subject,
        paragraphs=words.paragraphs,
        links=(Link(label=words.link, url=portal_link(authority, page, *parts)),),
        settings_url="" if words.kind in DUTIES else portal_link(authority, "notifications"),
    )


def put_into_outbox(
    authority: Authority,
    person: Person,
    *,
    matter: str,
    subject: str,
    paragraphs: tuple[str, ...],
    **more: object,
) -> bool:
    """Put a plain mail from the functional mailbox into the outbox; return False for an address that cannot be used.

    `more` are further fields of `Mail`.
    """
    now = clock.now()
    domain = authority.mailbox.rsplit("@", 1)[-1]
    try:
        message = build_plain(
            Mail(
                sender=Mailbox(name=clean_line(sender_name(authority)), address=authority.mailbox),
                recipient=Mailbox(name=clean_line(str(person)), address=person.email),
                subject=subject,
                paragraphs=paragraphs,
                message_id=f"<{matter}.{person.public_id}.{now:%Y%m%d%H%M%S%f}@{domain}>",
                date=now,
                **more,  # type: ignore[arg-type]
            )
        )
    except InvalidMailError:
        return False
    outbox.enqueue(scope=authority.public_id, lane=f"{matter}:{person.public_id}", message=message)
    return True
