"""Minors: the guardian at the declaration, schooling, and a guardian who does not do his part (§1.9)."""

from __future__ import annotations

from collections.abc import Iterator

from yipanqi.law.events import EventKind, Member
from yipanqi.law.findings import Duty
from yipanqi.law.reading import Reading, occasion_of
from yipanqi.law.rules import IMMEDIATE, NO_NUMBER, Actor, Rule
from yipanqi.law.sources import CCL, MEASURES

GUARDIAN = Rule(
    name="minors.invite_guardian",
    title="通知监护人到场宣告",
    actor=Actor.OFFICE,
    basis=(CCL("58"), MEASURES("55")),
    limit=NO_NUMBER,
    from_what="入矫宣告",
    digest="未成年社区矫正对象的宣告不公开进行，通知监护人到场；期间年满十八周岁的照旧执行。",
)
SCHOOL = Rule(
    name="minors.notify_school",
    title="通知教育部门",
    actor=Actor.AGENCY,
    basis=(CCL("55"),),
    limit=NO_NUMBER,
    from_what="接收登记之日",
    digest="未完成义务教育的，通知并配合教育部门为其完成义务教育提供条件。",
)
TEACH = Rule(
    name="minors.teach_guardian",
    title="督促教育监护人",
    actor=Actor.AGENCY,
    basis=(CCL("53"),),
    limit=IMMEDIATE,
    from_what="发现监护人怠于履行职责之日",
    digest="监护人怠于履行监护职责的，督促、教育其履行；拒不履行的，通知有关部门依法处理。",
    next_step="拒不履行的通知有关部门依法处理",
)

RULES: tuple[Rule, ...] = (GUARDIAN, SCHOOL, TEACH)


def duties(case: Reading) -> Iterator[Duty]:
    """Nothing for adults; a minor at the start stays one to the end (社区矫正法 58)."""
    facts = case.facts
    start = case.entered_on
    if not facts.minor or start is None:
        return
    declared = case.first(EventKind.DECLARED)
    present = declared is not None and Member.GUARDIAN in declared.members
    yield case.duty(
        GUARDIAN,
        "declaration",
        declared.on if declared else start,
        done=declared if present else None,
        missing="监护人是否到场" if declared is not None and not declared.members else "",
        why="未成年人案件，入矫宣告应当通知监护人到场，不公开进行",
    )
    if facts.compulsory_education_done is False:
        yield case.duty(
            SCHOOL,
            "registration",
            start,
            done=case.first(EventKind.SCHOOL_NOTIFIED),
            why="{start}接收时尚未完成义务教育，应当通知教育部门",
        )
    for event in case.of(EventKind.GUARDIAN_FAILED):
        yield case.duty(
            TEACH,
            occasion_of(event),
            event.on,
            done=case.answer(event, EventKind.GUARDIAN_TAUGHT),
            why="{start}发现监护人怠于履行监护职责，应当督促教育",
        )
