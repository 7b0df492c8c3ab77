"""Starts the child process, feeds it and collects its frames; whatever happens to it becomes a sentence."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yipanqi
from yipanqi.records.ledger.result import LedgerRefused

TIME_LIMIT = 180.0
_WORKER = "yipanqi.records.ledger.worker"
Frame = tuple[Any, ...]


def _environment() -> dict[str, str]:
    root = str(Path(yipanqi.__path__[0]).parent)
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": root, "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "2"}


def _collect(descriptor: int, take: Callable[[Frame], None]) -> bool:
    """Takes frames until "done" (True) or until the pipe ends early (False)."""
    with os.fdopen(descriptor, "rb") as source:
        while True:
            try:
                frame: Frame = pickle.load(source)  # noqa: S301 - written by our own child
            except (EOFError, pickle.UnpicklingError):
                return False
            if frame[0] == "done":
                return True
            take(frame)


def run(request: Frame, file_name: str, take: Callable[[Frame], None], time_limit: float = TIME_LIMIT) -> None:
    """Runs one request; `take` sees every frame (from two threads, one at a time). Raises LedgerRefused."""
    first_read, first_write = os.pipe()
    second_read, second_write = os.pipe()
    lock = threading.Lock()
    refusals: list[str] = []
    finished: dict[str, bool] = {}

    def locked(frame: Frame) -> None:
        with lock:
            if frame[0] == "refused":
                refusals.append(frame[1])
            elif frame[0] != "exhausted":
                take(frame)

    child = subprocess.Popen(
        [sys.executable, "-m", _WORKER, str(first_write), str(second_write)],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        pass_fds=(first_write, second_write), env=_environment(), start_new_session=True,
    )  # fmt: skip
    os.close(first_write)
    os.close(second_write)
    alarm = threading.Timer(time_limit, _kill, (child,))
    alarm.start()
    other = threading.Thread(target=lambda: finished.update(second=_collect(second_read, locked)))
    other.start()
    try:
        _feed(child, request)
        finished["first"] = _collect(first_read, locked)
        other.join()
    finally:
        alarm.cancel()
        _kill(child)
        other.join()
        child.wait()
    if refusals:
        raise LedgerRefused(refusals[0])
    if not finished.get("first") or not (finished.get("second") or request[0] != "check"):
        raise LedgerRefused(_gave_up(file_name))


def _feed(child: subprocess.Popen[bytes], request: Frame) -> None:
    if child.stdin is None:
        return
    try:
        with child.stdin as pipe:
            pickle.dump(request, pipe, protocol=pickle.HIGHEST_PROTOCOL)
    except BrokenPipeError:
        return


def _kill(child: subprocess.Popen[bytes]) -> None:
    """Ends the child and the second process it may have started: they are a session of their own."""
    try:
        os.killpg(child.pid, 9)
    except (ProcessLookupError, PermissionError):
        return


def _gave_up(file_name: str) -> str:
    return (
        f"文件“{file_name}”在规定的内存和时间内没能读完，可能范围过大或内容异常。"
        "请把需要导入的行复制到一个新工作簿（只粘贴数值），或按司法所拆分后再导入。"
    )
