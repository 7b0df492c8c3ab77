"""Terms of the four categories by law: ends, credits, 禁止令, minimum and maximum, compared with the printed dates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from yipanqi.law.conclusions import MissingFact, conclude
from yipanqi.law.days import term_end
from yipanqi.law.facts import Category, Penalty
from yipanqi.law.findings import Verdict
from yipanqi.law.parameters import Region
from yipanqi.law.sources import CL, CPL, INTERP, Article, Certainty, Dated, number, of
from yipanqi.law.term_facts import TermFacts
from yipanqi.law.term_limits import NUMBERS as LIMITS
from yipanqi.law.term_limits import Checked, check_limits, check_order_minimum

CUSTODY_CREDIT = number("custody_credit", "管制羁押一日折抵", "日", 2, CL("41"))
RESIDENTIAL_CREDIT = number("residential_credit", "管制指定居所监视居住一日折抵", "日", 1, CPL("76"))
LIFE_PAROLE_YEARS = number("life_parole_years", "无期徒刑假释考验期", "年", 10, CL("83"))
NUMBERS: tuple[Dated[int], ...] = (CUSTODY_CREDIT, RESIDENTIAL_CREDIT, LIFE_PAROLE_YEARS, *LIMITS)
_DAY = timedelta(days=1)
_MIXED = "年、月并用的刑期条文未规定，按总月数计算"
_TRIAL = "刑诉法解释第202条说的是刑期，缓刑、假释考验期按同一规则计算"
_PRINTED_PAROLE = "假释考验期按所给年、月计算，应以裁定书所载余刑止日为准"


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A counted end with its grounds; None = there is none (a life sentence)."""

    ends_on: date | None
    because: str
    basis: tuple[Article, ...]
    assumptions: tuple[str, ...] = ()


def compute_term(facts: TermFacts, *, region: Region) -> Verdict:
    """The end of the term and of the 禁止令, with warning codes (`term_limits.WARNINGS`)."""
    reckoned = _RECKON[facts.category](facts, region)
    start_on = facts.start_on
    exceeded: tuple[str, ...] = ()
    if start_on is not None and reckoned.ends_on is not None and reckoned.ends_on < start_on - _DAY:
        credited = facts.category is Category.CONTROL
        exceeded = ("credit_exceeds_term",) if credited else ("ends_before_start",)
        why = "折抵已超过刑期，刑期视为已满" if credited else f"止日早于起算日{start_on}，请核对"
        ends_on = start_on - _DAY if credited else reckoned.ends_on
        reckoned = replace(reckoned, ends_on=ends_on, because=f"{reckoned.because}；{why}")
    order_ends_on, order_warnings, order_text = _order(facts, reckoned.ends_on, region)
    checked = check_limits(facts, region)
    warnings = (*exceeded, *checked.warnings, *order_warnings)
    return conclude(
        "term",
        basis=reckoned.basis + ((of("PROHIBITION", "6"),) if order_text else ()),
        because=f"{reckoned.because}{order_text}。{checked.text}{_order_hints(order_warnings)}",
        certainty=Certainty.RECALLED if order_text else None,
        assumptions=reckoned.assumptions,
        values={
            "ends_on": reckoned.ends_on,
            "order_ends_on": order_ends_on,
            "warnings": list(warnings),
            "unchecked": list(checked.unchecked),
        },
    )


def _started(facts: TermFacts) -> date:
    if facts.start_on is None:
        raise MissingFact("start_on", f"{facts.category.title}的期限须有起算日")
    if not facts.total_months:
        raise MissingFact("years、months", f"{facts.category.title}的期限须有年数或者月数")
    return facts.start_on


def _length(facts: TermFacts) -> str:
    return (f"{facts.years}年" if facts.years else "") + (f"{facts.months}个月" if facts.months else "")


def _mixed(facts: TermFacts) -> str:
    return _MIXED if facts.years and facts.months else ""


def _control(facts: TermFacts, region: Region) -> Reckoned:
    start_on = _started(facts)
    full = term_end(start_on, years=facts.years, months=facts.months)
    credit = facts.custody_days * region.value(CUSTODY_CREDIT, start_on)
    credit += facts.residential_custody_days * region.value(RESIDENTIAL_CREDIT, start_on)
    ends_on = full - timedelta(days=credit)
    because = f"管制{_length(facts)}，自判决执行之日{start_on}起至{full}"
    if credit:
        parts = []
        if facts.custody_days:
            rate = region.value(CUSTODY_CREDIT, start_on)
            parts.append(f"羁押{facts.custody_days}日按一日折{rate}日")
        if facts.residential_custody_days:
            rate = region.value(RESIDENTIAL_CREDIT, start_on)
            parts.append(f"指定居所监视居住{facts.residential_custody_days}日按一日折{rate}日")
        because += f"，{'、'.join(parts)}，共折抵{credit}日，至{ends_on}"
    basis = (CL("41"), INTERP("202", "款")) + ((CPL("76"),) if facts.residential_custody_days else ())
    return Reckoned(ends_on, because, basis, (_mixed(facts),))


