"""A change rehearsed on a case: each kind of difference by hand, nothing from nothing, and sentences for bad files."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from tests.law.cases import cases, days
from tests.law.examples import calendar
from yipanqi.law import rehearsal
from yipanqi.law.catalogue import numbers
from yipanqi.law.days import Calendar
from yipanqi.law.decisions.options import Options
from yipanqi.law.events import Event, EventKind
from yipanqi.law.facts import CaseFacts, Category
from yipanqi.law.findings import Level, Option
from yipanqi.law.parameters import PARAMETERS
from yipanqi.law.regions.hubei import HUBEI
from yipanqi.law.rehearsal import Book, Change, ChangeUnreadable, Difference, Effect, Step, change_from, differences
from yipanqi.law.sources import MEASURES

ON = date(2026, 11, 24)
SINCE = date(2020, 7, 1)
# 2026-11-16 是周一：其后第五日 11-21 为周六，顺延至 11-23；第三日 11-19 为周四；第八日 11-24 为周二。
ARRIVED = date(2026, 11, 16)
FACTS = CaseFacts(
    category=Category.PROBATION,
    effective_on=date(2026, 11, 10),
    arrived_on=ARRIVED,
    registered_on=ARRIVED,
    documents_complete=True,
    term_starts_on=date(2026, 11, 10),
    term_ends_on=date(2028, 11, 9),
    level="严管",
)


def book(**values: int | None) -> Book:
    """The province's book with some of the city's parameters set."""
    return Book(HUBEI.with_city_targets(values, city="示例市"), calendar())


def told(old: Book, new: Book, facts: CaseFacts = FACTS, on: date = ON) -> dict[str, Difference]:
    """The differences by what they are about."""
    return {one.about: one for one in differences(facts, on=on, old=old, new=new)}


# --- Each effect, worked out by hand -------------------------------------------------------------------------


def test_a_shorter_limit_comes_earlier() -> None:
    found = told(book(declaration_days=8), book(declaration_days=3))
    assert found.keys() == {"plan.declare"}
    one = found["plan.declare"]
    assert (one.effect, one.old, one.new) == (Effect.EARLIER, "2026-11-24", "2026-11-19")
    assert "8日" in one.old_because
    assert "3日" in one.new_because


def test_a_longer_limit_comes_later_and_rolls_over_the_weekend() -> None:
    one = told(book(declaration_days=3), book(declaration_days=5))["plan.declare"]
    assert (one.effect, one.old, one.new) == (Effect.LATER, "2026-11-19", "2026-11-23")


def test_a_limit_where_there_was_none_appears() -> None:
    one = told(book(), book(declaration_days=3))["plan.declare"]
    assert (one.effect, one.old, one.new) == (Effect.APPEARS, "没有期限", "2026-11-19")


def test_a_limit_taken_away_disappears() -> None:
    one = told(book(declaration_days=3), book())["plan.declare"]
    assert (one.effect, one.old, one.new) == (Effect.DISAPPEARS, "2026-11-19", "没有期限")


def test_a_duty_that_came_only_of_lateness_appears_when_the_law_grows_stricter() -> None:
    # 2026-11-10 生效，11-20 届满；改为 3 日则 11-13 届满，迟 3 日；改为 5 日则 11-15 为周日，顺延至 11-16，不算迟。
    strict = Change("", (Step("report_in_days", 3, SINCE, ""),)).amend(book())
    one = told(book(), strict)["intake.answer_lateness"]
    assert (one.effect, one.old) == (Effect.APPEARS, "没有此项")
    assert (one.old_because, "晚3日" in one.new_because) == ("", True)
    back = told(strict, book())["intake.answer_lateness"]
    assert (back.effect, back.new, back.new_because) == (Effect.DISAPPEARS, "没有此项", "")
    lenient = Change("", (Step("report_in_days", 5, SINCE, ""),)).amend(book())
    assert "intake.answer_lateness" not in told(book(), lenient)


def test_a_measure_becomes_possible_or_impossible() -> None:
    # 见 options.yaml：满六个月可以表扬；2026-05-20 报到，至 11-24 满六个月零四日。
    facts = replace(
        FACTS, effective_on=date(2026, 5, 18), arrived_on=date(2026, 5, 20), registered_on=date(2026, 5, 20)
    )
    (key,) = [name for name, dated in numbers().items() if "表扬" in dated.title and dated.unit == "个月"]
    longer = Change("", (Step(key, 7, SINCE, ""),)).amend(book())
    assert (told(book(), longer, facts)["option.praise"].effect) is Effect.DISAPPEARS
    one = told(longer, book(), facts)["option.praise"]
    assert (one.effect, one.old, one.new) == (Effect.APPEARS, "不可以", "可以（县级）")


def test_a_longer_leave_of_the_office_is_another_level_for_those_lengths() -> None:
    # 司法所受委托：七日改为十日，外出 8 至 10 日由县级改由司法所批准；三十日改为二十日，21 至 30 日改由市级批准。
    facts = replace(FACTS, delegated=True)
    ten = Change("", (Step("leave_office_days", 10, SINCE, ""),)).amend(book())
    (one,) = [d for d in differences(facts, on=ON, old=book(), new=ten) if d.effect is Effect.LEVEL]
    assert (one.title, one.old, one.new) == ("外出8日至10日", "县级批准", "司法所批准")
    assert "不超过10日" in one.new_because
    assert differences(replace(FACTS, delegated=False), on=ON, old=book(), new=ten) == ()
    twenty = Change("", (Step("leave_county_days", 20, SINCE, ""),)).amend(book())
    (one,) = [d for d in differences(facts, on=ON, old=book(), new=twenty) if d.effect is Effect.LEVEL]
    assert (one.title, one.old, one.new) == ("外出21日至30日", "县级批准", "市级批准")
    eight = Change("", (Step("leave_office_days", 8, SINCE, ""),)).amend(book())
    (one,) = [d for d in differences(facts, on=ON, old=book(), new=eight) if d.effect is Effect.LEVEL]
    assert one.title == "外出8日"


def test_another_level_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    def by(level: Level | None) -> Option:
        return Option(
            measure="leave", title="外出", allowed=True, level=level, because=f"由{level}", basis=(MEASURES("27"),)
        )

    old, new = book(), book(declaration_days=3)
    levels = {id(old.region): Level.OFFICE, id(new.region): Level.COUNTY}
    monkeypatch.setattr(
        rehearsal, "options_for", lambda _facts, *, region, **_: Options((by(levels[id(region)]),), (), ())
    )
    one = told(old, new, replace(FACTS, ended_on=date(2026, 11, 20)))["option.leave"]
    assert (one.effect, one.old, one.new) == (Effect.LEVEL, "可以（司法所）", "可以（县级）")


def test_the_same_measure_twice_is_kept_apart_and_may_go_away_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = Option(measure="leave", title="外出", allowed=True, because="有正当理由", basis=(MEASURES("27"),))
    old, new = book(), book(declaration_days=3)
    found = {id(old.region): (twice, twice), id(new.region): (twice,)}
    monkeypatch.setattr(rehearsal, "options_for", lambda _facts, *, region, **_: Options(found[id(region)], (), ()))
    one = told(old, new, replace(FACTS, ended_on=date(2026, 11, 20)))["option.leave"]
    assert (one.effect, one.occasion, one.old, one.new) == (Effect.DISAPPEARS, "leave:2", "可以", "不可以")


def test_a_new_holiday_moves_what_rolls() -> None:
    off = tuple(sorted({*(day for day in calendar().off if day.year == 2026), date(2026, 11, 23)}))
    work = tuple(day for day in calendar().work if day.year == 2026)
    old = book(declaration_days=5)
    one = told(old, Change("", notices={2026: (off, work)}).amend(old))["plan.declare"]
    assert (one.effect, one.old, one.new) == (Effect.LATER, "2026-11-23", "2026-11-24")


def test_what_is_due_at_once_is_said_so() -> None:
    facts = replace(
        FACTS, registered_on=None, events=(Event(kind=EventKind.CHANGE_HAPPENED, on=date(2026, 11, 20), id="e1"),)
    )
    assert rehearsal._said(next(d for d in rehearsal._open(facts, ON, book()) if d.immediate)) == "立即"


# --- Nothing from nothing ------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(cases(), days)
def test_no_change_makes_no_difference(facts: CaseFacts, on: date) -> None:
    same = book(declaration_days=5, report_days_strict=7)
    assert differences(facts, on=on, old=same, new=same) == ()
    assert differences(facts, on=on, old=same, new=Change("").amend(same)) == ()


@settings(max_examples=15, deadline=None)
@given(cases(), days)
def test_what_holds_already_makes_no_difference(facts: CaseFacts, on: date) -> None:
    held = book(declaration_days=5)
    again = Change("", (Step("declaration_days", 5, SINCE, "同一取值"),)).amend(held)
    assert differences(facts, on=on, old=held, new=again) == ()


# --- Amending the book ---------------------------------------------------------------------------------------


def test_a_step_holds_from_its_day_until_the_next_one() -> None:
    steps = (Step("plan_days", 10, date(2027, 1, 1), ""), Step("plan_days", 7, date(2026, 9, 1), "印发文件"))
    region = Change("", steps).amend(book(plan_days=30)).region
    plan = PARAMETERS["plan_days"]
    asked = (date(2026, 8, 31), date(2026, 9, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [region.value(plan, day) for day in asked] == [30, 7, 7, 10]
    replaced = Change("", (Step("plan_days", 9, date(2027, 1, 1), ""),)).amend(Book(region, calendar())).region
    assert [replaced.value(plan, day) for day in asked] == [30, 7, 7, 9]


def test_only_holidays_leave_the_numbers_alone() -> None:
    held = book()
    assert Change("", notices={2027: ((date(2027, 1, 1),), ())}).amend(held).region is held.region
    assert Change("").amend(held).calendar is held.calendar


# --- Reading a change file -----------------------------------------------------------------------------------

GOOD = """
title = "宣告改为三日"
[numbers.declaration_days]
value = 3
from = 2027-01-01
source = "宜司发〔2026〕9号（虚构）"
[numbers.visit_days]
from = 2027-01-01
[holidays.2027]
off = [2027-01-01]
work = [2027-01-09]
"""


def test_a_change_file_is_read() -> None:
    change = change_from(tomllib.loads(GOOD))
    assert change.title == "宣告改为三日"
    assert [(s.key, s.value, s.from_on) for s in change.steps] == [
        ("declaration_days", 3, date(2027, 1, 1)),
        ("visit_days", None, date(2027, 1, 1)),
    ]
    assert change.notices == {2027: ((date(2027, 1, 1),), (date(2027, 1, 9),))}
    assert isinstance(change.amend(book()).calendar, Calendar)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "没有写明任何变更"),
        ("[parameters.x]\nvalue = 1", "不认识的部分“parameters”"),
        ("numbers = 3", "numbers 应写成一节一节"),
        ("holidays = [2027-01-01]", "holidays 应写成一节一节"),
        ("[numbers.no_such]\nvalue = 1\nfrom = 2027-01-01", "[numbers.no_such] 不是已知的参数"),
        ("[numbers.leave_window_kind]\nvalue = 1\nfrom = 2027-01-01", "取值不是数字"),
        ("[numbers]\nplan_days = 5", "[numbers.plan_days] 要写 from"),
        ("[numbers.plan_days]\nvalue = 5", "[numbers.plan_days] 要写 from"),
        ("[numbers.plan_days]\nvalue = 5\nfrom = '2027-01-01'", "[numbers.plan_days] 要写 from"),
        ("[numbers.plan_days]\nvalue = 5\nfrom = 2027-01-01T00:00:00", "[numbers.plan_days] 要写 from"),
        ("[numbers.plan_days]\nvalue = 0\nfrom = 2027-01-01", "应为正整数"),
        ("[numbers.plan_days]\nvalue = true\nfrom = 2027-01-01", "应为正整数"),
        ("[numbers.plan_days]\nvalue = '五'\nfrom = 2027-01-01", "应为正整数"),
        ("[holidays.明年]\noff = []".replace("明年", '"明年"'), "[holidays.明年] 应为四位年份"),
        ("[holidays.1899]\noff = []", "[holidays.1899] 应为四位年份"),
        ("[holidays]\n2027 = 1", "[holidays.2027] 要写 off"),
        ("[holidays.2027]\noff = 2027-01-01", "[holidays.2027] 要写 off"),
        ("[holidays.2027]\noff = ['2027-01-01']", "[holidays.2027] 里的 2027-01-01 不是该年的日期"),
        ("[holidays.2027]\noff = [2026-01-01]", "[holidays.2027] 里的 2026-01-01 不是该年的日期"),
        ("[holidays.2027]\noff = [2027-01-01T08:00:00]", "不是该年的日期"),
    ],
)
def test_a_bad_file_gets_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ChangeUnreadable) as refused:
        change_from(tomllib.loads(text))
    assert sentence in str(refused.value)


def test_an_untitled_change_has_a_name() -> None:
    document: dict[str, Any] = {"holidays": {"2027": {"off": [date(2027, 1, 1)]}}}
    assert change_from(document).title == "未命名的变更"
