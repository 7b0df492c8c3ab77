"""The steps of bench.refresh, once Django stands."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import connection

from bench.law import ON, case
from yipanqi.actions import duties
from yipanqi.actions.system import system
from yipanqi.law.events import Event as LawEvent
from yipanqi.law.facts import CaseFacts
from yipanqi.records.days import SHANGHAI
from yipanqi.records.facts import data_of
from yipanqi.records.models import Agency, AgencyKind, Case, Duty, Event, Person

LIMIT_S = 5.0
NOW = datetime(ON.year, ON.month, ON.day, 9, tzinfo=SHANGHAI)
_EVENTS_A_CASE = 1_000
_FIELDS = ("from_on", "to_on", "months", "level", "members", "to")
Result = TypeVar("Result")


def run(count: int) -> None:
    """Fill a city and measure."""
    counties = _counties()
    with system():
        events = _fill(count, counties)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"refresh: {count:,} cases, {events:,} events")
    first, took = _timed(lambda: duties.refresh_city(now=NOW))
    speed = f"{count / took:,.0f} cases/s, {first.written / took:,.0f} rows/s"
    print(f"  first time, {first.written:,} duty rows written   {took:6.2f} s  {speed}")
    worked = time.process_time()
    again, took = _timed(lambda: duties.refresh_city(now=NOW))
    worked = time.process_time() - worked
    verdict = "ok" if took <= LIMIT_S and again.changed == 0 else "BEYOND THE LIMIT"
    print(
        f"  whole city, nothing changed ({again.changed} changed)   {took:6.2f} s ({worked:.2f} s of one core)"
        f"  limit <= {LIMIT_S} s  {verdict}"
    )
    morrow, took = _timed(lambda: duties.refresh_city(now=NOW + timedelta(days=30)))
    print(f"  a month later, {morrow.changed:,} cases changed, {morrow.written:,} rows written   {took:6.2f} s")
    noted, took = _timed(lambda: duties.note_overdue(now=NOW + timedelta(days=30)))
    print(f"  {noted:,} overdue duties noted   {took:6.2f} s")
    with system():
        some = list(Case.objects.order_by("pk")[:100])
        _, took = _timed(lambda: [duties.refresh(case, now=NOW + timedelta(days=31)) for case in some])
        rows = Duty.objects.count()
    print(f"  one case after an act   {took * 10:6.1f} ms   ({rows:,} duty rows in all)")


def _timed(work: Callable[[], Result]) -> tuple[Result, float]:
    begun = time.perf_counter()
    result = work()
    return result, time.perf_counter() - begun


def _counties() -> list[Agency]:
    city = Agency.objects.filter(kind=AgencyKind.CITY).first() or Agency.objects.create(
        kind=AgencyKind.CITY, name="市社区矫正管理局", short_name="市局"
    )
    return [
        Agency.objects.create(kind=AgencyKind.COUNTY, name=f"第{n}社区矫正管理局", short_name=f"第{n}", parent=city)
        for n in range(14)
    ]


def _fill(count: int, counties: list[Agency]) -> int:
    events = 0
    for begin in range(0, count, 500):
        numbers = range(begin, min(begin + 500, count))
        facts = {number: case(number) for number in numbers}
        Person.objects.bulk_create(_person(n, counties[n % 14]) for n in numbers)
        Case.objects.bulk_create(_case(n, facts[n], counties[n % 14]) for n in numbers)
        rows = [_event(n, event) for n in numbers for event in facts[n].events]
        events += len(Event.objects.bulk_create(rows, batch_size=5_000))
    return events


def _person(number: int, county: Agency) -> Person:
    return Person(
        pk=number + 1,
        name="某某",
        name_key="mou mou",
        id_no_sealed=b"x",
        id_no_index=number.to_bytes(32, "big"),
        sex="女",
        born_on=ON,
        home_county=county,
        created_at=NOW,
        updated_at=NOW,
    )


def _case(number: int, facts: CaseFacts, county: Agency) -> Case:
    assert facts.registered_on is not None
    assert facts.term_ends_on is not None
    return Case(
        pk=number + 1,
        number=f"B{number:06}",
        person_id=number + 1,
        category=facts.category.value,
        release_ground=facts.release_ground.value if facts.release_ground else "",
        decided_by=facts.decided_by.value if facts.decided_by else "",
        effective_on=facts.effective_on,
        handover_from_on=facts.handover_from_on,
        documents_received_on=facts.documents_received_on,
        arrived_on=facts.arrived_on,
        received_on=facts.registered_on,
        term_starts_on=facts.registered_on,
        term_ends_on=facts.term_ends_on,
        county=county,
        level="普管",
        created_at=NOW,
        updated_at=NOW,
    )


def _event(number: int, event: LawEvent) -> Event:
    data = data_of({name: value for name in _FIELDS if (value := getattr(event, name))})
    if event.refers_to:
        data["refers_to"] = [str(_pk(number, identity)) for identity in event.refers_to]
    return Event(
        pk=_pk(number, event.id), case_id=number + 1, kind=event.kind.value, on=event.on, data=data, recorded_at=NOW
    )


def _pk(number: int, identity: str) -> int:
    return number * _EVENTS_A_CASE + int(identity) + 1
