"""Takes the pictures of the README and the handbook from the real pages of the demo (`make pictures`)."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import ARGUMENTS, chromium_path

TARGET = Path("docs/pictures")
SCRATCH = Path("build/pictures")
PASSWORD = "Beispiel-Zugang-1"
DESKTOP = (1280, 900)
PHONE = (390, 844)


@dataclass(frozen=True)
class Picture:
    """One picture: who looks at which page, found by following links by their names."""

    name: str
    scene: str
    login: str
    start: str
    links: tuple[str, ...] = ()
    size: tuple[int, int] = DESKTOP


PICTURES = (
    Picture("uebersicht", "approved", "anke.dreesmann", "/hoexter/"),
    Picture("vorgang", "session", "mara.feldkamp", "/hoexter/vorgaenge/", ("Zugang zu Sprachkursen",)),
    Picture("vorlage", "session", "anke.dreesmann", "/hoexter/vorlagen/", ("Feststellung eines generativen",)),
    Picture("sitzung", "session", "mara.feldkamp", "/hoexter/", ("Lenkungsgremium KIM", "Zur laufenden Sitzung")),
    Picture("abstimmung", "session", "lea.brockhoff", "/hoexter/", ("Jetzt abstimmen",), PHONE),
    Picture("zielsystem", "completed", "mara.feldkamp", "/hoexter/zielsysteme/?sortierung=nummer", ("Kurs und Kind",)),
    Picture("gruppe", "implementation", "merle.tiedemann", "/hoexter/gruppen/", ("PAG",)),
    Picture("massnahmen", "implementation", "mara.feldkamp", "/hoexter/massnahmen/"),
    Picture("faelle", "session", "jonas.brinkmann", "/hoexter/faelle/", ("HX-",)),
    Picture("werkstatt", "approved", "mara.feldkamp", "/werkstatt/"),
    Picture("einrichtung", "approved", "mara.feldkamp", "/werkstatt/einrichtung/"),
    Picture("import", "approved", "mara.feldkamp", "/werkstatt/import/", ("Tabelle importieren",)),
    Picture("beschluesse", "approved", "anke.dreesmann", "/hoexter/beschluesse/"),
)


@contextmanager
def served(scene: str) -> Iterator[str]:
    """Play the demo to `scene` in a scratch database and serve it on a free port of the loopback."""
    database = (SCRATCH / f"{scene}.sqlite3").resolve()
    database.unlink(missing_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.demo",
        "DATABASE_URL": f"sqlite:///{database}",
    }
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "-v0"], env=environment, check=True)
    subprocess.run([*manage, "demo", "--stage", scene], env=environment, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen([*manage, "runserver", f"127.0.0.1:{port}", "--noreload"], env=environment)
    try:
        address = f"http://localhost:{port}"
        wait_for(f"{address}/healthz")
        yield address
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str) -> None:
    """Wait until the server answers; raises `TimeoutError` after a minute."""
    for _attempt in range(120):
        try:
            with urlopen(address):
                return
        except (URLError, ConnectionError):
            time.sleep(0.5)
    raise TimeoutError(address)


def take(browser: Browser, base: str, picture: Picture) -> None:
    """Log in, go to the page, take the picture."""
    width, height = picture.size
    context = browser.new_context(viewport={"width": width, "height": height}, locale="de-DE", color_scheme="light")
    page = context.new_page()
    log_in(page, base, picture.login)
    page.goto(base + picture.start)
    for link in picture.links:
        page.locator("main, .lw-call").get_by_role("link", name=link).first.click()
        page.wait_for_load_state("networkidle")
    page.screenshot(path=TARGET / f"{picture.name}.png", clip={"x": 0, "y": 0, "width": width, "height": height})
    context.close()


def log_in(page: Page, base: str, login: str) -> None:
    """Log in with the password of the demo."""
    page.goto(f"{base}/konto/anmelden/")
    page.locator("input[name=login]").fill(f"{login}@hoexter.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/konto/" not in url)


def main() -> None:
    """Take every picture, scene by scene."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    TARGET.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(ARGUMENTS))
        for scene in sorted({picture.scene for picture in PICTURES}):
            with served(scene) as base:
                for picture in PICTURES:
                    if picture.scene == scene:
                        take(browser, base, picture)
                        print(TARGET / f"{picture.name}.png")
        browser.close()


if __name__ == "__main__":
    main()
