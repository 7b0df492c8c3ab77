"""Days are counted in Asia/Shanghai, wherever the server stands."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def day_of(now: datetime) -> date:
    """The day on which `now` (an aware instant) falls in China."""
    return now.astimezone(SHANGHAI).date()
