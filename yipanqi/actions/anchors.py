"""Anchoring the journal: its head is signed and kept outside the database, so that nobody can rewrite it unseen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from django.db.models import Subquery

from yipanqi.actions import journal
from yipanqi.actions.system import system
from yipanqi.records import anchors, verification
from yipanqi.records.anchors import Anchor
from yipanqi.records.models import JournalHead, JournalLine
from yipanqi.records.signing import signer


def anchor_journal(*, now: datetime, path: Path | None = None) -> Anchor:
    """Sign the head as it stands, keep it in `path` (default: the data folder), and say so in the journal."""
    with system():
        head = JournalHead.objects.get()
        anchor = anchors.signed(head.count, bytes(head.hash), now, signer())
        anchors.append(path or anchors.default_path(), anchor)
        journal.write("journal.anchored", by=None, at=now, count=anchor.count)
    return anchor


def verify_journal(*, kept: list[Anchor]) -> verification.Verification:
    """Walk the whole chain in a stream, beside the anchors that were kept."""
    with system():
        rows = _rows()
        first = next(rows, None)
        count, head = first[-2:] if first else JournalHead.objects.values_list("count", "hash").get()
        lines = (_line(row) for row in chain([first] if first else [], rows))
        return verification.verify(lines, count=count, head=bytes(head), anchors=kept, signer=signer())


_COLUMNS = ("seq", "at", "verb", "officer_id", "agency_id", "case_id", "data", "previous_hash", "hash")


def _rows() -> Iterator[tuple[Any, ...]]:
    """Every line, and beside it the head as of the same moment: acts go on while we read."""
    head = JournalHead.objects.filter(pk=1)
    lines = JournalLine.objects.order_by("seq").annotate(
        head_count=Subquery(head.values("count")), head_hash=Subquery(head.values("hash"))
    )
    return lines.values_list(*_COLUMNS, "head_count", "head_hash").iterator(chunk_size=5_000)


def _line(row: tuple[Any, ...]) -> verification.Line:
    seq, at, verb, officer, agency, case, data, previous, digest, _, _ = row
    return verification.Line(seq, at, verb, officer, agency, case, data, bytes(previous), bytes(digest))
