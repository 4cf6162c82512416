"""`manage.py render_document KIND ID|latest --format docx|pdf --out FILE`: one document as Word or PDF.

For whoever runs the server; access by viewer does not apply.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from governance.access.viewer import viewer_of
from governance.documents.content import Document
from governance.documents.rendering import DocumentFormat, DocumentKind, render
from governance.models import Authority, MandateVersion, Meeting, Minutes, PaperVersion, Person
from governance.models.base import in_force
from governance.queries.files import letterhead_bytes
from governance.queries.mandate_documents import version_document
from governance.queries.mandates import with_text
from governance.queries.meetings import invitation_document
from governance.queries.minutes import minutes_document
from governance.queries.papers import printed_version
from governance.queries.seating import chair_of
from governance.rules import clock

LATEST = "latest"
Found = tuple[Document, Authority]


class Command(BaseCommand):
    help = "Writes a paper, an invitation, minutes or a mandate as Word or PDF."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=[kind.value for kind in DocumentKind])
        parser.add_argument(
            "id", help="public id of the paper, meeting, minutes or mandate (also of a version), or “latest”"
        )
        parser.add_argument(
            "--format", required=True, choices=[each.value for each in DocumentFormat], dest="document_format"
        )
        parser.add_argument("--out", required=True, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        kind = DocumentKind(options["kind"])
        document, authority = FINDERS[kind](options["id"])
        content = render(kind, document, options["document_format"], letterhead=letterhead_bytes(authority))
        target = Path(options["out"])
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{target} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{target}: {len(content)} bytes")


def _one(rows: QuerySet[Any], wanted: str, newest: str, kind: str) -> Any:
    """Return the row named by its public id, or the newest; raises `CommandError` where there is none."""
    row = rows.order_by(newest, "-pk").first() if wanted == LATEST else rows.filter(public_id=wanted).first()
    if row is None:
        raise CommandError(f"There is no {kind} {'yet' if wanted == LATEST else wanted}.")
    return row


def _paper(wanted: str) -> Found:
    """Return a version by its own id, or the newest version of the paper with that id."""
    versions = PaperVersion.objects.all()
    if wanted != LATEST and versions.filter(paper__public_id=wanted).exists():
        versions, wanted = versions.filter(paper__public_id=wanted), LATEST
    version = _one(versions.select_related("paper__body__authority"), wanted, "-created_at", "released paper")
    return printed_version(version), version.paper.body.authority


def _invitation(wanted: str) -> Found:
    """Return the invitation as the chair gets it, or without a chair as the secretariat sees it."""
    meeting = _one(
        Meeting.objects.filter(dispatched_at__isnull=False).select_related("body__authority"),
        wanted,
        "-dispatched_at",
        "invitation",
    )
    return invitation_document(meeting, viewer_of(person=_reader(meeting))), meeting.body.authority


def _reader(meeting: Meeting) -> Person:
    person = chair_of(meeting.body, clock.local_date(meeting.starts_at))
    if person is None:
        on_duty = Person.objects.filter(in_force(clock.today(), "secretariats__"), secretariats__body=meeting.body)
        person = on_duty.select_related("authority").first()
    if person is None:
        raise CommandError("The body has neither a chair nor a secretariat.")
    return person


def _minutes(wanted: str) -> Found:
    minutes = _one(
        Minutes.objects.select_related("meeting__body__authority", "meeting__minute_taker"),
        wanted,
        "-meeting__starts_at",
        "minutes",
    )
    return minutes_document(minutes), minutes.meeting.body.authority


def _mandate(wanted: str) -> Found:
    """Return a version by its own id, or the newest version of the mandate with that id."""
    versions = with_text(MandateVersion.objects.all())
    if wanted != LATEST and versions.filter(mandate__public_id=wanted).exists():
        versions, wanted = versions.filter(mandate__public_id=wanted), LATEST
    version = _one(versions, wanted, "-created_at", "mandate")
    return version_document(version), version.mandate.authority


FINDERS = {
    DocumentKind.PAPER: _paper,
    DocumentKind.INVITATION: _invitation,
    DocumentKind.MINUTES: _minutes,
    DocumentKind.MANDATE: _mandate,
}
