"""Walking the journal's chain: the first line that was changed, deleted, swapped, cut off or rewritten is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from yipanqi.records.anchors import Anchor
from yipanqi.records.chain import GENESIS, canonical, link
from yipanqi.records.signing import Signer


class FaultKind(Enum):
    """What was done to the chain."""

    CHANGED = "changed"
    MISSING = "missing"
    SWAPPED = "swapped"
    UNLINKED = "unlinked"
    CUT = "cut"
    REWRITTEN = "rewritten"
    HEAD = "head"
    ANCHOR = "anchor"


@dataclass(frozen=True, slots=True)
class Fault:
    """The first bad line and what is wrong with it."""

    seq: int
    kind: FaultKind
    sentence: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line as stored."""

    seq: int
    at: datetime
    verb: str
    officer_id: int | None
    agency_id: int | None
    case_id: int | None
    data: Mapping[str, Any]
    previous_hash: bytes
    hash: bytes

    def linked(self, previous: bytes, *, seq: int | None = None) -> bytes:
        """The hash this line ought to have after `previous` (as line `seq`, for finding swaps)."""
        body = canonical(
            seq=self.seq if seq is None else seq,
            at=self.at,
            verb=self.verb,
            officer_id=self.officer_id,
            agency_id=self.agency_id,
            case_id=self.case_id,
            data=self.data,
        )
        return link(previous, body)


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of a walk: lines read, anchors that held, the first fault if any, the hash it came to."""

    lines: int
    anchors: int
    fault: Fault | None = None
    head: bytes = GENESIS


def verify(
    lines: Iterable[Line],
    *,
    count: int,
    head: bytes,
    anchors: Sequence[Anchor] = (),
    signer: Signer | None = None,
    start: Verification | None = None,
    last: bool = True,
) -> Verification:
    """Walk the chain once, in the order of `seq`; `count` and `head` are what the head row says.

    A long chain may be walked in parts: `start` is what the part before gave, `last` says that nothing follows.
    Without anchors a chain that somebody recomputed whole cannot be told from a true one; with them it can.
    """
    fault = _bad_anchor(anchors, signer)
    if fault is not None:
        return Verification(0, 0, fault)
    walk = _Walk(anchors, start)
    for line, following in _with_next(lines):
        fault = walk.step(line, following)
        if fault is not None:
            return Verification(walk.count, walk.held, fault, walk.previous)
    return Verification(walk.count, walk.held, walk.end(count, head) if last else None, walk.previous)


def _bad_anchor(anchors: Sequence[Anchor], signer: Signer | None) -> Fault | None:
    for anchor in anchors:
        if signer is not None and not anchor.is_signed_by(signer):
            return Fault(anchor.count, FaultKind.ANCHOR, f"签存记录（{anchor.at}，第 {anchor.count} 行）的签名不符。")
    return None


class _Walk:
    def __init__(self, anchors: Sequence[Anchor], start: Verification | None) -> None:
        begun = start or Verification(0, 0)
        self.count, self.previous, self.held = begun.lines, begun.head, begun.anchors
        self._anchors = anchors

    def step(self, line: Line, following: Line | None) -> Fault | None:
        seq = self.count + 1
        if line.seq != seq:
            last = line.seq - 1
            lines = f"第 {seq} 行" if last == seq else f"第 {seq} 至 {last} 行"
            return Fault(seq, FaultKind.MISSING, f"{lines}缺失：被删除。")
        fresh = line.linked(self.previous)
        if line.previous_hash != self.previous or line.hash != fresh:
            return self._named(line, following)
        self.count, self.previous = seq, fresh
        return self._against_anchors()

    def _named(self, line: Line, following: Line | None) -> Fault:
        seq = line.seq
        if following is not None and following.linked(self.previous, seq=seq) in (line.hash, following.hash):
            return Fault(seq, FaultKind.SWAPPED, f"第 {seq} 行与第 {seq + 1} 行被对调。")
        if line.hash == line.linked(line.previous_hash):
            return Fault(seq, FaultKind.UNLINKED, f"第 {seq} 行与上一行不衔接：此前的内容被替换。")
        return Fault(seq, FaultKind.CHANGED, f"第 {seq} 行被改动：内容与摘要不符。")

    def _against_anchors(self) -> Fault | None:
        """Anchors come in the order of their counts; several may vouch for one line."""
        while self.held < len(self._anchors) and self._anchors[self.held].count <= self.count:
            anchor = self._anchors[self.held]
            if anchor.count == self.count and anchor.hash != self.previous.hex():
                return self._rewritten(anchor)
            self.held += 1
        return None

    def _rewritten(self, anchor: Anchor) -> Fault:
        first = self._anchors[self.held - 1].count + 1 if self.held else 1
        span = f"第 {first} 至 {anchor.count} 行" if first < anchor.count else f"第 {first} 行"
        sentence = f"{span}之间被重写：第 {anchor.count} 行与 {anchor.at} 签存的摘要不符。"
        return Fault(first, FaultKind.REWRITTEN, sentence)

    def end(self, count: int, head: bytes) -> Fault | None:
        promised = max([count, *(anchor.count for anchor in self._anchors[self.held :])])
        if promised > self.count:
            missing = f"第 {self.count + 1} 行" + ("" if promised == self.count + 1 else f"至第 {promised} 行")
            return Fault(self.count + 1, FaultKind.CUT, f"{missing}缺失：链尾被截去。")
        if count != self.count or head != self.previous:
            return Fault(self.count, FaultKind.HEAD, f"链首记录与第 {self.count} 行不符：链首或末行被改动。")
        return None


def _with_next(lines: Iterable[Line]) -> Iterator[tuple[Line, Line | None]]:
    rest = iter(lines)
    line = next(rest, None)
    while line is not None:
        following = next(rest, None)
        yield line, following
        line = following
