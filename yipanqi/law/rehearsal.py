"""Rehearsing a change: old against new parameters or holidays over a case, every difference named and classified."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import groupby
from typing import Any

from yipanqi.law.catalogue import numbers
from yipanqi.law.days import Calendar
from yipanqi.law.decisions.leave import COUNTY_DAYS, OFFICE_DAYS, Leave, decide_leave
from yipanqi.law.decisions.options import Options, options_for
from yipanqi.law.duties import duties_for
from yipanqi.law.facts import CaseFacts
from yipanqi.law.findings import Duty, Level, Option, Verdict
from yipanqi.law.parameters import Region
from yipanqi.law.sources import Certainty, Dated, Version, of

_LEAVE_LIMITS = (OFFICE_DAYS, COUNTY_DAYS)


class ChangeUnreadable(ValueError):
    """A change file names something unknown or malformed; the sentence says what and where."""


class Effect(Enum):
    """What a change does to one duty or measure of one case."""

    EARLIER = "提前"
    LATER = "推后"
    APPEARS = "新出现"
    DISAPPEARS = "不再有"
    LEVEL = "层级变化"


@dataclass(frozen=True, slots=True)
class Book:
    """What the law is asked with."""

    region: Region
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference in one case: what it is about, how it moves, and both workings."""

    about: str
    occasion: str
    title: str
    effect: Effect
    old: str
    new: str
    old_because: str
    new_because: str


@dataclass(frozen=True, slots=True)
class Step:
    """A new value of a number from a day on; `value` None takes the limit away (open parameters only)."""

    key: str
    value: int | None
    from_on: date
    source: str


@dataclass(frozen=True, slots=True)
class Change:
    """What is rehearsed: numbers by key, and holiday notices by year (days off, make-up working days)."""

    title: str
    steps: tuple[Step, ...] = ()
    notices: Mapping[int, tuple[tuple[date, ...], tuple[date, ...]]] | None = None

    def amend(self, book: Book) -> Book:
        """The book as it would be after the change."""
        known = numbers()
        values: dict[str, Dated[Any]] = {}
        for step in self.steps:
            held = values.get(step.key) or book.region.values.get(step.key) or known[step.key]
            others = [version for version in held.history if version.from_on != step.from_on]
            article = held.history[-1].article if not step.source else of("CITY", step.key)
            version = Version(step.from_on, step.value, article, Certainty.PARAMETER, step.source or "试算")
            history = sorted((*others, version), key=lambda version: version.from_on or date.min)
            values[step.key] = held.amended(*history)
        calendar = book.calendar.with_years(self.notices) if self.notices else book.calendar
        return Book(book.region.amended(values) if values else book.region, calendar)


def change_from(document: Mapping[str, Any]) -> Change:
    """A change from a parsed TOML document: `[numbers.KEY] value, from, source` and `[holidays.YEAR] off, work`.

    Raises:
        ChangeUnreadable: an unknown key, a bad value or date; the sentence names it.
    """
    unknown = set(document) - {"title", "numbers", "holidays"}
    if unknown:
        raise ChangeUnreadable(f"变更文件里有不认识的部分“{min(unknown)}”，只能有 title、numbers、holidays。")
    steps = tuple(_step(key, entry) for key, entry in _part(document, "numbers").items())
    notices = {_year(year): _notice(year, entry) for year, entry in _part(document, "holidays").items()}
    if not steps and not notices:
        raise ChangeUnreadable("变更文件没有写明任何变更：请用 [numbers.参数名] 或者 [holidays.年份]。")
    return Change(str(document.get("title", "未命名的变更")), steps, notices or None)


