"""Writing the journal: lines are collected during a transaction and chained as its last statement.

One chain per city means one lock; it is always taken last and held for microseconds, so acts wait
for nobody and cannot deadlock over it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from yipanqi.actions.verbs import VERBS
from yipanqi.records.chain import canonical, link
from yipanqi.records.models import Case, Officer

Value = str | int | bool | date | None | list[int] | list[str]

# Journal lines outlive the records: nothing that names a person may enter them.
_CODE = re.compile(r"(?!.*\d{11})[A-Za-z0-9_.:/+-]{0,40}")


@dataclass(frozen=True, slots=True)
class _Line:
    verb: str
    at: datetime
    officer_id: int | None
    agency_id: int | None
    case_id: int | None
    data: dict[str, Any]


_collected: ContextVar[list[_Line] | None] = ContextVar("journal_lines", default=None)


@contextmanager
def lines() -> Iterator[None]:
    """Collect journal lines; the outermost use chains them. Enter it inside the transaction, never around it."""
    collected = _collected.get()
    if collected is None:
        collected = []
        token = _collected.set(collected)
        try:
            yield
            if not connection.needs_rollback:
                _chain(collected)
        finally:
            _collected.reset(token)
        return
    mark = len(collected)
    try:
        yield
    except BaseException:
        del collected[mark:]
        raise


def write(
    verb: str,
    *,
    by: Officer | None,
    at: datetime,
    case: Case | None = None,
    case_id: int | None = None,
    agency_id: int | None = None,
    **data: Value,
) -> None:
    """Add a line. `data` holds ids, codes and dates only.

    Raises:
        KeyError: the verb is not in the closed list.
        ValueError: a value looks like a name, a number or free text.
        RuntimeError: called outside `lines()`.
    """
    collected = _collected.get()
    if collected is None:
        raise RuntimeError("a journal line needs journal.lines() around the act")
    VERBS[verb]
    collected.append(
        _Line(
            verb,
            at,
            by.pk if by else None,
            agency_id if agency_id is not None else (case.county_id if case else by.agency_id if by else None),
            case.pk if case else case_id,
            {name: _plain(name, value) for name, value in data.items()},
        )
    )


def _plain(name: str, value: Value) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(name, part) for part in value]
    if isinstance(value, str) and not _CODE.fullmatch(value):
        raise ValueError(f"journal data {name} is not a code")
    return value


def _chain(collected: list[_Line]) -> None:
    if not collected:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT count, hash FROM records_journalhead WHERE id = 1 FOR UPDATE")
        count, head = cursor.fetchone()
        rows, head = _linked(collected, count, bytes(head))
        cursor.execute(
            "INSERT INTO records_journalline"
            " (seq, at, verb, officer_id, agency_id, case_id, data, previous_hash, hash)"
            " SELECT * FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[], %s::bigint[], %s::bigint[],"
            " %s::bigint[], %s::jsonb[], %s::bytea[], %s::bytea[])",
            [list(column) for column in zip(*rows, strict=True)],
        )
        cursor.execute("UPDATE records_journalhead SET count = %s, hash = %s WHERE id = 1", [count + len(rows), head])


def _linked(collected: list[_Line], count: int, head: bytes) -> tuple[list[tuple[Any, ...]], bytes]:
    rows = []
    for seq, line in enumerate(collected, count + 1):
        body = canonical(
            seq=seq,
            at=line.at,
            verb=line.verb,
            officer_id=line.officer_id,
            agency_id=line.agency_id,
            case_id=line.case_id,
            data=line.data,
        )
        following = link(head, body)
        rows.append(
            (
                seq,
                line.at,
                line.verb,
                line.officer_id,
                line.agency_id,
                line.case_id,
                json.dumps(line.data, ensure_ascii=False),
                head,
                following,
            )
        )
        head = following
    return rows, head
