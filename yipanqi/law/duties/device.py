"""电子定位装置: at most three months, each extension too, never past the term; it ends by itself (D33)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from yipanqi.law.days import earlier_months_end
from yipanqi.law.events import Event, EventKind, Organ
from yipanqi.law.findings import Duty
from yipanqi.law.reading import Reading, occasion_of
from yipanqi.law.rules import NO_NUMBER, Actor, Limit, Rule, Unit
from yipanqi.law.sources import CCL, MEASURES, number

DEVICE_MONTHS = number("device_months", "电子定位装置使用期限", "个月", 3, CCL("29"))
_READING = "“三个月”有两种算法，取较早之日"

REMOVE = Rule(
    name="device.remove",
    title="解除电子定位装置",
    actor=Actor.AGENCY,
    clock="D33",
    basis=(CCL("29"),),
    limit=Limit(Unit.MONTHS, DEVICE_MONTHS),
    from_what="决定使用或者延长之日",
    assumption=_READING,
    digest="使用电子定位装置不得超过三个月；经评估和批准可以延长，每次不超过三个月；不需要时及时解除。",
    if_missed="超期使用侵害本人权利，系统到期自动停止",
    next_step="评估是否确有必要延长，由县级司法行政部门负责人批准",
)

INFORM = Rule(
    name="device.inform",
    title="告知电子定位事项",
    actor=Actor.AGENCY,
    basis=(MEASURES("37"),),
    limit=NO_NUMBER,
    from_what="决定使用或者延长之日",
    digest="使用电子定位装置的，告知本人期限、要求和违反的后果；信息严格保密，只用于社区矫正工作。",
)

RULES: tuple[Rule, ...] = (REMOVE, INFORM)


def duties(case: Reading) -> Iterator[Duty]:
    """One duty per order and per extension; an extension in time closes the one before."""
    for order in case.of(EventKind.DEVICE_ORDERED):
        removed = case.answer(order, EventKind.DEVICE_REMOVED)
        extensions = _extensions(case, order)
        start = order.from_on or order.on
        for event, following in zip((order, *extensions), (*extensions, None), strict=True):
            duty = _end(case, event, start, following or removed)
            yield duty
            yield case.duty(
                INFORM,
                occasion_of(event),
                event.on,
                done=case.told(event, Organ.PERSON),
                why="{start}决定使用或者延长电子定位装置，应当告知本人期限、要求和后果",
            )
            start = event_start(following, duty.due_on) if following is not None else start


def event_start(extension: Event, previous_end: date | None) -> date:
    """The first day of an extension: as ordered, else the day after the order before it ends."""
    if extension.from_on is not None or previous_end is None:
        return extension.from_on or extension.on
    return previous_end + timedelta(days=1)


def _extensions(case: Reading, order: Event) -> Sequence[Event]:
    following = [later.on for later in case.of(EventKind.DEVICE_ORDERED) if later.on > order.on]
    before = min(following, default=date.max)
    return [
        event
        for event in case.of(EventKind.DEVICE_EXTENDED)
        if (order.id in event.refers_to if event.refers_to else order.on <= event.on < before)
    ]


def _end(case: Reading, event: Event, start: date, closed: Event | None) -> Duty:
    months = case.value(DEVICE_MONTHS, start)
    latest = case.capped(earlier_months_end(start, months))
    over = event.to_on is not None and event.to_on > latest
    due_on = min(latest, event.to_on) if event.to_on is not None else latest
    return case.duty(
        REMOVE,
        occasion_of(event),
        start,
        done=closed,
        whole=True,
        due_on=due_on,
        extra={"months": months},
        flag="决定的期限超过法定最长期限" if over else "",
        used=(("决定的止期", event.to_on),),
        why="{start}起使用电子定位装置，至多{months}个月且不超过矫正期限，至{raw}",
        change_if="若{due}前经评估和批准延长，则重新计算不超过{months}个月。",
    )
