"""运行后台任务进程（巡检、导入、签存、销毁过期内容），按 Ctrl-C 停止。"""

from __future__ import annotations

import argparse

from django.core.management import call_command

from yipanqi.commands.output import BadInput


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--concurrency", type=int, default=2, help="同时处理的任务数（默认 2）")
    parser.add_argument("--once", action="store_true", help="处理完现有任务即退出")


def run(arguments: argparse.Namespace) -> int:
    """One worker; start it on as many machines as there is work for."""
    if arguments.concurrency < 1:
        raise BadInput(f"--concurrency 应为正整数，现为 {arguments.concurrency}。")
    words = ["worker", "--name", "yipanqi", "--concurrency", str(arguments.concurrency)]
    call_command("procrastinate", *words, *(["--one-shot"] if arguments.once else []))
    return 0
