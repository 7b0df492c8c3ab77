"""执行地: the place of living, the usual one among several, else the organ chooses (社区矫正法 17, 办法 12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from yipanqi.law.conclusions import MissingFact, conclude
from yipanqi.law.findings import Verdict
from yipanqi.law.sources import CCL, MEASURES

DECIDING_ORGAN = "社区矫正决定机关"


class AddressKind(Enum):
    """What an address is to the person."""

    REGISTERED = "户籍地"
    ACTUAL = "居住地"
    USUAL = "经常居住地"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A county-level place, what it is, since when; `suitable` is False where execution there would not do."""

    kind: AddressKind
    county: str
    since_on: date | None = None
    suitable: bool = True


def find_execution_place(addresses: tuple[Address, ...]) -> Verdict:
    """The county, or the organ that must choose one; the named county must accept."""
    if not addresses:
        raise MissingFact("addresses", "须有居住地、经常居住地或者户籍地中至少一处")
    suitable = [address for address in addresses if address.suitable]
    usual = {address.county for address in suitable if address.kind is AddressKind.USUAL}
    actual = {address.county for address in suitable if address.kind is AddressKind.ACTUAL}
    if len(usual) == 1 and len(usual | actual) > 1:
        return _county(usual.pop(), "在多个地方居住，可以确定经常居住地为执行地")
    if len(usual | actual) == 1:
        return _county((usual | actual).pop(), "执行地为实际居住地，不以户籍地为准")
    if usual or actual:
        why = "在多个地方居住且经常居住地不明" if not usual else "经常居住地有多处"
    elif len(suitable) < len(addresses):
        why = "居住地、经常居住地不适宜执行社区矫正"
    else:
        why = "只有户籍地，居住地、经常居住地无法确定"
    return conclude(
        "execution_place",
        basis=(CCL("17"), MEASURES("12")),
        because=f"{why}，由决定机关根据有利于接受矫正、更好融入社会的原则确定，被确定的县应当接收。",
        values={"county": None, "decided_by": DECIDING_ORGAN},
    )


def _county(county: str, why: str) -> Verdict:
    return conclude(
        "execution_place",
        basis=(CCL("17"), MEASURES("12")),
        because=f"{why}：{county}。",
        values={"county": county, "decided_by": None},
    )
