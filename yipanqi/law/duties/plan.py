"""The first steps after registration: declaration, group, plan, level; the group's composition; the plan kept up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yipanqi.law.days import Roll
from yipanqi.law.events import Event, EventKind, Member
from yipanqi.law.findings import Duty
from yipanqi.law.parameters import DECLARATION_DAYS, GROUP_DAYS, PLAN_DAYS
from yipanqi.law.reading import Reading, occasion_of
from yipanqi.law.rules import NO_NUMBER, Actor, Limit, Rule, Unit
from yipanqi.law.sources import CCL, MEASURES

_FROM = "接收登记之日"

DECLARE = Rule(
    name="plan.declare",
    title="入矫宣告",
    actor=Actor.AGENCY,
    basis=(CCL("22"), MEASURES("20")),
    limit=Limit(Unit.DAYS, DECLARATION_DAYS, Roll.NEXT_WORKDAY),
    from_what=_FROM,
    statutory=False,
    digest="宣告犯罪事实、执行期限、应当遵守的规定、权利和矫正小组，由本人签字；未成年人的宣告不公开。",
    if_missed="法律未规定期限；长期未宣告属检察监督事项",
    next_step="按矫正方案开展监督管理",
)
GROUP = Rule(
    name="plan.form_group",
    title="确定矫正小组",
    actor=Actor.OFFICE,
    basis=(CCL("25"), MEASURES("19")),
    limit=Limit(Unit.DAYS, GROUP_DAYS, Roll.NEXT_WORKDAY),
    from_what=_FROM,
    statutory=False,
    digest="为每名社区矫正对象确定矫正小组并签订责任书。",
    if_missed="法律未规定期限；无小组属检察监督事项",
    next_step="落实矫正方案",
)
PLAN = Rule(
    name="plan.make_plan",
    title="制定矫正方案",
    actor=Actor.AGENCY,
    basis=(CCL("24"), MEASURES("22")),
    limit=Limit(Unit.DAYS, PLAN_DAYS, Roll.NEXT_WORKDAY),
    from_what=_FROM,
    statutory=False,
    digest="根据裁判内容和个人情况制定有针对性的矫正方案。",
    if_missed="法律未规定期限",
    next_step="根据表现相应调整",
)
LEVEL = Rule(
    name="plan.set_level",
    title="确定管理等级",
    actor=Actor.AGENCY,
    basis=(CCL("24"), MEASURES("21")),
    limit=NO_NUMBER,
    from_what=_FROM,
    digest="实行分类管理；等级名称和进出条件由省规定。",
    next_step="按等级确定报告间隔",
)
WOMAN = Rule(
    name="plan.include_woman",
    title="矫正小组吸收女性成员",
    actor=Actor.OFFICE,
    basis=(CCL("25"),),
    limit=NO_NUMBER,
    from_what="确定矫正小组之日",
    digest="社区矫正对象为女性的，矫正小组中应有女性成员。",
    if_missed="小组组成不合法",
)
SPECIALIST = Rule(
    name="plan.include_specialist",
    title="矫正小组吸收熟悉未成年人的人员",
    actor=Actor.OFFICE,
    basis=(CCL("52"),),
    limit=NO_NUMBER,
    from_what="确定矫正小组之日",
    digest="未成年社区矫正对象的矫正小组，应当吸收熟悉未成年人身心特点的人员参加；年满十八周岁后照旧。",
    if_missed="小组组成不合法",
)
ADJUST = Rule(
    name="plan.adjust_plan",
    title="调整矫正方案",
    actor=Actor.AGENCY,
    basis=(CCL("24"), MEASURES("22")),
    limit=NO_NUMBER,
    from_what="管理等级变化或者受到奖惩之日",
    digest="矫正方案根据社区矫正对象的表现等情况相应调整。",
)

RULES: tuple[Rule, ...] = (DECLARE, GROUP, PLAN, LEVEL, WOMAN, SPECIALIST, ADJUST)
_STEPS = ((DECLARE, EventKind.DECLARED), (GROUP, EventKind.GROUP_FORMED), (PLAN, EventKind.PLAN_MADE))
_TURNS = (EventKind.WARNED, EventKind.PENALISED, EventKind.COMMENDED, EventKind.LEVEL_SET)


def duties(case: Reading) -> Iterator[Duty]:
    """The first steps, the group's composition and the adjustment of the plan."""
    start = case.entered_on or case.presumed_since
    if start is None:
        return
    missing = "" if case.entered_on else "接收登记日期"
    for rule, kind in _STEPS:
        done = case.first(kind)
        yield case.duty(
            rule,
            "registration",
            start,
            done=done,
            missing=missing,
            why="{start}接收登记，次日起算{n}日，至{raw}",
            change_if="若{due}以前办理，则为按期。",
        )
    if case.over_on is None:
        level = case.first(EventKind.LEVEL_SET)
        if level is not None or not case.facts.level:
            yield case.duty(
                LEVEL, "registration", start, done=level, why="{start}接收登记，应当实行分类管理，法律未定日数"
            )
        yield from _composition(case)
        yield from _adjustment(case)


def _composition(case: Reading) -> Iterator[Duty]:
    group = case.last(EventKind.GROUP_FORMED)
    if group is None:
        return
    if case.facts.is_woman:
        yield _member(case, WOMAN, group, Member.WOMAN, "本人为女性")
    if case.facts.minor:
        yield _member(case, SPECIALIST, group, Member.MINORS_SPECIALIST, "按未成年人案件执行")


def _member(case: Reading, rule: Rule, group: Event, member: Member, reason: str) -> Duty:
    missing = "" if group.members else "矫正小组成员构成"
    return case.duty(
        rule,
        occasion_of(group),
        group.on,
        done=group.on if member in group.members else None,
        missing=missing,
        why="{reason}，{start}确定的矫正小组应当有{member}",
        extra={"reason": reason, "member": member.title},
    )


def _adjustment(case: Reading) -> Iterator[Duty]:
    made = case.first(EventKind.PLAN_MADE)
    if made is None:
        return
    turns = [event for kind in _TURNS for event in case.of(kind) if event.on > made.on]
    if not turns:
        return
    turn = max(turns, key=lambda event: (event.on, event.id))
    yield case.duty(
        ADJUST,
        occasion_of(turn),
        turn.on,
        done=_first_since(case, EventKind.PLAN_CHANGED, turn.on),
        subject=turn.kind.title,
        why="{start}{subject}，矫正方案应当相应调整，法律未定日数",
    )


def _first_since(case: Reading, kind: EventKind, day: date) -> Event | None:
    return next((event for event in case.of(kind) if event.on >= day), None)
