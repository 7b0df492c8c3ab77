"""Sources, citations, dated numbers; the region's parameters and what a city may not change."""

from __future__ import annotations

from datetime import date

import pytest

from yipanqi.law.catalogue import listing, numbers
from yipanqi.law.duties import RULES
from yipanqi.law.facts import Category
from yipanqi.law.parameters import DECLARATION_DAYS, PARAMETERS, LegalDutyChanged
from yipanqi.law.regions.hubei import HUBEI
from yipanqi.law.sources import (
    CCL,
    CPL,
    INTERP,
    MEASURES,
    PRISON,
    PSL,
    PSL2012,
    SOURCES,
    Certainty,
    Dated,
    Version,
    number,
    of,
    weakest,
)


def test_a_citation_is_short_for_machines_and_full_for_people() -> None:
    assert CCL("21").cite == "社区矫正法 21"
    assert CCL("21").label == "社区矫正法 第21条"
    assert MEASURES("35(2)").cite == "办法 35(2)"
    assert MEASURES("35(2)").label == "办法 第35条第（二）项"
    assert MEASURES("49(12)").label == "办法 第49条第（12）项"
    assert INTERP("202(1)").label == "刑诉法解释 第202条第一款"
    assert of("EXPIRY", "全文").label == "司办通〔2021〕94号 全文"
    assert CCL("21") is CCL("21")


def test_a_law_is_in_force_from_its_day() -> None:
    assert not PSL("72(4)").source.in_force(date(2025, 12, 31))
    assert PSL("72(4)").source.in_force(date(2026, 1, 1))
    assert PSL2012("60(4)").source.in_force(date(2025, 12, 31))
    assert not PSL2012("60(4)").source.in_force(date(2026, 1, 1))
    assert not PRISON("47").source.in_force(date(2026, 10, 31))
    assert CPL("105").source.in_force(date(2020, 1, 1))


def test_a_conclusion_is_no_surer_than_its_weakest_ground() -> None:
    assert weakest(Certainty.VERIFIED, Certainty.RECALLED, Certainty.SECONDARY) is Certainty.RECALLED
    assert [certainty.title for certainty in Certainty] == ["已核对", "二手", "凭记忆", "推定", "市流程参数"]
    assert Certainty.ASSUMED.rank > Certainty.RECALLED.rank


def test_a_dated_number_answers_for_a_day() -> None:
    old = Version(None, 10, CCL("21"), Certainty.VERIFIED)
    new = Version(date(2026, 7, 1), 7, CCL("21"), Certainty.VERIFIED)
    dated = Dated("x", "某期限", "日", old, new)
    assert [dated.on(date(2026, 6, 30)), dated.on(date(2026, 7, 1))] == [10, 7]
    assert dated.version(date(1999, 1, 1)) is old
    assert dated == dated.amended(old, new)
    assert dated != dated.amended(old)
    assert len({dated, dated.amended(old, new)}) == 1
    assert repr(dated) == "Dated('x', 7)"
    late = Dated("y", "尚未施行", "日", new)
    assert late.on(date(2026, 1, 1)) == 7


def test_a_city_sets_its_own_targets_and_nothing_else() -> None:
    day = date(2026, 11, 24)
    assert HUBEI.value(DECLARATION_DAYS, day) is None
    set_here = HUBEI.with_city_targets({"declaration_days": 5}, city="宜昌市")
    assert set_here.value(DECLARATION_DAYS, day) == 5
    assert set_here.version(DECLARATION_DAYS, day).note == "宜昌市设定"
    assert HUBEI.version(DECLARATION_DAYS, day).value is None
    assert set_here.with_city_targets({"declaration_days": None}, city="宜昌市").value(DECLARATION_DAYS, day) is None


def test_a_city_file_that_changes_a_legal_duty_is_refused() -> None:
    with pytest.raises(LegalDutyChanged, match="法定期限只能由法律修改"):
        HUBEI.with_city_targets({"report_in_days": 15}, city="宜昌市")
    with pytest.raises(LegalDutyChanged, match="应为正整数或留空"):
        HUBEI.with_city_targets({"declaration_days": 0}, city="宜昌市")


def test_every_number_has_one_key_an_article_and_a_unit() -> None:
    seen: dict[str, Dated[object]] = {}
    for rule in RULES.values():
        for dated in rule.numbers:
            assert seen.setdefault(dated.key, dated) == dated, dated.key
            assert dated.unit
            assert all(version.article.number for version in dated.history)
    assert set(PARAMETERS) <= set(numbers())
    assert set(seen) <= set(numbers())


def test_the_library_lists_every_rule_with_its_status() -> None:
    library = listing(HUBEI)
    rules = library["rules"]
    assert isinstance(rules, list)
    assert [entry["name"] for entry in rules] == list(RULES)
    by_name = {entry["name"]: entry for entry in rules}
    assert by_name["intake.report_in_person"]["status"] == "verified"
    assert by_name["papers.return_receipt"]["status"] == "recalled"
    assert by_name["plan.declare"]["statutory"] is False
    assert by_name["investigation.report"]["variants"] == {"expedited": "速裁案件调查评估期限（工作日）"}
    sources = library["sources"]
    assert isinstance(sources, list)
    assert len(sources) == len(SOURCES)


def test_words_of_the_statute() -> None:
    assert [category.title for category in Category] == ["管制", "缓刑", "假释", "暂予监外执行"]
    assert number("z", "零", "日", 3, CCL("1")).on(date(2026, 1, 1)) == 3
