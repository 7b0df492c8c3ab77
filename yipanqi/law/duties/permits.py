"""Leave and recurring travel: application ahead (D11), return (D12), records, trips, and the permit's end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yipanqi.law.days import period_end
from yipanqi.law.events import Event, EventKind, Organ
from yipanqi.law.findings import Duty
from yipanqi.law.reading import Reading, occasion_of
from yipanqi.law.rules import AT_EVENT, IMMEDIATE, NO_NUMBER, Actor, Limit, Rule, Unit
from yipanqi.law.sources import CCL, MEASURES, Certainty, number

APPLY_DAYS = number("leave_apply_days", "外出提前申请日数", "日", 3, MEASURES("27"), certainty=Certainty.RECALLED)
TRAVEL_MONTHS = number(
    "travel_months", "经常性跨市县活动批准期限", "个月", 6, MEASURES("29"), certainty=Certainty.RECALLED
)

APPLY = Rule(
    name="permits.apply_ahead",
    title="提前申请外出",
    actor=Actor.PERSON,
    clock="D11",
    optional=True,
    basis=(MEASURES("27"),),
    limit=Limit(Unit.DAYS, APPLY_DAYS, ahead=True),
    from_what="拟外出之日",
    digest="申请外出一般应当提前三日；紧急情况可以推迟。",
)
DECIDE = Rule(
    name="permits.decide_leave",
    title="审批外出申请",
    actor=Actor.AGENCY,
    basis=(CCL("27"), MEASURES("27")),
    limit=AT_EVENT,
    from_what="收到申请之日",
    statutory=False,
    digest="有正当理由的应当批准；法律未定审批日数，至迟在拟外出之日前答复。",
    assumption="法律未规定审批期限，以拟外出之日为限系按申请目的推定",
)
RETURN = Rule(
    name="permits.return_from_leave",
    title="返回并销假",
    actor=Actor.PERSON,
    clock="D12",
    basis=(MEASURES("28"),),
    limit=AT_EVENT,
    from_what="批准外出的期限届满",
    digest="期满前返回居住地并报告；因特殊原因不能按期返回的及时报告。",
    if_missed="责令立即返回；未经批准逾期的按脱离监管时间长短处理",
    next_step="办理销假",
)
FILE = Rule(
    name="permits.file_with_county",
    title="外出批准报县级备案",
    actor=Actor.OFFICE,
    basis=(MEASURES("27"),),
    limit=NO_NUMBER,
    from_what="司法所批准之日",
    digest="七日以内的外出由受委托的司法所批准的，报县级社区矫正机构备案。",
)
TELL = Rule(
    name="permits.tell_procuratorate",
    title="通报市级批准的外出",
    actor=Actor.AGENCY,
    basis=(MEASURES("27"),),
    limit=NO_NUMBER,
    from_what="市级批准之日",
    digest="上一级社区矫正机构批准的外出，县级社区矫正机构通报同级人民检察院。",
)
CONTACT = Rule(
    name="permits.keep_contact",
    title="外出期间联络核查",
    actor=Actor.OFFICE,
    basis=(MEASURES("28"),),
    limit=NO_NUMBER,
    from_what="外出之日",
    digest="外出期间以电话通讯、实时视频等方式监督管理，可以请目的地社区矫正机构协助。",
)
TRAVEL = Rule(
    name="permits.end_travel",
    title="经常性活动批准到期",
    actor=Actor.PERSON,
    basis=(CCL("27"), MEASURES("29")),
    limit=Limit(Unit.MONTHS, TRAVEL_MONTHS),
    from_what="批准之日",
    digest="经常性跨市、县活动的批准六个月有效，到期停止活动或者重新申请，不超过矫正期限。",
    if_missed="批准当日失效，继续活动属未经批准外出",
    next_step="需要继续的重新申请",
)
TRIP = Rule(
    name="permits.report_trip",
    title="报告跨市县行程",
    actor=Actor.PERSON,
    basis=(MEASURES("29"),),
    limit=IMMEDIATE,
    from_what="每次出行",
    digest="批准期内每次出行以电话、微信等方式报告。",
    if_missed="违反报告规定",
)

TELL_AREA = Rule(
    name="permits.tell_area_permit",
    title="通报进入特定区域的批准",
    actor=Actor.AGENCY,
    basis=(MEASURES("39"),),
    limit=NO_NUMBER,
    from_what="批准之日",
    digest="批准进入禁止令所禁区域、场所的，告知原审人民法院和执行地县级人民检察院。",
)

RULES: tuple[Rule, ...] = (APPLY, DECIDE, RETURN, FILE, TELL, CONTACT, TRAVEL, TRIP, TELL_AREA)


def duties(case: Reading) -> Iterator[Duty]:
    """The duties around every leave applied for or permitted, and every recurring permit."""
    for event in case.of(EventKind.LEAVE_APPLIED):
        yield from _application(case, event)
    for event in case.of(EventKind.LEAVE_PERMITTED):
        yield from _leave(case, event)
    for event in case.of(EventKind.TRAVEL_PERMITTED):
        yield _travel(case, event)
    for event in case.of(EventKind.AREA_PERMITTED):
        yield case.duty(
            TELL_AREA,
            occasion_of(event),
            event.on,
            done=case.told(event, Organ.COURT, Organ.PROCURATORATE),
            why="{start}批准进入特定区域，应当告知原审法院和县级检察院，法律未定日数",
        )
    for event in case.of(EventKind.TRIP_MADE):
        yield case.duty(
            TRIP,
            occasion_of(event),
            event.on,
            done=case.answer(event, EventKind.TRIP_REPORTED),
            why="{start}跨市县出行，应当报告行程",
        )


def _application(case: Reading, event: Event) -> Iterator[Duty]:
    answered = case.answer(event, EventKind.LEAVE_PERMITTED) or case.answer(event, EventKind.LEAVE_REFUSED)
    if case.only_open and answered is not None:
        return
    leave_on = event.from_on
    if leave_on is not None:
        yield case.duty(
            APPLY, occasion_of(event), leave_on, done=event, why="拟{start}外出，一般提前{n}日申请，至{raw}"
        )
    yield case.duty(
        DECIDE,
        occasion_of(event),
        event.on,
        done=answered,
        missing="" if leave_on else "拟外出日期",
        due_on=max(leave_on, event.on) if leave_on else None,
        why="{start}申请外出，拟{due}出发，出发前答复",
    )


def _leave(case: Reading, event: Event) -> Iterator[Duty]:
    occasion, back = occasion_of(event), case.answer(event, EventKind.LEAVE_RETURNED)
    if back is None or not case.only_open:
        yield _return(case, event, back)
    if event.level == "司法所":
        yield case.duty(
            FILE,
            occasion,
            event.on,
            done=case.told(event, Organ.COUNTY),
            why="{start}由司法所批准外出，应当报县级备案，法律未定日数",
        )
    if event.level == "市级":
        yield case.duty(
            TELL,
            occasion,
            event.on,
            done=case.told(event, Organ.PROCURATORATE),
            why="{start}由市级批准外出，应当通报同级人民检察院，法律未定日数",
        )
    if back is None and _away(event, case.on):
        yield case.duty(
            CONTACT,
            occasion,
            event.from_on or event.on,
            done=_contacted(case, event),
            why="{start}起外出，期间以通讯、视频方式联络核查",
        )


def _return(case: Reading, event: Event, back: Event | None) -> Duty:
    return case.duty(
        RETURN,
        occasion_of(event),
        event.from_on or event.on,
        done=back,
        due_on=event.to_on,
        missing="" if event.to_on else "批准外出的截止日期",
        why="批准外出至{raw}，当日以前返回销假，不因休息日顺延",
        change_if="若{due}以前返回，则为按期销假。",
        used=(("批准外出止期", event.to_on), ("销假日期", back.on if back else None)),
    )


def _away(event: Event, day: date) -> bool:
    return event.from_on is not None and event.to_on is not None and event.from_on <= day <= event.to_on


def _contacted(case: Reading, leave: Event) -> Event | None:
    for kind in (EventKind.TALKED, EventKind.VISITED):
        for event in case.of(kind):
            if leave.from_on is not None and event.on >= leave.from_on:
                return event
    return None


def _travel(case: Reading, event: Event) -> Duty:
    months = case.value(TRAVEL_MONTHS, event.on)
    ends_on = case.capped(period_end(event.on, months=months))
    if event.to_on is not None:
        ends_on = min(ends_on, event.to_on)
    lapsed = ends_on if ends_on < case.on else None
    return case.duty(
        TRAVEL,
        occasion_of(event),
        event.on,
        done=lapsed,
        due_on=ends_on,
        extra={"months": months},
        why="{start}批准经常性跨市县活动，有效{months}个月且不超过矫正期限，至{raw}",
        change_if="若{due}前重新申请并获批准，则可继续。",
        subject=event.place or "",
    )
