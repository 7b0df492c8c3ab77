"""What holds for every decision, whatever the days: longer is never milder, nothing outlives the term."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.law.cases import cases, days
from tests.law.examples import calendar
from yipanqi.law.days import period_end, term_end
from yipanqi.law.decisions.absence import Absence, judge_absence
from yipanqi.law.decisions.device import DeviceRequest, decide_device
from yipanqi.law.decisions.leave import Leave, decide_leave, window_start
from yipanqi.law.decisions.options import options_for
from yipanqi.law.decisions.recurring_travel import RecurringTravel, decide_recurring_travel
from yipanqi.law.effect import Service, effective_date
from yipanqi.law.facts import CaseFacts, Category
from yipanqi.law.findings import Level
from yipanqi.law.regions.hubei import HUBEI
from yipanqi.law.term_facts import TermFacts
from yipanqi.law.terms import compute_term

AT_RANDOM = settings(max_examples=100, deadline=None)
SEVERITY = ["无", "训诫", "警告", "提请撤销缓刑"]
LEVELS = [Level.OFFICE, Level.COUNTY, Level.CITY]


@AT_RANDOM
@given(days, st.integers(0, 90))
def test_a_longer_absence_never_brings_a_milder_measure(left_on: date, length: int) -> None:
    def severity(count: int) -> int:
        until = left_on + timedelta(days=count)
        absence = Absence(
            late_report=False, since_on=left_on, until_on=until, category=Category.PROBATION, good_reason=False
        )
        return SEVERITY.index(str(judge_absence(absence, region=HUBEI).values["measure"]))

    assert severity(length) <= severity(length + 1)


@AT_RANDOM
@given(days, st.integers(0, 80), st.integers(0, 40), st.integers(1, 20))
def test_more_days_away_before_never_lower_the_level(start: date, length: int, before: int, gap: int) -> None:
    def level(days_before: int) -> int:
        last = start - timedelta(days=gap)
        previous = ((last - timedelta(days=days_before), last),)
        leave = Leave(from_on=start, to_on=start + timedelta(days=length), previous=previous, delegated=True)
        found = decide_leave(leave, region=HUBEI).level
        assert found is not None
        return LEVELS.index(found)

    assert level(before) <= level(before + 1)


@AT_RANDOM
@given(days)
def test_the_window_is_two_months_that_end_on_the_last_day(to_on: date) -> None:
    start = window_start(to_on, region=HUBEI)
    event_on = start - timedelta(days=1)
    assert 59 <= (to_on - event_on).days <= 62
    assert to_on <= period_end(event_on, months=2) <= to_on + timedelta(days=3)


@AT_RANDOM
@given(days, st.integers(0, 800))
def test_no_permit_and_no_device_outlives_the_term(start: date, left: int) -> None:
    ends_on = start + timedelta(days=left)
    travel = decide_recurring_travel(RecurringTravel(decided_on=start, term_ends_on=ends_on), region=HUBEI)
    device = decide_device(DeviceRequest(ground=2, start_on=start, term_ends_on=ends_on), region=HUBEI)
    for until in (travel.values["valid_until"], device.values["latest_end_on"]):
        assert isinstance(until, date)
        assert start <= until <= ends_on


@AT_RANDOM
@given(days)
def test_a_device_comes_off_on_the_earlier_of_both_readings(start: date) -> None:
    latest = decide_device(DeviceRequest(ground=2, start_on=start), region=HUBEI).values["latest_end_on"]
    assert latest == min(period_end(start, months=3), term_end(start, months=3))


@AT_RANDOM
@given(days, st.booleans(), st.integers(0, 60))
def test_a_decision_never_takes_effect_before_it_was_received_nor_earlier_when_received_later(
    received_on: date, in_custody: bool, later: int
) -> None:
    def effective(day: date) -> date:
        service = Service(received_on=(day,), in_custody=in_custody)
        found = effective_date(service, calendar=calendar(), region=HUBEI).values["effective_on"]
        assert isinstance(found, date)
        return found

    assert effective(received_on) > received_on
    assert effective(received_on + timedelta(days=later)) >= effective(received_on)


@AT_RANDOM
@given(days, st.integers(1, 36), st.integers(0, 60))
def test_custody_shortens_control_twice_and_a_prohibition_never_outlives_it(
    start: date, months: int, custody: int
) -> None:
    def ends(days_held: int) -> date:
        facts = TermFacts(
            category=Category.CONTROL, start_on=start, months=months, custody_days=days_held, order_months=months
        )
        values = compute_term(facts, region=HUBEI).values
        ends_on, order_ends_on = values["ends_on"], values["order_ends_on"]
        assert isinstance(ends_on, date)
        assert isinstance(order_ends_on, date)
        assert order_ends_on <= ends_on
        return ends_on

    full, held = ends(0), ends(custody)
    assert held == max(full - timedelta(days=2 * custody), start - timedelta(days=1))


@AT_RANDOM
@given(cases(), days, st.integers())
def test_options_do_not_depend_on_the_order_of_the_facts(facts: CaseFacts, on: date, seed: int) -> None:
    shuffled = list(facts.events)
    random.Random(seed).shuffle(shuffled)
    first = options_for(facts, on=on, calendar=calendar(), region=HUBEI)
    assert first == options_for(replace(facts, events=tuple(shuffled)), on=on, calendar=calendar(), region=HUBEI)


@AT_RANDOM
@given(cases(), days)
def test_control_is_never_revoked_and_arrest_needs_a_proposal(facts: CaseFacts, on: date) -> None:
    allowed = {option.measure for option in options_for(facts, on=on, calendar=calendar(), region=HUBEI).allowed}
    own = {Category.PROBATION: "revoke_probation", Category.PAROLE: "revoke_parole"}.get(facts.category)
    assert allowed & {"revoke_probation", "revoke_parole"} <= {own}
    assert "recall" not in allowed or facts.category is Category.TEMPORARY
    assert "arrest" not in allowed or own is not None
    assert "exit" not in allowed
    assert facts.category is not Category.PAROLE or "penalty" not in allowed


@AT_RANDOM
@given(cases(), days)
def test_every_measure_is_either_allowed_or_barred_with_why(facts: CaseFacts, on: date) -> None:
    found = options_for(facts, on=on, calendar=calendar(), region=HUBEI)
    measures = [option.measure for option in (*found.allowed, *found.barred)]
    assert len(measures) == len(set(measures)) == 19
    assert all(option.barred and option.basis for option in found.barred)
    assert all(option.because and option.basis for option in found.allowed)
    assert all(option.near_on is not None for option in found.near)
