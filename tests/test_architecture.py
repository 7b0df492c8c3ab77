"""The promises of docs/architecture.md, kept by reading the code itself."""

import ast
import importlib
import re
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import grimp
import pytest
from django.apps import apps
from django.core.management import call_command
from django.template.loader import get_template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from yipanqi.access.permissions import Permission
from yipanqi.access.roles import ROLES
from yipanqi.actions.verbs import VERBS
from yipanqi.law.rules import Rule

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "yipanqi"
TEMPLATES = PACKAGE / "pages" / "templates"
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 50

# --- Reading the code ---------------------------------------------------------------------------------------


def _sources(folder: Path = PACKAGE) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _called(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Every call in a file with the last name of what is called."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node, node.func.attr
            elif isinstance(node.func, ast.Name):
                yield node, node.func.id


def _strings(path: Path) -> Iterator[ast.Constant]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node


def _place(path: Path, node: ast.expr | ast.stmt) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("不是 git 工作目录，无法列出受管文件")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


# --- Only actions write -------------------------------------------------------------------------------------

# Bulk writers that records declare for actions: COPY into a temporary table, then INSERT … SELECT.
BULK_WRITERS = frozenset({"records/bulk.py"})
_WRITES = frozenset(
    [
        "bulk_create",
        "bulk_update",
        "get_or_create",
        "update_or_create",
        "acreate",
        "asave",
        "adelete",
        "aupdate",
        "abulk_create",
    ]
)
_WRITING_SQL = re.compile(r"^\s*(INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|TRUNCATE\s|COPY\s+\w+)", re.IGNORECASE)


@cache
def _fields() -> frozenset[str]:
    models = apps.get_app_config("records").get_models(include_auto_created=True)
    return frozenset(name for model in models for field in model._meta.fields for name in (field.name, field.attname))


def _is_write(call: ast.Call, name: str) -> bool:
    """A queryset's update and a dictionary's differ by their arguments: fields of a model, or an open mapping."""
    if not isinstance(call.func, ast.Attribute):
        return False
    if name in {"save", "delete"}:
        return not call.args
    if name in {"create", "update"}:
        return not call.args and any(word.arg is None or word.arg in _fields() for word in call.keywords)
    return name in _WRITES


def _writes(path: Path) -> Iterator[str]:
    for call, name in _called(path):
        if _is_write(call, name):
            yield f"{_place(path, call)} .{name}()"
    for text in _strings(path):
        if _WRITING_SQL.match(str(text.value)):
            yield f"{_place(path, text)} SQL"


def _may_write(path: Path) -> bool:
    inside = path.relative_to(PACKAGE).as_posix()
    return inside.startswith("actions/") or inside in BULK_WRITERS


def test_only_actions_write() -> None:
    assert [place for path in _sources() if not _may_write(path) for place in _writes(path)] == []


def test_the_check_for_writes_sees_writes() -> None:
    sample = PACKAGE / "actions" / "act.py"
    assert list(_writes(sample)) == []
    lines = ("case.save(update_fields=['x'])", "Case.objects.filter(pk=1).update(level='严管')", "d.update({})")
    written = ast.parse("\n".join(lines))
    calls = [node for node in ast.walk(written) if isinstance(node, ast.Call)]
    found = [call for call in calls if isinstance(call.func, ast.Attribute) and _is_write(call, call.func.attr)]
    assert len(found) == 2


# --- House rules --------------------------------------------------------------------------------------------


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_files_and_functions_are_short(capsys: pytest.CaptureFixture[str]) -> None:
    paths = [*_sources(), *_sources(ROOT / "tests"), *_sources(ROOT / "bench")]
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    lengths = [(_length(node), _place(path, node)) for path in paths for node in _functions(path)]
    own = [_length(node) for path in _sources() for node in _functions(path)]
    with capsys.disabled():
        print(f"\n{len(own)} functions, median {statistics.median(own):g} lines, longest {max(own)}")
    assert [f"{path.relative_to(ROOT)}: {n}" for path, n in lines.items() if n > MAX_FILE_LINES] == []
    assert [f"{place}: {n}" for n, place in lengths if n > MAX_FUNCTION_LINES] == []


def test_every_module_says_what_it_is_for() -> None:
    assert [str(path.relative_to(ROOT)) for path in _sources() if not ast.get_docstring(_tree(path))] == []


def test_no_drawer_for_odds_and_ends() -> None:
    banned = {"util", "utils", "helper", "helpers", "manager", "managers", "service", "services", "common"}
    assert [str(path.relative_to(ROOT)) for path in _sources() if banned & {path.stem, path.parent.name}] == []


def test_no_import_is_deferred() -> None:
    found = [
        _place(path, inner)
        for path in _sources()
        for function in _functions(path)
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert found == []


def test_no_signals_no_save_overrides_no_default_order() -> None:
    found = []
    for path in _sources():
        imports = (node for node in ast.walk(_tree(path)) if isinstance(node, ast.ImportFrom))
        found += [_place(path, node) for node in imports if (node.module or "").endswith("signals")]
    for model in apps.get_app_config("records").get_models():
        overrides = {"save", "delete"} & set(vars(model))
        found += [f"{model.__name__}: {name}" for name in overrides]
        found += [f"{model.__name__}: ordering"] if model._meta.ordering else []
    assert found == []


def test_the_clock_stops_at_the_doors() -> None:
    inner = [PACKAGE / layer for layer in ("actions", "measures", "access", "records", "law", "geo", "papers")]
    found = [
        f"{_place(path, call)} {name}()"
        for layer in inner
        for path in _sources(layer)
        for call, name in _called(path)
        if name in {"now", "today", "utcnow", "localdate", "localtime"}
        and isinstance(call.func, ast.Attribute)
        and not call.args
    ]
    assert found == []


def test_imports_point_towards_the_law() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("parent", ["pages", "exchange"])
def test_areas_and_partners_do_not_know_each_other(parent: str) -> None:
    graph = grimp.build_graph("yipanqi")
    areas = sorted(path.parent.name for path in (PACKAGE / parent).glob("*/__init__.py"))
    assert areas or parent == "exchange"  # the first partner is still to come
    known = [
        f"{one} → {other}"
        for one, other in permutations(areas, 2)
        if graph.direct_import_exists(
            importer=f"yipanqi.{parent}.{one}", imported=f"yipanqi.{parent}.{other}", as_packages=True
        )
    ]
    assert known == []


# --- Permissions and addresses ------------------------------------------------------------------------------

PUBLIC = frozenset({"healthz", "metrics"})
# Sign-in itself; allauth guards its own pages, and the test below asks each of them as a stranger.
SIGN_IN = re.compile(r"^(account|mfa|usersessions)_")
OPEN_SIGN_IN = frozenset({"account_login", "account_logout", "account_inactive"})


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern)
        else:
            yield pattern


def _ours() -> list[URLPattern]:
    found = [pattern for pattern in _patterns(get_resolver()) if not SIGN_IN.match(pattern.name or "")]
    return [pattern for pattern in found if _home(pattern.callback).startswith("yipanqi.")]


def _home(view: Callable[..., Any] | None) -> str:
    return str(getattr(getattr(view, "view_class", view), "__module__", ""))


def test_every_permission_is_described_and_granted_to_a_role() -> None:
    granted = {permission for role in ROLES.values() for permission in role.permissions}
    assert sorted(permission.name for permission in set(Permission) - granted) == []
    assert [p.name for p in Permission if not p.title.strip() or not p.description.strip()] == []


def test_every_permission_is_asked_for_somewhere() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in _sources() if path.parent.name != "access")
    assert [p.name for p in Permission if not re.search(rf"\bPermission\.{p.name}\b", text)] == []


