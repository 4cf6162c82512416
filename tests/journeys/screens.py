"""Pages in a browser exactly as the server sent them: with their policy and the files they name, and nothing else.

A server of its own hands them out, because a browser that is watched request by request forgets its files.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page

from tests.journeys.pages import Shown

Show = Callable[[Shown, int, str], Page]


class _Stage(ThreadingHTTPServer):
    daemon_threads = True
    page: Shown | None = None


class _Handler(BaseHTTPRequestHandler):
    server: _Stage
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        address = unquote(urlsplit(self.path).path)
        page = self.server.page
        if address.startswith(settings.STATIC_URL):
            found = finders.find(address.removeprefix(settings.STATIC_URL))
            kind = mimetypes.guess_type(address)[0] or ""
            self._answer(Path(str(found)).read_bytes() if found else None, kind, {"Cache-Control": "max-age=3600"})
        elif self.headers.get("Sec-Fetch-Mode") == "navigate" and page is not None:
            policy = {"Content-Security-Policy": page.policy} if page.policy else {}
            self._answer(page.html, "text/html; charset=utf-8", {"Cache-Control": "no-store", **policy})
        else:
            self._answer(None, "", {})

    def _answer(self, body: bytes | None, kind: str, headers: dict[str, str]) -> None:
        self.send_response(HTTPStatus.OK if body is not None else HTTPStatus.NOT_FOUND)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body or b"")), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def screens(browser: Browser) -> Iterator[Show]:
    """Yield a function that opens a page in a window of this width and theme."""
    tabs: dict[tuple[int, str], Page] = {}
    with _Stage(("127.0.0.1", 0), _Handler) as stage:
        Thread(target=stage.serve_forever, daemon=True).start()

        def show(page: Shown, width: int, theme: str) -> Page:
            if (width, theme) not in tabs:
                context = browser.new_context(
                    viewport={"width": width, "height": 900},
                    color_scheme="dark" if theme == "dark" else "light",
                    locale="de-DE",
                    reduced_motion="reduce",
                )
                tabs[width, theme] = context.new_page()
            stage.page = page
            tabs[width, theme].goto(f"http://127.0.0.1:{stage.server_port}{page.path}")
            return tabs[width, theme]

        yield show
        for tab in tabs.values():
            tab.context.close()
        stage.shutdown()
