"""A county's Excel ledger: bytes in, rows out. Pure: no model, no database, nothing written."""

from yipanqi.records.ledger.check import check_ledger
from yipanqi.records.ledger.rejected import write_rejected
from yipanqi.records.ledger.result import (
    AcceptedRow,
    CellError,
    DuplicateRow,
    LedgerCheck,
    LedgerRefused,
    LedgerWarning,
    RejectedRow,
    SheetReport,
    SkippedRow,
    Totals,
)

__all__ = [
    "AcceptedRow",
    "CellError",
    "DuplicateRow",
    "LedgerCheck",
    "LedgerRefused",
    "LedgerWarning",
    "RejectedRow",
    "SheetReport",
    "SkippedRow",
    "Totals",
    "check_ledger",
    "write_rejected",
]
