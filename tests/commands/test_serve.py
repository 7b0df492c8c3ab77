"""What keeps the pages up: both processes are there, come back after a kill, and end together."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from yipanqi.commands import embedded


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    give_up_at = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > give_up_at:
            return False
        time.sleep(0.1)
    return True


def _alive(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.read() == b"ok\n")
    except OSError:
        return False


def _children(parent: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    port = _free_port()
    environment = {**os.environ, "YIPANQI_DATA_DIR": str(tmp_path), "YIPANQI_DEMO": "1"}
    environment.pop("YIPANQI_DATABASE_ROLE", None)
    script = [sys.executable, "-m", "yipanqi.commands.main"]
    subprocess.run([*script, "migrate", "--verbosity", "0"], check=True, env=environment)
    process = subprocess.Popen([*script, "serve", "--port", str(port)], env=environment)
    yield process, port
    process.terminate()
    process.wait(20)
    embedded.server(tmp_path).stop()


@pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="外部数据库：此测试需要自己的内置数据库")
def test_killed_processes_come_back_and_all_end_together(served: tuple[subprocess.Popen[bytes], int]) -> None:
    process, port = served
    assert _within(20, lambda: _alive(port))
    before = _children(process.pid)
    assert len(before) == 2
    for child in before:
        os.kill(child, signal.SIGKILL)
    assert _within(20, lambda: len(set(_children(process.pid)) - set(before)) == 2 and _alive(port))
    process.terminate()
    assert process.wait(20) == 0
    assert _within(5, lambda: not _alive(port))


def test_when_the_keeper_is_killed_nothing_is_left_behind(served: tuple[subprocess.Popen[bytes], int]) -> None:
    process, port = served
    assert _within(20, lambda: _alive(port))
    process.kill()
    assert _within(20, lambda: not _alive(port))


def test_a_taken_port_is_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = subprocess.run(
            [sys.executable, "-m", "yipanqi.commands.main", "serve", "--port", port],
            capture_output=True,
            text=True,
            check=False,
        )
    assert said.returncode == 2
    assert port in said.stderr
    assert said.stderr.strip().endswith("。")
