"""One row in: a record with its warnings, or every error of the row. Compiled once per header."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from yipanqi.records.ledger.aliases import MORE_DATES, POLICY, RANGES, REQUIRED, SERIAL
from yipanqi.records.ledger.normal import dates, phones, places, sentences, text
from yipanqi.records.ledger.normal.form import EMPTY, NOTHING, Normal, as_text, raw_of, strip_invisible
from yipanqi.records.ledger.normal.identity import (
    AGE_OF_MAJORITY,
    AGE_OF_RESPONSIBILITY,
    age_on,
    identity,
)
from yipanqi.records.ledger.plan import Column, Plan, Row
from yipanqi.records.ledger.result import AcceptedRow, CellError, LedgerWarning, Record, RejectedRow

CACHED = 20_000
_TEMPLATE: Record = dict.fromkeys(
    (
        "name", "id_no", "sex", "birth_date", "ethnicity", "phone", "phones", "education", "household_address",
        "residence_address", "county", "county_code", "office", "township_code", "crime", "penalty_type",
        "sentence", "decision_organ", "doc_no", "start_date", "end_date", "report_date", "level", "remarks",
    )
)  # fmt: skip
FORMS: dict[str, Callable[[Any], Any]] = {
    "name": text.name,
    "county": places.county,
    "office": text.plain,
    "penalty_type": text.penalty_type,
    "start_date": dates.day,
    "end_date": dates.day,
    "report_date": dates.day,
    "birth_date": dates.any_day,
    "sex": text.sex,
    "ethnicity": text.ethnicity,
    "phone": phones.phones,
    "education": text.plain,
    "household_address": text.plain,
    "residence_address": text.plain,
    "crime": text.crime,
    "sentence": sentences.sentence,
    "decision_organ": text.plain,
    "doc_no": text.plain,
    "level": text.level,
    "remarks": text.remarks,
}
# Fields whose value goes into the record as it is, and fields that hardly ever repeat.
_PLAIN = frozenset(_TEMPLATE) & frozenset(FORMS) - {
    "start_date", "end_date", "report_date", "phone", "county", "sentence", "birth_date"
}  # fmt: skip
_DIFFERENT = frozenset({"name", "phone", "household_address", "residence_address", "doc_no"})
_REQUIRED = frozenset(REQUIRED)


class Step:
    """One column of the plan with its normal form; equal cells are worked out once."""

    __slots__ = ("cache", "cached", "column", "fields", "form", "index", "known", "plain", "required")

    def __init__(self, column: Column) -> None:
        self.column = column
        self.index = column.index
        self.known = column.field is not None
        self.fields = RANGES.get(column.field or "", (column.field or column.header or column.letter,))
        self.form = self._form(column.field)
        self.required = bool(_REQUIRED.intersection(self.fields))
        self.plain = column.field if column.field in _PLAIN else None
        self.cached = column.field not in _DIFFERENT
        self.cache: dict[Any, tuple[Normal, ...]] = {}

    @staticmethod
    def _form(field: str | None) -> Callable[[Any], Any]:
        if field in RANGES:
            return dates.span
        if field in MORE_DATES:
            return dates.any_day
        return FORMS.get(field or "", _kept)

    def read(self, cell: Any) -> tuple[Normal, ...]:
        """One Normal per field of the column; remembered unless every cell of the column differs."""
        made = self._work_out(cell)
        if self.cached and not isinstance(cell, bool | int):  # True == 1 == 1.0 would share one entry
            if len(self.cache) >= CACHED:
                self.cache.clear()
            self.cache[cell] = made
        return made

    def _work_out(self, cell: Any) -> tuple[Normal, ...]:
        hidden = False
        if isinstance(cell, str):
            cell, hidden = strip_invisible(cell)
        form = self.form(cell)
        made: tuple[Normal, ...] = (form,) if isinstance(form, Normal) else form
        if hidden:
            made = tuple(n._replace(warnings=("invisible_stripped", *n.warnings)) for n in made)
        return made


def _kept(cell: Any) -> Normal:
    words = as_text(cell).strip()
    return NOTHING if not words else Normal(words)


class RowReader:
    """Reads the rows below one header."""

    def __init__(self, plan: Plan, as_of: date) -> None:
        self.plan = plan
        self.as_of = as_of
        columns = [c for c in plan.columns if c.field != SERIAL]
        number = plan.column_of("id_no")
        self.number = number
        self.steps = [Step(c) for c in columns if c is not number]
        self.absent = [f for f in REQUIRED if f not in plan.fields and not (f == "county" and plan.county)]
        self.fills = plan.fills
        self.where = {f: c for c in plan.columns if c.field for f in RANGES.get(c.field, (c.field,))}

    def read(
        self, row: Row, index: int, formulas: dict[tuple[int, int], str], hidden: bool
    ) -> AcceptedRow | RejectedRow:
        """The outcome of a row; `index` counts from 0."""
        reading = _Reading(self, row, index, formulas)
        reading.take_columns()
        reading.take_identity()
        reading.take_constants()
        reading.compare()
        if reading.errors:
            order = {c.letter: c.index for c in self.plan.columns}
            errors = sorted(reading.errors, key=lambda e: order.get(e.column or "", 1 << 20))
            return RejectedRow(self.plan.sheet, index + 1, tuple(errors), tuple(row))
        if hidden:
            reading.warnings.append(LedgerWarning("hidden_row", None, None))
        return AcceptedRow(
            self.plan.sheet, index + 1, reading.record, reading.more, reading.extra, tuple(reading.warnings)
        )


class _Reading:
    """The state while one row is read."""

    __slots__ = ("dates", "errors", "extra", "formulas", "index", "more", "reader", "record", "row", "warnings")

    def __init__(self, reader: RowReader, row: Row, index: int, formulas: dict[tuple[int, int], str]) -> None:
        self.reader, self.row, self.index, self.formulas = reader, row, index, formulas
        self.record = _TEMPLATE.copy()
        self.more: Record = {}
        self.extra: dict[str, str] = {}
        self.errors: list[CellError] = []
        self.warnings: list[LedgerWarning] = []
        self.dates: dict[str, date] = {}

    def _cell(self, column: int) -> Any:
        return self.row[column] if column < len(self.row) else None

    def _fail(self, code: str, field: str, column: Column | None, cell: Any) -> None:
        letter, header = (column.letter, column.header) if column else (None, None)
        self.errors.append(CellError(code, field, letter, header, raw_of(cell)))

    def _warn(self, code: str, field: str) -> None:
        column = self.reader.where.get(field)
        self.warnings.append(LedgerWarning(code, field, column.letter if column else None))

    def _formula(self, column: Column) -> bool:
        """Whether the cell is a formula (then it is an error)."""
        if not self.formulas:
            return False
        words = self.formulas.get((self.index, column.index))
        if words is None:
            return False
        for field in RANGES.get(column.field or "", (column.field or "",)):
            self._fail("formula_cell", field, column, words)
        return True

    def take_columns(self) -> None:
        row, width, record = self.row, len(self.row), self.record
        formulas, fills = self.formulas, self.reader.fills
        for step in self.reader.steps:
            cell = row[step.index] if step.index < width else None
            if formulas and step.known and self._formula(step.column):
                continue
            if fills and (self.index, step.index) in fills and as_text(cell).strip() == "":
                cell = fills[self.index, step.index]
            if cell is None or cell == "":
                if step.required:
                    self._missing(step, cell)
                continue
            normals = step.cache.get(cell) or step.read(cell)
            first = normals[0]
            if step.plain is not None and first.value is not None and not first.warnings:
                record[step.plain] = first.value
            else:
                self._take_each(step, normals, cell)

    def _take_each(self, step: Step, normals: tuple[Normal, ...], cell: Any) -> None:
        for field, normal in zip(step.fields, normals, strict=True):
            if normal.error or normal.warnings or normal.value is None:
                self._take_odd(step, field, normal, cell)
            elif step.known:
                self._store(field, normal.value, cell)
            else:
                self._keep(step, normal.value)

    def _missing(self, step: Step, cell: Any) -> None:
        for field in step.fields:
            if field in REQUIRED:
                self._fail("missing_required", field, step.column, cell)

    def _take_odd(self, step: Step, field: str, normal: Normal, cell: Any) -> None:
        """A cell with an error, a warning or nothing in it."""
        if normal.error:
            if field == "birth_date":
                self._warn("birth_mismatch", field)
                self.more["birth_date_text"] = as_text(cell)
            elif field in POLICY:
                self._fail(normal.error, field, step.column, cell)
            else:
                self._keep(step, as_text(cell))
            return
        if normal.value is None and field in REQUIRED:
            self._fail("missing_required", field, step.column, cell)
        elif normal.value is not None:
            if step.known:
                self._store(field, normal.value, cell)
            else:
                self._keep(step, normal.value)
        elif field in ("level", "phone") and as_text(cell).strip() not in EMPTY:
            self.more[f"{field}_text"] = as_text(cell).strip()
        for code in normal.warnings:
            self._warn(code, field)

    def _keep(self, step: Step, words: str) -> None:
        header = "".join((step.column.header or f"{step.column.letter}列").split())
        if step.column.parent:
            header = f"{''.join(step.column.parent.split())}/{header}"
        self.extra[header if header not in self.extra else f"{header}（{step.column.letter}列）"] = words

    def _store(self, field: str, value: Any, cell: Any) -> None:
        record = self.record
        if field in ("start_date", "end_date", "report_date"):
            self.dates[field] = value
            record[field] = value.isoformat()
        elif field == "phone":
            record["phone"], record["phones"] = value[0], list(value)
        elif field == "county":
            record["county"], record["county_code"] = value
        elif field == "sentence":
            record["sentence"] = dict(value)
            self.more["sentence_text"] = as_text(cell).strip()
        elif field == "birth_date":
            self.dates[field] = value
        elif field in record:
            record[field] = value
        else:
            self.more[field] = value

    def take_identity(self) -> None:
        column = self.reader.number
        if column is None or self._formula(column):
            return
        cell = self._cell(column.index)
        words, hidden = strip_invisible(cell) if isinstance(cell, str) else (cell, False)
        found = identity(words, self.reader.as_of)
        if found.error or found.number is None or found.born_on is None:
            self._fail(found.error or "missing_required", "id_no", column, cell)
            return
        if hidden:
            self._warn("invisible_stripped", "id_no")
        if found.upgraded:
            self._warn("id15_upgraded", "id_no")
        age = age_on(found.born_on, self.reader.as_of)
        if age < AGE_OF_RESPONSIBILITY:
            self._fail("age_below_responsibility", "id_no", column, cell)
        elif age < AGE_OF_MAJORITY:
            self._warn("minor", "id_no")
        record = self.record
        record["id_no"] = found.number
        if record["sex"] not in (None, found.sex):
            self._warn("sex_mismatch", "sex")
        if self.dates.get("birth_date") not in (None, found.born_on):
            self._warn("birth_mismatch", "birth_date")
        record["sex"], record["birth_date"] = found.sex, found.born_on.isoformat()

    def take_constants(self) -> None:
        plan, record = self.reader.plan, self.record
        for field in self.reader.absent:
            self._fail("missing_required", field, None, None)
        if plan.county and record["county"] is None and plan.county_from != "column":
            record["county"], record["county_code"] = plan.county
        if plan.office_from == "column":
            if record["office"] is not None:
                record["office"], record["township_code"] = places.office_of(record["office"], record["county"])
        elif plan.office:
            record["office"], record["township_code"] = plan.office

    def compare(self) -> None:
        """What several cells say together."""
        start, end = self.dates.get("start_date"), self.dates.get("end_date")
        if start is None or end is None:
            return
        if end < start:
            column = self.reader.where.get("end_date")
            cell = self._cell(column.index) if column else None
            self._fail("end_before_start", "end_date", column, cell)
            return
        parts = self.record["sentence"]
        probation = parts["probation_months"] if parts and self.record["penalty_type"] == "缓刑" else None
        if probation and sentences.term_disagrees(start, end, probation):
            self._warn("term_mismatch", "end_date")
