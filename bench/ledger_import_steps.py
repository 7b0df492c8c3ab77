"""The steps of bench/ledger_import.py that need Django set up."""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import python_calamine
import tablib
from django.db import connection, transaction
from django.utils import timezone

from bench import ledger_import_export
from bench.make_ledger import make
from yipanqi.actions import agencies, ledger_import
from yipanqi.actions.system import acting, system
from yipanqi.records import ciphers, names
from yipanqi.records.models import Agency, AgencyKind, Batch, Case, Duty, JournalLine, Officer, Person, RoleGrant

T = TypeVar("T")
AIM = 4_000
AS_OF = date(2026, 11, 24)


def run(rows: int, sample: int) -> None:
    """Everything, one figure a line."""
    data, _ = timed(lambda: ledger(rows))
    by = importer()
    batch, total = timed(lambda: imported(by, data))
    with system():
        counts = {m.__name__: m.objects.count() for m in (Case, Duty, JournalLine)}
    print(f"行数 {rows}，列数 25，写入 {counts}，批次合计 {batch.totals}")
    say("一盘棋 核对+导入（含履历、日志、时限）", batch.totals["new"] / total, f"目标 ≥ {AIM}", total)
    _, seconds = timed(lambda: bare_copy(data))
    say("不核对：读表 + COPY 同样的值", rows / seconds, "", seconds)
    _, seconds = timed(lambda: import_export(by, data, sample))
    say(f"django-import-export（前 {sample} 行，同样的核对规则，只写人员表）", sample / seconds, "", seconds)
    _, again = timed(lambda: imported(by, data))
    say("同一文件再次导入（无变化）", rows / again, "", again)
    _, seconds = timed(lambda: undone(by, batch))
    say("整批撤回", rows / seconds, "", seconds)


def say(what: str, rate: float, limit: str, seconds: float) -> None:
    print(f"{what:<40} {rate:>10,.0f} 行/秒   {seconds:6.2f} 秒   {limit}", flush=True)


def timed(act: Callable[[], T]) -> tuple[T, float]:
    """What it gave and how many seconds it took."""
    began = time.perf_counter()
    return act(), time.perf_counter() - began


def ledger(rows: int) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        make(path, rows)
        return path.read_bytes()


def importer() -> Officer:
    """One officer with the county role at every county-level agency."""
    now = timezone.now()
    with system():
        city = agencies.seed_tree(by=None, now=now)
        officer = Officer.objects.create(username="bench", full_name="测速", agency=city, opened_at=now, password="!")
        for county in Agency.objects.filter(kind=AgencyKind.COUNTY):
            RoleGrant.objects.create(
                officer=officer, role="county_officer", agency=county, proposed_at=now, confirmed_at=now
            )
    return officer


def imported(by: Officer, data: bytes) -> Batch:
    """What `yipanqi ledger import` does, step by step with its time."""
    with acting(by):
        batch = ledger_import.receive(by=by, file_name="bench.xlsx", data=data, as_of=AS_OF, now=timezone.now())
    began = time.perf_counter()
    with acting(by):
        ledger_import.check(by=by, batch_id=batch.pk, now=timezone.now())
    middle = time.perf_counter()
    with acting(by):
        batch = ledger_import.accept(by=by, batch_id=batch.pk, now=timezone.now())
    print(f"  核对 {middle - began:.2f} 秒，写入 {time.perf_counter() - middle:.2f} 秒")
    return batch


def bare_copy(data: bytes) -> None:
    """The floor: the same cells as text into a table without key, index, policy, history or duties."""
    cells = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    columns = ", ".join(f"c{number} text" for number in range(len(cells[0])))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE bare ({columns}) ON COMMIT DROP")
        with cursor.copy("COPY bare FROM STDIN") as copy:
            for row in cells[1:]:
                copy.write_row([str(cell) for cell in row])


def import_export(by: Officer, data: bytes, sample: int) -> None:
    """The usual way: a resource saves a person row by row, its widgets calling the same normal forms."""
    cells = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    dataset = tablib.Dataset(*cells[1 : sample + 1], headers=cells[0])
    home = Agency.objects.filter(kind=AgencyKind.COUNTY).earliest("pk")

    class PersonResource(ledger_import_export.CaseResource):
        """Every validated row becomes a person in the real table, with its history."""

        def save_instance(self, instance: Any, *_given: Any, **_named: Any) -> None:
            Person.objects.create(
                name=instance.name,
                name_key=names.pinyin_key(instance.name),
                id_no_sealed=ciphers.seal("person.id_no", instance.id_no),
                id_no_index=ciphers.blind_index("bench", instance.id_no),
                sex="男",
                born_on=AS_OF,
                home_county=home,
                created_at=timezone.now(),
                updated_at=timezone.now(),
            )

    with acting(by), transaction.atomic():
        result = PersonResource().import_data(dataset, dry_run=False, raise_errors=True, use_transactions=False)
        assert result.total_rows == len(dataset)
        transaction.set_rollback(True)


def undone(by: Officer, batch: Batch) -> Batch:
    with acting(by):
        return ledger_import.undo(by=by, batch_id=batch.pk, reason="测速", now=timezone.now())
