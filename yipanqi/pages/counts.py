"""How many: the segments of the queue and the numbers beside the navigation. Counted up to a ceiling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.http import HttpRequest

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import cases_for, reach
from yipanqi.measures import standing
from yipanqi.pages.doors import officer_of
from yipanqi.pages.request import now
from yipanqi.records import register
from yipanqi.records.models import Duty

# Beyond this the number is no longer read, only the "+": a city of a hundred cities stays quick.
CEILING = 9_999


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
    def done_in_time(self) -> int:
        """Done this month within the limit."""
        return self.done - self.done_late


def shown(number: int) -> str:
    """The number, or 9999+ at the ceiling."""
    return f"{CEILING}+" if number > CEILING else str(number)


def in_scope(request: HttpRequest) -> Q:
    """Duties of the cases this officer may see."""
    return reach(officer_of(request), Permission.SEE_CASES).filter()


def near(today: date) -> Q:
    """Everything the four segments of the queue are cut from."""
    until = today + timedelta(days=standing.SOON_DAYS)
    return standing.LIVE & (Q(due_on__lte=until) | Q(waiting=True) | Q(due_on=None, immediate=True))


def count(request: HttpRequest, narrowed: Q | None = None) -> Counts:
    """The four segments in one query; without a filter it is kept for the request (the navigation asks too)."""
    kept: Counts | None = getattr(request, "_queue_counts", None)
    if narrowed is None and kept is not None:
        return kept
    today = now(request).date()
    rows = Duty.objects.filter(in_scope(request), near(today)).filter(narrowed or Q())
    found = rows[: CEILING + 1].aggregate(
        n_over=Count("pk", filter=standing.overdue(today)),
        n_today=Count("pk", filter=standing.due_today(today)),
        n_soon=Count("pk", filter=standing.due_soon(today)),
        n_waiting=Count("pk", filter=standing.waiting(today)),
    )
    counts = Counts(**_plain(found))
    if narrowed is None:
        request._queue_counts = counts  # type: ignore[attr-defined]
    return counts


def beside(request: HttpRequest, narrowed: Q | None = None) -> Beside:
    """What is counted apart from the segments."""
    today = now(request).date()
    rows = Duty.objects.filter(in_scope(request)).filter(narrowed or Q())
    apart = rows.filter(register.undone()).filter(Q(backfill=True) | Q(due_on=None))
    found = apart[: CEILING + 1].aggregate(
        n_backfill=Count("pk", filter=standing.to_fill_in(today)),
        n_pending=Count("pk", filter=standing.pending_release(today)),
        n_undated=Count("pk", filter=standing.undated(today)),
    )
    month = rows.filter(standing.done_this_month(today))
    done = month[: CEILING + 1].aggregate(n_done=Count("pk"), n_done_late=Count("pk", filter=standing.LATE))
    later = rows.filter(standing.due_later(today))[: CEILING + 1].aggregate(n_later=Count("pk"))
    return Beside(**_plain({**found, **done, **later}))


def _plain(found: dict[str, int]) -> dict[str, int]:
    """Aggregates may not be called like a column; without their prefix they are the fields of the counts."""
    return {name.removeprefix("n_"): number for name, number in found.items()}


def hot_text(request: HttpRequest) -> str:
    """The number beside 今日待办: overdue, due today, within three days, waiting; empty for none."""
    return shown(count(request).all) if count(request).all else ""


def open_cases(request: HttpRequest) -> int:
    """Cases in scope that have not ended (在矫), up to the ceiling; kept for the request."""
    kept: int | None = getattr(request, "_open_cases", None)
    if kept is None:
        kept = cases_for(officer_of(request), Permission.SEE_CASES).filter(ended_on=None)[: CEILING + 1].count()
        request._open_cases = kept  # type: ignore[attr-defined]
    return kept


def open_cases_text(request: HttpRequest) -> str:
    """The same as shown beside 矫正对象: 2,407, or 9999+ at the ceiling."""
    number = open_cases(request)
    return f"{CEILING}+" if number > CEILING else f"{number:,}"
