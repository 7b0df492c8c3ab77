"""台账导入: a ledger's rows become cases, changes wait to be taken, and a whole batch can be taken back."""

from yipanqi.actions.ledger_import.accepting import accept
from yipanqi.actions.ledger_import.batches import (
    LARGEST_FILE,
    FileRefused,
    NoSuchBatch,
    NotNow,
    check,
    enqueue,
    expire_batches,
    is_worked_on,
    mark_failed,
    note_progress,
    own_batch,
    receive,
    rejected_workbook,
    stored_file,
    stored_result,
    submit,
)
from yipanqi.actions.ledger_import.taking import RowRefused, answer_same_case, pending, take_changes
from yipanqi.actions.ledger_import.undoing import BuiltOn, undo

__all__ = [
    "LARGEST_FILE",
    "BuiltOn",
    "FileRefused",
    "NoSuchBatch",
    "NotNow",
    "RowRefused",
    "accept",
    "answer_same_case",
    "check",
    "enqueue",
    "expire_batches",
    "is_worked_on",
    "mark_failed",
    "note_progress",
    "own_batch",
    "pending",
    "receive",
    "rejected_workbook",
    "stored_file",
    "stored_result",
    "submit",
    "take_changes",
    "undo",
]
