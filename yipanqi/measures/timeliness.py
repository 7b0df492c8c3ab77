"""Whether what the law requires is done in time: on-time rate, overdue, due soon, and what the ledger left unsaid."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth

from yipanqi.access.scope import Scope
from yipanqi.measures import standing
from yipanqi.measures.measure import Asked, Counts, Measure, Rate, Share, month_starts
from yipanqi.records.models import Duty

Duties = QuerySet[Duty, Any]


def _scoped(asked: Asked) -> Duties:
    return Duty.objects.filter(asked.scope.filter())


def _due(asked: Asked) -> Duties:
    """What waits for other organs, is only 可以 or 一般, or lay before the import is not held against an agency."""
    fell_due = _scoped(asked).filter(
        withdrawn_at=None, optional=False, waiting=False, backfill=False, due_on__range=(asked.from_on, asked.on)
    )
    return fell_due.exclude(due_on=asked.on, done_on=None)


_IN_TIME = Q(done_on__lte=F("due_on"))


def _on_time(asked: Asked) -> Duties:
    return _due(asked).filter(_IN_TIME)


def _overdue(asked: Asked) -> Duties:
    return _scoped(asked).filter(standing.overdue(asked.on))


def _due_today(asked: Asked) -> Duties:
    return _scoped(asked).filter(standing.due_today(asked.on))


def _waiting(asked: Asked) -> Duties:
    return _scoped(asked).filter(standing.waiting(asked.on))


def _to_fill_in(asked: Asked) -> Duties:
    return _scoped(asked).filter(standing.to_fill_in(asked.on))


def _facts_missing(asked: Asked) -> Duties:
    return _scoped(asked).filter(standing.LIVE).exclude(missing="")


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
    """Agency → its on-time share in each of the last `count` months, the running one last; one query."""
    firsts = month_starts(on, count)
    rows = _due(Asked(scope, on, firsts[0])).order_by().annotate(month=TruncMonth("due_on"))
    counted = rows.values_list(column, "month").annotate(n=Count("pk"), good=Count("pk", filter=_IN_TIME))
    shares: dict[int | None, dict[date, Share]] = {}
    for agency, month, whole, part in counted:
        shares.setdefault(agency, {})[month] = Share(part, whole)
    return {agency: [found.get(first, Share(0, 0)) for first in firsts] for agency, found in shares.items()}
