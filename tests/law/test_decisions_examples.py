"""Every worked example of a question holds, and moving any number of a decision by one breaks at least one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.law.asked import asked_examples, complaints
from tests.law.examples import Example, duty_examples
from yipanqi.law.decisions.catalogue import NUMBERS
from yipanqi.law.questions import KINDS
from yipanqi.law.regions.hubei import HUBEI
from yipanqi.law.sources import Dated

EXAMPLES = asked_examples()


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_example_comes_out_as_worked_by_hand(example: Example) -> None:
    assert complaints(example) == []


def test_examples_have_names_of_their_own_and_cite_their_article_or_case() -> None:
    names = [str(example) for example in EXAMPLES]
    assert len(names) == len(set(names))
    for example in EXAMPLES:
        assert re.search(r"\d|案", str(example.raw["source"])), str(example)


def test_every_kind_of_question_has_examples_answered_and_refused() -> None:
    answered = {example.raw["ask"]["ask"] for example in EXAMPLES if "error" not in example.raw["expect"]}
    refused = {example.raw["ask"]["ask"] for example in EXAMPLES if "error" in example.raw["expect"]}
    assert set(KINDS) <= answered
    assert set(KINDS) <= refused


def test_there_are_enough_examples() -> None:
    assert len(EXAMPLES) >= 150
    assert len(EXAMPLES) + len(duty_examples()) >= 250


def _mutations() -> Iterator[tuple[str, Dated[Any]]]:
    for key, number in NUMBERS.items():
        for index, version in enumerate(number.history):
            if isinstance(version.value, int):
                for step in (-1, 1):
                    history = list(number.history)
                    history[index] = replace(version, value=version.value + step)
                    yield f"{key}[{index}]{step:+d}", number.amended(*history)


@pytest.mark.parametrize(("name", "mutated"), list(_mutations()), ids=str)
def test_moving_a_number_by_one_breaks_an_example(name: str, mutated: Dated[Any]) -> None:
    region = HUBEI.amended({mutated.key: mutated})
    assert any(_breaks(example, region) for example in EXAMPLES), f"{name}：没有示例发现该数字被改动"


def _breaks(example: Example, region: Any) -> bool:
    """A mutated number may also make a computation impossible: that is found too."""
    try:
        return bool(complaints(example, region))
    except (ValueError, ZeroDivisionError):
        return True
