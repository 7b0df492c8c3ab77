"""Seconds to rehearse a change over a city, and over a hundred cities with progress in bounded memory.

    python -m bench.rehearsal [--cities 1] [--change interval|holidays]

The caseload is the fictitious city's open cases (2,460) with their history, another city for each seed, made and
asked city by city; making them is not counted. Both books are asked for every case: open duties and measures.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections import Counter
from datetime import date
from typing import Any

from yipanqi.demo.census import OPEN_CASES, Draft, drafts
from yipanqi.law.days import published_calendar
from yipanqi.law.events import Event, Member, Organ
from yipanqi.law.facts import CaseFacts
from yipanqi.law.regions.hubei import HUBEI
from yipanqi.law.rehearsal import Book, Change, Step, differences

LIMIT_S = 10.0
MEMORY_MB = 500
ON = date(2026, 11, 24)
OLD = Book(
    HUBEI.with_city_targets(
        {
            "declaration_days": 5,
            "group_days": 5,
            "plan_days": 10,
            "report_days_strict": 7,
            "report_days_general": 15,
            "report_days_lenient": 30,
        },
        city="示例市",
    ),
    published_calendar(),
)
CHANGES = {
    "interval": Change("普管报告间隔改为十日", (Step("report_days_general", 10, date(2026, 11, 1), "试算"),)),
    "holidays": Change("二〇二七年放假", notices={2027: ((date(2027, 1, 1), date(2027, 2, 8)), ())}),
}


def facts_of(draft: Draft) -> CaseFacts:
    """A fictitious case as the law sees it, without a database."""
    found = draft.judgment
    marks = {event.mark: str(index) for index, event in enumerate(draft.events) if event.mark}
    events = []
    for index, told in enumerate(draft.events):
        data = dict(told.data)
        if told.answers:
            data["refers_to"] = tuple(marks.get(mark, mark) for mark in told.answers)
        events.append(Event(kind=told.kind, on=told.on, id=str(index), **_fields(data)))
    return CaseFacts(
        category=found.category,
        release_ground=found.ground,
        decided_by=found.decided_by,
        sex=draft.person.sex,
        born_on=draft.person.born_on,
        minor=draft.minor,
        decided_on=found.decided_on,
        effective_on=found.effective_on,
        handover_from_on=found.effective_on,
        handed_over_on=draft.arrived_on,
        documents_received_on=draft.documents_received_on,
        documents_complete=True,
        term_starts_on=found.starts_on,
        term_ends_on=found.ends_on,
        level=draft.level,
        arrived_on=draft.arrived_on,
        registered_on=draft.received_on,
        events=tuple(events),
    )


_WORDS: dict[str, dict[str, Any]] = {
    "to": {organ.value: organ for organ in Organ},
    "members": {member.value: member for member in Member},
}


def _fields(data: dict[str, Any]) -> dict[str, Any]:
    """The names of organs and members as the law's own words."""
    read: dict[str, Any] = dict(data)
    for name, known in _WORDS.items():
        if name in read:
            read[name] = frozenset(known[value] for value in read[name])
    return read


def main() -> int:
    """Print figures beside limits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cities", type=int, default=1)
    parser.add_argument("--change", choices=CHANGES, default="interval")
    arguments = parser.parse_args()
    change = CHANGES[arguments.change]
    new = change.amend(OLD)
    effects: Counter[str] = Counter()
    asked, spent = 0, 0.0
    for city in range(arguments.cities):
        caseload = [facts_of(draft) for draft in drafts(ON, seed=city)[:OPEN_CASES]]
        began = time.perf_counter()
        for facts in caseload:
            effects.update(difference.effect.value for difference in differences(facts, on=ON, old=OLD, new=new))
        spent += time.perf_counter() - began
        asked += len(caseload)
        if arguments.cities > 1:
            print(f"\r{city + 1} / {arguments.cities} cities, {asked} cases", end="", file=sys.stderr, flush=True)
    if arguments.cities > 1:
        print(file=sys.stderr)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{change.title}: {asked} cases, {sum(effects.values())} differences {dict(effects)}")
    print(f"per city: {spent / arguments.cities:.1f} s (limit {LIMIT_S:.0f} s)")
    print(f"memory at most: {memory:.0f} MB (limit {MEMORY_MB} MB, the same for any number of cities)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
