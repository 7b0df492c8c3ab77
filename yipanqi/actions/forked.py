"""Pure work on many parts in processes beside this one, which share its memory and send back results alone."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from queue import Queue
from threading import Thread
from typing import BinaryIO, Generic, TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")

_AHEAD = 2
_PIPE = 3


class _Process(Generic[Part, Result]):
    """One process at work on its parts, and a thread that takes its results so that it need not wait."""

    def __init__(self, work: Callable[[Part], Result], parts: Sequence[Part]) -> None:
        reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            _work_and_end(work, parts, writing)
        os.close(writing)
        self.results: Queue[Result | None] = Queue(_AHEAD)
        self.stopped = False
        self._taking = Thread(target=self._take, args=(os.fdopen(reading, "rb"),), daemon=True)
        self._taking.start()

    def _take(self, source: BinaryIO) -> None:
        with source, suppress(EOFError, OSError, pickle.UnpicklingError):
            while not self.stopped:
                self.results.put(pickle.load(source))  # noqa: S301 -- written by our own code
        self.results.put(None)

    def stop(self) -> None:
        """End it, whatever it is doing."""
        self.stopped = True
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        while self._taking.is_alive():
            with suppress(Exception):
                self.results.get_nowait()
            self._taking.join(0.01)
        os.waitpid(self.pid, 0)


def _work_and_end(work: Callable[[Part], Result], parts: Sequence[Part], writing: int) -> None:
    """In the child: keep nothing of the parent's open (its connection!), and end without any of its clearing up."""
    status = 1
    try:
        if writing != _PIPE:
            os.dup2(writing, _PIPE)
        os.closerange(_PIPE + 1, os.sysconf("SC_OPEN_MAX"))
        with os.fdopen(_PIPE, "wb") as out:
            for part in parts:
                pickle.dump(work(part), out, protocol=pickle.HIGHEST_PROTOCOL)
                out.flush()
        status = 0
    finally:
        os._exit(status)


def forked(work: Callable[[Part], Result], parts: Sequence[Part]) -> Iterator[Result]:
    """`work` done on each part, in order; a single part is done here, and so is what a process leaves undone.

    `work` must neither touch the database nor return None. A process that loses its parent ends with its next result.
    """
    count = min(max((os.cpu_count() or 1) - 1, 1), len(parts) - 1, 3)
    if count < 1 or (os.cpu_count() or 1) == 1:
        yield from map(work, parts)
        return
    processes: list[_Process[Part, Result]] = []
    try:
        processes.extend(_Process(work, parts[first::count]) for first in range(count))
        for number, part in enumerate(parts):
            process = processes[number % count]
            found = None if process.stopped else process.results.get()
            if found is None:
                process.stopped = True
                found = work(part)
            yield found
    finally:
        for process in processes:
            process.stop()
