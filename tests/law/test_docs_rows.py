"""Every row of the notes of the law leads to a rule and its examples, or says why it has none."""

from __future__ import annotations

import re
from pathlib import Path

from tests.law.examples import LAW
from yipanqi.law.catalogue import listing, numbers
from yipanqi.law.decisions.catalogue import DECISIONS
from yipanqi.law.duties import RULES
from yipanqi.law.principles import PRINCIPLES
from yipanqi.law.questions import KINDS
from yipanqi.law.regions.hubei import HUBEI

TEXT = (Path(__file__).parents[2] / "docs" / "law.md").read_text(encoding="utf-8")
TABLE = TEXT.split("| 节、号 | 内容 | 规则 | 示例 |\n", 1)[1].split("\n\n", 1)[0]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.splitlines()[1:]]
NAMES = {
    *RULES,
    *(f"decision.{decision.name}" for decision in DECISIONS),
    *(f"principle.{principle.name}" for principle in PRINCIPLES),
    *numbers(),
}


def test_every_name_in_the_table_is_a_rule_and_every_decision_and_principle_is_named() -> None:
    named = {name for row in ROWS for name in re.findall(r"`([a-z_.0-9]+)`", row[2])}
    assert named - NAMES == set()
    assert {name for name in NAMES if name.startswith(("decision.", "principle."))} - named == set()


def test_few_rows_lack_a_rule_and_each_of_them_says_why() -> None:
    lacking = [row for row in ROWS if "`" not in row[2]]
    assert len(lacking) <= 10
    assert all("law.md 载明" in row[2] for row in lacking)


def test_every_clock_of_the_notes_has_a_row() -> None:
    found: set[int] = set()
    for row in ROWS:
        for first, last in re.findall(r"D(\d+)(?:[–-]D(\d+))?", row[0]):
            found.update(range(int(first), int(last or first) + 1))
    assert found >= set(range(1, 41))


def test_every_section_of_the_notes_has_a_row() -> None:
    firsts = " ".join(row[0] for row in ROWS)
    sections = [f"§1.{n}" for n in (1, 3, 4, 5, 6, 7, 8, 9, 10)] + [f"§2.{n}" for n in range(1, 6)]
    assert [section for section in ["§0.1", *sections, "§3.1", "§3.2"] if section not in firsts] == []


def test_the_examples_named_in_the_table_exist() -> None:
    files = {name for row in ROWS for name in row[3].split("、")} - {"—"}
    missing = [name for name in files if not any((LAW / place / f"{name}.yaml").exists() for place in ("", "duties"))]
    assert missing == []


def test_a_row_without_examples_has_nothing_to_count() -> None:
    for row in ROWS:
        if row[3] == "—":
            assert all(name.startswith("principle.") for name in re.findall(r"`([a-z_.0-9]+)`", row[2])), row


def test_every_kind_of_question_and_every_measure_is_explained() -> None:
    assert [kind for kind in KINDS if f"| `{kind}` |" not in TEXT] == []
    assert {decision.ask for decision in DECISIONS} <= set(KINDS)


def test_the_library_lists_decisions_and_principles_with_their_articles() -> None:
    found = listing(HUBEI)
    for name, count in (("decisions", len(DECISIONS)), ("principles", len(PRINCIPLES))):
        entries = found[name]
        assert isinstance(entries, list)
        assert len(entries) == count
        assert all(entry["articles"] and entry["digest"] and entry["title"] for entry in entries)
