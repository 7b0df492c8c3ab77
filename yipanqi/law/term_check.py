"""The printed term beside the computed one: the print is truth, a difference is a question to the deciding organ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yipanqi.law.conclusions import MissingFact, Unanswerable
from yipanqi.law.facts import CaseFacts, Category, Penalty, Sentence
from yipanqi.law.findings import Verdict
from yipanqi.law.parameters import Region
from yipanqi.law.term_facts import TermFacts
from yipanqi.law.terms import compute_term

KIND = "依刑法与刑诉法解释第202条核对，与台账导入的 term_mismatch 口径不同"


@dataclass(frozen=True, slots=True, kw_only=True)
class TermCheck:
    """`agrees` is None where a fact is missing; `kind` says by which rule it was checked."""

    printed_on: date | None
    computed_on: date | None
    agrees: bool | None
    verdict: Verdict | None
    sentence: str
    kind: str = KIND


def check_term(facts: CaseFacts, *, region: Region) -> TermCheck:
    """The printed end of a case beside the one the law gives; `verdict` carries basis, because and warnings."""
    printed_on = facts.term_ends_on
    try:
        verdict = compute_term(term_facts(facts), region=region)
    except Unanswerable as refused:
        return TermCheck(printed_on=printed_on, computed_on=None, agrees=None, verdict=None, sentence=str(refused))
    ends_on = verdict.values["ends_on"]
    computed_on = ends_on if isinstance(ends_on, date) else None
    agrees = None if printed_on is None or computed_on is None else printed_on == computed_on
    sentence = _sentence(printed_on, computed_on, facts)
    return TermCheck(printed_on=printed_on, computed_on=computed_on, agrees=agrees, verdict=verdict, sentence=sentence)


def term_facts(facts: CaseFacts) -> TermFacts:
    """What a term is counted from, out of the facts of a case."""
    sentence = facts.sentence or Sentence()
    control = facts.category is Category.CONTROL
    if facts.category in (Category.PAROLE, Category.TEMPORARY) and sentence.penalty is not Penalty.LIFE:
        raise MissingFact("sentence_ends_on", "假释、暂予监外执行的止日即原判刑期止日，以文书所载为准，不另计算")
    return TermFacts(
        category=facts.category,
        start_on=facts.term_starts_on,
        years=sentence.years if control else sentence.probation_years,
        months=sentence.months if control else sentence.probation_months,
        custody_days=facts.custody_days if control else 0,
        residential_custody_days=facts.residential_custody_days if control else 0,
        penalty=sentence.penalty,
        sentence_years=sentence.years,
        sentence_months=sentence.months,
        combined=sentence.combined,
        days_not_counted=facts.days_not_counted,
    )


def _sentence(printed_on: date | None, computed_on: date | None, facts: CaseFacts) -> str:
    if printed_on is None:
        return "文书没有载明止日。"
    if computed_on is None:
        return "依法没有可以计算的止日。"
    days = (printed_on - computed_on).days
    if not days:
        text = f"文书所载止日{printed_on}与依法计算一致"
    else:
        text = f"文书所载止日{printed_on}比依法计算的{computed_on}{'晚' if days > 0 else '早'}{abs(days)}日"
        text += "，以文书为准，请向决定机关核实"
    return f"{text}；{_start(facts)}" if _start(facts) else f"{text}。"


def _start(facts: CaseFacts) -> str:
    """缓刑 begins on the day the judgment takes effect: another printed start is flagged."""
    starts_on, effective_on = facts.term_starts_on, facts.effective_on
    if facts.category is not Category.PROBATION or None in (starts_on, effective_on) or starts_on == effective_on:
        return ""
    return f"所载起日{starts_on}与判决生效日{effective_on}不同，请核实。"