def test_every_address_of_ours_names_its_permission() -> None:
    silent = [
        str(pattern.pattern)
        for pattern in _ours()
        if pattern.name not in PUBLIC and not hasattr(pattern.callback, "permissions")
    ]
    assert silent == []


@pytest.mark.django_db
def test_a_stranger_gets_no_further_than_sign_in(client: Client) -> None:
    reached = []
    for pattern in _patterns(get_resolver()):
        name = pattern.name or ""
        if name in PUBLIC | OPEN_SIGN_IN or pattern.pattern.converters or not name:
            continue
        answer = client.get(reverse(name))
        if answer.status_code == 200 or (answer.status_code == 302 and "login" not in answer.headers["Location"]):
            reached.append(f"{name}: {answer.status_code}")
    assert reached == []


@pytest.mark.django_db
def test_nobody_opens_an_account_for_himself(client: Client) -> None:
    answer = client.post(reverse("account_signup"), {"username": "stranger", "password1": "a-Long-secret-9"})
    assert answer.headers["Location"] == reverse("account_login")
    assert not apps.get_model("records", "Officer").objects.filter(username="stranger").exists()


# --- Templates, words, verbs --------------------------------------------------------------------------------


def test_every_template_is_used() -> None:
    code = {str(text.value) for path in _sources() for text in _strings(path)}
    markup = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))
    called = re.findall(r"""{%\s*(?:extends|include)\s+["']([^"']+)""", markup)
    standard = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}
    used = code | set(called) | standard
    unused = [
        name
        for path in sorted(TEMPLATES.rglob("*.html"))
        if (name := path.relative_to(TEMPLATES).as_posix()) not in used and not _overrides_a_librarys(name)
    ]
    assert unused == []


