"""What the clock starts: every few minutes what became overdue, every night what expires and the journal's anchor."""

from __future__ import annotations

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from yipanqi.actions import anchors, clock, forgetting
from yipanqi.jobs.connection import own_connection

STALLED_AFTER_S = 120
FINISHED_KEPT_HOURS = 7 * 24


@app.periodic(cron="*/5 * * * *", periodic_id="tick")
@app.task(name="clock.tick", queue="clock", queueing_lock="clock.tick", lock="clock.tick")
@own_connection
def tick(timestamp: int) -> None:  # noqa: ARG001 -- the beat it was due; the work goes by the present
    """Ask for the day once, note what is overdue."""
    clock.tick(now=timezone.now())


@app.periodic(cron="17 2 * * *", periodic_id="forget")
@app.task(name="clock.forget", queue="clock", queueing_lock="clock.forget", lock="clock.forget")
@own_connection
def forget(timestamp: int) -> None:  # noqa: ARG001
    """Drop what is past its time, make the coming months ready."""
    forgetting.forget(now=timezone.now())


@app.periodic(cron="47 */6 * * *", periodic_id="anchor")
@app.task(name="clock.anchor", queue="clock", queueing_lock="clock.anchor", lock="clock.anchor")
@own_connection
def anchor(timestamp: int) -> None:  # noqa: ARG001
    """Sign the journal's head four times a day, so that a missed night still leaves one a day."""
    anchors.anchor_journal(now=timezone.now())


@app.periodic(cron="*/2 * * * *", periodic_id="retry_stalled")
@app.task(name="clock.retry_stalled", queue="clock", queueing_lock="clock.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Put jobs of killed workers back in the queue (they stay `doing` for ever otherwise); jobs are idempotent."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_S):
        await manager.retry_job(job)
    await manager.delete_old_jobs(nb_hours=FINISHED_KEPT_HOURS)
