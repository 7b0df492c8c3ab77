"""The plan of a sheet: which columns mean what, and where county and office come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from yipanqi.records.ledger.result import Cell

Row = Sequence[Cell]
Merge = tuple[tuple[int, int], tuple[int, int]]


def letter(index: int) -> str:
    """The letters of a column: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet; `field` is None for a heading nobody knows."""

    index: int
    header: str | None
    field: str | None
    parent: str = ""

    @property
    def letter(self) -> str:
        return letter(self.index)


@dataclass(frozen=True, slots=True)
class Plan:
    """How to read the rows below one header; `top` and `bottom` are zero-based row indexes of the header."""

    sheet: str
    top: int
    bottom: int
    columns: tuple[Column, ...]
    county: tuple[str, str | None] | None = None
    county_from: str | None = None
    office: tuple[str, str | None] | None = None
    office_from: str | None = None
    notes: tuple[str, ...] = ()
    fills: dict[tuple[int, int], Cell] = field(default_factory=dict)

    @property
    def fields(self) -> set[str]:
        """Every field some column gives, ranges taken apart."""
        return {part for c in self.columns if c.field for part in c.field.split("+")}

    def column_of(self, name: str) -> Column | None:
        """The column that gives a field, a range counting for both its ends."""
        return next((c for c in self.columns if c.field and name in c.field.split("+")), None)
