"""What the public writes: received without a login, handed on by mail, handled and deleted by coordinators."""

from __future__ import annotations

from django.db import transaction

from governance import audit
from governance.access.contact import visible_messages
from governance.access.viewer import Viewer
from governance.models import Authority, ContactMessage, OutboxMessage, OutboxState
from governance.notifications import outbox, public_text
from governance.notifications.links import portal_link
from governance.notifications.message import InvalidMailError, Link, Mail, Mailbox, build_plain
from governance.rules import clock
from governance.rules.addresses import is_mail_address
from governance.rules.characters import clean_line
from governance.rules.text import Message, mark
from governance.usecases.foundation import Refused, fill, lock, record, use_case


@transaction.atomic
def receive_message(
    *, authority: Authority, topic: str, text: str, page: str = "", reply_to: str = ""
) -> ContactMessage:
    """Keep a message of somebody who is not logged in and put a mail to the authority into the outbox.

    The mail goes to the authority's address for such messages, or to its functional mailbox; it holds the words, not
    the address for an answer, and nothing of it is kept once it has left. Raises `Invalid` and `Refused` for entries.
    """
    if reply_to and not is_mail_address(reply_to):
        raise Refused(Message(mark("This is not an e-mail address that can be written to. Leave it empty otherwise.")))
    row = ContactMessage(authority=authority, received_at=clock.now())
    fill(row, {"topic": topic, "text": text, "page": page, "reply_to": reply_to})
    row.save()
    _hand_on(row)
    audit.record(scope=authority.public_id, action="contact.received", actor="", target=row, data={"topic": topic})
    return row


def _hand_on(row: ContactMessage) -> None:
    """Put the mail into the outbox; without a usable address the message still waits in the portal."""
    authority = row.authority
    words = public_text.message_received(row.topic, row.text, row.page, can_answer=bool(row.reply_to))
    now, domain = clock.now(), authority.mailbox.rsplit("@", 1)[-1]
    try:
        message = build_plain(
            Mail(
                sender=Mailbox(name=clean_line(authority.name), address=authority.mailbox),
                recipient=Mailbox(
                    name=clean_line(authority.unit), address=authority.contact_email or authority.mailbox
                ),
                subject=words.subject,
                paragraphs=words.paragraphs,
                links=(Link(label=words.link, url=portal_link(authority, "contact_messages")),),
                message_id=f"<contact.{row.public_id}@{domain}>",
                date=now,
            )
        )
    except InvalidMailError:
        return
    outbox.enqueue(scope=authority.public_id, lane=f"{outbox.CONTACT}{row.public_id}", message=message)


@use_case("contact.finish")
def finish_message(*, by: Viewer, message_id: str) -> ContactMessage:
    """Note that a message is dealt with; raises `DoesNotExist` for whoever does not see it."""
    row = lock(visible_messages(by), public_id=message_id)
    if row.done_at is None:
        row.done_at, row.done_by = clock.now(), by.acting_person
        row.save(update_fields=["done_at", "done_by"])
        record(by, "contact.finished", row)
    return row


@use_case("contact.delete")
def delete_message(*, by: Viewer, message_id: str) -> bool:
    """Delete a message with everything that was typed; a mail that has not left goes with it."""
    row = lock(visible_messages(by), public_id=message_id)
    waiting = OutboxMessage.objects.select_for_update().filter(lane=f"{outbox.CONTACT}{row.public_id}")
    for mail in waiting.filter(state__in=[OutboxState.QUEUED, OutboxState.HELD]):
        outbox.settle(mail, by=by.actor, reason="Nachricht gelöscht")
    record(by, "contact.deleted", row)
    row.delete()
    return True
