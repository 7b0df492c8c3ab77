"""What every normal form gives back, and how a cell becomes text."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Any, NamedTuple

INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
EMPTY = frozenset({"", "-", "/", "无"})


class Normal(NamedTuple):
    """A value in normal form; `error` is a code when there is none, `warnings` are codes beside a value."""

    value: Any
    error: str | None = None
    warnings: tuple[str, ...] = ()


NOTHING = Normal(None)


def as_text(cell: Any) -> str:
    """The cell as a person would type it: whole numbers without .0, dates as ISO."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e18:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute or cell.second) else str(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def strip_invisible(text: str) -> tuple[str, bool]:
    """Text without zero-width and direction marks, and whether there were any."""
    if text.isascii():
        return text, False
    if INVISIBLE.search(text) is None:
        return text, False
    return INVISIBLE.sub("", text), True


def half_width(text: str) -> str:
    """Full-width digits, Latin letters and punctuation as half-width ones (NFKC)."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def raw_of(cell: Any) -> Any:
    """The cell as the result shows it: text untouched, None for an empty cell, dates as ISO, numbers as numbers."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e18:
        return int(cell)
    if isinstance(cell, str | int | float):
        return cell
    return as_text(cell)
