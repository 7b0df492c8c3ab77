"""A level is reviewed when the city has said after how long; before that nothing is invented."""

from __future__ import annotations

from datetime import date

from tests.law.examples import calendar
from yipanqi.law.decisions.options import options_for
from yipanqi.law.events import Event, EventKind
from yipanqi.law.facts import CaseFacts, Category
from yipanqi.law.findings import Option
from yipanqi.law.parameters import Region
from yipanqi.law.regions.hubei import HUBEI

TWO_MONTHS = HUBEI.with_city_targets({"strict_months": 2}, city="示例市")
STRICT = CaseFacts(
    category=Category.PROBATION,
    level="严管",
    arrived_on=date(2026, 3, 31),
    term_ends_on=date(2027, 12, 31),
)
SET_LATER = Event(kind=EventKind.LEVEL_SET, on=date(2026, 4, 10), level="严管")
EASED = Event(kind=EventKind.LEVEL_SET, on=date(2026, 4, 10), level="普管")


def near(facts: CaseFacts, on: date, region: Region = TWO_MONTHS) -> list[Option]:
    found = options_for(facts, on=on, calendar=calendar(), region=region).near
    return [option for option in found if option.measure == "level"]


def test_two_months_of_strict_supervision_end_on_the_last_day_of_may() -> None:
    (review,) = near(STRICT, date(2026, 5, 10))
    assert review.near_on == date(2026, 5, 31)
    assert "满2个月" in review.because


def test_a_decision_on_the_level_starts_the_time_anew() -> None:
    facts = CaseFacts(category=STRICT.category, arrived_on=STRICT.arrived_on, events=(SET_LATER,))
    (review,) = near(facts, date(2026, 5, 20))
    assert review.near_on == date(2026, 6, 10)


def test_nothing_is_near_too_early_nor_for_another_level_nor_without_a_day_to_count_from() -> None:
    assert near(STRICT, date(2026, 4, 15)) == []
    assert (
        near(CaseFacts(category=STRICT.category, arrived_on=STRICT.arrived_on, events=(EASED,)), date(2026, 5, 20))
        == []
    )
    assert near(CaseFacts(category=STRICT.category, level="严管"), date(2026, 5, 20)) == []


def test_where_nobody_has_set_the_time_no_day_is_invented() -> None:
    assert near(STRICT, date(2026, 5, 10), HUBEI) == []
