"""经常性跨市、县活动: the county approves six months at a time, never past the term (社区矫正法 27, 办法 29)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yipanqi.law.conclusions import Unanswerable, conclude
from yipanqi.law.days import period_end
from yipanqi.law.duties.permits import TRAVEL_MONTHS
from yipanqi.law.findings import Level, Verdict
from yipanqi.law.parameters import Region
from yipanqi.law.sources import CCL, MEASURES

_NO_TERM = "未给出矫正期满日，未核对是否超过矫正期"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringTravel:
    """An approval: `valid_months` may ask for less than the law's six months, never for more."""

    decided_on: date
    term_ends_on: date | None = None
    valid_months: int | None = None


def decide_recurring_travel(travel: RecurringTravel, *, region: Region) -> Verdict:
    """Who approves, and until which day."""
    limit = region.value(TRAVEL_MONTHS, travel.decided_on)
    months = limit if travel.valid_months is None else min(travel.valid_months, limit)
    if months < 1:
        raise Unanswerable("valid_months 应为不小于 1 的整数。")
    if travel.term_ends_on is not None and travel.decided_on > travel.term_ends_on:
        raise Unanswerable(f"decided_on（{travel.decided_on}）晚于矫正期满日（{travel.term_ends_on}）。")
    until = period_end(travel.decided_on, months=months)
    because = f"{travel.decided_on}批准，有效期{months}个月，至{until}"
    if travel.valid_months is not None and travel.valid_months > limit:
        because += f"（每次最长{limit}个月，所请{travel.valid_months}个月超出部分须重新申请）"
    if travel.term_ends_on is not None and until > travel.term_ends_on:
        until = travel.term_ends_on
        because += f"，但不超过矫正期满日{until}"
    return conclude(
        "recurring_travel",
        basis=(CCL("27"), MEASURES("29")),
        because=because + "；期满须重新申请，每次出行报告行程。",
        level=Level.COUNTY,
        assumptions=("" if travel.term_ends_on else _NO_TERM,),
        values={"valid_until": until},
    )
