"""A batch's life: the file is received and sealed, checked into rows, and destroyed when its time is over."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives import hashes
from django.db import connection
from procrastinate.contrib.django import app

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import require
from yipanqi.actions import journal
from yipanqi.actions.act import Refused, act
from yipanqi.actions.ledger_import.rows import LedgerRow, document_of, seal, storable
from yipanqi.actions.ledger_import.sorting import SortedRow, sort_rows
from yipanqi.actions.ledger_import.writing import insert, next_ids
from yipanqi.actions.uncollected import uncollected
from yipanqi.records import ciphers
from yipanqi.records.days import day_of
from yipanqi.records.ledger import LedgerCheck, LedgerRefused, check_ledger, write_rejected
from yipanqi.records.models import Batch, BatchFile, BatchRow, BatchState, Officer, RowOutcome

KEPT_FOR = timedelta(days=30)
LARGEST_FILE = 60 * 1024 * 1024
TASKS = ("ledger.check", "ledger.accept")
FILE_SEAL, RESULT_SEAL = "batch.file", "batch.result"
Progress = Callable[[int, int | None], None]

# Taken first by every act that turns rows into cases, so that two imports never wait for each other in a circle.
_IMPORT_LOCK = 0x594250
# Held by whoever works on a batch; ends with him, so a killed worker leaves no batch that looks busy.
_WORK_LOCK = 0x594251


class NoSuchBatch(Refused):
    """The batch does not exist or is another officer's: both look the same (404)."""


class NotNow(Refused):
    """The batch stands where this cannot be done; the sentence says where it stands."""


class FileRefused(Refused):
    """The file cannot be taken at all."""


@act
def receive(*, by: Officer, file_name: str, data: bytes, as_of: date | None = None, now: datetime) -> Batch:
    """上传台账: store the sealed file as it came; nothing has been read yet. `as_of` defaults to today.

    Raises:
        FileRefused: empty or larger than 60 MB.
    """
    require(by, Permission.IMPORT_LEDGER)
    name = file_name.replace("\\", "/").rsplit("/", 1)[-1].strip() or "未命名文件"
    if not data:
        raise FileRefused(f"文件“{name}”是空的（0 字节）。请确认选对了文件后再上传。")
    if len(data) > LARGEST_FILE:
        raise FileRefused(f"文件“{name}”有 {len(data) // 2**20} MB，超过 60 MB 的上限。请按司法所拆分后分别导入。")
    batch = Batch.objects.create(
        file_name=name[-200:],
        file_digest=digest_of(data),
        officer=by,
        agency=by.agency,
        as_of=as_of or day_of(now),
        created_at=now,
        expires_at=now + KEPT_FOR,
    )
    BatchFile.objects.create(batch=batch, file_sealed=ciphers.seal_bytes(FILE_SEAL, data))
    journal.write("batch.uploaded", by=by, at=now, batch=batch.pk)
    return batch


@act
def submit(*, by: Officer, file_name: str, data: bytes, now: datetime) -> Batch:
    """上传台账 at the page: receive it and have it read in the background."""
    batch = receive(by=by, file_name=file_name, data=data, now=now)
    return enqueue(by=by, batch_id=batch.pk, now=now)


