"""Intake and release month by month."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from yipanqi.access.scope import Scope
from yipanqi.measures.measure import Asked, month_starts, side_by_side
from yipanqi.measures.register import RECEIVED, RELEASED, TERMINATED, ended_in


@dataclass(frozen=True, slots=True)
class Month:
    """One month's flow; the first day names it, `to_on` is its last day or the day asked."""

    from_on: date
    to_on: date
    received: int
    released: int
    terminated: int


def months(scope: Scope, on: date, count: int) -> tuple[Month, ...]:
    """The last `count` months, the running one last; two queries whatever the count."""
    firsts = month_starts(on, count)
    asked = Asked(scope, on, firsts[0])
    came = side_by_side((RECEIVED,), asked, "received_on", among=RECEIVED.condition(asked))
    went = side_by_side((RELEASED, TERMINATED), asked, "ended_on", among=ended_in(asked))
    counted: Counter[tuple[date, str]] = Counter()
    for days in (came, went):
        for (day,), numbers in days.items():
            counted.update({(day.replace(day=1), key): number for key, number in numbers.items()})
    lasts = [*(first - timedelta(days=1) for first in firsts[1:]), on]
    return tuple(
        Month(first, last, *(counted[first, measure.key] for measure in (RECEIVED, RELEASED, TERMINATED)))
        for first, last in zip(firsts, lasts, strict=True)
    )
