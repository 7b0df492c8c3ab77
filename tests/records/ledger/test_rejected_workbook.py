"""The clerk gets back only the bad rows in her own layout, mends them, and imports again."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from yipanqi.records.ledger import check_ledger, write_rejected
from yipanqi.records.ledger.codes import ERRORS, WARNINGS

EXAMPLES = Path(__file__).parent / "examples"
AS_OF = date(2026, 11, 1)


def test_only_the_bad_rows_come_back_in_their_layout_with_reasons() -> None:
    original = (EXAMPLES / "messy.xlsx").read_bytes()
    check = check_ledger(original, file_name="messy.xlsx", as_of=AS_OF)
    book = openpyxl.load_workbook(io.BytesIO(write_rejected(check, original)))
    assert book.sheetnames == ["小溪塔司法所", "鸦鹊岭司法所", "枝城司法所", "红花套司法所"]
    rows = list(book["鸦鹊岭司法所"].iter_rows(values_only=True))
    assert len(rows) == 4  # title, two header rows, one bad row
    assert rows[1][-1] == "错误原因"
    assert rows[3][2] == "42059919O912210028"
    assert "身份证号格式不对" in str(rows[3][-1])


def test_the_download_can_be_checked_again_and_gives_the_same_errors() -> None:
    original = (EXAMPLES / "messy.xlsx").read_bytes()
    first = check_ledger(original, file_name="messy.xlsx", as_of=AS_OF)
    second = check_ledger(write_rejected(first, original), file_name="退回.xlsx", as_of=AS_OF)
    errors = [[(e.code, e.field, e.column, e.raw) for e in row.errors] for row in first.rejected]
    assert [[(e.code, e.field, e.column, e.raw) for e in row.errors] for row in second.rejected] == errors
    assert second.totals.accepted == 0


def test_formula_like_text_and_identity_numbers_stay_text() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", "身份证号", "县市区", "矫正类别", "矫正开始日期", "矫正结束日期", "备注"])
    sheet.append(["甲1", "420599199001010011", "夷陵区", "缓刑", date(2025, 1, 1), "2026-01-01", "+1234"])
    sheet["H2"] = "=cmd|' /C calc'!A0"
    sheet["H2"].data_type = "s"
    target = io.BytesIO()
    book.save(target)
    check = check_ledger(target.getvalue(), file_name="甲.xlsx", as_of=AS_OF)
    again: Any = openpyxl.load_workbook(io.BytesIO(write_rejected(check, target.getvalue()))).active
    assert again["B2"].value == "420599199001010011"
    assert again["B2"].data_type == "s"
    assert again["G2"].data_type == "s"
    assert again["G2"].quotePrefix
    assert again["H2"].data_type == "s"
    assert again["E2"].value.date() == date(2025, 1, 1)


def test_nothing_rejected_gives_a_workbook_that_says_so() -> None:
    original = (EXAMPLES / "clean.xlsx").read_bytes()
    check = check_ledger(original, file_name="clean.xlsx", as_of=AS_OF)
    book = openpyxl.load_workbook(io.BytesIO(write_rejected(check, original)))
    assert book.sheetnames == ["没有错误行"]


def test_every_code_of_the_policy_has_its_chinese_words() -> None:
    policy = json.loads((EXAMPLES / "clean.expected.json").read_text(encoding="utf-8"))["policy"]
    words = " ".join(v for v in policy.values() if isinstance(v, str))
    for code in (*ERRORS.values(), *WARNINGS.values()):
        assert code.code in words or code.code == "missing_required"
        assert code.meaning.endswith("。")
        assert code.remedy.endswith("。")
