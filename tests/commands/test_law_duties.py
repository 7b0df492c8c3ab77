"""`yipanqi law duties` and `yipanqi law rules`: what an outsider may ask without a database."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from yipanqi.commands.main import main

CASE = {"category": "缓刑", "effective_on": "2024-11-05", "arrived_on": "2024-11-17", "term_ends_on": "2025-11-04"}


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    path = tmp_path / "案件.json"
    path.write_text(json.dumps(CASE, ensure_ascii=False), encoding="utf-8")
    return path


def _json(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_an_outsider_gets_the_duties_of_a_case(case_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "duties", str(case_file), "--as-of", "2024-11-20"]) == 0
    found = {duty["rule"]: duty for duty in _json(capsys)}
    late = found["intake.report_in_person"]
    assert (late["due"], late["done"], late["done_late"]) == ("2024-11-15", "2024-11-17", True)
    assert late["basis"] == ["社区矫正法 21", "刑诉法解释 519"]
    assert "晚2日" in found["intake.answer_lateness"]["because"]


def test_a_list_of_cases_is_answered_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "cases.json"
    path.write_text(json.dumps([CASE, {"category": "假释"}]), encoding="utf-8-sig")
    assert main(["law", "duties", str(path), "--as-of", "2024-11-20", "--json", "--open"]) == 0
    first, second = _json(capsys)
    assert all(duty["done"] is None for duty in first)
    assert "缺少判决、裁定生效日期" in {d["rule"]: d for d in second}["intake.report_in_person"]["because"]


def test_people_may_have_it_as_text(case_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "duties", str(case_file), "--as-of", "2024-11-20", "--text"]) == 0
    text = capsys.readouterr().out
    assert "[已办] 本人报到　社区矫正对象　2024-11-15　社区矫正法 第21条" in text
    assert "立即" in text
    assert "未定期限" in text


def test_facts_may_come_by_standard_input_and_the_day_is_today(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    piped = io.TextIOWrapper(io.BytesIO(json.dumps(CASE).encode()))
    monkeypatch.setattr("sys.stdin", piped)
    assert main(["law", "duties"]) == 0
    assert {duty["rule"] for duty in _json(capsys)} >= {"release.release"}


@pytest.mark.parametrize(
    ("content", "arguments", "says"),
    [
        (b"{", [], "第 1 行第 2 列"),
        (b"\xff\xfe", [], "不是 UTF-8 编码"),
        (b"[" * 200_000, [], "JSON"),
        (b"{}", [], "第 1 个案件：facts 缺少必填字段“category”"),
        (b'[{"category": "\\u7f13\\u5211"}, 7]', [], "第 2 个案件：facts 应为对象"),
        (b"{}", ["--as-of", "2026-13-01"], "--as-of 应为"),
    ],
)
def test_bad_input_gets_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, arguments: list[str], says: str
) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    assert main(["law", "duties", str(path), *arguments]) == 2
    assert says in capsys.readouterr().err


def test_a_missing_file_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "duties", str(tmp_path / "没有.json")]) == 2
    assert "读不出文件" in capsys.readouterr().err


def test_the_rules_are_listed_for_machines_and_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "rules", "--json"]) == 0
    library = _json(capsys)
    assert {"rules", "decisions", "parameters", "warnings", "sources"} <= set(library)
    assert main(["law", "rules"]) == 0
    assert "intake.report_in_person　本人报到　社区矫正对象" in capsys.readouterr().out
