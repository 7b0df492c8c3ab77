"""从备份恢复数据库和文件，最后核验工作日志链。"""

import argparse
import shutil
import subprocess
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from yipanqi.actions import journal
from yipanqi.actions.anchors import verify_journal
from yipanqi.actions.system import system
from yipanqi.commands import archive, embedded
from yipanqi.commands.output import BadInput, print_json
from yipanqi.records import anchors

# The old content goes and the new one comes in one transaction: a restore that fails leaves what was there.
# Meanwhile new tables grant nothing by themselves: a dump says what was granted, not what had been withdrawn.
_BEFORE = f"""
BEGIN;
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
GRANT USAGE ON SCHEMA public TO PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM {embedded.APP};
ALTER DEFAULT PRIVILEGES REVOKE ALL ON SEQUENCES FROM {embedded.APP};
"""
_AFTER = f"""
ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {embedded.APP};
ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO {embedded.APP};
COMMIT;
"""


def register(parser: argparse.ArgumentParser) -> None:
    """DIR, --overwrite, --other-keys, --json."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="备份文件夹")
    parser.add_argument("--overwrite", action="store_true", help="数据库里已有数据时也恢复，现有数据全部被取代")
    parser.add_argument(
        "--other-keys", action="store_true", help="明知本机密钥与备份时不同也恢复（加密的内容将解不开）"
    )
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 文档")


def run(arguments: argparse.Namespace) -> int:
    """Exit status 1 when the restored journal is not whole."""
    folder: Path = arguments.folder
    manifest = archive.read_manifest(folder)
    _refuse_keys(manifest, arguments.other_keys)
    _refuse_busy()
    _refuse_data(arguments.overwrite)
    _restore_database(folder)
    _restore_files(folder)
    with system():
        journal.write("backup.restored", by=None, at=timezone.now(), lines=int(manifest["journal"]["count"]))
    found = verify_journal(kept=anchors.load(anchors.default_path()) if anchors.default_path().exists() else [])
    whole = found.fault is None
    sentence = f"工作日志链完整：{found.lines} 行。" if found.fault is None else found.fault.sentence
    if arguments.json:
        print_json({"folder": str(folder), "made_at": manifest["made_at"], "journal_ok": whole, "lines": found.lines})
    else:
        print(f"已从 {folder}（{manifest['made_at']} 的备份）恢复。{sentence}")
    return 0 if whole else 1


def _refuse_keys(manifest: dict[str, Any], told: bool) -> None:
    if manifest.get("keys") != archive.key_fingerprint() and not told:
        raise BadInput(
            "本机的密钥与做备份时不同，恢复后证件号、电话会解不开。请先放回当时的密钥文件（keys.json）；"
            "明知如此仍要恢复的，加 --other-keys。"
        )


def _refuse_busy() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        others = cursor.fetchone()[0]
    if others:
        raise BadInput(f"数据库还有 {others} 个连接。请先停止网页服务和后台任务（yipanqi serve），再恢复。")


def _refuse_data(told: bool) -> None:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        used = False
        if "records_journalhead" in tables:
            cursor.execute("SELECT count > 0 OR EXISTS (SELECT 1 FROM records_agency) FROM records_journalhead")
            used = cursor.fetchone()[0]
        elif tables:
            used = True
    if used and not told:
        raise BadInput("数据库里已有数据，没有恢复。确要用备份取代全部现有数据的，先另做一份备份，再加 --overwrite。")


def _restore_database(folder: Path) -> None:
    """pg_restore writes SQL, psql runs it between our BEGIN and COMMIT."""
    connection.close()
    reading = [
        str(archive.program("pg_restore")),
        "--no-owner",
        "--no-comments",
        "--file=-",
        str(folder / archive.DUMP),
    ]
    psql = [str(archive.program("psql")), "-X", "-q", "-v", "ON_ERROR_STOP=1"]
    environment = archive.environment() | {"PGOPTIONS": "-c client_min_messages=warning"}
    connection.close()
    source = subprocess.Popen(reading, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    target = subprocess.Popen(
        psql, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
    )
    assert source.stdout is not None and source.stderr is not None  # noqa: PT018, S101 -- asked for above
    assert target.stdin is not None and target.stderr is not None  # noqa: PT018, S101
    try:
        target.stdin.write(_BEFORE.encode())
        shutil.copyfileobj(source.stdout, target.stdin, 1 << 20)
        complaint = source.stderr.read()
        if source.wait() == 0:
            target.stdin.write(_AFTER.encode())
        target.stdin.close()  # without the COMMIT everything is taken back
    except BrokenPipeError:
        source.kill()
        complaint = b""
    said = target.stderr.read()
    if source.wait() or target.wait():
        lines = (said or complaint).decode(errors="replace").splitlines()
        raise RuntimeError(f"恢复数据库失败，原有数据没有变动：{' '.join(lines[:2])[:600]}")


def _restore_files(folder: Path) -> None:
    """What was there is kept aside under the hour of the restore."""
    stamp = timezone.localtime().strftime("%Y%m%d%H%M%S")
    for name in (archive.FILES, archive.ANCHORS):
        here, there = Path(settings.DATA_DIR) / name, folder / name
        if here.exists():
            here.rename(here.with_name(f"{here.name}.before-{stamp}"))
        if there.is_dir():
            shutil.copytree(there, here)
        elif there.exists():
            shutil.copy2(there, here)
