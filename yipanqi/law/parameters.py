"""Numbers the law leaves open: set by province or city, marked 市流程; unset means that no date is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from yipanqi.law.sources import Certainty, Dated, Version, number, of

T = TypeVar("T")


def _open(key: str, title: str, unit: str) -> Dated[int | None]:
    return number(
        key,
        title,
        unit,
        None,
        of("CITY", key),
        certainty=Certainty.PARAMETER,
        note="法律未规定期限，未设定则不计期限",
    )


DECLARATION_DAYS = _open("declaration_days", "入矫宣告期限", "日")
GROUP_DAYS = _open("group_days", "确定矫正小组期限", "日")
PLAN_DAYS = _open("plan_days", "制定矫正方案期限", "日")
REPORT_DAYS_STRICT = _open("report_days_strict", "严管对象报告间隔", "日")
REPORT_DAYS_GENERAL = _open("report_days_general", "普管对象报告间隔", "日")
REPORT_DAYS_LENIENT = _open("report_days_lenient", "宽管对象报告间隔", "日")
STRICT_MONTHS = _open("strict_months", "严管最短时间", "个月")
VISIT_DAYS = _open("visit_days", "实地查访间隔", "日")
STUDY_HOURS = _open("study_hours", "每月教育学习时数", "小时")
SERVICE_HOURS = _open("service_hours", "每月公益活动时数", "小时")
EMERGENCY_HOURS = _open("emergency_hours", "突发事件报告时限", "小时")
PARAMETERS: dict[str, Dated[int | None]] = {
    parameter.key: parameter
    for parameter in (
        DECLARATION_DAYS,
        GROUP_DAYS,
        PLAN_DAYS,
        REPORT_DAYS_STRICT,
        REPORT_DAYS_GENERAL,
        REPORT_DAYS_LENIENT,
        STRICT_MONTHS,
        VISIT_DAYS,
        STUDY_HOURS,
        SERVICE_HOURS,
        EMERGENCY_HOURS,
    )
}


class LegalDutyChanged(ValueError):
    """A city file tried to change a number that only the law may set."""


@dataclass(frozen=True, slots=True)
class Region:
    """What a province and its city decide: management levels, and dated numbers replacing defaults by key."""

    key: str
    title: str
    levels: tuple[str, ...] = ("严管", "普管", "宽管")
    values: Mapping[str, Dated[Any]] = field(default_factory=dict, hash=False)

    def value(self, dated: Dated[T], day: date) -> T:
        """The number that holds here on `day`."""
        if self.values:
            replaced: Dated[T] | None = self.values.get(dated.key)
            if replaced is not None:
                return replaced.on(day)
        return dated.on(day)

    def version(self, dated: Dated[T], day: date) -> Version[T]:
        """The same with its article, certainty and note."""
        replaced: Dated[T] = self.values.get(dated.key, dated)
        return replaced.version(day)

    def amended(self, values: Mapping[str, Dated[Any]]) -> Region:
        """The region with some numbers, legal ones too, replaced: for rehearsing a change of law."""
        return Region(self.key, self.title, self.levels, {**self.values, **values})

    def with_city_targets(self, targets: Mapping[str, int | None], *, city: str) -> Region:
        """The region with a city's own targets; a number that is not an open parameter is refused."""
        for key, value in targets.items():
            if key not in PARAMETERS:
                raise LegalDutyChanged(f"{city}的参数文件不能设定“{key}”：它不是市流程参数，法定期限只能由法律修改。")
            if value is not None and value < 1:
                raise LegalDutyChanged(f"{city}的参数“{PARAMETERS[key].title}”为 {value}，应为正整数或留空。")
        return self.amended(
            {
                key: PARAMETERS[key].amended(Version(None, value, of("CITY", key), Certainty.PARAMETER, f"{city}设定"))
                for key, value in targets.items()
            }
        )
