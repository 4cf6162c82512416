"""Text on its way into a calendar file: cleaned, or refused with a reason.

Source: design, meetings.md "Invitations", row "text".
"""

from __future__ import annotations

import re

from icalendar import vText

from governance.rules.addresses import is_mail_address, is_web_address
from governance.rules.characters import clean_line


class InvalidCalendarText(ValueError):
    """An address or URL that cannot be written into a calendar file; `field` says which."""

    def __init__(self, field: str) -> None:
        super().__init__(f"{field} cannot be written into a calendar file")
        self.field = field


class ExactText(vText):
    """A TEXT value (RFC 5545, 3.3.11) that keeps every backslash.

    icalendar 7.3 reads the two characters backslash and capital N in a text as a line end, so that
    "\\\\srv\\Neu" would be broken in two.
    """

    def to_ical(self) -> bytes:
        """Return the escaped octets."""
        escaped = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return escaped.replace("\n", "\\n").encode()


def clean_name(name: str) -> str:
    """Return a name for a CN parameter: one line, no control characters, no double quotes or backslashes.

    RFC 5545 knows no escape inside a parameter, clients do not read that of RFC 6868, and some take a
    backslash for one.
    """
    return clean_line(name.replace('"', "").replace("\\", "/"))


def checked_address(address: str, *, field: str) -> str:
    """Return the plain ASCII address unchanged, or raise `InvalidCalendarText`."""
    if not is_mail_address(address):
        raise InvalidCalendarText(field)
    return address


def checked_url(url: str, *, field: str) -> str:
    """Return the http(s) URL unchanged, or raise `InvalidCalendarText`."""
    if not is_web_address(url):
        raise InvalidCalendarText(field)
    return url


def checked_uid(uid: str, *, field: str = "uid") -> str:
    """Return the UID, 1 to 200 visible ASCII characters, unchanged, or raise `InvalidCalendarText`."""
    if re.fullmatch(r"[\x21-\x7e]{1,200}", uid) is None:
        raise InvalidCalendarText(field)
    return uid
