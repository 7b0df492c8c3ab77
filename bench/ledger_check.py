"""Rows of a 25-column ledger checked per second, beside the limit and beside reading the same file without checking.

    python -m bench.ledger_check [--rows 50000] [--beside]

`--beside` also runs django-import-export with the same validation rules over the first rows of the same file.
"""

from __future__ import annotations

import argparse
import io
import os
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import python_calamine

from bench.ledger_import_export import rows_per_second
from bench.make_ledger import HEADINGS, make
from yipanqi.records.ledger import check_ledger

LIMIT = 15_000
AS_OF = date(2026, 11, 1)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def read_only(data: bytes) -> int:
    """What calamine alone takes: no safety scan, no validation, no child."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return len(book.get_sheet_by_index(0).to_python())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--beside", action="store_true", help="also run django-import-export (slow)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        make(path, arguments.rows)
        data = path.read_bytes()
    print(f"ledger: {arguments.rows:,} rows x {len(HEADINGS)} columns, {len(data):,} bytes, {os.cpu_count()} cores")
    seconds, rows = timed(lambda: read_only(data))
    print(f"  calamine alone, nothing checked:   {rows / seconds:>9,.0f} rows/s  ({seconds:.2f} s)")
    best = 0.0
    for _ in range(3):
        seconds, check = timed(lambda: check_ledger(data, file_name="ledger.xlsx", as_of=AS_OF))
        best = max(best, arguments.rows / seconds)
        assert check.totals.accepted == arguments.rows, check.totals
    verdict = "ok" if best >= LIMIT else "BELOW THE LIMIT"
    print(f"  yipanqi ledger check (best of 3):  {best:>9,.0f} rows/s  limit >= {LIMIT:,}  {verdict}")
    if arguments.beside:
        beside = rows_per_second(data)
        print(f"  django-import-export, same rules:  {beside:>9,.0f} rows/s  (from its first 5,000 rows)")


if __name__ == "__main__":
    main()
