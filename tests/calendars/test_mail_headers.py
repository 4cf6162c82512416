import email
from dataclasses import replace
from datetime import datetime
from email.header import decode_header, make_header
from email.utils import getaddresses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.notifications.message import InvalidMailError, Mail, Mailbox, build_plain
from governance.rules.characters import clean_line
from tests.calendars.samples import MINUTES

ADDRESS = "ines.talbach@kreis-hoexter.example"
NAMES = [
    "Müller, Anna",
    "Dr. Ines Talbach (Vertretung)",
    "O'Brien \\ x",
    "Lenkungsgremium Kommunales Integrationsmanagement Kreis Musterstadt, boese@kreis.example, Abt. Bildung",
    "Geschäftsstelle Lenkungsgremium Kommunales Integrationsmanagement, Kreis Höxter – Amt; KI <x@y.example>",
    "A, " * 40 + "B",
    "ü" * 150,
    "=?utf-8?q?Hi=0D=0ABcc=3A_boese=40kreis.example?=",
    "😀 👩‍👧",
    "a@b.example",
]


def written(mail: Mail) -> dict[str, list[str]]:
    """The header fields as another, older parser of the standard library reads them, still encoded."""
    octets = build_plain(mail).as_bytes()
    assert max(len(line) for line in octets.split(b"\r\n\r\n")[0].split(b"\r\n")) <= 998
    message = email.message_from_bytes(octets)
    return {name: message.get_all(name, []) for name in message}


@pytest.mark.parametrize("name", NAMES)
def test_any_name_stays_one_recipient(name: str) -> None:
    fields = written(replace(MINUTES, recipient=Mailbox(name=name, address=ADDRESS)))
    ((shown, address),) = getaddresses(fields["To"])
    assert address == ADDRESS
    assert str(make_header(decode_header(shown))) == name
    assert "Bcc" not in fields


@given(st.text(max_size=160))
def test_whatever_the_name_there_is_one_recipient(name: str) -> None:
    mail = replace(MINUTES, recipient=Mailbox(name=name, address=ADDRESS))
    if "\r" in name or "\n" in name:
        with pytest.raises(InvalidMailError):
            build_plain(mail)
        return
    fields = written(mail)
    ((shown, address),) = getaddresses(fields["To"])
    assert address == ADDRESS
    assert str(make_header(decode_header(shown))) == clean_line(name.replace('"', ""))
    assert sorted(fields) == sorted(written(MINUTES))


@given(st.text(min_size=1, max_size=240))
def test_whatever_the_subject_it_is_one_field(subject: str) -> None:
    mail = replace(MINUTES, subject=subject)
    if "\r" in subject or "\n" in subject or not clean_line(subject):
        with pytest.raises(InvalidMailError):
            build_plain(mail)
        return
    fields = written(mail)
    (value,) = fields["Subject"]
    assert str(make_header(decode_header(value))) == clean_line(subject)
    assert sorted(fields) == sorted(written(MINUTES))


@pytest.mark.parametrize(
    "mail",
    [
        replace(MINUTES, subject="Einladung\r\nBcc: boese@kreis.example"),
        replace(MINUTES, subject="Einladung\nBcc: boese@kreis.example"),
        replace(MINUTES, subject=" "),
        replace(MINUTES, recipient=Mailbox(name="A\r\nBcc: b@k.example", address=ADDRESS)),
        replace(MINUTES, recipient=Mailbox(name="A", address=f"{ADDRESS}\r\nBcc: b@k.example")),
        replace(MINUTES, recipient=Mailbox(name="A", address=f"{ADDRESS}, b@k.example")),
        replace(MINUTES, recipient=Mailbox(name="A", address=f"{ADDRESS}\n")),
        replace(MINUTES, sender=Mailbox(name="A\nB", address=ADDRESS)),
        replace(MINUTES, message_id="<a@b>\r\nBcc: b@k.example"),
        replace(MINUTES, message_id="a@b"),
        replace(MINUTES, in_reply_to="<a@b>\n"),
        replace(MINUTES, references=("<a@b>", "<c@d> <e@f>")),
        replace(MINUTES, date=datetime(2027, 5, 1)),  # noqa: DTZ001
    ],
)
def test_a_line_end_or_a_foreign_value_in_a_header_is_refused(mail: Mail) -> None:
    with pytest.raises(InvalidMailError):
        build_plain(mail)


def test_long_message_ids_are_written_as_they_are() -> None:
    ids = tuple(f"<{n}{'a' * 90}@lenkwerk.kreis-hoexter.example>" for n in range(4))
    fields = written(replace(MINUTES, message_id=ids[3], in_reply_to=ids[2], references=ids[:3]))
    assert fields["Message-ID"] == [ids[3]]
    assert fields["In-Reply-To"] == [ids[2]]
    assert fields["References"][0].split() == list(ids[:3])


def test_recipient_without_a_name_is_the_bare_address() -> None:
    fields = written(replace(MINUTES, recipient=Mailbox(name="", address=ADDRESS)))
    assert fields["To"] == [f"<{ADDRESS}>"]
