"""管理等级: the province decides; where a shortest time of 严管 is set, the day from which it may be reviewed."""

from __future__ import annotations

from datetime import date

from yipanqi.law.days import period_end
from yipanqi.law.duties.reporting import level_on
from yipanqi.law.events import EventKind
from yipanqi.law.findings import Level, Option
from yipanqi.law.parameters import STRICT_MONTHS
from yipanqi.law.reading import Reading
from yipanqi.law.sources import CCL, MEASURES, Certainty

STRICT = "严管"


def level_review(case: Reading, until: date) -> Option | None:
    """From when a person under 严管 may be reviewed, if that lies before `until`; None where nothing is set."""
    decided = case.last(EventKind.LEVEL_SET)
    since_on = decided.on if decided is not None else case.entered_on
    if since_on is None or level_on(case, case.on) != STRICT:
        return None
    months = case.value(STRICT_MONTHS, since_on)
    if months is None:
        return None
    day = period_end(since_on, months=months)
    if day > until:
        return None
    because = f"{since_on}起{STRICT}，满{months}个月（{day}）可以按表现评估，调整管理等级和矫正方案。"
    return Option(
        measure="level",
        title="调整管理等级",
        allowed=False,
        level=Level.COUNTY,
        decided_by="县级社区矫正机构",
        near_on=day,
        basis=(CCL("24"), MEASURES("21"), MEASURES("22")),
        because=because,
        certainty=Certainty.PARAMETER,
        assumption="等级及其升降条件由省规定，期限为市流程参数",
    )
