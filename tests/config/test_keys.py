"""Keys are made once, readable by their owner alone, and a wrong one is named."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from yipanqi.config import keys


def test_first_start_makes_a_private_file_that_later_starts_read(tmp_path: Path) -> None:
    made = keys.load({}, tmp_path)
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600
    assert keys.load({}, tmp_path) == made
    assert [len(key) for key in made.field.values()] == [16]
    assert (len(made.index), len(made.anchor)) == (32, 32)


def test_two_first_starts_at_once_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        loaded = list(pool.map(lambda _: keys.load({}, tmp_path).django, range(8)))
    assert len(set(loaded)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


def test_environment_alone_makes_no_file(tmp_path: Path) -> None:
    given = {
        "YIPANQI_SECRET_KEY": "signing",
        "YIPANQI_FIELD_KEYS": f"1:{'11' * 16},2:{'22' * 16}",
        "YIPANQI_INDEX_KEY": "33" * 32,
        "YIPANQI_ANCHOR_KEY": "44" * 32,
    }
    loaded = keys.load(given, tmp_path)
    assert list(loaded.field) == ["1", "2"]
    assert loaded.index == bytes.fromhex("33" * 32)
    assert list(tmp_path.iterdir()) == []


def test_a_short_key_is_refused_by_length(tmp_path: Path) -> None:
    with pytest.raises(keys.BadKeys, match="32 字节"):
        keys.load({"YIPANQI_INDEX_KEY": "33"}, tmp_path)


@pytest.mark.parametrize("key_id", ["new", "0", "256", "01", "", "²"])
def test_a_key_id_that_fits_no_byte_is_refused_before_anything_is_sealed(tmp_path: Path, key_id: str) -> None:
    with pytest.raises(keys.BadKeys, match="1 到 255"):
        keys.load({"YIPANQI_FIELD_KEYS": f"{key_id}:{'11' * 16}"}, tmp_path)


def test_a_file_others_can_read_is_refused(tmp_path: Path) -> None:
    keys.load({}, tmp_path)
    (tmp_path / "keys.json").chmod(0o644)
    with pytest.raises(keys.BadKeys, match="chmod 600"):
        keys.load({}, tmp_path)


def test_keys_do_not_show_themselves(tmp_path: Path) -> None:
    made = keys.load({}, tmp_path)
    assert made.django not in repr(made)
