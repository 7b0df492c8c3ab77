"""How a decision is concluded: a Verdict as sure as its weakest ground, or a refusal naming the missing fact."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from yipanqi.law.events import Organ
from yipanqi.law.findings import Level, Used, Verdict
from yipanqi.law.sources import Article, Certainty, weakest


class Unanswerable(ValueError):
    """The law gives no answer to what was asked; the text is a Chinese sentence fit to show."""


class MissingFact(Unanswerable):
    """A fact the answer rests on was not given; `name` is its field name."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"缺少 {name}：{why}。")
        self.name = name


def conclude(
    rule: str,
    *,
    basis: tuple[Article, ...],
    because: str,
    certainty: Certainty | None = None,
    assumptions: tuple[str, ...] = (),
    allowed: bool | None = None,
    level: Level | None = None,
    tell: tuple[Organ, ...] = (),
    barred: str = "",
    change: str = "",
    provisional: bool = False,
    used: Used = (),
    values: Mapping[str, object] | None = None,
) -> Verdict:
    """A verdict; unless given, its certainty is that of its weakest article, and a reading makes it assumed."""
    known = certainty or weakest(*(article.source.certainty for article in basis))
    spoken = tuple(text for text in assumptions if text)
    return Verdict(
        rule=rule,
        allowed=allowed,
        level=level,
        tell=tell,
        barred=barred,
        basis=basis,
        because=because,
        change=change,
        used=used,
        certainty=weakest(known, Certainty.ASSUMED) if spoken else known,
        assumption="；".join(spoken),
        provisional=provisional,
        values=values or {},
    )


def day_words(day: date) -> str:
    """A date as a clerk says it: 11月30日."""
    return f"{day.month}月{day.day}日"
