"""The pages say what the program does: links, pictures, paths, commands and names exist."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]
FOLDERS = ("governance", "portal", "templates", "tests", "docs", ".ci")
ELSEWHERE = {"/var", "/var/progress", "/media"}
"""Folders of an installation."""
PATTERNS = {"content_NAME", "desk_choose_"}
"""Parts of names, written with an ellipsis or a placeholder."""


def name_of(path: Path) -> str:
    """Return the path as shown in a failure."""
    return str(path.relative_to(ROOT))


def known() -> list[Path]:
    """Return every file and folder of the repository that a page may name."""
    inside = [path for folder in FOLDERS for path in (ROOT / folder, *(ROOT / folder).rglob("*"))]
    return [path for path in (*ROOT.iterdir(), *inside) if "__pycache__" not in path.parts]


PATHS = {f"/{name_of(path)}" for path in known()} | ELSEWHERE
WORDS = (
    {path.stem for path in known()}
    | set(get_commands())
    | {
        word
        for path in known()
        if path.is_file()
        and (path.suffix in {".py", ".html", ".js", ".css", ".typ", ".toml"} or path.name == "Makefile")
        for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))
    }
)


def quoted(page: Path) -> list[str]:
    """Return what stands between backticks, blocks of code left out."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.findall(r"`([^`]+)`", text)


def test_the_diagram_of_the_process_is_the_printed_one() -> None:
    out = StringIO()
    call_command("stages", "--mermaid", stdout=out)
    page = (DOCS / "development" / "process.md").read_text(encoding="utf-8")
    assert out.getvalue().strip() in page


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_links_between_the_pages_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    broken = [
        target
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
        if "://" not in target and not (path.parent / target).exists()
    ]
    assert broken == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_file_and_every_folder_that_a_page_names_exists(path: Path) -> None:
    named = [
        name.rstrip("/")
        for name in quoted(path)
        if re.fullmatch(r"[\w.-]+(/[\w.-]+)*\.(py|js|css|typ|toml|md|lock)|([\w.-]+/)+", name) and "NAME" not in name
    ]
    assert [name for name in named if not any(one.endswith(f"/{name}") for one in PATHS)] == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_command_that_a_page_names_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^ {4}|^)make ([a-z-]+)", text, re.MULTILINE)) <= targets
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= set(get_commands())


@pytest.mark.parametrize("path", sorted((DOCS / "development").glob("*.md")), ids=name_of)
def test_every_name_of_the_program_that_a_developer_page_names_exists(path: Path) -> None:
    names = {name for text in quoted(path) for name in re.findall(r"[A-Za-z]\w*_\w+|[A-Z][a-z]+[A-Z]\w+", text)}
    assert sorted(names - WORDS - PATTERNS) == []


def test_every_setting_from_the_environment_is_told_to_those_who_run_the_server() -> None:
    read = {
        name
        for module in ("base", "production")
        for name in re.findall(
            r'\benv(?:\.\w+)?\(\s*"(\w+)"', (ROOT / f"portal/settings/{module}.py").read_text(encoding="utf-8")
        )
    }
    told = set(quoted(DOCS / "development" / "operation.md"))
    assert read
    assert sorted(read - told) == []
