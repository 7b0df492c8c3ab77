"""Import of a 50,000-row, 25-column ledger, all in: check, records, history, journal, duties; limits beside it.

Prints rows/s of our import beside its aim, beside a bare COPY of the same values into a table without anything, and
beside django-import-export with the same validation of the same cells (a bounded sample: it reads row by row).
Needs nothing but the embedded server; works in a folder of its own that is removed at the end.
"""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import sys
import tempfile

import django


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--sample", type=int, default=3_000, help="rows given to django-import-export")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="yipanqi-bench-") as folder:
        os.environ.update(YIPANQI_DATA_DIR=folder, DJANGO_SETTINGS_MODULE="yipanqi.config.settings")
        yipanqi = [sys.executable, "-m", "yipanqi.commands.main"]
        subprocess.run([*yipanqi, "migrate", "-v0", "--skip-checks"], check=True)
        try:
            django.setup()
            importlib.import_module("bench.ledger_import_steps").run(arguments.rows, arguments.sample)
        finally:
            subprocess.run([*yipanqi, "db", "stop"], check=True, stdout=subprocess.DEVNULL)
    return 0


if __name__ == "__main__":
    sys.exit(main())
