"""Renders the sentences of the rules in the reader's language."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext, ngettext

from governance.rules.text import Message


def say(message: Message) -> str:
    """Return the translated sentence with its values."""
    if message.plural is not None:
        count = message.values.get("count", 0)
        template = ngettext(message.text, message.plural, int(str(count)))
    else:
        template = gettext(message.text)
    if not message.values:
        return template
    return template % {name: _shown(value) for name, value in message.values.items()}


def _shown(value: object) -> object:
    """Return dates in the German order and messages in the reader's language; everything else as it is."""
    if isinstance(value, Message):
        return say(value)
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else value