def digest_of(data: bytes) -> bytes:
    """SM3 of the file, by which the same file is known again."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize()


@act
@uncollected()
def check(*, by: Officer, batch_id: int, on_progress: Progress | None = None, now: datetime) -> Batch:
    """核对台账: read the file, judge every cell, sort every good row; nothing but the batch itself is written.

    A file that cannot be read is a result: the batch is `refused` and its `sentence` says what to do.
    """
    batch = own_batch(by, batch_id)
    hold(batch)
    batch.refresh_from_db()
    if batch.state != BatchState.CHECKING and not (batch.state == BatchState.FAILED and not batch.totals):
        raise NotNow(f"第 {batch.pk} 批{batch.get_state_display()}，不需要再核对。")
    data = stored_file(batch)
    try:
        found = check_ledger(data, file_name=batch.file_name, as_of=batch.as_of, on_progress=on_progress)
    except LedgerRefused as refused:
        batch.state, batch.sentence = BatchState.REFUSED, refused.sentence
        batch.save(update_fields=["state", "sentence"])
        return batch
    rows = sort_rows(good_rows(found), by=by, on=day_of(now))
    keep_result(batch, found, rows)
    return batch


def good_rows(found: LedgerCheck) -> list[LedgerRow]:
    """The accepted rows of a check in storable form."""
    return [
        storable(LedgerRow(r.sheet, r.row, r.record, r.more, r.extra, [w.to_json() for w in r.warnings]))
        for r in found.accepted
    ]


def keep_result(batch: Batch, found: LedgerCheck, rows: Sequence[SortedRow]) -> None:
    """Store what was found: one sealed row each, the sheets and skipped rows in one sealed document."""
    kept = [*map(_good, rows), *map(_rejected, found.rejected), *map(_duplicate, found.duplicates)]
    for row, pk in zip(kept, next_ids(BatchRow, len(kept)), strict=True):
        row.pk, row.batch_id = pk, batch.pk
    insert(kept)
    document = json.dumps(
        {"sheets": [s.to_json() for s in found.sheets], "skipped": [s.to_json() for s in found.skipped]},
        ensure_ascii=False,
        default=str,
    )
    sealed = ciphers.seal_bytes(RESULT_SEAL, zlib.compress(document.encode("utf-8", "replace"), 1))
    BatchFile.objects.filter(batch=batch).update(result_sealed=sealed)
    batch.state = BatchState.CHECKED
    batch.totals = {**counted(kept), "skipped": found.totals.skipped_rows, "errors": _errors_by_field(found)}
    batch.progress_done = batch.progress_total = len(kept)
    batch.save(update_fields=["state", "totals", "progress_done", "progress_total"])


def _good(row: SortedRow) -> BatchRow:
    return BatchRow(
        sheet=row.row.sheet[:60],
        row=row.row.row,
        outcome=row.outcome,
        case_id=row.case_id,
        other_case_id=row.other.pk if row.other else None,
        changes_sealed=seal(document_of(row.row, **({"reason": row.reason} if row.reason else {}))),
    )


def _rejected(row: Any) -> BatchRow:
    document = {"errors": row.to_json()["errors"], "cells_as_read": list(row.cells)}
    return BatchRow(sheet=row.sheet[:60], row=row.row, outcome=RowOutcome.REJECTED, changes_sealed=seal(document))


def _duplicate(row: Any) -> BatchRow:
    document = {"of": [row.of_sheet, row.of_row], "differs_in": list(row.differs_in), "record": row.record}
    return BatchRow(sheet=row.sheet[:60], row=row.row, outcome=RowOutcome.DUPLICATE, changes_sealed=seal(document))


def counted(rows: Iterable[BatchRow]) -> dict[str, int]:
    """How many rows had each outcome."""
    counts = Counter(str(row.outcome) for row in rows)
    return {outcome.value: counts[outcome.value] for outcome in RowOutcome}


def _errors_by_field(found: LedgerCheck) -> dict[str, dict[str, int]]:
    """Field → code → how many cells; codes only, so it may lie open in the totals."""
    counts = Counter((error.field, error.code) for row in found.rejected for error in row.errors)
    by_field: dict[str, dict[str, int]] = {}
    for (name, code), number in counts.most_common():
        by_field.setdefault(name, {})[code] = number
    return by_field


def recount(batch: Batch) -> None:
    """Make the batch's totals say what its rows say now."""
    found = Counter(batch.rows.values_list("outcome", flat=True))
    batch.totals = {**batch.totals, **{outcome.value: found[outcome.value] for outcome in RowOutcome}}
    batch.save(update_fields=["totals"])


def own_batch(by: Officer, batch_id: int, *, lock: bool = False) -> Batch:
    """The officer's own batch, locked if asked.

    Raises:
        NoSuchBatch: it does not exist or is another's.
    """
    require(by, Permission.IMPORT_LEDGER)
    found = Batch.objects.select_for_update(of=("self",), no_key=True) if lock else Batch.objects
    batch = found.filter(pk=batch_id, officer=by).first()
    if batch is None:
        raise NoSuchBatch(f"没有找到第 {batch_id} 批导入，或者它是别人导入的。请在“台账导入”页核对批次号。")
    return batch


def hold(batch: Batch) -> None:
    """Be the only one who works on this batch, until the end of the transaction.

    Raises:
        NotNow: somebody else is at it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_WORK_LOCK, batch.pk])
        if not cursor.fetchone()[0]:
            raise NotNow(f"第 {batch.pk} 批正在处理，请稍候。")


_ALIVE_S = 30  # workers say every ten seconds that they live


def is_worked_on(batch: Batch) -> bool:
    """Whether somebody works on this batch now, or will as soon as a worker is free.

    A worker that has taken the job but not yet the lock is known by its heartbeat.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
            " OR EXISTS (SELECT 1 FROM procrastinate_jobs jobs"
            " LEFT JOIN procrastinate_workers workers ON workers.id = jobs.worker_id"
            " WHERE jobs.task_name IN (%s, %s) AND (jobs.args ->> 'batch_id')::bigint = %s"
            " AND (jobs.status = 'todo'"
            " OR jobs.status = 'doing' AND workers.last_heartbeat > now() - make_interval(secs => %s)))",
            [_WORK_LOCK, batch.pk, *TASKS, batch.pk, _ALIVE_S],
        )
        return bool(cursor.fetchone()[0])


