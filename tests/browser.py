"""Debian's Chromium, for the browser tests and the pictures; nothing is ever downloaded.

A plugin of the test run: it tells pytest-playwright which browser to start, once for each worker.
"""

from __future__ import annotations

import os
import shutil
from typing import Any

import pytest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread of the test

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")


def chromium_path() -> str | None:
    """Return the browser of the variable CHROMIUM or of the system; None if there is none."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How pytest-playwright starts its browser; without one the test is skipped, and `make test` says so loudly."""
    path = chromium_path()
    if not path:
        pytest.skip("no Chromium")
    return {"executable_path": path, "args": list(ARGUMENTS)}
