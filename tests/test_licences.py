"""What the product stands on: pinned with hashes, its licence on record, nothing under GPL or AGPL."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKED = re.findall(r"^([A-Za-z0-9][\w.-]*)==\S+", (ROOT / "requirements/base.txt").read_text(), re.MULTILINE)
TABLE = dict(
    re.findall(r"^\| ([\w.-]+) \| (.+) \|$", (ROOT / "docs/decisions/0020-licences.md").read_text(), re.MULTILINE)
)
STRONG = re.compile(r"(?<!L)(?:A?GPL)|Affero|(?<!Lesser )General Public License", re.IGNORECASE)


def test_every_locked_package_is_in_the_table_and_no_other() -> None:
    assert LOCKED
    assert set(TABLE) - {"package", "---"} == set(LOCKED)


def test_every_lock_is_pinned_with_a_hash() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()
        pins = len(re.findall(r"^[A-Za-z0-9][\w.\[\],-]*==", text, re.MULTILINE))
        hashed = re.findall(r"^[A-Za-z0-9][^\n]*==[^\n]*\\\n\s+--hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
        assert pins == len(hashed), lock.name


@pytest.mark.parametrize("package", LOCKED)
def test_no_package_is_under_a_strong_copyleft(package: str) -> None:
    assert not STRONG.search(TABLE[package])
    try:
        told = metadata.metadata(package)
    except metadata.PackageNotFoundError:
        pytest.skip(f"{package} 不安装在本系统上")
    names = told.get_all("License-Expression") or []
    names += [line for line in told.get_all("Classifier") or [] if line.startswith("License ::")]
    assert not STRONG.search(" ".join(names)), names
