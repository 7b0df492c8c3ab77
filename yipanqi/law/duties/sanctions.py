"""After a breach: the measure owed, copies, publication, objections, the police case (D24-D26, D39, §1.4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yipanqi.law.days import Roll
from yipanqi.law.events import Event, EventKind, Organ
from yipanqi.law.findings import Duty
from yipanqi.law.reading import Reading, occasion_of
from yipanqi.law.rules import IMMEDIATE, NO_NUMBER, Actor, Limit, Rule, Unit
from yipanqi.law.sources import CCL, MEASURES, PSL, Certainty, Dated, Version, number, of

POLICE_DAYS = number("police_case_days", "治安案件办案期限", "日", 30, PSL("118"))
POLICE_EXTENSIONS: Dated[int] = Dated(
    "police_case_extensions",
    "治安案件延长次数上限",
    "次",
    Version(None, 1, of("PSL2012", "99"), Certainty.RECALLED, "旧法：重大复杂的延长三十日，一次"),
    Version(date(2026, 1, 1), 2, PSL("118"), Certainty.VERIFIED, "新法：每次三十日，不超过两次"),
)

TREAT = Rule(
    name="sanctions.treat_breach",
    title="处理违规行为",
    actor=Actor.AGENCY,
    clock="D24-D26",
    basis=(CCL("28"), MEASURES("34"), MEASURES("35"), MEASURES("36"), MEASURES("40")),
    limit=NO_NUMBER,
    from_what="发现违规之日",
    digest="调查取证后按情节训诫、警告、提请治安管理处罚或者提请撤销、收监；一个事实只处理一次。",
    if_missed="应当处理而未处理属检察监督事项",
    next_step="书面决定，送达本人，抄送检察院",
)
COPY = Rule(
    name="sanctions.copy_procuratorate",
    after_end=True,
    title="奖惩决定抄送检察院",
    actor=Actor.AGENCY,
    basis=(MEASURES("32"), MEASURES("36")),
    limit=NO_NUMBER,
    from_what="作出决定之日",
    digest="表扬、训诫、警告决定和治安管理处罚建议书抄送人民检察院。",
)
PUBLISH = Rule(
    name="sanctions.publish",
    title="公示奖惩决定",
    actor=Actor.AGENCY,
    basis=(MEASURES("32"), MEASURES("55")),
    limit=NO_NUMBER,
    from_what="作出决定之日",
    digest="奖惩决定定期公示；未成年人的考核奖惩不公开。",
)
OBJECTION = Rule(
    name="sanctions.answer_objection",
    after_end=True,
    title="答复对决定的异议",
    actor=Actor.AGENCY,
    basis=(CCL("34"), MEASURES("32")),
    limit=IMMEDIATE,
    from_what="收到异议之日",
    digest="对奖惩决定有异议的，社区矫正机构及时处理并告知结果；仍不服的可以向检察院申诉。",
)
COMPLAINT = Rule(
    name="sanctions.answer_complaint",
    after_end=True,
    title="办理申诉控告检举",
    actor=Actor.AGENCY,
    basis=(CCL("34"),),
    limit=IMMEDIATE,
    from_what="收到申诉控告检举之日",
    digest="受理机关及时办理，并将结果告知申诉人、控告人、检举人。",
)
POLICE_CASE = Rule(
    name="sanctions.close_police_case",
    title="办结治安案件",
    actor=Actor.POLICE,
    clock="D39",
    basis=(PSL("118"), of("PSL2012", "99")),
    limit=Limit(Unit.DAYS, POLICE_DAYS, Roll.NEXT_WORKDAY),
    from_what="立案之日（2026年以前为受理之日）",
    assumption="鉴定、听证期间依法不计入，未录入的不予扣除",
    more_numbers=(POLICE_EXTENSIONS,),
    digest="公安机关办理治安案件不超过三十日；重大复杂的经上一级批准可以延长三十日，至多两次（2026年以前一次）。",
    next_step="处罚结果抄告社区矫正机构和检察院",
)

RULES: tuple[Rule, ...] = (TREAT, COPY, PUBLISH, OBJECTION, COMPLAINT, POLICE_CASE)
_BREACHES = (EventKind.ABSENT, EventKind.BREACHED, EventKind.PROHIBITION_BREACHED)
_MEASURES = (
    EventKind.ADMONISHED,
    EventKind.WARNED,
    EventKind.PENALTY_PROPOSED,
    EventKind.PENALISED,
    EventKind.REVOCATION_PROPOSED,
    EventKind.RECALL_PROPOSED,
)
_DECISIONS = (EventKind.COMMENDED, EventKind.ADMONISHED, EventKind.WARNED, EventKind.PENALTY_PROPOSED)
_ANSWERS = (
    (EventKind.OBJECTED, OBJECTION, EventKind.OBJECTION_ANSWERED, "{start}收到异议，应当及时处理并告知"),
    (EventKind.COMPLAINED, COMPLAINT, EventKind.COMPLAINT_ANSWERED, "{start}收到申诉控告检举，应当及时办理并告知"),
)


def duties(case: Reading) -> Iterator[Duty]:
    """What a breach, a decision, an objection or a police case calls for."""
    for kind in _BREACHES:
        for event in case.of(kind):
            yield case.duty(
                TREAT,
                occasion_of(event),
                event.on,
                subject=kind.title,
                done=measure_for(case, event),
                why="{start}{subject}，应当调查并依情节处理，法律未定日数",
                used=(("违规事实", event.id), ("有正当理由", event.good_reason)),
            )
    for kind in _DECISIONS:
        for event in case.of(kind):
            yield from _decision(case, event)
    for opener, rule, closer, why in _ANSWERS:
        for event in case.of(opener):
            yield case.duty(rule, occasion_of(event), event.on, done=case.answer(event, closer), why=why)
    for event in case.of(EventKind.POLICE_CASE_ACCEPTED):
        yield _police_case(case, event)


def measure_for(case: Reading, breach: Event) -> Event | None:
    """The first measure that names this breach, or names nothing and follows it before the next breach."""
    following = [e.on for kind in _BREACHES for e in case.of(kind) if e.on > breach.on]
    before = min(following, default=date.max)
    found = [
        event
        for kind in _MEASURES
        for event in case.of(kind)
        if (breach.id in event.refers_to if event.refers_to else breach.on <= event.on < before)
    ]
    return min(found, key=lambda event: (event.on, event.id), default=None)


def _decision(case: Reading, event: Event) -> Iterator[Duty]:
    yield case.duty(
        COPY,
        occasion_of(event),
        event.on,
        subject=event.kind.title,
        done=case.told(event, Organ.PROCURATORATE),
        cites=(MEASURES("36" if event.kind is EventKind.PENALTY_PROPOSED else "32"),),
        why="{start}{subject}，应当抄送人民检察院，法律未定日数",
    )
    if not case.facts.minor and event.kind is not EventKind.PENALTY_PROPOSED:
        published = case.first_told(occasion_of(event), Organ.PUBLIC)
        yield case.duty(
            PUBLISH,
            occasion_of(event),
            event.on,
            subject=event.kind.title,
            done=published,
            cites=(MEASURES("32"),),
            why="{start}{subject}，应当定期公示，法律未定日数",
        )


def _police_case(case: Reading, event: Event) -> Duty:
    allowed = case.value(POLICE_EXTENSIONS, event.on)
    asked = sum(
        1
        for longer in case.of(EventKind.POLICE_CASE_EXTENDED)
        if event.id in longer.refers_to or (not longer.refers_to and longer.on >= event.on)
    )
    times = min(asked, allowed)
    days = case.value(POLICE_DAYS, event.on)
    deadline = case.calendar.roll(POLICE_CASE.limit.deadline(event.on, days * (1 + times), case.calendar).raw_on)
    return case.duty(
        POLICE_CASE,
        occasion_of(event),
        event.on,
        done=case.first_answer(event, EventKind.POLICE_CASE_CLOSED, EventKind.PENALISED),
        deadline=deadline,
        extra={"days": days, "times": times},
        flag="延长次数超过法定上限" if asked > allowed else "",
        why="{start}受理，次日起算{days}日" + ("，延长{times}次" if times else "") + "，至{raw}",
    )
