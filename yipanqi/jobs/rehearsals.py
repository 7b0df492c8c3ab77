"""Rehearsing a change in the background, with progress for the page that waits."""

from __future__ import annotations

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from yipanqi.actions import rehearsals
from yipanqi.jobs.connection import own_connection

log = logging.getLogger(__name__)


@app.task(name=rehearsals.TASK, queue="ledger")
@own_connection
def rehearse(rehearsal_id: int) -> None:
    """试算变更."""
    try:
        rehearsals.run(rehearsal_id=rehearsal_id, now=timezone.now())
    except Exception as fault:  # noqa: BLE001 -- whoever waits is told; nothing was changed
        log.error("rehearsal %s broke off: %s", rehearsal_id, type(fault).__name__)
        rehearsals.mark_failed(rehearsal_id=rehearsal_id, sentence="试算中断，没有改动任何数据，请重新试算。")
