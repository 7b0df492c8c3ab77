"""Contact lost, a breach under way, an emergency, a death: what must be done at once (D36, D37, §1.8)."""

from __future__ import annotations

from collections.abc import Iterator

from yipanqi.law.events import Event, EventKind, Organ
from yipanqi.law.facts import Category, DecidedBy
from yipanqi.law.findings import Duty
from yipanqi.law.parameters import EMERGENCY_HOURS
from yipanqi.law.reading import Reading, occasion_of
from yipanqi.law.rules import IMMEDIATE, Actor, Limit, Rule, Unit
from yipanqi.law.sources import CCL, CPL, MEASURES, PRISON

SEARCH = Rule(
    name="contact.search",
    title="组织查找失联人员",
    actor=Actor.AGENCY,
    clock="D37",
    basis=(CCL("30"), MEASURES("38")),
    limit=IMMEDIATE,
    from_what="发现失去联系",
    digest="失去联系的，立即以电话、信息化、走访等方式查找，做好记录，固定证据。",
    if_missed="脱管失控，属检察监督事项",
    next_step="查找不到的请公安机关协助，并通报检察院",
)
ASK_POLICE = Rule(
    name="contact.ask_police",
    title="请公安机关协助查找",
    actor=Actor.AGENCY,
    clock="D37",
    basis=(CCL("30"), MEASURES("38")),
    limit=IMMEDIATE,
    from_what="组织查找未果",
    digest="组织查找未果的，及时通知公安机关，公安机关应当协助。",
)
TELL = Rule(
    name="contact.tell_procuratorate",
    title="失联情况通报检察院",
    actor=Actor.AGENCY,
    clock="D37",
    basis=(MEASURES("38"),),
    limit=IMMEDIATE,
    from_what="组织查找未果",
    digest="及时将查找情况通报人民检察院。",
)
STOP = Rule(
    name="contact.stop_breach",
    title="制止正在实施的违规行为",
    actor=Actor.AGENCY,
    basis=(CCL("31"),),
    limit=IMMEDIATE,
    from_what="发现正在实施违规行为",
    digest="发现正在违反监督管理规定或者禁止令的，立即制止；制止无效的，立即通知公安机关到场处置。",
    next_step="制止无效的立即通知公安机关到场处置",
)
CALL = Rule(
    name="contact.call_police",
    title="通知公安机关到场处置",
    actor=Actor.AGENCY,
    basis=(CCL("31"),),
    limit=IMMEDIATE,
    from_what="制止无效",
    digest="制止无效的，立即通知公安机关到场处置。",
)
EMERGENCY = Rule(
    name="contact.report_emergency",
    after_end=True,
    title="报告突发事件",
    actor=Actor.AGENCY,
    basis=(MEASURES("52"),),
    limit=Limit(Unit.IMMEDIATE),
    more_numbers=(EMERGENCY_HOURS,),
    from_what="突发事件发生",
    digest="非正常死亡、涉嫌实施犯罪、参与群体性事件的，与公安机关协同处置，及时报上一级并通报检察院。",
    next_step="按预案处置；小时数由市规定",
    assumption="报告小时数为市流程参数，未设定时以“及时”为准",
)
EMERGENCY_HOURLY = Rule(
    name="contact.report_emergency_in_hours",
    after_end=True,
    title="限时报告突发事件",
    actor=Actor.AGENCY,
    basis=(MEASURES("52"),),
    limit=Limit(Unit.HOURS, EMERGENCY_HOURS),
    from_what="突发事件发生",
    statutory=False,
    digest="市设定小时数的，突发事件在该小时数内报上一级社区矫正机构。",
)
DEATH = Rule(
    name="contact.tell_death",
    after_end=True,
    title="通知死亡",
    actor=Actor.AGENCY,
    clock="D36",
    basis=(CCL("51"),),
    limit=IMMEDIATE,
    from_what="死亡或者得知死亡",
    digest="社区矫正对象死亡的，及时通知决定机关、所在地人民检察院、公安机关；社区矫正终止。",
    next_step="社区矫正终止（社区矫正法45）",
)
DEATH_PRISON = Rule(
    name="contact.tell_death_to_prison",
    after_end=True,
    title="死亡通知监狱、看守所",
    actor=Actor.AGENCY,
    clock="D36",
    basis=(CPL("268"), PRISON("48")),
    limit=IMMEDIATE,
    from_what="死亡或者得知死亡",
    digest="暂予监外执行期间死亡的，及时通知监狱或者看守所；2026年11月1日起并通知原批准的监狱管理机关。",
)

