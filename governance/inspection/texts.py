"""Plain text and tables as text: an encoding that can be read, no control characters; kept as UTF-8."""

from __future__ import annotations

import re

from governance.inspection.findings import Rejected
from governance.rules.text import Message, mark

NO_TEXT = Message(mark("The file is no plain text. Save it as text in the encoding UTF-8 and upload it again."))
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def plain_text(content: bytes) -> bytes:
    """Return the text in UTF-8; raises `Rejected` for what is none. Excel still writes the Windows encoding."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROLS.search(text):
            break
        return text.encode("utf-8")
    raise Rejected(NO_TEXT)
