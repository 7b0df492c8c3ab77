"""Reads streams out of an OLE compound file ([MS-CFB]): the envelope of .xls, WPS .et and encrypted workbooks."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA
_ENTRY = 128


class BrokenCompound(ValueError):
    """Not a compound file, or one that leads in circles."""


class Compound:
    """The directory of a compound file held in memory."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(SIGNATURE):
            raise BrokenCompound("signature")
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise BrokenCompound("sector size")
        self.data, self.size, self.mini_size = data, 1 << shift, 1 << mini_shift
        self.fat = self._fat()
        directory, _, self.cutoff, mini_fat = struct.unpack_from("<IIII", data, 48)
        self.entries = dict(self._entries(self._join(directory)))
        self.mini_fat = _numbers(self._join(mini_fat)) if mini_fat < _LAST_SECTOR else ()
        root = next((e for e in self.entries.values() if e[0] == 5), None)
        self.mini = self._join(root[1])[: root[2]] if root and root[1] < _LAST_SECTOR else b""

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self.entries

    def read(self, name: str) -> bytes:
        """The content of a stream."""
        _, start, length = self.entries[name.casefold()]
        if length >= self.cutoff:
            return self._join(start)[:length]
        pieces = (self.mini[n * self.mini_size : (n + 1) * self.mini_size] for n in _chain(start, self.mini_fat))
        return b"".join(pieces)[:length]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        return self.data[start : start + self.size]

    def _join(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _chain(start, self.fat))

    def _fat(self) -> Sequence[int]:
        where = list(struct.unpack_from("<109I", self.data, 76))
        following, count = struct.unpack_from("<II", self.data, 68)
        for _ in range(min(count, len(self.data) // self.size)):
            if following >= _LAST_SECTOR:
                break
            more = _numbers(self._sector(following))
            if not more:
                raise BrokenCompound("table of tables")
            where += more[:-1]
            following = more[-1]
        return _numbers(b"".join(self._sector(number) for number in where if number < _LAST_SECTOR))

    def _entries(self, directory: bytes) -> Iterator[tuple[str, tuple[int, int, int]]]:
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            if kind not in (2, 5):
                continue
            name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", directory, at + 116)
            yield name.casefold(), (kind, start, size)


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def _chain(start: int, table: Sequence[int]) -> Iterator[int]:
    """Sector numbers from a start to the end of the chain."""
    number = start
    for _ in range(len(table) + 1):
        if number >= _LAST_SECTOR:
            return
        if number >= len(table):
            raise BrokenCompound("a chain leaves the file")
        yield number
        number = table[number]
    raise BrokenCompound("a chain leads in circles")
