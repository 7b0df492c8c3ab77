"""Which of the five grounds for a tracking device a case shows, and when the device in use must come off."""

from __future__ import annotations

from datetime import date

from yipanqi.law.decisions.breaches import Breach, Record
from yipanqi.law.decisions.device import APPROVER, GROUNDS, DeviceRequest, decide_device
from yipanqi.law.decisions.sanctions import LEAVING, REPORTING
from yipanqi.law.duties.device import REMOVE, duties
from yipanqi.law.events import EventKind, Organ
from yipanqi.law.facts import Category
from yipanqi.law.findings import Level, Option
from yipanqi.law.reading import Reading
from yipanqi.law.sources import CCL, MEASURES, Certainty


def device(case: Reading, record: Record, proposing: bool) -> Option:
    """Use, or extension of the device in use; `proposing` = a revocation or recall may be proposed now."""
    end = device_end(case)
    grounds = find_grounds(case, record, proposing)
    if not grounds:
        return _option("没有社区矫正法第29条的五项情形；手机定位属第26条的信息化核查，不需要本条情形。", allowed=False)
    verdict = decide_device(
        DeviceRequest(
            ground=grounds[0],
            category=case.facts.category,
            warnings=len(record.warnings),
            penalties=len(record.penalties),
            start_on=case.on,
            term_ends_on=case.facts.term_ends_on,
            extends_order_ending_on=end,
        ),
        region=case.region,
    )
    if not verdict.allowed:
        return _option(verdict.barred, allowed=False)
    items = "；".join(f"第（{'一二三四五'[ground - 1]}）项：{GROUNDS[ground]}" for ground in grounds)
    return _option(verdict.because, allowed=True, ground=f"{CCL('29').label}{items}", near=end)


def find_grounds(case: Reading, record: Record, proposing: bool) -> list[int]:
    """Every ground that stands, by item; the fifth only where no other does."""
    found = []
    kinds = {breach.kind for breach in record.breaches}
    prohibitable = case.facts.category in (Category.CONTROL, Category.PROBATION)
    if EventKind.PROHIBITION_BREACHED in kinds and prohibitable:
        found.append(1)
    if any(_left(breach) and not breach.good_reason for breach in record.breaches):
        found.append(2)
    if record.warnings and any(breach.reason == REPORTING for breach in record.breaches):
        found.append(3)
    if record.penalties:
        found.append(4)
    return found or ([5] if proposing else [])


def _left(breach: Breach) -> bool:
    """Away from supervision, or found to have left the city or county without leave."""
    return breach.kind is EventKind.ABSENT or (breach.kind is EventKind.BREACHED and LEAVING in breach.reason)


def device_end(case: Reading) -> date | None:
    """The last day of the device in use; None when none is on."""
    ends = [duty.due_on for duty in duties(case) if duty.of is REMOVE and duty.done_on is None and duty.due_on]
    running = [end for end in ends if end >= case.on]
    return max(running) if running else None


def _option(because: str, *, allowed: bool, ground: str = "", near: date | None = None) -> Option:
    return Option(
        measure="device",
        title="电子定位装置",
        allowed=allowed,
        ground=ground,
        level=Level.COUNTY,
        decided_by=APPROVER,
        copies=(Organ.PERSON,) if allowed else (),
        barred="" if allowed else because,
        near_on=near,
        basis=(CCL("29"), MEASURES("37")),
        because=because,
        certainty=Certainty.VERIFIED,
    )
