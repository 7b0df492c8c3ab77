"""The court's print beside the law's count: the print is truth, a difference is a question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from yipanqi.law.facts import CaseFacts, Category, Penalty, Sentence
from yipanqi.law.regions.hubei import HUBEI
from yipanqi.law.term_check import check_term

FISHERMAN = CaseFacts(
    category=Category.PROBATION,
    effective_on=date(2022, 6, 28),
    term_starts_on=date(2022, 6, 28),
    term_ends_on=date(2024, 6, 27),
    sentence=Sentence(penalty=Penalty.FIXED_TERM, years=1, probation_years=2),
)


def test_the_courts_own_print_agrees_with_the_law() -> None:
    found = check_term(FISHERMAN, region=HUBEI)
    assert (found.agrees, found.computed_on) == (True, date(2024, 6, 27))
    assert "一致" in found.sentence
    assert "202" in found.kind


def test_a_day_too_late_is_said_and_the_print_stays_truth() -> None:
    found = check_term(replace(FISHERMAN, term_ends_on=date(2024, 6, 28)), region=HUBEI)
    assert found.agrees is False
    assert "晚1日" in found.sentence
    assert "以文书为准" in found.sentence


def test_a_day_too_early_is_said_too() -> None:
    assert "早2日" in check_term(replace(FISHERMAN, term_ends_on=date(2024, 6, 25)), region=HUBEI).sentence


def test_a_term_that_does_not_begin_with_the_judgment_is_pointed_out() -> None:
    found = check_term(replace(FISHERMAN, effective_on=date(2022, 6, 27)), region=HUBEI)
    assert "所载起日2022-06-28与判决生效日2022-06-27不同" in found.sentence


def test_control_is_shortened_by_custody() -> None:
    facts = CaseFacts(
        category=Category.CONTROL,
        term_starts_on=date(2025, 3, 10),
        term_ends_on=date(2025, 8, 10),
        custody_days=15,
        sentence=Sentence(penalty=Penalty.CONTROL, months=6),
    )
    assert check_term(facts, region=HUBEI).agrees is True


def test_nothing_is_computed_from_missing_facts() -> None:
    bare = CaseFacts(category=Category.PROBATION, term_ends_on=date(2024, 6, 27))
    found = check_term(bare, region=HUBEI)
    assert (found.agrees, found.computed_on) == (None, None)
    assert "start_on" in found.sentence


def test_a_print_without_an_end_is_said() -> None:
    found = check_term(replace(FISHERMAN, term_ends_on=None), region=HUBEI)
    assert (found.agrees, found.computed_on) == (None, date(2024, 6, 27))
    assert "没有载明" in found.sentence


def test_the_rest_of_a_fixed_sentence_is_the_print_itself() -> None:
    facts = CaseFacts(category=Category.PAROLE, term_ends_on=date(2027, 8, 15))
    assert "文书所载为准" in check_term(facts, region=HUBEI).sentence


def test_parole_of_a_life_sentence_runs_ten_years() -> None:
    facts = CaseFacts(
        category=Category.PAROLE,
        term_starts_on=date(2025, 3, 10),
        term_ends_on=date(2035, 3, 9),
        sentence=Sentence(penalty=Penalty.LIFE),
    )
    assert check_term(facts, region=HUBEI).agrees is True


def test_a_life_sentence_outside_prison_has_no_end() -> None:
    facts = CaseFacts(
        category=Category.TEMPORARY, term_ends_on=date(2035, 3, 9), sentence=Sentence(penalty=Penalty.LIFE)
    )
    found = check_term(facts, region=HUBEI)
    assert found.agrees is None
    assert "没有可以计算" in found.sentence
