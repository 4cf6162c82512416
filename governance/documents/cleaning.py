"""Text that a person typed, made fit for Word and PDF.

Source: design/papers.md („Every user text is data“), design/architecture.md (python-docx: control characters
raise: clean first).
"""

from __future__ import annotations

import re

# What XML 1.0 forbids and python-docx refuses, and the bidirectional overrides and isolates: typed into a
# name they would reverse the printed order of whatever follows. The plain direction marks stay, Arabic names
# need them.
_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
    r"\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"[ \t\n]+")


def clean_text(text: str) -> str:
    """Return `text` without forbidden characters; every kind of line end becomes `\\n`."""
    return _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text))


def clean_line(text: str) -> str:
    """Return `text` as one line: cleaned, runs of blanks and line ends become one blank, ends trimmed."""
    return _BLANKS.sub(" ", clean_text(text)).strip()
