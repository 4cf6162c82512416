"""The house keeps its shape: layers, areas, foreign keys, budgets, state fields, texts, translations."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.urls import get_resolver

from governance.models.base import PublicIdModel
from governance.usecases.organisations import RESERVED_SLUGS
from portal import catalogue
from portal.public_texts import PUBLIC_TEXTS

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("governance", "portal")
MAX_MODULE_LINES = 350
MAX_FUNCTION_LINES = 60
STATE_FIELDS = {"stage", "state"}

AREAS = (
    "accounts",
    "ledgers",
    "organisations",
    "files",
    "contact",
    "notifications",
    "imports",
    "bodies",
    "meetings",
    "cases",
    "planning",
    "mandates",
    "goals",
    "chains",
    "papers",
    "agendas",
    "votes",
    "decisions",
    "minutes",
    "measures",
    "publications",
)
"""Who may know whom, from low to high (architecture.md, The house)."""


def sources() -> list[Path]:
    """Return every Python module of the product."""
    return [
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def relative(path: Path) -> str:
    """Return the path as shown in a failure."""
    return str(path.relative_to(ROOT))


def test_import_contracts_hold() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_foreign_keys_never_look_up_to_a_higher_area() -> None:
    wrong = []
    for model in apps.get_app_config("governance").get_models():
        area = model.__module__.rsplit(".", 1)[1]
        for field in model._meta.get_fields():
            other = field.related_model if field.is_relation and not field.auto_created else None
            if not (isinstance(other, type) and other.__module__.startswith("governance.models.")):
                continue
            target = other.__module__.rsplit(".", 1)[1]
            if AREAS.index(target) > AREAS.index(area):
                wrong.append(f"{model.__name__}.{field.name} → {other.__name__}")
    assert wrong == []


def test_every_table_belongs_to_an_area_and_leads_to_its_authority() -> None:
    free = {"User", "LoginInvitation", "AuditChain", "AuditEntry", "OutboxMessage", "Counter"}
    wrong = []
    for model in apps.get_app_config("governance").get_models():
        if model.__module__.rsplit(".", 1)[1] not in AREAS:
            wrong.append(f"{model.__name__}: no area")
        if model.__name__ in free or model._meta.auto_created:
            continue
        reached: type[models.Model] = model
        for step in filter(None, model.AUTHORITY_PATH.split("__")):  # type: ignore[attr-defined]
            reached = reached._meta.get_field(step).related_model  # type: ignore[assignment]
        if reached.__name__ != "Authority":
            wrong.append(f"{model.__name__}: its path ends at {reached.__name__}")
    assert wrong == []


@pytest.mark.parametrize("path", sources(), ids=relative)
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    assert lines <= MAX_MODULE_LINES, f"{relative(path)} has {lines} lines"
    long = [
        f"{node.name} has {(node.end_lineno or 0) - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > MAX_FUNCTION_LINES
    ]
    assert long == []


@pytest.mark.parametrize("path", sources(), ids=relative)
def test_no_state_field_is_written_past_its_lifecycle(path: Path) -> None:
    wrong = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign)):
            targets = [node.target]
        wrong += [
            f"line {node.lineno}: assigns .{target.attr}"
            for target in targets
            if isinstance(target, ast.Attribute) and target.attr in STATE_FIELDS and not _is_plain_state(path, target)
        ]
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func).rsplit(".", 1)[-1]
            named = STATE_FIELDS & {word.arg for word in node.keywords}
            if called == "update" and named and not _updates_plain_state(path):
                wrong.append(f"line {node.lineno}: update() of a state field")
            if called == "bulk_update":
                wrong.append(f"line {node.lineno}: bulk_update()")
            if called == "setattr" and _constant(node.args[1]) in STATE_FIELDS:
                wrong.append(f"line {node.lineno}: setattr() of a state field")
    assert wrong == []


def _constant(node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) else None


PLAIN_STATES = {
    # Fields called `state` that are no lifecycle: of mails, effects and objections.
    "governance/notifications/outbox.py",
    "governance/usecases/minutes.py",
    "governance/usecases/process_effects.py",
}


def _is_plain_state(path: Path, target: ast.Attribute) -> bool:
    owner = target.value.id if isinstance(target.value, ast.Name) else ""
    return relative(path) in PLAIN_STATES and owner in {"mail", "message", "effect", "objection"}


def _updates_plain_state(path: Path) -> bool:
    return relative(path) == "governance/notifications/outbox.py"


WRITES = {"save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
"""Calls that write rows; `update` only on a manager, because a dictionary has it, too."""


def _writes(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value)
            manager = ".objects" in owner
            if (node.func.attr in WRITES and (manager or owner not in {"self", "self.desk"})) or (
                node.func.attr == "update" and manager
            ):
                found.append(f"line {node.lineno}: {ast.unparse(node.func)}()")
    return found


@pytest.mark.parametrize(
    "path",
    [path for path in sources() if re.match(r"portal/|governance/(desk|access|queries)/", relative(path))],
    ids=relative,
)
def test_only_use_cases_write_records(path: Path) -> None:
    # The public pages are the installation's own and have no use case: a command and the sign-off of the first
    # administrator build them.
    assert relative(path) == "portal/pages.py" or _writes(path) == []


def test_a_write_is_noticed(tmp_path: Path) -> None:
    module = tmp_path / "view.py"
    module.write_text("paper.save()\nPaper.objects.filter(pk=1).update(title='')\nself.delete(1)\nfacts.update(a=1)\n")
    assert _writes(module) == ["line 1: paper.save()", "line 2: Paper.objects.filter(pk=1).update()"]


@pytest.mark.parametrize(
    "path",
    [path for path in sources() if re.match(r"portal/(views|forms|components)/", relative(path))],
    ids=relative,
)
def test_pages_reach_tables_through_queries_only(path: Path) -> None:
    assert _attributes(path.read_text(encoding="utf-8"), {"objects", "_default_manager", "_base_manager"}) == []


ROLES = {"is_coordinator", "is_case_manager"}


@pytest.mark.parametrize(
    "path", [path for path in sources() if "governance/access/" not in relative(path)], ids=relative
)
def test_only_the_access_rules_ask_for_roles(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    asked = _attributes(text, ROLES) + _attributes(text, {"roles", "is_administrator"}, of={"viewer", "by"})
    assert asked == []


def test_templates_ask_for_no_roles() -> None:
    asking = re.compile(rf"viewer\.(roles|is_administrator|{'|'.join(sorted(ROLES))})")
    templates = sorted((ROOT / "templates").rglob("*.html"))
    assert templates
    assert [relative(path) for path in templates if asking.search(path.read_text(encoding="utf-8"))] == []


def _attributes(text: str, names: set[str], of: set[str] | None = None) -> list[str]:
    """Return where a module reads one of the attributes, if `of` is given only of what is called so."""
    return [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute)
        and node.attr in names
        and (of is None or ast.unparse(node.value).rsplit(".", 1)[-1] in of)
    ]


def test_every_class_of_the_style_sheets_is_used() -> None:
    folders = ("templates", "portal/components", "portal/views", "portal/templatetags", "portal/static/portal/js")
    users = " ".join(
        path.read_text(encoding="utf-8")
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".html", ".py", ".js"}
    )
    sheets = (ROOT / "portal/static/portal/css").glob("*.css")
    ours = {name for sheet in sheets for name in re.findall(r"\.(lw-[\w-]+)", sheet.read_text(encoding="utf-8"))}
    prefixes = set(re.findall(r"lw-[\w-]+--(?!\w)", users))  # what a kind is put behind: `lw-badge--{{ kind }}`
    unused = [
        name
        for name in sorted(ours)
        if not re.search(rf"{name}(?![\w-])", users) and f"{name.split('--')[0]}--" not in prefixes
    ]
    assert unused == []


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
    assert sorted(path.name for path in (ROOT / "governance" / "migrations").glob("0*.py")) == [
        "0001_users.py",
        "0002_initial.py",
    ]


def test_no_authority_can_take_an_address_of_the_installation() -> None:
    own = [str(entry.pattern).split("/")[0] for entry in get_resolver().url_patterns]
    pages = [text.slug for text in PUBLIC_TEXTS]
    folders = [url.strip("/") for url in (settings.STATIC_URL, settings.MEDIA_URL)]
    taken = {first for first in (*own, *pages, *folders) if first and not first.startswith("<")}
    assert "konto" in taken
    assert sorted(taken - RESERVED_SLUGS) == []


def test_records_in_addresses_have_random_public_ids() -> None:
    first, second = (PublicIdModel._meta.get_field("public_id").default() for _ in range(2))
    assert first != second
    assert re.fullmatch(r"[a-z2-9]{12}", first)


def test_every_text_is_translated() -> None:
    assert catalogue.untranslated(catalogue.brought_up()) == []
    assert not catalogue.stored().fuzzy


HOSTS = re.compile(r"(pypi\.org|pythonhosted\.org|npmjs\.(org|com)|deb\.debian\.org|/work/|/tmp/w/|/root/)")


def test_no_registry_host_and_no_path_of_a_machine_is_named() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    wrong = []
    for name in filter(None, listed):
        path = ROOT / name
        if path.suffix in {".png", ".pdf", ".docx", ".sqlite3"} or path == Path(__file__) or not path.is_file():
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), 1):
            if HOSTS.search(line):
                wrong.append(f"{name}:{number}")
    assert wrong == []
