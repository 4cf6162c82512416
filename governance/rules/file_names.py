"""Names of files, made safe: a name is shown and offered for saving, it never becomes a path."""

from __future__ import annotations

import re
import unicodedata

from governance.rules.characters import clean_line

LONGEST_NAME = 120
LONGEST_EXTENSION = 8
NAMELESS = "Datei"
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
_UNSAFE = re.compile(r'[<>:"|?*%;]+')
# Invisible: zero-width characters, soft hyphen, fillers, variation selectors, tags.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u206f\u3164\ufe00-\ufe0f\U000e0000-\U000e01ef]"
)
# „Rechnung.exe.pdf“ would show as a program where extensions are hidden.
_INNER_EXTENSION = re.compile(r"\.(?=[A-Za-z][A-Za-z0-9]{0,5}(?:\.|$))")


def safe_name(name: str) -> str:
    """Return `name` without path, control, direction and invisible characters, inner extensions or reserved words.

    The last extension stays, in small letters; at most `LONGEST_NAME` characters.
    """
    bare = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    cleaned = clean_line(_INVISIBLE.sub("", bare))
    cleaned = _UNSAFE.sub("-", cleaned).rstrip(" .")
    stem, dot, extension = cleaned.rpartition(".")
    if not dot:
        stem, extension = cleaned, ""
    stem = _INNER_EXTENSION.sub("-", stem).strip(" .-")
    if _RESERVED.match(stem):
        stem = f"_{stem}"
    extension = re.sub(r"\W", "", extension)[:LONGEST_EXTENSION].lower()
    stem = stem[: LONGEST_NAME - len(extension) - 1].rstrip(" .") or NAMELESS
    return f"{stem}.{extension}" if extension else stem


def extension_of(name: str) -> str:
    """Return the extension of a safe name, without its dot."""
    return name.rpartition(".")[2] if "." in name else ""
