"""Debian's Chromium, for the browser tests and the pictures; nothing is ever downloaded."""

from __future__ import annotations

import os
import shutil

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread of the test

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")


def chromium_path() -> str | None:
    """Return the browser of the variable CHROMIUM or of the system; None if there is none."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium")
