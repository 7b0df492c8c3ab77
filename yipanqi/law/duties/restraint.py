"""Liberty restricted by another organ: notice to the agency within three days (D23)."""

from __future__ import annotations

from collections.abc import Iterator

from yipanqi.law.days import Roll
from yipanqi.law.events import EventKind
from yipanqi.law.findings import Duty
from yipanqi.law.reading import Reading, occasion_of
from yipanqi.law.rules import Actor, Limit, Rule, Unit
from yipanqi.law.sources import CCL, MEASURES, Certainty, number

NOTICE_DAYS = number(
    "restraint_notice_days", "限制人身自由通知期限", "日", 3, MEASURES("41"), certainty=Certainty.RECALLED
)

NOTICE = Rule(
    name="restraint.notify_agency",
    title="通知限制人身自由情况",
    actor=Actor.POLICE,
    clock="D23",
    basis=(CCL("32"), MEASURES("41")),
    limit=Limit(Unit.DAYS, NOTICE_DAYS, Roll.NEXT_WORKDAY),
    from_what="决定拘留、强制隔离戒毒或者采取强制措施之日",
    digest="社区矫正法只说“及时通知”；办法定为三日内通知执行地县级社区矫正机构和检察院。",
    if_missed="社区矫正机构自行核实并催告",
    next_step="矫正期限照常计算，日常报告暂停；期满时未决的列为期满待定",
)

RULES: tuple[Rule, ...] = (NOTICE,)
_KINDS = (EventKind.DETAINED, EventKind.REHABILITATED, EventKind.COERCED)


def duties(case: Reading) -> Iterator[Duty]:
    """One notice per restriction of liberty."""
    for kind in _KINDS:
        for event in case.of(kind):
            yield case.duty(
                NOTICE,
                occasion_of(event),
                event.on,
                subject=kind.title,
                done=case.answer(event, EventKind.RESTRAINT_NOTIFIED),
                why="{start}{subject}，次日起算{n}日，至{raw}",
            )
