"""`yipanqi ledger import` and `undo` from outside, and what is left when somebody pulls the plug."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.actions.ledger_stage import person_row, workbook
from tests.commands.installation import Installation


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    made = Installation(tmp_path_factory.mktemp("house"))
    made.set_up()
    yield made
    made.stop()


def ledger(folder: Path, serials: range) -> str:
    path = folder / f"台账{serials.start}.xlsx"
    path.write_bytes(workbook([person_row(n) for n in serials]))
    return str(path)


def test_import_prints_a_batch_and_undo_takes_it_back(house: Installation, tmp_path: Path) -> None:
    before = house.counts()["Case"]
    file = ledger(tmp_path, range(9000, 9003))
    said = json.loads(house.yipanqi("ledger", "import", file, "--by", "lijianguo", "--json"))
    assert (said["state"], said["totals"]["new"]) == ("accepted", 3)
    assert house.counts()["Case"] == before + 3
    again = house.yipanqi("ledger", "import", file, "--by", "lijianguo")
    assert "没有任何变化" in again
    undone = json.loads(house.yipanqi("ledger", "undo", str(said["batch"]), "--by", "lijianguo", "--json"))
    assert undone["state"] == "undone"
    assert house.counts()["Case"] == before
    assert "已撤回" in house.yipanqi("ledger", "undo", str(said["batch"]), "--by", "lijianguo", status=2)
    assert "完整" in house.yipanqi("journal", "verify")


def test_bad_input_gets_a_sentence(house: Installation, tmp_path: Path) -> None:
    assert "找不到文件" in house.yipanqi("ledger", "import", "nowhere.xlsx", "--by", "lijianguo", status=2)
    file = ledger(tmp_path, range(1, 2))
    assert "没有登录名为" in house.yipanqi("ledger", "import", file, "--by", "nobody", status=2)
    csv = tmp_path / "a.csv"
    csv.write_text("姓名,身份证号\n")
    assert "a.csv" in house.yipanqi("ledger", "import", str(csv), "--by", "lijianguo", status=2)
    assert "没有找到第 9999 批" in house.yipanqi("ledger", "undo", "9999", "--by", "lijianguo", status=2)


@pytest.mark.parametrize("delay", [1.0, 2.0, 3.0])
def test_kill_9_of_the_command_leaves_nothing_half_written(house: Installation, tmp_path: Path, delay: float) -> None:
    before = house.counts()
    first = round(delay * 1000)  # each story has persons of its own: their order is shuffled
    process = house.start("ledger", "import", ledger(tmp_path, range(first, first + 800)), "--by", "lijianguo")
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    after = house.counts()
    for name in ("Case", "Person", "Duty"):
        assert after[name] in (before[name], before[name] + (800 if name != "Duty" else after[name] - before[name]))
    assert (after["Case"] == before["Case"]) == (after["Duty"] == before["Duty"])
    assert "完整" in house.yipanqi("journal", "verify")


def test_kill_9_of_the_database_leaves_nothing_half_written(house: Installation, tmp_path: Path) -> None:
    before = house.counts()
    process = house.start("ledger", "import", ledger(tmp_path, range(5000, 5900)), "--by", "lijianguo")
    time.sleep(2.0)
    postmaster = int((house.folder / "postgres" / "postmaster.pid").read_text().split()[0])
    children = [int(p.name) for p in Path("/proc").glob("[0-9]*") if _parent(p) == _outer(postmaster, house)]
    for pid in [_outer(postmaster, house), *children]:
        os.kill(pid, signal.SIGKILL)
    process.communicate(timeout=60)
    after = house.counts()  # starts the server again
    assert after["Case"] in (before["Case"], before["Case"] + 900)
    assert "完整" in house.yipanqi("journal", "verify")


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])
    except (OSError, IndexError):
        return 0


def _outer(pid: int, house: Installation) -> int:
    """The postmaster's id as we see it, found by its data folder."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if words[0].endswith(b"/postgres") and str(house.folder / "postgres").encode() in words:
            return int(process.name)
    return pid


def test_two_imports_of_the_same_file_at_once_make_no_duplicates(house: Installation, tmp_path: Path) -> None:
    file = ledger(tmp_path, range(7000, 7060))
    before = house.counts()
    running = [house.start("ledger", "import", file, "--by", "lijianguo", "--json") for _ in range(3)]
    said = [json.loads(process.communicate(timeout=120)[0]) for process in running]
    after = house.counts()
    new = [document["totals"]["new"] for document in said]
    assert sum(new) == after["Case"] - before["Case"] == 60
    assert len(set(after["numbers"])) == len(after["numbers"]) == after["Person"]
    assert sorted(new)[:2] == [0, 0]
    assert all(d["totals"]["new"] + d["totals"]["same"] == 60 for d in said)
