"""docs/law.md keeps up with the code: every field, kind of event and rule is in it, and no rule that is gone."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from datetime import date
from pathlib import Path

from tests.law.examples import calendar
from yipanqi.law.duties import FAMILIES, RULES, duties_for
from yipanqi.law.events import Event, EventKind
from yipanqi.law.facts import CaseFacts, Prohibition, Sentence
from yipanqi.law.facts_json import facts_from_json
from yipanqi.law.regions.hubei import HUBEI

TEXT = (Path(__file__).parents[2] / "docs" / "law.md").read_text(encoding="utf-8")
FAMILY_NAMES = "|".join(family.__name__.rsplit(".", 1)[1] for family in FAMILIES)


def test_every_field_and_kind_of_event_is_explained() -> None:
    names = [f.name for kind in (CaseFacts, Sentence, Prohibition, Event) for f in fields(kind)]
    assert [name for name in names if f"| `{name}` |" not in TEXT] == []
    assert [kind.value for kind in EventKind if f"{kind.title} `{kind.value}`" not in TEXT] == []


def test_every_rule_stands_in_the_table_and_no_other() -> None:
    named = set(re.findall(rf"`((?:{FAMILY_NAMES})\.[a-z_]+)`", TEXT))
    assert named == set(RULES)


def test_the_example_of_a_case_can_be_read() -> None:
    lines = TEXT.split("\n    {", 1)[1].split("\n\n", 1)[0]
    facts = facts_from_json(json.loads("{" + lines))
    found = {duty.rule: duty for duty in duties_for(facts, on=date(2025, 4, 1), calendar=calendar(), region=HUBEI)}
    assert found["intake.report_in_person"].done_late
    assert found["sanctions.treat_breach"].done_on == date(2025, 3, 15)
