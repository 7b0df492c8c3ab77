"""The same rules by yipanqi.law and by OpenFisca over the same cases: equal conclusions, seconds side by side.

    make bench-openfisca        or    python -m bench.openfisca.compare PYTHON [--cases 20000]

PYTHON is the interpreter of OpenFisca's own environment (AGPL: nothing in the product imports it).
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from yipanqi.law.days import published_calendar
from yipanqi.law.decisions.absence import Absence, judge_absence
from yipanqi.law.decisions.device import DeviceRequest, decide_device
from yipanqi.law.decisions.extension import decide_extension
from yipanqi.law.decisions.leave import Leave, decide_leave
from yipanqi.law.decisions.recurring_travel import RecurringTravel, decide_recurring_travel
from yipanqi.law.duties.intake import REPORT_IN, REPORT_IN_DAYS
from yipanqi.law.facts import Category, Penalty
from yipanqi.law.regions.hubei import HUBEI
from yipanqi.law.term_facts import TermFacts
from yipanqi.law.terms import compute_term

HERE = Path(__file__).parent
ON, FIRST, LAST = date(2026, 11, 24), date(2023, 1, 1), date(2026, 12, 31)
NAMES = {Category.CONTROL: "control", Category.PROBATION: "probation", Category.PAROLE: "parole",
         Category.TEMPORARY: "temporary"}  # fmt: skip
WORDS = {
    "none": "无", "admonition": "训诫", "warning": "警告", "revoke_probation": "提请撤销缓刑",
    "revoke_parole": "提请撤销假释",
    "recall": "提请收监执行", "office": "司法所", "county": "县级", "city": "市级", "province": "省级",
}  # fmt: skip
SINGLE = 500


def facts_of(number: int) -> dict[str, Any]:
    """One case's facts for the seven rules."""
    chance = random.Random(number)
    start = FIRST + timedelta(days=chance.randint(0, 1000))
    away = chance.randint(0, 45)
    return {
        "effective_on": start,
        "term_starts_on": start,
        "term_months": chance.randint(12, 60),
        "left_on": start,
        "returned_on": start + timedelta(days=away),
        "good_reason": chance.random() < 0.2,
        "leave_from_on": start,
        "leave_to_on": start + timedelta(days=chance.randint(0, 35)),
        "days_away_before": chance.randint(0, 20),
        "delegated": chance.random() < 0.5,
        "device_from_on": start,
        "travel_from_on": start,
        "term_ends_on": start + timedelta(days=chance.randint(60, 900)),
        "extension_months": chance.randint(1, 4),
        "category": chance.choice(list(Category)),
    }


def ours(facts: dict[str, Any]) -> dict[str, str]:
    """The seven conclusions by the product's law, each with its grounds and its sentence."""
    calendar = published_calendar()
    start, before = facts["left_on"], facts["days_away_before"]
    leave_on = facts["leave_from_on"]
    previous = ((leave_on - timedelta(days=before), leave_on - timedelta(days=1)),) if before else ()
    due = REPORT_IN.limit.deadline(facts["effective_on"], HUBEI.value(REPORT_IN_DAYS, ON), calendar)
    verdicts = (
        compute_term(
            TermFacts(category=Category.PROBATION, start_on=facts["term_starts_on"], months=facts["term_months"],
                      penalty=Penalty.FIXED_TERM, sentence_months=6), region=HUBEI),
        decide_device(
            DeviceRequest(ground=2, category=facts["category"], start_on=facts["device_from_on"],
                          term_ends_on=facts["term_ends_on"]), region=HUBEI),
        decide_recurring_travel(
            RecurringTravel(decided_on=facts["travel_from_on"], term_ends_on=facts["term_ends_on"]), region=HUBEI),
        judge_absence(
            Absence(late_report=False, since_on=start, until_on=facts["returned_on"], category=facts["category"],
                    good_reason=facts["good_reason"]), region=HUBEI),
        decide_leave(
            Leave(from_on=leave_on, to_on=facts["leave_to_on"], previous=previous, delegated=facts["delegated"]),
            region=HUBEI),
        decide_extension(facts["extension_months"], on=ON, region=HUBEI),
    )  # fmt: skip
    term, device, travel, absence, leave, extension = verdicts
    assert all(verdict.because for verdict in verdicts)
    found = {
        "report_in_due": due.due_on,
        "computed_term_end": term.values["ends_on"],
        "device_latest_end": device.values["latest_end_on"],
        "travel_valid_until": travel.values["valid_until"],
        "absence_measure": absence.values["measure"],
        "leave_level": leave.level.value if leave.level else "",
        "extension_level": extension.level.value if extension.level else "",
    }
    return {name: value.isoformat() if isinstance(value, date) else str(value) for name, value in found.items()}


def theirs(cases: list[dict[str, Any]], python: str) -> dict[str, Any]:
    """What OpenFisca's environment answers for the same cases."""
    calendar = published_calendar()
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days)]
    columns = {name: [_plain(facts[name]) for facts in cases] for name in cases[0]}
    asked = {
        "rolled": [calendar.roll(day).due_on.isoformat() for day in days],
        "first_day": FIRST.isoformat(),
        "columns": columns,
        "count": len(cases),
        "single": min(SINGLE, len(cases)),
    }
    done = subprocess.run(
        [python, "run.py"], input=json.dumps(asked), capture_output=True, text=True, cwd=HERE, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return NAMES[value] if isinstance(value, Category) else value


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("python")
    parser.add_argument("--cases", type=int, default=20_000)
    arguments = parser.parse_args()
    cases = [facts_of(number) for number in range(arguments.cases)]
    begun = time.perf_counter()
    mine = [ours(facts) for facts in cases]
    seconds = time.perf_counter() - begun
    answer = theirs(cases, arguments.python)
    wrong = [
        (number, name, mine[number][name], value)
        for name, values in answer["found"].items()
        for number, value in enumerate(values)
        if mine[number][name] != WORDS.get(value, value)
    ]
    single = min(SINGLE, len(cases))
    conclusions = len(cases) * len(answer["found"])
    print(f"openfisca: {len(cases):,} cases, {conclusions - len(wrong):,} of {conclusions:,} conclusions equal")
    print(f"  yipanqi.law, case by case, with grounds and because  {len(cases) / seconds:>9,.0f} cases/s")
    print(f"  OpenFisca, all cases as one vector, values only      {len(cases) / answer['together']:>9,.0f} cases/s")
    print(f"  OpenFisca, case by case (as a page asks)             {single / answer['one_by_one']:>9,.0f} cases/s")
    for number, name, expected, value in wrong[:5]:
        print(f"  differs: case {number} {name}: {expected} / {value}  {cases[number]}")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
