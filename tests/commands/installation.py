"""A whole installation in a folder of its own, driven from outside by the `yipanqi` script."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parents[2]
_STAGE = """
import django; django.setup()
from yipanqi.actions.system import system
from tests.actions.ledger_stage import make_stage
from yipanqi.records.models import Officer
with system():
    stage = make_stage()
    Officer.objects.filter(pk=stage.officer.pk).update(username="lijianguo")
"""
_COUNTS = """
import django; django.setup()
import json
from yipanqi.actions.system import system
from yipanqi.records.models import Batch, BatchRow, Case, Duty, JournalLine, Person
with system():
    counts = {m.__name__: m.objects.count() for m in (Batch, BatchRow, Case, Duty, JournalLine, Person)}
    counts["states"] = sorted(Batch.objects.values_list("state", flat=True))
    counts["numbers"] = sorted(p.id_no for p in Person.objects.all())
counts["without_scope"] = Case.objects.count()
print(json.dumps(counts))
"""


_RIGHTS = """
import django, json
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute(
        "SELECT relname, p FROM pg_class, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) p"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        " AND has_table_privilege(current_user, oid, p)"
        " UNION ALL SELECT proname, 'public' FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        " AND has_function_privilege('public', oid, 'EXECUTE')"
        " UNION ALL SELECT tablename, policyname FROM pg_policies ORDER BY 1, 2"
    )
    print(json.dumps(cursor.fetchall()))
"""


@dataclass
class Installation:
    """Its data folder; the embedded server starts by itself."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """As a fresh shell, with this data folder and nothing of the tests' own database."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("YIPANQI_", "DATABASE_", "DJANGO_"))}
        settings = {"YIPANQI_DATA_DIR": str(self.folder), "DJANGO_SETTINGS_MODULE": "yipanqi.config.settings"}
        return {**kept, **settings, "PYTHONPATH": str(CHECKOUT), "YIPANQI_LOG_LEVEL": "WARNING"}

    def start(self, *words: str) -> subprocess.Popen[str]:
        """The `yipanqi` script, left running."""
        command = [sys.executable, "-m", "yipanqi.commands.main", *words]
        return subprocess.Popen(
            command, env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=CHECKOUT
        )

    def yipanqi(self, *words: str, status: int = 0) -> str:
        """Run the script to its end; its stdout, or stderr when it was to fail."""
        process = self.start(*words)
        said, complained = process.communicate(timeout=120)
        assert process.returncode == status, complained or said
        return complained if status else said

    def python(self, source: str) -> str:
        """Run some lines of Python inside the installation."""
        done = subprocess.run(
            [sys.executable, "-c", source],
            env=self.environment,
            text=True,
            capture_output=True,
            check=False,
            cwd=CHECKOUT,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def set_up(self) -> None:
        """Tables, the city's agencies and a county officer, `lijianguo`."""
        self.yipanqi("migrate", "-v0")
        self.python(_STAGE)

    def counts(self) -> dict[str, Any]:
        """What stands in the database."""
        read: dict[str, Any] = json.loads(self.python(_COUNTS))
        return read

    def rights(self) -> Any:
        """What the application role may do with each table, policies and functions included."""
        return json.loads(self.python(_RIGHTS))

    def stop(self) -> None:
        """Stop the embedded server."""
        self.yipanqi("db", "stop")
