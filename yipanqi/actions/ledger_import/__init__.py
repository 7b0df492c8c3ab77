"""台账导入: a ledger's rows become cases, changes wait to be taken, and a whole batch can be taken back."""

from yipanqi.actions.ledger_import.accepting import accept, begin_accepting
from yipanqi.actions.ledger_import.batches import (
    FileRefused,
    NoSuchBatch,
    NotNow,
    check,
    expire_batches,
    mark_failed,
    own_batch,
    receive,
    stored_file,
    stored_result,
)
from yipanqi.actions.ledger_import.taking import RowRefused, answer_same_case, pending, take_changes
from yipanqi.actions.ledger_import.undoing import BuiltOn, undo

__all__ = [
    "BuiltOn",
    "FileRefused",
    "NoSuchBatch",
    "NotNow",
    "RowRefused",
    "accept",
    "answer_same_case",
    "begin_accepting",
    "check",
    "expire_batches",
    "mark_failed",
    "own_batch",
    "pending",
    "receive",
    "stored_file",
    "stored_result",
    "take_changes",
    "undo",
]
