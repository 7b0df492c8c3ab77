"""What rows say about each other: one number under two names, the same case twice, two cases of one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from yipanqi.records.ledger.normal.form import raw_of
from yipanqi.records.ledger.result import (
    AcceptedRow,
    CellError,
    DuplicateRow,
    LedgerWarning,
    Record,
    RejectedRow,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row without errors of its own, with its identity cell as it stood."""

    row: AcceptedRow
    raw: Any
    column: str | None
    header: str | None


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Candidates sorted by what the others make of them, each list in sheet order."""

    accepted: list[AcceptedRow]
    rejected: list[RejectedRow]
    duplicates: list[DuplicateRow]


def case_key(record: Record) -> tuple[str, str, str, str]:
    """What makes two rows the same case."""
    return (record["id_no"], record["start_date"], record["end_date"], record["penalty_type"])


def differences(first: Record, other: Record) -> tuple[str, ...]:
    """The fields in which both records say something and not the same, in alphabetical order."""
    return tuple(
        sorted(n for n, value in other.items() if value is not None and first[n] is not None and first[n] != value)
    )


def cross_check(candidates: Sequence[Candidate]) -> Verdicts:
    """Sorts candidates that are in sheet order and row order."""
    names: dict[str, str] = {}
    conflicts: set[str] = set()
    for candidate in candidates:
        record = candidate.row.record
        if names.setdefault(record["id_no"], record["name"]) != record["name"]:
            conflicts.add(record["id_no"])
    verdicts = Verdicts([], [], [])
    first_of: dict[tuple[str, str, str, str], AcceptedRow] = {}
    cases: dict[str, list[int]] = defaultdict(list)
    for candidate in candidates:
        row, number = candidate.row, candidate.row.record["id_no"]
        if number in conflicts:
            verdicts.rejected.append(_conflict(candidate))
            continue
        first = first_of.setdefault(case_key(row.record), row)
        if first is not row:
            verdicts.duplicates.append(_duplicate(row, first))
            continue
        cases[number].append(len(verdicts.accepted))
        verdicts.accepted.append(row)
    _mark_concurrent(verdicts.accepted, cases, candidates)
    return verdicts


def _conflict(candidate: Candidate) -> RejectedRow:
    error = CellError("id_name_conflict", "id_no", candidate.column, candidate.header, raw_of(candidate.raw))
    return RejectedRow(candidate.row.sheet, candidate.row.row, (error,))


def _duplicate(row: AcceptedRow, first: AcceptedRow) -> DuplicateRow:
    different = differences(first.record, row.record)
    return DuplicateRow(row.sheet, row.row, first.sheet, first.row, different, row.record, row.more, row.extra)


def _mark_concurrent(accepted: list[AcceptedRow], cases: dict[str, list[int]], candidates: Sequence[Candidate]) -> None:
    several = [positions for positions in cases.values() if len(positions) > 1]
    if not several:
        return
    columns = {(c.row.sheet, c.row.row): c.column for c in candidates}
    for position in (p for positions in several for p in positions):
        row = accepted[position]
        warning = LedgerWarning("concurrent_case", "id_no", columns[row.sheet, row.row])
        accepted[position] = replace(row, warnings=(*row.warnings, warning))
