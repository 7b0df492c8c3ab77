"""What a ledger check gives back: frozen rows, and the JSON of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

Cell = str | float | int | bool | date | datetime | time | timedelta | None
Record = dict[str, Any]


class LedgerRefused(Exception):
    """The file cannot be read at all; the sentence says what, where and how to mend."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class LedgerWarning:
    """A row was accepted, but this should be looked at."""

    code: str
    field: str | None
    column: str | None

    def to_json(self) -> dict[str, Any]:
        return {"code": self.code, "field": self.field, "column": self.column}


@dataclass(frozen=True, slots=True)
class CellError:
    """Why a row was rejected: one cell, its column letter and its heading as printed."""

    code: str
    field: str
    column: str | None
    header: str | None
    raw: Any

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "field": self.field,
            "column": self.column,
            "header": self.header,
            "raw": self.raw,
        }


@dataclass(frozen=True, slots=True)
class AcceptedRow:
    """A good row: the policy's fields, the known fields beyond it, and the unknown columns as text."""

    sheet: str
    row: int
    record: Record
    more: Record
    extra: dict[str, str]
    warnings: tuple[LedgerWarning, ...]

    def to_json(self) -> dict[str, Any]:
        made: dict[str, Any] = {
            "sheet": self.sheet,
            "row": self.row,
            "record": self.record,
            "warnings": [w.to_json() for w in self.warnings],
        }
        if self.more:
            made["more"] = {k: v.isoformat() if isinstance(v, date) else v for k, v in self.more.items()}
        if self.extra:
            made["extra"] = self.extra
        return made


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row with at least one error, all of them listed, with its cells as they stood."""

    sheet: str
    row: int
    errors: tuple[CellError, ...]
    cells: tuple[Cell, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {"sheet": self.sheet, "row": self.row, "errors": [e.to_json() for e in self.errors]}


@dataclass(frozen=True, slots=True)
class DuplicateRow:
    """A row that repeats an accepted case of the same file."""

    sheet: str
    row: int
    of_sheet: str
    of_row: int
    differs_in: tuple[str, ...]
    record: Record
    more: Record = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "row": self.row,
            "duplicate_of": {"sheet": self.of_sheet, "row": self.of_row},
            "id_no": self.record["id_no"],
            "differs_in": list(self.differs_in),
            "record": self.record,
        }


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that is no data: title, header, blank, totals, signature …"""

    sheet: str
    row: int
    reason: str

    def to_json(self) -> dict[str, Any]:
        return {"sheet": self.sheet, "row": self.row, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What was found on a sheet: its role, header rows, columns, and where county and office come from."""

    name: str
    role: str
    header_rows: tuple[int, ...] = ()
    columns: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)
    county_from: str | None = None
    office_from: str | None = None
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        made: dict[str, Any] = {"name": self.name}
        if self.role != "data":
            made["role"] = self.role
        else:
            made["header_rows"] = list(self.header_rows)
            made["columns"] = {
                letter: {"header": header, "field": name} for letter, (header, name) in self.columns.items()
            }
            made["county_from"] = self.county_from
            made["office_from"] = self.office_from
        if self.notes:
            made["notes"] = list(self.notes)
        return made


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts of the whole file."""

    accepted: int
    rejected: int
    duplicates: int
    skipped_rows: int
    persons: int
    cases: int

    def to_json(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class LedgerCheck:
    """The whole result of one file."""

    file_name: str
    as_of: date
    sheets: tuple[SheetReport, ...]
    accepted: tuple[AcceptedRow, ...]
    rejected: tuple[RejectedRow, ...]
    duplicates: tuple[DuplicateRow, ...]
    skipped: tuple[SkippedRow, ...]
    totals: Totals

    def to_json(self) -> dict[str, Any]:
        """The document of contracts.md, ready for json.dumps."""
        return {
            "file": self.file_name,
            "as_of": self.as_of.isoformat(),
            "sheets": [s.to_json() for s in self.sheets],
            "accepted": [r.to_json() for r in self.accepted],
            "rejected": [r.to_json() for r in self.rejected],
            "duplicates": [r.to_json() for r in self.duplicates],
            "skipped": [r.to_json() for r in self.skipped],
            "totals": self.totals.to_json(),
        }
