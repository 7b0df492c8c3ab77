"""What became of every row, cell by cell, as the result page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from django.db.models import QuerySet

from yipanqi.actions import ledger_import
from yipanqi.actions.ledger_import.comparing import shown
from yipanqi.actions.ledger_import.rows import unseal
from yipanqi.records.ledger.aliases import SERIAL, field_of
from yipanqi.records.ledger.codes import ERRORS, SKIP_REASONS, WARNINGS, field_name
from yipanqi.records.models import Agency, Batch, BatchRow, BatchState, Case, RowOutcome
from yipanqi.records.names import masked_identity, masked_numbers

FIELDS = ("name", "id_no", "penalty_type", "start_date", "end_date", "office")
TABS = {
    "todo": "需要处理",
    "changed": "有变化",
    "new": "新建",
    "taken": "已更新",
    "same": "无变化",
    "outside": "范围外",
    "duplicate": "重复",
    "skipped": "跳过",
    "columns": "列的对应关系",
}
_OUTCOMES = {
    "todo": (RowOutcome.REJECTED, RowOutcome.ASK),
    "changed": (RowOutcome.CHANGED,),
    "new": (RowOutcome.NEW,),
    "taken": (RowOutcome.TAKEN,),
    "same": (RowOutcome.SAME,),
    "outside": (RowOutcome.OUTSIDE,),
    "duplicate": (RowOutcome.DUPLICATE,),
}
_REASONS = {
    "outside_scope": "执行地不在您的管辖范围，请由该县级机构导入",
    "unknown_agency": "系统里还没有这个县级机构，请联系系统管理员设立",
    "held_elsewhere": "同一案件已由其他县级机构登记；变更执行地的请先办理变更",
    "other_name": "这个身份证号已由其他县级机构登记为另一姓名，请核对姓名和身份证号；核对无误的请联系该机构更正",
    "same_key": "与本文件中另一行是同一案件，只是结束日期不同；请核对后只留一行",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of a batch in the words of the page."""

    counts: dict[str, int]
    imported: bool

    @classmethod
    def of(cls, batch: Batch) -> Self:
        """From the totals kept with the batch."""
        totals = {k: v for k, v in batch.totals.items() if isinstance(v, int)}
        return cls(totals, batch.state in (BatchState.ACCEPTED, BatchState.UNDONE))

    def __getattr__(self, name: str) -> int:
        """A count by its name; a template asks for `figures.rejected`."""
        if name.startswith("_"):
            raise AttributeError(name)
        return self.counts.get("outside_scope" if name == "outside" else name, 0)

    @property
    def done(self) -> int:
        """Rows that stand in the records as the ledger says (or will, once imported)."""
        return self.new + self.taken + self.same

    @property
    def waiting(self) -> int:
        """Rows that wait for the importer's word."""
        return self.changed + self.ask

    @property
    def failed(self) -> int:
        """Rows that were not imported."""
        return self.rejected + self.outside + self.duplicate

    @property
    def total(self) -> int:
        """All data rows."""
        return self.done + self.waiting + self.failed

    @property
    def waiting_from(self) -> float:
        """Where the bar's second part begins, in percent."""
        return round(100 * self.done / self.total, 2) if self.total else 0

    @property
    def failed_from(self) -> float:
        """Where the bar's third part begins, in percent."""
        return round(100 * (self.done + self.waiting) / self.total, 2) if self.total else 0

    @property
    def nothing_changed(self) -> bool:
        """Whether the ledger says what the records said already."""
        return self.same > 0 and not (self.new or self.taken or self.waiting or self.failed)

    @property
    def first_tab(self) -> str:
        """The tab to open: what needs a hand first."""
        return next((key for key in TABS if self.of_tab(key)), "new")

    def of_tab(self, key: str) -> int | None:
        """How many rows a tab holds; None hides an empty one."""
        if key == "columns":
            return 0
        if key == "skipped":
            return self.skipped or None
        number = sum(self.counts.get(outcome.value, 0) for outcome in _OUTCOMES[key])
        return number if number or key in ("todo", "new") else None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the table: the value, and what is wrong with it."""

    text: str
    why: str = ""
    fix: str = ""
    heading: str = ""


@dataclass(slots=True)
class Line:
    """One row of the table."""

    row: BatchRow
    cells: list[Cell]
    others: list[Cell] = field(default_factory=list)
    reason: str = ""
    warnings: list[str] = field(default_factory=list)
    case: Case | None = None
    changes: list[tuple[str, str, str, str]] = field(default_factory=list)
    agreeing: int = 0


def rows_of(batch: Batch, tab: str) -> QuerySet[BatchRow]:
    """The rows of a tab in the order of the file."""
    return BatchRow.objects.filter(batch=batch, outcome__in=_OUTCOMES[tab]).order_by("sheet", "row", "pk")


def lines_of(rows: Sequence[BatchRow], result: dict[str, Any], *, on: date) -> list[Line]:
    """The table's rows; contents that were destroyed leave the row number and its outcome."""
    columns = {sheet["name"]: sheet.get("columns", {}) for sheet in result["sheets"]}
    lines = [_line(row, columns.get(row.sheet, {})) for row in rows]
    cases = Case.objects.in_bulk({row.case_id for row in rows if row.case_id})
    waiting = [row for row in rows if row.outcome in (RowOutcome.CHANGED, RowOutcome.ASK)]
    agencies = Agency.objects.in_bulk() if waiting else {}
    entries = {entry.row.pk: entry for entry in ledger_import.pending(waiting, on=on)} if waiting else {}
    for line in lines:
        line.case = cases.get(line.row.case_id or 0)
        entry = entries.get(line.row.pk)
        if entry is not None:
            line.case = entry.case
            line.changes = [
                (
                    c.field,
                    c.label,
                    masked_numbers(shown(c.field, c.old, agencies)),
                    masked_numbers(shown(c.field, c.new, agencies)),
                )
                for c in entry.cells
            ]
    return lines


