"""`yipanqi law rehearse`: every difference of a change, as text or JSON, and nothing changed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.cast import Cast, everywhere, make_case, make_cast
from yipanqi.commands.main import main
from yipanqi.records.models import Parameter, Rehearsal

CHANGE = '[numbers.declaration_days]\nvalue = 3\nfrom = 2026-11-01\nsource = "虚构"\n'


@pytest.fixture
def cast(db: None) -> Cast:
    with everywhere():
        cast = make_cast()
    with everywhere():
        for _ in range(22):
            make_case(cast.county, cast.office, arrived_on=date(2026, 11, 16), received_on=date(2026, 11, 16))
    return cast


def written(folder: Path, text: str) -> str:
    path = folder / "change.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_it_prints_one_json_document(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, 'title = "宣告改为三日"\n' + CHANGE)
    assert main(["law", "rehearse", file, "--on", "2026-11-24", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["title"], said["on"], said["cases"], said["cases_changed"]) == ("宣告改为三日", "2026-11-24", 22, 22)
    assert said["effects"] == {"新出现": 22}
    first = said["differences"][0]
    assert (first["rule"], first["old"], first["new"]) == ("plan.declare", "没有期限", "2026-11-19")
    assert "3日" in first["new_because"]
    assert not Parameter.objects.exists()
    assert not Rehearsal.objects.exists()


def test_it_tells_a_person(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "rehearse", written(tmp_path, CHANGE), "--on", "2026-11-24"]) == 0
    said = capsys.readouterr()
    assert "22 件案件，22 件有差异" in said.out
    assert "没有改动任何数据" in said.out
    assert "新出现：22 项" in said.out
    assert "其余 2 件用 --json 列出" in said.out
    assert "已试算 22 / 22 件" in said.err


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "读不到变更文件"),
        ("[numbers", "不是正确的 TOML"),
        ("x = 1", "不认识的部分"),
        ("[numbers.declaration_days]\nvalue = 3\nfrom = 2026-11-01T08:00:00", "要写 from"),
    ],
)
def test_bad_input_exits_2_with_a_sentence(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, sentence: str
) -> None:
    file = str(tmp_path / "nowhere.toml") if text is None else written(tmp_path, text)
    assert main(["law", "rehearse", file]) == 2
    assert sentence in capsys.readouterr().err
