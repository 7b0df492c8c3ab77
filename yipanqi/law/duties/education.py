"""Visits, education and public service where province or city has set how much: the law itself sets no hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yipanqi.law.days import Roll, month_end
from yipanqi.law.events import Event, EventKind
from yipanqi.law.findings import Duty
from yipanqi.law.parameters import SERVICE_HOURS, STUDY_HOURS, VISIT_DAYS
from yipanqi.law.reading import Reading, occasion_of
from yipanqi.law.rules import AT_EVENT, Actor, Limit, Rule, Unit
from yipanqi.law.sources import CCL, MEASURES, Dated

VISIT = Rule(
    name="education.visit",
    title="实地查访",
    actor=Actor.OFFICE,
    basis=(CCL("26"), MEASURES("23")),
    limit=Limit(Unit.DAYS, VISIT_DAYS, Roll.NEXT_WORKDAY),
    from_what="上次查访之日",
    statutory=False,
    digest="以通信联络、信息化核查、实地查访等方式了解活动情况，保护身份信息和个人隐私；次数由省市规定。",
)
STUDY = Rule(
    name="education.study",
    title="教育学习",
    actor=Actor.PERSON,
    basis=(CCL("36"), MEASURES("43")),
    limit=AT_EVENT,
    more_numbers=(STUDY_HOURS,),
    from_what="每个日历月",
    statutory=False,
    digest="因人施教；法律没有规定时数，时数由省市规定。",
    if_missed="经教育仍不参加的训诫（办法34）",
)
SERVE = Rule(
    name="education.serve",
    title="公益活动",
    actor=Actor.PERSON,
    basis=(CCL("42"), MEASURES("44")),
    limit=AT_EVENT,
    more_numbers=(SERVICE_HOURS,),
    from_what="每个日历月",
    statutory=False,
    optional=True,
    digest="可以根据个人特长和身体状况组织参加；法律没有规定时数，强制超时劳动属检察监督事项。",
)

RULES: tuple[Rule, ...] = (VISIT, STUDY, SERVE)


def duties(case: Reading) -> Iterator[Duty]:
    """Nothing where nobody has set a number."""
    start = case.supervised_since
    if start is None:
        return
    if case.facts.known_since is not None:
        start = max(start, case.facts.known_since)
    yield from _visits(case, start)
    yield from _hours(case, start, STUDY, STUDY_HOURS, EventKind.STUDIED)
    yield from _hours(case, start, SERVE, SERVICE_HOURS, EventKind.SERVED)


def _visits(case: Reading, start: date) -> Iterator[Duty]:
    if case.value(VISIT_DAYS, case.on) is None:
        return
    occasion = "first"
    why = "自{start}次日起算{n}日内查访，至{raw}"
    for visit in case.of(EventKind.VISITED):
        if visit.on >= start:
            yield case.duty(VISIT, occasion, start, done=visit, why=why)
            start, occasion = visit.on, occasion_of(visit)
    if case.supervised and not case.in_custody(case.on):
        yield case.duty(VISIT, occasion, start, why=why)


def _hours(case: Reading, start: date, rule: Rule, number: Dated[int | None], kind: EventKind) -> Iterator[Duty]:
    if case.value(number, case.on) is None:
        return
    year, month = start.year, start.month
    while date(year, month, 1) <= case.last_supervised_on:
        first, last = max(start, date(year, month, 1)), case.capped(month_end(year, month))
        hours = case.value(number, first)
        if hours is not None and not case.in_custody(last):
            done, total = _reached(case, kind, (first, last), hours)
            yield case.duty(
                rule,
                f"{year}-{month:02}",
                first,
                due_on=last,
                done=done,
                subject=f"{year}年{month}月",
                extra={"hours": hours, "total": total},
                why="{subject}应满{hours}小时，已有{total}小时，至{raw}",
                change_if="若{due}以前满{hours}小时，则本月已办。",
            )
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _reached(case: Reading, kind: EventKind, span: tuple[date, date], hours: int) -> tuple[Event | None, int]:
    total = 0
    for event in case.of(kind):
        if span[0] <= event.on <= span[1]:
            total += event.hours or 0
            if total >= hours:
                return event, total
    return None, total
