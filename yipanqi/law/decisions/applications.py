"""What the person may apply for: leave, travel, another place of execution, contacts, places, longer reports."""

from __future__ import annotations

from collections.abc import Iterator

from yipanqi.law.decisions.exit import CANNOT_LEAVE, EXIT_BASIS, EXIT_READING, FOREIGNER_EXIT_BASIS
from yipanqi.law.decisions.leave import COUNTY_DAYS, OFFICE_DAYS, days_within, window_start
from yipanqi.law.events import EventKind, Organ
from yipanqi.law.facts import Category
from yipanqi.law.findings import Level, Option
from yipanqi.law.reading import Reading
from yipanqi.law.sources import CCL, MEASURES, Article, Certainty


def applications(case: Reading) -> Iterator[Option]:
    """Every application the law knows, with the level that decides it."""
    office, county = case.value(OFFICE_DAYS, case.on), case.value(COUNTY_DAYS, case.on)
    delegated = "司法所受委托，" if case.facts.delegated else "司法所受委托的，"
    yield _option(
        "leave",
        "外出",
        Level.OFFICE if case.facts.delegated else Level.COUNTY,
        (MEASURES("27"),),
        f"有正当理由的应当批准：不超过{office}日，{delegated}可由司法所批准；不超过{county}日由县级批准；"
        f"超过{county}日或者两个月内累计超过{county}日的由市级批准并通报检察院；截至今日两个月内已批准{away_days(case)}日。",
    )
    yield _option(
        "recurring_travel",
        "经常性跨市县活动",
        Level.COUNTY,
        (MEASURES("29"),),
        "因正常工作和生活需要经常性跨市、县活动的，县级可以批准，每次有效六个月且不超过矫正期。",
    )
    yield _option(
        "execution_place",
        "变更执行地",
        Level.COUNTY,
        (MEASURES("30"), MEASURES("31")),
        "因迁居等需要变更执行地的，司法所提出意见，县级征求新执行地意见后决定；有争议的由上一级协调。",
        copies=(Organ.DECIDING_ORGAN, Organ.PROCURATORATE, Organ.POLICE),
    )
    yield _option(
        "contact",
        "接触特定人员",
        Level.COUNTY,
        (MEASURES("25"),),
        "未经县级批准不得接触被害人、控告人、举报人和同案犯等。",
    )
    yield _area(case)
    yield _extension(case)
    yield Option(
        measure="exit",
        title="出境",
        allowed=False,
        barred=CANNOT_LEAVE,
        because=CANNOT_LEAVE,
        basis=FOREIGNER_EXIT_BASIS if case.facts.foreigner else EXIT_BASIS,
        certainty=Certainty.ASSUMED,
        assumption=EXIT_READING,
    )


def away_days(case: Reading) -> int:
    """Days of approved leave within the two months that end today."""
    spans = [
        (event.from_on, event.to_on)
        for event in case.of(EventKind.LEAVE_PERMITTED)
        if event.from_on is not None and event.to_on is not None and event.from_on <= event.to_on
    ]
    return days_within(spans, window_start(case.on, region=case.region), case.on)


def _area(case: Reading) -> Option:
    if not case.facts.prohibitions:
        why = "没有禁止令，不存在须经批准进入的特定区域、场所。"
        return _option("area", "进入特定区域", Level.COUNTY, (MEASURES("39"),), why, barred=why)
    return _option(
        "area",
        "进入特定区域",
        Level.COUNTY,
        (MEASURES("39"),),
        "禁止令规定须经批准才能进入的，确有需要时由县级批准，告知原审法院和县级人民检察院。",
        copies=(Organ.COURT, Organ.PROCURATORATE),
    )


def _extension(case: Reading) -> Option:
    if case.facts.category is not Category.TEMPORARY:
        why = f"{case.facts.category.title}没有病情、身体情况报告义务。"
        return _option("extension", "延长病情报告", Level.COUNTY, (MEASURES("24"),), why, barred=why)
    return _option(
        "extension",
        "延长病情报告",
        Level.COUNTY,
        (MEASURES("24"),),
        "不满一个月由县级决定，一个月以上不满三个月由市级批准，三个月以上由省级批准，通报同级检察院。",
        copies=(Organ.PROCURATORATE,),
    )


def _option(
    measure: str,
    title: str,
    level: Level,
    articles: tuple[Article, ...],
    because: str,
    *,
    copies: tuple[Organ, ...] = (),
    barred: str = "",
) -> Option:
    return Option(
        measure=measure,
        title=title,
        allowed=not barred,
        ground="" if barred else articles[0].label,
        level=level,
        decided_by=f"{level.value}{'' if level is Level.OFFICE else '社区矫正机构'}",
        copies=copies,
        barred=barred,
        basis=(CCL("27"), *articles) if measure in ("leave", "recurring_travel", "execution_place") else articles,
        because=because,
        certainty=Certainty.RECALLED,
    )
