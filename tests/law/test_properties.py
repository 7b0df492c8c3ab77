"""What must hold for every case and every day, whatever the facts."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.law.cases import cases, days
from tests.law.examples import calendar
from yipanqi.law.days import inclusive_days, last_day, period_end, term_end
from yipanqi.law.duties import RULES, duties_for
from yipanqi.law.facts import CaseFacts
from yipanqi.law.facts_json import facts_from_json, facts_to_json
from yipanqi.law.findings import Duty, Standing
from yipanqi.law.regions.hubei import HUBEI
from yipanqi.law.rules import Limit, Unit

SET = HUBEI.with_city_targets(
    {
        "declaration_days": 5,
        "group_days": 10,
        "plan_days": 30,
        "report_days_strict": 7,
        "report_days_general": 30,
        "report_days_lenient": 60,
        "emergency_hours": 2,
        "visit_days": 30,
        "study_hours": 4,
        "service_hours": 3,
    },
    city="示例市",
)
LIMITS = [limit for rule in RULES.values() for limit in (rule.limit, *rule.variants.values()) if limit.number]
AT_RANDOM = settings(max_examples=60, deadline=None)


def duties(facts: CaseFacts, on: date, *, only_open: bool = False) -> tuple[Duty, ...]:
    return duties_for(facts, on=on, calendar=calendar(), region=SET, only_open=only_open)


@AT_RANDOM
@given(cases(), days)
def test_no_deadline_comes_before_its_trigger(facts: CaseFacts, on: date) -> None:
    for duty in duties(facts, on):
        if duty.due_on is not None and duty.starts_on is not None and not duty.of.limit.ahead:
            capped = facts.term_ends_on is not None and duty.raw_due_on == facts.term_ends_on
            assert capped or duty.due_on >= duty.starts_on, duty.key


@AT_RANDOM
@given(cases(), days, st.integers())
def test_duties_do_not_depend_on_the_order_of_the_facts(facts: CaseFacts, on: date, seed: int) -> None:
    shuffled = list(facts.events)
    random.Random(seed).shuffle(shuffled)
    mixed = replace(facts, events=tuple(shuffled))
    assert [d.as_json(on) for d in duties(facts, on)] == [d.as_json(on) for d in duties(mixed, on)]


@AT_RANDOM
@given(cases(), days)
def test_every_duty_has_a_key_of_its_own_and_says_why(facts: CaseFacts, on: date) -> None:
    found = duties(facts, on)
    keys = [duty.key for duty in found]
    assert len(keys) == len(set(keys)), keys
    for duty in found:
        assert duty.because.endswith("。")
        assert "None" not in duty.because, duty.because
        assert "None" not in duty.change, duty.change
        assert duty.basis


@AT_RANDOM
@given(cases(), days)
def test_open_duties_are_those_not_done(facts: CaseFacts, on: date) -> None:
    whole = {duty.key: duty.as_json(on) for duty in duties(facts, on) if not duty.is_done}
    assert {duty.key: duty.as_json(on) for duty in duties(facts, on, only_open=True)} == whole


@AT_RANDOM
@given(cases(), days)
def test_silence_before_the_import_is_never_overdue(facts: CaseFacts, on: date) -> None:
    for duty in duties(facts, on):
        if duty.standing(on) is Standing.OVERDUE and facts.known_since is not None:
            moment = duty.due_on or (duty.due_at.date() if duty.due_at else duty.starts_on)
            assert moment is not None
            assert moment >= facts.known_since


@AT_RANDOM
@given(cases(), days)
def test_what_lies_ahead_has_not_happened(facts: CaseFacts, on: date) -> None:
    known = replace(facts, events=tuple(event for event in facts.events if event.on <= on))
    assert [d.key for d in duties(facts, on)] == [d.key for d in duties(known, on)]
    assert all(duty.done_on is None or duty.done_on <= on for duty in duties(facts, on))


@AT_RANDOM
@given(cases())
def test_facts_survive_json(facts: CaseFacts) -> None:
    assert facts_from_json(facts_to_json(facts)) == facts


@AT_RANDOM
@given(st.sampled_from(LIMITS), days, st.integers(1, 40), st.integers(1, 60))
def test_a_later_trigger_never_brings_an_earlier_deadline(limit: Limit, start: date, later: int, amount: int) -> None:
    if limit.unit is not Unit.HOURS:
        first = limit.deadline(start, amount, calendar())
        second = limit.deadline(start + timedelta(days=later), amount, calendar())
        assert first.raw_on <= second.raw_on
        assert first.due_on <= second.due_on


@AT_RANDOM
@given(days, st.integers(1, 400))
def test_a_period_of_months_ends_on_the_same_day_or_the_last(start: date, months: int) -> None:
    end = period_end(start, months=months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    last = last_day(end.year, end.month)
    if start.day == last_day(start.year, start.month) or start.day > last:
        assert end.day == last
    else:
        assert end.day == start.day


@AT_RANDOM
@given(days, st.integers(1, 400))
def test_a_term_of_months_ends_the_day_before_the_period(start: date, months: int) -> None:
    assert term_end(start, months=months) == period_end(start, months=months) - timedelta(days=1)


@AT_RANDOM
@given(days, st.integers(1, 25))
def test_a_term_of_years_ends_the_day_before_the_same_date(start: date, years: int) -> None:
    end = term_end(start, years=years)
    after = end + timedelta(days=1)
    leap = start.month == 2 and start.day == 29
    assert after.year == start.year + years
    if leap and last_day(after.year, 2) == 28:
        assert (end.month, end.day) == (2, 27)
    else:
        assert (after.month, after.day) == (start.month, start.day)


@AT_RANDOM
@given(days, st.integers(1, 400))
def test_a_term_of_days_counts_its_first_day(start: date, length: int) -> None:
    assert inclusive_days(start, term_end(start, days=length)) == length


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_rule_says_what_it_is(name: str) -> None:
    rule = RULES[name]
    assert rule.title
    assert rule.digest.endswith("。")
    assert rule.basis
    assert rule.name.split(".")[0].isidentifier()
    assert rule.from_what
