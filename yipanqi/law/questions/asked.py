"""A question's facts, read tolerantly (Chinese words, a few English ones, several ways to write a date)."""

from __future__ import annotations

import datetime as clock
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import Enum
from typing import Any, TypeVar

from yipanqi.law.conclusions import MissingFact, Unanswerable
from yipanqi.law.days import Calendar
from yipanqi.law.decisions.execution_place import AddressKind
from yipanqi.law.decisions.reduction import Merit
from yipanqi.law.facts import Category, CourtLevel, Penalty
from yipanqi.law.parameters import Region

E = TypeVar("E", bound=Enum)
CHINA = timezone(timedelta(hours=8))
_DATE = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
_TRUE = frozenset({"true", "yes", "是", "有", "已"})
_FALSE = frozenset({"false", "no", "否", "无", "未", "没有"})

_SYNONYMS: dict[type[Enum], dict[str, Enum]] = {
    Category: {
        "control": Category.CONTROL,
        "public surveillance": Category.CONTROL,
        "probation": Category.PROBATION,
        "suspended sentence": Category.PROBATION,
        "宣告缓刑": Category.PROBATION,
        "parole": Category.PAROLE,
        "temporary": Category.TEMPORARY,
        "监外执行": Category.TEMPORARY,
        "保外就医": Category.TEMPORARY,
        "medical parole": Category.TEMPORARY,
    },
    Penalty: {
        "fixed-term imprisonment": Penalty.FIXED_TERM,
        "fixed_term": Penalty.FIXED_TERM,
        "有期": Penalty.FIXED_TERM,
        "detention": Penalty.SHORT_TERM,
        "criminal detention": Penalty.SHORT_TERM,
        "control": Penalty.CONTROL,
        "life": Penalty.LIFE,
        "life imprisonment": Penalty.LIFE,
        "无期": Penalty.LIFE,
    },
    CourtLevel: {
        "basic": CourtLevel.BASIC,
        "基层人民法院": CourtLevel.BASIC,
        "基层法院": CourtLevel.BASIC,
        "intermediate": CourtLevel.INTERMEDIATE,
        "中级人民法院": CourtLevel.INTERMEDIATE,
        "中级法院": CourtLevel.INTERMEDIATE,
        "high": CourtLevel.HIGH,
        "高级人民法院": CourtLevel.HIGH,
        "高级法院": CourtLevel.HIGH,
    },
    Merit: {
        "确有悔改": Merit.REPENTANCE,
        "确有悔改表现": Merit.REPENTANCE,
        "悔改表现": Merit.REPENTANCE,
        "repentance": Merit.REPENTANCE,
        "立功表现": Merit.MERIT,
        "merit": Merit.MERIT,
        "重大立功表现": Merit.GREAT_MERIT,
        "great merit": Merit.GREAT_MERIT,
        "major merit": Merit.GREAT_MERIT,
        "none": Merit.NONE,
        "没有": Merit.NONE,
    },
    AddressKind: {
        "registered": AddressKind.REGISTERED,
        "户籍": AddressKind.REGISTERED,
        "户籍所在地": AddressKind.REGISTERED,
        "hukou": AddressKind.REGISTERED,
        "actual": AddressKind.ACTUAL,
        "实际居住地": AddressKind.ACTUAL,
        "现住地": AddressKind.ACTUAL,
        "residence": AddressKind.ACTUAL,
        "usual": AddressKind.USUAL,
        "habitual": AddressKind.USUAL,
        "经常居住": AddressKind.USUAL,
    },
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What the door brings along: today, the calendar of working days, the province's numbers."""

    today: clock.date
    calendar: Calendar
    region: Region


class Asked:
    """The facts of one question; remembers which names were looked at, so that the others can be reported."""

    def __init__(self, raw: Mapping[str, Any], path: str = "") -> None:
        self._raw, self._path = raw, path
        self._seen = {"ask", "id"}

    def ignored(self) -> list[str]:
        """Names in the question that no rule asked for."""
        return [str(name) for name in self._raw if name not in self._seen]

    def has(self, name: str) -> bool:
        """Whether the fact was given."""
        self._seen.add(name)
        return self._raw.get(name) is not None

    def raw(self, name: str) -> Any:
        """The value as it stands in the JSON; None when missing."""
        self._seen.add(name)
        return self._raw.get(name)

    def date(self, name: str) -> clock.date | None:
        """A date, or None when not given."""
        raw = self.raw(name)
        return None if raw is None else read_date(raw, self._path + name)

    def required_date(self, name: str, why: str) -> clock.date:
        """A date that must be there."""
        day = self.date(name)
        if day is None:
            raise MissingFact(self._path + name, why)
        return day

    def dates(self, name: str) -> tuple[clock.date, ...]:
        """A date or a list of dates."""
        raw = self.raw(name)
        if raw is None:
            return ()
        items = raw if isinstance(raw, list) else [raw]
        return tuple(read_date(item, f"{self._path}{name}") for item in items)

    def flag(self, name: str) -> bool | None:
        """True, false, or None when not given."""
        raw = self.raw(name)
        if raw is None or isinstance(raw, bool):
            return raw
        word = str(raw).strip().lower()
        if word in _TRUE or word in _FALSE:
            return word in _TRUE
        raise Unanswerable(f"{self._path}{name} 应为 true 或 false，实为 {raw!r}。")

    def whole(self, name: str, *, largest: int = 100_000) -> int | None:
        """A whole number from 0, or None when not given."""
        raw = self.raw(name)
        if raw is None:
            return None
        if isinstance(raw, str) and raw.strip().isdecimal():
            raw = int(raw)
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)
        if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= largest:
            raise Unanswerable(f"{self._path}{name} 应为 0 至 {largest} 的整数，实为 {raw!r}。")
        return raw

    def text(self, name: str) -> str | None:
        """Words, or a number written as words (a code)."""
        raw = self.raw(name)
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        if isinstance(raw, str | int) and not isinstance(raw, bool):
            return str(raw).strip()
        raise Unanswerable(f"{self._path}{name} 应为文字，实为 {raw!r}。")

    def choice(self, name: str, kind: type[E]) -> E | None:
        """One of the words of the law (Chinese, or a few English synonyms)."""
        word = self.text(name)
        if word is None:
            return None
        for member in kind:
            if word in (member.value, member.name, member.name.lower()):
                return member
        found = _SYNONYMS[kind].get(word.lower())
        if isinstance(found, kind):
            return found
        listed = "、".join(str(member.value) for member in kind)
        raise Unanswerable(f"{self._path}{name} 的值“{word}”不认识，可用：{listed}。")

    def required(self, name: str, kind: type[E], why: str) -> E:
        """One of the words of the law that must be there."""
        found = self.choice(name, kind)
        if found is None:
            raise MissingFact(self._path + name, why)
        return found

    def items(self, name: str) -> list[Asked]:
        """A list of objects."""
        raw = self.raw(name)
        if raw is None:
            return []
        if not isinstance(raw, list) or not all(isinstance(item, Mapping) for item in raw):
            raise Unanswerable(f"{self._path}{name} 应为对象的列表。")
        return [Asked(item, f"{self._path}{name}[{index}].") for index, item in enumerate(raw)]


