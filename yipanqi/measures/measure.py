"""What a measure is: a set of rows that can be counted per agency and opened, and a rate of two such sets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from django.db.models import Count, Q, QuerySet

from yipanqi.access.scope import Scope
from yipanqi.records.models import Case, Duty


class Counts(Enum):
    """What one unit of a figure is; persons and cases are never mixed."""

    PERSONS = "人"
    CASES = "件案件"
    DUTIES = "件事项"


@dataclass(frozen=True, slots=True)
class Asked:
    """The question every measure answers: in whose scope, as of which day, over which period (both ends count)."""

    scope: Scope
    on: date
    from_on: date

    @classmethod
    def this_month(cls, scope: Scope, on: date) -> Asked:
        """From the first of the month to `on`."""
        return cls(scope, on, on.replace(day=1))


Condition = Callable[[Asked], Q]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that opens its rows. They are cases or duties; each carries county_id and office_id.

    `about` says in Chinese what is counted, from when to when, and what is left out.
    """

    key: str
    title: str
    counts: Counts
    about: str
    condition: Condition

    @property
    def model(self) -> type[Case | Duty]:
        """What the rows are: duties are counted as such, persons by their cases."""
        return Duty if self.counts is Counts.DUTIES else Case

    def rows(self, asked: Asked) -> QuerySet[Any, Any]:
        """The rows the figure is counted from."""
        return self.model.objects.filter(asked.scope.filter(), self.condition(asked))

    def by_agency(self, asked: Asked, column: str = "county_id") -> dict[int | None, int]:
        """The figure for each county agency (or each office, with column="office_id")."""
        found = self.rows(asked).order_by().values_list(column).annotate(n=self._count())
        return dict(found)

    def total(self, asked: Asked) -> int:
        """The figure for the whole scope; persons with cases in two agencies count once."""
        return self.counted(self.rows(asked))

    def counted(self, rows: QuerySet[Any, Any]) -> int:
        """The figure of these rows (some of the measure's own)."""
        return int(rows.order_by().aggregate(n=self._count())["n"])

    def _count(self) -> Count:
        return Count("person_id", distinct=True) if self.counts is Counts.PERSONS else Count("pk")


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate: part of whole, both of them measures. `target` is the city's, a parameter, shown as a line."""

    key: str
    title: str
    about: str
    part: Measure
    whole: Measure
    target: float | None = None

    def by_agency(self, asked: Asked, column: str = "county_id") -> dict[int | None, Share]:
        """Part and whole for each agency."""
        parts, wholes = self.part.by_agency(asked, column), self.whole.by_agency(asked, column)
        return {agency: Share(parts.get(agency, 0), whole) for agency, whole in wholes.items()}

    def total(self, asked: Asked) -> Share:
        """Part and whole of the scope."""
        return Share(self.part.total(asked), self.whole.total(asked))


@dataclass(frozen=True, slots=True)
class Share:
    """A numerator over a denominator; without a denominator there is no value, never a 0 or a 100."""

    part: int
    whole: int

    def __add__(self, other: Share) -> Share:
        """The share of both together."""
        return Share(self.part + other.part, self.whole + other.whole)

    @property
    def value(self) -> float | None:
        """The share in percent, or None where nothing was due."""
        return round(100 * self.part / self.whole, 2) if self.whole else None

    @property
    def small(self) -> bool:
        """Fewer than 100: one case moves the rate visibly, and the page says so."""
        return self.whole < 100


def side_by_side(
    measures: Sequence[Measure], asked: Asked, *columns: str, among: Q | None = None
) -> dict[tuple[Any, ...], dict[str, int]]:
    """Figures of cases, or of duties, in one query: for each combination of the columns, key of the measure → number.

    `among` narrows the rows that are read, where the measures have something in common an index knows.
    """
    keys = [measure.key for measure in measures]
    counted = {f"n_{measure.key}": Count("pk", filter=measure.condition(asked)) for measure in measures}
    rows = measures[0].model.objects.filter(asked.scope.filter(), among or Q()).order_by()
    width, found = len(columns), rows.values(*columns).annotate(**counted).values_list(*columns, *counted)
    return {row[:width]: dict(zip(keys, row[width:], strict=True)) for row in found}


def month_starts(on: date, count: int) -> list[date]:
    """The first days of the last `count` months, the running one last."""
    firsts = [on.replace(day=1)]
    while len(firsts) < count:
        firsts.append((firsts[-1] - timedelta(days=1)).replace(day=1))
    return firsts[::-1]
