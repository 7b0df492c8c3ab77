"""Streams the XML of one sheet: formula cells, hidden rows and the largest cell that holds a value."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from yipanqi.records.ledger.result import LedgerRefused

MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
MAX_AREA = 8_000_000
MAX_FORMULAS = 2_000_000
_LONGEST_ROW = 32 * 1024 * 1024
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_PLAIN_ROW = re.compile(rb"<row\b([^>]*)>")
_NUMBER = re.compile(rb"""\br=["'](\d{1,9})["']""")
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
# A cell with a value: not <c …/> and not <c …></c>.
_WIDE = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]{2,9})(\d{1,9})["'][^>]*(?<!/)>(?!</)""")
_LAST = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]{1,9})(\d{1,9})["'][^>]*(?<!/)>(?!</)""")
_TWO_LETTERS = re.compile(rb'r="[A-Z]{2,9}\d')
_TWO_LETTERS_APOSTROPHE = re.compile(rb"r='[A-Z]{2,9}\d")
_FORMULA = re.compile(
    rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*))"""
)
_ROW_END = re.compile(rb"</(?:\w+:)?row>")


@dataclass(slots=True)
class SheetFacts:
    """Zero-based: formulas by (row, column) with their text, hidden rows, rows and columns in use."""

    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    rows: int = 0
    columns: int = 0


def column_index(letters: str) -> int:
    """A is 0, AA is 26."""
    index = 0
    for sign in letters:
        index = index * 26 + ord(sign) - 64
    return index - 1


def check_size(sheet: str, cell: str, row: int, column: int, area: int) -> None:
    """Refuses a sheet whose used range no ledger needs; row and column count from 1."""
    if row > MAX_ROWS or column > MAX_COLUMNS or area > MAX_AREA:
        raise LedgerRefused(
            f"工作表“{sheet}”在单元格 {cell} 还有内容，表格范围远超台账（上限 {MAX_ROWS:,} 行、{MAX_COLUMNS:,} 列）。"
            f"请删除该单元格及其周围的多余内容（选中多余的行、列后右键删除），保存后再导入。"
        )


class SheetScanner:
    """Fed with pieces of a sheet's XML, in order."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self.facts = SheetFacts()
        self._tail = b""
        self._row = 0

    def feed(self, block: bytes) -> None:
        text = self._tail + block
        end = max(text.rfind(b"</row>"), text.rfind(b":row>"))
        if end < 0:
            if len(text) > _LONGEST_ROW:
                raise LedgerRefused(f"工作表“{self.sheet}”有一行超过 32 MB，无法读取。请删去该行的多余内容后再导入。")
            self._tail = text
            return
        end = text.index(b">", end) + 1
        self._take(text[:end])
        self._tail = text[end:]

    def close(self) -> SheetFacts:
        self._take(self._tail)
        self._tail = b""
        facts = self.facts
        last = f"第 {facts.rows} 行"
        check_size(self.sheet, last, facts.rows, facts.columns, facts.rows * facts.columns)
        return facts

    def _take(self, text: bytes) -> None:
        self._rows(text)
        if _TWO_LETTERS.search(text) or (b"r='" in text and _TWO_LETTERS_APOSTROPHE.search(text)):
            for match in _WIDE.finditer(text):
                self._note(match.group(1), int(match.group(2)))
        if b"<f" in text or b":f" in text:
            self._formulas(text)

    def _rows(self, text: bytes) -> None:
        start = max(text.rfind(b"<row"), text.rfind(b":row "), 0)
        pattern = _PLAIN_ROW if b"<row" in text else _ROW
        for match in pattern.finditer(text, 0 if b"hidden" in text or b"<row>" in text else start):
            attributes = match.group(1)
            number = _NUMBER.search(attributes)
            self._row = int(number.group(1)) if number else self._row + 1
            if b"hidden" in attributes and _HIDDEN.search(attributes):
                self.facts.hidden_rows.add(self._row - 1)
        for match in _LAST.finditer(text, start):
            self._note(match.group(1), int(match.group(2)))

    def _note(self, letters: bytes, row: int) -> None:
        name = letters.decode()
        column = column_index(name) + 1
        if row > MAX_ROWS or column > MAX_COLUMNS:
            check_size(self.sheet, f"{name}{row}", row, column, 0)
        self.facts.rows = max(self.facts.rows, row)
        self.facts.columns = max(self.facts.columns, column)

    def _formulas(self, text: bytes) -> None:
        formulas = self.facts.formulas
        for match in _FORMULA.finditer(text):
            letters, row, words = match.groups()
            place = (int(row) - 1, column_index(letters.decode()))
            formulas[place] = "=" + html.unescape((words or b"").decode("utf-8", "replace"))
            if len(formulas) > MAX_FORMULAS:
                raise LedgerRefused(f"工作表“{self.sheet}”的公式超过 {MAX_FORMULAS:,} 个。请把公式粘贴为数值后再导入。")
