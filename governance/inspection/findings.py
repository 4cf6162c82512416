"""How a check says no."""

from __future__ import annotations

from governance.rules.text import Message


class Rejected(Exception):
    """The file is not taken; `message` says what is wrong and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message
