"""A sentence as printed, taken apart: kind, months, months of probation, fine; and the policy's two checks."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from yipanqi.records.ledger.normal.form import NOTHING, Normal, half_width
from yipanqi.records.ledger.normal.text import plain

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0, "廿": 20}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬弍", "一二三四五六七八九十百千万二")
_NUMBER = r"[\d,]+(?:\.\d+)?|[零〇○一二两三四五六七八九十百千万廿]+"
_COUNT = r"(\d+|[零〇一二两三四五六七八九十廿]+)"
_DURATION = re.compile(rf"(?:{_COUNT}个?年(半)?|(半)年)?[零又]?(?:{_COUNT}个?月(半)?)?")
_KIND = re.compile("有期徒刑|拘役|管制|无期徒刑")
_PROBATION = re.compile("缓刑(?:考验期限?)?[为:]*")
_FINE = re.compile(rf"罚金(?:人民币|￥|¥|:)?({_NUMBER})(万)?(千)?(?:余)?元?")
_LAST_WORD = re.compile("(?:决定|合并|总和)?执行(?=有期徒刑|拘役|管制|无期徒刑)")
UNPARSED = {"kind": None, "months": None, "probation_months": None, "fine_yuan": None}


def count(text: str) -> int:
    """A whole number written with digits or in Chinese."""
    text = text.replace(",", "")
    if text.isascii() and text.isdigit():
        return int(text)
    total = part = number = 0
    for sign in text:
        if sign == "万":
            total, part, number = (total + part + number) * 10_000, 0, 0
        elif sign in _UNITS:
            part, number = part + (number or 1) * _UNITS[sign], 0
        elif sign == "廿":
            part, number = part + 20, 0
        else:
            number = number * 10 + _DIGITS.get(sign, 0)
    return total + part + number


def _months(text: str) -> int | None:
    match = _DURATION.match(text)
    if match is None or not match.group():
        return None
    years, half, half_year, months, _ = match.groups()
    total = count(years) * 12 if years else 0
    return total + (6 if half or half_year else 0) + (count(months) if months else 0)


def _fine(text: str) -> int | None:
    match = _FINE.search(text)
    if match is None:
        return None
    number = match[1].replace(",", "")
    value = float(number) if number[0].isdigit() else float(count(number))
    return round(value * (10_000 if match[2] else 1) * (1_000 if match[3] else 1))


def _parts(text: str) -> dict[str, Any] | None:
    for mark in _LAST_WORD.finditer(text):
        if mark.group() != "执行":
            text = text[mark.end() :]
            break
    kind = _KIND.search(text)
    if kind is None:
        return None
    months = _months(text[kind.end() :].lstrip(":为"))
    if months is None and kind.group() != "无期徒刑":
        return None
    probation = _PROBATION.search(text, kind.end())
    on_probation = _months(text[probation.end() :]) if probation else None
    if probation and on_probation is None:
        return None
    return {
        "kind": kind.group(),
        "months": months,
        "probation_months": on_probation,
        "fine_yuan": _fine(text),
    }


def is_illegal(parts: dict[str, Any]) -> bool:
    """Whether the policy calls the probation unlawful."""
    months, probation = parts["months"], parts["probation_months"]
    if probation is None or months is None:
        return False
    if months > 36 or probation < months or probation > 60:
        return True
    if parts["kind"] == "拘役":
        return not 2 <= probation <= 12
    return bool(parts["kind"] == "有期徒刑" and probation < 12)


def sentence(cell: Any) -> Normal:
    """The parts of a sentence; sentence_unparsed with all parts empty when it cannot be read."""
    form = plain(cell)
    if form.value is None:
        return form
    text = "".join(half_width(form.value).translate(_FORMAL).split())
    parts = _parts(text)
    if parts is None:
        return Normal(dict(UNPARSED), None, (*form.warnings, "sentence_unparsed"))
    return Normal(parts, None, ("sentence_illegal",) if is_illegal(parts) else ())


def add_months(start: date, months: int) -> date:
    """The same day so many months later, or the month's last day."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    for day in (start.day, 30, 29, 28):
        if day <= start.day:
            try:
                return date(year, month + 1, day)
            except ValueError:
                continue
    raise AssertionError("every month has 28 days")


def term_disagrees(start: date, end: date, probation_months: int) -> bool:
    """The policy's term_mismatch: more than a day from start + probation − 1 day."""
    expected = add_months(start, probation_months) - timedelta(days=1)
    return abs((end - expected).days) > 1


__all__ = ["NOTHING", "add_months", "count", "is_illegal", "sentence", "term_disagrees"]
