"""The developer pages say what the program does."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


def test_the_diagram_of_the_process_is_the_printed_one() -> None:
    out = StringIO()
    call_command("stages", "--mermaid", stdout=out)
    page = (DOCS / "development" / "process.md").read_text(encoding="utf-8")
    assert out.getvalue().strip() in page


@pytest.mark.parametrize(
    "path", [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))], ids=lambda path: str(path.relative_to(ROOT))
)
def test_links_between_the_pages_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    broken = [
        target
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
        if "://" not in target and not (path.parent / target).exists()
    ]
    assert broken == []
