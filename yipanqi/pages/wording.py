"""How dates and deadlines are written (DESIGN §6): what is left first, the moment second; year only when it differs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yipanqi.law.findings import Standing
from yipanqi.measures import standing as standings
from yipanqi.records.models import Duty

_WEEKDAYS = "一二三四五六日"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline in words: tone (over, soon, good or none), the lead, the moment, and how far the ruler has run (%)."""

    tone: str
    lead: str
    moment: str
    run: int | None = None


def weekday(day: date) -> str:
    """周二."""
    return f"周{_WEEKDAYS[day.weekday()]}"


def day_text(day: date | None, today: date | None = None) -> str:
    """11月27日, with the year where it differs from today's."""
    if day is None:
        return ""
    year = "" if today is not None and day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def full_day(day: date, today: date) -> str:
    """11月27日(周五): half-width brackets keep columns aligned."""
    return f"{day_text(day, today)}({weekday(day)})"


def moment_text(at: datetime, today: date) -> str:
    """11月20日(周五)16:05."""
    return f"{full_day(at.date(), today)}{at:%H:%M}"


def span_text(span: timedelta) -> str:
    """3 天, 15 小时 or 40 分钟, rounded down."""
    if span >= _DAY:
        return f"{span.days} 天"
    minutes = max(0, int(span.total_seconds() // 60))
    return f"{minutes // 60} 小时" if minutes >= 60 else f"{minutes} 分钟"


def clock(duty: Duty, now: datetime) -> Clock:
    """The clock of a duty as it is shown at `now` (an aware instant in the city's time zone)."""
    today = now.date()
    stands = standings.standing(duty, today)
    if stands is Standing.DONE:
        return _done(duty, today, now)
    if stands is Standing.BACKFILL:
        due = f"应于 {full_day(duty.due_on, today)}前" if duty.due_on else "导入前的事项"
        return Clock("info", "待补录", due)
    ends_at = standings.deadline(duty, now)
    if ends_at is None:
        return _undated(duty)
    run = _run(duty, now, ends_at)
    if ends_at <= now:
        whose = "对方已超" if duty.waiting else "已超"
        return Clock("over", f"{whose} {_passed(duty, now, ends_at)}", f"应于 {_until(duty, today, ends_at)}", 100)
    tone = "soon" if stands is Standing.DUE_TODAY else ""
    whose = "对方还剩" if duty.waiting else "还剩"
    return Clock(tone, f"{whose} {span_text(ends_at - now)}", _until(duty, today, ends_at), run)


def _done(duty: Duty, today: date, now: datetime) -> Clock:
    when = moment_text(duty.done_at.astimezone(now.tzinfo), today) if duty.done_at else _done_day(duty.done_on, today)
    if standings.done_late(duty):
        days = (duty.done_on - duty.due_on).days if duty.done_on and duty.due_on else 0
        return Clock("over", f"已办结，超期 {days} 天" if days else "已办结，超期", f"{when} 办结")
    return Clock("good", "已办结，按期" if duty.due_on else "已办结", f"{when} 办结")


def _done_day(day: date | None, today: date) -> str:
    return full_day(day, today) if day else ""


def _undated(duty: Duty) -> Clock:
    if duty.immediate:
        return Clock("soon", "立即", "发现即办，法律没有写明天数")
    if duty.missing:
        return Clock("", "不能起算", f"缺少{duty.missing}")
    return Clock("", "可以启动" if duty.optional else "未定期限", "没有截止日")


def _passed(duty: Duty, now: datetime, ends_at: datetime) -> str:
    if duty.due_on is not None and duty.due_on < now.date():
        return f"{(now.date() - duty.due_on).days} 天"
    return span_text(now - ends_at)


def _until(duty: Duty, today: date, ends_at: datetime) -> str:
    day = duty.due_on or ends_at.date()
    hour = f"{ends_at:%H:%M}" if duty.due_at is not None else "24:00"
    named = f"今天({weekday(day)})" if day == today else full_day(day, today)
    rolled = ""
    if duty.raw_due_on is not None and duty.raw_due_on != duty.due_on:
        rolled = f"{full_day(duty.raw_due_on, today)}，顺延至 "
    return f"{rolled}{named}{hour} 前"


def _run(duty: Duty, now: datetime, ends_at: datetime) -> int | None:
    if duty.starts_on is None:
        return None
    began = datetime.combine(duty.starts_on, datetime.min.time(), now.tzinfo)
    whole = (ends_at - began).total_seconds()
    return None if whole <= 0 else max(0, min(100, round((now - began).total_seconds() * 100 / whole)))
