"""Rows become facts in one place, and nothing is lost or invented on the way."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast, everywhere, make_case
from yipanqi.law.events import Event as LawEvent
from yipanqi.law.events import EventKind, Member, Organ
from yipanqi.law.facts import Category, Ending, Penalty, Prohibition
from yipanqi.records.days import SHANGHAI
from yipanqi.records.facts import data_of, facts_for, facts_of, fields_of, law_events
from yipanqi.records.models import Case, Event, ProhibitionOrder

EVERYTHING = {
    "from_on": date(2026, 11, 3),
    "to_on": date(2026, 11, 9),
    "months": 3,
    "hours": 24,
    "ground": 2,
    "level": "严管",
    "place": "武汉市",
    "reason": "就医",
    "good_reason": True,
    "grave": False,
    "granted": True,
    "expedited": True,
    "supervision": False,
    "to": frozenset({Organ.COURT, Organ.POLICE}),
    "members": frozenset({Member.WOMAN}),
    "refers_to": ("12", "13"),
}


def test_every_field_of_an_event_survives_its_row() -> None:
    assert fields_of(data_of(EVERYTHING)) == EVERYTHING
    assert data_of({"months": None}) == {}
    with pytest.raises(KeyError):
        data_of({"mood": "good"})


def test_every_field_the_law_knows_can_be_stored() -> None:
    apart = {"kind", "on", "id", "at", "note"}
    assert set(LawEvent.__dataclass_fields__) - apart == set(EVERYTHING)


def test_facts_of_a_case(cast: Cast) -> None:
    with everywhere():
        case = make_case(
            cast.county,
            cast.office,
            person={"sex": "女", "more": {"foreigner": "否"}},
            sentence_kind="有期徒刑",
            sentence_years=2,
            sentence_months=6,
            probation_years=3,
            sealed=True,
            known_since=date(2026, 11, 20),
            ended_on=date(2026, 11, 22),
            ended_kind="probation_revoked",
        )
        instant = datetime(2026, 11, 3, 23, 30, tzinfo=SHANGHAI)
        Event.objects.create(case=case, kind="lost", on=date(2026, 11, 3), at=instant, recorded_at=NOW)
        Event.objects.create(case=case, kind="reported", on=date(2026, 11, 4), recorded_at=NOW, withdrawn_at=NOW)
        ProhibitionOrder.objects.create(case=case, text="禁止饮酒", starts_on=date(2026, 11, 1))
        found = facts_for([case])[case.pk]
        alone = facts_of(case, law_events(case.events.all()), case.orders.all())
    assert found == alone
    assert (found.category, found.ending, found.is_woman, found.minor) == (
        Category.PROBATION,
        Ending.REVOKED,
        True,
        True,
    )
    assert found.foreigner is False
    assert found.sentence is not None
    assert (found.sentence.penalty, found.sentence.years, found.sentence.probation_years) == (Penalty.FIXED_TERM, 2, 3)
    assert found.prohibitions == (Prohibition(text="禁止饮酒", from_on=date(2026, 11, 1)),)
    (event,) = found.events
    assert (event.kind, event.at) == (EventKind.LOST, instant), "a withdrawn event never happened"
    assert event.at is not None
    assert event.at.utcoffset() == instant.utcoffset()


def test_any_number_of_cases_costs_three_queries(cast: Cast) -> None:
    with everywhere():
        for _ in range(7):
            make_case(cast.county, cast.office)
        cases = list(Case.objects.all())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(facts_for(cases)) == 7
        assert len(queries) == 3
        with CaptureQueriesContext(connection) as none:
            assert facts_for([]) == {}
        assert len(none) == 0
