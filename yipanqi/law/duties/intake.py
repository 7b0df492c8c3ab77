"""Intake: the person's reporting in and its lateness, hand-over, registration (D8-D10, D24)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yipanqi.law.days import Roll
from yipanqi.law.events import EventKind
from yipanqi.law.facts import Category, DecidedBy
from yipanqi.law.findings import Duty
from yipanqi.law.reading import Reading
from yipanqi.law.rules import IMMEDIATE, NO_NUMBER, Actor, Limit, Rule, Unit
from yipanqi.law.sources import CCL, INTERP, MEASURES, PRISON, SOURCES, number

REPORT_IN_DAYS = number("report_in_days", "报到期限", "日", 10, CCL("21"))
HAND_OVER_DAYS = number("hand_over_days", "移送期限", "日", 10, CCL("21"))
_ROLL = Roll.NEXT_WORKDAY

REPORT_IN = Rule(
    name="intake.report_in_person",
    title="本人报到",
    actor=Actor.PERSON,
    clock="D8",
    basis=(CCL("21"), INTERP("519")),
    limit=Limit(Unit.DAYS, REPORT_IN_DAYS, _ROLL),
    from_what="判决、裁定生效之日",
    digest="判处管制、宣告缓刑、裁定假释的，自判决、裁定生效之日起十日内到执行地社区矫正机构报到。",
    if_missed="不按规定时间报到：组织查找，按逾期长短训诫、警告或者提请撤销",
    next_step="办理接收登记",
)
SEARCH = Rule(
    name="intake.search_absent",
    title="查找逾期未报到人员",
    actor=Actor.AGENCY,
    clock="D8",
    basis=(CCL("30"), MEASURES("38")),
    limit=IMMEDIATE,
    from_what="报到期限届满",
    digest="逾期未报到的，社区矫正机构立即组织查找；查不到的请公安机关协助，并通报人民检察院。",
    next_step="查找到后按逾期长短处理",
)
LATENESS = Rule(
    name="intake.answer_lateness",
    title="处理逾期报到",
    actor=Actor.AGENCY,
    clock="D24",
    basis=(MEASURES("34"), MEASURES("35"), MEASURES("46"), MEASURES("47")),
    limit=NO_NUMBER,
    from_what="逾期报到之日",
    digest="不按规定时间报到：十日以内的训诫，超过十日的警告，无正当理由超过一个月的提请撤销。",
    next_step="调查取证后书面决定",
)
HAND_OVER_COURT = Rule(
    name="intake.hand_over_by_court_order",
    title="移送（法院决定暂予监外执行）",
    actor=Actor.CUSTODIAN,
    clock="D9",
    basis=(CCL("21"), INTERP("515")),
    limit=Limit(Unit.DAYS, HAND_OVER_DAYS, _ROLL),
    from_what="收到决定之日",
    digest="法院决定暂予监外执行的，看守所或者执行取保候审、监视居住的公安机关十日内移送。",
    if_missed="人民检察院监督",
    next_step="办理接收登记",
)
HAND_OVER_APPROVED = Rule(
    name="intake.hand_over_by_approval",
    title="移送（批准暂予监外执行）",
    actor=Actor.PRISON,
    clock="D10",
    basis=(CCL("21"), PRISON("47")),
    limit=Limit(Unit.DAYS, HAND_OVER_DAYS, _ROLL),
    from_what="收到批准决定之日",
    digest="监狱管理机关、公安机关批准暂予监外执行的，监狱或者看守所十日内移送。",
    if_missed="人民检察院监督",
    next_step="办理接收登记",
)
PRISON_TELLS = Rule(
    name="intake.prison_tells_procuratorate",
    title="向检察院通报移送情况",
    actor=Actor.PRISON,
    clock="D10",
    basis=(PRISON("47"),),
    limit=IMMEDIATE,
    from_what="移送之日（2026年11月1日起）",
    digest="监狱移送暂予监外执行的社区矫正对象后，及时将移送情况通报人民检察院。",
)
REGISTER = Rule(
    name="intake.register",
    title="办理接收登记",
    actor=Actor.AGENCY,
    basis=(CCL("22"), MEASURES("17")),
    limit=IMMEDIATE,
    from_what="本人报到或者被移送之日",
    digest="核对文书、核实身份、办理登记、建立档案；行动不便的可以上门登记；不得拒绝接收。",
    if_missed="属漏管，检察监督事项",
    next_step="入矫宣告、确定矫正小组、制定矫正方案",
)

RULES: tuple[Rule, ...] = (REPORT_IN, SEARCH, LATENESS, HAND_OVER_COURT, HAND_OVER_APPROVED, PRISON_TELLS, REGISTER)


def duties(case: Reading) -> Iterator[Duty]:
    """The duties of intake."""
    if case.facts.category is Category.TEMPORARY:
        yield from _hand_over(case)
    else:
        yield from _report_in(case)
    yield from _registration(case)


def _report_in(case: Reading) -> Iterator[Duty]:
    facts = case.facts
    arrived = case.past(facts.arrived_on)
    duty = case.duty(
        REPORT_IN,
        "judgment",
        facts.effective_on,
        done=arrived,
        whole=True,
        why="判决、裁定{start}生效，次日起算{n}日，至{raw}",
        change_if="若{due}以前报到，则为按时报到。",
        missing="" if facts.effective_on else "判决、裁定生效日期",
        used=(("判决、裁定生效日期", facts.effective_on), ("报到日期", arrived)),
    )
    yield duty
    if duty.due_on is None:
        return
    late_to = arrived or case.on
    days = (late_to - duty.due_on).days
    if days <= 0 or (facts.known_since is not None and duty.due_on < facts.known_since):
        return
    if arrived is None:
        yield case.duty(
            SEARCH,
            "judgment",
            duty.due_on,
            done=case.first(EventKind.SEARCHED),
            why="报到期限{start}届满仍未报到",
        )
    else:
        yield case.duty(
            LATENESS,
            "arrival",
            arrived,
            done=_sanctioned(case, arrived),
            why="报到期限{limit}届满，{start}报到，晚{days}日",
            extra={"days": days, "limit": duty.due_on},
        )


_SANCTIONS = (EventKind.ADMONISHED, EventKind.WARNED, EventKind.PENALTY_PROPOSED, EventKind.REVOCATION_PROPOSED)


def _sanctioned(case: Reading, arrived: date) -> date | None:
    """The first sanction that names the arrival, or names nothing and follows it."""
    days = [
        event.on
        for kind in _SANCTIONS
        for event in case.of(kind)
        if ("arrival" in event.refers_to if event.refers_to else event.on >= arrived)
    ]
    return min(days, default=None)


def _hand_over(case: Reading) -> Iterator[Duty]:
    facts = case.facts
    handed = case.past(facts.handed_over_on or facts.arrived_on)
    rule = HAND_OVER_COURT if facts.decided_by is DecidedBy.COURT else HAND_OVER_APPROVED
    missing = "" if facts.handover_from_on else "看守所、监狱等收到暂予监外执行决定的日期"
    if facts.decided_by is None:
        missing = "暂予监外执行的决定机关（法院、监狱管理机关或者公安机关）"
    yield case.duty(
        rule,
        "decision",
        facts.handover_from_on,
        done=handed,
        missing=missing,
        why="{start}收到暂予监外执行决定，次日起算{n}日，至{raw}",
        used=(("收到决定日期", facts.handover_from_on), ("移送日期", handed)),
    )
    in_force = SOURCES["PRISON"].from_on or date.max
    if handed is not None and handed >= in_force and facts.decided_by is DecidedBy.PRISON_AUTHORITY:
        told = [event for event in case.of(EventKind.TOLD) if "handover" in event.refers_to]
        yield case.duty(
            PRISON_TELLS,
            "handover",
            handed,
            done=told[0] if told else None,
            why="{start}移送，监狱应当及时通报人民检察院",
        )


def _registration(case: Reading) -> Iterator[Duty]:
    facts = case.facts
    arrived = case.past(facts.arrived_on or facts.handed_over_on)
    if arrived is None:
        return
    registered = case.past(facts.registered_on)
    if registered is None and facts.known_since is not None and arrived < facts.known_since:
        return
    yield case.duty(REGISTER, "arrival", arrived, done=registered, why="{start}本人报到或者被移送，应当依法接收登记")