def _part(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = document.get(name, {})
    if not isinstance(part, Mapping):
        raise ChangeUnreadable(f"{name} 应写成一节一节的样子，例如 [{name}.名称]。")
    return part


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _step(key: str, entry: Any) -> Step:
    known = numbers().get(key)
    if known is None:
        raise ChangeUnreadable(f"[numbers.{key}] 不是已知的参数，参数名见 yipanqi law rules --json。")
    if isinstance(known.history[-1].value, str):
        raise ChangeUnreadable(f"[numbers.{key}] 的取值不是数字，不能这样变更。")
    if not isinstance(entry, Mapping) or not _is_day(entry.get("from")):
        raise ChangeUnreadable(f"[numbers.{key}] 要写 from = 起用日期（如 2027-01-01）。")
    value = entry.get("value")
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
        raise ChangeUnreadable(f"[numbers.{key}] 的 value 应为正整数，不写表示不设期限。")
    return Step(key, value, entry["from"], str(entry.get("source", "")))


def _year(text: str) -> int:
    if not re.fullmatch(r"[0-9]{4}", text) or not 2000 <= int(text) <= 2100:
        raise ChangeUnreadable(f"[holidays.{text}] 应为四位年份。")
    return int(text)


def _notice(year: str, entry: Any) -> tuple[tuple[date, ...], tuple[date, ...]]:
    off, work = (entry.get(kind, ()) if isinstance(entry, Mapping) else None for kind in ("off", "work"))
    if not isinstance(off, list | tuple) or not isinstance(work, list | tuple):
        raise ChangeUnreadable(f"[holidays.{year}] 要写 off = [放假日期] 和 work = [调休上班日期]。")
    for day in (*off, *work):
        if not _is_day(day) or day.year != int(year):
            raise ChangeUnreadable(f"[holidays.{year}] 里的 {day} 不是该年的日期，请写成 {year}-01-01 的样子。")
    return tuple(off), tuple(work)


def differences(facts: CaseFacts, *, on: date, old: Book, new: Book) -> tuple[Difference, ...]:
    """What would be different in this case on `on`: open duties by date, measures by whether and by whom."""
    return (*_of_duties(facts, on, old, new), *_of_measures(facts, on, old, new))


def _of_duties(facts: CaseFacts, on: date, old: Book, new: Book) -> Iterator[Difference]:
    before = {duty.key: duty for duty in _open(facts, on, old)}
    after = {duty.key: duty for duty in _open(facts, on, new)}
    for key in sorted(before.keys() | after.keys()):
        was, becomes = before.get(key), after.get(key)
        effect = _moved(_last(was), _last(becomes), was is None, becomes is None)
        if effect is not None:
            named = becomes or was
            assert named is not None  # noqa: S101 -- the key came from one of the two
            yield Difference(
                named.rule, named.occasion, named.title, effect, _said(was), _said(becomes),
                was.because if was else "", becomes.because if becomes else "",
            )  # fmt: skip


def _open(facts: CaseFacts, on: date, book: Book) -> tuple[Duty, ...]:
    return duties_for(facts, on=on, calendar=book.calendar, region=book.region, only_open=True)


def _last(duty: Duty | None) -> date | datetime | None:
    return None if duty is None else duty.due_at or duty.due_on


def _moved(old: Any, new: Any, was_missing: bool, is_missing: bool) -> Effect | None:
    if was_missing or is_missing:
        return Effect.APPEARS if was_missing else Effect.DISAPPEARS
    if old == new:
        return None
    if old is None or new is None:
        return Effect.APPEARS if old is None else Effect.DISAPPEARS
    return Effect.EARLIER if new < old else Effect.LATER


def _said(duty: Duty | None) -> str:
    if duty is None:
        return "没有此项"
    last = _last(duty)
    return last.isoformat() if last is not None else ("立即" if duty.immediate else "没有期限")


def _of_measures(facts: CaseFacts, on: date, old: Book, new: Book) -> Iterator[Difference]:
    before, after = _options(facts, on, old), _options(facts, on, new)
    for key in sorted(before.keys() | after.keys()):
        was, becomes = before.get(key), after.get(key)
        effect = _changed(was, becomes)
        if effect is not None:
            named = becomes or was
            assert named is not None  # noqa: S101 -- the key came from one of the two
            yield Difference(
                f"option.{named.measure}", key, named.title, effect, _told(was), _told(becomes),
                was.because if was else "", becomes.because if becomes else "",
            )  # fmt: skip
    leaves = [found.get("leave:1") for found in (before, after)]
    if all(leave is not None and leave.allowed for leave in leaves):
        yield from _of_leave(facts, on, old, new)


def _of_leave(facts: CaseFacts, on: date, old: Book, new: Book) -> Iterator[Difference]:
    """A leave from today on, by its length: where another level would approve it, stretch by stretch."""
    limits = [[book.region.value(limit, on) for limit in _LEAVE_LIMITS] for book in (old, new)]
    if limits[0] == limits[1]:
        return
    longest = max(max(numbers) for numbers in limits) + 1
    told = [(n, _leave(facts, on, n, old), _leave(facts, on, n, new)) for n in range(1, longest + 1)]
    moved = [one for one in told if one[1].level is not one[2].level]
    for (was, becomes), stretch in groupby(moved, key=lambda one: (one[1].level, one[2].level)):
        days = list(stretch)
        first, last = days[0][0], days[-1][0]
        title = f"外出{first}日" if first == last else f"外出{first}日至{last}日"
        yield Difference(
            "option.leave", f"leave:{first}", title, Effect.LEVEL, _approved(was), _approved(becomes),
            days[0][1].because, days[0][2].because,
        )  # fmt: skip


def _approved(level: Level | None) -> str:
    return f"{level.value}批准" if level else ""


def _leave(facts: CaseFacts, on: date, days: int, book: Book) -> Verdict:
    leave = Leave(from_on=on, to_on=on + timedelta(days=days - 1), delegated=facts.delegated)
    return decide_leave(leave, region=book.region)


def _options(facts: CaseFacts, on: date, book: Book) -> dict[str, Option]:
    found: Options = options_for(facts, on=on, calendar=book.calendar, region=book.region)
    return dict(_numbered((*found.allowed, *found.barred)))


def _numbered(options: Iterable[Option]) -> Iterator[tuple[str, Option]]:
    """A measure may come more than once (several applications): the count keeps them apart."""
    seen: dict[str, int] = {}
    for option in options:
        seen[option.measure] = seen.get(option.measure, 0) + 1
        yield f"{option.measure}:{seen[option.measure]}", option


def _changed(was: Option | None, becomes: Option | None) -> Effect | None:
    was_allowed, is_allowed = bool(was and was.allowed), bool(becomes and becomes.allowed)
    if was_allowed != is_allowed:
        return Effect.APPEARS if is_allowed else Effect.DISAPPEARS
    if was and becomes and is_allowed and was.level is not becomes.level:
        return Effect.LEVEL
    return None


def _told(option: Option | None) -> str:
    if option is None or not option.allowed:
        return "不可以"
    return f"可以（{option.level.value}）" if option.level else "可以"
