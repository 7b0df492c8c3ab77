"""A county's Excel ledger: bytes in, rows out. Reads no database and writes nothing."""

from yipanqi.exchange.ledger.check import check_ledger
from yipanqi.exchange.ledger.rejected import write_rejected
from yipanqi.exchange.ledger.result import (
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
