"""Whether the journal's chain holds: walked line by line, each hash recomputed from what the line says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from yipanqi.records.chain import GENESIS, canonical, link
from yipanqi.records.models import JournalHead, JournalLine

STEP = 10_000


@dataclass(frozen=True, slots=True)
class Walked:
    """How far the walk has come: the next line expected, the hash before it, and the first fault found."""

    next_seq: int = 1
    head: bytes = GENESIS
    fault: str = ""
    done: bool = False

    @property
    def lines(self) -> int:
        """How many lines have been found sound."""
        return self.next_seq - 1


def walk(start: Walked = Walked(), *, at_most: int | None = None) -> Walked:
    """Walk on from `start` over at most so many lines (None: to the end, and then compare the stored head).

    Names the first bad line: changed, missing, swapped, or a tail cut off or added past the stored head.
    """
    seq, head = start.next_seq, start.head
    for line in _lines(seq, at_most):
        fault = _fault(line, seq, head)
        if fault:
            return Walked(seq, head, fault, done=True)
        seq, head = seq + 1, bytes(line.hash)
    walked = seq - start.next_seq
    if at_most is not None and walked == at_most:
        return Walked(seq, head)
    stored = JournalHead.objects.get(pk=1)
    if stored.count >= seq and JournalLine.objects.filter(seq=seq).exists():
        return walk(Walked(seq, head), at_most=at_most)  # written while we walked
    return Walked(seq, head, _tail_fault(seq - 1, head, stored), done=True)


def _lines(first: int, at_most: int | None) -> Iterator[JournalLine]:
    found = JournalLine.objects.filter(seq__gte=first).order_by("seq")
    return found[:at_most].iterator(chunk_size=2_000) if at_most else found.iterator(chunk_size=2_000)


def _fault(line: JournalLine, seq: int, head: bytes) -> str:
    if line.seq != seq:
        return f"第 {seq} 行缺失：其后是第 {line.seq} 行"
    if bytes(line.previous_hash) != head:
        return f"第 {seq} 行接不上前一行：前一行或者本行被改动、调换"
    if link(head, _said(line)) != bytes(line.hash):
        return f"第 {seq} 行的内容与摘要不符：内容被改动"
    return ""


def _said(line: JournalLine) -> bytes:
    fields: dict[str, Any] = {
        "officer_id": line.officer_id,
        "agency_id": line.agency_id,
        "case_id": line.case_id,
    }
    return canonical(seq=line.seq, at=line.at, verb=line.verb, data=line.data, **fields)


def _tail_fault(last: int, head: bytes, stored: JournalHead) -> str:
    if stored.count > last:
        return f"末尾缺失：链首记有 {stored.count} 行，现存 {last} 行"
    if stored.count < last:
        return f"末尾多出：链首记有 {stored.count} 行，现存 {last} 行"
    if bytes(stored.hash) != head:
        return f"第 {last} 行的摘要与链首不符"
    return ""


def numbers_of_cases(ids: set[int]) -> dict[int, str]:
    """The numbers of these cases, for a reader of the journal (others get nothing: the database asks)."""
    return dict(_case_numbers(sorted(ids), []))


def case_with_number(number: str) -> int | None:
    """The id behind a case number, for a reader of the journal."""
    return next((case_id for case_id, _ in _case_numbers([], [number])), None)


def _case_numbers(ids: list[int], numbers: list[str]) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, number FROM yipanqi_case_numbers(%s, %s)", [ids, numbers])
        rows: list[tuple[int, str]] = cursor.fetchall()
    return rows
