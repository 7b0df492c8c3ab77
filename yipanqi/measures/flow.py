"""Intake and release month by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.db.models.functions import TruncMonth

from yipanqi.access.scope import Scope
from yipanqi.measures.measure import Asked, Measure, month_starts
from yipanqi.measures.register import RECEIVED, RELEASED, TERMINATED


@dataclass(frozen=True, slots=True)
class Month:
    """One month's flow; the first day names it, `to_on` is its last day or the day asked."""

    from_on: date
    to_on: date
    received: int
    released: int
    terminated: int


def months(scope: Scope, on: date, count: int) -> tuple[Month, ...]:
    """The last `count` months, the running one last; three queries whatever the count."""
    firsts = month_starts(on, count)
    asked = Asked(scope, on, firsts[0])
    received = _monthly(RECEIVED, asked, "received_on")
    released = _monthly(RELEASED, asked, "ended_on")
    terminated = _monthly(TERMINATED, asked, "ended_on")
    lasts = [*(first - timedelta(days=1) for first in firsts[1:]), on]
    return tuple(
        Month(first, last, received.get(first, 0), released.get(first, 0), terminated.get(first, 0))
        for first, last in zip(firsts, lasts, strict=True)
    )


def _monthly(measure: Measure, asked: Asked, column: str) -> dict[date, int]:
    found = measure.rows(asked).order_by().annotate(month=TruncMonth(column)).values_list("month")
    return dict(found.annotate(n=Count("pk")))
