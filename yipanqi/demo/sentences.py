"""Fictitious sentences: a crime, a court, a printed term that follows the law (and, rarely, one that does not)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from yipanqi.law.days import term_end
from yipanqi.law.facts import Category, DecidedBy, Penalty, ReleaseGround

CRIMES = (
    ("危险驾驶罪", 26),
    ("帮助信息网络犯罪活动罪", 14),
    ("盗窃罪", 11),
    ("诈骗罪", 10),
    ("开设赌场罪", 8),
    ("故意伤害罪", 8),
    ("交通肇事罪", 8),
    ("掩饰、隐瞒犯罪所得罪", 6),
    ("寻衅滋事罪", 4),
    ("非法捕捞水产品罪", 3),
    ("滥伐林木罪", 2),
)


@dataclass(frozen=True, slots=True)
class Judgment:
    """What the court (or prison authority) printed."""

    category: Category
    crime: str
    penalty: Penalty
    months: int
    probation_months: int
    fine_yuan: int | None
    decided_by: DecidedBy
    ground: ReleaseGround | None
    decided_on: date
    effective_on: date
    starts_on: date
    ends_on: date


def category_of(chance: Random) -> Category:
    """Nearly all are 缓刑, as everywhere."""
    return chance.choices(
        (Category.PROBATION, Category.PAROLE, Category.TEMPORARY, Category.CONTROL), (930, 28, 27, 15)
    )[0]


def judgment(chance: Random, starts_on: date, category: Category) -> Judgment:
    """A judgment whose term starts on `starts_on`."""
    crime = chance.choices([c for c, _ in CRIMES], [w for _, w in CRIMES])[0]
    penalty, months, probation = _terms(chance, category, crime)
    ends_on = _end(starts_on, category, months, probation)
    if category is Category.PROBATION and chance.random() < 0.01:
        ends_on += timedelta(days=chance.choice((-3, 2, 31)))  # courts misprint too: the term check must find it
    by_prison = category is Category.TEMPORARY and chance.random() < 0.5
    return Judgment(
        category=category,
        crime=crime,
        penalty=penalty,
        months=months,
        probation_months=probation,
        fine_yuan=chance.choice((None, 2000, 3000, 5000, 10000)),
        decided_by=DecidedBy.PRISON_AUTHORITY if by_prison else DecidedBy.COURT,
        ground=_ground(chance) if category is Category.TEMPORARY else None,
        decided_on=starts_on - timedelta(days=chance.randint(12, 16)),
        effective_on=starts_on,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def _terms(chance: Random, category: Category, crime: str) -> tuple[Penalty, int, int]:
    if category is Category.CONTROL:
        return Penalty.CONTROL, chance.choice((6, 12, 18, 24)), 0
    if category in (Category.PAROLE, Category.TEMPORARY):
        return Penalty.FIXED_TERM, chance.choice((48, 60, 72, 84, 120)), 0
    if crime == "危险驾驶罪":
        months = chance.choice((1, 2, 3, 4))
        return Penalty.SHORT_TERM, months, max(months, chance.choice((2, 3, 4, 6, 8)))
    months = chance.choice((6, 8, 10, 12, 18, 24, 36))
    return Penalty.FIXED_TERM, months, max(12, months, chance.choice((12, 18, 24, 36, 48, 60)))


def _end(starts_on: date, category: Category, months: int, probation: int) -> date:
    if category is Category.PROBATION:
        return term_end(starts_on, months=probation)
    if category is Category.CONTROL:
        return term_end(starts_on, months=months)
    return term_end(starts_on, months=max(8, months // 3))


def _ground(chance: Random) -> ReleaseGround:
    return chance.choices(tuple(ReleaseGround), (80, 15, 5))[0]
