"""What a backup is: a database dump, files, the journal's anchors, a manifest with their hashes; never a key."""

import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from yipanqi.commands import embedded
from yipanqi.commands.output import BadInput
from yipanqi.records import ciphers

MANIFEST, DUMP, FILES, ANCHORS = "manifest.json", "database.dump", "files", "anchors.jsonl"
FORMAT = 1
KEYS_APART = (
    "密钥不在备份里。请把密钥文件（keys.json 或者 YIPANQI_*_KEY）另外保管、与备份分开存放："
    "没有它，备份中的证件号、电话和台账文件都解不开。"
)


def program(name: str) -> Path:
    """pg_dump, pg_restore or psql, not older than the server."""
    needed = server_major()
    beside = embedded.server(Path(settings.DATA_DIR)).binaries / name
    on_path = shutil.which(name)
    for candidate in (beside, Path(on_path) if on_path else beside):
        if candidate.exists() and _major(candidate) >= needed:
            return candidate
    raise BadInput(f"找不到 {needed} 或更新版本的 {name}：请安装 PostgreSQL {needed} 的客户端程序，或者设置 PGBINDIR。")


def server_major() -> int:
    """The major version of the server we are connected to."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10_000


def _major(path: Path) -> int:
    said = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)(?:\.\d+)*", said)
    return int(found[1]) if found else 0


def environment() -> dict[str, str]:
    """Where libpq finds the database we are connected to; a password never stands on a command line."""
    parameters = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    given = {variable: str(parameters[name]) for name, variable in names.items() if parameters.get(name)}
    if parameters.get("sslmode"):
        given["PGSSLMODE"] = str(parameters["sslmode"])
    return {**os.environ, **given, "PGTZ": "Asia/Shanghai", "PGOPTIONS": "-c row_security=off"}


def key_fingerprint() -> str:
    """Tells whether two installations hold the same keys, and nothing else about them."""
    return ciphers.blind_index("backup.keys", ",".join(sorted(settings.KEYS.field))).hex()[:16]


def hash_of(path: Path) -> str:
    """SHA-256, as `sha256sum` prints it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def contents(folder: Path) -> Iterator[Path]:
    """Every file of a backup but its manifest, in order."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MANIFEST)


def write_manifest(folder: Path, **facts: Any) -> dict[str, Any]:
    """Name, size and hash of every file, written last: a backup without a manifest is not finished."""
    files = {
        str(path.relative_to(folder)): {"bytes": path.stat().st_size, "sha256": hash_of(path)}
        for path in contents(folder)
    }
    manifest = {"format": FORMAT, **facts, "keys": key_fingerprint(), "files": files}
    draft = folder / f"{MANIFEST}.half"
    draft.write_text(json.dumps(manifest, ensure_ascii=False, indent=2), encoding="utf-8")
    draft.replace(folder / MANIFEST)
    return manifest


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a whole and unchanged backup.

    Raises:
        BadInput: no backup, an unfinished one, or one whose files were changed.
    """
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = {str(name): str(facts["sha256"]) for name, facts in manifest["files"].items()}
    except FileNotFoundError:
        raise BadInput(f"“{folder}”里没有 {MANIFEST}：不是备份，或者备份没有做完。请换一份备份。") from None
    except (ValueError, KeyError, AttributeError, TypeError):
        raise BadInput(f"“{folder / MANIFEST}”读不出来：备份已损坏。请换一份备份。") from None
    if manifest.get("format") != FORMAT:
        raise BadInput(f"备份的格式是 {manifest.get('format')}，本程序只认 {FORMAT}。请用做备份的那个版本恢复。")
    for name, expected in files.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
            raise BadInput(f"备份中缺少文件 {name}。请换一份备份。")
        if hash_of(path) != expected:
            raise BadInput(f"备份中的文件 {name} 与清单不符，已被改动或者损坏。请换一份备份。")
    return manifest


def run(command: list[str], what: str, **options: Any) -> None:
    """A program of PostgreSQL; its complaint becomes a fault (it names objects, never rows)."""
    done = subprocess.run(command, env=environment(), stderr=subprocess.PIPE, check=False, **options)
    if done.returncode:
        lines = [line for line in done.stderr.decode(errors="replace").splitlines() if "DETAIL" not in line]
        raise RuntimeError(f"{what}失败：{' '.join(lines[:3])[:600]}")
