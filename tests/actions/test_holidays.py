"""The holiday notice of a year: entered whole by the city, and provisional dates become certain at the next tick."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import NOW, Cast, everywhere, make_case, make_officer, signed_in
from yipanqi.access.scope import NotPermitted
from yipanqi.actions import clock
from yipanqi.actions.holidays import NoticeRefused, enter_notice
from yipanqi.records.models import Duty, Holiday, HolidayNotice, JournalLine, Officer
from yipanqi.records.rulebook import calendar

NEW_YEAR = [date(2027, 1, day) for day in (1, 2, 3)]
NOTICE = "关于2027年部分节假日安排的通知（虚构）"


@pytest.fixture
def clerk(cast: Cast) -> Officer:
    """The city officer who keeps the table."""
    with everywhere():
        return make_officer("city_officer", cast.city, "林予安")


def enter(by: Officer, **given: Any) -> HolidayNotice:
    asked = {"year": 2027, "off": NEW_YEAR, "work": [], "source": NOTICE, **given}
    with signed_in(by):
        return enter_notice(by=by, now=NOW, **asked)


def test_provisional_dates_are_asked_again_on_the_next_tick(cast: Cast, clerk: Officer) -> None:
    # 2026-12-24 生效，十日至 2027-01-03（周日）；没有通知时顺延至周一 01-04，通知放假到 01-05，则至周三 01-06。
    with everywhere():
        case = make_case(cast.county, cast.office, effective_on=date(2026, 12, 24), term_starts_on=date(2026, 12, 24))
    clock.tick(now=NOW)
    owed = Duty.objects.filter(case_id=case.pk, rule="intake.report_in_person")
    with everywhere():
        before = owed.get()
    assert (before.due_on, before.provisional) == (date(2027, 1, 4), True)
    enter(clerk, off=[*NEW_YEAR, date(2027, 1, 4), date(2027, 1, 5)])
    beat = clock.tick(now=NOW + timedelta(minutes=5))
    with everywhere():
        after = owed.get()
    assert (after.pk, after.due_on, after.provisional) == (before.pk, date(2027, 1, 6), False)
    assert beat.refreshed.asked == 1
    assert clock.tick(now=NOW + timedelta(minutes=10)).refreshed.asked == 0


def test_a_notice_names_days_off_and_make_up_days_and_is_journalled(clerk: Officer) -> None:
    assert 2027 not in calendar().known
    enter(clerk, work=[date(2027, 1, 9)], source=f" {NOTICE} ")
    held = calendar()
    assert 2027 in held.known
    assert {day for day in held.off if day.year == 2027} == set(NEW_YEAR)
    assert {day for day in held.work if day.year == 2027} == {date(2027, 1, 9)}
    with everywhere():
        line = JournalLine.objects.get(verb="holiday.entered")
    assert line.data == {"year": 2027, "off": 3, "work": 1}
    assert HolidayNotice.objects.get().source == NOTICE


def test_the_later_notice_of_a_year_replaces_the_earlier_one(clerk: Officer) -> None:
    enter(clerk)
    enter(clerk, off=NEW_YEAR[:1], source=f"{NOTICE}（更正）")
    assert [holiday.day for holiday in Holiday.objects.all()] == NEW_YEAR[:1]
    assert HolidayNotice.objects.get().source.endswith("（更正）")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"off": [date(2026, 12, 31)]}, "2026-12-31 不在 2027 年"),
        ({"work": [date(2028, 1, 8)]}, "2028-01-08 不在 2027 年"),
        ({"work": [date(2027, 1, 2)]}, "2027-01-02 既填了放假又填了上班"),
        ({"off": []}, "没有填写 2027 年的放假日期"),
        ({"off": [date(2027, 1, 1) + timedelta(days=n) for n in range(61)]}, "填了 61 天放假"),
        ({"work": [date(2027, 1, 8)]}, "2027-01-08 不是周六或者周日"),
        ({"source": " "}, "请写明通知的名称和文号"),
    ],
)
def test_a_notice_that_cannot_be_right_is_refused(clerk: Officer, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(NoticeRefused, match=sentence):
        enter(clerk, **given)
    assert not Holiday.objects.exists()


def test_only_the_city_keeps_the_table(cast: Cast) -> None:
    for stranger in (cast.worker, cast.county_officer, cast.leader, cast.inspector, cast.prosecutor):
        with pytest.raises(NotPermitted):
            enter(stranger)
