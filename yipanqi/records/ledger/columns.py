"""Headings that mean two things are settled by what stands under them; a field has one column only."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from yipanqi.records.ledger.aliases import RANGES, SENTENCE_TERM, SERIAL, TERM, key
from yipanqi.records.ledger.normal import dates, phones, places, text
from yipanqi.records.ledger.normal.form import EMPTY, as_text, strip_invisible
from yipanqi.records.ledger.plan import Column, Row
from yipanqi.records.ledger.result import Cell

_LEVEL = re.compile("严|普|宽|初入矫")
_OWN_PHONE = re.compile("个人|本人|手机")


def _filled(column: Column, sample: Sequence[Row]) -> list[Cell]:
    cells = [row[column.index] for row in sample if column.index < len(row)]
    cells = [strip_invisible(c)[0] if isinstance(c, str) else c for c in cells]
    return [c for c in cells if as_text(c).strip() not in EMPTY]


def _share(column: Column, sample: Sequence[Row], fits: Callable[[Cell], bool]) -> float:
    cells = _filled(column, sample)
    return sum(map(fits, cells)) / len(cells) if cells else 0.0


def _is_penalty(cell: Cell) -> bool:
    return text.penalty_type(cell).error is None


def _is_level(cell: Cell) -> bool:
    return not _is_penalty(cell) and bool(_LEVEL.search(as_text(cell)))


def _is_span(cell: Cell) -> bool:
    first, last = dates.span(cell)
    return first.value is not None or last.value is not None


def _is_date(cell: Cell) -> bool:
    return dates.any_day(cell).value is not None


_FITS: dict[str, Callable[[Cell], bool]] = {
    "penalty_type": _is_penalty,
    "level": lambda cell: bool(_LEVEL.search(as_text(cell))),
    "county": lambda cell: places.county(cell).error is None,
    "office": lambda cell: places.office(cell, None).value[1] is not None,
    "start_date": _is_date,
    "end_date": _is_date,
    "report_date": _is_date,
    "phone": lambda cell: not phones.phones(cell).warnings,
    "id_no": lambda cell: len("".join(as_text(cell).split())) in (15, 18),
}


def _by_content(column: Column, sample: Sequence[Row], fields: set[str]) -> Column:
    """The column with the field its content asks for."""
    settle_by = _AMBIGUOUS.get(column.field or "")
    return replace(column, field=settle_by(column, sample, fields)) if settle_by else column


def _category(column: Column, sample: Sequence[Row], fields: set[str]) -> str | None:
    """矫正类别 means the penalty in one office and 宽管, 普管, 严管 in the next; 刑种 may be either penalty."""
    if _share(column, sample, _is_level) > 0.5:
        return "level"
    if "penalty_type" not in fields and _share(column, sample, _is_penalty) > 0.5:
        return "penalty_type"
    return column.field


def _term(column: Column, sample: Sequence[Row], fields: set[str]) -> str | None:
    """矫正期限 is a range of dates, or a length beside two date columns."""
    vague = key(column.header or "") in {"矫正期限", "矫正期", "矫正日期", "社区矫正期限"}
    length = vague and bool(_filled(column, sample)) and _share(column, sample, _is_span) == 0
    return "term_text" if length or {"start_date", "end_date"} <= fields else column.field


def _length(column: Column, sample: Sequence[Row], fields: set[str]) -> str | None:
    silent = not fields & {TERM, "start_date", "end_date"}
    return TERM if silent and _share(column, sample, _is_span) > 0.5 else column.field


def _sentence(column: Column, sample: Sequence[Row], _fields: set[str]) -> str | None:
    return SENTENCE_TERM if _share(column, sample, _is_span) > 0.5 else column.field


def _execution_place(column: Column, sample: Sequence[Row], _fields: set[str]) -> str | None:
    """执行地 is a county in most ledgers and an address in some."""
    if key(column.header or "") != "执行地":
        return column.field
    cells = _filled(column, sample)
    return "execution_place" if len(cells) > 2 and not any(map(_FITS["county"], cells)) else column.field


_AMBIGUOUS: dict[str, Callable[[Column, Sequence[Row], set[str]], str | None]] = {
    "penalty_type": _category,
    "penalty_kind": _category,
    TERM: _term,
    "term_text": _length,
    "sentence": _sentence,
    "county": _execution_place,
}


def _rank(column: Column, field: str, sample: Sequence[Row]) -> tuple[float, int, int]:
    fits = _FITS.get(field)
    share = round(_share(column, sample, fits), 1) if fits else 0.0
    header = column.header or ""
    named = (field == "phone" and bool(_OWN_PHONE.search(header))) or (field == "office" and "司法所" in header)
    named = named or (field.endswith("_address") and "详细" in header)
    return (share, int(named), -column.index)


def _parts(field: str) -> tuple[str, ...]:
    return RANGES.get(field, (field,))


def settle(columns: Sequence[Column], sample: Sequence[Row]) -> tuple[list[Column], list[str]]:
    """The columns with one field each, and a Chinese note for every column that lost its field to another."""
    settled = list(columns)
    for _ in range(2):  # the first pass may free a field that the second gives away
        fields = {c.field for c in settled if c.field}
        settled = [_by_content(c, sample, fields) for c in settled]
    notes: list[str] = []
    for field in sorted({part for c in settled if c.field and c.field != SERIAL for part in _parts(c.field)}):
        rivals = [c for c in settled if c.field and field in _parts(c.field)]
        if len(rivals) < 2:
            continue
        winner = max(rivals, key=lambda c: _rank(c, c.field or "", sample))
        for loser in rivals:
            if loser is not winner:
                settled[loser.index] = replace(loser, field=None)
                notes.append(
                    f"{loser.letter} 列“{_shown(loser)}”与 {winner.letter} 列“{_shown(winner)}”是同一项内容，"
                    f"采用 {winner.letter} 列，{loser.letter} 列按原文保留。"
                )
    return settled, notes


def _shown(column: Column) -> str:
    return "".join((column.header or "").split())
