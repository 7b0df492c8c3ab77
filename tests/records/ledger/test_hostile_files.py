"""What a stranger, a tired clerk or a broken disk may upload: a sentence that helps, bounded memory, never a crash."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import date
from typing import Any

import pytest
import xlsxwriter
import xlwt

from yipanqi.records.ledger import LedgerCheck, LedgerRefused, check_ledger, child
from yipanqi.records.ledger.normal.identity import check_digit

AS_OF = date(2026, 11, 1)
HEADINGS = ("序号", "姓名", "身份证号", "县市区", "矫正类别", "矫正开始日期", "矫正结束日期", "备注")
GOOD = (1, "示例甲", "420599199001010011", "夷陵区", "缓刑", "2025-01-01", "2026-12-31", "")


def number(body: str) -> str:
    return body + check_digit(body)


def good(**changes: Any) -> list[Any]:
    row = dict(zip(HEADINGS, GOOD, strict=True)) | {"身份证号": number("42059919900101001")} | changes
    return list(row.values())


def workbook(*rows: Any, fill: Any = None, headings: Any = HEADINGS) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("花名册")
    for line, cells in enumerate((headings, *rows)):
        for column, cell in enumerate(cells):
            sheet.write(line, column, cell)
    if fill:
        fill(book, sheet)
    book.close()
    return target.getvalue()


def check(data: bytes, name: str = "台账.xlsx") -> LedgerCheck:
    return check_ledger(data, file_name=name, as_of=AS_OF)


def refusal(data: bytes, name: str = "台账.xlsx") -> str:
    with pytest.raises(LedgerRefused) as refused:
        check(data, name)
    assert name in refused.value.sentence or "工作表" in refused.value.sentence
    assert refused.value.sentence.endswith("。")
    return refused.value.sentence


def with_part(data: bytes, path: str, change: Any) -> bytes:
    """A workbook with one part of its zip changed."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, change(content) if entry.filename == path else content)
    return target.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "是空的"),
        ("姓名,身份证号\n甲,1\n".encode("gb18030"), "文本文件"),
        ("\ufeff姓名\t身份证号\n".encode(), "文本文件"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "图片"),
        (b"\x00\x01\x02\x03" * 100, "另存为"),
        (b"PK\x03\x04 broken", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000, "损坏"),
    ],
)
def test_a_file_that_is_no_workbook_gets_a_sentence_that_says_what_it_is(data: bytes, word: str) -> None:
    assert word in refusal(data)


