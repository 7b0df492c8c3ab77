"""What expires by itself: access-log months past their time, uploaded ledgers after thirty days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import DatabaseError, connection, transaction

from yipanqi.actions import ledger_import
from yipanqi.actions.system import system
from yipanqi.records.days import day_of

# Who looked is kept for two years (网络安全法 asks for six months at least), then dropped month by month.
LOOKS_KEPT_DAYS = 730
MONTHS_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What one call did: months of the access log made ready and dropped, ledgers destroyed."""

    months_ready: int
    months_dropped: int
    batches_destroyed: int


def forget(*, now: datetime) -> Forgotten:
    """Make the coming months ready, drop what is past its time; idempotent."""
    ready = make_ready(now=now)
    with system(), connection.cursor() as cursor:
        cursor.execute("SELECT yipanqi_forget_looks(%s)", [day_of(now) - timedelta(days=LOOKS_KEPT_DAYS)])
        (dropped,) = cursor.fetchone()
    with system():
        destroyed = ledger_import.expire_batches(now=now)
    return Forgotten(ready, dropped, destroyed)


def make_ready(*, now: datetime) -> int:
    """Partitions of the access log for this month and the next three; returns how many are ready."""
    return sum(_prepare(month) for month in _months(day_of(now)))


def _months(today: date) -> list[date]:
    first = today.year * 12 + today.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(first, first + MONTHS_AHEAD + 1)]


def _prepare(month: date) -> bool:
    """A month whose first looks already lie in the default partition stays there."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT yipanqi_look_month(%s)", [month])
    except DatabaseError as fault:
        if _is_default_occupied(fault):
            return False
        raise
    return True


def _is_default_occupied(fault: DatabaseError) -> bool:
    return getattr(fault.__cause__, "sqlstate", None) == "23514"  # check_violation of the default partition
