"""Counting days: 期间 and 刑期 are two rules, never mixed; working days need a published notice."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache

import chinese_calendar.constants as published

_DAY = timedelta(days=1)
_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAYS = tuple(timedelta(days=days) for days in range(370))


class Roll(Enum):
    """Whether a deadline that falls on a day off moves (law.md §2.3)."""

    NEXT_WORKDAY = "顺延至次一工作日"
    NEVER = "不顺延"
    WORKDAYS = "按工作日计算"
    HOURS = "按小时计算"


def last_day(year: int, month: int) -> int:
    """The number of days in a month."""
    return 29 if month == 2 and isleap(year) else _LENGTHS[month]


def _months_on(start: date, months: int) -> tuple[int, int]:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return year, month + 1


def period_end(start: date, *, days: int = 0, months: int = 0) -> date:
    """Last day of a 期间 that begins by an event on `start`, the event's day not counted (刑诉法解释 202(1)).

    Months run to the same day; from a month's last day, or where there is no such day, to the last day.
    """
    if months:
        year, month = _months_on(start, months)
        end = last_day(year, month)
        day = end if start.day == last_day(start.year, start.month) else min(start.day, end)
        start = date(year, month, day)
    return start + timedelta(days=days)


def half_month_end(start: date) -> date:
    """Half a month is fifteen days (刑诉法解释 202(1))."""
    return start + _DAYS[15]


def term_end(start: date, *, years: int = 0, months: int = 0, days: int = 0) -> date:
    """Last day of a 刑期 whose first day is `start` (刑诉法解释 202(2)); days are added after the months.

    Whole years have no last-day branch; years with months are read as months.
    """
    if years and not months:
        anchor = _same_date(start, start.year + years)
    elif months:
        year, month = _months_on(start, years * 12 + months)
        end = last_day(year, month)
        day = end if start.day == last_day(start.year, start.month) else min(start.day, end)
        anchor = date(year, month, day)
    else:
        anchor = start
    return anchor + timedelta(days=days - 1)


def _same_date(start: date, year: int) -> date:
    return date(year, start.month, min(start.day, last_day(year, start.month)))


def earlier_months_end(start: date, months: int) -> date:
    """The earlier of the two readings of "N months" from `start`, for limits on liberty (社区矫正法 29)."""
    return min(period_end(start, months=months), term_end(start, months=months))


def month_end(year: int, month: int) -> date:
    """The last day of a calendar month; months beyond 12 run on into later years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, last_day(year, month))


def hours_end(start: datetime, hours: int) -> datetime:
    """N hours end at the same minute; the hour of the event is not counted (刑事诉讼法 105)."""
    return start + timedelta(hours=hours)


def inclusive_days(first: date, last: date) -> int:
    """Days from `first` to `last`, both counted."""
    return (last - first).days + 1


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date as the law counts it, the date it moves to, and whether a holiday notice may still change it."""

    raw_on: date
    due_on: date
    provisional: bool = False

    @property
    def rolled(self) -> bool:
        """Whether the raw date fell on a day off."""
        return self.raw_on != self.due_on


class Calendar:
    """Weekdays less days off plus make-up working days; years without a notice are provisional."""

    __slots__ = ("_hash", "_rolled", "known", "off", "work")

    def __init__(self, *, off: Iterable[date], work: Iterable[date], known: Iterable[int]) -> None:
        self.off, self.work, self.known = frozenset(off), frozenset(work), frozenset(known)
        self._hash = hash((self.off, self.work, self.known))
        self._rolled: dict[date, Deadline] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and (self.off, self.work, self.known) == (
            other.off,
            other.work,
            other.known,
        )

    def __hash__(self) -> int:
        return self._hash

    def is_workday(self, day: date) -> bool:
        """Whether people work on `day`; in a year without a notice, weekdays count as working days."""
        return day in self.work or (day.weekday() < 5 and day not in self.off)

    def is_known(self, day: date) -> bool:
        """Whether a holiday notice for the year of `day` is entered."""
        return day.year in self.known

    def roll(self, raw_on: date) -> Deadline:
        """Move a last day that is a day off to the next working day (刑事诉讼法 105, by analogy)."""
        found = self._rolled.get(raw_on)
        if found is None:
            day = raw_on
            while not self.is_workday(day):
                day += _DAY
            found = Deadline(raw_on, day, not (self.is_known(raw_on) and self.is_known(day)))
            self._rolled[raw_on] = found
        return found

    def add_workdays(self, start: date, count: int) -> Deadline:
        """The count-th working day after `start`, whose own day is not counted."""
        day, known = start, True
        while count > 0:
            day += _DAY
            known = known and self.is_known(day)
            if self.is_workday(day):
                count -= 1
        return Deadline(day, day, not known)

    def with_years(self, table: Mapping[int, tuple[Iterable[date], Iterable[date]]]) -> Calendar:
        """The same calendar with the given years (days off, make-up working days) replaced or added."""
        off = {day for day in self.off if day.year not in table}
        work = {day for day in self.work if day.year not in table}
        for days_off, make_up in table.values():
            off.update(days_off)
            work.update(make_up)
        return Calendar(off=off, work=work, known=self.known | set(table))


def published_calendar(
    table: Mapping[int, tuple[Iterable[date], Iterable[date]]] | None = None,
) -> Calendar:
    """The notices printed so far (chinesecalendar's tables), overridden year by year by an edited `table`."""
    return _published().with_years(table) if table else _published()


@cache
def _published() -> Calendar:
    off, work = published.holidays.keys(), published.workdays.keys()
    return Calendar(off=off, work=work, known={day.year for day in off})
