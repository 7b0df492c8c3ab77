"""Reading and importing uploaded ledgers in the background, with progress for the page that waits."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from yipanqi.actions import ledger_import
from yipanqi.actions.act import Refused
from yipanqi.actions.system import acting, system
from yipanqi.records.models import Batch, Officer

REPORT_EVERY_S = 0.5
BROKEN_OFF = "处理中出现故障，没有写入任何内容。请点“继续”再试；仍不成功时请把批次号告诉系统管理员。"
log = logging.getLogger(__name__)
Progress = Callable[[int, int | None], None]


@app.task(name="ledger.check", queue="ledger")
def check(batch_id: int) -> None:
    """核对台账."""
    with _work_on(batch_id) as (by, progress), acting(by):
        ledger_import.check(by=by, batch_id=batch_id, on_progress=progress, now=timezone.now())


@app.task(name="ledger.accept", queue="ledger")
def accept(batch_id: int) -> None:
    """导入台账."""
    with _work_on(batch_id) as (by, progress), acting(by):
        ledger_import.accept(by=by, batch_id=batch_id, on_progress=progress, now=timezone.now())


@contextmanager
def _work_on(batch_id: int) -> Iterator[tuple[Officer, Progress]]:
    """The importer and a progress he can watch; a fault becomes 未完成 (its text may name persons: not logged)."""
    with system():
        by = Batch.objects.select_related("officer__agency").get(pk=batch_id).officer
    try:
        with _reported(by, batch_id) as progress:
            yield by, progress
    except ledger_import.NotNow as refused:
        log.info("batch %s: %s", batch_id, refused)  # done by another worker, or taken back meanwhile
    except Refused as refused:
        _fail(by, batch_id, str(refused))
    except Exception as fault:  # noqa: BLE001 -- whatever broke, the importer is told that nothing was written
        log.error("batch %s broke off: %s", batch_id, type(fault).__name__)
        _fail(by, batch_id, BROKEN_OFF)


def _fail(by: Officer, batch_id: int, sentence: str) -> None:
    with acting(by):
        ledger_import.mark_failed(by=by, batch_id=batch_id, sentence=sentence, now=timezone.now())


@contextmanager
def _reported(by: Officer, batch_id: int) -> Iterator[Progress]:
    """A progress function; twice a second another connection writes down how far it is."""
    stop, seen = Event(), [0, 0]
    reporter = Thread(target=_report, args=(by, batch_id, seen, stop), daemon=True)
    reporter.start()

    def progress(done: int, total: int | None) -> None:
        seen[:] = done, total or 0

    try:
        yield progress
    finally:
        stop.set()
        reporter.join()


def _report(by: Officer, batch_id: int, seen: list[int], stop: Event) -> None:
    written = [0, 0]
    try:
        while not stop.wait(REPORT_EVERY_S):
            if seen != written:
                written = list(seen)
                with acting(by):
                    ledger_import.note_progress(batch_id=batch_id, done=written[0], total=written[1] or None)
    finally:
        connection.close()
