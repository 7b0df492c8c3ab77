"""Worked examples of `law ask`: a question and what was worked out by hand, judged the same way everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import yaml

from tests.law.examples import LAW, Example, Loader, calendar, plain
from yipanqi.law.parameters import Region
from yipanqi.law.questions import answer
from yipanqi.law.regions.hubei import HUBEI

TODAY = date(2026, 11, 24)


def asked_examples() -> list[Example]:
    """Every example beside the decisions, the terms and the questions."""
    paths = [*LAW.glob("*.yaml"), *(LAW / "decisions").glob("*.yaml"), *(LAW / "questions").glob("*.yaml")]
    return [
        Example(path.stem, raw["name"], raw)
        for path in sorted(paths)
        for raw in yaml.load(path.read_text(encoding="utf-8"), Loader)
    ]


def complaints(example: Example, region: Region = HUBEI) -> list[str]:
    """What does not come out as worked out by hand; empty when the example holds."""
    got = answer(plain(example.raw["ask"]), today=TODAY, calendar=calendar(), region=region)
    expected: dict[str, Any] = plain(example.raw["expect"])
    if "error" not in expected and "error" in got:
        return [f"不应拒绝：{got['error']}"]
    return [text for name, value in expected.items() for text in _complaint(name, value, got)]


def _complaint(name: str, value: Any, got: dict[str, Any]) -> list[str]:
    if name in _LISTS:
        return _contains(value, str(got.get(_LISTS[name], "")), name)
    if name in ("error", "barred") and isinstance(value, str):
        return _contains([value], str(got.get(name) or ""), name)
    if name in _MEASURES:
        return _MEASURES[name](value, got)
    return [] if got.get(name) == value else [f"{name}：应为 {value!r}，得 {got.get(name)!r}"]


def _contains(words: list[str], text: str, name: str) -> list[str]:
    return [f"{name} 缺“{word}”：{text}" for word in words if word not in text]


def _allowed(titles: list[str], got: dict[str, Any]) -> list[str]:
    found = [option["measure"] for option in got["options"]]
    return [f"应允许{title}，现允许{found}" for title in titles if title not in found]


def _refused(titles: dict[str, str], got: dict[str, Any]) -> list[str]:
    why = {option["measure"]: option["why"] for option in got["barred"]}
    return [
        f"{title}应因“{word}”禁止，得 {why.get(title)}"
        for title, word in titles.items()
        if word not in why.get(title, "")
    ]


def _field(field: str, titles: dict[str, Any], got: dict[str, Any]) -> list[str]:
    found = {option["measure"]: option.get(field) for option in (*got["barred"], *got["options"], *got["near"])}
    wrong = []
    for title, value in titles.items():
        actual = found.get(title)
        same = value in actual if isinstance(actual, str) else value == actual
        if not same:
            wrong.append(f"{title}的{field}应为{value!r}，得{actual!r}")
    return wrong


_LISTS = {"says": "because", "assumes": "assumption", "changes": "change"}
_MEASURES: dict[str, Callable[[Any, dict[str, Any]], list[str]]] = {
    "allows": _allowed,
    "bars": _refused,
    "grounds": lambda value, got: _field("ground", value, got),
    "levels": lambda value, got: _field("level", value, got),
    "organs": lambda value, got: _field("organ", value, got),
    "copies_of": lambda value, got: _field("copies", value, got),
    "explains": lambda value, got: _field("because", value, got),
    "readings": lambda value, got: _field("assumption", value, got),
    "cites": lambda value, got: _field("basis", value, got),
    "near_on": lambda value, got: _field("near_on", value, got),
    "near_changes": lambda value, got: _field("change", value, got),
}
