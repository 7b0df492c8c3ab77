"""Legal supervision: the procuratorate's time to object, and the unit's time to answer it (D38, D40)."""

from __future__ import annotations

from collections.abc import Iterator

from yipanqi.law.days import Roll
from yipanqi.law.events import EventKind
from yipanqi.law.facts import DecidedBy
from yipanqi.law.findings import Duty
from yipanqi.law.reading import Reading, occasion_of
from yipanqi.law.rules import IMMEDIATE, Actor, Limit, Rule, Unit
from yipanqi.law.sources import CCL, CPL, MEASURES, PRISON, Certainty, number, of

OBJECT_MONTHS = number("execution_object_months", "对暂予监外执行提出意见期限", "个月", 1, CPL("267"))
ADVICE_MONTHS = number(
    "advice_answer_months", "回复检察建议期限", "个月", 2, of("ADVICE", "19"), certainty=Certainty.RECALLED
)
RECHECK_MONTHS = number("execution_recheck_months", "重新核查后处理期限", "个月", 1, PRISON("46"))
CORRECTION_DAYS = number(
    "correction_answer_days", "回复纠正违法期限", "日", 15, of("PROCURATORS", "554"), certainty=Certainty.RECALLED
)
_ROLL = Roll.NEXT_WORKDAY
_NO_NUMBER = "社区矫正法未定日数，按检察机关规定（凭记忆）计算"

OBJECT = Rule(
    name="oversight.object_to_execution",
    title="对暂予监外执行提出意见",
    actor=Actor.PROCURATORATE,
    clock="D38",
    basis=(CPL("267"),),
    limit=Limit(Unit.MONTHS, OBJECT_MONTHS, _ROLL),
    optional=True,
    from_what="接到通知之日",
    digest="检察院认为暂予监外执行不当的，接到通知一个月内提出书面意见。",
    next_step="决定或者批准机关立即重新核查",
)
RECHECK = Rule(
    name="oversight.recheck_execution",
    title="重新核查暂予监外执行",
    actor=Actor.DECIDING_ORGAN,
    clock="D38",
    basis=(CPL("267"),),
    limit=IMMEDIATE,
    from_what="接到检察院书面意见之日",
    digest="决定或者批准机关接到检察院书面意见后，立即重新核查。",
)
RECHECKED = Rule(
    name="oversight.settle_recheck",
    title="处理检察院对暂予监外执行的意见",
    actor=Actor.DECIDING_ORGAN,
    clock="D38",
    basis=(PRISON("46"),),
    limit=Limit(Unit.MONTHS, RECHECK_MONTHS, _ROLL),
    from_what="接到检察院书面意见之日（2026年11月1日起）",
    digest="监狱管理机关接到检察院书面意见后立即重新核查，并在一个月内作出处理。",
)
ADVICE = Rule(
    name="oversight.answer_advice",
    after_end=True,
    title="书面回复检察建议",
    actor=Actor.AGENCY,
    clock="D40",
    basis=(CCL("62"), MEASURES("57"), of("ADVICE", "19")),
    limit=Limit(Unit.MONTHS, ADVICE_MONTHS, _ROLL),
    assumption=_NO_NUMBER,
    from_what="收到检察建议之日",
    digest="将采纳情况书面回复检察院，没有采纳的说明理由；检察建议一般两个月内回复。",
    if_missed="检察院可以报上一级检察院向其上级机关反映（办法57）",
)
CORRECTION = Rule(
    name="oversight.answer_correction",
    after_end=True,
    title="书面回复纠正违法意见",
    actor=Actor.AGENCY,
    clock="D40",
    basis=(CCL("62"), MEASURES("57")),
    limit=Limit(Unit.DAYS, CORRECTION_DAYS, _ROLL),
    assumption=_NO_NUMBER,
    from_what="收到纠正违法意见之日",
    digest="将采纳情况书面回复检察院，没有采纳的说明理由；纠正违法意见一般十五日内回复。",
    if_missed="检察院可以报上一级检察院向其上级机关反映（办法57）",
)

RULES: tuple[Rule, ...] = (OBJECT, RECHECK, RECHECKED, ADVICE, CORRECTION)
K = EventKind
_STEPS = (
    (K.EXECUTION_NOTIFIED, OBJECT, K.EXECUTION_OBJECTED, "{start}接到暂予监外执行决定，{n}个月内，至{raw}"),
    (K.ADVICE_RECEIVED, ADVICE, K.PROCURATORATE_ANSWERED, "{start}收到检察建议，{n}个月内回复，至{raw}"),
    (K.CORRECTION_RECEIVED, CORRECTION, K.PROCURATORATE_ANSWERED, "{start}收到纠正违法意见，次日起算{n}日，至{raw}"),
    (K.EXECUTION_OBJECTED, RECHECK, K.EXECUTION_RECHECKED, "{start}接到检察院书面意见，应当立即重新核查"),
)


def duties(case: Reading) -> Iterator[Duty]:
    """Each from the day the paper was received."""
    for opener, rule, closer, why in _STEPS:
        for event in case.of(opener):
            yield case.duty(
                rule,
                occasion_of(event),
                event.on,
                done=case.answer(event, closer),
                why=why,
                change_if="若{due}以前书面回复，则为按期。" if rule.actor is Actor.AGENCY else "",
            )
    for event in case.of(K.EXECUTION_OBJECTED):
        if case.facts.decided_by is DecidedBy.PRISON_AUTHORITY and RECHECKED.basis[0].source.in_force(event.on):
            yield case.duty(
                RECHECKED,
                occasion_of(event),
                event.on,
                done=case.answer(event, K.EXECUTION_RECHECKED),
                why="{start}接到检察院书面意见，次日起算{n}个月，至{raw}",
            )
