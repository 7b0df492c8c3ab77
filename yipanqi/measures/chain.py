"""The journal's chain as it is stored: read line by line beside its head, verified whole or in parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import Exists, Subquery

from yipanqi.records.anchors import Anchor
from yipanqi.records.models import JournalHead, JournalLine
from yipanqi.records.signing import signer
from yipanqi.records.verification import Line, Verification, verify

STEP = 10_000
_COLUMNS = ("seq", "at", "verb", "officer_id", "agency_id", "case_id", "data", "previous_hash", "hash")


def rows(after: int = 0, *, at_most: int | None = None) -> Iterator[tuple[Any, ...]]:
    """Lines after `after`, and beside each the head (count, hash) as of the same moment: acts go on while we read."""
    head = JournalHead.objects.filter(pk=1)
    lines = JournalLine.objects.filter(seq__gt=after).order_by("seq")
    told = lines.annotate(head_count=Subquery(head.values("count")), head_hash=Subquery(head.values("hash")))
    return told.values_list(*_COLUMNS, "head_count", "head_hash")[:at_most].iterator(chunk_size=5_000)


def line_of(row: tuple[Any, ...]) -> Line:
    """A row of `rows` as the verification knows it."""
    seq, at, verb, officer, agency, case, data, previous, digest, _, _ = row
    return Line(seq, at, verb, officer, agency, case, data, bytes(previous), bytes(digest))


def walk_on(start: Verification, *, kept: Sequence[Anchor], at_most: int = STEP) -> tuple[Verification, bool]:
    """Verify the next part of the chain; whether that was the last one (or a fault was found)."""
    part = list(rows(start.lines, at_most=at_most))
    last = len(part) < at_most
    if part:
        count, head = part[0][-2:]
    else:
        later = JournalLine.objects.filter(seq__gt=start.lines)
        count, head, more = JournalHead.objects.values_list("count", "hash", Exists(later)).get(pk=1)
        last = not more
    found = verify(
        map(line_of, part), count=count, head=bytes(head), anchors=kept, signer=signer(), start=start, last=last
    )
    return found, last or found.fault is not None


def numbers_of_cases(ids: set[int]) -> dict[int, str]:
    """The numbers of these cases, for a reader of the journal (others get nothing: the database asks)."""
    return dict(_case_numbers(sorted(ids), []))


def case_with_number(number: str) -> int | None:
    """The id behind a case number, for a reader of the journal."""
    return next((case_id for case_id, _ in _case_numbers([], [number])), None)


def _case_numbers(ids: list[int], numbers: list[str]) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, number FROM yipanqi_case_numbers(%s, %s)", [ids, numbers])
        found: list[tuple[int, str]] = cursor.fetchall()
    return found
