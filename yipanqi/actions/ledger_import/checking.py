"""The pure check of a ledger, as the import and its page use it."""

from yipanqi.records.ledger import LedgerCheck, LedgerRefused, check_ledger, write_rejected
from yipanqi.records.ledger.codes import ERRORS, SKIP_REASONS, WARNINGS, field_name

__all__ = [
    "ERRORS",
    "SKIP_REASONS",
    "WARNINGS",
    "LedgerCheck",
    "LedgerRefused",
    "check_ledger",
    "field_name",
    "write_rejected",
]
