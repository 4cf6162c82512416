"""The translation catalogue without system gettext: extraction, comparison and compilation with Babel.

Templates are turned into Python-like text by Django's `templatize`; the rules mark their sentences with `mark` and
`mark_plural` (`governance.rules.text`).
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import templatize

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "mark": None,
    "mark_plural": (1, 2),
}
LANGUAGE = "de"
LINE_WIDTH = 110


def catalogue_path() -> Path:
    """Return the path of the German catalogue's source."""
    return Path(settings.LOCALE_PATHS[0]) / LANGUAGE / "LC_MESSAGES" / "django.po"


def sources() -> Iterator[tuple[Path, bytes]]:
    """Yield every file that may hold texts, templates turned into Python-like text."""
    base = Path(settings.BASE_DIR)
    for folder in ("governance", "portal"):
        for path in sorted((base / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_bytes()
    for path in sorted((base / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            # Python's reader stumbles over the indentation of a template.
            yield path, "\n".join(line.lstrip() for line in text.split("\n")).encode()


def extracted() -> Catalog:
    """Return a catalogue of every text in the sources, without translations and without line numbers."""
    found = Catalog(locale=LANGUAGE, project="Lenkwerk", charset="utf-8")
    base = Path(settings.BASE_DIR)
    for path, content in sources():
        for _line, message, _comments, context in extract("python", BytesIO(content), keywords=KEYWORDS):
            ident = tuple(message) if isinstance(message, list) else message
            found.add(
                ident,
                locations=[(str(path.relative_to(base)), 0)],
                context=context,
                flags=["python-format"] if "%(" in str(ident) else [],
            )
    return found


def stored() -> Catalog:
    """Return the German catalogue as it is written."""
    with catalogue_path().open("rb") as file:
        return read_po(file, locale=LANGUAGE, charset="utf-8")


def brought_up() -> Catalog:
    """Return the stored catalogue brought up to the sources: new texts empty, texts no longer used dropped."""
    catalogue = stored()
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False  # a catalogue marked as fuzzy is left out by other compilers
    return catalogue


def update() -> Catalog:
    """Write the catalogue that is brought up to the sources, and return it."""
    catalogue = brought_up()
    with catalogue_path().open("wb") as file:
        write_po(file, catalogue, sort_output=True, width=LINE_WIDTH, include_lineno=False, no_location=True)
    return catalogue


def compile_catalogue() -> Path:
    """Write the compiled catalogue beside its source and return its path."""
    target = catalogue_path().with_suffix(".mo")
    with target.open("wb") as file:
        write_mo(file, stored())
    return target


def untranslated(catalogue: Catalog) -> list[str]:
    """Return the texts of `catalogue` that lack a translation or are fuzzy."""
    return [
        str(message.id)
        for message in catalogue
        if message.id and (message.fuzzy or not message.string or "" in _forms(message.string))
    ]


def _forms(string: object) -> tuple[str, ...]:
    return tuple(string) if isinstance(string, (tuple, list)) else (str(string),)
