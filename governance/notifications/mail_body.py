"""The body of a mail, twice: the same blocks as plain text and as HTML.

The HTML is for mail clients: no images, no scripts, no style sheet, few inline styles; headings, lists and
links that a screen reader finds; everything escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Final

from governance.notifications.headers import InvalidMailError
from governance.notifications.mail_text import BEFORE, NOT_STATED, NOW
from governance.notifications.mails import Change, Link
from governance.rules.addresses import is_web_address
from governance.rules.characters import clean_line, clean_lines

_PAGE: Final = (
    "font-family: Arial, Helvetica, sans-serif; font-size: 16px; line-height: 1.5; max-width: 40em; "
    "margin: 0 auto; padding: 16px; color: #1b1b1b; background-color: #ffffff"
)
_HEADING: Final = "font-size: 18px; line-height: 1.4; margin: 24px 0 8px"
_TITLE: Final = "font-size: 22px; line-height: 1.3; margin: 0 0 16px"
_LINK: Final = "color: #003d80"
_BUTTON: Final = (
    "display: inline-block; padding: 12px 20px; margin: 0 8px 8px 0; border-radius: 4px; "
    "background-color: #003d80; color: #ffffff; font-weight: bold; text-decoration: none"
)
_FOOTER: Final = "margin: 24px 0 0; padding-top: 12px; border-top: 1px solid #6b6b6b; font-size: 14px"


@dataclass(frozen=True)
class Paragraph:
    """Running text; single line ends are kept."""

    text: str


@dataclass(frozen=True)
class Facts:
    """Label and value, one below the other."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Changes:
    """What was and what is, under a heading."""

    heading: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Links:
    """Links under a heading (none if it is empty), as a list or as buttons."""

    heading: str
    links: tuple[Link, ...]
    buttons: bool = False


@dataclass(frozen=True)
class Footer:
    """The last sentence, set apart."""

    text: str


Block = Paragraph | Facts | Changes | Links | Footer


def plain(blocks: tuple[Block, ...]) -> str:
    """Return the body as plain text, lines ended by "\\n", blocks separated by an empty line."""
    return "\n\n".join(text for block in blocks if (text := _plain(block))) + "\n"


def html(title: str, blocks: tuple[Block, ...]) -> str:
    """Return the body as a complete HTML page in German, with `title` as its title and first heading."""
    heading = escape(clean_line(title))
    inner = "\n".join(text for block in blocks if (text := _html(block)))
    return (
        '<!DOCTYPE html>\n<html lang="de">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{heading}</title>\n</head>\n"
        f'<body style="{_PAGE}">\n<h1 style="{_TITLE}">{heading}</h1>\n{inner}\n</body>\n</html>\n'
    )


def _plain(block: Block) -> str:
    match block:
        case Paragraph(text):
            return clean_lines(text)
        case Footer(text):
            return f"-- \n{clean_lines(text)}"
        case Facts(rows):
            return "\n".join(f"{clean_line(label)}: {_indented(value)}" for label, value in rows)
        case Changes(heading, changes):
            return "\n".join([f"{heading}:", *(_plain_change(change) for change in changes)])
        case Links(heading, links):
            lines = [f"{clean_line(link.label)}:\n{checked_url(link.url)}" for link in links]
            return "\n".join([f"{heading}:", *lines] if heading else lines)


def _plain_change(change: Change) -> str:
    return (
        f"- {clean_line(change.label)}\n"
        f"  {BEFORE}: {_indented(change.old or NOT_STATED)}\n"
        f"  {NOW}: {_indented(change.new or NOT_STATED)}"
    )


def _indented(value: str) -> str:
    return clean_lines(value).replace("\n", "\n  ")


def _html(block: Block) -> str:
    match block:
        case Paragraph(text):
            return f"<p>{_lines(text)}</p>" if clean_lines(text) else ""
        case Footer(text):
            return f'<p style="{_FOOTER}">{_lines(text)}</p>'
        case Facts(rows):
            items = "<br>\n".join(f"<strong>{_line(label)}:</strong> {_lines(value)}" for label, value in rows)
            return f"<p>{items}</p>"
        case Changes(heading, changes):
            return _section(heading, f"<ul>\n{_joined(_html_change(change) for change in changes)}\n</ul>")
        case Links():
            return _html_links(block)


def _html_links(block: Links) -> str:
    if block.buttons:
        buttons = _joined(_anchor(link, _BUTTON) for link in block.links)
        return _section(block.heading, f"<p>\n{buttons}\n</p>")
    if not block.heading:
        return _joined(f"<p>{_anchor(link, _LINK)}</p>" for link in block.links)
    items = _joined(f"<li>{_anchor(link, _LINK)}</li>" for link in block.links)
    return _section(block.heading, f"<ul>\n{items}\n</ul>")


def _html_change(change: Change) -> str:
    old, new = _lines(change.old or NOT_STATED), _lines(change.new or NOT_STATED)
    label = f"<strong>{_line(change.label)}</strong>"
    return f"<li>{label}<br>\n{BEFORE}: {old}<br>\n{NOW}: <strong>{new}</strong></li>"


def _section(heading: str, content: str) -> str:
    return f'<h2 style="{_HEADING}">{_line(heading)}</h2>\n{content}' if heading else content


def _anchor(link: Link, style: str) -> str:
    return f'<a href="{escape(checked_url(link.url))}" style="{style}">{_line(link.label)}</a>'


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(parts)


def _line(text: str) -> str:
    return escape(clean_line(text))


def _lines(text: str) -> str:
    return escape(clean_lines(text)).replace("\n", "<br>\n")


def checked_url(url: str) -> str:
    """Return the http(s) URL unchanged, or raise `InvalidMailError`."""
    if not is_web_address(url):
        raise InvalidMailError("url", "not a plain http(s) address")
    return url
