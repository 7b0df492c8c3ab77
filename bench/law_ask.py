"""A thousand questions to the law in one call: the whole command, and what is left after its start, beside the limit.

    python -m bench.law_ask [--questions 1000]

The questions are of every kind, options on cases with three years of history among them.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import date, timedelta
from typing import Any

from bench.law import ON, case
from yipanqi.law.facts_json import facts_to_json

LIMIT = 1.0
COMMAND = [sys.executable, "-m", "yipanqi.commands.main", "law", "ask", "-"]
CATEGORIES = ("管制", "缓刑", "假释", "暂予监外执行")


def question(number: int) -> dict[str, Any]:
    """One question; the kinds take turns."""
    chance = random.Random(number)
    day = date(2026, 1, 1) + timedelta(days=chance.randint(0, 300))
    later = day + timedelta(days=chance.randint(0, 40))
    category = chance.choice(CATEGORIES)
    kinds: list[dict[str, Any]] = [
        {"ask": "effective_on", "received_on": day, "in_custody": chance.random() < 0.3},
        {"ask": "term", "category": "缓刑", "start_on": day, "years": 1, "months": chance.randint(0, 11),
         "penalty": "有期徒刑", "sentence_months": 8, "order_months": 6},
        {"ask": "due", "rule": "intake.report_in_person", "from_on": day},
        {"ask": "due", "rule": "investigation.report", "from_on": day, "expedited": chance.random() < 0.5},
        {"ask": "leave", "from_on": day, "to_on": later, "delegated": True, "origin": "420527", "destination": "420502",
         "previous": [{"from_on": day - timedelta(days=20), "to_on": day - timedelta(days=10)}]},
        {"ask": "recurring_travel", "decided_on": day, "term_ends_on": later + timedelta(days=200)},
        {"ask": "absence", "kind": "left", "left_on": day, "returned_on": later, "category": category,
         "good_reason": False},
        {"ask": "device", "ground": 2, "category": category, "start_on": day},
        {"ask": "reduction", "category": "管制", "term_months": 12, "served_days": 300, "merit": "立功"},
        {"ask": "extension", "months": chance.randint(1, 4)},
        {"ask": "revocation", "category": category, "court_level": "基层", "same_province": True},
        {"ask": "penalty", "category": "缓刑", "acted_on": day, "born_on": "1950-05-01"},
        {"ask": "execution_place", "addresses": [{"kind": "居住地", "county": "420502"}]},
        {"ask": "options", "as_of": ON, "facts": facts_to_json(case(number))},
    ]  # fmt: skip
    return kinds[number % len(kinds)]


def timed(questions: list[dict[str, Any]]) -> tuple[float, list[dict[str, Any]]]:
    """Seconds of one call of the command, the best of three, and its answers."""
    asked = json.dumps(questions, default=date.isoformat)
    best, answers = float("inf"), ""
    for _ in range(3):
        begun = time.perf_counter()
        answers = subprocess.run(COMMAND, input=asked, capture_output=True, text=True, check=True).stdout
        best = min(best, time.perf_counter() - begun)
    found: list[dict[str, Any]] = json.loads(answers)
    return best, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=1_000)
    count = parser.parse_args().questions
    questions = [question(number) for number in range(count)]
    start, _ = timed(questions[:1])
    whole, answers = timed(questions)
    errors = Counter(answer["ask"] for answer in answers if "error" in answer)
    verdict = "ok" if whole - start <= LIMIT else "ABOVE THE LIMIT"
    print(f"law ask: {count:,} questions of 14 kinds in one call, {len(answers) - errors.total():,} answered")
    print(f"  whole command {whole:.2f} s, start {start:.2f} s")
    print(f"  after start   {whole - start:.2f} s  limit <= {LIMIT:.2f} s per 1,000  {verdict}")


if __name__ == "__main__":
    main()
