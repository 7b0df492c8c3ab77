"""Accepting a batch: new rows become cases in one transaction; changes and doubtful rows wait for the officer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from yipanqi.actions import journal
from yipanqi.actions.act import act
from yipanqi.actions.ledger_import.batches import NotNow, hold, lock_imports, own_batch, recount
from yipanqi.actions.ledger_import.rows import row_of, unseal
from yipanqi.actions.ledger_import.sorting import SortedRow, sort_rows
from yipanqi.actions.ledger_import.taking import take_cells
from yipanqi.actions.ledger_import.writing import Progress, insert_cases
from yipanqi.actions.uncollected import uncollected
from yipanqi.records.days import day_of
from yipanqi.records.models import Batch, BatchRow, BatchState, Officer, RowOutcome

_OPEN = (BatchState.CHECKED, BatchState.ACCEPTING, BatchState.FAILED)
_GOOD = (RowOutcome.NEW, RowOutcome.SAME, RowOutcome.CHANGED, RowOutcome.ASK, RowOutcome.OUTSIDE, RowOutcome.DUPLICATE)


@act
@uncollected()
def accept(
    *, by: Officer, batch_id: int, take_changes: bool = False, on_progress: Progress | None = None, now: datetime
) -> Batch:
    """导入台账: good rows of a checked batch become cases with their duties and journal lines, all or nothing.

    Every row is sorted again under the lock, so a batch checked yesterday meets the records of today.
    `take_changes` also takes every changed cell; otherwise changed rows wait.

    Raises:
        NotNow: the batch has been imported or taken back, or was never read.
    """
    batch = own_batch(by, batch_id)
    hold(batch)
    lock_imports()
    batch.refresh_from_db()
    _refuse_state(batch)
    kept = list(BatchRow.objects.filter(batch=batch, outcome__in=_GOOD).order_by("pk"))
    rows = _sorted_again(kept, by=by, now=now)
    insert_cases(
        [row for row in rows if row.outcome is RowOutcome.NEW], batch=batch, by=by, now=now, on_progress=on_progress
    )
    _note_outcomes(kept, rows)
    if take_changes:
        taken = [row for row in kept if row.outcome == RowOutcome.CHANGED]
        take_cells(taken, batch=batch, by=by, now=now)
    batch.state, batch.accepted_at = BatchState.ACCEPTED, now
    batch.save(update_fields=["state", "accepted_at"])
    recount(batch)
    journal.write("batch.accepted", by=by, at=now, batch=batch.pk, new=batch.totals["new"], taken=batch.totals["taken"])
    return batch


def _refuse_state(batch: Batch) -> None:
    if batch.state in _OPEN and batch.totals:
        return
    if batch.state == BatchState.ACCEPTED:
        raise NotNow(f"第 {batch.pk} 批已经导入，不会重复导入。")
    raise NotNow(f"第 {batch.pk} 批{batch.get_state_display()}，不能导入。请重新上传台账。")


def _sorted_again(kept: list[BatchRow], *, by: Officer, now: datetime) -> list[SortedRow]:
    """Good rows with today's outcome; `kept` is reduced to those that still have their content."""
    pairs = [(row, unseal(row.changes_sealed)) for row in kept]
    pairs = [(row, document) for row, document in pairs if "more" in document]
    kept[:] = [row for row, _ in pairs]
    return sort_rows([row_of(row.sheet, row.row, document) for row, document in pairs], by=by, on=day_of(now))


def _note_outcomes(kept: Sequence[BatchRow], rows: Sequence[SortedRow]) -> None:
    changed = []
    for row, found in zip(kept, rows, strict=True):
        said = (found.outcome, found.case_id, found.other.pk if found.other else None)
        if (row.outcome, row.case_id, row.other_case_id) != said:
            row.outcome, row.case_id, row.other_case_id = said
            changed.append(row)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE records_batchrow r SET outcome = n.outcome, case_id = n.case_id, other_case_id = n.other"
            " FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::bigint[]) AS n (id, outcome, case_id, other)"
            " WHERE r.id = n.id",
            [
                [row.pk for row in changed],
                [str(row.outcome) for row in changed],
                [row.case_id for row in changed],
                [row.other_case_id for row in changed],
            ],
        )
