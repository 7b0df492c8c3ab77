"""Dates as ledgers write them: date cells, serial numbers, eight digits, Y-M-D in every spelling, and ranges."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from yipanqi.records.ledger.normal.form import EMPTY, NOTHING, Normal, as_text, half_width

EARLIEST, LATEST = date(1990, 1, 1), date(2060, 12, 31)
_EPOCH = date(1899, 12, 30)
_TIME = r"(?:[T ]*\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?)?[分秒]?)?"
_YMD = re.compile(r"(\d{4})([-./年])(\d{1,2})([-./月])(\d{1,2})日?" + _TIME)
_SHORT_YEAR = re.compile(r"\d{1,2}[-./年]\d{1,2}[-./月]\d{1,2}日?" + _TIME)
_SPACES = re.compile(r"\s*([-./年月日])\s*")
_DAY = r"(?:\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?" + _TIME + r"|\d{8})"
_RANGE = re.compile(rf"自?从?({_DAY})起?(?:至|到|[-~—–―]+)({_DAY})止?")
_DASHES = str.maketrans({"－": "-", "−": "-", "‐": "-", "‑": "-", "～": "~", "〜": "~", "∼": "~"})
INVALID = Normal(None, "date_invalid")


def _day(year: int, month: int, day: int) -> Normal:
    try:
        return Normal(date(year, month, day))
    except ValueError:
        return INVALID


def _from_number(number: float) -> Normal:
    if 20000 <= number < 80001:
        return Normal(_EPOCH + timedelta(days=int(number)))
    whole = int(number) if abs(number) < 1e9 and number == int(number) else 0
    if 10_000_101 <= whole <= 99_991_231:
        return _day(whole // 10000, whole // 100 % 100, whole % 100)
    return INVALID


def _from_text(text: str) -> Normal:
    text = _SPACES.sub(r"\1", half_width(text).translate(_DASHES)).strip()
    text = text.removesuffix(".0")
    match = _YMD.fullmatch(text)
    if match:
        return _day(int(match[1]), int(match[3]), int(match[5]))
    if len(text) == 8 and text.isascii() and text.isdigit():
        return _day(int(text[:4]), int(text[4:6]), int(text[6:]))
    return Normal(None, "date_ambiguous") if _SHORT_YEAR.fullmatch(text) else INVALID


def any_day(cell: Any) -> Normal:
    """A calendar date of any century, for birthdays."""
    if isinstance(cell, datetime):
        return Normal(cell.date())
    if isinstance(cell, date):
        return Normal(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_number(cell)
    text = as_text(cell).strip()
    return NOTHING if text in EMPTY else _from_text(text)


def day(cell: Any) -> Normal:
    """A date between 1990 and 2060."""
    form = any_day(cell)
    if form.value is not None and not EARLIEST <= form.value <= LATEST:
        return Normal(None, "date_out_of_range")
    return form


def _halves(text: str) -> tuple[str, str] | None:
    for separator in ("至", "到", "~", "—", "–", "―"):
        first, found, last = text.partition(separator)
        if found:
            return first, last.lstrip(separator)
    parts = text.split("-")
    if len(parts) % 2 == 0 and len(parts) > 1:
        middle = len(parts) // 2
        return "-".join(parts[:middle]), "-".join(parts[middle:])
    return None


def span(cell: Any) -> tuple[Normal, Normal]:
    """Start and end out of one cell, separated by 至, 到, -, ~ or —."""
    text = as_text(cell).strip()
    if text in EMPTY:
        return NOTHING, NOTHING
    text = "".join(_SPACES.sub(r"\1", half_width(text).translate(_DASHES)).split("\n"))
    match = _RANGE.fullmatch("".join(text.split(" ")) if ":" not in text else text)
    halves = (match[1], match[2]) if match else _halves(text)
    if halves is None:
        return INVALID, INVALID
    first = halves[0].strip().removeprefix("自").removeprefix("从").removesuffix("起")
    last = halves[1].strip().removesuffix("止")
    return (day(first), day(last))
