"""What the set-up promises: locked with hashes, no registry host, no machine's path, two commands."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.database import DECIDING

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock", "package-lock.json")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_host_and_no_absolute_path(name: str) -> None:
    text = (ROOT / name).read_text()
    assert not re.findall(r"https?://\S+|file:\S+|\s/[a-z]+/\S+|--(?:index-url|find-links|trusted-host)\S*", text)


@pytest.mark.parametrize("name", LOCKS[:2])
def test_every_locked_requirement_has_one_version_and_hashes(name: str) -> None:
    blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text().strip())
    pinned = re.compile(r"[\w.-]+(\[[\w,-]+\])?==\S+ .*--hash=sha256:", re.DOTALL)
    wrong = [block.split()[0] for block in blocks if not block.startswith("# ") and not pinned.match(block)]
    assert wrong == []


def test_the_development_lock_holds_everything_of_the_other_in_the_same_version() -> None:
    pins = [set(re.findall(r"^[\w.-]+==\S+", (ROOT / name).read_text(), re.MULTILINE)) for name in LOCKS[:2]]
    assert pins[0] <= pins[1]


def test_npm_packages_are_locked_by_their_content() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for path, package in packages.items():
        if path:
            assert package["integrity"].startswith("sha512-"), path
            assert "resolved" not in package, path


def test_make_help_lists_the_promised_commands() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("demo", "test", "check", "bench", "axe", "lock", "assets", "pictures", "messages", "help"):
        assert re.search(rf"make {target} ", listed), target


def test_a_missing_browser_is_loud_and_fails_when_it_is_required() -> None:
    call = ["make", "--silent", "browser", "CHROMIUM="]
    allowed = subprocess.run([*call, "REQUIRE_BROWSER="], cwd=ROOT, capture_output=True, text=True, check=False)
    refused = subprocess.run([*call, "REQUIRE_BROWSER=1"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert allowed.returncode == 0
    assert "BROWSER TESTS ARE LEFT OUT" in allowed.stdout
    assert refused.returncode != 0
    assert "REQUIRE_BROWSER" in refused.stderr


@pytest.mark.parametrize("pattern", DECIDING)
def test_the_template_of_the_test_databases_is_made_anew_when_one_of_these_changes(pattern: str) -> None:
    assert list(ROOT.glob(pattern)) != []
