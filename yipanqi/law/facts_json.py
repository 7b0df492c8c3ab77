"""Facts as JSON, in and out: enum values in English or Chinese, errors as Chinese sentences."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from yipanqi.law.events import Event
from yipanqi.law.facts import CaseFacts

E = TypeVar("E", bound=Enum)
_MOST_MONTHS, _MOST_DAYS = 1_200, 36_500  # a hundred years


class FactsUnreadable(ValueError):
    """The JSON does not say what it should; the text says where and how to mend it."""


def facts_from_json(raw: object) -> CaseFacts:
    """The facts of one case from parsed JSON; unknown names and wrong values are refused with their path."""
    facts: CaseFacts = _record(CaseFacts, raw, "facts")
    return replace(facts, events=_named(facts.events))


def _named(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Events without an id get one from kind and day, so that occasions stay apart; no id may come twice."""
    seen: set[str] = set()
    for index, event in enumerate(events):
        if event.id and event.id in seen:
            raise FactsUnreadable(f"facts.events[{index}].id “{event.id}”重复，每个事件的编号应各不相同。")
        seen.add(event.id)
    taken: dict[str, int] = {}
    named = []
    for event in events:
        name = f"{event.kind.value}.{event.on}"
        taken[name] = taken.get(name, 0) + 1
        numbered = name if taken[name] == 1 else f"{name}.{taken[name]}"
        named.append(event if event.id else replace(event, id=numbered))
    return tuple(named)


def facts_to_json(facts: CaseFacts) -> dict[str, object]:
    """The same facts as plain JSON; what is missing is left out."""
    return _record_plain(facts)


def schema(kind: Any = CaseFacts) -> dict[str, str]:
    """Field name → what may stand there, for the documentation."""
    return {name: _words(hint) for name, hint in _hints(kind).items()}


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {f.name: hints[f.name] for f in fields(kind)}


@cache
def _required(kind: Any) -> frozenset[str]:
    return frozenset(f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING)


def _record(kind: Any, raw: object, path: str) -> Any:
    if not isinstance(raw, Mapping):
        raise FactsUnreadable(f"{path} 应为对象（花括号），实为 {_kind_of(raw)}。")
    hints = _hints(kind)
    unknown = [name for name in raw if name not in hints]
    if unknown:
        raise FactsUnreadable(f"{path} 中有不认识的字段“{unknown[0]}”，可用字段：{'、'.join(hints)}。")
    missing = [name for name in _required(kind) if raw.get(name) is None]
    if missing:
        raise FactsUnreadable(f"{path} 缺少必填字段“{min(missing)}”。")
    return kind(
        **{name: _value(hints[name], value, f"{path}.{name}") for name, value in raw.items() if value is not None}
    )


def _value(hint: Any, raw: object, path: str) -> Any:
    origin = get_origin(hint)
    if origin in (types.UnionType, Union):
        (hint,) = (part for part in get_args(hint) if part is not type(None))
        origin = get_origin(hint)
    if origin in (tuple, frozenset):
        return origin(_items(get_args(hint)[0], raw, path))
    if is_dataclass(hint):
        return _record(hint, raw, path)
    if issubclass(hint, Enum):
        return enum_from(hint, raw, path)
    return _scalar(hint, raw, path)


def _items(hint: Any, raw: object, path: str) -> list[Any]:
    if not isinstance(raw, list):
        raise FactsUnreadable(f"{path} 应为列表（方括号），实为 {_kind_of(raw)}。")
    return [_value(hint, item, f"{path}[{index}]") for index, item in enumerate(raw)]


def _scalar(hint: type[Any], raw: object, path: str) -> Any:
    if hint is datetime:
        return instant_from(raw, path)
    if hint is date:
        return date_from(raw, path)
    if hint is bool:
        if not isinstance(raw, bool):
            raise FactsUnreadable(f"{path} 应为 true 或 false，实为 {raw!r}。")
        return raw
    if hint is int:
        most = _MOST_MONTHS if path.endswith(("months", "years")) else _MOST_DAYS
        if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= most:
            raise FactsUnreadable(f"{path} 应为 0 至 {most} 的整数，实为 {raw!r}。")
        return raw
    if not isinstance(raw, str):
        raise FactsUnreadable(f"{path} 应为文字，实为 {_kind_of(raw)}。")
    return raw


def date_from(raw: object, path: str) -> date:
    """An ISO date (2026-11-24) between 1900 and 2100."""
    try:
        day = date.fromisoformat(raw) if isinstance(raw, str) and len(raw) == 10 else None
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year <= 2100:
        raise FactsUnreadable(f"{path} 应为 1900 至 2100 年间的日期，写作 2026-11-24，实为 {raw!r}。")
    return day


def instant_from(raw: object, path: str) -> datetime:
    """An ISO instant with an offset (2026-11-24T09:30:00+08:00)."""
    try:
        instant = datetime.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or not 1900 <= instant.year <= 2100:
        raise FactsUnreadable(f"{path} 应为带时区的时刻，写作 2026-11-24T09:30:00+08:00，实为 {raw!r}。")
    return instant


def enum_from(kind: type[E], raw: object, path: str) -> E:
    """A member by its English value, its name or its Chinese title."""
    found = _members(kind).get(raw) if isinstance(raw, str) else None
    if found is None:
        titles = list(dict.fromkeys(str(getattr(m, "title", m.value)) for m in kind))
        listed = "、".join(titles[:40]) + (f"等{len(titles)}种，全部见 docs/law.md" if len(titles) > 40 else "")
        raise FactsUnreadable(f"{path} 的值 {raw!r} 不在可用范围内：{listed}。")
    return found  # type: ignore[no-any-return]


@cache
def _members(kind: Any) -> dict[object, Any]:
    found: dict[object, Any] = {}
    for member in kind:
        for word in (member.value, member.name, member.name.lower(), getattr(member, "title", member.value)):
            found.setdefault(word, member)
    return found


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(str(_plain(item)) for item in value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return _record_plain(value) if is_dataclass(value) else value


def _record_plain(value: Any) -> dict[str, object]:
    return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if getattr(value, f.name) != _default(f)}


def _default(f: Any) -> object:
    return f.default_factory() if f.default_factory is not MISSING else f.default


_WORDS: dict[Any, str] = {
    date: "日期",
    datetime: "带时区的时刻",
    int: "整数",
    str: "文字",
    bool: "true/false",
}


def _words(hint: Any) -> str:
    origin = get_origin(hint)
    if origin in (types.UnionType, Union):
        return "或".join(_words(part) for part in get_args(hint) if part is not type(None)) + "，可缺"
    if origin in (tuple, frozenset):
        return f"列表：{_words(get_args(hint)[0])}"
    if isinstance(hint, type) and issubclass(hint, Enum):
        return "、".join(dict.fromkeys(str(getattr(m, "title", m.value)) for m in hint))
    return _WORDS.get(hint, getattr(hint, "__name__", str(hint)))


def _kind_of(raw: object) -> str:
    if raw is None:
        return "空值"
    return _KINDS.get(type(raw), type(raw).__name__)


_KINDS: dict[object, str] = {
    dict: "对象",
    list: "列表",
    str: "文字",
    bool: "true/false",
    int: "数字",
    float: "数字",
}
