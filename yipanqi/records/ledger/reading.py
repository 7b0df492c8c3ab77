"""Reads the sheets of a workbook with calamine. Only ever called inside the child process."""

from __future__ import annotations

import io
from collections.abc import Iterator

import python_calamine as calamine

from yipanqi.records.ledger.guard import BookFacts
from yipanqi.records.ledger.result import LedgerRefused
from yipanqi.records.ledger.sheets import SheetSource


def sheets_of(data: bytes, facts: BookFacts, file_name: str) -> Iterator[SheetSource]:
    """Every worksheet in its order."""
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for meta in book.sheets_metadata:
            if meta.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            hidden = meta.visible != calamine.SheetVisibleEnum.Visible
            rows = sheet.to_python(skip_empty_area=False)
            yield SheetSource(meta.name, hidden, rows, sheet.merged_cell_ranges or [], facts.of(meta.name))
            del sheet, rows
    except calamine.PasswordError as fault:
        raise LedgerRefused(
            f"文件“{file_name}”设有打开密码，系统不能读取。请在 Excel 或 WPS 中取消打开密码，保存后再导入。"
        ) from fault
    except (calamine.CalamineError, ValueError, OSError) as fault:
        raise LedgerRefused(
            f"文件“{file_name}”的内容已损坏，无法读出工作表。"
            "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后再导入。"
        ) from fault
