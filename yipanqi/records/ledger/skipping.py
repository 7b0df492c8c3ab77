"""Rows that are no data: blank, only a serial number, repeated header, totals, signature, note, title."""

from __future__ import annotations

import re

from yipanqi.records.ledger.aliases import SERIAL, key
from yipanqi.records.ledger.headers import heading_fields, is_blank, looks_like_header
from yipanqi.records.ledger.normal.form import INVISIBLE, as_text
from yipanqi.records.ledger.plan import Plan, Row

_TOTALS = re.compile(
    "(?:本[页月所年]|全[县市区所])?(?:合计|小计|总计|共计|累计|总人数|合计人数|总数)(?:[:：(（\\d人名]|$)|共\\d+[人名]"
)
_SIGNATURE = re.compile(
    "(?:填表|制表|填报|审核|复核|核对|统计|经办|承办|单位|部门|分管|主管|联系)(?:单位|部门)?"
    "(?:人|领导|负责人|日期|时间|单位|电话)?[(（]?(?:签字|签名|盖章|公章)?[)）]?[:：]"
    "|(?:负责人|所长|局长|日期|时间)(?:签字|签名)?[:：]|(?:签字|盖章)[:：]|.{0,20}[(（](?:盖章|公章|签字|签名|章)[)）]"
)
_NOTE = re.compile(
    r"(?:注|备注|说明|附注|填表说明|填报说明|注意|注意事项|附)\s*\d*\s*[:：、.．]|※|\*{1,3}\s*注?|填表说明"
)
_SERIAL = re.compile(r"[\d一二三四五六七八九十百]+[.、．]?(?:\.0)?")
_NUMBER = re.compile(r"[\d０-９]{6}")
_TITLE = re.compile("(?:花名册|名册|台账|汇总表|统计表|登记表|一览表|明细表|信息表|情况表|清单)(?:[(（].*[)）])?$")
_SUBTITLE = re.compile("(?:填报|填表|统计|制表|上报)(?:单位|时间|日期)|单位[:：]|截至|截止|年\\d{1,2}月")


def above_header(row: Row, seen_title: bool) -> str:
    """The reason for a row above the header."""
    if is_blank(row):
        return "blank"
    return "subtitle" if seen_title else "title"


class Skipper:
    """Judges the rows below one header."""

    def __init__(self, plan: Plan) -> None:
        self.headers = {c.index: key(c.header) for c in plan.columns if c.header}
        serial = next((c for c in plan.columns if c.field == SERIAL), None)
        self.serial = serial.index if serial else None
        number = plan.column_of("id_no")
        self.number = number.index if number else None
        person = plan.column_of("name")
        self.person = person.index if person else None

    def reason(self, row: Row) -> str | None:
        """Why a row is skipped; None for a data row, "new header" where another table begins."""
        if self.number is not None and self.number < len(row):
            cell = row[self.number]
            if isinstance(cell, str) and len(cell) >= 15 and not any("\u4e00" <= c <= "\u9fff" for c in cell):
                return None
        filled = {i: t for i, t in ((i, INVISIBLE.sub("", as_text(c)).strip()) for i, c in enumerate(row)) if t}
        if not filled:
            return "blank"
        if len(filled) == 1 and self.serial is not None and self.serial in filled:
            only = filled[self.serial]
            return "only serial number" if _SERIAL.fullmatch(only) else self._band(only) or "note"
        return self._header(row, filled) or self._words(filled)

    def _header(self, row: Row, filled: dict[int, str]) -> str | None:
        same = sum(self.headers.get(i) == key(text) for i, text in filled.items())
        if same >= 3 and same * 2 >= len(filled):
            return "repeated header"
        if len(filled) >= 4 and looks_like_header(heading_fields(row)):
            return "new header"
        if len(filled) >= 2 and same * 2 >= len(filled) and self.person not in filled:
            return "repeated header"
        return None

    def _words(self, filled: dict[int, str]) -> str | None:
        if self.number is not None and _NUMBER.search(filled.get(self.number, "")):
            return None
        leading = ["".join(filled[i].split()) for i in sorted(filled)[:3]]
        if any(_TOTALS.match(text) for text in leading):
            return "totals"
        first = leading[0]
        lone = len(filled) <= 6
        if lone and _NOTE.match(first) and min(filled) != self.person:
            return "note"
        if lone and any(_SIGNATURE.match(text) for text in leading):
            return "signature"
        return self._band(first) if len(filled) == 1 else None

    def _band(self, text: str) -> str | None:
        if _TOTALS.match(text):
            return "totals"
        if _NOTE.match(text):
            return "note"
        if _SIGNATURE.match(text):
            return "signature"
        if _TITLE.search(text):
            return "title"
        return "subtitle" if len(text) > 12 and _SUBTITLE.search(text) else None
