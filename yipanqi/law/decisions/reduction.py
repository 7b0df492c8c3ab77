"""减刑: merit, time served and floors; county drafts, city files with the court (社区矫正法 33, 刑法 78)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from yipanqi.law.conclusions import MissingFact, Unanswerable, conclude
from yipanqi.law.days import inclusive_days, term_end
from yipanqi.law.facts import Category, Penalty
from yipanqi.law.findings import Level, Verdict
from yipanqi.law.parameters import Region
from yipanqi.law.sources import CCL, CL, MEASURES, Article, Certainty, number, of

HALVES = number("reduction_halves", "减刑后实际执行不少于原判刑期的几分之一", "", 2, CL("78"))
LIFE_FLOOR_YEARS = number("reduction_life_years", "无期徒刑减刑后实际执行最低", "年", 13, CL("78"))
SHORT_FLOOR_MONTHS = number("reduction_short_floor", "拘役缓刑考验期缩减后最低", "个月", 2, of("REDUCTION", "18"))
FIXED_FLOOR_MONTHS = number("reduction_fixed_floor", "有期徒刑缓刑考验期缩减后最低", "个月", 12, of("REDUCTION", "18"))
NUMBERS = (HALVES, LIFE_FLOOR_YEARS, SHORT_FLOOR_MONTHS, FIXED_FLOOR_MONTHS)
COURT, HIGH_COURT = "中级人民法院", "高级人民法院"
_NO_MERIT = "没有悔改或者立功表现，不符合减刑条件"
_COMMON_YEAR = "未给出起算日，一半刑期按一年三百六十五日折算"
_PAROLE = "现行规定只对管制、缓刑和暂予监外执行的减刑有明文，假释考验期的缩减没有规定，按不提请处理"
_LIFE_TIME = "无期徒刑减刑的起始时间、间隔时间须另行核对"
_START_TIME = "有期徒刑减刑的起始时间、间隔时间（减刑假释规定第6条）须另行核对"


class Merit(Enum):
    """What the reduction rests on, from the least to the greatest."""

    NONE = "无"
    REPENTANCE = "悔改"
    MERIT = "立功"
    GREAT_MERIT = "重大立功"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReductionRequest:
    """`term_months` is the original sentence (缓刑: the 考验期); `served_days` what has been executed."""

    category: Category
    merit: Merit
    penalty: Penalty | None = None
    term_months: int | None = None
    served_days: int | None = None
    start_on: date | None = None


def decide_reduction(request: ReductionRequest, *, region: Region) -> Verdict:
    """Whether a reduction may be proposed, its floor, who files it and with which court."""
    if request.category is Category.PROBATION:
        return _probation(request, region)
    if request.category is Category.PAROLE:
        return _verdict(request, False, "假释考验期一般不减", (CL("78"), CCL("33")), readings=(_PAROLE,))
    if request.penalty is Penalty.LIFE:
        return _life(request, region)
    return _executed(request, region)


def _probation(request: ReductionRequest, region: Region) -> Verdict:
    basis = (of("REDUCTION", "18"), CL("78"), CCL("33"))
    if request.merit is not Merit.GREAT_MERIT:
        why = f"缓刑一般不适用减刑，只有重大立功除外，现为“{request.merit.value}”"
        return _verdict(request, False, why, basis)
    if request.penalty not in (Penalty.SHORT_TERM, Penalty.FIXED_TERM):
        raise MissingFact("penalty", "缩减后考验期的下限，拘役与有期徒刑不同")
    short = request.penalty is Penalty.SHORT_TERM
    months = region.value(SHORT_FLOOR_MONTHS if short else FIXED_FLOOR_MONTHS, request.start_on or date.max)
    floor_on = term_end(request.start_on, months=months) if request.start_on else None
    why = f"缓刑考验期内有重大立功，可以减刑并缩减考验期，缩减后不少于{months}个月"
    return _verdict(request, True, why, basis, floor_on=floor_on, floor_months=months)


def _life(request: ReductionRequest, region: Region) -> Verdict:
    years = region.value(LIFE_FLOOR_YEARS, request.start_on or date.max)
    floor_on = term_end(request.start_on, years=years) if request.start_on else None
    why = f"无期徒刑减刑由高级人民法院裁定，减刑后实际执行不少于{years}年"
    if request.merit is Merit.NONE:
        return _verdict(request, False, _NO_MERIT, (CL("78"), CL("79")))
    basis = (CL("78"), CL("79"), CCL("33"))
    return _verdict(request, True, why, basis, floor_on=floor_on, floor_months=years * 12, readings=(_LIFE_TIME,))


def _executed(request: ReductionRequest, region: Region) -> Verdict:
    """管制, and 暂予监外执行 of a fixed term: half of the sentence must really be executed."""
    basis = (CL("78"), of("REDUCTION", "16"), CCL("33"))
    if request.merit is Merit.NONE:
        return _verdict(request, False, _NO_MERIT, basis)
    months = _months(request)
    halves = region.value(HALVES, request.start_on or date.max)
    floor_on = _floor_end(request.start_on, months, halves) if request.start_on else None
    needed = _floor_days(request.start_on, months, halves)
    served = request.served_days
    if served is None:
        raise MissingFact("served_days", "须核对是否已执行原判刑期的二分之一")
    counted = "" if request.start_on else _COMMON_YEAR
    done = f"已执行{served}日，原判{months}个月的{_share(halves)}为{needed}日"
    if served < needed:
        return _verdict(request, False, f"{done}，不足一半", basis, floor_on=floor_on, readings=(counted,))
    must = "应当" if request.merit is Merit.GREAT_MERIT else "可以"
    other = "" if request.category is Category.CONTROL else _START_TIME
    why = f"有{request.merit.value}表现，{must}减刑；{done}"
    return _verdict(request, True, why, basis, floor_on=floor_on, readings=(counted, other))


def _months(request: ReductionRequest) -> int:
    if request.term_months is None:
        raise MissingFact("term_months", "减刑后实际执行不少于原判刑期的二分之一")
    if request.term_months < 1:
        raise Unanswerable("term_months 应为大于 0 的整数。")
    return request.term_months


def _share(halves: int) -> str:
    return "二分之一" if halves == 2 else f"{halves}分之一"


def _floor_days(start_on: date | None, months: int, halves: int) -> int:
    """Days of the floor: exact from a first day, else by a common year of 365 days, rounded up."""
    if start_on is not None:
        return inclusive_days(start_on, _floor_end(start_on, months, halves))
    return -(-months * 365 // (12 * halves))


def _floor_end(start_on: date, months: int, halves: int) -> date:
    """The last day of half the sentence; half a month is fifteen days (刑诉法解释 202)."""
    whole, rest = divmod(months, halves)
    return term_end(start_on, months=whole, days=rest * 30 // halves)


def _verdict(
    request: ReductionRequest,
    allowed: bool,
    why: str,
    basis: tuple[Article, ...],
    *,
    floor_on: date | None = None,
    floor_months: int | None = None,
    readings: tuple[str, ...] = (),
) -> Verdict:
    life = request.penalty is Penalty.LIFE
    filed_by, court = (Level.PROVINCE.value, HIGH_COURT) if life else (Level.CITY.value, COURT)
    route = f"；县级提出、{filed_by}审核后报执行地{court}裁定，建议书抄送同级人民检察院" if allowed else ""
    return conclude(
        "reduction",
        basis=(*basis, MEASURES("42")) if allowed else basis,
        because=f"{why}{route}。",
        allowed=allowed,
        certainty=Certainty.RECALLED if allowed else None,
        assumptions=readings,
        barred="" if allowed else f"{why}。",
        values={
            "allowed": allowed,
            "floor_on": floor_on,
            "floor_months": floor_months,
            "filed_by": filed_by if allowed else None,
            "court": court if allowed else None,
        },
    )
