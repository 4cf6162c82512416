"""`manage.py messages`: collect the texts to translate, update and compile the catalogue without gettext."""

from __future__ import annotations

import io
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

PLACES = ("governance", "portal", "templates")
KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
CATALOGUE = Path(settings.BASE_DIR) / "portal" / "locale" / "de" / "LC_MESSAGES" / "django.po"


def sources(root: Path) -> Iterator[tuple[Path, str]]:
    """Yield every file below `root` that may hold texts, templates turned into Python-like calls."""
    for place in PLACES:
        for path in sorted((root / place).rglob("*")):
            if path.suffix == ".py" and "migrations" not in path.parts:
                yield path, path.read_text()
            elif path.suffix in {".html", ".txt"}:
                yield path, templatize(path.read_text(), origin=str(path))


def collect(root: Path) -> Catalog:
    """Return every text to translate in the repository at `root`, without translations."""
    found = Catalog(project="Lenkwerk", charset="utf-8")
    for _path, text in sources(root):
        source = io.BytesIO(text.encode())
        for _line, message, comments, context in extract("python", source, KEYWORDS, ["Translators:"]):
            found.add(message, auto_comments=comments, context=context)
    return found


def gaps(catalogue: Catalog) -> list[str]:
    """Return the texts of `catalogue` that have no translation, only half of one, or a doubtful one."""
    return [
        str(entry.id)
        for entry in catalogue
        if entry.id
        and (entry.fuzzy or not (all(entry.string) if isinstance(entry.string, tuple) else entry.string))
    ]


def updated(catalogue: Catalog, found: Catalog) -> Catalog:
    """Bring `catalogue` up to date with `found`: new texts without translation, unused ones dropped."""
    catalogue.update(found, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


class Command(BaseCommand):
    """Update and compile the German catalogue, or only check it."""

    help = "Collect the texts to translate, update and compile the German catalogue."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take `--check`: write nothing, fail when a translation is missing."""
        parser.add_argument(
            "--check", action="store_true", help="write nothing, fail on missing translations"
        )

    def handle(self, *args: object, **options: Any) -> None:
        """Run it; raises `CommandError` with the missing texts when checking."""
        with CATALOGUE.open("rb") as file:
            catalogue = updated(pofile.read_po(file, locale="de"), collect(Path(settings.BASE_DIR)))
        missing = gaps(catalogue)
        if options["check"]:
            if missing:
                raise CommandError("Without translation:\n" + "\n".join(missing))
            return
        with CATALOGUE.open("wb") as file:
            pofile.write_po(file, catalogue, sort_output=True, width=110, no_location=True)
        with CATALOGUE.with_suffix(".mo").open("wb") as file:
            mofile.write_mo(file, catalogue)
        for text in missing:
            self.stdout.write(f"without translation: {text}")
        self.stdout.write(f"{len(catalogue)} texts, {len(missing)} without translation")