def _overrides_a_librarys(name: str) -> bool:
    return any((Path(config.path) / "templates" / name).exists() for config in apps.get_app_configs())


def test_every_template_can_be_read() -> None:
    for path in TEMPLATES.rglob("*.html"):
        get_template(path.relative_to(TEMPLATES).as_posix())


GLOSSARY = ROOT / "docs" / "glossary.md"


@pytest.mark.skipif(not GLOSSARY.exists(), reason="docs/glossary.md 尚未写出")
def test_every_word_of_the_glossary_is_in_the_code() -> None:
    rows = re.findall(r"^\|[^|]+\|([^|]+)\|[^|]+\|\s*$", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)
    words = [word for row in rows for word in re.findall(r"`([\w.]+)`", row)]
    text = "\n".join(path.read_text(encoding="utf-8") for path in _sources())
    assert words
    assert [word for word in words if not re.search(rf"\b{re.escape(word.split('.')[-1])}\b", text)] == []


def _written_verbs() -> set[str]:
    """Literal verbs anywhere in actions: every string of the form `noun.past_participle` that is a known verb."""
    inner = [path for path in _sources() if path.name != "verbs.py"]
    return {str(text.value) for path in inner for text in _strings(path)} & set(VERBS)


def test_journal_verbs_are_a_closed_list() -> None:
    written = [
        (str(call.args[0].value), _place(path, call))
        for path in _sources(PACKAGE / "actions")
        for call, name in _called(path)
        if name == "write" and call.args and isinstance(call.args[0], ast.Constant)
    ]
    assert [place for verb, place in written if verb not in VERBS] == []
    assert sorted(set(VERBS) - _written_verbs()) == []


# --- Law, migrations, repository ----------------------------------------------------------------------------


def _rules() -> list[tuple[str, Rule]]:
    found = []
    for path in sorted((PACKAGE / "law" / "duties").glob("*.py")):
        module = importlib.import_module(f"yipanqi.law.duties.{path.stem}")
        found += [(path.stem, value) for value in vars(module).values() if isinstance(value, Rule)]
    return found


def test_every_rule_has_a_citation_and_examples() -> None:
    bare, without = [], []
    for family, rule in _rules():
        examples = PACKAGE / "law" / "duties" / f"{family}.yaml"
        if not rule.basis:
            bare.append(rule.name)
        if not examples.exists() or rule.name not in examples.read_text(encoding="utf-8"):
            without.append(rule.name)
    assert (bare, without) == ([], [])


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# Written apart, so that this file does not name what it looks for.
_HOSTS = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs", "org"))]
_MACHINE = re.compile(r"(?<![\w.])/(?:" + "|".join(("work", "root", "farm")) + r")/\w|/tmp/" + r"yp\b")


def test_tracked_files_name_no_registry_and_no_machine() -> None:
    found = []
    for path in _tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {host}" for host in _HOSTS if host in text]
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in _MACHINE.finditer(text)]
    assert found == []
