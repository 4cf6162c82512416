"""One invented meeting and its mails, with every moment fixed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from governance.calendars.description import AgendaLine, describe
from governance.calendars.event import CalendarPerson, MeetingEvent, PartStat, Role
from governance.calendars.invitation import cancel, request
from governance.notifications import mail_text
from governance.notifications.message import (
    Change,
    InvitationMail,
    Link,
    Mail,
    Mailbox,
    MailKind,
    PaperLink,
)

KIM = Mailbox(name="Geschäftsstelle Lenkungsgremium KIM", address="kim@kreis-hoexter.example")
INES = Mailbox(name="Dr. Ines Talbach", address="ines.talbach@kreis-hoexter.example")
MEETING = "12. Sitzung des Lenkungsgremiums KIM"
PORTAL = "https://lenkwerk.example/hoexter/sitzungen/k7d2"

# 12 May 2027, 14:00 to 17:00 in summer time
START = datetime(2027, 5, 12, 12, 0, tzinfo=UTC)
END = datetime(2027, 5, 12, 15, 0, tzinfo=UTC)
SENT = datetime(2027, 4, 21, 7, 30, 15, tzinfo=UTC)

AGENDA = (
    AgendaLine(number="1", title="Eröffnung, Beschlussfähigkeit", public=True),
    AgendaLine(number="4", title="Feststellung eines generativen Themas: Sprachkurszugang", public=True),
    AgendaLine(number="5", title="Personalangelegenheit Stelle 4711", public=False),
)

EVENT = MeetingEvent(
    uid="8f14e45f-ceea-467a-9b1a-0c1d2e3f4a5b",
    sequence=0,
    dtstamp=SENT,
    starts_at=START,
    ends_at=END,
    summary=MEETING,
    description=describe(AGENDA, access="https://konferenz.example/kim", portal_url=PORTAL),
    location="Kreishaus Höxter, Großer Sitzungssaal, und online",
    url=PORTAL,
    organizer=(KIM.name, KIM.address),
    attendees=(CalendarPerson(name=INES.name, email=INES.address, role=Role.REQ),),
    created=datetime(2027, 3, 1, 9, 0, tzinfo=UTC),
    last_modified=datetime(2027, 4, 20, 9, 0, tzinfo=UTC),
)

INVITATION = InvitationMail(
    sender=KIM,
    recipient=INES,
    kind=MailKind.REQUEST,
    subject=mail_text.subject(MailKind.REQUEST, MEETING, START),
    meeting=MEETING,
    starts_at=START,
    ends_at=END,
    place="Kreishaus Höxter, Großer Sitzungssaal\nOnline: https://konferenz.example/kim",
    paragraphs=("Bitte melden Sie sich bis zum 5. Mai zurück.",),
    papers=(
        PaperLink(number="TOP 4", title="Vorlage LG/2027/03: Sprachkurszugang", url=f"{PORTAL}/vorlagen/p3"),
        PaperLink(number="TOP 5", title="Personalangelegenheit", url=f"{PORTAL}/vorlagen/p9", public=False),
    ),
    answers=(
        Link(label="Zusagen", url="https://lenkwerk.example/a/t0k3n?antwort=ja"),
        Link(label="Absagen", url="https://lenkwerk.example/a/t0k3n?antwort=nein"),
    ),
    portal_url=PORTAL,
    calendar=request(EVENT),
    message_id="<a1.0.ines@lenkwerk.example>",
    date=SENT,
)

_LATER = timedelta(hours=1)
MOVED_EVENT = replace(
    EVENT,
    sequence=1,
    dtstamp=SENT + timedelta(days=3),
    starts_at=START + _LATER,
    ends_at=END + _LATER,
    attendees=(replace(EVENT.attendees[0], partstat=PartStat.NEEDS_ACTION),),
)
UPDATE = replace(
    INVITATION,
    kind=MailKind.UPDATE,
    subject=mail_text.subject(MailKind.UPDATE, MEETING, START + _LATER),
    starts_at=START + _LATER,
    ends_at=END + _LATER,
    changes=(
        Change(
            label=mail_text.TIME,
            old=mail_text.when(START, END),
            new=mail_text.when(START + _LATER, END + _LATER),
        ),
    ),
    calendar=request(MOVED_EVENT),
    message_id="<a1.1.ines@lenkwerk.example>",
    date=SENT + timedelta(days=3),
    in_reply_to="<a1.0.ines@lenkwerk.example>",
    references=("<a1.0.ines@lenkwerk.example>",),
)

CANCELLED_EVENT = replace(MOVED_EVENT, sequence=2, dtstamp=SENT + timedelta(days=5))
CANCELLATION = replace(
    UPDATE,
    kind=MailKind.CANCEL,
    subject=mail_text.subject(MailKind.CANCEL, MEETING, START + _LATER),
    paragraphs=("Der Vorsitz ist erkrankt. Einen neuen Termin teilen wir Ihnen mit.",),
    changes=(),
    papers=(),
    calendar=cancel(CANCELLED_EVENT),
    message_id="<a1.2.ines@lenkwerk.example>",
    date=SENT + timedelta(days=5),
    in_reply_to="<a1.1.ines@lenkwerk.example>",
    references=("<a1.0.ines@lenkwerk.example>", "<a1.1.ines@lenkwerk.example>"),
)

MINUTES = Mail(
    sender=KIM,
    recipient=INES,
    subject="Niederschrift zur Genehmigung: 12. Sitzung des Lenkungsgremiums KIM",
    paragraphs=("die Niederschrift liegt vor. Einwendungen sind bis zum 9. Juni 2027 möglich.",),
    links=(Link(label="Niederschrift lesen", url=f"{PORTAL}/niederschrift"),),
    message_id="<m1.ines@lenkwerk.example>",
    date=SENT,
)

HOSTILE = (
    'Komma, Semikolon; Doppelpunkt: Anführung" und Rückstrich \\\\srv\\Neu\\neu',
    "Zeile\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:untergeschoben",
    "Zeile\nATTENDEE:mailto:boese@kreis.example",
    "Trenner\u2028und\u2029und\x85und\x0bEND:VCALENDAR",
    "Steuer\x00zeichen\x07 und \x1b[31m Farbe \u202egespiegelt",
    "👩‍👩‍👧‍👦 " * 20 + "Ende",
    "Überlänge für Öffentlichkeitsmaßnahmen größtmöglicher Güte " * 12,
    "<script>alert('x')</script> & <b onmouseover=\"x\"> {{ 7*7 }} {% now %} =cmd|' /C calc'!A0 #set page",
    "=?utf-8?q?Bcc=3A?= boese@kreis.example, <boese@kreis.example>",
)
