"""Addresses that mails, calendar files and pages may carry: plain ones, which break no header and no line.

Source: design, meetings.md "Invitations", row "text" (a line end in an address or URL is an error of the form).
"""

from __future__ import annotations

import re

from governance.rules.characters import clean_line

_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}")
_WEB = re.compile(r"https?://[^\s\x00-\x20\x7f-\x9f<>\"\\^`{|}]+")


def is_mail_address(text: str) -> bool:
    """Tell whether `text` is a plain ASCII mail address and nothing else."""
    return _MAIL.fullmatch(text) is not None


def is_web_address(text: str) -> bool:
    """Tell whether `text` is an http(s) address without white space or marks that make it read as another one."""
    return _WEB.fullmatch(text) is not None and clean_line(text) == text
