"""逾期报到和脱离监管: which measure its length brings (办法 34, 35, 46, 47, 49)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from yipanqi.law.conclusions import MissingFact, Unanswerable, conclude, day_words
from yipanqi.law.days import period_end
from yipanqi.law.facts import Category
from yipanqi.law.findings import Verdict
from yipanqi.law.parameters import Region
from yipanqi.law.sources import CL, INTERP, MEASURES, Article, Certainty, number

ADMONITION_DAYS = number(
    "absence_admonition_days",
    "训诫：逾期报到或脱离监管不超过",
    "日",
    10,
    MEASURES("34(1)"),
    certainty=Certainty.SECONDARY,
)
REVOCATION_MONTHS = number(
    "absence_revocation_months",
    "提请撤销：逾期报到或脱离监管超过",
    "个月",
    1,
    INTERP("543(2)", "项"),
    note="同办法46(2)、47(1)",
)
NUMBERS = (ADMONITION_DAYS, REVOCATION_MONTHS)

NONE, ADMONITION, WARNING = "无", "训诫", "警告"
PENALTY = "提请治安管理处罚"
_COUNTING = "天数按返回（报到）日减去离开日（期限末日）计算"
_RUNGS = "“超过一个月”按期间计算，不是三十日；正当理由只排除提请撤销（收监），不排除训诫、警告"
_PROPOSAL: dict[Category, tuple[str, tuple[Article, ...]]] = {
    Category.PROBATION: ("提请撤销缓刑", (MEASURES("46(2)"), INTERP("543"))),
    Category.PAROLE: ("提请撤销假释", (MEASURES("47(1)"), INTERP("543"), CL("86"))),
    Category.TEMPORARY: ("提请收监执行", (MEASURES("49(2)"), INTERP("516"))),
}


@dataclass(frozen=True, slots=True)
class Threshold:
    """One rung (D24-D26): the last day on which an absence still lies below what follows."""

    words: str
    then: str
    basis: tuple[Article, ...]

    def last_day(self, since_on: date, region: Region) -> tuple[date, str]:
        """The last day of ten days, or of one month as a 期间, with the sentence."""
        months = region.value(REVOCATION_MONTHS, since_on)
        days = region.value(ADMONITION_DAYS, since_on)
        monthly = self is _RUNGS_BY_CLOCK["D26"]
        last = period_end(since_on, months=months) if monthly else period_end(since_on, days=days)
        counted = f"{months}个月（期间）" if monthly else f"{days}日"
        return last, f"自{since_on}次日起算{counted}，至{last}，不顺延；{self.words}{self.then}。"


_RUNGS_BY_CLOCK = {
    "D24": Threshold("当日以前返回（报到）的，", "训诫", (MEASURES("34(1)"), MEASURES("58"))),
    "D25": Threshold("其后返回（报到）的，", "警告", (MEASURES("35(2)"), MEASURES("58"))),
    "D26": Threshold(
        "其后返回（报到）且无正当理由的，",
        "缓刑、假释提请撤销，暂予监外执行提请收监，管制警告并提请治安管理处罚",
        (MEASURES("46(2)"), MEASURES("47(1)"), MEASURES("49(2)"), INTERP("543")),
    ),
}


def threshold(clock: str) -> Threshold | None:
    """The rung that a row of the notes (D24, D25, D26) names."""
    return _RUNGS_BY_CLOCK.get(clock)


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Late reporting or being away from supervision; `until_on` is the return, or the day asked about (`still_out`)."""

    late_report: bool
    since_on: date
    until_on: date
    still_out: bool = False
    category: Category | None = None
    good_reason: bool | None = None

    @property
    def days(self) -> int:
        """Days from leaving, or from the last day of reporting in; 0 when in time."""
        return max((self.until_on - self.since_on).days, 0)


