"""The house of the tests: a database made by its owner and used as the application; a browser if there is one.

Everything but creating, migrating and emptying the database happens as the application role, so that a test of
scope cannot pass because its connection was above the law (row-level security binds neither owner nor superuser).
"""

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker

from yipanqi.commands import embedded
from yipanqi.config import database

# Playwright's loop runs in the thread of the tests
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
_TEST_DATABASE = re.compile(r"test_yipanqi_(\d+)")


# --- Database -----------------------------------------------------------------------------------------------


@contextmanager
def as_owner() -> Iterator[None]:
    """For the length of this block the tests' connection is the owner's."""
    mine = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    owners = database.configuration(os.environ, settings.DATA_DIR, "owner")
    connection.close()
    connection.settings_dict.update({key: owners.get(key, "") for key in mine})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(mine)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One database per process, named after it: workers of xdist and other people's runs never meet."""
    connection.settings_dict["TEST"]["NAME"] = f"test_yipanqi_{os.getpid()}"
    with django_db_blocker.unblock():
        with as_owner():
            _drop_leftovers()
            made = setup_databases(verbosity=0, interactive=False)
        yield
        with as_owner():
            teardown_databases(made, verbosity=0)


def _drop_leftovers() -> None:
    """Databases of runs that were killed on this machine (an external server is left alone)."""
    if connection.settings_dict["ENGINE"] != "yipanqi.config.embedded":
        return
    server = embedded.server(settings.DATA_DIR)
    server.ensure_running()
    for name in server.execute("SELECT datname FROM pg_database", database="postgres").split():
        match = _TEST_DATABASE.fullmatch(name)
        if match and not Path(f"/proc/{match[1]}").exists():
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", database="postgres")


@pytest.fixture(autouse=True, scope="session")
def _emptied_by_owner() -> Iterator[None]:
    """TRUNCATE between transactional tests is the owner's right alone."""
    django = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def teardown(case: TransactionTestCase) -> None:
        with as_owner(), _truncation_allowed():
            django(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


# Rows that migrations made: without the head there is no journal.
_FIRST_ROWS = """
INSERT INTO records_journalhead (id, count, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex')) ON CONFLICT DO NOTHING;
INSERT INTO records_round (id, rulebook) VALUES (1, '') ON CONFLICT DO NOTHING;
TRUNCATE records_look;
"""


@contextmanager
def _truncation_allowed() -> Iterator[None]:
    """The journal refuses to be emptied, even by its owner; between tests its triggers rest."""
    truncate = 32  # the bit of TRUNCATE in pg_trigger.tgtype
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, quote_ident(tgname) FROM pg_trigger "
            "WHERE tgtype & %s > 0 AND NOT tgisinternal",
            [truncate],
        )
        triggers = cursor.fetchall()
        for table, trigger in triggers:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        yield
        cursor.execute(_FIRST_ROWS)
        for table, trigger in triggers:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


# --- Browser ------------------------------------------------------------------------------------------------


def _browser_path() -> str | None:
    """The program CHROMIUM names (none else where it names one), or the first browser on the path."""
    chosen = os.environ.get("CHROMIUM")
    return next(filter(None, map(shutil.which, [chosen] if chosen else BROWSERS)), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: Mapping[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium; without it browser tests skip, or fail under YIPANQI_REQUIRE_BROWSER=1."""
    path = _browser_path()
    if path is None:
        reason = "没有找到 Chromium（chromium、chromium-browser 或 google-chrome），浏览器测试未运行"
        if os.environ.get("YIPANQI_REQUIRE_BROWSER") == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return {**browser_type_launch_args, "executable_path": path, "args": BROWSER_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: Mapping[str, Any]) -> dict[str, Any]:
    """A Chinese office PC."""
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for a browser is a browser test."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


_skipped_in_browser: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Runs where the results are gathered, with and without workers."""
    if report.skipped and "browser" in report.keywords:
        _skipped_in_browser.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where a browser is required, a skipped browser test is a failure, whatever its reason."""
    if _skipped_in_browser and os.environ.get("YIPANQI_REQUIRE_BROWSER") == "1":
        print(f"\n浏览器测试被跳过：{'、'.join(_skipped_in_browser)}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
