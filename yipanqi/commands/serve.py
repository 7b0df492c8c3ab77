"""启动网页服务和后台任务（granian 与任务进程），按 Ctrl-C 停止。"""

import argparse
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from types import FrameType

RESTART_AFTER_S = 2.0
STOP_WITHIN_S = 15.0


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
            print(f"{self.title}意外退出（{self.process.returncode}），正在重新启动。", file=sys.stderr)
        self.process = subprocess.Popen(self.command)
        self.started_at = time.monotonic()

    def stop(self) -> None:
        """Ask, wait, and only then insist."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.process.kill()


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="监听地址（默认 127.0.0.1）")
    parser.add_argument("--port", type=int, default=8000, help="监听端口（默认 8000）")
    parser.add_argument("--workers", type=int, default=2, help="网页进程数（默认 2）")
    parser.add_argument("--no-jobs", action="store_true", help="不启动后台任务进程")


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted; both children end with us."""
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


def _web(arguments: argparse.Namespace) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(arguments.workers),
        "--host", arguments.host, "--port", str(arguments.port), "--no-ws", "--respawn-failed-workers",
        "--log-level", "warning", "yipanqi.config.wsgi:application",
    ]  # fmt: skip


def _jobs() -> list[str]:
    return [sys.executable, "-m", "yipanqi.commands.main", "procrastinate", "worker", "--name", "yipanqi"]


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
