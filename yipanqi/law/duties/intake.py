"""Intake: papers to the agency, receipt, and the person's reporting in or hand-over (D4-D10)."""

from __future__ import annotations

from collections.abc import Iterator

from yipanqi.law.days import Roll
from yipanqi.law.facts import Category
from yipanqi.law.findings import Duty
from yipanqi.law.reading import Reading
from yipanqi.law.rules import Actor, Limit, Rule, Unit
from yipanqi.law.sources import CCL, INTERP, number

REPORT_IN_DAYS = number("report_in_days", "报到期限", "日", 10, CCL("21"))

REPORT_IN = Rule(
    name="intake.report_in_person",
    title="本人报到",
    actor=Actor.PERSON,
    clock="D8",
    basis=(CCL("21", "款"), INTERP("519")),
    from_what="判决、裁定生效之日",
    limit=Limit(Unit.DAYS, REPORT_IN_DAYS, Roll.NEXT_WORKDAY),
    digest="判处管制、宣告缓刑、裁定假释的人，自判决、裁定生效之日起十日内到执行地社区矫正机构报到。",
    if_missed="属不按规定时间报到，社区矫正机构组织查找，并按逾期长短给予训诫、警告或提请撤销",
    next_step="办理接收登记",
)

RULES: tuple[Rule, ...] = (REPORT_IN,)


def duties(case: Reading) -> Iterator[Duty]:
    """The duties of intake."""
    facts = case.facts
    if facts.category is Category.TEMPORARY:
        return
    yield case.duty(
        REPORT_IN,
        "judgment",
        facts.effective_on,
        done=facts.arrived_on,
        why="判决、裁定{start}生效，次日起算{n}日，至{raw}",
        missing="" if facts.effective_on else "判决、裁定生效日期",
        change_if="若{due}前报到，则为按时报到。",
        used=(("生效日期", facts.effective_on), ("报到日期", facts.arrived_on)),
    )
