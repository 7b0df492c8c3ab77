"""启动网页服务和后台任务（granian 与任务进程），按 Ctrl-C 停止。"""

import argparse
import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from types import FrameType

from yipanqi.commands.output import BadInput

RESTART_AFTER_S = 2.0
STOP_WITHIN_S = 15.0
_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A process that is started again when it dies without being asked to."""

    title: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0

    def keep_alive(self) -> None:
        """Start it unless it runs, but not more often than every two seconds."""
        if self.process is not None and self.process.poll() is None:
            return
        if time.monotonic() - self.started_at < RESTART_AFTER_S:
            return
        if self.process is not None:
            self._end_group()
            print(f"{self.title}意外退出（{self.process.returncode}），正在重新启动。", file=sys.stderr)
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=_end_with_parent)  # noqa: PLW1509  no threads here
        self.started_at = time.monotonic()

    def stop(self) -> None:
        """Ask, wait, and only then insist."""
        if self.process is None:
            return
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_WITHIN_S)
        self._end_group()

    def _end_group(self) -> None:
        """A killed web server leaves its workers behind, with the port in their hands."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _end_with_parent() -> None:
    """Linux: the kernel asks the child to end if we are killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="监听地址（默认 127.0.0.1）")
    parser.add_argument("--port", type=int, default=8000, help="监听端口（默认 8000）")
    parser.add_argument("--workers", type=int, default=2, help="网页进程数（默认 2）")
    parser.add_argument("--no-jobs", action="store_true", help="不启动后台任务进程")


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted; both children end with us."""
    _refuse_taken_port(arguments.host, arguments.port)
    children = [Child("网页服务", _web(arguments))]
    if not arguments.no_jobs:
        children.append(Child("后台任务", _jobs()))
    signal.signal(signal.SIGTERM, _interrupt)
    print(f"一盘棋：http://{arguments.host}:{arguments.port}/ （按 Ctrl-C 停止）", flush=True)
    try:
        while True:
            for child in children:
                child.keep_alive()
            time.sleep(0.5)
    except KeyboardInterrupt:
        return 0
    finally:
        for child in children:
            child.stop()


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise BadInput(
                f"不能在 {host}:{port} 提供服务（{fault.strerror}）：请停止占用该端口的程序，"
                "或用 --port（make run PORT=…）换一个端口。"
            ) from None


def _web(arguments: argparse.Namespace) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(arguments.workers),
        "--host", arguments.host, "--port", str(arguments.port), "--no-ws", "--respawn-failed-workers",
        # each thread keeps a connection to the database: few and long-lived
        "--blocking-threads", "4", "--blocking-threads-idle-timeout", "600",
        "--log-level", "warning", "yipanqi.config.wsgi:application",
    ]  # fmt: skip


def _jobs() -> list[str]:
    return [sys.executable, "-m", "yipanqi.commands.main", "procrastinate", "worker", "--name", "yipanqi"]


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
