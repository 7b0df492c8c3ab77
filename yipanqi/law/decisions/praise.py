"""表扬: six months and four conditions, or an outstanding deed without waiting (社区矫正法 28, 办法 33)."""

from __future__ import annotations

from datetime import date, timedelta

from yipanqi.law.days import period_end
from yipanqi.law.decisions.breaches import Breach, Record
from yipanqi.law.events import Event, EventKind, Organ
from yipanqi.law.findings import Level, Option
from yipanqi.law.reading import Reading
from yipanqi.law.sources import CCL, MEASURES, Certainty, number

PRAISE_MONTHS = number(
    "praise_months", "可以表扬的最短矫正时间", "个月", 6, MEASURES("33"), certainty=Certainty.RECALLED
)
NUMBERS = (PRAISE_MONTHS,)
DEEDS = ("见义勇为", "抢险救灾", "帮助他人", "服务社会")
_SUSPECTED = (EventKind.CRIME_SUSPECTED, EventKind.COERCED)
CONDITIONS = "须同时认定：认罪悔罪；遵守法律法规；遵守报告、会客、外出、迁居等规定；接受教育矫正"
_CLEAN = "“遵守规定”按六个月内没有违规记录理解，是否符合四项条件由县级认定"


def praise(case: Reading, record: Record) -> Option:
    """Whether praise may be given now, and from which day it may."""
    deed = next((event for event in case.of(EventKind.MERIT_SHOWN) if _is_deed(event.reason)), None)
    if deed is not None:
        return _option(f"{deed.on}有{deed.reason}表现，可以表扬，不受六个月限制。", ground="见义勇为等突出表现")
    start = case.entered_on
    if start is None:
        return _option("", barred="缺少接收（报到）日期，不能计算矫正时间。")
    months = case.value(PRAISE_MONTHS, start)
    earliest = period_end(start, months=months)
    since = period_end(case.on, months=-months)
    recent = [breach for breach in record.breaches if breach.on > since]
    if case.on < earliest:
        barred = f"自{start}接受社区矫正未满{months}个月（{earliest}满）。"
        return _option("", barred=barred, near=earliest, change=f"若至{earliest}符合四项条件，则可以表扬。")
    if recent:
        again = period_end(recent[-1].on, months=months) + timedelta(days=1)
        return _option("", barred=f"{_when(recent[-1])}，近{months}个月内不符合遵守规定的条件。", near=again)
    suspected = next((event for kind in _SUSPECTED for event in case.of(kind) if _open(case, event)), None)
    if suspected is not None:
        return _option("", barred=f"{suspected.on}{suspected.kind.title}，尚无结果，不能认定遵守法律法规。")
    return _option(f"自{start}接受社区矫正已满{months}个月且近{months}个月没有违规；{CONDITIONS}；表现突出的应当表扬。")


def _when(breach: Breach) -> str:
    """The breach by its day; an absence that lasts by the day it began."""
    return f"{breach.since_on}起脱离监管至今" if breach.still_out and breach.kind else f"{breach.on}有违规"


def _open(case: Reading, event: Event) -> bool:
    """Whether nothing has come of a suspicion or a coercive measure yet."""
    return event.to_on is None and case.answer(event, EventKind.RESTRAINT_ENDED) is None


def _is_deed(reason: str | None) -> bool:
    return reason is not None and any(word in reason for word in DEEDS)


def _option(because: str, *, ground: str = "", barred: str = "", near: date | None = None, change: str = "") -> Option:
    return Option(
        measure="praise",
        title="表扬",
        allowed=not barred,
        ground=ground or ("" if barred else "六个月且符合四项条件"),
        level=Level.COUNTY,
        decided_by="县级社区矫正机构",
        copies=(Organ.PERSON, Organ.PROCURATORATE),
        barred=barred,
        near_on=near,
        basis=(CCL("28"), MEASURES("33"), MEASURES("32")),
        because=because or barred,
        change=change,
        certainty=Certainty.RECALLED if ground else Certainty.ASSUMED,
        assumption="" if ground else _CLEAN,
    )