def judge_absence(absence: Absence, *, region: Region) -> Verdict:
    """The listed measure for the length of the absence, and what accompanies it."""
    if absence.until_on < absence.since_on and not absence.late_report:
        raise Unanswerable(f"返回或截止日期（{absence.until_on}）早于离开之日（{absence.since_on}）。")
    days = absence.days
    admonition = region.value(ADMONITION_DAYS, absence.since_on)
    months = region.value(REVOCATION_MONTHS, absence.since_on)
    month_end = period_end(absence.since_on, months=months)
    what = "逾期报到" if absence.late_report else "脱离监管"
    if days == 0:
        return _verdict(absence, NONE, (MEASURES("34(1)"),), f"没有{what}，不适用训诫", region=region)
    if absence.until_on > month_end:
        return _beyond_a_month(absence, f"{what}{days}日，超过{months}个月（至{month_end}）", region)
    if days <= admonition:
        because = f"{what}{days}日，不超过{admonition}日，应当训诫"
        return _verdict(absence, ADMONITION, (MEASURES("34(1)"), MEASURES("58")), because, region=region)
    because = f"{what}{days}日，超过{admonition}日、未超过{months}个月（至{month_end}），应当警告"
    return _verdict(absence, WARNING, (MEASURES("35(2)"), MEASURES("58")), because, region=region)


def _beyond_a_month(absence: Absence, what: str, region: Region) -> Verdict:
    if absence.good_reason is None:
        raise MissingFact("good_reason", f"{what}，有无正当理由决定是警告还是提请撤销、收监")
    if absence.good_reason:
        because = f"{what}，但有正当理由，不得提请撤销、收监，给予警告"
        return _verdict(absence, WARNING, (MEASURES("35(2)"),), because, region=region, third=True)
    if absence.category is None:
        raise MissingFact("category", f"{what}且无正当理由，后果因类别而不同")
    if absence.category is Category.CONTROL:
        because = f"{what}且无正当理由；管制没有撤销，给予警告并提请治安管理处罚"
        control = (MEASURES("35(2)"), MEASURES("36"), CL("38"))
        return _verdict(absence, WARNING, control, because, region=region, also=(PENALTY,), third=True)
    proposal, basis = _PROPOSAL[absence.category]
    return _verdict(absence, proposal, basis, f"{what}且无正当理由，应当{proposal}", region=region, third=True)


def _verdict(
    absence: Absence,
    measure: str,
    basis: tuple[Article, ...],
    because: str,
    *,
    region: Region,
    also: tuple[str, ...] = (),
    third: bool = False,
) -> Verdict:
    days = absence.days
    noted = "（有正当理由的情况应当载明）" if absence.good_reason and measure != NONE else ""
    may = () if absence.late_report or absence.good_reason or days == 0 else ("电子定位装置（第二项）",)
    return conclude(
        "absence",
        basis=basis,
        because=f"{because}{noted}。",
        certainty=Certainty.SECONDARY,
        assumptions=(_COUNTING, _RUNGS if third else ""),
        change=_change(absence, measure, region),
        values={"days": days, "measure": measure, "also": list(also), "may": list(may)},
    )


def _third(category: Category | None) -> str:
    """What follows one month without a good reason, in the words of the category."""
    if category is None:
        return "提请撤销、收监或者治安管理处罚"
    return PENALTY if category is Category.CONTROL else _PROPOSAL[category][0]


def _change(absence: Absence, measure: str, region: Region) -> str:
    """What the result would be on an earlier or later return."""
    back = "报到" if absence.late_report else "返回"
    last_admonition = absence.since_on + timedelta(days=region.value(ADMONITION_DAYS, absence.since_on))
    month_end = period_end(absence.since_on, months=region.value(REVOCATION_MONTHS, absence.since_on))
    if absence.still_out and measure in (NONE, ADMONITION):
        return f"若{day_words(last_admonition)}（含）前{back}，则为训诫；其后为警告。"
    if absence.still_out and measure == WARNING and absence.until_on <= month_end:
        return f"若{day_words(month_end)}（含）前{back}，则为警告；其后无正当理由的，{_third(absence.category)}。"
    if measure == ADMONITION:
        return f"若{day_words(last_admonition)}后才{back}，则为警告。"
    if measure == WARNING and absence.until_on <= month_end:
        return f"若{day_words(last_admonition)}（含）前{back}，则为训诫。"
    return "" if measure == NONE else f"若{day_words(month_end)}（含）前{back}，则为警告。"
