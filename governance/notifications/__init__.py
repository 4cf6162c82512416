"""Mails: what they say, how they are built, and the outbox they leave through."""
