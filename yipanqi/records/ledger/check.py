"""The check itself: starts the child, collects its rows, compares them with each other, counts."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from yipanqi.records.ledger import child
from yipanqi.records.ledger.cross import Candidate, cross_check
from yipanqi.records.ledger.result import (
    AcceptedRow,
    CellError,
    LedgerCheck,
    LedgerRefused,
    LedgerWarning,
    RejectedRow,
    SheetReport,
    SkippedRow,
    Totals,
)

Progress = Callable[[int, int | None], None]


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Python's cycle collector would walk every new row again and again; rows hold no cycles (a tenth of the time)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Collector:
    """Turns the child's frames back into rows."""

    def __init__(self, on_progress: Progress | None) -> None:
        self.on_progress = on_progress
        self.sheets: list[Any] = []
        self.total: int | None = None
        self.done = 0
        self.accepted: list[tuple[int, int, Candidate]] = []
        self.rejected: list[tuple[int, RejectedRow]] = []
        self.made: dict[tuple[Any, ...], LedgerWarning] = {}

    def take(self, frame: child.Frame) -> None:
        if frame[0] == "sheets":
            self.sheets = frame[1]
            self.total = sum(meta[1] for meta in self.sheets)
        elif frame[0] == "rows":
            self._rows(frame[1], frame[2])
            self.done += len(frame[2])
        if self.on_progress:
            self.on_progress(self.done, self.total)

    def _rows(self, number: int, rows: Iterable[tuple[Any, ...]]) -> None:
        report, _, places, _ = self.sheets[number]
        name = report[0]
        for row in rows:
            if len(row) == 3:
                errors = tuple(CellError(*e) for e in row[1])
                self.rejected.append((number, RejectedRow(name, row[0], errors, row[2])))
                continue
            index, section, raw, record, more, extra, warnings = row
            found = tuple(self._warning(w) for w in warnings) if warnings else ()
            accepted = AcceptedRow(name, index, record, more, extra, found)
            self.accepted.append((number, index, Candidate(accepted, raw, *places[section])))

    def _warning(self, parts: tuple[Any, ...]) -> LedgerWarning:
        made = self.made.get(parts)
        if made is None:
            made = self.made[parts] = LedgerWarning(*parts)
        return made


def check_ledger(data: bytes, *, file_name: str, as_of: date, on_progress: Progress | None = None) -> LedgerCheck:
    """Checks a workbook by the ledger policy as of a day. Raises LedgerRefused when it cannot be read at all.

    `on_progress` is called with (rows done, rows in all or None while the file is still being read).
    """
    collector = _Collector(on_progress)
    if on_progress:
        on_progress(0, None)
    with _collector_paused():
        child.run(("check", data, file_name, as_of), file_name, collector.take)
    if all(meta[1] == 0 and not meta[3] for meta in collector.sheets):
        raise LedgerRefused(f"文件“{file_name}”里没有任何内容（所有工作表都是空的）。请确认选对了文件后再导入。")
    return _result(collector, file_name, as_of)


def _result(collector: _Collector, file_name: str, as_of: date) -> LedgerCheck:
    collector.accepted.sort(key=lambda row: row[:2])
    verdicts = cross_check([candidate for _, _, candidate in collector.accepted])
    order = {meta[0][0]: number for number, meta in enumerate(collector.sheets)}
    rejected = [row for _, row in collector.rejected] + verdicts.rejected
    rejected.sort(key=lambda row: (order[row.sheet], row.row))
    skipped = tuple(SkippedRow(meta[0][0], *row) for meta in collector.sheets for row in sorted(meta[3]))
    return LedgerCheck(
        file_name=file_name,
        as_of=as_of,
        sheets=tuple(SheetReport(*meta[0]) for meta in collector.sheets),
        accepted=tuple(verdicts.accepted),
        rejected=tuple(rejected),
        duplicates=tuple(verdicts.duplicates),
        skipped=skipped,
        totals=Totals(
            accepted=len(verdicts.accepted),
            rejected=len(rejected),
            duplicates=len(verdicts.duplicates),
            skipped_rows=len(skipped),
            persons=len({row.record["id_no"] for row in verdicts.accepted}),
            cases=len(verdicts.accepted),
        ),
    )
