"""The page that waits for an import: a job just taken is being worked on, one whose worker died is not."""

from __future__ import annotations

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from tests.cast import NOW, TODAY, Cast, everywhere, make_cast
from yipanqi.pages.imports.views import is_broken_off
from yipanqi.records.models import Batch, BatchState


@pytest.fixture
def waiting(db: None) -> Batch:
    """A batch whose job a worker has taken, a moment before it takes the lock."""
    with everywhere():
        cast: Cast = make_cast()
    with everywhere():
        batch = Batch.objects.create(
            officer=cast.county_officer,
            agency=cast.county,
            as_of=TODAY,
            file_digest=bytes(32),
            file_name="台账.xlsx",
            state=BatchState.ACCEPTING,
            created_at=NOW,
            expires_at=NOW,
        )
    job = app.configure_task("ledger.accept", allow_unknown=True, queue="ledger").defer(batch_id=batch.pk)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        (worker,) = cursor.fetchone() or (None,)
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, job])
    return batch


def test_a_job_just_taken_is_worked_on(waiting: Batch) -> None:
    with everywhere():
        assert not is_broken_off(waiting)


def test_a_dead_worker_leaves_it_broken_off(waiting: Batch) -> None:
    with everywhere(), connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'")
        assert is_broken_off(waiting)


def test_what_was_finished_meanwhile_is_read_again(waiting: Batch) -> None:
    with everywhere(), connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'")
        Batch.objects.filter(pk=waiting.pk).update(state=BatchState.ACCEPTED)
        assert not is_broken_off(waiting)
        assert waiting.state == BatchState.ACCEPTED
