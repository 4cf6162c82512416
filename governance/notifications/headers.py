"""Header fields of a mail: checked, encoded and folded here.

`email.policy.SMTP` of Python 3.11 loses the quotes of a long display name when it folds it, so that a comma
in a name starts another recipient; it decodes `=?utf-8?q?...?=` typed by a person; and it wraps a long
message id into an encoded word. A value with `name` and `fold` is left alone by every policy (documented for
`email.policy.EmailPolicy`), so the fields carry their own folding.
"""

from __future__ import annotations

import re
from email.header import Header
from email.policy import Policy
from typing import Final

from governance.notifications.mails import Mailbox
from governance.rules.addresses import is_mail_address, is_web_address
from governance.rules.characters import clean_line

_MESSAGE_ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,200}@[A-Za-z0-9.-]{1,255}>")
_LINE: Final = 76  # of 78 characters (RFC 5322, 2.1.1), two to spare for "<" and ">"
_NAME_MAX: Final = 200
_SUBJECT_MAX: Final = 250


class InvalidMailError(ValueError):
    """A value that would change the structure of the mail, or contradicts the rest; `field` says which."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field


class HeaderField(str):
    """A header value: as a string what a person reads, when written the folded lines."""

    __slots__ = ("_lines", "name")

    name: str
    _lines: tuple[str, ...]

    def __new__(cls, name: str, value: str, lines: tuple[str, ...]) -> HeaderField:
        """`lines` are the physical lines without line ends; `fold` indents those after the first."""
        field = super().__new__(cls, value)
        field.name = name
        field._lines = lines
        return field

    def fold(self, *, policy: Policy) -> str:
        """Return the whole field with the line ends of `policy`."""
        return f"{self.name}: " + f"{policy.linesep} ".join(self._lines) + policy.linesep


def mailbox(header: str, box: Mailbox) -> HeaderField:
    """Return From or To for one mailbox; raises `InvalidMailError` for a line end in it or a bad address."""
    name = _one_line(box.name.replace('"', ""), header)[:_NAME_MAX]
    address = f"<{checked_address(box.address, field=header)}>"
    if not name:
        return HeaderField(header, box.address, (address,))
    words = _phrase(name, header)
    fits = len(header) + 2 + len(words[-1]) + 1 + len(address) <= _LINE
    lines = (*words[:-1], f"{words[-1]} {address}") if fits else (*words, address)
    return HeaderField(header, f"{_quoted(name)} {address}", lines)


def subject(text: str) -> HeaderField:
    """Return the Subject; raises `InvalidMailError` for a line end in it or an empty one."""
    line = _one_line(text, "Subject")[:_SUBJECT_MAX]
    if not line:
        raise InvalidMailError("Subject", "empty")
    plain = line.isascii() and "=?" not in line and len(line) + len("Subject: ") <= _LINE
    return HeaderField("Subject", line, (line,) if plain else _encoded(line, "Subject"))


def message_ids(header: str, ids: tuple[str, ...]) -> HeaderField:
    """Return Message-ID, In-Reply-To or References; `InvalidMailError` for anything but message ids."""
    for value in ids:
        if _MESSAGE_ID.fullmatch(value) is None:
            raise InvalidMailError(header, "not a message id")
    return HeaderField(header, " ".join(ids), ids)


def web_page(header: str, url: str) -> HeaderField:
    """Return a header that names a web page in angle brackets; `InvalidMailError` for anything but http(s)."""
    if not is_web_address(url):
        raise InvalidMailError(header, "not a plain http(s) address")
    return HeaderField(header, f"<{url}>", (f"<{url}>",))


def checked_address(address: str, *, field: str) -> str:
    """Return the plain ASCII address unchanged, or raise `InvalidMailError`."""
    if not is_mail_address(address):
        raise InvalidMailError(field, "not a plain mail address")
    return address


def _one_line(text: str, field: str) -> str:
    if "\r" in text or "\n" in text:
        raise InvalidMailError(field, "line end")
    return clean_line(text)


def _phrase(name: str, header: str) -> tuple[str, ...]:
    """A display name (RFC 5322, 3.2.5): quoted if ASCII, else encoded words (RFC 2047, 5)."""
    if name.isascii() and "=?" not in name:
        return (_quoted(name),)
    return _encoded(name, header)


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\") + '"'


def _encoded(text: str, header: str) -> tuple[str, ...]:
    return tuple(Header(text, "utf-8", header_name=header).encode(linesep="\n").split("\n "))
