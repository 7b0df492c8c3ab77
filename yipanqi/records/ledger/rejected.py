"""The workbook of only the bad rows: same sheets, same layout, and the reasons in one more column."""

from __future__ import annotations

import io
from collections import defaultdict
from datetime import date, datetime
from typing import Any

import xlsxwriter

from yipanqi.records.ledger import child
from yipanqi.records.ledger.codes import sentence_of
from yipanqi.records.ledger.normal.form import as_text
from yipanqi.records.ledger.normal.text import FORMULA_LIKE
from yipanqi.records.ledger.result import LedgerCheck, RejectedRow

REASON_HEADING = "错误原因"
_KEPT = frozenset({"title", "subtitle", "header"})
Picked = dict[str, list[tuple[int, tuple[Any, ...], list[tuple[int, int]]]]]


def write_rejected(check: LedgerCheck, original: bytes) -> bytes:
    """An .xlsx with the rejected rows of a check; title and header rows stay, so it can be mended and imported."""
    bad: dict[str, dict[int, RejectedRow]] = defaultdict(dict)
    for row in check.rejected:
        bad[row.sheet][row.row] = row
    wanted = {sheet: sorted(rows) for sheet, rows in bad.items()}
    headers: dict[str, set[int]] = defaultdict(set)
    for skipped in check.skipped:
        if skipped.sheet in bad and skipped.reason in _KEPT:
            if skipped.reason == "header":
                headers[skipped.sheet].add(skipped.row)
            wanted[skipped.sheet].append(skipped.row)
    picked: Picked = {}
    if wanted:
        request = ("pick", original, check.file_name, {sheet: sorted(rows) for sheet, rows in wanted.items()})
        child.run(request, check.file_name, lambda frame: picked.update({frame[1]: frame[2]}))
    return _write(check, picked, bad, headers)


def _write(
    check: LedgerCheck, picked: Picked, bad: dict[str, dict[int, RejectedRow]], headers: dict[str, set[int]]
) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    writer = _Writer(book)
    for report in check.sheets:
        rows = picked.get(report.name)
        if rows:
            writer.sheet(report.name, rows, bad[report.name], headers[report.name])
    if not picked:
        book.add_worksheet("没有错误行").write_string(0, 0, "本次检查没有被退回的行。")
    book.close()
    return target.getvalue()


class _Writer:
    """Writes rows from top to bottom, as constant memory asks."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.text = book.add_format({"num_format": "@"})
        self.quoted = book.add_format({"num_format": "@"})
        self.quoted.set_quote_prefix()
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.reason = book.add_format({"font_color": "#B3261E", "text_wrap": True})

    def sheet(
        self,
        name: str,
        rows: list[tuple[int, tuple[Any, ...], list[tuple[int, int]]]],
        bad: dict[int, RejectedRow],
        headers: set[int],
    ) -> None:
        sheet = self.book.add_worksheet(name)
        width = max(len(cells) for _, cells, _ in rows)
        sheet.set_column(0, width - 1, 16)
        sheet.set_column(width, width, 60)
        for line, (number, cells, merges) in enumerate(rows):
            for column, cell in enumerate(cells):
                self.cell(sheet, line, column, cell)
            for first, last in merges:
                sheet.merge_range(line, first, line, last, as_text(cells[first]), self.text)
            if number in bad:
                reasons = "；".join(sentence_of(error) for error in bad[number].errors)
                sheet.write_string(line, width, reasons, self.reason)
            elif number in headers and number - 1 not in headers:
                sheet.write_string(line, width, REASON_HEADING, self.reason)

    def cell(self, sheet: Any, line: int, column: int, cell: Any) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, datetime | date):
            sheet.write_datetime(line, column, cell, self.day)
        elif isinstance(cell, bool):
            sheet.write_boolean(line, column, cell)
        elif isinstance(cell, int | float) and abs(cell) < 1e11:
            sheet.write_number(line, column, cell)
        else:
            words = as_text(cell)
            sheet.write_string(line, column, words, self.quoted if words.startswith(FORMULA_LIKE) else self.text)
