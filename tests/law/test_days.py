"""Counting days: the worked examples of the notes of the law (§2.1, §2.4, §5), by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from yipanqi.law.days import (
    Calendar,
    Deadline,
    earlier_months_end,
    half_month_end,
    hours_end,
    inclusive_days,
    month_end,
    period_end,
    published_calendar,
    term_end,
)

D = date.fromisoformat


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-03-10", 1, "2026-04-10"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-02-28", 1, "2026-03-31"),
        ("2024-02-28", 1, "2024-03-28"),
        ("2026-01-30", 1, "2026-02-28"),
        ("2026-04-30", 3, "2026-07-31"),
        ("2025-11-30", 3, "2026-02-28"),
        ("2025-12-15", 2, "2026-02-15"),
        ("2026-03-31", 6, "2026-09-30"),
        ("2026-12-10", -1, "2026-11-10"),
        ("2026-03-31", -1, "2026-02-28"),
    ],
)
def test_a_period_of_months(start: str, months: int, end: str) -> None:
    """期间, 刑诉法解释 202(1)."""
    assert period_end(D(start), months=months) == D(end)


@pytest.mark.parametrize(
    ("start", "years", "months", "end"),
    [
        ("2024-01-31", 0, 2, "2024-03-30"),
        ("2023-01-31", 1, 0, "2024-01-30"),
        ("2024-04-30", 0, 3, "2024-07-30"),
        ("2022-06-28", 2, 0, "2024-06-27"),
        ("2024-11-05", 1, 0, "2025-11-04"),
        ("2024-02-29", 1, 0, "2025-02-27"),
        ("2024-02-29", 4, 0, "2028-02-28"),
        ("2023-02-28", 1, 0, "2024-02-27"),
        ("2023-02-28", 0, 12, "2024-02-28"),
        ("2026-03-01", 0, 6, "2026-08-31"),
        ("2025-12-31", 0, 2, "2026-02-27"),
        ("2025-01-01", 1, 6, "2026-06-30"),
        ("2025-08-31", 1, 6, "2027-02-27"),
    ],
)
def test_a_term_of_years_and_months(start: str, years: int, months: int, end: str) -> None:
    """刑期, 刑诉法解释 202(2); years with months are read as months."""
    assert term_end(D(start), years=years, months=months) == D(end)


def test_a_term_of_days_and_half_a_month() -> None:
    assert term_end(D("2026-03-01"), days=15) == D("2026-03-15")
    assert term_end(D("2026-03-01"), months=1, days=10) == D("2026-04-10")
    assert half_month_end(D("2026-03-01")) == D("2026-03-16")
    assert period_end(D("2024-11-05"), days=10) == D("2024-11-15")


def test_the_earlier_of_two_readings_of_three_months() -> None:
    assert earlier_months_end(D("2026-11-30"), 3) == D("2027-02-27")
    assert earlier_months_end(D("2026-03-10"), 3) == D("2026-06-09")


def test_hours_end_at_the_same_minute_and_leave_days_count_both_ends() -> None:
    start = datetime(2026, 11, 20, 16, 40, tzinfo=UTC)
    assert hours_end(start, 48) == datetime(2026, 11, 22, 16, 40, tzinfo=UTC)
    assert inclusive_days(D("2026-03-01"), D("2026-03-07")) == 7
    assert month_end(2026, 14) == D("2027-02-28")


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-02-14", True),
        ("2026-02-15", False),
        ("2026-02-23", False),
        ("2026-02-24", True),
        ("2026-05-09", True),
        ("2026-11-21", False),
        ("2026-11-23", True),
        ("2025-01-26", True),
        ("2020-02-02", False),
    ],
)
def test_working_days_follow_the_notices(day: str, works: bool) -> None:
    assert published_calendar().is_workday(D(day)) is works


def test_the_published_years_and_what_lies_beyond() -> None:
    calendar = published_calendar()
    assert min(calendar.known) == 2004
    assert max(calendar.known) == 2026
    assert calendar.roll(D("2026-12-31")) == Deadline(D("2026-12-31"), D("2026-12-31"))
    assert calendar.roll(D("2027-01-02")).provisional
    assert calendar.add_workdays(D("2026-12-30"), 2).provisional
    assert not calendar.add_workdays(D("2026-02-06"), 10).provisional
    assert calendar.add_workdays(D("2026-02-06"), 10).due_on == D("2026-02-27")


def test_an_entered_notice_replaces_the_year_and_makes_it_known() -> None:
    """When the notice of 2027 is entered, provisional dates become firm and may move."""
    table = {2027: ([D("2027-01-01"), D("2027-01-04")], [D("2027-01-09")])}
    calendar = published_calendar(table)
    assert calendar.roll(D("2027-01-04")) == Deadline(D("2027-01-04"), D("2027-01-05"))
    assert calendar.is_workday(D("2027-01-09"))
    assert calendar.is_known(D("2027-06-01"))
    assert calendar != published_calendar()
    assert calendar == published_calendar(table)
    assert len({calendar, published_calendar(table), published_calendar()}) == 2


def test_a_replaced_year_forgets_the_old_table() -> None:
    calendar = published_calendar({2026: ([D("2026-01-01")], [])})
    assert calendar.is_workday(D("2026-10-01"))
    assert not calendar.is_workday(D("2026-02-14"))
    assert calendar != "a calendar"


def test_a_calendar_without_notices_is_provisional_throughout() -> None:
    bare = Calendar(off=[], work=[], known=[])
    assert bare.roll(D("2026-10-01")) == Deadline(D("2026-10-01"), D("2026-10-01"), provisional=True)


def test_a_deadline_says_whether_it_moved() -> None:
    assert published_calendar().roll(D("2026-11-28")).rolled
    assert not published_calendar().roll(D("2026-11-30")).rolled
