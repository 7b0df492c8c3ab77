"""`yipanqi law ask`: what an outsider asks on the command line, and what exit status comes back."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from yipanqi.commands.main import main

QUESTION = {"ask": "extension", "months": 1}


def asked(capsys: pytest.CaptureFixture[str]) -> object:
    return json.loads(capsys.readouterr().out)


def test_one_question_gets_one_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "问题.json"
    path.write_text(json.dumps(QUESTION, ensure_ascii=False), encoding="utf-8-sig")
    assert main(["law", "ask", str(path)]) == 0
    found = asked(capsys)
    assert isinstance(found, dict)
    assert (found["level"], found["tell"]) == ("市级", ["检察院"])


def test_a_list_from_standard_input_is_answered_in_order_with_errors_among_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = json.dumps([QUESTION, {"ask": "extension"}, {"ask": "extension", "months": 3}])
    for words in (["law", "ask"], ["law", "ask", "-", "--json"]):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        assert main(words) == 0
        found = asked(capsys)
        assert isinstance(found, list)
        assert [answer.get("level") for answer in found] == ["市级", None, "省级"]
        assert "months" in found[1]["error"]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"{", "JSON"), (b"\xff\xfe\x00", "UTF-8"), (b"[" * 100_000, "JSON")],
    ids=["cut off", "not UTF-8", "nested too deep"],
)
def test_what_is_no_json_is_refused_with_status_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, words: str
) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    assert main(["law", "ask", str(path)]) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert told.out == ""


def test_a_file_that_is_not_there_is_refused_with_status_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "ask", "没有这个文件.json"]) == 2
    assert "没有这个文件.json" in capsys.readouterr().err
