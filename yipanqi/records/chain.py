"""How journal lines are chained: canonical JSON under SM3, so that an outsider can recompute it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives import hashes

GENESIS = bytes(32)


def canonical(
    *,
    seq: int,
    at: datetime,
    verb: str,
    officer_id: int | None,
    agency_id: int | None,
    case_id: int | None,
    data: Mapping[str, Any],
) -> bytes:
    """The bytes of a line that are hashed: sorted keys, no spaces, the instant in UTC to the microsecond."""
    line = {
        "seq": seq,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "verb": verb,
        "officer": officer_id,
        "agency": agency_id,
        "case": case_id,
        "data": data,
    }
    return json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def link(previous: bytes, line: bytes) -> bytes:
    """SM3(previous hash | canonical line), 32 bytes."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(previous)
    digest.update(line)
    return digest.finalize()
