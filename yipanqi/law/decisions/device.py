"""电子定位装置: five grounds, the bureau head's approval, three months at most (社区矫正法 29, 办法 37)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from yipanqi.law.conclusions import MissingFact, conclude
from yipanqi.law.days import earlier_months_end
from yipanqi.law.duties.device import DEVICE_MONTHS
from yipanqi.law.facts import Category
from yipanqi.law.findings import Level, Verdict
from yipanqi.law.parameters import Region
from yipanqi.law.sources import CCL, MEASURES, Certainty

APPROVER = "县级司法行政部门负责人"
GROUNDS = {
    1: "违反人民法院禁止令",
    2: "无正当理由，未经批准离开所居住的市、县",
    3: "拒不按照规定报告自己的活动情况，被给予警告",
    4: "违反监督管理规定，被给予治安管理处罚",
    5: "拟提请撤销缓刑、假释或者暂予监外执行收监执行",
}
_EARLIER = "“三个月”有期间、刑期两种算法，取较早的一日"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRequest:
    """An order or an extension; counts are of measures already taken against the person."""

    ground: int
    category: Category | None = None
    warnings: int | None = None
    penalties: int | None = None
    start_on: date | None = None
    term_ends_on: date | None = None
    extends_order_ending_on: date | None = None


def decide_device(request: DeviceRequest, *, region: Region) -> Verdict:
    """Whether the ground stands, who approves, and the latest day the device may stay on."""
    refusal = _refusal(request)
    if refusal:
        return _refused(refusal)
    latest = _latest(request, region)
    if latest is not None and request.start_on is not None and latest < request.start_on:
        return _refused(f"矫正期{latest}届满后")
    months = region.value(DEVICE_MONTHS, request.start_on or request.extends_order_ending_on or date.max)
    counted = f"，最迟至{latest}解除" if latest else "，未给出开始日期，不计算止日"
    term = "，且不超过矫正期满日" if latest is not None and latest == request.term_ends_on else ""
    approved = f"经{APPROVER}批准可以使用"
    if request.extends_order_ending_on:
        approved = f"期满经评估仍有必要的，经{APPROVER}再次批准可以继续使用"
    return conclude(
        "device",
        basis=(CCL("29"), MEASURES("37")),
        certainty=Certainty.VERIFIED,
        allowed=True,
        level=Level.COUNTY,
        because=f"符合第{request.ground}项“{GROUNDS[request.ground]}”，{approved}，"
        f"每次不超过{months}个月{counted}{term}；不需要继续使用的，应当及时解除。",
        assumptions=(_EARLIER if latest else "",),
        values={"allowed": True, "approver": APPROVER, "latest_end_on": latest},
    )


def _refused(why: str) -> Verdict:
    return conclude(
        "device",
        basis=(CCL("29"),),
        because=f"{why}，不得使用电子定位装置。",
        allowed=False,
        barred=f"{why}，不得使用电子定位装置。",
        values={"allowed": False, "approver": APPROVER, "latest_end_on": None},
    )


def _refusal(request: DeviceRequest) -> str:
    """Why the ground does not stand; "" when it does."""
    if request.ground in (1, 5) and request.category is None:
        raise MissingFact("category", f"第{request.ground}项情形是否可能，因类别而不同")
    if request.ground == 1 and request.category not in (Category.CONTROL, Category.PROBATION):
        return "禁止令只适用于管制和缓刑，第1项情形不存在"
    if request.ground == 5 and request.category is Category.CONTROL:
        return "管制没有撤销和收监，第5项情形不存在"
    if request.ground == 3:
        return _already("warnings", request.warnings, "第3项要求已被给予警告")
    if request.ground == 4:
        return _already("penalties", request.penalties, "第4项要求已被给予治安管理处罚")
    return ""


def _already(name: str, count: int | None, requirement: str) -> str:
    if count is None:
        raise MissingFact(name, requirement)
    return "" if count > 0 else f"{requirement}，目前没有"


def _latest(request: DeviceRequest, region: Region) -> date | None:
    start_on, ending_on = request.start_on, request.extends_order_ending_on
    if ending_on is not None and (start_on is None or start_on <= ending_on):
        start_on = ending_on + _DAY  # an extension begins when the old order ends, whenever it was decided
    if start_on is None:
        return None
    latest = earlier_months_end(start_on, region.value(DEVICE_MONTHS, start_on))
    return min(latest, request.term_ends_on) if request.term_ends_on else latest
