"""A backup is whole or refused; a restore brings everything back, scope included, and ends in `journal verify`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.actions.ledger_stage import person_row, workbook
from tests.commands.installation import Installation
from yipanqi.commands import archive
from yipanqi.commands.output import BadInput


@dataclass
class Backup:
    """An installation with three cases, and its backup."""

    house: Installation
    folder: Path
    counts: dict[str, Any]


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backup]:
    house = Installation(tmp_path_factory.mktemp("house"))
    house.set_up()
    folder = tmp_path_factory.mktemp("backups")
    ledger = folder / "a.xlsx"
    ledger.write_bytes(workbook([person_row(n) for n in range(1, 4)]))
    house.yipanqi("ledger", "import", str(ledger), "--by", "lijianguo")
    said = house.yipanqi("backup", str(folder / "one"))
    assert "密钥不在备份里" in said
    yield Backup(house, folder / "one", house.counts())
    house.stop()


@pytest.fixture
def other(tmp_path: Path, backup: Backup) -> Iterator[Installation]:
    """A second machine with the first one's keys."""
    made = Installation(tmp_path / "other")
    made.folder.mkdir()
    shutil.copy2(backup.house.folder / "keys.json", made.folder / "keys.json")
    yield made
    made.stop()


def test_no_key_and_no_plain_number_lies_in_a_backup(backup: Backup) -> None:
    keys = json.loads((backup.house.folder / "keys.json").read_text())
    for path in backup.folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert not any(str(value).encode() in data for value in keys.values())
        assert not any(number.encode() in data for number in backup.counts["numbers"])


def test_a_restore_on_another_machine_brings_everything_back(backup: Backup, other: Installation) -> None:
    said = other.yipanqi("restore", str(backup.folder))
    assert "工作日志链完整" in said
    found = other.counts()
    assert found["numbers"] == backup.counts["numbers"]
    assert found["without_scope"] == 0
    for name in ("Batch", "BatchRow", "Case", "Duty", "Person"):
        assert found[name] == backup.counts[name]
    assert found["JournalLine"] == backup.counts["JournalLine"] + 1
    assert other.rights() == backup.house.rights()
    assert "完整" in other.yipanqi("journal", "verify")
    ledger = backup.folder.parent / "a.xlsx"
    assert "没有任何变化" in other.yipanqi("ledger", "import", str(ledger), "--by", "lijianguo")


def test_data_is_not_overwritten_unasked_nor_by_a_restore_that_fails(
    backup: Backup, other: Installation, tmp_path: Path
) -> None:
    other.set_up()
    before = other.counts()
    assert "--overwrite" in other.yipanqi("restore", str(backup.folder), status=2)
    copy = tmp_path / "copy"
    shutil.copytree(backup.folder, copy)
    dump = copy / "database.dump"
    dump.write_bytes(dump.read_bytes()[:-40_000])
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["files"].pop("database.dump")  # so that the hash does not stop it first
    (copy / "manifest.json").write_text(json.dumps(manifest))
    assert "没有变动" in other.yipanqi("restore", str(copy), "--overwrite", status=1)
    assert other.counts() == before
    other.yipanqi("restore", str(backup.folder), "--overwrite")
    assert other.counts()["Case"] == 3


def test_other_keys_are_noticed(backup: Backup, other: Installation) -> None:
    (other.folder / "keys.json").unlink()
    assert "密钥" in other.yipanqi("restore", str(backup.folder), status=2)


@pytest.mark.parametrize("harm", ["byte", "missing", "unfinished", "nowhere"])
def test_a_damaged_backup_is_refused_and_named(backup: Backup, tmp_path: Path, harm: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(backup.folder, copy)
    dump = copy / "database.dump"
    assert archive.read_manifest(copy)["journal"]["count"] > 0
    if harm == "byte":
        data = bytearray(dump.read_bytes())
        data[len(data) // 2] ^= 1
        dump.write_bytes(data)
    elif harm == "missing":
        dump.unlink()
    elif harm == "unfinished":
        (copy / "manifest.json").unlink()
    else:
        shutil.rmtree(copy)
    with pytest.raises(BadInput, match="database.dump" if harm in ("byte", "missing") else "manifest.json"):
        archive.read_manifest(copy)


def test_a_backup_never_overwrites_another(backup: Backup) -> None:
    assert "不是空文件夹" in backup.house.yipanqi("backup", str(backup.folder), status=2)
