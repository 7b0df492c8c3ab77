"""请假外出: who may approve, by days and by the total of two months; whom to tell (社区矫正法 27, 办法 26-27)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from yipanqi.law.conclusions import MissingFact, Unanswerable, conclude
from yipanqi.law.days import inclusive_days, period_end
from yipanqi.law.decisions.exit import CANNOT_LEAVE, EXIT_BASIS, EXIT_READING
from yipanqi.law.decisions.places import county_code, elsewhere, is_abroad, leaves
from yipanqi.law.events import Organ
from yipanqi.law.findings import Level, Verdict
from yipanqi.law.parameters import Region
from yipanqi.law.sources import CCL, MEASURES, Certainty, Dated, number, of

OFFICE_DAYS = number("leave_office_days", "司法所可批外出天数", "日", 7, MEASURES("27"), certainty=Certainty.RECALLED)
COUNTY_DAYS = number("leave_county_days", "县级可批外出天数", "日", 30, MEASURES("27"), certainty=Certainty.RECALLED)
TOTAL_DAYS = number("leave_total_days", "两个月内累计外出天数", "日", 30, MEASURES("27"), certainty=Certainty.RECALLED)
WINDOW_MONTHS = number("leave_window_months", "外出累计期间", "个月", 2, MEASURES("27"), certainty=Certainty.RECALLED)
WINDOW_KIND: Dated[str] = number(
    "leave_window_kind",
    "外出累计期间的算法",
    "",
    "rolling",
    of("HUBEI", "外出累计"),
    certainty=Certainty.ASSUMED,
    note="rolling＝截至本次外出末日的两个月；calendar＝末日所在月与上月",
)
NUMBERS = (OFFICE_DAYS, COUNTY_DAYS, TOTAL_DAYS, WINDOW_MONTHS, WINDOW_KIND)

VALID_REASONS = ("就医", "就学", "参与诉讼", "处理家庭重要事务", "处理工作重要事务")
_REASON_WORDS = {
    "就医": ("就医", "看病", "治病", "治疗", "住院", "手术", "复查", "门诊", "体检", "medical"),
    "就学": ("就学", "上学", "入学", "考试", "学习", "升学", "study"),
    "参与诉讼": ("诉讼", "开庭", "出庭", "仲裁", "litigation"),
    "处理家庭重要事务": ("家庭", "家事", "婚", "丧", "葬", "奔丧", "病危", "病重", "family"),
    "处理工作重要事务": ("工作", "务工", "经营", "出差", "业务", "签约", "合同", "work", "business"),
}
_NOT_REASONS = ("旅游", "旅行", "度假", "游玩", "游览", "观光", "自驾游", "tourism", "travel for pleasure", "holiday")
_INCLUSIVE = "外出天数按含出发日和返回日计算"
_WINDOW = {
    "rolling": "“两个月内累计”按截至本次外出末日的两个月内已批准的天数（含本次）计算",
    "calendar": "“两个月内累计”按本次外出末日所在月与上月已批准的天数（含本次）计算",
}
_PLACES_UNKNOWN = "未给出居住地和目的地代码，按离开所居住的市、县计算"
_NOT_DELEGATED = "未说明已委托司法所，按未委托计算"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """One application; `previous` are the approved leaves, first and last day each."""

    from_on: date
    to_on: date
    previous: tuple[tuple[date, date], ...] = ()
    delegated: bool | None = None
    origin: str | None = None
    destination: str | None = None
    reason: str | None = None


def reason_kind(reason: str | None) -> str | None:
    """Which valid reason the words name, "" when only an invalid one, None when nobody can tell (also of both)."""
    if not reason:
        return None
    valid = next((kind for kind, words in _REASON_WORDS.items() if any(word in reason for word in words)), None)
    if not any(word in reason for word in _NOT_REASONS):
        return valid
    return "" if valid is None else None


def window_start(to_on: date, *, region: Region) -> date:
    """The first day of the two months that end on the leave's last day."""
    months = region.value(WINDOW_MONTHS, to_on)
    if region.value(WINDOW_KIND, to_on) == "calendar":
        return period_end(to_on.replace(day=1), months=1 - months)
    return period_end(to_on, months=-months) + _DAY


def days_within(spans: Iterable[tuple[date, date]], first: date, last: date) -> int:
    """Days covered by the spans between two days, each day once."""
    found, covered = 0, first - _DAY
    for start, end in sorted(spans):
        begin, finish = max(start, covered + _DAY), min(end, last)
        if begin <= finish:
            found += inclusive_days(begin, finish)
            covered = finish
    return found


