"""Regular reports by management level, and the report of changes at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yipanqi.law.days import Roll
from yipanqi.law.events import Event, EventKind
from yipanqi.law.findings import Duty
from yipanqi.law.parameters import REPORT_DAYS_GENERAL, REPORT_DAYS_LENIENT, REPORT_DAYS_STRICT
from yipanqi.law.reading import Reading, occasion_of
from yipanqi.law.rules import IMMEDIATE, Actor, Limit, Rule, Unit
from yipanqi.law.sources import MEASURES

_LIMITS = {
    "严管": Limit(Unit.DAYS, REPORT_DAYS_STRICT, Roll.NEXT_WORKDAY),
    "普管": Limit(Unit.DAYS, REPORT_DAYS_GENERAL, Roll.NEXT_WORKDAY),
    "宽管": Limit(Unit.DAYS, REPORT_DAYS_LENIENT, Roll.NEXT_WORKDAY),
}

REGULAR = Rule(
    name="reporting.report",
    title="定期报告",
    actor=Actor.PERSON,
    basis=(MEASURES("24"),),
    limit=_LIMITS["普管"],
    variants=_LIMITS,
    from_what="接收登记或者上次报告之日",
    statutory=False,
    digest="定期报告遵纪守法、接受监督管理、参加教育学习等情况；有禁止令的，同时报告遵守禁止令情况。",
    if_missed="违反报告规定：情节轻微的训诫，较重的警告",
    next_step="登记报告内容",
)
CHANGE = Rule(
    name="reporting.report_change",
    title="报告重大变化",
    actor=Actor.PERSON,
    basis=(MEASURES("24"),),
    limit=IMMEDIATE,
    from_what="发生变化之日",
    digest="居所、工作变动，家庭重大变故，接触对其矫正不利人员的，应当及时报告。",
    if_missed="违反报告规定：情节轻微的训诫，较重的警告",
)

RULES: tuple[Rule, ...] = (REGULAR, CHANGE)


def duties(case: Reading) -> Iterator[Duty]:
    """One duty per report owed; the one now running is the last."""
    yield from _regular(case)
    for event in case.of(EventKind.CHANGE_HAPPENED):
        yield case.duty(
            CHANGE,
            occasion_of(event),
            event.on,
            done=case.answer(event, EventKind.CHANGE_REPORTED),
            why="{start}情况发生变化，应当及时报告",
        )


def _regular(case: Reading) -> Iterator[Duty]:
    start = case.supervised_since
    if start is None:
        return
    occasion, known = "first", case.facts.known_since
    if known is not None and known > start:
        start, occasion = known, "import"
    reports = [event for event in case.of(EventKind.REPORTED) if event.on >= start]
    if not case.only_open:
        for report in reports:
            yield _report(case, occasion, start, report)
            start, occasion = report.on, occasion_of(report)
    elif reports:
        start, occasion = reports[-1].on, occasion_of(reports[-1])
    if case.supervised and not case.in_custody(case.on):
        yield _report(case, occasion, start, None)


def _report(case: Reading, occasion: str, start: date, report: Event | None) -> Duty:
    level = level_on(case, start)
    limit = _LIMITS.get(level or "")
    prohibited = "，并报告遵守禁止令情况" if case.facts.prohibitions else ""
    asks = limit is None and _any_set(case, start)
    return case.duty(
        REGULAR,
        occasion,
        start,
        done=report,
        limit=limit,
        missing="管理等级" if asks else "",
        why="{level}对象自{start}次日起算{n}日内报告，至{raw}{prohibited}",
        extra={"level": level, "prohibited": prohibited},
        used=(("管理等级", level),),
    )


def _any_set(case: Reading, day: date) -> bool:
    return any(case.due(limit, day)[0] is not None for limit in _LIMITS.values())


def level_on(case: Reading, day: date) -> str | None:
    """The management level on `day`: by the decisions on levels, else as registered."""
    level = case.facts.level
    for event in case.of(EventKind.LEVEL_SET):
        if event.on <= day:
            level = event.level
    return level