def read_date(raw: object, path: str) -> clock.date:
    """A date: 2026-11-24, 2026/11/24, 2026年11月24日; an instant gives its day in China."""
    if isinstance(raw, str):
        matched = _DATE.match(raw.strip())
        try:
            if matched is not None:
                return _sane(clock.date(*(int(part) for part in matched.groups())), raw, path)
            if "T" in raw:
                return _sane(read_instant(raw, path)[0].date(), raw, path)
        except ValueError:
            pass
    raise Unanswerable(f"{path} 应为日期，写作 2026-11-24，实为 {raw!r}。")


def _sane(day: clock.date, raw: str, path: str) -> clock.date:
    if not 1900 <= day.year <= 2100:
        raise Unanswerable(f"{path} 应为 1900 至 2100 年间的日期，实为 {raw!r}。")
    return day


def read_instant(raw: object, path: str) -> tuple[datetime, bool]:
    """An instant in China's time, and whether its offset was missing and taken to be +08:00."""
    try:
        instant = datetime.fromisoformat(raw) if isinstance(raw, str) and len(raw) > 10 else None
    except ValueError:
        instant = None
    if instant is None or not 1900 <= instant.year <= 2100:
        raise Unanswerable(f"{path} 应为时刻，写作 2026-11-24T09:30:00+08:00，实为 {raw!r}。")
    naive = instant.tzinfo is None
    return (instant.replace(tzinfo=CHINA), True) if naive else (instant.astimezone(CHINA), False)
