"""The child process: memory and time are limited, then the file is inspected, read and checked.

Speaks pickles over pipes: one request on standard input, frames (kind, …) on the two file descriptors it is given.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import sys
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import IO, Any

from yipanqi.records.ledger.guard import inspect
from yipanqi.records.ledger.reading import sheets_of
from yipanqi.records.ledger.result import AcceptedRow, LedgerRefused
from yipanqi.records.ledger.sheets import SheetWork, read_rows, sort_sheet

MEMORY_LIMIT = 2 * 1024**3
CPU_SECONDS = 170
CHUNK = 1000
ROWS_WORTH_A_SECOND_PROCESS = 4000


def _works(data: bytes, file_name: str) -> list[SheetWork]:
    facts = inspect(data, file_name)
    return [sort_sheet(source, file_name) for source in sheets_of(data, facts, file_name)]


def _send(out: IO[bytes], *frame: Any) -> None:
    pickle.dump(frame, out, protocol=pickle.HIGHEST_PROTOCOL)
    out.flush()


def _flat(section: int, row: Any, raw: Any) -> tuple[Any, ...]:
    """A row as plain tuples, which pickle several times faster than frozen dataclasses."""
    if isinstance(row, AcceptedRow):
        warnings = tuple((w.code, w.field, w.column) for w in row.warnings)
        return (row.row, section, raw, row.record, row.more, row.extra, warnings)
    return (row.row, tuple((e.code, e.field, e.column, e.header, e.raw) for e in row.errors), row.cells)


def _check_part(out: IO[bytes], works: Sequence[SheetWork], as_of: date, part: int, parts: int) -> None:
    for number, work in enumerate(works):
        chunk: list[tuple[Any, ...]] = []
        for section, row in read_rows(work, as_of, part, parts):
            raw = None
            if isinstance(row, AcceptedRow):
                column = work.sections[section].plan.column_of("id_no")
                raw = work.source.rows[row.row - 1][column.index] if column else None
            chunk.append(_flat(section, row, raw))
            if len(chunk) >= CHUNK:
                _send(out, "rows", number, chunk)
                chunk = []
        if chunk:
            _send(out, "rows", number, chunk)


def _meta(work: SheetWork) -> tuple[Any, ...]:
    columns = [section.plan.column_of("id_no") for section in work.sections]
    places = [(c.letter, c.header) if c else (None, None) for c in columns]
    skipped = [(s.row, s.reason) for s in work.skipped]
    r = work.report
    report = (r.name, r.role, r.header_rows, dict(r.columns), r.county_from, r.office_from, r.notes)
    return (report, work.size, places, skipped)


def _check(out: IO[bytes], second: IO[bytes], data: bytes, file_name: str, as_of: date) -> None:
    works = _works(data, file_name)
    _send(out, "sheets", [_meta(work) for work in works])
    large = sum(work.size for work in works) >= ROWS_WORTH_A_SECOND_PROCESS
    parts = 2 if large and (os.cpu_count() or 1) > 1 else 1
    if parts == 2 and os.fork() == 0:
        status = 1
        try:
            out.close()
            _check_part(second, works, as_of, 1, 2)
            _send(second, "done")
            second.close()
            status = 0
        finally:
            os._exit(status)
    if parts == 1:
        _send(second, "done")
    second.close()
    _check_part(out, works, as_of, 0, parts)
    _send(out, "done")


def _pick(out: IO[bytes], second: IO[bytes], data: bytes, file_name: str, wanted: dict[str, list[int]]) -> None:
    """The raw cells of some rows (one-based), county and office filled down where they were merged."""
    second.close()
    for work in _works(data, file_name):
        rows = work.source.rows
        fills: dict[int, list[tuple[int, Any]]] = defaultdict(list)
        for section in work.sections:
            for (row, column), value in section.plan.fills.items():
                fills[row].append((column, value))
        picked = []
        for number in wanted.get(work.source.name, ()):
            cells = list(rows[number - 1])
            for column, value in fills.get(number - 1, ()):
                if column < len(cells) and cells[column] in ("", None):
                    cells[column] = value
            across = [(a[1], b[1]) for a, b in work.source.merges if a[0] == b[0] == number - 1 and a[1] < b[1]]
            picked.append((number, tuple(cells), across))
        if picked:
            _send(out, "picked", work.source.name, picked)
    _send(out, "done")


def main() -> int:
    """Entry point: file descriptors of the two result pipes as arguments."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()
    job, *request = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own parent
    with os.fdopen(int(sys.argv[1]), "wb") as out, os.fdopen(int(sys.argv[2]), "wb") as second:
        try:
            (_check if job == "check" else _pick)(out, second, *request)
        except LedgerRefused as refused:
            _send(out, "refused", refused.sentence)
        except MemoryError:
            _send(out, "exhausted")
    return 0


if __name__ == "__main__":
    sys.exit(main())
