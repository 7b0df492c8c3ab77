"""The same ledger through django-import-export, the usual way: a Resource, one widget per column, a dry run.

The widgets call the same normal forms, so both sides validate by the same rules; nothing is written on either side.
"""

# ruff: noqa: ARG002 - the signatures are the library's
from __future__ import annotations

import io
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import django
import python_calamine
import tablib
from django.conf import settings
from import_export import fields, resources, widgets
from import_export.instance_loaders import BaseInstanceLoader

from yipanqi.records.ledger.aliases import REQUIRED
from yipanqi.records.ledger.normal import text
from yipanqi.records.ledger.normal.identity import identity
from yipanqi.records.ledger.rows import FORMS

AS_OF = date(2026, 11, 1)
MEASURED_ROWS = 5_000
COLUMNS = {
    "name": "姓名",
    "sex": "性别",
    "ethnicity": "民族",
    "id_no": "公民身份号码",
    "birth_date": "出生日期",
    "education": "文化程度",
    "household_address": "户籍地",
    "residence_address": "居住地",
    "phone": "联系电话",
    "county": "县市区",
    "office": "司法所",
    "crime": "罪名",
    "penalty_type": "矫正类别",
    "sentence": "原判刑期",
    "decision_organ": "社区矫正决定机关",
    "doc_no": "法律文书编号",
    "start_date": "矫正开始日期",
    "end_date": "矫正结束日期",
    "report_date": "报到日期",
    "level": "管理等级",
    "remarks": "备注",
    "former_name": "曾用名",
    "documents_received_on": "文书收到时间",
    "supplementary_penalty": "附加刑",
}


class NormalWidget(widgets.Widget):  # type: ignore[misc]
    """Cleans a cell by the ledger's own normal form."""

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if self.field == "id_no":
            found = identity(value, AS_OF)
            if found.number is None:
                raise ValueError(found.error or "missing_required")
            return found.number
        normal_form: Callable[[Any], Any] = FORMS.get(self.field, text.plain)
        form = normal_form(value)
        if form.error or (form.value is None and self.field in REQUIRED):
            raise ValueError(form.error or "missing_required")
        return form.value


class Case:
    """A plain row: no database behind it."""


class NothingStored(BaseInstanceLoader):  # type: ignore[misc]
    """Every row is new."""

    def get_instance(self, row: Any) -> None:
        return None


class CaseResource(resources.Resource):  # type: ignore[misc]
    """One field per column of the ledger."""

    class Meta:
        import_id_fields = ("id_no",)
        instance_loader_class = NothingStored
        use_transactions = False
        skip_diff = True

    def init_instance(self, row: Any = None) -> Case:
        return Case()

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Nothing is written: the same as the check."""


for _name, _heading in COLUMNS.items():
    CaseResource.fields[_name] = fields.Field(attribute=_name, column_name=_heading, widget=NormalWidget(_name))


def rows_per_second(data: bytes, rows: int = MEASURED_ROWS) -> float:
    """Rows a second over the first rows of the file, reading included in proportion."""
    if not settings.configured:
        settings.configure(INSTALLED_APPS=["import_export"], USE_TZ=True, DATABASES={})
        django.setup()
    resource = CaseResource()
    begun = time.perf_counter()
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    cells = book.get_sheet_by_index(0).to_python()
    reading = time.perf_counter() - begun
    total = len(cells) - 1
    measured = min(rows, total)
    begun = time.perf_counter()
    dataset = tablib.Dataset(*cells[1 : measured + 1], headers=cells[0])
    result = resource.import_data(dataset, dry_run=True, raise_errors=False, use_transactions=False)
    seconds = time.perf_counter() - begun
    assert result.total_rows == measured, result.totals
    assert not result.has_errors(), result.row_errors()[:1]
    return measured / (seconds + reading * measured / total)
