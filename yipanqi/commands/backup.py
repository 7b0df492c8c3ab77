"""备份数据库和文件到一个新文件夹；密钥另外保管，不在备份里。"""

import argparse
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from yipanqi.actions import journal
from yipanqi.actions.anchors import anchor_journal
from yipanqi.actions.system import system
from yipanqi.commands import archive
from yipanqi.commands.output import BadInput, print_json
from yipanqi.records import anchors


def register(parser: argparse.ArgumentParser) -> None:
    """DIR, --json."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="备份文件夹：还不存在，或者是空的")
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 文档")


def run(arguments: argparse.Namespace) -> int:
    """The journal says so first and its head is signed, so that the backup holds both."""
    folder: Path = arguments.folder
    _make(folder)
    now = timezone.now()
    with system():
        journal.write("backup.made", by=None, at=now)
    anchor = anchor_journal(now=now)
    dump = folder / archive.DUMP
    archive.run([str(archive.program("pg_dump")), "--format=custom", "--compress=6", f"--file={dump}"], "导出数据库")
    dump.chmod(0o600)
    _copy(folder)
    manifest = archive.write_manifest(
        folder,
        made_at=timezone.localtime(now).isoformat(timespec="seconds"),
        postgresql=archive.server_major(),
        journal={"count": anchor.count, "hash": anchor.hash},
    )
    if arguments.json:
        print_json({"folder": str(folder), **manifest})
    else:
        print("\n".join(_summary(folder, manifest)))
    return 0


def _make(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(f"“{folder}”已经存在而且不是空文件夹。请给一个新的文件夹，备份不会覆盖旧的。")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise BadInput(f"不能建立文件夹“{folder}”（{fault.strerror}）。请核对路径和权限。") from fault


def _copy(folder: Path) -> None:
    files = Path(settings.DATA_DIR) / archive.FILES
    if files.exists():
        shutil.copytree(files, folder / archive.FILES)
    if anchors.default_path().exists():
        shutil.copy2(anchors.default_path(), folder / archive.ANCHORS)


def _summary(folder: Path, manifest: dict[str, Any]) -> list[str]:
    size = sum(facts["bytes"] for facts in manifest["files"].values())
    return [
        f"已备份到 {folder}：{len(manifest['files'])} 个文件，{size / 2**20:.1f} MB。",
        f"工作日志 {manifest['journal']['count']} 行，链首已签存。",
        archive.KEYS_APART,
        f"恢复：yipanqi restore {folder}",
    ]
