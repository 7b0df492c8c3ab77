"""Whether what the law requires is done in time: on-time rate, overdue, due soon, and what the ledger left unsaid."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, F, Q

from yipanqi.access.scope import Scope
from yipanqi.measures import standing
from yipanqi.measures.measure import Asked, Counts, Measure, Rate, Share, month_starts

_IN_TIME = Q(done_on__lte=F("due_on"))


def _due(asked: Asked) -> Q:
    """What waits for other organs, is only 可以 or 一般, or lay before the import is not held against an agency."""
    fell_due = Q(
        withdrawn_at=None, optional=False, waiting=False, backfill=False, due_on__range=(asked.from_on, asked.on)
    )
    return fell_due & ~Q(due_on=asked.on, done_on=None)


def _on_time(asked: Asked) -> Q:
    return _due(asked) & _IN_TIME


def _overdue(asked: Asked) -> Q:
    return standing.overdue(asked.on)


def _due_today(asked: Asked) -> Q:
    return standing.due_today(asked.on)


def _waiting(asked: Asked) -> Q:
    return standing.waiting(asked.on)


def _to_fill_in(asked: Asked) -> Q:
    return standing.to_fill_in(asked.on)


def _facts_missing(_asked: Asked) -> Q:
    return standing.LIVE & ~Q(missing="")


DUE = Measure(
    "due",
    "应办",
    Counts.DUTIES,
    "截止日在期间内的法定事项，待补录的、等待其他机关的、法律写明“可以”“一般”的不计；当天到期尚未办的不计。",
    _due,
)
ON_TIME = Measure("on_time", "按期办结", Counts.DUTIES, "应办事项中在截止日（遇休息日顺延后）以前办结的。", _on_time)
ON_TIME_RATE = Rate("on_time_rate", "按期办结率", "按期办结 ÷ 应办，期间为本月。", ON_TIME, DUE)
OVERDUE = Measure(
    "overdue", "已超期", Counts.DUTIES, "截止日已过而尚未办结的事项；导入前到期而台账未载的是待补录，不计入。", _overdue
)
DUE_TODAY = Measure("due_today", "今天到期", Counts.DUTIES, "截止日是当天而尚未办结的事项。", _due_today)
WAITING = Measure("waiting", "等待他人", Counts.DUTIES, "轮到其他机关办理的事项，不算本机构超期。", _waiting)
TO_FILL_IN = Measure(
    "to_fill_in", "待补录", Counts.DUTIES, "导入前应当办理而台账未载是否办过的事项，单独计数，不算超期。", _to_fill_in
)
FACTS_MISSING = Measure(
    "facts_missing", "缺事实不能起算", Counts.DUTIES, "因缺少某项事实（如生效日期）不能给出期限的事项。", _facts_missing
)


def on_time_by_month(scope: Scope, on: date, count: int, column: str) -> dict[int | None, list[Share]]:
    """Agency → its on-time share in each of the last `count` months, the running one last.

    Millions of rows are counted here: the query asks for nothing but what the index duty_fell_due holds.
    """
    firsts = month_starts(on, count)
    rows = DUE.rows(Asked(scope, on, firsts[0])).order_by().values_list(column, "due_on")
    shares: dict[int | None, dict[date, Share]] = {}
    for agency, day, part, whole in rows.annotate(part=Count("due_on", filter=_IN_TIME), whole=Count("due_on")):
        months, first = shares.setdefault(agency, {}), day.replace(day=1)
        months[first] = months.get(first, Share(0, 0)) + Share(part, whole)
    return {agency: [found.get(first, Share(0, 0)) for first in firsts] for agency, found in shares.items()}
