"""One beat of the clock: a new day or rulebook is asked of every case once, then what is overdue is noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yipanqi.actions import duties
from yipanqi.actions.duties import Counts


@dataclass(frozen=True, slots=True)
class Beat:
    """What one tick did."""

    refreshed: Counts
    noted: int


def tick(*, now: datetime) -> Beat:
    """Safe to run at any time, any number of times, at once."""
    return Beat(duties.refresh_round(now=now), duties.note_overdue(now=now))
