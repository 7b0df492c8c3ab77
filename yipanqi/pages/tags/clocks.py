"""Deadlines: the clock with its ruler, the working behind it, dates in words."""

from __future__ import annotations

import re
from datetime import date, datetime

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from yipanqi.law.findings import Standing
from yipanqi.measures import standing as standings
from yipanqi.pages import wording
from yipanqi.pages.request import SHANGHAI, now
from yipanqi.pages.tags.marks import ruler, st
from yipanqi.records.models import Duty

register = template.Library()

_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")

_MARKS = {
    Standing.DONE: ("good", "已办结"),
    Standing.BACKFILL: ("info", "待补录"),
    Standing.OVERDUE: ("over", "已超期"),
    Standing.DUE_TODAY: ("soon", "今天到期"),
    Standing.OPEN: ("idle", "未到期"),
    Standing.WAITING: ("wait", "等待他人"),
    Standing.NO_DATE: ("idle", "未定期限"),
}


@register.simple_tag(takes_context=True)
def clock(context: Context, duty: Duty) -> SafeString:
    """What is left and until when, with the ruler: 还剩 3 天 · 11月27日(周五)24:00 前."""
    shown = wording.clock(duty, now(context["request"]))
    mark = SafeString(' <span class="tag">暂定</span>') if duty.provisional else ""
    return format_html(
        '<div class="clk {}"><b>{}{}</b><span>{}</span>{}</div>',
        shown.tone,
        shown.lead,
        mark,
        shown.moment,
        ruler(shown.run),
    )


@register.simple_tag(takes_context=True)
def standing_mark(context: Context, duty: Duty, *, box: bool = False, hidden: bool = True) -> SafeString:
    """The shape of how a duty stands, its word for readers of the screen (or shown: hidden=False)."""
    shape, word = _MARKS[standings.standing(duty, now(context["request"]).date())]
    return st(shape, word, box=box, hidden=hidden)


@register.simple_tag(takes_context=True)
def calc(context: Context, duty: Duty) -> SafeString:
    """The working: 起算、期间、截止、现在."""
    moment = now(context["request"])
    shown = wording.clock(duty, moment)
    today = moment.date()
    return format_html(
        '<dl class="calc"><dt>起算</dt><dd>{}</dd><dt>期间</dt><dd>{}</dd><dt>截止</dt><dd class="res">{}</dd>'
        '<dt>现在</dt><dd class="res {}">{}</dd></dl>',
        wording.full_day(duty.starts_on, today) if duty.starts_on else "尚未起算",
        near_dates_text(duty.because, today) or "没有写明",
        _due(duty, moment),
        shown.tone,
        shown.lead,
    )


def _due(duty: Duty, moment: datetime) -> str:
    today = moment.date()
    if duty.due_at is not None:
        return wording.moment_text(duty.due_at.astimezone(SHANGHAI), today)
    if duty.due_on is None:
        return "立即" if duty.immediate else "没有截止日"
    last = f"{wording.full_day(duty.due_on, today)}24:00"
    if duty.raw_due_on is not None and duty.raw_due_on != duty.due_on:
        return f"{wording.full_day(duty.raw_due_on, today)}，顺延至 {last}"
    return last


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | None, empty: str = "未登记") -> str:
    """11月27日(周五), with the year where it is not this year's."""
    return wording.full_day(value, now(context["request"]).date()) if value else empty


@register.simple_tag(takes_context=True)
def short_day(context: Context, value: date | None) -> str:
    """11月27日, with the year where it is not this year's."""
    return wording.day_text(value, now(context["request"]).date())


@register.filter
def ymd(value: date | None) -> str:
    """2026年11月27日."""
    return wording.day_text(value)


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None) -> str:
    """11月20日(周五)16:05; today's: 今天 16:05."""
    if value is None:
        return ""
    local, today = value.astimezone(SHANGHAI), now(context["request"]).date()
    return f"今天 {local:%H:%M}" if local.date() == today else wording.moment_text(local, today)


@register.simple_tag(takes_context=True)
def near_dates(context: Context, text: str) -> str:
    """`plain_dates` beside a deadline: 11月20日 where every day of the sentence is of this year."""
    return near_dates_text(text, now(context["request"]).date())


def near_dates_text(text: str, today: date) -> str:
    """The same, for a sentence that is already in hand."""
    years = {found[1] for found in _ISO_DATE.finditer(text)}
    if years != {str(today.year)}:
        return plain_dates(text)
    return _ISO_DATE.sub(lambda found: f"{int(found[2])}月{int(found[3])}日", text)


@register.filter
def plain_dates(text: str) -> str:
    """The law's sentences carry ISO dates; on screens they read 2026年11月20日."""
    return _ISO_DATE.sub(lambda found: f"{found[1]}年{int(found[2])}月{int(found[3])}日", text)
