"""All measurements, one after the other: each prints its figures beside their limits.

    python -m bench [name …] [--quick]

Names: see MEASUREMENTS below; without a name all are run. `--quick` takes small amounts, to see that everything runs.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time

# name → what the whole run adds, and what `--quick` adds; each is `python -m bench.NAME` in a process of its own
MEASUREMENTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "law": ((), ("--cases", "200")),
    "law_ask": ((), ("--questions", "100")),
    "rehearsal": ((), ()),
    "ledger_check": (("--beside",), ("--rows", "2000")),
    "ledger_import": ((), ("--rows", "2000", "--sample", "200")),
    "refresh": ((), ("--cases", "200")),
    "pages": ((), ("--quick",)),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help="、".join(MEASUREMENTS))
    parser.add_argument("--quick", action="store_true", help="small amounts")
    arguments = parser.parse_args()
    if unknown := [name for name in arguments.names if name not in MEASUREMENTS]:
        parser.error(f"没有这个测量：{'、'.join(unknown)}；可选：{'、'.join(MEASUREMENTS)}")
    failed = [name for name in arguments.names or MEASUREMENTS if not _measured(name, quick=arguments.quick)]
    if failed:
        print(f"没有跑完：{'、'.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _measured(name: str, *, quick: bool) -> bool:
    print(f"== {name}", flush=True)
    begun = time.perf_counter()
    extra = MEASUREMENTS[name][quick]
    done = subprocess.run([sys.executable, "-m", f"bench.{name}", *extra], check=False)
    print(f"   {time.perf_counter() - begun:.0f} s", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
