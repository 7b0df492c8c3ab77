"""Duty rows from findings, and the one statement that writes them: what did not change is not written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from django.db import connection

from yipanqi.law.duties import duties_for
from yipanqi.law.facts import CaseFacts
from yipanqi.law.findings import Duty as Finding
from yipanqi.law.findings import Standing
from yipanqi.law.sources import Article
from yipanqi.records.days import day_of
from yipanqi.records.models import Case
from yipanqi.records.rulebook import Rulebook, rules_version

Row = tuple[Any, ...]

_KEY = ("case_id", "rule", "occasion")
_TYPES = {
    "case_id": "bigint",
    "rule": "text",
    "occasion": "text",
    "county_id": "bigint",
    "office_id": "bigint",
    "title": "text",
    "actor": "text",
    "starts_on": "date",
    "raw_due_on": "date",
    "due_on": "date",
    "due_at": "timestamptz",
    "opens_on": "date",
    "immediate": "boolean",
    "waiting": "boolean",
    "done_on": "date",
    "done_at": "timestamptz",
    "backfill": "boolean",
    "missing": "text",
    "flag": "text",
    "optional": "boolean",
    "statutory": "boolean",
    "provisional": "boolean",
    "certainty": "text",
    "assumption": "text",
    "basis": "jsonb",
    "because": "text",
    "change": "text",
    "if_missed": "text",
    "next_step": "text",
    "used": "jsonb",
    "digest": "bytea",
}


@dataclass(frozen=True, slots=True)
class Projection:
    """What the law finds in one case: the findings, what each rests on, and a digest of it all."""

    case: Case
    findings: tuple[Finding, ...]
    marks: list[bytes]
    digest: bytes

    @property
    def rows(self) -> Iterator[Row]:
        """One row per finding, in the order of `_TYPES`; texts are rendered only here."""
        return (_row(self.case, f, self.digest_of(mark)) for f, mark in zip(self.findings, self.marks, strict=True))

    def changed_rows(self, known: Mapping[tuple[str, str], bytes]) -> Iterator[Row]:
        """Rows that are not yet known as they are."""
        for finding, mark in zip(self.findings, self.marks, strict=True):
            digest = self.digest_of(mark)
            if known.get((finding.rule, finding.occasion)) != digest:
                yield _row(self.case, finding, digest)

    def digest_of(self, mark: bytes) -> bytes:
        """What one row would look like, in eight bytes."""
        return blake2b(_place(self.case) + mark, digest_size=8).digest()


def project(case: Case, facts: CaseFacts, book: Rulebook, *, now: datetime) -> Projection:
    """Ask the law about one case, saved or not yet saved."""
    findings = duties_for(facts, on=day_of(now), calendar=book.calendar, region=book.region)
    marks = [_mark(finding) for finding in findings]
    digest = blake2b(_place(case) + b"|".join(marks), digest_size=32).digest()
    return Projection(case, findings, marks, digest)


def _place(case: Case) -> bytes:
    return f"{rules_version()}|{case.county_id}|{case.office_id}|".encode()


def _mark(f: Finding) -> bytes:
    """Everything a row is made of besides the rule itself, which `rules_version` stands for."""
    return repr(
        (
            f.of.name,
            f.occasion,
            f.starts_on,
            f.raw_due_on,
            f.due_on,
            f.due_at,
            f.opens_on,
            f.done_on,
            f.done_at,
            f.amount,
            f.provisional,
            f.known_since,
            f.missing,
            f.flag,
            f.subject,
            f.why,
            f.change_if,
            f.extra,
            f.used,
        )
    ).encode()


def _row(case: Case, finding: Finding, digest: bytes) -> Row:
    due_on = finding.due_on
    if due_on is None and finding.due_at is not None:
        due_on = day_of(finding.due_at)
    return (
        case.pk,
        finding.rule,
        finding.occasion,
        case.county_id,
        case.office_id,
        finding.title,
        finding.actor.value,
        finding.starts_on,
        finding.raw_due_on,
        due_on,
        finding.due_at,
        finding.opens_on,
        finding.immediate,
        finding.actor.outside,
        finding.done_on,
        finding.done_at,
        finding.standing(date.min) is Standing.BACKFILL,
        finding.missing,
        finding.flag,
        finding.optional,
        finding.statutory,
        finding.provisional,
        finding.certainty.value,
        finding.assumption,
        _basis(finding.basis),
        finding.because,
        finding.change,
        finding.if_missed,
        finding.next_step,
        json.dumps({name: _plain(value) for name, value in finding.used}, ensure_ascii=False),
        digest,
    )


@lru_cache(maxsize=1_000)
def _basis(articles: tuple[Article, ...]) -> str:
    """The citations as JSON; a few hundred rules share them among all duties."""
    return json.dumps([{"cite": a.cite, "label": a.label} for a in articles], ensure_ascii=False)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return getattr(value, "title", value.value)
    if isinstance(value, (set, frozenset)):
        return sorted(str(_plain(part)) for part in value)
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value]
    return value


# --- Writing ------------------------------------------------------------------------------------------------

_FEW = 2_000
Source = tuple[str, list[Any]]


def write(projections: Sequence[Projection], *, now: datetime) -> tuple[int, int]:
    """Make the duty rows of these cases say what the projections say; returns (rows written, rows withdrawn).

    The cases are locked by the caller. Rows keep their id, first_seen_at and notice; a duty that is no longer
    overdue loses its notice, so that it is noted again should it become overdue again.
    """
    known, gone = _known(projections)
    rows = [row for projection in projections for row in projection.changed_rows(known[projection.case.pk])]
    with connection.cursor() as cursor:
        if gone:
            cursor.execute(_WITHDRAWAL, [now, now, gone])
        if rows:
            source, given = _staged(cursor, rows) if len(rows) > _FEW else _inline(rows)
            cursor.execute(_UPSERT.format(source=source), [now, now, *given, day_of(now)])
    return len(rows), len(gone)


def _known(projections: Sequence[Projection]) -> tuple[dict[int, dict[tuple[str, str], bytes]], list[int]]:
    """By case, the digests of the rows that apply now; and the ids of those that no longer do."""
    wanted = {p.case.pk: {(f.rule, f.occasion) for f in p.findings} for p in projections}
    known: dict[int, dict[tuple[str, str], bytes]] = {case_id: {} for case_id in wanted}
    gone = []
    with connection.cursor() as cursor:
        cursor.execute(_APPLYING, [list(wanted)])
        for pk, case_id, rule, occasion, digest in cursor.fetchall():
            if (rule, occasion) in wanted[case_id]:
                known[case_id][rule, occasion] = bytes(digest)
            else:
                gone.append(pk)
    return known, gone


def insert(rows: Iterable[Row], *, now: datetime) -> int:
    """Write the duty rows of cases that have none yet (import): COPY, then one INSERT under the policy."""
    with connection.cursor() as cursor:
        source, _ = _staged(cursor, rows)
        cursor.execute(_INSERT.format(source=source), [now, now])
        return int(cursor.rowcount)


def stamp(projections: Sequence[Projection], *, now: datetime) -> None:
    """Remember on the cases what was found and when; a version of the case is not made of it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE records_case c SET facts_digest = p.digest, refreshed_at = %s"
            " FROM unnest(%s::bigint[], %s::bytea[]) AS p (id, digest) WHERE c.id = p.id",
            [now, [p.case.pk for p in projections], [p.digest for p in projections]],
        )
    for projection in projections:
        projection.case.facts_digest = projection.digest
        projection.case.refreshed_at = now


