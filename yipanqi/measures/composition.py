"""Of whom the register consists: running cases by agency, category and level, and the persons behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Count

from yipanqi.measures.completeness import COMPLETE
from yipanqi.measures.measure import Asked, Measure, side_by_side
from yipanqi.measures.register import EXPIRED, IN_REGISTER, RECEIVED, RELEASED, RUNNING

FIGURES: tuple[Measure, ...] = (RUNNING, COMPLETE, EXPIRED, RECEIVED, RELEASED)
By = Literal["agency", "category", "level"]
_BY: tuple[By, ...] = ("agency", "category", "level")
Place = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Composition:
    """The figures by (agency, category, level), and where the persons with several running cases have them."""

    figures: dict[Place, dict[str, int]]
    again: tuple[tuple[Place, ...], ...]

    def by(self, column: By, measure: Measure) -> Counter[Any]:
        """A figure of cases split by one of the columns."""
        at = _BY.index(column)
        counted: Counter[Any] = Counter()
        for place, numbers in self.figures.items():
            counted[place[at]] += numbers[measure.key]
        return counted

    def persons_by(self, column: By) -> Counter[Any]:
        """在册 split by one of the columns: who has two cases under the same value counts once there."""
        at = _BY.index(column)
        counted = self.by(column, RUNNING)
        for places in self.again:
            counted.subtract(_repeated(place[at] for place in places))
        return counted

    @property
    def persons(self) -> int:
        """在册 of the whole scope."""
        cases = sum(numbers[RUNNING.key] for numbers in self.figures.values())
        return cases - sum(len(places) - 1 for places in self.again)


def composition(asked: Asked, column: str) -> Composition:
    """Two queries, whatever the number of agencies; `column` is county_id or office_id."""
    figures = side_by_side(FIGURES, asked, column, "category", "level")
    running = IN_REGISTER.rows(asked).order_by()
    several = running.values("person_id").annotate(n=Count("person_id")).filter(n__gt=1).values("person_id")
    places: dict[int, list[Place]] = {}
    for person_id, *place in running.filter(person_id__in=several).values_list(
        "person_id", column, "category", "level"
    ):
        places.setdefault(person_id, []).append(tuple(place))
    return Composition(figures, tuple(tuple(found) for found in places.values()))


def _repeated(values: Iterable[Any]) -> dict[Any, int]:
    return {value: number - 1 for value, number in Counter(values).items()}
