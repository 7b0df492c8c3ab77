"""`yipanqi ledger check`: one document for programs, Chinese for people, a sentence and status 2 for bad input."""

import json
from pathlib import Path

import pytest

from yipanqi.commands.main import main

EXAMPLES = Path(__file__).parents[1] / "records" / "ledger" / "examples"


def test_json_is_one_document_and_rejected_rows_are_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "check", str(EXAMPLES / "messy.xlsx"), "--json", "--as-of", "2026-11-01"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    document = json.loads(said.out)
    assert document["totals"] == {
        "accepted": 284,
        "rejected": 4,
        "duplicates": 12,
        "skipped_rows": 80,
        "persons": 284,
        "cases": 284,
    }


def test_people_read_what_is_wrong_where_and_how_to_mend_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "check", str(EXAMPLES / "messy.xlsx"), "--as-of", "2026-11-01"]) == 0
    said = capsys.readouterr().out
    assert "可导入 284 行（284 人），退回 4 行，重复 12 行，跳过 80 行。" in said
    assert "枝城司法所 第 14 行：D 列“公民身份号码”：身份证号校验码不符。" in said
    assert "420599197702270011" not in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["没有.xlsx"], "找不到文件"),
        (["."], "是文件夹"),
        ([str(Path(__file__))], "不是 Excel 工作簿"),
        ([str(EXAMPLES / "clean.xlsx"), "--as-of", "2026年"], "--as-of"),
    ],
)
def test_bad_input_is_a_sentence_and_status_2(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ledger", "check", *words]) == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.out == ""