def test_a_truncated_workbook_is_called_broken() -> None:
    data = workbook(good())
    assert "损坏" in refusal(data[: len(data) // 2])


def test_a_word_document_is_named_and_not_read() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as book:
        book.writestr("word/document.xml", "<w/>")
    assert "Word 文档" in refusal(target.getvalue())


def ole(*streams: tuple[str, bytes]) -> bytes:
    """A minimal OLE file: one FAT sector, one directory sector, streams of at least 4096 bytes."""
    sectors: list[bytes] = []
    fat: list[int] = [0xFFFFFFFD, 0xFFFFFFFE]
    entries = [("Root Entry", 5, 0xFFFFFFFE, 0)]
    for name, short in streams:
        body = short.ljust(4096, b"\x00")
        count = -(-len(body) // 512)
        start = len(fat)
        fat += [*range(start + 1, start + count), 0xFFFFFFFE]
        sectors += [body[i : i + 512].ljust(512, b"\x00") for i in range(0, len(body), 512)]
        entries.append((name, 2, start, len(body)))
    directory = b""
    for index, (name, kind, start, size) in enumerate(entries):
        child_id = 1 if index == 0 and len(entries) > 1 else 0xFFFFFFFF
        right = index + 1 if 0 < index < len(entries) - 1 else 0xFFFFFFFF
        encoded = (name + "\0").encode("utf-16-le")
        directory += encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1)
        directory += struct.pack("<III", 0xFFFFFFFF, right, child_id) + b"\0" * 36 + struct.pack("<IQ", start, size)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0)
    header = header.ljust(512, b"\xff")
    table = b"".join(struct.pack("<I", n) for n in fat).ljust(512, b"\xff")
    return header + table + directory.ljust(512, b"\0") + b"".join(sectors)


def test_a_password_protected_xlsx_is_told_how_to_take_the_password_off() -> None:
    data = ole(("EncryptionInfo", b"x"), ("EncryptedPackage", b"y"))
    assert "清空密码" in refusal(data)


def test_a_password_protected_xls_is_told_how_to_take_the_password_off() -> None:
    stream = struct.pack("<HHHH", 0x0809, 4, 0x0600, 5) + struct.pack("<HHH", 0x2F, 2, 0) + struct.pack("<HH", 0x0A, 0)
    assert "清空密码" in refusal(ole(("Workbook", stream)), "台账.xls")


def test_an_old_word_document_is_named() -> None:
    assert "Word" in refusal(ole(("WordDocument", b"x")), "台账.xls")


def test_a_cell_at_the_last_corner_is_named_and_refused_in_little_memory() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write(1048575, 16383, "x")

    sentence = refusal(workbook(good(), fill=fill))
    assert "XFD1048576" in sentence
    assert "花名册" in sentence


def test_styled_but_empty_cells_far_away_do_no_harm() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_blank(1048575, 16383, None, book.add_format({"bold": True}))

    assert check(workbook(good(), fill=fill)).totals.accepted == 1


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    data = workbook(good())
    bomb = with_part(
        data, SHEET, lambda content: content.replace(b"</sheetData>", b" " * 700_000_000 + b"</sheetData>")
    )
    assert len(bomb) < 6_000_000
    assert "解压后超过" in refusal(bomb)


def test_a_zip_that_lies_about_its_size_is_called_broken() -> None:
    data = bytearray(workbook(good()))
    at = data.rfind(b"PK\x01\x02")
    while b"sheet1.xml" not in data[at : at + 80]:
        at = data.rfind(b"PK\x01\x02", 0, at)
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    assert "损坏" in refusal(bytes(data))


@pytest.mark.parametrize("path", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_entity_definitions_are_refused(path: str) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    data = with_part(workbook(good()), path, lambda c: c.replace(b"?>", b"?>" + bomb, 1))
    assert "实体定义" in refusal(data)


def test_broken_xml_inside_a_whole_zip_is_called_broken() -> None:
    assert "损坏" in refusal(with_part(workbook(good()), "xl/workbook.xml", lambda c: c[:200]))


def test_an_empty_workbook_says_so() -> None:
    assert "没有任何内容" in refusal(workbook(headings=()))


def test_a_sheet_without_the_required_headings_is_skipped_with_a_reason() -> None:
    result = check(workbook(("甲", "一组"), headings=("姓名", "组别")))
    assert result.totals.accepted == 0
    assert result.sheets[0].role == "not data"
    assert [s.reason for s in result.skipped] == ["not a data sheet"] * 2


def test_a_ledger_without_an_end_column_says_which_heading_is_missing_in_every_row() -> None:
    headings = HEADINGS[:6]
    result = check(workbook(good()[:6], headings=headings))
    (row,) = result.rejected
    assert [(e.code, e.field, e.column) for e in row.errors] == [("missing_required", "end_date", None)]


def test_formula_cells_are_errors_in_mapped_columns_only() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_formula("A2", "=ROW()-1", None, 1)
        sheet.write_formula("F3", "=DATE(2025,1,1)", None, 45658)
        sheet.write_formula("I2", "=1+1", None, 2)

    second = good(姓名="示例乙", 身份证号=number("42059919900101003"))
    result = check(workbook(good(), second, fill=fill, headings=(*HEADINGS, "年龄")))
    assert [r.row for r in result.accepted] == [2]
    (error,) = result.rejected[0].errors
    assert (error.code, error.field, error.column, error.raw) == ("formula_cell", "start_date", "F", "=DATE(2025,1,1)")


def test_hidden_rows_are_imported_with_a_warning_and_hidden_sheets_are_not() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.set_row(1, None, None, {"hidden": True})
        other = book.add_worksheet("旧表")
        other.write_row(0, 0, HEADINGS)
        other.write_row(1, 0, good(姓名="示例丙"))
        other.hide()

    result = check(workbook(good(), fill=fill))
    assert [w.code for w in result.accepted[0].warnings] == ["hidden_row"]
    assert {(s.row, s.reason) for s in result.skipped if s.sheet == "旧表"} == {
        (1, "hidden sheet"),
        (2, "hidden sheet"),
    }


def test_wrong_types_in_every_cell_are_errors_not_crashes() -> None:
    rows = [[cell] * len(HEADINGS) for cell in (True, 12.5, date(2026, 1, 1), -3, "\ufffd", "😀" * 30, 1e300)]
    result = check(workbook(*rows))
    assert result.totals.accepted == 0
    assert result.totals.rejected == len(rows)


def test_a_column_that_appears_twice_is_kept_as_extra_and_said() -> None:
    result = check(workbook([*good(), "另一个"], headings=(*HEADINGS, "姓名")))
    (row,) = result.accepted
    assert row.record["name"] == "示例甲"
    assert row.extra == {"姓名": "另一个"}
    assert "I 列" in result.sheets[0].notes[0]


def test_two_tables_on_one_sheet_are_both_read() -> None:
    headings = ("姓名", "矫正类别", "身份证号", "矫正开始日期", "矫正结束日期", "县市区")
    other = ("示例乙", "管制", number("42059919900101003"), "2025-01-01", "2025-12-31", "远安县")
    result = check(workbook(good(), (), headings, other))
    assert [(r.row, r.record["name"], r.record["county"]) for r in result.accepted] == [
        (2, "示例甲", "夷陵区"),
        (5, "示例乙", "远安县"),
    ]


def old_workbook() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("花名册")
    for column, words in enumerate(HEADINGS):
        sheet.write(0, column, words)
    for line, row in enumerate((good(), good(身份证号=number("42059919900101003"), 姓名="示例乙")), 1):
        for column, cell in enumerate(row):
            sheet.write(line, column, cell)
    sheet.write(2, 8, xlwt.Formula("1+1"))
    sheet.write(0, 8, "罪名")
    sheet.row(1).hidden = True
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("name", ["台账.xls", "台账.et"])
def test_old_workbooks_and_wps_files_are_read_with_their_formulas_and_hidden_rows(name: str) -> None:
    result = check(old_workbook(), name)
    assert [(r.row, [w.code for w in r.warnings]) for r in result.accepted] == [(2, ["hidden_row"])]
    assert [(r.row, r.errors[0].code) for r in result.rejected] == [(3, "formula_cell")]


def test_an_xlsx_with_the_extension_of_wps_is_read_by_its_content() -> None:
    assert check(workbook(good()), "台账.et").totals.accepted == 1


def test_a_reader_that_takes_too_long_is_stopped_with_a_sentence() -> None:
    with pytest.raises(LedgerRefused, match="内存和时间"):
        child.run(("check", workbook(good()), "台账.xlsx", AS_OF), "台账.xlsx", lambda frame: None, time_limit=0.0)


def test_a_hundred_thousand_rows_are_read_in_bounded_memory() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet("花名册")
    sheet.write_row(0, 0, HEADINGS)
    for line in range(1, 100_001):
        body = f"420599{1950 + line // 12000:04d}01{line // 1000 % 12 + 1:02d}{line % 1000:03d}"
        sheet.write_row(line, 0, good(身份证号=number(body)))
    book.close()
    seen: list[tuple[int, int | None]] = []
    result = check_ledger(
        target.getvalue(), file_name="大.xlsx", as_of=AS_OF, on_progress=lambda *step: seen.append(step)
    )
    assert result.totals.accepted + result.totals.duplicates == 100_000
    assert seen[0] == (0, None)
    assert seen[-1] == (100_000, 100_000)


def test_more_rows_than_any_ledger_has_get_a_sentence() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write(300_000, 1, "x")

    assert "B300001" in refusal(workbook(good(), fill=fill))