def _line(row: BatchRow, columns: dict[str, Any]) -> Line:
    document = unseal(row.changes_sealed)
    if "errors" in document:
        return _rejected(row, document, columns)
    record = document.get("record")
    if record is None:
        return Line(row, [Cell("已销毁") for _ in FIELDS])
    line = Line(row, [Cell(_good(name, record)) for name in FIELDS])
    line.reason = _REASONS.get(document.get("reason", ""), "")
    if "of" in document:
        sheet, number = document["of"]
        differs = "、".join(field_name(name) for name in document["differs_in"])
        line.reason = f"同“{sheet}”第 {number} 行" + (f"，{differs}不同" if differs else "，完全相同")
    line.warnings = [WARNINGS[w["code"]].title for w in document.get("warnings", ()) if w["code"] in WARNINGS]
    return line


def _good(name: str, record: dict[str, Any]) -> str:
    value = str(record.get(name) or "")
    return masked_identity(value) if name == "id_no" else value


def _rejected(row: BatchRow, document: dict[str, Any], columns: dict[str, Any]) -> Line:
    errors = {error["field"]: error for error in document["errors"]}
    read = _by_field(document.get("cells_as_read", ()), columns)
    cells = []
    for name in FIELDS:
        error = errors.pop(name, None)
        cells.append(_bad(error) if error else Cell(_as_read(name, str(read.get(name) or "").strip())))
    return Line(row, cells, others=[_bad(error) for error in errors.values()])


def _as_read(name: str, text: str) -> str:
    return masked_identity(text) if name == "id_no" and len(text) == 18 else masked_numbers(text)[:40]


def _by_field(cells: Iterable[Any], columns: dict[str, Any]) -> dict[str, Any]:
    """What stood under each field's heading; a column of both dates counts for both."""
    found: dict[str, Any] = {}
    for index, cell in enumerate(cells):
        column = columns.get(_letter(index))
        for name in (column["field"] or "").split("+") if column else ():
            found[name] = cell
    return found


def _letter(index: int) -> str:
    return _letter(index // 26 - 1) + chr(65 + index % 26) if index >= 26 else chr(65 + index)


def _bad(error: dict[str, Any]) -> Cell:
    code = ERRORS[error["code"]]
    raw = "" if error["raw"] is None else str(error["raw"]).strip()
    broken_number = error["field"] == "id_no" and len(raw) > 8
    shown_raw = f"{raw[:-4]}****" if broken_number else masked_numbers(raw)
    heading = "".join((error["header"] or field_name(error["field"])).split())
    return Cell(shown_raw[:40] or "（空）", code.title, code.remedy, heading)


# --- Beside the table ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fault:
    """How often a column was wrong, and how."""

    column: str
    count: int
    share: int
    how: str


def faults_by_column(batch: Batch) -> list[Fault]:
    """错在哪些列, the worst first."""
    errors = batch.totals.get("errors", {})
    sums = {name: sum(codes.values()) for name, codes in errors.items()}
    worst = max(sums.values(), default=1)
    return [
        Fault(
            field_name(name),
            sums[name],
            round(100 * sums[name] / worst),
            "，".join(f"{ERRORS[code].title} {n}" for code, n in errors[name].items()),
        )
        for name in sorted(sums, key=lambda name: -sums[name])
    ]


def columns_of(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Each sheet with its columns: letter, heading, what it was read as."""
    found = []
    for sheet in result["sheets"]:
        columns = [
            (letter, "".join((c["header"] or "").split()), _field_words(c["field"], c["header"]))
            for letter, c in sheet.get("columns", {}).items()
        ]
        found.append({**sheet, "read": columns})
    return found


def _field_words(name: str | None, header: str | None) -> str:
    if name == SERIAL or (not name and field_of(header or "") == SERIAL):
        return "序号（不导入）"
    if not name:
        return ""
    return "和".join(field_name(part) if field_name(part) != part else "其他登记项" for part in name.split("+"))


def skipped_of(result: dict[str, Any]) -> list[tuple[str, str, list[int]]]:
    """Skipped rows by sheet and reason."""
    grouped: dict[tuple[str, str], list[int]] = {}
    for row in result["skipped"]:
        grouped.setdefault((row["sheet"], SKIP_REASONS.get(row["reason"], row["reason"])), []).append(row["row"])
    return [(sheet, reason, rows) for (sheet, reason), rows in grouped.items()]
