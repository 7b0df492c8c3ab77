"""The library's entries: duties and decisions in one list, as the page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from yipanqi.actions import first_acts
from yipanqi.law.decisions.catalogue import DECISIONS, Decision
from yipanqi.law.duties import RULES
from yipanqi.law.parameters import Region
from yipanqi.law.rules import Rule
from yipanqi.law.sources import Article, Certainty, Dated, weakest
from yipanqi.pages.families import FAMILIES

CERTAINTIES = {c.value: c.title for c in Certainty}


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the law on a day: its value, since when, from which article and how sure."""

    title: str
    unit: str
    value: Any
    since: date | None
    article: str
    certainty: str
    note: str
    history: tuple[tuple[date | None, Any, str, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule or decision."""

    name: str
    family: str
    title: str
    who: str
    articles: tuple[Article, ...]
    digest: str
    limit: str
    numbers: tuple[Number, ...]
    certainty: str
    statutory: bool
    assumption: str
    if_missed: str
    next_step: str
    uses: tuple[str, ...]
    is_duty: bool


def entries(region: Region, on: date) -> list[Entry]:
    """Everything the library holds, by family."""
    made = [_of_rule(rule, region, on) for rule in RULES.values()]
    made += [_of_decision(decision, region, on) for decision in DECISIONS]
    order = {family: place for place, family in enumerate(FAMILIES)}
    return sorted(made, key=lambda entry: order.get(entry.family, len(order)))


def _of_rule(rule: Rule, region: Region, on: date) -> Entry:
    act = first_acts.for_rule(rule.name)
    uses = ["今日待办", "案件页", "一盘棋"]
    if act is not None:
        uses.append(f"办理：{act.label}")
    return Entry(
        name=rule.name,
        family=rule.name.partition(".")[0],
        title=rule.title,
        who=rule.actor.title,
        articles=rule.basis,
        digest=rule.digest,
        limit=_limit(rule, region, on),
        numbers=_numbers(rule.numbers, region, on),
        certainty=rule.status.value,
        statutory=rule.statutory,
        assumption=rule.assumption,
        if_missed=rule.if_missed,
        next_step=rule.next_step,
        uses=tuple(uses),
        is_duty=True,
    )


def _limit(rule: Rule, region: Region, on: date) -> str:
    unit, number = rule.limit.unit.value, rule.limit.number
    if number is None:
        return unit
    value: int | None = region.values.get(number.key, number).on(on)
    return f"{'提前 ' if rule.limit.ahead else ''}{value} {unit}" if value is not None else "未设定，不计期限"


def _of_decision(decision: Decision, region: Region, on: date) -> Entry:
    known = [article.source.certainty for article in decision.basis]
    known += [version.certainty for number in decision.numbers for version in number.history]
    return Entry(
        name=f"decision.{decision.name}",
        family="decision",
        title=decision.title,
        who="",
        articles=decision.basis,
        digest=decision.digest,
        limit="",
        numbers=_numbers(decision.numbers, region, on),
        certainty=weakest(*known).value,
        statutory=True,
        assumption="",
        if_missed="",
        next_step="",
        uses=("案件页：现在可以采取的措施", "命令行：yipanqi law ask"),
        is_duty=False,
    )


def _numbers(numbers: Iterable[Dated[Any]], region: Region, on: date) -> tuple[Number, ...]:
    found = []
    for dated in numbers:
        held: Dated[Any] = region.values.get(dated.key, dated)
        now = held.version(on)
        history = tuple((v.from_on, v.value, v.article.label, v.certainty.title) for v in held.history)
        found.append(
            Number(
                held.title, held.unit, now.value, now.from_on, now.article.label, now.certainty.value, now.note, history
            )
        )
    return tuple(found)
