"""延长病情复查、身体情况报告期限: county, city or province by length (办法 24)."""

from __future__ import annotations

from datetime import date

from yipanqi.law.conclusions import Unanswerable, conclude
from yipanqi.law.events import Organ
from yipanqi.law.findings import Level, Verdict
from yipanqi.law.parameters import Region
from yipanqi.law.sources import MEASURES, Certainty, number

CITY_FROM = number(
    "extension_city_months", "延长报告期限由市级批准的起点", "个月", 1, MEASURES("24"), certainty=Certainty.RECALLED
)
PROVINCE_FROM = number(
    "extension_province_months", "延长报告期限由省级批准的起点", "个月", 3, MEASURES("24"), certainty=Certainty.RECALLED
)
NUMBERS = (CITY_FROM, PROVINCE_FROM)


def decide_extension(months: float, *, on: date, region: Region) -> Verdict:
    """Who approves an extension of the illness report by so many months; the same-level procuratorate is told."""
    if not 0 < months <= 1200:
        raise Unanswerable("months 应为大于 0 的数，表示延长几个月。")
    city, province = region.value(CITY_FROM, on), region.value(PROVINCE_FROM, on)
    if months >= province:
        level, why = Level.PROVINCE, f"{province}个月以上（含本数）由县级逐级上报省级批准"
    elif months >= city:
        level, why = Level.CITY, f"{city}个月以上（含本数）不满{province}个月由县级上报市级批准"
    else:
        level, why = Level.COUNTY, f"不满{city}个月由县级决定"
    return conclude(
        "extension",
        basis=(MEASURES("24"), MEASURES("58")),
        because=f"延长{months:g}个月，{why}，通报同级人民检察院。",
        level=level,
        tell=(Organ.PROCURATORATE,),
    )
