"""A rule as the law library shows it: who must do what, within which limit, under which article."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any, Self

from yipanqi.law.days import Calendar, Deadline, Roll, hours_end, period_end
from yipanqi.law.sources import Article, Certainty, Dated, weakest


class Actor(Enum):
    """Who must act; `outside` means that the agency can only wait, ask and report."""

    title: str
    outside: bool

    def __new__(cls, name: str, title: str, outside: bool) -> Self:
        member = object.__new__(cls)
        member._value_ = name
        member.title = title
        member.outside = outside
        return member

    PERSON = "person", "社区矫正对象", False
    AGENCY = "agency", "社区矫正机构", False
    OFFICE = "office", "司法所", False
    BUREAU_HEAD = "bureau_head", "县级司法行政部门负责人", False
    CITY = "city", "市级社区矫正机构", False
    OLD_AGENCY = "old_agency", "原执行地社区矫正机构", False
    NEW_AGENCY = "new_agency", "新执行地社区矫正机构", True
    DECIDING_ORGAN = "deciding_organ", "社区矫正决定机关", True
    COURT = "court", "人民法院", True
    PROCURATORATE = "procuratorate", "人民检察院", True
    POLICE = "police", "公安机关", True
    PRISON = "prison", "监狱或看守所", True
    CUSTODIAN = "custodian", "看守所或执行机关", True
    GUARDIAN = "guardian", "监护人或家庭成员", False


class Unit(Enum):
    """What a limit counts."""

    DAYS = "日"
    WORKDAYS = "工作日"
    MONTHS = "个月"
    HOURS = "小时"
    IMMEDIATE = "立即"
    EVENT = "届期"
    OPEN = "未定期限"


ROLL_READING = "末日为休息日的顺延系类推刑事诉讼法第105条，社区矫正法与办法未作规定"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of a rule: a dated number of a unit, from an event forwards, or `ahead` of one."""

    unit: Unit
    number: Dated[int] | Dated[int | None] | None = None
    roll: Roll = Roll.NEVER
    ahead: bool = False

    def deadline(self, start: date, amount: int, calendar: Calendar) -> Deadline:
        """The last day of `amount` units from `start` (hours: use `instant`)."""
        if self.unit is Unit.WORKDAYS:
            return calendar.add_workdays(start, amount)
        if self.ahead:
            months = amount if self.unit is Unit.MONTHS else 0
            raw_on = period_end(start, days=months - amount, months=-months)
        elif self.unit is Unit.MONTHS:
            raw_on = period_end(start, months=amount)
        else:
            raw_on = period_end(start, days=amount)
        return calendar.roll(raw_on) if self.roll is Roll.NEXT_WORKDAY else Deadline(raw_on, raw_on)

    def instant(self, start: datetime, amount: int) -> datetime:
        """The minute at which `amount` hours from `start` end."""
        return hours_end(start, amount)


IMMEDIATE = Limit(Unit.IMMEDIATE)
AT_EVENT = Limit(Unit.EVENT)
NO_NUMBER = Limit(Unit.OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One duty the law knows; `clock` is its row in the notes of the law (D8), `digest` our own words.

    `statutory` is False where the limit is set by city or province (市流程), not by law.
    `after_end`: still owed once the case has ended. `variants` gives other limits by the fact that
    brings them about (expedited …).
    """

    name: str
    title: str
    actor: Actor
    basis: tuple[Article, ...]
    limit: Limit
    digest: str
    if_missed: str = ""
    next_step: str = ""
    clock: str = ""
    from_what: str = ""
    certainty: Certainty | None = None
    assumption: str = ""
    statutory: bool = True
    optional: bool = False
    after_end: bool = False
    variants: dict[str, Limit] = field(default_factory=dict, hash=False)
    more_numbers: tuple[Dated[Any], ...] = ()

    @property
    def numbers(self) -> tuple[Dated[Any], ...]:
        """Every dated number the rule uses."""
        found = [limit.number for limit in (self.limit, *self.variants.values()) if limit.number is not None]
        return (*found, *self.more_numbers)

    @property
    def status(self) -> Certainty:
        """How well the rule is known: as well as its weakest article and number."""
        if self.certainty is not None:
            return self.certainty
        known = [article.source.certainty for article in self.basis]
        known += [version.certainty for dated in self.numbers for version in dated.history]
        return weakest(*known)
