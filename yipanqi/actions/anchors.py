"""Anchoring the journal: its head is signed and kept outside the database, so that nobody can rewrite it unseen."""

from __future__ import annotations

from datetime import datetime
from itertools import chain
from pathlib import Path

from yipanqi.actions import journal
from yipanqi.actions.system import system
from yipanqi.measures import chain as stored
from yipanqi.records import anchors, verification
from yipanqi.records.anchors import Anchor
from yipanqi.records.models import JournalHead
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
        rows = stored.rows()
        first = next(rows, None)
        count, head = first[-2:] if first else JournalHead.objects.values_list("count", "hash").get()
        lines = (stored.line_of(row) for row in chain([first] if first else [], rows))
        return verification.verify(lines, count=count, head=bytes(head), anchors=kept, signer=signer())
