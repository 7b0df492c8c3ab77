"""The documents: every link and picture leads somewhere, every command they name exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
COMMANDS = {
    path.stem.replace("_", " ")
    for folder in ("commands", "demo/commands")
    for path in (ROOT / "yipanqi" / folder).glob("*.py")
}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    lost = [link for link in links if not link.startswith("http") and not (page.parent / link).exists()]
    assert lost == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "docs/operations.md"])
def test_every_command_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = set(re.findall(r"yipanqi ((?:ledger|law|jobs|journal|demo|account) [a-z]+)", text))
    assert named
    assert sorted(named - COMMANDS) == []


def test_the_readmes_list_every_user_of_the_demo() -> None:
    users = re.findall(r'DemoUser\("(\w+)"', (ROOT / "yipanqi" / "demo" / "users.py").read_text(encoding="utf-8"))
    assert users
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert [user for user in users if f"`{user}`" not in text] == []
