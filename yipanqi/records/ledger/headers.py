"""Finding the header of a sheet: title rows, one to three header rows, merged group headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from yipanqi.records.ledger.aliases import POLICY, RANGES, SERIAL, TERM, field_of, key
from yipanqi.records.ledger.columns import settle
from yipanqi.records.ledger.normal.form import INVISIBLE
from yipanqi.records.ledger.origins import place_of
from yipanqi.records.ledger.plan import Column, Merge, Plan, Row

SEARCHED_ROWS = 40
SAMPLED_ROWS = 60
_HEADING_LIMIT = 40
_SUB_WORDS = "起 止 起始 终止 开始 结束 自 至 起日 止日 开始日期 结束日期 年 月 日 种类 内容 单位"
_SUB_HEADINGS = frozenset(key(word) for word in _SUB_WORDS.split())
_NO_HEADING = re.compile(r"[:：]|\d{4}")
_KNOWN_PARTS = ("id_no", "penalty_type", "start_date", "end_date", "sentence", "crime", "county", "office")


def texts_of(row: Row) -> dict[int, str]:
    """The non-blank text cells of a row by column."""
    return {i: cell for i, cell in enumerate(row) if isinstance(cell, str) and INVISIBLE.sub("", cell).strip()}


def is_blank(row: Row) -> bool:
    """Whether no cell of a row holds anything but white space."""
    return all(c is None or (isinstance(c, str) and not INVISIBLE.sub("", c).strip()) for c in row)


def heading_fields(row: Row) -> set[str]:
    """The fields a row names, read as headings."""
    texts = [t for t in texts_of(row).values() if len(t) <= _HEADING_LIMIT]
    return {name for name in (field_of(text) for text in texts) if name}


def looks_like_header(fields: set[str]) -> bool:
    """A header names the person and at least two of the things a ledger is about."""
    parts = {part for name in fields for part in name.split("+")}
    return "name" in parts and sum(part in parts for part in _KNOWN_PARTS) >= 2


def _score(row: Row) -> int:
    fields = heading_fields(row)
    return len(fields & POLICY) * 2 + len(fields) + (3 if "name" in fields else 0)


def _merged_across(merges: Sequence[Merge], row: int) -> list[Merge]:
    return [m for m in merges if m[0][0] <= row <= m[1][0] and m[1][1] > m[0][1]]


def _is_continuation(below: Row, above: Row) -> bool:
    texts = texts_of(below)
    if not texts or len(texts) != sum(not is_blank([c]) for c in below):
        return False
    if any(len(t) > _HEADING_LIMIT for t in texts.values()):
        return False
    same = sum(key(text) == key(str(above[i])) for i, text in texts.items() if i < len(above))
    if same * 2 >= len(texts):
        return False
    return all(key(t) in _SUB_HEADINGS or field_of(t) for t in texts.values())


def _is_group_row(row: Row) -> bool:
    texts = texts_of(row)
    if len(texts) != sum(not is_blank([c]) for c in row):
        return False
    if any(len(t) > 20 or _NO_HEADING.search(t) for t in texts.values()):
        return False
    return len(texts) >= 2 or (len(texts) == 1 and min(texts) > 0)


def _window(rows: Sequence[Row], best: int) -> tuple[int, int]:
    top = bottom = best
    if best + 1 < len(rows) and _is_continuation(rows[best + 1], rows[best]):
        bottom = best + 1
    while top > 0 and best - top < 2 and _is_group_row(rows[top - 1]):
        top -= 1
    return top, bottom


def _parent_row(rows: Sequence[Row], index: int, merges: Sequence[Merge], width: int) -> list[str]:
    texts = texts_of(rows[index])
    across = _merged_across(merges, index)
    filled = [texts.get(i, "") for i in range(width)]
    for (top, left), (_, right) in across:
        words = texts_of(rows[top]).get(left, "")
        for column in range(left, min(right + 1, width)):
            filled[column] = words
    if not across:
        below = texts_of(rows[index + 1])
        for column in range(1, width):
            if not filled[column] and key(below.get(column, "")) in _SUB_HEADINGS:
                filled[column] = filled[column - 1]
    return filled


def _columns(rows: Sequence[Row], top: int, bottom: int, merges: Sequence[Merge]) -> list[Column]:
    width = max(len(rows[i]) for i in range(top, bottom + 1))
    parents = [_parent_row(rows, i, merges, width) for i in range(top, bottom)]
    own = [texts_of(rows[i]) for i in range(top, bottom + 1)]
    made: list[Column] = []
    for index in range(width):
        depth = next((d for d in range(len(own) - 1, -1, -1) if index in own[d]), None)
        if depth is None:
            made.append(_under_wide_heading(index, made, merges, top, bottom))
            continue
        header = own[depth][index]
        above = next((p[index] for p in reversed(parents[:depth]) if p[index] and p[index] != header), "")
        made.append(Column(index, header, field_of(header, above), above))
    return made


def _under_wide_heading(index: int, made: list[Column], merges: Sequence[Merge], top: int, bottom: int) -> Column:
    """The second column under a heading like 矫正期限 that is merged over two."""
    left = made[-1] if made else None
    for (first, start), (last, end) in merges:
        if left and first >= top and last <= bottom and start == left.index and end == index and left.field in RANGES:
            begins, ends = RANGES[left.field]
            made[-1] = Column(left.index, left.header, begins, left.parent)
            return Column(index, left.header, ends, left.parent)
    return Column(index, None, None)


def plan_at(
    sheet: str, rows: Sequence[Row], best: int, merges: Sequence[Merge], above: Sequence[str], file_name: str
) -> Plan | None:
    """The plan for the header around a row, or None when it is no header of a ledger."""
    top, bottom = _window(rows, best)
    columns = _columns(rows, top, bottom, merges)
    sample = [row for row in rows[bottom + 1 : bottom + 1 + SAMPLED_ROWS] if not is_blank(row)]
    settled, notes = settle(columns, sample)
    found = {c.field for c in settled if c.field}
    if not looks_like_header(found):
        return None
    fields = {part for name in found for part in name.split("+")}
    county, county_from = place_of("county", fields, sheet, above, file_name)
    office, office_from = place_of("office", fields, sheet, above, file_name)
    return Plan(
        sheet, top, bottom, tuple(settled), county, county_from, office, office_from, tuple(notes),
        _fills(rows, settled, merges, bottom),
    )  # fmt: skip


def _fills(rows: Sequence[Row], columns: Sequence[Column], merges: Sequence[Merge], bottom: int) -> dict:  # type: ignore[type-arg]
    """County and office cells that are merged downwards, filled down."""
    filled = {}
    wanted = {c.index for c in columns if c.field in ("county", "office")}
    for (first, left), (last, right) in merges:
        if last <= first or first <= bottom:
            continue
        for column in wanted.intersection(range(left, right + 1)):
            value = rows[first][left] if left < len(rows[first]) else None
            for row in range(first + 1, min(last, len(rows) - 1) + 1):
                filled[row, column] = value
    return filled


def find_header(sheet: str, rows: Sequence[Row], merges: Sequence[Merge], file_name: str) -> Plan | None:
    """The plan of a sheet, from the best header among its first rows; None when the sheet holds no ledger."""
    scores = [_score(row) for row in rows[:SEARCHED_ROWS]]
    enough = max(4, max(scores, default=0) * 0.6)  # a header repeated further down may score a little higher
    for best in [index for index, score in enumerate(scores) if score >= enough][:4]:
        above = [text for row in rows[:best] for text in texts_of(row).values()]
        plan = plan_at(sheet, rows, best, merges, above, file_name)
        if plan is not None:
            return plan
    return None


def missing_headings(rows: Sequence[Row]) -> set[str]:
    """What the best header-like row of a sheet lacks, for the sentence that says why it was skipped."""
    best = max(rows[:SEARCHED_ROWS], key=_score, default=())
    fields = heading_fields(best)
    return (
        {"name", "id_no", "penalty_type", "start_date", "end_date"}
        - fields
        - ({"start_date", "end_date"} if TERM in fields else set())
    )


__all__ = ["SERIAL", "find_header", "heading_fields", "is_blank", "looks_like_header", "missing_headings", "plan_at",
           "texts_of"]  # fmt: skip
