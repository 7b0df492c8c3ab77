"""Duty rows from findings, and the one statement that writes them: what did not change is not written."""

from __future__ import annotations

import json
import marshal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from hashlib import blake2b
from typing import Any

from django.db import connection

from yipanqi.actions.wordings import keep, wording_id
from yipanqi.law.duties import duties_for
from yipanqi.law.facts import CaseFacts
from yipanqi.law.findings import Duty as Finding
from yipanqi.records.days import day_of
from yipanqi.records.models import Case
from yipanqi.records.rulebook import Rulebook, rules_version

# A row as PostgreSQL reads it: text, or None for NULL.
Row = tuple[str | None, ...]

_KEY = ("case_id", "rule", "occasion")
_TYPES = {
    "case_id": "bigint",
    "county_id": "bigint",
    "office_id": "bigint",
    "rule": "text",
    "occasion": "text",
    "wording_id": "bigint",
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
    "provisional": "boolean",
    "amount": "integer",
    "subject": "text",
    "extra": "jsonb",
    "used": "jsonb",
    "digest": "bigint",
}
_WORDING = tuple(_TYPES).index("wording_id")


@dataclass(frozen=True, slots=True)
class Projection:
    """What the law finds in one case: the findings, what each rests on, and a digest of it all."""

    case: Case
    findings: tuple[Finding, ...]
    marks: list[bytes]
    digest: bytes

    @property
    def rows(self) -> Iterator[Row]:
        """One row per finding, in the order of `_TYPES`; rendered only here."""
        return self.changed_rows({})

    def changed_rows(self, known: Mapping[tuple[str, str], int]) -> Iterator[Row]:
        """Rows that are not yet known as they are."""
        place, owner = _place(self.case), _owner(self.case)
        for finding, mark in zip(self.findings, self.marks, strict=True):
            digest = int.from_bytes(blake2b(place + mark, digest_size=8).digest(), "big", signed=True)
            if known.get((finding.of.name, finding.occasion)) != digest:
                yield (*owner, *_row(finding, digest))


def project(case: Case, facts: CaseFacts, book: Rulebook, *, now: datetime) -> Projection:
    """Ask the law about one case, saved or not yet saved."""
    findings = duties_for(facts, on=day_of(now), calendar=book.calendar, region=book.region)
    marks = [_mark(finding) for finding in findings]
    digest = blake2b(_place(case) + b"|".join(marks), digest_size=32).digest()
    return Projection(case, findings, marks, digest)


def _place(case: Case) -> bytes:
    return f"{rules_version()}|{case.county_id}|{case.office_id}|".encode()


def _owner(case: Case) -> Row:
    return (str(case.pk), str(case.county_id), str(case.office_id) if case.office_id is not None else None)


def _mark(f: Finding) -> bytes:
    """Everything a row is made of besides the rule itself, which `rules_version` stands for."""
    return marshal.dumps(
        (
            f.of.name,
            f.occasion,
            _day(f.starts_on),
            _day(f.raw_due_on),
            _day(f.due_on),
            _text(f.due_at),
            _day(f.opens_on),
            _day(f.done_on),
            _text(f.done_at),
            f.amount,
            f.provisional,
            _day(f.known_since),
            f.missing,
            f.flag,
            f.subject,
            f.why,
            f.change_if,
            repr(f.extra) if f.extra else "",
            repr(f.used) if f.used else "",
            [article.cite for article in f.cites] if f.cites else "",
        ),
        _PLAIN_MARSHAL,
    )


# The format without references: the same values give the same bytes in every process.
_PLAIN_MARSHAL = 2


def _day(value: date | None) -> int:
    return 0 if value is None else value.toordinal()


