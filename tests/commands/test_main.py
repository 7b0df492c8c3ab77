"""The one script: what the operator types, what it answers, and with which exit status."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from yipanqi.commands import main, output


def _yipanqi(*words: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "yipanqi.commands.main", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_help_names_every_command_with_its_purpose() -> None:
    said = _yipanqi("help")
    assert said.returncode == 0
    lines = said.stdout.splitlines()
    for name in main.names():
        assert any((line.strip().startswith(name.replace("_", " ")) and "：" in line) or "。" in line for line in lines)


@pytest.mark.parametrize("name", sorted(main.PURE & set(main.names())))
def test_a_pure_command_never_imports_django(name: str) -> None:
    code = (
        f"import sys, argparse; from yipanqi.commands import main, {name} as command; "
        "command.register(argparse.ArgumentParser()); "
        "sys.exit(any(m.split('.')[0] in ('django', 'psycopg') for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_bad_input_is_a_sentence_on_stderr_and_status_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@localhost/none")
    assert main.main(["db", "status"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.strip().endswith("。")


def test_a_fault_is_one_line_and_status_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("YIPANQI_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PGBINDIR", str(tmp_path / "nowhere"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert main.main(["db", "start"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("程序故障：")
    assert len(said.err.strip().splitlines()) == 1


def test_djangos_own_commands_pass_through() -> None:
    said = _yipanqi("check")
    assert said.returncode == 0, said.stderr
    assert "no issues" in said.stdout or "没有" in said.stdout


def test_json_is_one_document_with_chinese_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_json({"类别": ["缓刑", None]})
    said = capsys.readouterr().out
    assert "缓刑" in said
    assert json.loads(said) == {"类别": ["缓刑", None]}
