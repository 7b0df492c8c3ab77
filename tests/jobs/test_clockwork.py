"""What the clock starts by itself: ticks, forgetting, anchors, and jobs of killed workers put back in the queue."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.cast import NOW, everywhere, make_case, make_cast
from yipanqi.actions import clock, forgetting
from yipanqi.commands.main import main
from yipanqi.law.findings import Standing
from yipanqi.measures.standing import stands
from yipanqi.records.days import SHANGHAI
from yipanqi.records.models import Batch, BatchFile, BatchRow, BatchState, Duty, JournalLine, RowOutcome


@pytest.fixture
def anchored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    return tmp_path / "anchors.jsonl"


def a_case() -> None:
    with everywhere():
        cast = make_cast()
    with everywhere():
        make_case(cast.county, cast.office)


def defer(name: str) -> int:
    return app.configure_task(name).defer(timestamp=0)


def worked(*words: str) -> int:
    """What a worker process returns; in a thread, since browser tests leave an event loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        status = thread.submit(main, ["jobs", "run", "--once", *words]).result()
        thread.submit(connections.close_all).result()
    return status


def test_a_tick_asks_for_the_day_and_notes_what_is_overdue(db: None) -> None:
    a_case()
    beat = clock.tick(now=NOW)
    again = clock.tick(now=NOW + timedelta(minutes=5))
    with everywhere():
        late = Duty.objects.filter(stands(Standing.OVERDUE, date(2026, 11, 24))).count()
    assert (beat.refreshed.asked, beat.noted) == (1, late)
    assert late > 0
    assert (again.refreshed.asked, again.noted) == (0, 0)


def test_the_command_ticks_once(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    a_case()
    assert main(["jobs", "tick", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["refreshed"]["asked"] == 1
    assert main(["jobs", "tick"]) == 0
    assert "没有重复推算" in capsys.readouterr().out


def test_periodic_jobs_are_known_and_wait_in_line_only_once() -> None:
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert periodic["clock.tick"] == "*/5 * * * *"
    assert {"clock.forget", "clock.anchor", "clock.retry_stalled"} <= set(periodic)
    assert all(app.tasks[name].queueing_lock for name in periodic if name.startswith("clock."))


def test_the_worker_runs_what_waits(transactional_db: None, anchored: Path) -> None:
    a_case()
    defer("clock.tick")
    defer("clock.anchor")
    defer("clock.forget")
    assert worked("--concurrency", "1") == 0
    states = dict(ProcrastinateJob.objects.values_list("task_name", "status"))
    assert {states[name] for name in ("clock.tick", "clock.anchor", "clock.forget")} == {"succeeded"}
    assert json.loads(anchored.read_text())["count"] == anchored_count()


def anchored_count() -> int:
    with everywhere():
        count: int = JournalLine.objects.get(verb="journal.anchored").data["count"]
    return count


def test_a_job_of_a_killed_worker_is_put_back(transactional_db: None, anchored: Path) -> None:
    job_id = defer("clock.anchor")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '10 minutes') RETURNING id"
        )
        (worker_id,) = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker_id, job_id]
        )
    defer("clock.retry_stalled")
    assert worked() == 0
    assert ProcrastinateJob.objects.get(pk=job_id).status != "doing"
    assert worked() == 0
    assert ProcrastinateJob.objects.get(pk=job_id).status == "succeeded"
    assert anchored.exists()


def test_months_of_the_access_log_are_made_ahead(db: None) -> None:
    assert forgetting.make_ready(now=datetime(2031, 12, 5, tzinfo=SHANGHAI)) == 4
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname ~ '^records_look_203' AND relkind = 'r' ORDER BY 1")
        names = [name for (name,) in cursor.fetchall()]
    assert names == ["records_look_203112", "records_look_203201", "records_look_203202", "records_look_203203"]


def test_looks_past_their_time_are_dropped_by_the_month(db: None) -> None:
    old = timezone.now().date() - timedelta(days=forgetting.LOOKS_KEPT_DAYS + 70)
    with connection.cursor() as cursor:
        cursor.execute("SELECT yipanqi_look_month(%s)", [old.replace(day=1)])
    assert forgetting.forget(now=timezone.now()).months_dropped == 1
    assert forgetting.forget(now=timezone.now()).months_dropped == 0


def test_an_uploaded_ledger_is_destroyed_after_thirty_days(db: None) -> None:
    with everywhere():
        cast = make_cast()
    with everywhere():
        batch = Batch.objects.create(
            file_name="台账.xlsx",
            file_digest=bytes(32),
            officer=cast.county_officer,
            agency=cast.county,
            as_of=date(2026, 10, 1),
            state=BatchState.ACCEPTED,
            created_at=NOW - timedelta(days=30),
            expires_at=NOW,
        )
        BatchFile.objects.create(batch=batch, file_sealed=b"x")
        BatchRow.objects.create(batch=batch, sheet="1", row=2, outcome=RowOutcome.NEW, before_sealed=b"y")
    assert forgetting.forget(now=NOW - timedelta(minutes=1)).batches_destroyed == 0
    assert forgetting.forget(now=NOW).batches_destroyed == 1
    with everywhere():
        assert not BatchFile.objects.exists()
        assert BatchRow.objects.get().before_sealed is None
        assert JournalLine.objects.get(verb="batch.expired").data == {"batch": batch.pk}
