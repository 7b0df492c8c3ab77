"""Files of 台账导入: an empty ledger with the expected columns, and only the bad rows with their reasons."""

from __future__ import annotations

import io
from pathlib import PurePath

import xlsxwriter
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from yipanqi.access.permissions import Permission
from yipanqi.actions import ledger_import
from yipanqi.actions.act import Refused
from yipanqi.pages.doors import door, officer_of
from yipanqi.pages.imports.columns import EXPECTED, REQUIRED

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@door(Permission.IMPORT_LEDGER)
def template(request: HttpRequest) -> HttpResponse:
    """An empty ledger: headings, every cell as text, one fictitious example on a sheet of its own."""
    return _file(_template(), "社区矫正对象台账模板.xlsx")


@require_safe
@door(Permission.IMPORT_LEDGER)
def rejected(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The bad rows of my batch in the file's own layout, reasons in one more column."""
    try:
        batch = ledger_import.own_batch(officer_of(request), batch_id)
        data = ledger_import.rejected_workbook(batch)
    except Refused as refused:
        raise Http404 from refused
    return _file(data, f"{PurePath(batch.file_name).stem}-需改正.xlsx")


def _file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    response["Cache-Control"] = "no-store"
    return response


def _template() -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    text = book.add_format({"num_format": "@"})
    needed = book.add_format({"bold": True, "bg_color": "#DCE8F5", "border": 1})
    free = book.add_format({"bold": True, "bg_color": "#F1F4F7", "border": 1})
    sheet, example = book.add_worksheet("在矫"), book.add_worksheet("填表说明")
    sheet.freeze_panes(1, 0)
    for column, expected in enumerate((*REQUIRED, *EXPECTED)):
        form = needed if column < len(REQUIRED) else free
        sheet.set_column(column, column, 22 if len(expected.example) > 8 else 14, text)
        sheet.write_string(0, column, expected.heading, form)
        example.write_row(column + 1, 0, (expected.heading, "必填" if column < len(REQUIRED) else "有则填"), text)
        example.write_row(column + 1, 2, (expected.how, expected.example), text)
    example.write_row(0, 0, ("列", "是否必填", "写法", "例（虚构）"), needed)
    example.set_column(0, 1, 16)
    example.set_column(2, 3, 48)
    book.close()
    return target.getvalue()
