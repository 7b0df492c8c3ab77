"""However cases lie among agencies, categories and levels: lines add up, each person counts once per value."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from yipanqi.measures.composition import FIGURES, By, Composition
from yipanqi.measures.register import RUNNING

Place = tuple[int | None, str, str]

PLACES = st.tuples(
    st.sampled_from((1, 2, 3, None)), st.sampled_from(("缓刑", "假释", "管制")), st.sampled_from(("严管", "普管", ""))
)
# person → where each of the person's running cases lies
REGISTERS = st.dictionaries(st.integers(1, 30), st.lists(PLACES, min_size=1, max_size=4), max_size=30)
COLUMNS: tuple[By, ...] = ("agency", "category", "level")


def composed(register: dict[int, list[Place]]) -> Composition:
    counted = Counter(place for places in register.values() for place in places)
    figures = {place: {measure.key: number for measure in FIGURES} for place, number in counted.items()}
    return Composition(figures, tuple(tuple(places) for places in register.values() if len(places) > 1))


@given(REGISTERS)
def test_lines_of_cases_add_up_whatever_they_are_split_by(register: dict[int, list[Place]]) -> None:
    total = sum(len(places) for places in register.values())
    for column in COLUMNS:
        assert sum(composed(register).by(column, RUNNING).values()) == total


@given(REGISTERS)
def test_each_person_counts_once_under_each_value(register: dict[int, list[Place]]) -> None:
    found = composed(register)
    assert found.persons == len(register)
    for at, column in enumerate(COLUMNS):
        expected = Counter(value for places in register.values() for value in {place[at] for place in places})
        assert {value: n for value, n in found.persons_by(column).items() if n} == dict(expected)
