"""调查评估 before the decision: the opinion in ten or five working days, and the procuratorate told (D1-D3)."""

from __future__ import annotations

from collections.abc import Iterator

from yipanqi.law.days import Roll
from yipanqi.law.events import EventKind, Organ
from yipanqi.law.findings import Duty
from yipanqi.law.reading import Reading, occasion_of
from yipanqi.law.rules import IMMEDIATE, Actor, Limit, Rule, Unit
from yipanqi.law.sources import CCL, MEASURES, Certainty, number

OPINION_WORKDAYS = number(
    "opinion_workdays", "调查评估期限", "工作日", 10, MEASURES("14"), certainty=Certainty.RECALLED
)
EXPEDITED_WORKDAYS = number(
    "opinion_workdays_expedited", "速裁案件调查评估期限", "工作日", 5, MEASURES("14"), certainty=Certainty.RECALLED
)
_EXPEDITED = Limit(Unit.WORKDAYS, EXPEDITED_WORKDAYS, Roll.WORKDAYS)

OPINION = Rule(
    name="investigation.report",
    title="提交调查评估意见",
    actor=Actor.AGENCY,
    clock="D1、D2",
    basis=(CCL("18"), MEASURES("14")),
    limit=Limit(Unit.WORKDAYS, OPINION_WORKDAYS, Roll.WORKDAYS),
    variants={"expedited": _EXPEDITED},
    from_what="收到委托函及所附材料之日",
    digest="收到委托后十个工作日内（速裁案件五个工作日内）调查评估并提交意见；需要延长的与委托机关协商。",
    if_missed="与委托机关协商延长；身份、地址虚假的及时说明",
    next_step="意见供决定机关参考，抄送检察院",
)
TELL = Rule(
    name="investigation.tell_procuratorate",
    title="委托调查告知检察院",
    actor=Actor.AGENCY,
    clock="D3",
    basis=(MEASURES("13"),),
    limit=IMMEDIATE,
    from_what="收到委托之日",
    digest="收到调查评估委托后，及时通知执行地县级人民检察院。",
    if_missed="属检察监督事项",
)
COPY = Rule(
    name="investigation.copy_opinion",
    title="抄送调查评估意见",
    actor=Actor.AGENCY,
    clock="D3",
    basis=(MEASURES("14"),),
    limit=IMMEDIATE,
    from_what="提交意见之日",
    digest="调查评估意见提交委托机关，同时抄送执行地县级人民检察院。",
)

RULES: tuple[Rule, ...] = (OPINION, TELL, COPY)


def duties(case: Reading) -> Iterator[Duty]:
    """Per commission: the opinion and both notices."""
    for event in case.of(EventKind.INVESTIGATION_COMMISSIONED):
        opinion = case.answer(event, EventKind.INVESTIGATION_REPORTED)
        longer = case.answer(event, EventKind.INVESTIGATION_EXTENDED)
        agreed = longer.to_on if longer is not None else None
        words = "速裁案件，" if event.expedited else ""
        why = "{words}{start}收到委托，次日起算{n}个工作日，至{raw}"
        yield case.duty(
            OPINION,
            occasion_of(event),
            event.on,
            done=opinion,
            due_on=agreed,
            limit=_EXPEDITED if event.expedited else None,
            extra={"words": words},
            why="{start}收到委托，与委托机关商定延长至{raw}" if agreed else why,
            change_if="若{due}前与委托机关商定延长，则以商定日期为准。",
        )
        yield case.duty(
            TELL,
            occasion_of(event),
            event.on,
            done=case.told(event, Organ.PROCURATORATE),
            why="{start}收到调查评估委托，应当及时通知执行地县级检察院",
        )
    for event in case.of(EventKind.INVESTIGATION_REPORTED):
        yield case.duty(
            COPY,
            occasion_of(event),
            event.on,
            done=case.told(event, Organ.PROCURATORATE),
            why="{start}提交调查评估意见，同时抄送执行地县级检察院",
        )
