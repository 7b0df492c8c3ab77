"""How deadlines read (DESIGN §6): what is left first, then the moment; hours under a day; both dates when rolled."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.template.context import Context
from django.test import RequestFactory

from yipanqi.pages import wording
from yipanqi.pages.tags.clocks import near_dates_text
from yipanqi.pages.tags.lists import limit
from yipanqi.records.days import SHANGHAI
from yipanqi.records.models import Case, Duty

NOW = datetime(2026, 11, 24, 8, 42, tzinfo=SHANGHAI)


def clock(**facts: Any) -> wording.Clock:
    if "due_on" in facts:
        facts.setdefault("raw_due_on", facts["due_on"])
    return wording.clock(Duty(**facts), NOW)


@pytest.mark.parametrize(
    ("facts", "tone", "lead", "moment"),
    [
        ({"due_on": date(2026, 11, 20)}, "over", "已超 4 天", "应于 11月20日(周五)24:00 前"),
        ({"due_on": date(2026, 11, 24)}, "soon", "还剩 15 小时", "今天(周二)24:00 前"),
        ({"due_on": date(2026, 11, 27)}, "", "还剩 3 天", "11月27日(周五)24:00 前"),
        ({"due_on": date(2026, 11, 28), "waiting": True}, "", "对方还剩 4 天", "11月28日(周六)24:00 前"),
        ({"due_on": date(2026, 11, 20), "waiting": True}, "over", "对方已超 4 天", "应于 11月20日(周五)24:00 前"),
        ({"due_on": date(2027, 1, 4)}, "", "还剩 41 天", "2027年1月4日(周一)24:00 前"),
        (
            {"due_on": date(2026, 11, 30), "raw_due_on": date(2026, 11, 28)},
            "",
            "还剩 6 天",
            "11月28日(周六)，顺延至 11月30日(周一)24:00 前",
        ),
        (
            {"due_on": date(2026, 11, 24), "due_at": datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)},
            "soon",
            "还剩 18 分钟",
            "今天(周二)09:00 前",
        ),
        (
            {"due_on": date(2026, 11, 24), "due_at": datetime(2026, 11, 24, 6, 0, tzinfo=SHANGHAI)},
            "over",
            "已超 2 小时",
            "应于 今天(周二)06:00 前",
        ),
        ({"immediate": True}, "soon", "立即", "发现即办，法律没有写明天数"),
        ({"missing": "生效日期"}, "", "不能起算", "缺少生效日期"),
        ({"optional": True}, "", "可以启动", "没有截止日"),
        ({}, "", "未定期限", "没有截止日"),
        ({"backfill": True, "due_on": date(2026, 3, 2)}, "info", "待补录", "应于 3月2日(周一)前"),
        (
            {"due_on": date(2026, 11, 20), "done_on": date(2026, 11, 20)},
            "good",
            "已办结，按期",
            "11月20日(周五) 办结",
        ),
        (
            {"due_on": date(2026, 11, 18), "done_on": date(2026, 11, 20)},
            "over",
            "已办结，超期 2 天",
            "11月20日(周五) 办结",
        ),
    ],
)
def test_deadlines_in_words(facts: dict[str, Any], tone: str, lead: str, moment: str) -> None:
    shown = clock(**facts)
    assert (shown.tone, shown.lead, shown.moment) == (tone, lead, moment)


def test_the_ruler_runs_from_the_start_to_the_end() -> None:
    assert clock(starts_on=date(2026, 11, 14), due_on=date(2026, 12, 3)).run == 52
    assert clock(starts_on=date(2026, 11, 30), due_on=date(2026, 12, 3)).run == 0
    assert clock(starts_on=date(2026, 11, 1), due_on=date(2026, 11, 20)).run == 100
    assert clock(due_on=date(2026, 12, 3)).run is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-11-14接收登记，至2026-11-19", "11月14日接收登记，至11月19日"),
        ("2026-11-14接收登记，至2027-01-04", "2026年11月14日接收登记，至2027年1月4日"),
        ("2025-06-12接收登记", "2025年6月12日接收登记"),
        ("缺少管理等级，不能起算", "缺少管理等级，不能起算"),
    ],
)
def test_the_year_is_written_where_it_is_another(text: str, shown: str) -> None:
    assert near_dates_text(text, NOW.date()) == shown


@pytest.mark.parametrize(
    ("rule", "level", "missing", "shown"),
    [
        ("reporting.report", "宽管", "", "期限：市里未设定"),
        ("reporting.report", "", "管理等级", "缺少事实，期限未定"),
        ("intake.report_in_person", "", "", "10 日内"),
        ("medical.submit_review", "", "", "3 个月内"),
        ("medical.report_body", "", "", "每个日历月"),
        ("release.appraise", "", "", "矫正期满之日"),
        ("release.notify", "", "", "立即"),
    ],
)
@pytest.mark.django_db
def test_the_limit_beside_a_duty_is_its_own(
    rf: RequestFactory, rule: str, level: str, missing: str, shown: str
) -> None:
    request = rf.get("/")
    request._arrived_at = NOW  # type: ignore[attr-defined]
    duty = Duty(rule=rule, missing=missing, case=Case(level=level))
    assert limit(Context({"request": request}), duty) == shown
