"""Cases per second through the clocks of the law, three years of history each, on one core, beside the limits.

    python -m bench.law [--cases 2000]

Full: every duty, done or not, with every `because` rendered. Open: only what is still to be done.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from datetime import date, timedelta

from yipanqi.law.days import published_calendar
from yipanqi.law.duties import duties_for
from yipanqi.law.events import Event, EventKind, Member, Organ
from yipanqi.law.facts import CaseFacts, Category, DecidedBy, ReleaseGround
from yipanqi.law.regions.hubei import HUBEI

FULL, OPEN = 1_000, 5_000
ON = date(2026, 11, 24)
CITY = HUBEI.with_city_targets(
    {
        "declaration_days": 5,
        "group_days": 5,
        "plan_days": 10,
        "report_days_strict": 7,
        "report_days_general": 30,
        "report_days_lenient": 60,
    },
    city="示例市",
)
_FIRST = (
    (EventKind.DOCUMENTS_RECEIPTED, 2),
    (EventKind.DECLARED, 3),
    (EventKind.GROUP_FORMED, 3),
    (EventKind.PLAN_MADE, 8),
    (EventKind.LEVEL_SET, 3),
)


def history(chance: random.Random, begun: date, category: Category) -> list[Event]:
    """Three years as they are lived: reports, leaves, visits, a breach or two, for 暂予监外执行 the medical papers."""
    events: list[Event] = []

    def add(kind: EventKind, on: date, **data: object) -> str:
        if on <= ON:
            events.append(Event(kind=kind, on=on, id=str(len(events)), **data))  # type: ignore[arg-type]
        return str(len(events) - 1)

    for kind, after in _FIRST:
        add(kind, begun + timedelta(days=after), level="普管", members=frozenset({Member.OFFICE, Member.WOMAN}))
    day = begun
    while (day := day + timedelta(days=chance.randint(26, 30))) < ON:
        add(EventKind.REPORTED, day)
        add(chance.choice((EventKind.VISITED, EventKind.TALKED, EventKind.STUDIED)), day + timedelta(days=5))
        if category is Category.TEMPORARY:
            add(EventKind.BODY_REPORTED, day)
        if category is Category.TEMPORARY and chance.random() < 0.34:
            add(EventKind.MEDICAL_REVIEWED, day)
        if chance.random() < 0.3:
            left = day + timedelta(days=8)
            asked = add(EventKind.LEAVE_APPLIED, day, from_on=left)
            given = add(
                EventKind.LEAVE_PERMITTED,
                day + timedelta(days=2),
                from_on=left,
                to_on=left + timedelta(days=5),
                level="司法所",
                refers_to=(asked,),
                to=frozenset({Organ.COUNTY}),
            )
            add(EventKind.LEAVE_RETURNED, left + timedelta(days=5), refers_to=(given,))
        if chance.random() < 0.05:
            breach = add(EventKind.BREACHED, day)
            add(
                EventKind.ADMONISHED,
                day + timedelta(days=4),
                refers_to=(breach,),
                to=frozenset({Organ.PROCURATORATE}),
            )
    return events


def case(number: int) -> CaseFacts:
    """One case begun about three years ago; every fifth is 暂予监外执行."""
    chance = random.Random(number)
    begun = ON - timedelta(days=chance.randint(1_000, 1_095))
    category = Category.TEMPORARY if number % 5 == 0 else chance.choice((Category.PROBATION, Category.PAROLE))
    return CaseFacts(
        category=category,
        release_ground=ReleaseGround.MEDICAL if category is Category.TEMPORARY else None,
        decided_by=DecidedBy.COURT,
        sex="女",
        effective_on=begun - timedelta(days=9),
        handover_from_on=begun - timedelta(days=9),
        documents_received_on=begun - timedelta(days=4),
        arrived_on=begun,
        registered_on=begun,
        term_ends_on=ON + timedelta(days=chance.randint(1, 700)),
        events=tuple(history(chance, begun, category)),
    )


def per_second(cases: list[CaseFacts], work: Callable[[CaseFacts], int]) -> tuple[float, float]:
    """Best of three rounds: cases per second of one core's time, findings per case."""
    best, found = 0.0, 0
    for _ in range(3):
        begun = time.process_time()
        found = sum(work(facts) for facts in cases)
        best = max(best, len(cases) / (time.process_time() - begun))
    return best, found / len(cases)


def _full(facts: CaseFacts) -> int:
    duties = duties_for(facts, on=ON, calendar=published_calendar(), region=CITY)
    for duty in duties:
        assert duty.because
    return len(duties)


def _open(facts: CaseFacts) -> int:
    return len(duties_for(facts, on=ON, calendar=published_calendar(), region=CITY, only_open=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2_000)
    count = parser.parse_args().cases
    cases = [case(number) for number in range(count)]
    events = sum(len(facts.events) for facts in cases) / count
    print(f"law: {count:,} cases of three years, {events:.0f} events each, one core")
    for words, work, limit in (
        ("full, every because rendered", _full, FULL),
        ("open duties only", _open, OPEN),
    ):
        speed, found = per_second(cases, work)
        verdict = "ok" if speed >= limit else "BELOW THE LIMIT"
        print(f"  {words:<30} {speed:>8,.0f} cases/s  limit >= {limit:,}  {found:5.1f} findings per case  {verdict}")


if __name__ == "__main__":
    main()
