"""Invites the first administrator, or another one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.queries.wording import say
from governance.usecases.accounts import invite_administrator
from governance.usecases.foundation import Refused


class Command(BaseCommand):
    """`invite_admin EMAIL NAME` creates the account and puts the mail with the one-time link into the outbox."""

    help = "Invite an administrator: creates the account and mails a one-time link."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take address and name."""
        parser.add_argument("email", help="e-mail address; it becomes the login")
        parser.add_argument("name", help="name as shown")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Invite; an existing login becomes an administrator and gets a notice."""
        try:
            user = invite_administrator(email=options["email"], name=options["name"])
        except Refused as refusal:
            raise CommandError(say(refusal.message)) from refusal
        self.stdout.write(f"Invitation for {user.email} is in the outbox.")
