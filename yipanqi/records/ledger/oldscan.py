"""The same look at old workbooks (.xls, WPS .et): BIFF records in an OLE file."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from yipanqi.records.ledger.compound import BrokenCompound, Compound
from yipanqi.records.ledger.plan import letter
from yipanqi.records.ledger.result import LedgerRefused
from yipanqi.records.ledger.sheetscan import SheetFacts, check_size

_BOF, _EOF, _BOUNDSHEET, _FILEPASS, _FORMULA, _ROW, _SST = 0x0809, 0x0A, 0x85, 0x2F, 0x06, 0x0208, 0xFC
_VALUE_RECORDS = frozenset({0x06, 0x0203, 0x0204, 0x0205, 0x00FD, 0x00D6, 0x027E, 0x00BD})
_HIDDEN_FLAG = 0x20


def inspect_old(data: bytes, file_name: str) -> dict[str, SheetFacts]:
    """Facts per sheet name; LedgerRefused for encrypted, broken or foreign OLE files."""
    try:
        stream = _workbook(Compound(data), file_name)
    except (BrokenCompound, struct.error) as fault:
        raise LedgerRefused(_broken(file_name)) from fault
    try:
        return _scan(stream, file_name)
    except (struct.error, IndexError, UnicodeDecodeError) as fault:
        raise LedgerRefused(_broken(file_name)) from fault


def _broken(file_name: str) -> str:
    return f"文件“{file_name}”已损坏，无法打开。请用 Excel 或 WPS 打开原文件，另存为“Excel 工作簿（*.xlsx）”后再导入。"


def _locked(file_name: str) -> str:
    return (
        f"文件“{file_name}”设有打开密码，系统不能读取。请在 Excel 或 WPS 中打开，"
        "在“文件—信息—保护工作簿—用密码进行加密”里清空密码，保存后再导入。"
    )


def _workbook(book: Compound, file_name: str) -> bytes:
    if "EncryptedPackage" in book or "EncryptionInfo" in book:
        raise LedgerRefused(_locked(file_name))
    for name in ("Workbook", "Book"):
        if name in book:
            return book.read(name)
    kind = "Word 文档" if "WordDocument" in book else "别的旧式 Office 文件"
    raise LedgerRefused(
        f"“{file_name}”是{kind}，里面没有工作表。请用 Excel 或 WPS 打开台账，另存为“Excel 工作簿（*.xlsx）”。"
    )


def _records(stream: bytes) -> Iterator[tuple[int, int, int, int]]:
    """(offset, kind, start of body, length) of every record."""
    position, end = 0, len(stream)
    header = struct.Struct("<HH")
    while position + 4 <= end:
        kind, length = header.unpack_from(stream, position)
        yield position, kind, position + 4, length
        position += 4 + length


def _sheet_name(body: bytes) -> str:
    count, wide = body[6], body[7] & 1
    return body[8 : 8 + count * 2].decode("utf-16-le") if wide else body[8 : 8 + count].decode("latin-1")


def _scan(stream: bytes, file_name: str) -> dict[str, SheetFacts]:
    names: dict[int, str] = {}
    facts: dict[str, SheetFacts] = {}
    current: SheetFacts | None = None
    sheet = ""
    for offset, kind, start, length in _records(stream):
        if kind == _FILEPASS:
            raise LedgerRefused(_locked(file_name))
        if kind == _BOUNDSHEET:
            body = stream[start : start + length]
            names[struct.unpack_from("<I", body)[0]] = _sheet_name(body)
        elif kind == _BOF and offset in names:
            sheet = names[offset]
            current = facts.setdefault(sheet, SheetFacts())
        elif current is not None:
            _take(stream, kind, start, length, sheet, current)
    for name, found in facts.items():
        check_size(name, f"第 {found.rows} 行", found.rows, found.columns, found.rows * found.columns)
    return facts


def _take(stream: bytes, kind: int, start: int, length: int, sheet: str, facts: SheetFacts) -> None:
    if kind in _VALUE_RECORDS and length >= 6:
        row, column = struct.unpack_from("<HH", stream, start)
        if kind == 0x00BD:  # MULRK: several cells, the last column stands at the end
            column = struct.unpack_from("<H", stream, start + length - 2)[0]
        facts.rows = max(facts.rows, row + 1)
        if column + 1 > facts.columns:
            facts.columns = column + 1
            check_size(sheet, f"{letter(column)}{row + 1}", row + 1, column + 1, (row + 1) * (column + 1))
        if kind == _FORMULA:
            facts.formulas[row, column] = "="
    elif kind == _ROW and length >= 16:
        flags = struct.unpack_from("<H", stream, start + 12)[0]
        if flags & _HIDDEN_FLAG:
            facts.hidden_rows.add(struct.unpack_from("<H", stream, start)[0])