def decide_leave(leave: Leave, *, region: Region) -> Verdict:
    """Whether leave is needed, who approves it and who is told; nobody approves going abroad."""
    if leave.to_on < leave.from_on:
        raise Unanswerable(f"to_on（{leave.to_on}）早于 from_on（{leave.from_on}）。")
    for start, end in leave.previous:
        if end < start:
            raise Unanswerable(f"previous 中有一次外出的 to_on（{end}）早于 from_on（{start}）。")
    days = inclusive_days(leave.from_on, leave.to_on)
    start = window_start(leave.to_on, region=region)
    total = days_within((*leave.previous, (leave.from_on, leave.to_on)), start, leave.to_on)
    counted: dict[str, object] = {"days": days, "days_in_window": total, "window_from_on": start}
    if leave.destination is not None and is_abroad(leave.destination):
        return conclude(
            "leave",
            basis=EXIT_BASIS,
            because=CANNOT_LEAVE,
            barred=CANNOT_LEAVE,
            assumptions=(EXIT_READING,),
            values={"needed": True, **counted, "reason_valid": None, "must_approve": False},
        )
    if leave.origin is not None and leave.destination is not None and not elsewhere(leave.origin, leave.destination):
        origin, destination = county_code(leave.origin, "origin"), county_code(leave.destination, "destination")
        if not leaves(origin, destination):
            return _not_needed(origin == destination, counted)
    return _ladder(leave, days, total, counted, region)


def _not_needed(same_county: bool, counted: dict[str, object]) -> Verdict:
    why = "目的地在本县（市、区）内" if same_county else "目的地与居住地同属一个设区市的市辖区，不属离开所居住的市、县"
    return conclude(
        "leave",
        basis=(MEASURES("26"), CCL("27")),
        because=f"{why}，不需要请假。",
        values={"needed": False, **counted, "reason_valid": None, "must_approve": False},
    )


def _ladder(leave: Leave, days: int, total: int, counted: dict[str, object], region: Region) -> Verdict:
    office, county = region.value(OFFICE_DAYS, leave.from_on), region.value(COUNTY_DAYS, leave.from_on)
    limit = region.value(TOTAL_DAYS, leave.from_on)
    kind = reason_kind(leave.reason)
    assumptions = [_INCLUSIVE]
    if leave.origin is None or leave.destination is None:
        assumptions.append(_PLACES_UNKNOWN)
    if leave.previous:
        assumptions.append(_WINDOW[region.value(WINDOW_KIND, leave.to_on)])
    tell: tuple[Organ, ...] = ()
    level, why = Level.COUNTY, f"超过{office}日、不超过{county}日"
    if days > county:
        level, tell, why = Level.CITY, (Organ.PROCURATORATE,), f"超过{county}日"
    elif total > limit:
        level, tell, why = Level.CITY, (Organ.PROCURATORATE,), f"但两个月内累计{total}日，超过{limit}日"
    elif days <= office:
        level, tell, why = _short(leave, office, assumptions)
    barred = (
        f"“{leave.reason}”不属于就医、就学、参与诉讼、处理家庭或者工作重要事务等正当理由，不得批准。"
        if kind == ""
        else ""
    )
    return conclude(
        "leave",
        basis=(CCL("27"), MEASURES("27"), MEASURES("26"), MEASURES("58")),
        because=f"外出{leave.from_on}至{leave.to_on}共{days}日，{why}，{_who(level, barred)}。",
        assumptions=tuple(assumptions),
        level=level,
        tell=tell,
        barred=barred,
        change=_change(level, office, county),
        values={
            "needed": True,
            **counted,
            "reason_valid": None if kind is None else kind != "",
            "must_approve": bool(kind),
        },
    )


def _short(leave: Leave, office: int, assumptions: list[str]) -> tuple[Level, tuple[Organ, ...], str]:
    if leave.delegated:
        return Level.OFFICE, (Organ.COUNTY,), f"不超过{office}日且司法所受委托"
    if leave.delegated is None:
        assumptions.append(_NOT_DELEGATED)
    return Level.COUNTY, (), f"不超过{office}日，司法所未受委托"


def _who(level: Level, barred: str) -> str:
    if barred:
        return f"审批权限在{level.value}；但{barred}".removesuffix("。")
    return {
        Level.OFFICE: "由司法所批准，报县级社区矫正机构备案",
        Level.COUNTY: "由县级社区矫正机构批准",
        Level.CITY: "由县级报市级社区矫正机构批准，县级通报同级人民检察院",
    }[level]


def _change(level: Level, office: int, county: int) -> str:
    if level is Level.CITY:
        return f"若单次不超过{county}日且两个月内累计不超过{county}日，则由县级批准。"
    return (
        f"若受委托且不超过{office}日，则司法所可以批准。"
        if level is Level.COUNTY
        else f"若超过{office}日，则由县级批准。"
    )


def require_days(from_on: date | None, to_on: date | None) -> tuple[date, date]:
    """Both days of an application, or the name of the missing one."""
    if from_on is None:
        raise MissingFact("from_on", "外出须有起始日期")
    if to_on is None:
        raise MissingFact("to_on", "外出须有返回日期")
    return from_on, to_on
