"""One plain mail of the portal to one person: words, one link, through the outbox."""

from __future__ import annotations

from collections.abc import Iterable

from governance.models import Authority, Person
from governance.notifications import outbox
from governance.notifications.links import portal_link
from governance.notifications.mail_text import Wording
from governance.notifications.message import InvalidMailError, Link, Mail, Mailbox, build_plain
from governance.rules import clock
from governance.rules.characters import clean_line


def sender_name(authority: Authority) -> str:
    """Return the name beside the functional mailbox."""
    return f"{authority.unit}, {authority.name}" if authority.unit else authority.name


def write_letter(
    authority: Authority, person: Person, words: Wording, *, matter: str, page: str, parts: tuple[str, ...] = ()
) -> bool:
    """Put a mail to `person` into the outbox; return False where there is no address that can be written to.

    `matter` names what it is about ("measure.ab12"), `page` and `parts` the page of the portal that its link opens.
    """
    if not person.email or not person.is_active:
        return False
    now = clock.now()
    domain = authority.mailbox.rsplit("@", 1)[-1]
    try:
        message = build_plain(
            Mail(
                sender=Mailbox(name=clean_line(sender_name(authority)), address=authority.mailbox),
                recipient=Mailbox(name=clean_line(str(person)), address=person.email),
                subject=words.subject,
                paragraphs=words.paragraphs,
                links=(Link(label=words.link, url=portal_link(authority, page, *parts)),),
                message_id=f"<{matter}.{person.public_id}.{now:%Y%m%d%H%M%S%f}@{domain}>",
                date=now,
            )
        )
    except InvalidMailError:
        return False
    outbox.enqueue(scope=authority.public_id, lane=f"{matter}:{person.public_id}", message=message)
    return True


def write_letters(
    authority: Authority,
    people: Iterable[Person],
    words: Wording,
    *,
    matter: str,
    page: str,
    parts: tuple[str, ...] = (),
) -> int:
    """Put the mail to each of `people` into the outbox; return how many can be written to."""
    return sum(write_letter(authority, person, words, matter=matter, page=page, parts=parts) for person in people)
