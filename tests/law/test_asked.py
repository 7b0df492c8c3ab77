"""Questions from outside: tolerant of how a fact is written, strict about what it says, never a fault."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.law.asked import TODAY, asked_examples
from tests.law.examples import calendar, plain
from yipanqi.law.decisions.leave import WINDOW_KIND
from yipanqi.law.questions import KINDS, answer, answer_all
from yipanqi.law.regions.hubei import HUBEI
from yipanqi.law.sources import Certainty, Version, of

CERTAINTIES = {"verified", "secondary", "recalled", "assumed"}


def ask(**question: Any) -> dict[str, Any]:
    return answer(question, today=TODAY, calendar=calendar(), region=HUBEI)


def test_answers_come_in_the_order_of_the_questions_and_one_bad_question_stops_no_other() -> None:
    questions: list[object] = [
        {"ask": "extension", "months": 1, "id": 7},
        "顺便问一句",
        {"ask": "absence"},
        {"ask": "extension", "months": 3},
    ]
    first, second, third, fourth = answer_all(questions, today=TODAY, calendar=calendar(), region=HUBEI)
    assert (first["id"], first["level"], fourth["level"]) == (7, "市级", "省级")
    assert "花括号" in str(second["error"])
    assert "left_on" in str(third["error"])


@pytest.mark.parametrize("kind", ["意见", None, 5, ["term"]])
def test_an_unknown_kind_is_an_error_that_lists_the_kinds(kind: object) -> None:
    assert all(name in ask(ask=kind)["error"] for name in KINDS)


def test_a_fact_nobody_asked_for_is_reported_and_not_silently_dropped() -> None:
    found = ask(ask="extension", months=1, month=3)
    assert found["ignored"] == ["month"]


@pytest.mark.parametrize(
    "written", ["2026-03-01", "2026/3/1", "2026年3月1日", "2026.03.01", "2026-03-01T00:00:00+08:00"]
)
def test_a_date_may_be_written_in_several_ways(written: str) -> None:
    assert ask(ask="leave", from_on=written, to_on="2026-03-07")["days"] == 7


def test_an_instant_elsewhere_gives_its_day_in_china() -> None:
    assert ask(ask="leave", from_on="2026-02-28T20:00:00+00:00", to_on="2026-03-07")["days"] == 7


@pytest.mark.parametrize(
    "written", ["2026-02-30", "20260301", 20260301, "", "1800-01-01", "2101-01-01T00:00", "x" * 40, "T"]
)
def test_a_date_that_is_none_is_refused_with_its_name(written: object) -> None:
    found = ask(ask="leave", from_on=written, to_on="2026-03-07")
    assert "from_on" in found["error"]


@pytest.mark.parametrize(
    ("written", "level"), [(True, "司法所"), ("是", "司法所"), ("yes", "司法所"), ("否", "县级"), (False, "县级")]
)
def test_a_flag_may_be_a_word(written: object, level: str) -> None:
    assert ask(ask="leave", from_on="2026-03-01", to_on="2026-03-07", delegated=written)["level"] == level


def test_a_flag_that_is_neither_is_refused() -> None:
    assert "delegated" in ask(ask="leave", from_on="2026-03-01", to_on="2026-03-07", delegated="也许")["error"]


@pytest.mark.parametrize("written", [15, "15", 15.0])
def test_a_number_may_be_a_word(written: object) -> None:
    found = ask(ask="term", category="管制", start_on="2025-03-10", months=6, custody_days=written)
    assert found["ends_on"] == "2025-08-10"


@pytest.mark.parametrize("written", [-1, 1.5, "十五", True, [15], 100_001])
def test_a_number_that_is_none_is_refused_with_its_name(written: object) -> None:
    found = ask(ask="term", category="管制", start_on="2025-03-10", months=6, custody_days=written)
    assert "custody_days" in found["error"]


@pytest.mark.parametrize(
    ("word", "measure"),
    [("缓刑", "提请撤销缓刑"), ("probation", "提请撤销缓刑"), ("PROBATION", "提请撤销缓刑"), ("parole", "提请撤销假释"),
     ("保外就医", "提请收监执行"), ("control", "警告")],
)  # fmt: skip
def test_a_category_may_be_chinese_or_english(word: str, measure: str) -> None:
    found = ask(
        ask="absence", kind="left", left_on="2026-03-01", returned_on="2026-05-01", category=word, good_reason=False
    )
    assert found["measure"] == measure


def test_a_word_that_is_none_of_the_laws_is_refused_with_the_choices() -> None:
    assert "暂予监外执行" in ask(ask="revocation", category="取保候审")["error"]
    assert "category" in ask(ask="revocation", category=[1])["error"]


def test_a_list_of_objects_must_be_one() -> None:
    for previous in ({"from_on": "2026-02-01"}, ["2026-02-01"], 5):
        found = ask(ask="leave", from_on="2026-03-01", to_on="2026-03-07", previous=previous)
        assert "previous" in found["error"]


def test_a_missing_fact_inside_a_list_says_where() -> None:
    found = ask(ask="execution_place", addresses=[{"kind": "actual", "county": "420502"}, {"county": "420503"}])
    assert "addresses[1].kind" in found["error"]


def test_an_instant_that_is_none_is_refused() -> None:
    for written in ("2026-10-01", "noon", 5, "2026-13-01T00:00"):
        assert "from_at" in ask(ask="due", rule="revocation.decide_arrest", from_at=written)["error"]


def test_an_instance_is_the_first_or_the_second() -> None:
    assert "第二审" in ask(ask="effective_on", received_on="2022-06-17", instance=0)["error"]


def test_a_zero_of_months_is_no_permit() -> None:
    found = ask(ask="recurring_travel", decided_on="2026-03-10", valid_months=0)
    assert "valid_months" in found["error"]


def test_the_province_may_count_calendar_months_and_the_answer_says_so() -> None:
    kind = of("HUBEI", "外出累计")
    counted = WINDOW_KIND.amended(Version(None, "calendar", kind, Certainty.VERIFIED))
    region = HUBEI.amended({WINDOW_KIND.key: counted})
    question = {
        "ask": "leave", "from_on": "2026-03-10", "to_on": "2026-03-12",
        "previous": [{"from_on": "2026-01-20", "to_on": "2026-02-03"}],
    }  # fmt: skip
    found = answer(question, today=TODAY, calendar=calendar(), region=region)
    assert (found["window_from_on"], found["days_in_window"]) == ("2026-02-01", 6)
    assert "上月" in str(found["assumption"])


def test_a_city_parameter_once_set_is_counted_and_called_assumed() -> None:
    region = HUBEI.with_city_targets({"declaration_days": 5}, city="示例市")
    question = {"ask": "due", "rule": "plan.declare", "from_on": "2026-03-02"}
    found = answer(question, today=TODAY, calendar=calendar(), region=region)
    assert (found["raw_on"], found["due_on"], found["certainty"]) == ("2026-03-07", "2026-03-09", "assumed")


def test_hours_of_study_once_set_are_due_on_the_last_day_of_the_month() -> None:
    region = HUBEI.with_city_targets({"study_hours": 4}, city="示例市")
    question = {"ask": "due", "rule": "education.study", "from_on": "2026-05-10"}
    found = answer(question, today=TODAY, calendar=calendar(), region=region)
    assert (found["raw_on"], found["due_on"], found["rolled"]) == ("2026-05-31", "2026-05-31", False)
    assert "2026年5月应满4小时" in str(found["because"])


@pytest.mark.parametrize("example", asked_examples(), ids=str)
def test_every_answer_is_plain_json_with_its_grounds_or_one_error(example: Any) -> None:
    found = answer(plain(example.raw["ask"]), today=TODAY, calendar=calendar(), region=HUBEI)
    json.dumps(found, ensure_ascii=False)
    if "error" in found:
        assert str(found["error"]).endswith("。")
        return
    assert found["basis"]
    assert str(found["because"]).endswith("。")
    assert found["certainty"] in CERTAINTIES
    assert found.get("assumption") or found["certainty"] != "assumed" or found["ask"] in ("due", "options")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**9) | st.floats(allow_nan=False) | st.text(max_size=12)
    | st.sampled_from(["缓刑", "管制", "2026-03-01", "2026-02-28T10:00:00+08:00", "420502", "left", "无期徒刑"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip
NAMES = sorted({name for example in asked_examples() for name in example.raw["ask"]} - {"ask"})


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.dictionaries(st.sampled_from(NAMES), json_values, max_size=8))
def test_no_question_whatever_is_a_fault(kind: str, facts: dict[str, Any]) -> None:
    found = answer({"ask": kind, **facts}, today=TODAY, calendar=calendar(), region=HUBEI)
    assert isinstance(found.get("error", ""), str)
    json.dumps(found, ensure_ascii=False)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(asked_examples()), st.data())
def test_taking_facts_away_gives_an_answer_or_names_what_is_missing(example: Any, data: st.DataObject) -> None:
    question = plain(example.raw["ask"])
    dropped = data.draw(st.sampled_from(sorted(set(question) - {"ask"}) or ["nothing"]))
    question.pop(dropped, None)
    found = answer(question, today=TODAY, calendar=calendar(), region=HUBEI)
    assert "error" in found or found["because"]


def test_today_is_only_used_where_the_answer_says_so() -> None:
    for example in asked_examples():
        question = plain(example.raw["ask"])
        now = answer(question, today=TODAY, calendar=calendar(), region=HUBEI)
        later = answer(question, today=date(2029, 5, 1), calendar=calendar(), region=HUBEI)
        assert now == later or "今日" in str(now["assumption"]), str(example)
