"""A good row of a ledger as it is kept while its batch lives: one sealed JSON document a row."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from yipanqi.records import ciphers

SEAL = "batch_row.content"
# PostgreSQL stores neither a NUL nor half of a surrogate pair; Excel can carry both.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_MAYBE_UNSTORABLE = re.compile(r"\\u(?:0000|d[89a-f])", re.IGNORECASE)


@dataclass(slots=True)
class LedgerRow:
    """The policy's record, the known columns beyond it (`more`) and the unknown ones as text (`extra`)."""

    sheet: str
    row: int
    record: dict[str, Any]
    more: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    warnings: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class CellChange:
    """One cell that says something else than the record; `field` is "person.name", "case.more/family" …"""

    field: str
    label: str
    old: Any
    new: Any


def seal(document: dict[str, Any]) -> bytes:
    """A row's document under SM4-GCM."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return ciphers.seal_bytes(SEAL, text.encode("utf-8", "replace"))


def unseal(sealed: bytes | memoryview | None) -> dict[str, Any]:
    """What `seal` made; nothing gives an empty document."""
    data = ciphers.unseal_bytes(SEAL, sealed)
    read: dict[str, Any] = json.loads(data) if data else {}
    return read


def document_of(row: LedgerRow, **more: Any) -> dict[str, Any]:
    """The document of a good row; `more` holds what the classification adds."""
    return {"record": row.record, "more": row.more, "extra": row.extra, "warnings": row.warnings, **more}


def row_of(sheet: str, row: int, document: dict[str, Any]) -> LedgerRow:
    """The row a document was made of."""
    return LedgerRow(sheet, row, document["record"], document["more"], document["extra"], document["warnings"])


def storable(row: LedgerRow) -> LedgerRow:
    """The same row with dates as ISO text and without characters the database cannot hold."""
    row.more = {name: value.isoformat() if isinstance(value, date) else value for name, value in row.more.items()}
    if _MAYBE_UNSTORABLE.search(json.dumps([row.record, row.more, row.extra], default=_plain)):
        row.record, row.more, row.extra = (_cleaned(part) for part in (row.record, row.more, row.extra))
    return row


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value)
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_cleaned(part) for part in value]
    return value


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
