import email
from dataclasses import replace
from datetime import date, datetime, timedelta
from email import policy
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
from icalendar import Calendar

from governance.calendars.invitation import cancel, request
from governance.notifications import mail_text
from governance.notifications.message import (
    Change,
    InvalidMailError,
    InvitationMail,
    Link,
    Mailbox,
    MailKind,
    PaperLink,
    build,
    build_plain,
)
from tests.calendars.samples import (
    CANCELLATION,
    CANCELLED_EVENT,
    END,
    EVENT,
    HOSTILE,
    INVITATION,
    KIM,
    MINUTES,
    PORTAL,
    START,
    UPDATE,
)

REMOVAL = replace(CANCELLATION, kind=MailKind.REMOVAL)


class Page(HTMLParser):
    """Collects tags, attributes and visible text of a body."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data


def received(message: EmailMessage) -> EmailMessage:
    parsed = email.message_from_bytes(message.as_bytes(), policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    assert [part.defects for part in parsed.walk() if part.defects] == []
    return parsed


def bodies(message: EmailMessage) -> tuple[str, Page]:
    parsed = received(message)
    plain, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    assert plain is not None
    assert html is not None
    return plain.get_content().replace("\r\n", "\n"), Page(html.get_content())


@pytest.mark.parametrize(
    ("mail", "method"),
    [(INVITATION, "REQUEST"), (UPDATE, "REQUEST"), (CANCELLATION, "CANCEL"), (REMOVAL, "CANCEL")],
)
def test_layout_is_the_one_that_clients_understand(mail: InvitationMail, method: str) -> None:
    message = received(build(mail))
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    plain, html, calendar, attachment = (p for p in message.walk() if not p.is_multipart())
    assert calendar["Content-Type"] == f'text/calendar; charset="utf-8"; method="{method}"'
    assert calendar["Content-Transfer-Encoding"] == "base64"
    assert calendar["Content-Disposition"] is None
    assert attachment["Content-Transfer-Encoding"] == "base64"
    assert attachment.get_content_disposition() == "attachment"
    assert attachment.get_filename() == "einladung.ics"
    for part in (calendar, attachment):
        assert part.get_payload(decode=True) == mail.calendar
    assert Calendar.from_ical(calendar.get_payload(decode=True))["METHOD"] == method
    assert [p.get_content_charset() for p in (plain, html)] == ["utf-8", "utf-8"]
    assert [p["MIME-Version"] for p in message.walk()] == ["1.0", None, None, None, None, None]


def test_headers_say_what_the_mail_is() -> None:
    message = received(build(UPDATE))
    assert message["From"].addresses[0].addr_spec == KIM.address
    assert message["From"].addresses[0].display_name == KIM.name
    assert [a.addr_spec for a in message["To"].addresses] == [UPDATE.recipient.address]
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "de"
    assert message["Message-ID"] == UPDATE.message_id
    assert message["In-Reply-To"] == UPDATE.in_reply_to
    assert message["References"] == " ".join(UPDATE.references)
    assert message["Date"].datetime == UPDATE.date
    assert message["Cc"] is None
    assert message["Bcc"] is None


def test_every_line_ends_with_crlf_and_fits() -> None:
    octets = build(INVITATION).as_bytes()
    assert b"\n" not in octets.replace(b"\r\n", b"")
    assert max(len(line) for line in octets.split(b"\r\n")) <= 78
    assert octets.isascii()


def test_the_same_mail_makes_the_same_octets() -> None:
    assert build(INVITATION).as_bytes() == build(replace(INVITATION)).as_bytes()


def test_invitation_says_when_and_where_once() -> None:
    plain, html = bodies(build(INVITATION))
    for text in (plain, html.words):
        assert text.count("12. Mai 2027") == 1
        assert "12.05." not in text
        assert text.count("Mittwoch, 12. Mai 2027, 14:00 bis 17:00 Uhr") == 1
        assert "Großer Sitzungssaal" in text
        assert "https://konferenz.example/kim" in text
        assert "Guten Tag Dr. Ines Talbach," in text


def test_invitation_links_to_answer_papers_and_portal() -> None:
    plain, html = bodies(build(INVITATION))
    hrefs = [value for name, value in html.attributes if name == "href"]
    urls = [link.url for link in (*INVITATION.answers, *INVITATION.papers)] + [INVITATION.portal_url]
    assert hrefs == urls
    for url in urls:
        assert f"\n{url}\n" in plain
    assert "Zusagen" in html.words


def test_title_of_a_non_public_item_is_not_printed() -> None:
    octets = build(INVITATION).as_bytes()
    plain, html = bodies(build(INVITATION))
    for text in (plain, html.words, EVENT.description, octets.decode()):
        assert "Personalangelegenheit" not in text
    assert "TOP 5: nicht öffentlicher Tagesordnungspunkt" in plain
    assert "TOP 5: nicht öffentlicher Tagesordnungspunkt" in EVENT.description
    assert "Personalangelegenheit" not in INVITATION.calendar.decode()


def test_update_says_what_was_and_what_is_and_the_new_date_once() -> None:
    plain, html = bodies(build(UPDATE))
    old, new = UPDATE.changes[0].old, UPDATE.changes[0].new
    for text in (plain, html.words):
        assert text.index(f"bisher: {old}") < text.index("jetzt:")
        assert text.count(new) == 1
        assert text.count(old) == 1
        assert "Das hat sich geändert" in text


def test_update_of_the_place_still_says_when() -> None:
    moved = replace(UPDATE, changes=(Change(label=mail_text.PLACE, old="Kreishaus", new="online"),))
    plain, _ = bodies(build(moved))
    assert "Termin: Mittwoch, 12. Mai 2027, 15:00 bis 18:00 Uhr" in plain
    assert "bisher: Kreishaus\n  jetzt: online" in plain
    assert "Großer Sitzungssaal" not in plain


def test_change_to_nothing_is_said_in_words() -> None:
    plain, _ = bodies(build(replace(UPDATE, changes=(Change(label="Ort", old="", new="online"),))))
    assert "bisher: keine Angabe" in plain


@pytest.mark.parametrize("mail", [CANCELLATION, REMOVAL])
def test_cancellation_has_no_answer_buttons(mail: InvitationMail) -> None:
    assert mail.answers
    plain, html = bodies(build(mail))
    octets = build(mail).as_bytes().decode()
    for text in (plain, html.words, str(html.attributes), octets):
        assert "t0k3n" not in text
        assert "Zusagen" not in text
    assert "nicht zu antworten" in plain


def test_removed_person_is_not_told_that_the_meeting_is_off() -> None:
    plain, _ = bodies(build(REMOVAL))
    assert "Die Sitzung selbst findet statt." in plain
    assert "abgesagt" not in plain
    assert "abgesagt" in bodies(build(CANCELLATION))[0]


@pytest.mark.parametrize("kind", list(MailKind))
def test_subject_names_meeting_and_date_but_no_person(kind: MailKind) -> None:
    subject = mail_text.subject(kind, "Lenkungsgremium\r\nBcc: x", START)
    assert subject.endswith("Lenkungsgremium Bcc: x am 12.05.2027")
    assert len(mail_text.subject(kind, "Ü" * 500, START)) < 200
    assert received(build(INVITATION))["Subject"] == INVITATION.subject
    assert "Talbach" not in INVITATION.subject


@pytest.mark.parametrize(
    ("end", "text"),
    [
        (END, "Mittwoch, 12. Mai 2027, 14:00 bis 17:00 Uhr"),
        (END + timedelta(hours=9), "Mittwoch, 12. Mai 2027, 14:00 bis Donnerstag, 13. Mai 2027, 02:00 Uhr"),
    ],
)
def test_when_is_german_and_local(end: datetime, text: str) -> None:
    assert mail_text.when(START, end) == text


def test_html_is_german_without_images_scripts_or_foreign_sources() -> None:
    _, html = bodies(build(INVITATION))
    assert ("lang", "de") in html.attributes
    assert set(html.tags) <= {
        *("html", "head", "meta", "title", "body", "h1", "h2", "p", "br", "strong", "ul", "li", "a"),
    }
    assert {name for name, _ in html.attributes} == {"lang", "charset", "name", "content", "style", "href"}
    assert not [value for name, value in html.attributes if name == "style" and "url(" in str(value)]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_does_nothing(text: str) -> None:
    one_line = " ".join(text.split())
    mail = replace(
        UPDATE,
        recipient=replace(UPDATE.recipient, name="".join(c for c in one_line if c.isprintable())),
        meeting=text,
        place=text,
        paragraphs=(text,),
        changes=(Change(label=text, old=text, new=text),),
        papers=(PaperLink(number=text, title=text, url="https://k.example/?a=1&b='x'"),),
        answers=(Link(label=text, url="https://k.example/a"),),
    )
    message = received(build(mail))
    assert sorted(message.keys()) == sorted(received(build(UPDATE)).keys())
    assert [part.get_content_type() for part in message.walk()] == [
        part.get_content_type() for part in received(build(UPDATE)).walk()
    ]
    plain, html = bodies(build(mail))
    assert set(html.tags) == set(bodies(build(UPDATE))[1].tags)
    assert "onmouseover" not in {name for name, _ in html.attributes}
    assert "https://k.example/?a=1&b='x'" in [value for _, value in html.attributes]
    for bad in "\x00\x07\x1b\u202e\x0b\x85\u2028":
        assert bad not in plain
        assert bad not in html.words
    last = text.rsplit(maxsplit=1)[-1].removeprefix("\u202e")
    assert last in plain
    assert last in html.words


@pytest.mark.parametrize("bad", ["javascript:alert(1)", "https://k.example/\r\nx", 'https://k.example/"onclick=', ""])
def test_bad_links_are_refused(bad: str) -> None:
    with pytest.raises(InvalidMailError):
        build(replace(INVITATION, answers=(Link(label="Zusagen", url=bad),)))


@pytest.mark.parametrize(
    "mail",
    [
        replace(INVITATION, calendar=cancel(CANCELLED_EVENT)),
        replace(CANCELLATION, calendar=request(EVENT)),
        replace(INVITATION, sender=replace(KIM, address="andere@kreis-hoexter.example")),
        replace(INVITATION, recipient=Mailbox(name="Tim Kerber", address="tim.kerber@kreis-hoexter.example")),
        replace(INVITATION, recipient=Mailbox(name="T", address="talbach@kreis-hoexter.example")),
        replace(INVITATION, calendar=b""),
    ],
)
def test_calendar_file_of_another_mail_is_refused(mail: InvitationMail) -> None:
    with pytest.raises(InvalidMailError) as error:
        build(mail)
    assert error.value.field == "calendar"


def test_moments_without_a_zone_are_refused() -> None:
    with pytest.raises(InvalidMailError):
        build(replace(INVITATION, starts_at=START.replace(tzinfo=None)))


@pytest.mark.parametrize(
    ("wording", "said"),
    [
        (
            mail_text.minutes_circulated("12.\nSitzung", date(2027, 6, 9)),
            "bis Mittwoch, 9. Juni 2027, entgegen",
        ),
    ],
)
def test_ready_made_wordings_make_a_mail(wording: mail_text.Wording, said: str) -> None:
    link = Link(label=wording.link, url=PORTAL)
    mail = replace(MINUTES, subject=wording.subject, paragraphs=wording.paragraphs, links=(link,))
    plain, html = bodies(build_plain(mail))
    for text in (plain, html.words):
        assert said in text
        assert wording.link in text
    assert received(build_plain(mail))["Subject"] == wording.subject


def test_other_mail_has_text_and_html_only() -> None:
    message = received(build_plain(MINUTES))
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert message["Subject"] == MINUTES.subject
    assert message["Auto-Submitted"] == "auto-generated"
    plain, html = bodies(build_plain(MINUTES))
    for text in (plain, html.words):
        assert "Guten Tag Dr. Ines Talbach," in text
        assert MINUTES.paragraphs[0] in text
    assert MINUTES.links[0].url in plain
    assert ("href", MINUTES.links[0].url) in html.attributes
