"""Minimum and maximum of terms, sentences and prohibition orders; a breach is a warning code, never a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yipanqi.law.days import term_end
from yipanqi.law.facts import Category, Penalty
from yipanqi.law.parameters import Region
from yipanqi.law.sources import CL, Certainty, Dated, number, of
from yipanqi.law.term_facts import TermFacts

CONTROL_MIN = number("control_min_months", "管制最短", "个月", 3, CL("38"))
CONTROL_MAX = number("control_max_months", "管制最长", "个月", 24, CL("38"))
CONTROL_MAX_COMBINED = number("control_max_combined_months", "数罪并罚管制最长", "个月", 36, CL("69"))
PROBATION_SHORT_MIN = number("probation_short_min_months", "拘役缓刑考验期最短", "个月", 2, CL("73"))
PROBATION_SHORT_MAX = number("probation_short_max_months", "拘役缓刑考验期最长", "个月", 12, CL("73"))
PROBATION_FIXED_MIN = number("probation_fixed_min_months", "有期徒刑缓刑考验期最短", "个月", 12, CL("73"))
PROBATION_FIXED_MAX = number("probation_fixed_max_months", "有期徒刑缓刑考验期最长", "个月", 60, CL("73"))
SHORT_MAX = number("short_sentence_max_months", "拘役最长", "个月", 6, CL("42"))
SHORT_MAX_COMBINED = number("short_sentence_max_combined_months", "数罪并罚拘役最长", "个月", 12, CL("69"))
FIXED_MIN = number("fixed_sentence_min_months", "有期徒刑最短", "个月", 6, CL("45"), certainty=Certainty.RECALLED)
PROBATION_SENTENCE_MAX = number("probation_sentence_max_months", "可宣告缓刑的有期徒刑上限", "个月", 36, CL("72"))
ORDER_MIN_CONTROL = number(
    "order_min_control_months", "管制禁止令最短", "个月", 3, of("PROHIBITION", "6"), certainty=Certainty.RECALLED
)
ORDER_MIN_PROBATION = number(
    "order_min_probation_months", "缓刑禁止令最短", "个月", 2, of("PROHIBITION", "6"), certainty=Certainty.RECALLED
)
NUMBERS: tuple[Dated[int], ...] = (
    CONTROL_MIN,
    CONTROL_MAX,
    CONTROL_MAX_COMBINED,
    PROBATION_SHORT_MIN,
    PROBATION_SHORT_MAX,
    PROBATION_FIXED_MIN,
    PROBATION_FIXED_MAX,
    SHORT_MAX,
    SHORT_MAX_COMBINED,
    FIXED_MIN,
    PROBATION_SENTENCE_MAX,
    ORDER_MIN_CONTROL,
    ORDER_MIN_PROBATION,
)

WARNINGS: dict[str, str] = {
    "term_too_short": "期限短于法定最短期限",
    "term_too_long": "期限长于法定最长期限",
    "shorter_than_sentence": "缓刑考验期短于原判刑期",
    "sentence_too_short": "原判刑期短于该刑种的法定最短期限",
    "sentence_too_long": "原判刑期长于该刑种（或可宣告缓刑）的法定上限",
    "penalty_not_possible": "该类别不可能有所填的刑种",
    "custody_not_credited": "先行羁押不折抵缓刑考验期",
    "credit_exceeds_term": "折抵日数超过管制刑期",
    "ends_before_start": "止日早于起日",
    "order_too_short": "禁止令短于法定最短期限",
    "order_longer_than_term": "禁止令长于管制刑期或者缓刑考验期",
    "order_not_possible": "该类别不适用禁止令",
}
_POSSIBLE = {
    Category.CONTROL: (Penalty.CONTROL,),
    Category.PROBATION: (Penalty.FIXED_TERM, Penalty.SHORT_TERM),
    Category.PAROLE: (Penalty.FIXED_TERM, Penalty.LIFE),
    Category.TEMPORARY: (Penalty.FIXED_TERM, Penalty.SHORT_TERM, Penalty.LIFE),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """Warning codes found, the facts without which something stayed unchecked, and a sentence about it."""

    warnings: tuple[str, ...]
    unchecked: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What the warnings say, in Chinese."""
        return "".join(f"提示：{WARNINGS[code]}。" for code in self.warnings)


def check_limits(facts: TermFacts, region: Region) -> Checked:
    """Check the term and the sentence of the category against the law."""
    day = facts.start_on or date.max
    found: list[str] = []
    if facts.penalty is not None and facts.penalty not in _POSSIBLE[facts.category]:
        found.append("penalty_not_possible")
    if facts.category is Category.CONTROL:
        longest = region.value(CONTROL_MAX_COMBINED if facts.combined else CONTROL_MAX, day)
        found += _outside(facts.total_months, region.value(CONTROL_MIN, day), longest)
    unchecked: tuple[str, ...] = ()
    if facts.category is Category.PROBATION:
        found += _probation(facts, day, region)
        unchecked = _not_told(facts)
    return Checked(tuple(found), unchecked)


def _outside(months: int, shortest: int, longest: int) -> Iterator[str]:
    if months < shortest:
        yield "term_too_short"
    if months > longest:
        yield "term_too_long"


def _not_told(facts: TermFacts) -> tuple[str, ...]:
    missing = (("penalty", facts.penalty is None), ("sentence_months", not facts.sentence_total_months))
    return tuple(name for name, absent in missing if absent)


def _probation(facts: TermFacts, day: date, region: Region) -> Iterator[str]:
    months, sentence = facts.total_months, facts.sentence_total_months
    short_min, fixed_max = region.value(PROBATION_SHORT_MIN, day), region.value(PROBATION_FIXED_MAX, day)
    if facts.penalty is Penalty.SHORT_TERM:
        yield from _outside(months, short_min, region.value(PROBATION_SHORT_MAX, day))
    elif facts.penalty is Penalty.FIXED_TERM:
        yield from _outside(months, region.value(PROBATION_FIXED_MIN, day), fixed_max)
    else:
        yield from _outside(months, short_min, fixed_max)
    if sentence:
        yield from _sentence(facts, day, region)
        if months < sentence:
            yield "shorter_than_sentence"
    if facts.custody_days or facts.residential_custody_days:
        yield "custody_not_credited"


def _sentence(facts: TermFacts, day: date, region: Region) -> Iterator[str]:
    if facts.penalty is Penalty.SHORT_TERM:
        longest = SHORT_MAX_COMBINED if facts.combined else SHORT_MAX
    elif facts.penalty is Penalty.FIXED_TERM:
        longest = PROBATION_SENTENCE_MAX
        if facts.sentence_total_months < region.value(FIXED_MIN, day):
            yield "sentence_too_short"
    else:
        return
    if facts.sentence_total_months > region.value(longest, day):
        yield "sentence_too_long"


def check_order_minimum(facts: TermFacts, start_on: date, ends_on: date, region: Region) -> tuple[str, ...]:
    """禁止令 minimum; in 管制 it does not bind where custody credit leaves less than that to be served."""
    if facts.category is Category.CONTROL:
        shortest = region.value(ORDER_MIN_CONTROL, start_on)
        if ends_on < term_end(start_on, months=shortest):
            return ()
    else:
        shortest = region.value(ORDER_MIN_PROBATION, start_on)
    return ("order_too_short",) if facts.order_total_months < shortest else ()
