"""How many: the segments of the queue and the numbers beside the navigation. Each is counted up to a ceiling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import cases_for, reach
from yipanqi.measures import standing
from yipanqi.pages.doors import officer_of
from yipanqi.pages.request import now
from yipanqi.records import register
from yipanqi.records.models import Duty

# Beyond these a number is no longer read, only its "+": a city of a hundred cities stays quick.
CEILING = 4_999
CEILING_BESIDE = 999


@dataclass(frozen=True, slots=True)
class Counts:
    """Live duties by segment; every number stops at the ceiling."""

    over: int
    today: int
    soon: int
    waiting: int

    @property
    def all(self) -> int:
        """Everything the queue shows first."""
        return min(CEILING + 1, self.over + self.today + self.soon + self.waiting)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is counted apart: silence from before the import, terms run out, no day, later, and this month's work."""

    backfill: int
    pending: int
    undated: int
    later: int
    done: int
    done_late: int

    @property
    def done_is_whole(self) -> bool:
        """Whether all of the month was counted: at the ceiling the parts would say less than there is."""
        return self.done <= CEILING

    @property
    def done_in_time(self) -> int:
        """Done this month within the limit."""
        return self.done - self.done_late


def shown(number: int) -> str:
    """The number, or 4999+ at the ceiling."""
    return f"{CEILING}+" if number > CEILING else f"{number:,}"


def in_scope(request: HttpRequest) -> Q:
    """Duties of the cases this officer may see."""
    return reach(officer_of(request), Permission.SEE_CASES).filter()


def numbers(ceiling: int = CEILING, **rows: QuerySet[Any, Any]) -> dict[str, int]:
    """The length of each queryset up to one more than the ceiling, all in one statement."""
    parts, parameters = [], []
    for found in rows.values():
        sql, values = found.order_by().values_list("pk")[: ceiling + 1].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) counted)")  # noqa: S608 -- SQL made by the querysets
        parameters += list(values)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", parameters)
        return dict(zip(rows, cursor.fetchone(), strict=True))


def count(request: HttpRequest, narrowed: Q | None = None) -> Counts:
    """The four segments; without a filter they are kept for the request (the navigation asks too)."""
    kept: Counts | None = getattr(request, "_queue_counts", None)
    if narrowed is None and kept is not None:
        return kept
    today = now(request).date()
    rows = Duty.objects.filter(in_scope(request)).filter(narrowed or Q())
    found = numbers(
        over=rows.filter(standing.overdue(today)),
        today=rows.filter(standing.due_today(today)),
        soon=rows.filter(standing.due_soon(today)),
        waiting=rows.filter(standing.waiting(today)),
    )
    counts = Counts(**found)
    if narrowed is None:
        request._queue_counts = counts  # type: ignore[attr-defined]
    return counts


def beside(request: HttpRequest, narrowed: Q | None = None) -> Beside:
    """What is counted apart from the segments."""
    today = now(request).date()
    rows = Duty.objects.filter(in_scope(request)).filter(narrowed or Q())
    found = numbers(
        CEILING_BESIDE,
        backfill=rows.filter(standing.to_fill_in(today)),
        pending=rows.filter(standing.pending_release(today)),
        undated=rows.filter(standing.undated(today)),
        later=rows.filter(standing.due_later(today)),
    )
    month = rows.filter(standing.done_this_month(today))[: CEILING + 1]
    done = month.aggregate(n=Count("pk"), late=Count("pk", filter=standing.LATE))
    return Beside(**found, done=done["n"], done_late=done["late"])


def hot_text(request: HttpRequest) -> str:
    """The number beside 今日待办: overdue, due today, within three days, waiting; empty for none."""
    return shown(count(request).all) if count(request).all else ""


def open_cases(request: HttpRequest) -> int:
    """在矫: cases in scope that run today, up to the ceiling; kept for the request."""
    kept: int | None = getattr(request, "_open_cases", None)
    if kept is None:
        running = cases_for(officer_of(request), Permission.SEE_CASES).filter(register.running(now(request).date()))
        kept = running[: CEILING + 1].count()
        request._open_cases = kept  # type: ignore[attr-defined]
    return kept


def open_cases_text(request: HttpRequest) -> str:
    """The same as shown beside 矫正对象: 2,407, or 4999+ at the ceiling."""
    return shown(open_cases(request))
