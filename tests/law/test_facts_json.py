"""Facts from outside: English or Chinese words in, plain facts out, and a sentence for every mistake."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from yipanqi.law.events import Event, EventKind, Organ
from yipanqi.law.facts import Category, Penalty
from yipanqi.law.facts_json import FactsUnreadable, facts_from_json, facts_to_json, schema


def test_chinese_and_english_words_mean_the_same() -> None:
    chinese = {"category": "缓刑", "events": [{"kind": "训诫", "on": "2026-11-20", "to": ["检察院"]}]}
    english = {"category": "PROBATION", "events": [{"kind": "admonished", "on": "2026-11-20", "to": ["procuratorate"]}]}
    assert facts_from_json(chinese) == facts_from_json(english)


def test_a_whole_case_is_read_with_its_types() -> None:
    facts = facts_from_json(
        {
            "category": "管制",
            "effective_on": "2026-03-03",
            "minor": True,
            "custody_days": 15,
            "level": None,
            "sentence": {"penalty": "管制", "months": 6},
            "prohibitions": [{"text": "禁止进入网吧", "to_on": "2026-09-02"}],
            "events": [{"kind": "arrest_proposed", "on": "2026-05-01", "at": "2026-05-01T09:00:00+08:00", "id": "x"}],
        }
    )
    assert facts.category is Category.CONTROL
    assert facts.sentence is not None
    assert facts.sentence.penalty is Penalty.CONTROL
    assert facts.prohibitions[0].to_on == date(2026, 9, 2)
    assert facts.events[0].id == "x"
    assert facts.level is None


def test_events_without_a_name_get_one_that_keeps_them_apart() -> None:
    raw = {"category": "缓刑", "events": [{"kind": "训诫", "on": "2026-11-20"}, {"kind": "训诫", "on": "2026-11-20"}]}
    assert [event.id for event in facts_from_json(raw).events] == ["admonished.2026-11-20", "admonished.2026-11-20.2"]


def test_what_is_missing_is_left_out_on_the_way_back() -> None:
    assert facts_to_json(facts_from_json({"category": "假释"})) == {"category": "假释"}


CASE: dict[str, Any] = {"category": "缓刑"}


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ([], "应为对象"),
        (None, "实为 空值"),
        ({}, "缺少必填字段“category”"),
        ({"category": "徒刑"}, "不在可用范围内：管制、缓刑、假释、暂予监外执行"),
        ({"category": 3}, "不在可用范围内"),
        ({**CASE, "colour": 1}, "不认识的字段“colour”"),
        ({**CASE, "effective_on": "2026-02-30"}, "facts.effective_on 应为 1900 至 2100 年间的日期"),
        ({**CASE, "effective_on": 20260101}, "facts.effective_on"),
        ({**CASE, "effective_on": "0001-01-01"}, "1900"),
        ({**CASE, "minor": "是"}, "应为 true 或 false"),
        ({**CASE, "custody_days": -1}, "应为 0 至 36500 的整数"),
        ({**CASE, "custody_days": True}, "应为 0 至 36500 的整数"),
        ({**CASE, "sentence": {"months": 1201}}, "facts.sentence.months 应为 0 至 1200 的整数"),
        ({**CASE, "events": [{"kind": "训诫", "on": "2026-01-01", "id": "a"}] * 2}, "facts.events[1].id “a”重复"),
        ({**CASE, "level": 3}, "应为文字，实为 数字"),
        ({**CASE, "events": {}}, "facts.events 应为列表"),
        ({**CASE, "events": [{"kind": "训诫"}]}, "facts.events[0] 缺少必填字段“on”"),
        ({**CASE, "events": [{"kind": "飞行", "on": "2026-01-01"}]}, "facts.events[0].kind"),
        ({**CASE, "events": [{"kind": "训诫", "on": "2026-01-01", "at": "2026-01-01T09:00:00"}]}, "带时区的时刻"),
        ({**CASE, "events": [{"kind": "训诫", "on": "2026-01-01", "at": "九点"}]}, "带时区的时刻"),
        ({**CASE, "events": [{"kind": "训诫", "on": "2026-01-01", "at": 9}]}, "带时区的时刻"),
        ({**CASE, "sentence": 5}, "facts.sentence 应为对象"),
    ],
)
def test_a_mistake_is_named_with_its_place(raw: object, says: str) -> None:
    with pytest.raises(FactsUnreadable) as refused:
        facts_from_json(raw)
    assert says in str(refused.value)


def test_the_schema_speaks_of_every_field() -> None:
    assert schema()["category"] == "管制、缓刑、假释、暂予监外执行"
    assert schema()["events"] == "列表：Event"
    assert schema()["effective_on"] == "日期，可缺"
    assert "训诫" in schema(Event)["kind"]
    assert schema(Event)["to"] == f"列表：{'、'.join(organ.title for organ in Organ)}"
    assert EventKind.ADMONISHED.value == "admonished"
