"""Refresh of a city's duties: all of it for the first time, again with nothing changed, and the day after.

    python -m bench.refresh [--cases 2460]

Cases have three years of history each. The figure that is promised: nothing changed, the whole city, at most 5 seconds.
Works with an embedded server in a folder of its own that is removed at the end.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2_460)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="yipanqi-bench-") as folder:
        os.environ.update(
            YIPANQI_DATA_DIR=folder, DJANGO_SETTINGS_MODULE="yipanqi.config.settings", YIPANQI_LOG_LEVEL="WARNING"
        )
        yipanqi = [sys.executable, "-m", "yipanqi.commands.main"]
        subprocess.run([*yipanqi, "migrate", "-v0", "--skip-checks"], check=True)
        try:
            import django  # noqa: PLC0415 -- the folder must be known first

            django.setup()
            from bench import refresh_steps as steps  # noqa: PLC0415

            steps.run(arguments.cases)
        finally:
            subprocess.run([*yipanqi, "db", "stop"], check=True, stdout=subprocess.DEVNULL)
    return 0


if __name__ == "__main__":
    sys.exit(main())
