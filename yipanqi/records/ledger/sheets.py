"""One sheet after the other: its plan, its skipped rows, its rows read. Used inside the child process."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from yipanqi.records.ledger.aliases import SERIAL
from yipanqi.records.ledger.headers import find_header, is_blank, missing_headings, plan_at, texts_of
from yipanqi.records.ledger.plan import Merge, Plan, Row
from yipanqi.records.ledger.result import AcceptedRow, RejectedRow, SheetReport, SkippedRow
from yipanqi.records.ledger.rows import RowReader
from yipanqi.records.ledger.sheetscan import SheetFacts
from yipanqi.records.ledger.skipping import Skipper, above_header

FIELD_TITLES = {
    "name": "姓名",
    "id_no": "身份证号",
    "penalty_type": "矫正类别",
    "start_date": "矫正开始日期",
    "end_date": "矫正结束日期",
}

_GUIDANCE = re.compile("说明|须知|字典|选项|下拉|代码表|样例|样表")


@dataclass(slots=True)
class SheetSource:
    """A sheet as the reader gives it."""

    name: str
    hidden: bool
    rows: Sequence[Row]
    merges: Sequence[Merge]
    facts: SheetFacts


@dataclass(slots=True)
class Section:
    """The rows below one header: data rows by index."""

    plan: Plan
    data: list[int] = field(default_factory=list)


@dataclass(slots=True)
class SheetWork:
    """A sheet sorted into sections and skipped rows, before any row is read."""

    source: SheetSource
    report: SheetReport
    sections: list[Section] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(len(section.data) for section in self.sections)


def sort_sheet(source: SheetSource, file_name: str) -> SheetWork:
    """Finds header and data rows of a sheet."""
    if source.hidden:
        return _no_data(source, "hidden", "hidden sheet", ())
    if _GUIDANCE.search(source.name):
        return _no_data(source, "not data", "not a data sheet", ())
    plan = find_header(source.name, source.rows, source.merges, file_name)
    if plan is None:
        return _no_data(source, "not data", "not a data sheet", _why(source.rows))
    work = SheetWork(source, _report(plan), [Section(plan)])
    _sort_above(work, plan)
    _sort_below(work, plan, file_name)
    return work


def _why(rows: Sequence[Row]) -> tuple[str, ...]:
    if all(is_blank(row) for row in rows):
        return ("空工作表。",)
    missing = missing_headings(rows)
    if len(missing) >= 4:
        return ()
    words = "、".join(title for name, title in FIELD_TITLES.items() if name in missing)
    return (f"没有找到完整的表头，缺少：{words}。请补上这些列的列名后再导入。",)


def _no_data(source: SheetSource, role: str, reason: str, notes: tuple[str, ...]) -> SheetWork:
    skipped = [SkippedRow(source.name, i, reason) for i, row in enumerate(source.rows, 1) if not is_blank(row)]
    return SheetWork(source, SheetReport(source.name, role, notes=notes), [], skipped)


def _report(plan: Plan) -> SheetReport:
    columns = {
        c.letter: (c.header or "", None if c.field == SERIAL else c.field) for c in plan.columns if c.header is not None
    }
    notes = list(plan.notes)
    if plan.county is None and plan.county_from is None:
        notes.append("没有县市区列，标题和工作表名里也没有县市区名称。请增加“县市区”列，或在标题中写明。")
    return SheetReport(
        plan.sheet, "data", tuple(range(plan.top + 1, plan.bottom + 2)), columns, plan.county_from, plan.office_from,
        tuple(notes),
    )  # fmt: skip


def _sort_above(work: SheetWork, plan: Plan) -> None:
    seen_title = False
    for index in range(plan.bottom + 1):
        row = work.source.rows[index]
        reason = "header" if index >= plan.top else above_header(row, seen_title)
        seen_title = seen_title or reason in ("title", "subtitle")
        work.skipped.append(SkippedRow(plan.sheet, index + 1, reason))


def _sort_below(work: SheetWork, plan: Plan, file_name: str) -> None:
    rows, sheet = work.source.rows, plan.sheet
    skipper, section = Skipper(plan), work.sections[0]
    header_until = plan.bottom
    for index in range(plan.bottom + 1, len(rows)):
        if index <= header_until:
            continue
        reason = skipper.reason(rows[index])
        if reason is None:
            section.data.append(index)
            continue
        if reason == "new header":
            above = [text for row in rows[:index] if len(texts_of(row)) == 1 for text in texts_of(row).values()]
            other = plan_at(sheet, rows, index, work.source.merges, above[:6], file_name)
            if other is not None:
                skipper, section = Skipper(other), Section(other)
                work.sections.append(section)
                header_until = other.bottom
                work.skipped += [SkippedRow(sheet, i + 1, "header") for i in range(index, other.bottom + 1)]
                continue
            reason = "repeated header"
        work.skipped.append(SkippedRow(sheet, index + 1, reason))


def read_rows(
    work: SheetWork, as_of: date, part: int = 0, parts: int = 1
) -> Iterator[tuple[int, AcceptedRow | RejectedRow]]:
    """Reads the data rows of a sheet, or one contiguous part of them, each with its section."""
    facts = work.source.facts
    size, done = work.size, 0
    first, last = size * part // parts, size * (part + 1) // parts
    for number, section in enumerate(work.sections):
        here = section.data[max(first - done, 0) : max(last - done, 0)]
        done += len(section.data)
        if not here:
            continue
        reader = RowReader(section.plan, as_of)
        hidden = facts.hidden_rows
        for index in here:
            yield number, reader.read(work.source.rows[index], index, facts.formulas, index in hidden)