def _probation(facts: TermFacts, _: Region) -> Reckoned:
    start_on = _started(facts)
    ends_on = term_end(start_on, years=facts.years, months=facts.months)
    because = f"缓刑考验期{_length(facts)}，自判决确定之日{start_on}起至{ends_on}"
    if facts.custody_days or facts.residential_custody_days:
        because += "；先行羁押不折抵考验期，撤销缓刑执行原判刑罚时才折抵刑期"
    return Reckoned(ends_on, because, (CL("73"), INTERP("202", "款")), (_TRIAL, _mixed(facts)))


def _parole(facts: TermFacts, region: Region) -> Reckoned:
    if facts.penalty is Penalty.LIFE:
        if facts.start_on is None:
            raise MissingFact("start_on", "无期徒刑的假释考验期自假释之日起计算")
        years = region.value(LIFE_PAROLE_YEARS, facts.start_on)
        ends_on = term_end(facts.start_on, years=years)
        return Reckoned(
            ends_on,
            f"无期徒刑的假释考验期为{years}年，自假释之日{facts.start_on}起至{ends_on}",
            (CL("83"), INTERP("202", "款")),
            (_TRIAL,),
        )
    if facts.sentence_ends_on is not None:
        return Reckoned(
            facts.sentence_ends_on, f"有期徒刑的假释考验期为没有执行完毕的刑期，至{facts.sentence_ends_on}", (CL("83"),)
        )
    if facts.start_on is not None and facts.total_months:
        ends_on = term_end(facts.start_on, years=facts.years, months=facts.months)
        return Reckoned(
            ends_on,
            f"假释考验期{_length(facts)}，自假释之日{facts.start_on}起至{ends_on}",
            (CL("83"), INTERP("202", "款")),
            (_TRIAL, _mixed(facts), _PRINTED_PAROLE),
        )
    raise MissingFact("sentence_ends_on", "有期徒刑的假释考验期为没有执行完毕的刑期，须有原判刑期止日")


def _temporary(facts: TermFacts, _: Region) -> Reckoned:
    if facts.penalty is Penalty.LIFE and facts.sentence_ends_on is None:
        return Reckoned(None, "无期徒刑没有刑满日期，暂予监外执行至情形消失或者依法减刑后另算", (CPL("265"),))
    if facts.sentence_ends_on is None:
        raise MissingFact("sentence_ends_on", "暂予监外执行期间刑期连续计算，须有原判刑期止日")
    ends_on = facts.sentence_ends_on + timedelta(days=facts.days_not_counted)
    because = f"暂予监外执行期间计入刑期，至原判刑期止日{facts.sentence_ends_on}"
    if facts.days_not_counted:
        because += f"，另有{facts.days_not_counted}日不计入执行刑期，顺延至{ends_on}"
    return Reckoned(ends_on, because, (CPL("268"), INTERP("518")) if facts.days_not_counted else (CPL("265"), CL("47")))


_RECKON = {
    Category.CONTROL: _control,
    Category.PROBATION: _probation,
    Category.PAROLE: _parole,
    Category.TEMPORARY: _temporary,
}


def _order_hints(codes: tuple[str, ...]) -> str:
    """What the warnings about the 禁止令 say, except the one its own sentence says already."""
    return Checked(tuple(code for code in codes if code != "order_not_possible")).text


def _order(facts: TermFacts, ends_on: date | None, region: Region) -> tuple[date | None, tuple[str, ...], str]:
    """The end of the 禁止令, its warnings and a sentence; it never outlives the term."""
    if not facts.order_total_months:
        return None, (), ""
    if facts.category not in (Category.CONTROL, Category.PROBATION) or ends_on is None:
        return None, ("order_not_possible",), f"；{facts.category.title}不适用禁止令"
    start_on = _started(facts)
    order_ends_on = term_end(start_on, years=facts.order_years, months=facts.order_months)
    warnings = check_order_minimum(facts, start_on, ends_on, region)
    if facts.order_total_months > facts.total_months:
        warnings += ("order_longer_than_term",)
    end = min(order_ends_on, ends_on)
    length = (f"{facts.order_years}年" if facts.order_years else "") + (
        f"{facts.order_months}个月" if facts.order_months else ""
    )
    text = f"；禁止令{length}，自执行之日{start_on}起至{end}" + (
        "（不超过刑期或者考验期）" if end < order_ends_on else ""
    )
    return end, warnings, text
