"""Revocation, arrest, recall and reduction: the courts' and organs' clocks, and what follows (D27-D32)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yipanqi.law.days import Roll, period_end
from yipanqi.law.events import Event, EventKind, Organ
from yipanqi.law.facts import Category
from yipanqi.law.findings import Duty
from yipanqi.law.reading import Reading, occasion_of
from yipanqi.law.rules import IMMEDIATE, NO_NUMBER, Actor, Limit, Rule, Unit
from yipanqi.law.sources import CCL, CPL, INTERP, MEASURES, PRISON, SOURCES, Article, number

RULING_DAYS = number("revocation_ruling_days", "撤销裁定期限", "日", 30, CCL("48"))
PAROLE_MONTHS = number("parole_ruling_months", "撤销假释裁定期限（监狱法）", "个月", 1, PRISON("54"))
ARREST_HOURS = number("arrest_hours", "逮捕决定时限", "小时", 48, CCL("47"))
CUSTODY_DAYS = number("arrest_custody_days", "逮捕后羁押期限", "日", 30, CCL("47"))
RECALL_DAYS = number("recall_decision_days", "收监决定期限", "日", 30, CCL("49"))
REDUCTION_DAYS = number("reduction_ruling_days", "减刑裁定期限", "日", 30, CCL("33"))
REHEAR_MONTHS = number("reduction_rehear_months", "重新审理减刑期限", "个月", 1, CPL("274"))
SERVE_DAYS = number("reduction_serve_days", "送达减刑裁定期限", "日", 7, INTERP("539"))
CONTEST_DAYS = number("reduction_contest_days", "对减刑裁定提出意见期限", "日", 20, CPL("274"))
_ROLL = Roll.NEXT_WORKDAY

RULE_ON = Rule(
    name="revocation.rule",
    title="裁定是否撤销缓刑、假释",
    actor=Actor.COURT,
    clock="D27",
    basis=(CCL("48"), INTERP("545"), PRISON("54")),
    limit=Limit(Unit.DAYS, RULING_DAYS, _ROLL),
    more_numbers=(PAROLE_MONTHS,),
    from_what="收到撤销建议书之日",
    digest="法院收到撤销建议书后三十日内裁定，裁定立即生效；假释另有监狱法一个月的规定，以较早者为准。",
    if_missed="人民检察院监督",
    next_step="裁定撤销的，公安机关及时送交监狱或者看守所",
)
COPY = Rule(
    name="revocation.copy_procuratorate",
    after_end=True,
    title="建议书抄送检察院",
    actor=Actor.AGENCY,
    basis=(CCL("46"), CCL("49"), CCL("33"), MEASURES("46")),
    limit=NO_NUMBER,
    from_what="提出建议之日",
    digest="撤销缓刑、撤销假释、收监执行、减刑建议书抄送同级人民检察院。",
)
ARREST = Rule(
    name="revocation.decide_arrest",
    title="决定是否逮捕",
    actor=Actor.COURT,
    clock="D28",
    basis=(CCL("47"), INTERP("544")),
    limit=Limit(Unit.HOURS, ARREST_HOURS, Roll.HOURS),
    from_what="提请逮捕之时",
    digest="法院在四十八小时内作出是否逮捕的决定；决定逮捕的由公安机关执行。",
)
CUSTODY = Rule(
    name="revocation.end_custody",
    title="结束逮捕羁押",
    actor=Actor.COURT,
    clock="D29",
    basis=(CCL("47"), CCL("48")),
    limit=Limit(Unit.DAYS, CUSTODY_DAYS),
    from_what="执行逮捕之日",
    digest="逮捕后的羁押期限不超过三十日，不因休息日顺延；裁定不予撤销的立即释放。",
)
FREE = Rule(
    name="revocation.free_at_once",
    title="立即释放",
    actor=Actor.POLICE,
    clock="D29",
    basis=(CCL("48"),),
    limit=IMMEDIATE,
    from_what="裁定不予撤销之日",
    digest="裁定不予撤销缓刑、假释的，对被逮捕的人立即释放。",
)
DELIVER = Rule(
    name="revocation.deliver",
    after_end=True,
    title="送交监狱或者看守所",
    actor=Actor.POLICE,
    basis=(CCL("48"), CCL("49")),
    limit=IMMEDIATE,
    from_what="裁定撤销或者决定收监之日",
    digest="裁定撤销的，公安机关及时送交执行；决定收监的，公安机关（监狱管理机关决定的由监狱）立即收监。",
)
CHASE = Rule(
    name="revocation.chase",
    after_end=True,
    title="追捕在逃人员",
    actor=Actor.POLICE,
    basis=(CCL("50"), MEASURES("51")),
    limit=IMMEDIATE,
    from_what="撤销裁定或者收监决定生效而下落不明之日",
    digest="被裁定撤销或者决定收监的人逃跑、下落不明的，由公安机关追捕，社区矫正机构协助；裁定书可作网上追逃依据。",
)
RECALL = Rule(
    name="revocation.decide_recall",
    title="决定是否收监执行",
    actor=Actor.DECIDING_ORGAN,
    clock="D30",
    basis=(CCL("49"), INTERP("517")),
    limit=Limit(Unit.DAYS, RECALL_DAYS, _ROLL),
    from_what="收到收监执行建议书之日",
    digest="决定机关收到收监执行建议书后三十日内作出决定。",
    if_missed="人民检察院监督",
)
PROPOSE_RECALL = Rule(
    name="revocation.propose_recall",
    title="提请收监执行",
    actor=Actor.AGENCY,
    basis=(MEASURES("49(6)"), CPL("268")),
    limit=NO_NUMBER,
    from_what="暂予监外执行情形消失之日",
    digest="暂予监外执行的情形消失而刑期未满的，由县级社区矫正机构提请收监执行。",
)
GUARANTOR = Rule(
    name="revocation.find_guarantor",
    title="提出新保证人",
    actor=Actor.PERSON,
    basis=(MEASURES("49(7)"),),
    limit=NO_NUMBER,
    from_what="保证人丧失条件之日",
    digest="保外就医的保证人丧失保证条件的，应当及时提出新保证人。",
    if_missed="未在规定期限内提出新保证人的，提请收监执行",
)
REDUCTION = Rule(
    name="revocation.rule_on_reduction",
    title="裁定减刑",
    actor=Actor.COURT,
    clock="D31",
    basis=(CCL("33"), INTERP("534")),
    limit=Limit(Unit.DAYS, REDUCTION_DAYS, _ROLL),
    from_what="收到减刑建议书之日",
    digest="中级以上法院收到减刑建议书后三十日内裁定，不得延长。",
)
SERVE = Rule(
    name="revocation.serve_reduction",
    title="送达减刑裁定",
    actor=Actor.COURT,
    clock="D32",
    basis=(INTERP("539"),),
    limit=Limit(Unit.DAYS, SERVE_DAYS, _ROLL),
    from_what="作出减刑裁定之日",
    digest="减刑裁定作出后七日内送达，并抄送检察院、公安机关。",
)
CONTEST = Rule(
    name="revocation.contest_reduction",
    after_end=True,
    title="对减刑裁定提出纠正意见",
    actor=Actor.PROCURATORATE,
    clock="D32",
    basis=(CPL("274"),),
    limit=Limit(Unit.DAYS, CONTEST_DAYS, _ROLL),
    optional=True,
    from_what="收到减刑裁定书之日",
    digest="检察院认为减刑裁定不当的，收到裁定书后二十日内提出书面纠正意见。",
)

REHEAR = Rule(
    name="revocation.rehear_reduction",
    title="重新审理减刑",
    actor=Actor.COURT,
    clock="D32",
    basis=(CPL("274"),),
    limit=Limit(Unit.MONTHS, REHEAR_MONTHS, _ROLL),
    from_what="收到纠正意见之日",
    digest="法院收到检察院纠正意见后一个月内重新组成合议庭审理，作出最终裁定。",
)

RULES: tuple[Rule, ...] = (
    RULE_ON,
    COPY,
    ARREST,
    CUSTODY,
    FREE,
    DELIVER,
    CHASE,
    RECALL,
    PROPOSE_RECALL,
    GUARANTOR,
    REDUCTION,
    SERVE,
    CONTEST,
    REHEAR,
)

K = EventKind
_COUNTED = (
    (K.RECALL_RECEIVED, RECALL, (K.RECALL_DECIDED,), "{start}收到收监执行建议书"),
    (K.REDUCTION_RECEIVED, REDUCTION, (K.REDUCTION_RULED,), "{start}收到减刑建议书"),
    (K.REDUCTION_RULED, SERVE, (K.REDUCTION_SERVED,), "{start}作出减刑裁定"),
    (K.REDUCTION_SERVED, CONTEST, (K.REDUCTION_CONTESTED,), "{start}收到减刑裁定书"),
    (K.ARRESTED, CUSTODY, (K.FREED, K.DELIVERED), "{start}执行逮捕"),
)
_AGAIN = "{start}收到纠正意见，次日起算{n}个月，至{raw}"
_UNCOUNTED = (
    (K.GROUND_CEASED, PROPOSE_RECALL, K.RECALL_PROPOSED, "{start}暂予监外执行情形消失，刑期未满，应当提请收监"),
    (K.GUARANTOR_LOST, GUARANTOR, K.GUARANTOR_FOUND, "{start}保证人丧失条件，应当及时提出新保证人"),
)
_REVOKING = {Category.PROBATION: "提请撤销缓刑", Category.PAROLE: "提请撤销假释"}
_DECIDED = {
    K.REVOCATION_RULED: ("裁定撤销", (CCL("48"), CCL("50"), MEASURES("51"))),
    K.RECALL_DECIDED: ("决定收监", (CCL("49"), CCL("50"), MEASURES("51"))),
}
_PROPOSALS = (
    (K.REVOCATION_PROPOSED, K.REVOCATION_RECEIVED, K.REVOCATION_RULED, RULE_ON),
    (K.RECALL_PROPOSED, K.RECALL_RECEIVED, K.RECALL_DECIDED, RECALL),
    (K.REDUCTION_PROPOSED, K.REDUCTION_RECEIVED, K.REDUCTION_RULED, REDUCTION),
)


def duties(case: Reading) -> Iterator[Duty]:
    """From the proposal to the ruling and what must follow it."""
    for opener, rule, closers, words in _COUNTED:
        for event in case.of(opener):
            yield case.duty(
                rule,
                occasion_of(event),
                event.on,
                done=case.first_answer(event, *closers),
                why=words + "，次日起算{n}日，至{raw}",
            )
    for event in case.of(K.REDUCTION_CONTESTED):
        yield case.duty(REHEAR, occasion_of(event), event.on, done=case.answer(event, K.REDUCTION_RULED), why=_AGAIN)
    for opener, rule, closer, why in _UNCOUNTED:
        for event in case.of(opener):
            yield case.duty(rule, occasion_of(event), event.on, done=case.answer(event, closer), why=why)
    for event in case.of(K.REVOCATION_RECEIVED):
        yield _ruling(case, event)
    for event in case.of(K.ARREST_PROPOSED):
        yield case.hours_duty(
            ARREST,
            occasion_of(event),
            event,
            done=case.answer(event, K.ARREST_DECIDED),
            why="{at}提请逮捕，{n}小时内决定，至{due}",
        )
    for proposed, received, ruled, rule in _PROPOSALS:
        for event in case.of(proposed):
            yield from _proposal(case, event, (received, ruled), rule)
    yield from _after(case)


def _proposal(case: Reading, event: Event, answers: tuple[EventKind, EventKind], rule: Rule) -> Iterator[Duty]:
    yield case.duty(
        COPY,
        occasion_of(event),
        event.on,
        subject=_REVOKING.get(case.facts.category, "") if event.kind is K.REVOCATION_PROPOSED else event.kind.title,
        cites=_cited(case, event.kind),
        done=case.told(event, Organ.PROCURATORATE),
        why="{start}{subject}，建议书应当抄送人民检察院，法律未定日数",
    )
    if case.first_answer(event, *answers) is None:
        yield case.duty(rule, occasion_of(event), None, why="", missing="对方收到建议书的日期")


def _cited(case: Reading, kind: EventKind) -> tuple[Article, ...]:
    """The articles of this proposal: 46 for revoking, 49 for recalling, 33 for reducing."""
    if kind is K.RECALL_PROPOSED:
        return CCL("49"), MEASURES("49")
    if kind is K.REDUCTION_PROPOSED:
        return CCL("33"), MEASURES("42")
    return CCL("46"), MEASURES("47" if case.facts.category is Category.PAROLE else "46")


def _ruling(case: Reading, event: Event) -> Duty:
    deadline, days = case.due(RULE_ON.limit, event.on)
    words, cites = "，次日起算{days}日", RULE_ON.basis[:2]
    months = case.value(PAROLE_MONTHS, event.on)
    if case.facts.category is Category.PAROLE and SOURCES["PRISON"].in_force(event.on):
        by_month, cites = case.calendar.roll(period_end(event.on, months=months)), RULE_ON.basis
        if deadline is None or by_month.raw_on < deadline.raw_on:
            deadline, words = by_month, "，监狱法规定{months}个月，早于{days}日"
    return case.duty(
        RULE_ON,
        occasion_of(event),
        event.on,
        done=case.answer(event, K.REVOCATION_RULED),
        deadline=deadline,
        cites=cites,
        extra={"days": days, "months": months},
        why="{start}收到撤销建议书" + words + "，至{raw}",
    )


def _after(case: Reading) -> Iterator[Duty]:
    for kind, (words, cites) in _DECIDED.items():
        for event in case.of(kind):
            if event.granted:
                delivered = case.answer(event, K.DELIVERED)
                yield case.duty(
                    DELIVER,
                    occasion_of(event),
                    event.on,
                    done=delivered,
                    cites=cites[:1],
                    why="{start}" + words + "，应当及时送交执行",
                )
                if delivered is None and (lost := _at_large(case)) is not None:
                    yield case.duty(
                        CHASE,
                        occasion_of(event),
                        max(event.on, lost.on),
                        cites=cites[1:],
                        why=words + "后下落不明，自{start}起由公安机关追捕",
                    )
            elif event.granted is False and _held(case, event.on):
                yield case.duty(
                    FREE,
                    occasion_of(event),
                    event.on,
                    done=case.answer(event, K.FREED),
                    why="{start}裁定不予撤销，应当立即释放",
                )


def _held(case: Reading, day: date) -> bool:
    """Whether an arrest was still running on `day`."""
    return any(
        event.on <= day and ((freed := case.answer(event, K.FREED)) is None or freed.on >= day)
        for event in case.of(K.ARRESTED)
    )


def _at_large(case: Reading) -> Event | None:
    """The loss of contact that still lasts."""
    return next((event for event in case.of(K.LOST) if case.answer(event, K.FOUND) is None), None)