@act
def enqueue(*, by: Officer, batch_id: int, now: datetime) -> Batch:
    """Hand the batch's next step to the background: reading it, or importing it once it has been read."""
    del now
    batch = own_batch(by, batch_id, lock=True)
    check_task, accept_task = TASKS
    if batch.state == BatchState.FAILED:
        batch.state = BatchState.ACCEPTING if batch.totals else BatchState.CHECKING
    elif batch.state == BatchState.CHECKED:
        batch.state = BatchState.ACCEPTING
    elif batch.state not in (BatchState.CHECKING, BatchState.ACCEPTING):
        raise NotNow(f"第 {batch.pk} 批{batch.get_state_display()}，没有要继续的工作。")
    batch.sentence, batch.progress_done = "", 0
    batch.save(update_fields=["state", "sentence", "progress_done"])
    name = check_task if batch.state == BatchState.CHECKING else accept_task
    if not is_worked_on(batch):
        app.configure_task(name, allow_unknown=True, queue="ledger").defer(batch_id=batch.pk)
    return batch


def note_progress(*, batch_id: int, done: int, total: int | None) -> None:
    """How far the work is; written from a connection beside the one that works."""
    running = Batch.objects.filter(pk=batch_id, state__in=(BatchState.CHECKING, BatchState.ACCEPTING))
    running.update(progress_done=done, progress_total=total)


def lock_imports() -> None:
    """One import at a time in the city, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_IMPORT_LOCK])


def stored_file(batch: Batch) -> bytes:
    """The uploaded file of a batch.

    Raises:
        NotNow: it has been destroyed.
    """
    file = BatchFile.objects.filter(batch=batch).first()
    if file is None:
        raise NotNow(f"第 {batch.pk} 批上传的文件已经销毁（满 30 日或者已撤回），请重新上传。")
    return ciphers.unseal_bytes(FILE_SEAL, file.file_sealed)


def stored_result(batch: Batch) -> dict[str, Any]:
    """Sheets and skipped rows as the check found them; empty once destroyed."""
    file = BatchFile.objects.filter(batch=batch).first()
    data = ciphers.unseal_bytes(RESULT_SEAL, file.result_sealed) if file else b""
    read: dict[str, Any] = json.loads(zlib.decompress(data)) if data else {"sheets": [], "skipped": []}
    return read


def rejected_workbook(batch: Batch) -> bytes:
    """An .xlsx of only the bad rows in the file's own layout, with the reasons in one more column."""
    data = stored_file(batch)
    return write_rejected(check_ledger(data, file_name=batch.file_name, as_of=batch.as_of), data)


@act
def mark_failed(*, by: Officer, batch_id: int, sentence: str, now: datetime) -> Batch:
    """未完成: the work on a batch broke off; nothing of it was written, and it can be taken up again."""
    del now
    batch = own_batch(by, batch_id, lock=True)
    if batch.state in (BatchState.CHECKING, BatchState.ACCEPTING):
        batch.state, batch.sentence = BatchState.FAILED, sentence
        batch.save(update_fields=["state", "sentence"])
    return batch


@act
def expire_batches(*, now: datetime) -> int:
    """销毁过期台账: files and row contents of batches older than 30 days; needs the system's scope."""
    due = list(
        Batch.objects.filter(expires_at__lte=now, file__isnull=False)
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True, skip_locked=True)
    )
    for batch in due:
        destroy_contents(batch)
        batch.sentence = "上传的文件和逐行内容已满 30 日，按规定销毁。"
        if batch.state in (BatchState.CHECKING, BatchState.CHECKED, BatchState.ACCEPTING):
            batch.state = BatchState.FAILED
        batch.save(update_fields=["sentence", "state"])
        journal.write("batch.expired", by=None, at=now, agency_id=batch.agency_id, batch=batch.pk)
    return len(due)


def destroy_contents(batch: Batch) -> None:
    """Nothing of the file remains: neither it nor its cells; outcomes and case ids stay."""
    BatchFile.objects.filter(batch=batch).delete()
    BatchRow.objects.filter(batch=batch).update(changes_sealed=None, before_sealed=None)
