"""Layouts that offices really use: other systems' exports, official forms, group headings, double meanings."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from yipanqi.records.ledger import LedgerCheck, check_ledger
from yipanqi.records.ledger.normal.identity import check_digit

AS_OF = date(2026, 11, 1)


def number(order: int, born: str = "19900101") -> str:
    body = f"420599{born}{order:03d}"
    return body + check_digit(body)


def checked(*rows: Any, sheet: str = "花名册", name: str = "台账.xlsx", merges: Any = ()) -> LedgerCheck:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet(sheet)
    for line, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            page.write(line, column, cell)
    for merge in merges:
        page.merge_range(merge, None)
        first = merge.split(":")[0]
        page.write(first, rows[int(first[1:]) - 1][ord(first[0]) - 65])
    book.close()
    return check_ledger(target.getvalue(), file_name=name, as_of=AS_OF)


def only(check: LedgerCheck) -> Any:
    assert [r.errors for r in check.rejected] == []
    (row,) = check.accepted
    return row


def test_the_import_form_of_another_system_keeps_everything_it_says() -> None:
    said = {
        "姓名": "示例甲",
        "曾用名": "示例丙",
        "个人联系电话": "14200000001",
        "居住地联系电话": "0717-0000001",
        "身份证号": number(1),
        "行种": "缓刑",
        "原判刑期": "有期徒刑一年，缓刑二年",
        "禁止令内容": "禁止进入酒吧",
        "禁止期限开始日期": "2025-01-01",
        "禁止期限结束日期": "2025.06.30",
        "矫正类别": "严管",
        "矫正期限": "二年",
        "矫正开始日期日期": "2025-01-01",
        "矫正结束日期": "2026-12-31",
        "法律文书收到时间": "2024年12月28日",
        "报到时间时间": "2025-01-03",
        "报到类型": "在规定时限内报到",
        "县市区": "夷陵区",
        "健康状态": "良好",
        "帮扶人": "示例丁",
    }
    row = only(checked(list(said), list(said.values())))
    assert row.record["penalty_type"] == "缓刑"
    assert row.record["level"] == "严管"
    assert row.record["phone"] == "14200000001"
    assert row.record["report_date"] == "2025-01-03"
    assert row.more == {
        "former_name": "示例丙",
        "residence_phone": "0717-0000001",
        "sentence_text": "有期徒刑一年，缓刑二年",
        "order_text": "禁止进入酒吧",
        "order_start_date": date(2025, 1, 1),
        "order_end_date": date(2025, 6, 30),
        "term_text": "二年",
        "documents_received_on": date(2024, 12, 28),
        "arrival_kind": "在规定时限内报到",
        "health": "良好",
    }
    assert row.extra == {"帮扶人": "示例丁"}


def test_group_headings_give_their_columns_a_meaning_and_a_relatives_phone_is_not_the_persons() -> None:
    row = only(
        checked(
            ["远安县社区矫正对象登记表"],
            ["序号", "姓名", "身份证号码", "矫正类别", "矫正期限", "", "禁止令期限", "", "家庭成员", "", "联系电话"],
            ["", "", "", "", "起", "止", "起", "止", "姓名", "联系电话", ""],
            [
                1,
                "示例甲",
                number(1),
                "管制",
                "2025.1.1",
                "2025.12.31",
                "2025.1.1",
                "2025.3.31",
                "示例乙",
                "13800000000",
                "14200000001",
            ],
            merges=("E2:F2", "G2:H2", "I2:J2"),
        )
    )
    assert (row.record["start_date"], row.record["end_date"]) == ("2025-01-01", "2025-12-31")
    assert row.more == {"order_start_date": date(2025, 1, 1), "order_end_date": date(2025, 3, 31)}
    assert row.record["name"] == "示例甲"
    assert row.record["phones"] == ["14200000001"]
    assert row.extra == {"家庭成员/姓名": "示例乙", "家庭成员/联系电话": "13800000000"}
    assert row.record["county"] == "远安县"


def test_a_heading_merged_over_two_columns_is_start_and_end() -> None:
    row = only(
        checked(
            ["姓名", "身份证号", "类别", "矫正期限", "", "区县"],
            ["示例甲", number(1), "缓刑", "2025.1.1", "2025.12.31", "猇亭"],
            merges=("D1:E1",),
        )
    )
    assert (row.record["start_date"], row.record["end_date"]) == ("2025-01-01", "2025-12-31")


@pytest.mark.parametrize(
    ("sheet", "title", "file_name", "origin"),
    [
        ("花名册", "宜昌市兴山县司法局社区矫正对象台账", "台账.xlsx", "title"),
        ("兴山县", "社区矫正对象台账", "台账.xlsx", "sheet name"),
        ("古夫司法所", "社区矫正对象台账", "台账.xlsx", "office"),
        ("花名册", "古夫司法所社区矫正对象台账", "台账.xlsx", "office"),
        ("花名册", "社区矫正对象台账", "2026兴山县台账.xlsx", "file name"),
    ],
)
def test_the_county_is_looked_for_where_a_clerk_would_look(sheet: str, title: str, file_name: str, origin: str) -> None:
    check = checked(
        [title],
        ["姓名", "身份证号", "矫正类别", "入矫日期", "解矫日期"],
        ["示例甲", number(1), "假释", "20250101", "20261231"],
        sheet=sheet,
        name=file_name,
    )
    assert only(check).record["county_code"] == "420526"
    assert check.sheets[0].county_from == origin


def test_no_county_anywhere_is_an_error_in_every_row_and_a_note() -> None:
    check = checked(
        ["姓名", "身份证号", "矫正类别", "入矫日期", "解矫日期"],
        ["示例甲", number(1), "假释", "20250101", "20261231"],
    )
    assert [(e.code, e.field) for e in check.rejected[0].errors] == [("missing_required", "county")]
    assert "县市区" in check.sheets[0].notes[0]


HEADER = ["序号", "姓名", "身份证号", "县市区", "矫正类别", "入矫日期", "解矫日期", "出生日期", "备注"]


def line(order: int, **changes: Any) -> list[Any]:
    cells = [order, "示例甲", number(order), "夷陵区", "管制", "2025-01-01", "2025-12-31", "", ""]
    return list((dict(zip(HEADER, cells, strict=True)) | changes).values())


def test_every_error_of_a_row_is_listed_from_left_to_right() -> None:
    check = checked(HEADER, line(1, 姓名="", 身份证号="123", 矫正类别="拘役", 入矫日期="2026-01-01"))
    assert [e.code for e in check.rejected[0].errors] == [
        "missing_required",
        "id_format",
        "penalty_type_unknown",
        "end_before_start",
    ]


def test_the_same_number_under_two_names_rejects_every_row_of_the_group() -> None:
    check = checked(HEADER, line(1), line(1, 姓名="示例乙"), line(2, 姓名="示例丙"))
    assert [(r.row, r.errors[0].code, r.errors[0].column, r.errors[0].raw) for r in check.rejected] == [
        (2, "id_name_conflict", "C", number(1)),
        (3, "id_name_conflict", "C", number(1)),
    ]
    assert check.totals.accepted == 1


def test_two_cases_of_one_person_are_both_accepted_with_a_warning() -> None:
    check = checked(HEADER, line(1), line(1, 姓名="示例 甲", 入矫日期="2026-01-01", 解矫日期="2026-12-31"))
    assert [[w.code for w in r.warnings] for r in check.accepted] == [["concurrent_case"]] * 2
    assert (check.totals.persons, check.totals.cases) == (1, 2)


def test_a_faulty_row_takes_no_part_in_comparisons() -> None:
    check = checked(HEADER, line(1), line(1, 姓名="示例乙", 解矫日期="待定"))
    assert check.totals.accepted == 1
    assert [e.code for r in check.rejected for e in r.errors] == ["date_invalid"]


def test_children_and_minors() -> None:
    check = checked(HEADER, line(1, 身份证号=number(1, "20101102")), line(2, 身份证号=number(2, "20141102")))
    assert [w.code for w in check.accepted[0].warnings] == ["minor"]
    assert [e.code for e in check.rejected[0].errors] == ["age_below_responsibility"]


def test_a_birthday_that_cannot_be_read_disagrees_and_is_kept() -> None:
    (row,) = checked(HEADER, line(1, 出生日期="九〇年")).accepted
    assert [w.code for w in row.warnings] == ["birth_mismatch"]
    assert row.more["birth_date_text"] == "九〇年"


def test_lines_around_the_table_are_no_people() -> None:
    check = checked(
        ["夷陵区社区矫正对象花名册"],
        ["单位：夷陵区司法局（盖章）", "", "", "日期：2026年10月31日"],
        HEADER,
        ["一、管制"],
        line(1),
        ["小计", "1人"],
        ["二、缓刑（无）"],
        [2],
        ["本页合计", "", "", "1"],
        ["", "共1人"],
        ["单位负责人：甲", "", "", "填表人：乙", "", "", "填表日期：2026-10-31"],
        ["（盖章）"],
        ["备注：本表一式两份。"],
        ["1、身份证号请设为文本。"],
    )
    assert [r.row for r in check.accepted] == [5]
    assert check.rejected == ()
    assert [s.reason for s in check.skipped] == [
        "title",
        "subtitle",
        "header",
        "note",
        "totals",
        "note",
        "only serial number",
        "totals",
        "totals",
        "signature",
        "signature",
        "note",
        "note",
    ]


def test_a_guidance_sheet_with_an_example_row_is_not_data() -> None:
    check = checked(HEADER, line(1), sheet="填表说明")
    assert check.totals.accepted == 0
    assert check.sheets[0].role == "not data"


def test_the_high_tech_zone_has_no_code() -> None:
    row = only(checked(HEADER, line(1, 县市区="高新区")))
    assert (row.record["county"], row.record["county_code"]) == ("宜昌高新区", None)


def test_progress_and_json() -> None:
    document = checked(HEADER, line(1, 备注="@甲")).to_json()
    assert document["accepted"][0]["warnings"] == [{"code": "formula_like_text", "field": "remarks", "column": "I"}]
    assert document["totals"] == {
        "accepted": 1,
        "rejected": 0,
        "duplicates": 0,
        "skipped_rows": 1,
        "persons": 1,
        "cases": 1,
    }
