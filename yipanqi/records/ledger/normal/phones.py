"""Telephone numbers: mobile and landline, several in a cell."""

from __future__ import annotations

import re
from typing import Any

from yipanqi.records.ledger.normal.form import EMPTY, NOTHING, Normal, as_text, half_width

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"0\d{2,3}-\d{7,8}", re.ASCII)
_BETWEEN = re.compile(r"[/、,;\n\r]+")
_DASHES = str.maketrans({"－": "-", "−": "-", "—": "-", "–": "-", "‐": "-", "‑": "-"})


def _one(text: str) -> str | None:
    text = text.removesuffix(".0")
    joined = "".join(text.replace("-", " ").split())
    if _MOBILE.fullmatch(joined):
        return joined
    compact = "".join(text.split())
    return compact if _LANDLINE.fullmatch(compact) else None


def _numbers(text: str) -> tuple[list[str], bool]:
    good: list[str] = []
    clean = True
    for piece in filter(None, (p.strip() for p in _BETWEEN.split(text))):
        whole = _one(piece)
        found = [whole] if whole else [_one(part) for part in piece.split()]
        clean = clean and all(found)
        good.extend(number for number in found if number and number not in good)
    return good, clean and bool(good)


def phones(cell: Any) -> Normal:
    """All valid numbers of a cell as a list; phone_invalid when one is not."""
    text = as_text(cell).strip()
    if text in EMPTY:
        return NOTHING
    good, clean = _numbers(half_width(text).translate(_DASHES))
    return Normal(good or None, None, () if clean else ("phone_invalid",))
