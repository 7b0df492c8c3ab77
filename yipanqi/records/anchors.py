"""Anchors: signed heads of the journal, one JSON line each, kept outside the database."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from yipanqi.records.signing import Signer


class AnchorsUnreadable(Exception):
    """The file of anchors cannot be read; the sentence says where."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head as it was: number of lines, hash of the last one, when; and who vouches for it."""

    count: int
    hash: str
    at: str
    algorithm: str
    public_key: str
    signature: str

    def is_signed_by(self, signer: Signer) -> bool:
        """Whether `signer` made this anchor and nobody changed it since."""
        try:
            signature = bytes.fromhex(self.signature)
        except ValueError:
            return False
        return signer.verify(_message(self.count, self.hash, self.at), signature)


def signed(count: int, head: bytes, at: datetime, signer: Signer) -> Anchor:
    """A fresh anchor."""
    instant = at.astimezone(UTC).isoformat(timespec="seconds")
    signature = signer.sign(_message(count, head.hex(), instant)).hex()
    return Anchor(count, head.hex(), instant, signer.algorithm, signer.public_key, signature)


def _message(count: int, head: str, at: str) -> bytes:
    return json.dumps({"at": at, "count": count, "hash": head}, sort_keys=True, separators=(",", ":")).encode()


def default_path() -> Path:
    """Where this installation keeps its anchors; copies belong on another machine."""
    return Path(settings.DATA_DIR) / "anchors.jsonl"


def append(path: Path, anchor: Anchor) -> None:
    """Add a line and see it on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "ab") as file:
        file.write(json.dumps(asdict(anchor)).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def load(path: Path) -> list[Anchor]:
    """All anchors of a file, oldest first.

    Raises:
        AnchorsUnreadable: the file is missing or a line is none; the sentence names it.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise AnchorsUnreadable(f"无法读取签存文件 {path.name}：请检查路径和权限。") from fault
    return sorted(_parsed(lines, path), key=lambda anchor: (anchor.count, anchor.at))


def _parsed(lines: Iterable[str], path: Path) -> Iterator[Anchor]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
            yield Anchor(**{**fields, "count": int(fields["count"])})
        except (ValueError, TypeError, KeyError) as fault:
            raise AnchorsUnreadable(f"签存文件 {path.name} 第 {number} 行不是签存记录。") from fault
