"""The keys of this installation: from the environment, else from a file made on first start (mode 0600)."""

import json
import os
import secrets
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class BadKeys(RuntimeError):
    """A key is missing or malformed; the sentence says which."""


@dataclass(frozen=True, repr=False)
class Keys:
    """Every secret the product holds."""

    django: str
    """Signs sessions and tokens."""
    field: dict[str, bytes]
    """SM4 keys (16 bytes) for encrypted fields, by key id; the last one encrypts, all of them decrypt."""
    index: bytes
    """HMAC-SM3 key (32 bytes) of the blind indexes."""
    anchor: bytes
    """Signs the head of the journal (32 bytes)."""


def load(environ: Mapping[str, str], data_dir: Path) -> Keys:
    """YIPANQI_SECRET_KEY, _FIELD_KEYS ("1:hex,2:hex"), _INDEX_KEY, _ANCHOR_KEY; the rest comes from the file."""
    path = Path(environ.get("YIPANQI_KEYS_FILE") or data_dir / "keys.json")
    names = {name: f"YIPANQI_{name.upper()}" for name in ("secret_key", "field_keys", "index_key", "anchor_key")}
    given = {name: environ[variable] for name, variable in names.items() if environ.get(variable)}
    stored = given if len(given) == len(names) else {**_read_or_make(path), **given}
    try:
        return Keys(
            django=stored["secret_key"],
            field={_key_id(key_id): _bytes(value, 16) for key_id, value in _pairs(stored["field_keys"])},
            index=_bytes(stored["index_key"], 32),
            anchor=_bytes(stored["anchor_key"], 32),
        )
    except (KeyError, ValueError) as fault:
        raise BadKeys(f"密钥不完整或格式不对（{path} 或环境变量 YIPANQI_*_KEY）：{fault}") from None


def _pairs(text: str) -> list[tuple[str, str]]:
    parts = [pair.partition(":") for pair in text.split(",")]
    return [(key_id.strip(), value.strip()) for key_id, _, value in parts]


def _key_id(text: str) -> str:
    """A sealed value begins with its key's id in one byte."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 255 and str(int(text)) == text):
        raise ValueError(f"密钥编号“{text}”应为 1 到 255 的整数")
    return text


def _bytes(text: str, length: int) -> bytes:
    value = bytes.fromhex(text)
    if len(value) != length:
        raise ValueError(f"应为 {length} 字节的十六进制")
    return value


def _read_or_make(path: Path) -> dict[str, str]:
    if not path.exists():
        _make(path)
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise BadKeys(f"密钥文件 {path} 能被他人读取：请执行 chmod 600 {path}。")
    read: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return read


def _make(path: Path) -> None:
    """Whole or not at all; of two processes that make it at once, the first one's file stands."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = {
        "secret_key": secrets.token_urlsafe(48),
        "field_keys": f"1:{secrets.token_hex(16)}",
        "index_key": secrets.token_hex(32),
        "anchor_key": secrets.token_hex(32),
    }
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")  # readable by its owner alone
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(fresh, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