RULES: tuple[Rule, ...] = (SEARCH, ASK_POLICE, TELL, STOP, CALL, EMERGENCY, EMERGENCY_HOURLY, DEATH, DEATH_PRISON)


def duties(case: Reading) -> Iterator[Duty]:
    """What must be done at once, per event."""
    for event in case.of(EventKind.LOST):
        yield from _search(case, event)
    for event in case.of(EventKind.BREACH_UNDERWAY):
        yield from _breach(case, event)
    for kind in (EventKind.EMERGENCY, EventKind.CRIME_SUSPECTED):
        for event in case.of(kind):
            yield from _emergency(case, event)
    for event in case.of(EventKind.DIED):
        yield from _death(case, event)


def _search(case: Reading, event: Event) -> Iterator[Duty]:
    occasion = occasion_of(event)
    searched, found = case.answer(event, EventKind.SEARCHED), case.answer(event, EventKind.FOUND)
    asked = case.answer(event, EventKind.POLICE_ASKED)
    yield case.duty(
        SEARCH, occasion, event.on, done=searched or asked or found, why="{start}发现失去联系，应当立即组织查找"
    )
    if searched is None or (found is not None and asked is None):
        return
    yield case.duty(
        ASK_POLICE,
        occasion,
        searched.on,
        done=asked,
        why="{start}组织查找未果，应当及时请公安机关协助",
        change_if="若已查找到本人，则不再需要。",
    )
    yield case.duty(
        TELL,
        occasion,
        searched.on,
        done=case.told(event, Organ.PROCURATORATE),
        why="{start}组织查找未果，应当及时通报人民检察院",
    )


def _breach(case: Reading, event: Event) -> Iterator[Duty]:
    occasion = occasion_of(event)
    stopped = case.answer(event, EventKind.BREACH_STOPPED)
    called = case.answer(event, EventKind.POLICE_CALLED)
    yield case.duty(STOP, occasion, event.on, done=stopped or called, why="{start}发现正在违规，应当立即制止")
    if called is not None or (stopped is not None and stopped.granted is False):
        start = stopped.on if stopped is not None else event.on
        yield case.duty(CALL, occasion, start, done=called, why="{start}制止无效，应当立即通知公安机关到场")


def _emergency(case: Reading, event: Event) -> Iterator[Duty]:
    if case.value(EMERGENCY_HOURS, event.on) is not None:
        yield case.hours_duty(
            EMERGENCY_HOURLY,
            occasion_of(event),
            event,
            done=_told_up(case, event),
            why="{start}发生突发事件，{n}小时内报上一级，至{due}",
            subject=event.reason or event.kind.title,
        )
    yield case.duty(
        EMERGENCY,
        occasion_of(event),
        event.on,
        subject=event.reason or event.kind.title,
        done=case.told(event, Organ.CITY, Organ.PROCURATORATE, Organ.POLICE),
        why="{start}发生突发事件，应当及时报上一级、通报检察院并与公安机关协同处置",
    )


def _told_up(case: Reading, event: Event) -> Event | None:
    return next(
        (
            told
            for told in case.of(EventKind.TOLD)
            if Organ.CITY in told.to and (event.id in told.refers_to or not told.refers_to) and told.on >= event.on
        ),
        None,
    )


def _death(case: Reading, event: Event) -> Iterator[Duty]:
    yield case.duty(
        DEATH,
        occasion_of(event),
        event.on,
        done=case.told(event, Organ.DECIDING_ORGAN, Organ.PROCURATORATE, Organ.POLICE),
        why="{start}死亡，应当及时通知决定机关、检察院、公安机关",
    )
    if case.facts.category is Category.TEMPORARY:
        approved = case.facts.decided_by is DecidedBy.PRISON_AUTHORITY and PRISON("48").source.in_force(event.on)
        yield case.duty(
            DEATH_PRISON,
            occasion_of(event),
            event.on,
            done=case.told(event, Organ.PRISON),
            cites=DEATH_PRISON.basis if approved else DEATH_PRISON.basis[:1],
            why="{start}死亡，应当及时通知监狱或者看守所" + ("以及原批准的监狱管理机关" if approved else ""),
        )
