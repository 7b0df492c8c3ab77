"""Every worked example holds, and moving any number of the law by one breaks at least one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.law.examples import Example, complaints, duties_of, duty_examples
from yipanqi.law.duties import RULES
from yipanqi.law.regions.hubei import HUBEI
from yipanqi.law.sources import Dated

EXAMPLES = duty_examples()


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_example_comes_out_as_worked_by_hand(example: Example) -> None:
    assert complaints(example) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_asking_for_open_duties_only_gives_the_same_ones(example: Example) -> None:
    on = example.raw["on"]
    open_ones = {duty.key: duty.as_json(on) for duty in duties_of(example, only_open=True)}
    assert open_ones == {duty.key: duty.as_json(on) for duty in duties_of(example) if not duty.is_done}


def test_examples_have_names_of_their_own_and_cite_their_article_or_case() -> None:
    names = [str(example) for example in EXAMPLES]
    assert len(names) == len(set(names))
    for example in EXAMPLES:
        assert re.search(r"\d|案", str(example.raw["source"])), str(example)


def test_every_rule_has_an_example_in_the_file_of_its_family() -> None:
    told = {(example.file, example.raw["duty"]) for example in EXAMPLES if not example.raw.get("absent")}
    missing = [name for name in RULES if (name.split(".")[0], name) not in told]
    assert missing == []


def _numbers() -> dict[str, Dated[Any]]:
    return {number.key: number for rule in RULES.values() for number in rule.numbers}


def _mutations() -> Iterator[tuple[str, Dated[Any]]]:
    for key, number in _numbers().items():
        for index, version in enumerate(number.history):
            if isinstance(version.value, int):
                for step in (-1, 1):
                    history = list(number.history)
                    history[index] = replace(version, value=version.value + step)
                    yield f"{key}[{index}]{step:+d}", number.amended(*history)


@pytest.mark.parametrize(("name", "mutated"), list(_mutations()), ids=str)
def test_moving_a_limit_by_one_breaks_an_example(name: str, mutated: Dated[Any]) -> None:
    region = HUBEI.amended({mutated.key: mutated})
    assert any(complaints(example, region) for example in EXAMPLES), f"{name}：没有示例发现该数字被改动"
