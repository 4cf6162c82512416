"""Characters that no output may carry: controls, and marks that turn the reading direction.

Source: design, trust.md "Login and web" (no injection from any field into any output) and meetings.md
"Invitations" (control characters removed). Removing, not refusing: a stray character pasted from Word must
not hold up an invitation.
"""

from __future__ import annotations

import re

# Controls without line feed, U+FEFF, surrogates, noncharacters, and the bidirectional marks that can make a
# name read as another one. U+200D stays: emoji are joined with it.
_UNWANTED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
# What shows nothing at the end of a text: white space, soft hyphens, zero widths, joiners, fillers.
_SHOWS_NOTHING = "".join(map(chr, filter(lambda code: chr(code).isspace(), range(0x3001)))) + (
    "\u00ad\u034f\u115f\u1160\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\u3164\uffa0"
)


def clean_text(text: str) -> str:
    """Return `text` with "\\n" as the only line end, tabs as spaces, without unwanted characters; ends stay."""
    return _UNWANTED.sub("", _LINE_ENDS.sub("\n", text).replace("\t", " "))


def clean_lines(text: str) -> str:
    """Return `text` as `clean_text`, without anything invisible around it; what shows nothing at all is empty."""
    return clean_text(text).strip(_SHOWS_NOTHING)


def clean_line(text: str) -> str:
    """Return `text` as one line: as `clean_lines`, every run of white space is one space."""
    return _SPACES.sub(" ", clean_lines(text)).strip()


def shortened(text: str, most: int) -> str:
    """Return `text` in at most `most` characters; what is left out shows as an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