_LIST = ", ".join(_TYPES)
_DEFINITION = ", ".join(f"{name} {kind}" for name, kind in _TYPES.items())
_VALUES = tuple(name for name in _TYPES if name not in _KEY)
_INSERT = (
    f"INSERT INTO records_duty AS d ({_LIST}, first_seen_at, refreshed_at)"  # noqa: S608 -- built from constants
    f" SELECT {_LIST}, %s, %s FROM {{source}} AS incoming"
)
_UPSERT = (
    f"{_INSERT} ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _VALUES)
    + ", refreshed_at = excluded.refreshed_at, withdrawn_at = NULL, overdue_noted_at = CASE"
    " WHEN excluded.backfill OR excluded.due_on IS NULL OR excluded.due_on >= %s THEN NULL"
    " ELSE d.overdue_noted_at END"
)
_WITHDRAWAL = "UPDATE records_duty SET withdrawn_at = %s, refreshed_at = %s, overdue_noted_at = NULL WHERE id = ANY(%s)"
_APPLYING = (
    "SELECT id, case_id, rule, occasion, digest FROM records_duty WHERE case_id = ANY(%s) AND withdrawn_at IS NULL"
)


def _staged(cursor: Any, rows: Iterable[Row]) -> Source:
    """COPY into a temporary table (the application cannot COPY under row-level security)."""
    cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS duty_incoming ({_DEFINITION}) ON COMMIT DELETE ROWS")
    cursor.execute("TRUNCATE duty_incoming")
    with cursor.copy(f"COPY duty_incoming ({_LIST}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    return "duty_incoming", []


def _inline(rows: Sequence[Row]) -> Source:
    """The same rows as one JSON parameter: no temporary table for a single act."""
    plain = [dict(zip(_TYPES, (_json_value(value) for value in row), strict=True)) for row in rows]
    for row in plain:
        row["basis"], row["used"] = json.loads(row["basis"]), json.loads(row["used"])
    document = json.dumps(plain, ensure_ascii=False)
    return f"(SELECT * FROM jsonb_to_recordset(%s::jsonb) AS given ({_DEFINITION}))", [document]  # noqa: S608


def _json_value(value: Any) -> Any:
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    return value.isoformat() if isinstance(value, date) else value