def _row(f: Finding, digest: int) -> Row:
    rule, start, raw, due, at, done = f.of, f.starts_on, f.raw_due_on, f.due_on, f.due_at, f.done_on
    due_text = None if due is None else str(due)
    return (
        rule.name,
        f.occasion,
        str(wording_id(f)),
        None if start is None else str(start),
        due_text if raw == due else _text(raw),
        due_text if at is None else _text(due or day_of(at)),
        None if at is None else str(at),
        _text(f.opens_on),
        "t" if f.immediate else "f",
        "t" if rule.actor.outside else "f",
        None if done is None else str(done),
        _text(f.done_at),
        "t" if done is None and f.is_silent else "f",
        f.missing,
        f.flag,
        "t" if rule.optional else "f",
        "t" if f.provisional else "f",
        _text(f.amount),
        f.subject,
        _json(f.extra.items()) if f.extra else "{}",
        _json(f.used) if f.used else "{}",
        str(digest),
    )


def _text(value: date | int | None) -> str | None:
    return None if value is None else str(value)


def _json(pairs: Iterable[tuple[str, object]]) -> str:
    return json.dumps({name: _plain(value) for name, value in pairs}, ensure_ascii=False)


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
            lines = lines_of(rows)
            keep(lines.wordings)
            source, given = _staged(cursor, lines) if len(rows) > _FEW else _inline(rows)
            cursor.execute(_UPSERT.format(source=source), [now, now, *given, day_of(now)])
    return len(rows), len(gone)


def _known(projections: Sequence[Projection]) -> tuple[dict[int, dict[tuple[str, str], int]], list[int]]:
    """By case, the digests of the rows that apply now; and the ids of those that no longer do."""
    wanted = {p.case.pk: {(f.rule, f.occasion) for f in p.findings} for p in projections}
    known: dict[int, dict[tuple[str, str], int]] = {case_id: {} for case_id in wanted}
    gone = []
    with connection.cursor() as cursor:
        cursor.execute(_APPLYING, [list(wanted)])
        for pk, case_id, rule, occasion, digest in cursor.fetchall():
            if (rule, occasion) in wanted[case_id]:
                known[case_id][rule, occasion] = digest
            else:
                gone.append(pk)
    return known, gone


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows ready for COPY, and the keys of their wordings."""

    text: str
    wordings: frozenset[int]


def lines_of(rows: Iterable[Row]) -> Lines:
    """These rows as text."""
    wordings, text = set(), []
    for row in rows:
        wordings.add(row[_WORDING])
        text.append(_line(row))
    return Lines("".join(text), frozenset(int(pk) for pk in wordings if pk))


def insert(lines: Lines, *, now: datetime) -> int:
    """Write the duty rows of cases that have none yet (import): COPY, then one INSERT under the policy."""
    keep(lines.wordings)
    with connection.cursor() as cursor:
        source, _ = _staged(cursor, lines)
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


def _staged(cursor: Any, lines: Lines) -> Source:
    """COPY into a temporary table (the application cannot COPY under row-level security)."""
    cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS duty_incoming ({_DEFINITION}) ON COMMIT DELETE ROWS")
    cursor.execute("TRUNCATE duty_incoming")
    with cursor.copy(f"COPY duty_incoming ({_LIST}) FROM STDIN") as copy:
        copy.write(lines.text)
    return "duty_incoming", []


def _line(row: Row) -> str:
    """A row in COPY's text format; few hold anything that must be escaped."""
    text = "\t".join(["\\N" if value is None else value for value in row])
    if text.count("\\") != row.count(None) or text.count("\t") >= len(row) or "\n" in text or "\r" in text:
        text = "\t".join(["\\N" if value is None else value.translate(_ESCAPES) for value in row])
    return text + "\n"


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _inline(rows: Sequence[Row]) -> Source:
    """The same rows as one JSON parameter: no temporary table for a single act."""
    plain: list[dict[str, Any]] = [dict(zip(_TYPES, row, strict=True)) for row in rows]
    for row in plain:
        row["extra"], row["used"] = json.loads(row["extra"]), json.loads(row["used"])
    document = json.dumps(plain, ensure_ascii=False)
    return f"(SELECT * FROM jsonb_to_recordset(%s::jsonb) AS given ({_DEFINITION}))", [document]  # noqa: S608
