"""Worked examples: YAML beside the rules, read and judged the same way by the tests and by the mutation test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import yipanqi.law
from yipanqi.law.days import Calendar, published_calendar
from yipanqi.law.duties import duties_for
from yipanqi.law.facts_json import facts_from_json
from yipanqi.law.findings import Duty
from yipanqi.law.parameters import Region
from yipanqi.law.regions.hubei import HUBEI

LAW = Path(yipanqi.law.__file__).parent


class Loader(yaml.SafeLoader):
    """YAML in which only true and false are truth values: `on` is a day here."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not (tag.endswith(":bool") and first in "oOyYnN")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class Example:
    """One worked example of the duties: facts and a day in, what is expected out."""

    file: str
    name: str
    raw: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.file}: {self.name}"


def duty_examples() -> list[Example]:
    """Every example beside the duties."""
    return [
        Example(path.stem, raw["name"], raw)
        for path in sorted((LAW / "duties").glob("*.yaml"))
        for raw in yaml.load(path.read_text(encoding="utf-8"), Loader)
    ]


@cache
def calendar() -> Calendar:
    """The published notices."""
    return published_calendar()


def plain(value: Any) -> Any:
    """YAML's dates as the ISO strings of JSON."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def region_of(example: Example, region: Region = HUBEI) -> Region:
    """The region with the city targets the example sets."""
    targets = example.raw.get("parameters")
    return region.with_city_targets(targets, city="示例市") if targets else region


def duties_of(example: Example, region: Region = HUBEI, *, only_open: bool = False) -> tuple[Duty, ...]:
    """What the law finds in the example's facts."""
    raw = example.raw
    return duties_for(
        facts_from_json(plain(raw["facts"])),
        on=raw["on"],
        calendar=calendar(),
        region=region_of(example, region),
        only_open=only_open,
    )


def complaints(example: Example, region: Region = HUBEI) -> list[str]:
    """What does not come out as worked out by hand; empty when the example holds."""
    raw = example.raw
    on: date = raw["on"]
    found = duties_of(example, region)
    ours = [d for d in found if d.rule == raw["duty"] and raw.get("occasion", d.occasion) == d.occasion]
    if raw.get("absent"):
        return [f"不应有：{d.key}" for d in ours]
    if len(ours) != 1:
        return [f"应恰有一项 {raw['duty']}，实有 {[d.occasion for d in ours]}"]
    got = ours[0].as_json(on)
    expected: dict[str, Any] = plain(raw["expect"])
    says = expected.pop("says", [])
    wrong = [
        f"{name}: 应为 {value!r}，得 {got.get(name)!r}" for name, value in expected.items() if got.get(name) != value
    ]
    because = f"{got['because']}{got.get('change', '')}"
    return wrong + [f"说明缺“{word}”：{because}" for word in says if word not in because]
