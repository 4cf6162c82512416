"""Renders the sentences of the rules in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from governance.rules.text import Message


def say(message: Message) -> str:
    """Return the translated sentence with its values."""
    if message.plural is not None:
        count = message.values.get("count", 0)
        template = ngettext(message.text, message.plural, int(str(count)))
    else:
        template = gettext(message.text)
    return template % message.values if message.values else template
