"""When a judgment or ruling takes effect: service, appeal period, its roll, withdrawal and second instance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from yipanqi.law.conclusions import MissingFact, Unanswerable, conclude
from yipanqi.law.days import Calendar, Deadline, period_end
from yipanqi.law.findings import Verdict
from yipanqi.law.parameters import Region
from yipanqi.law.sources import CPL, INTERP, number

APPEAL_DAYS = number("appeal_days", "判决上诉期限", "日", 10, CPL("230"))
RULING_APPEAL_DAYS = number("ruling_appeal_days", "裁定上诉期限", "日", 5, CPL("230"))
NUMBERS = (APPEAL_DAYS, RULING_APPEAL_DAYS)
_NEXT = timedelta(days=1)
_WEEKEND = "“节假日”按包括周末、不包括调休上班日理解（刑事诉讼法第105条）"
_EXPIRY_DAY = "“上诉期满之日起生效”按期满当日生效理解（刑诉法解释第386条）"
_SECOND = "二审裁判自宣告或者送达之日起生效，实践中两种做法并存，此处按送达日"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """How the decision reached the parties: `received_on` has one day per party, the last of them counts."""

    received_on: tuple[date, ...] = ()
    in_custody: bool | None = None
    instance: int = 1
    is_ruling: bool = False
    withdrawn_on: date | None = None
    second_instance_served_on: date | None = None


def effective_date(service: Service, *, calendar: Calendar, region: Region) -> Verdict:
    """The day a first-instance decision takes effect, or the day the second-instance one was served."""
    if service.instance == 2:
        return _second_instance(service)
    if not service.received_on:
        raise MissingFact("received_on", "上诉期自收到判决书、裁定书的次日起算")
    appeal = _appeal_until(service, calendar, region)
    if service.withdrawn_on is not None:
        return _withdrawn(service, service.withdrawn_on, appeal)
    if service.second_instance_served_on is not None:
        return _second_instance(service, appeal)
    effective_on = appeal.due_on + _NEXT
    return conclude(
        "effective_date",
        basis=(CPL("230"), CPL("105"), INTERP("380")),
        because=f"{_counted(service, appeal, region)}；期满无上诉、抗诉，{effective_on}生效。",
        assumptions=(_WEEKEND if appeal.rolled else "",),
        provisional=appeal.provisional,
        change="若期内提出上诉或者抗诉，则以第二审裁判为准。",
        values={"effective_on": effective_on, "appeal_until": appeal.due_on},
    )


def _days(service: Service, region: Region) -> int:
    return region.value(RULING_APPEAL_DAYS if service.is_ruling else APPEAL_DAYS, max(service.received_on))


def _appeal_until(service: Service, calendar: Calendar, region: Region) -> Deadline:
    raw_on = period_end(max(service.received_on), days=_days(service, region))
    rolled = calendar.roll(raw_on)
    if service.in_custody is None and (rolled.rolled or rolled.provisional):
        raise MissingFact("in_custody", f"上诉期末日{raw_on}为休息日或放假安排未知，在押不顺延、未在押顺延")
    return Deadline(raw_on, raw_on) if service.in_custody else rolled


def _counted(service: Service, appeal: Deadline, region: Region) -> str:
    last = max(service.received_on)
    word = "裁定" if service.is_ruling else "判决"
    latest = f"各方收到日期中最迟为{last}" if len(service.received_on) > 1 else f"{word}{last}收到"
    text = f"{latest}，次日起算{_days(service, region)}日，至{appeal.raw_on}"
    if appeal.rolled:
        return f"{text}，该日为休息日，顺延至{appeal.due_on}"
    return f"{text}，在押不因节假日延长" if service.in_custody else text


def _withdrawn(service: Service, withdrawn_on: date, appeal: Deadline) -> Verdict:
    if withdrawn_on < min(service.received_on):
        raise Unanswerable(f"withdrawn_on（{withdrawn_on}）早于收到裁判的日期，请核对。")
    if withdrawn_on <= appeal.due_on:
        return conclude(
            "effective_date",
            basis=(INTERP("386"), CPL("230"), CPL("105")),
            because=f"{withdrawn_on}在上诉期满（{appeal.due_on}）前撤回，上诉期满之日{appeal.due_on}生效。",
            assumptions=(_EXPIRY_DAY, _WEEKEND if appeal.rolled else ""),
            provisional=appeal.provisional,
            values={"effective_on": appeal.due_on, "appeal_until": appeal.due_on},
        )
    served_on = service.second_instance_served_on
    if served_on is None:
        raise MissingFact(
            "second_instance_served_on",
            f"{withdrawn_on}撤回时上诉期（至{appeal.due_on}）已满，自第二审裁定送达之日生效",
        )
    return conclude(
        "effective_date",
        basis=(INTERP("386"), CPL("230")),
        provisional=appeal.provisional,
        because=f"上诉期{appeal.due_on}届满后撤回，第一审裁判自第二审准许撤回的裁定送达之日{served_on}生效。",
        values={"effective_on": served_on, "appeal_until": appeal.due_on},
    )


def _second_instance(service: Service, appeal: Deadline | None = None) -> Verdict:
    served_on = service.second_instance_served_on
    served = service.received_on if served_on is None else (served_on,)
    if not served:
        raise MissingFact("second_instance_served_on", "第二审裁判自宣告或者送达之日起生效")
    effective_on = max(served)
    if appeal is not None and effective_on <= max(service.received_on):
        raise Unanswerable(f"second_instance_served_on（{effective_on}）不晚于第一审裁判收到日期，请核对。")
    return conclude(
        "effective_date",
        basis=(CPL("244"),),
        because=f"第二审裁判为终审，送达之日{effective_on}生效。",
        assumptions=(_SECOND,),
        provisional=appeal.provisional if appeal else False,
        values={"effective_on": effective_on, "appeal_until": appeal.due_on if appeal else None},
    )
